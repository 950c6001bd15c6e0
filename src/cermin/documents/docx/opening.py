"""The first page: the cover of a report, or the letterhead of a letter."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from cermin.documents.content import Cover, Document, Letterhead
from cermin.documents.docx.markup import INK, QUIET, SEA, TEXT_WIDTH, borders, grade_run, paragraph, run, runs, twips
from cermin.documents.docx.pictures import Pictures
from cermin.documents.docx.tables import SIDES, cell, empty_cell, row, table

_POINTS_PER_MM = 72 / 25.4
_BOX_MM = 118.0
_LOGO_MM = 30.0


def _lines(text: str, size: float, width_mm: float = 160.0) -> int:
    """Estimated number of lines; 0.66 of the size is the mean width of bold capitals."""
    return max(1, ceil(len(text) * size * 0.66 / (width_mm * _POINTS_PER_MM)))


def cover(cover: Cover, document: Document, pictures: Pictures) -> list[str]:
    """The cover's paragraphs. The empty space between its groups is shared out, so that A4, F4 and long names fill one page each."""
    logo = pictures.logo(document.letterhead, width_mm=60, height_mm=_LOGO_MM)
    text_height = (280 if document.paper == "F4" else 247) * _POINTS_PER_MM
    used = _LOGO_MM * _POINTS_PER_MM + 6
    used += sum(_lines(line, 20) * 26 for line in cover.title)
    used += sum(_lines(line, 14) * 25 for line in cover.subtitle)
    used += 40 + 20 + 56 + sum(_lines(line, 8, _BOX_MM) * 13 for line in cover.figure_note)
    used += sum(_lines(line, 12) * 16 for line in cover.owner) + 30
    free = max(60.0, text_height - used - 40)

    groups = [paragraph("Sampul", logo, before=free * 0.08, after=6)]
    for position, line in enumerate(cover.title):
        above = free * 0.22 if position == 0 else 0
        groups.append(paragraph("Title", run(line), before=above))
    for position, line in enumerate(cover.subtitle):
        groups.append(paragraph("Subtitle", run(line), before=14 if position == 0 else None))
    groups.append(paragraph("Jarak", "", after=free * 0.28))
    groups.append(_figure_box(cover))
    for position, line in enumerate(cover.owner):
        groups.append(
            paragraph("Sampul", run(line, bold=True, size=12), before=free * 0.37 if position == 0 else 0, after=0)
        )
    if cover.date:
        groups.append(paragraph("Sampul", runs(cover.date, size=12), before=8))
    return groups


def _figure_box(cover: Cover) -> str:
    """The sentence, then the number with its grade, framed in the middle of the page."""
    box = twips(_BOX_MM)
    left = (TEXT_WIDTH - box) // 2
    widths = [left, box, TEXT_WIDTH - box - left]
    figure = run(cover.figure, bold=True, color=SEA, size=40 if len(cover.figure) <= 7 else 24)
    if cover.grade:
        figure += run("  ", size=24) + grade_run(cover.grade, size=24)
    content = paragraph("Sampul", runs(cover.sentence), before=10, after=4) + paragraph("Sampul", figure, after=4)
    content += "".join(paragraph("Sampul", run(line, color=QUIET, size=9.5), after=0) for line in cover.figure_note)
    content += paragraph("Jarak", "", after=6)
    cells = (
        empty_cell(widths[0])
        + cell(box, content, borders("tcBorders", SIDES, "single", 8, SEA))
        + empty_cell(widths[2])
    )
    return table("TableNormal", widths, row(cells))


def letterhead(head: Letterhead, pictures: Pictures) -> str:
    """Kop: logo at the left, the owners from the biggest down, the address, and a double line."""
    logo = pictures.logo(head, width_mm=22, height_mm=24)
    side = twips(25)
    middle = TEXT_WIDTH - 2 * side
    lines = "".join(_head_lines(head))
    rule = borders("tcBorders", ("bottom",), "double", 12, INK)
    middle_look = rule + '<w:vAlign w:val="center"/>'
    # The empty cell at the right keeps the lines in the middle of the page.
    cells = (
        cell(side, paragraph("Kop", logo), middle_look)
        + cell(middle, lines or paragraph("Kop", ""), middle_look)
        + cell(side, paragraph("Kop", ""), rule)
    )
    return table("TableNormal", [side, middle, side], row(cells), margins=(40, 40)) + paragraph("Jarak", "", after=10)


def _head_lines(head: Letterhead) -> Iterator[str]:
    for text, size in ((head.government, 12.0), (head.agency, 14.0), (head.unit, 14.0)):
        if text:
            yield paragraph("Kop", run(text.upper(), bold=True, size=size))
    for line in head.address:
        if line:
            yield paragraph("Kop", run(line, size=9))
