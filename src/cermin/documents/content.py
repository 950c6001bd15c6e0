"""The content of a printed document, independent of the file format.

A document is written once, as blocks; `documents.docx` and `documents.pdf` set the same blocks, so the two files cannot disagree.
Text in blocks is final: numbers are already formatted (Indonesian), and the writers compute nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. fill_in: a blank the officer must still complete, printed on yellow and listed at the end.

    grade: "A".."D" prints the grade mark (letter in its shape) before the text. mono: digests and codes.
    """

    text: str
    bold: bool = False
    italic: bool = False
    fill_in: bool = False
    grade: str | None = None
    mono: bool = False


Text = tuple[Run, ...]


def text(*parts: str | Run) -> Text:
    """Runs from plain strings and runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """level 1 = chapter (new page), 2 = section. number: "BAB I" / "1.1" / "Lampiran 1" or "" for unnumbered; title without it.

    in_contents: listed in the table of contents.
    """

    level: Literal[1, 2]
    number: str
    title: str
    in_contents: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """style: body (justified), note (small, quiet), lead (bigger first sentence)."""

    text: Text
    style: Literal["body", "note", "lead"] = "body"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Numbered ("1.", "a.") or bulleted list."""

    items: tuple[Text, ...]
    marker: Literal["1", "a", "bullet"] = "1"


@dataclass(frozen=True, slots=True)
class Column:
    """width_mm None shares what is left. Widths fit a text width of 160 mm."""

    title: str
    width_mm: float | None = None
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    text: Text
    rows: int = 1  # how many rows this cell spans; the spanned cells below are left out of their rows
    bold: bool = False
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """caption: "Hasil menurut jenis layanan" with number "3.4"; both "" for an uncaptioned table (annexes). foot: total rows.

    grid: full grid for forms to be filled in; otherwise hairlines between rows. size: "normal" (9.5 pt) or "small" (8 pt).
    """

    number: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()
    note: Text = ()
    size: Literal["normal", "small"] = "normal"
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An SVG chart. title is a finding; alt says in words what the picture shows; width in mm (height follows)."""

    number: str
    title: str
    svg: str
    alt: str
    note: Text = ()
    width_mm: float = 160.0


@dataclass(frozen=True, slots=True)
class Tiles:
    """Summary tiles side by side: (label, big figure, small line), two to four."""

    tiles: tuple[tuple[str, str, Text], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Place and date, post, and name with NIP under the space for a signature, at the right."""

    place_date: Text
    post: Text
    name: Text
    nip: Text


@dataclass(frozen=True, slots=True)
class Approvals:
    """The small table at the foot of the summary: (role, who, date)."""

    columns: tuple[tuple[str, Text, Text], ...]


@dataclass(frozen=True, slots=True)
class PhotoGrid:
    """Dashed places for photos the officer pastes in, each with its caption."""

    captions: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A framed box (how to check a figure, a warning)."""

    text: tuple[Text, ...]
    tone: Literal["plain", "warn"] = "plain"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page break that Word shows too."""


Block = Heading | Paragraph | ListBlock | Table | Figure | Tiles | Signature | Approvals | PhotoGrid | Box | PageBreak


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Kop: lines from the biggest owner down (government, agency, unit), address lines, logo bytes (PNG/JPEG/SVG) or None."""

    government: str
    agency: str
    unit: str
    address: tuple[str, ...]
    logo: bytes | None = None
    logo_type: Literal["png", "jpg", "svg"] | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """First page: title lines, subtitle lines, the sentence before the number, the big figure with its grade, owner lines."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    sentence: Text
    figure: str
    grade: str | None
    figure_note: tuple[str, ...]
    owner: tuple[str, ...]
    date: Text


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. front: blocks numbered i, ii (summary); body: chapters from page 1; annexes follow.

    mark: stamped on every page ("CONTOH: ..."), "" for none. footer: text lines at the left of the footer.
    fill_ins: what is still to be completed, in order of appearance (printed as the last page when not empty).
    paper: A4 (210 x 297 mm) or F4 (215 x 330 mm). created: ISO day for the metadata.
    """

    title: str
    author: str
    subject: str
    created: str
    letterhead: Letterhead
    cover: Cover | None
    front: tuple[Block, ...]
    body: tuple[Block, ...]
    annexes: tuple[Block, ...]
    footer: tuple[str, ...]
    mark: str = ""
    paper: Literal["A4", "F4"] = "A4"
    contents: bool = True
    fill_ins: tuple[str, ...] = field(default=())
