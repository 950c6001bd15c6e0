"""The workbook: what its sheets hold and hide, and its formulas, worked out in double arithmetic, against the exact figures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.documents.skm.sample_report import (
    HOSTILE_TEXTS,
    SAMPLES,
    empty_element,
    hidden,
    hostile,
    profile_of,
    public,
    report_of,
    unfinished,
)
from tests.pure.calc.test_index import answers_of, score_tables

from cermin.documents.skm.shape import SkmReport
from cermin.documents.skm.workbook import write_workbook

SHEETS = ["Jawaban", "Rekap", "Unsur", "Layanan", "Profil responden", "Untuk diketik", "Catatan"]


def book_of(report: SkmReport, *, values: bool = True) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook(report)), data_only=values)


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """Rows under the header in row 4, by heading."""
    head, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return [{str(name): value for name, value in zip(head, row, strict=True) if name} for row in rows]


# -- the formulas, worked out here ------------------------------------------------------------------------------------------


def split(arguments: str) -> list[str]:
    """Arguments at the outermost commas."""
    parts, depth, quoted = [""], 0, False
    for letter in arguments:
        quoted ^= letter == '"'
        depth += 0 if quoted else (letter == "(") - (letter == ")")
        if letter == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def numbers(values: Iterable[Any]) -> list[float]:
    return [value for value in values if isinstance(value, int | float)]


def flat(arguments: Iterable[Any]) -> list[Any]:
    return [value for part in arguments for value in (part if isinstance(part, list) else [part])]


def half_up(value: float, places: float) -> float:
    """ROUND as an office program that helps nobody: the double as it is, halves up."""
    return float(Fraction(int(Fraction(value) * 10 ** int(places) + Fraction(1, 2)), 10 ** int(places)))


def lookup(value: float, lowest: list[Any], found: list[Any]) -> Any:
    return [answer for start, answer in zip(lowest, found, strict=True) if start <= value][-1]


class Sheet:
    """Works out the formulas of one sheet in double arithmetic, each cell once."""

    FUNCTIONS: dict[str, Callable[..., Any]] = {  # noqa: RUF012 (a table that nobody changes)
        "SUM": lambda *parts: sum(numbers(flat(parts)), 0.0),
        "COUNT": lambda *parts: len(numbers(flat(parts))),
        "AVERAGE": lambda *parts: sum(numbers(flat(parts)), 0.0) / len(numbers(flat(parts))),
        "ROUND": half_up,
        "LOOKUP": lookup,
    }

    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.name = book, name
        self.known: dict[str, Any] = {}

    def cell(self, address: str, sheet: str = "") -> Any:
        if sheet and sheet != self.name:
            return self.book[sheet][address].value
        if address not in self.known:
            content = self.book[self.name][address].value
            is_formula = isinstance(content, str) and content.startswith("=")
            self.known[address] = self.work_out(content[1:]) if is_formula else content
        return self.known[address]

    def block(self, sheet: str, first: str, last: str) -> list[Any]:
        return [
            self.cell(cell.coordinate, sheet)
            for row in self.book[sheet or self.name][f"{first}:{last}"]
            for cell in row
        ]

    def work_out(self, formula: str) -> Any:
        if formula.startswith("IF("):
            condition, then, otherwise = split(formula[3:-1])
            return self.work_out(then if self.work_out(condition) else otherwise)
        text = formula.replace("$", "")
        text = re.sub(r"(?:(\w+)!)?\b([A-Z]+\d+):([A-Z]+\d+)", r'block("\1","\2","\3")', text)
        text = re.sub(r'(?<!")\b([A-Z]{1,2}\d+)\b(?!")', r'cell("\1")', text)
        text = re.sub(r"(?<![<>=])=(?!=)", "==", text)
        scope = {**self.FUNCTIONS, "block": self.block, "cell": self.cell}
        return eval(text, {"__builtins__": {}}, scope)  # our own formulas


def formulas(report: SkmReport) -> list[tuple[str, Any, Any]]:
    """(address, worked out here, stored in the file) of every formula of 'Rekap'."""
    content = write_workbook(report)
    live = openpyxl.load_workbook(io.BytesIO(content))
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Rekap"]
    sheet = Sheet(live, "Rekap")
    return [
        (cell.coordinate, sheet.cell(cell.coordinate), stored[cell.coordinate].value)
        for row in live["Rekap"].iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def check_formulas(report: SkmReport) -> None:
    found = formulas(report)
    assert len(found) > 5
    for address, worked_out, stored in found:
        if isinstance(stored, int | float):
            # The rounded figures must be equal to the last digit; the others carry the errors of doubles.
            assert worked_out == pytest.approx(stored, abs=1e-12, rel=0), address
        else:
            assert worked_out == (stored or ""), address


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_formulas_give_the_figures_of_every_sample(name: str) -> None:
    check_formulas(SAMPLES[name]())


def random_report(scores: np.ndarray, sizes: tuple[int, ...]) -> SkmReport:
    return report_of(answers_of(scores, sizes), profile_of(), "other", with_statistics=False)


@settings(max_examples=50, deadline=None)
@given(score_tables())
def test_the_formulas_give_the_figures_of_any_answers(drawn: tuple[np.ndarray, tuple[int, ...]]) -> None:
    """Gaps, several questions per element, questions and elements that nobody answered."""
    check_formulas(random_report(*drawn))


@st.composite
def halves(draw: st.DrawFn) -> np.ndarray:
    """Scores whose exact index ends in a half of the second decimal: 25 x total / (n k) = x.xx5."""
    n, k = draw(st.sampled_from([(8, 1), (16, 5), (40, 1), (40, 4), (40, 8), (80, 2), (200, 1), (8, 8), (32, 5)]))
    odd = [t for t in range(n * k, 4 * n * k) if Fraction(5000 * t, n * k).denominator == 1 and 5000 * t // (n * k) % 2]
    rest = draw(st.sampled_from(odd)) - n * k
    scores = np.ones(n * k, dtype=np.int8)
    order = np.random.default_rng(draw(st.integers(0, 2**16))).permutation(n * k)
    for place in np.resize(order, rest):  # at most three rounds: no score passes four
        scores[place] += 1
    return scores.reshape(n, k)


@settings(max_examples=50, deadline=None)
@given(halves())
def test_the_formulas_round_an_exact_half_up(scores: np.ndarray) -> None:
    """Where a binary fraction lies a hair below the half, an unguarded ROUND gives a hundredth less."""
    report = random_report(scores, (1,) * scores.shape[1])
    exact = report.result.index.exact
    assert exact is not None
    assert (exact * 1000).denominator == 1
    assert int(exact * 1000) % 10 == 5
    check_formulas(report)


def test_without_the_guard_a_half_would_be_lost() -> None:
    """So the guard is needed, and these tests can fail: in plain doubles 25 x total / n rounds down somewhere."""
    lost = [
        (total, n)
        for n in range(8, 401, 8)
        for total in range(n, 4 * n)
        if Fraction(half_up(total / n * 25, 2)).limit_denominator(100)
        != Fraction(int(Fraction(25 * total, n) * 100 + Fraction(1, 2)), 100)
    ]
    assert lost


# -- what the sheets hold ---------------------------------------------------------------------------------------------------


def test_the_sheets_in_order_and_no_services_without_services() -> None:
    assert book_of(public()).sheetnames == SHEETS
    assert book_of(unfinished()).sheetnames == [name for name in SHEETS if name != "Layanan"]


def test_the_grade_table_on_the_sheet_is_the_printed_one() -> None:
    rows = [row[1:4] for row in book_of(public())["Rekap"].iter_rows(values_only=True)]
    assert rows[-4:] == [
        (25, "D", "Tidak Baik"),
        (65, "C", "Kurang Baik"),
        (76.61, "B", "Baik"),
        (88.31, "A", "Sangat Baik"),
    ]


def test_scores_stand_in_an_order_that_says_nothing_about_arrival() -> None:
    """The same answers in any order of arrival give the same sheet, and it is neither sorted nor as they came."""
    report = public()
    turned = replace(report, answers=replace(report.answers, scores=report.answers.scores[::-1].copy()))
    rows = [tuple(row.values())[1:] for row in table(book_of(report)["Jawaban"])]
    assert rows == [tuple(row.values())[1:] for row in table(book_of(turned)["Jawaban"])]
    as_they_came = [tuple(int(row[place]) for place in [0, 1, 2, 3, 4, 5, 6, 8, 7]) for row in report.answers.scores]
    assert sorted(rows) == sorted(as_they_came)
    assert rows not in (sorted(rows), as_they_came, as_they_came[::-1])


def test_a_missing_answer_is_an_empty_cell() -> None:
    sheet = book_of(hidden())["Jawaban"]
    cells = [cell for row in sheet.iter_rows(min_row=5, min_col=2, values_only=True) for cell in row]
    assert cells.count(None) == int((hidden().answers.scores == 0).sum()) > 20
    assert set(cells) == {None, 1, 2, 3, 4}


def test_the_element_table() -> None:
    rows = table(book_of(public())["Unsur"])
    first, last = rows[0], rows[8]
    # Column sums of the public rows: P1 138 points, P8 (facilities) 143 points, 49 answers each.
    assert (first["Kode"], first["Unsur"], first["Jumlah nilai"], first["Terisi"]) == ("U1", "Persyaratan", 138, 49)
    assert first["NRR"] == pytest.approx(138 / 49)
    assert first["NRR tertimbang"] == pytest.approx(138 / 49 / 9)
    assert (first["Konversi"], first["Mutu"], first["Kinerja"], first["Target"]) == (70.41, "C", "Kurang Baik", 3.1)
    assert re.fullmatch(r"\d,\d\d–\d,\d\d", first["Selang 95 %"])
    assert (last["Kode"], last["Unsur"], last["Jumlah nilai"]) == ("U9", "Sarana dan Prasarana", 143)
    before = public().previous
    assert before is not None
    assert last["Periode lalu"] == pytest.approx(float(before.summary.elements[8].mean))


def test_an_element_that_nobody_answered_is_not_zero() -> None:
    book = book_of(empty_element())
    row = table(book["Unsur"])[3]
    assert (row["NRR"], row["Konversi"], row["Mutu"]) == ("belum ada", None, None)
    facts = {row["Hal"]: row["Isi"] for row in table(book["Catatan"])}
    assert facts["IKM"] == "belum ada"
    unit = {address: worked_out for address, worked_out, _ in formulas(empty_element()) if address[1:] == "26"}
    assert unit == {"F26": "", "G26": "", "H26": "", "I26": ""}


def test_services_with_their_elements_and_the_unit_from_all_answers() -> None:
    rows = table(book_of(public())["Layanan"])
    assert [(row["Jenis layanan"], row["Responden"]) for row in rows] == [
        ("Izin Tempat", 20),
        ("Surat Keterangan", 19),
        ("Legalisasi Dokumen", 10),
        ("Kantor Layanan Karangan (semua responden)", 49),
    ]
    scores = public().answers.scores[:20].astype(int)
    assert rows[0]["U9"] == pytest.approx(scores[:, 7].mean())
    assert rows[0]["U8"] == pytest.approx(scores[:, 8].mean())
    assert rows[0]["IKM"] == float(Decimal(str(25 * scores.mean())).quantize(Decimal("0.01")))
    assert rows[3]["IKM"] == 78.74


def test_small_groups_are_covered_with_the_reason() -> None:
    book = book_of(hidden())
    first, second, third, _unit = table(book["Layanan"])
    assert (first["Responden"], first["Keterangan"]) == (77, None)
    assert (second["Responden"], second["IKM"], second["U1"]) == ("ditutup", None, None)
    assert second["Keterangan"] == "disembunyikan agar kelompok kecil lain tidak dapat dihitung balik"
    assert (third["Responden"], third["IKM"], third["Keterangan"]) == ("< 5", None, "kelompok terlalu kecil")
    men, women = table(book["Profil responden"])[:2]
    for group in (men, women):
        assert not isinstance(group["Jumlah"], int)
        assert (group["Persen"], group["IKM"], group["Mutu"]) == (None, None, None)


def test_hidden_sizes_leave_no_trace_in_the_workbook() -> None:
    assert write_workbook(hidden(moved=True)) == write_workbook(hidden())


def test_the_note_tells_where_the_figures_come_from() -> None:
    facts = {row["Hal"]: row["Isi"] for row in table(book_of(public())["Catatan"])}
    assert facts["IKM"] == "78,74"
    assert facts["Nilai tepat"] == "11575/147"
    assert facts["Sidik berkas (SHA-256)"] == "ab" * 32
    assert facts["Sidik jawaban (SHA-256)"] == public().result.answer_digest
    assert facts["Peringatan"] == "Dua baris kosong dilewati."
    assert "nilai di luar 1 sampai 4 (2 baris)" in facts["Baris yang tidak dihitung"]
    assert facts["Kolom A: P1"] == "U1 Persyaratan (pertanyaan 1)"


# -- safety and print ---------------------------------------------------------------------------------------------------------


def test_text_from_files_is_never_a_formula_nor_a_link() -> None:
    content = write_workbook(hostile())
    live = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in live:
        found = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert (found != []) == (sheet.title == "Rekap"), sheet.title
        assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    texts = {cell.value for sheet in live for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    for text in HOSTILE_TEXTS:
        if text.isprintable():
            assert text in texts
    assert not any(
        "externalLink" in name or "vba" in name.lower() for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
    )


def test_the_mark_and_the_page_stand_on_every_sheet_in_print() -> None:
    for sheet in book_of(public()):
        assert sheet.oddHeader.center.text == "CONTOH: isi karangan, bukan hasil resmi"
        assert "&P" in (sheet.oddFooter.right.text or "")
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.freeze_panes == "A5"


@pytest.mark.parametrize(
    ("mark", "printed"), [("A & B", "A && B"), ("&P&N", "&&P&&N"), ("x" * 199 + "&&", "x" * 199), ("", None)]
)
def test_an_ampersand_in_mark_or_title_is_no_code_of_the_page_header(mark: str, printed: str | None) -> None:
    sheet = book_of(replace(unfinished(), profile=profile_of("Unit & Mitra", mark=mark)))["Jawaban"]
    assert sheet.oddHeader.center.text == printed
    assert sheet.oddFooter.left.text == "Nilai per responden: Unit && Mitra, Semester I Tahun 2026"
    assert sheet.oddFooter.right.text == "&P / &N"


def test_created_on_the_day_of_the_report_and_the_same_bytes_again() -> None:
    book = book_of(public())
    assert f"{book.properties.created:%Y-%m-%d}" == "2026-07-01"
    assert write_workbook(public()) == write_workbook(public())


def test_more_questions_than_letters_of_the_alphabet() -> None:
    """Formulas reach columns beyond Z."""
    scores = np.random.default_rng(3).integers(1, 5, (12, 60)).astype(np.int8)
    check_formulas(random_report(scores, (1,) * 60))
