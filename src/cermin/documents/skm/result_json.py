"""`hasil.json`: the frozen result of one unit and period, for the next period, for recaps and for anybody who recomputes.

An absent figure is null with its reason beside it, never zero and never a hidden number. Figures that became law are strings ("78.06"),
exact values are fractions ("11575/147"). Every key is described in docs/reference/hasil-json.md; `result_reading` reads the file back as
hostile input, because it travels by chat and mail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cermin.documents.skm import sentences
from cermin.documents.skm.shape import FollowUp, InputFacts, SkmReport, TrendPoint
from cermin.pure.calc.numbers import round_half_up
from cermin.pure.calc.recap import Recap, UnitFigure
from cermin.pure.calc.results import (
    Change,
    Difference,
    ElementScore,
    Estimate,
    Group,
    GroupTable,
    Index,
    Interval,
    Reason,
    Sample,
    SurveyResult,
)

SCHEMA = "cermin/skm-hasil/1"
RECAP_SCHEMA = "cermin/skm-rekap/1"
METHOD = "exact"

Json = dict[str, Any]


def hitung_json(result: SurveyResult, facts: InputFacts, version: str) -> Json:
    """What `cermin skm hitung --json` prints: the figures and where they come from, without a unit."""
    index = result.index
    return {
        "schema": SCHEMA,
        "version": version,
        "respondents": index.respondents,
        "complete": index.complete,
        "index": _two(index.value),
        "index_exact": _fraction(index.exact),
        "index_reason": sentences.REASONS[index.reason] if index.reason else None,
        "grade": index.grade.letter if index.grade else None,
        "performance": index.grade.performance if index.grade else None,
        "method": METHOD,
        "interval": _interval(result.estimate.interval, 2),
        "interval_reason": _why(result.estimate),
        "elements": _elements(result),
        "conventions": [
            {
                "method": convention.method,
                "weight": _fraction(convention.weight),
                "index": _two(convention.value),
                "grade": convention.grade.letter if convention.grade else None,
            }
            for convention in index.conventions
        ],
        "complete_index": _two(index.complete_value),
        "services": _table(result.services) if result.services else None,
        "profile": [_table(table) for table in result.profile],
        "sample": _sample(result.sample),
        "satisfied": _share(result.satisfied),
        "reliability": None
        if result.reliability is None
        else {
            "n": result.reliability.n,
            "alpha": _float(result.reliability.alpha),
            "low": _float(result.reliability.low),
            "high": _float(result.reliability.high),
        },
        "weakest": [weak.code for weak in result.weakest],
        "limits": {"score_n": result.min_score_n, "count_n": result.min_count_n},
        "form": facts.form,
        "rows_read": facts.rows_read,
        "excluded": [{"reason": part.reason, "rows": part.rows} for part in facts.left_out],
        "warnings": list(facts.warnings),
        "input_file": facts.file_name,
        "input_sha256": facts.sha256,
        "answer_digest": result.answer_digest,
        "summary": _summary(result),
    }


def result_to_json(report: SkmReport) -> Json:
    """The whole `hasil.json`."""
    profile = report.profile
    return {
        **hitung_json(report.result, report.input, report.version),
        "unit": profile.unit,
        "agency": profile.agency,
        "government": profile.government,
        "period": profile.period,
        "start": profile.start.isoformat() if profile.start else None,
        "end": profile.end.isoformat() if profile.end else None,
        "population": profile.population,
        "mark": profile.mark,
        "comments": report.comments,
        "change": _change(report.change),
        "trend": [_trend(point) for point in report.trend],
        "plan": [_follow_up(line) for line in planned(report)],
        "issued_on": report.issued_on.isoformat(),
    }


def dump(report: SkmReport) -> str:
    """`hasil.json` as text: stable, indented, ending with a line break."""
    return json.dumps(result_to_json(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def planned(report: SkmReport) -> list[FollowUp]:
    """This period's plan with the weakest elements added where the plan does not name them, as the report prints it."""
    covered = {line.element for line in report.profile.plan}
    missing = [FollowUp(element.code) for element in sentences.weakest(report.result) if element.code not in covered]
    return [*report.profile.plan, *missing]


def recap_json(recap: Recap, figures: list[UnitFigure]) -> Json:
    """What `cermin skm rekap --json` prints."""
    return {
        "schema": RECAP_SCHEMA,
        "simple": _two(recap.simple),
        "simple_grade": recap.simple_grade.letter if recap.simple_grade else None,
        "weighted": _two(recap.weighted),
        "weighted_grade": recap.weighted_grade.letter if recap.weighted_grade else None,
        "respondents": recap.respondents,
        "coverage": {"counted": recap.units_counted, "obliged": recap.units_obliged, "missing": list(recap.missing)},
        "units": [
            {
                "unit": figure.name,
                "index": _two(round_half_up(figure.exact, 2)) if figure.exact is not None else None,
                "respondents": figure.respondents,
            }
            for figure in figures
        ],
        "elements": [
            {
                "code": element.code,
                "element": element.key,
                "units": element.units,
                "simple": f"{round_half_up(element.simple, 4)}",
                "weighted": f"{round_half_up(element.weighted, 4)}",
            }
            for element in recap.elements
        ],
    }


def _two(value: object) -> str | None:
    return None if value is None else f"{value:.2f}"


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _float(value: float | None, places: int = 6) -> float | None:
    """Estimates are stored to six decimals, enough to compare and the same on every machine."""
    return None if value is None or value != value else round(value, places)


def _interval(interval: Interval | None, places: int) -> Json | None:
    if interval is None:
        return None
    return {
        "low": f"{sentences.rounded(interval.low, places)}",
        "high": f"{sentences.rounded(interval.high, places)}",
        "level": interval.level,
        "method": interval.method,
        "population": interval.population,
    }


def _why(estimate: Estimate) -> str | None:
    return sentences.REASONS[estimate.reason or Reason.NOT_ASKED] if estimate.interval is None else None


def _elements(result: SurveyResult) -> list[Json]:
    estimates = dict(result.element_estimates)
    return [_element(element, estimates.get(element.code)) for element in result.index.elements]


def _element(element: ElementScore, estimate: Estimate | None = None) -> Json:
    return {
        "code": element.code,
        "element": element.key,
        "name": element.name,
        "mean": None if element.mean is None else f"{round_half_up(element.mean, 4)}",
        "respondents": element.respondents,
        "converted": _two(element.converted),
        "grade": element.grade.letter if element.grade else None,
        "weighted": None if element.weighted is None else f"{round_half_up(element.weighted, 4)}",
        "total": element.total,
        "answers": element.answers,
        "counts": list(element.counts),
        "questions": [question.code for question in element.questions],
        "interval": _interval(estimate.interval, 4) if estimate else None,
        "replaced": element.replaced or None,
    }


def _table(table: GroupTable) -> Json:
    return {
        "key": table.key,
        "title": table.title,
        "groups": [_group(group) for group in table.groups],
        "not_given": table.not_given,
        "total": table.total,
    }


def _group(group: Group) -> Json:
    index: Index | None = group.index
    return {
        "label": group.label,
        "respondents": group.count,
        "index": _two(index.value) if index else None,
        "grade": index.grade.letter if index and index.grade else None,
        "elements": [
            {"code": e.code, "mean": None if e.mean is None else f"{round_half_up(e.mean, 4)}"} for e in index.elements
        ]
        if index
        else None,
        "reason": sentences.REASONS[group.reason] if group.reason else None,
    }


def _sample(sample: Sample | None) -> Json | None:
    if sample is None:
        return None
    return {
        "population": sample.population,
        "minimum": sample.minimum,
        "by": sample.used,
        "table_row": sample.table_population,
        "formula": sample.formula,
        "reached": sample.reached,
    }


def _share(estimate: Estimate | None) -> Json | None:
    if estimate is None:
        return None
    return {"share": _float(estimate.mean), "interval": _interval(estimate.interval, 4)}


def _summary(result: SurveyResult) -> Json:
    """What a later period needs to test a change without the rows (`PeriodSummary`)."""
    estimates = dict(result.element_estimates)
    return {
        "n": result.estimate.n,
        "mean": _float(result.estimate.mean),
        "sd": _float(result.estimate.sd),
        "elements": [
            {
                "code": element.code,
                "element": element.key,
                "name": element.name,
                "mean": _fraction(element.mean),
                "respondents": element.respondents,
                "sd": _float(estimates[element.code].sd) if element.code in estimates else None,
                "counts": list(element.counts) if len(element.questions) == 1 else None,
            }
            for element in result.index.elements
            if element.mean is not None
        ],
    }


def _change(change: Change | None) -> Json | None:
    if change is None:
        return None
    return {
        "label": change.label,
        "index": _difference(change.index),
        "elements": [_difference(difference) for difference in change.elements],
        "not_compared": list(change.not_compared),
    }


def _difference(difference: Difference) -> Mapping[str, Any]:
    return {
        "code": difference.code,
        "before": _float(difference.before),
        "now": _float(difference.now),
        "difference": _float(difference.difference),
        "low": _float(difference.low),
        "high": _float(difference.high),
        "p": _float(difference.p),
        "p_holm": _float(difference.p_holm),
        "mann_whitney_p": _float(difference.mann_whitney_p),
        "superiority": _float(difference.superiority),
        "verdict": difference.verdict.value,
    }


def _trend(point: TrendPoint) -> Json:
    return {
        "label": point.label,
        "index": _two(point.value),
        "respondents": point.respondents,
        "grade": point.grade,
        "low": _two(point.low),
        "high": _two(point.high),
    }


def _follow_up(line: FollowUp) -> Json:
    return {
        "element": line.element,
        "activity": line.activity,
        "when": line.when,
        "term": line.term,
        "owner": line.owner,
        "proof": line.proof,
    }
