"""A small SVG writer: text that cannot break out, shapes on whole page coordinates, and the grade mark.

Lengths are points at the printed size (1/72 inch), y downwards. The writer sets no ids, so that several charts may stand in one
web page, and uses only shapes that typst, browsers and LibreOffice draw alike. Text is set in one family; a character that the
family lacks makes some renderers change the font of the whole line, therefore marks are drawn, never written as characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

INK, QUIET, PAPER, MIST, LINE, EDGE = "#14213d", "#4a5568", "#ffffff", "#f3f6f8", "#d5dde5", "#6f7f90"
SEA, WARN, STOP = "#0b5d66", "#8f5300", "#a4262c"
SCORE_COLOURS = ("#d3e8ea", "#8fc3c8", "#307c85", "#0b5d66")
"""Fills for the scores 1 to 4, light to dark, so that they also differ in grey."""
SCORE_INK = (INK, INK, PAPER, PAPER)
"""Text colours on `SCORE_COLOURS`."""
GRADE_COLOURS = {"A": "#077c64", "B": "#0d4391", "C": "#966000", "D": "#951a2b"}
FONT_FAMILY = "Arimo, Liberation Sans, Arial, sans-serif"

# Advance widths of the Helvetica metrics (thousandths of the size), which Arimo and Liberation Sans share.
_WIDTHS = {
    222: "ijl",
    191: "'",
    278: " !,./:;I[]\\ft",
    333: "()-r`",
    355: '"',
    389: "*",
    334: "{}",
    260: "|",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~−×",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTH = {character: width for width, characters in _WIDTHS.items() for character in characters}
_WIDEST = 1015
_BOLD = 1.08


def clean(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids (controls, lone surrogates); line breaks and tabs become spaces."""
    spaced = (" " if character in "\t\n\r" else character for character in text)
    return "".join(c for c in spaced if " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in points; characters outside the table count as the widest, bold as 8 % wider (an upper estimate)."""
    thousandths = sum(_WIDTH.get(character, _WIDEST) for character in text)
    return thousandths * size / 1000 * (_BOLD if bold else 1)


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """`text` if it fits into `width` points, else its beginning with "..."."""
    if text_width(text, size, bold=bold) <= width:
        return text
    end = len(text)
    while end > 0 and text_width(text[:end].rstrip() + "...", size, bold=bold) > width:
        end -= 1
    return text[:end].rstrip() + "..."


def wrap(text: str, width: float, size: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """`text` broken between words into at most `lines` lines of `width` points; what is too long is cut with "..."."""
    words = clean(text).split()
    result: list[str] = []
    while words and len(result) < lines:
        if len(result) == lines - 1:
            result.append(shorten(" ".join(words), width, size, bold=bold))
            break
        taken = 1
        while taken < len(words) and text_width(" ".join(words[: taken + 1]), size, bold=bold) <= width:
            taken += 1
        result.append(shorten(" ".join(words[:taken]), width, size, bold=bold))
        words = words[taken:]
    return result or [""]


class Svg:
    """One picture of `width` x `height` points. `title` says in words what it shows (alt text)."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height, self.title = width, height, clean(title)
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 9,
        fill: str = INK,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:
        """One line of text; `y` is its base line."""
        weight = ' font-weight="700"' if bold else ""
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{fill}"{place}{weight}>{escape(clean(text))}</text>'
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        radius: float = 0,
        stroke: str = "",
        stroke_width: float = 0.75,
    ) -> None:
        """A rectangle from its upper left corner."""
        corner = f' rx="{_n(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(0, width))}" height="{_n(height)}" fill="{fill}"{corner}'
            f"{_stroke(stroke, stroke_width)}/>"
        )

    def line(self, start: Point, end: Point, *, stroke: str = INK, width: float = 0.75, dash: str = "") -> None:
        """A straight line."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"{_stroke(stroke, width)}{dashes}/>'
        )

    def circle(
        self, x: float, y: float, radius: float, fill: str, *, stroke: str = "", stroke_width: float = 1
    ) -> None:
        """A circle around (x, y)."""
        self._parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"{_stroke(stroke, stroke_width)}/>'
        )

    def path(
        self,
        points: Sequence[Point],
        *,
        closed: bool = False,
        fill: str = "none",
        stroke: str = "",
        width: float = 1,
        opacity: float = 1,
    ) -> None:
        """A polyline, or a polygon when `closed`."""
        outline = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + ("Z" if closed else "")
        see_through = f' fill-opacity="{_n(opacity)}"' if opacity < 1 else ""
        join = ' stroke-linejoin="round"' if stroke else ""
        self._parts.append(f'<path d="{outline}" fill="{fill}"{see_through}{_stroke(stroke, width)}{join}/>')

    def hatch(self, x: float, y: float, width: float, height: float, *, stroke: str = QUIET, step: float = 3.5) -> None:
        """A hatched rectangle (something is there and is not shown), as single strokes: patterns would need an id."""
        self.rect(x, y, width, height, PAPER, stroke=stroke, stroke_width=0.6)
        offset = step
        while offset < width + height:
            start = (x + min(offset, width), y + max(0.0, offset - width))
            end = (x + max(0.0, offset - height), y + min(offset, height))
            self.line(start, end, stroke=stroke, width=0.6)
            offset += step

    def badge(self, x: float, y: float, letter: str, radius: float = 6) -> None:
        """The grade mark around (x, y): A circle, B diamond, C triangle, D square, with its letter in white."""
        colour = GRADE_COLOURS[letter]
        letter_size, drop = radius * 1.2, 0.0
        if letter == "A":
            self.circle(x, y, radius, colour)
        elif letter == "B":
            reach = radius * 1.28
            self.path(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), closed=True, fill=colour)
        elif letter == "C":
            top, foot, half = y - radius * 1.3, y + radius * 1.12, radius * 1.45
            self.path(((x, top), (x + half, foot), (x - half, foot)), closed=True, fill=colour)
            letter_size, drop = radius * 1.1, radius * 0.34
        else:
            half = radius * 0.98
            self.rect(x - half, y - half, 2 * half, 2 * half, colour, radius=1)
        self.text(x, y + letter_size * 0.36 + drop, letter, size=letter_size, fill=PAPER, anchor="middle", bold=True)

    def render(self) -> str:
        """The finished SVG document."""
        size = (
            f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" width="{_n(self.width)}pt" height="{_n(self.height)}pt"'
        )
        label = quoteattr(self.title)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={label} font-family="{FONT_FAMILY}">'
            f"<title>{escape(self.title)}</title>{''.join(self._parts)}</svg>"
        )


def _n(value: float) -> str:
    """A coordinate with at most two decimals, without trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _stroke(colour: str, width: float) -> str:
    return f' stroke="{colour}" stroke-width="{_n(width)}"' if colour else ""
