"""The sheet to type from: the sixteen questions in their order, each figure once, and nothing made up."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import openpyxl
import pytest
from pypdf import PdfReader
from tests.documents.skm.sample_report import (
    empty_element,
    facts,
    hidden,
    of_form,
    own_elements,
    profile_of,
    public,
    report_of,
    skewed,
)

from cermin.documents.pdf import write_pdf
from cermin.documents.skm.online_sheet import online_note, online_rows, online_sheet_document
from cermin.documents.skm.shape import SkmReport
from cermin.documents.skm.workbook import write_workbook
from cermin.pure.calc.answers import Answers, ElementColumns
from cermin.pure.law.skm import ELEMENT_BY_KEY, FORM_16

CODES = [f"P{number}" for number in range(1, 17)]
FIRST = {
    "U1": "P1",
    "U2": "P3",
    "U3": "P6",
    "U4": "P7",
    "U5": "P10",
    "U6": "P11",
    "U7": "P12",
    "U8": "P15",
    "U9": "P16",
}
"""The first of the sixteen questions of each element, by the structure 2-3-1-3-1-1-3-1-1."""


def partial(left_out: tuple[str, ...]) -> SkmReport:
    """The form of sixteen without some of its questions, as the reader hands it over."""
    asked = [question for question in FORM_16.questions if question.code not in left_out]
    whole = of_form(FORM_16, skewed(30, 16, 8))
    elements = []
    for element in whole.elements:
        columns = tuple(place for place, question in enumerate(asked) if question.element == element.key)
        if columns:
            elements.append(ElementColumns(element.key, element.code, element.name, element.short, columns))
    scores = whole.scores[:, [FORM_16.questions.index(question) for question in asked]]
    answers = Answers(tuple(elements), tuple(question.code for question in asked), scores)
    return report_of(answers, profile_of(), "other")


def test_sixteen_questions_each_with_its_own_counts() -> None:
    report = hidden()
    rows = online_rows(report)
    assert [row.code for row in rows] == CODES
    assert [row.element_code for row in rows] == [
        *("U1", "U1", "U2", "U2", "U2", "U3", "U4", "U4", "U4", "U5", "U6", "U7", "U7", "U7", "U8", "U9")
    ]
    for column, row in enumerate(rows):
        scores = report.answers.scores[:, column]
        counts = tuple(int((scores == value).sum()) for value in (1, 2, 3, 4))
        assert (row.counts, row.answers, row.remark) == (counts, sum(counts), "")
        assert row.mean == Fraction(int(scores.sum()), sum(counts))
    assert "setiap baris adalah satu pertanyaan" in online_note(report)


def test_nine_questions_give_one_value_per_element_and_never_the_same_twice() -> None:
    report = public()
    rows = online_rows(report)
    assert [row.code for row in rows] == CODES
    filled = [row for row in rows if row.counts is not None]
    assert {row.element_code: row.code for row in filled} == FIRST
    by_code = {element.code: element for element in report.result.index.elements}
    for row in rows:
        element = by_code[row.element_code]
        if row.code == FIRST[row.element_code]:
            assert (row.counts, row.answers, row.mean, row.remark) == (element.counts, 49, element.mean, "")
        else:
            assert (row.counts, row.answers, row.mean) == (None, None, None)
            assert row.remark == f"lihat {FIRST[row.element_code]}"
    # Facilities are question 8 of the nine and question 16 of the sixteen: 143 points from the column sums of the file.
    assert rows[15].element == "Sarana dan Prasarana"
    assert rows[15].mean == Fraction(143, 49)
    assert "setiap unsur hanya memiliki satu nilai" in online_note(report)
    assert "jangan mengarang nilai" in online_note(report)


def test_an_element_without_answers_has_no_value_to_type() -> None:
    for row in online_rows(empty_element()):
        assert (row.remark == "tidak dinilai") == (row.element_code == "U4")


def test_some_of_the_sixteen_keep_their_own_lines() -> None:
    """P4 and the whole element of cost were not asked: three questions of procedure are not thrown together."""
    rows = {row.code: row for row in online_rows(partial(("P4", "P7", "P8", "P9")))}
    assert {code for code, row in rows.items() if row.remark == "tidak dinilai"} == {"P4", "P7", "P8", "P9"}
    assert sum(row.answers or 0 for row in rows.values()) == 12 * 30
    assert "sebagian dari enam belas pertanyaan" in online_note(partial(("P4",)))


def test_questions_of_another_form_are_told_to_be_joined() -> None:
    scores = skewed(20, 3, 2)
    names = {key: ELEMENT_BY_KEY[key] for key in ("WAKTU", "SARPRAS")}
    elements = tuple(
        ElementColumns(key, names[key].code, names[key].name, names[key].short, columns)
        for key, columns in (("WAKTU", (0, 1)), ("SARPRAS", (2,)))
    )
    rows = {
        row.code: row
        for row in online_rows(report_of(Answers(elements, ("a", "b", "c"), scores), profile_of(), "other"))
    }
    assert (rows["P6"].answers, rows["P6"].remark) == (40, "gabungan 2 pertanyaan")
    assert rows["P6"].mean == Fraction(int(scores[:, :2].sum()), 40)
    assert (rows["P16"].answers, rows["P16"].remark) == (20, "")
    assert rows["P1"].remark == "tidak dinilai"


def test_elements_of_the_unit_that_have_no_place_are_named() -> None:
    report = report_of(own_elements(["Kemudahan antre", "Kebersihan"], np.full((12, 2), 3)), profile_of(), "other")
    assert all(row.remark == "tidak dinilai" for row in online_rows(report))
    assert "tidak dimuat di sini: U1 Kemudahan antre dan U2 Kebersihan." in online_note(report)


def test_the_sheet_of_the_workbook_holds_the_same_rows() -> None:
    for report in (public(), hidden()):
        sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(report)), data_only=True)["Untuk diketik"]
        assert sheet["A2"].value == online_note(report)
        for row, entry in zip(sheet.iter_rows(min_row=5, values_only=True), online_rows(report), strict=True):
            assert row[:4] == (entry.code, entry.element_code, entry.element, entry.question)
            assert row[4:8] == (entry.counts or (None,) * 4)
            assert row[8] == entry.answers
            assert row[9] == (None if entry.mean is None else pytest.approx(float(entry.mean), abs=1e-12))
            assert (row[10] or "") == entry.remark


def test_the_pdf_holds_every_row_and_no_hidden_count() -> None:
    report = replace(hidden(), input=facts(101, "skm-16"))
    reader = PdfReader(io.BytesIO(write_pdf(online_sheet_document(report))))
    assert len(reader.pages) <= 2
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    for row in online_rows(report):
        assert row.counts is not None
        assert f"{' '.join(map(str, row.counts))} {row.answers} " in text
    covered = sum(group.count is None for table in report.result.profile for group in table.groups)
    assert (text.count("ditutup"), text.count("< 5"), covered) == (2, 2, 4)
    assert write_pdf(online_sheet_document(hidden(moved=True))) == write_pdf(online_sheet_document(hidden()))
