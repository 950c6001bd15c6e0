"""Rounds: which one may see, how far each has come, and the counts of one that collects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from cermin.base.access import Actor
from cermin.organizations.models import Service, Unit
from cermin.pure.policy import Action, circles
from cermin.skm import states
from cermin.skm.models import CHANNELS, DayCount, Door, Round, RoundService, Tally
from cermin.skm.moments import day_in, grace_end

STEP_KEYS = ("siapkan", "responden", "kumpulkan", "olah", "laporkan", "tindak-lanjut")
"""The six steps of the guide, in the regulation's order; each is an address."""

STEP_TITLES: dict[str, str] = dict(
    zip(
        STEP_KEYS,
        ("Siapkan", "Tentukan responden", "Kumpulkan", "Olah", "Laporkan", "Tindak lanjut & publikasi"),
        strict=True,
    )
)


def rounds(actor: Actor) -> QuerySet[Round]:
    """Rounds that the actor may see, newest period first, with unit, agency and government."""
    found: QuerySet[Round] = (
        Round.objects.all()
        .within(circles(Action.ROUND_READ, actor.grants), agency="unit__agency_id", unit="unit_id")
        .select_related("unit__agency", "unit__government", "instrument")
        .order_by("-period_end", "-id")
    )
    return found


def round_for(actor: Actor, round_id: int) -> Round | None:
    """The round, when the actor may see it."""
    return rounds(actor).filter(id=round_id).first()


def plannable_units(actor: Actor) -> QuerySet[Unit]:
    """Active units for which the actor may plan a round, by name."""
    today = timezone.localdate()
    found: QuerySet[Unit] = (
        Unit.objects.all()
        .within(circles(Action.ROUND_PLAN, actor.grants), agency="agency_id", unit="id")
        .filter(Q(active_from=None) | Q(active_from__lte=today), Q(active_to=None) | Q(active_to__gte=today))
        .select_related("agency", "government")
        .order_by("name", "id")
    )
    return found


def doors_of(unit: Unit) -> list[Door]:
    """The unit's codes in use, oldest first."""
    return list(
        Door.objects.filter(government_id=unit.government_id, unit=unit, retired_at=None)
        .select_related("service")
        .order_by("created_at", "id")
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of submissions that count, no score. services: (service, n, target); days: (day, n) without gaps from the first day to
    the last that has one; channels: (key, label, n), those with an answer."""

    total: int
    target: int | None
    services: tuple[tuple[Service, int, int | None], ...]
    days: tuple[tuple[date, int], ...]
    channels: tuple[tuple[str, str, int], ...]

    @property
    def reached(self) -> bool:
        """Whether the whole target is reached; False without one."""
        return self.target is not None and self.total >= self.target


def progress(round_: Round) -> Progress:
    """How many answers came in, by service, day and channel, against the target. Three reads of counts, whatever their number."""
    counted = (
        Tally.objects.filter(government_id=round_.government_id, round=round_, dimension="", question=0, value=0)
        .values("service_id", "channel")
        .annotate(count=Sum("n"))
    )
    by_service: dict[int, int] = {}
    by_channel: dict[str, int] = {}
    for row in counted:
        by_service[row["service_id"]] = by_service.get(row["service_id"], 0) + row["count"]
        by_channel[row["channel"]] = by_channel.get(row["channel"], 0) + row["count"]
    asked = list(
        RoundService.objects.filter(government_id=round_.government_id, round=round_)
        .select_related("service")
        .order_by("position", "id")
    )
    per_day = dict(
        DayCount.objects.filter(government_id=round_.government_id, round=round_)
        .values_list("day")
        .annotate(count=Sum("n"))
        .values_list("day", "count")
    )
    targets = [row.target for row in asked]
    return Progress(
        total=sum(by_service.values()),
        target=sum(target for target in targets if target) if targets and all(targets) else None,
        services=tuple((row.service, by_service.get(row.service_id, 0), row.target) for row in asked),
        days=_without_gaps(per_day),
        channels=tuple((key, label, by_channel[key]) for key, label in CHANNELS if by_channel.get(key)),
    )


def _without_gaps(per_day: dict[date, int]) -> tuple[tuple[date, int], ...]:
    if not per_day:
        return ()
    first, last = min(per_day), max(per_day)
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return tuple((day, per_day.get(day, 0)) for day in days)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the guide. state: behind, the one to do now, or still to come; note: one short phrase of where it stands."""

    key: str
    title: str
    note: str
    state: Literal["done", "now", "todo"]


def step_states(round_: Round, today: date) -> list[Step]:
    """The six steps as they stand on this day. No read: everything stands in the round (with its unit)."""
    now = _step_now(round_)
    notes = _notes(round_, today)
    return [
        Step(
            key,
            STEP_TITLES[key],
            notes.get(key, ""),
            "done" if position < now else "now" if position == now else "todo",
        )
        for position, key in enumerate(STEP_KEYS)
    ]


def _step_now(round_: Round) -> int:
    """Position of the step to do now; 6 when nothing is left, also for a cancelled round."""
    if round_.state == states.DRAFT:
        return 0 if round_.opens_on is None or round_.closes_on is None else 1
    return {
        states.OPEN: 2,
        states.CLOSED: 3,
        states.PROCESSED: 4,
        states.APPROVED: 5,
        states.PUBLISHED: 6,
        states.CANCELLED: 6,
    }[round_.state]


def _notes(round_: Round, today: date) -> dict[str, str]:
    state = round_.state
    if state == states.DRAFT:
        return (
            {"siapkan": "Isi hari pengumpulan"} if _step_now(round_) == 0 else {"responden": "Periksa lalu buka ronde"}
        )
    if state == states.OPEN:
        if round_.opens_on and round_.opens_on > today:
            days = (round_.opens_on - today).days
            return {"kumpulkan": "Mulai besok" if days == 1 else f"Mulai {days} hari lagi"}
        if round_.closes_on is None:
            return {"kumpulkan": "Sedang dibuka"}
        left = (round_.closes_on - today).days
        return {
            "kumpulkan": f"{left} hari lagi" if left > 0 else "Hari terakhir" if left == 0 else "Hari terakhir lewat"
        }
    if state == states.CLOSED:
        end = grace_end(round_)
        left = (day_in(round_.unit, end) - today).days if end else 0
        return {"olah": f"Menunggu kiriman, {left} hari lagi" if left > 0 else "Siap diolah"}
    if state == states.PROCESSED:
        return {"laporkan": "Dikembalikan" if round_.return_reason else "Menunggu persetujuan"}
    if state == states.APPROVED:
        return {"tindak-lanjut": "Siap dipublikasikan"}
    return {"tindak-lanjut": states.NAMES[state]}
