"""A made-up unit with people, before and during its rounds, told through the services."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.support.people import actor_with, person_with

from cermin.base.access import Actor
from cermin.organizations.models import Agency, Government, Person, Region, Service, ServicePopulation, Unit
from cermin.organizations.queries import actor_of
from cermin.pure.policy import Role
from cermin.skm import services as skm
from cermin.skm.models import Round
from cermin.skm.moments import day_in

_numbers = itertools.count(1)


def a_government(key: str = "99.01", zone: str = "Asia/Jayapura", **fields: Any) -> Government:
    region = Region.objects.create(code=key, kind="city", name=f"Kota Contoh {key}")
    government = Government(
        code=key,
        region=region,
        kind="city",
        name=f"Kota Contoh {key}",
        zone=zone,
        **{
            "privacy_controller": "Sekretariat Daerah Kota Contoh",
            "privacy_purpose": "menilai dan memperbaiki pelayanan",
            "privacy_contact": "data@kota-contoh.example",
        }
        | fields,
    )
    government.province = government
    government.save()
    return government


def a_unit(government: Government, agency: Agency | None = None, *, services: int = 2, people: int = 500) -> Unit:
    number = next(_numbers)
    agency = agency or Agency.objects.create(government=government, name=f"Dinas Contoh {number}")
    unit = Unit.objects.create(government=government, agency=agency, name=f"Kantor Contoh {number}")
    for position in range(1, services + 1):
        service = Service.objects.create(
            government=government, unit=unit, name=f"Layanan contoh {position}", position=position
        )
        if people:
            ServicePopulation.objects.create(
                government=government,
                service=service,
                starts_on=date(2025, 7, 1),
                ends_on=date(2025, 12, 31),
                people=people,
                source="Register loket 2025",
            )
    return unit


@dataclass
class Office:
    """A unit with an officer, a second officer, a head and a coordinator, and what the tests do with its round."""

    unit: Unit
    officer_person: Person
    officer: Actor
    head: Actor
    coordinator: Actor
    round: Round

    @property
    def government(self) -> Government:
        return self.unit.government

    @property
    def services(self) -> list[Service]:
        return [row.service for row in self.round.round_services.select_related("service").order_by("position")]

    def again(self) -> Round:
        """The round as the database has it now."""
        self.round = (
            Round.objects.select_related("unit__agency", "unit__government", "instrument")
            .filter(government_id=self.round.government_id)
            .get(id=self.round.id)
        )
        return self.round

    def opened(self) -> Office:
        self.round = skm.open_round(actor=self.officer, round_=self.round)
        return self

    def answer(
        self, scores: str = "", *, service: int = 0, channel: str = "qr", comment: str = "", **profile: str
    ) -> str:
        """One answer at the door. scores: "3" everywhere unless said. Gives its state back."""
        count = len(self.round.instrument.content["questions"])
        return skm.record_response(
            government_id=self.round.government_id,
            round_id=self.round.id,
            service_id=self.services[service].id,
            client_id=uuid.uuid4(),
            scores=scores or "3" * count,
            profile=profile,
            comment=comment,
            channel=channel,
        ).state

    def closed(self) -> Office:
        self.round = skm.close_round(actor=self.officer, round_=self.round)
        return self


def planned(unit: Unit, officer: Actor, *, label: str = "Semester I Tahun 2026", grace_days: int = 0) -> Round:
    """A draft that is ready to be opened today."""
    today = day_in(unit, timezone.now())
    round_ = skm.plan_round(
        actor=officer, unit=unit, period_label=label, period_start=date(2026, 1, 1), period_end=date(2026, 6, 30)
    )
    return skm.edit_round(
        actor=officer,
        round_=round_,
        values={"opens_on": today, "closes_on": today + timedelta(days=7), "grace_days": grace_days},
    )


def an_office(key: str = "99.01", *, services: int = 2, people: int = 500, zone: str = "Asia/Jayapura") -> Office:
    """An office whose round is planned, with everybody whom two-person acts need."""
    unit = a_unit(a_government(key, zone), services=services, people=people)
    person = person_with(Role.OFFICER, unit)
    officer = actor_of(person)
    return Office(
        unit=unit,
        officer_person=person,
        officer=officer,
        head=actor_with(Role.HEAD, unit),
        coordinator=actor_with(Role.COORDINATOR, unit.agency),
        round=planned(unit, officer),
    )
