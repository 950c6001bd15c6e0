from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.pure.calc.numbers import round_half_up
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


@given(FIGURES)
def test_one_unit_is_itself(units: list[UnitFigure]) -> None:
    unit = units[0]
    assert unit.exact is not None
    recap = combine([unit])
    assert recap.simple == recap.weighted == round_half_up(unit.exact, 2)
    assert recap.respondents == unit.respondents


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
    with pytest.raises(ValueError, match="element"):
        combine([UnitFigure("A", Fraction(80), 5, (UnitElement("U1", "PERSYARATAN", Fraction(3), 0),))])


def test_elements_are_joined_by_meaning_whatever_their_codes() -> None:
    """One unit numbers in the order of the list, one in the order of the form: complaints stay complaints."""
    by_list = (UnitElement("U8", "PENGADUAN", Fraction(2), 10), UnitElement("U9", "SARPRAS", Fraction(4), 10))
    by_form = (UnitElement("U8", "SARPRAS", Fraction(3), 10), UnitElement("U9", "PENGADUAN", Fraction(3), 10))
    units = [UnitFigure("A", Fraction(75), 10, by_list), UnitFigure("B", Fraction(75), 10, by_form)]
    recap = combine(units)
    assert {element.key: element.simple for element in recap.elements} == {
        "PENGADUAN": Fraction(5, 2),
        "SARPRAS": Fraction(7, 2),
    }
    assert combine(units[::-1]) == recap


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
