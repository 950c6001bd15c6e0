"""The recap of many units as a workbook: both conventions named, coverage said, and no zero for a unit without a result."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import Any

import openpyxl

from cermin.documents.skm.recap_workbook import write_recap
from cermin.pure.calc.recap import UnitElement, UnitFigure, combine

DAY = date(2026, 11, 24)

UNITS = (
    # 80 and 90 from 10 and 30 people: simple mean 85, weighted (800 + 2700) / 40 = 87.5.
    UnitFigure(
        "Unit A",
        Fraction(80),
        10,
        (UnitElement("U1", "PERSYARATAN", Fraction(3), 10), UnitElement("U2", "BIAYA", Fraction(17, 5), 10)),
    ),
    UnitFigure("=HYPERLINK(1)", None, 0),
    # The same two elements, numbered the other way round.
    UnitFigure(
        "Unit B",
        Fraction(90),
        30,
        (UnitElement("U1", "BIAYA", Fraction(18, 5), 30), UnitElement("U2", "PERSYARATAN", Fraction(18, 5), 30)),
    ),
)


def rows() -> list[tuple[Any, ...]]:
    content = write_recap(combine(UNITS, obliged=5), UNITS, "Rekapitulasi Contoh", DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Rekap"]
    return list(sheet.iter_rows(values_only=True))


def test_both_conventions_stand_in_the_foot_with_their_names() -> None:
    *_, simple, weighted = rows()
    assert (simple[0], simple[1], *simple[4:]) == ("Rata-rata sederhana (setiap unit sama)", 40, 85, "B", "Baik")
    assert (weighted[0], weighted[1], *weighted[4:]) == ("Tertimbang menurut responden", 40, 87.5, "B", "Baik")
    # Cost 3.4 and 3.6: simple 3.5, weighted (34 + 108) / 40 = 3.55. Requirements 3.0 and 3.6: 3.3 and (30 + 108) / 40 = 3.45.
    assert (simple[2:4], weighted[2:4]) == ((3.5, 3.3), (3.55, 3.45))


def test_coverage_is_said_and_a_unit_without_a_result_is_no_zero() -> None:
    found = rows()
    assert found[1][0] == ("2 dari 5 unit memiliki hasil (40 responden). Unit tanpa hasil tidak dihitung sebagai nol.")
    missing = next(row for row in found if row[0] == "=HYPERLINK(1)")
    assert missing[1:] == (None, None, None, "belum ada", None, None)


def test_units_that_number_their_elements_differently_are_joined_by_meaning() -> None:
    by_name = {row[0]: row for row in rows()}
    assert by_name["Unit A"][1:5] == (10, 3.4, 3.0, 80)
    assert by_name["Unit B"][1:5] == (30, 3.6, 3.6, 90)


def test_a_unit_name_is_text() -> None:
    content = write_recap(combine(UNITS), UNITS, "=1+1", DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Rekap"]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_nobody_has_a_result_yet() -> None:
    nobody = (UnitFigure("Unit A", None, 0), UnitFigure("Unit B", None, 0))
    sheet = openpyxl.load_workbook(io.BytesIO(write_recap(combine(nobody), nobody, "Rekapitulasi", DAY)))["Rekap"]
    body = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[2] for row in body] == ["belum ada"] * 4
    assert not any(isinstance(cell, float) for row in body for cell in row)


def test_same_input_same_bytes() -> None:
    assert write_recap(combine(UNITS), UNITS, "Rekapitulasi", DAY) == write_recap(
        combine(UNITS), UNITS, "Rekapitulasi", DAY
    )
