"""Pictures and filled workbooks for the profile tests, made without the code under test."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import openpyxl
import xlsxwriter


def png(width: int = 3, height: int = 2) -> bytes:
    """A whole PNG of one colour; large sizes stay small because the rows repeat."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"".join(b"\0" + b"\x0b\x5d\x66" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def png_header(width: int, height: int) -> bytes:
    """Claims a size without holding it, as a decompression bomb does; its sums are right."""
    small = png(1, 1)
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


def jpeg(width: int = 5, height: int = 4) -> bytes:
    """The markers of a JPEG: JFIF head, a fill byte, one frame, scan, end."""
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = b"\xff\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return head + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"


def fill(path: Path, **sheets: dict[str, object]) -> None:
    """Write cells into a workbook that is there: fill(path, Profil={"B5": "..."}), with _ for a space in a sheet's name."""
    book = openpyxl.load_workbook(path)
    for name, cells in sheets.items():
        for address, value in cells.items():
            book[name.replace("_", " ")][address] = value
    book.save(path)


def places(path: Path, sheet: str = "Profil") -> dict[str, int]:
    """Row number by the text in column A."""
    column = openpyxl.load_workbook(path)[sheet]["A"]
    return {str(cell.value): cell.row for cell in column if cell.value is not None}


def small_workbook(path: Path, rows: list[list[object]], picture: bytes | None = None, sheet: str = "Profil") -> Path:
    """A workbook with one sheet of plain rows, and a picture on it."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    if picture is not None:
        page.insert_image(0, 5, "logo", {"image_data": BytesIO(picture)})
    book.close()
    return path
