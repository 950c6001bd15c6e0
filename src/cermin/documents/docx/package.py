"""Puts the parts of the Word file together and packs them, the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from cermin.documents.content import Document
from cermin.documents.docx.blocks import Blocks, fill_in_list
from cermin.documents.docx.markup import DECLARATION, INK, NAMESPACES, clean, field, paragraph, run, shade, twips
from cermin.documents.docx.opening import cover, letterhead
from cermin.documents.docx.outline import Entry, contents, outline
from cermin.documents.docx.pictures import Pictures
from cermin.documents.docx.styles import extended_properties, font_table, numbering, settings, styles, theme
from cermin.documents.pdf import PageNumbers

MARK_FILL = "FBE7B2"
_PAPER_MM = {"A4": (210.0, 297.0, 30.0), "F4": (215.0, 330.0, 35.0)}
"""Width, height and left margin; the right margin is 20 mm, top and bottom are 25 mm."""
_LONGEST_PROPERTY = 255


def write_docx(document: Document, pages: PageNumbers | None = None) -> bytes:
    """The document as a Word file (Office Open XML), editable in Word and LibreOffice.

    pages: the printed page numbers to store in the lists of contents; without them the entries carry none until the officer
    updates the fields. Raises ValueError when a row of a table does not fill its columns, or the logo is no picture.
    The same document gives the same bytes.
    """
    pictures = Pictures()
    entries = outline(document)
    listed = document.contents and bool(entries)
    under_letterhead = None if document.cover or listed else next(iter((*document.front, *document.body)), None)
    blocks = Blocks(pictures, under_letterhead)
    sections: list[tuple[list[str], str]] = []
    if document.cover:
        sections.append((cover(document.cover, document, pictures), _section(document, footer=False)))
    front = [contents(entries, _stored(entries, pages))] if listed else []
    front += blocks.write(document.front)
    if front:
        sections.append((front, _section(document, numbers="lowerRoman")))
    main = blocks.write((*document.body, *document.annexes))
    if document.fill_ins:
        blocks.lists.append("1")
        main.append(fill_in_list(document.fill_ins, len(blocks.lists)))
    if main or not sections:
        sections.append((main, _section(document, numbers="decimal")))
    if document.cover is None:
        sections[0][0].insert(0, letterhead(document.letterhead, pictures))
    return _pack(document, _body(sections), blocks, pictures)


def _stored(entries: Sequence[Entry], pages: PageNumbers | None) -> dict[str, str]:
    """Printed page by bookmark. Headings and captions are counted apart, in the order of the document."""
    if pages is None:
        return {}
    headings, captions = iter(pages.headings), iter(pages.captions)
    return {entry.bookmark: next(headings if entry.kind == "heading" else captions, "") for entry in entries}


def _section(document: Document, *, numbers: str = "", footer: bool = True) -> str:
    """Section properties. numbers: format of the page number, which starts at 1; the mark stands on every page."""
    width, height, left = _PAPER_MM[document.paper]
    references = '<w:headerReference w:type="default" r:id="rIdHeader"/>' if document.mark else ""
    references += '<w:footerReference w:type="default" r:id="rIdFooter"/>' if footer else ""
    counted = f'<w:pgNumType w:fmt="{numbers}" w:start="1"/>' if numbers else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"/>'
        f'<w:pgMar w:top="{twips(25)}" w:right="{twips(20)}" w:bottom="{twips(25)}" w:left="{twips(left)}"'
        f' w:header="{twips(11)}" w:footer="{twips(11)}" w:gutter="0"/>{counted}<w:cols w:space="708"/></w:sectPr>'
    )


def _body(sections: Sequence[tuple[list[str], str]]) -> str:
    """The text of all sections. The properties of a section stand in its last paragraph, those of the last at the end."""
    parts: list[str] = []
    for position, (blocks, properties) in enumerate(sections):
        text = "".join(blocks)
        if not text.endswith("</w:p>"):
            text += paragraph("Jarak", "")
        if position < len(sections) - 1:
            before, end, after = text.rpartition("</w:pPr>")
            text = before + properties + end + after
        else:
            text += properties
        parts.append(text)
    return "".join(parts)


def _header(mark: str) -> str:
    words = clean(mark).replace("\n", " ")
    shown = run(f"\u00a0{words}\u00a0", bold=True, size=8.5, color=INK)
    shaded = shown.replace("</w:rPr>", shade(MARK_FILL) + "</w:rPr>", 1)
    return f"{DECLARATION}<w:hdr {NAMESPACES}>{paragraph('Header', shaded)}</w:hdr>"


def _footer(lines: Sequence[str]) -> str:
    """A hairline, the text lines at the left, the page number at the right of the first."""
    first = run(lines[0] if lines else "") + run("\t") + field("PAGE", "1", size=10, color=INK)
    text = "".join(
        paragraph("Footer" if position == 0 else "FooterLanjutan", words)
        for position, words in enumerate([first, *[run(line) for line in lines[1:]]])
    )
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{text}</w:ftr>"


def _pack(document: Document, body: str, blocks: Blocks, pictures: Pictures) -> bytes:
    """All parts in one package. Each part is related under a fixed id, so that the text can name it beforehand."""
    package = Package()
    text = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    main = Part(PackURI("/word/document.xml"), CT.WML_DOCUMENT_MAIN, text.encode(), package)
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    extended = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, extended_properties().encode(), package)
    package.relate_to(extended, RT.EXTENDED_PROPERTIES)
    parts = [
        ("rIdStyles", RT.STYLES, "styles", CT.WML_STYLES, styles()),
        ("rIdNumbering", RT.NUMBERING, "numbering", CT.WML_NUMBERING, numbering(blocks.lists)),
        ("rIdSettings", RT.SETTINGS, "settings", CT.WML_SETTINGS, settings()),
        ("rIdFonts", RT.FONT_TABLE, "fontTable", CT.WML_FONT_TABLE, font_table()),
        ("rIdTheme", RT.THEME, "theme/theme1", CT.OFC_THEME, theme()),
        ("rIdFooter", RT.FOOTER, "footer1", CT.WML_FOOTER, _footer(document.footer)),
    ]
    if document.mark:
        parts.append(("rIdHeader", RT.HEADER, "header1", CT.WML_HEADER, _header(document.mark)))
    for identity, kind, name, content_type, xml in parts:
        main.load_rel(kind, Part(PackURI(f"/word/{name}.xml"), content_type, xml.encode(), package), identity)
    for identity, content in pictures.files.items():
        png = content.startswith(b"\x89PNG")
        name = f"/word/media/{identity.removeprefix('rId').lower()}.{'png' if png else 'jpg'}"
        main.load_rel(RT.IMAGE, Part(PackURI(name), CT.PNG if png else CT.JPEG, content, package), identity)
    _properties(package, document)
    return _dated(package)


def _properties(package: Package, document: Document) -> None:
    """Title, author and day of the document itself, never those of the machine that wrote it."""
    core = package.core_properties
    author = clean(document.author)[:_LONGEST_PROPERTY]
    core.title, core.subject = clean(document.title)[:_LONGEST_PROPERTY], clean(document.subject)[:_LONGEST_PROPERTY]
    core.author = core.last_modified_by = author
    core.created = core.modified = datetime.fromisoformat(document.created)
    core.language = "id-ID"
    core.revision = 1


def _dated(package: Package) -> bytes:
    """The package as a zip file whose entries carry the oldest date a zip can hold instead of the time of writing."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    package.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            packed = zipfile.ZIP_STORED if name.endswith((".png", ".jpg")) else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name), packed)
    return fixed.getvalue()
