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

from cermin.cli.file_route import UNNAMED_UNIT, column_meaning
from cermin.cli.streams import printable
from cermin.cli.texts import Voice
from cermin.documents.format import integer, interval, number
from cermin.documents.incoming.results import ReadAnswers
from cermin.documents.messages import Sentence
from cermin.documents.skm import sentences
from cermin.documents.skm.shape import UnitProfile
from cermin.pure.calc.index import grade_of
from cermin.pure.calc.numbers import round_half_up
from cermin.pure.calc.recap import Recap, UnitFigure
from cermin.pure.calc.results import Reason, SurveyResult
from cermin.pure.law.skm import Grade

SHAPES = {"A": "●", "B": "◆", "C": "▲", "D": "■"}
ERRORS_SHOWN = 40
PLAIN_WIDTH = 110
"""Width when the output is not a terminal: a pipe must not wrap at 80."""
PURPOSES = {
    "laporan-skm.docx": Sentence("laporan untuk dilengkapi dan disunting", "the report, to complete and edit"),
    "laporan-skm.pdf": Sentence("laporan yang sama untuk dibaca", "the same report, to read"),
    "buku-kerja-skm.xlsx": Sentence(
        "nilai tiap responden (acak) dan rekap dengan rumus", "scores (shuffled) and recap with formulas"
    ),
    "poster-ikm.pdf": Sentence("publikasi untuk papan pengumuman", "the publication, for the notice board"),
    "poster-ikm.png": Sentence("publikasi untuk laman dan pesan", "the publication, for page and messages"),
    "untuk-diketik.pdf": Sentence(
        "angka dalam urutan aplikasi SKM daring", "figures in the online application's order"
    ),
    "hasil.json": Sentence(
        "simpan: untuk --sebelumnya periode depan dan untuk rekap", "keep: for --sebelumnya next time, and for recaps"
    ),
}
NARROW = 72
"""Below this width the tables keep what matters most: name, value, letter."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """rich would end the process with an error; `main` knows better."""
        raise BrokenPipeError


def _console(stderr: bool = False) -> _Console:
    console = _Console(stderr=stderr, highlight=False, emoji=False)
    if not console.is_terminal:
        console = _Console(stderr=stderr, highlight=False, emoji=False, width=PLAIN_WIDTH)
    return console


def _shown(text: str) -> str:
    """Text of others: printed as it is, neither markup nor a command to the terminal."""
    return escape(printable(text))


def _say(console: Console, text: str) -> None:
    """A sentence (markup allowed): broken between words on a terminal, one line in a pipe."""
    console.print(text, soft_wrap=not console.is_terminal)


def _table(title: str = "") -> Table:
    return Table(
        title=f"[bold]{title}[/]" if title else None,
        title_justify="left",
        title_style="",
        box=None,
        padding=(0, 2, 0, 0),
        header_style="bold",
    )


def note(sentence: str) -> None:
    """A sentence on the error stream, never broken by us: it may hold a name or a command to copy."""
    _console(stderr=True).print(_shown(sentence), soft_wrap=True)


def say(sentence: str) -> None:
    """The same on the output stream."""
    _console().print(_shown(sentence), soft_wrap=True)


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

    def stop(self) -> None:
        """Take the bar away before something else is printed."""
        self._bar.stop()

    def note(self, sentence: str) -> None:
        """A sentence above the bar, which goes on."""
        self._bar.console.print(_shown(sentence), soft_wrap=True)

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
    table = _table(voice("mapping"))
    table.add_column(voice("mapping_column"), overflow="fold", max_width=60)
    table.add_column(voice("mapping_meaning"), overflow="fold")
    for column in read.columns:
        meaning = column_meaning(read, column, voice.language)
        table.add_row(f"{column.letter}  {_shown(_one_line(column.heading))}", _shown(_one_line(meaning)))
    console = _console()
    console.print(table)
    for warning in read.warnings:
        _say(console, f"[yellow]{voice('warning')}:[/] {_shown(voice.say(warning))}")
    console.print()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def show_result(result: SurveyResult, profile: UnitProfile, read: ReadAnswers, voice: Voice) -> None:
    """The sentence, the figure, who was counted and who was not, and the elements, weakest first."""
    console = _console()
    index = result.index
    if index.value is None or index.grade is None:
        _say(console, voice("no_index", why=sentences.REASONS[index.reason] if index.reason else ""))
        return
    if profile.unit == UNNAMED_UNIT:
        opening = voice("judged", performance=index.grade.performance, count=integer(index.respondents))
    else:
        opening = sentences.opening(profile, index)
    _say(console, f"[bold]{_shown(opening)}[/]")
    _say(console, f"{voice('index')} [bold]{number(index.value, 2)}[/]  {_grade(index.grade)}{_bounds(result, voice)}")
    _say(
        console,
        f"{voice('respondents')}: {integer(index.respondents)} ({integer(index.complete)} {voice('complete')})",
    )
    for reason, rows in read.left_out:
        _say(console, voice("left_out", rows=integer(rows), why=_shown(voice.say(reason))))
    console.print()
    _elements(console, result, voice)
    for sentence in (sentences.conventions(index), sentences.gap(index), sentences.completeness(index)):
        if sentence:
            _say(console, _shown(sentence))
    if result.services is not None:
        console.print()
        _services(console, result, voice)
    console.print()


def _bounds(result: SurveyResult, voice: Voice) -> str:
    if sentences.bounds(result.estimate) is not None:
        return f"  ({voice('index_interval', bounds=sentences.interval_text(result))})"
    if result.estimate.reason in (None, Reason.NOT_ASKED):
        return ""
    return f"  ({voice('index_no_interval', why=sentences.interval_text(result))})"


def _elements(console: Console, result: SurveyResult, voice: Voice) -> None:
    narrow = console.width < NARROW
    estimates = dict(result.element_estimates)
    table = _table()
    table.add_column(voice("element"), overflow="fold")
    titles = [voice("answers"), voice("mean"), voice("interval"), voice("converted")]
    for title in titles[1:2] if narrow else titles:
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(voice("grade"), no_wrap=True)
    by_code = {element.code: element for element in result.index.elements}
    order = [by_code[weak.code] for weak in result.weakest] or list(result.index.elements)
    for element in order:
        name = f"{element.code} {_shown(element.name)}"
        mean, value, grade = "—", "—", "—"
        if element.mean is not None and element.converted is not None and element.grade is not None:
            mean, value, grade = (
                number(element.mean, 3),
                number(element.converted, 2),
                _grade(element.grade, short=narrow),
            )
        if narrow:
            table.add_row(name, mean, grade)
            continue
        estimate = estimates.get(element.code)
        found = sentences.bounds(estimate)
        bounds = interval(found.low, found.high, 2) if found else "—"
        table.add_row(name, integer(element.answers), mean, bounds, value, grade)
    console.print(table)
    console.print()


def _services(console: Console, result: SurveyResult, voice: Voice) -> None:
    assert result.services is not None
    narrow = console.width < NARROW
    table = _table()
    table.add_column(voice("service"), overflow="fold")
    table.add_column("n", justify="right", no_wrap=True)
    table.add_column(voice("index"), justify="right", no_wrap=True)
    table.add_column(voice("grade"), overflow="fold")
    for group in result.services.groups:
        label = _shown(_one_line(group.label))
        count = sentences.count_text(group, result.min_count_n)
        if group.index is None or group.index.value is None or group.index.grade is None:
            table.add_row(label, count, "—", sentences.REASONS[group.reason] if group.reason else "—")
            continue
        table.add_row(label, count, number(group.index.value, 2), _grade(group.index.grade, short=narrow))
    console.print(table)


def show_errors(read: ReadAnswers, voice: Voice, copy: Path) -> None:
    """The first bad cells; all of them stand in the copy."""
    console = _console(stderr=True)
    _say(console, f"[bold red]{voice('errors_title', count=len(read.errors))}[/]")
    table = _table()
    table.add_column(voice("error_cell"), no_wrap=True)
    table.add_column(voice("error_value"), overflow="fold", max_width=24)
    table.add_column(voice("error_mend"), overflow="fold")
    for error in read.errors[:ERRORS_SHOWN]:
        table.add_row(error.address, _shown(_one_line(error.value)), _shown(voice.say(error.message)))
    console.print(table)
    if len(read.errors) > ERRORS_SHOWN:
        _say(console, _shown(voice("errors_more", count=len(read.errors) - ERRORS_SHOWN, file=copy.name)))


def show_files(title: str, paths: Sequence[Path], voice: Voice) -> None:
    """Where the set lies and what each file is for."""
    console = _console()
    console.print(f"[bold]{_shown(title)}[/]", soft_wrap=True)
    table = _table()
    table.show_header = False
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for path in paths:
        table.add_row(f"  {_shown(path.name)}", voice.pick(PURPOSES[path.name]))
    console.print(table)


def show_recap(
    recap: Recap, figures: Sequence[UnitFigure], title: str, voice: Voice, *, obliged_known: bool = True
) -> None:
    """Units in order of name, then both conventions. No rank: a rank without its interval would mislead."""
    console = _console()
    narrow = console.width < NARROW
    table = _table(_shown(title))
    table.add_column(voice("unit"), overflow="fold")
    table.add_column("n" if narrow else voice("respondents"), justify="right", no_wrap=True)
    table.add_column(voice("index"), justify="right", no_wrap=True)
    table.add_column(voice("grade"), no_wrap=True)
    for figure in figures:
        name, count = _shown(_one_line(figure.name)), integer(figure.respondents)
        if figure.exact is None:
            table.add_row(name, count, voice("none_yet"), "")
            continue
        value = round_half_up(figure.exact, 2)
        table.add_row(name, count, number(value, 2), _grade(grade_of(value), short=narrow))
    table.add_row()
    for label, combined, grade in (
        (voice("simple_mean"), recap.simple, recap.simple_grade),
        (voice("weighted_mean"), recap.weighted, recap.weighted_grade),
    ):
        shown = voice("none_yet") if combined is None else number(combined, 2)
        table.add_row(f"[bold]{label}[/]", integer(recap.respondents), shown, _grade(grade, short=narrow))
    console.print(table)
    coverage = voice("coverage_text", counted=recap.units_counted, obliged=recap.units_obliged)
    _say(console, f"{voice('coverage')}: {coverage}")
    if not obliged_known:
        note(voice("coverage_unknown"))


def _grade(grade: Grade | None, *, short: bool = False) -> str:
    if grade is None:
        return ""
    return f"{SHAPES[grade.letter]} {grade.letter}" + ("" if short else f" {grade.performance}")
