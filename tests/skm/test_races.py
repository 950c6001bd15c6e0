"""What happens in the same moment: two approvals, two processings, answers during processing. On PostgreSQL the threads really meet."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.skm.test_round_to_publication import ROWS, answered
from tests.skm.world import Office, an_office, planned

from cermin.base.access import Refused
from cermin.base.models import AuditLine
from cermin.skm import queries, services
from cermin.skm.models import Exclusion, Publication, Response, Round, RoundResult
from cermin.skm.services import record_response

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run all at once; each gives what it returned or raised."""
    start = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def one(at: int) -> None:
        start.wait()
        try:
            found[at] = acts[at]()
        except Exception as problem:
            found[at] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def processed(office: Office) -> Office:
    services.close_round(actor=office.officer, round_=office.round)
    services.process_round(actor=office.officer, round_id=office.round.id, government_id="99.01")
    office.again()
    return office


def test_of_two_approvals_one_counts() -> None:
    office = processed(answered(an_office().opened()))
    found = together(*[lambda: services.approve_round(actor=office.head, round_=office.round)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Refused", "Round"]
    assert AuditLine.objects.filter(government_id="99.01", action="round_approve").count() == 1


def test_of_two_publications_one_is_made() -> None:
    office = processed(answered(an_office().opened()))
    services.approve_round(actor=office.head, round_=office.round)
    found = together(*[lambda: services.publish_index(actor=office.head, round_=office.round)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Publication", "Refused"]
    assert Publication.objects.filter(government_id="99.01").count() == 1


def test_an_exclusion_is_taken_out_of_the_counts_once() -> None:
    office = answered(an_office().opened()).closed()
    one = Response.objects.filter(government_id="99.01").first()
    [proposal] = services.propose_exclusions(
        actor=office.officer, round_=office.round, response_ids=[one.id], reason="Terkirim dua kali"
    )
    together(
        *[lambda: services.confirm_exclusions(actor=office.head, round_=office.round, exclusion_ids=[proposal.id])] * 3
    )
    assert queries.progress(office.round).total == len(ROWS) - 1
    assert Exclusion.objects.filter(government_id="99.01", confirmed_at__isnull=False).count() == 1


def test_two_drafts_of_a_unit_are_not_opened_in_the_same_moment() -> None:
    office = an_office()
    second = planned(office.unit, office.officer, label="Semester II Tahun 2026")
    together(
        lambda: services.open_round(actor=office.officer, round_=office.round),
        lambda: services.open_round(actor=office.officer, round_=second),
    )
    assert Round.objects.filter(government_id="99.01", state="open").count() == 1


def test_every_answer_that_comes_during_processing_is_either_counted_and_computed_or_late() -> None:
    office = answered(an_office().opened()).closed()
    before = office.round.closed_at - timedelta(seconds=1)
    service = office.services[0].id

    def send() -> list[str]:
        return [
            record_response(
                government_id="99.01",
                round_id=office.round.id,
                service_id=service,
                client_id=uuid.uuid4(),
                scores="333333333",
                profile={},
                comment="",
                channel="device",
                device_at=before,
            ).state
            for _ in range(20)
        ]

    def process() -> RoundResult:
        return services.process_round(actor=office.officer, round_id=office.round.id, government_id="99.01")

    found = together(send, send, process)
    row = found[2]
    assert isinstance(row, RoundResult), row
    states = [state for part in found[:2] for state in part]  # type: ignore[attr-defined]
    assert len(states) == 40
    counted = states.count("counted")
    assert row.respondents == len(ROWS) + counted
    assert queries.progress(office.round).total == len(ROWS) + counted
    assert Response.objects.filter(government_id="99.01", is_late=True).count() == states.count("late")


def test_two_processings_at_once_leave_results_that_are_whole() -> None:
    office = answered(an_office().opened()).closed()
    found = together(
        *[
            lambda actor=actor: services.process_round(actor=actor, round_id=office.round.id, government_id="99.01")
            for actor in (office.officer, office.head)
        ]
    )
    assert all(isinstance(one, RoundResult) for one in found), found
    rows = list(RoundResult.objects.filter(government_id="99.01").order_by("number"))
    assert [row.number for row in rows] == [1, 2]
    assert rows[0].content == rows[1].content
    assert office.again().processed_by == rows[1].processed_by


def test_a_late_worker_does_not_process_an_approved_round() -> None:
    office = processed(answered(an_office().opened()))
    services.approve_round(actor=office.head, round_=office.round)
    with pytest.raises(Refused):
        services.process_round(actor=office.head, round_id=office.round.id, government_id="99.01")
