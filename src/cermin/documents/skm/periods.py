"""This period beside the earlier ones: the change against the last, and the points of the trend. For the file command and for rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cermin.documents.skm.sentences import bounds, rounded
from cermin.documents.skm.shape import PreviousResult, TrendPoint

if TYPE_CHECKING:
    from cermin.pure.calc.results import Change, SurveyResult


def compare_periods(result: SurveyResult, previous: PreviousResult | None, label: str) -> Change | None:
    """Tests against the previous period; None without one."""
    if previous is None or result.index.exact is None:
        return None
    # scipy costs a second: only when there is something to compare
    from cermin.pure.calc.change import compare, summarise

    return compare(previous.summary, summarise(result, label))


def trend_points(result: SurveyResult, previous: PreviousResult | None, label: str) -> tuple[TrendPoint, ...]:
    """Earlier published points, oldest first, and this one."""
    earlier = previous.trend if previous else ()
    index, shown = result.index, bounds(result.estimate)
    if index.value is None or index.grade is None:
        return earlier
    point = TrendPoint(
        label=label or "Periode ini",
        value=index.value,
        respondents=index.respondents,
        grade=index.grade.letter,
        low=rounded(shown.low, 2) if shown else None,
        high=rounded(shown.high, 2) if shown else None,
    )
    return (*earlier, point)
