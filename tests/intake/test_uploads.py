"""From a file to a batch on the pages: who may, what is asked, what is counted, and how it is taken back."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone
from tests.intake.files import ONLINE, UNIT, Desk, desk, lines, sent, stored, tallied, workbook
from tests.respond.office import open_office
from tests.support.people import actor_with, give_post, person_with, sign_in
from tests.support.queries import assert_queries_at_most, queries_of

from cermin.base import files
from cermin.base.access import NotVisible, Refused
from cermin.base.jobs import run_now
from cermin.base.models import AuditLine, Job, StoredFile
from cermin.intake import queries, services, states
from cermin.intake.models import Upload
from cermin.skm.models import Batch, Comment, Response

pytestmark = pytest.mark.django_db


def upload_of(d: Desk) -> Upload:
    return Upload.objects.filter(government=d.office.government).select_related("round__unit").latest("id")


def batch_of(d: Desk) -> Batch:
    return Batch.objects.filter(government=d.office.government).latest("id")


def bring(web: Any, d: Desk, content: bytes, name: str = "jawaban.csv") -> str:
    """Upload a file; the address of its page."""
    response = web.post(d.address, sent(content, name))
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def record(web: Any, page: str, **more: str) -> Any:
    return web.post(page, {"action": "record", **more})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- the two example files -------------------------------------------------------------------------------------------


def test_the_file_of_a_unit_ends_in_exactly_its_answers(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    page = bring(web, d, UNIT, "unit-contoh.csv")
    shown = web.get(page)
    assert "49 jawaban" in text(shown)
    assert tallied(d.office) == 0
    record(web, page)
    given = [line.split(",") for line in UNIT.decode().split()[1:]]
    assert stored(d.office) == sorted("".join(row) for row in given)
    assert tallied(d.office) == 49
    for question in range(1, 10):
        for value in range(1, 5):
            assert tallied(d.office, question=question, value=value) == sum(
                row[question - 1] == str(value) for row in given
            )
    assert "49 jawaban masuk sebagai satu kumpulan" in text(web.get(page))


def test_an_online_form_is_recorded_by_service_with_profile_and_masked_comments(web) -> None:
    d = desk()
    sign_in(web, d.officer)
    masked = ONLINE.replace(
        b'"Berfungsi kurang maksimal",""', b'"Berfungsi kurang maksimal","WA saya 0812-3456-7890"', 1
    )
    page = bring(web, d, masked, "formulir-daring.csv")
    assert "Pilih layanan ronde ini untuk &#x27;Layanan Izin Tempat&#x27;" in text(web.get(page))
    refused = record(web, page)
    assert refused.status_code == 400
    assert not Batch.objects.filter(government=d.office.government).exists()
    first, second, _ = d.office.services
    names = list(upload_of(d).summary["services"])
    wanted = {"Layanan Izin Tempat": first.id, "Layanan Surat Keterangan": second.id, "Layanan Konsultasi": 0}
    chosen = {f"layanan_{n}": str(wanted[name]) for n, name in enumerate(names)}
    assert web.post(page, {"action": "services", **chosen}).status_code == 302
    assert "98 jawaban" in text(web.get(page))
    record(web, page)
    mine = Response.objects.filter(government=d.office.government)
    # Counted in the file: 31 + 67; the 22 of the third service were left out by choice.
    assert mine.filter(service=first).count() == 31
    assert mine.filter(service=second).count() == 67
    assert mine.count() == tallied(d.office) == 98
    one = mine.get(scores="433444443", profile__gender="Perempuan", profile__age="25–34 tahun")
    assert one.channel == "file"
    comments = set(Comment.objects.filter(government=d.office.government).values_list("text", flat=True))
    assert "WA saya [nomor disamarkan]" in comments
    assert not any("0812" in comment for comment in comments)
    assert batch_of(d).mapping[0] == {"column": "A: Timestamp", "meaning": "Tidak dibaca"}
    assert {"service": "Layanan Konsultasi", "meaning": "tidak dimasukkan"} in batch_of(d).mapping


# --- errors ----------------------------------------------------------------------------------------------------------


def test_rows_with_errors_stay_out_only_after_a_tick(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    page = bring(web, d, lines("3,3,3,3,3,3,3,3,3", "3,9,3,3,3,3,3,3,3", "4,4,4,4,4,4,4,4,4"))
    shown = text(web.get(page))
    assert "B3" in shown
    assert "nilai 9 di luar 1-4" in shown
    refused = record(web, page)
    assert refused.status_code == 400
    assert "Centang bahwa 1 baris yang salah tidak ikut" in text(refused)
    assert stored(d.office) == []
    record(web, page, without_errors="on")
    assert stored(d.office) == ["3" * 9, "4" * 9]
    copy = web.get(f"{page}kesalahan")
    assert copy.status_code == 200
    assert copy.headers["Content-Disposition"] == 'attachment; filename="jawaban-kesalahan.xlsx"'
    assert copy.content[:2] == b"PK"


def test_a_column_is_given_another_meaning_on_the_page(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    page = bring(web, d, lines("3,3,3,3,3,3,3,2,1", heading="P1,P2,P3,P4,P5,P6,P7,P8 Pengaduan,P9"))
    assert "bertentangan" in text(web.get(page))
    assert record(web, page).status_code == 400
    web.post(page, {"action": "reread", "kolom_H": "pertanyaan:P9", "kolom_I": "pertanyaan:P8"})
    assert "1 jawaban" in text(web.get(page))
    wrong = web.post(page, {"action": "reread", "kolom_H": "pertanyaan:P99"})
    assert wrong.status_code == 400
    record(web, page)
    assert stored(d.office) == ["333333312"]


def test_a_sheet_is_chosen_on_the_page(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    heading = [f"P{n}" for n in range(1, 10)]
    book = workbook([heading, [3] * 9], "Loket 1", {"Loket 2": [heading, [4] * 9]})
    page = bring(web, d, book, "dua.xlsx")
    assert "Pilih satu lembar" in text(web.get(page))
    web.post(page, {"action": "reread", "sheet": "Loket 2"})
    record(web, page)
    assert stored(d.office) == ["4" * 9]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "jawaban.csv", "kosong"),
        (UNIT, "jawaban.exe", "bukan tabel jawaban"),
        (b"x" * (20 * 1024 * 1024 + 1), "besar.csv", "lebih dari 20 MB"),
    ],
    ids=["empty", "ending", "large"],
)
def test_what_cannot_be_taken_is_said_above_the_form(web, content: bytes, name: str, says: str) -> None:
    d = desk()
    sign_in(web, d.officer)
    response = web.post(d.address, sent(content, name))
    assert response.status_code == 400
    assert says in text(response)
    assert not Upload.objects.filter(government=d.office.government).exists()


def test_no_file_at_all_is_said(web) -> None:
    d = desk()
    sign_in(web, d.officer)
    assert "Pilih berkas jawaban" in text(web.post(d.address, {}))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Data\\hasil survei.xlsx", "hasil survei.xlsx"),
        ("a\u202ecsv.xlsx", "acsv.xlsx"),
        ("n" * 300 + ".xlsx", "n" * 115 + ".xlsx"),
        (".csv", "csv"),
    ],
)
def test_a_name_is_made_harmless(name: str, kept: str) -> None:
    assert services.clean_name(name) == kept


# --- once only -------------------------------------------------------------------------------------------------------


def test_the_same_file_is_recognised_and_comes_back_after_a_withdrawal_by_two_persons(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    record(web, bring(web, d, UNIT, "unit-contoh.csv"))
    batch = batch_of(d)
    again = bring(web, d, UNIT, "nama lain.csv")
    shown = text(web.get(again))
    assert "Berkas yang sama sudah dimasukkan ke ronde ini: unit-contoh.csv" in shown
    assert "49 jawaban" in shown
    assert record(web, again).status_code == 400
    assert tallied(d.office) == 49

    place = f"/unggah/kumpulan/{batch.id}/"
    assert "Tulis alasan penarikan" in text(web.post(place, {"action": "propose"}))
    assert web.post(place, {"action": "propose", "reason": "Berkas semester lalu"}).status_code == 302
    assert tallied(d.office) == 49
    refused = web.post(place, {"action": "confirm"})
    assert refused.status_code == 403
    sign_in(web, d.head)
    assert "Sahkan: tarik 49 jawaban" in text(web.get(place))
    assert web.post(place, {"action": "confirm"}).status_code == 302
    assert tallied(d.office) == 0
    assert "disahkan oleh" in text(web.get(place))

    sign_in(web, d.officer)
    assert record(web, again).status_code == 302
    assert tallied(d.office) == 49
    mine = Response.objects.filter(government=d.office.government)
    assert mine.count() == 98
    assert mine.values("client_id").distinct().count() == 98


def test_whoever_proposed_does_not_confirm_and_may_take_it_back(web) -> None:
    d = desk(services=1)
    sign_in(web, d.head)
    record(web, bring(web, d, UNIT))
    place = f"/unggah/kumpulan/{batch_of(d).id}/"
    web.post(place, {"action": "propose", "reason": "Salah berkas"})
    refused = web.post(place, {"action": "confirm"})
    assert refused.status_code == 403
    assert "perlu orang kedua" in text(refused)
    assert "perlu orang kedua" in text(web.get(place))
    web.post(place, {"action": "drop"})
    assert batch_of(d).withdrawal_asked_at is None


def test_the_same_file_in_another_round_is_only_said(web) -> None:
    d = desk(services=1)
    other = open_office(services=1, key="99.02", code="OTHER234")
    sign_in(web, d.officer)
    give_post(d.officer, "officer", other.unit)
    record(web, bring(web, d, UNIT))
    page = web.post(f"/unggah/{other.round.id}/", sent(UNIT)).headers["Location"]
    # Another government's batch stays unknown here, even to a person who works for both.
    assert "ada di ronde lain" not in text(web.get(page))
    assert record(web, page).status_code == 302
    assert tallied(other) == 49


def test_pressing_twice_makes_one_batch(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    page = bring(web, d, UNIT)
    assert record(web, page).status_code == 302
    assert record(web, page).status_code == 400
    assert Batch.objects.filter(government=d.office.government).count() == 1


def test_a_job_run_again_records_nothing_more() -> None:
    d = desk(services=1)
    found = received(d)
    confirmed = services.confirm_upload(actor=d.actor, upload=found, without_errors=False)
    assert confirmed.job_id is not None
    for _ in range(2):
        services.record_upload(
            government_id=found.government_id,
            upload_id=found.id,
            stamp=confirmed.stamp,
            person_id=d.officer.id,
            progress=lambda _: None,
        )
    assert tallied(d.office) == 49
    assert Batch.objects.filter(government=d.office.government).count() == 1


def received(d: Desk, content: bytes = UNIT, name: str = "unit-contoh.csv") -> Upload:
    """A file that was read."""
    upload = services.receive_upload(actor=d.actor, round_=d.office.round, name=name, content=content)
    assert upload.job_id is not None
    run_now(upload.job_id)
    upload.refresh_from_db()
    return upload


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_moment_make_one_batch() -> None:
    d = desk(services=1)
    found, twin = received(d), received(d, name="salinan.csv")
    ready = threading.Barrier(2)
    said: list[str] = []

    def confirm(upload: Upload) -> None:
        try:
            ready.wait(10)
            job = services.confirm_upload(actor=d.actor, upload=upload, without_errors=False).job_id
            assert job is not None
            said.append("taken")
            run_now(job)
        except ValidationError as error:
            said.append(" ".join(error.messages))
        finally:
            connections.close_all()

    # The same upload pressed twice, and the same content brought twice.
    for pair in ((found, found), (found, twin)):
        threads = [threading.Thread(target=confirm, args=(upload,)) for upload in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert said.count("taken") == 1
    assert len(said) == 4
    assert Batch.objects.filter(government=d.office.government).count() == 1
    assert tallied(d.office) == 49


# --- the round goes on meanwhile -------------------------------------------------------------------------------------


def test_a_file_that_comes_too_late_goes_back_with_the_reason(web) -> None:
    d = desk(services=1)
    found = received(d)
    confirmed = services.confirm_upload(actor=d.actor, upload=found, without_errors=False)
    d.office.change(state="closed", first_processed_at=timezone.now())
    assert confirmed.job_id is not None
    job = run_now(confirmed.job_id)
    assert job.state == "failed"
    assert "sudah ditetapkan untuk diolah" in job.error
    found.refresh_from_db()
    assert found.stage == states.READ
    assert tallied(d.office) == 0
    sign_in(web, d.officer)
    assert "sudah ditetapkan untuk diolah" in text(web.get(f"/unggah/berkas/{found.id}/"))


def test_rights_are_asked_again_when_the_job_runs() -> None:
    d = desk(services=1)
    found = received(d)
    confirmed = services.confirm_upload(actor=d.actor, upload=found, without_errors=False)
    d.officer.is_active = False
    d.officer.save()
    assert confirmed.job_id is not None
    assert run_now(confirmed.job_id).state == "failed"
    assert tallied(d.office) == 0


def test_what_a_cancelled_job_left_can_be_confirmed_again(web) -> None:
    d = desk(services=1)
    found = received(d)
    confirmed = services.confirm_upload(actor=d.actor, upload=found, without_errors=False)
    sign_in(web, d.officer)
    page = f"/unggah/berkas/{found.id}/"
    assert "Jawaban sedang dimasukkan" in text(web.get(page))
    Job.objects.filter(government_id=found.government_id, id=confirmed.job_id).update(state="cancelled")
    assert "Pemasukan berhenti sebelum selesai" in text(web.get(page))
    assert record(web, page).status_code == 302
    assert tallied(d.office) == 49


def test_a_large_file_is_left_to_the_worker_and_its_page_follows(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    page = bring(web, d, lines(*["3,3,3,3,3,3,3,3,3"] * 8000))
    assert "Berkas sedang dibaca" in text(web.get(page))
    part = web.get(page, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "HX-Refresh" not in part.headers
    upload = upload_of(d)
    assert upload.stage == states.READING
    assert upload.job_id is not None
    run_now(upload.job_id)
    assert web.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "8.000 jawaban" in text(web.get(page))


def test_an_overtaken_reading_leaves_no_trace() -> None:
    d = desk(services=1)
    found = received(d)
    first = services.reread_upload(actor=d.actor, upload=found, sheet="", columns={"I": "abaikan"})
    with pytest.raises(ValidationError, match="sedang dikerjakan"):
        services.reread_upload(actor=d.actor, upload=found, sheet="", columns={})
    left = services.read_upload(
        government_id=found.government_id, upload_id=found.id, stamp=first.stamp - 1, progress=lambda _: None
    )
    assert left.stage == states.READING


# --- who may ---------------------------------------------------------------------------------------------------------


def test_a_stranger_sees_nothing_and_a_reader_reads_why(web) -> None:
    d = desk(services=1)
    found = received(d)
    page = f"/unggah/berkas/{found.id}/"
    services.confirm_upload(actor=d.actor, upload=found, without_errors=False)
    services.record_upload(
        government_id=found.government_id,
        upload_id=found.id,
        stamp=Upload.objects.get(government_id=found.government_id, id=found.id).stamp,
        person_id=d.officer.id,
        progress=lambda _: None,
    )
    place = f"/unggah/kumpulan/{batch_of(d).id}/"
    addresses = (d.address, f"{d.address}templat", page, f"{page}kesalahan", place)
    other = open_office(services=1, key="99.02", code="OTHER234")
    for address in addresses:
        assert web.get(address).status_code == 302  # to sign in
    sign_in(web, person_with("officer", other.unit))
    for address in addresses:
        assert web.get(address).status_code == 404
        assert web.post(address, sent(UNIT)).status_code in (404, 405)
    sign_in(web, person_with("inspector", d.office.government))
    shown = web.get(d.address)
    assert "Hanya petugas unit atau kepala unit" in text(shown)
    assert "unit-contoh.csv" in text(shown)  # the batch, not the file on its way
    refused = web.post(d.address, sent(UNIT))
    assert refused.status_code == 403
    assert "Hanya petugas unit atau kepala unit" in text(refused)
    assert web.get(page).status_code == 403
    assert web.get(place).status_code == 200
    assert web.post(place, {"action": "propose", "reason": "Tidak boleh"}).status_code == 403
    sign_in(web, person_with("administrator", d.office.government))
    for address in addresses:
        assert web.get(address).status_code == 404


def test_the_services_ask_the_table_themselves() -> None:
    d = desk(services=1)
    found = received(d)
    reader = actor_with("coordinator", d.office.unit.agency)
    stranger = actor_with("officer", open_office(services=1, key="99.02", code="OTHER234").unit)
    acts = (
        lambda actor: services.receive_upload(actor=actor, round_=d.office.round, name="a.csv", content=UNIT),
        lambda actor: services.reread_upload(actor=actor, upload=found, sheet="", columns={}),
        lambda actor: services.choose_services(actor=actor, upload=found, services={}),
        lambda actor: services.confirm_upload(actor=actor, upload=found, without_errors=True),
        lambda actor: services.discard_upload(actor=actor, upload=found),
    )
    for act in acts:
        with pytest.raises(Refused, match="Hanya petugas unit"):
            act(reader)
        with pytest.raises(NotVisible):
            act(stranger)
    found.refresh_from_db()
    assert found.stage == states.READ


@pytest.mark.parametrize("state", ["draft", "processed", "approved", "published", "cancelled"])
def test_only_an_open_or_closed_round_takes_a_file(web, state: str) -> None:
    d = desk(services=1)
    d.office.change(state=state)
    sign_in(web, d.officer)
    assert "Ronde ini" in text(web.get(d.address))
    assert web.post(d.address, sent(UNIT)).status_code == 403
    assert not Upload.objects.filter(government=d.office.government).exists()


def test_a_closed_round_takes_a_file_until_it_is_processed(web) -> None:
    d = desk(services=1)
    d.office.change(state="closed", closed_at=timezone.now())
    sign_in(web, d.officer)
    record(web, bring(web, d, UNIT))
    assert tallied(d.office) == 49


def test_a_service_of_another_round_is_refused() -> None:
    d = desk()
    found = received(d)
    other = open_office(services=1, key="99.02", code="OTHER234")
    with pytest.raises(ValidationError, match="Pilih layanan ronde ini"):
        services.choose_services(actor=d.actor, upload=found, services={"": other.services[0].id})


# --- what stays ------------------------------------------------------------------------------------------------------


def test_each_act_writes_its_line_and_no_line_holds_an_answer(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    page = bring(web, d, UNIT)
    web.post(page, {"action": "reread"})
    record(web, page)
    found = AuditLine.objects.filter(government_id=d.office.government.code).order_by("id")
    actions = [line.action for line in found]
    assert actions == ["upload_received", "upload_reread", "upload_confirmed", "responses_upload"]
    assert "223434443" not in str([line.detail for line in found])


def test_a_file_goes_when_it_is_thrown_away_and_after_a_week() -> None:
    d = desk(services=1)
    found = received(d, lines("3,9,3,3,3,3,3,3,3", "3,3,3,3,3,3,3,3,3"))
    digests = [found.sha256, found.summary["error_copy"]]
    paths = [files.path_of(found.government_id, digest) for digest in digests]
    assert all(path.exists() for path in paths)
    assert services.purge_uploads(timezone.now() + timedelta(days=6)) == 0
    assert services.purge_uploads(timezone.now() + timedelta(days=8)) == 1
    found.refresh_from_db()
    assert (found.stage, found.kept) == (states.DISCARDED, False)
    assert "errors" not in found.summary
    assert not StoredFile.objects.filter(government_id=found.government_id, sha256__in=digests).exists()
    with pytest.raises(ValidationError, match="dibuang"):
        services.reread_upload(actor=d.actor, upload=found, sheet="", columns={})


@pytest.mark.django_db(transaction=True)
def test_the_bytes_leave_the_disk_unless_somebody_else_needs_them() -> None:
    d = desk(services=1)
    first, second = received(d), received(d)
    path = files.path_of(first.government_id, first.sha256)
    services.discard_upload(actor=d.actor, upload=first)
    assert path.exists()
    services.discard_upload(actor=d.actor, upload=second)
    assert not path.exists()


def test_a_thrown_away_file_is_said_so(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)
    page = bring(web, d, UNIT)
    assert web.post(page, {"action": "discard"}).status_code == 302
    assert "sudah dibuang" in text(web.get(page))
    assert web.post(page, {"action": "unknown"}).status_code == 404


def test_what_waits_is_named_on_the_home_page() -> None:
    d = desk(services=1)
    found = received(d)
    today = timezone.localdate()
    [work] = queries.open_work(d.actor, today)
    assert work.title == "Selesaikan unggahan unit-contoh.csv"
    confirmed = services.confirm_upload(actor=d.actor, upload=found, without_errors=False)
    assert confirmed.job_id is not None
    run_now(confirmed.job_id)
    assert queries.open_work(d.actor, today) == []


def test_a_list_costs_the_same_with_one_and_with_thirty(web) -> None:
    d = desk(services=1)
    sign_in(web, d.officer)

    def add(number: int) -> None:
        Batch.objects.create(
            government=d.office.government,
            round=d.office.round,
            channel="file",
            label=f"berkas {number}.csv",
            file_sha256=f"{number:064d}",
            rows=number + 1,
            created_at=timezone.now(),
            created_by=d.officer.id,
        )
        Upload.objects.create(
            government=d.office.government,
            round=d.office.round,
            name=f"berkas {number}.csv",
            sha256=f"{number:064d}",
            size=1,
            stage=states.READ,
            created_at=timezone.now(),
            created_label="x",
        )

    add(0)
    web.get(d.address)
    one = len(queries_of(lambda: web.get(d.address)))
    work = len(queries_of(lambda: queries.open_work(d.actor, timezone.localdate())))
    for number in range(1, 30):
        add(number)
    assert len(queries_of(lambda: web.get(d.address))) == one
    assert len(queries_of(lambda: queries.open_work(d.actor, timezone.localdate()))) == work
    with assert_queries_at_most():
        web.get(d.address)


def test_the_template_of_the_round_holds_its_services(web) -> None:
    import io

    from openpyxl import load_workbook

    d = desk()
    sign_in(web, d.officer)
    response = web.get(f"{d.address}templat")
    assert response.headers["Content-Disposition"] == 'attachment; filename="jawaban-skm-semester-i.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    texts = {cell.value for row in book["Petunjuk"].iter_rows() for cell in row}
    assert {service.name for service in d.office.services} <= texts
    assert [cell.value for cell in book["Jawaban"][1]][-1] == "Saran"


def test_ten_thousand_answers_are_read_and_recorded_in_bounds() -> None:
    """Every answer is counted, with few statements. (Fifty thousand take the same way, in chunks.)"""
    d = desk(services=1)
    count = 10_000
    found = received(d, lines(*["1,2,3,4,1,2,3,4,1"] * count), "besar.csv")
    confirmed = services.confirm_upload(actor=d.actor, upload=found, without_errors=False)
    assert confirmed.job_id is not None
    job = confirmed.job_id
    statements = queries_of(lambda: run_now(job))
    assert tallied(d.office) == count
    assert tallied(d.office, question=4, value=4) == count
    assert len(statements) < 100 + count // 50
