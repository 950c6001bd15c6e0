"""Reads an uploaded file for a round: what was understood, as counts only, and the rows themselves when they are to be recorded."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cermin.documents.format import integer
from cermin.documents.incoming import ReadOptions, read_answers, write_error_copy
from cermin.documents.incoming.limits import MEBIBYTE, Limits
from cermin.documents.incoming.peeking import Peek, peek
from cermin.documents.incoming.results import ColumnUse, ReadAnswers, Refusal
from cermin.intake import fitting
from cermin.intake.fitting import QUESTION, Fit, RoundForm
from cermin.intake.wording import UNSAID, said

MOST_ROWS: Final = 100_000
"""More answers than any unit collects in a period; one batch is one transaction."""

MOST_SERVICES: Final = 60
"""More names of services than this are no services: the column holds something else."""

ERRORS_SHOWN: Final = 100
"""Bad cells listed on the page; all of them stand in the copy."""

MOST_COPIED: Final = 50_000
"""Bad cells up to which a copy is written; a file with more was read by a wrong meaning of its columns."""

LIMITS: Final = Limits(
    file_bytes=20 * MEBIBYTE,
    unpacked_bytes=256 * MEBIBYTE,
    rows=MOST_ROWS + 1_000,
    columns=400,
    cells=4_000_000,
    text_bytes=256 * MEBIBYTE,
)
"""A server is shared: less than the command allows on somebody's own machine."""

AT_ONCE_BYTES: Final = 128 * 1024
"""A file of this size is read while its officer waits for the next page: some two thousand answers, well under a second."""

AT_ONCE_LIMITS: Final = replace(LIMITS, unpacked_bytes=32 * MEBIBYTE, cells=400_000, text_bytes=32 * MEBIBYTE)
"""What is read in the process that serves pages may ask for little memory, however it was packed."""


def limits_for(size: int) -> Limits:
    """The limits of a file of so many bytes."""
    return AT_ONCE_LIMITS if size <= AT_ONCE_BYTES else LIMITS


_ROLES: Final = {"service": "layanan", "date": "tanggal", "comment": "saran", "ignored": "abaikan"}
_PROFILE: Final = {
    "gender": "jenis_kelamin",
    "age": "usia",
    "education": "pendidikan",
    "occupation": "pekerjaan",
    "disability": "disabilitas",
    "channel": "saluran",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reading needs: the name and bytes of the file, the round's form, whether it takes comments, and the officer's choices
    (`Upload.choices`)."""

    name: str
    content: bytes
    form: RoundForm
    comments: bool
    choices: Mapping[str, Any]

    @property
    def columns(self) -> dict[str, str]:
        """Letter -> target."""
        return dict(self.choices.get("columns", {}))

    @property
    def sheet(self) -> str:
        return str(self.choices.get("sheet", ""))


@dataclass(frozen=True, slots=True)
class Outcome:
    """summary: for the page (`Upload.summary`); problem: why the file was refused as a whole, ""; error_copy: .xlsx bytes or None."""

    summary: dict[str, Any]
    problem: str = ""
    error_copy: bytes | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One answer, ready to be recorded. service: name in the file, "" for none; comment: as it was written;
    `skm` masks it before it is stored."""

    service: str
    scores: str
    profile: dict[str, str]
    comment: str


def read_summary(asked: Asked, progress: Callable[[float], None] | None = None) -> Outcome:
    """Read the file and say what would be recorded. Bad files are no exception: their problem is in the outcome."""
    with _on_disk(asked) as path:
        headings = Peek((), "", ())
        try:
            headings = peek(path, asked.sheet, limits_for(len(asked.content)))
            read = _read(path, asked, headings, progress)
        except Refusal as refusal:
            return Outcome(_refused_summary(headings), said(refusal.message))
        fit = fitting.fit_columns(asked.form, read, asked.columns, headings.columns)
        copy = _copy(path, read) if 0 < len(read.errors) <= MOST_COPIED else None
    return Outcome(_summary(asked, headings, read, fit), error_copy=copy)


def read_rows(asked: Asked, progress: Callable[[float], None] | None = None) -> list[Row]:
    """The rows that can be recorded, in the order of the file; rows with a bad cell are left out.

    Raises ValueError when the file no longer fits the round: it was read before, so this is no everyday case.
    """
    with _on_disk(asked) as path:
        try:
            headings = peek(path, asked.sheet, limits_for(len(asked.content)))
            read = _read(path, asked, headings, progress, comments=asked.comments)
        except Refusal as refusal:
            raise ValueError(said(refusal.message)) from refusal
    fit = fitting.fit_columns(asked.form, read, asked.columns, headings.columns)
    if fit.problems or read.answers is None:
        raise ValueError(" ".join(fit.problems))
    return list(_rows(asked, read, fit))


@contextmanager
def _on_disk(asked: Asked) -> Iterator[Path]:
    """The bytes under the name they came with: its ending is compared with what they are."""
    with tempfile.TemporaryDirectory(prefix="cermin-unggah-") as folder:
        path = Path(folder) / asked.name
        path.write_bytes(asked.content)
        yield path


def _read(
    path: Path, asked: Asked, headings: Peek, progress: Callable[[float], None] | None, *, comments: bool = False
) -> ReadAnswers:
    options = fitting.reader_options(asked.form, asked.columns, headings.columns)
    return read_answers(
        path,
        ReadOptions(
            sheet=asked.sheet or None,
            columns=options,
            progress=progress,
            limits=limits_for(len(asked.content)),
            comments=comments,
            profile=False,
        ),
    )


def _rows(asked: Asked, read: ReadAnswers, fit: Fit) -> Iterator[Row]:
    answers = read.answers
    assert answers is not None
    scores = fitting.score_texts(answers, [column for column in fit.columns if column is not None])
    services = fitting.group_labels(answers.services, len(scores))
    options, _ = fitting.option_codes(asked.form, answers)
    comments = read.comment_texts or ("",) * len(scores)
    for index, text in enumerate(scores):
        if set(text) == {"-"}:
            continue  # scores only in columns that the round does not ask
        profile = {key: codes[index] for key, codes in options.items() if codes[index]}
        yield Row(services[index], text, profile, comments[index])


# --- what the page shows ---------------------------------------------------------------------------------------------


def _refused_summary(headings: Peek) -> dict[str, Any]:
    return {
        "sheet": headings.sheet,
        "sheets": list(headings.sheets),
        "columns": [{"letter": letter, "heading": heading[:160], "target": ""} for letter, heading in headings.columns],
        "problems": [],
    }


def _summary(asked: Asked, headings: Peek, read: ReadAnswers, fit: Fit) -> dict[str, Any]:
    problems = list(fit.problems)
    warnings = [said(message) for message in read.warnings if message.code not in UNSAID] + fit.warnings
    services: Counter[str] = Counter()
    counts = [0] * len(asked.form.questions)
    good = 0
    if read.answers is not None and not fit.problems:
        _, more = fitting.option_codes(asked.form, read.answers)
        warnings += more
        for row in _rows(asked, read, fit):
            good += 1
            services[row.service] += 1
            for place, score in enumerate(row.scores):
                counts[place] += score != "-"
        problems += _too_much(good, services)
        if read.comments and not asked.comments:
            warnings.append(
                f"Ronde ini tidak menerima saran, maka {integer(read.comments)} saran dalam berkas tidak disimpan."
            )
    left_out = [{"why": reason.text(), "rows": rows} for reason, rows in read.left_out if reason.code != "left_bad"]
    unasked = read.answers.scores.shape[0] - good if read.answers is not None and not fit.problems else 0
    if unasked:
        left_out.append({"why": "tidak menjawab satu pun pertanyaan ronde ini", "rows": unasked})
    return {
        "sheet": read.sheet,
        "sheets": list(headings.sheets),
        "header_row": read.header_row,
        "columns": _columns(headings, read, fit),
        "rows_read": read.rows_read,
        "rows_good": good,
        "rows_bad": sum(rows for reason, rows in read.left_out if reason.code == "left_bad"),
        "left_out": left_out,
        "services": dict(list(services.items())[: MOST_SERVICES + 1]),
        "questions": [
            {"heading": question.heading, "rows": count, "blank": good - count}
            for question, count in zip(asked.form.questions, counts, strict=True)
        ],
        "comments": read.comments if asked.comments else 0,
        "warnings": warnings,
        "problems": problems,
        "errors": [
            {"address": e.address, "column": e.column[:80], "value": e.value, "mend": e.message.text()}
            for e in read.errors[:ERRORS_SHOWN]
        ],
        "error_count": len(read.errors),
    }


def _too_much(good: int, services: Mapping[str, int]) -> list[str]:
    if not good:
        return ["Tidak ada baris yang dapat dimasukkan. Perbaiki sel yang salah, lalu unggah lagi."]
    found = []
    if good > MOST_ROWS:
        found.append(
            f"Berkas ini memuat {integer(good)} jawaban, lebih dari {integer(MOST_ROWS)}. Bagi menjadi beberapa berkas."
        )
    if len(services) > MOST_SERVICES:
        found.append(
            f"Kolom jenis layanan memuat lebih dari {MOST_SERVICES} isian berbeda, maka tampaknya bukan jenis layanan. "
            "Pilih kolom yang benar di tabel 'Arti setiap kolom', atau pilih 'Tidak dibaca'."
        )
    return found


def _columns(headings: Peek, read: ReadAnswers, fit: Fit) -> list[dict[str, str]]:
    uses = {use.letter: use for use in read.columns}
    shown: Iterable[tuple[str, str]] = headings.columns if headings.sheet == read.sheet else ()
    known = dict(shown) | {use.letter: use.heading for use in read.columns}
    return [
        {"letter": letter, "heading": heading[:160], "target": _target(uses.get(letter), fit)}
        for letter, heading in known.items()
    ]


def _target(use: ColumnUse | None, fit: Fit) -> str:
    """What the column was understood as, in the words of a choice; "" for an answer that is no question of the round."""
    if use is None:
        return "abaikan"
    if use.letter in fit.by_letter:
        return QUESTION + fit.by_letter[use.letter]
    if use.role == "profile":
        return _PROFILE.get(use.target, "abaikan")
    return _ROLES.get(use.role, "")


def _copy(path: Path, read: ReadAnswers) -> bytes | None:
    target = path.parent / "salinan" / "kesalahan.xlsx"  # apart: the file itself may have any name
    try:
        target.parent.mkdir()
        write_error_copy(path, read, target, limits_for(path.stat().st_size))
    except (OSError, Refusal):
        return None
    return target.read_bytes()
