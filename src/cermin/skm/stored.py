"""What a processing keeps, and its thawed form: the result with its comparison, trend and the facts of its input."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cermin.documents.skm.shape import InputFacts, PreviousResult, TrendPoint
from cermin.pure.calc.results import Change, SurveyResult
from cermin.skm.freezing import freeze, thaw
from cermin.skm.models import RoundResult
from cermin.skm.quality import Flag, thawed


@dataclass(frozen=True, slots=True)
class Unfiltered:
    """The index of all answers, those that two persons took out included. value and grade None without an index."""

    respondents: int
    value: Decimal | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """`RoundResult.content`. unfiltered: None when nothing was taken out; comments: how many came with the counted answers."""

    result: SurveyResult
    change: Change | None
    trend: tuple[TrendPoint, ...]
    previous: PreviousResult | None
    facts: InputFacts
    unfiltered: Unfiltered | None
    comments: int


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A frozen result, ready to show. row: its record (number, when, by whom); flags: signs worth a look."""

    row: RoundResult
    kept: Kept
    flags: tuple[Flag, ...]

    @property
    def result(self) -> SurveyResult:
        return self.kept.result

    @property
    def change(self) -> Change | None:
        return self.kept.change

    @property
    def trend(self) -> tuple[TrendPoint, ...]:
        return self.kept.trend

    @property
    def previous(self) -> PreviousResult | None:
        return self.kept.previous

    @property
    def facts(self) -> InputFacts:
        return self.kept.facts

    @property
    def unfiltered(self) -> Unfiltered | None:
        return self.kept.unfiltered


def freeze_kept(kept: Kept) -> Any:
    return freeze(kept)


def stored(row: RoundResult) -> StoredResult:
    """The thawed record."""
    return StoredResult(row, thaw(row.content, Kept), tuple(thawed(row.quality)))
