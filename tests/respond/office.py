"""A small made-up office with one open round, for the tests of the survey door."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cermin.organizations.models import Agency, Government, Region, Service, Unit
from cermin.pure.law.skm import ELEMENT_BY_KEY, FORMS
from cermin.skm.models import Door, Instrument, Round, RoundService

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """What the tests need to know of it."""

    government: Government
    unit: Unit
    services: tuple[Service, ...]
    round: Round
    door: Door

    @property
    def code(self) -> str:
        return self.door.code

    def change(self, **values: Any) -> None:
        """Change the round as a service would, with its stamp."""
        for name, value in values.items():
            setattr(self.round, name, value)
        self.round.stamp += 1
        self.round.save()


def content_of(form: str) -> dict[str, Any]:
    """The content of an instrument made of a form of record."""
    questions = FORMS[form].questions
    return {
        "form": form,
        "elements": [
            {"key": e.key, "code": e.code, "name": e.name, "short": e.short, "replaced": ""}
            for e in ELEMENT_BY_KEY.values()
        ],
        "questions": [
            {"code": q.code, "element": q.element, "text": q.text, "labels": list(q.labels), "helper": ""}
            for q in questions
        ],
        "profile": ["gender", "age", "education", "occupation", "disability"],
        "languages": ["id", "en"],
    }


def open_office(*, form: str = "skm-9", services: int = 3, key: str = "99.01", code: str = "KXYZ2345") -> Office:
    """An office whose round collects answers today."""
    region = Region.objects.create(code=key, kind="city", name=f"Kota Contoh {key}")
    government = Government(
        code=key,
        region=region,
        kind="city",
        name=f"Kota Contoh {key}",
        zone="Asia/Jayapura",
        privacy_controller="Sekretariat Daerah Kota Contoh",
        privacy_purpose="menilai dan memperbaiki pelayanan",
        privacy_contact="data@kota-contoh.example",
    )
    government.province = government
    government.save()
    agency = Agency.objects.create(government=government, name="Dinas Contoh")
    unit = Unit.objects.create(government=government, agency=agency, name="Kantor Contoh")
    made = tuple(
        Service.objects.create(government=government, unit=unit, name=f"Layanan contoh {number}", position=number)
        for number in range(1, services + 1)
    )
    content = content_of(form)
    instrument = Instrument.objects.create(
        government=government,
        unit=unit,
        name=FORMS[form].name,
        content=content,
        digest=hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest(),
        frozen_at=NOW,
    )
    today = timezone.localdate()
    survey = Round.objects.create(
        government=government,
        unit=unit,
        name="SKM Semester I",
        period_label="Semester I 2026",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 6, 30),
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=3),
        languages=["id", "en"],
        state="open",
        instrument=instrument,
        created_at=NOW,
        opened_at=NOW,
    )
    for service in made:
        RoundService.objects.create(
            government=government, round=survey, service=service, position=service.position, population=500, target=217
        )
    door = Door.objects.create(government=government, unit=unit, channel="qr", code=code, created_at=NOW)
    return Office(government, unit, made, survey, door)


def answers(office: Office, scores: str = "", **more: str) -> dict[str, str]:
    """What a browser sends for this office's page: "3" to every question unless `scores` says otherwise."""
    count = len(office.round.instrument.content["questions"])
    sent = {
        "id": "0b7ec1c4-52a5-4a8c-9f3f-3a1f0f2f7f11",
        "v": str(office.round.instrument_id),
        "r": str(office.round.id),
        "b": "id",
        "t": "",
        "l": str(office.services[0].id),
    }
    return sent | {f"p{at}": score for at, score in enumerate(scores or "3" * count, 1)} | more
