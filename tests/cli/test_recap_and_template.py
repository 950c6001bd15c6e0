"""`cermin skm rekap` over folders as agencies collect them, and `cermin skm templat`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.cli.running import Capture, nine, run, write

Make = Callable[..., Path]


@pytest.fixture
def unit(tmp_path: Path, capsys: Capture) -> Make:
    """Makes the result of one unit by the command itself: n respondents who all answer the given score."""

    def make(place: str, name: str, score: int, count: int, period: str = "Semester I Tahun 2026") -> Path:
        rows: list[list[object]] = [nine()[0], *[[score] * 9 for _ in range(count)]]
        source = write(tmp_path / "jawaban.csv", rows)
        line = ["skm", "laporan", source, "--keluar", str(tmp_path / "hasil")]
        if name:
            profile = tmp_path / "unit.toml"
            profile.write_text(f'unit = "{name}"\nperiode = "{period}"\n', encoding="utf-8")
            line += ["--profil", str(profile)]
        assert run(capsys, *line)[0] == 0
        target = tmp_path / "kumpulan" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(tmp_path / "hasil" / "hasil.json"), target)
        shutil.rmtree(tmp_path / "hasil")
        return target

    return make


@pytest.fixture
def collected(unit: Make, tmp_path: Path) -> Path:
    unit("Dinas A/Loket/hasil.json", "Loket A", 4, 10)
    unit("Dinas B/hasil.json", "Kantor B", 3, 20)
    unit("c.json", "Balai C", 2, 70)
    return tmp_path / "kumpulan"


def test_both_conventions_by_hand(collected: Path, capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "rekap", str(collected), "--json", "--wajib", "5")
    assert (code, err) == (0, "")
    found = json.loads(out)
    # Scores 4, 3, 2 for all questions are indices 100, 75, 50; 10, 20 and 70 respondents.
    assert (found["simple"], found["simple_grade"]) == ("75.00", "C")
    assert (found["weighted"], found["weighted_grade"]) == ("60.00", "D")  # (1000 + 1500 + 3500) / 100
    assert found["respondents"] == 100
    assert found["coverage"] == {"counted": 3, "obliged": 5, "missing": []}
    assert [(u["unit"], u["index"], u["respondents"]) for u in found["units"]] == [
        ("Balai C", "50.00", 70),
        ("Kantor B", "75.00", 20),
        ("Loket A", "100.00", 10),
    ]


def test_the_table_in_words(collected: Path, capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "rekap", str(collected), "--judul", "Rekap Kabupaten")
    assert code == 0
    assert out.splitlines()[0].strip() == "Rekap Kabupaten"
    rows = {line.split("  ")[0].strip(): line.split() for line in out.splitlines() if line.strip()}
    assert "75,00" in rows["Rata-rata sederhana (setiap unit sama)"]
    assert "60,00" in rows["Tertimbang menurut responden"]
    assert "3 dari 3 unit memiliki hasil" in out
    assert "--wajib" in err  # the coverage is only of what was sent
    _, _, err = run(capsys, "skm", "rekap", str(collected), "--wajib", "3")
    assert err == ""


def test_fewer_obliged_than_there_are(collected: Path, capsys: Capture) -> None:
    for number in ("2", "0", "-1"):
        code, out, err = run(capsys, "skm", "rekap", str(collected), f"--wajib={number}")
        assert (code, out) == (2, "")
        assert f"--wajib ({number}) lebih kecil daripada jumlah unit yang ada (3)" in err


def test_a_unit_without_an_index_is_absent_not_zero(collected: Path, unit: Make, capsys: Capture) -> None:
    path = unit("d.json", "Unit D", 3, 5)
    empty = json.loads(path.read_text(encoding="utf-8"))
    empty |= dict.fromkeys(("index", "index_exact", "grade", "performance", "interval"))
    empty["respondents"] = 0
    path.write_text(json.dumps(empty), encoding="utf-8")
    code, out, _ = run(capsys, "skm", "rekap", str(collected), "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["simple"], found["weighted"]) == ("75.00", "60.00")
    assert found["coverage"] == {"counted": 3, "obliged": 4, "missing": ["Unit D"]}
    _, out, _ = run(capsys, "skm", "rekap", str(collected))
    assert any("Unit D" in line and "belum ada" in line for line in out.splitlines())


def test_a_unit_counts_once(collected: Path, unit: Make, capsys: Capture) -> None:
    unit("z/hasil.json", "  LOKET a", 1, 90)
    code, out, err = run(capsys, "skm", "rekap", str(collected))
    assert (code, out) == (2, "")
    assert "ada dua kali" in err
    assert str(Path("z/hasil.json")) in err
    assert str(Path("Dinas A/Loket/hasil.json")) in err
    code, out, err = run(capsys, "skm", "rekap", str(collected), "--lanjut", "--json")
    assert code == 0
    assert "1 berkas dilewati" in err
    assert json.loads(out)["weighted"] == "60.00"


def test_a_unit_with_two_periods_counts_once_too(collected: Path, unit: Make, capsys: Capture) -> None:
    unit("lalu/hasil.json", "Kantor B", 1, 90, period="Semester II Tahun 2025")
    code, out, err = run(capsys, "skm", "rekap", str(collected))
    assert (code, out) == (2, "")
    assert "Kantor B" in err


def test_units_of_different_periods_are_combined_with_a_word(collected: Path, unit: Make, capsys: Capture) -> None:
    unit("e.json", "Unit E", 3, 10, period="Semester II Tahun 2025")
    code, _, err = run(capsys, "skm", "rekap", str(collected))
    assert code == 0
    assert "periode yang berbeda: Semester I Tahun 2026, Semester II Tahun 2025" in err


def test_results_without_a_name_take_that_of_their_folder(unit: Make, tmp_path: Path, capsys: Capture) -> None:
    unit("Puskesmas Satu/hasil.json", "", 4, 10)
    unit("Puskesmas Dua/hasil.json", "", 3, 10)
    code, out, _ = run(capsys, "skm", "rekap", str(tmp_path / "kumpulan"), "--json")
    assert code == 0
    assert [found["unit"] for found in json.loads(out)["units"]] == ["Puskesmas Dua", "Puskesmas Satu"]


def test_junk_is_refused_by_name_and_passed_over_when_asked(collected: Path, capsys: Capture) -> None:
    (collected / "a.json").write_text("{", encoding="utf-8")
    (collected / "b.json").write_text('{"schema": "lain"}', encoding="utf-8")
    (collected / "besar.json").write_text(" " * 6_000_000, encoding="utf-8")
    (collected / "[red]x[red].json").write_text("null", encoding="utf-8")
    (collected / "bukan.txt").write_text("{", encoding="utf-8")
    code, out, err = run(capsys, "skm", "rekap", str(collected))
    assert (code, out) == (2, "")
    for name in ("a.json", "b.json", "besar.json", "[red]x[red].json"):
        assert any(line.startswith(f"{name}: ") for line in err.splitlines()), err
    assert "4 berkas tidak dapat dipakai; tidak ada rekap yang dibuat" in err
    code, out, err = run(capsys, "skm", "rekap", str(collected), "--lanjut", "--json")
    assert code == 0
    assert "4 berkas dilewati" in err
    assert json.loads(out)["weighted"] == "60.00"


def test_only_junk_is_refused_even_with_carrying_on(tmp_path: Path, capsys: Capture) -> None:
    for number in range(25):
        (tmp_path / f"{number:02}.json").write_text("{", encoding="utf-8")
    code, out, err = run(capsys, "skm", "rekap", str(tmp_path), "--lanjut")
    assert (code, out) == (2, "")
    assert "... dan 5 berkas lagi." in err


def test_older_sets_do_not_count(collected: Path, unit: Make, capsys: Capture) -> None:
    unit("Dinas B/lama-20260101-080000/hasil.json", "Kantor B", 1, 99)
    code, out, _ = run(capsys, "skm", "rekap", str(collected), "--json")
    assert (code, json.loads(out)["weighted"]) == (0, "60.00")


def test_links_that_lead_round_do_no_harm(collected: Path, tmp_path: Path, capsys: Capture) -> None:
    (collected / "Dinas A" / "putar").symlink_to(collected, target_is_directory=True)
    (collected / "diri.json").symlink_to(collected / "diri.json")
    code, out, err = run(capsys, "skm", "rekap", str(collected), "--lanjut", "--json")
    assert (code, json.loads(out)["weighted"]) == (0, "60.00")
    assert "diri.json" in err


def test_a_folder_that_cannot_be_opened_is_named(
    collected: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    real = os.scandir

    def closed(path: object) -> object:
        if str(path).endswith("Dinas B"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr("os.scandir", closed)
    code, out, err = run(capsys, "skm", "rekap", str(collected))
    assert (code, out) == (2, "")
    assert "Dinas B: folder tidak dapat dibuka" in err


@pytest.mark.parametrize("name", ["tidak-ada", "berkas.json", "n" * 300])
def test_no_such_folder(name: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "berkas.json").write_text("{}", encoding="utf-8")
    code, out, err = run(capsys, "skm", "rekap", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert err.startswith("Folder ")


def test_an_empty_folder(tmp_path: Path, capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "rekap", str(tmp_path))
    assert (code, out) == (2, "")
    assert "Kumpulkan hasil.json tiap unit ke folder itu dahulu" in err


def test_the_workbook_of_the_recap(collected: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "baru" / "rekap.xlsx"
    line = ["skm", "rekap", str(collected), "--keluar", str(target)]
    code, out, _ = run(capsys, *line)
    assert code == 0
    assert f"Rekap disimpan: {target}" in out
    sheet = openpyxl.load_workbook(target)["Rekap"]
    rows = {str(row[0].value): [cell.value for cell in row] for row in sheet.iter_rows() if row[0].value}
    assert 50 in rows["Balai C"]
    before = target.read_bytes()
    code, out, err = run(capsys, *line)
    assert (code, out) == (2, "")
    assert "--timpa" in err
    assert target.read_bytes() == before
    assert run(capsys, *line, "--timpa")[0] == 0
    code, _, err = run(capsys, "skm", "rekap", str(collected), "--keluar", str(tmp_path / "rekap.pdf"))
    assert (code, err) == (2, "Nama berkas harus berakhiran .xlsx.\n")
    code, _, err = run(capsys, "skm", "rekap", str(collected), "--keluar", str(target / "dalam.xlsx"))
    assert code == 2
    assert "adalah berkas, bukan folder" in err


# --- templat ----------------------------------------------------------------------------------------------------------


def test_a_template_never_replaces_a_filled_one_unasked(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "masukan.xlsx"
    path.write_bytes(b"diisi petugas")
    code, out, err = run(capsys, "skm", "templat", str(path))
    assert (code, out) == (2, "")
    assert "sudah ada" in err
    assert "--timpa" in err
    assert path.read_bytes() == b"diisi petugas"
    assert run(capsys, "skm", "templat", str(path), "--timpa")[0] == 0
    assert "Jawaban" in openpyxl.load_workbook(path).sheetnames


@pytest.mark.parametrize("name", ["masukan.xls", "masukan.ods", "masukan", "masukan.xlsx.csv"])
def test_a_template_of_another_kind(name: str, tmp_path: Path, capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "templat", str(tmp_path / name))
    assert (code, out, err) == (2, "", "Nama berkas harus berakhiran .xlsx.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "words"), [("tidak/ada/m.xlsx", "foldernya tidak ada"), ("x/m.xlsx", "adalah berkas, bukan folder")]
)
def test_a_template_in_no_folder(place: str, words: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    code, out, err = run(capsys, "skm", "templat", str(tmp_path / place))
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize(("choice", "count"), [([], 9), (["--pertanyaan", "9"], 9), (["--pertanyaan", "16"], 16)])
def test_a_template_asks_nine_or_sixteen(choice: list[str], count: int, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "m.xlsx"
    assert run(capsys, "skm", "templat", str(path), *choice)[0] == 0
    book = openpyxl.load_workbook(path)
    codes = [str(cell.value).split()[0] for cell in book["Jawaban"][1]]
    assert [code for code in codes if code[0] == "P" and code[1:].isdigit()] == [f"P{n}" for n in range(1, count + 1)]
    for column, code in enumerate(codes, 1):
        if code[0] == "P" and code[1:].isdigit():
            book["Jawaban"].cell(2, column, 3)
    book.save(path)
    code, out, _ = run(capsys, "skm", "hitung", str(path), "--json")
    found = json.loads(out)
    assert (code, found["form"], found["index"], len(found["elements"])) == (0, f"skm-{count}", "75.00", 9)


def test_an_empty_template_has_no_answers_yet(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "m.xlsx"
    run(capsys, "skm", "templat", str(path))
    code, out, err = run(capsys, "skm", "hitung", str(path))
    assert (code, out) == (2, "")
    assert "belum ada baris jawaban" in err
