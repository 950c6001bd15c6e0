"""The input workbook for officers: answers with drop-downs and limits, an example, the profile, the plans, and a guide.

Its labels come from the tables that the readers use, so what is written here is what is read there.
"""

from __future__ import annotations

import contextlib
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from cermin.documents.incoming.profile_fields import (
    LAST_PLAN,
    LAST_PLAN_SHEET,
    PLAN,
    PLAN_SHEET,
    PROFILE_SHEET,
    FieldTable,
)
from cermin.documents.incoming.template_guide import ANSWERS_SHEET, EXAMPLE_SHEET, GUIDE_SHEET, write_guide
from cermin.documents.incoming.template_looks import Looks, message, one_of, print_on_a4
from cermin.documents.incoming.template_profile import ProfileSheet, date_limits
from cermin.documents.svg import SEA, WARN
from cermin.pure.law.profile import PROFILE_FIELDS, ProfileField
from cermin.pure.law.skm import ELEMENT_BY_KEY, ELEMENTS, FORM_9, FORM_16, Form, Question

ANSWER_ROWS = 1000
"""Prepared rows: the largest table of Krejcie and Morgan asks for 384 answers."""

PLAN_ROWS = 20
_PROFILE_WIDTHS = {"gender": 12, "age": 16, "education": 14, "occupation": 17, "disability": 21, "channel": 12}
_SCORE_WIDTH = 11.5
_COMMENT_WIDTH = 40
_FIRST_SCORE = 3 + len(PROFILE_FIELDS)

_EXAMPLES: tuple[tuple[str, tuple[int, ...], tuple[int | None, ...], str], ...] = (
    # kind of service, position of each profile answer, scores in the order of the list of elements, comment
    ("Layanan A", (0, 1, 3, 6, 0, 1), (3, 3, 2, 4, 3, 3, 4, 3, 3), "Antrean sebaiknya dipanggil menurut nomor."),
    ("Layanan B", (1, 3, 5, 0, 0, 0), (4, 3, 3, 4, 4, 4, 4, 3, 3), ""),
    ("Layanan A", (1, 5, 2, 5, 1, 3), (3, 2, 3, 4, 3, 4, 3, None, 2), "Kursi tunggu kurang."),
)
"""Made up. The missing score in the last row shows that a question may stay open."""


def write_template(target: Path, *, form: Literal["9", "16"] = "9") -> None:
    """Write the workbook to `target`, with the nine or the sixteen questions. Raises OSError; a file already there is replaced whole."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "Buku kerja masukan SKM", "comments": "Tanpa nama, NIK, atau nomor telepon."})
    looks = Looks(book)
    questions = FORM_16 if form == "16" else FORM_9
    names = (GUIDE_SHEET, PROFILE_SHEET, ANSWERS_SHEET, EXAMPLE_SHEET, PLAN_SHEET, LAST_PLAN_SHEET)
    sheets = {name: book.add_worksheet(name) for name in names}
    write_guide(sheets[GUIDE_SHEET], looks, questions)
    services = ProfileSheet(sheets[PROFILE_SHEET], looks).services
    _answers(sheets[ANSWERS_SHEET], looks, questions, services)
    _example(sheets[EXAMPLE_SHEET], looks, questions)
    _plan(sheets[PLAN_SHEET], looks, PLAN)
    _plan(sheets[LAST_PLAN_SHEET], looks, LAST_PLAN)
    sheets[ANSWERS_SHEET].set_tab_color(SEA)
    sheets[EXAMPLE_SHEET].set_tab_color(WARN)
    sheets[GUIDE_SHEET].activate()
    book.close()
    _replace(target, stream.getvalue())


def _replace(target: Path, data: bytes) -> None:
    """Put the finished file in place in one step, so that a full disk does not leave half a workbook."""
    fresh = target.with_name(f".{target.name}.baru")
    try:
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


# --- answers ---------------------------------------------------------------------------------------------------------


def _columns(form: Form) -> list[tuple[str, float]]:
    """Heading and width of every column of the sheet with the answers."""
    return [
        ("No", 7),
        ("Tanggal", 13),
        ("Jenis layanan", 24),
        *((field.title, _PROFILE_WIDTHS[field.key]) for field in PROFILE_FIELDS),
        *((score_heading(question), _SCORE_WIDTH) for question in form.questions),
        ("Saran", _COMMENT_WIDTH),
    ]


def score_heading(question: Question) -> str:
    """ "P8 Sarana": code and meaning together, so that nobody crosses facilities and complaints."""
    return f"{question.code} {ELEMENT_BY_KEY[question.element].short}"


def _headings(sheet: Any, looks: Looks, form: Form, row: int) -> None:
    scores = range(_FIRST_SCORE, _FIRST_SCORE + len(form.questions))
    for column, (title, width) in enumerate(_columns(form)):
        sheet.set_column(column, column, width)
        sheet.write(row, column, title, looks.score_heading if column in scores else looks.heading)
    sheet.set_row(row, 34)


def _row_looks(looks: Looks, form: Form) -> list[Any]:
    profile = [looks.cell] * (1 + len(PROFILE_FIELDS))
    return [looks.centred, looks.short_date, *profile, *[looks.score] * len(form.questions), looks.text]


def _answers(sheet: Any, looks: Looks, form: Form, services: str) -> None:
    _headings(sheet, looks, form, 0)
    for row in range(1, ANSWER_ROWS + 1):
        for column, look in enumerate(_row_looks(looks, form)):
            sheet.write_blank(row, column, None, look)

    def limit(column: int, rule: dict[str, Any]) -> None:
        sheet.data_validation(1, column, ANSWER_ROWS, column, rule)

    limit(0, {"validate": "any", **message("No", "Nomor yang ditulis pada lembar kuesioner. Bukan nama responden.")})
    limit(1, date_limits())
    limit(
        2,
        {
            "validate": "list",
            "source": services,
            **message(
                "Jenis layanan",
                f"Pilih dari daftar. Daftarnya ditulis di bagian bawah lembar {PROFILE_SHEET}.",
                alert=f"Layanan ini tidak ada dalam daftar di lembar {PROFILE_SHEET}. Tetap dipakai?",
                kind="warning",
            ),
        },
    )
    for column, field in enumerate(PROFILE_FIELDS, 3):
        limit(column, _profile_limits(field))
    for column, question in enumerate(form.questions, _FIRST_SCORE):
        limit(column, _score_limits(question))
    comment = _FIRST_SCORE + len(form.questions)
    limit(comment, {"validate": "any", **message("Saran", "Ketik sarannya saja: tanpa nama, NIK, atau nomor telepon.")})
    # Pasted cells escape the limits above; these turn red.
    first, last = _letter(_FIRST_SCORE), _letter(comment - 1)
    wrong = f'=IF(ISNUMBER({first}2),OR({first}2<1,{first}2>4,{first}2<>INT({first}2)),{first}2<>"")'
    area = f"{first}2:{last}{ANSWER_ROWS + 1}"
    sheet.conditional_format(area, {"type": "formula", "criteria": wrong, "format": looks.wrong})
    sheet.freeze_panes(1, 1)
    print_on_a4(sheet, repeat_rows=1)


def _profile_limits(field: ProfileField) -> dict[str, Any]:
    labels = [option.label for option in field.options]
    if field.key == "age":
        text = "Pilih kelompok usia, atau tulis usia dalam tahun, misalnya 34. Boleh kosong."
        return one_of(labels) | message(field.title, text) | {"show_error": False}
    text = "Pilih dari daftar. Boleh kosong bila responden tidak menjawab."
    if field.open:
        alert = f"Tidak ada dalam daftar; akan dihitung sebagai '{labels[-1]}'. Tetap dipakai?"
        return one_of(labels) | message(field.title, text, alert=alert, kind="warning")
    return one_of(labels) | message(field.title, text, alert="Pilih salah satu dari daftar, atau kosongkan.")


def _score_limits(question: Question) -> dict[str, Any]:
    meaning = "; ".join(f"{score} {label}" for score, label in enumerate(question.labels, 1))
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": 1,
        "maximum": 4,
        **message(
            score_heading(question),
            f"{meaning}. Kosongkan bila tidak dijawab.",
            alert="Tulis 1, 2, 3, atau 4. Bila tidak dijawab, kosongkan (jangan 0).",
        ),
    }


def _letter(column: int) -> str:
    return chr(65 + column) if column < 26 else f"{chr(64 + column // 26)}{chr(65 + column % 26)}"


def _example(sheet: Any, looks: Looks, form: Form) -> None:
    sheet.set_row(0, 24)
    sheet.write(
        0, 0, f"CONTOH cara mengisi. Jangan menulis di lembar ini: isi lembar '{ANSWERS_SHEET}'.", looks.warning
    )
    _headings(sheet, looks, form, 2)
    position = {element.key: place for place, element in enumerate(ELEMENTS)}
    for number, (service, profile, scores, comment) in enumerate(_EXAMPLES, 1):
        row = 2 + number
        values: list[object] = [f"Contoh {number}", f"0{number}/03/2026", service]
        values += [field.options[place].label for field, place in zip(PROFILE_FIELDS, profile, strict=True)]
        values += [scores[position[question.element]] for question in form.questions]
        values.append(comment)
        for column, (value, look) in enumerate(zip(values, _row_looks(looks, form), strict=True)):
            sheet.write(row, column, value, look)
        sheet.set_row(row, 28)
    sheet.set_column(0, 0, 11)
    print_on_a4(sheet)


# --- plans -----------------------------------------------------------------------------------------------------------


def _plan(sheet: Any, looks: Looks, table: FieldTable) -> None:
    sheet.set_column(0, 0, 6)
    sheet.write(0, 0, "No", looks.heading)
    sheet.set_row(0, 26)
    for column, of in enumerate(table.columns, 1):
        sheet.set_column(column, column, 46 if of.limit >= 300 else 24)
        sheet.write(0, column, of.label, looks.heading)
        if of.kind == "element":
            rule = one_of([f"{element.code} {element.short}" for element in ELEMENTS])
            rule |= message(of.label, of.hint, alert="Pilih salah satu unsur dari daftar.")
        elif of.kind == "choice":
            rule = one_of([written for written, _ in of.choices])
            rule |= message(of.label, of.hint, alert="Pilih salah satu dari daftar, atau kosongkan.")
        else:
            alert = f"Paling banyak {of.limit} huruf. Ringkaslah."
            rule = {"validate": "length", "criteria": "<=", "value": of.limit}
            rule |= message(of.label, of.hint, alert=alert)
        sheet.data_validation(1, column, PLAN_ROWS, column, rule)
    for row in range(1, PLAN_ROWS + 1):
        sheet.set_row(row, 30)
        sheet.write(row, 0, row, looks.centred)
        for column in range(1, len(table.columns) + 1):
            sheet.write_blank(row, column, None, looks.text)
    sheet.freeze_panes(1, 0)
    print_on_a4(sheet, repeat_rows=1)
