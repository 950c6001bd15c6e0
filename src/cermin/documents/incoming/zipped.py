"""What stands inside a zipped workbook (.xlsx, .ods), looked at before the spreadsheet library may unpack it.

The library lays every sheet out as a full rectangle and ends the whole process when memory does not suffice, and it hands
out error values (#N/A) as empty cells. So this module unpacks each part under a limit, finds how far each sheet stretches,
and notes the cells that would be lost.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from cermin.documents.incoming.limits import MEBIBYTE, Limits

UNCALCULATED = ""
"""Text of a lost cell that holds a formula without a stored result."""


class Damaged(Exception):
    """The archive or a part of it cannot be read."""


class Bomb(Exception):
    """The archive unpacks to more than the limits allow."""


class Encrypted(Exception):
    """A part is protected by a password."""


class Entities(Exception):
    """A part declares XML entities or a document type, which no spreadsheet program does."""


@dataclass(slots=True)
class SheetFacts:
    """rows, columns: how far the sheet stretches, counted from A1. lost: text of cells by (row, column), from 0, that
    the library shows as empty: "#N/A" and its like, or `UNCALCULATED`. cells: how many are written."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    lost: dict[tuple[int, int], str] = field(default_factory=dict)


def archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive's directory, after its sums were checked. Raises Damaged, Bomb, Encrypted."""
    try:
        directory = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError, EOFError) as error:
        raise Damaged from error
    entries = directory.infolist()
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise Bomb
    if sum(entry.compress_size for entry in entries) > len(data) or len({entry.filename for entry in entries}) < len(
        entries
    ):
        raise Bomb  # parts that overlap or repeat
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Encrypted
        if entry.file_size > MEBIBYTE and entry.file_size > limits.ratio * entry.compress_size:
            raise Bomb
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged
    return directory


def part(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """One part, unpacked to exactly the size that the directory promises: a directory that lies is a bomb or damage."""
    start = entry.header_offset
    header = data[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise Damaged
    name, extra = struct.unpack_from("<HH", header, 26)
    start += 30 + name + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        if len(packed) != entry.file_size:
            raise Damaged
        return bytes(packed)
    inflater = zlib.decompressobj(-15)
    try:
        content = inflater.decompress(packed, entry.file_size + 1)
    except zlib.error as error:
        raise Damaged from error
    if len(content) > entry.file_size:
        raise Bomb
    if len(content) < entry.file_size or not inflater.eof:
        raise Damaged
    return content


def parts(data: bytes, directory: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """All parts in turn; only one is held in memory."""
    for entry in directory.infolist():
        if not entry.is_dir():
            yield entry.filename, part(data, entry)


# --- .xlsx -----------------------------------------------------------------------------------------------------------

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REFERENCE = re.compile(rb'<c r="([A-Za-z]{1,8})([0-9]{1,12})"')
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 104  # up to five digits and CZ: what `_unusual_cells` lets pass unread
_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*? t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>'
)
_BARE_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"((?![^>]* t="str")[^>/]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v */>|<v></v>)?</c>'
)


def column_number(letters: str) -> int:
    """ "A" -> 1, "AA" -> 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def xlsx_sheet(xml: bytes, most_cells: int) -> SheetFacts | None:
    """Facts of one part, None when it is no sheet. What common programs write is searched; anything else is parsed, which
    takes ten times as long. most_cells: where it is below what the search lets pass unread, every reference is read."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if _DECLARATION.search(xml, 0, start if start >= 0 else len(xml)):
        raise Entities
    if b"sheetData" not in xml:
        return None
    first = xml.find(b"sheetData") == start + 1  # no data under a prefixed name before
    facts = _search(xml, start + 1, end) if first and 0 <= start < end else None
    if facts is not None and most_cells < _NEAR_ROWS * _NEAR_COLUMNS:
        facts.rows, facts.columns = _extent(xml)
    return facts or _parse(xml)


def _extent(xml: bytes) -> tuple[int, int]:
    """Last row and last column that any cell names."""
    rows, letters = 0, set()
    for match in _REFERENCE.finditer(xml):
        rows = max(rows, int(match[2]))
        letters.add(match[1])
    return rows, max((column_number(found.decode()) for found in letters), default=0)


def _search(xml: bytes, start: int, end: int) -> SheetFacts | None:
    """Facts of plainly written data between `start` and `end`; None when a cell is written another way."""
    looked = _unusual_cells(xml, start, end)
    if looked is None:
        return None
    cells, unusual = looked
    facts = SheetFacts(_NEAR_ROWS, _NEAR_COLUMNS, cells)
    for position in unusual:
        match = _REFERENCE.match(xml, position)
        if match is None:
            return None
        facts.rows = max(facts.rows, int(match[2]))
        facts.columns = max(facts.columns, column_number(match[1].decode()))
    if b't="e"' in xml:
        for match in _ERROR_CELL.finditer(xml):
            facts.lost[int(match[2]) - 1, column_number(match[1].decode()) - 1] = match[3].decode("utf-8", "replace")
    if b"</f>" in xml:
        for match in _BARE_FORMULA.finditer(xml):
            facts.lost[int(match[2]) - 1, column_number(match[1].decode()) - 1] = UNCALCULATED
    return facts


_CHUNK = MEBIBYTE
_LOOK_AHEAD = 16
_LESS, _COLON, _SPACE, _QUOTE, _EQUALS = b'<: "='


def _unusual_cells(xml: bytes, start: int, end: int) -> tuple[int, list[int]] | None:
    """How many "<c" there are, and the positions of all that are not `<c r="` with a column up to CZ and a row of at most five digits.

    None when elements carry a prefix ("<x:c"). Between the marks of the sheet's data every element whose name begins with c
    and is no cell is met only inside rich text; it makes the caller parse. Bytes are compared in pieces that fit the cache.
    """
    cells = 0
    found: list[int] = []
    whole = np.frombuffer(xml, np.uint8)
    for first in range(start, end, _CHUNK):
        length = min(_CHUNK, end - first)
        piece = whole[first : first + length + _LOOK_AHEAD]
        if len(piece) < length + _LOOK_AHEAD:
            piece = np.append(piece, np.zeros(length + _LOOK_AHEAD - len(piece), np.uint8))
        before = piece[:length]
        is_c = piece[1 : length + 1] == ord("c")
        if (is_c & (before == _COLON)).any():
            return None
        at = np.flatnonzero(is_c & (before == _LESS))
        cells += len(at)
        plain = (piece[at + 2] == _SPACE) & (piece[at + 3] == ord("r"))
        plain &= (piece[at + 4] == _EQUALS) & (piece[at + 5] == _QUOTE)
        letter, second = piece[at + 6] - ord("A"), piece[at + 7]  # unsigned: what is below A wraps to above Z
        double = second >= ord("A")
        plain &= (letter <= 25) & (~double | ((letter <= 2) & (second <= ord("Z"))))
        digit = at + 7 + double
        plain &= (piece[digit] - ord("1") <= 8) & (piece[digit + 5] - ord("0") > 9)
        found += (at[~plain] + first).tolist()
    return cells, found


_TEXT_REFERENCE = re.compile(rb"v>([0-9]{1,9})</")


def text_lengths(xml: bytes) -> NDArray[np.int64] | None:
    """Bytes of each shared text; None when the part holds none."""
    pieces = re.split(rb"<(?:\w+:)?si[\s>/]", xml) if b"sst" in xml[:4096] else []
    return np.array([len(piece) for piece in pieces[1:]], np.int64) if len(pieces) > 1 else None


def referred_text(xml: bytes, lengths: NDArray[np.int64]) -> int:
    """At most so many bytes of shared text do the cells of a sheet point to; numbers are taken for pointers too."""
    pointers = np.array(_TEXT_REFERENCE.findall(xml), np.int64)
    return int(lengths[pointers[pointers < len(lengths)]].sum())


def _parser() -> expat.XMLParserType:
    """A parser that stops at the first declaration of an entity or document type."""
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise Entities

    parser.EntityDeclHandler = refuse
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _run(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Damaged from error


class _SheetParser:
    """Positions and lost cells of a sheet, by the rules for cells and rows without a reference of their own."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self.row = self.column = 0
        self.kind = ""
        self.formula = self.value = False
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self.row + 1
                self.column = 0
                self.facts.rows = max(self.facts.rows, self.row)
            case "c":
                reference = re.fullmatch(r"([A-Za-z]{1,8})(\d{1,12})", attributes.get("r", ""))
                if reference:
                    self.column, self.row = column_number(reference[1]), int(reference[2])
                else:
                    self.column += 1
                self.facts.rows = max(self.facts.rows, self.row)
                self.facts.columns = max(self.facts.columns, self.column)
                self.facts.cells += 1
                self.kind, self.formula, self.text = attributes.get("t", ""), False, ""
            case "f":
                self.formula = True
            case "v":
                self.value = True

    def data(self, text: str) -> None:
        if self.value:
            self.text += text

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self.value = False
            case "c":
                if self.kind == "e":
                    self.facts.lost[self.row - 1, self.column - 1] = self.text
                elif self.formula and not self.text and self.kind != "str":
                    self.facts.lost[self.row - 1, self.column - 1] = UNCALCULATED


def _parse(xml: bytes) -> SheetFacts:
    sheet, parser = _SheetParser(), _parser()
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.data
    _run(parser, xml)
    return sheet.facts


def xlsx_part_names(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Sheet name -> name of its part in the archive."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        local = {key.rpartition(":")[2]: value for key, value in attributes.items() if key != "sheetId"}
        if name.rpartition(":")[2] == "sheet":
            sheets[local.get("name", "")] = local.get("id", "")
        elif name.rpartition(":")[2] == "Relationship":
            target = local.get("Target", "")
            targets[local.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    for xml in (workbook, relations):
        parser = _parser()
        parser.StartElementHandler = start
        _run(parser, xml)
    return {name: targets.get(relation, "") for name, relation in sheets.items()}


# --- .ods ------------------------------------------------------------------------------------------------------------


class _ContentParser:
    """Positions of the filled cells in the content of an .ods file, repetitions counted."""

    def __init__(self) -> None:
        self.tables: dict[str, SheetFacts] = {}
        self.facts = SheetFacts()
        self.row = self.row_repeat = self.column = self.cell_repeat = 0
        self.in_cell = self.filled = self.error = False
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                self.facts = self.tables.setdefault(attributes.get("table:name", ""), SheetFacts())
                self.row = self.row_repeat = 0
            case "table:table-row":
                self.row += self.row_repeat
                self.row_repeat = _repeat(attributes.get("table:number-rows-repeated"))
                self.column = 0
            case "table:table-cell" | "table:covered-table-cell":
                self.cell_repeat = _repeat(attributes.get("table:number-columns-repeated"))
                self.in_cell, self.text = True, ""
                self.filled = "office:value-type" in attributes
                self.error = attributes.get("calcext:value-type") == "error"
            case "text:p" if self.in_cell:
                self.filled = True

    def data(self, text: str) -> None:
        if self.in_cell and self.error:
            self.text += text

    def end(self, name: str) -> None:
        if name not in ("table:table-cell", "table:covered-table-cell"):
            return
        if self.filled:
            self.facts.rows = max(self.facts.rows, self.row + self.row_repeat)
            self.facts.columns = max(self.facts.columns, self.column + self.cell_repeat)
            if self.error and self.row_repeat * self.cell_repeat <= 1000:
                for row in range(self.row, self.row + self.row_repeat):
                    for column in range(self.column, self.column + self.cell_repeat):
                        self.facts.lost[row, column] = self.text
        self.column += self.cell_repeat
        self.in_cell = False


def _repeat(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 12 else 1


def ods_sheets(content: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name. Raises Damaged, Entities."""
    tables, parser = _ContentParser(), _parser()
    parser.StartElementHandler = tables.start
    parser.EndElementHandler = tables.end
    parser.CharacterDataHandler = tables.data
    _run(parser, content)
    return tables.tables
