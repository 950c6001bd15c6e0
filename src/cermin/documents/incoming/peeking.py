"""A look at a file before it is read: its sheets and headings, so that somebody can say what a column means when we ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cermin.documents.incoming.limits import DEFAULT_LIMITS, Limits
from cermin.documents.incoming.opening import Sheet, open_source
from cermin.documents.incoming.reading import OUR_OTHER_SHEETS
from cermin.documents.incoming.rows import is_blank
from cermin.documents.incoming.scores import shown
from cermin.documents.incoming.table import HEADING_ROWS, find_header


@dataclass(frozen=True, slots=True)
class Peek:
    """sheets: names of all sheets; sheet: the one looked at; columns: (letter, heading) from left to right, without empty ones."""

    sheets: tuple[str, ...]
    sheet: str
    columns: tuple[tuple[str, str], ...]


def peek(path: Path, sheet: str = "", limits: Limits = DEFAULT_LIMITS) -> Peek:
    """The headings of the named sheet, else of the first one that has any. Raises Refusal for a file that cannot be opened.

    Without a known heading the row with the most texts near the top stands in for it.
    """
    source = open_source(path, limits)
    ours = {name for name in source.names if name.strip().casefold() in OUR_OTHER_SHEETS}
    order = [name for name in source.names if name == sheet] or [
        *(name for name in source.names if name not in ours),
        *(name for name in source.names if name in ours),
    ]
    first: Peek | None = None
    for name in order:
        found = Peek(tuple(source.names), name, _columns(source.load(name)))
        if found.columns:
            return found
        first = first or found
    return first or Peek(tuple(source.names), "", ())


def _columns(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    width = max(map(len, sheet.rows), default=0)
    for row in sheet.rows:
        row.extend([""] * (width - len(row)))
    header = find_header(sheet, lambda _: False, [])
    headings = header.headings if header else _fullest(sheet)
    return tuple((sheet.letter(p), heading) for p, heading in enumerate(headings) if heading)


def _fullest(sheet: Sheet) -> tuple[str, ...]:
    rows = sheet.rows[:HEADING_ROWS]
    best = max(rows, key=lambda row: sum(isinstance(v, str) and not is_blank(v) for v in row), default=[])
    return tuple("" if is_blank(value) else shown(value) for value in best)
