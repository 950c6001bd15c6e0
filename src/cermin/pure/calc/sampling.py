"""How many respondents a round needs."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from cermin.pure.calc.results import Sample
from cermin.pure.law.sampling import KREJCIE_MORGAN, KREJCIE_MORGAN_CHI2, KREJCIE_MORGAN_D, KREJCIE_MORGAN_P


def krejcie_morgan(population: int) -> Fraction:
    """S = X2 N P (1-P) / (d2 (N-1) + X2 P (1-P)), unrounded (Krejcie & Morgan 1970). population >= 1."""
    if population < 1:
        raise ValueError(f"population {population}: must be 1 or more")
    spread = KREJCIE_MORGAN_CHI2 * KREJCIE_MORGAN_P * (1 - KREJCIE_MORGAN_P)
    return spread * population / (KREJCIE_MORGAN_D**2 * (population - 1) + spread)


def sample_by_formula(population: int) -> int:
    """The formula to the nearest integer: that, not rounding up, reproduces all 90 printed rows. Never more than everybody."""
    return min(population, int(krejcie_morgan(population) + Fraction(1, 2)))


def table_row(population: int) -> int | None:
    """The printed row that practitioners use: the population itself or the next higher one; None beyond the table."""
    return next((row for row in KREJCIE_MORGAN if row >= population), None)


def required_sample(population: int, respondents: int, *, by: Literal["table", "formula"] = "table") -> Sample:
    """Target and whether it is reached.

    by 'table' takes row N or the next higher row (beyond 1,000,000: the last row's 384). Below the first row (10) the table asks for
    more people than there are: then it is everybody.
    """
    formula = sample_by_formula(population)
    row = table_row(population)
    table = min(population, KREJCIE_MORGAN[row] if row is not None else KREJCIE_MORGAN[max(KREJCIE_MORGAN)])
    minimum = table if by == "table" else formula
    return Sample(
        population=population,
        table_population=row,
        table=table,
        formula=formula,
        used=by,
        minimum=minimum,
        respondents=respondents,
        reached=respondents >= minimum,
    )
