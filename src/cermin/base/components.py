"""What the page tags are made of: symbols, grade shapes, times and dates as read here, pages of a list, and a message with an undo.

Nothing here knows a table. Templates reach it through the tag library `cermin`; views use `undo_message`, `page_of` and `DayInput`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils import timezone

from cermin.documents import format as written
from cermin.pure.law.skm import GRADES

UNDO_SECONDS = 20
"""What the countdown beside "Urungkan" shows. The server decides by its own clock whether the undo still holds."""
PAGE_SIZE = 50
MISSING = "–"
"""Printed where there is no figure; a screen reader hears it as a dash, so tables say in words why it is missing."""
NO_BREAK = "\N{NO-BREAK SPACE}"
_UNDO = "undo "
_ZONE_NAMES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}

GRADE_WORDS: dict[str, str] = {grade.letter: grade.performance for grade in GRADES}
GRADE_SHAPES: dict[str, str] = {
    "A": "M50 1a49 49 0 1 0 0 98a49 49 0 1 0 0-98z",
    "B": "M50 2 98 50 50 98 2 50z",
    "C": "M50 5 97 93H3z",
    "D": "M6 6H94V94H6z",
}
"""Outline per grade in a box of 100 by 100: circle, diamond, triangle, square, so that no colour is needed to tell them apart."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in a square `box`; each part is (class, path). Classes: "s" stroked, "f" filled, "k" cut out of a filled part."""

    box: int
    parts: tuple[tuple[str, str], ...]


_DISC = "M8 .5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15z"
_RING = "M8 1.4a6.6 6.6 0 1 0 0 13.2a6.6 6.6 0 1 0 0-13.2z"

SYMBOLS: dict[str, Symbol] = {
    # states
    "check": Symbol(16, (("f", _DISC), ("k", "m4.6 8.3 2.4 2.4 4.5-5"))),
    "half": Symbol(16, (("s", _RING), ("f", "M8 1.4a6.6 6.6 0 0 1 0 13.2z"))),
    "todo": Symbol(16, (("s", _RING),)),
    "now": Symbol(16, (("f", _DISC), ("c", "M6.4 4.8v6.4L11.4 8z"))),
    "warn": Symbol(16, (("f", "M8 1 15.6 14.8H.4z"), ("k", "M8 5.6v4.2M8 12v.6"))),
    "stop": Symbol(16, (("f", "M5 .6h6L15.4 5v6L11 15.4H5L.6 11V5z"), ("k", "m5.4 5.4 5.2 5.2M10.6 5.4 5.4 10.6"))),
    "info": Symbol(16, (("f", _DISC), ("k", "M8 7.4v4M8 4.4v.4"))),
    "near": Symbol(16, (("s", _RING), ("s", "M4.6 8.9q1.7-2 3.4-.9t3.4-.9"))),
    "back": Symbol(16, (("s", "M8.5 3 3.5 8l5 5M4 8h9"),)),
    "next": Symbol(16, (("s", "M7.5 3l5 5-5 5M12 8H3"),)),
    # things and deeds
    "clock": Symbol(18, (("s", "M9 1.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 1 0 0-14.4zM9 5v4.3l2.8 1.7"),)),
    "print": Symbol(
        18,
        (
            (
                "s",
                "M5 6.5V2h8v4.5M5 12.8H2.6a.8.8 0 0 1-.8-.8V7.3a.8.8 0 0 1 .8-.8h12.8a.8.8 0 0 1 .8.8V12a.8.8 0 0 1-.8.8H13M5 10.5h8V16H5z",
            ),
        ),
    ),
    "download": Symbol(18, (("s", "M9 2.5v9M5.4 8.1 9 11.7l3.6-3.6M2.8 11.5v3.7h12.4v-3.7"),)),
    "upload": Symbol(18, (("s", "M9 12V3M5.4 6.4 9 2.8l3.6 3.6M2.8 11.5v3.7h12.4v-3.7"),)),
    "qr": Symbol(
        18,
        (
            ("s", "M2 2h5v5H2zM11 2h5v5h-5zM2 11h5v5H2z"),
            ("f", "M11 11h2v2h-2zM14.5 14.5h2v2h-2zM11 15h2v1.5h-2zM15 11h1.5v2H15z"),
        ),
    ),
    "people": Symbol(
        18,
        (
            (
                "s",
                "M6.5 2.6a2.9 2.9 0 1 0 0 5.8a2.9 2.9 0 1 0 0-5.8zM1.4 15.4c0-3 2-4.8 5.1-4.8s5.1 1.8 5.1 4.8M11.6 3a2.7 2.7 0 0 1 0 5.2M13.4 11c2 .6 3.2 2.2 3.2 4.4",
            ),
        ),
    ),
    "person": Symbol(
        18, (("s", "M9 2.2a3.3 3.3 0 1 0 0 6.6a3.3 3.3 0 1 0 0-6.6zM2.6 16c0-3.2 2.5-5 6.4-5s6.4 1.8 6.4 5"),)
    ),
    "phone": Symbol(
        18, (("s", "M5.5 1.8h7a1 1 0 0 1 1 1v12.4a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1zM8 13.6h2"),)
    ),
    "paper": Symbol(18, (("s", "M4 1.8h7l3.4 3.4v11H4zM6.6 8.5h5M6.6 12h5"),)),
    "search": Symbol(18, (("s", "M7.8 2.4a5.4 5.4 0 1 0 0 10.8a5.4 5.4 0 1 0 0-10.8zM11.8 11.8l4 4"),)),
    "undo": Symbol(18, (("s", "M6.2 2.8 2.6 6.4l3.6 3.6M3 6.4h7.2a4.4 4.4 0 0 1 0 8.8H6"),)),
    "lock": Symbol(18, (("s", "M3.6 8h10.8v7.6H3.6zM5.8 8V5.6a3.2 3.2 0 0 1 6.4 0V8"),)),
    "menu": Symbol(18, (("s", "M2.5 4.5h13M2.5 9h13M2.5 13.5h13"),)),
    "chart": Symbol(18, (("s", "M2.6 2.2v13.2h13M6 12.6V9M9.4 12.6V4.8M12.8 12.6V7.2"),)),
    "plus": Symbol(18, (("s", "M9 3v12M3 9h12"),)),
    "link": Symbol(
        18,
        (
            (
                "s",
                "M7.6 10.4a3 3 0 0 0 4.2 0l2.9-2.9a3 3 0 0 0-4.2-4.2l-1 1M10.4 7.6a3 3 0 0 0-4.2 0l-2.9 2.9a3 3 0 0 0 4.2 4.2l1-1",
            ),
        ),
    ),
    "eye": Symbol(
        18,
        (
            (
                "s",
                "M1.4 9C3 5.9 5.7 4.2 9 4.2S15 5.9 16.6 9C15 12.1 12.3 13.8 9 13.8S3 12.1 1.4 9zM9 6.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6z",
            ),
        ),
    ),
    "pen": Symbol(18, (("s", "M3 15l.7-3.4L12 3.3l2.7 2.7-8.3 8.3zM10.4 4.9l2.7 2.7"),)),
    "close": Symbol(18, (("s", "M4 4l10 10M14 4 4 14"),)),
}


def symbol(name: str) -> Symbol:
    """The symbol of that name. Raises ValueError naming the known ones."""
    try:
        return SYMBOLS[name]
    except KeyError:
        raise ValueError(f"no symbol {name!r}; there are: {', '.join(sorted(SYMBOLS))}") from None


# Figures, days and times -------------------------------------------------------------------------------------------------


def exact(value: Any) -> Fraction | Decimal | int | float | None:
    """A figure as it comes from a table or frozen JSON (also "84.31" or "7591/90"); None and "" stay None. Raises ValueError."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (Fraction, Decimal, int, float, str)):
        raise ValueError(f"{value!r} is not a figure")
    return Fraction(value) if isinstance(value, str) else value


def zone_of(zone: str | tzinfo | None) -> tzinfo:
    """A zone by name, as it is, or the current one of the request."""
    if isinstance(zone, str) and zone:
        return ZoneInfo(zone)
    return zone if isinstance(zone, tzinfo) else timezone.get_current_timezone()


def local(value: datetime, zone: str | tzinfo | None = None) -> datetime:
    """`value` on the wall clock of `zone`. Raises ValueError when it carries no zone of its own."""
    if timezone.is_naive(value):
        raise ValueError("a time without zone cannot be shown")
    return value.astimezone(zone_of(zone))


def day(value: date | datetime, zone: str | tzinfo | None = None) -> str:
    """ "25 Oktober 2026"; a point in time is first moved to `zone`."""
    return written.day(local(value, zone).date() if isinstance(value, datetime) else value)


def clock(value: datetime, zone: str | tzinfo | None = None) -> str:
    """ "14.30 WIT"; outside Indonesia's three zones the difference to UTC is written instead."""
    here = local(value, zone)
    offset = here.utcoffset() or timedelta()
    name = _ZONE_NAMES.get(offset) or f"UTC{offset / timedelta(hours=1):+g}"
    return f"{here:%H.%M}{NO_BREAK}{name}"


def moment(value: datetime, zone: str | tzinfo | None = None) -> str:
    """ "25 Oktober 2026, 14.30 WIT"."""
    return f"{day(value, zone)}, {clock(value, zone)}"


def days_left(due: date, today: date) -> str:
    """ "6 hari lagi", "besok", "hari ini", "terlambat 3 hari"."""
    left = (due - today).days
    if left < 0:
        return f"terlambat {written.integer(-left)} hari"
    return {0: "hari ini", 1: "besok"}.get(left, f"{written.integer(left)} hari lagi")


# Lists -------------------------------------------------------------------------------------------------------------------


def page_of(request: HttpRequest, items: Any, size: int = PAGE_SIZE) -> Page:
    """The page that `?halaman=` asks for; a page that does not exist becomes the nearest one. `items`: query set or list."""
    return Paginator(items, size).get_page(request.GET.get("halaman"))


def page_numbers(page: Page) -> list[int | None]:
    """Numbers to offer, None for a gap: [1, None, 4, 5, 6, None, 20]."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


# Forms -------------------------------------------------------------------------------------------------------------------


class DayInput(forms.DateInput):
    """A date by the browser's own picker, which wants and sends 2026-10-25."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def field_kind(bound: forms.BoundField) -> str:
    """How a field is laid out: hidden, choices (several inputs, each with its label), tick (one box), or plain.

    Raises ValueError for a widget of several parts: its inputs have no labels of their own, so nobody could tell them apart.
    """
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, (forms.MultiWidget, forms.SelectDateWidget)):
        raise ValueError(f"{bound.name}: split into fields of their own, or use DayInput for a date")
    return "plain"


def field_target(bound: forms.BoundField) -> str:
    """The id to which a line of the error summary leads: the input, or the first input of a group."""
    return f"{bound.auto_id}_0" if field_kind(bound) == "choices" else bound.id_for_label


def error_lines(form_list: Iterable[forms.BaseForm]) -> list[dict[str, str]]:
    """All errors in the order of the fields, as {"target", "text"}; the text names its field when the message does not."""
    lines: list[dict[str, str]] = []
    for form in form_list:
        lines += [{"target": "", "text": str(error)} for error in form.non_field_errors()]
        for bound in form:
            target = "" if bound.is_hidden else field_target(bound)
            for error in bound.errors:
                named = str(bound.label).casefold() in str(error).casefold()
                lines.append({"target": target, "text": str(error) if named else f"{bound.label}: {error}"})
    return lines


# A message with an undo --------------------------------------------------------------------------------------------------


def undo_message(request: HttpRequest, text: str, url: str, fields: Mapping[str, str | int]) -> None:
    """Say `text` on the next page with a button "Urungkan", which posts `fields` to `url`.

    `url` is an address of this site ("/ronde/1/undo/"); it must decide by itself whether the undo still holds. Raises ValueError.
    """
    if not url.startswith("/") or url.startswith(("//", "/\\")):
        raise ValueError("an undo stays on this site")
    load = {"url": url, "fields": {name: str(value) for name, value in fields.items()}}
    messages.success(request, text, extra_tags=_UNDO + json.dumps(load, separators=(",", ":")))


def undo_of(extra_tags: str | None) -> dict[str, Any] | None:
    """{"url", "fields", "seconds"} of a message made by `undo_message`; None for any other."""
    if not extra_tags or not extra_tags.startswith(_UNDO):
        return None
    load = json.loads(extra_tags.removeprefix(_UNDO))
    return {"url": load["url"], "fields": load["fields"], "seconds": UNDO_SECONDS}


def breadcrumbs(parts: Sequence[Any]) -> list[dict[str, str]]:
    """("Ronde survei", "/ronde/", "SKM 2026") as [{"label", "url"}]: labels and addresses in turn, the last one without address."""
    labels, urls = parts[0::2], parts[1::2]
    return [{"label": str(label), "url": str(urls[i]) if i < len(urls) else ""} for i, label in enumerate(labels)]
