"""'Yang harus dikerjakan' about rounds: who sees which line, when, and what it costs."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.skm.test_round_to_publication import ROWS, answered, run
from tests.skm.world import Office, a_government, a_unit, an_office, planned
from tests.support.people import actor_with
from tests.support.queries import queries_of

from cermin.base.access import Actor
from cermin.pure.policy import Role
from cermin.skm import queries, services
from cermin.skm.models import Response, Round
from cermin.skm.moments import day_in
from cermin.skm.services import BatchRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return an_office()


def today(office: Office) -> date:
    return day_in(office.unit, timezone.now())


def lines(office: Office, actor: Actor, day: date | None = None) -> list[tuple[str, bool]]:
    """(first word of the title, whether somebody waits)."""
    return [(work.title.split(" SKM")[0], work.waiting) for work in queries.open_work(actor, day or today(office))]


def test_each_state_gives_its_line_to_whoever_may_act(office: Office) -> None:
    o = office
    assert lines(o, o.officer) == [("Siapkan", False)]
    assert queries.open_work(o.officer, today(o))[0].due == o.round.opens_on
    assert lines(o, o.coordinator) == []
    o.opened()
    # Seven days are left, and the target is far.
    [work] = queries.open_work(o.officer, today(o))
    assert work.title.startswith("Kejar jawaban")
    assert "0 dari 434" in work.detail
    answered(o)
    o.closed()
    assert lines(o, o.officer) == lines(o, o.head) == [("Olah", False)]
    run(services.request_processing(actor=o.officer, round_=o.round))
    assert lines(o, o.officer) == [("Lengkapi teks laporan", False)]
    assert lines(o, o.head) == [("Setujui", True)]
    assert lines(o, o.coordinator) == []
    services.return_round(actor=o.head, round_=o.again(), reason="Lengkapi tim")
    assert lines(o, o.officer) == [("Perbaiki", True)]
    run(services.request_processing(actor=o.officer, round_=o.round))
    services.approve_round(actor=o.head, round_=o.round)
    assert lines(o, o.head) == [("Publikasikan", False)]
    assert lines(o, o.officer) == []
    services.publish_index(actor=o.head, round_=o.round)
    assert lines(o, o.head) == lines(o, o.officer) == []


def test_an_open_round_stands_there_and_is_pressed_for_in_its_last_week(office: Office) -> None:
    far = today(office) + timedelta(days=8)
    services.edit_round(actor=office.officer, round_=office.round, values={"closes_on": far})
    office.opened()
    assert lines(office, office.officer) == [("Kumpulkan jawaban", False)]
    assert lines(office, office.officer, today(office) + timedelta(days=1)) == [("Kejar jawaban", False)]


def test_a_last_day_that_is_over_is_late_work(office: Office) -> None:
    office.opened()
    day = office.round.closes_on + timedelta(days=2)
    [work] = queries.open_work(office.officer, day)
    assert work.title.startswith("Tutup")
    assert work.is_late(day)


def test_the_grace_is_waited_for(office: Office) -> None:
    answered(office.opened()).closed()
    Round.objects.filter(government_id="99.01", id=office.round.id).update(grace_days=5)
    assert lines(office, office.officer) == []
    [work] = queries.open_work(office.officer, today(office) + timedelta(days=4))
    assert work.due == today(office) + timedelta(days=5)


def test_proposals_wait_for_a_second_person(office: Office) -> None:
    answered(office.opened())
    batch = services.record_batch(
        actor=office.officer,
        round_=office.round,
        label="rekap.xlsx",
        file_sha256=hashlib.sha256(b"x").hexdigest(),
        mapping=[],
        rows=[BatchRow(office.services[0].id, ROWS[0], {})],
    )
    services.propose_batch_withdrawal(actor=office.officer, batch=batch, reason="Kolom tertukar")
    assert ("Putuskan usulan pada", True) in lines(office, office.head)
    assert ("Putuskan usulan pada", True) not in lines(office, office.officer)
    services.confirm_batch_withdrawal(actor=office.head, batch=batch)
    office.closed()
    one = Response.objects.filter(government_id="99.01").first()
    services.propose_exclusions(actor=office.head, round_=office.round, response_ids=[one.id], reason="Uji coba")
    # The head proposed it: nobody of this unit can agree, and nobody can process before.
    assert lines(office, office.head) == lines(office, office.officer) == []
    second = actor_with(Role.HEAD, office.unit)
    assert lines(office, second) == [("Putuskan usulan pada", True)]


def test_the_coordinator_gets_the_second_act_of_a_unit_with_one_account() -> None:
    unit = a_unit(a_government())
    officer, coordinator = actor_with(Role.OFFICER, unit), actor_with(Role.COORDINATOR, unit.agency)
    office = Office(unit, None, officer, officer, coordinator, planned(unit, officer))  # type: ignore[arg-type]
    answered(office.opened()).closed()
    run(services.request_processing(actor=officer, round_=office.round))
    assert lines(office, coordinator) == [("Setujui", True)]


def test_it_costs_the_same_with_one_round_and_with_many(office: Office) -> None:
    office.opened()  # the counts of open rounds are only read where there is one
    few = len(queries_of(lambda: queries.open_work(office.coordinator, today(office))))
    one = len(queries_of(lambda: queries.open_work(office.officer, today(office))))
    for number in range(8):
        unit = a_unit(office.government, office.unit.agency)
        officer = actor_with(Role.OFFICER, unit)
        made = Office(unit, None, officer, officer, officer, planned(unit, officer, label=f"P{number}"))  # type: ignore[arg-type]
        if number % 2:
            made.opened().answer()
        planned(office.unit, office.officer, label=f"P{number}")
    assert len(queries_of(lambda: queries.open_work(office.coordinator, today(office)))) == few
    assert len(queries_of(lambda: queries.open_work(office.officer, today(office)))) == one
    assert len(queries.open_work(office.officer, today(office))) == 9
    assert max(few, one) <= 7


def test_whoever_only_reads_has_no_work_here(office: Office) -> None:
    office.opened()
    for role in (Role.INSPECTOR, Role.MINISTRY, Role.BUREAU, Role.ADMINISTRATOR):
        assert queries.open_work(actor_with(role, office.government), today(office)) == []


def test_lists_cost_the_same_with_one_round_and_with_many(office: Office) -> None:
    office.opened().answer()

    def read() -> None:
        for round_ in queries.rounds(office.officer):
            _ = (
                round_.unit.agency.name,
                round_.instrument.name,
                round_.place,
                queries.step_states(round_, today(office)),
            )
        queries.progress(office.round)

    before = len(queries_of(read))
    for number in range(6):
        planned(office.unit, office.officer, label=f"P{number}")
        office.answer(channel="kiosk")
    assert len(queries_of(read)) == before == 4


def test_progress_counts_by_service_day_and_channel(office: Office) -> None:
    office.opened()
    for service, channel in ((0, "qr"), (0, "kiosk"), (1, "qr")):
        office.answer(service=service, channel=channel)
    found = queries.progress(office.round)
    # 500 users of each of two services: 217 each
    assert (found.total, found.target, found.reached) == (3, 434, False)
    assert [(service.name, n, target) for service, n, target in found.services] == [
        ("Layanan contoh 1", 2, 217),
        ("Layanan contoh 2", 1, 217),
    ]
    assert found.days == ((today(office), 3),)
    assert [(key, n) for key, _, n in found.channels] == [("qr", 2), ("kiosk", 1)]
    assert [step.state for step in queries.step_states(office.round, today(office))] == [
        "done",
        "done",
        "now",
        *["todo"] * 3,
    ]
