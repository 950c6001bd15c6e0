"""What leaves through the two standard streams: it never stops on a letter that a terminal lacks, and carries no hidden commands."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import sys
import unicodedata

PLAIN = {"–": "-", "—": "-", "−": "-", "×": "x", "…": "...", "●": "*", "◆": "+", "▲": "^", "■": "#", "�": "?"}
"""How a terminal that lacks these signs shows them; "76,26?81,23" would be misread."""


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN.get(letter, "?") for letter in lacking), error.end


def prepare() -> None:
    """Both streams write a plain sign for what their encoding lacks."""
    codecs.register_error("cermin", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="cermin")


def let_go() -> None:
    """The reader went away (`| head`): what is still buffered goes nowhere, so that the end of the process stays silent."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def printable(text: str) -> str:
    """The text without control signs: names and headings come from strangers and must not steer the terminal."""
    return "".join(
        letter if letter == "\n" or not unicodedata.category(letter).startswith("C") else "�" for letter in text
    )


def print_json(document: object) -> None:
    """JSON on the output stream; an encoding that is no Unicode gets escapes, so nothing is lost."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("_", "-")
    print(json.dumps(document, ensure_ascii=not encoding.startswith("utf"), indent=2))
