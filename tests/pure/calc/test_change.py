"""The comparison of two periods against worked numbers, scipy on the single answers, and hand-made verdicts."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cermin.pure.calc.change import compare, holm, mann_whitney, summarise
from cermin.pure.calc.results import (
    ElementScore,
    Estimate,
    Index,
    PeriodElement,
    PeriodSummary,
    QuestionScore,
    Reason,
    SurveyResult,
    Verdict,
)

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "statistics.json").read_text("utf-8"))
SIX_DECIMALS = 5.1e-7

Counts = tuple[int, int, int, int]
counts_strategy = st.tuples(*[st.integers(0, 30)] * 4).filter(any)


def element(key: str, counts: Counts, sd: float | None = None, ranked: bool = True) -> PeriodElement:
    """An element from its counts; its sd (n - 1) is worked out here unless given."""
    n = sum(counts)
    mean = Fraction(sum(score * count for score, count in enumerate(counts, start=1)), n)
    if sd is None and n > 1:
        sd = math.sqrt(sum(count * (score - mean) ** 2 for score, count in enumerate(counts, start=1)) / (n - 1))
    return PeriodElement(f"U-{key}", key, f"Unsur {key}", mean, n, sd, counts if ranked else None)


def period(
    label: str, *elements: PeriodElement, n: int = 50, mean: float = 80.0, sd: float | None = 9.0
) -> PeriodSummary:
    return PeriodSummary(label, n, mean, sd, elements)


BEFORE = element("A", tuple(GOLDEN["11_change"]["counts_p1"]))
NOW = element("A", tuple(GOLDEN["11_change"]["counts_p2"]))


def test_element_change_is_the_worked_one() -> None:
    want = GOLDEN["11_change"]
    (found,) = compare(period("lalu", BEFORE), period("kini", NOW)).elements
    assert found.difference == pytest.approx(want["mean_diff"], abs=5.1e-6)  # printed to five decimals there
    assert found.p == pytest.approx(want["welch_p"], abs=SIX_DECIMALS)
    assert [found.low, found.high] == pytest.approx(want["welch_ci"], abs=SIX_DECIMALS)
    assert found.mann_whitney_p == pytest.approx(want["mannwhitney_p"], abs=SIX_DECIMALS)
    assert found.superiority == pytest.approx(want["prob_superiority"], abs=SIX_DECIMALS)
    assert 2 * found.superiority - 1 == pytest.approx(want["cliffs_delta"], abs=SIX_DECIMALS)
    assert (found.p_holm, found.verdict) == (found.p, Verdict.UP)


def test_holm_is_the_worked_one() -> None:
    want = GOLDEN["11b_nine_elements_multiplicity"]
    assert holm(want["raw"]) == pytest.approx(want["holm"])


def test_holm_keeps_an_element_from_being_called_a_change() -> None:
    # the same pair alone is a rise (p 0.0127); among five elements it is 5 * 0.0127 = 0.063
    still = {key: element(key, (1, 4, 27, 38)) for key in "BCDE"}
    shifted = {key: element(key, (1, 4, 28, 37)) for key in "BCDE"}
    found = compare(period("lalu", BEFORE, *still.values()), period("kini", NOW, *shifted.values())).elements
    assert found[0].p_holm == pytest.approx(5 * GOLDEN["11_change"]["welch_p"], abs=5e-6)
    assert found[0].low is not None
    assert found[0].low > 0
    assert [difference.verdict for difference in found] == [Verdict.UNCERTAIN] * 5


def test_the_index_by_hand() -> None:
    # difference 4, variance 81/50 + 81/50 = 3.24, se 1.8, 98 degrees of freedom, t 1.984467 (Student's table)
    found = compare(period("lalu"), period("kini", mean=84.0)).index
    assert (found.code, found.before, found.now, found.difference) == ("IKM", 80.0, 84.0, 4.0)
    assert [found.low, found.high] == pytest.approx([4 - 1.984467 * 1.8, 4 + 1.984467 * 1.8], abs=1e-5)
    assert found.p == pytest.approx(2 * stats.t.sf(4 / 1.8, 98))
    assert (found.p_holm, found.mann_whitney_p, found.superiority) == (None, None, None)
    assert found.verdict is Verdict.UP


@pytest.mark.parametrize(
    ("mean", "verdict"),
    [
        (84.0, Verdict.UP),
        (76.0, Verdict.DOWN),
        (83.5, Verdict.UNCERTAIN),  # 3.5 < 1.984467 * 1.8 = 3.572
        (83.6, Verdict.UP),
        (76.5, Verdict.UNCERTAIN),
        (80.0, Verdict.SAME),
    ],
)
def test_verdicts(mean: float, verdict: Verdict) -> None:
    assert compare(period("lalu"), period("kini", mean=mean)).index.verdict is verdict


def test_without_spread_nothing_is_claimed() -> None:
    for before, now in [
        (period("lalu", sd=None), period("kini", mean=90.0)),
        (period("lalu"), period("kini", mean=90.0, sd=None)),
        (period("lalu", n=1), period("kini", mean=90.0)),
        (period("lalu", sd=0.0), period("kini", mean=90.0, sd=0.0)),
    ]:
        found = compare(before, now).index
        assert (found.low, found.high, found.p, found.verdict) == (None, None, None, Verdict.UNKNOWN)
        assert found.difference == 10.0


def test_identical_figures_are_the_same_even_without_spread() -> None:
    assert compare(period("lalu", sd=None), period("kini", sd=None)).index.verdict is Verdict.SAME


def test_one_period_without_any_spread_can_be_tested() -> None:
    found = compare(period("lalu", sd=0.0), period("kini", mean=84.0)).index
    # variance 81/50, 49 degrees of freedom, t 2.009575
    assert found.low == pytest.approx(4 - 2.009575 * math.sqrt(81 / 50), abs=1e-5)


def test_elements_match_by_meaning_and_the_others_are_named() -> None:
    before = period("lalu", element("A", (1, 2, 3, 4)), element("OLD", (1, 1, 1, 1)))
    now = period("kini", element("NEW", (1, 1, 1, 2)), element("A", (1, 2, 3, 5)))
    found = compare(before, now)
    assert found.label == "lalu"
    assert [difference.code for difference in found.elements] == ["U-A"]
    assert found.not_compared == ("Unsur NEW", "Unsur OLD")


def test_elements_of_several_questions_have_welch_only() -> None:
    found = compare(
        period("lalu", element("A", (1, 2, 3, 4), ranked=False)), period("kini", element("A", (1, 2, 3, 9)))
    ).elements[0]
    assert found.p is not None
    assert (found.mann_whitney_p, found.superiority) == (None, None)


def test_an_element_without_spread_does_not_count_in_the_family() -> None:
    before = period("lalu", BEFORE, PeriodElement("U2", "B", "B", Fraction(3), 9, None, None))
    now = period("kini", NOW, PeriodElement("U2", "B", "B", Fraction(4), 9, None, None))
    one, two = compare(before, now).elements
    assert one.p_holm == one.p
    assert (two.p_holm, two.verdict, two.difference) == (None, Verdict.UNKNOWN, 1.0)


def test_the_difference_of_exact_means_is_exact() -> None:
    before, now = (
        element("A", (0, 2, 8, 0)),
        element("A", (0, 1, 9, 0)),
    )  # 2.8 and 2.9: as floats their difference is 0.1000...09
    assert compare(period("lalu", before), period("kini", now)).elements[0].difference == 0.1


def test_mann_whitney_when_all_answers_are_equal() -> None:
    assert mann_whitney((0, 0, 5, 0), (0, 0, 7, 0)) == (1.0, 0.5)


def test_mann_whitney_of_a_million_answers_needs_no_rows() -> None:
    p, superiority = mann_whitney((10**8, 10**8, 10**8, 10**8), (10**8, 10**8, 10**8, 10**8))
    assert (p, superiority) == (1.0, 0.5)
    p, superiority = mann_whitney((0, 10**9, 0, 0), (0, 0, 10**9, 0))
    assert (p, superiority) == (0.0, 1.0)


@pytest.mark.parametrize("pair", [((0, 0, 0, 0), (1, 0, 0, 0)), ((1, 0, 0, 0), (0, 0, 0, 0))])
def test_mann_whitney_needs_answers(pair: tuple[Counts, Counts]) -> None:
    with pytest.raises(ValueError, match="answers"):
        mann_whitney(*pair)


@given(counts_strategy, counts_strategy)
def test_mann_whitney_agrees_with_scipy_on_the_single_answers(before: Counts, now: Counts) -> None:
    p, superiority = mann_whitney(before, now)
    old, new = (np.repeat([1, 2, 3, 4], counts) for counts in (before, now))
    if len(set(old) | set(new)) == 1:
        assert (p, superiority) == (1.0, 0.5)
        return
    want = stats.mannwhitneyu(new, old, alternative="two-sided", method="asymptotic")
    assert p == pytest.approx(float(want.pvalue), rel=1e-9, abs=1e-300)
    assert superiority == pytest.approx(float(want.statistic) / (len(old) * len(new)))


@settings(max_examples=25)  # each Holm adjustment of statsmodels collects garbage: 70 ms
@given(counts_strategy, counts_strategy)
def test_turning_the_periods_round_turns_the_change_round(before: Counts, now: Counts) -> None:
    one, two = period("satu", element("A", before)), period("dua", element("A", now))
    there, back = compare(one, two).elements[0], compare(two, one).elements[0]
    assert there.difference == -back.difference
    turned = {Verdict.UP: Verdict.DOWN, Verdict.DOWN: Verdict.UP}
    assert turned.get(there.verdict, there.verdict) is back.verdict
    assert there.superiority is not None
    assert back.superiority is not None
    assert there.superiority + back.superiority == pytest.approx(1.0)
    if there.low is not None:
        assert there.high is not None
        assert there.low <= there.difference <= there.high
        assert back.low == pytest.approx(-there.high)


# the summary


def score(code: str, counts: Counts, questions: int = 1) -> ElementScore:
    answers = sum(counts)
    total = sum(value * count for value, count in enumerate(counts, start=1))
    mean = Fraction(total, answers) if answers else None
    question = QuestionScore(code, counts, total, answers, mean)
    return ElementScore(
        key=code.lower(),
        code=code,
        name=f"Unsur {code}",
        short=code,
        questions=(question,) * questions,
        counts=counts,
        total=total,
        answers=answers,
        respondents=answers,
        mean=mean,
        weighted=None,
        converted=None,
        grade=None,
    )


def result(elements: tuple[ElementScore, ...], exact: Fraction | None, estimate: Estimate) -> SurveyResult:
    index = Index(
        respondents=3,
        complete=3,
        elements=elements,
        weight=Fraction(1, len(elements)),
        nrr=None if exact is None else exact / 25,
        exact=exact,
        value=None if exact is None else Decimal("66.67"),
        grade=None,
        complete_value=None,
        complete_grade=None,
        conventions=(),
    )
    return SurveyResult(
        index=index,
        estimate=estimate,
        element_estimates=(("U1", Estimate(3, 8 / 3, 0.5, None)),),
        satisfied=None,
        services=None,
        profile=(),
        sample=None,
        reliability=None,
        weakest=(),
        min_score_n=10,
        min_count_n=5,
        answer_digest="",
    )


def test_summary_keeps_what_a_later_test_needs() -> None:
    elements = (score("U1", (0, 1, 2, 0)), score("U2", (0, 1, 2, 0), questions=2), score("U3", (0, 0, 0, 0)))
    exact = Fraction(200, 3)
    found = summarise(result(elements, exact, Estimate(3, float(exact), 7.5, None)), "Semester I")
    assert (found.label, found.n, found.mean, found.sd) == ("Semester I", 3, 200 / 3, 7.5)
    assert found.elements == (
        PeriodElement("U1", "u1", "Unsur U1", Fraction(8, 3), 3, 0.5, (0, 1, 2, 0)),
        PeriodElement("U2", "u2", "Unsur U2", Fraction(8, 3), 3, None, None),
    )


def test_a_period_without_index_has_no_summary() -> None:
    with pytest.raises(ValueError, match="index"):
        summarise(
            result((score("U1", (0, 0, 1, 0)),), None, Estimate(1, math.nan, None, None, Reason.EMPTY_ELEMENT)), "x"
        )
