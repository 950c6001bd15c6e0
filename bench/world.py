"""A database as it stands after years: `python -m bench.world ROWS OPEN_ROWS` fills the one the settings name, prints JSON.

ROWS submissions lie in finished rounds of SIZE each; one more round is open, with a survey code, and holds OPEN_ROWS already.
Their rows are written by the bare driver, the counts of each round with them. Made-up names only.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

SIZE = 5_000
"""Submissions of one finished round: a large unit."""

CODE = "BENCH234"
WHEN = datetime(2026, 1, 5, 3, tzinfo=UTC)
RESPONSES = (
    "skm_response",
    (
        "id, government_id, round_id, service_id, instrument_id, client_id, scores, profile, channel, sealed_at, received_at, is_late,"
        " digest, receipt"
    ),
)
TALLIES = ("skm_tally", "id, government_id, round_id, service_id, channel, dimension, option, question, value, n")
DAYS = ("skm_daycount", "id, government_id, round_id, service_id, channel, day, n")


def fill(rows: int, open_rows: int) -> dict[str, Any]:
    """Make the world; what the load needs to know of it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermin.config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    office = _Office()
    numbers = iter(range(1, 2**62))
    for at in range(rows // SIZE):
        _store(office, office.round_of(f"Ronde {at + 1}", "published"), SIZE, numbers)
    open_round = office.round_of("Ronde terbuka", "open")
    _store(office, open_round, open_rows, numbers)
    _analyze()
    return {
        "code": CODE,
        "round": open_round.id,
        "version": open_round.instrument_id,
        "services": [service.id for service in office.services],
        "questions": len(office.questions),
        "profile": [[key, options] for key, options in office.profile.items()],
        "government": office.government.code,
    }


class _Office:
    """One city with one unit and three services, whose rounds ask the nine questions and the whole profile."""

    def __init__(self) -> None:
        from cermin.organizations.models import Agency, Government, Region, Service, Unit
        from cermin.pure.law.profile import PROFILE_FIELDS
        from cermin.pure.law.skm import ELEMENT_BY_KEY, FORMS
        from cermin.skm.models import Door, Instrument

        keys = ("gender", "age", "education", "occupation", "disability")
        self.profile = {f.key: [option.label for option in f.options] for f in PROFILE_FIELDS if f.key in keys}
        self.questions = FORMS["skm-9"].questions
        region = Region.objects.create(code="99.01", kind="city", name="Kota Ukur")
        self.government = Government(code="99.01", region=region, kind="city", name="Kota Ukur", zone="Asia/Jayapura")
        self.government.privacy_controller = self.government.privacy_purpose = self.government.privacy_contact = "ukur"
        self.government.province = self.government
        self.government.save()
        agency = Agency.objects.create(government=self.government, name="Dinas Ukur")
        self.unit = Unit.objects.create(government=self.government, agency=agency, name="Kantor Ukur")
        self.services = [
            Service.objects.create(government=self.government, unit=self.unit, name=f"Layanan {n}", position=n)
            for n in (1, 2, 3)
        ]
        content = {
            "form": "skm-9",
            "elements": [
                {"key": e.key, "code": e.code, "name": e.name, "short": e.short, "replaced": ""}
                for e in ELEMENT_BY_KEY.values()
            ],
            "questions": [
                {"code": q.code, "element": q.element, "text": q.text, "labels": list(q.labels), "helper": ""}
                for q in self.questions
            ],
            "profile": list(self.profile),
            "languages": ["id"],
        }
        self.instrument = Instrument.objects.create(
            government=self.government, unit=self.unit, name="Ukur", content=content, digest="0" * 64, frozen_at=WHEN
        )
        Door.objects.create(government=self.government, unit=self.unit, channel="qr", code=CODE, created_at=WHEN)

    def round_of(self, label: str, state: str) -> Any:
        from cermin.skm.models import Round, RoundService

        today = datetime.now(UTC).date()
        made = Round.objects.create(
            government=self.government,
            unit=self.unit,
            name=label,
            period_label=label,
            period_start=date(2026, 1, 1),
            period_end=date(2026, 6, 30),
            opens_on=today - timedelta(days=3),
            closes_on=today + timedelta(days=30),
            languages=["id"],
            state=state,
            instrument=self.instrument,
            created_at=WHEN,
            opened_at=WHEN,
        )
        for service in self.services:
            RoundService.objects.create(
                government=self.government, round=made, service=service, population=9_000, target=368
            )
        return made


@lru_cache
def _drawn(office: _Office, rows: int) -> tuple[list[tuple[Any, ...]], Counter[Any], Counter[int]]:
    """Answers of one round as plain values, and their counts: the same in each round, only ids differ."""
    from cermin.skm.counts import cells

    pick = random.Random(14_2017)
    plain: list[tuple[Any, ...]] = []
    counts: Counter[Any] = Counter()
    for _ in range(rows):
        service = pick.choice(office.services).id
        scores = "".join(pick.choices("-1234", (2, 2, 8, 60, 28), k=len(office.questions)))
        profile = {name: pick.choice(options) for name, options in office.profile.items()}
        counts.update((service, *cell) for cell in cells(scores, profile, tuple(office.profile)))
        plain.append((service, office.instrument.id, scores, json.dumps(profile)))
    return plain, counts, Counter(row[0] for row in plain)


def _store(office: _Office, round_: Any, rows: int, numbers: Iterator[int]) -> None:
    from cermin.base.ids import new_id

    key, when = office.government.code, WHEN.replace(tzinfo=None).isoformat(sep=" ")
    plain, counts, days = _drawn(office, rows)

    def responses() -> Iterator[tuple[Any, ...]]:
        for service, instrument, scores, profile in plain:
            number = next(numbers)
            name = f"{number:032x}"
            head = (new_id(), key, round_.id, service, instrument, name, scores, profile, "qr", when, when, False)
            yield (*head, name * 2, name[16:].upper())

    _insert(*RESPONSES, responses())
    _insert(*TALLIES, ((new_id(), key, round_.id, s, "qr", d, o, q, v, n) for (s, d, o, q, v), n in counts.items()))
    _insert(*DAYS, ((new_id(), key, round_.id, s, "qr", WHEN.date().isoformat(), n) for s, n in days.items()))


def _insert(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as out:
                for row in rows:
                    out.write_row(row)
        else:
            places = ", ".join(["?"] * (columns.count(",") + 1))
            raw = cursor.cursor.connection.cursor()
            raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
            raw.close()


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]), int(sys.argv[2]))))
