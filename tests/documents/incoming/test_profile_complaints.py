"""Every complaint about a profile: raised by the input that deserves it, naming the field, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.documents.incoming.profile_sample import fill, png, png_header, small_workbook

from cermin.documents.incoming.profile import ProfileErrors, read_profile_sheet, read_profile_toml, say

TOML_CASES: list[tuple[str, str, str]] = [
    # code, lines of the file, what the Indonesian sentence must name
    ("unit_missing", "", "'unit'"),
    ("unit_missing", 'unit = " - "', "'unit'"),
    ("not_text", 'unit = "U"\nperiode = true', "periode: 'True'"),
    ("not_text", 'unit = "U"\ntim = ["a", "b"]', "tim:"),
    ("not_text", 'unit = "U"\nlogo = 3', "logo: '3'"),
    ("hidden_characters", 'unit = "Unit\\u0007"', "unit:"),
    ("too_long", f'unit = "{"x" * 151}"', "unit: 151 huruf, paling banyak 150"),
    ("too_many_lines", 'unit = "U"\nalamat = ["a", "b", "c", "d"]', "alamat: 4 baris, paling banyak 3"),
    ("too_many_rows", 'unit = "U"\n' + '[[rencana]]\nunsur = "U1"\n' * 101, "101 baris, paling banyak 100"),
    ("bad_date", 'unit = "U"\nmulai = "31/02/2026"', "mulai: '31/02/2026'"),
    ("bad_date", 'unit = "U"\nmulai = "Maret 2026"', "mulai: 'Maret 2026'"),
    ("bad_date", 'unit = "U"\nmulai = "2 Ma 2026"', "mulai: '2 Ma 2026'"),
    ("bad_date", 'unit = "U"\nmulai = "03-02/2026"', "mulai:"),
    ("bad_date", 'unit = "U"\nmulai = 46083', "mulai: '46083'"),
    ("bad_date", 'unit = "U"\nmulai = 08:00:00', "mulai: '08:00:00'"),
    ("odd_year", 'unit = "U"\nmulai = 0206-03-02', "tahun 206 tidak mungkin"),
    (
        "reversed_dates",
        'unit = "U"\nmulai = 2026-05-29\nselesai = 2026-03-02',
        "mulai (29 Mei 2026) lebih akhir daripada selesai (2 Maret 2026)",
    ),
    (
        "reversed_dates",
        'unit = "U"\n[[tahap]]\nnama = "Persiapan"\nmulai = 2026-05-29\nselesai = 2026-03-02',
        "tahap 1, mulai (29 Mei 2026)",
    ),
    ("bad_count", 'unit = "U"\npopulasi = "banyak"', "populasi: 'banyak'"),
    ("bad_count", 'unit = "U"\npopulasi = 12.5', "populasi: '12,5'"),
    ("bad_count", 'unit = "U"\npopulasi = "1,250"', "populasi: '1,250'"),
    ("bad_count", 'unit = "U"\npopulasi = true', "populasi: 'True'"),
    ("count_range", 'unit = "U"\npopulasi = 0', "populasi: 0 di luar 1 sampai 1000000000"),
    ("count_range", 'unit = "U"\npopulasi = 1000000001', "populasi: 1000000001"),
    ("count_range", 'unit = "U"\npopulasi = -5', "populasi: -5"),
    ("count_range", 'unit = "U"\n[[tahap]]\nnama = "P"\nhari_kerja = 367', "tahap 1, hari_kerja: 367"),
    ("bad_target", 'unit = "U"\n[target]\nU1 = 5', "target, U1: '5'"),
    ("bad_target", 'unit = "U"\n[target]\nU1 = 0.99', "target, U1: '0,99'"),
    ("bad_target", 'unit = "U"\n[target]\nU1 = nan', "target, U1:"),
    ("bad_target", 'unit = "U"\n[target]\nU1 = "tinggi"', "target, U1: 'tinggi'"),
    ("bad_target", 'unit = "U"\n[target]\nU1 = true', "target, U1: 'True'"),
    ("bad_nip", 'unit = "U"\nnip_kepala = "1970010119900310"', "nip_kepala:"),
    ("bad_nip", 'unit = "U"\nnip_kepala = "19700101199003100X"', "nip_kepala:"),
    ("nip_number", 'unit = "U"\nnip_kepala = 1.97e17', "nip_kepala:"),
    ("bad_url", 'unit = "U"\nalamat_hasil = "ftp://unit.example/skm"', "alamat_hasil: 'ftp://unit.example/skm'"),
    ("bad_url", 'unit = "U"\nalamat_hasil = "unit.example/skm"', "alamat_hasil:"),
    ("bad_url", 'unit = "U"\nalamat_hasil = "https:///skm"', "alamat_hasil:"),
    ("bad_url", 'unit = "U"\nalamat_hasil = "https://[skm"', "alamat_hasil:"),
    ("bad_url", 'unit = "U"\nalamat_hasil = "javascript:alert(1)"', "alamat_hasil:"),
    ("bad_url", 'unit = "U"\nalamat_hasil = "https://bank.example@unit.example/"', "alamat_hasil:"),
    ("bad_url", 'unit = "U"\nalamat_hasil = "https://unit.example/a b"', "alamat_hasil:"),
    ("bad_choice", 'unit = "U"\nkertas = "Folio"', "kertas: 'Folio' tidak dikenal. Pilih salah satu: A4, F4"),
    ("bad_choice", 'unit = "U"\ncara_sampel = "Slovin"', "Tabel, Rumus"),
    ("bad_choice", 'unit = "U"\n[[rencana]]\nunsur = "U1"\njangka = "lama"', "Pendek, Menengah, Panjang"),
    ("bad_choice", 'unit = "U"\n[[tindak_lanjut_lalu]]\nunsur = "U1"\nstatus = "proses"', "Sudah, Belum"),
    ("bad_element", 'unit = "U"\n[[rencana]]\nunsur = "Parkir"', "rencana 1, unsur: 'Parkir'"),
    ("bad_element", 'unit = "U"\n[[rencana]]\nunsur = "U8 Sarana dan Prasarana"', "rencana 1, unsur:"),
    ("bad_element", 'unit = "U"\n[target]\nU0 = 3', "'U0'"),
    ("element_missing", 'unit = "U"\n[[rencana]]\nkegiatan = "Menambah loket"', "rencana 1:"),
    ("target_twice", 'unit = "U"\n[target]\nU1 = 3\nPersyaratan = 3', "target U1 ditulis dua kali"),
    ("step_name_missing", 'unit = "U"\n[[tahap]]\nhari_kerja = 3', "tahap 1:"),
    ("unknown_key", 'unit = "U"\nxyz = 1', "'xyz' tidak dikenal. Yang dikenal: unit, perangkat_daerah"),
    ("misspelt_key", 'unit = "U"\npopulasy = 12', "'populasy' tidak dikenal. Mungkin maksudnya 'populasi'?"),
    ("misspelt_key", 'unit = "U"\nPeriode = "x"', "'periode'"),
    (
        "misspelt_key",
        'unit = "U"\n[[tahap]]\nnama = "P"\nharikerja = 3',
        "'tahap 1, harikerja' tidak dikenal. Mungkin maksudnya 'hari_kerja'",
    ),
    ("not_rows", 'unit = "U"\n[tahap]\nnama = "P"', "[[tahap]]"),
    ("not_rows", 'unit = "U"\nrencana = ["a"]', "[[rencana]]"),
    ("not_a_table", 'unit = "U"\ntarget = 3', "[target]"),
    ("toml_syntax", "unit = Unit Contoh", "profil.toml"),
    ("toml_syntax", 'unit = "U"\nunit = "V"', "profil.toml"),
    ("toml_syntax", "x = " + "[" * 5000, "profil.toml"),
    ("toml_syntax", 'unit = "U"\npopulasi = ' + "9" * 5000, "profil.toml"),
    ("logo_place", 'unit = "U"\nlogo = "../lambang.png"', "logo: '../lambang.png'"),
    ("logo_place", 'unit = "U"\nlogo = "/etc/hostname"', "logo: '/etc/hostname'"),
    ("logo_place", 'unit = "U"\nlogo = "..\\\\lambang.png"', "logo:"),
    ("logo_missing", 'unit = "U"\nlogo = "tidak-ada.png"', "'tidak-ada.png'"),
    ("logo_missing", 'unit = "U"\nlogo = "a\\u0000b.png"', "logo:"),
    ("logo_kind", 'unit = "U"\nlogo = "profil.toml"', "logo:"),
]


def messages_of(read: Callable[[Path], object], path: Path) -> list[tuple[str, str]]:
    with pytest.raises(ProfileErrors) as caught:
        read(path)
    found = caught.value.messages
    assert all(message.text("en") != message.text("id") for message in found)
    assert all(message.text("id") in str(caught.value) for message in found)
    return [(message.code, message.text("id")) for message in found]


@pytest.mark.parametrize(("code", "text", "names"), TOML_CASES)
def test_toml(tmp_path: Path, code: str, text: str, names: str) -> None:
    path = tmp_path / "profil.toml"
    path.write_text(text, encoding="utf-8")
    found = messages_of(read_profile_toml, path)
    assert [each for each, _ in found] == [code]
    assert names in found[0][1]


def test_every_complaint_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "profil.toml"
    path.write_text('populasi = 0\nkertas = "B5"\nmulai = "kemarin"\nsalah = 1\n', encoding="utf-8")
    codes = [code for code, _ in messages_of(read_profile_toml, path)]
    assert sorted(codes) == ["bad_choice", "bad_date", "count_range", "unit_missing", "unknown_key"]


def test_toml_that_is_none(tmp_path: Path) -> None:
    latin, huge = tmp_path / "latin.toml", tmp_path / "besar.toml"
    latin.write_bytes('unit = "Caf\xe9"'.encode("cp1252"))
    huge.write_bytes(b"# " + b"x" * 1024 * 1024)
    assert messages_of(read_profile_toml, latin)[0][0] == "toml_encoding"
    assert messages_of(read_profile_toml, huge)[0][0] == "toml_size"
    for path in (tmp_path / "tidak-ada.toml", tmp_path):
        code, text = messages_of(read_profile_toml, path)[0]
        assert code == "toml_missing"
        assert path.name in text


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (png() + b"\0" * 2 * 1024 * 1024, "logo_size"),
        (png_header(5001, 5000), "logo_size"),
        (png_header(0, 5), "logo_kind"),
        (png()[:-6], "logo_kind"),
        (b"GIF89a" + b"\0" * 100, "logo_kind"),
        (b"<svg/>", "logo_kind"),
    ],
)
def test_a_logo_that_cannot_be_used(tmp_path: Path, picture: bytes, code: str) -> None:
    (tmp_path / "lambang.png").write_bytes(picture)
    path = tmp_path / "profil.toml"
    path.write_text('unit = "U"\nlogo = "lambang.png"', encoding="utf-8")
    assert [each for each, _ in messages_of(read_profile_toml, path)] == [code]


def test_a_logo_behind_a_link_is_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "folder"
    inside.mkdir()
    (tmp_path / "rahasia.png").write_bytes(png())
    (inside / "lambang.png").symlink_to(tmp_path / "rahasia.png")
    path = inside / "profil.toml"
    path.write_text('unit = "U"\nlogo = "lambang.png"', encoding="utf-8")
    assert [each for each, _ in messages_of(read_profile_toml, path)] == ["logo_place"]


SHEET_CASES: list[tuple[str, list[object], str]] = [
    ("unit_missing", ["Periode", "Semester I"], "'Nama unit'"),
    ("unknown_label", ["zzz", "isi"], "Profil B2: tulisan 'zzz'"),
    (
        "misspelt_label",
        ["Jumlah populas", 12],
        "Profil B2: tulisan 'Jumlah populas' tidak dikenal. Mungkin maksudnya 'Jumlah populasi'",
    ),
    ("label_twice", ["Nama unit", "Dua"], "Profil B2: 'Nama unit' diisi dua kali"),
    ("nip_number", ["NIP kepala", 197001011990031001], "NIP kepala (Profil B2)"),
    ("bad_count", ["Jumlah populasi", "seribu"], "Jumlah populasi (Profil B2): 'seribu'"),
    ("bad_date", ["Mulai survei", 46083], "Mulai survei (Profil B2): '46083'"),
]


@pytest.mark.parametrize(("code", "row", "names"), SHEET_CASES)
def test_sheet(tmp_path: Path, code: str, row: list[object], names: str) -> None:
    unit: list[object] = ["Nama unit", "" if code == "unit_missing" else "Unit Contoh"]
    path = small_workbook(tmp_path / "isi.xlsx", [unit, row])
    found = messages_of(read_profile_sheet, path)
    assert [each for each, _ in found] == [code]
    assert names in found[0][1]


def test_a_formula_without_a_result(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "isi.xlsx", [["Nama unit", "Unit"], ["Jumlah populasi"], ["Periode"]])
    fill(path, Profil={"B2": "=1/0", "B3": '="Semester "&1'})  # openpyxl stores no results
    found = messages_of(read_profile_sheet, path)
    assert [code for code, _ in found] == ["lost_cell", "lost_cell"]
    assert {text.split(":")[0] for _, text in found} == {"Jumlah populasi (Profil B2)", "Periode (Profil B3)"}


def test_a_broken_picture_on_the_sheet(tmp_path: Path) -> None:
    whole = png()
    path = small_workbook(tmp_path / "isi.xlsx", [["Nama unit", "Unit"]], whole[:-3] + b"\0\0\0")
    found = messages_of(read_profile_sheet, path)
    assert [code for code, _ in found] == ["logo_kind"]
    assert "Logo (Profil)" in found[0][1]


def test_a_plan_without_its_headings(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "isi.xlsx", [["Nama unit", "Unit"]])
    book = openpyxl.load_workbook(path)
    plan = book.create_sheet("Rencana")
    plan.append(["No", "Unsur", "Apa", "Kapan"])
    plan.append([1, "U1", "Menambah loket", "Juli"])
    book.save(path)
    found = messages_of(read_profile_sheet, path)
    assert [code for code, _ in found] == ["table_headings"]
    assert "'Rencana'" in found[0][1]
    assert "Program/kegiatan" in found[0][1]


def test_every_sentence_is_tried_in_this_file() -> None:
    tried = {code for code, *_ in TOML_CASES} | {code for code, *_ in SHEET_CASES}
    elsewhere = {"toml_encoding", "toml_size", "toml_missing", "logo_size", "table_headings", "lost_cell"}
    assert tried | elsewhere == set(say.sentences)
