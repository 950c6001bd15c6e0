"""Tables as strings: fixed layout, a grid whose widths sum to the text width, every cell with its width.

Word and LibreOffice then draw the same columns, whatever the text in them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import ceil

from cermin.documents.content import Cell, Run, Table
from cermin.documents.docx.markup import EDGE, HEAD_FILL, SEA, TEXT_WIDTH, borders, paragraph, run, runs, shade, twips

ALL_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
SIDES = ("top", "left", "bottom", "right")
SMALLEST_COLUMN_MM = 8.0
KEEP_TOGETHER_PT = 340
"""A table up to about 120 mm high stays on one page; a longer one breaks between rows and repeats its header."""
_LINE, _ROW_PADDING = 1.17, 5.0


def column_widths(asked: Sequence[float | None]) -> list[int]:
    """Widths in twips that sum to the text width. Columns without a width share what is left; all are scaled when they do not fit."""
    free = asked.count(None)
    left = TEXT_WIDTH - sum(twips(width) for width in asked if width is not None)
    share = max(left / free, twips(SMALLEST_COLUMN_MM)) if free else 0.0
    wanted = [share if width is None else twips(width) for width in asked]
    scale = TEXT_WIDTH / sum(wanted)
    edges = [0]
    position = 0.0
    for width in wanted:
        position += width * scale
        edges.append(round(position))
    return [right - left for left, right in itertools.pairwise(edges)]


def equal_widths(count: int, gap_mm: float = 0) -> list[int]:
    """`count` equal columns with gaps between them as columns of their own; sums to the text width."""
    gap = twips(gap_mm)
    if not gap:
        return column_widths([None] * count)
    room = TEXT_WIDTH - gap * (count - 1)
    edges = [round(room * position / count) for position in range(count + 1)]
    widths: list[int] = []
    for left, right in itertools.pairwise(edges):
        widths += [gap, right - left] if widths else [right - left]
    return widths


def table(
    style: str, widths: Sequence[int], rows: str, *, extra: str = "", margins: tuple[int, int] | None = None
) -> str:
    """A table from finished rows. extra: own borders; margins: (above and below, left and right) of each cell in twips."""
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'{extra}<w:tblLayout w:type="fixed"/>'
    )
    if margins:
        vertical, side = margins
        properties += (
            f'<w:tblCellMar><w:top w:w="{vertical}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
            f'<w:bottom w:w="{vertical}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
        )
    properties += '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def row(cells: str, *, header: bool = False, height_mm: float = 0) -> str:
    """A row that is never split over two pages."""
    height = f'<w:trHeight w:val="{twips(height_mm)}" w:hRule="atLeast"/>' if height_mm else ""
    flag = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{flag}</w:trPr>{cells}</w:tr>"


def cell(width: int, content: str, properties: str = "") -> str:
    """A cell. properties: vMerge, tcBorders, shd, vAlign, in that order."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def empty_cell(width: int) -> str:
    """A cell that only keeps a distance."""
    return cell(width, paragraph("IsiTabel", ""), borders("tcBorders", SIDES, "nil", 0, "auto"))


def data_table(block: Table) -> str:
    """The table of a block: header row repeated on every page, row spans, total rows in bold under a line.

    Raises ValueError when a row does not fill the columns, which would shift figures under a wrong heading.
    """
    if not block.columns:
        raise ValueError(f"table {block.number or block.caption!r} has no columns")
    small = block.size == "small"
    size = 8.0 if small else 9.5
    suffix = "Kecil" if small else ""
    widths = column_widths([column.width_mm for column in block.columns])
    side = 40 if small else 70
    together = _height(block, widths, side, size) <= KEEP_TOGETHER_PT
    count = len(block.rows) + len(block.foot)

    head = "".join(
        cell(
            width,
            paragraph(
                f"KepalaTabel{suffix}",
                run(column.title) if column.title else "",
                keep_next=count > 0 or bool(block.note),
                align=None if column.align == "left" else column.align,
            ),
            shade(HEAD_FILL) + '<w:vAlign w:val="bottom"/>',
        )
        for width, column in zip(widths, block.columns, strict=True)
    )
    parts = [row(head, header=True)]
    writer = _Rows(block, widths, f"IsiTabel{suffix}")
    position = 0
    for kind, group in (("body", block.rows), ("foot", block.foot)):
        for line in group:
            position += 1
            last = position == count
            # The note must not part from the last rows, nor a total from what it sums.
            near_end = position >= count - 1 - len(block.foot)
            keep = bool(block.note) if last else (together or near_end or position == 1)
            parts.append(
                row(writer.cells(line, keep=keep, foot=kind == "foot", first_foot=position == len(block.rows) + 1))
            )
        if any(writer.open):
            raise ValueError(f"table {block.number or block.caption!r}: a cell spans past the last row")
    extra = borders("tblBorders", ALL_SIDES, "single", 4, EDGE) if block.grid else ""
    return table("TabelLaporan", widths, "".join(parts), extra=extra, margins=(20 if small else 30, side))


class _Rows:
    """Writes body and total rows, remembering which columns a cell above still covers."""

    def __init__(self, block: Table, widths: Sequence[int], style: str) -> None:
        self.block, self.widths, self.style = block, widths, style
        self.open = [0] * len(widths)
        self.starts = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>' for width in widths]

    def cells(self, line: Sequence[Cell], *, keep: bool, foot: bool, first_foot: bool) -> str:
        out: list[str] = []
        given = iter(line)
        used = 0
        kept = "<w:keepNext/>" if keep else ""
        opening = f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{self.style}"/>{kept}'
        line_above = borders("tcBorders", ("top",), "single", 6, SEA) if foot and first_foot else ""
        for column, start in enumerate(self.starts):
            if self.open[column]:
                self.open[column] -= 1
                out.append(f"{start}<w:vMerge/>{opening}</w:pPr></w:p></w:tc>")
                continue
            content = next(given, None)
            if content is None:
                raise ValueError(
                    f"table {self.block.number or self.block.caption!r}: a row has {len(line)} cells, too few for {len(self.widths)} columns"
                )
            used += 1
            merge = ""
            if content.rows > 1:
                self.open[column] = content.rows - 1
                merge = '<w:vMerge w:val="restart"/>'
            align = content.align or self.block.columns[column].align
            jc = "" if align == "left" else f'<w:jc w:val="{align}"/>'
            out.append(f"{start}{merge}{line_above}{opening}{jc}</w:pPr>{_words(content, foot)}</w:p></w:tc>")
        if used != len(line):
            raise ValueError(
                f"table {self.block.number or self.block.caption!r}: a row has {len(line)} cells, too many for {len(self.widths)} columns"
            )
        return "".join(out)


def _words(content: Cell, foot: bool) -> str:
    return runs(tuple(part for part in content.text if part.text or part.grade), bold=foot or content.bold)


def _height(block: Table, widths: Sequence[int], side: int, size: float) -> float:
    """Estimated height in points, to decide whether the table can stay on one page. Infinite for plainly long tables."""
    if len(block.rows) > 60:
        return float("inf")
    per_line = [max(1.0, (width - 2 * side) / 20 / (size * 0.52)) for width in widths]

    def lines(length: int, column: int) -> int:
        return max(1, ceil(length / per_line[column]))

    def row_height(count: int) -> float:
        return count * size * _LINE + _ROW_PADDING

    total = row_height(max(lines(len(column.title), at) for at, column in enumerate(block.columns)))
    for group in (*block.rows, *block.foot):
        # Cells right of a row span stand one column further than their place in the row; widths differ little enough for an estimate.
        shift = len(widths) - len(group)
        total += row_height(
            max(
                (lines(_length(item.text), min(at + shift, len(widths) - 1)) for at, item in enumerate(group)),
                default=1,
            )
        )
    return total


def _length(text: tuple[Run, ...]) -> int:
    return sum(len(part.text) + (2 if part.grade else 0) for part in text)
