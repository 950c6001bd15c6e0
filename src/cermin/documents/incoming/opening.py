"""Opening a file that somebody brought: what it really is, whether it is safe, and its sheets as plain rows.

The kind is decided by the content. Nothing is unpacked before its size is known, and nothing but `Refusal` leaves here.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import Literal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cermin.documents.incoming import legacy, zipped
from cermin.documents.incoming.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from cermin.documents.incoming.results import Refusal
from cermin.documents.incoming.sentences import KINDS, say

Kind = Literal["xlsx", "xls", "ods", "csv"]

_NAMES: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx", ""),
    "xls": (".xls", ""),
    "ods": (".ods", ""),
    "csv": (".csv", ".txt", ".tsv", ""),
}
"""Endings a file of each kind may have; the first is the one we ask for."""

CSV_SHEET = "CSV"
"""Name of the only sheet of a text file."""


class LostCell(str):
    """Text of a cell that the library shows as empty: an error value ("#N/A"), or "" for a formula without a result."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. rows: equally long lists of cell values as the library gives them; first_row, first_column: position of
    rows[0][0] in the sheet, from 0."""

    name: str
    rows: list[list[object]]
    first_row: int = 0
    first_column: int = 0

    def address(self, row: int, column: int) -> str:
        """ "F12" for positions in `rows`, from 0."""
        return f"{self.letter(column)}{self.number(row)}"

    def letter(self, column: int) -> str:
        """Letter of a column of `rows`."""
        return column_letter(self.first_column + column)

    def number(self, row: int) -> int:
        """Row number as the spreadsheet shows it."""
        return self.first_row + row + 1


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file. names: all sheets in their order; hidden: those the spreadsheet program does not show."""

    file_name: str
    kind: Kind
    sha256: str
    names: tuple[str, ...]
    hidden: frozenset[str]
    load: Callable[[str], Sheet] = field(repr=False)


def column_letter(index: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_source(path: Path, limits: Limits = DEFAULT_LIMITS) -> Source:
    """Open `path`. Raises Refusal, and nothing else, for whatever cannot be read as a table."""
    name = path.name
    data = _bytes(path, limits)
    kind = _kind(name, data)
    suffix = path.suffix.lower()
    if suffix == ".xlsm" and kind == "xlsx":
        raise Refusal(say("macros", file=name))
    if suffix not in _NAMES[kind]:
        raise Refusal(say("wrong_name", file=name, kind=KINDS[kind], suffix=suffix, right=_NAMES[kind][0]))
    digest = hashlib.sha256(data).hexdigest()
    if kind == "csv":
        rows = _csv_rows(name, data, limits)
        return Source(name, kind, digest, (CSV_SHEET,), frozenset(), lambda _: Sheet(CSV_SHEET, rows))
    try:
        facts = _facts(name, kind, data, limits)
    except zipped.Encrypted as error:
        raise Refusal(say("encrypted", file=name)) from error
    except zipped.Bomb as error:
        raise Refusal(say("bomb", file=name)) from error
    except zipped.Entities as error:
        raise Refusal(say("entities", file=name)) from error
    except (zipped.Damaged, ValueError, IndexError, KeyError, OverflowError) as error:
        raise Refusal(say("damaged", file=name)) from error
    return _workbook(name, kind, data, digest, facts, limits)


# --- what it is ------------------------------------------------------------------------------------------------------


def _bytes(path: Path, limits: Limits) -> bytes:
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise Refusal(say("folder", file=name))
        if not path.is_file():
            raise Refusal(say("no_file", file=name))  # devices and pipes have no size to check
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise Refusal(
                say("too_big", file=name, size=-(-size // MEBIBYTE), limit=limits.file_bytes // MEBIBYTE),
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise Refusal(say("unreadable", file=name, why=why)) from error
    if not data:
        raise Refusal(say("empty_file", file=name))
    return data


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
)


def _kind(name: str, data: bytes) -> Kind:
    """What the content is. Raises Refusal for everything that is no table."""
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(name, data)
    if data.startswith(legacy.MAGIC):
        return _ole_kind(name, data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise Refusal(say("not_a_table", file=name, kind=KINDS[kind]))
    text = _decoded(data)
    if text is None:
        raise Refusal(say("unknown_kind", file=name))
    opening = text[:1024].lstrip("\ufeff \t\r\n").casefold()
    if opening.startswith(("<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<style", "<div")):
        raise Refusal(say("web_page", file=name, kind=KINDS["html"]))
    if opening.startswith("<?xml"):
        html = "<html" in opening
        raise Refusal(say("web_page", file=name, kind=KINDS["html" if html else "xml"]))
    return "csv"


def _zip_kind(name: str, data: bytes) -> Kind:
    # The marks of each kind stand in the directory at the end of the archive; its names are not compressed.
    if b"word/document.xml" in data:
        raise Refusal(say("not_a_table", file=name, kind=KINDS["word"]))
    if b"xl/workbook.bin" in data:
        raise Refusal(say("web_page", file=name, kind=KINDS["xlsb"]))
    if b"xl/vbaProject.bin" in data:
        raise Refusal(say("macros", file=name))
    if b"xl/workbook.xml" in data or b"xl/worksheets/" in data:
        return "xlsx"
    opendocument = re.match(rb"application/vnd\.oasis\.opendocument\.([a-z]+)", data[38:120])
    if opendocument:
        if opendocument[1] == b"spreadsheet":
            return "ods"
        raise Refusal(say("not_a_table", file=name, kind=KINDS["odf"]))
    raise Refusal(say("not_a_table", file=name, kind=KINDS["zip"]))


def _ole_kind(name: str, data: bytes) -> Kind:
    try:
        streams = legacy.Container(data).names
    except zipped.Damaged as error:
        raise Refusal(say("damaged", file=name)) from error
    if "EncryptedPackage" in streams:
        raise Refusal(say("encrypted", file=name))
    if "Workbook" in streams or "Book" in streams:
        return "xls"
    raise Refusal(say("not_a_table", file=name, kind=KINDS["ole"]))


# --- workbooks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was found inside: facts of the sheets by name, or in their order when the format names them elsewhere."""

    by_name: dict[str, zipped.SheetFacts] = field(default_factory=dict)
    in_order: tuple[zipped.SheetFacts, ...] = ()


def _facts(name: str, kind: Kind, data: bytes, limits: Limits) -> _Facts:
    """Look inside before the library does: sizes, encryption, how far the sheets stretch, cells that would be lost."""
    if kind == "xls":
        container = legacy.Container(data)
        found = legacy.xls_sheets(container.stream("Workbook" if "Workbook" in container.names else "Book"))
        facts = _Facts(in_order=tuple(found))
        sheets = found
    elif kind == "ods":
        directory = zipped.archive(data, limits)
        content = b""
        for part_name, content_part in zipped.parts(data, directory):
            if part_name == "META-INF/manifest.xml" and b"encryption-data" in content_part:
                raise zipped.Encrypted
            if part_name == "content.xml":
                content = content_part
        facts = _Facts(by_name=zipped.ods_sheets(content))
        sheets = list(facts.by_name.values())
    else:
        by_part, names = _xlsx_facts(data, limits)
        facts = _Facts(by_name={sheet: by_part[part] for sheet, part in names.items() if part in by_part})
        sheets = list(by_part.values())
    for sheet in sheets:
        _check_extent(name, sheet.rows, sheet.columns, limits)
    if kind == "xls" and sum(sheet.rows * sheet.columns for sheet in sheets) > limits.cells:
        raise zipped.Bomb  # the library lays out all sheets of this format at once
    return facts


def _xlsx_facts(data: bytes, limits: Limits) -> tuple[dict[str, zipped.SheetFacts], dict[str, str]]:
    """Facts of the sheets by the name of their part, and the parts' names by the sheets'."""
    directory = zipped.archive(data, limits)
    by_part: dict[str, zipped.SheetFacts] = {}
    index: dict[str, bytes] = {}
    lengths = None
    for part_name, content in zipped.parts(data, directory):
        if part_name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            index[part_name] = content
        sheet = zipped.xlsx_sheet(content, limits.cells)
        if sheet is not None:
            by_part[part_name] = sheet
        elif (found := zipped.text_lengths(content)) is not None:
            lengths = found if lengths is None or found.max() > lengths.max() else lengths
    cells = sum(sheet.cells for sheet in by_part.values())
    if lengths is not None and int(lengths.max()) * cells > limits.text_bytes:
        sheets = (content for part_name, content in zipped.parts(data, directory) if part_name in by_part)
        if sum(zipped.referred_text(content, lengths) for content in sheets) > limits.text_bytes:
            raise zipped.Bomb
    return by_part, zipped.xlsx_part_names(index["xl/workbook.xml"], index["xl/_rels/workbook.xml.rels"])


def _check_extent(name: str, rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise Refusal(
            say(
                "too_many_cells",
                file=name,
                rows=rows,
                columns=columns,
                limit_rows=limits.rows,
                limit_columns=limits.columns,
                limit_cells=limits.cells,
            )
        )


def _is_failure(error: BaseException) -> bool:
    """Whether the library gave up on a broken file: by its errors, or by a panic, which derives from BaseException only."""
    return isinstance(error, (CalamineError, OSError, ValueError)) or type(error).__name__ == "PanicException"


def _workbook(name: str, kind: Kind, data: bytes, digest: str, facts: _Facts, limits: Limits) -> Source:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        metadata = [
            sheet for sheet in book.sheets_metadata if sheet.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
        ]
    except BaseException as error:
        if _is_failure(error):
            raise Refusal(say("damaged", file=name)) from error
        raise
    in_order = dict(zip(book.sheet_names, facts.in_order, strict=False))
    laid_out: dict[str, int] = {}

    def load(sheet: str) -> Sheet:
        try:
            raw = book.get_sheet_by_name(sheet)
            start, rows = raw.start or (0, 0), raw.to_python()
        except BaseException as error:
            if _is_failure(error):
                raise Refusal(say("damaged", file=name)) from error
            raise
        laid_out[sheet] = sum(map(len, rows))
        if sum(laid_out.values()) > limits.cells:
            raise Refusal(say("bomb", file=name))
        known = facts.by_name.get(sheet) or in_order.get(sheet)
        lost = known.lost if known else {}
        return _with_lost_cells(Sheet(sheet, rows, *start), lost)  # type: ignore[arg-type]  # list is invariant

    return Source(
        name,
        kind,
        digest,
        tuple(sheet.name for sheet in metadata),
        frozenset(sheet.name for sheet in metadata if sheet.visible is not SheetVisibleEnum.Visible),
        load,
    )


def _with_lost_cells(sheet: Sheet, lost: dict[tuple[int, int], str]) -> Sheet:
    """Put the lost cells where they stand. Cells before the first filled row or column belong to no table."""
    rows = sheet.rows
    for (row, column), text in lost.items():
        row, column = row - sheet.first_row, column - sheet.first_column
        if 0 <= row < len(rows) and column >= 0:
            cells = rows[row]
            if column >= len(cells):
                cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = LostCell(text)
    return sheet


# --- text ------------------------------------------------------------------------------------------------------------

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def _decoded(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 with its mark, or cp1252; None when it is no text."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _csv_rows(name: str, data: bytes, limits: Limits) -> list[list[object]]:
    text = _decoded(data) or ""
    separator = re.match(r"sep=(.)\r?\n", text)
    if separator:  # Excel's own first line naming the delimiter: kept as an empty row so that row numbers stay true
        text, delimiter = "\n" + text[separator.end() :], separator[1]
    else:
        delimiter = _delimiter(text)
    rows: list[list[object]] = []
    width = 0
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            width = max(width, len(row))
            rows.append(row)  # type: ignore[arg-type]  # list is invariant
            if len(rows) > limits.rows or width > limits.columns:
                _check_extent(name, len(rows), width, limits)
    except csv.Error as error:
        raise Refusal(say("damaged", file=name)) from error
    _check_extent(name, len(rows), width, limits)
    for cells in rows:
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
    return rows


def _delimiter(text: str) -> str:
    """Of `;`, tab and `,` the one that cuts most columns in at least a third of the first lines.

    A comma counts half: a table cut by semicolons whose every field holds a decimal comma has one comma more than semicolons.
    """
    sample = text[:65536].splitlines()[:60]

    def columns(delimiter: str) -> int:
        try:
            widths = sorted(len(row) for row in csv.reader(sample, delimiter=delimiter))
        except csv.Error:
            return 0
        cuts = widths[-(1 + len(widths) // 3)] - 1 if widths else 0
        return cuts if delimiter == "," else 2 * cuts

    return max(",;\t", key=columns)
