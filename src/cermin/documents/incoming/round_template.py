"""The sheet of answers for one survey round: its own questions, services and profile questions, ready to be typed into and uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from cermin.documents.incoming.template import ANSWER_ROWS
from cermin.documents.incoming.template_guide import ANSWERS_SHEET, GUIDE_SHEET
from cermin.documents.incoming.template_looks import Looks, message, one_of, print_on_a4
from cermin.documents.svg import SEA
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY

_FIRST_SCORE_WIDTH = 12
_GUIDE_WIDTHS = (8, 62, 22, 18, 18, 18, 18)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of the round. short: the element's short name; labels: the words for the scores 1, 2, 3, 4."""

    code: str
    short: str
    text: str
    labels: tuple[str, str, str, str]

    @property
    def heading(self) -> str:
        """ "P8 Sarana": code and meaning together, so that nobody crosses facilities and complaints."""
        return f"{self.code} {self.short}"


def round_template(
    *,
    title: str,
    questions: Sequence[AskedQuestion],
    services: Sequence[str],
    profile: Sequence[str],
    comments: bool,
) -> bytes:
    """The workbook (.xlsx). title: round and unit, for the guide; profile: keys of the profile questions that the round asks."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Jawaban SKM", "comments": "Tanpa nama, NIK, atau nomor telepon."})
    looks = Looks(book)
    guide, answers = book.add_worksheet(GUIDE_SHEET), book.add_worksheet(ANSWERS_SHEET)
    listed = _guide(guide, looks, title, questions, services, comments)
    _answers(answers, looks, questions, listed, profile, comments)
    answers.set_tab_color(SEA)
    answers.activate()
    book.close()
    return stream.getvalue()


def _guide(
    sheet: Any, looks: Looks, title: str, questions: Sequence[AskedQuestion], services: Sequence[str], comments: bool
) -> str:
    """Fill the guide; the range that holds the services comes back."""
    for column, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Jawaban Survei Kepuasan Masyarakat (SKM)", looks.title)
    sheet.write_string(1, 0, title, looks.lead)
    steps = [
        f"Buka lembar '{ANSWERS_SHEET}'. Ketik satu kuesioner pada satu baris.",
        "Nilai 1 sampai 4; a, b, c, d pada kuesioner adalah 1, 2, 3, 4. Yang tidak dijawab dibiarkan kosong: jangan menulis 0.",
        "Pilih jenis layanan dari daftar. Ketik semua kuesioner yang diterima, juga yang nilainya rendah.",
        "Jangan menulis nama, NIK, nomor telepon, atau alamat"
        + (". Pada saran, ketik sarannya saja." if comments else "."),
        "Simpan, lalu unggah berkas ini di halaman rondenya.",
    ]
    row = 3
    for number, step in enumerate(steps, 1):
        sheet.write_number(row, 0, number, looks.bold_centred)
        sheet.merge_range(row, 1, row, len(_GUIDE_WIDTHS) - 1, step, looks.cell)
        sheet.set_row(row, 22)
        row += 1
    row += 1
    for column, head in enumerate(("Kode", "Pertanyaan", "Unsur", "1", "2", "3", "4")):
        sheet.write_string(row, column, head, looks.heading)
    for question in questions:
        row += 1
        sheet.set_row(row, 32)
        sheet.write_string(row, 0, question.code, looks.bold_centred)
        sheet.write_string(row, 1, question.text, looks.cell)
        sheet.write_string(row, 2, question.short, looks.cell)
        for column, label in enumerate(question.labels, 3):
            sheet.write_string(row, column, label, looks.centred)
    row += 2
    sheet.write_string(row, 1, "Jenis layanan dalam ronde ini", looks.heading)
    for name in services:
        row += 1
        sheet.write_string(row, 1, name, looks.cell)
    print_on_a4(sheet)
    return f"={GUIDE_SHEET}!$B${row - len(services) + 2}:$B${row + 1}"


def _answers(
    sheet: Any,
    looks: Looks,
    questions: Sequence[AskedQuestion],
    services: str,
    profile: Sequence[str],
    comments: bool,
) -> None:
    fields = [field for key, field in PROFILE_FIELD_BY_KEY.items() if key in profile]
    columns: list[tuple[str, float, Any, dict[str, Any] | None]] = [
        ("No", 7, looks.centred, None),
        ("Tanggal", 13, looks.short_date, None),
        ("Jenis layanan", 28, looks.cell, {"validate": "list", "source": services} | _service_message()),
    ]
    for field in fields:
        labels = [option.label for option in field.options]
        hint = message(field.title[:32], "Pilih dari daftar. Boleh kosong bila responden tidak menjawab.")
        # An age in years or another occupation may be written; the reader sorts it in.
        columns.append((field.title, 18, looks.cell, one_of(labels) | hint | {"show_error": False}))
    for question in questions:
        meaning = "; ".join(f"{score} {label}" for score, label in enumerate(question.labels, 1))
        alert = "Tulis 1, 2, 3, atau 4. Bila tidak dijawab, kosongkan (jangan 0)."
        limit: dict[str, Any] = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 4}
        limit |= message(question.heading[:32], f"{meaning}. Kosongkan bila tidak dijawab."[:255], alert=alert)
        columns.append((question.heading, _FIRST_SCORE_WIDTH, looks.score, limit))
    if comments:
        hint = message("Saran", "Ketik sarannya saja: tanpa nama, NIK, atau nomor telepon.")
        columns.append(("Saran", 40, looks.text, {"validate": "any"} | hint))
    sheet.set_row(0, 34)
    for column, (heading, width, look, rule) in enumerate(columns):
        # The look of a whole column instead of cells one by one: a fifth of the time, and no row ends the grid.
        sheet.set_column(column, column, width, look)
        sheet.write_string(0, column, heading, looks.score_heading if look is looks.score else looks.heading)
        if rule:
            sheet.data_validation(1, column, ANSWER_ROWS, column, rule)
    sheet.freeze_panes(1, 1)
    print_on_a4(sheet, repeat_rows=1)


def _service_message() -> dict[str, str]:
    return message(
        "Jenis layanan",
        "Pilih dari daftar layanan ronde ini.",
        alert="Layanan ini tidak ada dalam ronde. Tetap dipakai? Saat mengunggah Anda akan ditanya layanan mana yang dimaksud.",
        kind="warning",
    )
