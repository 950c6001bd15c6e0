"""docs/reference/perintah.md, generated from the parser so that the page cannot lie."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from cermin.cli.parser import build_parser
from cermin.cli.texts import Voice

HEAD = """# Perintah `cermin`

Halaman ini dibuat oleh `make docs` dari perintahnya sendiri; jangan disunting dengan tangan.

Kode keluar: 0 selesai, 1 galat yang tidak terduga, 2 masukan atau pemakaian salah (tidak ada hasil yang dibuat), 130 dihentikan.
Hasil ditulis ke keluaran baku, catatan dan kesalahan ke keluaran galat. Semua perintah menerima `--lang en`.
Dengan `CERMIN_DEBUG=1` dalam lingkungan, galat yang tidak terduga menampilkan jejaknya.
"""


def command_reference() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for parser in _commands(build_parser(Voice("id"))):
        parts.append(f"\n## `{parser.prog}`\n\n{parser.description}\n")
        rows = [row for action in parser._actions if (row := _row(action))]
        parts.append("\n| argumen | arti | bawaan |\n|---|---|---|\n" + "".join(rows))
    return "".join(parts)


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from _commands(child)


def _row(action: argparse.Action) -> str:
    if isinstance(action, argparse._SubParsersAction):
        return ""
    names = ", ".join(f"`{option}`" for option in action.option_strings) or f"`{action.metavar}`"
    if action.option_strings and action.metavar:
        names += f" {action.metavar}"
    if action.choices:
        names += " (" + " / ".join(map(str, action.choices)) + ")"
    default = "" if action.default in (None, False, "", [], argparse.SUPPRESS) else f"`{action.default}`"
    required = " **Wajib.**" if action.required and action.option_strings else ""
    return f"| {names} | {action.help}{required} | {default} |\n"
