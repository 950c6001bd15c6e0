"""`cermin skm laporan`: the seven files, older files kept, periods chained, other forms, and the workbook that needs no TOML."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from tests.cli.running import EXAMPLES, ONLINE, UNIT, Capture, nine, run, word_text, write

from cermin.documents.skm.report_set import REPORT_FILES

PROFILE = str(EXAMPLES / "formulir-daring.toml")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[datetime]:
    """The command's clock, standing still at a moment that a test may move."""

    class Clock(datetime):
        moment = datetime(2026, 7, 1, 10, 0, 0).astimezone()

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return cls.moment

    monkeypatch.setattr("cermin.cli.skm.datetime", Clock)
    return Clock


def result(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "hasil.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_seven_files_and_where_they_lie(clock: type[datetime], capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "baru" / "semester 1"
    code, out, err = run(capsys, "skm", "laporan", ONLINE, "--profil", PROFILE, "--keluar", str(folder))
    assert code == 0
    assert sorted(contents(folder)) == sorted(REPORT_FILES)
    assert all(contents(folder).values())
    lines = out.splitlines()
    assert f"Laporan selesai. Berkas ada di {folder}" in lines
    after = lines[lines.index(f"Laporan selesai. Berkas ada di {folder}") + 1 :]
    assert [line.split()[0] for line in after if line.strip()] == list(REPORT_FILES)
    assert all(len(line.split()) > 2 for line in after if line.strip())  # each with what it is for
    assert "isian masih kosong" in err


def test_the_same_day_gives_the_same_bytes(clock: type[datetime], capsys: Capture, tmp_path: Path) -> None:
    for name in ("satu", "dua"):
        assert run(capsys, "skm", "laporan", ONLINE, "--profil", PROFILE, "--keluar", str(tmp_path / name))[0] == 0
    first = contents(tmp_path / "satu")
    assert contents(tmp_path / "dua") == first
    assert run(capsys, "skm", "laporan", ONLINE, "--profil", PROFILE, "--keluar", str(tmp_path / "satu"))[0] == 0
    assert contents(tmp_path / "satu") == first
    assert not list((tmp_path / "satu").glob("lama-*"))


def test_an_edited_file_is_moved_and_never_lost(clock: type[datetime], capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    line = ["skm", "laporan", UNIT, "--keluar", str(folder)]
    assert run(capsys, *line)[0] == 0
    first = contents(folder)
    edited = docx.Document(str(folder / "laporan-skm.docx"))
    edited.add_paragraph("Ditambahkan oleh petugas.")
    edited.save(str(folder / "laporan-skm.docx"))
    (folder / "foto.jpg").write_bytes(b"foto")
    code, _, err = run(capsys, *line)
    assert code == 0
    assert "lama-20260701-100000" in err
    kept = folder / "lama-20260701-100000"
    assert [path.name for path in kept.iterdir()] == ["laporan-skm.docx"]
    assert "Ditambahkan oleh petugas." in word_text(kept / "laporan-skm.docx")
    assert contents(folder) == first | {"foto.jpg": b"foto"}
    # Edited again within the same second: another folder, not the same one.
    (folder / "hasil.json").write_text("diganti", encoding="utf-8")
    assert run(capsys, *line)[0] == 0
    assert (folder / "lama-20260701-100000-2" / "hasil.json").read_text(encoding="utf-8") == "diganti"
    assert "Ditambahkan oleh petugas." in word_text(kept / "laporan-skm.docx")


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210, 297), ("F4", 215, 330)])
def test_paper(paper: str, width: int, height: int, capsys: Capture, tmp_path: Path) -> None:
    line = ["skm", "laporan", UNIT, "--keluar", str(tmp_path), "--kertas", paper]
    assert run(capsys, *line)[0] == 0
    box = pypdf.PdfReader(tmp_path / "laporan-skm.pdf").pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (width, height)
    section = docx.Document(str(tmp_path / "laporan-skm.docx")).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (width, height)


def test_three_periods_in_a_row(capsys: Capture, tmp_path: Path) -> None:
    periods = ["Semester I Tahun 2025", "Semester II Tahun 2025", "Semester I Tahun 2026"]
    before: list[str] = []
    for number, period in enumerate(periods, 1):
        rows = nine(20)
        for row in rows[1 : 1 + 5 * number]:
            row[:] = [4] * 9  # better each time
        profile = tmp_path / f"{number}.toml"
        profile.write_text(f'unit = "Unit Beruntun"\nperiode = "{period}"\n', encoding="utf-8")
        folder = tmp_path / str(number)
        path = write(tmp_path / f"{number}.csv", rows)
        code, _, err = run(capsys, "skm", "laporan", path, "--profil", str(profile), "--keluar", str(folder), *before)
        assert code == 0
        assert "sebelumnya" not in err
        before = ["--sebelumnya", str(folder / "hasil.json")]
        trend = result(folder)["trend"]
        assert isinstance(trend, list)
        assert [point["label"] for point in trend] == periods[:number]
        assert trend[-1]["index"] == result(folder)["index"]
    assert [point["index"] for point in trend] == [str(result(tmp_path / str(n))["index"]) for n in (1, 2, 3)]
    change = result(tmp_path / "3")["change"]
    assert isinstance(change, dict)
    assert change["label"] == periods[1]
    text = word_text(tmp_path / "3" / "laporan-skm.docx")
    assert all(period in text for period in periods)
    assert result(tmp_path / "1")["change"] is None


def test_a_previous_result_in_the_same_folder_would_compare_with_itself(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    line = ["skm", "laporan", UNIT, "--keluar", str(folder)]
    assert run(capsys, *line)[0] == 0
    first = contents(folder)
    code, out, err = run(capsys, *line, "--sebelumnya", str(folder / "hasil.json"))
    assert (code, out) == (2, "")
    assert "Pilih folder lain" in err
    assert contents(folder) == first


def test_a_previous_result_of_the_same_period_or_another_unit_is_doubted(capsys: Capture, tmp_path: Path) -> None:
    assert run(capsys, "skm", "laporan", ONLINE, "--profil", PROFILE, "--keluar", str(tmp_path / "a"))[0] == 0
    before = ["--sebelumnya", str(tmp_path / "a" / "hasil.json")]
    _, _, err = run(capsys, "skm", "laporan", ONLINE, "--profil", PROFILE, "--keluar", str(tmp_path / "b"), *before)
    assert "Hasil sebelumnya juga dari 'Semester I Tahun 2026'" in err
    assert "milik" not in err
    other = str(EXAMPLES / "unit-contoh.toml")
    _, _, err = run(capsys, "skm", "laporan", UNIT, "--profil", other, "--keluar", str(tmp_path / "c"), *before)
    assert "milik 'Kantor Layanan Karangan'" in err
    assert "juga dari" not in err
    _, _, err = run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / "d"), *before)
    assert "milik" not in err  # no profile: there is no name to compare


def test_a_previous_result_with_other_elements_is_shown_but_not_compared(capsys: Capture, tmp_path: Path) -> None:
    seven = [row[:7] for row in nine()]
    assert run(capsys, "skm", "laporan", write(tmp_path / "7.csv", seven), "--keluar", str(tmp_path / "a"))[0] == 0
    before = ["--sebelumnya", str(tmp_path / "a" / "hasil.json")]
    code, _, _ = run(
        capsys, "skm", "laporan", write(tmp_path / "9.csv", nine()), "--keluar", str(tmp_path / "b"), *before
    )
    assert code == 0
    change = result(tmp_path / "b")["change"]
    assert isinstance(change, dict)
    assert set(change["not_compared"]) == {"Sarana dan Prasarana", "Penanganan Pengaduan, Saran, dan Masukan"}


def test_sixteen_questions(capsys: Capture, tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"P{number}" for number in range(1, 17)]]
    rows += [[1 + (row * 3 + column) % 4 for column in range(16)] for row in range(20)]
    code, out, _ = run(capsys, "skm", "laporan", write(tmp_path / "16.csv", rows), "--keluar", str(tmp_path / "x"))
    assert code == 0
    assert "U8 Penanganan Pengaduan, Saran, dan Masukan (pertanyaan 15)" in out
    found = result(tmp_path / "x")
    assert found["form"] == "skm-16"
    places = {"U1": 2, "U2": 3, "U3": 1, "U4": 3, "U5": 1, "U6": 1, "U7": 3, "U8": 1, "U9": 1}
    start = 0
    means = {}
    for code_, width in places.items():
        parts = [value for row in rows[1:] for value in row[start : start + width]]
        means[code_] = sum(int(str(value)) for value in parts) / len(parts)
        start += width
    elements = found["elements"]
    assert isinstance(elements, list)
    assert {e["code"]: float(e["mean"]) for e in elements} == pytest.approx(means, abs=6e-5)
    assert float(str(found["index"])) == pytest.approx(sum(means.values()) * 25 / 9, abs=6e-3)


def test_seven_elements_are_computed_as_they_are_and_said(capsys: Capture, tmp_path: Path) -> None:
    seven = [row[:7] for row in nine()]
    code, out, _ = run(capsys, "skm", "laporan", write(tmp_path / "7.csv", seven), "--keluar", str(tmp_path / "x"))
    assert code == 0
    assert "Berkas ini memuat 7 unsur, bukan sembilan; bobot dihitung 1/7" in out
    values = [int(str(value)) for row in seven[1:] for value in row]
    assert result(tmp_path / "x")["index"] == f"{sum(values) / len(values) * 25 + 1e-9:.2f}"
    assert "7 unsur" in word_text(tmp_path / "x" / "laporan-skm.docx")


def test_from_template_to_report(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "masukan kami.xlsx"
    code, out, _ = run(capsys, "skm", "templat", str(path))
    assert code == 0
    assert f'cermin skm laporan "{path}" --keluar hasil' in out
    book = openpyxl.load_workbook(path)
    profile = {str(row[0].value): row[1] for row in book["Profil"].iter_rows() if row[0].value}
    for label, value in {
        "Nama unit": "Unit dari Buku Kerja",
        "Perangkat daerah": "Dinas Karangan",
        "Periode": "Semester II Tahun 2026",
        "Mulai survei": date(2026, 9, 1),
        "Selesai survei": date(2026, 11, 30),
        "Jumlah populasi": 250,
        "Jabatan kepala": "Kepala Unit Karangan",
        "Kertas": "F4",
    }.items():
        profile[label].value = value
    plan, last, answers = book["Rencana"], book["Tindak lanjut lalu"], book["Jawaban"]
    for sheet, row in (
        (
            plan,
            {"B2": "U3 Waktu", "C2": "Membuka loket kedua", "D2": "Maret 2027", "E2": "Pendek", "F2": "Kepala Unit"},
        ),
        (last, {"B2": "U9 Sarana", "C2": "Menambah kursi", "D2": "Sudah", "E2": "Mei 2026", "F2": "Foto ada"}),
    ):
        for address, text in row.items():
            sheet[address] = text
    headings = {str(cell.value).split()[0]: cell.column for cell in answers[1]}
    for number, row in enumerate(nine(30)[1:], 2):
        for question, value in enumerate(row, 1):
            answers.cell(number, headings[f"P{question}"], value)
        answers.cell(number, headings["Saran"], "cukup baik")
    book.save(path)

    folder = tmp_path / "hasil"
    code, out, err = run(capsys, "skm", "laporan", str(path), "--keluar", str(folder))
    assert code == 0
    assert "Pelayanan Unit dari Buku Kerja dinilai" in out
    assert "Tidak ada profil" not in err
    found = result(folder)
    assert (found["unit"], found["period"], found["population"], found["comments"]) == (
        "Unit dari Buku Kerja",
        "Semester II Tahun 2026",
        250,
        30,
    )
    text = word_text(folder / "laporan-skm.docx")
    for words in ("Membuka loket kedua", "Menambah kursi", "Kepala Unit Karangan", "1 September", "DINAS KARANGAN"):
        assert words in text
    assert "cukup baik" not in text  # comments are counted, never printed
    section = docx.Document(str(folder / "laporan-skm.docx")).sections[0]
    assert section.page_height is not None
    assert round(section.page_height.mm) == 330


def test_an_option_wins_over_the_sheet_and_the_toml(capsys: Capture, tmp_path: Path) -> None:
    line = ["skm", "laporan", ONLINE, "--profil", PROFILE, "--keluar", str(tmp_path)]
    assert run(capsys, *line, "--populasi", "300", "--kertas", "F4")[0] == 0
    assert result(tmp_path)["population"] == 300  # the TOML says 165
    box = pypdf.PdfReader(tmp_path / "laporan-skm.pdf").pages[0].mediabox
    assert round(float(box.height) / 72 * 25.4) == 330


def test_a_profile_sheet_that_is_wrong_stops_with_the_cell(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "masukan.xlsx"
    run(capsys, "skm", "templat", str(path))
    book = openpyxl.load_workbook(path)
    for row in book["Profil"].iter_rows():
        if row[0].value == "Nama unit":
            row[1].value = "Unit"
        if row[0].value == "Jumlah populasi":
            row[1].value = "banyak sekali"
    book["Jawaban"]["J2"] = 3
    book.save(path)
    code, out, err = run(capsys, "skm", "laporan", str(path), "--keluar", str(tmp_path / "x"))
    assert (code, out) == (2, "")
    assert err.startswith("Profil belum benar")
    assert "Jumlah populasi" in err or "populasi" in err
    assert not (tmp_path / "x").exists()
