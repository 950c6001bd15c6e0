"""`cermin skm rekap`: many results into one table, in both conventions, with coverage."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cermin.cli import terminal
from cermin.cli.file_route import UNNAMED_UNIT
from cermin.cli.places import NOT_FOLDER, is_there, nearest, why
from cermin.cli.stop import Stop
from cermin.cli.streams import print_json
from cermin.cli.texts import Voice
from cermin.documents.incoming.results import Refusal
from cermin.documents.skm.recap_workbook import write_recap
from cermin.documents.skm.result_json import recap_json
from cermin.documents.skm.result_reading import load_unit_figure
from cermin.pure.calc.recap import UnitFigure, combine

REFUSALS_SHOWN = 20


@dataclass(frozen=True)
class Found:
    """One accepted result file."""

    path: Path
    period: str
    figure: UnitFigure


def run_recap(options: argparse.Namespace, voice: Voice) -> int:
    folder = Path(options.folder)
    if not (is_there(folder) and folder.is_dir()):
        raise Stop(voice("folder_missing", file=folder))
    target = Path(options.out) if options.out else None
    if target is not None:
        if target.suffix.lower() != ".xlsx":
            raise Stop(voice("not_xlsx"))
        if is_there(target) and not options.overwrite:
            raise Stop(voice("exists", file=target))
        if not nearest(target.parent).is_dir():
            raise Stop(voice("out_failed", file=target, why=voice.pick(NOT_FOLDER)))
    found, refused = _collect(folder, voice)
    if not found and not refused:
        raise Stop(voice("recap_none", folder=folder))
    for sentence in refused[:REFUSALS_SHOWN]:
        terminal.note(sentence)
    if len(refused) > REFUSALS_SHOWN:
        terminal.note(voice("recap_more", count=len(refused) - REFUSALS_SHOWN))
    if refused and not (options.carry_on and found):
        raise Stop(voice("recap_bad", count=len(refused)))
    if refused:
        terminal.note(voice("recap_skipped", count=len(refused)))
    if options.obliged is not None and options.obliged < len(found):
        raise Stop(voice("recap_obliged", obliged=options.obliged, units=len(found)))
    periods = sorted({item.period for item in found if item.period})
    if len(periods) > 1:
        terminal.note(voice("recap_periods", periods=", ".join(periods)))
    found.sort(key=lambda item: item.figure.name)
    figures = [item.figure for item in found]
    recap = combine(figures, obliged=options.obliged)
    title = options.title or "Rekapitulasi SKM"
    if target is not None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(write_recap(recap, figures, title, datetime.now().astimezone().date()))
        except OSError as error:
            raise Stop(voice("out_failed", file=target, why=why(error, voice))) from error
    if options.json:
        print_json(recap_json(recap, figures))
    else:
        terminal.show_recap(recap, figures, title, voice, obliged_known=options.obliged is not None)
        if target is not None:
            terminal.say(voice("recap_saved", file=target))
    return 0


def _collect(folder: Path, voice: Voice) -> tuple[list[Found], list[str]]:
    """Every result below the folder; a file that cannot be used gives a sentence, and a unit counts once."""
    found: list[Found] = []
    refused: list[str] = []
    seen: dict[str, Path] = {}
    closed: list[Path] = []
    for path in _json_files(folder, closed):
        name = path.relative_to(folder)
        try:
            period, figure = load_unit_figure(path)
        except Refusal as refusal:
            refused.append(f"{name}: {voice.say(refusal.message)}")
            continue
        if figure.name == UNNAMED_UNIT:  # the folder it was sent in is the only name there is
            figure = replace(figure, name=path.parent.resolve().name)
        key = " ".join(figure.name.casefold().split())
        if key in seen:
            refused.append(voice("recap_twice", unit=figure.name, file=name, first=seen[key]))
            continue
        seen[key] = name
        found.append(Found(path, period, figure))
    refused += [voice("recap_closed", file=place) for place in closed]
    return found, refused


def _json_files(folder: Path, closed: list[Path]) -> Iterator[Path]:
    """In a stable order, without following links to other folders; a folder that cannot be opened is added to `closed`."""
    for root, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders.sort()
        # Older sets that a new run moved away do not count twice.
        folders[:] = [name for name in folders if not name.startswith("lama-")]
        yield from (Path(root) / name for name in sorted(names) if name.lower().endswith(".json"))
