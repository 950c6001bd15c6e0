from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.pure.calc.sampling import krejcie_morgan, required_sample, sample_by_formula, table_row
from cermin.pure.law.sampling import KREJCIE_MORGAN


def test_every_printed_row_is_the_formula_to_nearest() -> None:
    assert len(KREJCIE_MORGAN) == 90
    assert {population: sample_by_formula(population) for population in KREJCIE_MORGAN} == KREJCIE_MORGAN


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (10, 10),
        (20, 19),
        (50, 44),
        (100, 80),
        (200, 132),
        (500, 217),
        (1000, 278),
        (5000, 357),
        (10000, 370),
        (75000, 382),
        (1000000, 384),
    ],
)
def test_worked_numbers(population: int, expected: int) -> None:
    assert sample_by_formula(population) == expected


def test_unrounded_worked_number() -> None:
    assert round(float(krejcie_morgan(1000)), 6) == 277.709493


def test_between_rows_the_next_higher_row_is_used() -> None:
    """4,384 cases in a year: practitioners take row 4,500 = 354; the formula says 353. Both are told."""
    sample = required_sample(4384, 353)
    assert (sample.table_population, sample.table, sample.formula, sample.minimum, sample.reached) == (
        4500,
        354,
        353,
        354,
        False,
    )
    by_formula = required_sample(4384, 353, by="formula")
    assert (by_formula.minimum, by_formula.used, by_formula.reached) == (353, "formula", True)


def test_beyond_the_table() -> None:
    sample = required_sample(3_000_000, 384)
    assert (sample.table_population, sample.table, sample.minimum) == (None, 384, 384)


@pytest.mark.parametrize("population", range(1, 10))
def test_below_the_table_it_is_everybody(population: int) -> None:
    assert required_sample(population, 0).minimum == population
    assert sample_by_formula(population) == population


@given(st.integers(1, 10_000_000))
def test_never_more_than_everybody_and_never_more_than_385(population: int) -> None:
    sample = required_sample(population, 0)
    assert 1 <= sample.formula <= min(population, 384)
    assert sample.formula <= sample.minimum <= population
    assert krejcie_morgan(population) < Fraction(385)
    row = table_row(population)
    assert row is None or row >= population


@pytest.mark.parametrize("population", [0, -5])
def test_no_population(population: int) -> None:
    with pytest.raises(ValueError, match="population"):
        required_sample(population, 1)
