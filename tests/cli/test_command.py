"""The command as an officer uses it: real files in, exit codes, what is printed where, what lies in the folder afterwards."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from cermin.cli import main
from cermin.documents.skm.report_set import REPORT_FILES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
UNIT = str(EXAMPLES / "unit-contoh.csv")
ONLINE = str(EXAMPLES / "formulir-daring.csv")


def rows_of(name: str = UNIT) -> list[list[str]]:
    with Path(name).open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def write_rows(path: Path, rows: list[list[str]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


# --- hitung -----------------------------------------------------------------------------------------------------------


def test_the_real_rows(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "skm", "hitung", UNIT)
    assert code == 0
    assert "Pelayanan dinilai Baik oleh 49 pengguna layanan" in out
    assert "IKM 78,74  ◆ B Baik  (selang kepercayaan 95 % 76,26–81,23)" in out
    assert "bobot 0,111 menghasilkan 78,66 dan bobot 0,11 menghasilkan 77,95; mutunya tetap B" in out
    assert "U9 Sarana dan Prasarana (pertanyaan 8)" in out
    assert "Perhatikan" in out  # P8 and P9 without words: how they were read is said


def test_json_is_what_the_rows_say(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "skm", "hitung", UNIT, "--json")
    result = json.loads(out)
    scores = [[int(value) for value in row] for row in rows_of()[1:]]
    total = sum(map(sum, scores))
    assert code == 0
    assert result["index"] == f"{total * 25 / (49 * 9):.2f}" == "78.74"
    assert (result["respondents"], result["complete"], result["grade"], result["performance"]) == (49, 49, "B", "Baik")
    means = {element["code"]: element["mean"] for element in result["elements"]}
    order = ("U1", "U2", "U3", "U4", "U5", "U6", "U7", "U9", "U8")  # of the form's questions
    for column, element in enumerate(order):
        assert means[element] == f"{sum(row[column] for row in scores) / 49:.4f}"
    assert (result["interval"]["low"], result["interval"]["high"]) == ("76.26", "81.23")
    assert [c["index"] for c in result["conventions"]] == ["78.74", "78.66", "77.95"]
    assert (result["excluded"], result["method"], len(result["input_sha256"])) == ([], "exact", 64)


def test_an_online_form_export(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "skm", "hitung", ONLINE, "--json")
    result = json.loads(out)
    assert code == 0
    assert (result["respondents"], result["complete"]) == (120, 108)
    assert [group["label"] for group in result["services"]["groups"]] == [
        "Layanan Izin Tempat",
        "Layanan Konsultasi",
        "Layanan Surat Keterangan",
    ]
    assert {table["key"] for table in result["profile"]} == {"gender", "age", "education", "occupation"}


def test_without_intervals_no_statistics_are_loaded() -> None:
    code = (
        "import sys; from cermin.cli import main; code = main(['skm', 'hitung', sys.argv[1], '--tanpa-selang', '--json']);"
        "print(code, [n for n in ('scipy', 'statsmodels', 'pandas', 'typst', 'docx') if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, UNIT], capture_output=True, text=True, check=False)
    assert done.stderr.strip().splitlines()[-1] == "0 []"
    result = json.loads(done.stdout)
    assert result["interval"] is None
    assert result["interval_reason"] == "selang tidak diminta"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from cermin.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as stop: print(stop.code, [n for n in ('numpy', 'rich', 'scipy', 'typst') if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "0 []"
    assert "perintah" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help", "--lang", "en"], "commands:"),
        (["skm", "--help"], "Survei kepuasan masyarakat"),
        (["skm", "laporan", "--help"], "folder tempat menyimpan hasil"),
        (["skm", "rekap", "--lang", "en", "--help"], "how many units are obliged"),
    ],
)
def test_help_in_both_languages(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 0
    assert words in capsys.readouterr().out


def test_wrong_use_is_said_in_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["skm", "laporan", UNIT])
    assert stop.value.code == 2
    assert "argumen ini harus diisi: --keluar" in capsys.readouterr().err
    assert main(["skm"]) == 2


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.fixture
def spoiled(tmp_path: Path) -> str:
    rows = rows_of()
    rows[3][2], rows[5][0], rows[7][8] = "5", "x", ""
    return write_rows(tmp_path / "jawaban.csv", rows)


def test_every_bad_cell_is_listed_and_nothing_is_made(
    spoiled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hasil"
    code, out, err = run(capsys, "skm", "laporan", spoiled, "--keluar", str(folder))
    assert (code, out) == (2, "")
    assert "2 sel perlu diperbaiki" in err
    assert "C4" in err
    assert "A6" in err
    assert [path.name for path in folder.iterdir()] == ["jawaban-kesalahan.xlsx"]
    sheet = openpyxl.load_workbook(folder / "jawaban-kesalahan.xlsx").worksheets[0]
    header = [cell.value for cell in sheet[1]]
    assert header[-1] == "Kesalahan"
    assert "C4" in sheet.cell(4, len(header)).value or "5" in sheet.cell(4, len(header)).value
    assert sheet.cell(2, len(header)).value in (None, "")


def test_bad_cells_as_json(spoiled: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "skm", "hitung", spoiled, "--json")
    assert code == 2
    assert [error["address"] for error in json.loads(out)["errors"]] == ["C4", "A6"]


def test_carrying_on_says_what_was_left_out(spoiled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "skm", "laporan", spoiled, "--keluar", str(tmp_path / "hasil"), "--lanjut")
    assert code == 0
    assert "2 sel salah" in err
    result = json.loads((tmp_path / "hasil" / "hasil.json").read_text(encoding="utf-8"))
    assert (result["respondents"], result["complete"], result["rows_read"]) == (47, 46, 49)
    assert [part["rows"] for part in result["excluded"]] == [2]


def test_a_heading_that_contradicts_its_code_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of()
    rows[0] = [f"U{i}" for i in range(1, 8)] + ["U8 Sarana dan prasarana", "U9 Penanganan pengaduan"]
    path = write_rows(tmp_path / "terbalik.csv", rows)
    code, out, err = run(capsys, "skm", "hitung", path)
    assert (code, out) == (2, "")
    assert "--kolom" in err
    answered = ["--kolom", "H=U9", "--kolom", "I=U8"]
    code, out, _ = run(capsys, "skm", "hitung", path, *answered, "--json")
    assert code == 0
    means = {element["element"]: element["mean"] for element in json.loads(out)["elements"]}
    assert means["SARPRAS"] == f"{sum(int(row[7]) for row in rows[1:]) / 49:.4f}"


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--populasi", "0"], "bilangan bulat 1 sampai 1.000.000.000"),
        (["--populasi", "48"], "lebih kecil daripada jumlah responden (49)"),
        (["--kolom", "H"], "KOLOM=SASARAN"),
        (["--profil", "tidak-ada.toml"], "tidak ditemukan"),
        (["--lembar", "Nilai"], "Nilai"),
    ],
)
def test_options_that_do_not_fit(extra: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "skm", "hitung", UNIT, *extra)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gambar.xlsx", b"\x89PNG\r\n\x1a\n0000"),
        ("kosong.csv", b""),
        ("kata.csv", b"nama;alamat\nA;B\n"),
        ("rusak.xlsx", b"PK\x03\x04xl/workbook.xml"),
    ],
)
def test_files_that_are_no_answers(
    name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, out, err = run(capsys, "skm", "hitung", str(path))
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert [item.name for item in tmp_path.iterdir()] == [name]


def test_a_missing_file_and_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "skm", "hitung", str(tmp_path / "tidak ada.csv"))[0] == 2
    assert run(capsys, "skm", "hitung", str(tmp_path))[0] == 2


# --- laporan ----------------------------------------------------------------------------------------------------------


def test_the_set_and_the_next_period(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = str(EXAMPLES / "unit-contoh.toml")
    first = tmp_path / "satu"
    code, out, err = run(capsys, "skm", "laporan", UNIT, "--profil", profile, "--keluar", str(first))
    assert code == 0
    assert sorted(path.name for path in first.iterdir()) == sorted(REPORT_FILES)
    assert "laporan-skm.docx" in out
    assert "isian masih kosong" in err
    second = tmp_path / "dua"
    online = ["skm", "laporan", ONLINE, "--profil", str(EXAMPLES / "formulir-daring.toml"), "--kertas", "F4"]
    code, _, err = run(capsys, *online, "--keluar", str(second), "--sebelumnya", str(first / "hasil.json"))
    assert code == 0
    assert "milik 'Unit Contoh'" in err  # another unit's result: allowed, but said
    third = tmp_path / "tiga"
    code, _, _ = run(capsys, *online, "--keluar", str(third), "--sebelumnya", str(second / "hasil.json"))
    assert code == 0
    result = json.loads((third / "hasil.json").read_text(encoding="utf-8"))
    assert [point["index"] for point in result["trend"]] == ["78.74", "78.41", "78.41"]
    assert result["change"]["index"]["verdict"] == "same"


def test_a_previous_result_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hasil.json"
    path.write_text("{}")
    code, _, err = run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / "x"), "--sebelumnya", str(path))
    assert code == 2
    assert "bukan hasil Cermin" in err
    assert not (tmp_path / "x").exists()


def test_out_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("")
    assert run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / "x"))[0] == 2
    assert run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / "x" / "y"))[0] == 2


def test_from_template_to_report_without_toml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "masukan.xlsx"
    assert run(capsys, "skm", "templat", str(path))[0] == 0
    code, _, err = run(capsys, "skm", "templat", str(path))
    assert code == 2
    assert "sudah ada" in err
    assert run(capsys, "skm", "templat", str(path), "--timpa", "--pertanyaan", "9")[0] == 0
    assert run(capsys, "skm", "templat", str(tmp_path / "masukan.txt"))[0] == 2
    book = openpyxl.load_workbook(path)
    sheet = book["Jawaban"]
    header_row = next(row for row in sheet.iter_rows() if any(str(cell.value or "").startswith("P1") for cell in row))
    columns = {
        str(cell.value).split()[0].rstrip("."): cell.column
        for cell in header_row
        if str(cell.value or "").startswith("P")
    }
    columns = {code: column for code, column in columns.items() if code[1:].isdigit()}
    assert len(columns) == 9
    for position, row in enumerate(rows_of()[1:], header_row[0].row + 1):
        for question, value in enumerate(row, 1):
            sheet.cell(position, columns[f"P{question}"], int(value))
    profile = book["Profil"]
    for row in profile.iter_rows():
        label = str(row[0].value or "")
        if label.startswith("Nama unit"):
            row[1].value = "Unit dari Templat"
        elif label.startswith("Periode"):
            row[1].value = "Semester I Tahun 2026"
    book.save(path)
    code, out, _ = run(capsys, "skm", "laporan", str(path), "--keluar", str(tmp_path / "hasil"))
    assert code == 0
    assert "Unit dari Templat dinilai Baik oleh 49" in out
    result = json.loads((tmp_path / "hasil" / "hasil.json").read_text(encoding="utf-8"))
    assert (result["unit"], result["period"], result["index"]) == (
        "Unit dari Templat",
        "Semester I Tahun 2026",
        "78.74",
    )


# --- rekap ------------------------------------------------------------------------------------------------------------


def test_recap_of_two_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, source in (("unit-contoh", UNIT), ("formulir-daring", ONLINE)):
        folder = tmp_path / "kumpulan" / name
        assert (
            main(["skm", "laporan", source, "--profil", str(EXAMPLES / f"{name}.toml"), "--keluar", str(folder)]) == 0
        )
    (tmp_path / "kumpulan" / "unit-contoh" / "lama-20260101-000000").mkdir()
    capsys.readouterr()
    kumpulan = str(tmp_path / "kumpulan")
    code, out, err = run(
        capsys, "skm", "rekap", kumpulan, "--json", "--wajib", "5", "--keluar", str(tmp_path / "rekap.xlsx")
    )
    assert code == 0
    recap = json.loads(out)
    assert (recap["simple"], recap["weighted"], recap["respondents"]) == ("78.57", "78.50", 169)
    assert recap["coverage"]["counted"] == 2
    assert recap["coverage"]["obliged"] == 5
    assert "periode yang berbeda" in err
    book = openpyxl.load_workbook(tmp_path / "rekap.xlsx")
    assert any("Tertimbang" in str(cell.value) for cell in book["Rekap"]["A"])
    assert run(capsys, "skm", "rekap", kumpulan, "--wajib", "1")[0] == 2
    (tmp_path / "kumpulan" / "rusak.json").write_text("{")
    code, _, err = run(capsys, "skm", "rekap", kumpulan)
    assert code == 2
    assert "rusak.json" in err
    assert run(capsys, "skm", "rekap", kumpulan, "--lanjut")[0] == 0
    copied = (tmp_path / "kumpulan" / "unit-contoh" / "hasil.json").read_text(encoding="utf-8")
    (tmp_path / "kumpulan" / "dua-kali.json").write_text(copied, encoding="utf-8")
    code, _, err = run(capsys, "skm", "rekap", kumpulan)
    assert code == 2
    assert "dua kali" in err


def test_recap_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "skm", "rekap", str(tmp_path))[0] == 2
    assert run(capsys, "skm", "rekap", str(tmp_path / "tidak-ada"))[0] == 2


# --- when things go wrong ---------------------------------------------------------------------------------------------


def test_an_unexpected_error_is_a_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("cermin.cli.skm.read_answers", explode)
    monkeypatch.delenv("CERMIN_DEBUG", raising=False)
    code, out, err = run(capsys, "skm", "hitung", UNIT)
    assert (code, out) == (1, "")
    assert "RuntimeError: boom" in err
    assert "Laporkan" in err
    monkeypatch.setenv("CERMIN_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["skm", "hitung", UNIT])


def test_stopping_is_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cermin.cli.skm.read_answers", interrupt)
    code, out, err = run(capsys, "skm", "hitung", UNIT)
    assert (code, out) == (130, "")
    assert err.startswith("Dihentikan sebelum selesai.")
    assert len(err.splitlines()) == 1


def test_a_terminal_that_knows_only_ascii(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cermin.cli", "skm", "hitung", UNIT],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "COLUMNS": "40"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"78,74" in done.stdout
    assert b"\x1b" not in done.stdout


def test_names_are_printed_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "[bold]jawaban é.csv"
    write_rows(path, [["[red]U1[/red]", "x"], ["[i]9[/i]", "y"]])
    code, _, err = run(capsys, "skm", "hitung", str(path))
    assert code == 2
    assert "[bold]jawaban é.csv" in err
