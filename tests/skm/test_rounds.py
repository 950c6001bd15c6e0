"""Planning, opening, extending and closing a round."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.skm.world import Office, a_government, a_unit, an_office, planned
from tests.support.people import actor_with

from cermin.base.access import NotVisible, Refused
from cermin.base.models import AuditLine
from cermin.pure.policy import Role
from cermin.respond.wording import LANGUAGES as WORDED
from cermin.skm import queries, services
from cermin.skm.languages import LANGUAGES
from cermin.skm.models import Instrument, Round
from cermin.skm.services import ServiceTarget

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return an_office()


def blocking(round_: Round) -> set[str]:
    return {check.key for check in queries.readiness(round_) if not check.ok}


def test_a_first_round_asks_nine_questions_about_every_active_service(office: Office) -> None:
    round_ = office.again()
    assert round_.state == "draft"
    assert [question["code"] for question in round_.instrument.content["questions"]] == [f"P{n}" for n in range(1, 10)]
    rows = list(round_.round_services.order_by("position"))
    # Krejcie and Morgan: 500 -> 217
    assert [(row.population, row.population_source, row.target) for row in rows] == [
        (500, "Register loket 2025", 217)
    ] * 2
    assert {door.channel for door in queries.doors_of(office.unit)} == {"qr", "kiosk", "device"}
    assert all(len(door.code) == 8 for door in queries.doors_of(office.unit))


def test_the_next_round_starts_with_what_the_last_one_used(office: Office) -> None:
    services.choose_form(actor=office.officer, round_=office.round, form="skm-16")
    services.edit_round(
        actor=office.officer, round_=office.round, values={"languages": [], "comments_allowed": False, "grace_days": 3}
    )
    first, second = office.services
    services.set_round_services(
        actor=office.officer,
        round_=office.round,
        rows=[ServiceTarget(second.id, 4384, "Laporan 2025", "formula"), ServiceTarget(first.id, 100, "Buku tamu")],
    )
    doors = queries.doors_of(office.unit)
    following = services.plan_round(
        actor=office.head,
        unit=office.unit,
        period_label="Semester II Tahun 2026",
        period_start=date(2026, 7, 1),
        period_end=date(2026, 12, 31),
    )
    assert following.instrument_id != office.round.instrument_id
    assert following.instrument.content == office.again().instrument.content
    assert len(following.instrument.content["questions"]) == 16
    # 4384 users: the formula asks for 353, the table's next row (4500) for 354; 100 users: 80
    assert [(row.service_id, row.population, row.target, row.target_by) for row in following.round_services.all()] == [
        (second.id, 4384, 353, "formula"),
        (first.id, 100, 80, "table"),
    ]
    assert (following.languages, following.comments_allowed, following.grace_days) == (["id"], False, 3)
    assert (following.opens_on, following.closes_on, following.previous) == (None, None, None)
    assert queries.doors_of(office.unit) == doors


def test_a_period_has_one_round_and_a_cancelled_one_frees_it(office: Office) -> None:
    with pytest.raises(ValidationError) as refused:
        planned(office.unit, office.officer)
    assert "sudah punya ronde" in refused.value.message_dict["period_label"][0]
    services.cancel_round(actor=office.officer, round_=office.round)
    assert planned(office.unit, office.officer).state == "draft"


def test_bad_values_are_named_and_change_nothing(office: Office) -> None:
    before = office.again()
    with pytest.raises(ValidationError) as refused:
        services.edit_round(
            actor=office.officer,
            round_=office.round,
            values={
                "name": " ",
                "period_end": "2025-01-01",
                "opens_on": "besok",
                "grace_days": 61,
                "languages": ["xx"],
                "period_label": "x" * 61,
            },
        )
    assert set(refused.value.message_dict) == {
        "name",
        "period_end",
        "opens_on",
        "grace_days",
        "languages",
        "period_label",
    }
    with pytest.raises(ValidationError) as refused:
        services.set_round_services(
            actor=office.officer,
            round_=office.round,
            rows=[ServiceTarget(office.services[0].id, 0, ""), ServiceTarget(12, None, "")],
        )
    assert len(refused.value.message_dict["services"]) == 2
    after = office.again()
    assert (after.stamp, after.name, after.round_services.count()) == (before.stamp, before.name, 2)


def test_what_blocks_an_opening_is_said(office: Office) -> None:
    assert blocking(office.round) == set()
    services.edit_round(actor=office.officer, round_=office.round, values={"opens_on": None})
    services.set_round_services(
        actor=office.officer, round_=office.round, rows=[ServiceTarget(office.services[0].id, 10, "")]
    )
    office.government.privacy_contact = ""
    office.government.save()
    assert blocking(office.again()) == {"days", "population", "privacy"}
    with pytest.raises(ValidationError) as refused:
        services.open_round(actor=office.officer, round_=office.round)
    assert len(refused.value.message_dict["readiness"]) == 3
    assert office.again().state == "draft"
    assert office.round.instrument.frozen_at is None


def test_a_last_day_that_is_over_blocks(office: Office) -> None:
    yesterday = timezone.now().astimezone(ZoneInfo("Asia/Jayapura")).date() - timedelta(days=1)
    round_ = services.edit_round(
        actor=office.officer, round_=office.round, values={"opens_on": yesterday, "closes_on": yesterday}
    )
    assert blocking(round_) == {"days"}


def test_opening_freezes_the_questionnaire_and_counts_versions(office: Office) -> None:
    opened = services.open_round(actor=office.officer, round_=office.round)
    assert (opened.state, opened.opened_by) == ("open", office.officer.person_id)
    assert (opened.instrument.version, opened.instrument.frozen_at is not None) == (1, True)
    line = AuditLine.objects.filter(government_id="99.01", action="round_open").get()
    assert line.detail["instrument"] == opened.instrument.digest
    with pytest.raises(Refused, match="masih disiapkan"):
        services.choose_form(actor=office.officer, round_=opened, form="skm-16")

    services.close_round(actor=office.officer, round_=opened)
    same = planned(office.unit, office.officer, label="Semester II Tahun 2026")
    assert same.instrument_id != opened.instrument_id
    same = services.open_round(actor=office.officer, round_=same)
    assert same.instrument_id == opened.instrument_id
    assert Instrument.objects.filter(government_id="99.01", frozen_at=None).count() == 0

    services.close_round(actor=office.officer, round_=same)
    changed = planned(office.unit, office.officer, label="Semester I Tahun 2027")
    content = changed.instrument.content
    content["questions"][0]["helper"] = "Misalnya fotokopi KTP."
    services.compose_instrument(actor=office.officer, round_=changed, content=content)
    changed = services.open_round(actor=office.officer, round_=changed)
    assert (changed.instrument.version, changed.instrument.name) == (2, opened.instrument.name)


def test_a_unit_has_one_open_round(office: Office) -> None:
    services.open_round(actor=office.officer, round_=office.round)
    second = planned(office.unit, office.officer, label="Semester II Tahun 2026")
    assert blocking(second) == {"alone"}
    with pytest.raises(ValidationError):
        services.open_round(actor=office.officer, round_=second)


def test_extending_needs_a_later_day_and_a_reason(office: Office) -> None:
    round_ = services.open_round(actor=office.officer, round_=office.round)
    with pytest.raises(ValidationError) as refused:
        services.extend_round(actor=office.officer, round_=round_, closes_on=round_.closes_on, reason=" ")
    assert set(refused.value.message_dict) == {"closes_on", "reason"}
    later = round_.closes_on + timedelta(days=5)
    round_ = services.extend_round(actor=office.officer, round_=round_, closes_on=later, reason="Listrik padam sepekan")
    assert (round_.closes_on, round_.extension_reason) == (later, "Listrik padam sepekan")


def test_closing_by_hand_ends_collection_now(office: Office) -> None:
    round_ = services.open_round(actor=office.officer, round_=office.round)
    stamp = round_.stamp
    round_ = services.close_round(actor=office.officer, round_=round_)
    assert round_.state == "closed"
    assert timezone.now() - round_.closed_at < timedelta(seconds=30)
    assert round_.stamp == stamp + 1
    with pytest.raises(Refused, match="sedang dibuka"):
        services.close_round(actor=office.officer, round_=round_)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Jakarta", datetime(2030, 3, 10, 17, tzinfo=UTC)),  # WIB, UTC+7
        ("Asia/Makassar", datetime(2030, 3, 10, 16, tzinfo=UTC)),  # WITA, UTC+8
        ("Asia/Jayapura", datetime(2030, 3, 10, 15, tzinfo=UTC)),  # WIT, UTC+9
    ],
)
def test_the_clock_closes_at_midnight_of_the_units_zone(zone: str, midnight: datetime) -> None:
    office = an_office(zone=zone)
    services.edit_round(
        actor=office.officer,
        round_=office.round,
        values={"opens_on": date(2030, 3, 1), "closes_on": date(2030, 3, 10)},
    )
    services.open_round(actor=office.officer, round_=office.round)
    assert services.close_ended_rounds(midnight - timedelta(seconds=1)) == 0
    assert office.again().state == "open"
    assert services.close_ended_rounds(midnight) == 1
    round_ = office.again()
    assert (round_.state, round_.closed_at, round_.closed_by) == ("closed", midnight, None)
    line = AuditLine.objects.filter(government_id="99.01", action="round_close").get()
    assert (line.actor_id, line.actor_label) == (None, "Tugas: menutup ronde")
    assert services.close_ended_rounds(midnight + timedelta(days=3)) == 0


def test_a_closing_that_the_clock_has_not_made_yet_still_counts_from_its_midnight(office: Office) -> None:
    """The worker may be down at midnight; whoever closes later does not make the day longer."""
    round_ = services.open_round(actor=office.officer, round_=office.round)
    Round.objects.filter(government_id="99.01", id=round_.id).update(closes_on=date(2026, 1, 31))
    with pytest.raises(ValidationError, match="sudah lewat"):
        services.extend_round(actor=office.officer, round_=round_, closes_on=date(2099, 1, 1), reason="Terlambat sadar")
    round_ = services.close_round(actor=office.officer, round_=round_)
    assert round_.closed_at == datetime(2026, 1, 31, 15, tzinfo=UTC)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INSPECTOR, Role.SECTION])
def test_who_only_reads_is_told_who_may(office: Office, role: Role) -> None:
    place = office.unit.agency if role is Role.COORDINATOR else office.government
    if role is Role.SECTION:
        place = _regency_of(office)
    actor = actor_with(role, place)
    if role is Role.SECTION:
        office = _office_in(place)
    with pytest.raises(Refused, match="petugas unit"):
        services.open_round(actor=actor, round_=office.round)
    with pytest.raises(Refused, match="petugas unit"):
        services.plan_round(
            actor=actor,
            unit=office.unit,
            period_label="Semester II Tahun 2026",
            period_start=date(2026, 7, 1),
            period_end=date(2026, 12, 31),
        )
    assert queries.round_for(actor, office.round.id) == office.round
    assert not queries.plannable_units(actor)


def _regency_of(office: Office):  # type: ignore[no-untyped-def]
    government = a_government("99.02")
    government.province = office.government
    government.save()
    return government


def _office_in(government) -> Office:  # type: ignore[no-untyped-def]
    unit = a_unit(government)
    officer = actor_with(Role.OFFICER, unit)
    return Office(unit, None, officer, officer, officer, planned(unit, officer))  # type: ignore[arg-type]


def test_for_a_sister_unit_and_a_foreign_government_the_round_does_not_exist(office: Office) -> None:
    sister = a_unit(office.government, office.unit.agency)
    foreign = a_unit(a_government("98.01"))
    for actor in (
        actor_with(Role.OFFICER, sister),
        actor_with(Role.HEAD, foreign),
        actor_with(Role.BUREAU, foreign.government),
    ):
        assert queries.round_for(actor, office.round.id) is None
        assert list(queries.rounds(actor)) == []
        for act in (services.open_round, services.close_round, services.cancel_round):
            with pytest.raises(NotVisible):
                act(actor=actor, round_=office.round)
    assert list(queries.plannable_units(office.officer)) == [office.unit]


def test_the_languages_of_a_round_are_those_that_have_words() -> None:
    assert set(LANGUAGES) == set(WORDED)
