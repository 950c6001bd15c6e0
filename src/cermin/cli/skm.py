"""`cermin skm ...`: reads options, calls the parts, prints. Every refusal changes nothing and exits with 2."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cermin.cli import file_route, terminal
from cermin.cli.places import fresh, is_there, nearest, quoted, why
from cermin.cli.stop import BAD_INPUT, Stop
from cermin.cli.streams import print_json
from cermin.cli.texts import Voice
from cermin.documents.format import integer
from cermin.documents.incoming import ReadOptions, read_answers
from cermin.documents.incoming.profile import ProfileErrors
from cermin.documents.incoming.results import ReadAnswers, Refusal
from cermin.documents.skm.shape import PreviousResult, UnitProfile

if TYPE_CHECKING:
    from cermin.pure.calc.results import SurveyResult


MOST_PEOPLE = 1_000_000_000
"""More users than any unit has; a longer number is a slip of the keyboard."""


@dataclass(frozen=True)
class Prepared:
    """What both `hitung` and `laporan` need: the answers, the profile and the result."""

    read: ReadAnswers
    profile: UnitProfile
    result: SurveyResult


def compute(options: argparse.Namespace, voice: Voice) -> int:
    """`cermin skm hitung`."""
    try:
        with terminal.Progress() as progress:
            prepared = _prepare(
                options, voice, folder=None, statistics=not options.no_interval, as_json=options.json, progress=progress
            )
    except Stop as stop:
        return _fail(str(stop))
    if prepared is None:
        return BAD_INPUT
    if options.json:
        from cermin import __version__
        from cermin.documents.skm.result_json import hitung_json

        facts = file_route.input_facts(prepared.read)
        print_json(hitung_json(prepared.result, facts, __version__))
    else:
        terminal.show_mapping(prepared.read, voice)
        terminal.show_result(prepared.result, prepared.profile, prepared.read, voice)
        terminal.note(voice("next_report", arguments=_same_reading(options)))
    return 0


def report(options: argparse.Namespace, voice: Voice) -> int:
    """`cermin skm laporan`."""
    folder = Path(options.out)
    try:
        if not nearest(folder).is_dir():
            raise Stop(voice("out_not_folder", file=nearest(folder)))
        previous = _previous(options.previous, folder, voice) if options.previous else None
        with terminal.Progress() as progress:
            prepared = _prepare(options, voice, folder=folder, statistics=True, as_json=False, progress=progress)
            if prepared is None:
                return BAD_INPUT
            from cermin.documents.skm.report import report_document
            from cermin.documents.skm.report_set import REPORT_FILES, write_report_set

            now = datetime.now().astimezone()
            shape = file_route.build_report(prepared.read, prepared.result, prepared.profile, previous, now.date())
            progress.expect(len(REPORT_FILES))
            try:
                paths, kept = write_report_set(
                    shape, folder, lambda name: progress.step(voice("writing", file=name)), now
                )
            except OSError as error:
                raise Stop(voice("out_failed", file=folder, why=why(error, voice))) from error
    except Stop as stop:
        return _fail(str(stop))
    terminal.show_mapping(prepared.read, voice)
    terminal.show_result(prepared.result, prepared.profile, prepared.read, voice)
    if not options.profile and prepared.read.profile is None:
        terminal.note(voice("no_profile"))
    if previous:
        _doubt_previous(previous, prepared.profile, voice)
    if kept:
        terminal.note(voice("kept_old", folder=kept))
    terminal.show_files(voice("made", folder=folder.resolve()), paths, voice)
    if open_blanks := len(report_document(shape).fill_ins):
        terminal.note(voice("to_fill", count=open_blanks))
    return 0


def make_template(options: argparse.Namespace, voice: Voice) -> int:
    """`cermin skm templat`."""
    from cermin.documents.incoming.template import write_template

    target = Path(options.file)
    if target.suffix.lower() != ".xlsx":
        return _fail(voice("not_xlsx"))
    if is_there(target) and not options.overwrite:
        return _fail(voice("exists", file=target))
    try:
        write_template(target, form="16" if options.form == "16" else "9")
    except OSError as error:
        return _fail(voice("out_failed", file=target, why=why(error, voice)))
    terminal.say(voice("template_made", file=quoted(str(target))))
    return 0


def recapitulate(options: argparse.Namespace, voice: Voice) -> int:
    """`cermin skm rekap`."""
    from cermin.cli.recap import run_recap

    try:
        return run_recap(options, voice)
    except Stop as stop:
        return _fail(str(stop))


def _same_reading(options: argparse.Namespace) -> str:
    """The arguments that make `laporan` read the file as `hitung` did, to copy."""
    words = [quoted(options.file)]
    words += [f"--kolom {quoted(pair)}" for pair in options.columns]
    for name, value in (("lembar", options.sheet), ("profil", options.profile), ("populasi", options.population)):
        words += [f"--{name} {quoted(str(value))}"] if value is not None else []
    words += ["--lanjut"] if options.carry_on else []
    return " ".join(words)


def _fail(sentence: str) -> int:
    terminal.note(sentence)
    return BAD_INPUT


def _prepare(
    options: argparse.Namespace,
    voice: Voice,
    *,
    folder: Path | None,
    statistics: bool,
    as_json: bool,
    progress: terminal.Progress,
) -> Prepared | None:
    """Read, check and compute. None when bad cells were reported; Stop for everything else that is refused."""
    source = Path(options.file)
    if not is_there(source):
        raise Stop(voice("file_missing", file=source))
    if options.population is not None and not 1 <= options.population <= MOST_PEOPLE:
        raise Stop(voice("population_bad", most=integer(MOST_PEOPLE)))
    profile_toml = _profile(Path(options.profile), voice) if options.profile else None
    progress.step(voice("reading", file=source.name))
    try:
        columns = _columns(options.columns, voice)
        read = read_answers(source, ReadOptions(sheet=options.sheet, columns=columns, progress=progress.share))
    except Refusal as refusal:
        raise Stop(voice.say(refusal.message)) from refusal
    except ProfileErrors as errors:
        raise Stop(_profile_sentence(errors, voice)) from errors
    if read.errors and not (options.carry_on and read.answers is not None):
        progress.stop()
        _report_errors(source, read, folder, voice, as_json)
        return None
    if read.answers is None:
        raise Stop(voice("nothing_counted", file=source.name))
    if read.errors and not as_json:
        progress.note(voice("errors_left", count=len(read.errors)))
    profile = file_route.choose_profile(read, profile_toml, options.population, getattr(options, "paper", None))
    respondents = read.answers.scores.shape[0]
    if profile.population is not None and profile.population < respondents:
        raise Stop(voice("population_small", population=profile.population, respondents=respondents))
    progress.step(voice("computing"))
    from cermin.pure.calc.survey import evaluate_survey

    result = evaluate_survey(
        read.answers, population=profile.population, sample_by=profile.sample_by, with_statistics=statistics
    )
    return Prepared(read, profile, result)


def _columns(pairs: list[str], voice: Voice) -> tuple[tuple[str, str], ...]:
    found = []
    for pair in pairs:
        # A heading may hold "=": the target is what follows the last one.
        heading, separator, target = pair.rpartition("=")
        if not separator or not heading.strip() or not target.strip():
            raise Stop(voice("column_bad", value=pair))
        found.append((heading.strip(), target.strip()))
    return tuple(found)


def _profile(path: Path, voice: Voice) -> UnitProfile:
    from cermin.documents.incoming.profile import read_profile_toml

    if not (is_there(path) and path.is_file()):
        raise Stop(voice("file_missing", file=path))
    try:
        return read_profile_toml(path)
    except ProfileErrors as errors:
        raise Stop(_profile_sentence(errors, voice)) from errors


def _profile_sentence(errors: ProfileErrors, voice: Voice) -> str:
    lines = [voice("profile_errors"), *(f"  - {voice.say(message)}" for message in errors.messages)]
    return "\n".join(lines)


def _previous(name: str, folder: Path, voice: Voice) -> PreviousResult:
    from cermin.documents.skm.result_reading import load_result

    path = Path(name)
    if not (is_there(path) and path.is_file()):
        raise Stop(voice("file_missing", file=path))
    if path.resolve() == (folder / "hasil.json").resolve():
        # The new set would take its place, and the same command run again would compare the period with itself.
        raise Stop(voice("previous_in_out", file=path))
    try:
        return load_result(path)
    except Refusal as refusal:
        raise Stop(f"{path.name}: {voice.say(refusal.message)}") from refusal


def _doubt_previous(previous: PreviousResult, profile: UnitProfile, voice: Voice) -> None:
    """Allowed, but said: another unit's result, or one of the same period."""
    names = {previous.unit, profile.unit}
    if not names & {"", file_route.UNNAMED_UNIT} and previous.unit.casefold() != profile.unit.casefold():
        terminal.note(voice("other_unit", before=previous.unit, now=profile.unit))
    if previous.period and previous.period.casefold() == profile.period.casefold():
        terminal.note(voice("same_period", period=profile.period))


def _report_errors(source: Path, read: ReadAnswers, folder: Path | None, voice: Voice, as_json: bool) -> None:
    """List every bad cell and write the copy with the column 'Kesalahan'."""
    from cermin.documents.incoming import write_error_copy

    copy = fresh(file_route.error_copy_path(source, folder))
    failure = ""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        write_error_copy(source, read, copy)
    except OSError as error:
        failure = voice("errors_copy_failed", why=why(error, voice))
    except Refusal as refusal:  # the file was changed or taken away since it was read
        failure = voice("errors_copy_failed", why=voice.say(refusal.message))
    if as_json:
        listed = [
            {
                "address": e.address,
                "column": e.column,
                "value": e.value,
                "code": e.message.code,
                "message": voice.say(e.message),
            }
            for e in read.errors
        ]
        document = {"schema": "cermin/skm-kesalahan/1", "errors": listed, "copy": None if failure else copy.name}
        print_json(document)
        return
    terminal.show_errors(read, voice, copy)
    terminal.note(failure or voice("errors_copy", file=copy))
