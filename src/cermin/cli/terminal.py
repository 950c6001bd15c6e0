"""What the terminal shows: tables and progress by rich. Results go to the output stream, notes and errors to the error stream."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from cermin.cli.file_route import column_meaning
from cermin.cli.texts import Voice
from cermin.documents.format import integer, interval, number
from cermin.documents.incoming.results import ReadAnswers
from cermin.documents.skm import sentences
from cermin.documents.skm.shape import UnitProfile
from cermin.pure.calc.index import grade_of
from cermin.pure.calc.numbers import round_half_up
from cermin.pure.calc.recap import Recap, UnitFigure
from cermin.pure.calc.results import SurveyResult
from cermin.pure.law.skm import Grade

SHAPES = {"A": "●", "B": "◆", "C": "▲", "D": "■"}
ERRORS_SHOWN = 40
PLAIN_WIDTH = 110
"""Width when the output is not a terminal: a pipe must not wrap at 80."""


def _console(stderr: bool = False) -> Console:
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console = Console(stderr=stderr, highlight=False, width=PLAIN_WIDTH)
    return console


def note(sentence: str) -> None:
    _console(stderr=True).print(escape(sentence), soft_wrap=True)


class Progress:
    """A bar on the error stream; silent when that is not a terminal."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=_console(stderr=True),
            transient=True,
            disable=not _console(stderr=True).is_terminal,
        )
        self._task = self._bar.add_task("", total=2)
        self._steps = 0

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, more: int) -> None:
        """So many further steps will follow."""
        self._bar.update(self._task, total=2 + more)

    def step(self, description: str) -> None:
        """A step begins; the one before is done."""
        self._bar.update(self._task, description=escape(description), completed=self._steps)
        self._steps += 1

    def share(self, done: float) -> None:
        """How far the running step has come, 0 to 1."""
        self._bar.update(self._task, completed=self._steps - 1 + done)


def show_mapping(read: ReadAnswers, voice: Voice) -> None:
    """Which column was read as what, and every warning."""
    table = Table(title=voice("mapping"), title_justify="left", box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(voice("mapping_column"), overflow="fold", max_width=60)
    table.add_column(voice("mapping_meaning"), overflow="fold")
    for column in read.columns:
        table.add_row(
            f"{column.letter}  {escape(column.heading)}", escape(column_meaning(read, column, voice.language))
        )
    console = _console()
    console.print(table)
    for warning in read.warnings:
        console.print(f"[yellow]{voice('warning')}:[/] {escape(voice.say(warning))}", soft_wrap=True)
    console.print()


def show_result(result: SurveyResult, profile: UnitProfile, voice: Voice) -> None:
    """The sentence, the figure, and the elements, weakest first."""
    console = _console()
    index = result.index
    if index.value is None or index.grade is None:
        why = sentences.REASONS[index.reason] if index.reason else ""
        console.print(voice("no_index", why=why))
        return
    console.print(f"[bold]{escape(sentences.opening(profile, index))}[/]", soft_wrap=True)
    bounds = f"  ({sentences.interval_text(result)})" if result.estimate.interval else ""
    shape = SHAPES[index.grade.letter]
    console.print(
        f"{voice('index')} [bold]{number(index.value, 2)}[/]{bounds}  {shape} {index.grade.letter} {index.grade.performance}"
    )
    console.print(
        f"{voice('respondents')}: {integer(index.respondents)} ({integer(index.complete)} {voice('complete')})\n",
        soft_wrap=True,
    )
    _elements(console, result, voice)
    for sentence in (sentences.conventions(index), sentences.gap(index), sentences.completeness(index)):
        if sentence:
            console.print(escape(sentence), soft_wrap=True)
    if result.services is not None:
        console.print()
        _services(console, result, voice)
    console.print()


def _elements(console: Console, result: SurveyResult, voice: Voice) -> None:
    estimates = dict(result.element_estimates)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(voice("element"), overflow="fold")
    for title in (voice("answers"), voice("mean"), voice("interval"), voice("converted")):
        table.add_column(title, justify="right")
    table.add_column(voice("grade"))
    by_code = {element.code: element for element in result.index.elements}
    order = [by_code[weak.code] for weak in result.weakest] or list(result.index.elements)
    for element in order:
        estimate = estimates.get(element.code)
        bounds = interval(estimate.interval.low, estimate.interval.high, 2) if estimate and estimate.interval else "—"
        if element.mean is None or element.converted is None or element.grade is None:
            table.add_row(f"{element.code} {escape(element.name)}", "0", "—", "—", "—", "—")
            continue
        table.add_row(
            f"{element.code} {escape(element.name)}",
            integer(element.answers),
            number(element.mean, 3),
            bounds,
            number(element.converted, 2),
            f"{SHAPES[element.grade.letter]} {element.grade.letter} {element.grade.performance}",
        )
    console.print(table)
    console.print()


def _services(console: Console, result: SurveyResult, voice: Voice) -> None:
    assert result.services is not None
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(voice("service"), overflow="fold")
    table.add_column("n", justify="right")
    table.add_column(voice("index"), justify="right")
    table.add_column(voice("grade"))
    for group in result.services.groups:
        count = integer(group.count) if group.count is not None else f"< {integer(result.min_count_n)}"
        if group.index is None or group.index.value is None or group.index.grade is None:
            table.add_row(escape(group.label), count, "—", sentences.REASONS[group.reason] if group.reason else "—")
            continue
        grade = group.index.grade
        table.add_row(
            escape(group.label),
            count,
            number(group.index.value, 2),
            f"{SHAPES[grade.letter]} {grade.letter} {grade.performance}",
        )
    console.print(table)


def show_errors(read: ReadAnswers, voice: Voice, copy: Path) -> None:
    """The first bad cells; all of them stand in the copy."""
    console = _console(stderr=True)
    console.print(f"[bold red]{voice('errors_title', count=len(read.errors))}[/]", soft_wrap=True)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(voice("error_cell"))
    table.add_column(voice("error_value"), overflow="fold", max_width=24)
    table.add_column(voice("error_mend"), overflow="fold")
    for error in read.errors[:ERRORS_SHOWN]:
        table.add_row(error.address, escape(error.value), escape(voice.say(error.message)))
    console.print(table)
    if len(read.errors) > ERRORS_SHOWN:
        console.print(voice("errors_more", count=len(read.errors) - ERRORS_SHOWN, file=copy.name), soft_wrap=True)


def show_files(title: str, paths: Sequence[Path]) -> None:
    console = _console()
    console.print(f"[bold]{escape(title)}[/]", soft_wrap=True)
    for path in paths:
        console.print(f"  {escape(path.name)}", soft_wrap=True)


def show_recap(recap: Recap, figures: Sequence[UnitFigure], title: str, voice: Voice) -> None:
    """Units in order of name, then both conventions. No rank: a rank without its interval would mislead."""
    console = _console()
    table = Table(title=escape(title), title_justify="left", box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(voice("unit"), overflow="fold")
    table.add_column(voice("respondents"), justify="right")
    table.add_column(voice("index"), justify="right")
    table.add_column(voice("grade"))
    for figure in figures:
        if figure.exact is None:
            table.add_row(escape(figure.name), integer(figure.respondents), voice("none_yet"), "")
            continue
        value = round_half_up(figure.exact, 2)
        table.add_row(escape(figure.name), integer(figure.respondents), number(value, 2), _grade(grade_of(value)))
    table.add_section()
    for label, combined, grade in (
        (voice("simple_mean"), recap.simple, recap.simple_grade),
        (voice("weighted_mean"), recap.weighted, recap.weighted_grade),
    ):
        shown = voice("none_yet") if combined is None else number(combined, 2)
        table.add_row(f"[bold]{label}[/]", integer(recap.respondents), shown, _grade(grade))
    console.print(table)
    coverage = voice("coverage_text", counted=recap.units_counted, obliged=recap.units_obliged)
    console.print(f"{voice('coverage')}: {coverage}", soft_wrap=True)


def _grade(grade: Grade | None) -> str:
    return f"{SHAPES[grade.letter]} {grade.letter} {grade.performance}" if grade else ""
