"""The workbook filled in with another library (and by another program) and read back."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.documents.incoming.profile_sample import fill, places, png, small_workbook

from cermin.documents.content import Letterhead
from cermin.documents.incoming.profile import ProfileErrors, read_profile_sheet
from cermin.documents.incoming.template import write_template
from cermin.documents.skm.shape import FollowUp, Step, UnitProfile

EXPECTED = UnitProfile(
    letterhead=Letterhead(
        "Pemerintah Kabupaten Contoh", "Dinas Contoh", "Kantor Contoh", ("Jalan Contoh 1", "Telepon 000"), None, None
    ),
    unit="Kantor Contoh",
    agency="Dinas Contoh",
    government="Pemerintah Kabupaten Contoh",
    period="Semester I Tahun 2026",
    start=date(2026, 3, 2),
    end=date(2026, 5, 29),
    population=1250,
    population_source="register loket",
    sample_by="formula",
    steps=(
        Step("Persiapan", date(2026, 2, 18), date(2026, 2, 27), 8),
        Step("Pengumpulan data", date(2026, 3, 2), date(2026, 5, 29), None),
        Step("Tahap sendiri", None, None, 2),
    ),
    location="ruang tunggu",
    method="kuesioner kertas",
    team="seorang ketua",
    place="Kota Contoh",
    report_date=date(2026, 6, 30),
    head_post="Kepala",
    head_name="Nama, S.Sos.",
    head_nip="197001011990031001",
    prepared_by="A",
    checked_by="B",
    contact="0812",
    result_url="https://unit.example/skm",
    next_survey="September 2026",
    forum="forum 18 Juni",
    targets=(("U1", Decimal("3.2")), ("U9", Decimal(3))),
    plan=(
        FollowUp("U3", "Menambah loket", "Juli 2026", "pendek", "Kepala Seksi", "Jadwal"),
        FollowUp("U9", "Kursi tunggu"),
    ),
    last_plan=(
        FollowUp("U8", "Kotak saran", status="sudah", finished="12 Januari 2026", remark="Foto"),
        FollowUp("U1", "Papan syarat", status="belum", remark="Menunggu"),
    ),
    decree="Keputusan Nomor 1",
    paper="F4",
    mark="DRAF",
)

SHEET: dict[str, object] = {
    "Nama unit": "Kantor Contoh",
    "Perangkat daerah": "Dinas Contoh",
    "Pemerintah daerah": "Pemerintah Kabupaten Contoh",
    "Alamat, baris 1": "Jalan Contoh 1",
    "Alamat, baris 3": "Telepon 000",
    "Periode": "Semester I Tahun 2026",
    "Mulai survei": date(2026, 3, 2),
    "Selesai survei": "29 Mei 2026",
    "Jumlah populasi": 1250,
    "Sumber populasi": "register loket",
    "Responden minimum menurut": "Rumus",
    "Keputusan tim SKM": "Keputusan Nomor 1",
    "Tim pelaksana": "seorang ketua",
    "Cara pengumpulan": "kuesioner kertas",
    "Tempat pengumpulan": "ruang tunggu",
    "Narahubung": "0812",
    "Tempat tanda tangan": "Kota Contoh",
    "Tanggal laporan": "30/06/2026",
    "Jabatan kepala": "Kepala",
    "Nama kepala": "Nama, S.Sos.",
    "NIP kepala": "19700101 199003 1 001",
    "Disiapkan oleh": "A",
    "Diperiksa oleh": "B",
    "Alamat web hasil": "https://unit.example/skm",
    "Forum pembahasan": "forum 18 Juni",
    "Survei berikutnya": "September 2026",
    "Kertas": "F4",
    "Tanda pada halaman": "DRAF",
    "U1 Persyaratan": 3.2,
    "U9 Sarana dan Prasarana": "3,0",
    "Layanan 1": "Layanan A",
    "Layanan 2": "Layanan B",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our template, filled in as an officer would."""
    path = tmp_path_factory.mktemp("isi") / "isi.xlsx"
    write_template(path)
    row = places(path)
    steps = row["Persiapan"], row["Pengumpulan data"], row["Penyusunan dan pelaporan hasil"] + 2
    cells = {f"B{row[label]}": value for label, value in SHEET.items()}
    cells |= {
        f"B{steps[0]}": date(2026, 2, 18),
        f"C{steps[0]}": "27 Februari 2026",
        f"D{steps[0]}": 8,
        f"B{steps[1]}": date(2026, 3, 2),
        f"C{steps[1]}": date(2026, 5, 29),
        f"A{steps[2]}": "Tahap sendiri",
        f"D{steps[2]}": 2,
    }
    plan = ["U3 Waktu", "Menambah loket", "Juli 2026", "Pendek", "Kepala Seksi", "Jadwal"]
    last = ["U8 Pengaduan", "Kotak saran", "Sudah", date(2026, 1, 12), "Foto"]
    fill(
        path,
        Profil=cells,
        Rencana={f"{letter}2": value for letter, value in zip("BCDEFG", plan, strict=True)}
        | {"B5": "Sarana dan Prasarana", "C5": "Kursi tunggu"},
        Tindak_lanjut_lalu={f"{letter}2": value for letter, value in zip("BCDEF", last, strict=True)}
        | {"B3": "U1 Persyaratan", "C3": "Papan syarat", "D3": "Belum", "F3": "Menunggu"},
    )
    return path


def test_the_round_trip(filled: Path) -> None:
    assert read_profile_sheet(filled) == EXPECTED


@pytest.mark.parametrize("form", ["9", "16"])
def test_an_untouched_template_says_nothing(tmp_path: Path, form: str) -> None:
    path = tmp_path / "kosong.xlsx"
    write_template(path, form="16" if form == "16" else "9")
    assert read_profile_sheet(path) is None
    row = places(path)
    fill(path, Profil={f"B{row['Layanan 1']}": "Layanan A", f"B{row['Kertas']}": "A4"})
    assert read_profile_sheet(path) is None  # services and the default paper are no profile


def test_a_moved_and_renamed_sheet_is_still_read(tmp_path: Path, filled: Path) -> None:
    path = tmp_path / "isi.xlsx"
    book = openpyxl.load_workbook(filled)
    book["Profil"].insert_rows(1, 3)
    book["Profil"].title = "PROFIL "
    book.save(path)
    found = read_profile_sheet(path)
    assert found is not None
    assert replace(found, steps=(), targets=()) == replace(EXPECTED, steps=(), targets=())


def test_labels_need_not_match_to_the_letter(tmp_path: Path) -> None:
    rows: list[list[object]] = [["  nama  UNIT :", "Unit"], ["Jumlah populasi*", "1.250"], ["Catatan"], ["", "di luar"]]
    found = read_profile_sheet(small_workbook(tmp_path / "isi.xlsx", rows))
    assert found is not None
    assert (found.unit, found.population) == ("Unit", 1250)


def test_somebody_elses_sheet_is_left_alone(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Jenis kelamin", "Jumlah"], ["Laki-laki", 20], ["Perempuan", 29]]
    assert read_profile_sheet(small_workbook(tmp_path / "isi.xlsx", rows)) is None


@pytest.mark.parametrize(("picture", "kind"), [(png(), "png"), (png(300, 300), "png")])
def test_the_logo_is_the_picture_on_the_sheet(tmp_path: Path, picture: bytes, kind: str) -> None:
    found = read_profile_sheet(small_workbook(tmp_path / "isi.xlsx", [["Nama unit", "Unit"]], picture))
    assert found is not None
    assert (found.letterhead.logo, found.letterhead.logo_type) == (picture, kind)


def test_a_picture_alone_asks_for_the_name(tmp_path: Path) -> None:
    with pytest.raises(ProfileErrors) as caught:
        read_profile_sheet(small_workbook(tmp_path / "isi.xlsx", [["Nama unit"]], png()))
    assert [message.code for message in caught.value.messages] == ["unit_missing"]


def test_a_picture_on_another_sheet_is_no_logo(tmp_path: Path) -> None:
    path, logo = tmp_path / "isi.xlsx", tmp_path / "l.png"
    logo.write_bytes(png())
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Foto").insert_image(0, 0, logo)
    book.add_worksheet("Profil").write_row(0, 0, ["Nama unit", "Unit"])
    book.close()
    found = read_profile_sheet(path)
    assert found is not None
    assert found.letterhead.logo is None


def test_files_without_the_sheet_are_none_and_are_not_opened(tmp_path: Path) -> None:
    other = small_workbook(tmp_path / "lain.xlsx", [["P1"], [3]], sheet="Jawaban")
    csv, broken, locked = tmp_path / "a.csv", tmp_path / "b.xlsx", tmp_path / "c.xls"
    csv.write_text("Nama unit;Profil\n", encoding="utf-8")
    broken.write_bytes(other.read_bytes()[:-200])
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    for path in (other, csv, broken, locked, tmp_path / "tidak-ada.xlsx", tmp_path):
        assert read_profile_sheet(path) is None


def test_links_out_of_the_archive_are_not_followed(tmp_path: Path) -> None:
    """A picture relation that climbs out of the archive names no part, so there is no logo; nothing else is read."""
    whole = small_workbook(tmp_path / "a.xlsx", [["Nama unit", "Unit"]], png())
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/drawings/_rels/"):
                content = content.replace(b"../media/", b"../../../../../../etc/")
            target.writestr(name, content)
    found = read_profile_sheet(path)
    assert found is not None
    assert found.letterhead.logo is None


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xlsx", "xls"])
def test_saved_again_by_libreoffice(tmp_path: Path, filled: Path, kind: str) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing; scripts/setup.sh installs it for the tests"
    user = f"-env:UserInstallation={(tmp_path / 'user').as_uri()}"
    command = [office, user, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(filled)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert read_profile_sheet(tmp_path / f"isi.{kind}") == EXPECTED
