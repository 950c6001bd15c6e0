"""Groups of answers that may be proposed for exclusion, chosen by circumstances that one may see: upload, day and channel, a run of
equal answers, a burst. Never a single person's answers or profile: the page shows counts, and the ids are found when the group is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Sum

from cermin.documents.format import day, integer
from cermin.skm.models import CHANNELS, Batch, DayCount, Exclusion, Response, Round
from cermin.skm.quality import BURST_MINUTES, Flag

_NAMES = dict(CHANNELS)
_ONE_BY_ONE = ("qr", "kiosk", "device")
SHOWN = 60
"""Days and channels offered at most, the fullest first."""


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """key: what the form sends; label: circumstances in words; n: answers, None when they are only counted on sending."""

    key: str
    label: str
    n: int | None


def answer_groups(round_: Round, flags: Sequence[Flag]) -> list[AnswerGroup]:
    """What may be chosen: signs of the last processing first, then uploads, then days by channel. Reads counts, no answers."""
    keys = {flag.key for flag in flags}
    groups = []
    if "repeats" in keys:
        groups.append(AnswerGroup("run", "Deret terpanjang jawaban yang sama berturut-turut pada satu saluran", None))
    if "burst" in keys:
        groups.append(AnswerGroup("burst", f"{BURST_MINUTES} menit dengan jawaban terbanyak pada satu saluran", None))
    batches = Batch.objects.filter(government_id=round_.government_id, round=round_, withdrawn_at=None)
    groups += [
        AnswerGroup(f"batch-{batch.id}", f"Unggahan {batch.label}", batch.rows) for batch in batches.order_by("id")
    ]
    counts = (
        DayCount.objects.filter(government_id=round_.government_id, round=round_)
        .values("day", "channel")
        .annotate(count=Sum("n"))
        .filter(count__gt=0)
        .order_by("-count", "day", "channel")[:SHOWN]
    )
    groups += [
        AnswerGroup(
            f"day-{row['day'].isoformat()}-{row['channel']}",
            f"{day(row['day'])}, saluran {_NAMES.get(row['channel'], row['channel'])}",
            row["count"],
        )
        for row in counts
    ]
    return groups


def group_label(group: AnswerGroup) -> str:
    """As the list offers it, with the count where it is known."""
    return f"{group.label} ({integer(group.n)} jawaban)" if group.n is not None else group.label


def response_ids(round_: Round, key: str) -> list[int]:
    """Ids of the group's answers that count and have no proposal yet. Empty for a key that names nothing."""
    taken = set(
        Exclusion.objects.filter(government_id=round_.government_id, round=round_, withdrawn_at=None).values_list(
            "response_id", flat=True
        )
    )
    return [response_id for response_id in _ids(round_, key) if response_id not in taken]


def _ids(round_: Round, key: str) -> list[int]:
    rows = Response.objects.filter(government_id=round_.government_id, round=round_, is_late=False).order_by("id")
    kind, _, rest = key.partition("-")
    if kind == "batch" and rest.isdecimal() and len(rest) < 19:
        return list(rows.filter(batch_id=int(rest)).values_list("id", flat=True))
    if kind == "day":
        when, _, channel = rest.rpartition("-")
        try:
            start = datetime.combine(date.fromisoformat(when), time(0), ZoneInfo(round_.unit.time_zone))
        except ValueError:
            return []
        found = rows.filter(channel=channel, sealed_at__gte=start, sealed_at__lt=start + timedelta(days=1))
        return list(found.values_list("id", flat=True))
    if key == "run":
        return _longest_run(rows.values_list("id", "channel", "scores").iterator())
    if key == "burst":
        return _fullest_minutes(rows.values_list("id", "channel", "sealed_at").iterator())
    return []


def _longest_run(rows: Iterator[tuple[int, str, str]]) -> list[int]:
    """As `quality` counts it: in order of arrival on each channel; files and all-equal scores make no run. The first answer stays."""
    best: list[int] = []
    runs: dict[str, tuple[str, list[int]]] = {}
    for response_id, channel, scores in rows:
        if channel == "file":
            continue
        before, ids = runs.get(channel, ("", []))
        ids = [*ids, response_id] if scores == before and len(set(scores)) > 1 else [response_id]
        runs[channel] = (scores, ids)
        if len(ids) > len(best):
            best = ids
    return best[1:]


def _fullest_minutes(rows: Iterator[tuple[int, str, datetime]]) -> list[int]:
    """The answers of the fullest quarter of an hour on one channel that people use one by one."""
    by_channel: dict[str, list[tuple[datetime, int]]] = {}
    for response_id, channel, sealed_at in rows:
        if channel in _ONE_BY_ONE:
            by_channel.setdefault(channel, []).append((sealed_at, response_id))
    best: list[int] = []
    for found in by_channel.values():
        found.sort()
        last = 0
        for first, (start, _) in enumerate(found):
            while last < len(found) and found[last][0] - start <= timedelta(minutes=BURST_MINUTES):
                last += 1
            if last - first > len(best):
                best = [response_id for _, response_id in found[first:last]]
    return best
