"""The list of units: ugly files made by hand, every bad cell with its address, and hostile files refused."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.incoming.handmade import answers_csv, book, ods, sheet_xml, xlsx

from cermin.documents.incoming.error_copy import write_error_copy
from cermin.documents.incoming.limits import Limits
from cermin.documents.incoming.results import Refusal
from cermin.documents.incoming.structure import (
    MOST_ROWS,
    Period,
    ReadStructure,
    StructureRow,
    period_of,
    period_text,
    read_structure,
)
from cermin.documents.incoming.structure_template import structure_template
from cermin.documents.incoming.structure_words import COLUMNS

HEAD = ["Pemerintah", "Perangkat daerah", "Unit", "Jenis unit", "Alamat", "Telepon", "Layanan", "Pengguna", "Periode", "Sumber"]  # fmt: skip
FIRST_HALF = Period(dt.date(2026, 1, 1), dt.date(2026, 6, 30))


def errors(read: ReadStructure) -> list[tuple[str, str]]:
    return [(error.address, error.message.code) for error in read.errors]


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        read_structure(path, limits) if limits else read_structure(path)
    text = caught.value.message.text("id")
    assert "jawaban" not in text, "a list of units holds no answers"
    assert caught.value.message.text("en")
    return caught.value.message.code


def test_a_full_row_and_a_short_one(tmp_path: Path) -> None:
    full: list[object] = ["82.71", " Dinas  Satu ", "Kantor\nSatu", "Kantor", "Jalan 1", "0921 1", "KTP", 1240, "Semester I 2026", "Register"]  # fmt: skip
    read = read_structure(book(tmp_path / "a.xlsx", ["DAFTAR UNIT"], HEAD, full, [], [None, "Dinas Dua", "-"]))
    assert read.errors == ()
    assert read.rows == (
        StructureRow(3, "82.71", "Dinas Satu", "Kantor Satu", "Kantor", "Jalan 1", "0921 1", "KTP", 1240, FIRST_HALF, "Register"),
        StructureRow(5, "", "Dinas Dua", "", "", "", "", "", None, None, ""),
    )  # fmt: skip
    assert (read.rows_read, read.sheet, read.header_row) == (2, "Data", 2)
    assert (read.letters["users"], read.headings["users"]) == ("H", "Pengguna")


def test_codes_and_phones_that_became_numbers_are_read_as_they_were(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [82.1, "D", "A", None, None, 812345678],
        [82, "D", "B", None, None, 62812345678],
        [82.71, "D", "C", None, None, "0812"],
    ]
    read = read_structure(book(tmp_path / "a.xlsx", HEAD, *rows))
    assert [(row.government, row.phone) for row in read.rows] == [
        ("82.10", "0812345678"),
        ("82", "62812345678"),
        ("82.71", "0812"),
    ]


def test_other_headings_other_orders_and_unknown_columns(tmp_path: Path) -> None:
    text = "No;NAMA OPD;Nama Unit Pelayanan;Jenis Layanan;Keterangan\n1;Dinas;Kantor;KTP;penting\n"
    read = read_structure(answers_csv(tmp_path / "a.csv", text))
    assert [(row.agency, row.unit, row.service) for row in read.rows] == [("Dinas", "Kantor", "KTP")]
    assert set(read.letters) == {"agency", "unit", "service"}


def test_open_document_too(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    body = f'<table:table table:name="Unit">{row("OPD", "Unit")}{row("Dinas", "Kantor")}</table:table>'
    assert read_structure(ods(tmp_path / "a.ods", body)).rows[0].unit == "Kantor"


def test_every_bad_cell_is_named_with_its_address(tmp_path: Path) -> None:
    date_cell = '<c r="C3" s="1"><v>46085</v></c>'
    rows: list[list[object]] = [
        [None, None, "Kantor"],
        [None, "Dinas", date_cell],
        [None, "Dinas", None, None, None, None, "KTP"],
        [None, "Dinas", None, "Kantor", "Jalan"],
        [None, "Dinas", "K", None, None, None, None, 5, "2026", "x"],
        [None, "Dinas", "K", None, None, None, "KTP", "banyak", "2026", "x"],
        [None, "Dinas", "K", None, None, None, "KTP", 0, "2026", "x"],
        [None, "Dinas", "K", None, None, None, "KTP", 5, "kemarin", "x"],
        [None, "Dinas", "K", None, None, None, "KTP", 5],
        [None, "Dinas", "K", None, None, None, "KTP", None, "2026", "x"],
        [None, "x" * 161, "***", True],
        [None, "Dinas", "K", None, None, None, "KTP", 2.5, 2026, "x"],
    ]
    read = read_structure(book(tmp_path / "a.xlsx", HEAD, *rows))
    assert read.rows == ()
    assert errors(read) == [
        ("B2", "cell_agency_missing"),
        ("C3", "cell_not_text"),
        ("C4", "cell_unit_missing"),
        ("D5", "cell_needs_unit"),
        ("E5", "cell_needs_unit"),
        ("H6", "cell_needs_service"),
        ("H7", "cell_users"),
        ("H8", "cell_users"),
        ("I9", "cell_period"),
        ("I10", "cell_period_missing"),
        ("J10", "cell_source_missing"),
        ("H11", "cell_users_missing"),
        ("B12", "cell_too_long"),
        ("C12", "cell_no_letters"),
        ("D12", "cell_not_text"),
        ("H13", "cell_users"),
    ]
    assert all(error.message.text("id") and error.message.text("en") for error in read.errors)


def test_formulas_without_result_and_hidden_characters(tmp_path: Path) -> None:
    formula = '<c r="C2"><f>1+1</f></c>'
    read = read_structure(book(tmp_path / "a.xlsx", HEAD, [None, "Di\u202enas\x0b"[:8], formula]))
    assert errors(read) == [("C2", "cell_formula")]
    read = read_structure(answers_csv(tmp_path / "a.csv", "OPD,Unit\nDi\u202enas,=CMD()\n"))
    assert (read.rows[0].agency, read.rows[0].unit) == ("Di nas", "=CMD()")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("Tahun 2026", "2026-01-01", "2026-12-31"),
        ("semester ii tahun 2025", "2025-07-01", "2025-12-31"),
        ("Smt. 1 2024", "2024-01-01", "2024-06-30"),
        ("TRIWULAN I 2024", "2024-01-01", "2024-03-31"),
        ("TW-4 2026", "2026-10-01", "2026-12-31"),
        ("Februari 2024", "2024-02-01", "2024-02-29"),
        ("01/01/2026 - 30/06/2026", "2026-01-01", "2026-06-30"),
        ("1-1-2026 s.d. 5-1-2026", "2026-01-01", "2026-01-05"),
        ("1.2.2026 sampai dengan 28.2.2026", "2026-02-01", "2026-02-28"),
    ],
)
def test_periods_as_people_write_them(text: str, start: str, end: str) -> None:
    assert period_of(text) == Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize("text", ["", "26", "1999", "Semester III 2026", "Semester I", "31/06/2026 - 30/06/2026", "02/01/2026 - 01/01/2026", "Maret"])  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert period_of(text) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.integers(0, 800))
def test_a_period_is_read_back_as_it_was_written(start: dt.date, days: int) -> None:
    period = Period(start, min(start + dt.timedelta(days=days), dt.date(2100, 12, 31)))
    assert period_of(period_text(period)) == period


@pytest.mark.parametrize("text", ["2026", "Semester I 2026", "Semester II 2026", "Triwulan III 2026", "Maret 2026"])
def test_known_periods_are_written_short(text: str) -> None:
    period = period_of(text)
    assert period is not None
    assert period_text(period) == text


def test_files_that_are_no_list_are_refused(tmp_path: Path) -> None:
    assert refused(book(tmp_path / "a.xlsx", ["U1", "U2"], [1, 2])) == "no_table"
    assert refused(book(tmp_path / "b.xlsx", HEAD)) == "no_rows"
    assert refused(book(tmp_path / "c.xlsx", [*HEAD, "Nama unit"], ["x"])) == "double_column"
    two = {"Satu": sheet_xml({1: ["OPD", "Unit"], 2: ["D", "K"]}), "Dua": sheet_xml({1: ["OPD", "Unit"], 2: ["D", "L"]})}  # fmt: skip
    assert refused(xlsx(tmp_path / "d.xlsx", two)) == "two_sheets"
    assert read_structure(xlsx(tmp_path / "e.xlsx", two, hidden=("Dua",))).rows[0].unit == "K"
    assert refused(answers_csv(tmp_path / "f.csv", b"")) == "empty_file"
    assert refused(answers_csv(tmp_path / "g.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99))) == "not_a_table"
    assert refused(answers_csv(tmp_path / "h.csv", b"\x00\x01\x02\xff" * 50)) == "unknown_kind"
    assert refused(answers_csv(tmp_path / "i.csv", "OPD,Unit\n" + "D,K\n" * (MOST_ROWS + 1))) == "too_many_rows"


def test_hostile_files_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    big = answers_csv(tmp_path / "big.csv", "OPD,Unit\n" + "D,K\n" * 1000)
    assert refused(big, Limits(file_bytes=2000)) == "too_big"
    bomb = tmp_path / "bomb.xlsx"
    xlsx(bomb, {"Data": sheet_xml({1: ["OPD", "Unit"], 2: ["D", "K"]})})
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", bytes(40 * 1024 * 1024))
    assert refused(bomb) == "bomb"
    far = xlsx(tmp_path / "far.xlsx", {"Data": sheet_xml({1: ["OPD", "Unit"], 400_000: ["D", *[None] * 20, "K"]})})
    assert refused(far) == "too_many_cells"
    macro = xlsx(tmp_path / "m.xlsx", {"Data": sheet_xml({1: ["OPD", "Unit"]})}, more={"xl/vbaProject.bin": b"x"})
    assert refused(macro) == "macros"


def test_the_copy_says_what_is_wrong_beside_each_row(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", HEAD, [None, "D", "K"], [None, None, "K", None, None, "=1+1"])
    read = read_structure(source)
    write_error_copy(source, read, tmp_path / "b.xlsx")
    page = openpyxl.load_workbook(tmp_path / "b.xlsx")["Data"]
    assert page["K1"].value == "Kesalahan"
    assert page["K2"].value is None
    assert "B3 (Perangkat daerah): perangkat daerah kosong" in str(page["K3"].value)
    assert (page["F3"].value, page["F3"].data_type) == ("=1+1", "s")
    page["B3"] = "D"
    page.parent.save(tmp_path / "c.xlsx")
    assert len(read_structure(tmp_path / "c.xlsx").rows) == 2


def test_the_template_is_read_by_the_reader(tmp_path: Path) -> None:
    rows = [
        {"government": "Kota Melati", "agency": "Dinas =1", "unit": "Kantor", "phone": "0921", "service": "KTP",
         "users": 7, "period": "2026", "source": "register"},
    ]  # fmt: skip
    path = tmp_path / "t.xlsx"
    path.write_bytes(structure_template(governments=["Kota Melati", "Kota, Koma"], unit_types=["Puskesmas"], rows=rows))
    read = read_structure(path)
    assert read.errors == ()
    [row] = read.rows
    assert (row.agency, row.phone, row.users, row.period) == ("Dinas =1", "0921", 7, period_of("2026"))
    made = openpyxl.load_workbook(path)
    assert made.sheetnames == ["Petunjuk", "Unit dan layanan", "Contoh", "Daftar pilihan"]
    page = made["Unit dan layanan"]
    assert [cell.value for cell in page[1]] == [column.title for column in COLUMNS.values()]
    lists = [rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert lists == ["'Daftar pilihan'!$A$2:$A$3", "'Daftar pilihan'!$B$2:$B$2"]
    empty = tmp_path / "e.xlsx"
    empty.write_bytes(structure_template(governments=[], unit_types=[]))
    assert refused(empty) == "no_rows"
