from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.pure.calc.numbers import round_half_up


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(883075, 10_000), 2, "88.31"),
        (Decimal("76.605"), 2, "76.61"),
        (Decimal("76.604"), 2, "76.60"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(5, 2), 0, "3"),
        (100, 2, "100.00"),
        (Fraction(-1, 1000), 2, "0.00"),
        (10**28 + 1, 0, "10000000000000000000000000001"),
    ],
)
def test_halves_go_up(value: Fraction | Decimal | int, places: int, expected: str) -> None:
    assert str(round_half_up(value, places)) == expected


def test_the_decimal_context_of_the_caller_changes_nothing() -> None:
    with localcontext(prec=3):
        assert str(round_half_up(Fraction(883075, 10_000), 2)) == "88.31"


@given(st.fractions(), st.integers(0, 6))
def test_never_further_than_half_a_unit(value: Fraction, places: int) -> None:
    rounded = Fraction(round_half_up(value, places))
    assert abs(rounded - value) <= Fraction(1, 2 * 10**places)
    assert (rounded * 10**places).denominator == 1


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_what_is_round_stays(value: Decimal) -> None:
    assert round_half_up(value, 2) == value
