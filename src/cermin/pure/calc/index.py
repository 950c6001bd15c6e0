"""The index of a satisfaction survey (IKM), exactly.

Element mean (NRR) = mean of its question means; index = sum of NRR x 1/k x 25, rounded once, half up, to two decimals, then graded.
A missing answer is missing: the divisor of a question is the number of its filled answers. Source: PermenPANRB 14/2017 annex as
practised (weights read as exactly 1/k; see docs/adr/0004).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cermin.pure.calc.answers import MISSING_SCORE, Answers, ElementColumns
from cermin.pure.calc.numbers import round_half_up
from cermin.pure.calc.results import Convention, ElementScore, Index, QuestionScore, Reason
from cermin.pure.law.skm import CONVERSION, GRADES, GRADING_PLACES, METHODS, Grade

HIGHEST_SCORE = 4


class BadScore(ValueError):
    """A value that is neither missing (0) nor a score 1..4. row counts from 0 in the array; column is the question code."""

    def __init__(self, row: int, column: str, value: int) -> None:
        super().__init__(f"row {row}, column {column}: {value} is not a score from 1 to {HIGHEST_SCORE}")
        self.row, self.column, self.value = row, column, value


def grade_of(value: Decimal) -> Grade | None:
    """The grade of an index already rounded to two decimals; None outside the printed table (25.00..100.00).

    After that rounding no value falls between two printed rows (88.30 and 88.31 are neighbours).
    """
    for grade in GRADES:
        if grade.lowest <= value <= grade.highest:
            return grade
    return None


def score_index(answers: Answers, rows: NDArray[np.bool_] | None = None) -> Index:
    """The index of all respondents, or of those where `rows` (n,) is True; the other rows are not looked at.

    Raises BadScore for anything but 0..4. An element without a filled answer leaves no index (Reason.EMPTY_ELEMENT).
    """
    scores = answers.scores if rows is None else answers.scores[rows]
    _check_scores(scores, answers.questions, rows)
    filled = scores != MISSING_SCORE
    given = filled.any(axis=1)
    complete = filled.all(axis=1) if scores.shape[1] else np.zeros(len(scores), dtype=bool)
    complete_count = int(complete.sum())
    per_element = [int(filled[:, list(element.columns)].any(axis=1).sum()) for element in answers.elements]
    counts = count_scores(scores)
    everything_complete = complete_count == int(given.sum())
    complete_counts = counts if everything_complete else count_scores(scores[complete])
    return index_from_counts(
        answers.elements,
        counts,
        questions=answers.questions,
        respondents=int(given.sum()),
        element_respondents=per_element,
        complete=complete_count,
        complete_counts=complete_counts if complete_count else None,
    )


def count_scores(scores: NDArray[np.int8]) -> NDArray[np.int64]:
    """int64 array (q, 4): how often each question got 1, 2, 3, 4."""
    if not len(scores):
        return np.zeros((scores.shape[1], HIGHEST_SCORE), dtype=np.int64)
    columns = [np.bincount(scores[:, column], minlength=HIGHEST_SCORE + 1)[1:] for column in range(scores.shape[1])]
    return np.array(columns, dtype=np.int64).reshape(scores.shape[1], HIGHEST_SCORE)


def index_from_counts(
    elements: Sequence[ElementColumns],
    counts: NDArray[np.int64],
    *,
    questions: Sequence[str] | None = None,
    respondents: int | None = None,
    element_respondents: Sequence[int] | None = None,
    complete: int = 0,
    complete_counts: NDArray[np.int64] | None = None,
) -> Index:
    """The index from a count table (q, 4), as a round's tally keeps it; equal to `score_index` of the same answers.

    Counts do not know who answered several questions. Without `respondents` (and `element_respondents`) the largest number of answers to
    a question stands for them; without `complete_counts` there is no index of complete questionnaires.
    """
    table: list[tuple[int, int, int, int]] = [(int(a), int(b), int(c), int(d)) for a, b, c, d in counts]
    codes = list(questions) if questions is not None else [str(column + 1) for column in range(len(table))]
    k = len(elements)
    weight = METHODS["exact"].weight(k) if k else Fraction(0)
    scored = []
    for position, element in enumerate(elements):
        asked = tuple(_question(codes[column], table[column]) for column in element.columns)
        known = element_respondents[position] if element_respondents is not None else None
        scored.append(_element(element, asked, weight, known))
    answered = max((question.answers for element in scored for question in element.questions), default=0)
    total = respondents if respondents is not None else answered
    nrr = _nrr(scored, weight)
    if nrr is None:
        reason = Reason.EMPTY_ELEMENT if answered else Reason.NO_ANSWERS
        return Index(total, complete, tuple(scored), weight, None, None, None, None, None, None, (), reason)
    exact = nrr * CONVERSION
    value = round_half_up(exact, GRADING_PLACES)
    complete_value = None
    if complete_counts is not None:
        alone = index_from_counts(elements, complete_counts)
        complete_value = alone.value
    return Index(
        respondents=total,
        complete=complete,
        elements=tuple(scored),
        weight=weight,
        nrr=nrr,
        exact=exact,
        value=value,
        grade=grade_of(value),
        complete_value=complete_value,
        complete_grade=grade_of(complete_value) if complete_value is not None else None,
        conventions=_conventions(scored),
    )


def disagreement(index: Index) -> tuple[Convention, ...]:
    """The conventions that would give another grade than the rule does (a value outside the table counts as another)."""
    return tuple(convention for convention in index.conventions if convention.grade != index.grade)


def _check_scores(scores: NDArray[np.int8], questions: Sequence[str], rows: NDArray[np.bool_] | None) -> None:
    if not np.issubdtype(scores.dtype, np.integer):
        raise TypeError(f"scores must be integers, not {scores.dtype}")
    if scores.size and (int(scores.min()) < MISSING_SCORE or int(scores.max()) > HIGHEST_SCORE):
        row, column = (int(place) for place in np.argwhere((scores < MISSING_SCORE) | (scores > HIGHEST_SCORE))[0])
        in_file = row if rows is None else int(np.flatnonzero(rows)[row])
        raise BadScore(in_file, questions[column], int(scores[row, column]))


def _question(code: str, counts: tuple[int, int, int, int]) -> QuestionScore:
    answers = sum(counts)
    total = sum(score * count for score, count in enumerate(counts, 1))
    return QuestionScore(code, counts, total, answers, Fraction(total, answers) if answers else None)


def _element(
    element: ElementColumns, questions: tuple[QuestionScore, ...], weight: Fraction, respondents: int | None
) -> ElementScore:
    means = [question.mean for question in questions if question.mean is not None]
    # A question that nobody answered is missing from its element, as a missing answer is missing from a question.
    mean = sum(means, Fraction(0)) / len(means) if means else None
    converted = round_half_up(mean * CONVERSION, GRADING_PLACES) if mean is not None else None
    one, two, three, four = (sum(question.counts[score] for question in questions) for score in range(HIGHEST_SCORE))
    return ElementScore(
        key=element.key,
        code=element.code,
        name=element.name,
        short=element.short,
        questions=questions,
        counts=(one, two, three, four),
        total=sum(question.total for question in questions),
        answers=sum(question.answers for question in questions),
        respondents=respondents if respondents is not None else max(question.answers for question in questions),
        mean=mean,
        weighted=mean * weight if mean is not None else None,
        converted=converted,
        grade=grade_of(converted) if converted is not None else None,
        replaced=element.replaced,
    )


def _nrr(elements: Sequence[ElementScore], weight: Fraction) -> Fraction | None:
    """Sum of weighted means; None unless every element has one."""
    total = Fraction(0)
    for element in elements:
        if element.mean is None:
            return None
        total += element.mean * weight
    return total if elements else None


def _conventions(elements: Sequence[ElementScore]) -> tuple[Convention, ...]:
    means = sum((element.mean for element in elements if element.mean is not None), Fraction(0))
    found = []
    for method in METHODS.values():
        weight = method.weight(len(elements))
        value = round_half_up(means * weight * CONVERSION, GRADING_PLACES)
        found.append(Convention(method.key, weight, value, grade_of(value)))
    return tuple(found)
