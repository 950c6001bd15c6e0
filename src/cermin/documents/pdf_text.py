"""Text and tables as the PDF template reads them: printable, with places to break where a word would not fit, widths in mm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import Any

from cermin.documents.content import Cell, Run, Table, Text
from cermin.documents.fonts import BREAK, printable
from cermin.documents.svg import text_width

Data = dict[str, Any]

POINTS_PER_MM = 72 / 25.4
TEXT_WIDTH_MM = 160.0
LONG_WORD = 26
"""A word with more characters (an address, a digest) may break inside, also where it would fit on a line of its own."""
KEEP_TOGETHER_MM = 120.0
"""A table up to this height stays on one page; a longer one breaks between rows and repeats its header."""
TALLEST_ROW_MM = 150.0
"""A higher row may break, for it might not fit on any page."""
LONGEST_SPAN = 15
"""Rows that one cell may keep together on a page."""
UNIFORM_ROWS = 40
"""From so many one-line rows on, the row height is given instead of measured: typst then needs half the time."""
SMALLEST_COLUMN_MM = 8.0
_TABLE_STYLE = {"normal": (9.5, 5.0, 4.5), "small": (8.0, 3.0, 2.8)}
"""Size of the letters, room left and right, room above and below, in points."""
_CAPITAL = 0.716
_LINE = _CAPITAL + 0.5
"""Height of a capital, and from line to line in a table, in sizes."""
_MONO_WIDTH = 0.602 * 0.88
_WORD = re.compile(rf"[^ \n{BREAK}]+")
_INSIDE = re.compile(r"(?<=[/\-_.@?&=:,;])(?=\w)")


def plain(text: Text) -> str:
    """The words alone."""
    return "".join(run.text for run in text)


def set_line(text: str, size: float, width_mm: float = TEXT_WIDTH_MM, *, bold: bool = False) -> str:
    """A plain stretch of text, ready to set."""
    return _breakable(printable(text), size, width_mm * POINTS_PER_MM, bold)


def set_text(text: Text, size: float, width_mm: float = TEXT_WIDTH_MM, *, bold: bool = False) -> str | list[Any] | None:
    """Runs as a list; as one string when none has a look of its own; None when there is nothing.

    size: of the letters, in points; width_mm: of the line. A word that would not fit gets places to break.
    """
    width = width_mm * POINTS_PER_MM
    parts: list[Any] = [_run(run, size, width, bold) for run in text if run.text or run.grade]
    if not parts:
        return None
    return "".join(parts) if all(isinstance(part, str) for part in parts) else parts


def _run(run: Run, size: float, width: float, bold: bool) -> str | Data:
    shown = _breakable(printable(run.text), size, width, bold or run.bold, mono=run.mono)
    if not (run.bold or run.italic or run.fill_in or run.grade or run.mono):
        return shown
    return {
        "text": shown,
        "bold": run.bold,
        "italic": run.italic,
        "fill": run.fill_in,
        "grade": run.grade,
        "mono": run.mono,
    }


def _wide(text: str, size: float, bold: bool, mono: bool = False) -> float:
    return len(text) * size * _MONO_WIDTH if mono else text_width(text, size, bold=bold)


def _breakable(text: str, size: float, width: float, bold: bool = False, *, mono: bool = False) -> str:
    """`text` with places to break in words that are long or wider than `width` points."""
    longest = max(map(len, _WORD.findall(text)), default=0)
    if longest <= LONG_WORD and longest * size <= width:
        return text
    return _WORD.sub(lambda word: _word(word.group(), size, width, bold, mono), text)


def _word(word: str, size: float, width: float, bold: bool, mono: bool) -> str:
    """After a mark within the word; every eight characters of a digest; anywhere when even that is too wide."""
    if len(word) <= LONG_WORD and _wide(word, size, bold, mono) <= width:
        return word
    parts: list[str] = []
    for part in _INSIDE.split(word):
        if len(part) <= LONG_WORD and _wide(part, size, bold, mono) <= width:
            parts.append(part)
            continue
        eights = [part[start : start + 8] for start in range(0, len(part), 8)]
        if len(part) > LONG_WORD and all(_wide(eight, size, bold, mono) <= width for eight in eights):
            parts += eights
        else:
            parts += part
    return BREAK.join(parts)


# ---- tables ----


def column_widths(asked: Sequence[float | None]) -> list[float]:
    """Widths in mm that sum to the text width. None shares what is left; all are scaled when they do not fill or do not fit."""
    free = asked.count(None)
    left = TEXT_WIDTH_MM - sum(width for width in asked if width is not None)
    share = max(left / free, SMALLEST_COLUMN_MM) if free else 0.0
    wanted = [share if width is None else width for width in asked]
    scale = TEXT_WIDTH_MM / sum(wanted)
    return [round(width * scale, 3) for width in wanted]


@lru_cache(maxsize=8192)
def _plain_cell(text: str, size: float, width: float, bold: bool) -> tuple[str, int]:
    """The text of a cell without looks, and how many lines it takes."""
    shown = _breakable(printable(text), size, width, bold)
    lines = sum(max(1, ceil(text_width(line, size, bold=bold) / width)) for line in shown.split("\n"))
    # Words do not fill a line to its end.
    return shown, lines if lines <= 1 else ceil(lines * 1.15)


class _Rows:
    """Turns rows into JSON, remembering which columns a cell above still covers, and how high the rows will be."""

    def __init__(self, table: Table, widths: Sequence[float]) -> None:
        self.table = table
        self.size, self.side, self.above = _TABLE_STYLE[table.size]
        self.room = [width * POINTS_PER_MM - 2 * self.side for width in widths]
        self.open = [0] * len(widths)
        self.height = 0.0
        self.uniform = True
        self.cuts = [0]

    def rows(self, rows: Sequence[Sequence[Cell]], *, foot: bool = False) -> list[list[Any]]:
        made = []
        for position, row in enumerate(rows, 1):
            made.append(self._row(row, foot))
            if not any(self.open):
                self.cuts.append(position)
        if any(self.open):
            raise ValueError(f"{self._name()}: a cell spans past the last row")
        return made

    def _name(self) -> str:
        return f"table {self.table.number or self.table.caption}".strip()

    def _row(self, row: Sequence[Cell], foot: bool) -> list[Any]:
        free = [column for column, covered in enumerate(self.open) if not covered]
        if len(row) != len(free):
            raise ValueError(f"{self._name()}: a row has {len(row)} cells for {len(free)} columns")
        self.open = [max(0, covered - 1) for covered in self.open]
        made = []
        most = 1
        for column, cell in zip(free, row, strict=True):
            content, lines = self._cell(cell, column, foot)
            made.append(content)
            if cell.rows == 1:
                most = max(most, lines)
            else:
                self.open[column] = cell.rows - 1
        height = self.row_height(most)
        self.height += height
        self.uniform = self.uniform and most == 1
        if height > TALLEST_ROW_MM * POINTS_PER_MM:
            made = [(_looks(content) | {"tall": True}) for content in made]
        return made

    def row_height(self, lines: int) -> float:
        """Points."""
        return self.size * (_CAPITAL + _LINE * (lines - 1)) + 2 * self.above

    def _cell(self, cell: Cell, column: int, foot: bool) -> tuple[Any, int]:
        bold = cell.bold or foot
        align = None if cell.align == self.table.columns[column].align else cell.align
        looks = any(run.bold or run.italic or run.fill_in or run.grade or run.mono for run in cell.text)
        shown, lines = _plain_cell(plain(cell.text), self.size, self.room[column], bold)
        if not (looks or bold or align or cell.rows > 1):
            return shown, lines
        self.uniform = self.uniform and cell.rows == 1
        text = set_text(cell.text, self.size, self.room[column] / POINTS_PER_MM, bold=bold) if looks else shown
        tall = cell.rows > LONGEST_SPAN
        return {"text": text, "bold": bold, "align": align, "rows": cell.rows, "tall": tall}, lines


def _looks(content: str | Data) -> Data:
    if not isinstance(content, str):
        return content
    return {"text": content, "bold": False, "align": None, "rows": 1, "tall": False}


def _tail(rows: Sequence[Sequence[Any]], cuts: Sequence[int]) -> int:
    """How many last rows stay on the page of the totals and the note: one, or those that a cell spanning down to it holds together.

    None when they might not fit on a page. cuts: after how many rows the table can be parted.
    """
    if len(cuts) < 2 or len(rows) - cuts[-2] > LONGEST_SPAN:
        return 0
    last = rows[cuts[-2] :]
    tall = any(cell["tall"] for row in last for cell in row if not isinstance(cell, str))
    return 0 if tall else len(last)


def table_data(block: Table) -> Data:
    """The table with widths in mm, its texts broken to fit them, and whether it stays on one page.

    Raises ValueError when a row does not fill the columns: figures would shift under a wrong heading.
    """
    if not block.columns:
        raise ValueError(f"table {block.number or block.caption} has no columns")
    widths = column_widths([column.width_mm for column in block.columns])
    setter = _Rows(block, widths)
    heads = [
        _plain_cell(column.title, setter.size, room, bold=True)
        for column, room in zip(block.columns, setter.room, strict=True)
    ]
    rows = setter.rows(block.rows)
    uniform, cuts = setter.uniform and len(rows) >= UNIFORM_ROWS, tuple(setter.cuts)
    foot = setter.rows(block.foot, foot=True)
    tail = _tail(rows, cuts) if block.foot or block.note else 0
    note = ceil(len(plain(block.note)) / 100)
    height = setter.height + setter.row_height(max(lines for _, lines in heads)) + 12 * note + 20
    return {
        "kind": "table",
        "number": printable(block.number),
        "caption": set_line(block.caption, 9.5),
        "titles": [title for title, _ in heads],
        "widths": widths,
        "align": [column.align for column in block.columns],
        "rows": rows[: len(rows) - tail],
        "tail": rows[len(rows) - tail :],
        "foot": foot,
        "note": set_text(block.note, 8.5),
        "size": setter.size,
        "inset": [setter.side, setter.above],
        "height": setter.row_height(1) if uniform else None,
        "grid": block.grid,
        "together": height <= KEEP_TOGETHER_MM * POINTS_PER_MM,
    }
