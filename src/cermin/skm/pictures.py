"""Drawings of the survey's pages: one function per chart, from frozen figures to SVG in the classes of the site's style sheet.

The drawings place figures and compute none. Each has a wide and a narrow form (`narrow=True`, below 720 px), carries its own words
as `aria-label`, and sets no id, so that several stand on one page. The report's own charts (`documents.skm.charts`) carry the
colours of paper; these follow day, night and print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cermin.documents.format import MONTHS, day, integer, join, number, percent
from cermin.documents.skm.sentences import bounds, count_text
from cermin.documents.skm.shape import TrendPoint
from cermin.documents.svg import text_width, wrap
from cermin.pure.calc.results import ElementScore, GroupTable, SurveyResult
from cermin.pure.law.skm import CONVERSION, GRADES

TEXT, SMALL = 14.0, 13.0
"""Sizes that the style sheet gives to `text` and `text.t2` of a chart."""
Scale = Callable[[float], float]
"""From a figure to its place on the canvas."""
_WIDER = 1.16
"""System fonts run wider than the metrics by which lines are measured, DejaVu Sans the widest."""


class Picture:
    """Shapes by class of the style sheet, on a canvas of `width` units that the page scales to its column."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._parts: list[str] = []

    def text(self, x: float, y: float, text: str, classes: str = "") -> None:
        named = f' class="{classes}"' if classes else ""
        self._parts.append(f'<text{named} x="{_n(x)}" y="{_n(y)}">{escape(text)}</text>')

    def rect(self, classes: str, x: float, y: float, width: float, height: float) -> None:
        self._parts.append(
            f'<rect class="{classes}" x="{_n(x)}" y="{_n(y)}" width="{_n(max(0.0, width))}" height="{_n(height)}"/>'
        )

    def path(self, classes: str, outline: str) -> None:
        self._parts.append(f'<path class="{classes}" d="{outline}"/>')

    def line(self, classes: str, x1: float, y1: float, x2: float, y2: float) -> None:
        self.path(classes, f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}")

    def circle(self, classes: str, x: float, y: float, radius: float) -> None:
        self._parts.append(f'<circle class="{classes}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>')

    def hatch(self, x: float, y: float, width: float, height: float, step: float = 6) -> None:
        """Something is there and is not shown."""
        self.path("gl h", _hatching(x, y, width, height, step))

    def render(self, height: float, label: str, classes: str = "") -> SafeString:
        """The finished drawing; label: what it shows, in words. classes: "wid" or "nar" where the page holds both forms."""
        named = f"ch {classes}".strip()
        # Every text went through escape(), every number through _n().
        return mark_safe(  # noqa: S308
            f'<svg class="{named}" viewBox="0 0 {_n(self.width)} {_n(height)}" role="img" aria-label="{escape(label)}">'
            f"{''.join(self._parts)}</svg>"
        )


def _n(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _hatching(x: float, y: float, width: float, height: float, step: float) -> str:
    outline = f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}z"
    offset = step
    while offset < width + height:
        start = (x + min(offset, width), y + max(0.0, offset - width))
        end = (x + max(0.0, offset - height), y + min(offset, height))
        outline += f"M{_n(start[0])} {_n(start[1])}L{_n(end[0])} {_n(end[1])}"
        offset += step
    return outline


def _wide(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    return text_width(text, size, bold=bold) * _WIDER


def _rows(text: str, width: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    return wrap(text, width / _WIDER, TEXT, lines=lines, bold=bold)


def _form(narrow: bool) -> str:
    return "nar" if narrow else "wid"


def _band_bounds(position: int) -> tuple[float, float]:
    """Where a grade's band begins and ends on the scale 25 to 100: it ends where the next one begins."""
    high = GRADES[position + 1].lowest if position + 1 < len(GRADES) else GRADES[position].highest
    return float(GRADES[position].lowest), float(high)


# The index on its scale --------------------------------------------------------------------------------------------------


def index_scale(
    value: Decimal, low: float | None = None, high: float | None = None, previous: Decimal | None = None
) -> SafeString:
    """The index between 25 and 100 with the bands of the grades, its interval and last period's value (hollow)."""
    width, left, right, top, height = 460.0, 8.0, 452.0, 24.0, 26.0
    drawn = Picture(width)

    def x(figure: float) -> float:
        return left + (min(100.0, max(25.0, figure)) - 25) / 75 * (right - left)

    for position, grade in enumerate(GRADES):
        start, end = _band_bounds(position)
        letter = grade.letter.lower()
        drawn.rect(f"g{letter}", x(start), top, x(end) - x(start), height)
        drawn.text((x(start) + x(end)) / 2, top - 8, grade.letter, f"tb m l{letter}")
        edge = "25" if position == 0 else number(grade.lowest, 2)
        drawn.line("ax", x(start), top + height, x(start), top + height + 5)
        drawn.text(x(start), top + height + 21, edge, "t2" if position == 0 else "t2 m")
    drawn.line("ax", left, top + height, right, top + height)
    drawn.line("ax", right, top + height, right, top + height + 5)
    drawn.text(right, top + height + 21, "100", "t2 e")
    middle = top + height / 2
    if previous is not None:
        drawn.circle("pv", x(float(previous)), middle, 5.5)
    if low is not None and high is not None:
        drawn.path(
            "wk",
            f"M{_n(x(low))} {_n(middle)}H{_n(x(high))}M{_n(x(low))} {_n(middle - 7)}v14M{_n(x(high))} {_n(middle - 7)}v14",
        )
    drawn.circle("dot", x(float(value)), middle, 6)
    words = f"Indeks {number(value, 2)} pada skala 25 sampai 100"
    if low is not None and high is not None:
        words += f", rentang 95 persen {number(low, 2)} sampai {number(high, 2)}"
    if previous is not None:
        words += f", periode lalu {number(previous, 2)}"
    return drawn.render(top + height + 28, f"{words}.")


# Elements ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One bar: an element's mean with what stands beside it. standing: "below", "near" or "above" its target, "" without one."""

    element: ElementScore
    low: float | None
    high: float | None
    target: Decimal | None
    earlier: Fraction | None
    standing: str

    @property
    def gap_text(self) -> str:
        """ "−0,22", "+0,06", or that chance alone explains the distance."""
        if self.target is None or self.element.mean is None:
            return ""
        if self.standing == "near":
            return "di sekitar target"
        gap = self.element.mean - Fraction(self.target)
        return f"+{number(gap, 2)}" if gap > 0 else number(gap, 2)


def element_rows(
    result: SurveyResult, targets: Mapping[str, Decimal], earlier: Mapping[str, Fraction]
) -> list[ElementRow]:
    """The elements weakest first, those without an answer last. targets by element code, earlier means by element key.

    Below target only when the whole interval lies below it; where the interval holds the target, chance alone may explain it.
    """
    estimates = dict(result.element_estimates)
    rows = []
    for element in sorted(result.index.elements, key=lambda part: (part.mean is None, part.mean or 0)):
        found = bounds(estimates.get(element.code))
        low, high = (found.low, found.high) if found else (None, None)
        target = targets.get(element.code)
        rows.append(
            ElementRow(element, low, high, target, earlier.get(element.key), _standing(element, low, high, target))
        )
    return rows


def _standing(element: ElementScore, low: float | None, high: float | None, target: Decimal | None) -> str:
    if target is None or element.mean is None:
        return ""
    if low is None or high is None:
        return "above" if element.mean >= Fraction(target) else "below"
    if low <= float(target) <= high:
        return "near"
    return "below" if high < float(target) else "above"


def element_bars(rows: Sequence[ElementRow], *, narrow: bool = False) -> SafeString:
    """Means on the whole axis from 1 to 4 with the bands of the grades; whisker, target tick and last period's hollow mark."""
    width = 340.0 if narrow else 960.0
    left = 8.0 if narrow else 236.0
    right = width - (52 if narrow else 168)
    has_target = any(row.target is not None for row in rows)
    has_earlier = any(row.earlier is not None for row in rows)
    step = (62.0 if narrow else 40.0) + (0 if narrow or not has_earlier else 4)
    top = 32.0
    bottom = top + step * len(rows) + 4
    drawn = Picture(width)

    def x(figure: float) -> float:
        return left + (min(4.0, max(1.0, figure)) - 1) / 3 * (right - left)

    for position, grade in enumerate(GRADES):
        start, end = (bound / CONVERSION for bound in _band_bounds(position))
        letter = grade.letter.lower()
        drawn.rect(f"g{letter}", x(start), top, x(end) - x(start), bottom - top)
        drawn.text((x(start) + x(end)) / 2, top - 10, grade.letter, f"tb m l{letter}")
    value_end = width if narrow else right + 52
    if not narrow:
        drawn.text(left - 12, top - 10, "Unsur", "t2 e")
        drawn.text(width, top - 10, "Selisih target" if has_target else "Mutu", "t2 e")
    drawn.text(value_end, top - 10, "Nilai", "t2 e")
    y = top + 4
    for row in rows:
        element, weak = row.element, row.standing == "below"
        bold = "tb " if weak else ""
        middle = y + (38 if narrow else step / 2 - (4 if has_earlier else 0))
        if narrow:
            drawn.text(left, y + 18, _rows(element.name, right - left, lines=1, bold=weak)[0], bold.strip())
        else:
            lines = _rows(element.name, left - 16, bold=weak)
            for at, line in enumerate(lines):
                drawn.text(left - 12, middle + 5 + (at - (len(lines) - 1) / 2) * 16, line, f"{bold}e")
        if element.mean is None:
            drawn.text(left + 6, middle + 5, "belum ada jawaban", "t2")
            y += step
            continue
        mean = float(element.mean)
        if row.target is not None:
            drawn.line("tg", x(float(row.target)), middle - 12, x(float(row.target)), middle + 12)
        drawn.rect("vw" if weak else "v", left, middle - 7, x(mean) - left, 14)
        _whisker(drawn, x, row.low, row.high, mean, middle)
        if row.earlier is not None:
            drawn.circle("pv", x(float(row.earlier)), middle + 18 if not narrow else middle + 17, 4.25)
        drawn.text(value_end, middle + 5, number(element.mean, 2), "tb e")
        if not narrow:
            if has_target:
                # Never by colour alone: the sign says it too.
                drawn.text(width, middle + 5, row.gap_text or "tanpa target", "tb e" if weak else "t2 e")
            elif element.grade is not None:
                drawn.text(width, middle + 5, f"{element.grade.letter} {element.grade.performance}", "t2 e")
        y += step
    drawn.line("ax", left, bottom, right, bottom)
    for mark in range(1, 5):
        drawn.line("ax", x(mark), bottom, x(mark), bottom + 5)
        drawn.text(x(mark), bottom + 21, str(mark), "t2 m")
    return drawn.render(bottom + 26, _elements_in_words(rows), _form(narrow))


def _whisker(drawn: Picture, x: Scale, low: float | None, high: float | None, mean: float, middle: float) -> None:
    """White where it lies on the bar, dark where it reaches beyond."""
    if low is None or high is None:
        return
    start, at, end = x(low), x(mean), x(high)
    drawn.path("wi", f"M{_n(start)} {_n(middle)}H{_n(at)}M{_n(start)} {_n(middle - 4)}v8")
    drawn.path("wk", f"M{_n(at)} {_n(middle)}H{_n(end)}M{_n(end)} {_n(middle - 4)}v8")


def _elements_in_words(rows: Sequence[ElementRow]) -> str:
    parts = [
        f"{row.element.name} {number(row.element.mean, 2)}"
        if row.element.mean is not None
        else f"{row.element.name} belum ada jawaban"
        for row in rows
    ]
    return f"Nilai unsur pada skala 1 sampai 4, dari yang terlemah: {'; '.join(parts)}."


# Trend -------------------------------------------------------------------------------------------------------------------


def trend_line(points: Sequence[TrendPoint], *, narrow: bool = False) -> SafeString:
    """The index over the periods with its 95 % band and the grades behind; the axis is cut to what is needed and starts at `trend_start`."""
    shown = list(points)[-(5 if narrow else 9) :]
    width, left, top, bottom = (340.0, 34.0, 28.0, 280.0) if narrow else (560.0, 42.0, 26.0, 340.0)
    right = width - (30 if narrow else 46)
    start, end = trend_start(shown), 100.0
    slot = (right - left) / len(shown)
    drawn = Picture(width)

    def x(position: float) -> float:
        return left + (position + 0.5) * slot

    def y(figure: float) -> float:
        return top + (end - min(end, max(start, figure))) / (end - start) * (bottom - top)

    for position, grade in enumerate(GRADES):
        low, high = _band_bounds(position)
        if high <= start:
            continue
        low = max(low, start)
        letter = grade.letter.lower()
        drawn.rect(f"g{letter}", left, y(high), right - left, y(low) - y(high))
        drawn.text(right + 10, (y(low) + y(high)) / 2 + 5, grade.letter, f"tb l{letter}")
    tick = 10 if end - start <= 50 else 25
    for mark in range(int(start), 101, tick):
        drawn.text(left - 8, y(mark) + 4, str(mark), "t2 e")
        drawn.line("gl", left, y(mark), right, y(mark))
    run: list[tuple[int, float, float]] = []
    for position, point in enumerate([*shown, None]):
        if point is not None and point.low is not None and point.high is not None:
            run.append((position, float(point.low), float(point.high)))
            continue
        _interval_band(drawn, run, x, y)
        run = []
    if len(shown) > 1:
        drawn.path("ln", "M" + "L".join(f"{_n(x(at))} {_n(y(float(point.value)))}" for at, point in enumerate(shown)))
    named = {0, len(shown) - 2, len(shown) - 1}
    for at, point in enumerate(shown):
        drawn.circle("dot", x(at), y(float(point.value)), 5.5)
        if at in named:
            above = float(point.high if point.high is not None else point.value)
            drawn.text(x(at), max(y(above) - 10, 14), number(point.value, 2), "tb m")
        for line, text in enumerate(_period_lines(point.label)):
            drawn.text(x(at), bottom + 20 + 17 * line, text, "t2 m")
    words = "; ".join(f"{point.label} {number(point.value, 2)} (mutu {point.grade})" for point in shown)
    return drawn.render(bottom + 62, f"Indeks menurut periode: {words}.", _form(narrow))


def trend_start(points: Sequence[TrendPoint]) -> float:
    """Where the axis of `trend_line` begins: a ten below what is drawn, 25 when that is near."""
    lowest = min(float(point.low if point.low is not None else point.value) for point in points)
    start = (lowest - 5) // 10 * 10
    return 25.0 if start < 30 else min(start, 80.0)


def _interval_band(drawn: Picture, run: Sequence[tuple[int, float, float]], x: Scale, y: Scale) -> None:
    """Intervals of neighbouring periods as a band; one alone as a whisker."""
    if len(run) == 1:
        at, low, high = run[0]
        left = _n(x(at) - 6)
        drawn.path("wk", f"M{_n(x(at))} {_n(y(low))}V{_n(y(high))}M{left} {_n(y(low))}h12M{left} {_n(y(high))}h12")
    elif run:
        outline = [(x(at), y(high)) for at, _, high in run]
        outline += [(x(at), y(low)) for at, low, _ in reversed(run)]
        drawn.path("bd", "M" + "L".join(f"{_n(a)} {_n(b)}" for a, b in outline) + "z")


def _period_lines(label: str) -> list[str]:
    """ "Semester I 2026" as ["Sem. I", "2026"]; anything else broken between words."""
    for long, short in (("Semester", "Sem."), ("Triwulan", "Tw."), ("Tahun ", "")):
        label = label.replace(long, short)
    head, _, tail = label.rpartition(" ")
    if head and tail.isdigit():
        return [*wrap(head, 62, SMALL, lines=2), tail]
    return wrap(label, 62, SMALL, lines=3)


# Who answered ------------------------------------------------------------------------------------------------------------


def profile_bars(tables: Sequence[GroupTable], limit: int, *, narrow: bool = False) -> SafeString:
    """Respondents by group on one common scale; a hidden count is hatched and said in words, its length tells nothing."""
    width = 340.0 if narrow else 520.0
    most = max((group.count or 0 for table in tables for group in table.groups), default=0) or 1
    labels = [group.label for table in tables for group in table.groups]
    left = min(max((_wide(label) for label in labels), default=0) + 14, width * (0.42 if narrow else 0.36))
    right = width - (118 if narrow else 132)
    drawn = Picture(width)
    y = 0.0
    words = []
    for table in tables:
        drawn.text(0, y + 18, table.title, "tb")
        y += 26
        said = []
        for group in table.groups:
            drawn.text(left - 12, y + 13, _rows(group.label, left - 12, lines=1)[0], "e")
            text = count_text(group, limit)
            if group.count is None:
                drawn.hatch(left, y + 2, 34, 12)
            else:
                drawn.rect("v", left, y + 2, (right - left) * group.count / most, 12)
            drawn.text(right + 60, y + 13, text, "tb e")
            if group.share is not None:
                drawn.text(width, y + 13, f"{percent(group.share, 0)} %", "e t2")
            said.append(f"{group.label} {text}")
            y += 23
        words.append(f"{table.title}: {', '.join(said)}")
        y += 12
    return drawn.render(y - 8, f"Responden menurut kelompok. {'; '.join(words)}.", _form(narrow))


# Counts while the round is open ------------------------------------------------------------------------------------------


def service_bars(rows: Sequence[tuple[str, int, int | None]], *, narrow: bool = False) -> SafeString:
    """(service, answers, target) as bars with the target as a tick; warn colour and bold below half of it."""
    width = 340.0 if narrow else 520.0
    left = 0.0 if narrow else min(max(_wide(name, bold=True) for name, _, _ in rows) + 14, 200.0)
    widest = max(_wide(_of(n, target), bold=True) for _, n, target in rows)
    right = width - (8 if narrow else widest + 24)
    most = max(max(n, target or 0) for _, n, target in rows) or 1
    step = 58.0 if narrow else 38.0
    drawn = Picture(width)
    y = 4.0
    for name, n, target in rows:
        low = is_far_behind(n, target)
        bold = "tb " if low else ""
        top = y + (26 if narrow else 6)
        if narrow:
            drawn.text(0, y + 18, _rows(name, width - widest - 10, lines=1, bold=low)[0], bold.strip())
            drawn.text(width, y + 18, _of(n, target), "e tb")
        else:
            lines = _rows(name, left - 14, bold=low)
            for at, line in enumerate(lines):
                drawn.text(left - 12, top + 15 + (at - (len(lines) - 1) / 2) * 15, line, f"{bold}e")
            drawn.text(width, top + 15, _of(n, target), "e tb")
        scale = (right - left) / most
        if target:
            drawn.rect("track", left, top, target * scale, 20)
        drawn.rect("vw" if low else "v", left, top, n * scale, 20)
        if target:
            drawn.line("tg", left + target * scale, top - 4, left + target * scale, top + 24)
        y += step
    drawn.line("ax", left, y + 2, right, y + 2)
    for mark in _ticks(most, 3):
        drawn.line("ax", left + mark * scale, y + 2, left + mark * scale, y + 7)
        drawn.text(left + mark * scale, y + 23, integer(mark), "t2" if mark == 0 and narrow else "t2 m")
    words = "; ".join(f"{name} {_of(n, target)}" for name, n, target in rows)
    return drawn.render(y + 28, f"Jawaban menurut layanan: {words}.", _form(narrow))


def is_far_behind(n: int, target: int | None) -> bool:
    """Below half of the target."""
    return target is not None and 2 * n < target


def _of(n: int, target: int | None) -> str:
    return f"{integer(n)} dari {integer(target)}" if target else integer(n)


def _ticks(most: int, parts: int) -> list[int]:
    """Round numbers from 0 to at most `most`."""
    rough = max(1, most // parts)
    size = 10 ** (len(str(rough)) - 1)
    step = next((size * factor for factor in (1, 2, 5, 10) if size * factor >= rough), rough)
    return list(range(0, most + 1, step))


def day_bars(
    days: Sequence[tuple[date, int]], start: date, end: date, today: date, needed: float | None, *, narrow: bool = False
) -> SafeString:
    """Answers per day from the first to the last day of collection; days to come are shaded, with what each of them needs."""
    width, left, top, bottom = (340.0, 30.0, 12.0, 190.0) if narrow else (560.0, 34.0, 12.0, 210.0)
    counts = dict(days)
    first = min([start, *counts])
    last = max([end, *counts])
    total = (last - first).days + 1
    most = max([*counts.values(), int(needed or 0) + 1, 4])
    marks = _ticks(most, 4)
    high = marks[-1] if marks[-1] >= most else marks[-1] + (marks[1] if len(marks) > 1 else 1)
    slot = (width - left) / total
    drawn = Picture(width)

    def x(when: date) -> float:
        return left + (when - first).days * slot

    def y(figure: float) -> float:
        return bottom - figure / high * (bottom - top)

    coming = max(today + timedelta(days=1), first)
    if coming <= last:
        drawn.rect("track", x(coming), top, width - x(coming), bottom - top)
    for mark in [*marks, high] if high != marks[-1] else marks:
        drawn.line("gl", left, y(mark), width, y(mark))
        drawn.text(left - 8, y(mark) + 4, integer(mark), "t2 e")
    bar = max(1.0, slot * 0.8)
    for when, n in sorted(counts.items()):
        if n > 0:
            drawn.rect("v", x(when) + (slot - bar) / 2, y(n), bar, bottom - y(n))
    if needed and coming <= last:
        drawn.line("ln l2", x(coming), y(needed), width, y(needed))
        said = f"perlu {number(needed, 0)} per hari"
        place = x(coming) - 6
        if place - _wide(said, bold=True) > left:
            drawn.text(place, y(needed) + 5, said, "tb e")
        else:
            drawn.text(width, y(needed) - 8, said, "tb e")
    drawn.line("ax", left, bottom, width, bottom)
    drawn.text(left, bottom + 24, _short_day(first), "t2")
    drawn.text(width, bottom + 24, _short_day(last), "t2 e")
    if first < today < last and (total < 8 or 0.25 < (x(today) - left) / (width - left) < 0.75):
        drawn.line("ax", x(today) + slot / 2, bottom, x(today) + slot / 2, bottom + 5)
        drawn.text(x(today) + slot / 2, bottom + 24, "hari ini", "t2 m")
    answered = sum(counts.values())
    words = f"Jawaban per hari dari {day(first)} sampai {day(last)}: {integer(answered)} seluruhnya"
    if counts:
        best = max(counts.items(), key=lambda item: item[1])
        words += f", terbanyak {integer(best[1])} pada {day(best[0])}"
    return drawn.render(bottom + 30, f"{words}.", _form(narrow))


def _short_day(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1][:3]}"


def channel_bars(rows: Sequence[tuple[str, int]], *, narrow: bool = False) -> SafeString:
    """(channel, answers) as bars with the count and its share."""
    width = 340.0 if narrow else 520.0
    left = min(max(_wide(label) for label, _ in rows) + 14, width * 0.42)
    right = width - 110
    total = sum(n for _, n in rows) or 1
    most = max(n for _, n in rows) or 1
    drawn = Picture(width)
    y = 4.0
    for label, n in rows:
        drawn.text(left - 12, y + 15, _rows(label, left - 12, lines=1)[0], "e")
        drawn.rect("v", left, y, (right - left) * n / most, 20)
        drawn.text(width - 58, y + 15, integer(n), "e tb")
        drawn.text(width, y + 15, f"{percent(Fraction(n, total), 0)} %", "e t2")
        y += 34
    words = join([f"{label} {integer(n)}" for label, n in rows])
    return drawn.render(y - 6, f"Jawaban menurut kanal: {words}.", _form(narrow))
