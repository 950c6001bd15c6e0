"""What cannot be used: every bad cell is named, a copy says so, nothing else is written, and no traceback is seen."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.cli.running import UNIT, Capture, nine, run, word_text, write

BAD = {"B3": "5", "I4": "baik sekali", "A7": "3,5"}
"""Address -> what stands there."""


def spoiled(path: Path) -> str:
    rows = nine()
    for address, value in BAD.items():
        rows[int(address[1:]) - 1][ord(address[0]) - ord("A")] = value
    return write(path, rows)


def test_every_bad_cell_is_named_on_the_error_stream_and_in_the_copy(capsys: Capture, tmp_path: Path) -> None:
    path = spoiled(tmp_path / "jawaban.csv")
    code, out, err = run(capsys, "skm", "hitung", path)
    assert (code, out) == (2, "")
    assert err.startswith("3 sel perlu diperbaiki; tidak ada hasil yang dibuat.")
    for address, value in BAD.items():
        assert any(line.startswith(address) and value in line for line in err.splitlines()), err
    assert "1, 2, 3 atau 4" in err
    assert sorted(item.name for item in tmp_path.iterdir()) == ["jawaban-kesalahan.xlsx", "jawaban.csv"]
    sheet = openpyxl.load_workbook(tmp_path / "jawaban-kesalahan.xlsx").active
    assert sheet is not None
    notes = {cell.row: str(cell.value) for cell in sheet["J"] if cell.value is not None}
    assert notes.pop(1) == "Kesalahan"
    assert sorted(notes) == [3, 4, 7]
    assert [notes[row].split()[0] for row in (3, 4, 7)] == ["B3", "I4", "A7"]


def test_the_copy_of_a_report_goes_into_its_folder_and_no_report_is_made(capsys: Capture, tmp_path: Path) -> None:
    path = spoiled(tmp_path / "jawaban.csv")
    code, out, _ = run(capsys, "skm", "laporan", path, "--keluar", str(tmp_path / "hasil"))
    assert (code, out) == (2, "")
    assert [item.name for item in (tmp_path / "hasil").iterdir()] == ["jawaban-kesalahan.xlsx"]
    assert sorted(item.name for item in tmp_path.iterdir()) == ["hasil", "jawaban.csv"]


def test_a_copy_that_somebody_may_have_mended_is_kept(capsys: Capture, tmp_path: Path) -> None:
    path = spoiled(tmp_path / "jawaban.csv")
    run(capsys, "skm", "hitung", path)
    copy = tmp_path / "jawaban-kesalahan.xlsx"
    before = copy.read_bytes()
    _, _, err = run(capsys, "skm", "hitung", path)
    assert copy.read_bytes() == before
    assert "jawaban-kesalahan-2.xlsx" in err
    assert (tmp_path / "jawaban-kesalahan-2.xlsx").is_file()


def test_the_mended_copy_can_be_computed_as_it_is(capsys: Capture, tmp_path: Path) -> None:
    run(capsys, "skm", "hitung", spoiled(tmp_path / "jawaban.csv"))
    copy = tmp_path / "jawaban-kesalahan.xlsx"
    book = openpyxl.load_workbook(copy)
    assert book.active is not None
    for address in BAD:
        book.active[address] = 2
    book.save(copy)
    code, out, _ = run(capsys, "skm", "hitung", str(copy), "--json")
    assert (code, json.loads(out)["respondents"]) == (0, 12)


def test_a_copy_that_cannot_be_written_is_a_sentence(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name this long leaves no room for "-kesalahan": the system itself refuses.
    path = spoiled(tmp_path / ("j" * 246 + ".csv"))
    code, out, err = run(capsys, "skm", "hitung", path)
    assert (code, out) == (2, "")
    assert "B3" in err
    assert err.splitlines()[-1] == "Salinan dengan kolom 'Kesalahan' tidak dapat ditulis: namanya terlalu panjang."
    code, out, _ = run(capsys, "skm", "hitung", path, "--json")
    assert (code, json.loads(out)["copy"], len(json.loads(out)["errors"])) == (2, None, 3)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cermin.documents.incoming.write_error_copy", refuse)
    code, _, err = run(capsys, "skm", "hitung", path)
    assert code == 2
    assert err.splitlines()[-1].endswith("tidak ada izin menulis di sana.")


def test_many_bad_cells_are_cut_on_the_screen_and_whole_in_the_copy(capsys: Capture, tmp_path: Path) -> None:
    rows = nine(60)
    for row in rows[1:]:
        row[3] = 7
    path = write(tmp_path / "banyak[bold].csv", rows)
    _, _, err = run(capsys, "skm", "hitung", path)
    assert "... dan 20 lagi; semuanya ada dalam banyak[bold]-kesalahan.xlsx." in err
    sheet = openpyxl.load_workbook(tmp_path / "banyak[bold]-kesalahan.xlsx").active
    assert sheet is not None
    assert sum(cell.value is not None for cell in sheet["J"]) == 61


def test_carrying_on_counts_the_good_rows_and_says_so_everywhere(capsys: Capture, tmp_path: Path) -> None:
    path = spoiled(tmp_path / "jawaban.csv")
    folder = tmp_path / "hasil"
    code, out, err = run(capsys, "skm", "laporan", path, "--keluar", str(folder), "--lanjut")
    assert code == 0
    assert "Tidak dihitung: 3 baris, ada sel yang salah" in out
    assert "3 sel salah; barisnya tidak dihitung" in err
    assert not list(folder.glob("*kesalahan*"))
    result = json.loads((folder / "hasil.json").read_text(encoding="utf-8"))
    assert (result["rows_read"], result["respondents"]) == (12, 9)
    assert result["excluded"] == [{"reason": "ada sel yang salah", "rows": 3}]
    good = [row for number, row in enumerate(nine()[1:], 2) if number not in (3, 4, 7)]
    assert [element["mean"] for element in result["elements"]] == [
        f"{sum(int(str(row[column])) for row in good) / 9:.4f}" for column in range(9)
    ]
    text = word_text(folder / "laporan-skm.docx")
    assert "ada sel yang salah" in text
    assert any("3" in line for line in text.splitlines() if "sel yang salah" in line)


def test_carrying_on_without_a_single_good_row_stops(capsys: Capture, tmp_path: Path) -> None:
    rows: list[list[object]] = [nine()[0], [9] * 9, [8] * 9]
    code, out, err = run(capsys, "skm", "hitung", write(tmp_path / "a.csv", rows), "--lanjut")
    assert (code, out) == (2, "")
    assert err.startswith("18 sel perlu diperbaiki")


def test_rows_without_any_score(capsys: Capture, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Nama layanan", *nine()[0]], *[["Izin", *[""] * 9] for _ in range(3)]]
    code, out, err = run(capsys, "skm", "hitung", write(tmp_path / "hampa.csv", rows))
    assert (code, out) == (2, "")
    assert "hampa.csv" in err or "lembar" in err
    assert len(err.splitlines()) == 1


def test_a_heading_that_contradicts_itself_is_a_question_with_its_answer(capsys: Capture, tmp_path: Path) -> None:
    rows = nine()
    rows[0][7] = "U8 Sarana dan prasarana"
    path = write(tmp_path / "terbalik.csv", rows)
    code, out, err = run(capsys, "skm", "hitung", path)
    assert (code, out) == (2, "")
    assert "Mana yang benar?" in err
    assert "--kolom 'H=PENGADUAN'" in err
    assert "--kolom 'H=SARPRAS'" in err
    code, out, _ = run(capsys, "skm", "hitung", path, "--kolom", "H=PENGADUAN", "--json")
    means = {element["element"]: element["mean"] for element in json.loads(out)["elements"]}
    assert code == 0
    assert means["PENGADUAN"] == f"{sum(int(str(row[7])) for row in rows[1:]) / 12:.4f}"
    # The other answer takes U9's place: it needs the other column named too.
    code, _, err = run(capsys, "skm", "hitung", path, "--kolom", "H=SARPRAS")
    assert code == 2
    assert "ditemukan di dua kolom" in err
    code, out, _ = run(capsys, "skm", "hitung", path, "--kolom", "H=SARPRAS", "--kolom", "I=PENGADUAN", "--json")
    means = {element["element"]: element["mean"] for element in json.loads(out)["elements"]}
    assert means["SARPRAS"] == f"{sum(int(str(row[7])) for row in rows[1:]) / 12:.4f}"


@pytest.mark.parametrize("name", ["folder", "tidak ada.csv", "n" * 300 + ".csv", "jawaban.csv/dalam.csv"])
def test_no_such_file(name: str, capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    write(tmp_path / "jawaban.csv", nine())
    code, out, err = run(capsys, "skm", "hitung", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "tidak ditemukan" in err or "adalah folder" in err


def test_spaces_and_letters_of_all_kinds_in_a_path(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "Semester I – 2026 ✓"
    folder.mkdir()
    path = write(folder / "jawaban é 答案.csv", nine())
    code, _, _ = run(capsys, "skm", "laporan", path, "--keluar", str(folder / "hasil akhir"))
    assert code == 0
    result = json.loads((folder / "hasil akhir" / "hasil.json").read_text(encoding="utf-8"))
    assert result["input_file"] == "jawaban é 答案.csv"


@pytest.mark.parametrize("inside", ["", "/dalam", "/dalam/lagi"])
def test_an_output_folder_that_is_a_file_is_refused_before_the_work(
    inside: str, capsys: Capture, tmp_path: Path
) -> None:
    (tmp_path / "x").write_text("isi", encoding="utf-8")
    code, out, err = run(capsys, "skm", "laporan", UNIT, "--keluar", f"{tmp_path / 'x'}{inside}")
    assert (code, out) == (2, "")
    assert err == f"{tmp_path / 'x'} adalah berkas, bukan folder. Pilih folder lain untuk --keluar.\n"
    assert (tmp_path / "x").read_text(encoding="utf-8") == "isi"


def test_an_output_folder_with_an_impossible_name(capsys: Capture, tmp_path: Path) -> None:
    code, out, err = run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / ("k" * 300)))
    assert (code, out) == (2, "")
    assert err.strip().endswith("namanya terlalu panjang.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: "{", "bukan JSON yang utuh"),
        (lambda text: "[]", "bukan hasil Cermin"),
        (lambda text: text.replace('"index": "78.74"', '"index": "88.74"', 1), "Isian 'index'"),
        (lambda text: text.replace('"grade": "B"', '"grade": "A"', 1), "Isian 'grade'"),
        (lambda text: text.replace('"respondents": 49', '"respondents": -49', 1), "Isian 'respondents'"),
        (lambda text: text.replace("skm-hasil/1", "skm-hasil/9", 1), "skm-hasil/9"),
    ],
)
def test_a_previous_result_that_was_spoiled(change: object, words: str, capsys: Capture, tmp_path: Path) -> None:
    assert callable(change)
    assert run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / "lalu"))[0] == 0
    before = tmp_path / "lalu" / "hasil.json"
    text = before.read_text(encoding="utf-8")
    changed = str(change(text))
    assert changed != text
    before.write_text(changed, encoding="utf-8")
    code, out, err = run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / "x"), "--sebelumnya", str(before))
    assert (code, out) == (2, "")
    assert err.startswith("hasil.json: ")
    assert words in err
    assert not (tmp_path / "x").exists()
