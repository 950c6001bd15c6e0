"""Indonesian formatting of finished figures. The only arithmetic is the final rounding of what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cermin.pure.calc.numbers import round_half_up

MINUS = "−"
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")

Number = Fraction | Decimal | int | float


def number(value: Number, places: int) -> str:
    """ "1.234,50": decimal comma, thousands point, half up to `places`; a real minus sign, and no minus before zero."""
    exact: Fraction | Decimal | int = Decimal(repr(float(value))) if isinstance(value, float) else value
    rounded = round_half_up(exact, places)
    digits = f"{abs(rounded):,.{places}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{MINUS}{digits}" if rounded < 0 else digits


def integer(value: int) -> str:
    """ "1.234"."""
    return number(value, 0)


def percent(share: Fraction, places: int = 1) -> str:
    """ "55,1" for 27/49: the share times one hundred, without the sign."""
    return number(share * 100, places)


def interval(low: Number, high: Number, places: int) -> str:
    """ "76,26–81,23", with an en dash; bounds below zero are joined by "s.d." so that the signs stay readable."""
    if low < 0 or high < 0:
        return f"{number(low, places)} s.d. {number(high, places)}"
    return f"{number(low, places)}–{number(high, places)}"


def month(day_: date) -> str:
    """ "Oktober 2026"."""
    return f"{MONTHS[day_.month - 1]} {day_.year}"


def day(day_: date) -> str:
    """ "25 Oktober 2026"."""
    return f"{day_.day} {month(day_)}"


def days(start: date, end: date) -> str:
    """ "18 s.d. 27 Februari 2026", "2 Maret s.d. 29 Mei 2026", or one day when both are equal."""
    if start == end:
        return day(start)
    if start.year != end.year:
        return f"{day(start)} s.d. {day(end)}"
    if start.month != end.month:
        return f"{start.day} {MONTHS[start.month - 1]} s.d. {day(end)}"
    return f"{start.day} s.d. {day(end)}"


def join(items: Sequence[str]) -> str:
    """ "A", "A dan B", "A, B, dan C"."""
    if len(items) < 2:
        return "".join(items)
    if len(items) == 2:
        return f"{items[0]} dan {items[1]}"
    return f"{', '.join(items[:-1])}, dan {items[-1]}"


def number_words(value: int) -> str:
    """ "empat puluh sembilan" for 0..9999. Raises ValueError outside."""
    if not 0 <= value <= 9999:
        raise ValueError(f"{value} is outside 0..9999")
    if value < 10:
        return UNITS[value]
    if value == 10:
        return "sepuluh"
    if value == 11:
        return "sebelas"
    if value < 20:
        return f"{UNITS[value - 10]} belas"
    for size, word in ((1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if value >= size:
            head, rest = divmod(value, size)
            start = f"se{word}" if head == 1 else f"{number_words(head)} {word}"
            return f"{start} {number_words(rest)}" if rest else start
    raise AssertionError("unreachable")
