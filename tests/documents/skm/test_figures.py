"""One frozen shape feeds every writer: all figures are taken out of every file and compared with the shape."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from cermin.cli import file_route
from cermin.documents.format import integer, number
from cermin.documents.incoming import read_answers
from cermin.documents.incoming.profile import read_profile_toml
from cermin.documents.skm.report_set import REPORT_FILES, render_report_set
from cermin.documents.skm.result_reading import load_result
from cermin.documents.skm.shape import SkmReport
from cermin.pure.calc.survey import evaluate_survey

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
DAY = date(2026, 11, 24)


def report_of(name: str, previous: SkmReport | None = None) -> SkmReport:
    """The shape of an example, with real calculations, and with the other example as the period before."""
    read = read_answers(EXAMPLES / f"{name}.csv")
    assert read.answers is not None
    profile = read_profile_toml(EXAMPLES / f"{name}.toml")
    result = evaluate_survey(read.answers, population=profile.population)
    before = load_result(render_report_set(previous)["hasil.json"]) if previous else None
    return file_route.build_report(read, result, profile, before, DAY)


@pytest.fixture(scope="module")
def plain() -> SkmReport:
    return report_of("unit-contoh")


@pytest.fixture(scope="module")
def rich(plain: SkmReport) -> SkmReport:
    """Missing answers, services, profile, suppressed groups, plan, last plan, comparison and trend."""
    report = report_of("formulir-daring", plain)
    assert report.change is not None
    assert len(report.trend) == 2
    assert any(group.count is None for table in report.result.profile for group in table.groups)
    return report


@pytest.fixture(scope="module", params=["plain", "rich"])
def report(request: pytest.FixtureRequest) -> SkmReport:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, SkmReport)
    return found


@pytest.fixture(scope="module")
def files(report: SkmReport) -> dict[str, bytes]:
    return render_report_set(report)


def pdf_text(content: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", text)


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        for row in table._tbl.tr_lst:
            parts += [
                "".join(node.text or "" for node in cell.iter() if node.tag.endswith("}t")) for cell in row.tc_lst
            ]
    return re.sub(r"\s+", " ", " ".join(parts))


def expected_figures(report: SkmReport) -> list[str]:
    """Every figure that report and PDF must hold, as it is printed."""
    result = report.result
    index = result.index
    assert index.value is not None
    assert index.nrr is not None
    figures = [number(index.value, 2), number(index.nrr, 4), integer(index.respondents), integer(index.complete)]
    assert result.estimate.interval is not None
    figures += [number(result.estimate.interval.low, 2), number(result.estimate.interval.high, 2)]
    for element in index.elements:
        assert element.mean is not None
        assert element.weighted is not None
        assert element.converted is not None
        figures += [
            integer(element.total),
            number(element.mean, 3),
            number(element.weighted, 4),
            number(element.converted, 2),
        ]
    figures += [number(convention.value, 2) for convention in index.conventions]
    for table in [*result.profile, *([result.services] if result.services else [])]:
        figures += [integer(group.count) for group in table.groups if group.count is not None]
    if result.services:
        for group in result.services.groups:
            if group.index is not None and group.index.value is not None:
                figures.append(number(group.index.value, 2))
                figures += [number(e.mean, 2) for e in group.index.elements if e.mean is not None]
    if report.change:
        figures += [number(report.change.index.before, 2), number(report.change.index.now, 2)]
        figures += [number(difference.now, 3) for difference in report.change.elements]
    figures += [number(point.value, 2) for point in report.trend]
    if result.sample:
        figures += [integer(result.sample.minimum), integer(result.sample.population)]
    return figures


@pytest.mark.parametrize("name", ["laporan-skm.pdf", "laporan-skm.docx"])
def test_every_figure_is_in_the_report(report: SkmReport, files: dict[str, bytes], name: str) -> None:
    text = pdf_text(files[name]) if name.endswith("pdf") else docx_text(files[name])
    missing = [figure for figure in expected_figures(report) if figure not in text]
    assert missing == []
    assert report.result.index.grade is not None
    assert report.result.index.grade.performance in text


def test_word_and_pdf_say_the_same(files: dict[str, bytes]) -> None:
    """All numbers of the PDF's text stand in the Word file as often or more (charts are pictures there)."""
    pattern = re.compile(r"\d{1,3},\d{2,4}")
    pdf = set(pattern.findall(pdf_text(files["laporan-skm.pdf"])))
    word = set(pattern.findall(docx_text(files["laporan-skm.docx"])))
    assert word <= pdf
    assert len(word) > 40


def test_the_workbook_holds_the_same_figures(report: SkmReport, files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["buku-kerja-skm.xlsx"]), data_only=True)
    index = report.result.index
    values = [
        cell for row in book["Rekap"].iter_rows(values_only=True) for cell in row if isinstance(cell, int | float)
    ]
    for element in index.elements:
        assert element.mean is not None
        assert float(element.mean) in values
        assert float(element.converted or 0) in values
    assert float(index.value or 0) in values
    assert index.nrr is not None
    assert float(index.nrr) in values
    for convention in index.conventions:
        assert float(convention.value) in values
    rows = list(book["Jawaban"].iter_rows(min_row=5, values_only=True))
    assert len(rows) == index.respondents
    totals = [sum(value or 0 for value in column) for column in list(zip(*rows, strict=True))[1:]]
    assert sorted(totals) == sorted(q.total for element in index.elements for q in element.questions)
    formulas = openpyxl.load_workbook(io.BytesIO(files["buku-kerja-skm.xlsx"]))["Rekap"]
    live = [
        cell.value
        for row in formulas.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    assert len(live) >= 3 * len(index.elements) + 5


def test_scores_per_respondent_carry_nothing_else(files: dict[str, bytes], report: SkmReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["buku-kerja-skm.xlsx"]), data_only=True)
    sheet = book["Jawaban"]
    header = [cell.value for cell in sheet[4]]
    assert header[0] == "Responden"
    assert set(header[1:]) == set(report.answers.questions)
    assert {cell for row in sheet.iter_rows(min_row=5, min_col=2, values_only=True) for cell in row} <= {
        None,
        1,
        2,
        3,
        4,
    }


def test_the_poster_and_the_sheet_hold_the_same_figures(report: SkmReport, files: dict[str, bytes]) -> None:
    index = report.result.index
    poster = pdf_text(files["poster-ikm.pdf"])
    assert len(PdfReader(io.BytesIO(files["poster-ikm.pdf"])).pages) == 1
    for text in (
        number(index.value or 0, 2),
        integer(index.respondents),
        "NILAI IKM",
        "TERIMA KASIH",
        report.profile.unit,
    ):
        assert text in poster
    assert index.grade is not None
    assert index.grade.performance in poster
    assert files["poster-ikm.png"].startswith(b"\x89PNG")
    online = pdf_text(files["untuk-diketik.pdf"])
    for element in index.elements:
        assert element.mean is not None
        assert number(element.mean, 4) in online
        assert element.name in online or element.short in online


def test_the_result_file_holds_the_same_figures(report: SkmReport, files: dict[str, bytes]) -> None:
    result = json.loads(files["hasil.json"])
    index = report.result.index
    assert result["index"] == f"{index.value}"
    assert result["respondents"] == index.respondents
    assert [element["code"] for element in result["elements"]] == [element.code for element in index.elements]
    for stored, element in zip(result["elements"], index.elements, strict=True):
        assert stored["mean"] == number(element.mean or 0, 4).replace(",", ".")
        assert stored["counts"] == list(element.counts)
    back = load_result(files["hasil.json"])
    assert (back.value, back.exact, back.respondents) == (index.value, index.exact, index.respondents)


def test_every_page_carries_the_mark(report: SkmReport, files: dict[str, bytes]) -> None:
    for name in ("laporan-skm.pdf", "poster-ikm.pdf", "untuk-diketik.pdf"):
        for page in PdfReader(io.BytesIO(files[name])).pages:
            assert report.profile.mark in re.sub(r"\s+", " ", page.extract_text()), name
    book = openpyxl.load_workbook(io.BytesIO(files["buku-kerja-skm.xlsx"]))
    assert all(report.profile.mark in (sheet.oddHeader.center.text or "") for sheet in book)


def test_a_hidden_group_is_nowhere(rich: SkmReport) -> None:
    """The true size of a suppressed group appears beside its label in no file."""
    files = render_report_set(rich)
    read = read_answers(EXAMPLES / "formulir-daring.csv")
    assert read.answers is not None
    checked = 0
    result = json.loads(files["hasil.json"])
    book = openpyxl.load_workbook(io.BytesIO(files["buku-kerja-skm.xlsx"]), data_only=True)
    rows = {(row[0], row[1]): row for row in book["Profil responden"].iter_rows(min_row=5, values_only=True)}
    stored = {(table["key"], group["label"]): group for table in result["profile"] for group in table["groups"]}
    for table in rich.result.profile:
        for group in table.groups:
            if group.count is None:
                checked += 1
                assert stored[table.key, group.label]["respondents"] is None
                assert stored[table.key, group.label]["index"] is None
                assert not isinstance(rows[table.title, group.label][2], int | float)
                assert rows[table.title, group.label][3] is None
    assert checked >= 2


def test_same_shape_same_bytes(report: SkmReport, files: dict[str, bytes]) -> None:
    again = render_report_set(report)
    assert [name for name in REPORT_FILES if files[name] != again[name]] == []
