"""The Word writer: structure, widths, lists, language, hostile text, speed. Expected values are read off the sample, by hand."""

from __future__ import annotations

import dataclasses
import io
import re
import time
import zipfile
from datetime import datetime

import docx
import pytest
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.documents.docx_sample import CHART, PAGES, cells, rich

from cermin.documents.content import Cell, Column, Figure, Heading, Letterhead, PageBreak, Paragraph, Table, text
from cermin.documents.docx import write_docx
from cermin.documents.docx.markup import NAMESPACES, run
from cermin.documents.docx.tables import column_widths, equal_widths

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = dict(re.findall(r'xmlns:(\w+)="([^"]+)"', NAMESPACES))
INLINE = f"{{{NS['wp']}}}inline"
TEXT_WIDTH = 9071
"""160 mm in twentieths of a point: 160 / 25.4 * 1440 = 9070.9."""


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def tree(content: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(content)[name])


def shown(element: etree._Element) -> str:
    """The text a reader sees in an element, tabs and line breaks as spaces."""
    pieces = []
    for node in element.iter(W + "t", W + "tab", W + "br"):
        if node.tag == W + "t":
            pieces.append(node.text or "")
        elif node.getparent().tag == W + "r":
            pieces.append(" ")
    return "".join(pieces)


def paragraphs(root: etree._Element, style: str) -> list[etree._Element]:
    return root.xpath(f'.//w:p[w:pPr/w:pStyle/@w:val="{style}"]', namespaces=NS)


def attribute(element: etree._Element, path: str) -> list[str]:
    return [str(value) for value in element.xpath(path, namespaces=NS)]


@pytest.fixture(scope="module")
def made() -> bytes:
    return write_docx(rich(), PAGES)


@pytest.fixture(scope="module")
def root(made: bytes) -> etree._Element:
    return tree(made)


def strings(value: object) -> list[str]:
    """Every text of a block model that must be readable in the document."""
    hidden = {
        "svg",
        "alt",
        "marker",
        "style",
        "tone",
        "size",
        "align",
        "grade",
        "logo",
        "logo_type",
        "paper",
        "created",
    }
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, tuple):
        return [found for item in value for found in strings(item)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [item.name for item in dataclasses.fields(value) if item.name not in hidden]
        return [found for name in names for found in strings(getattr(value, name))]
    return []


def test_every_text_of_the_content_is_in_the_document(made: bytes, root: etree._Element) -> None:
    document = rich()
    text_shown = " ".join(shown(root).split())
    wanted = strings((document.cover, document.front, document.body, document.annexes, document.fill_ins))
    assert len(wanted) > 90
    missing = [item for item in wanted if " ".join(item.split()) not in text_shown]
    assert missing == []
    others = parts(made)
    assert "CONTOH: data rekaan" in shown(etree.fromstring(others["word/header1.xml"]))
    footer = shown(etree.fromstring(others["word/footer1.xml"]))
    assert all(line in footer for line in document.footer)


def test_headings_are_real_headings_with_literal_numbers(root: etree._Element) -> None:
    first = [shown(p) for p in paragraphs(root, "Heading1")]
    assert first == [
        "Ringkasan",
        "BAB I Pendahuluan",
        "BAB III Hasil Pengolahan Data",
        "BAB IV Analisis",
        "Lampiran 1. Kuesioner",
        "Lampiran 2. Dokumentasi",
    ]
    assert [shown(p) for p in paragraphs(root, "Heading2")] == ["1.1 Latar Belakang", "3.1 Jumlah Responden"]
    assert [shown(p) for p in paragraphs(root, "SubjudulTanpaDaftar")] == ["Tidak terdaftar"]
    assert root.xpath('.//w:p[w:pPr/w:pStyle[starts-with(@w:val,"Heading")]]//w:numPr', namespaces=NS) == []


def test_python_docx_reads_headings_language_and_properties(made: bytes) -> None:
    opened = docx.Document(io.BytesIO(made))
    assert [p.text for p in opened.paragraphs if p.style.name == "Heading 2"] == [
        "1.1\tLatar Belakang",
        "3.1\tJumlah Responden",
    ]
    core = opened.core_properties
    assert (core.title, core.author, core.subject, core.language) == (
        "Laporan Pelaksanaan SKM",
        "Unit Contoh",
        "Survei Kepuasan Masyarakat",
        "id-ID",
    )
    assert core.created.replace(tzinfo=None) == core.modified.replace(tzinfo=None) == datetime(2026, 6, 30)  # noqa: DTZ001
    assert core.last_modified_by == "Unit Contoh"


def fields(element: etree._Element) -> list[tuple[str, str]]:
    """(code, stored result) of the simple fields of an element, in order; nested fields are given on their own."""
    found: list[tuple[str, str]] = []
    open_fields: list[list[str]] = []
    for node in element.iter(W + "fldChar", W + "instrText", W + "t"):
        if node.tag == W + "instrText":
            open_fields[-1][0] += node.text
        elif node.tag == W + "t":
            for item in open_fields:
                item[1] += node.text
        elif node.get(W + "fldCharType") == "begin":
            open_fields.append(["", ""])
        elif node.get(W + "fldCharType") == "end":
            code, result = open_fields.pop()
            found.append((code.strip(), result))
    assert open_fields == []
    return found


def test_captions_carry_sequence_fields_with_the_number_stored(root: etree._Element) -> None:
    captions = paragraphs(root, "Caption")
    assert [shown(p) for p in captions] == [
        "Tabel 3.1. Karakteristik responden",
        "Tabel 3.2. Mutu pelayanan",
        "Gambar 3.1. Persyaratan adalah unsur terlemah",
        "Gambar 3.2. Gambar tanpa catatan",
        "Tabel 4.1. Rencana tindak lanjut",
    ]
    assert [fields(p)[0] for p in captions] == [
        (r"SEQ Tabel \* ARABIC \r 1", "1"),
        (r"SEQ Tabel \* ARABIC", "2"),
        (r"SEQ Gambar \* ARABIC \r 1", "1"),
        (r"SEQ Gambar \* ARABIC", "2"),
        (r"SEQ Tabel \* ARABIC \r 1", "1"),
    ]


def test_lists_of_contents_store_entries_and_pages(root: etree._Element) -> None:
    assert [shown(p) for p in paragraphs(root, "TOC1")] == [
        "Ringkasan ii",
        "BAB I  Pendahuluan 1",
        "BAB III  Hasil Pengolahan Data 2",
        "BAB IV  Analisis 4",
        "Lampiran 1. Kuesioner 6",
        "Lampiran 2. Dokumentasi 7",
    ]
    assert [shown(p) for p in paragraphs(root, "TOC2")] == ["1.1 Latar Belakang 1", "3.1 Jumlah Responden 2"]
    assert [shown(p) for p in paragraphs(root, "TableofFigures")] == [
        "Tabel 3.1. Karakteristik responden 2",
        "Tabel 3.2. Mutu pelayanan 2",
        "Tabel 4.1. Rencana tindak lanjut 4",
        "Gambar 3.1. Persyaratan adalah unsur terlemah 3",
        "Gambar 3.2. Gambar tanpa catatan 3",
    ]
    codes = [code for code, _ in fields(root)]
    assert [code for code in codes if code.startswith("TOC")] == [
        r'TOC \o "1-2" \h \z',
        r'TOC \h \z \c "Tabel"',
        r'TOC \h \z \c "Gambar"',
    ]


def test_every_reference_in_the_lists_has_its_bookmark(root: etree._Element) -> None:
    names = attribute(root, ".//w:bookmarkStart/@w:name")
    anchors = attribute(root, ".//w:hyperlink/@w:anchor")
    assert len(anchors) == 13
    assert set(anchors) <= set(names)
    assert len(set(names)) == len(names)
    assert attribute(root, ".//w:bookmarkStart/@w:id") == attribute(root, ".//w:bookmarkEnd/@w:id")
    targets = {
        name: shown(root.xpath(f'.//w:p[w:bookmarkStart/@w:name="{name}"]', namespaces=NS)[0]) for name in anchors
    }
    for link in root.iter(W + "hyperlink"):
        entry = re.sub(r"\s*(\d+|[ivx]+)$", "", " ".join(shown(link).split()))
        assert entry == " ".join(targets[str(link.get(W + "anchor"))].split())


def test_without_page_numbers_no_number_is_stored() -> None:
    root = tree(write_docx(rich()))
    assert [shown(p).strip() for p in paragraphs(root, "TOC2")] == ["1.1 Latar Belakang", "3.1 Jumlah Responden"]
    assert [result for code, result in fields(root) if code.startswith("PAGEREF")] == [""] * 13


def test_every_table_has_fixed_widths_that_sum_to_the_text_width(root: etree._Element) -> None:
    tables = list(root.iter(W + "tbl"))
    assert len(tables) == 10
    for table in tables:
        grid = [int(value) for value in attribute(table, "./w:tblGrid/w:gridCol/@w:w")]
        assert sum(grid) == TEXT_WIDTH
        assert attribute(table, "./w:tblPr/w:tblLayout/@w:type") == ["fixed"]
        assert attribute(table, "./w:tblPr/w:tblW/@w:w") == [str(TEXT_WIDTH)]
        for row in table.iter(W + "tr"):
            assert [int(value) for value in attribute(row, "./w:tc/w:tcPr/w:tcW/@w:w")] == grid
            assert row.find(f"{W}trPr/{W}cantSplit") is not None


def test_header_rows_repeat(root: etree._Element) -> None:
    reports = root.xpath('.//w:tbl[w:tblPr/w:tblStyle/@w:val="TabelLaporan"]', namespaces=NS)
    assert len(reports) == 4
    for table in reports:
        flags = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(W + "tr")]
        assert flags == [True] + [False] * (len(flags) - 1)


def test_row_spans_merge_the_cells_below(root: etree._Element) -> None:
    table = root.xpath('.//w:tbl[w:tblPr/w:tblStyle/@w:val="TabelLaporan"]', namespaces=NS)[0]
    rows = list(table.iter(W + "tr"))
    assert [len(row.findall(W + "tc")) for row in rows] == [3] * 6
    first = [row.find(f"{W}tc/{W}tcPr/{W}vMerge") for row in rows]
    assert [None if merge is None else merge.get(W + "val") for merge in first] == [
        None,
        "restart",
        None,
        "restart",
        None,
        None,
    ]
    assert [merge is None for merge in first] == [True, False, False, False, False, True]
    assert [shown(cell) for cell in rows[2].findall(W + "tc")] == ["", "Perempuan", "22"]


@pytest.mark.parametrize(
    "rows",
    [
        (("a",),),
        (("a", "b", "c"),),
        ((Cell(text("a"), rows=3), "b"), ("c",)),
    ],
    ids=["too few cells", "too many cells", "span past the end"],
)
def test_rows_that_do_not_fill_the_columns_are_refused(rows: tuple[tuple[str | Cell, ...], ...]) -> None:
    table = Table("9.9", "Salah", (Column("x"), Column("y")), tuple(cells(*row) for row in rows))
    with pytest.raises(ValueError, match=r"9\.9"):
        write_docx(rich(body=(table,)))


def test_pictures_have_a_description_a_size_and_no_distance(made: bytes, root: etree._Element) -> None:
    inline = list(root.iter(INLINE))
    assert [attribute(picture, "./wp:docPr/@descr")[0] for picture in inline] == [
        "Lambang Pemerintah Contoh",
        'Batang "nilai" < unsur',
        "Batang kedua",
    ]
    widths = [int(attribute(picture, "./wp:extent/@cx")[0]) for picture in inline]
    assert widths[1:] == [160 * 36000, 80 * 36000]
    heights = [int(attribute(picture, "./wp:extent/@cy")[0]) for picture in inline]
    assert heights[0] == 30 * 36000
    assert heights[1] == pytest.approx(40 * 36000, rel=0.01)  # 480 x 120 is four to one
    for picture in inline:
        assert [picture.get(f"dist{side}") for side in "TBLR"] == ["0"] * 4
    assert len(set(attribute(root, ".//wp:docPr/@id"))) == 3
    # The same chart twice is stored once.
    assert sorted(name for name in parts(made) if "media" in name) == ["word/media/image1.png", "word/media/image2.png"]


def test_a_figure_stays_with_its_caption_and_its_note(root: etree._Element) -> None:
    styles = tree(write_docx(rich()), "word/styles.xml")
    assert styles.xpath('.//w:style[@w:styleId="Caption"]/w:pPr/w:keepNext', namespaces=NS)
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs(root, "Gambar"))
    with_note, without = paragraphs(root, "Caption")[2:4]
    assert with_note.find(f"{W}pPr/{W}keepNext") is None  # the style keeps it with the note
    assert without.find(f"{W}pPr/{W}keepNext").get(W + "val") == "0"


def test_a_signature_stays_together_and_with_the_words_before_it(root: etree._Element) -> None:
    lines = paragraphs(root, "TandaTangan")
    assert [shown(p) for p in lines] == ["Kota Contoh, 30 Juni 2026", "Kepala Unit Contoh,", "Nama Kepala", "NIP 1"]
    assert [p.find(f"{W}pPr/{W}keepNext") is not None for p in lines] == [True, True, True, False]
    before = lines[0].getprevious()
    assert shown(before) == "Demikian laporan ini disusun."
    assert before.find(f"{W}pPr/{W}keepNext") is not None


def test_blanks_are_yellow_and_listed_on_the_last_page(root: etree._Element) -> None:
    yellow = [shown(r) for r in root.iter(W + "r") if r.find(f"{W}rPr/{W}highlight[@{W}val='yellow']") is not None]
    assert yellow == ["[yang menyiapkan]", "[siapa]"]
    title = paragraphs(root, "JudulTanpaDaftar")[-1]
    assert shown(title) == "Yang masih harus diisi"
    after = [shown(p) for p in title.itersiblings(W + "p")]
    assert after[1:] == ["Ringkasan: yang menyiapkan", "Tabel 4.1: penanggung jawab"]
    assert "Yang masih harus diisi" not in shown(tree(write_docx(rich(fill_ins=()))))


def test_grade_marks_differ_in_shape_letter_and_colour(root: etree._Element) -> None:
    table = root.xpath('.//w:tbl[w:tblPr/w:tblStyle/@w:val="TabelLaporan"]', namespaces=NS)[1]
    marks = [(shown(r), attribute(r, "./w:rPr/w:color/@w:val")) for r in table.iter(W + "r") if "\u00a0" in shown(r)]
    assert marks == [
        ("●\u00a0A", ["077C64"]),
        ("◆\u00a0B", ["0D4391"]),
        ("▲\u00a0C", ["966000"]),
        ("■\u00a0D", ["951A2B"]),
    ]


def test_each_list_starts_anew_with_its_own_marker(made: bytes, root: etree._Element) -> None:
    used = attribute(root, './/w:p[w:pPr/w:pStyle/@w:val="ListParagraph"]/w:pPr/w:numPr/w:numId/@w:val')
    assert used == ["1", "1", "2", "3"]
    lists = tree(made, "word/numbering.xml")
    formats = {
        str(item.get(W + "abstractNumId")): attribute(item, "./w:lvl/w:numFmt/@w:val")[0]
        for item in lists.iter(W + "abstractNum")
    }
    kinds = [formats[attribute(item, "./w:abstractNumId/@w:val")[0]] for item in lists.iter(W + "num")]
    assert kinds == ["lowerLetter", "bullet", "decimal", "decimal"]  # the last: what must still be filled in


@pytest.mark.parametrize(("paper", "width", "height", "left"), [("A4", 210, 297, 30), ("F4", 215, 330, 35)])
def test_paper_and_margins(paper: str, width: int, height: int, left: int) -> None:
    content = write_docx(rich(paper=paper))
    sections = docx.Document(io.BytesIO(content)).sections
    assert len(sections) == 3
    for section in sections:
        assert section.page_width == pytest.approx(Mm(width), abs=700)
        assert section.page_height == pytest.approx(Mm(height), abs=700)
        assert section.left_margin == pytest.approx(Mm(left), abs=700)
        assert (section.page_width - section.left_margin - section.right_margin) // 635 == TEXT_WIDTH


def test_sections_number_the_front_in_roman_and_the_body_from_one(root: etree._Element) -> None:
    sections = list(root.iter(W + "sectPr"))
    assert [attribute(section, "./w:pgNumType/@w:fmt") for section in sections] == [[], ["lowerRoman"], ["decimal"]]
    assert [attribute(section, "./w:pgNumType/@w:start") for section in sections] == [[], ["1"], ["1"]]
    assert [len(section.findall(W + "headerReference")) for section in sections] == [
        1,
        1,
        1,
    ]  # the mark, also on the cover
    assert [len(section.findall(W + "footerReference")) for section in sections] == [0, 1, 1]


def test_the_footer_counts_pages(made: bytes) -> None:
    assert fields(tree(made, "word/footer1.xml")) == [("PAGE", "1")]


def test_without_mark_there_is_no_header() -> None:
    content = write_docx(rich(mark=""))
    assert "word/header1.xml" not in parts(content)
    assert list(tree(content).iter(W + "headerReference")) == []


def test_a_letter_opens_with_its_letterhead_instead_of_a_cover() -> None:
    body = (Paragraph(text("Yang terhormat,")),)
    content = write_docx(rich(cover=None, contents=False, front=(), body=body, annexes=(), fill_ins=()))
    root = tree(content)
    assert [shown(p) for p in paragraphs(root, "Kop")] == [
        "",
        "PEMERINTAH CONTOH",
        "DINAS CONTOH",
        "UNIT CONTOH",
        "Jalan Contoh 1",
        "",
    ]
    assert len(list(root.iter(W + "sectPr"))) == 1
    assert len(list(root.iter(INLINE))) == 1


def test_a_heading_under_the_letterhead_stays_on_its_page() -> None:
    body = (Heading(1, "", "Berita Acara"), Heading(1, "", "Lampiran"))
    root = tree(write_docx(rich(cover=None, contents=False, front=(), body=body, annexes=(), fill_ins=())))
    breaks = [attribute(p, "./w:pPr/w:pageBreakBefore/@w:val") for p in paragraphs(root, "Heading1")]
    assert breaks == [["0"], []]


def test_page_breaks_leave_no_empty_page() -> None:
    words = Paragraph(text("kata"))
    body = (Heading(1, "", "Bab"), words, PageBreak(), words, PageBreak(), PageBreak(), words, PageBreak())
    root = tree(write_docx(rich(body=body, annexes=(Heading(1, "", "Lampiran"), words, PageBreak()))))
    # Two real breaks: the chapter and the annex open their pages by style, and nothing follows the last one.
    assert attribute(root, './/w:br[@w:type="page"]/@w:type') == ["page", "page"]


def test_a_letterhead_without_logo_and_an_empty_document_can_be_written() -> None:
    head = Letterhead("", "", "Unit Contoh", ())
    content = write_docx(rich(letterhead=head, cover=None, front=(), body=(), annexes=(), fill_ins=(), footer=()))
    assert "UNIT CONTOH" in shown(tree(content))
    assert attribute(tree(content), ".//wp:docPr/@descr") == ["Tempat lambang daerah"]
    assert docx.Document(io.BytesIO(content)).paragraphs


@pytest.mark.parametrize(
    "logo", [b"GIF89a1234567890", b"\x89PNG\r\n\x1a\ncut short", b"\xff\xd8\xff\xe0cut short", b""]
)
def test_a_logo_that_is_no_picture_is_refused(logo: bytes) -> None:
    head = Letterhead("", "", "Unit Contoh", (), logo, "png")
    with pytest.raises(ValueError, match="picture"):
        write_docx(rich(letterhead=head))


def test_indonesian_arial_and_no_questions_at_opening(made: bytes) -> None:
    files = parts(made)
    styles, settings = files["word/styles.xml"].decode(), files["word/settings.xml"].decode()
    defaults = etree.fromstring(files["word/styles.xml"]).find(W + "docDefaults")
    assert attribute(defaults, ".//w:lang/@w:val") == ["id-ID"]
    assert set(re.findall(r'w:lang w:val="([^"]+)"', styles)) == {"id-ID"}
    everything = b"".join(content for name, content in files.items() if name.endswith(".xml")).decode()
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs|eastAsia)="([^"]+)"', everything)) == {"Arial", "Courier New", "id-ID"}
    assert "Theme=" not in everything  # no style refers to a theme font
    assert set(re.findall(r'typeface="([^"]*)"', everything)) == {"Arial", ""}
    assert "updateFields" not in settings
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
    assert "2013" not in files["docProps/core.xml"].decode()


def test_nothing_active_and_nothing_outside(made: bytes) -> None:
    files = parts(made)
    assert not [name for name in files if "vba" in name.lower() or "embeddings" in name]
    for name, content in files.items():
        if name.endswith(".rels"):
            assert b"External" not in content
    assert "macro" not in files["[Content_Types].xml"].decode().lower()


def test_every_style_used_exists(made: bytes, root: etree._Element) -> None:
    known = set(attribute(tree(made, "word/styles.xml"), ".//w:style/@w:styleId"))
    used = {value for tag in ("pStyle", "rStyle", "tblStyle") for value in attribute(root, f".//w:{tag}/@w:val")}
    styles = tree(made, "word/styles.xml")
    used |= {value for tag in ("basedOn", "next") for value in attribute(styles, f".//w:{tag}/@w:val")}
    assert used <= known


# The order of children in the schema (ISO/IEC 29500-1, wml.xsd); Word calls a file damaged when it differs.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs spacing ind"
    " contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing sz szCs highlight u bdr shd lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tcBorders": "top left bottom right insideH insideV",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "lvl": "start numFmt lvlText lvlJc pPr rPr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}


@pytest.mark.parametrize("name", ["document", "styles", "numbering", "settings", "header1", "footer1"])
def test_children_stand_in_schema_order(made: bytes, name: str) -> None:
    root = tree(made, f"word/{name}.xml")
    for tag, order in ORDER.items():
        rank = {W + child: position for position, child in enumerate(order.split())}
        for element in root.iter(W + tag):
            ranks = [rank[child.tag] for child in element]
            assert ranks == sorted(ranks), etree.tostring(element)[:300]


def test_cells_and_body_end_in_a_paragraph_and_tables_never_touch(root: etree._Element) -> None:
    for cell in root.iter(W + "tc"):
        assert cell[-1].tag == W + "p"
    for table in root.iter(W + "tbl"):
        assert table.getnext().tag == W + "p"


def test_the_same_document_gives_the_same_bytes() -> None:
    first = write_docx(rich(), PAGES)
    assert write_docx(rich(), PAGES) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_text_survives_as_text() -> None:
    hostile = "a\x00b\x0bc<w:t>&amp;]]>\ud800 \ufffe" + "panjang" * 60
    expected = "abc<w:t>&amp;]]> " + "panjang" * 60
    table = Table("1.1", hostile, (Column(hostile),), (cells(hostile),), note=text(hostile))
    content = write_docx(
        rich(
            title=hostile,
            author=hostile,
            mark=hostile,
            footer=(hostile,),
            fill_ins=(hostile,),
            body=(Heading(1, "", hostile), Paragraph(text(hostile)), table, Figure("1.1", hostile, CHART, hostile)),
        )
    )
    text_shown = shown(tree(content))
    # Heading and its entry, paragraph, caption and its entry, header cell, cell, note, figure caption and its entry, the list at the end.
    assert text_shown.count(expected) == 11
    assert attribute(tree(content), ".//wp:docPr/@descr")[-1] == expected
    assert expected in shown(tree(content, "word/header1.xml"))
    assert docx.Document(io.BytesIO(content)).core_properties.title == expected[:255]


@given(st.text())
def test_any_text_keeps_every_character_that_xml_allows(words: str) -> None:
    parsed = etree.fromstring(f"<x {NAMESPACES}>{run(words)}</x>")
    kept = [
        character
        for character in words.replace("\r\n", "\n").replace("\r", "\n")
        if character in "\t\n"
        or (character >= " " and not "\ud800" <= character <= "\udfff" and character not in "\ufffe\uffff")
    ]
    expected = "".join(" " if character in "\t\n" else character for character in kept)
    assert shown(parsed) == expected


@given(st.lists(st.one_of(st.none(), st.floats(1, 200)), min_size=1, max_size=20))
def test_column_widths_always_sum_to_the_text_width(asked: list[float | None]) -> None:
    widths = column_widths(asked)
    assert sum(widths) == TEXT_WIDTH
    assert min(widths) > 0


def test_column_widths_follow_what_was_asked() -> None:
    # 42 mm = 2381, 25 mm = 1417; the rest, 9071 - 3798 = 5273, goes to the column without a width.
    assert column_widths([42, None, 25]) == [2381, 5273, 1417]
    # Too wide together: all are made smaller alike, 9071 / 4 = 2267.75.
    assert sorted(column_widths([80.0, 80.0, 80.0, 80.0])) == [2267, 2268, 2268, 2268]
    # Three tiles with gaps of 4 mm (227): 9071 - 454 = 8617, shared 2872, 2873, 2872.
    assert equal_widths(3, 4) == [2872, 227, 2873, 227, 2872]


def test_a_thousand_rows_are_written_fast() -> None:
    rows = tuple(cells(str(position), *["4"] * 9, "36") for position in range(1000))
    columns = (
        Column("Responden"),
        *(Column(f"U{number}", 12.0, "right") for number in range(1, 10)),
        Column("Jumlah", 20, "right"),
    )
    document = rich(annexes=(Heading(1, "Lampiran 2", "Hasil"), Table("", "", columns, rows, size="small")))
    start = time.process_time()
    content = write_docx(document)
    assert time.process_time() - start < 0.7
    assert len(list(tree(content).iter(W + "tr"))) > 1000
