"""The poster: always one page, the fixed blocks with the figures of the shape, and nothing that a text can break."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace

import pypdf
import pytest
from tests.documents.skm import sample_report as samples

from cermin.documents.format import interval, number
from cermin.documents.skm.poster import poster_texts, write_poster_pdf, write_poster_png
from cermin.documents.skm.shape import FollowUp, SkmReport
from cermin.pure.law.report import POSTER

WIDE = "W" * 150
"""The longest single text that the reader of profiles lets through, in the widest letter."""


def pages(report: SkmReport) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(write_poster_pdf(report)))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


def page(report: SkmReport) -> str:
    found = pages(report)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_one_page_with_the_figures_of_the_shape(name: str) -> None:
    report = samples.SAMPLES[name]()
    index, words = report.result.index, page(report)
    assert f"Responden {index.respondents} orang" in words
    for block in (POSTER.title, POSTER.value, POSTER.service, POSTER.respondents, POSTER.count, POSTER.period):
        assert block in words
    assert POSTER.thanks.partition(". ")[0] in words
    assert "MASUKAN ANDA SANGAT BERMANFAAT" in words
    assert report.profile.mark in words
    assert report.profile.period.upper() in words
    assert f"sidik jawaban {report.result.answer_digest[:12]}…" in words
    if index.value is None or index.grade is None:
        assert "belum ada" in words
        assert "Mutu pelayanan" not in words
        return
    assert number(index.value, 2) in words
    assert f"{index.grade.performance} Mutu pelayanan {index.grade.letter}" in words
    bounds = report.result.estimate.interval
    if bounds is None or name == "tiny_service":  # where all users answered, an interval would be a single point
        assert "selang kepercayaan" not in words
    else:
        assert f"selang kepercayaan 95 %: {interval(bounds.low, bounds.high, 2)}" in words


def test_the_public_rows_as_anybody_can_read_them() -> None:
    words = page(samples.public())
    for expected in (
        "78,74",
        "Baik Mutu pelayanan B",
        "Izin Tempat, Surat Keterangan, dan Legalisasi Dokumen",
        "Laki-laki 27 orang",
        "Perempuan 22 orang",
        "SD 5",
        "D4/S1 9",
        "2 Maret s.d. 29 Mei 2026",
        "Persyaratan, Prosedur, dan Sarana paling perlu diperbaiki",
        "Menempel daftar persyaratan di ruang tunggu",
        "Tahun 2027",
        "Hasil lengkap: https://karangan.example/skm/2026-1",
        "Dihitung dengan bobot tepat 1/9",
    ):
        assert expected in words, expected
    # A level that nobody has is not printed; a plan without an activity is no promise.
    assert "Tidak sekolah" not in words
    assert "S3" not in words


def test_the_chart_is_part_of_the_page() -> None:
    # Means of the 49 rows by hand: U1 138/49 = 2.82, U4 177/49 = 3.61.
    words = page(samples.public())
    assert "2,82" in words
    assert "3,61" in words


def test_hidden_counts_are_absent_and_said_to_be() -> None:
    report = samples.hidden()
    words = page(report)
    assert "Laki-laki ditutup" in words
    assert "Perempuan ditutup" in words
    assert re.search(r"\b97\b", words) is None
    assert "Tidak sekolah < 5" in words
    assert "Kelompok dengan kurang dari 5 orang tidak ditampilkan." in words


def test_a_hidden_size_changes_no_byte() -> None:
    assert write_poster_pdf(samples.hidden()) == write_poster_pdf(samples.hidden(moved=True))


def test_the_picture_is_an_a4_page_of_150_dots_per_inch() -> None:
    for report in (samples.public(), samples.hostile()):
        png = write_poster_png(report)
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        # 210 x 297 mm at 150 dots per inch: 1240.2 x 1753.9.
        assert struct.unpack(">II", png[16:24]) == (1240, 1754)


def test_the_longest_texts_stay_on_the_page_and_inside_their_blocks() -> None:
    base = samples.hidden()
    plan = tuple(FollowUp(code, "panjang " * 50, WIDE[:60], "pendek") for code in ("U1", "U2", "U3"))
    profile = replace(
        base.profile,
        unit=WIDE,
        agency="Badan " + "kata panjang " * 11,
        government=WIDE,
        period="P" * 60,
        mark="M" * 80,
        plan=plan,
        result_url="https://karangan.example/" + "a" * 400,
    )
    report = replace(base, profile=profile)
    words = page(report)
    assert POSTER.thanks.partition(". ")[0] in words
    assert "Hasil lengkap: pindai kode QR" in words
    for _, activity, when in poster_texts(report)["promises"]:
        assert activity.endswith("...")
        assert when.endswith("...")
    chart = re.search(r"U1 +Persyaratan", words)
    assert chart, "the chart has been squeezed out"


def test_text_is_never_read_as_typst() -> None:
    words = page(samples.hostile())
    assert "#typst $x$ *y* _z_ @a [b] \\n" in words
    assert "<b>tebal</b>&amp;" in words
    assert "=1+1" in words


def test_many_services_are_counted_and_many_groups_left_to_the_report() -> None:
    base = samples.public()
    services = samples.services([(f"Layanan {letter}", 12) for letter in "ABCD"], 49)
    levels = samples.grouped("education", "Pendidikan", [(f"Jenjang {place}", 3) for place in range(16)], 49)
    answers = samples.of_form(samples.FORM_9, samples.public_scores(), services, [levels])
    texts = poster_texts(samples.report_of(answers, base.profile, "skm-9"))
    assert texts["service"] == "Semua layanan (4 jenis)"
    assert texts["education"] == [("16 kelompok, lihat laporan", "", "")]
    one = samples.of_form(samples.FORM_9, samples.public_scores(), samples.services([("Izin Tempat", 49)], 49))
    assert poster_texts(samples.report_of(one, base.profile, "skm-9"))["service"] == "Izin Tempat"
    assert poster_texts(samples.unfinished())["service"] == "Semua layanan"


def test_without_an_address_there_is_no_qr_code() -> None:
    with_address, without = samples.public(), samples.unfinished()
    assert "Hasil lengkap" in page(with_address)
    assert "Hasil lengkap" not in page(without)
    assert poster_texts(with_address)["qr"] is True
    assert poster_texts(without)["qr"] is False


def test_the_same_shape_gives_the_same_bytes() -> None:
    assert write_poster_pdf(samples.public()) == write_poster_pdf(samples.public())
    assert write_poster_png(samples.public()) == write_poster_png(samples.public())


def test_where_it_can_be_checked_stands_on_the_page_and_still_fits_it() -> None:
    address = "https://cermin.provinsi-contoh.example/v/Z7HOSH4JH7SX5CCOIANCNTKETM"
    report = replace(samples.hidden(), verify_url=address)
    [text] = pages(report)
    assert f"Periksa keaslian: {address}" in text.replace("\n", "")
    assert "Periksa keaslian" not in page(samples.hidden())
