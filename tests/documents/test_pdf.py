"""The PDF writer, read back with pypdf. The sample holds every kind of block once."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.pdf_sample import DIGEST, MARK, URL, cells, chart, columns, sample, score_table

from cermin.documents.content import (
    Box,
    Cell,
    Document,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    Signature,
    Table,
    text,
)
from cermin.documents.fonts import covered, printable
from cermin.documents.pdf import PageNumbers, page_numbers, placeholder_logo, svg_to_png, write_pdf
from cermin.documents.pdf_text import column_widths
from cermin.documents.svg import Svg, text_width

MM = 72 / 25.4


def read(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(write_pdf(document)))


def page_texts(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def joined(reader: pypdf.PdfReader) -> str:
    return "\n".join(page_texts(reader))


def squeezed(words: str) -> str:
    """Without white space: lines are broken where the typesetter wants."""
    return re.sub(r"\s", "", words)


def words_of(value: object) -> Iterator[str]:
    """Every stretch of text in blocks, however deep."""
    if isinstance(value, Run):
        yield value.text
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from words_of(part)
    elif isinstance(value, Figure):
        yield from words_of((value.number, value.title, value.note))
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from words_of(getattr(value, name))


def figures(words: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", words))


@pytest.fixture(scope="module")
def reader() -> pypdf.PdfReader:
    return read(sample())


def test_every_figure_and_every_word_is_printed(reader: pypdf.PdfReader) -> None:
    document = sample()
    given = "\n".join(words_of((document.cover, document.front, document.body, document.annexes, document.fill_ins)))
    printed = joined(reader)
    assert figures(given) - figures(printed) <= figures(DIGEST) | figures(URL)
    assert DIGEST in squeezed(printed)
    assert URL in squeezed(printed)
    styles = {"body", "lead", "note", "left", "right", "center", "normal", "small", "plain", "warn", "bullet", "a"}
    all_words = squeezed(printed).casefold()
    missing = [part for part in given.split("\n") if part not in styles and squeezed(part).casefold() not in all_words]
    assert missing == []


def test_the_chart_is_drawn_in_the_page(reader: pypdf.PdfReader) -> None:
    page = next(words for words in page_texts(reader) if "Gambar 3.1." in words and "BAB III" not in words)
    assert "U7 Perilaku Pelaksana" in page


def test_only_the_two_families_are_embedded(reader: pypdf.PdfReader) -> None:
    fonts = {
        font.get_object()["/BaseFont"].split("+")[1].split("-")[0]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts == {"Arimo", "DejaVuSansMono"}


def test_tags_language_and_metadata(reader: pypdf.PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "id-ID"
    assert reader.metadata is not None
    assert reader.metadata.title == sample().title
    assert reader.metadata.author == "Unit Contoh"
    assert reader.metadata.subject == "Survei Kepuasan Masyarakat (SKM)"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == "2026-06-30"
    packet = root["/Metadata"].get_data().decode()
    assert "pdfaid:part>2<" in packet
    assert "pdfaid:conformance>A<" in packet
    assert "pdfuaid:part>1<" in packet


def structure(reader: pypdf.PdfReader) -> list[Any]:
    """All structure elements."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            if "/S" in element:
                found.append(element)
            if "/K" in element:
                waiting.append(element["/K"])
    return found


def test_headings_tables_lists_and_pictures_are_tagged(reader: pypdf.PdfReader) -> None:
    elements = structure(reader)
    kinds = [element["/S"] for element in elements]
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Caption", "/TOC"} <= set(kinds)
    described = {element.get("/Alt") for element in elements if element["/S"] == "/Figure"}
    assert "Diagram batang nilai tujuh unsur; Persyaratan 2,816 paling rendah." in described


def test_bookmarks_name_chapters_and_sections(reader: pypdf.PdfReader) -> None:
    def names(entries: Any) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list):
                yield from names(entry)
            else:
                yield str(entry.title)

    assert list(names(reader.outline)) == [
        "Daftar Isi",
        "Ringkasan",
        "BAB I Pendahuluan",
        "1.1 Latar Belakang",
        "1.2 Dasar Pelaksanaan Survei Kepuasan Masyarakat",
        "BAB III Hasil Pengolahan Data SKM",
        "3.1 Jumlah Responden SKM",
        "3.2 Indeks Kepuasan Masyarakat",
        "3.3 Rencana Tindak Lanjut",
        "BAB V Kesimpulan",
        "Lampiran 1 Nilai Setiap Responden",
        "Lampiran 2 Dokumentasi Pelaksanaan",
        "Yang masih harus diisi",
    ]


def test_the_mark_stands_on_every_page_and_without_it_nothing(reader: pypdf.PdfReader) -> None:
    assert all(MARK in words for words in page_texts(reader))
    assert "CONTOH:" not in joined(read(sample(mark="")))
    long_mark = "CONTOH: " + "bukan hasil resmi dan hanya untuk melihat bentuk laporan " * 5
    assert all(squeezed(long_mark) in squeezed(words) for words in page_texts(read(sample(mark=long_mark))))


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210, 297), ("F4", 215, 330)])
def test_paper_size_and_margins(paper: str, width: int, height: int) -> None:
    reader = read(sample(paper=paper))
    for page in reader.pages:
        assert float(page.mediabox.width) == pytest.approx(width * MM, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(height * MM, abs=0.1)
    left = min(x for x, _, words in pieces(reader.pages[4]) if words.strip())
    assert left == pytest.approx((width - 180) * MM, abs=1.5)


def pieces(page: Any) -> list[tuple[float, float, str]]:
    """Stretches of text with the place where they begin, in points from the lower left corner."""
    found: list[tuple[float, float, str]] = []

    def visit(words: str, cm: Any, tm: Any, *_rest: Any) -> None:
        found.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5], words))

    page.extract_text(visitor_text=visit)
    return found


def test_pages_are_numbered_roman_then_arabic(reader: pypdf.PdfReader) -> None:
    printed = [words.strip().splitlines() for words in page_texts(reader)]
    numbers = ["i", "ii", *map(str, range(1, len(printed) - 2))]
    assert all("Sidik jawaban" not in "".join(lines) for lines in printed[:1])
    for lines, number in zip(printed[1:], numbers, strict=True):
        assert number in lines


def test_page_numbers_agree_with_the_pages(reader: pypdf.PdfReader) -> None:
    document = sample()
    numbers = page_numbers(document)
    texts = page_texts(reader)
    labels = ["", "i", "ii", *map(str, range(1, len(texts) - 2))]
    blocks = (*document.front, *document.body, *document.annexes)

    def found(words: str, pages: list[str]) -> str:
        """The page after the contents that carries the words as a line."""
        return next(label for label, page in zip(labels[2:], pages[2:], strict=True) if words in page)

    flat = [words.casefold().replace("\n", " ") for words in texts]
    headings = [block for block in blocks if isinstance(block, Heading)]
    assert numbers.headings == tuple(found(heading.title.casefold(), flat) for heading in headings)
    captions = [
        f"Tabel {block.number}. {block.caption}"
        if isinstance(block, Table)
        else f"Gambar {block.number}. {block.title}"
        for block in blocks
        if isinstance(block, Table | Figure) and block.number
    ]
    assert numbers.captions == tuple(found(caption.casefold(), flat) for caption in captions)
    assert numbers.total == len(texts)
    assert numbers == PageNumbers(("ii", "1", "1", "1", "2", "2", "2", "3", "4", "5", "6"), ("2", "2", "3", "3"), 10)


def test_contents_list_what_is_wanted_with_its_page(reader: pypdf.PdfReader) -> None:
    contents = squeezed(page_texts(reader)[1])
    for line in (
        r"Ringkasan\.+ii",
        r"BABIPendahuluan\.+1",
        r"3\.2IndeksKepuasanMasyarakat\.+2",
        r"Lampiran1\.NilaiSetiapResponden\.+5",
        r"DaftarTabeldanGambar",
        r"Tabel3\.2Nilairata-rata,nilaikonversi,danmutumenurutunsur\.+2",
        r"Gambar3\.1Persyaratandanproseduradalahunsurterlemah;biayaterkuat\.+3",
    ):
        assert re.search(line, contents), line
    hidden = replace(sample(), body=(Heading(1, "BAB I", "Terdaftar"), Heading(2, "1.1", "Tak terdaftar", False)))
    listed = page_texts(read(hidden))[1]
    assert "Terdaftar" in listed
    assert "Tak terdaftar" not in listed


def test_user_text_with_markup_is_printed_as_it_is() -> None:
    markup = (
        "#let x = 1 *tebal* _miring_ $a^2$ <label> @acuan \\ `kode` = judul // catatan -- \"kutip\" [isi] {1} ~ 'a'"
    )
    document = sample(
        title=markup,
        mark=markup,
        footer=(markup,),
        fill_ins=(markup,),
        front=(),
        body=(
            Heading(1, "BAB I", '#eval("1")'),
            Paragraph(text(markup)),
            ListBlock((text(markup),)),
            Table("1.1", markup, columns(("#sys", None, "left")), (cells(markup),), note=text(markup)),
            Figure("1.1", markup, chart(), markup),
            Box((text(Run(markup, mono=True)),)),
        ),
        annexes=(),
    )
    reader = read(document)
    printed = squeezed(joined(reader))
    pages = len(reader.pages)
    # mark and footer on each page; list of tables, list of figures, paragraph, item, cell, caption, note, title, box, blank
    assert printed.count(squeezed(markup)) == pages + (pages - 1) + 10
    assert '#EVAL("1")' in printed
    assert reader.metadata is not None
    assert reader.metadata.title == markup


def test_characters_without_a_glyph_neither_stop_the_document_nor_bring_a_font() -> None:
    words = "naik \U0001f600 ✓ 漢 \ue000 \u202eterbalik\u202c \x07 \ufeff e\u0301 ﬁ"
    svg = Svg(100, 20, words)
    svg.text(0, 10, words)
    document = sample(
        front=(), annexes=(), body=(Paragraph(text(words, Run(words, mono=True))), Figure("", "", svg.render(), words))
    )
    reader = read(document)
    printed = joined(reader)
    assert "naik □ □ □ □ terbalik" in printed
    assert "é" in printed
    names = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert all("Arimo" in name or "DejaVuSansMono" in name for name in names)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_pdf(sample()) == write_pdf(sample())
    assert write_pdf(sample()) != write_pdf(sample(created="2026-07-01"))


def test_a_long_table_repeats_its_header_and_loses_no_row() -> None:
    reader = read(
        sample(front=(), body=(), annexes=(Heading(1, "Lampiran 1", "Nilai"), score_table(1200)), fill_ins=())
    )
    header = "Responden P1 P2 P3 P4 P5 P6 P7 P8 P9"
    pages = [words for words in page_texts(reader) if header in words]
    assert len(pages) == len(reader.pages) - 2, "all but the cover and the contents"
    rows = [line for words in pages for line in words.splitlines() if re.fullmatch(r"\d+( [1-4]){9}", line)]
    assert rows == [
        " ".join([str(n), *(str(1 + (n * 7 + question * 3) % 4) for question in range(9))]) for n in range(1, 1201)
    ]


def plain_table(rows: int, *, foot: bool = True, note: str = "Catatan tabel.") -> Table:
    return Table(
        "1.1",
        "Judul tabel",
        columns(("No.", 12, "right"), ("Isi", None, "left")),
        tuple(cells(str(number), f"Baris {number}.") for number in range(1, rows + 1)),
        foot=(cells("", "Jumlah seluruhnya"),) if foot else (),
        note=text(note),
    )


# 21 lines before 50 rows once left the totals alone on the last page.
@pytest.mark.parametrize(("before", "rows"), [(14, 6), (26, 6), (29, 6), (20, 50), (21, 50), (22, 50), (30, 50)])
def test_caption_header_totals_and_note_never_stand_alone(before: int, rows: int) -> None:
    filler = [Paragraph(text("Satu baris."))] * before
    body = (Heading(1, "", "Bab"), *filler, Heading(2, "1.1", "Bagian"), plain_table(rows))
    pages = page_texts(read(sample(cover=None, contents=False, front=(), annexes=(), fill_ins=(), body=body)))

    def where(words: str) -> int:
        return next(number for number, page in enumerate(pages) if words in page)

    assert where("Bagian") == where("Judul tabel") == where("Baris 1.")
    assert where(f"Baris {rows}.") == where("Jumlah seluruhnya") == where("Catatan tabel.")


def test_totals_without_rows_are_printed() -> None:
    empty = Table("", "", columns(("A", None, "left")), (), foot=(cells("jumlah 17"),), note=text("catatan 18"))
    printed = joined(read(sample(front=(), annexes=(), body=(empty,))))
    assert "jumlah 17" in printed
    assert "catatan 18" in printed


@pytest.mark.parametrize("before", [20, 22, 24, 26])
def test_a_signature_takes_the_last_words_with_it(before: int) -> None:
    signature = Signature(text("Kota Contoh"), text("Kepala"), text("NAMA KEPALA"), text("NIP 1"))
    items = ListBlock((text("butir satu"), text("butir dua"), text("butir tiga")))
    body = (Heading(1, "", "Bab"), *[Paragraph(text("Satu baris."))] * before, items, signature)
    pages = page_texts(read(sample(cover=None, contents=False, front=(), annexes=(), fill_ins=(), body=body)))
    assert any("butir tiga" in page and "Kota Contoh" in page and "NIP 1" in page for page in pages)
    assert "3." in next(page for page in pages if "butir tiga" in page)


def test_a_long_word_stays_within_its_column() -> None:
    narrow = Table(
        "",
        "",
        columns(("Penanggungjawab", 18, "left"), ("Isi", None, "left"), ("Sidik", 30, "left")),
        (cells("mempertanggungjawabkannya", URL * 2, Run(DIGEST, mono=True)),),
    )
    reader = read(sample(cover=None, contents=False, front=(), annexes=(), fill_ins=(), body=(narrow,)))
    printed = joined(reader)
    assert "\u200b" not in printed
    for word in ("Penanggungjawab", "mempertanggungjawabkannya", URL * 2, DIGEST):
        assert word not in printed
        assert word in squeezed(printed)
    edges = [30 * MM, 48 * MM, 160 * MM, 190 * MM]
    inside = [piece for piece in pieces(reader.pages[0]) if 100 < piece[1] < 670 and piece[2].strip()]
    assert len(inside) > 50
    for x, _, words in inside:
        end = next(edge for edge in edges if edge > x)
        assert x + text_width(words.strip(), 9.5) < end, words


def test_a_letter_has_a_letterhead_and_keeps_its_first_heading_there() -> None:
    document = sample(cover=None, contents=False, front=(), annexes=(), fill_ins=())
    first = page_texts(read(document))[0]
    assert "PEMERINTAH KABUPATEN CONTOH" in first
    assert "Jalan Contoh Nomor 1" in first
    assert "BAB I" in first
    assert page_numbers(document).headings[0] == "1"


def test_a_section_first_is_no_reason_to_fail() -> None:
    document = sample(cover=None, contents=False, front=(), annexes=(), fill_ins=(), body=(Heading(2, "1", "Isi"),))
    packet = read(document).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "pdfaid:part>2<" in packet
    assert "pdfuaid" not in packet


@pytest.mark.parametrize("row", [("a",), ("a", "b", "c")])
def test_a_row_that_does_not_fill_its_columns_is_refused(row: tuple[str, ...]) -> None:
    table = Table("9.1", "Salah", columns(("A", None, "left"), ("B", None, "left")), (cells(*row),))
    with pytest.raises(ValueError, match=r"table 9\.1"):
        write_pdf(sample(body=(table,)))
    spanning = Table("9.2", "Salah", columns(("A", None, "left")), ((Cell(text("x"), rows=2),),))
    with pytest.raises(ValueError, match=r"table 9\.2"):
        write_pdf(sample(body=(spanning,)))


def png_size(content: bytes) -> tuple[int, int]:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def test_svg_to_png_has_the_size_of_the_picture() -> None:
    svg = Svg(144, 72, "kotak")
    svg.text(0, 20, "Teks \U0001f600")
    assert png_size(svg_to_png(svg.render(), ppi=220)) == (440, 220)
    assert png_size(svg_to_png(svg.render(), ppi=100)) == (200, 100)
    huge = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90000 45000" width="90000" height="45000"/>'
    width, height = png_size(svg_to_png(huge, ppi=72))
    assert width == pytest.approx(420 * MM, abs=1)
    assert height == pytest.approx(210 * MM, abs=1)
    with pytest.raises(ValueError, match="picture"):
        svg_to_png("bukan gambar")


# A grey JPEG of one pixel.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////"
    "wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)


@pytest.mark.parametrize("kind", ["png", "jpg", "svg"])
def test_a_logo_of_each_kind_is_printed(kind: str) -> None:
    drawing = placeholder_logo().replace("LAMBANG", "CONTOHAN")
    logo = {"png": svg_to_png(drawing), "jpg": JPEG, "svg": drawing.encode()}[kind]
    # The type given by the officer may be wrong; the content decides.
    document = sample(letterhead=replace(sample().letterhead, logo=logo, logo_type="png"))
    reader = read(document)
    assert ("CONTOHAN" in page_texts(reader)[0]) == (kind == "svg")
    assert "LAMBANG" not in page_texts(reader)[0]
    assert "Lambang Pemerintah Kabupaten Contoh" in {element.get("/Alt") for element in structure(reader)}
    assert len(reader.pages[0].images) == (0 if kind == "svg" else 1)


@pytest.mark.parametrize("logo", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"GIF89a\xff", b"%PDF-1.7"])
def test_a_logo_that_is_no_picture_is_refused(logo: bytes) -> None:
    with pytest.raises(ValueError, match="logo"):
        write_pdf(sample(letterhead=replace(sample().letterhead, logo=logo)))


def test_a_link_inside_an_svg_reads_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rahasia.png").write_bytes(svg_to_png(placeholder_logo()))
    monkeypatch.chdir(tmp_path)
    for link in ("rahasia.png", str(tmp_path / "rahasia.png"), f"file://{tmp_path}/rahasia.png"):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image width="9" height="9" href="{link}"/></svg>'
        with pytest.raises(ValueError, match="linked image"):
            svg_to_png(svg)
        with pytest.raises(ValueError, match="linked image"):
            write_pdf(sample(letterhead=replace(sample().letterhead, logo=svg.encode())))


@given(st.lists(st.none() | st.floats(1, 200), min_size=1, max_size=20))
def test_columns_fill_the_text_width(asked: list[float | None]) -> None:
    widths = column_widths(asked)
    assert len(widths) == len(asked)
    assert sum(widths) == pytest.approx(160, abs=0.02)
    assert min(widths) > 0


@given(st.text())
def test_what_is_printable_stays_printable(words: str) -> None:
    shown = printable(words)
    assert printable(shown) == shown
    assert all(character in "\n\u200b" or ord(character) in covered() for character in shown)


def test_the_italic_font_prints_the_same_characters() -> None:
    assert {ord(character) for character in "AZaz09.,–−×≥éÅ□"} <= covered()
    document = sample(front=(), annexes=(), body=(Paragraph(text(Run("−×≥éÅ□–…", italic=True))),))
    names = {
        str(font.get_object()["/BaseFont"]).split("+")[1]
        for page in read(document).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert "Arimo-Italic" in names
    assert all(name.startswith("Arimo") for name in names)
