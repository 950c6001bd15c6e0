"""Sets a document as PDF with typst, and turns SVG pictures into PNG.

The template (`typst/report.typ`) reads the document as JSON and loops over its blocks: text of the user is never part of typst source,
so no character in it has a meaning for the typesetter. The profiles PDF/A-2a and, where the outline allows it, PDF/UA-1 are asked for,
and typst refuses to write what it knows to break them; conformance as such is not validated here.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

import typst

from cermin.documents.content import (
    Approvals,
    Block,
    Box,
    Cover,
    Document,
    Figure,
    Heading,
    Letterhead,
    ListBlock,
    PageBreak,
    Paragraph,
    PhotoGrid,
    Signature,
    Table,
    Tiles,
)
from cermin.documents.fonts import font_folder, printable
from cermin.documents.pdf_text import POINTS_PER_MM, TEXT_WIDTH_MM, Data, plain, set_line, set_text, table_data
from cermin.documents.svg import text_width

PAPER = {
    "A4": {"width": 210.0, "height": 297.0, "left": 30.0},
    "F4": {"width": 215.0, "height": 330.0, "left": 35.0},
}
"""Sizes and left margin in mm; right 20, top and bottom 25: the text is 160 mm wide on both."""
BODY_SIZE = 11.0
LONG_BOX = 2500
"""A box with more characters may break over pages."""


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """Printed page numbers as typst laid the document out.

    headings: one text ("ii", "4") for each Heading block of front, body and annexes, in order, also those not in the contents.
    captions: the same for each Table and Figure that has a number. total: pages of the file, the cover included.
    """

    headings: tuple[str, ...]
    captions: tuple[str, ...]
    total: int


def write_pdf(document: Document) -> bytes:
    """The document as tagged PDF (PDF/A-2a asked for, not validated), language id-ID, the same bytes for the same document.

    Raises ValueError when a row of a table does not fill its columns, or when the logo or a figure is no readable picture.
    """
    moment = datetime.combine(date.fromisoformat(document.created), datetime.min.time(), tzinfo=UTC)
    try:
        pdf = _compiler(document).compile(
            format="pdf", pdf_standards=_standards(document), timestamp=int(moment.timestamp())
        )
    except typst.TypstError as error:
        raise ValueError(f"the document cannot be set: {error.message}") from error
    assert isinstance(pdf, bytes)
    return pdf


def page_numbers(document: Document) -> PageNumbers:
    """Where the headings and the numbered tables and figures stand in the PDF. Raises ValueError as `write_pdf`."""
    try:
        found = json.loads(_compiler(document).query("<pages>", field="value", one=True))
    except typst.TypstError as error:
        raise ValueError(f"the document cannot be set: {error.message}") from error
    return PageNumbers(tuple(found["headings"]), tuple(found["captions"]), found["total"])


def page_pictures(document: Document, *, ppi: int = 110) -> list[bytes]:
    """Every page as PNG, for previews. Raises ValueError as `write_pdf`."""
    try:
        pages = _compiler(document).compile(format="png", ppi=float(ppi))
    except typst.TypstError as error:
        raise ValueError(f"the document cannot be set: {error.message}") from error
    return pages if isinstance(pages, list) else [pages]


def svg_to_png(svg: str, *, ppi: int = 220) -> bytes:
    """An SVG picture as PNG on white, `ppi` pixels per inch of its own size. Raises ValueError when it is no SVG."""
    sources = {"main": _template("picture.typ"), "picture.svg": printable(svg).encode()}
    try:
        png = typst.compile(sources, format="png", ppi=float(ppi), **_world())
    except typst.TypstError as error:
        raise ValueError(f"the picture cannot be drawn: {error.message}") from error
    assert isinstance(png, bytes)
    return png


def placeholder_logo() -> str:
    """A neutral shield with the words LAMBANG DAERAH, as SVG: stands where an office has not given its own emblem."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 62 72" width="62pt" height="72pt" font-family="Arimo, sans-serif">'
        "<title>Tempat lambang daerah</title>"
        '<path d="M2 2H60V40C60 54 48 64 31 70C14 64 2 54 2 40Z" fill="#ffffff" stroke="#14213d" stroke-width="2"/>'
        '<path d="M7 7H55V40C55 51 45 59 31 64.5C17 59 7 51 7 40Z" fill="none" stroke="#14213d" stroke-width="0.6"/>'
        '<g font-size="8" font-weight="700" fill="#14213d" text-anchor="middle">'
        '<text x="31" y="31">LAMBANG</text><text x="31" y="41">DAERAH</text></g></svg>'
    )


def logo_svg(head: Letterhead) -> str:
    """The emblem of a letterhead as SVG text; PNG and JPEG are wrapped, without an emblem it is `placeholder_logo`.

    What it is, is told by its content. Raises ValueError when it is none of the three.
    """
    if head.logo is None:
        return placeholder_logo()
    content = head.logo
    if content.startswith((b"\x89PNG", b"\xff\xd8")):
        width, height = _pixels(content)
        kind = "png" if content.startswith(b"\x89") else "jpeg"
        coded = base64.b64encode(content).decode("ascii")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{coded}"/></svg>'
        )
    try:
        drawing = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("the logo is neither PNG nor JPEG nor SVG") from error
    if "<svg" not in drawing:
        raise ValueError("the logo is neither PNG nor JPEG nor SVG")
    return printable(drawing)


def logo_alt(head: Letterhead) -> str:
    """What the picture of `logo_svg` shows, in words."""
    if head.logo is None:
        return "Tempat lambang daerah"
    return f"Lambang {printable(head.government or head.agency or head.unit)}".strip()


def _pixels(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG, from its header."""
    try:
        if content.startswith(b"\x89PNG"):
            width, height = struct.unpack_from(">LL", content, 16)
        else:
            at = 2
            # Segments until a start of frame; C4, C8 and CC are tables and not frames.
            while not (0xC0 <= content[at + 1] <= 0xCF and content[at + 1] not in {0xC4, 0xC8, 0xCC}):
                at += 1 if content[at + 1] == 0xFF else 2 + struct.unpack_from(">H", content, at + 2)[0]
            height, width = struct.unpack_from(">HH", content, at + 5)
    except (struct.error, IndexError) as error:
        raise ValueError("the logo is a damaged picture") from error
    if not width or not height:
        raise ValueError("the logo is a damaged picture")
    return width, height


# ---- typst ----


@cache
def _world() -> Data:
    """What typst may see: our fonts, and as its root their folder, so that a link inside an SVG finds no file of the machine."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])
    return {"font_paths": fonts, "ignore_system_fonts": True, "root": str(font_folder())}


@cache
def _template(name: str) -> bytes:
    return files("cermin.documents").joinpath("typst", name).read_bytes()


def _compiler(document: Document) -> Any:
    pictures: dict[str, bytes] = {}
    data = _document(document, pictures)
    sources = {
        "main": _template("report.typ"),
        "blocks.typ": _template("blocks.typ"),
        "table.typ": _template("table.typ"),
        "document.json": json.dumps(data, ensure_ascii=False).encode(),
        **pictures,
    }
    return typst.Compiler(sources, **_world())


def _standards(document: Document) -> list[str]:
    """PDF/UA-1 wants a title and a first heading of level 1; without them only PDF/A-2a is asked for."""
    first = next((block.level for block in _blocks(document) if isinstance(block, Heading)), 1)
    tagged = bool(printable(document.title).strip()) and (first == 1 or _has_contents(document))
    return ["a-2a", "ua-1"] if tagged else ["a-2a"]


# ---- the document as JSON ----


def _blocks(document: Document) -> Iterator[Block]:
    yield from document.front
    yield from document.body
    yield from document.annexes


def _listed(document: Document, kind: type[Table] | type[Figure]) -> list[str]:
    return [block.number for block in _blocks(document) if isinstance(block, kind) and block.number]


def _has_contents(document: Document) -> bool:
    return document.contents and any(
        isinstance(block, Heading) or (isinstance(block, Table | Figure) and block.number)
        for block in _blocks(document)
    )


def _document(document: Document, pictures: dict[str, bytes]) -> Data:
    """Everything the template needs. Fills `pictures`: name of the file to its content."""
    day = date.fromisoformat(document.created)
    contents = _has_contents(document)
    front = contents or bool(document.front)
    # Under a letterhead the first heading stays on its page.
    stays = None if document.cover or contents else next(_blocks(document), None)
    setter = _Setter(pictures, stays)
    pictures["logo.svg"] = logo_svg(document.letterhead).encode()
    author = printable(document.author)
    return {
        "title": printable(document.title),
        "author": [author] if author else [],
        "subject": printable(document.subject),
        "created": [day.year, day.month, day.day],
        "mark": set_line(document.mark, 8, bold=True),
        "footer": [set_line(line, 8) for line in document.footer],
        "page": PAPER[document.paper],
        "logo": logo_alt(document.letterhead),
        "cover": _cover(document.cover) if document.cover else None,
        "kop": None if document.cover else _letterhead(document),
        "contents": _contents(document) if contents else None,
        "front": front,
        "main": bool(document.body or document.annexes or document.fill_ins) or not (front or document.cover),
        "blocks": {
            "front": setter.set(document.front),
            "main": setter.set((*document.body, *document.annexes)),
        },
        "fill_ins": [set_line(entry, BODY_SIZE, TEXT_WIDTH_MM - 10) for entry in document.fill_ins],
    }


def _contents(document: Document) -> Data:
    labels = {"Tabel": _listed(document, Table), "Gambar": _listed(document, Figure)}
    widths = [text_width(f"{name} {number}", 10) for name, numbers in labels.items() for number in numbers]
    return {
        "names": [name for name, numbers in labels.items() if numbers],
        "width": max(widths, default=0.0) / POINTS_PER_MM + 2.5,
    }


def _letterhead(document: Document) -> Data:
    head = document.letterhead
    width = TEXT_WIDTH_MM - 50
    lines = ((head.government, 13, "regular"), (head.agency, 13, "regular"), (head.unit, 16, "bold"))
    return {
        "lines": [(set_line(line, size, width, bold=True), size, weight) for line, size, weight in lines if line],
        "address": [set_line(line, 9, width) for line in head.address if line],
    }


def _cover(cover: Cover) -> Data:
    return {
        "title": [set_line(line, 20, bold=True) for line in cover.title],
        "subtitle": [set_line(line, 14) for line in cover.subtitle],
        "sentence": set_text(cover.sentence, 10.5, 100),
        "figure": set_line(cover.figure, 40, 85, bold=True),
        "size": _fitting(cover.figure, 40, 85),
        "grade": cover.grade,
        "note": [set_line(line, 9.5, 100) for line in cover.figure_note],
        "owner": [set_line(line, 12, bold=True) for line in cover.owner],
        "date": set_text(cover.date, 12),
    }


def _fitting(figure: str, size: float, width_mm: float) -> float:
    """The size at which a bold figure stays on one line of `width_mm`, at most `size`, never under 11 points."""
    wide = text_width(figure, size, bold=True)
    return max(11.0, round(min(size, size * width_mm * POINTS_PER_MM / wide), 1)) if wide else size


@dataclass
class _Setter:
    """Turns blocks into JSON. stays: the block whose heading begins no new page."""

    pictures: dict[str, bytes]
    stays: Block | None
    figures: int = field(default=0)

    def set(self, blocks: Sequence[Block]) -> list[Data]:
        return [self._block(block, after) for block, after in zip_longest(blocks, blocks[1:])]

    def _block(self, block: Block, after: Block | None) -> Data:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                announces = isinstance(after, ListBlock | Table | Figure | Box) and plain(block.text).rstrip().endswith(
                    ":"
                )
                size = {"body": BODY_SIZE, "note": 8.5, "lead": 13.0}[block.style]
                keep = announces or isinstance(after, Signature)
                return {"kind": "paragraph", "style": block.style, "text": set_text(block.text, size), "keep": keep}
            case ListBlock():
                items = [set_text(item, BODY_SIZE, TEXT_WIDTH_MM - 10) for item in block.items]
                return {"kind": "list", "marker": block.marker, "items": items, "keep": isinstance(after, Signature)}
            case Table():
                return table_data(block)
            case Figure():
                return self._figure(block)
            case Tiles():
                return _tiles(block)
            case Signature():
                parts = {name: getattr(block, name) for name in ("place_date", "post", "name", "nip")}
                return {"kind": "signature"} | {name: set_text(part, BODY_SIZE, 70) for name, part in parts.items()}
            case Approvals():
                return _approvals(block)
            case PhotoGrid():
                return {"kind": "photos", "captions": [set_text(caption, 9.5, 78) for caption in block.captions]}
            case Box():
                lines = [set_text(line, 9.5, 150) for line in block.text]
                long = sum(len(plain(line)) for line in block.text) > LONG_BOX
                return {"kind": "box", "tone": block.tone, "text": lines, "long": long}
            case PageBreak():
                return {"kind": "break"}

    def _heading(self, block: Heading) -> Data:
        return {
            "kind": "heading",
            "level": block.level,
            "number": printable(block.number),
            "title": set_line(block.title, 13, TEXT_WIDTH_MM - 25, bold=True),
            "listed": block.in_contents,
            "break": block.level == 1 and block is not self.stays,
        }

    def _figure(self, block: Figure) -> Data:
        self.figures += 1
        name = f"figure-{self.figures}.svg"
        self.pictures[name] = printable(block.svg).encode()
        return {
            "kind": "figure",
            "number": printable(block.number),
            "title": set_line(block.title, 9.5),
            "file": name,
            "alt": printable(block.alt).strip() or printable(block.title).strip() or "Gambar",
            "note": set_text(block.note, 8.5),
            "width": min(block.width_mm, TEXT_WIDTH_MM),
        }


def _tiles(block: Tiles) -> Data:
    width = (TEXT_WIDTH_MM - 4 * (len(block.tiles) - 1)) / max(1, len(block.tiles)) - 9
    tiles = [
        {
            "label": set_line(label, 9, width),
            "figure": set_line(figure, 11, width, bold=True),
            "size": _fitting(figure, 21, width),
            "line": set_text(line, 9, width),
            "first": position == 0,
        }
        for position, (label, figure, line) in enumerate(block.tiles)
    ]
    return {"kind": "tiles", "tiles": tiles}


def _approvals(block: Approvals) -> Data:
    width = TEXT_WIDTH_MM / max(1, len(block.columns)) - 4
    columns = [
        {
            "role": set_line(role, 9.5, width, bold=True),
            "who": set_text(who, 9.5, width),
            "date": set_text(day, 9.5, width),
        }
        for role, who, day in block.columns
    ]
    return {"kind": "approvals", "columns": columns}
