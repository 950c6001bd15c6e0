"""What is thawed equals what was frozen, through JSON text and through both databases."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermin.documents.skm.shape import InputFacts, TrendPoint
from cermin.pure.calc.answers import Answers, ElementColumns, Grouping
from cermin.pure.calc.change import compare, summarise
from cermin.pure.calc.results import Change, Difference, Estimate, Interval, PeriodSummary, SurveyResult, Verdict
from cermin.pure.calc.survey import evaluate_survey
from cermin.skm.freezing import freeze, thaw
from cermin.skm.stored import Kept

ELEMENTS = tuple(ElementColumns(f"K{n}", f"U{n}", f"Unsur {n}", f"U{n}", (n - 1,)) for n in range(1, 4))


def there_and_back(value: Any) -> Any:
    return thaw(json.loads(json.dumps(freeze(value), allow_nan=False)), type(value))


def same(one: Any, two: Any) -> bool:
    """Equal, with the same types, and NaN equal to itself."""
    if type(one) is not type(two):
        return False
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(two, field.name)) for field in fields(one))
    if isinstance(one, tuple):
        return len(one) == len(two) and all(same(a, b) for a, b in zip(one, two, strict=True))
    return one == two or (isinstance(one, float) and math.isnan(one) and math.isnan(two))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(*[st.integers(0, 4)] * 3).filter(any), min_size=1, max_size=30),
    population=st.none() | st.integers(30, 5000),
    statistics=st.booleans(),
)
def test_a_survey_result_survives(rows: list[tuple[int, ...]], population: int | None, statistics: bool) -> None:
    codes = np.arange(len(rows), dtype=np.int16) % 3 - 1
    answers = Answers(
        ELEMENTS,
        ("P1", "P2", "P3"),
        np.array(rows, dtype=np.int8),
        Grouping("service", "Jenis layanan", ("A", "B"), codes),
        {"gender": Grouping("gender", "Jenis kelamin", ("L", "P"), codes)},
    )
    result = evaluate_survey(answers, population=population, with_statistics=statistics)
    back = there_and_back(result)
    assert same(back, result)
    if result.index.exact is not None:
        summary = summarise(result, "Semester I")
        assert same(there_and_back(summary), summary)
        change = compare(summary, summarise(back, "Semester II"))
        assert same(there_and_back(change), change)


FLOATS = st.floats(allow_nan=True, allow_infinity=True)


@given(
    mean=FLOATS,
    numbers=st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 3),
    n=st.integers(0, 10**9),
    exact=st.fractions(),
    money=st.decimals(allow_nan=False, allow_infinity=False),
    text=st.text(),
)
def test_numbers_and_texts_of_every_kind_survive(
    mean: float, numbers: tuple[float, float, float], n: int, exact: Fraction, money: Decimal, text: str
) -> None:
    low, high, se = numbers
    estimate = Estimate(n, mean, None, Interval(low, high, se, 0.95, text, n, None))
    assert same(there_and_back(estimate), estimate)
    point = TrendPoint(text, money, n, "A", money, None)
    assert same(there_and_back(point), point)
    assert freeze(exact) == f"{exact.numerator}/{exact.denominator}"
    assert thaw(freeze(exact), Fraction) == exact
    facts = InputFacts(text, text, n, (), ((text, text),), (text,), "own", from_round=True)
    assert same(there_and_back(facts), facts)


def test_a_whole_float_that_postgresql_gives_back_as_an_integer_is_a_float_again() -> None:
    frozen = freeze(Difference("IKM", 75.0, 80.0, 5.0, None, None, None, None, None, None, Verdict.UNKNOWN))
    frozen["before"] = 75
    back = thaw(frozen, Difference)
    assert isinstance(back.before, float)


@pytest.mark.parametrize("shape", [SurveyResult, Change, PeriodSummary, Kept])
def test_another_shape_is_refused(shape: type) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 (whatever the converter raises: nothing is half read)
        thaw({}, shape)


def test_an_unknown_key_is_refused() -> None:
    frozen = freeze(TrendPoint("S1", Decimal("80.00"), 3, "B"))
    frozen["later"] = 1
    with pytest.raises(Exception, match="later"):
        thaw(frozen, TrendPoint)
