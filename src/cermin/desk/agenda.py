"""'Yang harus dikerjakan': the order of a person's open work, what of it is shown, and the sentence that sums it up. No database."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cermin.base.components import days_left
from cermin.base.work import Work
from cermin.documents import format as written

LINES = 7
"""As many as one glance takes in; the rest is one click away."""
HORIZON_DAYS = 14
"""The horizon is the end of this month, or of the next one when this one ends sooner than that."""
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
LATE, UNDATED = "Terlambat", "Tanpa tenggat"


@dataclass(frozen=True, slots=True)
class Agenda:
    """tasks, waited: for the tag `task_list`. summary: sentence under the heading. following: sentence about the first line that
    is not shown and not late, "" without one. hidden: how many lines are not shown."""

    summary: str
    tasks: list[dict[str, Any]] = field(default_factory=list)
    waited: list[dict[str, Any]] = field(default_factory=list)
    following: str = ""
    hidden: int = 0
    total: int = 0


def agenda_of(work: Sequence[Work], today: date, *, everything: bool = False) -> Agenda:
    """Late work first, then by last day, undated last. At most `LINES` lines unless `everything` is asked for.

    Late work is never put among what others wait for: it stands on top, whoever waits. Only the first line has a primary button.
    """
    ordered = sorted(work, key=lambda one: (one.due is None, one.due or today, one.title))
    shown = ordered if everything else ordered[:LINES]
    rest = ordered[len(shown) :]
    until = horizon(today)
    tasks: list[dict[str, Any]] = []
    waited: list[dict[str, Any]] = []
    for place, one in enumerate(shown):
        apart = one.waiting and not one.is_late(today)
        line = _line(one, today, "" if apart else _group(one, today, until), primary=place == 0)
        (waited if apart else tasks).append(line)
    return Agenda(summary(work, today), tasks, waited, _following(rest, today), len(rest), len(ordered))


def horizon(today: date) -> date:
    """Last day of the month in which `today` plus `HORIZON_DAYS` lies."""
    ahead = today + timedelta(days=HORIZON_DAYS)
    return ahead.replace(day=calendar.monthrange(ahead.year, ahead.month)[1])


def summary(work: Sequence[Work], today: date) -> str:
    """ "Satu hal terlambat, empat jatuh tempo sampai akhir Oktober." Counts everything, shown or not."""
    until = horizon(today)
    late = sum(one.is_late(today) for one in work)
    waiting = sum(one.waiting and not one.is_late(today) for one in work)
    own = [one for one in work if not one.waiting and not one.is_late(today)]
    soon = sum(one.due is not None and one.due <= until for one in own)
    undated = sum(one.due is None for one in own)
    month = f"sampai akhir {written.MONTHS[until.month - 1]}"
    counted = [
        (late, "terlambat"),
        (soon, f"jatuh tempo {month}"),
        (waiting, "ditunggu orang lain dari Anda"),
        (undated, "tanpa tenggat"),
    ]
    parts = [(number, words) for number, words in counted if number]
    if not parts:
        return f"Tidak ada yang jatuh tempo {month}." if work else "Tidak ada yang menunggu Anda."
    said = [f"{in_words(number)}{' hal' if place == 0 else ''} {words}" for place, (number, words) in enumerate(parts)]
    joined = ", ".join(said) if len(said) < 3 else written.join(said)
    return f"{joined[0].upper()}{joined[1:]}."


def in_words(number: int) -> str:
    """Counts up to ten as words, larger ones as figures."""
    return written.number_words(number) if number <= 10 else written.integer(number)


def weekday_of(when: date, *, year: bool = False) -> str:
    """ "Kamis, 22 Oktober", with the year for the head of the page."""
    return f"{_DAYS[when.weekday()]}, {_short(when, year)}"


def _short(when: date, year: bool = False) -> str:
    full = written.day(when)
    return full if year else full.rsplit(" ", 1)[0]


def _group(one: Work, today: date, until: date) -> str:
    if one.is_late(today):
        return LATE
    if one.due is None:
        return UNDATED
    return f"{'Sampai' if one.due <= until else 'Sesudah'} {_short(until)}"


def _line(one: Work, today: date, group: str, *, primary: bool) -> dict[str, Any]:
    late = one.is_late(today)
    due, note = "", ""
    if one.due is not None:
        other_year = one.due.year != today.year
        due = days_left(one.due, today)
        note = f"dari {_short(one.due, other_year)}" if late else weekday_of(one.due, year=other_year)
    return {
        "title": one.title,
        "detail": one.detail,
        "due": due,
        "due_note": note,
        "late": late,
        "icon": "half" if one.begun else "todo",
        "url": one.url,
        "button": one.button,
        "primary": primary,
        "group": group,
    }


def _following(rest: Sequence[Work], today: date) -> str:
    ahead = next((one for one in rest if not one.is_late(today)), None)
    if ahead is None:
        return ""
    title = ahead.title
    if title[1:2].islower():  # not "SKM"
        title = title[0].lower() + title[1:]
    return f"{title}, {written.day(ahead.due)}" if ahead.due else title
