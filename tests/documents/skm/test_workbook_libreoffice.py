"""LibreOffice works out what our own evaluation of the formulas cannot vouch for: empty questions, empty elements, sixteen questions."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.documents.skm.sample_report import (
    empty_element,
    hidden,
    hostile,
    of_form,
    one_element,
    profile_of,
    report_of,
)

from cermin.documents.skm.shape import SkmReport
from cermin.documents.skm.workbook import write_workbook
from cermin.pure.law.skm import FORM_16

pytestmark = pytest.mark.office


def empty_question() -> SkmReport:
    """Nobody answered P2, so the element of requirements rests on P1 alone."""
    scores = np.where(np.arange(16) == 1, 0, hidden().answers.scores).astype(np.int8)
    return report_of(of_form(FORM_16, scores), profile_of(), FORM_16.key)


REPORTS = {
    "enam-belas": hidden,
    "pertanyaan-kosong": empty_question,
    "unsur-kosong": empty_element,
    "satu-unsur": one_element,
    "teks-aneh": hostile,
}


def without_values(workbook: bytes) -> bytes:
    """The workbook with the stored results of all formulas taken out: what is in them afterwards was worked out."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>|(</f>)<v/>", rb"\1\2", content)
            target.writestr(name, content)
    return out.getvalue()


def cells(workbook: bytes, *, formulas: bool = False) -> dict[str, object]:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook), data_only=not formulas)["Rekap"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing; scripts/setup.sh installs it for the tests"
    folder = tmp_path_factory.mktemp("workbook")
    for name, report in REPORTS.items():
        (folder / f"{name}.xlsx").write_bytes(without_values(write_workbook(report())))
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    sources = [str(folder / f"{name}.xlsx") for name in REPORTS]
    subprocess.run([*command, "--outdir", str(folder / "out"), *sources], check=True, capture_output=True, timeout=180)
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in REPORTS}


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_formula_gives_the_stored_value(recalculated: dict[str, bytes], name: str) -> None:
    ours = write_workbook(REPORTS[name]())
    live = [place for place, value in cells(ours, formulas=True).items() if str(value).startswith("=")]
    stored, bare, found = cells(ours), cells(without_values(ours)), cells(recalculated[name])
    assert len(live) > 10
    assert all(bare[place] is None for place in live), "the values were not taken out"
    for place in live:
        value = stored[place]
        if isinstance(value, int | float):
            assert found[place] == pytest.approx(value, abs=1e-12, rel=0), place
        else:
            assert (found[place] or "") == (value or ""), place


def test_an_element_rests_on_its_answered_questions(recalculated: dict[str, bytes]) -> None:
    """U1 stands in row 24 (sixteen questions above it); its mean is that of P1 in row 5, and P2 has none."""
    found = cells(recalculated["pertanyaan-kosong"])
    assert (found["A5"], found["A6"], found["B24"]) == ("P1", "P2", "U1")
    assert (found["E6"], found["F6"] or "") == (0, "")
    column = hidden().answers.scores[:, 0]
    assert found["D24"] == found["F5"] == pytest.approx(column.sum() / np.count_nonzero(column), abs=1e-12)


def test_no_index_where_an_element_is_empty(recalculated: dict[str, bytes]) -> None:
    found = cells(recalculated["unsur-kosong"])
    assert [found[f"{letter}26"] or "" for letter in "FGHI"] == [""] * 4
    assert (found["D20"] or "", found["B20"]) == ("", "U4")


def test_text_stays_text_in_another_program(recalculated: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(recalculated["teks-aneh"]))
    values = {str(cell.value) for row in book["Layanan"].iter_rows() for cell in row if cell.data_type != "f"}
    assert "=1+1" in values
    assert not any(
        cell.data_type == "f" for sheet in book if sheet.title != "Rekap" for row in sheet.iter_rows() for cell in row
    )


def test_a_changed_answer_changes_the_index(tmp_path: Path) -> None:
    """The formulas are alive: with every answer set to 4 in the workbook, another program shows 100."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(hidden())))
    for row in book["Jawaban"].iter_rows(min_row=5, min_col=2):
        for cell in row:
            cell.value = 4
    book.save(tmp_path / "semua-empat.xlsx")  # openpyxl keeps formulas and drops their stored values
    office = shutil.which("soffice")
    assert office
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "semua-empat.xlsx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    found = cells((tmp_path / "out" / "semua-empat.xlsx").read_bytes())
    assert [found[f"{letter}33"] for letter in "FGHI"] == [4, 100, "A", "Sangat Baik"]
    assert [found["G36"], found["G37"]] == [99.9, 99]  # nobody can reach 100 with a rounded weight
