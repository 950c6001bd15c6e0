from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.incoming.profile_sample import jpeg, png

from cermin.documents.content import Letterhead
from cermin.documents.format import day
from cermin.documents.incoming.profile import ProfileErrors, read_profile_toml
from cermin.documents.incoming.profile_fields import FIELDS
from cermin.documents.incoming.profile_picture import picture_type
from cermin.documents.incoming.profile_values import element_code
from cermin.documents.skm.shape import FollowUp, Step, UnitProfile
from cermin.pure.law.skm import ELEMENTS

FULL = """
unit = "  Kantor   Contoh "
perangkat_daerah = "Dinas Contoh"
pemerintah = "Pemerintah Kabupaten Contoh"
alamat = ["Jalan Contoh 1", "", "Telepon 000"]
logo = "lambang.png"
periode = "Semester I Tahun 2026"
mulai = "2 Maret 2026"
selesai = 2026-05-29
populasi = "1.250"
sumber_populasi = "register loket"
cara_sampel = "rumus"
keputusan_tim = "Keputusan Nomor 1"
tim = "seorang ketua"
metode = "kuesioner kertas"
lokasi = "ruang tunggu"
kontak = "0000"
tempat = "Kota Contoh"
tanggal_laporan = "30-06-2026"
jabatan_kepala = "Kepala"
nama_kepala = "Nama, S.Sos."
nip_kepala = "19700101 199003 1 001"
disiapkan = "A"
diperiksa = "B"
alamat_hasil = "https://unit.example/skm?tahun=2026"
forum = "forum 18 Juni"
survei_berikutnya = 2026-09-01
kertas = "f4"
tanda = "DRAF"

[target]
U3 = 3.1
u1 = "3,25"
"Sarana dan Prasarana" = 4

[[tahap]]
nama = "Persiapan"
mulai = "18/02/2026"
selesai = "2026-2-27"
hari_kerja = 8

[[tahap]]
nama = "Pelaporan"

[[rencana]]
unsur = "U3 Waktu"
kegiatan = "Menambah loket"
waktu = "Juli 2026"
jangka = "Pendek"
penanggung_jawab = "Kepala Seksi"
bukti = "Jadwal"

[[rencana]]
unsur = "SARPRAS"

[[tindak_lanjut_lalu]]
unsur = "u8"
kegiatan = "Kotak saran"
status = "SUDAH"
selesai = 2026-01-12
keterangan = "Foto"
"""


def read(folder: Path, text: str) -> UnitProfile:
    path = folder / "profil.toml"
    path.write_text(text, encoding="utf-8")
    return read_profile_toml(path)


def codes_of(path: Path) -> set[str]:
    """What is wrong with the file; empty when it gave a profile. Any other exception ends the test."""
    try:
        read_profile_toml(path)
    except ProfileErrors as errors:
        return {message.code for message in errors.messages}
    return set()


def test_every_field_arrives(tmp_path: Path) -> None:
    (tmp_path / "lambang.png").write_bytes(png())
    address = ("Jalan Contoh 1", "Telepon 000")
    assert read(tmp_path, FULL) == UnitProfile(
        letterhead=Letterhead("Pemerintah Kabupaten Contoh", "Dinas Contoh", "Kantor Contoh", address, png(), "png"),
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
            Step("Pelaporan", None, None, None),
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
        contact="0000",
        result_url="https://unit.example/skm?tahun=2026",
        next_survey="1 September 2026",
        forum="forum 18 Juni",
        targets=(("U1", Decimal("3.25")), ("U3", Decimal("3.1")), ("U9", Decimal(4))),
        plan=(
            FollowUp("U3", "Menambah loket", "Juli 2026", "pendek", "Kepala Seksi", "Jadwal"),
            FollowUp("U9"),
        ),
        last_plan=(FollowUp("U8", "Kotak saran", status="sudah", finished="12 Januari 2026", remark="Foto"),),
        decree="Keputusan Nomor 1",
        paper="F4",
        mark="DRAF",
    )


def test_the_sample_fills_every_key(tmp_path: Path) -> None:
    """So that the test above leaves no field of the table out."""
    assert [key for key in FIELDS if f"\n{key} = " not in FULL] == []


def test_a_name_alone_is_enough(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeffunit = "Unit"') == UnitProfile(letterhead=Letterhead("", "", "Unit", ()), unit="Unit")


@pytest.mark.parametrize("key", [key for key, of in FIELDS.items() if key not in ("unit", "cara_sampel", "kertas")])
@pytest.mark.parametrize("empty", ["", "  ", "-", "–"])
def test_empty_stays_open(tmp_path: Path, key: str, empty: str) -> None:
    assert read(tmp_path, f'unit = "Unit"\n{key} = "{empty}"') == read(tmp_path, 'unit = "Unit"')


def test_joiners_of_copied_text_are_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, 'unit = "Kan\\u00adtor\\u200b \\u202eContoh\\nBaris"').unit == "Kantor Contoh Baris"


def test_a_jpeg_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "gambar").mkdir()
    (tmp_path / "gambar" / "l.png").write_bytes(jpeg())  # the content decides, not the name
    head = read(tmp_path, 'unit = "Unit"\nlogo = "gambar/l.png"').letterhead
    assert (head.logo, head.logo_type) == (jpeg(), "jpg")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from("/-."))
def test_every_way_to_write_a_day_is_the_same_day(
    tmp_path_factory: pytest.TempPathFactory, when: date, mark: str
) -> None:
    folder = tmp_path_factory.mktemp("d")
    written = [
        f'"{day(when)}"',
        f'"{day(when).upper()}"',
        f'"{when.day} {day(when).split()[1][:3]} {when.year}"',
        f'"{when.day:02}{mark}{when.month:02}{mark}{when.year}"',
        f'"{when.day}{mark}{when.month}{mark}{when.year}"',
        f'"{when.isoformat()}"',
        when.isoformat(),
        f"{when.isoformat()}T08:30:00",
    ]
    assert {read(folder, f'unit = "U"\nmulai = {text}').start for text in written} == {when}


@given(st.integers(1, 10**9))
def test_every_way_to_write_a_population(tmp_path_factory: pytest.TempPathFactory, people: int) -> None:
    folder = tmp_path_factory.mktemp("p")
    points = f"{people:,}".replace(",", ".")
    found = [
        read(folder, f'unit = "U"\npopulasi = {text}').population for text in (people, f'"{people}"', f'"{points}"')
    ]
    assert found == [people] * 3


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in the file, the answer is a profile or complaints."""
    path = tmp_path_factory.mktemp("t") / "profil.toml"
    path.write_text(f'unit = "U"\n{text}', encoding="utf-8", errors="surrogatepass")
    assert codes_of(path) is not None


VALUES = st.one_of(
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.lists(st.integers(), max_size=2),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
)


def as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(c):08x}" for c in value) + '"'
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@given(st.sampled_from(list(FIELDS)), VALUES)
def test_no_value_breaks_a_field(tmp_path_factory: pytest.TempPathFactory, key: str, value: object) -> None:
    unit = "" if key == "unit" else 'unit = "U"\n'
    path = tmp_path_factory.mktemp("v") / "profil.toml"
    path.write_text(f"{unit}{key} = {as_toml(value)}", encoding="utf-8")
    assert {"toml_syntax", "unknown_key", "misspelt_key"}.isdisjoint(codes_of(path))


def test_elements_by_every_name() -> None:
    for element in ELEMENTS:
        spoken = [element.code, element.code.lower(), element.name, element.short.upper(), element.key]
        spoken += [
            f"{element.code} {element.short}",
            f"{element.code}. {element.name}",
            f"{element.code} - {element.name}",
        ]
        assert {element_code(text) for text in spoken} == {element.code}
    assert element_code("U10") == "U10"  # a unit's own element
    assert element_code("U3 (waktu tunggu di loket)") == "U3"
    for wrong in ("", "U", "U0", "U123", "P8", "U8 Sarana", "U9 Penanganan Pengaduan, Saran, dan Masukan", "Ramah"):
        assert element_code(wrong) == "", wrong


@given(st.binary(max_size=60), st.sampled_from([png()[:8], png()[:33], jpeg()[:3], jpeg()[:20], b""]))
def test_no_picture_breaks_the_check(rest: bytes, start: bytes) -> None:
    assert picture_type(start + rest, "logo") is not None


def test_pictures_cut_anywhere_are_refused() -> None:
    whole = png(7, 5)
    assert picture_type(whole, "logo") == "png"
    assert {picture_type(whole[:length], "x") for length in range(len(whole))}.isdisjoint({"png", "jpg"})
    for place in range(8, len(whole)):  # every byte after the magic is covered by a length, a name or a sum
        broken = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert picture_type(broken, "x") != "png"
    assert picture_type(jpeg(), "logo") == "jpg"
    assert {picture_type(jpeg()[:length], "x") for length in range(len(jpeg()) - 1)}.isdisjoint({"png", "jpg"})
