"""What a sample says about everybody: spread and confidence interval of index, elements and shares, and reliability.

Sampling model: simple random sampling without replacement, so that a known number of service users N narrows the interval by
sqrt(1 - n/N) (Cochran, Sampling Techniques, ch. 2). The respondent is the unit: the nine answers of one person are not nine
independent observations. Every level is 95 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from cermin.pure.calc.answers import MISSING_SCORE, Answers, ElementColumns
from cermin.pure.calc.results import Estimate, Interval, Reason, Reliability
from cermin.pure.law.skm import GRADES

LEVEL = 0.95

METHOD_MEAN = "selang t, linearisasi"
METHOD_STRATIFIED = "selang t berstrata, derajat bebas Satterthwaite"
METHOD_SHARE = "selang Wilson"
METHOD_CENSUS = "sensus, tanpa galat penarikan sampel"
CORRECTED = ", koreksi populasi terbatas"
"""Appended to a method when N is known."""

_INDEX_SCALE = (25.0, 100.0)
_MEAN_SCALE = (1.0, 4.0)
_SATISFIED = ("B", "A")
_HALF_STEP = Fraction(5, 1000)  # what rounding half up to two decimals adds below a printed bound


@dataclass(frozen=True, slots=True)
class Stratum:
    """One service as a stratum: population N of its users, n respondents, mean and sd (n - 1; None when n is 1) of their indexes."""

    population: int
    n: int
    mean: float
    sd: float | None


def index_estimate(answers: Answers, population: int | None = None) -> Estimate:
    """The unrounded index (25..100) with sd and interval of the respondents' linearised values.

    With missing answers the index is a sum of ratio means, each with its own divisor. Its variance is that of the influence values
    z_i = index + sum over answered questions q of d(index)/d(mean_q) * n/n_q * (x_iq - mean_q)
    (linearisation: Woodruff 1971; Särndal, Swensson, Wretman 1992, 5.5). Their mean is the index; when nothing is missing, z_i is
    the respondent's own index. Interval: mean +- t(n-1) * sd / sqrt(n) * sqrt(1 - n/N), clamped to the scale 25..100.

    population: N, everybody served in the period; None when unknown.
    An element without any answer leaves no index: mean is NaN, with Reason.EMPTY_ELEMENT (NO_ANSWERS without respondents).
    ValueError when N is smaller than the number of respondents.
    """
    scores = _answered_rows(answers.scores)
    n = len(scores)
    _check_population(population, n)
    if n == 0:
        return Estimate(0, math.nan, None, None, Reason.NO_ANSWERS)
    counts = _question_counts(scores)
    if any(not _asked(element, counts) for element in answers.elements):
        return Estimate(n, math.nan, None, None, Reason.EMPTY_ELEMENT)
    return _linearised_estimate(scores, counts, answers.elements, 25, population, _INDEX_SCALE)


def element_estimates(answers: Answers, population: int | None = None) -> tuple[tuple[str, Estimate], ...]:
    """Per element code, in order: its mean (1..4) with sd and interval over the respondents who answered it.

    n is the number of respondents with at least one answer to the element; the formula is that of `index_estimate` over the
    element's own questions, clamped to 1..4. With one question z_i is simply the score. An element that nobody answered has
    n 0, mean NaN and Reason.NO_ANSWERS. ValueError when N is smaller than the number of respondents.
    """
    _check_population(population, len(_answered_rows(answers.scores)))
    found = []
    for element in answers.elements:
        scores = _answered_rows(answers.scores[:, list(element.columns)])
        if len(scores) == 0:
            found.append((element.code, Estimate(0, math.nan, None, None, Reason.NO_ANSWERS)))
            continue
        own = ElementColumns(element.key, element.code, element.name, element.short, tuple(range(scores.shape[1])))
        counts = _question_counts(scores)
        found.append((element.code, _linearised_estimate(scores, counts, (own,), 1, population, _MEAN_SCALE)))
    return tuple(found)


def satisfied_share(answers: Answers, population: int | None = None) -> Estimate:
    """Share (0..1) of respondents whose own index is in grade B or A, with a Wilson interval.

    A respondent's own index is 25 times the mean over the elements they answered, each element being the mean of its answered
    questions, rounded half up to two decimals and graded. It is compared in whole numbers, so no binary error moves a border case.
    With N known, Wilson (1927) is used with n_eff = n (N - 1) / (N - n) (Korn and Graubard 1998). Defined from one respondent on.
    Rows without any score are not respondents. sd is that of a 0/1 value (n - 1).
    ValueError when N is smaller than the number of respondents.
    """
    lowest = min(grade.lowest for grade in GRADES if grade.letter in _SATISFIED)
    is_respondent, is_satisfied = _own_index_reaches(answers, Fraction(lowest) - _HALF_STEP)
    n, satisfied = int(is_respondent.sum()), int(is_satisfied.sum())
    _check_population(population, n)
    if n == 0:
        return Estimate(0, math.nan, None, None, Reason.NO_ANSWERS)
    share = satisfied / n
    sd = math.sqrt(share * (1 - share) * n / (n - 1)) if n > 1 else None
    if population == n:
        return _census(n, share, sd)
    effective = n if population is None else n * (population - 1) / (population - n)
    low, high = proportion_confint(share * effective, effective, alpha=1 - LEVEL, method="wilson")
    return Estimate(
        n=n,
        mean=share,
        sd=sd,
        interval=Interval(
            low=min(share, max(0.0, float(low))),  # Wilson holds the share itself; floats of 0 and 1 may miss it
            high=max(share, min(1.0, float(high))),
            se=math.sqrt(share * (1 - share) / effective),
            level=LEVEL,
            method=_method(METHOD_SHARE, population),
            n=n,
            population=population,
        ),
    )


def stratified_estimate(strata: Sequence[Stratum]) -> Estimate:
    """Mean index (25..100) of all users from services as strata with known populations.

    mean = sum W_h y_h, variance = sum W_h^2 (1 - n_h/N_h) s_h^2 / n_h with W_h = N_h / N (Cochran 5.2, 5.4), t with Satterthwaite's
    degrees of freedom; clamped to 25..100. The estimate has no single sd. A stratum with one respondent out of more than one user
    has no spread: the mean stands, the interval does not (Reason.TOO_FEW). All users answered everywhere: Reason.CENSUS.
    ValueError without strata, for a stratum without respondents (join it to another first), or when N_h < n_h.
    """
    if not strata:
        raise ValueError("no stratum")
    for stratum in strata:
        if stratum.n < 1:
            raise ValueError("a stratum without respondents has no mean")
        _check_population(stratum.population, stratum.n)
    n = sum(stratum.n for stratum in strata)
    population = sum(stratum.population for stratum in strata)
    mean = sum(stratum.population / population * stratum.mean for stratum in strata)
    sampled = [stratum for stratum in strata if stratum.n < stratum.population]  # a census stratum adds no variance
    if not sampled:
        return _census(n, mean, None)
    variance, squares = 0.0, 0.0
    for stratum in sampled:
        if stratum.sd is None or stratum.n < 2:
            return Estimate(n, mean, None, None, Reason.TOO_FEW)
        weight, fraction = stratum.population / population, stratum.n / stratum.population
        part = weight**2 * (1 - fraction) * stratum.sd**2 / stratum.n
        variance += part
        squares += part**2 / (stratum.n - 1)
    freedom = variance**2 / squares if squares else float(n - len(strata))
    se = math.sqrt(variance)
    return Estimate(
        n=n,
        mean=mean,
        sd=None,
        interval=_t_interval(mean, se, freedom, _INDEX_SCALE, _method(METHOD_STRATIFIED, population), n, population),
    )


def reliability(answers: Answers) -> Reliability:
    """Cronbach's alpha over the questions, from complete rows, with Feldt's 95 % interval and corrected item-rest correlations.

    alpha = k/(k-1) * (1 - sum s_i^2 / s_total^2) (Cronbach 1951); interval 1 - (1 - alpha) F(.975 | .025; n-1, (n-1)(k-1))
    (Feldt 1965). Item-rest is the correlation of a question with the sum of the others; None when either does not vary.
    Without two questions, two complete rows (TOO_FEW, NO_COMPLETE) or any spread of the sums (NO_SPREAD) alpha is None.
    """
    complete = answers.scores[(answers.scores != MISSING_SCORE).all(axis=1)]
    n, k = complete.shape
    none = tuple((code, None) for code in answers.questions)
    if n < 2 or k < 2:
        return Reliability(n, None, None, None, none, Reason.NO_COMPLETE if n == 0 else Reason.TOO_FEW)
    # n^2 times the covariances, in whole numbers: products of scores are exact in float64 up to 5e14 rows, so zero means zero
    values = complete.astype(np.float64)
    sums = [int(total) for total in values.sum(axis=0)]
    products = values.T @ values
    covariance = [[n * int(products[i, j]) - sums[i] * sums[j] for j in range(k)] for i in range(k)]
    with_all = [sum(row) for row in covariance]
    total = sum(with_all)
    item_rest = []
    for place, code in enumerate(answers.questions):
        own = covariance[place][place]
        rest = total - 2 * with_all[place] + own
        item_rest.append((code, (with_all[place] - own) / math.sqrt(own * rest) if own * rest > 0 else None))
    if total == 0:
        return Reliability(n, None, None, None, tuple(item_rest), Reason.NO_SPREAD)
    own_variances = sum(covariance[place][place] for place in range(k))
    alpha = float(Fraction(k, k - 1) * (1 - Fraction(own_variances, total)))
    spread = stats.f(n - 1, (n - 1) * (k - 1))
    low, high = (1 - (1 - alpha) * float(spread.ppf(tail)) for tail in (0.5 + LEVEL / 2, 0.5 - LEVEL / 2))
    return Reliability(n, alpha, low, high, tuple(item_rest))


def linearised_values(answers: Answers) -> NDArray[np.float64]:
    """z_i of `index_estimate` per respondent, (n,): the respondent's own index when nothing is missing. Needs an index."""
    scores = _answered_rows(answers.scores)
    return _linearised(scores, _question_counts(scores), answers.elements, 25)


def _answered_rows(scores: NDArray[np.int8]) -> NDArray[np.int8]:
    """The rows with at least one score: only they are respondents."""
    is_respondent: NDArray[np.bool_] = (scores != MISSING_SCORE).any(axis=1)
    return scores[is_respondent]


def _question_counts(scores: NDArray[np.int8]) -> NDArray[np.int64]:
    """How often each value 0..4 was given, (q, 5)."""
    return np.stack([np.bincount(scores[:, column], minlength=5) for column in range(scores.shape[1])])


def _asked(element: ElementColumns, counts: NDArray[np.int64]) -> list[int]:
    """Columns of the element that anybody answered."""
    return [column for column in element.columns if counts[column, 1:].any()]


def _question_mean(counts: NDArray[np.int64], column: int) -> tuple[Fraction, int]:
    answered = int(counts[column, 1:].sum())
    return Fraction(sum(score * int(counts[column, score]) for score in range(1, 5)), answered), answered


def _weights(
    elements: Sequence[ElementColumns], counts: NDArray[np.int64], factor: int
) -> list[tuple[int, Fraction, Fraction, int]]:
    """Per answered question: column, d(figure)/d(its mean), its mean, its number of answers."""
    weights = []
    for element in elements:
        asked = _asked(element, counts)
        for column in asked:
            mean, answered = _question_mean(counts, column)
            weights.append((column, Fraction(factor, len(elements) * len(asked)), mean, answered))
    return weights


def _linearised(
    scores: NDArray[np.int8], counts: NDArray[np.int64], elements: Sequence[ElementColumns], factor: int
) -> NDArray[np.float64]:
    weights = _weights(elements, counts, factor)
    figure = sum((slope * mean for _, slope, mean, _ in weights), Fraction(0))
    rows = len(scores)
    values = np.full(rows, float(figure))
    for column, slope, mean, answered in weights:
        steps = [Fraction(0), *(slope * Fraction(rows, answered) * (score - mean) for score in range(1, 5))]
        values += np.array([float(step) for step in steps])[scores[:, column]]
    return values


def _linearised_estimate(
    scores: NDArray[np.int8],
    counts: NDArray[np.int64],
    elements: Sequence[ElementColumns],
    factor: int,
    population: int | None,
    scale: tuple[float, float],
) -> Estimate:
    n = len(scores)
    mean = float(sum((slope * mean for _, slope, mean, _ in _weights(elements, counts, factor)), Fraction(0)))
    values = _linearised(scores, counts, elements, factor)
    values -= values[0]  # equal values have a spread of exactly zero, not of a rounding error
    sd = float(values.std(ddof=1)) if n > 1 else None
    if population == n:
        return _census(n, mean, sd)
    if sd is None:
        return Estimate(n, mean, None, None, Reason.TOO_FEW)
    correction = 1.0 if population is None else math.sqrt(1 - n / population)
    se = sd / math.sqrt(n) * correction
    return Estimate(n, mean, sd, _t_interval(mean, se, n - 1, scale, _method(METHOD_MEAN, population), n, population))


def _own_index_reaches(answers: Answers, bound: Fraction) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Per row: has any score; and whether 25 * (mean over answered elements) >= bound, decided in whole numbers."""
    scores = answers.scores
    widest = max(len(element.columns) for element in answers.elements)
    common = math.lcm(*range(1, widest + 1))  # every element mean is a whole number of 1/common
    # The largest product formed below; beyond 64 bits (elements of very many questions) Python's own integers are used.
    largest = 100 * common * len(answers.elements) * max(bound.denominator, bound.numerator)
    kind: Any = np.int64 if largest < 2**62 else np.object_
    shares: NDArray[Any] = np.array([0, *(common // count for count in range(1, widest + 1))], dtype=kind)
    numerator: NDArray[Any] = np.zeros(len(scores), dtype=kind)
    answered_elements = np.zeros(len(scores), dtype=np.int64)
    for element in answers.elements:
        own = scores[:, list(element.columns)]
        answered = (own != MISSING_SCORE).sum(axis=1)
        numerator += own.sum(axis=1, dtype=np.int64) * shares[answered]
        answered_elements += answered > 0
    reaches: NDArray[Any] = (
        25 * numerator * bound.denominator >= answered_elements.astype(kind) * common * bound.numerator
    )
    is_respondent = answered_elements > 0
    return is_respondent, is_respondent & reaches.astype(np.bool_)


def _check_population(population: int | None, n: int) -> None:
    if population is not None and population < n:
        raise ValueError(f"a population of {population} is smaller than its {n} respondents")


def _method(name: str, population: int | None) -> str:
    return name if population is None else name + CORRECTED


def _census(n: int, mean: float, sd: float | None) -> Estimate:
    """Everybody answered: the figure is the population's own, without sampling error."""
    return Estimate(n, mean, sd, Interval(mean, mean, 0.0, LEVEL, METHOD_CENSUS, n, n), Reason.CENSUS)


def _t_interval(
    mean: float, se: float, freedom: float, scale: tuple[float, float], method: str, n: int, population: int | None
) -> Interval:
    half = float(stats.t.ppf(0.5 + LEVEL / 2, freedom)) * se
    low, high = max(scale[0], mean - half), min(scale[1], mean + half)
    return Interval(low, high, se, LEVEL, method, n, population)
