"""What the counts of an open round say about its end: plain arithmetic on frozen counts, no score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the round stands on a day.

    week: answers of the last seven days that are over (of fewer when it opened later); days: how many days that were.
    left: days to come, today included; 0 when the last day is over. projected: total at the end at this pace, None before a whole
    day is over. needed: answers per remaining day to reach the target, None without one or when it is reached.
    """

    total: int
    target: int | None
    week: int
    days: int
    left: int
    projected: int | None
    needed: float | None

    @property
    def missing(self) -> int:
        """Answers that the target still lacks."""
        return max(0, (self.target or 0) - self.total)

    @property
    def falls_short(self) -> bool | None:
        """Whether this pace ends below the target; None while nobody can say."""
        if self.target is None or self.projected is None:
            return None
        return self.projected < self.target


def outlook(
    total: int, target: int | None, days: Sequence[tuple[date, int]], opens_on: date, closes_on: date, today: date
) -> Outlook:
    """The pace of the last seven whole days carried to the last day. Today is still running and counts as a day to come."""
    first = max(opens_on, today - timedelta(days=WEEK))
    over = max(0, (min(today, closes_on + timedelta(days=1)) - first).days)
    week = sum(n for day, n in days if first <= day < today)
    begun = sum(n for day, n in days if day == today)
    left = max(0, (closes_on - max(today, opens_on)).days + 1)
    # What came in today belongs to today's share of the pace.
    projected = (
        total - begun + math.floor(max(begun, week / over) + week / over * (left - 1)) if over and left else None
    )
    if not left:
        projected = total
    missing = max(0, (target or 0) - total)
    needed = math.ceil(missing / left) if target is not None and missing and left else None
    return Outlook(total, target, week, over, left, projected, needed)


def weakest_gap(rows: Sequence[tuple[str, int, int | None]]) -> tuple[str, int] | None:
    """(service, missing answers) of the service that has the smallest share of its target; None when every target is reached."""
    behind = [(n / target, -(target - n), name) for name, n, target in rows if target and n < target]
    if not behind:
        return None
    _, missing, name = min(behind)
    return name, -missing
