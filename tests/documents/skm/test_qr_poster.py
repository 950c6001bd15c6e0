"""QR posters: the code can be read back, every text is on its one page whatever its length, and no slip differs from another."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pypdf
import pytest
from tests.documents import qr_reading

from cermin.documents.skm.qr_poster import (
    KIND_BY_KEY,
    KINDS,
    QrPoster,
    grouped_code,
    page_pictures,
    render_qr_poster,
    survey_address,
    typed_address,
)

PPI = 150
PIXELS_PER_MM = PPI / 25.4
MM = 72 / 25.4
ADDRESS = "HTTPS://CERMIN.EXAMPLE.GO.ID/S/KXYZ2345"
PRINTED = [kind.key for kind in KINDS if kind.media_type == "application/pdf"]
SEA = (11, 93, 102)

POSTER = QrPoster(
    unit="Kantor Contoh",
    agency="Dinas Contoh",
    government="Kabupaten Contoh",
    code="KXYZ2345",
    address="https://cermin.example.go.id",
    made_on=date(2026, 3, 1),
    period="2 Maret s.d. 29 Mei 2026",
    privacy="Penanggung jawab: Sekretariat Daerah. Kontak: data@contoh.example.",
    changes=("Loket kedua dibuka pada jam sibuk.", "Pengaduan dibalas dalam lima hari kerja."),
    languages=("English",),
    mark="CONTOH",
)
WORD = "Pemberdayaan"
LONG = replace(
    POSTER,
    unit=f"{WORD} " * 12 + "AKHIRUNIT",  # 160 characters is what the tables hold
    agency=f"{WORD} " * 12 + "AKHIRDINAS",
    government=f"{WORD} " * 7 + "AKHIRDAERAH",
    service=f"{WORD} " * 12 + "AKHIRLAYANAN",
    address="https://survei.dinasperhubungankominfo.kepulauancontohpanjang.go.id:8443",
    period="2 September 2026 s.d. 29 September 2026",
    privacy="W" * 160 + " " + "m" * 160 + " AKHIRPRIVASI",
    changes=tuple("W" * 90 + f" {WORD}" * 4 + f" AKHIR{number}" for number in "123"),
    languages=("English", "Bahasa Ternate", "Bahasa Tidore"),
)


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def words(content: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in read(content).pages]


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def cut(picture: qr_reading.Picture, left: float, top: float, side: float) -> qr_reading.Picture:
    """The square at these millimetres."""
    x, y, size = (round(value * PIXELS_PER_MM) for value in (left, top, side))
    return picture[y : y + size, x : x + size]


def frame_top(picture: qr_reading.Picture, left: float) -> tuple[float, float]:
    """Where the sea-coloured frame stands whose left edge is there: its top and its height, in mm."""
    column = picture[:, round((left + 0.1) * PIXELS_PER_MM), :3].astype(int)
    found = np.flatnonzero((abs(column - SEA).sum(axis=1)) < 30)
    run = max(np.split(found, np.flatnonzero(np.diff(found) > 1) + 1), key=len)  # letters of that colour are shorter
    return run[0] / PIXELS_PER_MM, (run[-1] - run[0]) / PIXELS_PER_MM


def test_the_kinds_have_names_an_officer_knows() -> None:
    assert [(kind.key, kind.label) for kind in KINDS] == [
        ("a4", "Poster A4"),
        ("a3", "Poster A3"),
        ("tenda", "Tenda meja"),
        ("struk", "Lembar struk"),
        ("gambar", "Gambar untuk pesan"),
    ]
    assert len({kind.file_name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("kind", "size"), [("a4", (210, 297)), ("a3", (297, 420)), ("tenda", (210, 297)), ("struk", (210, 297))]
)
def test_each_kind_is_one_sheet_of_its_paper(kind: str, size: tuple[int, int]) -> None:
    for poster in (POSTER, LONG):
        pages = read(render_qr_poster(kind, [poster])).pages
        assert len(pages) == 1
        assert float(pages[0].mediabox.width) == pytest.approx(size[0] * MM, abs=0.1)
        assert float(pages[0].mediabox.height) == pytest.approx(size[1] * MM, abs=0.1)


def test_what_the_code_holds_and_what_is_typed() -> None:
    assert survey_address(POSTER) == ADDRESS
    assert typed_address(POSTER) == "cermin.example.go.id/s"
    assert survey_address(replace(POSTER, address="http://localhost:8000/")) == "HTTP://LOCALHOST:8000/S/KXYZ2345"
    assert [grouped_code(code) for code in ("K7PM4X", "KXYZ2345", "KXYZ23")] == ["K7P M4X", "KXYZ 2345", "KXY Z23"]


def test_the_code_on_the_wall_sheet_reads_back_and_is_80_mm_wide() -> None:
    picture = qr_reading.pixels(render_qr_poster("gambar", [POSTER]))
    assert picture.shape[:2] == (1754, 1240)  # A4 at 150 dots an inch
    top, height = frame_top(picture, 18)
    assert height == pytest.approx(80, abs=1)
    # 37 modules: version 3 (29) with four quiet ones on each side.
    matrix = qr_reading.modules(cut(picture, 18, top + (height - 80) / 2, 80), 37)
    assert qr_reading.decode(matrix) == (ADDRESS, "Q")


def test_both_faces_of_the_tent_carry_the_code_and_the_back_stands_on_its_head() -> None:
    picture = qr_reading.pixels(page_pictures("tenda", [POSTER], ppi=PPI)[0])
    # A face is 125 mm high and its code in the middle of it, 16 mm from the edge.
    front = cut(picture, 210 - 16 - 80, 125 + (125 - 80) / 2, 80)
    back = cut(picture, 16, (125 - 80) / 2, 80)
    assert qr_reading.decode(qr_reading.modules(front, 37)) == (ADDRESS, "Q")
    assert qr_reading.decode(qr_reading.modules(np.rot90(back, 2), 37)) == (ADDRESS, "Q")


def test_every_slip_is_the_same_and_its_code_reads_back() -> None:
    picture = qr_reading.pixels(page_pictures("struk", [POSTER], ppi=PPI)[0])
    for column in range(3):
        for row in range(8):
            code = cut(picture, 70 * column + 5, 20.5 + 32 * row + 3.5, 25)
            assert qr_reading.decode(qr_reading.modules(code, 37)) == (ADDRESS, "Q"), (column, row)
    (text,) = words(render_qr_poster("struk", [POSTER]))
    assert text.count("KXYZ 2345") == 24
    # Between the slips nothing counts: besides code, days and the paper's own sentence there is no figure.
    rest = text.replace("KXYZ 2345", "").replace("2 Maret s.d. 29 Mei 2026", "")
    assert not re.search(r"\d", rest)


def test_a_long_host_needs_a_larger_code_that_still_reads_back() -> None:
    poster = replace(POSTER, address="https://survei.dinasperhubungankominfo.kepulauancontoh.go.id")
    picture = qr_reading.pixels(render_qr_poster("gambar", [poster]))
    top, height = frame_top(picture, 18)
    text, level = qr_reading.decode(qr_reading.modules(cut(picture, 18, top + (height - 80) / 2, 80), 45))
    assert (text, level) == ("HTTPS://SURVEI.DINASPERHUBUNGANKOMINFO.KEPULAUANCONTOH.GO.ID/S/KXYZ2345", "Q")


@pytest.mark.parametrize("kind", ["a4", "a3"])
def test_the_wall_sheet_says_what_a_citizen_needs(kind: str) -> None:
    (text,) = words(render_qr_poster(kind, [POSTER]))
    for expected in (
        "Kantor Contoh",
        "Dinas Contoh, Kabupaten Contoh",
        "CONTOH",
        "Bagaimana pelayanan kami?",
        "Sembilan pertanyaan, dua menit, tanpa nama.",
        "Arahkan kamera ponsel ke kode ini.",
        "Pilih layanan yang Anda terima.",
        "Jawab, lalu tekan Kirim.",
        "cermin.example.go.id/s",
        "KXYZ 2345",
        "Tidak baik",
        "Sangat baik",
        "Yang berubah sejak survei lalu:",
        "Loket kedua dibuka pada jam sibuk.",
        "Pengaduan dibalas dalam lima hari kerja.",
        "Minta lembar kertas di loket.",
        "Survei dibuka 2 Maret s.d. 29 Mei 2026.",
        "Juga dalam bahasa: English.",
        "Survei tidak menanyakan nama, NIK, atau nomor ponsel.",
        "Kontak: data@contoh.example.",
    ):
        assert expected in text, expected


def test_what_is_not_known_is_not_printed() -> None:
    bare = replace(POSTER, period="", privacy="", changes=(), languages=(), paper=False, mark="")
    for kind in PRINTED:
        (text,) = words(render_qr_poster(kind, [bare]))
        for absent in (
            "Survei dibuka",
            "Yang berubah",
            "Juga dalam",
            "ertas di loket",
            "ertas tersedia",
            "CONTOH",
            "Layanan:",
        ):
            assert absent not in text, (kind, absent)
        assert "KXYZ 2345" in text


def test_a_code_of_one_service_names_it_and_asks_for_no_choice() -> None:
    poster = replace(POSTER, service="Kartu tanda penduduk")
    (text,) = words(render_qr_poster("a4", [poster]))
    assert "Layanan: Kartu tanda penduduk" in text
    assert "Pilih layanan" not in text
    assert "Layanan: Kartu tanda penduduk" in words(render_qr_poster("tenda", [poster]))[0]
    assert "Layanan: Kartu tanda" in words(render_qr_poster("struk", [poster]))[0]


@pytest.mark.parametrize("kind", ["a4", "a3", "tenda"])
def test_the_longest_texts_are_all_there_and_inside_the_page(kind: str) -> None:
    content = render_qr_poster(kind, [LONG])
    text = tight(words(content)[0])
    wanted = [
        "AKHIRUNIT",
        "AKHIRDINAS,",
        "AKHIRDAERAH",
        "AKHIRLAYANAN",
        "AKHIRPRIVASI",
        "contohpanjang.go.id:8443/s",
        "KXYZ2345",
    ]
    wanted += [] if kind == "tenda" else ["AKHIR1", "AKHIR2", "AKHIR3", "BahasaTidore"]
    for expected in wanted:
        assert expected in text, expected
    # Nothing is set outside the paper's margins: an 8 mm edge stays white (the tent has lines to its edges).
    if kind == "tenda":
        return
    picture = qr_reading.pixels(page_pictures(kind, [LONG], ppi=PPI)[0])[..., :3]
    edge = round(8 * PIXELS_PER_MM)
    for strip in (picture[:edge], picture[-edge:], picture[:, :edge], picture[:, -edge:]):
        assert strip.min() == 255


def test_the_longest_texts_leave_the_code_alone() -> None:
    picture = qr_reading.pixels(render_qr_poster("gambar", [LONG]))
    top, height = frame_top(picture, 18)
    matrix = qr_reading.modules(cut(picture, 18, top + (height - 80) / 2, 80), 45)  # version 5
    assert qr_reading.decode(matrix)[0] == (
        "HTTPS://SURVEI.DINASPERHUBUNGANKOMINFO.KEPULAUANCONTOHPANJANG.GO.ID:8443/S/KXYZ2345"
    )


def test_several_codes_are_several_pages_in_order() -> None:
    second = replace(POSTER, code="HJKM6789", service="Akta kelahiran")
    pages = words(render_qr_poster("a4", [POSTER, second]))
    assert len(pages) == 2
    assert "KXYZ 2345" in pages[0]
    assert "HJKM 6789" in pages[1]
    assert "Akta kelahiran" in pages[1]
    assert "Akta kelahiran" not in pages[0]


def test_text_is_never_read_as_typst() -> None:
    hostile = replace(
        POSTER, unit="#panic() $x$ *y* _z_ @a [b] \\n <c>", changes=('#import "x"\u202e\x00',), service="= a"
    )
    for kind in PRINTED:
        assert tight("#panic() $x$ *y*") in tight(words(render_qr_poster(kind, [hostile]))[0])


def test_an_emblem_is_printed_and_a_broken_one_refused() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10" fill="#ff0000"/></svg>'
    picture = qr_reading.pixels(render_qr_poster("gambar", [replace(POSTER, logo=drawing)]))[..., :3].astype(int)
    red = (abs(picture - (255, 0, 0)).sum(axis=2) < 30).sum() / PIXELS_PER_MM**2
    assert red == pytest.approx(18 * 18, rel=0.05)  # 18 mm square
    with pytest.raises(ValueError, match="logo"):
        render_qr_poster("a4", [replace(POSTER, logo=b"GIF89a")])


def test_what_cannot_be_printed_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind"):
        render_qr_poster("a5", [POSTER])
    with pytest.raises(ValueError, match="needs a code"):
        render_qr_poster("a4", [])
    with pytest.raises(ValueError, match="one code"):
        render_qr_poster("gambar", [POSTER, POSTER])
    assert KIND_BY_KEY["gambar"].media_type == "image/png"


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_the_same_poster_gives_the_same_bytes(kind: str) -> None:
    assert render_qr_poster(kind, [POSTER]) == render_qr_poster(kind, [POSTER])
