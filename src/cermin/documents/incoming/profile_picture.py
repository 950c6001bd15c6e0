"""Checks a logo by its content: a complete PNG or JPEG of a size that every writer can set."""

from __future__ import annotations

import struct
import zlib
from typing import Literal

from cermin.documents.incoming.limits import MEBIBYTE
from cermin.documents.incoming.profile_fields import say
from cermin.documents.messages import Message

PictureType = Literal["png", "jpg"]

MAX_BYTES = 2 * MEBIBYTE
"""A logo is printed 2 to 6 cm wide; 2 MiB hold it at far more than 600 dots per inch."""

MAX_PIXELS = 25_000_000
"""A small file may unpack to a huge picture; 25 million dots take 100 MiB, more than a logo ever needs."""

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that start a frame and hold its size."""


def picture_type(data: bytes, where: str) -> PictureType | Message:
    """ "png" or "jpg", or what is wrong with the picture (too large, another format, cut off)."""
    too_large = say("logo_size", where=where, limit=MAX_BYTES // MEBIBYTE, pixels=MAX_PIXELS // 1_000_000)
    if len(data) > MAX_BYTES:
        return too_large
    size = _png_size(data) if data.startswith(_PNG) else _jpeg_size(data) if data.startswith(_JPEG) else None
    if size is None or 0 in size:
        return say("logo_kind", where=where)
    if size[0] * size[1] > MAX_PIXELS:
        return too_large
    return "png" if data.startswith(_PNG) else "jpg"


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height when every chunk up to the end is there and its sum is right; None otherwise."""
    size: tuple[int, int] | None = None
    position = len(_PNG)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 8 + length
        if end + 4 > len(data) or zlib.crc32(data[position + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            return None
        if size is None:
            if kind != b"IHDR" or length != 13:
                return None
            size = struct.unpack_from(">II", data, position + 8)
        if kind == b"IEND":
            return size
        position = end + 4
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first frame when the file also reaches its end mark; None otherwise."""
    if b"\xff\xd9" not in data:
        return None
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # fill byte
            position += 1
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return width, height
        else:
            position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])
    return None
