"""The printed sample table against its formula, recomputed here."""

from fractions import Fraction

from cermin.pure.law.sampling import KREJCIE_MORGAN, KREJCIE_MORGAN_CHI2, KREJCIE_MORGAN_D, KREJCIE_MORGAN_P


def formula(population: int) -> Fraction:
    """X2 N P Q / (d2 (N-1) + X2 P Q) with the numbers written out: 3.841 x 0.25 = 0.96025, 0.05 squared = 0.0025."""
    return Fraction("0.96025") * population / (Fraction("0.0025") * (population - 1) + Fraction("0.96025"))


def test_ninety_rows_ascending() -> None:
    assert len(KREJCIE_MORGAN) == 90
    populations = list(KREJCIE_MORGAN)
    assert populations == sorted(populations)
    assert (populations[0], populations[-1]) == (10, 1_000_000)
    sizes = list(KREJCIE_MORGAN.values())
    assert sizes == sorted(sizes)


def test_every_row_is_the_formula_to_the_nearest_integer() -> None:
    for population, size in KREJCIE_MORGAN.items():
        assert abs(formula(population) - size) < Fraction(1, 2), population


def test_rows_known_by_heart() -> None:
    rows = ((60, 52), (110, 86), (210, 136), (550, 226), (1000, 278), (4500, 354), (75_000, 382))
    assert [KREJCIE_MORGAN[population] for population, _ in rows] == [size for _, size in rows]


def test_constants_are_those_of_the_formula() -> None:
    assert Fraction("0.96025") == KREJCIE_MORGAN_CHI2 * KREJCIE_MORGAN_P * (1 - KREJCIE_MORGAN_P)
    assert Fraction("0.0025") == KREJCIE_MORGAN_D**2
