"""Files that are not what they say, or ask too much, are refused with a sentence."""

from __future__ import annotations

import contextlib
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.incoming.handmade import (
    MAIN,
    answers_csv,
    book,
    codes,
    ods,
    ole,
    read,
    refusal,
    scores,
    sheet_xml,
    xlsx,
)

from cermin.documents.incoming import ReadOptions, read_answers
from cermin.documents.incoming.limits import Limits
from cermin.documents.incoming.opening import column_letter
from cermin.documents.incoming.results import Refusal

NINE = [f"U{number}" for number in range(1, 10)]


def test_encrypted_workbook(tmp_path: Path) -> None:
    path = tmp_path / "kunci.xlsx"
    path.write_bytes(ole({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x" * 5000}))
    assert refusal(path).message.code == "encrypted"


def test_encrypted_old_workbook(tmp_path: Path) -> None:
    path = tmp_path / "kunci.xls"
    records = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0) + struct.pack("<HHH", 0x002F, 2, 1)
    path.write_bytes(ole({"Workbook": records}))
    assert refusal(path).message.code == "encrypted"


def test_old_workbook_with_a_cell_at_the_far_corner(tmp_path: Path) -> None:
    path = tmp_path / "jauh.xls"
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    sheet_at = len(begin) + 16 + 4
    listed = struct.pack("<HHIHBB", 0x0085, 12, sheet_at, 0, 4, 0) + b"Data"
    end = struct.pack("<HH", 0x000A, 0)
    number = struct.pack("<HHHHHd", 0x0203, 14, 65535, 65535, 0, 3.0)
    path.write_bytes(ole({"Workbook": begin + listed + end + begin.replace(b"\x05\0", b"\x10\0") + number + end}))
    assert refusal(path).message.code == "too_many_cells"


@pytest.mark.parametrize(
    ("marker", "old", "new"),
    [
        (
            struct.pack("<HH", 0x00FC, 112),
            struct.pack("<I", 14),
            struct.pack("<I", 0x7FFFFFFF),
        ),  # texts that are claimed
        (struct.pack("<HHI", 0x0200, 14, 2), struct.pack("<I", 10), struct.pack("<I", 0x7FFFFFFF)),  # rows
    ],
)
def test_old_workbook_that_claims_more_than_it_holds(tmp_path: Path, marker: bytes, old: bytes, new: bytes) -> None:
    data = (Path(__file__).parent / "files" / "jawaban.xls").read_bytes()
    start = data.index(marker)
    at = data.index(old, start + 4)
    assert at - start <= 8
    path = tmp_path / "klaim.xls"
    path.write_bytes(data[:at] + new + data[at + 4 :])
    assert refusal(path).message.code == "damaged"


def test_one_long_text_in_very_many_cells(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 40_000))
    xml = sheet_xml({1: ["U1", "U2"]}).replace("</sheetData>", rows + "</sheetData>")
    text = f'<sst xmlns="{MAIN}"><si><t>{"kritik panjang " * 2_500}</t></si><si><t>x</t></si></sst>'
    path = xlsx(tmp_path / "teks.xlsx", {"Data": xml}, more={"xl/sharedStrings.xml": text.encode()})
    assert refusal(path).message.code == "bomb"


def test_many_sheets_that_stretch_far(tmp_path: Path) -> None:
    far = sheet_xml({1: NINE, 2: [3] * 9}).replace(
        "</sheetData>", '<row r="90000"><c r="CZ90000"><v>3</v></c></row></sheetData>'
    )
    path = xlsx(tmp_path / "lebar.xlsx", {f"Lembar {n}": far for n in range(4)})
    assert refusal(path).message.code == "bomb"


def test_encrypted_opendocument(tmp_path: Path) -> None:
    path = ods(tmp_path / "kunci.ods", "", '<manifest:encryption-data manifest:checksum="x"/>')
    assert refusal(path).message.code == "encrypted"


def test_encrypted_zip_entry(tmp_path: Path) -> None:
    path = book(tmp_path / "kunci.xlsx", NINE, [3] * 9)
    data = bytearray(path.read_bytes())
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1  # the flag of an encrypted entry in the directory
        start += 4
    path.write_bytes(data)
    assert refusal(path).message.code == "encrypted"


def test_zip_bomb(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "bom.xlsx", {"Data": sheet_xml({1: NINE}) + " " * 40_000_000})
    assert path.stat().st_size < 100_000
    assert refusal(path).message.code == "bomb"


def test_bomb_that_lies_in_its_directory(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "bom.xlsx", {"Data": sheet_xml({1: NINE}) + " " * 900_000})
    data = bytearray(path.read_bytes())
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        if struct.unpack_from("<I", data, start + 24)[0] > 800_000:
            struct.pack_into("<I", data, start + 24, 500)
        start += 4
    path.write_bytes(data)
    assert refusal(path).message.code == "bomb"


def test_too_many_parts(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "banyak.xlsx", {"Data": sheet_xml({1: NINE})}, more={f"x/{n}": b"" for n in range(2100)})
    assert refusal(path).message.code == "bomb"


def test_entity_bomb(tmp_path: Path) -> None:
    lol = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path = xlsx(tmp_path / "entitas.xlsx", {"Data": lol + sheet_xml({1: NINE, 2: [3] * 9})})
    assert refusal(path).message.code == "entities"
    table = '<table:table table:name="A"><table:table-row><table:table-cell/></table:table-row></table:table>'
    path = ods(tmp_path / "entitas.ods", table)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    path = tmp_path / "entitas2.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", lol + content)
    assert refusal(path).message.code == "entities"


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>',
        '<row r="4"><c r="ZZZZ4"><v>3</v></c></row>',
        '<row r="4"><c r="xfd4"><v>3</v></c></row>',
        '<row r="900000"><c><v>3</v></c></row>',
        "<row r='9999999'><c r='A9999999'><v>3</v></c></row>",
        '<x:row r="9999999"><x:c s="1" r="A9999999"><x:v>3</x:v></x:c></x:row>',
        '<row r="200000"><c r="BZ200000"><v>3</v></c></row>',
        '<row r="4">' + "<c><v>3</v></c>" * 1200 + "</row>",
    ],
)
def test_one_stray_cell_far_away(tmp_path: Path, far: str) -> None:
    rows = sheet_xml({1: NINE, 2: [3] * 9}).replace("</sheetData>", far + "</sheetData>")
    path = xlsx(tmp_path / "jauh.xlsx", {"Data": rows.replace("<worksheet ", f'<worksheet xmlns:x="{MAIN}" ')})
    assert refusal(path).message.code == "too_many_cells"


def test_opendocument_repeated_cells(tmp_path: Path) -> None:
    filled = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="3"/>'
    body = (
        f'<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">{filled}</table:table-row>'
    )
    assert refusal(ods(tmp_path / "ulang.ods", body + "</table:table>")).message.code == "too_many_cells"


def test_a_claimed_size_of_a_million_rows_does_no_harm(tmp_path: Path) -> None:
    xml = sheet_xml({1: NINE, 2: [3] * 9}, dimension='<dimension ref="A1:XFD1048576"/>')
    assert scores(read(xlsx(tmp_path / "klaim.xlsx", {"Data": xml})))["U9"] == [3]


def test_cells_written_another_way_are_read_all_the_same(tmp_path: Path) -> None:
    head = "".join(f'<x:c t="inlineStr"><x:is><x:t>{name}</x:t></x:is></x:c>' for name in NINE)
    row = "".join("<x:c><x:v>2</x:v></x:c>" for _ in range(8)) + '<x:c t="e"><x:v>#REF!</x:v></x:c>'
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row>{head}</x:row><x:row>{row}</x:row>'
        f"<x:row>{row}</x:row></x:sheetData></x:worksheet>"
    )
    outcome = read(xlsx(tmp_path / "awalan.xlsx", {"Data": xml}))
    assert [(e.address, e.value) for e in outcome.errors] == [("I2", "#REF!"), ("I3", "#REF!")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.xlsx", b"", "empty_file"),
        ("laporan.xls", b"<html><table><tr><td>U1</td></tr></table></html>", "web_page"),
        ("laporan.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "web_page"),
        (
            "laporan.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "web_page",
        ),
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "not_a_table"),
        ("foto.csv", b"\xff\xd8\xff\xe0" + bytes(200), "not_a_table"),
        ("laporan.csv", b"%PDF-1.7\n1 0 obj", "not_a_table"),
        ("arsip.csv", b"Rar!\x1a\x07\x00", "not_a_table"),
        ("data.csv", bytes(range(256)) * 4, "unknown_kind"),
        ("data.xlsx", b"U1;U2\n3;4\n", "wrong_name"),
        ("data.jpg", b"U1;U2\n3;4\n", "wrong_name"),
        ("data.xlsx", b"PK\x03\x04 nothing of value", "not_a_table"),
        ("data.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"short", "damaged"),
        ("surat.xls", None, "not_a_table"),
        ("catatan.csv", b"hanya satu kalimat tanpa tabel\n", "no_table"),
    ],
)
def test_files_that_are_not_what_they_say(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(ole({"WordDocument": b"Word"}) if content is None else content)
    assert refusal(path).message.code == code


def test_other_office_files(tmp_path: Path) -> None:
    path = tmp_path / "surat.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(path).message.code == "not_a_table"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert refusal(path).message.code == "not_a_table"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0")
    assert refusal(path).message.code == "web_page"


def test_macros(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "makro.xlsx", {"Data": sheet_xml({1: NINE, 2: [3] * 9})}, more={"xl/vbaProject.bin": b"x"})
    assert refusal(path).message.code == "macros"


def test_a_workbook_under_another_name(tmp_path: Path) -> None:
    path = book(tmp_path / "asli.xlsx", NINE, [3] * 9)
    assert refusal(path.rename(tmp_path / "asli.csv")).message.code == "wrong_name"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_truncated_workbook(tmp_path: Path, share: float) -> None:
    path = book(tmp_path / "potong.xlsx", NINE, *[[3] * 9 for _ in range(50)])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path).message.code in {"damaged", "not_a_table"}


def test_damaged_part(tmp_path: Path) -> None:
    path = book(tmp_path / "rusak.xlsx", NINE, *[[3] * 9 for _ in range(50)])
    data = bytearray(path.read_bytes())
    at = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)
    assert refusal(path).message.code in {"damaged", "bomb"}


def test_no_file_and_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "tiada.xlsx").message.code == "no_file"
    assert refusal(tmp_path).message.code == "folder"
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert refusal(folder).message.code == "folder"


def test_too_big(tmp_path: Path) -> None:
    path = book(tmp_path / "besar.xlsx", NINE, [3] * 9)
    with pytest.raises(Refusal) as caught:
        read_answers(path, ReadOptions(limits=Limits(file_bytes=200)))
    assert caught.value.message.code == "too_big"
    path = answers_csv(tmp_path / "panjang.csv", "U1;U2\n" + "3;4\n" * 50)
    with pytest.raises(Refusal) as caught:
        read_answers(path, ReadOptions(limits=Limits(rows=40)))
    assert caught.value.message.code == "too_many_cells"


def test_text_encodings(tmp_path: Path) -> None:
    text = "U1;U2;Saran\n3;4;“Ramah” — café\n"
    for name, data in {
        "utf8": text.encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "cp1252": text.encode("cp1252"),
        "utf16": b"\xff\xfe" + text.encode("utf-16-le"),
    }.items():
        outcome = read(answers_csv(tmp_path / f"{name}.csv", data))
        assert scores(outcome) == {"U1": [3], "U2": [4]}
        assert outcome.comments == 1
        assert codes(outcome.errors) == []


def test_column_letters() -> None:
    assert [column_letter(i) for i in (0, 25, 26, 51, 52, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
        "XFD",
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".csv", ".xlsx", ".xls", ".ods", ""]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("acak") / f"acak{suffix}"
    for content in (data, b"PK\x03\x04" + data, b"U1;U2\n" + data, bytes.fromhex("d0cf11e0a1b11ae1") + data):
        path.write_bytes(content)
        with contextlib.suppress(Refusal):
            read_answers(path)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from('\n;,\t"'), max_size=300))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("acak") / "acak.csv"
    for content in (text, "U1,U2\n" + text, "U1;U2;Usia\n" + text):
        path.write_bytes(content.encode())
        with contextlib.suppress(Refusal):
            answers = read_answers(path).answers
            assert answers is None or set(answers.scores.flat) <= {0, 1, 2, 3, 4}


@settings(max_examples=80, deadline=None)
@given(
    position=st.floats(0, 1),
    replacement=st.binary(min_size=1, max_size=8),
    kind=st.sampled_from(["xlsx", "xls", "ods"]),
)
def test_a_workbook_with_some_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, position: float, replacement: bytes, kind: str
) -> None:
    folder = tmp_path_factory.mktemp("ubah")
    if kind == "xlsx":
        data = bytearray(book(folder / "asli.xlsx", NINE, [3] * 9).read_bytes())
    else:
        data = bytearray((Path(__file__).parent / "files" / f"jawaban.{kind}").read_bytes())
    at = int(position * (len(data) - 1))
    data[at : at + len(replacement)] = replacement
    path = folder / f"ubah.{kind}"
    path.write_bytes(data)
    with contextlib.suppress(Refusal):
        read_answers(path)
