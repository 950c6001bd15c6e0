"""Where the table stands in a sheet: its heading rows, its answers, and what only looks like answers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cermin.documents.incoming.opening import Sheet
from cermin.documents.incoming.words import plain, read_heading

HEADING_ROWS = 60
"""How many rows from the top may come before the heading: a letterhead takes ten, a cover block thirty."""

MERGED_ROWS = 2
"""How many heading rows above or below the main one are joined with it ("Nilai Unsur" over U1..U9)."""


@dataclass(frozen=True, slots=True)
class Header:
    """row, last: first and last heading row (positions in the sheet's rows); main: the row with the answer columns.

    headings: text per column; two texts in one column are joined by " / ".
    """

    row: int
    main: int
    last: int
    headings: tuple[str, ...]


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _answers(row: Sequence[object]) -> int:
    """How many columns a row names as answers, doubles counted once."""
    found = set()
    for value in row:
        text = _text(value)
        if text:
            said = read_heading(text)
            if said.role == "answer":
                found.add((said.code or said.elements, said.question.code if said.question else ""))
    return len(found)


def _others(row: Sequence[object]) -> int:
    return sum(read_heading(_text(v)).role in ("service", "profile", "date", "personal") for v in row if _text(v))


def find_header(sheet: Sheet, named: Callable[[str], bool], lettered: Sequence[int]) -> Header | None:
    """The heading, None when there is none.

    named:    tells whether the user named a heading by an option.
    lettered: positions of columns that the user named by letter; without any known heading the last text row above the
              first number in them is the heading.
    """
    rows = sheet.rows[:HEADING_ROWS]
    best, best_rank = -1, (0, 0)
    for index, row in enumerate(rows):
        answers = _answers(row) + sum(named(_text(value)) for value in row if _text(value))
        rank = (answers, _others(row))
        if answers and rank > best_rank:
            best, best_rank = index, rank
    if best < 0 or (best_rank[0] < 2 and not lettered and sum(best_rank) < 2):
        best = _above_numbers(rows, lettered) if lettered else -1
    if best < 0:
        return None
    first, last = best, best
    while last + 1 < len(rows) and last - best < MERGED_ROWS and _answers(rows[last + 1]) >= 2 and not _same(rows[best], rows[last + 1]):  # fmt: skip
        last += 1
    while first > 0 and best - first < MERGED_ROWS and any(_text(value) for value in rows[first - 1]):
        first -= 1
    headings = tuple(_joined(rows, first, best, last, column) for column in range(len(rows[best])))
    return Header(first, best, last, headings)


def _above_numbers(rows: Sequence[Sequence[object]], lettered: Sequence[int]) -> int:
    for index, row in enumerate(rows):
        texts = [_text(row[column]) for column in lettered if column < len(row)]
        if texts and all(texts) and not any(text.isdecimal() for text in texts):
            return index
    return -1


def _same(first: Sequence[object], second: Sequence[object]) -> bool:
    return [plain(_text(v)) for v in first if _text(v)] == [plain(_text(v)) for v in second if _text(v)]


def _joined(rows: Sequence[Sequence[object]], first: int, main: int, last: int, column: int) -> str:
    """The column's own heading; an empty one takes the nearest text above; rows below the main one add theirs.

    A text above a filled heading is added only when it names an answer by itself: "Nilai Unsur" over U1 says nothing.
    """
    own = _text(rows[main][column])
    texts = [own] if own else []
    for index in range(main - 1, first - 1, -1):
        above = _text(rows[index][column])
        if above and (not texts or read_heading(above).role == "answer"):
            texts.insert(0, above)
            if not own:
                break
    texts += [text for index in range(main + 1, last + 1) if (text := _text(rows[index][column]))]
    return " / ".join(dict.fromkeys(texts))


def is_numbering(row: Sequence[object]) -> bool:
    """The row "1 2 3 ..." under a heading: at least five filled cells that count up one by one past the scores."""
    numbers = []
    for value in row:
        if value == "" or value is None:
            continue
        match = re.fullmatch(r"\(?(\d{1,3})\)?", _text(value)) if isinstance(value, str) else None
        if match:
            numbers.append(int(match[1]))
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
            numbers.append(int(value))
        else:
            return False
    return len(numbers) >= 5 and numbers[-1] > 4 and all(b - a == 1 for a, b in itertools.pairwise(numbers))


_TOTAL = re.compile(
    r"(?:sub |grand )?(?:jumlah|jml|total)\b.*|(?:nilai )?(?:rata rata|rerata|rataan)\b.*|mean|average|sum"
    r"|(?:nilai )?(?:nrr|ikm|indeks|tertimbang|interval konversi|konversi)\b.*|bobot\b.*|mutu(?: pelayanan)?\b.*|kinerja\b.*"
    r"|(?:nilai|skor)(?: per)? (?:unsur|total)\b.*|unsur\b.*|keterangan\b.*|catatan\b.*|ket|mengetahui\b.*|\d ?\* ?.*"
)


def is_total_label(value: object) -> bool:
    """Whether a cell's text names a total, a mean, an index or a note under the table."""
    text = _text(value)
    return bool(text) and len(text) <= 120 and _TOTAL.fullmatch(plain(text)) is not None
