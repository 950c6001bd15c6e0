"""The recap of many units as a workbook: units as rows, both conventions in the foot, coverage, and never a zero for a missing unit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time

import xlsxwriter

from cermin.documents.skm.workbook import HEAD_ROW, Formats, prepare_sheet
from cermin.pure.calc.index import grade_of
from cermin.pure.calc.numbers import round_half_up
from cermin.pure.calc.recap import Recap, UnitFigure

NONE_YET = "belum ada"


def write_recap(recap: Recap, units: Sequence[UnitFigure], title: str, made_on: date) -> bytes:
    """The workbook as bytes; units stand in the given order, without a rank. Same input, same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime.combine(made_on, time())})
    formats = Formats(book)
    sheet = book.add_worksheet("Rekap")
    codes = [element.code for element in recap.elements]
    keys = [element.key for element in recap.elements]
    note = (
        f"{recap.units_counted} dari {recap.units_obliged} unit memiliki hasil ({recap.respondents} responden)."
        " Unit tanpa hasil tidak dihitung sebagai nol."
    )
    prepare_sheet(sheet, formats, title, note, "", [44, 12, *[9.0] * len(codes), 10, 8, 16])
    for column, name in enumerate(["Unit", "Responden", *codes, "IKM", "Mutu", "Kinerja"]):
        sheet.write_string(HEAD_ROW, column, name, formats.head)
    value_column = 2 + len(codes)
    row = HEAD_ROW
    for unit in units:
        row += 1
        sheet.write_string(row, 0, unit.name, formats.text)
        if unit.exact is None:
            sheet.write_string(row, value_column, NONE_YET, formats.right)
            continue
        sheet.write_number(row, 1, unit.respondents, formats.whole)
        # By meaning, as the recap joins them: units may number the same element differently.
        means = {element.key: element.mean for element in unit.elements}
        for column, key in enumerate(keys, 2):
            if key in means:
                sheet.write_number(row, column, float(means[key]), formats.three)
        value = round_half_up(unit.exact, 2)
        sheet.write_number(row, value_column, float(value), formats.two)
        grade = grade_of(value)
        if grade is not None:
            sheet.write_string(row, value_column + 1, grade.letter, formats.center)
            sheet.write_string(row, value_column + 2, grade.performance, formats.text)
    for label, value_of, total, grade in (
        ("Rata-rata sederhana (setiap unit sama)", "simple", recap.simple, recap.simple_grade),
        ("Tertimbang menurut responden", "weighted", recap.weighted, recap.weighted_grade),
    ):
        row += 1
        for column in range(value_column + 3):
            sheet.write_blank(row, column, None, formats.total)
        sheet.write_string(row, 0, label, formats.total)
        sheet.write_number(row, 1, recap.respondents, formats.total_whole)
        for column, element in enumerate(recap.elements, 2):
            mean = element.simple if value_of == "simple" else element.weighted
            sheet.write_number(row, column, float(mean), formats.total_three)
        if total is None:
            sheet.write_string(row, value_column, NONE_YET, formats.total)
            continue
        sheet.write_number(row, value_column, float(total), formats.total_two)
        if grade is not None:
            sheet.write_string(row, value_column + 1, grade.letter, formats.total_center)
            sheet.write_string(row, value_column + 2, grade.performance, formats.total)
    book.close()
    return out.getvalue()
