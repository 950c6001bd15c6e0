"""What may honestly be said of a change between two periods.

Both periods are frozen summaries, so that last period's rows are not needed. The respondents of the two periods are taken as
independent samples; no finite population correction is applied, because the question is about the service, not about the people
who happened to be served.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from scipy import stats
from statsmodels.stats.multitest import multipletests

from cermin.pure.calc.results import Change, Difference, PeriodElement, PeriodSummary, SurveyResult, Verdict

ALPHA = 0.05

INDEX_CODE = "IKM"
"""Code of the index among the differences."""

_Counts = tuple[int, int, int, int]


def summarise(result: SurveyResult, label: str) -> PeriodSummary:
    """What is kept of a period to test a change later: n, unrounded mean and sd of the index and of each element.

    label: name of the period. Elements without an answer are left out. sd is None where the estimate was not computed.
    ValueError when the period has no index.
    """
    if result.index.exact is None:
        raise ValueError("a period without an index cannot be summarised")
    estimates = dict(result.element_estimates)
    elements = []
    for element in result.index.elements:
        if element.mean is None:
            continue
        estimate = estimates.get(element.code)
        elements.append(
            PeriodElement(
                code=element.code,
                key=element.key,
                name=element.name,
                mean=element.mean,
                respondents=element.respondents,
                sd=estimate.sd if estimate else None,
                counts=element.counts if len(element.questions) == 1 else None,
            )
        )
    return PeriodSummary(
        label=label,
        n=result.index.respondents,
        mean=float(result.index.exact),
        sd=result.estimate.sd,
        elements=tuple(elements),
    )


def compare(before: PeriodSummary, now: PeriodSummary) -> Change:
    """Now minus before, for the index (unrounded, 25..100) and for each element both periods share (1..4).

    Welch's t-test and interval (95 %) on n, mean and sd; over the elements p is adjusted by Holm (1979). Elements are matched by
    key, in the order of `now`; `not_compared` names those of only one period, and then the two indexes measure different things.
    Elements with counts also get Mann-Whitney and the probability of superiority, which respect that scores are only ordered.

    Verdict: UP or DOWN only if p (for elements: the adjusted p) is below 0.05 and the interval excludes zero; UNCERTAIN otherwise;
    SAME when the two figures are identical; UNKNOWN when they differ and a period lacks its spread (sd None, fewer than two
    respondents), or when neither period has any spread, so that no test exists.
    """
    index = _with_verdict(_welch(INDEX_CODE, (before.mean, before.sd, before.n), (now.mean, now.sd, now.n)))
    known = {element.key: element for element in before.elements}
    shared = [(known[element.key], element) for element in now.elements if element.key in known]
    differences = _holm([_element_difference(old, new) for old, new in shared])
    matched = {new.key for _, new in shared}
    alone = dict.fromkeys(
        element.name for element in (*now.elements, *before.elements) if element.key not in matched
    )  # a dict keeps the order
    return Change(
        label=before.label,
        index=index,
        elements=tuple(_with_verdict(difference) for difference in differences),
        not_compared=tuple(alone),
    )


def mann_whitney(before: _Counts, now: _Counts) -> tuple[float, float]:
    """(p, superiority) from counts of the scores 1..4, each period with at least one answer.

    superiority = U / (n m): probability that an answer of now exceeds one of before, ties half (Vargha and Delaney 2000).
    p: two-sided Mann-Whitney, normal approximation with correction for ties and continuity (Lehmann, Nonparametrics, 1.4),
    the same as scipy's asymptotic method on the single answers, but its cost does not grow with them. 1 when all answers are equal.
    """
    old, new = sum(before), sum(now)
    if old == 0 or new == 0:
        raise ValueError("a period without answers cannot be ranked")
    twice_u = sum(count * (2 * sum(before[:place]) + before[place]) for place, count in enumerate(now))
    superiority = twice_u / (2 * old * new)
    n = old + new
    ties = sum((a + b) ** 3 - (a + b) for a, b in zip(before, now, strict=True))
    variance = Fraction(old * new, 12) * ((n + 1) - Fraction(ties, n * (n - 1)))
    if variance == 0:
        return 1.0, superiority
    distance = Fraction(abs(twice_u - old * new), 2) - Fraction(1, 2)
    p = 2 * float(stats.norm.sf(float(distance) / math.sqrt(variance)))
    return min(1.0, p), superiority


def _element_difference(before: PeriodElement, now: PeriodElement) -> Difference:
    difference = _welch(
        now.code,
        (float(before.mean), before.sd, before.respondents),
        (float(now.mean), now.sd, now.respondents),
    )
    # 2.9 - 2.8 of two floats is not the float nearest to the exact difference
    difference = replace(difference, difference=float(now.mean - before.mean))
    if before.counts is None or now.counts is None:
        return difference
    p, superiority = mann_whitney(before.counts, now.counts)
    return replace(difference, mann_whitney_p=p, superiority=superiority)


def _welch(code: str, before: tuple[float, float | None, int], now: tuple[float, float | None, int]) -> Difference:
    """Welch (1947) from (mean, sd, n) per period, with the Welch-Satterthwaite interval; without test where no spread is known."""
    (mean_before, sd_before, n_before), (mean_now, sd_now, n_now) = before, now
    bare = Difference(
        code=code,
        before=mean_before,
        now=mean_now,
        difference=mean_now - mean_before,
        low=None,
        high=None,
        p=None,
        p_holm=None,
        mann_whitney_p=None,
        superiority=None,
        verdict=Verdict.UNKNOWN,
    )
    if sd_before is None or sd_now is None or min(n_before, n_now) < 2:
        return bare
    part_before, part_now = sd_before**2 / n_before, sd_now**2 / n_now
    variance = part_before + part_now
    if variance == 0:
        return bare
    freedom = variance**2 / (part_before**2 / (n_before - 1) + part_now**2 / (n_now - 1))
    half = float(stats.t.ppf(1 - ALPHA / 2, freedom)) * math.sqrt(variance)
    p = stats.ttest_ind_from_stats(mean_now, sd_now, n_now, mean_before, sd_before, n_before, equal_var=False).pvalue
    return replace(bare, low=bare.difference - half, high=bare.difference + half, p=float(p))


def _holm(differences: list[Difference]) -> list[Difference]:
    """The same differences with p adjusted over those that have one (Holm 1979)."""
    tested = [place for place, difference in enumerate(differences) if difference.p is not None]
    if not tested:
        return differences
    adjusted = holm(p for difference in differences if (p := difference.p) is not None)
    found = list(differences)
    for place, p_holm in zip(tested, adjusted, strict=True):
        found[place] = replace(differences[place], p_holm=p_holm)
    return found


def holm(p_values: Iterable[float]) -> tuple[float, ...]:
    """p-values of one family of tests, adjusted by Holm's step-down method, in the given order. At least one."""
    return tuple(float(p) for p in multipletests(list(p_values), alpha=ALPHA, method="holm")[1])


def _with_verdict(difference: Difference) -> Difference:
    return replace(difference, verdict=_verdict(difference))


def _verdict(difference: Difference) -> Verdict:
    if difference.now == difference.before:
        return Verdict.SAME
    p = difference.p if difference.p_holm is None else difference.p_holm
    if p is None or difference.low is None or difference.high is None:
        return Verdict.UNKNOWN
    if p < ALPHA and difference.low > 0:
        return Verdict.UP
    if p < ALPHA and difference.high < 0:
        return Verdict.DOWN
    return Verdict.UNCERTAIN
