"""Estimates against worked numbers that another script printed (tests/golden/statistics.json) and against hand computation."""

from __future__ import annotations

import json
import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermin.pure.calc.answers import Answers, ElementColumns
from cermin.pure.calc.estimates import (
    Stratum,
    element_estimates,
    index_estimate,
    linearised_values,
    reliability,
    satisfied_share,
    stratified_estimate,
)
from cermin.pure.calc.index import score_index
from cermin.pure.calc.results import Reason
from cermin.pure.law.skm import GRADES

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "statistics.json").read_text("utf-8"))
ROWS = [[int(score) for score in row] for row in GOLDEN["rows"]]
SIX_DECIMALS = 5.1e-7


def answers(rows: list[list[int]], structure: list[int] | None = None) -> Answers:
    """Answers from rows of scores; structure: questions per element, by default one each."""
    structure = structure or [1] * len(rows[0])
    elements, first = [], 0
    for place, width in enumerate(structure, start=1):
        elements.append(
            ElementColumns(f"E{place}", f"U{place}", f"Unsur {place}", f"U{place}", tuple(range(first, first + width)))
        )
        first += width
    scores = np.array(rows, dtype=np.int8).reshape(len(rows), first)
    return Answers(tuple(elements), tuple(f"P{number}" for number in range(1, first + 1)), scores)


@st.composite
def rounds(draw: st.DrawFn, lowest: int = 0) -> Answers:
    """A few respondents over elements of one to three questions, nobody without any score."""
    structure = draw(st.lists(st.integers(1, 3), min_size=1, max_size=5))
    row = st.lists(st.integers(lowest, 4), min_size=sum(structure), max_size=sum(structure)).filter(any)
    return answers(draw(st.lists(row, min_size=1, max_size=12)), structure)


def own_index(row: list[int], structure: list[int]) -> Fraction:
    """A respondent's own index over the elements they answered, by the words of the rule."""
    means, first = [], 0
    for width in structure:
        filled = [score for score in row[first : first + width] if score]
        if filled:
            means.append(Fraction(sum(filled), len(filled)))
        first += width
    return 25 * sum(means) / len(means)


def structure_of(data: Answers) -> list[int]:
    return [len(element.columns) for element in data.elements]


# the index


def test_index_interval_without_population_is_the_worked_one() -> None:
    want = GOLDEN["02_index_ci"]
    found = index_estimate(answers(ROWS))
    assert found.n == 40
    assert found.mean == pytest.approx(want["mean"], abs=SIX_DECIMALS)
    assert found.sd == pytest.approx(want["sd"], abs=SIX_DECIMALS)
    assert found.interval is not None
    assert found.interval.se == pytest.approx(want["se_infinite"], abs=SIX_DECIMALS)
    assert [found.interval.low, found.interval.high] == pytest.approx(want["ci_infinite"], abs=SIX_DECIMALS)
    assert (found.interval.level, found.interval.population, found.reason) == (0.95, None, None)
    assert "populasi" not in found.interval.method


def test_index_interval_with_population_is_the_worked_one() -> None:
    want = GOLDEN["02_index_ci"]
    found = index_estimate(answers(ROWS), population=want["N"]).interval
    assert found is not None
    assert found.se == pytest.approx(want["se_fpc"], abs=SIX_DECIMALS)
    assert [found.low, found.high] == pytest.approx(want["ci_fpc"], abs=SIX_DECIMALS)
    assert (found.n, found.population) == (40, 120)
    assert "koreksi populasi terbatas" in found.method


def test_the_answers_of_one_person_are_not_independent() -> None:
    found = index_estimate(answers(ROWS)).interval
    assert found is not None
    assert found.se > 1.5 * GOLDEN["02_index_ci"]["wrong_se_if_360_answers_treated_as_independent"]


def test_index_is_the_unrounded_one() -> None:
    assert index_estimate(answers(ROWS)).mean == float(Fraction(sum(map(sum, ROWS)), 360) * 25)


def test_census_has_no_sampling_error_and_says_so() -> None:
    found = index_estimate(answers(ROWS), population=40)
    assert found.reason is Reason.CENSUS
    assert found.sd == pytest.approx(GOLDEN["02_index_ci"]["sd"], abs=SIX_DECIMALS)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high, found.interval.se) == (found.mean, found.mean, 0.0)


def test_one_respondent_has_no_spread() -> None:
    found = index_estimate(answers([[4, 3]]))
    assert (found.n, found.mean, found.sd, found.interval, found.reason) == (1, 87.5, None, None, Reason.TOO_FEW)


def test_no_respondents() -> None:
    assert index_estimate(answers([], [1, 1])).reason is Reason.NO_ANSWERS


def test_an_element_without_answers_leaves_no_index() -> None:
    found = index_estimate(answers([[4, 0], [3, 0]]))
    assert found.reason is Reason.EMPTY_ELEMENT
    assert math.isnan(found.mean)
    assert (found.sd, found.interval) == (None, None)


def test_population_smaller_than_the_sample_is_an_error() -> None:
    for estimate in (index_estimate, element_estimates, satisfied_share):
        with pytest.raises(ValueError, match="39"):
            estimate(answers(ROWS), 39)


def test_missing_answers_by_hand() -> None:
    # means 3 and 3 (over three and two answers), index 75; z = 75 + 12.5 (x1 - 3) + 12.5 * 3/2 (x2 - 3)
    data = answers([[4, 2], [2, 0], [3, 4]])
    assert linearised_values(data).tolist() == [68.75, 62.5, 93.75]
    found = index_estimate(data)
    assert (found.n, found.mean) == (3, 75.0)
    assert found.sd == pytest.approx(6.25 * math.sqrt(7), rel=1e-12)


def test_linearised_spread_agrees_with_the_jackknife() -> None:
    rows = [list(row) for row in ROWS]
    for place in range(0, 360, 7):  # every seventh answer is left empty
        rows[place // 9][place % 9] = 0
    left_out = [index_estimate(answers(rows[:place] + rows[place + 1 :])).mean for place in range(40)]
    jackknife = math.sqrt(39 / 40 * sum((value - np.mean(left_out)) ** 2 for value in left_out))
    found = index_estimate(answers(rows)).interval
    assert found is not None
    assert found.se == pytest.approx(jackknife, rel=0.03)


def test_bounds_stay_on_the_scale() -> None:
    found = index_estimate(answers([[4, 4, 4, 4]] * 5 + [[4, 4, 4, 1]])).interval
    assert found is not None
    assert found.high == 100.0
    low = index_estimate(answers([[1, 1]] * 4 + [[2, 1]])).interval
    assert low is not None
    assert low.low == 25.0


def test_equal_answers_have_a_spread_of_exactly_zero() -> None:
    found = index_estimate(answers([[3, 3, 3, 3, 3, 3, 2]] * 7))
    assert found.sd == 0.0
    assert found.interval is not None
    assert found.interval.low == found.interval.high == found.mean


@given(rounds(lowest=1))
def test_without_missing_answers_the_linearised_value_is_the_own_index(data: Answers) -> None:
    own = [float(own_index(row, structure_of(data))) for row in data.scores.tolist()]
    assert linearised_values(data).tolist() == pytest.approx(own, abs=1e-11)


@given(rounds())
def test_the_linearised_values_average_to_the_index(data: Answers) -> None:
    found = index_estimate(data)
    if found.reason is not Reason.EMPTY_ELEMENT:
        assert linearised_values(data).mean() == pytest.approx(found.mean, abs=1e-9)
        assert 25 <= found.mean <= 100


@given(rounds())
def test_mean_is_the_exact_index_and_the_exact_element_means(data: Answers) -> None:
    index = score_index(data)
    found = index_estimate(data)
    assert (found.n, found.reason is Reason.EMPTY_ELEMENT) == (index.respondents, index.exact is None)
    if index.exact is not None:
        assert found.mean == float(index.exact)
    for element, (code, estimate) in zip(index.elements, element_estimates(data), strict=True):
        assert (code, estimate.n) == (element.code, element.respondents)
        assert element.mean is None or estimate.mean == float(element.mean)


def test_rows_without_any_score_are_not_respondents() -> None:
    padded, plain = answers([[0, 0], [4, 3], [2, 0], [0, 0]]), answers([[4, 3], [2, 0]])
    assert index_estimate(padded, 2) == index_estimate(plain, 2)
    assert element_estimates(padded, 2) == element_estimates(plain, 2)
    assert satisfied_share(padded, 2) == satisfied_share(plain, 2)


@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_of_respondents_changes_nothing(data: Answers, random: object) -> None:
    rows = data.scores.tolist()
    random.shuffle(rows)  # type: ignore[attr-defined]
    mixed = answers(rows, structure_of(data))
    assert satisfied_share(mixed) == satisfied_share(data)
    one, two = index_estimate(data), index_estimate(mixed)
    if one.reason is not Reason.EMPTY_ELEMENT:
        assert one.mean == two.mean
        assert (one.sd or 0) == pytest.approx(two.sd or 0, abs=1e-9)


@given(rounds(), st.integers(0, 50))
def test_knowing_the_population_never_widens_the_interval(data: Answers, more: int) -> None:
    free, corrected = index_estimate(data).interval, index_estimate(data, len(data.scores) + more).interval
    if free is not None and corrected is not None:
        assert free.low <= corrected.low + 1e-9
        assert corrected.high <= free.high + 1e-9


# the elements


def test_element_means_are_the_worked_ones() -> None:
    found = element_estimates(answers(ROWS))
    assert [code for code, _ in found] == [f"U{number}" for number in range(1, 10)]
    assert [estimate.mean for _, estimate in found] == pytest.approx(GOLDEN["01_index"]["element_means"])


def test_element_with_empty_answers_by_hand() -> None:
    # 4, 2, 3 of four respondents: mean 3, sd 1, se = 1/sqrt(3) * sqrt(1 - 3/12) = 0.5; 3 -+ 4.302653 * 0.5 leaves the scale
    ((_, found),) = element_estimates(answers([[4], [2], [0], [3]]), population=12)
    assert (found.n, found.mean, found.sd) == (3, 3.0, 1.0)
    assert found.interval is not None
    assert found.interval.se == pytest.approx(0.5)
    assert (found.interval.low, found.interval.high) == (1.0, 4.0)
    # 3, 2, 3 with N = 4: sd 1/sqrt(3), se = 1/3 * sqrt(1 - 3/4); t(2; 0.975) = 4.302653 (Student's table)
    ((_, close),) = element_estimates(answers([[3], [2], [0], [3]]), population=4)
    assert close.interval is not None
    assert close.interval.se == pytest.approx(1 / 6)
    assert close.interval.low == pytest.approx(8 / 3 - 4.302653 / 6, abs=1e-6)
    assert close.interval.high == pytest.approx(8 / 3 + 4.302653 / 6, abs=1e-6)


def test_element_of_several_questions_by_hand() -> None:
    # question means 3 (4, 2) and 2 (2): element 2.5; z = 2.5 + 1/2 (x1 - 3) + 1/2 * 2 (x2 - 2): 3 and 2
    ((_, found),) = element_estimates(answers([[4, 2], [2, 0]], [2]))
    assert (found.n, found.mean) == (2, 2.5)
    assert found.sd == pytest.approx(math.sqrt(0.5))


def test_element_nobody_answered() -> None:
    found = dict(element_estimates(answers([[4, 0], [3, 0]])))
    assert (found["U2"].n, found["U2"].reason, found["U2"].interval) == (0, Reason.NO_ANSWERS, None)
    assert found["U1"].mean == 3.5


# the satisfied share


def test_wilson_is_the_worked_one() -> None:
    want = GOLDEN["04_proportion"]
    data = answers([[4]] * 33 + [[2]] * 7)
    free, corrected = satisfied_share(data), satisfied_share(data, 120)
    assert free.mean == want["p"]
    assert free.interval is not None
    assert corrected.interval is not None
    assert [free.interval.low, free.interval.high] == pytest.approx(want["wilson"], abs=SIX_DECIMALS)
    assert [corrected.interval.low, corrected.interval.high] == pytest.approx(want["wilson_fpc_N120"], abs=SIX_DECIMALS)


def test_all_satisfied_keeps_an_honest_lower_bound() -> None:
    found = satisfied_share(answers([[4]] * 20)).interval
    assert found is not None
    assert [found.low, found.high] == pytest.approx(GOLDEN["04_proportion"]["all_yes_20_of_20"], abs=SIX_DECIMALS)


def test_share_of_the_worked_rows() -> None:
    # nine answers are B or A from a sum of 28: 28/36 = 77.78, 27/36 = 75.00
    satisfied = sum(sum(row) >= 28 for row in ROWS)
    assert 0 < satisfied < 40
    assert satisfied_share(answers(ROWS)).mean == satisfied / 40


def test_the_border_is_decided_exactly() -> None:
    # 25 * 15321 / 5000 = 76.605 exactly: rounded half up 76.61, grade B. One point less is 76.60: C.
    at = [4] * 321 + [3] * 4679
    below = [4] * 320 + [3] * 4680
    assert satisfied_share(answers([at, below])).mean == 0.5
    # 25 * 429 / 140 = 76.607: in the gap of the printed table, rounded it is B
    assert satisfied_share(answers([[4] * 9 + [3] * 131])).mean == 1.0


def test_only_answered_elements_count() -> None:
    found = satisfied_share(answers([[4, 0, 0], [3, 3, 3]]))
    assert (found.n, found.mean) == (2, 0.5)


def test_elements_of_very_many_questions_stay_exact() -> None:
    # lcm(1..60) is beyond 64 bits: 57 threes of 60 and 3 fours make 3.05 -> 76.25 (C); 4 fours make 3.0667 -> 76.67 (B)
    found = satisfied_share(answers([[3] * 57 + [4] * 3, [3] * 56 + [4] * 4], [60]))
    assert found.mean == 0.5


def test_census_share() -> None:
    found = satisfied_share(answers([[4], [1]]), 2)
    assert found.reason is Reason.CENSUS
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (0.5, 0.5)


def test_share_of_nobody() -> None:
    assert satisfied_share(answers([], [1])).reason is Reason.NO_ANSWERS


@settings(max_examples=200)
@given(rounds())
def test_share_follows_the_rounded_own_index(data: Answers) -> None:
    lowest = next(grade.lowest for grade in GRADES if grade.letter == "B")
    satisfied = 0
    for row in data.scores.tolist():
        own = own_index(row, structure_of(data))
        exact = Decimal(own.numerator) / Decimal(own.denominator)  # 28 digits; no tie of these small rounds is cut
        satisfied += exact.quantize(Decimal("0.01"), ROUND_HALF_UP) >= lowest
    found = satisfied_share(data)
    assert found.mean == satisfied / len(data.scores)
    assert found.interval is not None
    assert 0 <= found.interval.low <= found.mean <= found.interval.high <= 1


# strata


def strata() -> list[Stratum]:
    given_ = GOLDEN["03_stratified_input"]
    return [
        Stratum(*values) for values in zip(given_["population"], given_["n"], given_["mean"], given_["sd"], strict=True)
    ]


def test_stratified_is_the_worked_one() -> None:
    want = GOLDEN["03_stratified"]
    found = stratified_estimate(strata())
    assert found.n == 80
    assert found.mean == pytest.approx(want["y_st"], abs=SIX_DECIMALS)
    assert found.interval is not None
    assert found.interval.se == pytest.approx(want["se"], abs=SIX_DECIMALS)
    assert [found.interval.low, found.interval.high] == pytest.approx(want["ci"], abs=SIX_DECIMALS)
    assert found.interval.population == 600
    assert found.mean != pytest.approx(want["unweighted_pooled_mean"], abs=0.1)


def test_one_stratum_is_the_simple_sample() -> None:
    simple = index_estimate(answers(ROWS), 120)
    found = stratified_estimate([Stratum(120, 40, simple.mean, simple.sd)])
    assert found.interval is not None
    assert simple.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((simple.interval.low, simple.interval.high))


def test_a_stratum_asked_whole_adds_no_variance() -> None:
    found = stratified_estimate([*strata(), Stratum(1, 1, 90.0, None)]).interval
    assert found is not None
    # the three sampled strata weigh 600 of 601 now
    assert found.se == pytest.approx(GOLDEN["03_stratified"]["se"] * 600 / 601, abs=1e-6)


def test_a_single_respondent_of_many_leaves_no_interval() -> None:
    found = stratified_estimate([Stratum(100, 1, 80.0, None), Stratum(100, 10, 90.0, 5.0)])
    assert (found.mean, found.interval, found.reason) == (85.0, None, Reason.TOO_FEW)


def test_all_strata_asked_whole_is_a_census() -> None:
    found = stratified_estimate([Stratum(2, 2, 80.0, 1.0), Stratum(2, 2, 90.0, 1.0)])
    assert found.reason is Reason.CENSUS
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (85.0, 85.0)


def test_strata_without_spread_have_an_interval_of_no_width() -> None:
    found = stratified_estimate([Stratum(20, 2, 75.0, 0.0), Stratum(1, 1, 75.0, None)]).interval
    assert found is not None
    assert (found.low, found.high) == (75.0, 75.0)


@pytest.mark.parametrize("wrong", [[], [Stratum(5, 0, 0.0, None)], [Stratum(3, 4, 80.0, 1.0)]])
def test_impossible_strata_are_errors(wrong: list[Stratum]) -> None:
    with pytest.raises(ValueError, match=r"stratum|smaller"):
        stratified_estimate(wrong)


# reliability


def test_reliability_is_the_worked_one() -> None:
    want = GOLDEN["08_reliability"]
    found = reliability(answers(ROWS))
    assert (found.n, found.reason) == (40, None)
    assert found.alpha == pytest.approx(want["cronbach_alpha"], abs=SIX_DECIMALS)
    assert [found.low, found.high] == pytest.approx(want["feldt_ci95"], abs=SIX_DECIMALS)
    assert [code for code, _ in found.item_rest] == [f"P{number}" for number in range(1, 10)]
    assert [r for _, r in found.item_rest] == pytest.approx(want["corrected_item_total"], abs=SIX_DECIMALS)


def test_reliability_uses_complete_rows_only() -> None:
    assert reliability(answers([*ROWS, [0, 1, 4, 1, 4, 1, 4, 1, 4]])) == reliability(answers(ROWS))


def test_a_question_without_spread_has_no_correlation() -> None:
    found = reliability(answers([[4, 1, 2], [4, 2, 3], [4, 3, 3], [4, 4, 4]]))
    assert found.alpha is not None
    assert [r is None for _, r in found.item_rest] == [True, False, False]


def test_no_spread_of_the_sums() -> None:
    found = reliability(answers([[3, 2], [2, 3]]))
    assert (found.alpha, found.low, found.high, found.reason) == (None, None, None, Reason.NO_SPREAD)
    assert [r for _, r in found.item_rest] == pytest.approx([-1.0, -1.0])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([[0, 2], [2, 0]], Reason.NO_COMPLETE), ([[3, 2], [2, 0]], Reason.TOO_FEW), ([[3], [2]], Reason.TOO_FEW)],
)
def test_reliability_that_cannot_be_told(rows: list[list[int]], reason: Reason) -> None:
    found = reliability(answers(rows))
    assert (found.alpha, found.reason) == (None, reason)
    assert all(r is None for _, r in found.item_rest)


@given(rounds(lowest=1))
def test_reliability_stays_in_its_bounds(data: Answers) -> None:
    found = reliability(data)
    if found.alpha is not None:
        assert found.alpha <= 1 + 1e-12
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.alpha <= found.high
    for _, r in found.item_rest:
        assert r is None or -1 - 1e-9 <= r <= 1 + 1e-9
