"""Everything that is computed from one set of answers, in one frozen result."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from typing import Literal

import numpy as np

from cermin.pure.calc.answers import Answers
from cermin.pure.calc.groups import tabulate
from cermin.pure.calc.index import score_index
from cermin.pure.calc.results import Estimate, Index, Reason, Reliability, SurveyResult
from cermin.pure.calc.sampling import required_sample
from cermin.pure.calc.weakness import weakest_elements
from cermin.pure.law.report import MIN_COUNT_N, MIN_SCORE_N

DIGEST_SCHEME = b"cermin/answers/1\n"


def evaluate_survey(
    answers: Answers,
    *,
    population: int | None = None,
    sample_by: Literal["table", "formula"] = "table",
    min_score_n: int = MIN_SCORE_N,
    min_count_n: int = MIN_COUNT_N,
    with_statistics: bool = True,
) -> SurveyResult:
    """Index, groups, sample, statistics and weakest elements of `answers`.

    population: users served in the previous period (None while unknown). with_statistics=False leaves out everything that needs
    scipy (intervals, reliability); the estimates then carry n and mean with Reason.NOT_ASKED. Without an index (an element that nobody
    answered) there is no satisfied share and no reliability, but the answered elements keep their estimates.
    Raises BadScore for a value outside 1..4, ValueError when the population is smaller than the number of respondents.
    """
    index = score_index(answers)
    if index.complete < min(min_score_n, index.respondents):
        # The index of a handful of complete questionnaires would be a small group's result.
        index = replace(index, complete_value=None, complete_grade=None)
    if population is not None and population < max(1, index.respondents):
        raise ValueError(f"population {population} is smaller than the number of respondents {index.respondents}")
    satisfied: Estimate | None = None
    reliability: Reliability | None = None
    if with_statistics:
        from cermin.pure.calc import estimates  # scipy and statsmodels cost a second of start-up: only when asked

        estimate = estimates.index_estimate(answers, population)
        element_estimates = estimates.element_estimates(answers, population)
        if index.exact is not None:
            satisfied = estimates.satisfied_share(answers, population)
            reliability = estimates.reliability(answers)
    else:
        estimate = _without_interval(index)
        element_estimates = _elements_without_interval(index)
    services = answers.services

    return SurveyResult(
        index=index,
        estimate=estimate,
        element_estimates=element_estimates,
        satisfied=satisfied,
        services=tabulate(answers, services, min_score_n=min_score_n, min_count_n=min_count_n) if services else None,
        profile=tuple(
            tabulate(answers, grouping, min_score_n=min_score_n, min_count_n=min_count_n)
            for grouping in answers.profile.values()
        ),
        sample=required_sample(population, index.respondents, by=sample_by) if population is not None else None,
        reliability=reliability,
        weakest=weakest_elements(index, dict(element_estimates)),
        min_score_n=min_score_n,
        min_count_n=min_count_n,
        answer_digest=answer_digest(answers),
    )


def answer_digest(answers: Answers) -> str:
    """SHA-256 (hex) of the scores, whatever the order of rows and columns, so that anybody can recompute it.

    Input: the line "cermin/answers/1", the question codes in ascending order joined by commas, then one line per respondent with
    one digit per question in that order ("0" for missing), the lines sorted as text; every line ends with a line feed.
    """
    order = sorted(range(len(answers.questions)), key=lambda column: answers.questions[column])
    digest = hashlib.sha256(DIGEST_SCHEME)
    digest.update((",".join(answers.questions[column] for column in order) + "\n").encode())
    if len(answers.scores) and order:
        digits = np.ascontiguousarray(answers.scores[:, order].astype(np.uint8) + ord("0"))
        lines = np.sort(digits.view(f"S{len(order)}").ravel())
        text = np.full((len(lines), len(order) + 1), ord("\n"), dtype=np.uint8)
        text[:, :-1] = lines.view(np.uint8).reshape(len(lines), len(order))
        digest.update(text.tobytes())
    return digest.hexdigest()


def _without_interval(index: Index) -> Estimate:
    if index.exact is None:
        return Estimate(index.respondents, math.nan, None, None, index.reason)
    return Estimate(index.respondents, float(index.exact), None, None, Reason.NOT_ASKED)


def _elements_without_interval(index: Index) -> tuple[tuple[str, Estimate], ...]:
    return tuple(
        (
            element.code,
            Estimate(element.respondents, math.nan, None, None, Reason.NO_ANSWERS)
            if element.mean is None
            else Estimate(element.respondents, float(element.mean), None, None, Reason.NOT_ASKED),
        )
        for element in index.elements
    )
