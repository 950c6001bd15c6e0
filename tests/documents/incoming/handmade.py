"""Files built by hand, byte by byte, so that the readers are not tested against our own writer."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from cermin.documents.incoming import ReadOptions, read_answers
from cermin.documents.incoming.results import ReadAnswers, Refusal

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def letter(index: int) -> str:
    """0 -> "A" ... 701 -> "ZZ"."""
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def cell(reference: str, value: object) -> str:
    """A cell of .xlsx: text inline, numbers plain, booleans; a string that begins with "<" is taken as raw XML."""
    if isinstance(value, str) and value.startswith("<"):
        return value
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def sheet_xml(rows: dict[int, list[object]], extra: str = "", dimension: str = "") -> str:
    """Rows by their number from 1; None leaves a cell out."""
    body = "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{letter(i)}{number}", v) for i, v in enumerate(row) if v is not None)
        + "</row>"
        for number, row in rows.items()
    )
    return f'<worksheet xmlns="{MAIN}">{dimension}<sheetData>{body}</sheetData>{extra}</worksheet>'


STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
"""Style 1 is a date."""


def xlsx(
    path: Path, sheets: dict[str, str], hidden: tuple[str, ...] = (), more: dict[str, bytes] | None = None
) -> Path:
    """A workbook from the XML of its sheets."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="r{i}"{" state=" + quoteattr("hidden") if name in hidden else ""}/>'
        for i, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="r{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{related}'
            f'<Relationship Id="s" Type="{REL}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", STYLES)
        for i, xml in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{i}.xml", xml)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path


def book(path: Path, *rows: list[object]) -> Path:
    """A workbook with one sheet whose rows begin at A1."""
    return xlsx(path, {"Data": sheet_xml(dict(enumerate(rows, 1)))})


def ods(path: Path, body: str, manifest: str = "") -> Path:
    """An OpenDocument spreadsheet from the XML of its tables."""
    spaces = "".join(f' xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="content.xml">{manifest}</manifest:file-entry></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE container with 512-byte sectors; every stream is padded to at least 4,096 bytes so that none is a mini stream."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    contents = {name: data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0") for name, data in streams.items()}
    table, sectors = [0xFFFFFFFD, end], b""
    directory = _entry("Root Entry", 5, end, 0)
    for name, data in contents.items():
        first, count = len(table), len(data) // 512
        table += [*range(first + 1, first + count), end]
        sectors += data
        directory += _entry(name, 2, first, len(data))
    assert len(directory) <= 512
    assert len(table) <= 128
    allocation = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return header + allocation + directory.ljust(512, b"\0") + sectors


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = (
        written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1) + struct.pack("<III", *[0xFFFFFFFF] * 3)
    )
    return head + bytes(36) + struct.pack("<IQ", start, size)


def answers_csv(path: Path, text: str | bytes) -> Path:
    """A text file as it is."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path, *columns: tuple[str, str], sheet: str | None = None) -> ReadAnswers:
    """Read with options in short."""
    return read_answers(path, ReadOptions(sheet=sheet, columns=columns))


def refusal(path: Path, *columns: tuple[str, str], sheet: str | None = None) -> Refusal:
    """The refusal that reading must end in."""
    with pytest.raises(Refusal) as caught:
        read(path, *columns, sheet=sheet)
    assert caught.value.message.text("id")
    assert caught.value.message.text("en")
    return caught.value


def scores(outcome: ReadAnswers) -> dict[str, list[int]]:
    """Scores by element code: one list per element with one question, else one per question code."""
    answers = outcome.answers
    assert answers is not None
    found = {}
    for element in answers.elements:
        for column in element.columns:
            code = element.code if len(element.columns) == 1 else answers.questions[column]
            found[code] = answers.scores[:, column].tolist()
    return found


def codes(messages: object) -> list[str]:
    """Codes of messages, or of the messages of cell errors."""
    return [getattr(message, "message", message).code for message in messages]  # type: ignore[attr-defined]
