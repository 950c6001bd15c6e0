"""Sets a document as PDF with typst, and turns SVG pictures into PNG.

The template (`typst/report.typ`) reads the document as JSON and loops over its blocks: text of the user is never part of typst source,
so no character in it has a meaning for the typesetter. The profiles PDF/A-2a and, where the outline allows it, PDF/UA-1 are asked for,
and typst refuses to write what it knows to break them; conformance as such is not validated here.
"""

from __future__ import annotations

import base64
import json
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest
from math import ceil
from typing import Any

import typst

from cermin.documents.content import (
    Approvals,
    Block,
    Box,
    Cell,
    Cover,
    Document,
    Figure,
    Heading,
    Letterhead,
    ListBlock,
    PageBreak,
    Paragraph,
    PhotoGrid,
    Run,
    Signature,
    Table,
    Text,
    Tiles,
)
from cermin.documents.fonts import BREAK, font_folder, printable
from cermin.documents.svg import text_width

Data = dict[str, Any]

POINTS_PER_MM = 72 / 25.4
TEXT_WIDTH_MM = 160.0
BODY_SIZE = 11.0
PAPER = {
    "A4": {"width": 210.0, "height": 297.0, "left": 30.0},
    "F4": {"width": 215.0, "height": 330.0, "left": 35.0},
}
"""Sizes and left margin in mm; right 20, top and bottom 25: the text is 160 mm wide on both."""
LONG_WORD = 26
"""A word with more characters (an address, a digest) may break inside, also where it would fit on a line of its own."""
KEEP_TOGETHER_MM = 120.0
"""A table up to this height stays on one page; a longer one breaks between rows and repeats its header."""
TALLEST_ROW_MM = 150.0
"""A higher row may break, for it might not fit on any page."""
LONGEST_SPAN = 15
"""Rows that one cell may keep together on a page."""
UNIFORM_ROWS = 40
"""From so many one-line rows on, the row height is given instead of measured: typst then needs half the time."""
SMALLEST_COLUMN_MM = 8.0
LONG_BOX = 2500

_TABLE_STYLE = {"normal": (9.5, 5.0, 4.2), "small": (8.0, 3.0, 3.2)}
"""Size of the letters, room left and right, room above and below, in points."""
_CAPITAL = 0.716
_LINE = _CAPITAL + 0.5
"""Height of a capital, and from line to line in a table, in sizes."""
_MONO_WIDTH = 0.602 * 0.88
_WORD = re.compile(rf"[^ \n{BREAK}]+")
_INSIDE = re.compile(r"(?<=[/\-_.@?&=:,;])(?=\w)")


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


def svg_to_png(svg: str, *, ppi: int = 220) -> bytes:
    """An SVG picture as PNG on white, `ppi` pixels per inch of its own size. Raises ValueError when it is no SVG."""
    sources = {"main": _template("picture.typ"), "picture.svg": printable(svg).encode()}
    try:
        png = typst.compile(sources, font_paths=_fonts(), ignore_system_fonts=True, format="png", ppi=float(ppi))
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
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])


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
    return typst.Compiler(sources, font_paths=_fonts(), ignore_system_fonts=True)


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
        "mark": _line(document.mark, 8, bold=True),
        "footer": [_line(line, 8) for line in document.footer],
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
        "fill_ins": [_line(entry, BODY_SIZE, TEXT_WIDTH_MM - 10) for entry in document.fill_ins],
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
        "lines": [(_line(line, size, width, bold=True), size, weight) for line, size, weight in lines if line],
        "address": [_line(line, 9, width) for line in head.address if line],
    }


def _cover(cover: Cover) -> Data:
    return {
        "title": [_line(line, 20, bold=True) for line in cover.title],
        "subtitle": [_line(line, 14) for line in cover.subtitle],
        "sentence": _text(cover.sentence, 10.5, 100),
        "figure": _line(cover.figure, 40, 85, bold=True),
        "size": _fitting(cover.figure, 40, 85),
        "grade": cover.grade,
        "note": [_line(line, 9.5, 100) for line in cover.figure_note],
        "owner": [_line(line, 12, bold=True) for line in cover.owner],
        "date": _text(cover.date, 12),
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
                announces = isinstance(after, ListBlock | Table | Figure | Box) and _plain(
                    block.text
                ).rstrip().endswith(":")
                size = {"body": BODY_SIZE, "note": 8.5, "lead": 13.0}[block.style]
                keep = announces or isinstance(after, Signature)
                return {"kind": "paragraph", "style": block.style, "text": _text(block.text, size), "keep": keep}
            case ListBlock():
                items = [_text(item, BODY_SIZE, TEXT_WIDTH_MM - 10) for item in block.items]
                return {"kind": "list", "marker": block.marker, "items": items, "keep": isinstance(after, Signature)}
            case Table():
                return _table(block)
            case Figure():
                return self._figure(block)
            case Tiles():
                return _tiles(block)
            case Signature():
                parts = {name: getattr(block, name) for name in ("place_date", "post", "name", "nip")}
                return {"kind": "signature"} | {name: _text(part, BODY_SIZE, 70) for name, part in parts.items()}
            case Approvals():
                return _approvals(block)
            case PhotoGrid():
                return {"kind": "photos", "captions": [_text(caption, 9.5, 78) for caption in block.captions]}
            case Box():
                lines = [_text(line, 9.5, 150) for line in block.text]
                long = sum(len(_plain(line)) for line in block.text) > LONG_BOX
                return {"kind": "box", "tone": block.tone, "text": lines, "long": long}
            case PageBreak():
                return {"kind": "break"}

    def _heading(self, block: Heading) -> Data:
        return {
            "kind": "heading",
            "level": block.level,
            "number": printable(block.number),
            "title": _line(block.title, 13, TEXT_WIDTH_MM - 25, bold=True),
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
            "title": _line(block.title, 9.5),
            "file": name,
            "alt": printable(block.alt).strip() or printable(block.title).strip() or "Gambar",
            "note": _text(block.note, 8.5),
            "width": min(block.width_mm, TEXT_WIDTH_MM),
        }


def _tiles(block: Tiles) -> Data:
    width = (TEXT_WIDTH_MM - 4 * (len(block.tiles) - 1)) / max(1, len(block.tiles)) - 9
    tiles = [
        {
            "label": _line(label, 9, width),
            "figure": _line(figure, 11, width, bold=True),
            "size": _fitting(figure, 21, width),
            "line": _text(line, 9, width),
            "first": position == 0,
        }
        for position, (label, figure, line) in enumerate(block.tiles)
    ]
    return {"kind": "tiles", "tiles": tiles}


def _approvals(block: Approvals) -> Data:
    width = TEXT_WIDTH_MM / max(1, len(block.columns)) - 4
    columns = [
        {"role": _line(role, 9.5, width, bold=True), "who": _text(who, 9.5, width), "date": _text(day, 9.5, width)}
        for role, who, day in block.columns
    ]
    return {"kind": "approvals", "columns": columns}


# ---- text ----


def _plain(text: Text) -> str:
    return "".join(run.text for run in text)


def _line(text: str, size: float, width_mm: float = TEXT_WIDTH_MM, *, bold: bool = False) -> str:
    """A plain stretch of text, ready to set."""
    return _breakable(printable(text), size, width_mm * POINTS_PER_MM, bold)


def _text(text: Text, size: float, width_mm: float = TEXT_WIDTH_MM, *, bold: bool = False) -> str | list[Any] | None:
    """Runs as a list; as one string when none has a look of its own; None when there is nothing.

    size: of the letters, in points; width_mm: of the line. A word that would not fit gets places to break.
    """
    width = width_mm * POINTS_PER_MM
    parts: list[Any] = [_run(run, size, width, bold) for run in text if run.text or run.grade]
    if not parts:
        return None
    return "".join(parts) if all(isinstance(part, str) for part in parts) else parts


def _run(run: Run, size: float, width: float, bold: bool) -> str | Data:
    shown = _breakable(printable(run.text), size, width, bold or run.bold, mono=run.mono)
    if not (run.bold or run.italic or run.fill_in or run.grade or run.mono):
        return shown
    return {
        "text": shown,
        "bold": run.bold,
        "italic": run.italic,
        "fill": run.fill_in,
        "grade": run.grade,
        "mono": run.mono,
    }


def _wide(text: str, size: float, bold: bool, mono: bool = False) -> float:
    return len(text) * size * _MONO_WIDTH if mono else text_width(text, size, bold=bold)


def _breakable(text: str, size: float, width: float, bold: bool = False, *, mono: bool = False) -> str:
    """`text` with places to break in words that are long or wider than `width` points."""
    longest = max(map(len, _WORD.findall(text)), default=0)
    if longest <= LONG_WORD and longest * size <= width:
        return text
    return _WORD.sub(lambda word: _word(word.group(), size, width, bold, mono), text)


def _word(word: str, size: float, width: float, bold: bool, mono: bool) -> str:
    """After a mark within the word; every eight characters of a digest; anywhere when even that is too wide."""
    if len(word) <= LONG_WORD and _wide(word, size, bold, mono) <= width:
        return word
    parts: list[str] = []
    for part in _INSIDE.split(word):
        if len(part) <= LONG_WORD and _wide(part, size, bold, mono) <= width:
            parts.append(part)
            continue
        eights = [part[start : start + 8] for start in range(0, len(part), 8)]
        if len(part) > LONG_WORD and all(_wide(eight, size, bold, mono) <= width for eight in eights):
            parts += eights
        else:
            parts += part
    return BREAK.join(parts)


# ---- tables ----


def column_widths(asked: Sequence[float | None]) -> list[float]:
    """Widths in mm that sum to the text width. None shares what is left; all are scaled when they do not fill or do not fit."""
    free = asked.count(None)
    left = TEXT_WIDTH_MM - sum(width for width in asked if width is not None)
    share = max(left / free, SMALLEST_COLUMN_MM) if free else 0.0
    wanted = [share if width is None else width for width in asked]
    scale = TEXT_WIDTH_MM / sum(wanted)
    return [round(width * scale, 3) for width in wanted]


@lru_cache(maxsize=8192)
def _plain_cell(text: str, size: float, width: float, bold: bool) -> tuple[str, int]:
    """The text of a cell without looks, and how many lines it takes."""
    shown = _breakable(printable(text), size, width, bold)
    lines = sum(max(1, ceil(text_width(line, size, bold=bold) / width)) for line in shown.split("\n"))
    # Words do not fill a line to its end.
    return shown, lines if lines <= 1 else ceil(lines * 1.15)


class _Rows:
    """Turns rows into JSON, remembering which columns a cell above still covers, and how high the rows will be."""

    def __init__(self, table: Table, widths: Sequence[float]) -> None:
        self.table = table
        self.size, self.side, self.above = _TABLE_STYLE[table.size]
        self.room = [width * POINTS_PER_MM - 2 * self.side for width in widths]
        self.open = [0] * len(widths)
        self.height = 0.0
        self.uniform = True

    def rows(self, rows: Sequence[Sequence[Cell]], *, foot: bool = False) -> list[list[Any]]:
        made = [self._row(row, foot) for row in rows]
        if any(self.open):
            raise ValueError(f"{self._name()}: a cell spans past the last row")
        return made

    def _name(self) -> str:
        return f"table {self.table.number or self.table.caption!r}"

    def _row(self, row: Sequence[Cell], foot: bool) -> list[Any]:
        free = [column for column, covered in enumerate(self.open) if not covered]
        if len(row) != len(free):
            raise ValueError(f"{self._name()}: a row has {len(row)} cells for {len(free)} columns")
        self.open = [max(0, covered - 1) for covered in self.open]
        made = []
        most = 1
        for column, cell in zip(free, row, strict=True):
            content, lines = self._cell(cell, column, foot)
            made.append(content)
            if cell.rows == 1:
                most = max(most, lines)
            else:
                self.open[column] = cell.rows - 1
        height = self.row_height(most)
        self.height += height
        self.uniform = self.uniform and most == 1
        if height > TALLEST_ROW_MM * POINTS_PER_MM:
            made = [(_looks(content) | {"tall": True}) for content in made]
        return made

    def row_height(self, lines: int) -> float:
        """Points."""
        return self.size * (_CAPITAL + _LINE * (lines - 1)) + 2 * self.above

    def _cell(self, cell: Cell, column: int, foot: bool) -> tuple[Any, int]:
        bold = cell.bold or foot
        align = None if cell.align == self.table.columns[column].align else cell.align
        looks = any(run.bold or run.italic or run.fill_in or run.grade or run.mono for run in cell.text)
        shown, lines = _plain_cell(_plain(cell.text), self.size, self.room[column], bold)
        if not (looks or bold or align or cell.rows > 1):
            return shown, lines
        self.uniform = self.uniform and cell.rows == 1
        text = _text(cell.text, self.size, self.room[column] / POINTS_PER_MM, bold=bold) if looks else shown
        tall = cell.rows > LONGEST_SPAN
        return {"text": text, "bold": bold, "align": align, "rows": cell.rows, "tall": tall}, lines


def _looks(content: str | Data) -> Data:
    if not isinstance(content, str):
        return content
    return {"text": content, "bold": False, "align": None, "rows": 1, "tall": False}


def _table(block: Table) -> Data:
    """The table with widths in mm, its texts broken to fit them, and whether it stays on one page.

    Raises ValueError when a row does not fill the columns: figures would shift under a wrong heading.
    """
    if not block.columns:
        raise ValueError(f"table {block.number or block.caption!r} has no columns")
    widths = column_widths([column.width_mm for column in block.columns])
    setter = _Rows(block, widths)
    heads = [
        _plain_cell(column.title, setter.size, room, bold=True)
        for column, room in zip(block.columns, setter.room, strict=True)
    ]
    rows = setter.rows(block.rows)
    uniform = setter.uniform and len(rows) >= UNIFORM_ROWS
    foot = setter.rows(block.foot, foot=True)
    note = ceil(len(_plain(block.note)) / 100)
    height = setter.height + setter.row_height(max(lines for _, lines in heads)) + 12 * note + 20
    return {
        "kind": "table",
        "number": printable(block.number),
        "caption": _line(block.caption, 9.5),
        "titles": [title for title, _ in heads],
        "widths": widths,
        "align": [column.align for column in block.columns],
        "rows": rows,
        "foot": foot,
        "note": _text(block.note, 8.5),
        "size": setter.size,
        "inset": [setter.side, setter.above],
        "height": setter.row_height(1) if uniform else None,
        "grid": block.grid,
        "together": height <= KEEP_TOGETHER_MM * POINTS_PER_MM,
    }
