"""`cermin skm hitung`: its figures recomputed here by hand, its JSON contract, and its options."""

from __future__ import annotations

import json
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from tests.cli.running import EXAMPLES, ONLINE, UNIT, Capture, nine, run, write

from cermin import __version__

GAPS = [
    ["No", "Layanan", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "Saran"],
    *[[row, "Izin" if row % 2 else "Surat", *[2 + (row + item) % 3 for item in range(9)], ""] for row in range(1, 31)],
]
GAPS[3][4] = ""  # U3 of the third respondent
GAPS[5][10] = ""  # U9 of the fifth
GAPS[9][2:11] = [""] * 9  # the ninth gave no score at all
GAPS[7][11] = "bagus"


def half_up(value: Fraction, places: int) -> str:
    """Independent of the code under test: scaled, floored after adding one half."""
    scaled = (value * 10**places + Fraction(1, 2)).__floor__()
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"


def test_every_key_that_is_promised_with_its_type_and_value(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "celah.csv", GAPS)
    code, out, err = run(capsys, "skm", "hitung", path, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")

    scores = [row[2:11] for row in GAPS[1:]]
    means = []
    for column in range(9):
        filled = [row[column] for row in scores if row[column] != ""]
        means.append(Fraction(sum(filled), len(filled)))
    index = sum(means) * 25 / 9
    assert found["respondents"] == 29
    assert found["complete"] == 27
    assert found["index"] == half_up(index, 2)
    assert (found["grade"], found["performance"], found["method"]) == ("C", "Kurang Baik", "exact")
    assert 65 <= index < Fraction("76.61")  # grade C by the table of the rule
    assert [element["code"] for element in found["elements"]] == [f"U{number}" for number in range(1, 10)]
    assert [element["mean"] for element in found["elements"]] == [half_up(mean, 4) for mean in means]
    assert [element["respondents"] for element in found["elements"]] == [29, 29, 28, 29, 29, 29, 29, 29, 28]
    assert all(isinstance(element["name"], str) and element["name"] for element in found["elements"])
    assert float(found["interval"]["low"]) < float(found["index"]) < float(found["interval"]["high"])
    assert found["interval"]["level"] == 0.95
    weights = {"exact": Fraction(1, 9), "0.111": Fraction("0.111"), "0.11": Fraction("0.11")}
    assert {c["method"]: c["index"] for c in found["conventions"]} == {
        method: half_up(sum(means) * 25 * weight, 2) for method, weight in weights.items()
    }
    services = {group["label"]: group["respondents"] for group in found["services"]["groups"]}
    assert services == {"Izin": 14, "Surat": 15}
    assert found["excluded"] == [{"reason": "tidak ada satu pun nilai", "rows": 1}]
    assert found["input_sha256"] == sha256(Path(path).read_bytes()).hexdigest()
    assert found["version"] == __version__
    _, out, _ = run(capsys, "skm", "hitung", path)
    assert "Responden: 29 (27 terisi lengkap)" in out
    assert "Tidak dihitung: 1 baris, tidak ada satu pun nilai" in out


def test_json_stays_json_when_there_is_much_to_say(capsys: Capture, tmp_path: Path) -> None:
    seven = [row[:7] for row in nine(prefix="U")]
    code, out, err = run(capsys, "skm", "hitung", write(tmp_path / "tujuh.csv", seven), "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(found["elements"]) == 7
    assert any("7 unsur, bukan sembilan" in warning for warning in found["warnings"])


def test_json_and_refusal_never_share_a_stream(capsys: Capture, tmp_path: Path) -> None:
    code, out, err = run(capsys, "skm", "hitung", str(tmp_path / "tidak-ada.csv"), "--json")
    assert (code, out) == (2, "")
    assert "tidak ditemukan" in err
    assert len(err.splitlines()) == 1


def test_bad_cells_as_json_carry_address_value_and_mend(capsys: Capture, tmp_path: Path) -> None:
    rows = nine()
    rows[2][1] = "9"
    code, out, err = run(capsys, "skm", "hitung", write(tmp_path / "a.csv", rows), "--json")
    found = json.loads(out)
    assert (code, err, found["schema"]) == (2, "", "cermin/skm-kesalahan/1")
    (bad,) = found["errors"]
    assert (bad["address"], bad["column"], bad["value"], bad["code"]) == ("B3", "U2", "9", "cell_range")
    assert "1, 2, 3 atau 4" in bad["message"]
    assert found["copy"] == "a-kesalahan.xlsx"


def test_without_interval_the_reason_stands_there(capsys: Capture, tmp_path: Path) -> None:
    _, out, _ = run(capsys, "skm", "hitung", UNIT, "--json", "--tanpa-selang")
    found = json.loads(out)
    assert (found["interval"], found["interval_reason"]) == (None, "selang tidak diminta")
    alone = write(tmp_path / "satu.csv", nine(1))
    _, out, _ = run(capsys, "skm", "hitung", alone, "--json")
    found = json.loads(out)
    assert (found["interval"], found["interval_reason"]) == (None, "responden kurang dari dua orang")
    _, out, _ = run(capsys, "skm", "hitung", alone)
    assert "(tanpa selang: responden kurang dari dua orang)" in out


def test_the_online_form_names_services_and_weakest_first(capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "hitung", ONLINE)
    assert code == 0
    assert "IKM 78,41  ◆ B Baik  (selang kepercayaan 95 % 76,55–80,26)" in out
    assert "108 dari 120 kuesioner terisi lengkap" in out
    weakest = [line.split()[0] for line in out.splitlines() if line[:1] == "U" and line[1:2].isdigit()]
    assert weakest == ["U3", "U9", "U8", "U2", "U1", "U5", "U6", "U7", "U4"]
    assert "Layanan Surat Keterangan" in out
    assert "cermin skm laporan" in err  # what to do next


def test_what_to_do_next_keeps_how_the_file_was_read(capsys: Capture, tmp_path: Path) -> None:
    rows = nine()
    rows[0][8] = "Nilai sarana"
    path = write(tmp_path / "data kami.csv", rows)
    answers = ["--kolom", "Nilai sarana=U9", "--populasi", "90", "--lanjut"]
    code, _, err = run(capsys, "skm", "hitung", path, *answers)
    assert code == 0
    assert f'laporan "{path}" --kolom "Nilai sarana=U9" --populasi 90 --lanjut --keluar hasil' in err


def test_population_narrows_the_interval(capsys: Capture) -> None:
    widths = []
    for population in ("1000000000", "165", "120"):
        code, out, _ = run(capsys, "skm", "hitung", ONLINE, "--json", "--populasi", population)
        assert code == 0
        interval = json.loads(out)["interval"]
        widths.append(float(interval["high"]) - float(interval["low"]) if interval else 0.0)
    # The correction is the root of (N-n)/(N-1) or (N-n)/N: for 120 of 165 just over a half, for a census nothing is left.
    assert widths[1] / widths[0] == pytest.approx((45 / 164.5) ** 0.5, rel=0.01)
    assert widths[2] == 0.0


@pytest.mark.parametrize("number", ["0", "-5", "1000000001", "9" * 40])
def test_a_population_that_cannot_be(number: str, capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "hitung", UNIT, f"--populasi={number}")
    assert (code, out) == (2, "")
    assert err == "--populasi harus bilangan bulat 1 sampai 1.000.000.000.\n"


def test_a_population_smaller_than_those_who_answered(capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "hitung", UNIT, "--populasi", "48")
    assert (code, out) == (2, "")
    assert "Populasi (48) lebih kecil daripada jumlah responden (49)" in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit = ", "bukan TOML yang benar"),
        ('unit = "A"\nnip_kepala = "12"', "nip_kepala"),
        ('unit = "A"\npopulasi = "banyak"', "populasi"),
        ('unit = "A"\nwarna = "biru"', "warna"),
        ('unit = "A"\nmulai = 2026-05-02\nselesai = 2026-05-01', "selesai"),
    ],
)
def test_a_profile_names_field_and_mend(text: str, words: str, capsys: Capture, tmp_path: Path) -> None:
    profile = tmp_path / "unit.toml"
    profile.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "skm", "hitung", UNIT, "--profil", str(profile))
    assert (code, out) == (2, "")
    head, *lines = err.splitlines()
    assert head == "Profil belum benar; tidak ada hasil yang dibuat:"
    assert any(words in line for line in lines), err
    assert all(line.startswith("  - ") for line in lines)


def test_a_missing_profile(capsys: Capture) -> None:
    code, _, err = run(capsys, "skm", "hitung", UNIT, "--profil", "tidak-ada.toml")
    assert code == 2
    assert err == "Berkas tidak-ada.toml tidak ditemukan. Periksa nama dan foldernya.\n"


def test_the_profile_gives_the_sentence_its_name(capsys: Capture) -> None:
    code, out, _ = run(capsys, "skm", "hitung", UNIT, "--profil", str(EXAMPLES / "unit-contoh.toml"))
    assert code == 0
    assert "Pelayanan Unit Contoh dinilai Baik oleh 49 pengguna layanan" in out


def test_columns_by_option(capsys: Capture, tmp_path: Path) -> None:
    rows = nine()
    rows[0] = [f"Nilai {letter}" for letter in "abcdefghi"]
    path = write(tmp_path / "tanpa-kode.csv", rows)
    code, _, err = run(capsys, "skm", "hitung", path)
    assert code == 2
    assert "--kolom" in err
    answers = [
        word for number, letter in enumerate("abcdefghi", 1) for word in ("--kolom", f"Nilai {letter}=U{number}")
    ]
    code, out, _ = run(capsys, "skm", "hitung", path, *answers, "--json")
    assert code == 0
    plain = run(capsys, "skm", "hitung", write(tmp_path / "kode.csv", nine()), "--json")[1]
    assert json.loads(out)["index"] == json.loads(plain)["index"]


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("U1", "KOLOM=SASARAN"),
        ("=U1", "KOLOM=SASARAN"),
        ("U1=", "KOLOM=SASARAN"),
        ("ZZ9=U1", "tidak ada kolom dengan judul atau huruf itu"),
        ("U1=U77", "tujuan tidak dikenal"),
    ],
)
def test_an_option_for_columns_that_fits_nothing(pair: str, words: str, capsys: Capture, tmp_path: Path) -> None:
    code, out, err = run(capsys, "skm", "hitung", write(tmp_path / "a.csv", nine()), "--kolom", pair)
    assert (code, out) == (2, "")
    assert words in err


def test_a_sheet_by_name(capsys: Capture, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, shift in (("Loket 1", 0), ("Loket 2", 6)):
        sheet = book.create_sheet(name)
        for row in [nine()[0], *nine(18)[1 + shift :]]:
            sheet.append(row)
    del book["Sheet"]
    path = tmp_path / "dua.xlsx"
    book.save(path)
    code, _, err = run(capsys, "skm", "hitung", str(path))
    assert code == 2
    assert "--lembar 'Loket 1'" in err
    for name, count in (("Loket 1", 18), ("loket 2", 12)):
        code, out, _ = run(capsys, "skm", "hitung", str(path), "--lembar", name, "--json")
        assert (code, json.loads(out)["respondents"]) == (0, count)
    code, _, err = run(capsys, "skm", "hitung", str(path), "--lembar", "Loket 3")
    assert code == 2
    assert "'Loket 3' tidak ada" in err
    assert "Loket 1, Loket 2" in err
