"""Reads a QR code back out of a picture, written from the standard (ISO/IEC 18004) and not from the library that drew it.

Enough for what we print: versions 2 to 6, level Q or M, one alphanumeric segment. Errors are not corrected: a clean print has none.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.bool_]

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# (version, level): data codewords of each block (table 9 of the standard).
BLOCKS = {
    (2, "M"): [28], (2, "Q"): [22],
    (3, "M"): [44], (3, "Q"): [17, 17],
    (4, "M"): [32, 32], (4, "Q"): [24, 24],
    (5, "M"): [43, 43], (5, "Q"): [15, 15, 16, 16],
    (6, "M"): [27, 27, 27, 27], (6, "Q"): [19, 19, 19, 19],
}  # fmt: skip
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
FORMAT_MASK = 0b101010000010010
MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: (r * c) % 2 + (r * c) % 3 == 0,
    lambda r, c: ((r * c) % 2 + (r * c) % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + (r * c) % 3) % 2 == 0,
)


def pixels(png: bytes) -> Picture:
    """Rows x columns x RGBA of an 8-bit PNG without interlacing."""
    width, height, depth, colours, _, _, interlace = struct.unpack(">LLBBBBB", png[16:29])
    assert (depth, interlace) == (8, 0)
    size = {2: 3, 6: 4}[colours]
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">L4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + width * size)
    rows, above = [], np.zeros(width * size, np.int32)
    for line in raw:
        above = _unfiltered(int(line[0]), line[1:].astype(np.int32), above, size)
        rows.append(above.astype(np.uint8))
    return np.stack(rows).reshape(height, width, size)


def _unfiltered(
    kind: int, line: npt.NDArray[np.int32], above: npt.NDArray[np.int32], size: int
) -> npt.NDArray[np.int32]:
    if kind == 0:
        return line
    if kind == 2:
        return (line + above) % 256
    done, up = line.tolist(), above.tolist()
    for at in range(len(done)):
        left = done[at - size] if at >= size else 0
        corner = up[at - size] if at >= size else 0
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up[at]) // 2
        else:
            near = left + up[at] - corner
            guess = min((left, up[at], corner), key=lambda value: abs(near - value))
        done[at] = (done[at] + guess) % 256
    return np.array(done, np.int32)


def modules(picture: Picture, modules_with_quiet: int) -> Matrix:
    """The dark modules of a square picture that holds a code with its quiet zone; the quiet zone must be empty."""
    height, width = picture.shape[:2]
    middles = (np.arange(modules_with_quiet) + 0.5) / modules_with_quiet
    grey = picture[..., :3].mean(axis=2)
    dark = grey[np.ix_((middles * height).astype(int), (middles * width).astype(int))] < 128
    assert not dark[:4].any()
    assert not dark[-4:].any()
    assert not dark[:, :4].any()
    assert not dark[:, -4:].any()
    return dark[4:-4, 4:-4]


def decode(matrix: Matrix) -> tuple[str, str]:
    """The text and the error correction level of a code."""
    size = len(matrix)
    version = (size - 17) // 4
    bits = [matrix[8, c] for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [matrix[r, 8] for r in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join(str(int(bit)) for bit in bits), 2) ^ FORMAT_MASK
    level, mask = LEVELS[form >> 13], MASKS[form >> 10 & 0b111]
    stream = []
    for right in range(size - 1, 0, -2):
        right -= right <= 6
        upward = ((size - 1 - right) // 2) % 2 == 0 if right > 6 else ((size - 2 - right) // 2) % 2 == 0
        for row in range(size - 1, -1, -1) if upward else range(size):
            free = [column for column in (right, right - 1) if not _reserved(row, column, size)]
            stream += [bool(matrix[row, column]) ^ mask(row, column) for column in free]
    words = [int("".join(str(int(bit)) for bit in stream[at : at + 8]), 2) for at in range(0, len(stream) - 7, 8)]
    return _text(_in_order(words, BLOCKS[version, level])), level


def _reserved(row: int, column: int, size: int) -> bool:
    finder = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    middle = size - 7  # of the alignment pattern of versions 2 to 6
    return finder or row == 6 or column == 6 or (abs(row - middle) <= 2 and abs(column - middle) <= 2)


def _in_order(words: list[int], sizes: list[int]) -> list[int]:
    blocks: list[list[int]] = [[] for _ in sizes]
    at = 0
    for place in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if place < size:
                block.append(words[at])
                at += 1
    return [word for block in blocks for word in block]


def _text(words: list[int]) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    assert bits[:4] == "0010", "not alphanumeric"
    length, at, text = int(bits[4:13], 2), 13, ""
    while len(text) < length:
        wide = 11 if length - len(text) > 1 else 6
        value = int(bits[at : at + wide], 2)
        text += (ALPHANUMERIC[value // 45] if wide == 11 else "") + ALPHANUMERIC[value % 45]
        at += wide
    return text
