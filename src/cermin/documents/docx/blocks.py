"""Each block of the content as WordprocessingML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cermin.documents.content import (
    Approvals,
    Block,
    Box,
    Figure,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    PhotoGrid,
    Signature,
    Table,
    Text,
    Tiles,
)
from cermin.documents.docx.markup import (
    EDGE,
    HEAD_FILL,
    MIST,
    QUIET,
    SEA,
    WARN,
    WARN_FILL,
    bookmark,
    borders,
    field,
    paragraph,
    run,
    runs,
    shade,
)
from cermin.documents.docx.outline import Kind, bookmark_name, caption_label, heading_text
from cermin.documents.docx.pictures import Pictures
from cermin.documents.docx.styles import Marker
from cermin.documents.docx.tables import ALL_SIDES, SIDES, cell, data_table, empty_cell, equal_widths, row, table

TALLEST_FIGURE_MM = 200.0
"""A taller figure would part from its caption, also on A4 (247 mm of text height)."""
GAP_MM = 4.0
_SPACER = paragraph("Jarak", "")
"""After a table without a note: keeps distance, and keeps Word from joining two tables."""


class Blocks:
    """Writes blocks in order; remembers lists, captions and bookmarks, which are numbered over the whole document.

    stays: the heading right under a letterhead, which opens no page of its own.
    """

    def __init__(self, pictures: Pictures, stays: Block | None = None) -> None:
        self.pictures = pictures
        self.stays = stays
        self.lists: list[Marker] = []
        self._position = 0
        self._chapter: dict[Kind, tuple[str, int]] = {}

    def write(self, blocks: Sequence[Block]) -> list[str]:
        """One string per block."""
        return [self._block(block, blocks[at + 1] if at + 1 < len(blocks) else None) for at, block in enumerate(blocks)]

    def _block(self, block: Block, after: Block | None) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block, after)
            case ListBlock():
                return self._list(block, keep_last=isinstance(after, Signature))
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Tiles():
                return _tiles(block)
            case Signature():
                return _signature(block)
            case Approvals():
                return _approvals(block)
            case PhotoGrid():
                return _photo_grid(block)
            case Box():
                return _box(block)
            case PageBreak():
                return _page_break(after)

    def _bookmark(self, content: str) -> str:
        self._position += 1
        return bookmark(bookmark_name(self._position), content)

    def _heading(self, block: Heading) -> str:
        words = self._bookmark(run(heading_text(block)))
        page_break = False if block is self.stays else None
        if block.in_contents:
            return paragraph(f"Heading{block.level}", words, page_break=page_break)
        return paragraph(
            "JudulTanpaDaftar" if block.level == 1 else "SubjudulTanpaDaftar", words, page_break=page_break
        )

    def _paragraph(self, block: Paragraph, after: Block | None) -> str:
        style = {"body": "BodyText", "note": "Catatan", "lead": "KalimatUtama"}[block.style]
        # A signature never stands alone on a page, and a list not apart from the words that announce it.
        announces = isinstance(after, ListBlock | Box) and _plain(block.text).rstrip().endswith(":")
        return paragraph(style, runs(block.text), keep_next=announces or isinstance(after, Signature))

    def _list(self, block: ListBlock, keep_last: bool) -> str:
        self.lists.append(block.marker)
        number = len(self.lists)
        last = len(block.items) - 1
        return "".join(
            paragraph(
                "ListParagraph",
                runs(item),
                number=number,
                keep_next=keep_last and position == last,
                after=8 if position == last else None,
            )
            for position, item in enumerate(block.items)
        )

    def _table(self, block: Table) -> str:
        above = self._caption(block, block.caption, above=True) if block.number or block.caption else ""
        below = paragraph("Catatan", runs(block.note)) if block.note else _SPACER
        return above + data_table(block) + below

    def _figure(self, block: Figure) -> str:
        picture = self.pictures.chart(block.svg, block.alt, min(block.width_mm, 160.0), TALLEST_FIGURE_MM)
        note = paragraph("Catatan", runs(block.note), before=0) if block.note else ""
        caption = self._caption(block, block.title, above=False)
        return paragraph("Gambar", picture, keep_next=True) + caption + note

    def _caption(self, block: Table | Figure, title: str, *, above: bool) -> str:
        label = self._bookmark(self._label(block)) if block.number else ""
        words = (label + run(". ", bold=True) if label else "") + run(title)
        if above:
            return paragraph("Caption", words)
        if block.note:
            return paragraph("Caption", words, before=4, after=1)
        return paragraph("Caption", words, before=4, after=10, loose=True)

    def _label(self, block: Table | Figure) -> str:
        """'Tabel 3.1' with the last number as a SEQ field, so that captions added in Word go on counting."""
        kind: Kind = "Tabel" if isinstance(block, Table) else "Gambar"
        chapter, dot, last = block.number.rpartition(".")
        if not last.isdecimal():
            return run(caption_label(block), bold=True)
        before = self._chapter.get(kind, ("", 0))
        self._chapter[kind] = (chapter, int(last))
        restart = "" if before == (chapter, int(last) - 1) else f" \\r {int(last)}"
        return run(f"{kind} {chapter}{dot}", bold=True) + field(f"SEQ {kind} \\* ARABIC{restart}", last, bold=True)


def _page_break(after: Block | None) -> str:
    """Nothing before what opens a page by itself: Word would leave an empty page between."""
    if after is None or isinstance(after, PageBreak) or (isinstance(after, Heading) and after.level == 1):
        return ""
    return paragraph("Jarak", '<w:r><w:br w:type="page"/></w:r>')


def _plain(text: Text) -> str:
    return "".join(part.text for part in text)


def _nonempty(lines: Sequence[str]) -> str:
    """A cell must end in a paragraph."""
    return "".join(lines) or paragraph("IsiTabel", "")


def _tiles(block: Tiles) -> str:
    """Shaded cells side by side, without borders; the first figure, the finding, in the colour of the product."""
    widths = equal_widths(len(block.tiles), GAP_MM)
    cells = []
    for position, (label, figure, line) in enumerate(block.tiles):
        width = widths[2 * position]
        if position:
            cells.append(empty_cell(widths[2 * position - 1]))
        content = (
            paragraph("IsiTabel", run(label, color=QUIET), before=4, after=2)
            + paragraph("AngkaBesar", run(figure, color=SEA if position == 0 else ""))
            + paragraph("IsiTabel", runs(line), before=2, after=5)
        )
        cells.append(cell(width, content, shade(MIST)))
    extra = borders("tblBorders", ALL_SIDES, "nil", 0, "auto")
    tiles = table("TableNormal", widths, row("".join(cells)), extra=extra, margins=(40, 140))
    return _SPACER + tiles + paragraph("Jarak", "", after=8)


def _signature(block: Signature) -> str:
    """An indented block that stays together; the space for the signature is space above the name, not empty lines."""
    name = tuple(replace(part, bold=True) for part in block.name)
    lines: list[tuple[Text, float]] = [(block.place_date, 18), (block.post, 0), (name, 62), (block.nip, 0)]
    last = len(lines) - 1
    return "".join(
        paragraph("TandaTangan", runs(words), keep_next=position < last, before=before, after=0)
        for position, (words, before) in enumerate(lines)
    )


def _approvals(block: Approvals) -> str:
    widths = equal_widths(len(block.columns))
    heads, bodies = [], []
    for width, (role, who, day) in zip(widths, block.columns, strict=True):
        heads.append(cell(width, paragraph("KepalaTabel", run(role), keep_next=True), shade(HEAD_FILL)))
        lines = [paragraph("IsiTabel", runs(words), after=2) for words in (who, day) if words]
        bodies.append(cell(width, _nonempty(lines)))
    rows = row("".join(heads), header=True) + row("".join(bodies))
    return (
        paragraph("Jarak", "", before=8, keep_next=True) + table("TableGrid", widths, rows, margins=(30, 90)) + _SPACER
    )


def _photo_grid(block: PhotoGrid) -> str:
    """Two dashed places to a row, each with its caption under it; the officer puts a photo in place of the words."""
    widths = equal_widths(2, GAP_MM)
    dashed = borders("tcBorders", SIDES, "dashed", 6, EDGE) + shade(MIST) + '<w:vAlign w:val="center"/>'
    place = paragraph("IsiTabel", run("tempat foto", color=QUIET), align="center", keep_next=True)
    rows = []
    for start in range(0, len(block.captions), 2):
        pair = block.captions[start : start + 2]
        photos, captions = [], []
        for position, column in enumerate((0, 2)):
            if position:
                photos.append(empty_cell(widths[1]))
                captions.append(empty_cell(widths[1]))
            if position < len(pair):
                photos.append(cell(widths[column], place, dashed))
                captions.append(cell(widths[column], paragraph("IsiTabel", runs(pair[position]), before=3, after=10)))
            else:
                photos.append(empty_cell(widths[column]))
                captions.append(empty_cell(widths[column]))
        rows += [row("".join(photos), height_mm=50), row("".join(captions))]
    return table("TableNormal", widths, "".join(rows), margins=(30, 70)) + _SPACER


def _box(block: Box) -> str:
    width = equal_widths(1)
    last = len(block.text) - 1
    lines = [
        paragraph("IsiTabel", runs(words), keep_next=position < last, after=3)
        for position, words in enumerate(block.text)
    ]
    if block.tone == "warn":
        look = borders("tcBorders", SIDES, "single", 6, WARN) + shade(WARN_FILL)
    else:
        look = borders("tcBorders", SIDES, "single", 6, EDGE)
    framed = table("TableNormal", width, row(cell(width[0], _nonempty(lines), look)), margins=(100, 160))
    return paragraph("Jarak", "", before=10, keep_next=True) + framed + _SPACER


def fill_in_list(fill_ins: Sequence[str], number: int) -> str:
    """The last page: what the officer must still complete, as the list with the id `number`."""
    intro = "Bagian berikut ditandai kuning. Lengkapi semuanya, lalu hapus halaman ini."
    items = "".join(paragraph("IsiTabel", run(entry), number=number, after=2) for entry in fill_ins)
    return (
        paragraph("JudulTanpaDaftar", run("Yang masih harus diisi"))
        + paragraph("BodyText", run(intro), keep_next=True)
        + items
    )
