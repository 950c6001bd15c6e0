"""From a file of answers to the frozen shape of the report: fetch, calculate, fill in. Prints nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cermin import __version__
from cermin.cli.streams import printable
from cermin.documents.content import Letterhead
from cermin.documents.incoming.results import ColumnUse, ReadAnswers
from cermin.documents.messages import Language
from cermin.documents.skm.periods import compare_periods, trend_points
from cermin.documents.skm.shape import InputFacts, LeftOut, PreviousResult, SkmReport, UnitProfile
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY
from cermin.pure.law.skm import ELEMENT_BY_KEY, FORMS

if TYPE_CHECKING:
    from cermin.pure.calc.results import SurveyResult

UNNAMED_UNIT = "Unit (nama belum diisi)"

ROLES: dict[str, tuple[str, str]] = {
    "service": ("jenis layanan", "service"),
    "date": ("tanggal (tidak dipakai menghitung)", "date (not used in computing)"),
    "comment": ("saran (hanya dihitung jumlahnya)", "comment (counted only)"),
    "ignored": ("diabaikan", "ignored"),
}


def empty_profile() -> UnitProfile:
    """The profile of a file that names nobody: everything is a blank."""
    return UnitProfile(letterhead=Letterhead("", "", UNNAMED_UNIT, ()), unit=UNNAMED_UNIT)


def column_meaning(read: ReadAnswers, column: ColumnUse, language: Language = "id") -> str:
    """How one column was understood, in words."""
    if column.role in ("element", "question"):
        return _element_meaning(read, column.target, language)
    if column.role == "profile":
        field = PROFILE_FIELD_BY_KEY.get(column.target)
        return ("karakteristik: " if language == "id" else "profile: ") + (field.title if field else column.target)
    indonesian, english = ROLES.get(column.role, (column.role, column.role))
    if language == "id" and column.role == "ignored" and column.target:
        return f"{indonesian}: {column.target}"
    return indonesian if language == "id" else english


def _element_meaning(read: ReadAnswers, target: str, language: Language) -> str:
    """ "U9 Sarana dan Prasarana (pertanyaan 8)": the element always, the question where the form numbers it."""
    form = FORMS.get(read.form)
    question = next((q for q in form.questions if q.code == target), None) if form else None
    element = ELEMENT_BY_KEY.get(question.element if question else target)
    if element is None:
        own = read.answers.elements if read.answers else ()
        return next((f"{e.code} {e.name}" for e in own if target in (e.key, e.code)), target)
    if question is None:
        return f"{element.code} {element.name}"
    return f"{element.code} {element.name} ({'pertanyaan' if language == 'id' else 'question'} {question.number})"


def input_facts(read: ReadAnswers) -> InputFacts:
    """Where the numbers come from, for the method note (always Indonesian: it is printed in the report)."""
    return InputFacts(
        file_name=printable(read.file_name),
        sha256=read.sha256,
        rows_read=read.rows_read,
        left_out=tuple(LeftOut(reason.text("id"), rows) for reason, rows in read.left_out),
        mapping=tuple((f"{column.letter}: {column.heading}", column_meaning(read, column)) for column in read.columns),
        warnings=tuple(warning.text("id") for warning in read.warnings),
        form=read.form,
    )


def build_report(
    read: ReadAnswers,
    result: SurveyResult,
    profile: UnitProfile,
    previous: PreviousResult | None,
    issued_on: date,
) -> SkmReport:
    """The one frozen shape that feeds every writer."""
    assert read.answers is not None, "the caller has refused a file without answers"
    return SkmReport(
        profile=profile,
        result=result,
        answers=read.answers,
        input=input_facts(read),
        previous=previous,
        change=compare_periods(result, previous, profile.period),
        trend=trend_points(result, previous, profile.period),
        comments=read.comments,
        issued_on=issued_on,
        version=__version__,
    )


def choose_profile(
    read: ReadAnswers, toml: UnitProfile | None, population: int | None, paper: Literal["A4", "F4"] | None
) -> UnitProfile:
    """The TOML wins over the sheet, options win over both."""
    profile = toml or read.profile or empty_profile()
    if population is not None:
        profile = replace(profile, population=population)
    if paper is not None:
        profile = replace(profile, paper=paper)
    return profile


def error_copy_path(source: Path, folder: Path | None) -> Path:
    """Where the copy with the column 'Kesalahan' goes: into the output folder, or beside the file."""
    return (folder or source.parent) / f"{source.stem}-kesalahan.xlsx"
