"""What stands inside an old Office file (OLE container): which program wrote it, and how far an .xls sheet stretches.

Sources: [MS-CFB] for the container, [MS-XLS] for the records. Read only as far as the limits and lost cells need it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cermin.documents.incoming.zipped import UNCALCULATED, Damaged, Encrypted, SheetFacts

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFF8
"""Sector numbers from here on are marks (end of chain, free), no sectors."""

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA, _BLANKS, _FILE_PASS, _SHEET, _MULTI = 0x0006, 0x00BE, 0x002F, 0x0085, 0x00BD
_DIMENSIONS, _END_OF_SUBSTREAM = 0x0200, 0x000A
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256  # of the format
_CELLS = {0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, _MULTI, _BLANKS}
_LOGIC_OR_ERROR = 0x0205
_STRINGS = 0x00FC
_SHORTEST_STRING = 3


class Container:
    """The streams of an OLE file. Raises Damaged when the container is broken."""

    def __init__(self, data: bytes) -> None:
        try:
            self._read(data)
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise Damaged from error

    def _read(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << self._shift(30)
        self._mini_size = 1 << self._shift(32)
        first_directory, _, self._cutoff, first_mini, _, next_list, _ = struct.unpack_from("<IIIIIII", data, 48)
        tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
        seen: set[int] = set()
        while next_list < _END and next_list not in seen:
            seen.add(next_list)
            *more, next_list = struct.unpack(f"<{self._size // 4}I", self._sector(next_list))
            tables += [number for number in more if number < _END]
        self._next: list[int] = []
        for number in tables:
            self._next += struct.unpack(f"<{self._size // 4}I", self._sector(number))
        directory = self._chain(first_directory)
        mini = self._chain(first_mini)
        self._mini_next = list(struct.unpack(f"<{len(mini) // 4}I", mini)) if mini else []
        self._entries: dict[str, tuple[int, int]] = {}
        self._mini_stream = b""
        for offset in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, offset + 64)
            start, size = struct.unpack_from("<IQ", directory, offset + 116)
            if kind in (2, 5) and size > len(data):
                raise Damaged  # the library reserves memory for as much as an entry claims
            if kind == 5:
                self._mini_stream = self._chain(start)
            elif kind == 2 and 2 <= length <= 64:
                name = directory[offset : offset + length - 2].decode("utf-16-le")
                self._entries.setdefault(name, (start, size))

    def _shift(self, offset: int) -> int:
        shift: int = struct.unpack_from("<H", self._data, offset)[0]
        if not 6 <= shift <= 12:
            raise Damaged
        return shift

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if not sector:
            raise Damaged
        return sector.ljust(self._size, b"\0")

    def _chain(self, number: int) -> bytes:
        pieces, seen = [], set()
        while number < _END:
            if number in seen:
                raise Damaged
            seen.add(number)
            pieces.append(self._sector(number))
            number = self._next[number]
        return b"".join(pieces)

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams, of every storage."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """Content of one stream. Raises Damaged."""
        start, size = self._entries[name]
        try:
            if size >= self._cutoff:
                return self._chain(start)[:size]
            pieces, seen = [], set()
            while start < _END and start not in seen:
                seen.add(start)
                pieces.append(self._mini_stream[start * self._mini_size : (start + 1) * self._mini_size])
                start = self._mini_next[start]
        except IndexError as error:
            raise Damaged from error
        return b"".join(pieces)[:size]


def xls_sheets(stream: bytes) -> list[SheetFacts]:
    """Facts of the sheets in the order in which the workbook lists them. Raises Encrypted, Damaged."""
    try:
        return [_sheet(stream, start) for start in _sheet_starts(stream)]
    except struct.error as error:
        raise Damaged from error


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """(kind, position of the body, its length) of the records from `offset` to the end of their substream."""
    unpack, end = struct.unpack_from, len(stream)
    while offset + 4 <= end:
        kind, length = unpack("<HH", stream, offset)
        if kind == _END_OF_SUBSTREAM:
            return
        yield kind, offset + 4, length
        offset += 4 + length


def _sheet_starts(stream: bytes) -> list[int]:
    starts = []
    for kind, body, _ in _records(stream, 0):
        if kind == _FILE_PASS:
            raise Encrypted
        if kind == _SHEET:
            starts.append(struct.unpack_from("<I", stream, body)[0])
        elif kind == _STRINGS and struct.unpack_from("<I", stream, body + 4)[0] * _SHORTEST_STRING > len(stream):
            raise Damaged  # the library reserves memory for as many strings as the table claims
    return starts


def _sheet(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    unpack = struct.unpack_from
    for kind, body, length in _records(stream, start):
        if kind in _CELLS:
            row, column = unpack("<HH", stream, body)
            last: int = unpack("<H", stream, body + length - 2)[0] if kind in (_MULTI, _BLANKS) else column
            facts.rows = max(facts.rows, row + 1)
            facts.columns = max(facts.columns, column + 1, last + 1)
            if kind == _LOGIC_OR_ERROR and length >= 8 and stream[body + 7] == 1:
                facts.lost[row, column] = _ERRORS.get(stream[body + 6], "#N/A")
            elif kind == _FORMULA and stream[body + 12 : body + 14] == b"\xff\xff":
                if stream[body + 6] == 2:
                    facts.lost[row, column] = _ERRORS.get(stream[body + 8], "#N/A")
                elif stream[body + 6] not in (0, 1, 3):
                    facts.lost[row, column] = UNCALCULATED
        elif kind == _DIMENSIONS:
            first_row, end_row, first_column, end_column = unpack("<IIHH" if length == 14 else "<HHHH", stream, body)
            wide = end_row > _MOST_ROWS or end_column > _MOST_COLUMNS
            if end_row and end_column and (wide or first_row >= end_row or first_column >= end_column):
                raise Damaged  # the library reserves memory for as many cells as the sheet claims
    return facts
