"""The one font family of all documents, from an installed package, and which characters it can print.

Arimo has the advance widths of Arial, so that Word, which names Arial, and the PDF break lines nearly alike. typst would take another
font for a character that Arimo lacks, and PDF/A refuses a character that no font has: `printable` mends both before typesetting.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

BREAK = "\u200b"
"""Zero-width space: a line may break here. `documents.pdf` turns it into a break without a character in the file."""

_REGULAR = "Arimo[wght].ttf"
_MISSING = "\u25a1"


def font_folder() -> Path:
    """The folder with Arimo, upright and italic, each from regular to bold (variable TrueType)."""
    return Path(str(files("fontpkg_arimo").joinpath("files")))


@cache
def covered() -> frozenset[int]:
    """The code points that Arimo has a glyph for, read from the `cmap` table of the font (OpenType, format 4)."""
    data = (font_folder() / _REGULAR).read_bytes()
    start = _character_map(data)
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    row = 2 * segments
    first_row = start + 14
    ends = struct.unpack_from(f">{segments}H", data, first_row)
    starts = struct.unpack_from(f">{segments}H", data, first_row + row + 2)
    deltas = struct.unpack_from(f">{segments}H", data, first_row + 2 * row + 2)
    offsets_at = first_row + 3 * row + 2
    offsets = struct.unpack_from(f">{segments}H", data, offsets_at)
    found = set()
    for position, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", data, offsets_at + 2 * position + offset + 2 * (code - first))[0]
            if (offset and glyph == 0) or (glyph + delta) % 0x10000 == 0:
                continue
            found.add(code)
    return frozenset(found)


def _character_map(data: bytes) -> int:
    """Where the Unicode character map (platform 3, encoding 1) of the font file begins."""
    for entry in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _sum, table, _length = struct.unpack_from(">4sLLL", data, 12 + 16 * entry)
        if tag != b"cmap":
            continue
        for record in range(struct.unpack_from(">H", data, table + 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHL", data, table + 4 + 8 * record)
            if (platform, encoding) == (3, 1) and struct.unpack_from(">H", data, table + offset)[0] == 4:
                return int(table + offset)
    raise ValueError(f"{_REGULAR} has no Unicode character map")


class _Printable(dict[int, str]):
    """Translation table filled on demand: what is printed for each code point."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _shown(chr(code))
        return shown


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character in {"\n", BREAK}:
        return character
    if character in {"\u2028", "\u2029"}:
        return "\n"
    if character == "\t":
        return " "
    if category in {"Cc", "Cf", "Cs"}:
        return ""
    if ord(character) in covered() and category != "Co":
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(part) in covered() for part in plain):
        return plain
    return "" if category in {"Mn", "Me"} else _MISSING


_TABLE = _Printable()


def printable(text: str) -> str:
    """`text` with nothing in it that the font cannot print.

    Control and invisible format characters disappear (bidirectional controls could turn a line of figures round), tabs become spaces,
    compatibility forms become their plain letters, and any other character without a glyph becomes an empty square.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text).translate(_TABLE)
