"""What the lists of contents, tables and figures show, in the order of the document, and the fields that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from cermin.documents.content import Block, Document, Figure, Heading, Table
from cermin.documents.docx.markup import field, paragraph, run

Kind = Literal["heading", "Tabel", "Gambar"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading or a caption with the name of its bookmark. listed: stands in a list of contents."""

    kind: Kind
    level: int
    text: str
    bookmark: str
    listed: bool


def heading_text(heading: Heading) -> str:
    """The heading as one paragraph, its number literal: 'BAB I' above the title, '1.1' before a tab, 'Lampiran 1.' before the title.

    Automatic numbering is avoided: LibreOffice would show 1.1 as I.1. Word drops the line break in its list of contents.
    """
    if not heading.number:
        return heading.title
    if heading.level == 2:
        return f"{heading.number}\t{heading.title}"
    if heading.number.upper().startswith("BAB "):
        return f"{heading.number}\n{heading.title}"
    return f"{heading.number}. {heading.title}"


def caption_label(block: Table | Figure) -> str:
    """'Tabel 3.1' or 'Gambar 3.1'; "" when the block has no number."""
    if not block.number:
        return ""
    return f"{'Tabel' if isinstance(block, Table) else 'Gambar'} {block.number}"


def outline(document: Document) -> list[Entry]:
    """Every heading and every numbered table and figure, in order."""
    return list(_entries((*document.front, *document.body, *document.annexes)))


def _entries(blocks: Sequence[Block]) -> Iterator[Entry]:
    position = 0
    for block in blocks:
        if isinstance(block, Heading):
            position += 1
            shown = heading_text(block).replace("\n", "  ")
            yield Entry("heading", block.level, shown, bookmark_name(position), block.in_contents)
        elif isinstance(block, Table | Figure) and block.number:
            position += 1
            title = block.caption if isinstance(block, Table) else block.title
            kind: Kind = "Tabel" if isinstance(block, Table) else "Gambar"
            yield Entry(kind, 1, f"{caption_label(block)}. {title}", bookmark_name(position), True)


def bookmark_name(position: int) -> str:
    """Name of the bookmark of the position-th entry; Word keeps `_Toc` names when it updates the lists."""
    return f"_Toc{position:06d}"


def contents(entries: Sequence[Entry], pages: dict[str, str]) -> str:
    """The page 'Daftar isi' with the lists of tables and figures under it. pages: printed page by bookmark."""
    parts = [paragraph("TOCHeading", run("Daftar Isi"))]
    headings = [entry for entry in entries if entry.kind == "heading" and entry.listed]
    parts.append(_list('TOC \\o "1-2" \\h \\z', headings, pages))
    captioned = [(kind, [entry for entry in entries if entry.kind == kind]) for kind in ("Tabel", "Gambar")]
    names = [kind for kind, found in captioned if found]
    if names:
        parts.append(paragraph("JudulDaftar", run("Daftar " + " dan ".join(names))))
    parts += [_list(f'TOC \\h \\z \\c "{kind}"', found, pages) for kind, found in captioned if found]
    return "".join(parts)


def _list(code: str, entries: Sequence[Entry], pages: dict[str, str]) -> str:
    """A TOC field over one paragraph per entry, the result stored."""
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = []
    for position, entry in enumerate(entries):
        style = f"TOC{entry.level}" if entry.kind == "heading" else "TableofFigures"
        page = field(f"PAGEREF {entry.bookmark} \\h", pages.get(entry.bookmark, ""))
        line = (
            f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{run(entry.text)}{run(chr(9))}{page}</w:hyperlink>'
        )
        lines.append(
            paragraph(
                style,
                (opening if position == 0 else "") + line + (closing if position == len(entries) - 1 else ""),
            )
        )
    return "".join(lines)
