"""From a file to answers: open, find the table, map the columns, read the scores, sort the rows, group the respondents."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cermin.documents.incoming.groups import profile_grouping, service_grouping
from cermin.documents.incoming.limits import DEFAULT_LIMITS, Limits
from cermin.documents.incoming.mapping import AnswerColumn, Layout, layout, option_positions
from cermin.documents.incoming.opening import LostCell, Sheet, Source, open_source
from cermin.documents.incoming.profile_sheet import read_profile_sheet
from cermin.documents.incoming.results import CellError, ReadAnswers, Refusal
from cermin.documents.incoming.rows import RowKinds, is_blank, row_kinds
from cermin.documents.incoming.scores import any_score, is_letter, shown
from cermin.documents.incoming.sentences import say
from cermin.documents.incoming.table import Header, find_header
from cermin.documents.incoming.words import plain, read_heading
from cermin.documents.messages import Message
from cermin.pure.calc.answers import Answers, ElementColumns, Grouping
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY

OUR_OTHER_SHEETS = frozenset({"contoh", "profil", "petunjuk", "rencana", "tindak lanjut lalu"})
"""Sheets of our own input workbook that hold no answers; they are read only when asked for by name."""

PROBE_ROWS = 200
"""Rows looked at to tell which sheet holds the answers."""

LISTED_ROWS = 8
"""Row numbers named in a warning before it says "and others"."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """sheet: name of the sheet to read. columns: pairs (heading or letter, target) that come before what headings say;
    targets are listed in `mapping.TARGETS`. progress: called with the share that is done, 0 to 1. limits: of the file.
    comments: hand over the comments too, row by row. profile: read the sheet 'Profil' of our own workbook."""

    sheet: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    progress: Callable[[float], None] | None = None
    limits: Limits = DEFAULT_LIMITS
    comments: bool = False
    profile: bool = True

    def done(self, share: float) -> None:
        """Tell how far the work has come."""
        if self.progress:
            self.progress(share)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Hold Python's cycle collector: it walks the hundreds of thousands of row lists again and again, and they hold no cycle."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_answers(path: Path, options: ReadOptions = ReadOptions()) -> ReadAnswers:
    """Read one file of answers.

    Raises Refusal for a file that cannot be read as a whole or a heading that leaves a question open, and ProfileErrors for
    a sheet 'Profil' of our own workbook that is filled in wrongly. Bad cells are no exception: they are in `errors`.
    """
    with _without_collector():
        return _read(path, options)


def _read(path: Path, options: ReadOptions) -> ReadAnswers:
    source = open_source(path, options.limits)
    options.done(0.1)
    table, warnings = _choose(source, options)
    options.done(0.6)
    sheet, header = table.sheet, table.header
    if header is None:
        raise Refusal(say("no_table", file=source.file_name))
    found = layout(sheet, header.headings, header.last + 1, options.columns)
    if not found.answers:
        raise Refusal(say("no_table", file=source.file_name))
    rows = sheet.rows[header.last + 1 :]
    columns: list[tuple[object, ...]] = list(zip(*rows, strict=True)) or [() for _ in header.headings]
    options.done(0.7)
    codes, letters = _codes(found.answers, columns)
    options.done(0.8)
    kinds = row_kinds(rows, header.headings, found, codes)
    if not (len(kinds.good) or kinds.bad or kinds.empty):
        raise Refusal(say("no_rows", sheet=sheet.name))
    errors = _errors(sheet, header, found.answers, rows, codes, kinds)
    warnings += [*found.warnings, *_row_warnings(sheet, header, kinds)]
    if letters:
        warnings.append(say("letters"))
    answers: Answers | None = None
    comments = 0
    texts: tuple[str, ...] = ()
    if len(kinds.good):
        services, profile, more = _groupings(sheet, header, found, columns, kinds.good)
        warnings += more
        answers = _answers(found.answers, codes[kinds.good], services, profile)
        comments = sum(not is_blank(value) for p in found.comments for value in _taken(columns[p], kinds.good))
        if options.comments:
            texts = _comment_texts([_taken(columns[p], kinds.good) for p in found.comments], len(kinds.good))
    options.done(1.0)
    left_out = [(say("left_bad"), len(kinds.bad)), (say("left_empty"), len(kinds.empty))]
    read = len(kinds.good) + len(kinds.bad) + len(kinds.empty)
    return ReadAnswers(
        answers=answers,
        columns=found.uses,
        form=found.form,
        errors=tuple(errors),
        warnings=tuple(warnings),
        left_out=tuple((reason, count) for reason, count in left_out if count),
        rows_read=read,
        skipped=len(rows) - read,
        sheet=sheet.name,
        header_row=sheet.number(header.main),
        comments=comments,
        profile=read_profile_sheet(path) if options.profile else None,
        sha256=source.sha256,
        file_name=source.file_name,
        comment_texts=texts,
    )


# --- which sheet -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: Sheet
    header: Header | None
    answered: int = 0


def _choose(source: Source, options: ReadOptions) -> tuple[_Table, list[Message]]:
    """The sheet with the answers, and what must be said about the choice."""
    if options.sheet is not None:
        wanted = " ".join(options.sheet.split()).casefold()
        named = [name for name in source.names if " ".join(name.split()).casefold() == wanted]
        if not named:
            raise Refusal(
                say("sheet_unknown", sheet=options.sheet, file=source.file_name, sheets=", ".join(source.names))
            )
        return _table(source.load(named[0]), options), []
    ours = {name for name in source.names if " ".join(name.split()).casefold() in OUR_OTHER_SHEETS}
    if len(source.names) == 1:
        ours = set()
    tables = [_table(source.load(name), options) for name in source.names if name not in ours]
    found = [table for table in tables if table.header]
    if not found:
        raise Refusal(say("no_table", file=source.file_name))
    for hidden in (False, True):
        here = [table for table in found if (table.sheet.name in source.hidden) is hidden]
        chosen = [table for table in here if table.answered] or (here if hidden or len(here) == len(found) else [])
        if len(chosen) > 1:
            names = ", ".join(f"'{table.sheet.name}'" for table in chosen)
            raise Refusal(say("sheet_ambiguous", sheets=names, first=chosen[0].sheet.name))
        if chosen:
            others = ", ".join(f"'{t.sheet.name}'" for t in found if t is not chosen[0])
            warnings = [say("other_sheets", sheet=chosen[0].sheet.name, others=others)] if others else []
            if hidden:
                warnings.append(say("hidden_sheet", sheet=chosen[0].sheet.name))
            return chosen[0], warnings
    return found[0], []


def _table(sheet: Sheet, options: ReadOptions) -> _Table:
    """The sheet's heading and how many of its first rows hold a score."""
    width = max(map(len, sheet.rows), default=0)
    for row in sheet.rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    lettered = option_positions(sheet, options.columns)
    headings = {plain(name) for name, target in options.columns if target != "abaikan" and plain(name)}
    header = find_header(sheet, lambda text: plain(text) in headings, lettered)
    if header is None:
        return _Table(sheet, None)
    asked = [p for p, heading in enumerate(header.headings) if read_heading(heading).role == "answer" or p in lettered]
    sample = sheet.rows[header.last + 1 : header.last + 1 + PROBE_ROWS]
    return _Table(sheet, header, sum(bool(any_score(row[p] for p in asked)) for row in sample))


# --- scores ----------------------------------------------------------------------------------------------------------


def _codes(answers: Sequence[AnswerColumn], columns: Sequence[Sequence[object]]) -> tuple[NDArray[np.int8], bool]:
    """Score codes (rows, answer columns), and whether letters a-d were among the answers.

    Each different value of a column is read once. TRUE equals 1 and a lost cell equals its text, so columns with such
    cells are read one by one.
    """
    count = len(columns[0])
    codes = np.zeros((count, len(answers)), np.int8, order="F")
    letters = False
    for index, answer in enumerate(answers):
        values = columns[answer.position]
        kinds = set(map(type, values))
        if bool in kinds or LostCell in kinds:
            codes[:, index] = np.fromiter(map(answer.scale.score, values), np.int8, count)
            different = {value for value in values if isinstance(value, str)}
        else:
            table = {value: answer.scale.score(value) for value in set(values)}
            codes[:, index] = np.fromiter(map(table.__getitem__, values), np.int8, count)
            different = {value for value in table if isinstance(value, str)}
        letters = letters or any(is_letter(value) for value in different)
    return codes, letters


def _errors(
    sheet: Sheet,
    header: Header,
    answers: Sequence[AnswerColumn],
    rows: Sequence[Sequence[object]],
    codes: NDArray[np.int8],
    kinds: RowKinds,
) -> list[CellError]:
    """Every bad cell, in reading order."""
    found = []
    messages: dict[tuple[int, type, object], Message] = {}
    in_order = sorted(enumerate(answers), key=lambda item: item[1].position)
    for index in kinds.bad:
        for column, answer in in_order:
            if codes[index, column] >= 0:
                continue
            value = rows[index][answer.position]
            key = (column, type(value), value)
            if key not in messages:
                messages[key] = answer.scale.complaint(value)
            row = header.last + 1 + index
            found.append(
                CellError(
                    sheet.address(row, answer.position),
                    sheet.number(row),
                    header.headings[answer.position] or sheet.letter(answer.position),
                    shown(value),
                    messages[key],
                )
            )
    return found


def _row_warnings(sheet: Sheet, header: Header, kinds: RowKinds) -> list[Message]:
    warnings = []
    for code, rows in (("skipped_totals", kinds.totals), ("skipped_headers", kinds.headers)):
        if rows:
            numbers = [str(sheet.number(header.last + 1 + index)) for index in rows[:LISTED_ROWS]]
            numbers += ["…"] if len(rows) > LISTED_ROWS else []
            warnings.append(say(code, count=len(rows), rows=", ".join(numbers)))
    return warnings


# --- respondents -----------------------------------------------------------------------------------------------------


def _taken(column: Sequence[object], good: NDArray[np.intp]) -> Sequence[object]:
    """The values of the good rows."""
    return column if len(good) == len(column) else [column[index] for index in good.tolist()]


def _comment_texts(columns: Sequence[Sequence[object]], count: int) -> tuple[str, ...]:
    """One text per row; what stands in several columns is joined by line ends. Only text is a comment."""
    found = [""] * count
    for column in columns:
        for index, value in enumerate(column):
            if isinstance(value, str) and not isinstance(value, LostCell) and not is_blank(value):
                found[index] = f"{found[index]}\n{value.strip()}" if found[index] else value.strip()
    return tuple(found)


def _groupings(
    sheet: Sheet,
    header: Header,
    found: Layout,
    columns: Sequence[Sequence[object]],
    good: NDArray[np.intp],
) -> tuple[Grouping | None, dict[str, Grouping], list[Message]]:
    services: Grouping | None = None
    profile: dict[str, Grouping] = {}
    warnings: list[Message] = []
    if found.service is not None:
        place = sheet.letter(found.service), header.headings[found.service]
        services, more = service_grouping(_taken(columns[found.service], good), *place)
        services = services if services and services.labels else None
        warnings += more
    in_order = list(PROFILE_FIELD_BY_KEY)
    for key, position in sorted(found.profile, key=lambda item: in_order.index(item[0])):
        place = sheet.letter(position), header.headings[position]
        grouping, more = profile_grouping(_taken(columns[position], good), PROFILE_FIELD_BY_KEY[key], *place)
        warnings += more
        if grouping:
            profile[key] = grouping
    return services, profile, warnings


def _answers(
    answers: Sequence[AnswerColumn],
    scores: NDArray[np.int8],
    services: Grouping | None,
    profile: dict[str, Grouping],
) -> Answers:
    """Columns of one element together, elements in the order of the list."""
    elements = []
    for key in dict.fromkeys(answer.element.key for answer in answers):
        places = tuple(index for index, answer in enumerate(answers) if answer.element.key == key)
        element = answers[places[0]].element
        elements.append(ElementColumns(element.key, element.code, element.name, element.short, places))
    questions = tuple(answer.question for answer in answers)
    return Answers(tuple(elements), questions, np.ascontiguousarray(scores), services, profile)
