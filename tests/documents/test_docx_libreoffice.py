"""The Word file opened by another program: LibreOffice converts it, and the pages are read back."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from tests.documents.docx_sample import PAGES, rich

from cermin.documents.content import Document
from cermin.documents.docx import write_docx

pytestmark = pytest.mark.office


def converted(document: Document, folder: Path) -> pypdf.PdfReader:
    """The document's pages as LibreOffice sets them. A profile of its own lets several conversions run side by side."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing; scripts/setup.sh installs it for the tests"
    source = folder / "dokumen.docx"
    source.write_bytes(write_docx(document, PAGES))
    profile = (folder / "profile").as_uri()
    command = [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pypdf.PdfReader(io.BytesIO((folder / "dokumen.pdf").read_bytes()))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    reader = converted(rich(), tmp_path_factory.mktemp("docx"))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_each_chapter_and_annex_opens_its_own_page(pages: list[str]) -> None:
    openings = [
        "LAPORAN PELAKSANAAN SURVEI KEPUASAN MASYARAKAT",
        "DAFTAR ISI",
        "RINGKASAN",
        "BAB I PENDAHULUAN",
        "BAB III HASIL PENGOLAHAN DATA",
        "BAB IV ANALISIS",
        "LAMPIRAN 1. KUESIONER",
        "LAMPIRAN 2. DOKUMENTASI",
        "YANG MASIH HARUS DIISI",
    ]
    found = [next(number for number, page in enumerate(pages) if opening in page) for opening in openings]
    assert found == sorted(set(found))
    assert found[:5] == [0, 1, 2, 3, 4]


def test_the_mark_stands_on_every_page(pages: list[str]) -> None:
    assert all("CONTOH: data rekaan" in page for page in pages)


def test_figures_and_grades_are_read_back(pages: list[str]) -> None:
    everything = " ".join(pages)
    for expected in (
        "78,74",
        "◆ B",
        "Tabel 3.1. Karakteristik responden",
        "17–24 tahun",
        "Gambar 3.2. Gambar tanpa catatan",
        "[siapa]",
    ):
        assert expected in everything.replace("\u00a0", " ")


def test_a_figure_shares_its_page_with_caption_and_note(pages: list[str]) -> None:
    page = next(page for page in pages if "Gambar 3.1. Persyaratan" in page and "DAFTAR ISI" not in page)
    assert "Sumber: n = 49." in page


def test_page_numbers_are_roman_in_front_and_start_at_one_in_the_body(pages: list[str]) -> None:
    footer = "Laporan SKM Unit Contoh"
    assert footer not in pages[0]
    assert [page.partition(footer)[2].split()[0] for page in pages[1:5]] == ["i", "ii", "1", "2"]


def test_stored_page_numbers_are_shown_in_the_contents(pages: list[str]) -> None:
    lines = pages[1].replace(".", " ").split()
    assert lines[lines.index("Ringkasan") + 1] == "ii"
    assert lines[lines.index("Pendahuluan") + 1] == "1"


def test_f4_keeps_the_paper(tmp_path: Path) -> None:
    box = converted(rich(paper="F4"), tmp_path).pages[0].mediabox
    # 215 x 330 mm in points.
    assert (float(box.width), float(box.height)) == (pytest.approx(609.4, abs=1), pytest.approx(935.4, abs=1))
