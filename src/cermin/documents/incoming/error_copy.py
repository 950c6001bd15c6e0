"""The copy of a workbook in which every bad row says what is wrong with it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from cermin.documents.incoming.limits import DEFAULT_LIMITS, Limits
from cermin.documents.incoming.opening import LostCell, Sheet, open_source
from cermin.documents.incoming.results import CellError

ERROR_HEADING = "Kesalahan"
"""Heading of the added column; the reader knows and ignores it, so the mended copy can be read as it is."""

LONGEST_TEXT = 32_767
"""Characters that a cell of .xlsx can hold."""


class Judged(Protocol):
    """What a reader found wrong, and on which sheet: answers, or a list of units."""

    @property
    def errors(self) -> tuple[CellError, ...]: ...

    @property
    def sheet(self) -> str: ...

    @property
    def header_row(self) -> int: ...


def write_error_copy(path: Path, read: Judged, target: Path, limits: Limits = DEFAULT_LIMITS) -> None:
    """Write the values of the workbook `path` to `target` (.xlsx), with a column 'Kesalahan' beside its table.

    Every cell keeps its address, so the addresses of the messages hold in both files. Bad cells are coloured. Text is
    written as text: nothing in the copy is a formula or a link. Raises Refusal when `path` cannot be opened any more and
    OSError when `target` cannot be written.
    """
    source = open_source(path, limits)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    try:
        book = xlsxwriter.Workbook(str(target), options)
        looks = _Looks(book)
        for name in source.names:
            sheet = source.load(name)
            page = book.add_worksheet(name)
            errors = read.errors if name == read.sheet else ()
            _values(page, sheet, looks, {error.address for error in errors})
            if errors:
                _messages(page, sheet, looks, read.header_row, errors)
                page.activate()
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(getattr(error.args[0], "errno", None), getattr(error.args[0], "strerror", str(error))) from error


class _Looks:
    def __init__(self, book: Any) -> None:
        self.day = book.add_format({"num_format": "dd-mm-yyyy"})
        self.moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        self.time = book.add_format({"num_format": "hh:mm"})
        self.bad = book.add_format({"bg_color": "#FBD9D3", "border": 1, "border_color": "#B3341F"})
        self.bad_day = book.add_format(
            {"bg_color": "#FBD9D3", "border": 1, "border_color": "#B3341F", "num_format": "dd-mm-yyyy"}
        )
        self.heading = book.add_format({"bold": True, "bg_color": "#FBD9D3", "bottom": 1})
        self.message = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#8A2414"})


def _values(page: Any, sheet: Sheet, looks: _Looks, bad: set[str]) -> None:
    for index, row in enumerate(sheet.rows):
        for position, value in enumerate(row):
            if value == "" and not isinstance(value, LostCell):
                continue
            place = sheet.first_row + index, sheet.first_column + position
            wrong = looks.bad if bad and sheet.address(index, position) in bad else None
            _value(page, place, value, looks, wrong)


def _value(page: Any, place: tuple[int, int], value: object, looks: _Looks, wrong: Any) -> None:
    if isinstance(value, str):
        page.write_string(*place, value[:LONGEST_TEXT], wrong)
    elif isinstance(value, bool):
        page.write_boolean(*place, value, wrong)
    elif isinstance(value, (int, float)):
        page.write_number(*place, value, wrong)
    elif isinstance(value, dt.datetime):
        page.write_datetime(*place, value.replace(tzinfo=None), looks.bad_day if wrong else looks.moment)
    elif isinstance(value, dt.date):
        page.write_datetime(*place, value, looks.bad_day if wrong else looks.day)
    elif isinstance(value, (dt.time, dt.timedelta)):
        page.write_datetime(*place, value, wrong or looks.time)


def _messages(page: Any, sheet: Sheet, looks: _Looks, header_row: int, errors: tuple[CellError, ...]) -> None:
    column = sheet.first_column + max(map(len, sheet.rows), default=0)
    page.set_column(column, column, 70)
    page.write_string(header_row - 1, column, ERROR_HEADING, looks.heading)
    by_row: dict[int, list[str]] = {}
    for error in errors:
        by_row.setdefault(error.row, []).append(f"{error.address} ({error.column}): {error.message.text()}.")
    for row, sentences in by_row.items():
        page.write_string(row - 1, column, "\n".join(sentences)[:LONGEST_TEXT], looks.message)
