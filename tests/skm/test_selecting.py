"""Groups of answers by circumstances: exactly the answers they name, never one that has a proposal."""

from __future__ import annotations

import pytest
from tests.skm.pages import answered, processed
from tests.skm.world import an_office

from cermin.skm import services
from cermin.skm.models import Response
from cermin.skm.moments import day_in
from cermin.skm.quality import Flag
from cermin.skm.selecting import answer_groups, response_ids

pytestmark = pytest.mark.django_db

REPEATS = Flag("repeats", "look", "", "", 9)


def ids(office: object, **where: object) -> list[int]:
    rows = Response.objects.filter(government_id=office.government.code, round=office.round, **where)  # type: ignore[attr-defined]
    return list(rows.order_by("id").values_list("id", flat=True))


def test_a_day_and_channel_names_its_answers_and_their_number() -> None:
    office = answered(an_office().opened(), ["333333333"] * 6, channel="device")
    answered(office, ["444444444"] * 4)
    today = day_in(office.unit, Response.objects.filter(government_id=office.government.code)[0].sealed_at)
    groups = {group.key: group for group in answer_groups(office.round, ())}
    key = f"day-{today.isoformat()}-device"
    assert groups[key].n == 6
    assert "Petugas dengan gawai" in groups[key].label
    assert response_ids(office.round, key) == ids(office, channel="device")
    assert response_ids(office.round, f"day-{today.isoformat()}-kiosk") == []
    assert response_ids(office.round, "day-2026-99-99-device") == []
    assert response_ids(office.round, "batch-²") == []
    assert response_ids(office.round, "anything") == []


def test_the_longest_run_leaves_its_first_answer_and_ignores_equal_scores() -> None:
    office = answered(an_office().opened(), ["444444444"] * 9)
    answered(office, ["343433333", *["243434343"] * 4, "333333334"])
    run = response_ids(office.round, "run")
    assert run == ids(office, scores="243434343")[1:]
    assert next(group.key for group in answer_groups(office.round, [REPEATS])) == "run"
    assert "run" not in [group.key for group in answer_groups(office.round, ())]


def test_the_fullest_minutes_are_those_of_one_channel() -> None:
    office = answered(an_office().opened(), ["333333333"] * 5)
    answered(office, ["444444444"] * 3, channel="kiosk")
    assert response_ids(office.round, "burst") == ids(office, channel="qr")


def test_what_has_a_proposal_is_not_named_again() -> None:
    office = processed(answered(an_office().opened()))
    day = next(group for group in answer_groups(office.round, ()) if group.key.startswith("day-"))
    found = response_ids(office.round, day.key)
    assert len(found) == 30
    services.propose_exclusions(
        actor=office.officer, round_=office.round, response_ids=found[:3], reason="Terkirim dua kali."
    )
    assert response_ids(office.round, day.key) == found[3:]
