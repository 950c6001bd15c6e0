from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.pure.calc.recap import UnitElement, UnitFigure, combine

FIGURES = st.lists(
    st.builds(
        UnitFigure,
        name=st.text(min_size=1, max_size=5),
        exact=st.fractions(25, 100, max_denominator=10**6),
        respondents=st.integers(1, 5000),
    ),
    min_size=1,
    max_size=12,
)


def test_both_conventions_by_hand() -> None:
    recap = combine([UnitFigure("A", Fraction(80), 300), UnitFigure("B", Fraction(90), 100)])
    assert (recap.simple, recap.weighted) == (Decimal("85.00"), Decimal("82.50"))
    assert recap.simple_grade is not None
    assert recap.simple_grade.letter == "B"
    assert recap.respondents == 400


def test_an_empty_unit_is_absent_not_zero() -> None:
    recap = combine([UnitFigure("A", Fraction(80), 10), UnitFigure("B", None, 0)], obliged=5)
    assert (recap.simple, recap.weighted) == (Decimal("80.00"), Decimal("80.00"))
    assert (recap.units_counted, recap.units_obliged, recap.missing) == (1, 5, ("B",))


def test_nothing_to_combine() -> None:
    recap = combine([UnitFigure("A", None, 0)])
    assert (recap.simple, recap.weighted, recap.simple_grade, recap.units_counted) == (None, None, None, 0)


def test_elements_over_those_who_asked_them() -> None:
    one = UnitElement("U1", "PERSYARATAN", Fraction(3), 10)
    other = UnitElement("U1", "PERSYARATAN", Fraction(4), 30)
    extra = UnitElement("U10", "LAIN", Fraction(2), 10)
    recap = combine([UnitFigure("A", Fraction(75), 10, (one, extra)), UnitFigure("B", Fraction(100), 30, (other,))])
    assert [(e.code, e.units, e.simple, e.weighted) for e in recap.elements] == [
        ("U1", 2, Fraction(7, 2), Fraction(15, 4)),
        ("U10", 1, Fraction(2), Fraction(2)),
    ]


def test_bad_input() -> None:
    with pytest.raises(ValueError, match="obliged"):
        combine([UnitFigure("A", Fraction(80), 10)] * 2, obliged=1)
    with pytest.raises(ValueError, match="without respondents"):
        combine([UnitFigure("A", Fraction(80), 0)])


@given(FIGURES)
def test_order_changes_nothing(units: list[UnitFigure]) -> None:
    assert combine(units[::-1]).simple == combine(units).simple
    assert combine(units[::-1]).weighted == combine(units).weighted


@given(FIGURES)
def test_a_mean_lies_between(units: list[UnitFigure]) -> None:
    recap = combine(units)
    values = [unit.exact for unit in units if unit.exact is not None]
    for value in (recap.simple, recap.weighted):
        assert value is not None
        assert min(values) - Fraction(1, 200) <= Fraction(value) <= max(values) + Fraction(1, 200)


@given(FIGURES, st.integers(1, 500))
def test_equal_sizes_make_the_conventions_equal(units: list[UnitFigure], n: int) -> None:
    recap = combine([UnitFigure(unit.name, unit.exact, n) for unit in units])
    assert recap.simple == recap.weighted
