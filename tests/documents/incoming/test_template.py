"""The input workbook opened by another library: its sheets, limits, print set-up, and what it says."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tests.documents.incoming.profile_sample import fill, places

from cermin.documents.incoming import read_answers
from cermin.documents.incoming.template import write_template
from cermin.documents.incoming.template_looks import message, one_of
from cermin.pure.law.profile import PROFILE_FIELDS
from cermin.pure.law.skm import FORM_9, FORM_16, Form

BEFORE_SCORES = ["No", "Tanggal", "Jenis layanan", *(field.title for field in PROFILE_FIELDS)]
SCORES_9 = [
    "P1 Persyaratan",
    "P2 Prosedur",
    "P3 Waktu",
    "P4 Biaya",
    "P5 Produk",
    "P6 Kompetensi",
    "P7 Perilaku",
    "P8 Sarana",
    "P9 Pengaduan",
]
SCORES_16 = ["P1 Persyaratan", "P2 Persyaratan", "P3 Prosedur", "P4 Prosedur", "P5 Prosedur", "P6 Waktu"]
SCORES_16 += ["P7 Biaya", "P8 Biaya", "P9 Biaya", "P10 Produk", "P11 Kompetensi", "P12 Perilaku", "P13 Perilaku"]
SCORES_16 += ["P14 Perilaku", "P15 Pengaduan", "P16 Sarana"]


@pytest.fixture(scope="module", params=["9", "16"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Form]:
    path = tmp_path_factory.mktemp("templat") / "masukan.xlsx"
    sixteen = request.param == "16"
    write_template(path, form="16" if sixteen else "9")
    return path, FORM_16 if sixteen else FORM_9


@pytest.fixture(scope="module")
def book(template: tuple[Path, Form]) -> Workbook:
    return openpyxl.load_workbook(template[0])


def headings(sheet: Worksheet, row: int = 1) -> list[str]:
    return [str(cell.value) for cell in sheet[row]]


def limit(sheet: Worksheet, address: str) -> DataValidation:
    """The one validation of a cell."""
    found = [rule for rule in sheet.data_validations.dataValidation if address in rule.cells]
    assert len(found) == 1, address
    return found[0]


def column_of(sheet: Worksheet, heading: str) -> str:
    return next(cell.column_letter for cell in sheet[1] if cell.value == heading)


def test_sheets_in_the_order_of_the_work(book: Workbook) -> None:
    assert book.sheetnames == ["Petunjuk", "Profil", "Jawaban", "Contoh", "Rencana", "Tindak lanjut lalu"]
    assert book.active.title == "Petunjuk"


def test_the_headings_name_code_and_element(book: Workbook, template: tuple[Path, Form]) -> None:
    scores = SCORES_16 if template[1] is FORM_16 else SCORES_9
    expected = [*BEFORE_SCORES, *scores, "Saran"]
    assert headings(book["Jawaban"]) == expected
    assert headings(book["Contoh"], 3) == expected
    assert book["Jawaban"].freeze_panes == "B2"


def test_scores_are_limited_in_all_thousand_rows(book: Workbook, template: tuple[Path, Form]) -> None:
    sheet = book["Jawaban"]
    for question in template[1].questions:
        heading = next(text for text in headings(sheet) if text.startswith(f"{question.code} "))
        letter = column_of(sheet, heading)
        for row in (2, 500, 1001):
            rule = limit(sheet, f"{letter}{row}")
            assert (rule.type, rule.operator or "between") == ("whole", "between")
            assert (rule.formula1, rule.formula2) == ("1", "4")
            assert rule.errorStyle in (None, "stop")
            assert rule.showErrorMessage
            assert "kosongkan" in str(rule.error)
            assert rule.showInputMessage
            assert rule.promptTitle == heading
            for score, label in enumerate(question.labels, 1):
                assert f"{score} {label}" in str(rule.prompt)
        assert f"{letter}1002" not in rule.cells
    assert sheet["A2"].value is None  # prepared rows are empty: none of them is a respondent
    assert sheet.max_row == 1001
    assert all(cell.value is None for row in sheet.iter_rows(min_row=2) for cell in row)


def test_pasted_nonsense_turns_red(book: Workbook, template: tuple[Path, Form]) -> None:
    sheet = book["Jawaban"]
    [(area, rules)] = [(str(found.sqref), found.rules) for found in sheet.conditional_formatting]
    first = column_of(sheet, "P1 Persyaratan")
    last = column_of(sheet, "P16 Sarana" if template[1] is FORM_16 else "P9 Pengaduan")
    assert area == f"{first}2:{last}1001"
    assert rules[0].formula == [
        f'IF(ISNUMBER({first}2),OR({first}2<1,{first}2>4,{first}2<>INT({first}2)),{first}2<>"")'
    ]


def test_closed_fields_have_drop_downs(book: Workbook) -> None:
    sheet = book["Jawaban"]
    for field in PROFILE_FIELDS:
        rule = limit(sheet, f"{column_of(sheet, field.title)}2")
        assert rule.type == "list"
        assert str(rule.formula1).strip('"').split(",") == [option.label for option in field.options]
        stops = bool(rule.showErrorMessage) and rule.errorStyle in (None, "stop")
        assert stops == (not field.open and field.key != "age")  # an own occupation and an age in years may be typed
    assert limit(sheet, f"{column_of(sheet, 'Tanggal')}2").type == "date"


def test_services_come_from_the_list_on_the_profile(book: Workbook, template: tuple[Path, Form]) -> None:
    sheet = book["Jawaban"]
    rule = limit(sheet, f"{column_of(sheet, 'Jenis layanan')}2")
    row = places(template[0])
    match = re.fullmatch(
        r"OFFSET\(Profil!\$B\$(\d+),0,0,MAX\(1,COUNTA\(Profil!\$B\$(\d+):\$B\$(\d+)\)\),1\)", rule.formula1
    )
    assert match, rule.formula1
    assert [int(number) for number in match.groups()] == [row["Layanan 1"], row["Layanan 1"], row["Layanan 20"]]
    assert rule.errorStyle == "warning"


def test_the_profile_limits_what_is_typed(book: Workbook, template: tuple[Path, Form]) -> None:
    sheet, row = book["Profil"], places(template[0])
    kinds = {
        "Nama unit": "textLength",
        "Mulai survei": "date",
        "Jumlah populasi": "whole",
        "Kertas": "list",
        "NIP kepala": "custom",
        "U1 Persyaratan": "decimal",
        "Persiapan": "date",
    }
    assert {label: limit(sheet, f"B{row[label]}").type for label in kinds} == kinds
    assert limit(sheet, f"D{row['Persiapan']}").type == "whole"
    assert sheet[f"B{row['NIP kepala']}"].number_format == "@"
    assert sheet[f"B{row['Kertas']}"].value == "A4"
    assert sheet.row_dimensions[row["Logo"]].height > 80
    for name in ("Rencana", "Tindak lanjut lalu"):
        plan = book[name]
        choices = str(limit(plan, "B2").formula1).strip('"').split(",")
        assert [choice.split()[0] for choice in choices] == [f"U{number}" for number in range(1, 10)]
    assert limit(book["Tindak lanjut lalu"], "D2").formula1 == '"Sudah,Belum"'
    assert limit(book["Rencana"], "E2").formula1 == '"Pendek,Menengah,Panjang"'


def test_printing(book: Workbook) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9"), sheet.title
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    for name in ("Jawaban", "Rencana", "Tindak lanjut lalu"):
        assert book[name].print_title_rows == "$1:$1"


def test_the_example_is_marked_and_has_an_open_answer(book: Workbook, template: tuple[Path, Form]) -> None:
    sheet = book["Contoh"]
    assert str(sheet["A1"].value).startswith("CONTOH")
    first = len(BEFORE_SCORES)
    scores = [[cell.value for cell in row[first : first + len(template[1].questions)]] for row in sheet["A4:Z6"]]
    assert all(str(sheet[f"A{row}"].value).startswith("Contoh") for row in (4, 5, 6))
    assert {score for row in scores for score in row} <= {1, 2, 3, 4, None}
    assert any(None in row for row in scores)


def test_the_guide_asks_for_no_names_and_explains_every_score(book: Workbook, template: tuple[Path, Form]) -> None:
    words = "\n".join(str(cell.value) for row in book["Petunjuk"] for cell in row if cell.value is not None)
    assert "Mengapa tanpa nama" in words
    assert "NIK" in words
    for question in template[1].questions:
        assert question.text in words
        assert all(label in words for label in question.labels)
    nine = template[1] is FORM_9
    assert ("P8 menilai sarana" if nine else "P16 menilai sarana") in words
    assert ("P9 menilai penanganan pengaduan" if nine else "P15 menilai penanganan pengaduan") in words


def test_answers_typed_in_are_read_as_what_the_headings_say(tmp_path: Path, template: tuple[Path, Form]) -> None:
    """Two respondents; each question of the form gets its own scores, so a crossed column would show."""
    path, form = tmp_path / "isi.xlsx", template[1]
    path.write_bytes(template[0].read_bytes())
    labels = [field.options[0].label for field in PROFILE_FIELDS]
    scores = [[1 + (place + row) % 4 for place in range(len(form.questions))] for row in range(2)]
    scores[1][-1] = 0
    cells: dict[str, object] = {}
    for row, given in enumerate(scores, 2):
        values = [row, "02/03/2026", "Layanan A", *labels, *(score or None for score in given), "Cukup baik"]
        cells |= {f"{get_column_letter(column)}{row}": value for column, value in enumerate(values, 1)}
    fill(path, Jawaban=cells)
    read = read_answers(path)
    assert (read.sheet, read.form, read.errors, read.rows_read, read.comments) == ("Jawaban", form.key, (), 2, 2)
    assert read.answers is not None
    assert read.left_out == ()
    elements = {question: element.key for element in read.answers.elements for question in element.columns}
    by_code = {code: position for position, code in enumerate(read.answers.questions)}
    for place, question in enumerate(form.questions):
        position = by_code[question.code]
        assert elements[position] == question.element
        assert read.answers.scores[:, position].tolist() == [row[place] for row in scores]
    assert read.answers.services is not None
    assert read.answers.services.labels == ("Layanan A",)
    found = {key: grouping.labels[grouping.codes[0]] for key, grouping in read.answers.profile.items()}
    assert found == {field.key: label for field, label in zip(PROFILE_FIELDS, labels, strict=True)}


def test_one_face_everywhere(book: Workbook) -> None:
    filled = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.font.name for cell in filled} == {"Arial"}


def test_a_file_already_there_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "masukan.xlsx"
    path.write_bytes(b"lama")
    write_template(path)
    assert path.read_bytes().startswith(b"PK")
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="masukan"):
        write_template(tmp_path / "tidak-ada" / "masukan.xlsx")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "isi").write_text("tetap")
    with pytest.raises(OSError, match="folder"):
        write_template(tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_messages_that_a_workbook_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        message("x" * 33, "")
    with pytest.raises(ValueError, match="too long"):
        message("x", "y" * 256)
    with pytest.raises(ValueError, match="drop-down"):
        one_of(["satu, dua"])
    with pytest.raises(ValueError, match="drop-down"):
        one_of(["x" * 200, "y" * 60])
