"""WordprocessingML as strings: text that cannot break out, runs, paragraphs, fields, lengths.

Strings are far faster than building elements one by one (a long annex table has ten thousand cells), and they are written in the order
of the schema from the start: Word refuses a file whose properties stand in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from cermin.documents.content import Align, Run, Text
from cermin.documents.svg import GRADE_COLOURS

INK, QUIET, SEA, MIST, LINE, EDGE, WARN = "14213D", "4A5568", "0B5D66", "F3F6F8", "D5DDE5", "6F7F90", "8F5300"
HEAD_FILL = "E2F0F1"
"""Shade of header rows: a light sea that still prints on an office laser."""
WARN_FILL = "FDF6E9"
GRADE_MARKS = {"A": "●", "B": "◆", "C": "▲", "D": "■"}
MONO = "Courier New"

TEXT_WIDTH = 9071
"""Width of the text, 160 mm, in twentieths of a point; A4 and F4 alike."""
EMU_PER_MM = 36000

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def clean(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids (controls, lone surrogates); every kind of line end becomes a newline."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def attribute(text: str) -> str:
    """`text` as a quoted attribute value."""
    return quoteattr(clean(text).replace("\n", " ").replace("\t", " "))


def _pieces(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    pieces = []
    for piece in re.split("([\n\t])", text):
        if piece == "\n":
            pieces.append("<w:br/>")
        elif piece == "\t":
            pieces.append("<w:tab/>")
        elif piece:
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return "".join(pieces)


def run(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    mono: bool = False,
    color: str = "",
    size: float = 0,
    fill_in: bool = False,
) -> str:
    """One run. size in points, 0 for the size of the style. Newlines become line breaks, tabs become tabs."""
    properties = ""
    if fill_in:
        properties += '<w:rStyle w:val="Isian"/>'
    if mono:
        properties += f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:eastAsia="{MONO}" w:cs="{MONO}"/>'
    if bold:
        properties += "<w:b/><w:bCs/>"
    if italic:
        properties += "<w:i/><w:iCs/>"
    if color:
        properties += f'<w:color w:val="{color}"/>'
    if size:
        properties += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    if fill_in:
        properties += '<w:highlight w:val="yellow"/>'
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    return f"<w:r>{properties}{_pieces(clean(text))}</w:r>"


def grade_run(grade: str, *, size: float = 0) -> str:
    """The grade mark: shape and letter in the colour of the grade. The shape tells it apart without colour."""
    color = GRADE_COLOURS[grade].lstrip("#").upper()
    return run(f"{GRADE_MARKS[grade]}\u00a0{grade}", bold=True, color=color, size=size)


def runs(text: Text, *, bold: bool = False, size: float = 0, color: str = "") -> str:
    """The runs of a text; bold, size and colour hold for all of them."""
    return "".join(_content_run(part, bold, size, color) for part in text)


def _content_run(part: Run, bold: bool, size: float, color: str) -> str:
    mark = grade_run(part.grade, size=size) if part.grade else ""
    words = f" {part.text}" if mark and part.text else part.text
    if not words:
        return mark
    return mark + run(
        words,
        bold=bold or part.bold,
        italic=part.italic,
        mono=part.mono,
        color=color,
        size=size,
        fill_in=part.fill_in,
    )


def paragraph(
    style: str,
    content: str,
    *,
    keep_next: bool = False,
    page_break: bool | None = None,
    number: int = 0,
    before: float | None = None,
    after: float | None = None,
    loose: bool = False,
    align: Align | None = None,
) -> str:
    """One paragraph. before/after in points; number: id of a list; page_break None leaves it to the style;
    loose: may part from the next paragraph although its style keeps them together."""
    properties = f'<w:pStyle w:val="{style}"/>'
    if keep_next:
        properties += "<w:keepNext/>"
    elif loose:
        properties += '<w:keepNext w:val="0"/>'
    if page_break is not None:
        properties += f'<w:pageBreakBefore w:val="{int(page_break)}"/>'
    if number:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    if before is not None or after is not None:
        spacing = "" if before is None else f' w:before="{round(before * 20)}"'
        spacing += "" if after is None else f' w:after="{round(after * 20)}"'
        properties += f"<w:spacing{spacing}/>"
    if align:
        properties += f'<w:jc w:val="{align}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def field(code: str, result: str, *, bold: bool = False, size: float = 0, color: str = "") -> str:
    """A field with its stored result, which is what readers see until the officer updates it."""
    shown = run(result, bold=bold, size=size, color=color) if result else ""
    _, start, rest = shown.partition("<w:rPr>")
    properties = start + rest.partition("</w:rPr>")[0] + "</w:rPr>" if start else ""
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, content: str) -> str:
    """`content` with a bookmark around it, the target of an entry in a list of contents. The name ends in its number."""
    identity = int(name.removeprefix("_Toc"))
    return f'<w:bookmarkStart w:id="{identity}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{identity}"/>'


BorderKind = Literal["single", "dashed", "double", "nil"]


def borders(tag: str, sides: Iterable[str], kind: BorderKind, size: int = 4, color: str = LINE) -> str:
    """A group of equal borders (tag tblBorders or tcBorders). sides in schema order; size in eighths of a point."""
    lines = "".join(f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="0" w:color="{color}"/>' for side in sides)
    return f"<w:{tag}>{lines}</w:{tag}>"


def shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
