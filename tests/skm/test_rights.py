"""Every write asks the table of rights for its own action, in every state, before anything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from tests.skm.test_round_to_publication import answered, processed, published
from tests.skm.world import Office, a_unit, an_office
from tests.support.people import actor_with

from cermin.base.access import Actor, NotVisible, Refused
from cermin.pure import policy
from cermin.pure.policy import Action, Role
from cermin.skm import services, states
from cermin.skm.models import Batch, Round
from cermin.skm.services import BatchRow, ServiceTarget

pytestmark = pytest.mark.django_db

Act = Callable[[Office, Actor], Any]


def _upload(office: Office, actor: Actor) -> Batch:
    return services.record_batch(
        actor=actor,
        round_=office.round,
        label="rekap.xlsx",
        file_sha256="a" * 64,
        mapping=[],
        rows=[BatchRow(office.services[0].id, "333333333", {})],
    )


ACTS: dict[str, tuple[Action, Act]] = {
    "edit_round": (
        Action.ROUND_PLAN,
        lambda o, a: services.edit_round(actor=a, round_=o.round, values={"name": "Lain"}),
    ),
    "set_round_services": (
        Action.ROUND_PLAN,
        lambda o, a: services.set_round_services(
            actor=a, round_=o.round, rows=[ServiceTarget(o.services[0].id, 10, "Buku tamu")]
        ),
    ),
    "choose_form": (Action.INSTRUMENT_EDIT, lambda o, a: services.choose_form(actor=a, round_=o.round, form="skm-16")),
    "compose_instrument": (
        Action.INSTRUMENT_EDIT,
        lambda o, a: services.compose_instrument(actor=a, round_=o.round, content=o.round.instrument.content),
    ),
    "open_round": (Action.ROUND_OPEN, lambda o, a: services.open_round(actor=a, round_=o.round)),
    "cancel_round": (Action.ROUND_CANCEL, lambda o, a: services.cancel_round(actor=a, round_=o.round)),
    "extend_round": (
        Action.ROUND_EXTEND,
        lambda o, a: services.extend_round(
            actor=a, round_=o.round, closes_on=timezone.localdate() + timedelta(days=30), reason="Listrik padam"
        ),
    ),
    "close_round": (Action.ROUND_CLOSE, lambda o, a: services.close_round(actor=a, round_=o.round)),
    "edit_profile": (
        Action.REPORT_PROFILE_EDIT,
        lambda o, a: services.edit_profile(actor=a, round_=o.round, profile={"tim": "Tim"}),
    ),
    "edit_changes": (
        Action.REPORT_PROFILE_EDIT,
        lambda o, a: services.edit_changes(actor=a, round_=o.round, changes=["Loket baru"]),
    ),
    "request_processing": (Action.ROUND_PROCESS, lambda o, a: services.request_processing(actor=a, round_=o.round)),
    "propose_exclusions": (
        Action.EXCLUSION_PROPOSE,
        lambda o, a: services.propose_exclusions(actor=a, round_=o.round, response_ids=[1], reason="Uji coba"),
    ),
    "confirm_exclusions": (
        Action.EXCLUSION_CONFIRM,
        lambda o, a: services.confirm_exclusions(actor=a, round_=o.round, exclusion_ids=[1]),
    ),
    "withdraw_exclusions": (
        Action.EXCLUSION_PROPOSE,
        lambda o, a: services.withdraw_exclusions(actor=a, round_=o.round, exclusion_ids=[1]),
    ),
    "record_batch": (Action.RESPONSES_UPLOAD, _upload),
    "approve_round": (Action.ROUND_APPROVE, lambda o, a: services.approve_round(actor=a, round_=o.round)),
    "return_round": (
        Action.ROUND_RETURN,
        lambda o, a: services.return_round(actor=a, round_=o.round, reason="Periksa lagi"),
    ),
    "publish_index": (Action.ROUND_PUBLISH, lambda o, a: services.publish_index(actor=a, round_=o.round)),
    "request_report": (Action.REPORT_MAKE, lambda o, a: services.request_report(actor=a, round_=o.round)),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_write_asks_for_its_action_in_every_state(name: str) -> None:
    """Expected from the table itself (tested by its own exhaustive walk): whoever it refuses is refused here, with its reason."""
    action, act = ACTS[name]
    office = processed(answered(an_office().opened()))
    actors = {
        Role.OFFICER: actor_with(Role.OFFICER, office.unit),  # another one than the officer who processed
        Role.HEAD: office.head,
        Role.COORDINATOR: office.coordinator,
        Role.INSPECTOR: actor_with(Role.INSPECTOR, office.government),
        Role.MINISTRY: actor_with(Role.MINISTRY, office.government),
        Role.BUREAU: actor_with(Role.BUREAU, office.government),
    }
    seen = set()
    for state in states.STATES:
        Round.objects.filter(government_id="99.01", id=office.round.id).update(state=state)
        office.again()
        for actor in actors.values():
            expected = policy.decide(
                action,
                actor.grants,
                office.unit.place,
                state=state,
                person=actor.person_id,
                first_person=office.officer.person_id,
                unit_accounts=3,
            )
            reason = None
            reason = _reason(office, actor, act)
            assert reason == expected.reason, (state, actor.label)
            seen.add(expected.allowed)
    assert seen == {True, False}


def _reason(office: Office, actor: Actor, act: Act) -> str:
    """Why the act is refused, "" when it is not; what it did is taken back. What it needs beyond its right is tested elsewhere."""
    try:
        with transaction.atomic():
            act(office, actor)
            raise _Done
    except Refused as refused:
        return refused.reason
    except (_Done, ValidationError, AssertionError):
        return ""


class _Done(Exception):
    """Takes back what an allowed act did."""


@pytest.mark.parametrize("name", ACTS)
def test_for_a_stranger_there_is_no_round(name: str) -> None:
    _, act = ACTS[name]
    office = an_office()
    sister = a_unit(office.government, office.unit.agency)
    foreign = an_office("98.01")
    for actor in (
        actor_with(Role.HEAD, sister),
        foreign.head,
        actor_with(Role.BUREAU, foreign.government),
        Actor(1, "Tanpa jabatan"),
    ):
        for state in states.STATES:
            Round.objects.filter(government_id="99.01", id=office.round.id).update(state=state)
            with pytest.raises(NotVisible):
                act(office, actor)


def test_correcting_asks_too() -> None:
    office = processed(answered(an_office().opened()))
    made = published(office)
    for actor in (office.officer, office.coordinator):
        with pytest.raises(Refused):
            services.correct_publication(actor=actor, publication=made, reason="Nama salah")
    with pytest.raises(NotVisible):
        services.correct_publication(actor=an_office("98.01").head, publication=made, reason="Nama salah")


def test_planning_is_for_the_people_of_the_unit() -> None:
    office = an_office()
    period = {"period_label": "2027", "period_start": date(2027, 1, 1), "period_end": date(2027, 12, 31)}
    with pytest.raises(Refused, match="petugas unit"):
        services.plan_round(actor=office.coordinator, unit=office.unit, **period)
    with pytest.raises(NotVisible):
        services.plan_round(actor=an_office("98.01").officer, unit=office.unit, **period)
