"""Frozen results of the calculations: what writers print and what a published record will store.

Exact figures are `Fraction`; figures rounded by rule are `Decimal`; estimates from statistics are `float`.
Nothing here formats text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cermin.pure.law.skm import Grade


class Reason(StrEnum):
    """Why a figure is absent. A missing figure is never zero."""

    NO_ANSWERS = "no_answers"  # no filled answer at all
    EMPTY_ELEMENT = "empty_element"  # an element of the form has no filled answer: the index of the form does not exist
    TOO_FEW = "too_few"  # fewer than two respondents: no spread to estimate
    NOT_ASKED = "not_asked"  # the caller switched it off
    SUPPRESSED = "suppressed"  # group smaller than the limit
    COMPLEMENT = "complement"  # hidden because it would reveal a suppressed group by subtraction
    NO_COMPLETE = "no_complete"  # no complete questionnaire
    OTHER_ELEMENTS = "other_elements"  # periods measured with different elements
    CENSUS = "census"  # everybody answered: no sampling error left
    NO_SPREAD = "no_spread"  # all sums of answers are equal: nothing to relate


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One question: counts of scores 1..4, their sum and mean (None when nobody answered it)."""

    code: str
    counts: tuple[int, int, int, int]
    total: int
    answers: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class ElementScore:
    """One element.

    counts, total, answers: over all its questions; respondents: who answered at least one of them.
    mean:      NRR, mean of its question means (with one question: total / answers); None when nobody answered.
    weighted:  mean x weight; converted: mean x 25 rounded half up to 2 decimals; grade: of `converted`.
    """

    key: str
    code: str
    name: str
    short: str
    questions: tuple[QuestionScore, ...]
    counts: tuple[int, int, int, int]
    total: int
    answers: int
    respondents: int
    mean: Fraction | None
    weighted: Fraction | None
    converted: Decimal | None
    grade: Grade | None
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class Convention:
    """The index by one named method, for comparison. grade is None when the value lies outside the printed table."""

    method: str
    weight: Fraction
    value: Decimal
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class Index:
    """The index (IKM) of one set of respondents.

    respondents: rows with at least one valid score; complete: rows without a missing score.
    weight: 1/k; nrr: sum of weighted element means (1..4); exact: nrr x 25 unrounded;
    value: rounded once half up to 2 decimals; grade: of `value`. These are None together, with `reason`.
    complete_value/complete_grade: the same from complete questionnaires only (None with none).
    conventions: by 'exact', '0.111', '0.11', in this order; empty when there is no index.
    """

    respondents: int
    complete: int
    elements: tuple[ElementScore, ...]
    weight: Fraction
    nrr: Fraction | None
    exact: Fraction | None
    value: Decimal | None
    grade: Grade | None
    complete_value: Decimal | None
    complete_grade: Grade | None
    conventions: tuple[Convention, ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval. level 0.95; method names the formula; population is N of the correction, None without one."""

    low: float
    high: float
    se: float
    level: float
    method: str
    n: int
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its spread, enough to compare it later without the rows: n, mean, sd (n-1), interval or why not."""

    n: int
    mean: float
    sd: float | None
    interval: Interval | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One service or profile group. `index` is None when suppressed or empty; `count` is None when even the count is hidden."""

    label: str
    count: int | None
    share: Fraction | None
    index: Index | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """A grouping with its groups in display order. not_given: respondents without a label (None when hidden)."""

    key: str
    title: str
    groups: tuple[Group, ...]
    not_given: int | None
    total: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Target by Krejcie and Morgan. table: row used (next higher N) or None beyond the table; formula: nearest integer.

    minimum: the one the round uses ("table" or "formula" said in `used`); reached: respondents >= minimum.
    """

    population: int
    table_population: int | None
    table: int | None
    formula: int
    used: str
    minimum: int
    respondents: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha over complete rows with its Feldt 95 % interval, and corrected item-rest correlations by question code."""

    n: int
    alpha: float | None
    low: float | None
    high: float | None
    item_rest: tuple[tuple[str, float | None], ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class WeakElement:
    """Element in order of weakness. rank: 1 is weakest, equal exact means share a rank.

    gap: mean minus lowest mean; overlaps_weakest: its interval overlaps that of the weakest, so the order is not certain (None without intervals).
    """

    code: str
    rank: int
    mean: Fraction
    gap: Fraction
    overlaps_weakest: bool | None


class Verdict(StrEnum):
    """What may honestly be said of a change between two periods."""

    UP = "up"  # rose, and chance alone does not explain it
    DOWN = "down"
    UNCERTAIN = "uncertain"  # the interval of the difference holds zero
    SAME = "same"  # identical figures
    UNKNOWN = "unknown"  # not enough stored to test


@dataclass(frozen=True, slots=True)
class Difference:
    """Change of one mean between two periods (now minus before), Welch; p_holm adjusted over the elements of one report.

    mann_whitney_p and superiority (probability that a new answer exceeds an old one, ties half) only for elements.
    """

    code: str
    before: float
    now: float
    difference: float
    low: float | None
    high: float | None
    p: float | None
    p_holm: float | None
    mann_whitney_p: float | None
    superiority: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PeriodElement:
    """What is kept of one element of a period: enough to test a change later without the rows.

    counts are those of a single-question element; with several questions they are None and only Welch is possible.
    mean, sd: over respondents (each respondent's mean of the element's questions); sd None below two respondents.
    """

    code: str
    key: str
    name: str
    mean: Fraction
    respondents: int
    sd: float | None
    counts: tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """One period, frozen: index as estimate (n, mean, sd) and its elements."""

    label: str
    n: int
    mean: float
    sd: float | None
    elements: tuple[PeriodElement, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Comparison with the previous period: the index and each element they share."""

    label: str
    index: Difference
    elements: tuple[Difference, ...]
    not_compared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """Everything computed from one file or one round, ready to print or to freeze.

    estimate: index with spread and interval; element_estimates: by element code; share_satisfied: respondents whose own index is
    in grade B or A, with a Wilson interval; services/profile: after suppression; profile_counts are inside the tables.
    """

    index: Index
    estimate: Estimate
    element_estimates: tuple[tuple[str, Estimate], ...]
    satisfied: Estimate | None
    services: GroupTable | None
    profile: tuple[GroupTable, ...]
    sample: Sample | None
    reliability: Reliability | None
    weakest: tuple[WeakElement, ...]
    min_score_n: int
    min_count_n: int
    answer_digest: str
