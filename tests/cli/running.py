"""What the tests of the command share: real runs, and files of answers made by hand."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from cermin.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
UNIT = str(EXAMPLES / "unit-contoh.csv")
ONLINE = str(EXAMPLES / "formulir-daring.csv")
Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output, error stream of one command inside this process; wrong use gives its code too."""
    try:
        code = main(list(arguments))
    except SystemExit as stop:
        code = int(stop.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def process(
    *arguments: str, more: Sequence[str] = (), environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The same as its own process. more: before `-m`, for the interpreter."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "HOME", "TMPDIR")}
    return subprocess.run(
        [sys.executable, *more, "-m", "cermin.cli", *arguments],
        capture_output=True,
        env=kept | (environment or {}),
        check=False,
        timeout=120,
    )


def write(path: Path, rows: Sequence[Sequence[object]]) -> str:
    """A .csv of these rows; the path as the command takes it."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    return str(path)


def nine(count: int = 12, prefix: str = "U") -> list[list[object]]:
    """A heading of nine codes and as many rows, every score used, every row different from its neighbours."""
    heading: list[object] = [f"{prefix}{number}" for number in range(1, 10)]
    return [heading, *[[1 + (row + column * (row % 3 + 1)) % 4 for column in range(9)] for row in range(count)]]


def word_text(path: Path) -> str:
    """All text of a Word file, paragraphs and tables."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
