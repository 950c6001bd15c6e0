"""How much a file may ask of the machine, each limit with its reason."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that are checked before anything is unpacked or laid out in memory.

    file_bytes:     64 MiB: a hundred thousand answers of sixteen columns take 6 MiB; larger files carry pictures.
    unpacked_bytes: 512 MiB of parts after unpacking: the same file takes 55 MiB.
    ratio:          a part over one MiB may not unpack to more than 300 times its size: the most monotonous honest
                    sheets (every score alike) stay below 100, a bomb reaches 1,000.
    entries:        parts in the archive; a workbook with a hundred sheets has under 500.
    rows, columns, cells: a sheet is laid out as a full rectangle, so one stray cell at the far corner would ask for
                    more memory than there is. Twelve million cells take about one GiB. The cells count for all sheets together.
    text_bytes:     1 GiB of text in cells: a shared text is copied for every cell that points to it.
    """

    file_bytes: int = 64 * MEBIBYTE
    unpacked_bytes: int = 512 * MEBIBYTE
    ratio: int = 300
    entries: int = 2_000
    rows: int = 500_000
    columns: int = 1_000
    cells: int = 12_000_000
    text_bytes: int = 1024 * MEBIBYTE


DEFAULT_LIMITS = Limits()
