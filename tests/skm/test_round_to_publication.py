"""One round from answers to a published record: what is computed, frozen, agreed to and printed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.skm.world import Office, an_office, planned
from tests.support.people import actor_with

from cermin.base import files, jobs
from cermin.base.access import NotVisible, Refused
from cermin.base.models import AuditLine, IssuedDocument
from cermin.documents.skm.report_set import REPORT_FILES
from cermin.organizations.models import Service
from cermin.pure.calc.survey import answer_digest
from cermin.pure.policy import Role
from cermin.skm import queries, services
from cermin.skm.models import Publication, PublishedIndex, Response, Round, RoundResult
from cermin.skm.publications import content_digest
from cermin.skm.shapes import DRAFT_MARK, report_of

pytestmark = pytest.mark.django_db

# P1..P9 ask U1..U7, U9 (sarana), U8 (pengaduan).
ROWS = ["333333333", "444444444", "343434343", "33333-333", "222244443", "333343333"] * 5
"""Thirty answers. Column sums of one six, then the index by hand: see `by_hand`."""


def by_hand(rows: list[str]) -> Fraction:
    """Sum of the means of nine columns (missing left out), over nine, times 25."""
    columns = [[int(row[at]) for row in rows if row[at] != "-"] for at in range(9)]
    return sum(Fraction(sum(column), len(column)) for column in columns) / 9 * 25


@pytest.fixture
def office(db: None) -> Office:
    return an_office().opened()


def answered(office: Office, rows: list[str] = ROWS) -> Office:
    for at, row in enumerate(rows):
        gender = "Perempuan" if at % 2 else "Laki-laki"
        assert office.answer(row, service=0 if at < 20 else 1, gender=gender) == "counted"
    return office


def run(job: jobs.Job) -> jobs.Job:
    done = jobs.run_now(job.id)
    assert done.state == "done", done.error
    return done


def processed(office: Office) -> Office:
    run(services.request_processing(actor=office.officer, round_=office.closed().round))
    office.again()
    return office


def published(office: Office) -> Publication:
    services.approve_round(actor=office.head, round_=office.round)
    made = services.publish_index(actor=office.head, round_=office.round)
    office.again()
    return made


def test_processing_freezes_the_index_of_exactly_the_counted_answers(office: Office) -> None:
    processed(answered(office))
    assert office.round.state == "processed"
    assert office.round.processed_by == office.officer.person_id
    assert office.round.posts["processed"].startswith("Petugas unit")
    found = queries.latest_result(office.round)
    assert found is not None
    index = found.result.index
    assert index.exact == by_hand(ROWS)
    assert (index.respondents, index.complete) == (30, 25)
    assert index.value == Decimal("81.76")
    assert index.grade is not None
    assert index.grade.letter == "B"
    # Question 8 is about facilities and counts under U9, question 9 about complaints under U8.
    by_code = {element.code: element.questions[0].code for element in index.elements}
    assert (by_code["U8"], by_code["U9"]) == ("P9", "P8")
    assert found.result.services is not None
    assert [(group.label, group.count) for group in found.result.services.groups] == [
        ("Layanan contoh 1", 20),
        ("Layanan contoh 2", 10),
    ]
    tables = {table.key: [group.count for group in table.groups] for table in found.result.profile}
    assert tables["gender"] == [15, 15]
    assert tables["channel"][0] == 30
    # 2 x 500 users together: 1000 -> 278
    assert found.result.sample is not None
    assert (found.result.sample.population, found.result.sample.minimum) == (1000, 278)
    assert (found.row.number, found.row.excluded, found.row.late) == (1, 0, 0)
    assert {flag.key for flag in found.flags} == {"sample", "burst"}


def test_the_index_of_these_rows_by_pencil() -> None:
    """155/6 + 18/5 = 29.4333, times 25, over 9: 81.759. So `by_hand` is right itself."""
    # P1: 3+4+3+3+2+3=18/6  P2: 3+4+4+3+2+3=19/6  P3: 18/6  P4: 19/6  P5: 3+4+3+3+4+4=21/6  P6: 3+4+4+4+3=18/5
    # P7: 3+4+3+3+4+3=20/6  P8: 3+4+4+3+4+3=21/6  P9: 3+4+3+3+3+3=19/6
    sixths = 18 + 19 + 18 + 19 + 21 + 20 + 21 + 19
    assert by_hand(ROWS) == (Fraction(sixths, 6) + Fraction(18, 5)) * 25 / 9


def test_before_the_grace_ends_only_the_head_may_process(office: Office) -> None:
    services.close_round(actor=office.officer, round_=answered(office).round)
    Round.objects.filter(government_id="99.01", id=office.round.id).update(grace_days=7)
    with pytest.raises(Refused, match="Masa tunggu"):
        services.request_processing(actor=office.officer, round_=office.round)
    with pytest.raises(Refused, match="Masa tunggu"):
        services.request_processing(actor=office.head, round_=office.round)
    with pytest.raises(Refused, match="Hanya kepala unit"):
        services.request_processing(actor=office.officer, round_=office.round, early=True)
    run(services.request_processing(actor=office.head, round_=office.round, early=True))
    # What counts is fixed now: from here on nobody waits for anything.
    run(services.request_processing(actor=office.officer, round_=office.again()))
    assert office.again().processed_by == office.officer.person_id


def test_an_open_round_is_not_processed(office: Office) -> None:
    with pytest.raises(Refused, match="sudah ditutup"):
        services.request_processing(actor=office.officer, round_=office.round)
    with pytest.raises(Refused):
        services.process_round(actor=office.officer, round_id=office.round.id, government_id="99.01")
    assert RoundResult.objects.filter(government_id="99.01").count() == 0
    assert office.again().first_processed_at is None


def test_what_arrives_after_the_first_processing_is_late_and_changes_nothing(office: Office) -> None:
    processed(answered(office))
    assert office.answer("111111111") == "late"
    run(services.request_processing(actor=office.head, round_=office.round))
    found = queries.latest_result(office.round)
    assert found is not None
    assert (found.row.number, found.row.late, found.result.index.exact) == (2, 1, by_hand(ROWS))
    assert "late" in {flag.key for flag in found.flags}


def test_the_same_job_run_twice_makes_one_result(office: Office) -> None:
    processed(answered(office))
    again = services.process_round(actor=office.officer, round_id=office.round.id, government_id="99.01")
    assert again.number == 1
    # Somebody else processes it: a new record, so that the first may approve.
    other = services.process_round(actor=office.head, round_id=office.round.id, government_id="99.01")
    assert (other.number, other.input_digest) == (2, again.input_digest)
    with pytest.raises(Refused, match="orang kedua"):
        services.approve_round(actor=office.head, round_=office.round)


def test_a_round_without_answers_has_no_index_and_is_not_approved(office: Office) -> None:
    processed(office)
    found = queries.latest_result(office.round)
    assert found is not None
    assert found.result.index.value is None
    with pytest.raises(ValidationError, match="belum memiliki nilai"):
        services.approve_round(actor=office.head, round_=office.round)


def test_a_population_smaller_than_the_respondents_is_said_and_not_used() -> None:
    office = an_office(people=12).opened()
    processed(answered(office))
    found = queries.latest_result(office.round)
    assert found is not None
    assert found.result.sample is None
    assert found.flags[0].key == "population_small"
    assert found.facts.warnings


def test_approval_needs_another_person_than_the_processing(office: Office) -> None:
    answered(office).closed()
    run(services.request_processing(actor=office.head, round_=office.round))
    with pytest.raises(Refused, match="orang kedua"):
        services.approve_round(actor=office.head, round_=office.round)
    with pytest.raises(Refused, match="kepala unit"):
        services.approve_round(actor=office.officer, round_=office.round)
    with pytest.raises(Refused, match="satu akun"):
        services.approve_round(actor=office.coordinator, round_=office.round)
    for stranger in (
        actor_with(Role.HEAD, planned_elsewhere(office)),
        actor_with(Role.BUREAU, an_office("98.01").government),
    ):
        with pytest.raises(NotVisible):
            services.approve_round(actor=stranger, round_=office.round)


def planned_elsewhere(office: Office):  # type: ignore[no-untyped-def]
    from tests.skm.world import a_unit

    return a_unit(office.government, office.unit.agency)


def test_the_coordinator_stands_in_for_a_unit_of_one_account() -> None:
    from tests.skm.world import a_government, a_unit

    unit = a_unit(a_government())
    officer = actor_with(Role.OFFICER, unit)
    office = Office(unit, None, officer, officer, actor_with(Role.COORDINATOR, unit.agency), planned(unit, officer))  # type: ignore[arg-type]
    processed(answered(office.opened()))
    assert services.approve_round(actor=office.coordinator, round_=office.round).state == "approved"
    assert (
        services.publish_index(actor=office.coordinator, round_=office.round)
        .people["published"]
        .startswith("Koordinator")
    )


def test_a_returned_result_goes_back_with_its_reason_and_is_processed_again(office: Office) -> None:
    processed(answered(office))
    services.approve_round(actor=office.head, round_=office.round)
    with pytest.raises(ValidationError) as refused:
        services.return_round(actor=office.head, round_=office.round, reason="")
    assert set(refused.value.message_dict) == {"reason"}
    round_ = services.return_round(actor=office.head, round_=office.round, reason="Periksa susunan tim")
    assert (round_.state, round_.approved_by, round_.return_reason) == ("processed", None, "Periksa susunan tim")
    run(services.request_processing(actor=office.officer, round_=round_))
    assert office.again().return_reason == ""
    assert services.approve_round(actor=office.head, round_=round_).state == "approved"
    with pytest.raises(Refused, match="sudah diolah"):
        services.approve_round(actor=office.head, round_=round_)


def test_publishing_freezes_the_public_record(office: Office) -> None:
    processed(answered(office))
    services.edit_changes(actor=office.officer, round_=office.round, changes=["Loket buka sampai pukul 16.00", " "])
    made = published(office)
    assert made.content["index"] == "81.76"
    assert made.content["index_exact"] == f"{by_hand(ROWS).numerator}/{by_hand(ROWS).denominator}"
    assert made.content["unit"] == office.unit.name
    assert made.content["government"] == "Pemerintah Kota Contoh 99.01"
    assert made.changes == ["Loket buka sampai pukul 16.00"]
    assert made.digest == content_digest(made.content)
    assert len(made.code) == 26
    assert {key: title.split()[0] for key, title in made.people.items()} == {
        "processed": "Petugas",
        "approved": "Kepala",
        "published": "Kepala",
    }
    rows = PublishedIndex.objects.filter(government_id="99.01", publication=made)
    unit_row = rows.get(service=None)
    assert (unit_row.value, unit_row.grade, unit_row.respondents) == (Decimal("81.76"), "B", 30)
    assert Fraction(unit_row.exact) == by_hand(ROWS)
    assert unit_row.low < unit_row.value < unit_row.high
    by_service = {row.service.name: Fraction(row.exact) for row in rows.exclude(service=None).select_related("service")}
    assert by_service == {"Layanan contoh 1": by_hand(ROWS[:20]), "Layanan contoh 2": by_hand(ROWS[20:])}
    # Anybody recomputes the published figure from the rows.
    stored = list(Response.objects.filter(government_id="99.01", round=office.round).values_list("scores", flat=True))
    assert Fraction(made.content["index_exact"]) == by_hand(stored)
    assert office.round.state == "published"
    with pytest.raises(Refused):
        services.edit_profile(actor=office.officer, round_=office.round, profile={"tim": "Tim lain"})


@pytest.mark.parametrize("table", ["skm_publication", "skm_publishedindex", "skm_roundresult"])
@pytest.mark.parametrize("act", ["UPDATE {} SET government_id = '99.01'", "DELETE FROM {}"])
def test_the_database_itself_keeps_what_was_published(office: Office, table: str, act: str) -> None:
    processed(answered(office))
    published(office)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_a_small_service_has_no_published_index(office: Office) -> None:
    for at, row in enumerate(ROWS):
        office.answer(row, service=1 if at < 9 else 0)
    processed(office)
    made = published(office)
    # Nine of thirty: the service is hidden, and the other one with it, because the total minus it would tell.
    assert PublishedIndex.objects.filter(government_id="99.01", publication=made).count() == 1


def test_only_the_head_publishes_and_only_once(office: Office) -> None:
    processed(answered(office))
    with pytest.raises(Refused, match="sudah disetujui"):
        services.publish_index(actor=office.head, round_=office.round)
    services.approve_round(actor=office.head, round_=office.round)
    with pytest.raises(Refused, match="kepala unit"):
        services.publish_index(actor=office.officer, round_=office.round)
    services.publish_index(actor=office.head, round_=office.round)
    with pytest.raises(Refused):
        services.publish_index(actor=office.head, round_=office.round)
    assert Publication.objects.filter(government_id="99.01").count() == 1


def test_the_next_round_is_compared_with_what_was_published(office: Office) -> None:
    processed(answered(office))
    first = published(office)
    following = Office(
        office.unit,
        office.officer_person,
        office.officer,
        office.head,
        office.coordinator,
        planned(office.unit, office.officer, label="Semester II Tahun 2026"),
    )
    assert following.round.previous_id == office.round.id
    better = [row.replace("3", "4").replace("2", "3") for row in ROWS]
    processed(answered(following.opened(), better))
    found = queries.latest_result(following.round)
    assert found is not None
    assert found.change is not None
    assert found.change.label == "Semester I Tahun 2026"
    assert found.change.index.difference == pytest.approx(float(by_hand(better) - by_hand(ROWS)))
    assert [point.label for point in found.trend] == ["Semester I Tahun 2026", "Semester II Tahun 2026"]
    assert found.trend[0].value == Decimal(first.content["index"])
    made = published(following)
    assert made.content["change"]["label"] == "Semester I Tahun 2026"
    assert [record.id for record in queries.public_publications(5)] == [made.id, first.id]


def test_a_correction_is_a_new_record_that_names_the_old(office: Office) -> None:
    processed(answered(office))
    first = published(office)
    with pytest.raises(ValidationError, match="Tidak ada yang berbeda"):
        services.correct_publication(actor=office.head, publication=first, reason="Ingin mencoba")
    with pytest.raises(Refused, match="kepala unit"):
        services.correct_publication(actor=office.officer, publication=first, reason="Nama layanan salah")
    service = office.services[0]
    Service.objects.filter(government_id="99.01", id=service.id).update(name="Layanan KTP elektronik")
    second = services.correct_publication(actor=office.head, publication=first, reason="Nama layanan salah")
    assert (second.corrects_id, second.correction_reason) == (first.id, "Nama layanan salah")
    assert second.code != first.code
    assert second.content["index_exact"] == first.content["index_exact"]
    assert second.content["services"]["groups"][0]["label"] == "Layanan KTP elektronik"
    assert first.content["services"]["groups"][0]["label"] == "Layanan contoh 1"
    with pytest.raises(ValidationError, match="sudah diralat"):
        services.correct_publication(actor=office.head, publication=first, reason="Sekali lagi")
    third = services.correct_publication(
        actor=office.head, publication=second, reason="Nama kepala salah", profile={"nama_kepala": "Contoh, S.Sos."}
    )
    assert third.result_id == second.result_id
    assert third.texts["nama_kepala"] == "Contoh, S.Sos."
    newest = queries.publication_of(office.round)
    assert newest is not None
    assert newest.id == third.id
    assert [record.id for record in queries.public_publications(9)] == [third.id]
    old = queries.public_publication_by_code(first.code)
    assert old is not None
    assert old.corrected_by.id == second.id


def test_the_report_set_is_issued_under_the_code_of_the_publication(office: Office) -> None:
    processed(answered(office))
    services.edit_profile(
        actor=office.officer,
        round_=office.round,
        profile={
            "tim": "Sekretaris, dua petugas loket",
            "rencana": [{"unsur": "U1", "kegiatan": "Memasang daftar persyaratan", "waktu": "Triwulan III 2026"}],
        },
    )
    draft = run(services.request_report(actor=office.officer, round_=office.round))
    [document] = queries.documents_of(office.round)
    assert {link["label"] for link in draft.result["links"]} == set(REPORT_FILES)
    assert report_of(office.round).profile.mark == DRAFT_MARK
    made = published(office)
    [job] = queries.jobs_of(office.round, ["skm.report"])[:1]
    assert job.state == "waiting"
    run(job)
    issued, older = queries.documents_of(office.round)
    assert older == document
    assert (issued.code, issued.content_digest, issued.is_public) == (made.code, made.digest, False)
    kept = {file.name: files.read("99.01", file.sha256) for file in issued.files.all()}
    assert list(kept) == list(REPORT_FILES)
    assert json.loads(kept["hasil.json"]) == made.content
    assert set(queries.PUBLIC_FILES) < set(kept)
    report = report_of(made)
    assert answer_digest(report.answers) == made.content["answer_digest"]
    assert report.profile.plan[0].activity == "Memasang daftar persyaratan"
    assert report.verify_url.endswith(f"/v/{made.code}")
    assert [step.name for step in report.profile.steps][1] == "Pengumpulan data"
    assert report.profile.mark == ""
    # Once more gives back what is there.
    run(services.request_report(actor=office.officer, round_=office.round))
    assert IssuedDocument.objects.filter(government_id="99.01").count() == 2


def test_no_document_is_made_of_rows_that_do_not_give_the_digest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    processed(answered(office))
    published(office)
    [job] = queries.jobs_of(office.round, ["skm.report"])
    monkeypatch.setattr("cermin.skm.shapes.answer_digest", lambda answers: "0" * 64)
    failed = jobs.run_now(job.id)
    assert failed.state == "failed"
    assert "sidik" in failed.error
    assert IssuedDocument.objects.filter(government_id="99.01").count() == 0


def test_a_published_record_without_files_is_found(office: Office) -> None:
    processed(answered(office))
    published(office)
    jobs.Job.objects.filter(government_id="99.01", kind="skm.report").delete()
    soon, later = timezone.now(), timezone.now() + timedelta(minutes=20)
    assert services.ask_for_missing_reports(soon) == 0
    assert services.ask_for_missing_reports(later) == 1
    assert services.ask_for_missing_reports(later) == 0
    [job] = queries.jobs_of(office.round, ["skm.report"])
    assert (job.actor_id, job.state) == (None, "waiting")


def test_every_act_of_the_round_has_its_line(office: Office) -> None:
    processed(answered(office))
    published(office)
    lines = AuditLine.objects.filter(government_id="99.01", object_kind="round", object_id=str(office.round.id))
    assert Counter(lines.values_list("action", flat=True)) == {
        "round_plan": 2,
        "round_open": 1,
        "round_close": 1,
        "round_process": 3,
        "round_approve": 1,
        "round_publish": 1,
    }
    assert not any("score" in json.dumps(line.detail) for line in lines)
