"""Steps 4 to 6: processing, leaving out, approving, the report's texts, the plan, publishing and correcting."""

from __future__ import annotations

from typing import Any

import pytest
from tests.skm.pages import answered, approved, looking, messages_of, page, processed, published
from tests.skm.world import a_unit, an_office, planned
from tests.support.people import actor_with
from tests.support.queries import assert_queries_at_most

from cermin.base import jobs
from cermin.base.models import Job
from cermin.organizations.models import Term
from cermin.pure.policy import Role
from cermin.skm import queries, services
from cermin.skm.models import Publication, Round
from cermin.skm.selecting import answer_groups

pytestmark = pytest.mark.django_db


def a_day_group(office: Any) -> str:
    return next(group.key for group in answer_groups(office.round, ()) if group.key.startswith("day-"))


# Olah --------------------------------------------------------------------------------------------------------------------


def test_processing_is_a_job_with_a_page(web: Any) -> None:
    office = answered(an_office().opened()).closed()
    looking(web, office.officer)
    html = web.get(page(office, "process")).content.decode()
    assert "<h1>Siap diolah</h1>" in html
    assert "30 jawaban menunggu diolah" in html
    answer = web.post(page(office, "start_processing"))
    job = Job.objects.get(government_id=office.government.code, kind="skm.process")
    assert answer["Location"] == f"/pekerjaan/{job.pk}/"
    assert f"/pekerjaan/{job.pk}/" in web.get(page(office, "process")).content.decode()
    jobs.run_now(job.pk)
    with assert_queries_at_most():
        html = web.get(page(office, "process")).content.decode()
    # The index of these rows is worked out by hand in test_round_to_publication.
    assert "Hasilnya Baik: 81,76 dari 30 jawaban" in html
    assert "Hanya kepala unit yang dapat menyetujui hasil" in html


def test_during_the_grace_only_the_head_may_process(web: Any) -> None:
    office = an_office()
    services.edit_round(actor=office.officer, round_=office.round, values={"grace_days": 5})
    office = answered(office.opened(), ["333333333"] * 12).closed()
    looking(web, office.officer)
    html = web.get(page(office, "process")).content.decode()
    assert "Menunggu kiriman sampai " in html
    assert "Hanya kepala unit yang dapat mengolah hasil sebelum masa tunggu berakhir" in html
    refused = web.post(page(office, "start_processing"))
    assert refused.status_code == 403
    assert "Masa tunggu" in refused.content.decode()
    assert web.post(page(office, "start_processing"), {"early": "1"}).status_code == 403
    looking(web, office.head)
    assert "Olah sekarang tanpa menunggu" in web.get(page(office, "process")).content.decode()
    assert "/pekerjaan/" in web.post(page(office, "start_processing"), {"early": "1"})["Location"]


def test_leaving_out_needs_two_persons_and_both_results_are_shown(web: Any) -> None:
    office = answered(an_office().opened())
    for _ in range(6):
        office.answer("111111111", channel="device")
    office = processed(office)
    looking(web, office.officer)
    key = next(
        choice
        for choice, _ in web.get(page(office, "process")).context["exclusion_form"].fields["group"].choices
        if choice.endswith("-device")
    )
    assert web.post(page(office, "process"), {"what": "exclude", "group": key, "reason": ""}).status_code == 422
    assert web.post(page(office, "process"), {"what": "exclude", "group": "day-x", "reason": "Uji."}).status_code == 422
    answer = web.post(
        page(office, "process"), {"what": "exclude", "group": key, "reason": "Uji perangkat."}, follow=True
    )
    assert messages_of(answer) == ["6 jawaban diusulkan untuk tidak dihitung. Menunggu orang kedua."]
    html = answer.content.decode()
    assert "<b>6 jawaban</b>: Uji perangkat." in html
    assert "Hanya kepala unit yang dapat mengesahkan" in html
    proposal = answer.context["pending"][0].first
    assert web.post(page(office, "confirm_exclusions"), {"proposal": proposal}).status_code == 403
    blocked = web.post(page(office, "start_processing"), follow=True)
    assert "belum disahkan" in messages_of(blocked)[0]
    looking(web, office.head)
    answer = web.post(page(office, "confirm_exclusions"), {"proposal": proposal}, follow=True)
    assert messages_of(answer) == ["6 jawaban disahkan untuk tidak dihitung. Olah ulang agar hasilnya berubah."]
    assert "Hasil ini belum memuat jawaban yang baru disahkan" in answer.content.decode()
    assert page(office, "approve") not in answer.content.decode()
    looking(web, office.officer)
    job = web.post(page(office, "start_processing"))["Location"].split("/")[-2]
    jobs.run_now(int(job))
    html = web.get(page(office, "process")).content.decode()
    assert "Hasilnya Baik: 81,76 dari 30 jawaban" in html
    # With the six answers of all ones, 36 were given; without them it is again the index of the thirty.
    found = queries.latest_result(office.round)
    assert found is not None
    assert found.unfiltered is not None
    assert found.unfiltered.respondents == 36
    assert "dari 36 jawaban" in html


def test_a_proposal_can_be_taken_back(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    web.post(page(office, "process"), {"what": "exclude", "group": a_day_group(office), "reason": "Keliru."})
    proposal = web.get(page(office, "process")).context["pending"][0].first
    answer = web.post(page(office, "withdraw_exclusions"), {"proposal": proposal}, follow=True)
    assert messages_of(answer) == ["Usulan ditarik. Jawabannya tetap dihitung."]
    assert answer.context["pending"] == []
    gone = web.post(page(office, "withdraw_exclusions"), {"proposal": proposal}, follow=True)
    assert "Muat ulang halaman" in messages_of(gone)[0]


def test_the_head_approves_or_sends_back(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.head)
    assert page(office, "approve") in web.get(page(office, "process")).content.decode()
    empty = web.post(page(office, "process"), {"what": "return", "back-reason": ""})
    assert empty.status_code == 422
    answer = web.post(page(office, "process"), {"what": "return", "back-reason": "Target belum diisi."}, follow=True)
    assert "Dikembalikan: Target belum diisi." in answer.content.decode()
    answer = web.post(page(office, "approve"), follow=True)
    assert answer.redirect_chain[-1][0] == page(office, "follow_up")
    assert office.again().state == "approved"


def test_who_processed_cannot_approve_and_a_lone_unit_asks_the_coordinator(web: Any) -> None:
    office = answered(an_office().opened()).closed()
    job = services.request_processing(actor=office.head, round_=office.round)
    jobs.run_now(job.pk)
    office.again()
    looking(web, office.head)
    html = web.get(page(office, "process")).content.decode()
    assert "perlu orang kedua, karena Anda sendiri yang mengolah hasil ini" in html
    assert web.post(page(office, "approve")).status_code == 403
    Term.objects.filter(government_id=office.government.code, person_id=office.officer.person_id).delete()
    looking(web, office.coordinator)
    assert page(office, "approve") in web.get(page(office, "process")).content.decode()
    assert web.post(page(office, "approve"))["Location"] == page(office, "follow_up")


def test_a_sister_unit_finds_none_of_the_acts(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, actor_with(Role.HEAD, a_unit(office.government, office.unit.agency)))
    for name in (
        "start_processing",
        "confirm_exclusions",
        "withdraw_exclusions",
        "approve",
        "make_report",
        "process",
        "report",
        "follow_up",
        "correct",
    ):
        assert web.post(page(office, name)).status_code == 404, name
    assert office.again().state == "processed"


# Laporkan ----------------------------------------------------------------------------------------------------------------


def test_texts_of_the_report_are_saved_and_counted(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    response = web.get(page(office, "report"))
    blank = response.context["blank"]
    assert f"{blank} isian laporan masih kosong" in response.content.decode()
    sent = {
        "what": "texts", "alamat": "Jalan Contoh 1\nKota Contoh", "tim": "Tim SKM", "kertas": "F4", "tanggal_laporan": "2026-07-20",
        "tahap0-nama": "Persiapan", "tahap0-mulai": "2026-01-05", "tahap0-selesai": "2026-01-09", "tahap0-hari_kerja": "5",
    }  # fmt: skip
    answer = web.post(page(office, "report"), sent, follow=True)
    assert messages_of(answer) == ["Teks laporan disimpan."]
    texts = office.again().profile
    assert texts["alamat"] == ["Jalan Contoh 1", "Kota Contoh"]
    assert texts["tahap"][0]["nama"] == "Persiapan"
    assert answer.context["blank"] == blank - 3
    assert "Jalan Contoh 1\nKota Contoh" in answer.content.decode()


def test_a_wrong_text_is_said_and_kept(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    response = web.post(
        page(office, "report"), {"what": "texts", "nip_kepala": "123", "nama_kepala": "Budi Contoh", "kertas": "A4"}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "NIP terdiri atas 18 angka" in html
    assert 'value="123"' in html
    assert "nama_kepala" not in office.again().profile


def test_targets_are_between_one_and_four_and_stand_on_the_result(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    wrong = web.post(page(office, "report"), {"what": "targets", "U1": "5"})
    assert "tulis nilai 1 sampai 4" in wrong.content.decode()
    web.post(page(office, "report"), {"what": "targets", "U1": "3,95"})
    assert office.again().profile["target"] == {"U1": "3.95"}
    assert "nyata di bawah target" in web.get(page(office, "result")).content.decode()
    assert 'value="3,95"' in web.get(page(office, "report")).content.decode()


def test_a_draft_report_is_a_job_and_its_files_are_listed(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    job = web.post(page(office, "make_report"))["Location"].split("/")[-2]
    assert jobs.run_now(int(job)).state == "done"
    with assert_queries_at_most():
        html = web.get(page(office, "report")).content.decode()
    assert "laporan-skm.docx" in html
    assert "hasil.json" in html
    assert "Draf laporan (Word)" in web.get(page(office, "result")).content.decode()
    looking(web, office.coordinator)
    assert web.post(page(office, "make_report")).status_code == 403


def test_before_there_is_a_result_the_texts_can_be_written(web: Any) -> None:
    office = an_office().opened()
    looking(web, office.officer)
    assert "Draf laporan dapat dibuat sesudah hasil diolah" in web.get(page(office, "report")).content.decode()
    web.post(page(office, "report"), {"what": "texts", "tim": "Tim SKM", "kertas": "A4"})
    assert office.again().profile["tim"] == "Tim SKM"
    assert web.post(page(office, "make_report")).status_code == 403


# Tindak lanjut & publikasi -----------------------------------------------------------------------------------------------


def test_the_plan_begins_with_the_weakest_elements_and_can_be_undone(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    response = web.get(page(office, "follow_up"))
    # Column sums of one six of rows: 18, 19, 18, 19, 21, 18 of five, 20, 21, 19. The least means: P1 and P3 with 3,0.
    assert {line.initial.get("unsur") for line in response.context["lines"][:2]} == {"U1", "U3"}
    sent = {
        "what": "plan", "jumlah": "2", "r0-unsur": "U8", "r0-kegiatan": "Kotak pengaduan di loket", "r0-waktu": "Januari 2027",
        "r0-jangka": "Pendek", "r0-penanggung_jawab": "Kepala Seksi", "r1-unsur": "U3",
    }  # fmt: skip
    answer = web.post(page(office, "follow_up"), sent, follow=True)
    plan = office.again().profile["rencana"]
    assert [row["kegiatan"] for row in plan] == ["Kotak pengaduan di loket"]
    assert "Rencana 1 baris, menunggu persetujuan hasil" in answer.content.decode()
    assert 'name="jumlah" value="0"' in answer.content.decode()
    web.post(page(office, "follow_up"), {"what": "plan", "jumlah": "0"})
    assert "rencana" not in office.again().profile


def test_a_line_without_its_element_is_said_and_kept(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    response = web.post(page(office, "follow_up"), {"what": "plan", "jumlah": "1", "r0-kegiatan": "Kotak pengaduan"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "unsurnya belum dipilih" in html
    assert "Kotak pengaduan</textarea>" in html


def test_publishing_needs_the_name_of_the_unit(web: Any) -> None:
    office = approved(processed(answered(an_office().opened())))
    looking(web, office.head)
    html = web.get(page(office, "follow_up")).content.decode()
    assert "Yang dibekukan: IKM <b>81,76</b> (mutu B) dari 30 jawaban" in html
    wrong = web.post(page(office, "follow_up"), {"what": "publish", "typed": "Kantor lain"})
    assert wrong.status_code == 422
    assert f"Nama unit tidak sama. Tulis persis: {office.unit.name}" in wrong.content.decode()
    assert 'value="Kantor lain"' in wrong.content.decode()
    answer = web.post(page(office, "follow_up"), {"what": "publish", "typed": office.unit.name.upper()}, follow=True)
    publication = Publication.objects.get(government_id=office.government.code)
    html = answer.content.decode()
    assert f"/indeks/{publication.pk}/" in html
    assert publication.code in html
    assert "Laporan resmi sedang disusun" in html
    assert web.post(page(office, "follow_up"), {"what": "publish", "typed": office.unit.name}).status_code == 403


def test_the_officer_reads_who_publishes(web: Any) -> None:
    office = approved(processed(answered(an_office().opened())))
    looking(web, office.officer)
    html = web.get(page(office, "follow_up")).content.decode()
    assert "Hanya kepala unit yang dapat mempublikasikan hasil" in html
    assert web.post(page(office, "follow_up"), {"what": "publish", "typed": office.unit.name}).status_code == 403
    assert office.again().state == "approved"


def test_a_correction_needs_a_reason_and_something_that_differs(web: Any) -> None:
    office = published(approved(processed(answered(an_office().opened()))))
    looking(web, office.head)
    assert web.get(page(office, "correct")).status_code == 200
    none = web.post(page(office, "correct"), {"reason": "", "tim": "Tim baru", "kertas": "A4"})
    assert none.status_code == 422
    assert "Tulis alasannya." in none.content.decode()
    assert "Tim baru" in none.content.decode()
    same = web.post(page(office, "correct"), {"reason": "Tidak apa-apa.", "kertas": "A4"})
    assert "Tidak ada yang berbeda" in same.content.decode()
    answer = web.post(
        page(office, "correct"), {"reason": "Nama tim keliru.", "tim": "Tim baru", "kertas": "A4"}, follow=True
    )
    assert messages_of(answer) == ["Ralat diterbitkan. Laporan barunya sedang disusun."]
    assert "Ralat: Nama tim keliru." in answer.content.decode()
    assert Publication.objects.filter(government_id=office.government.code).count() == 2
    looking(web, office.officer)
    assert (
        "Hanya kepala unit yang dapat menerbitkan ralat publikasi" in web.get(page(office, "correct")).content.decode()
    )
    assert web.post(page(office, "correct"), {"reason": "Saya.", "tim": "X", "kertas": "A4"}).status_code == 403


def test_without_a_publication_there_is_nothing_to_correct(web: Any) -> None:
    office = an_office()
    looking(web, office.head)
    assert web.get(page(office, "correct"))["Location"] == page(office, "follow_up")


def test_a_published_round_shows_every_step_to_everybody_of_its_branch(web: Any) -> None:
    office = published(approved(processed(answered(an_office().opened()))))
    planned(office.unit, office.officer, label="Semester II 2026")
    for actor in (office.officer, office.head, office.coordinator, actor_with(Role.BUREAU, office.government)):
        looking(web, actor)
        for name in (
            "prepare",
            "questions",
            "preview",
            "respondents",
            "collect",
            "process",
            "report",
            "follow_up",
            "result",
        ):
            with assert_queries_at_most():
                response = web.get(page(office, name))
            assert response.status_code == 200, name
            assert len(response.content) < 200_000
    assert Round.objects.filter(government_id=office.government.code).count() == 2
