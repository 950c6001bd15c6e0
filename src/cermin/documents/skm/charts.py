"""The four charts of the SKM report set, drawn from the frozen report as SVG, each with its alternative text.

The drawings compute coordinates only: every figure that is written in them comes from the report and is formatted by
`cermin.documents.format`. Nothing is told by colour alone: grades carry letter and shape, scores their number, hidden groups a hatch.
Widths are points; 453 pt are the 160 mm of the report's text. The height follows from the content.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from cermin.documents.format import integer, number
from cermin.documents.skm.sentences import COVERED, count_text
from cermin.documents.skm.shape import SkmReport
from cermin.documents.svg import (
    EDGE,
    GRADE_COLOURS,
    INK,
    LINE,
    MIST,
    PAPER,
    QUIET,
    SCORE_COLOURS,
    SCORE_INK,
    SEA,
    WARN,
    Svg,
    shorten,
    text_width,
    wrap,
)
from cermin.pure.calc.results import ElementScore, GroupTable
from cermin.pure.law.skm import CONVERSION, GRADES

REPORT_WIDTH = 453.0
NOTHING = "belum ada jawaban"
NOT_GIVEN = "Tidak mengisi"
GRADE_WORDS = {grade.letter: grade.performance for grade in GRADES}


@dataclass(frozen=True, slots=True)
class _Key:
    """One entry of a legend: its words and how its sample is drawn at (x, middle of the line)."""

    label: str
    width: float
    draw: Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class _Spot:
    """One period on the trend line; low and high are None together."""

    label: str
    value: float
    text: str
    grade: str
    low: float | None
    high: float | None


# Elements -------------------------------------------------------------------------------------------------------------


def elements_chart(report: SkmReport, *, width: float = REPORT_WIDTH, compact: bool = False) -> str:
    """Element means as bars on the whole axis from 1 to 4, weakest first, with grade bands and marks.

    Where the report has them: 95 % interval as a whisker, target as a tick, last period's mean as a hollow mark; the legend
    names only what is drawn. `compact` uses the short names of the elements and smaller text.
    """
    size = 8.2 if compact else 9.0
    line = size * 1.2
    elements = _weakest_first(report)
    intervals = {code: estimate.interval for code, estimate in report.result.element_estimates}
    targets = {code: float(target) for code, target in report.profile.targets}
    # Elements are matched by meaning: the same code may have stood for another element in an older report.
    earlier = {e.key: float(e.mean) for e in report.previous.summary.elements} if report.previous else {}

    svg = Svg(width, 0, alt_elements(report))
    code_width = min(max((text_width(e.code, size) for e in elements), default=0), 44) + 7
    names = [element.short if compact else element.name for element in elements]
    widest = max((text_width(name, size) for name in names), default=0)
    left = code_width + min(widest + 10, width * 0.4 - code_width)
    right = width - size * 8
    rows = [wrap(name, left - code_width - 8, size, lines=3) for name in names]
    heights = [max(size * 2.3, len(row) * line + size * 0.5) for row in rows]
    top = size * 2
    bottom = top + sum(heights)

    def x(value: float) -> float:
        return left + (min(4.0, max(1.0, value)) - 1) / 3 * (right - left)

    value_right = right + size * 3.9
    grade_middle = width - text_width("Mutu", size) / 2 - 1
    for position, grade in enumerate(GRADES):
        low, high = float(grade.lowest) / CONVERSION, _upper(position) / CONVERSION
        svg.rect(x(low), top, x(high) - x(low), bottom - top, PAPER if position % 2 else MIST)
        middle = (x(low) + x(high)) / 2
        svg.text(middle, top - 5, grade.letter, size=size, fill=GRADE_COLOURS[grade.letter], anchor="middle", bold=True)
        if position:
            svg.line((x(low), top), (x(low), bottom), stroke=LINE)
    svg.text(value_right, top - 5, "Nilai", size=size, fill=QUIET, anchor="end")
    svg.text(grade_middle, top - 5, "Mutu", size=size, fill=QUIET, anchor="middle")

    y = top
    drawn: set[str] = set()
    for element, row, height in zip(elements, rows, heights, strict=True):
        middle = y + height / 2
        svg.text(0, middle + size * 0.35, shorten(element.code, code_width - 5, size), size=size, fill=QUIET)
        _lines(svg, code_width, middle, row, size, line)
        if element.mean is None or element.grade is None:
            svg.text(left + 4, middle + size * 0.35, NOTHING, size=size, fill=QUIET)
            y += height
            continue
        half = size * 0.5
        svg.rect(left, middle - half, x(float(element.mean)) - left, 2 * half, SEA)
        bounds = intervals.get(element.code)
        if bounds is not None:
            _whisker(svg, (x(bounds.low), x(bounds.high)), middle, half * 0.8)
            drawn.add("interval")
        if element.code in targets:
            _target(svg, x(targets[element.code]), middle, half * 1.75)
            drawn.add("target")
        if element.key in earlier:
            _hollow(svg, x(earlier[element.key]), middle, size * 0.32)
            drawn.add("previous")
        text = number(element.mean, 2)
        svg.text(value_right, middle + size * 0.35, text, size=size, anchor="end", bold=True)
        svg.badge(grade_middle, middle, element.grade.letter, size * 0.62)
        y += height
    _axis(svg, x, bottom, size)

    keys = [_Key("nilai periode ini", 16, lambda kx, ky: svg.rect(kx, ky - 3.5, 16, 7, SEA))]
    if "interval" in drawn:
        keys.append(_Key("selang 95 %", 16, lambda kx, ky: _whisker(svg, (kx, kx + 16), ky, 3)))
    if "target" in drawn:
        keys.append(_Key("target", 4, lambda kx, ky: _target(svg, kx + 2, ky, 5)))
    if "previous" in drawn and report.previous:
        keys.append(
            _Key(report.previous.period or "periode lalu", 7, lambda kx, ky: _hollow(svg, kx + 3, ky, size * 0.32))
        )
    svg.height = _legend(svg, keys, 0 if compact else code_width, bottom + size * 2.6, width, size * 0.95)
    return svg.render()


def alt_elements(report: SkmReport) -> str:
    """Alternative text of `elements_chart`: every element with its mean and grade, weakest first."""
    elements = _weakest_first(report)
    parts = [
        f"{element.code} {element.name} {number(element.mean, 2)} (mutu {element.grade.letter})"
        if element.mean is not None and element.grade is not None
        else f"{element.code} {element.name} {NOTHING}"
        for element in elements
    ]
    return (
        f"Grafik batang nilai rata-rata {integer(len(elements))} unsur pada skala 1 sampai 4, dari yang terlemah: "
        f"{'; '.join(parts)}."
    )


# Respondents ----------------------------------------------------------------------------------------------------------


def profile_chart(report: SkmReport, *, width: float = REPORT_WIDTH) -> str:
    """Respondents by profile dimension as small bars on one common scale, in two columns where the width allows.

    A count below the limit is hatched and written "<5"; a count covered to protect another group is hatched and written
    "ditutup". All hatched bars have one length, which tells nothing about the count.
    """
    tables = report.result.profile
    if not tables:
        return _sentence(width, "Berkas jawaban tidak memuat karakteristik responden.")
    size, gap = 8.5, 26.0
    columns = 2 if width >= 360 and len(tables) > 1 else 1
    panel = (width - gap * (columns - 1)) / columns
    limit = report.result.min_count_n
    shown = [count for table in tables for _, count, _ in _bars(table, limit) if count is not None]
    most = max(shown, default=0) or 1
    # One width for the labels of all panels, so that a bar of one length means one number everywhere.
    widest = max((text_width(label, size) for table in tables for label, _, _ in _bars(table, limit)), default=0)
    label_width = min(widest + 8, panel * 0.48)
    room = panel - label_width - size * 4.4
    svg = Svg(width, 0, alt_profile(report))
    bottoms = [0.0] * columns
    hidden = False
    for table in tables:
        column = bottoms.index(min(bottoms))
        left, y = column * (panel + gap), bottoms[column]
        svg.text(left, y + size * 1.1, shorten(table.title, panel, size, bold=True), size=size, bold=True)
        y += size * 1.6
        start = left + label_width
        for label, count, text in _bars(table, limit):
            row = wrap(label, label_width - 6, size)
            height = max(size * 1.65, len(row) * size * 1.15 + 3)
            middle = y + height / 2
            _lines(svg, left, middle, row, size, size * 1.15, fill=QUIET)
            if count is None:
                hidden = True
                length = min(24.0, room)
                svg.hatch(start, middle - size * 0.4, length, size * 0.8)
            else:
                length = room * count / most
                svg.rect(start, middle - size * 0.4, length, size * 0.8, SEA)
            svg.text(start + length + 4, middle + size * 0.35, text, size=size, bold=count is not None)
            y += height
        svg.line((start, bottoms[column] + size * 1.6), (start, y), stroke=EDGE, width=0.6)
        bottoms[column] = y + size * 1.2
    svg.height = max(bottoms)
    if hidden:
        note = "Arsir: jumlah ditutup agar responden tidak dapat dikenali."
        svg.height = _note(svg, [note], svg.height + 2, width, size)
    return svg.render()


def alt_profile(report: SkmReport) -> str:
    """Alternative text of `profile_chart`: every dimension with its groups and counts as shown."""
    limit = report.result.min_count_n
    parts = [
        f"{table.title}: {', '.join(f'{label} {text}' for label, _, text in _bars(table, limit))}"
        for table in report.result.profile
    ]
    return f"Grafik batang jumlah responden menurut karakteristik. {'; '.join(parts)}."


def _bars(table: GroupTable, limit: int) -> list[tuple[str, int | None, str]]:
    """Label, count (None when hidden) and text of each bar."""
    bars = [(group.label, group.count, count_text(group, limit)) for group in table.groups]
    if table.not_given is None:
        bars.append((NOT_GIVEN, None, COVERED))
    elif table.not_given:
        bars.append((NOT_GIVEN, table.not_given, integer(table.not_given)))
    return bars


# Trend ----------------------------------------------------------------------------------------------------------------


def trend_chart(report: SkmReport, *, width: float = REPORT_WIDTH, compact: bool = False) -> str:
    """The index over periods as a line with its values, the 95 % intervals as a band, and the grade bands behind.

    The axis is cut to the range that is needed and says where it starts when that is not 25. As many of the latest periods are
    shown as can be written without touching each other. A point whose neighbours have no interval gets a whisker.
    """
    spots = _spots(report)
    if not spots:
        return _sentence(width, "Belum ada nilai IKM yang dapat ditampilkan.")
    size = 8.2 if compact else 9.0
    left, right = size * 3, width - size * (2.6 if compact else 9.6)
    top, plot_height = size * 1.9, size * (9 if compact else 15)
    bottom = top + plot_height
    slots = max(1, int((right - left) / (text_width("88,88", size, bold=True) + 4)))
    total, spots = len(spots), spots[-slots:]
    slot = (right - left) / len(spots)
    start, end, step = _range(spots)
    svg = Svg(width, 0, alt_trend(report))

    def x(position: int) -> float:
        return left + (position + 0.5) * slot

    def y(value: float) -> float:
        return top + (end - min(end, max(start, value))) / (end - start) * plot_height

    marks: list[tuple[float, str]] = []
    for position, grade in enumerate(GRADES):
        low, high = max(float(grade.lowest), start), min(_upper(position), end)
        if low >= high:
            continue
        svg.rect(left, y(high), right - left, y(low) - y(high), PAPER if position % 2 else MIST)
        marks.append(((y(low) + y(high)) / 2, grade.letter))
        if low > start:
            svg.line((left, y(low)), (right, y(low)), stroke=LINE)
    for middle, letter in _spread(marks, size * 1.5, top, bottom):
        svg.badge(right + size * 1.3, middle, letter, size * 0.56)
        if not compact:
            colour = GRADE_COLOURS[letter]
            svg.text(right + size * 2.5, middle + size * 0.35, GRADE_WORDS[letter], size=size, fill=colour)
    for value in range(int(start), int(end) + 1, step):
        svg.line((left - 3, y(value)), (left, y(value)), stroke=EDGE)
        svg.text(left - 6, y(value) + size * 0.35, integer(value), size=size, fill=QUIET, anchor="end")
    svg.line((left, top), (left, bottom), stroke=EDGE)

    has_interval = _intervals(svg, spots, x, y)
    if len(spots) > 1:
        svg.path([(x(i), y(spot.value)) for i, spot in enumerate(spots)], stroke=SEA, width=2)
    row_height = size * 1.15
    deepest = 0
    for i, spot in enumerate(spots):
        last = i == len(spots) - 1
        svg.circle(x(i), y(spot.value), size * 0.38, SEA, stroke=PAPER, stroke_width=1.2)
        above = y(spot.value if spot.high is None else spot.high) - size * 0.7
        svg.text(x(i), above, spot.text, size=size, anchor="middle", bold=True)
        rows = wrap(_brief(spot.label), slot - 3, size * 0.95, lines=3, bold=last)
        deepest = max(deepest, len(rows))
        for number_, row in enumerate(rows):
            base = bottom + size * 1.4 + number_ * row_height
            svg.text(x(i), base, row, size=size * 0.95, fill=INK if last else QUIET, anchor="middle", bold=last)
    notes = []
    if has_interval:
        notes.append("Pita: selang kepercayaan 95 %.")
    if start > 25:
        notes.append(f"Sumbu dimulai dari {integer(int(start))}, bukan 25, agar perubahan terbaca.")
    if len(spots) < total:
        notes.append(f"Ditampilkan {integer(len(spots))} periode terakhir dari {integer(total)}.")
    svg.height = _note(svg, notes, bottom + size * 1.4 + deepest * row_height, width, size * 0.92)
    return svg.render()


def alt_trend(report: SkmReport) -> str:
    """Alternative text of `trend_chart`: every period with its index and grade."""
    spots = _spots(report)
    if not spots:
        return "Belum ada nilai IKM yang dapat ditampilkan."
    parts = [f"{spot.label} {spot.text} (mutu {spot.grade})" for spot in spots]
    return f"Grafik garis nilai IKM menurut periode: {'; '.join(parts)}."


def _spots(report: SkmReport) -> list[_Spot]:
    """The periods of the report, this one alone when it brings no earlier ones."""
    if report.trend:
        return [
            _Spot(
                point.label,
                float(point.value),
                number(point.value, 2),
                point.grade,
                *(
                    (float(point.low), float(point.high))
                    if point.low is not None and point.high is not None
                    else (None, None)
                ),
            )
            for point in report.trend
        ]
    index, bounds = report.result.index, report.result.estimate.interval
    if index.value is None or index.grade is None:
        return []
    low, high = (bounds.low, bounds.high) if bounds else (None, None)
    label = report.profile.period or "periode ini"
    return [_Spot(label, float(index.value), number(index.value, 2), index.grade.letter, low, high)]


def _range(spots: Sequence[_Spot]) -> tuple[float, float, int]:
    """Start, end and tick distance of the trend's axis: tens around what is drawn, at least 20 wide, never outside 25 to 100."""
    lowest = min(spot.value if spot.low is None else spot.low for spot in spots)
    highest = max(spot.value if spot.high is None else spot.high for spot in spots)
    start = (lowest - 4) // 10 * 10
    end = min(100.0, -(-(highest + 4) // 10) * 10)
    start = min(start, end - 20)
    if start < 30:
        return 25.0, 100.0, 25
    return start, end, 10 if end - start <= 50 else 20


def _intervals(svg: Svg, spots: Sequence[_Spot], x: Callable[[int], float], y: Callable[[float], float]) -> bool:
    """Draw intervals as bands over neighbours that have one, as whiskers where a point stands alone; False when none is known."""
    found = False
    for known, run in groupby(enumerate(spots), key=lambda item: item[1].low is not None):
        members = [(i, spot.low, spot.high) for i, spot in run if spot.low is not None and spot.high is not None]
        if not known or not members:
            continue
        found = True
        if len(members) == 1:
            i, low, high = members[0]
            svg.rect(x(i) - 4, y(high), 8, y(low) - y(high), SEA)
            svg.rect(x(i) - 3.3, y(high) + 0.7, 6.6, y(low) - y(high) - 1.4, "#d8e6e8")
            continue
        outline = [(x(i), y(high)) for i, _, high in members] + [(x(i), y(low)) for i, low, _ in reversed(members)]
        svg.path(outline, closed=True, fill=SEA, opacity=0.18)
    return found


def _brief(label: str) -> str:
    """A period's name for a narrow slot."""
    for long, short in (("Semester", "Sem."), ("Triwulan", "Tw."), ("Tahun ", "")):
        label = label.replace(long, short)
    return label


def _spread(marks: list[tuple[float, str]], distance: float, top: float, bottom: float) -> list[tuple[float, str]]:
    """Marks moved apart (given from the lowest on the page upwards) so that they keep `distance` and stay beside the plot."""
    placed: list[tuple[float, str]] = []
    limit = bottom - distance / 2
    for middle, letter in marks:
        limit = min(middle, limit)
        placed.append((limit, letter))
        limit -= distance
    limit = top + distance / 2
    for position in range(len(placed) - 1, -1, -1):
        middle = max(placed[position][0], limit)
        placed[position] = (middle, placed[position][1])
        limit = middle + distance
    return placed


# Answers --------------------------------------------------------------------------------------------------------------


def answers_chart(report: SkmReport, *, width: float = REPORT_WIDTH) -> str:
    """Share of the scores 1 to 4 of each element as one stacked bar with counts, weakest element first.

    Drawn only from `min_score_n` respondents on; an element with fewer is hatched. A count that does not fit into its piece is
    left out, and the chart says so.
    """
    limit = report.result.min_score_n
    if report.result.index.respondents < limit:
        return _sentence(width, _too_few(limit))
    size = 8.5
    elements = _weakest_first(report)
    svg = Svg(width, 0, alt_answers(report))
    code_width = min(max((text_width(e.code, size) for e in elements), default=0), 44) + 7
    widest = max((text_width(e.name, size) for e in elements), default=0)
    left = code_width + min(widest + 10, width * 0.4 - code_width)
    right = width - size * 5
    y = size * 2
    svg.text(width, y - 5, "Jawaban", size=size, fill=QUIET, anchor="end")
    omitted = hidden = False
    for element in elements:
        row = wrap(element.name, left - code_width - 8, size)
        height = max(size * 2.1, len(row) * size * 1.2 + size * 0.5)
        middle, half = y + height / 2, size * 0.66
        svg.text(0, middle + size * 0.35, shorten(element.code, code_width - 5, size), size=size, fill=QUIET)
        _lines(svg, code_width, middle, row, size, size * 1.2)
        y += height
        if not element.answers:
            svg.text(left + 4, middle + size * 0.35, NOTHING, size=size, fill=QUIET)
            continue
        if element.respondents < limit:
            hidden = True
            svg.hatch(left, middle - half, right - left, 2 * half)
            svg.text(width, middle + size * 0.35, COVERED, size=size, fill=QUIET, anchor="end")
            continue
        start = left
        for score, count in enumerate(element.counts):
            length = (right - left) * count / element.answers
            if not count:
                continue
            svg.rect(start, middle - half, length, 2 * half, SCORE_COLOURS[score], stroke=PAPER, stroke_width=0.6)
            text = integer(count)
            if text_width(text, size - 0.5) + 0.2 <= length:
                ink = SCORE_INK[score]
                svg.text(start + length / 2, middle + size * 0.35, text, size=size - 0.5, fill=ink, anchor="middle")
            else:
                omitted = True
            start += length
        text = integer(element.answers)
        svg.text(width, middle + size * 0.35, text, size=size, anchor="end", bold=True)
    words = ("nilai 1 (terendah)", "nilai 2", "nilai 3", "nilai 4 (tertinggi)")
    keys = [_Key(word, 12, partial(_swatch, svg, SCORE_COLOURS[score])) for score, word in enumerate(words)]
    bottom = _legend(svg, keys, code_width, y + size * 1.4, width, size)
    notes = []
    if omitted:
        notes.append("Jumlah yang tidak muat dalam batangnya tidak ditulis.")
    if hidden:
        notes.append(f"Arsir: kurang dari {integer(limit)} responden.")
    svg.height = _note(svg, notes, bottom, width, size) if notes else bottom
    return svg.render()


def alt_answers(report: SkmReport) -> str:
    """Alternative text of `answers_chart`: the four counts of each element, or why they are not shown."""
    limit = report.result.min_score_n
    if report.result.index.respondents < limit:
        return _too_few(limit)
    parts = [
        f"{element.code} {element.name} {', '.join(integer(count) for count in element.counts)}"
        if element.respondents >= limit
        else f"{element.code} {element.name} {COVERED if element.answers else NOTHING}"
        for element in _weakest_first(report)
    ]
    return f"Grafik batang bertumpuk jumlah jawaban bernilai 1, 2, 3, dan 4 menurut unsur: {'; '.join(parts)}."


def _too_few(limit: int) -> str:
    return f"Sebaran jawaban tidak ditampilkan karena responden kurang dari {integer(limit)}."


def _swatch(svg: Svg, fill: str, x: float, y: float) -> None:
    svg.rect(x, y - 4, 12, 8, fill, stroke=EDGE, stroke_width=0.5)


# Shared pieces --------------------------------------------------------------------------------------------------------


def _weakest_first(report: SkmReport) -> list[ElementScore]:
    """Elements by exact mean, ties in the order of the list; elements without answers last."""
    elements = report.result.index.elements
    return sorted(elements, key=lambda element: (element.mean is None, element.mean or 0))


def _upper(position: int) -> float:
    """Where the band of a grade ends on the index scale: at the start of the next one."""
    return float(GRADES[position + 1].lowest if position + 1 < len(GRADES) else GRADES[position].highest)


def _lines(
    svg: Svg, x: float, middle: float, rows: Sequence[str], size: float, line: float, *, fill: str = INK
) -> None:
    """Lines of text centred vertically on `middle`."""
    first = middle + size * 0.35 - (len(rows) - 1) * line / 2
    for position, row in enumerate(rows):
        svg.text(x, first + position * line, row, size=size, fill=fill)


def _whisker(svg: Svg, span: tuple[float, float], y: float, half: float) -> None:
    """An interval with a white edge, so that it is read on the bar and beside it."""
    low, high = span
    for colour, width in ((PAPER, 3.2), (INK, 1.1)):
        svg.line((low, y), (high, y), stroke=colour, width=width)
        svg.line((low, y - half), (low, y + half), stroke=colour, width=width)
        svg.line((high, y - half), (high, y + half), stroke=colour, width=width)


def _target(svg: Svg, x: float, y: float, half: float) -> None:
    svg.line((x, y - half), (x, y + half), stroke=PAPER, width=3.6)
    svg.line((x, y - half), (x, y + half), stroke=WARN, width=2)


def _hollow(svg: Svg, x: float, y: float, radius: float) -> None:
    svg.circle(x, y, radius, PAPER, stroke=INK, stroke_width=1.1)


def _axis(svg: Svg, x: Callable[[float], float], y: float, size: float) -> None:
    """The axis of element means, whole from 1 to 4."""
    svg.line((x(1), y), (x(4), y), stroke=EDGE)
    for half in range(2, 9):
        value = half / 2
        svg.line((x(value), y), (x(value), y + 3), stroke=EDGE)
        text = number(value, 1) if half % 2 else integer(half // 2)
        svg.text(x(value), y + 3 + size * 1.05, text, size=size * 0.92, fill=QUIET, anchor="middle")


def _legend(svg: Svg, keys: Sequence[_Key], left: float, y: float, width: float, size: float) -> float:
    """Draw the keys from `left`, breaking lines at `width`; `y` is the middle of the first line. Returns the lower edge."""
    x = left
    for key in keys:
        label = shorten(key.label, width - left - key.width - 5, size)
        needed = key.width + 5 + text_width(label, size)
        if x > left and x + needed > width:
            x, y = left, y + size * 1.7
        key.draw(x, y)
        svg.text(x + key.width + 5, y + size * 0.35, label, size=size, fill=QUIET)
        x += needed + 18
    return y + size


def _note(svg: Svg, sentences: Sequence[str], y: float, width: float, size: float) -> float:
    """Draw quiet sentences under the picture. Returns the lower edge."""
    for row in wrap(" ".join(sentences), width, size, lines=4) if sentences else ():
        y += size * 1.3
        svg.text(0, y, row, size=size, fill=QUIET)
    return y + size * 0.5


def _sentence(width: float, sentence: str) -> str:
    """A picture that only says why there is none."""
    svg = Svg(width, 0, sentence)
    svg.height = _note(svg, [sentence], 0, width, 9.0)
    return svg.render()
