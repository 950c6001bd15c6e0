"""The workbook in which a government lists its agencies, units and services: drop-downs, limits, an example and a guide.

Its headings are those that the reader knows, so what is written here is what is read there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from cermin.documents.incoming.structure import MOST_USERS
from cermin.documents.incoming.structure_words import (
    CHOICES_SHEET,
    COLUMNS,
    EXAMPLE_SHEET,
    GUIDE_SHEET,
    PERIOD,
    SHEET,
    USERS,
)
from cermin.documents.incoming.template_looks import Looks, message, print_on_a4
from cermin.documents.svg import SEA, WARN

PREPARED_ROWS: Final = 12_000
"""Rows with drop-downs: a province of 9,000 services fits."""

_HINTS: Final = {
    "government": "Pilih dari daftar, atau tulis kodenya (82.71). Boleh kosong bila Anda hanya mengurus satu.",
    "agency": "Nama resmi perangkat daerah. Tulis di setiap baris; jangan gabungkan sel.",
    "unit": "Nama unit penyelenggara pelayanan. Satu baris untuk setiap layanannya.",
    "unit_type": "Pilih dari daftar yang ditetapkan provinsi, atau kosongkan.",
    "address": "Alamat kantor. Sel kosong tidak menghapus alamat yang sudah tercatat.",
    "phone": "Nomor telepon kantor, bukan nomor pribadi. Tulis dengan nol di depan.",
    "service": "Nama jenis layanan, misalnya Penerbitan Kartu Keluarga. Boleh kosong.",
    USERS: "Berapa orang memakai layanan ini pada periode di sebelah. Kosongkan bila tidak diketahui; jangan 0.",
    PERIOD: "2026, Semester I 2026, Triwulan II 2026, Maret 2026, atau 01/01/2026 - 30/06/2026.",
    "source": "Dari mana jumlah itu, misalnya buku register loket. Wajib bila jumlah pengguna diisi.",
}

_EXAMPLES: Final = (
    ("", "Dinas Contoh", "Kantor Contoh Satu", "", "Jalan Contoh 1", "0921 000001", "Layanan A", 1240, "Semester I 2026", "Buku register loket"),
    ("", "Dinas Contoh", "Kantor Contoh Satu", "", "", "", "Layanan B", 310, "Semester I 2026", "Buku register loket"),
    ("", "Dinas Contoh", "Kantor Contoh Dua", "", "Jalan Contoh 2", "", "Layanan A", "", "", ""),
    ("", "Badan Contoh", "", "", "", "", "", "", "", ""),
)  # fmt: skip
"""Made up. A unit of two services takes two rows, an agency may come without units."""

_STEPS: Final = (
    f"Isi lembar '{SHEET}': satu baris untuk satu layanan. Unit yang belum punya layanan ditulis pada satu baris, kolom layanannya kosong.",
    "Tulis nama perangkat daerah dan unit di setiap baris, persis sama. Sel yang digabung tidak terbaca pada baris di bawahnya.",
    f"Pemerintah daerah dan jenis unit dipilih dari daftar; isinya ada pada lembar '{CHOICES_SHEET}'.",
    "Jumlah pengguna selalu bersama periode dan sumbernya. Dari jumlah itu dihitung berapa jawaban survei yang perlu dikumpulkan.",
    "Sel kosong berarti tidak disebut: yang sudah tercatat tetap. Impor tidak pernah menghapus; yang tidak ada dalam daftar juga tetap.",
    "Simpan, lalu unggah di Organisasi, Impor. Yang baru, yang berubah, dan sel yang salah tampil dulu; belum ada yang disimpan sebelum Anda menerapkannya.",
    "Daftar yang sama boleh diunggah lagi: nama yang sama dikenali, jadi tidak menjadi dua.",
)


def structure_template(
    *,
    governments: Sequence[str],
    unit_types: Sequence[str],
    rows: Sequence[Mapping[str, object]] = (),
) -> bytes:
    """The workbook (.xlsx). governments, unit_types: choices of the drop-downs; rows: what is on record, by column key."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": "Daftar unit dan layanan", "comments": "Impor ke Cermin."})
    looks = Looks(book)
    sheets = {name: book.add_worksheet(name) for name in (GUIDE_SHEET, SHEET, EXAMPLE_SHEET, CHOICES_SHEET)}
    _guide(sheets[GUIDE_SHEET], looks)
    sources = _choices(sheets[CHOICES_SHEET], looks, governments, unit_types)
    _list(sheets[SHEET], looks, sources, rows)
    _example(sheets[EXAMPLE_SHEET], looks)
    sheets[SHEET].set_tab_color(SEA)
    sheets[EXAMPLE_SHEET].set_tab_color(WARN)
    sheets[SHEET if rows else GUIDE_SHEET].activate()
    book.close()
    return stream.getvalue()


def _headings(sheet: Any, looks: Looks, row: int, *, formats: bool) -> None:
    for position, column in enumerate(COLUMNS.values()):
        look = None if not formats else looks.whole if column.key == USERS else looks.text
        sheet.set_column(position, position, column.width, look)
        sheet.write_string(row, position, column.title, looks.heading)
    sheet.set_row(row, 30)


def _choices(sheet: Any, looks: Looks, governments: Sequence[str], unit_types: Sequence[str]) -> dict[str, str]:
    """The lists of the drop-downs, and the ranges by which the cells refer to them."""
    sources = {}
    lists = {"government": governments, "unit_type": unit_types}
    for position, (key, names) in enumerate(lists.items()):
        sheet.set_column(position, position, 40)
        sheet.write_string(0, position, COLUMNS[key].title, looks.heading)
        for row, name in enumerate(names, 1):
            sheet.write_string(row, position, name, looks.cell)
        letter = "AB"[position]
        if names:
            sources[key] = f"='{CHOICES_SHEET}'!${letter}$2:${letter}${len(names) + 1}"
    return sources


def _list(sheet: Any, looks: Looks, sources: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> None:
    _headings(sheet, looks, 0, formats=True)
    last = max(PREPARED_ROWS, len(rows) + 1_000)
    for position, column in enumerate(COLUMNS.values()):
        rule: dict[str, Any] = {"validate": "any", **message(column.title, _HINTS[column.key])}
        if column.key in sources:
            alert = "Tidak ada dalam daftar. Kode pemerintah daerah boleh ditulis. Tetap dipakai?"
            rule = {"validate": "list", "source": sources[column.key]}
            rule |= message(column.title, _HINTS[column.key], alert=alert, kind="warning")
        elif column.key == USERS:
            alert = "Tulis bilangan bulat 1 atau lebih, atau kosongkan."
            rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": MOST_USERS}
            rule |= message(column.title, _HINTS[USERS], alert=alert)
        elif column.limit and column.limit < 300:
            alert = f"Paling banyak {column.limit} huruf. Ringkaslah."
            rule = {"validate": "length", "criteria": "<=", "value": column.limit}
            rule |= message(column.title, _HINTS[column.key], alert=alert)
        sheet.data_validation(1, position, last, position, rule)
    for number, row in enumerate(rows, 1):
        for position, key in enumerate(COLUMNS):
            _write(sheet, number, position, row.get(key), looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    print_on_a4(sheet, repeat_rows=1)


def _write(sheet: Any, row: int, column: int, value: object, looks: Looks) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int):
        sheet.write_number(row, column, value, looks.whole)
    else:
        sheet.write_string(row, column, str(value), looks.text)


def _example(sheet: Any, looks: Looks) -> None:
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, f"CONTOH cara mengisi. Jangan menulis di sini: isi lembar '{SHEET}'.", looks.warning)
    _headings(sheet, looks, 2, formats=False)
    for number, values in enumerate(_EXAMPLES, 3):
        for position, value in enumerate(values):
            _write(sheet, number, position, value, looks)
    print_on_a4(sheet)


def _guide(sheet: Any, looks: Looks) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Daftar unit dan layanan", looks.title)
    sheet.write_string(1, 0, "Untuk mengisi perangkat daerah, unit, dan layanan sekaligus.", looks.lead)
    row = _section(sheet, looks, 3, "Yang dikerjakan")
    for number, step in enumerate(_STEPS, 1):
        sheet.set_row(row, 34)
        sheet.write_number(row, 0, number, looks.bold_centred)
        sheet.write_string(row, 1, step, looks.cell)
        row += 1
    row = _section(sheet, looks, row + 1, "Arti setiap kolom")
    for column in COLUMNS.values():
        sheet.set_row(row, 30)
        sheet.write_string(row, 0, column.title, looks.label)
        sheet.write_string(row, 1, _HINTS[column.key], looks.cell)
        row += 1
    print_on_a4(sheet)


def _section(sheet: Any, looks: Looks, row: int, title: str) -> int:
    sheet.write_string(row, 0, title, looks.section)
    sheet.write_blank(row, 1, None, looks.section)
    sheet.set_row(row, 20)
    return row + 1
