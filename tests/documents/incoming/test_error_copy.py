"""The copy with the column 'Kesalahan' is read back by another library, and by our own reader once it is mended."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.documents.incoming.handmade import answers_csv, read, scores, sheet_xml, xlsx

from cermin.documents.incoming import write_error_copy

NINE = [f"U{number}" for number in range(1, 10)]


def test_every_bad_row_says_what_is_wrong(tmp_path: Path) -> None:
    rows = {
        3: [None, "DINAS CONTOH"],
        5: [None, "Layanan", *NINE, "Saran"],
        6: [None, "KTP", *[3] * 9, "=1+1"],
        7: [None, "KK", 5, 3, 3, 3, "x", 3, 3, 3, 3, "@SUM(A1)"],
        8: [None, "KTP", '<c r="C8" s="1"><v>46085</v></c>', *[3] * 8],
    }
    source = xlsx(tmp_path / "jawaban.xlsx", {"Info & lain": sheet_xml({1: ["Petunjuk"]}), "Data": sheet_xml(rows)})
    outcome = read(source)
    target = tmp_path / "jawaban-kesalahan.xlsx"
    write_error_copy(source, outcome, target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Info & lain", "Data"]
    assert book["Info & lain"]["A1"].value == "Petunjuk"
    page = book["Data"]
    assert page["B3"].value == "DINAS CONTOH"
    assert page["M5"].value == "Kesalahan"
    assert [page[f"M{row}"].value is None for row in (6, 7, 8)] == [True, False, False]
    message = str(page["M7"].value)
    assert "C7 (U1): nilai 5 di luar 1-4" in message
    assert "G7 (U5): 'x' tidak dikenal" in message
    assert page["C7"].fill.fgColor.rgb == "FFFBD9D3"
    assert page["D7"].fill.fgColor.rgb != "FFFBD9D3"
    assert page["C8"].number_format == "dd-mm-yyyy"
    assert [(page[cell].value, page[cell].data_type) for cell in ("L6", "L7")] == [("=1+1", "s"), ("@SUM(A1)", "s")]
    with zipfile.ZipFile(target) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet2.xml")


def test_the_mended_copy_is_read_as_it_is(tmp_path: Path) -> None:
    source = answers_csv(
        tmp_path / "jawaban.csv", ";".join(NINE) + "\n" + ";".join("3" * 9) + "\n" + "9;" + ";".join("4" * 8) + "\n"
    )
    outcome = read(source)
    target = tmp_path / "salinan.xlsx"
    write_error_copy(source, outcome, target)
    again = read(target)
    assert (
        [(e.address, e.message.code) for e in again.errors]
        == [("A3", "cell_range")]
        == [(e.address, e.message.code) for e in outcome.errors]
    )
    book = openpyxl.load_workbook(target)
    book.active["A3"] = 4  # type: ignore[index]
    book.save(target)
    mended = read(target)
    assert mended.errors == ()
    assert scores(mended)["U1"] == [3, 4]
    assert mended.columns[-1].role == "ignored"


def test_a_copy_that_cannot_be_written(tmp_path: Path) -> None:
    source = answers_csv(tmp_path / "jawaban.csv", "U1;U2\n3;9\n")
    with pytest.raises(OSError, match=r"."):
        write_error_copy(source, read(source), tmp_path / "tiada" / "salinan.xlsx")
