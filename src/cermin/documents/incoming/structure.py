"""The list of agencies, units and services that a government brings in one spreadsheet: every cell read, every bad cell answered for.

What the names mean (which are new, which the reader of the list may touch) is decided above; here nothing is looked up.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cermin.documents.incoming.limits import MEBIBYTE, Limits
from cermin.documents.incoming.opening import LostCell, Sheet, Source, open_source
from cermin.documents.incoming.results import CellError, Refusal
from cermin.documents.incoming.structure_words import COLUMNS, OTHER_SHEETS, PERIOD, USERS, Column, column_of, say
from cermin.documents.incoming.words import plain
from cermin.documents.messages import Message

STRUCTURE_LIMITS: Final = Limits(
    file_bytes=16 * MEBIBYTE, unpacked_bytes=128 * MEBIBYTE, cells=2_000_000, text_bytes=128 * MEBIBYTE
)
"""A province of 3,000 units and 9,000 services takes half a MiB; a web server must not give a stranger's file more."""

MOST_ROWS: Final = 50_000
MOST_USERS: Final = 100_000_000
"""More than the population of any province: a larger number is a phone number in the wrong column."""

MOST_ERRORS: Final = 5_000
"""A file wrong in more cells than this is the wrong file; the first ones are enough to see it."""

HEADING_ROWS: Final = 60
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class StructureRow:
    """One row that is right by itself. number: of the row in the sheet; an empty text means that the row does not say it.

    A row without service tells of the unit, a row without unit of the agency. users, period: None when not said.
    """

    number: int
    government: str
    agency: str
    unit: str
    unit_type: str
    address: str
    phone: str
    service: str
    users: int | None
    period: Period | None
    source: str


@dataclass(frozen=True, slots=True)
class ReadStructure:
    """The outcome of one file. rows: without those that hold an error. letters, headings: by column key, as the sheet has them.

    rows_read: filled rows below the heading. header_row: its number.
    """

    rows: tuple[StructureRow, ...]
    errors: tuple[CellError, ...]
    rows_read: int
    sheet: str
    header_row: int
    letters: Mapping[str, str]
    headings: Mapping[str, str]
    sha256: str
    file_name: str

    def error(self, row: int, column: str, value: str, message: Message) -> CellError:
        """A complaint about a cell that only the one who knows the names can see. A column that is missing is named by the unit's."""
        at = column if column in self.letters else "unit"
        return CellError(f"{self.letters[at]}{row}", row, self.headings[at], _short(value), message)


def read_structure(path: Path, limits: Limits = STRUCTURE_LIMITS) -> ReadStructure:
    """Read the list. Raises Refusal, and nothing else, when the file as a whole cannot be one."""
    try:
        source = open_source(path, limits)
        sheet, place = _table(source)
    except Refusal as refusal:
        raise _in_words_of_lists(refusal) from None
    if len(sheet.rows) - place.row - 1 > MOST_ROWS:
        raise Refusal(say("too_many_rows", file=source.file_name, limit=MOST_ROWS))
    rows: list[StructureRow] = []
    errors: list[CellError] = []
    read = 0
    for index in range(place.row + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        if all(_is_blank(cells[position]) for position in place.columns.values() if position < len(cells)):
            continue
        read += 1
        reader = _RowReader(sheet, index, place)
        row = reader.row()
        if reader.errors:
            errors += reader.errors[: MOST_ERRORS - len(errors)]
        elif row is not None:
            rows.append(row)
    if not read:
        raise Refusal(say("no_rows", file=source.file_name, sheet=sheet.name))
    return ReadStructure(
        tuple(rows),
        tuple(errors),
        read,
        sheet.name,
        sheet.number(place.row),
        {key: sheet.letter(position) for key, position in place.columns.items()},
        place.headings,
        source.sha256,
        source.file_name,
    )


def _in_words_of_lists(refusal: Refusal) -> Refusal:
    """The same refusal, where its usual sentence speaks of answers."""
    message = refusal.message
    return Refusal(say(message.code, **dict(message.facts))) if message.code in say.sentences else refusal


# The table ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the table stands: position of the heading row, position and heading of each column by its key."""

    row: int
    columns: dict[str, int]
    headings: dict[str, str]


def _table(source: Source) -> tuple[Sheet, _Place]:
    """The sheet with the list. Of several the one with most known headings; a tie is refused, as nobody could tell which is meant."""
    found: list[tuple[int, Sheet, _Place]] = []
    candidates = [name for name in source.names if name not in source.hidden and plain(name) not in OTHER_SHEETS]
    for name in candidates:
        sheet = source.load(name)
        place = _heading(source.file_name, sheet)
        if place is not None and any(not _is_blank(cell) for row in sheet.rows[place.row + 1 :] for cell in row):
            found.append((len(place.columns), sheet, place))
        elif place is not None:
            found.append((0, sheet, place))
    if not found:
        raise Refusal(say("no_table", file=source.file_name))
    best = max(count for count, _, _ in found)
    ties = [(sheet, place) for count, sheet, place in found if count == best]
    if len(ties) > 1 and best:
        raise Refusal(
            say("two_sheets", file=source.file_name, sheets=", ".join(f"'{sheet.name}'" for sheet, _ in ties))
        )
    return ties[0]


def _heading(file_name: str, sheet: Sheet) -> _Place | None:
    """The first row that names agency and unit. Raises Refusal when a column is named twice."""
    for index, row in enumerate(sheet.rows[:HEADING_ROWS]):
        keys = [(column_of(value) if isinstance(value, str) else None) for value in row]
        if "agency" not in keys or "unit" not in keys:
            continue
        columns: dict[str, int] = {}
        for position, key in enumerate(keys):
            if key is None:
                continue
            if key in columns:
                first, second = sheet.letter(columns[key]), sheet.letter(position)
                raise Refusal(
                    say("double_column", file=file_name, title=COLUMNS[key].title, first=first, second=second)
                )
            columns[key] = position
        return _Place(index, columns, {key: " ".join(str(row[at]).split()) for key, at in columns.items()})
    return None


# Cells -------------------------------------------------------------------------------------------------------------------

_CONTROL = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def _is_blank(value: object) -> bool:
    """A lone dash is how people say that there is nothing."""
    if isinstance(value, LostCell):
        return False
    return value is None or (isinstance(value, str) and value.strip() in {"", "-", "–", "—"})


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _number_text(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


class _RowReader:
    """Reads one row; every complaint goes to `errors`, so that the officer sees all of them at once."""

    def __init__(self, sheet: Sheet, index: int, place: _Place) -> None:
        self.sheet, self.index, self.place = sheet, index, place
        self.errors: list[CellError] = []

    def row(self) -> StructureRow | None:
        """None when there were errors."""
        text = {key: self._text(column) for key, column in COLUMNS.items() if column.limit}
        users = self._users()
        period = self._period()
        if not text["agency"] and not self._is_wrong("agency"):
            self._complain("agency", "", say("cell_agency_missing"))
        if text["service"] and not text["unit"] and not self._is_wrong("unit"):
            self._complain("unit", "", say("cell_unit_missing"))
        if not text["unit"] and not self._is_wrong("unit"):
            for key in ("unit_type", "address", "phone"):
                if text[key]:
                    self._complain(key, text[key], say("cell_needs_unit", column=COLUMNS[key].title))
        if users is not None and not text["service"]:
            self._complain(USERS, users, say("cell_needs_service", column=COLUMNS[USERS].title))
        if users is not None and period is None and not self._is_wrong(PERIOD):
            self._complain(PERIOD, "", say("cell_period_missing"))
        if users is not None and not text["source"]:
            self._complain("source", "", say("cell_source_missing"))
        if users is None and period is not None and not self._is_wrong(USERS):
            self._complain(USERS, "", say("cell_users_missing"))
        if self.errors:
            return None
        return StructureRow(number=self.sheet.number(self.index), users=users, period=period, **text)

    def _value(self, key: str) -> object:
        position = self.place.columns.get(key)
        cells = self.sheet.rows[self.index]
        return "" if position is None or position >= len(cells) else cells[position]

    def _is_wrong(self, key: str) -> bool:
        return any(error.address == self._address(key) for error in self.errors)

    def _address(self, key: str) -> str:
        at = key if key in self.place.columns else "unit"
        return self.sheet.address(self.index, self.place.columns[at])

    def _complain(self, key: str, value: object, message: Message) -> None:
        at = key if key in self.place.columns else "unit"
        number = self.sheet.number(self.index)
        self.errors.append(CellError(self._address(key), number, self.place.headings[at], _short(value), message))

    def _text(self, column: Column) -> str:
        value = self._value(column.key)
        if _is_blank(value):
            return ""
        if isinstance(value, LostCell):
            self._complain(column.key, value, say("cell_formula", column=column.title))
            return ""
        if isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
            self._complain(column.key, value, say("cell_not_text", column=column.title))
            return ""
        if isinstance(value, (int, float)):
            value = self._from_number(column.key, value)
        text = " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", str(value))).split())
        if len(text) > column.limit:
            facts = {"column": column.title, "limit": column.limit, "length": len(text)}
            self._complain(column.key, text, say("cell_too_long", **facts))
            return ""
        if text and column.is_name and not plain(text):
            self._complain(column.key, text, say("cell_no_letters", column=column.title))
            return ""
        return text

    @staticmethod
    def _from_number(key: str, value: float) -> str:
        """Codes and phone numbers that the program turned into figures: 82.1 was 82.10, 812345678 began with a zero."""
        if key == "government" and not float(value).is_integer():
            return f"{value:.2f}"
        written = _number_text(value)
        return f"0{written}" if key == "phone" and written.isdecimal() and not written.startswith("62") else written

    def _users(self) -> int | None:
        value = self._value(USERS)
        if _is_blank(value):
            return None
        if isinstance(value, LostCell):
            self._complain(USERS, value, say("cell_formula", column=COLUMNS[USERS].title))
            return None
        number: float | None = None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            number = float(value)
        elif isinstance(value, str):
            written = value.strip()
            if re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3}|[0-9]{1,3}( [0-9]{3}){1,3}", written):
                number = float(re.sub(r"[. ]", "", written))
        if number is None or not number.is_integer() or not 1 <= number <= MOST_USERS:
            self._complain(USERS, value, say("cell_users", value=_short(value)))
            return None
        return int(number)

    def _period(self) -> Period | None:
        value = self._value(PERIOD)
        if _is_blank(value):
            return None
        if isinstance(value, LostCell):
            self._complain(PERIOD, value, say("cell_formula", column=COLUMNS[PERIOD].title))
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = _number_text(value)
        found = period_of(value) if isinstance(value, str) else None
        if found is None:
            self._complain(PERIOD, value, say("cell_period", value=_short(value)))
        return found


# Periods -----------------------------------------------------------------------------------------------------------------

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTHS: Final = (
    *("januari", "februari", "maret", "april", "mei", "juni", "juli"),
    *("agustus", "september", "oktober", "november", "desember"),
)
_PART: Final = re.compile(r"(semester|smt|sem|triwulan|tw) ?(iv|iii|ii|i|[1-4])(?: tahun)? (\d{4})")
_DAY: Final = r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})"
_DAYS: Final = re.compile(rf"{_DAY}\s*(?:-|–|—|s\.?/?d\.?|sampai(?: dengan)?|hingga)\s*{_DAY}")
_YEARS: Final = range(2000, 2101)


def period_of(text: str) -> Period | None:
    """ "2026", "Semester I 2026", "Triwulan 2 Tahun 2026", "Maret 2026", "01/01/2026 - 30/06/2026"; None for anything else."""
    written = unicodedata.normalize("NFKC", text).casefold().strip()
    if days := _DAYS.fullmatch(written):
        first, last = _day(days[1], days[2], days[3]), _day(days[4], days[5], days[6])
        return Period(first, last) if first and last and first <= last else None
    words = " ".join(re.findall(r"[^\W_]+", written))
    if re.fullmatch(r"(?:tahun )?\d{4}", words):
        return _months(int(words[-4:]), 1, 12)
    if part := _PART.fullmatch(words):
        number, year = _ROMAN[part[2]], int(part[3])
        if part[1].startswith("s"):
            return _months(year, 6 * number - 5, 6 * number) if number <= 2 else None
        return _months(year, 3 * number - 2, 3 * number)
    if (month := re.fullmatch(r"(\w+) (\d{4})", words)) and month[1] in _MONTHS:
        number = _MONTHS.index(month[1]) + 1
        return _months(int(month[2]), number, number)
    return None


_ORDINALS: Final = ("I", "II", "III", "IV")


def period_text(period: Period) -> str:
    """The shortest way to write it that `period_of` reads back: "2026", "Semester I 2026", "Triwulan II 2026", "Maret 2026"."""
    year, first, last = period.start.year, period.start.month, period.end.month
    if period == _months(year, 1, 12):
        return str(year)
    if period == _months(year, first, last):
        if last - first == 5 and first in (1, 7):
            return f"Semester {_ORDINALS[first // 6]} {year}"
        if last - first == 2 and first % 3 == 1:
            return f"Triwulan {_ORDINALS[first // 3]} {year}"
        if first == last:
            return f"{_MONTHS[first - 1].capitalize()} {year}"
    return f"{period.start:%d/%m/%Y} - {period.end:%d/%m/%Y}"


def _months(year: int, first: int, last: int) -> Period | None:
    if year not in _YEARS:
        return None
    after = dt.date(year + last // 12, last % 12 + 1, 1)
    return Period(dt.date(year, first, 1), after - dt.timedelta(days=1))


def _day(day: str, month: str, year: str) -> dt.date | None:
    if int(year) not in _YEARS:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
