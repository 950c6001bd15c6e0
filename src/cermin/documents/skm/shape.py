"""The one frozen shape that feeds every writer of the SKM report set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cermin.documents.content import Letterhead
from cermin.pure.calc.answers import Answers
from cermin.pure.calc.results import Change, PeriodSummary, SurveyResult


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the survey's timetable. working_days: as the officer counted them, None to leave it open."""

    name: str
    start: date | None
    end: date | None
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One line of a follow-up plan (rencana tindak lanjut); empty text means: still to be filled in.

    element: code ("U1"); term: "pendek" / "menengah" / "panjang" or ""; status: "sudah" / "belum" / "" (only for last period's plan).
    """

    element: str
    activity: str = ""
    when: str = ""
    term: str = ""
    owner: str = ""
    proof: str = ""
    status: str = ""
    finished: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class UnitProfile:
    """What the officer says about unit and round (sheet 'Profil' or TOML). Empty text or None: still to be filled in.

    period: "Semester I Tahun 2026"; previous_period names the period of `SkmReport.previous` when its file does not say it.
    targets: by element code, mean 1-4. contents of `mark` are printed on every page.
    """

    letterhead: Letterhead
    unit: str
    agency: str = ""
    government: str = ""
    period: str = ""
    start: date | None = None
    end: date | None = None
    population: int | None = None
    population_source: str = ""
    sample_by: Literal["table", "formula"] = "table"
    steps: tuple[Step, ...] = ()
    location: str = ""
    method: str = ""
    team: str = ""
    place: str = ""
    report_date: date | None = None
    head_post: str = ""
    head_name: str = ""
    head_nip: str = ""
    prepared_by: str = ""
    checked_by: str = ""
    contact: str = ""
    result_url: str = ""
    next_survey: str = ""
    forum: str = ""
    targets: tuple[tuple[str, Decimal], ...] = ()
    plan: tuple[FollowUp, ...] = ()
    last_plan: tuple[FollowUp, ...] = ()
    decree: str = ""
    paper: Literal["A4", "F4"] = "A4"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One earlier published index. interval bounds None when the old report gave none."""

    label: str
    value: Decimal
    respondents: int
    grade: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PreviousResult:
    """Last period's `hasil.json`, checked. trend: its own earlier points, oldest first, itself last."""

    unit: str
    period: str
    value: Decimal
    exact: Fraction
    grade: str
    respondents: int
    summary: PeriodSummary
    trend: tuple[TrendPoint, ...]
    plan: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that were not counted, grouped by reason, with how many."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class InputFacts:
    """Where the numbers come from: file name, SHA-256 of its bytes, rows read, rows left out, mapping lines for the method note.

    from_round: a round on the web took the place of the file; then file_name names it and sha256 is the digest of its answers.
    """

    file_name: str
    sha256: str
    rows_read: int
    left_out: tuple[LeftOut, ...]
    mapping: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    form: str
    from_round: bool = False


@dataclass(frozen=True, slots=True)
class SkmReport:
    """Everything the report set prints. `answers` is printed only as scores in random order, without profile, date or comment.

    comments: how many comments the file held (their text is never printed in the report set).
    issued_on: day of the run; version: of Cermin. verify_url: where anybody can check this document, "" without such a place.
    """

    profile: UnitProfile
    result: SurveyResult
    answers: Answers
    input: InputFacts
    previous: PreviousResult | None
    change: Change | None
    trend: tuple[TrendPoint, ...]
    comments: int
    issued_on: date
    version: str
    verify_url: str = ""
