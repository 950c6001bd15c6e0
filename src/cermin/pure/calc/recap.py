"""Upward: from units to agency, regency, province, in both conventions that offices use, always with coverage.

No rule says how to combine. A simple mean lets a unit with 5 answers weigh like one with 5,000; weighting by respondents lets one busy
counter decide. Both are given and named. A unit without answers is absent, never zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cermin.pure.calc.index import grade_of
from cermin.pure.calc.numbers import round_half_up
from cermin.pure.law.skm import GRADING_PLACES, Grade


@dataclass(frozen=True, slots=True)
class UnitElement:
    """One element of a unit: exact mean (1..4) over `respondents` answers."""

    code: str
    key: str
    mean: Fraction
    respondents: int


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit's frozen result. exact: index (25..100) unrounded, None while it has none."""

    name: str
    exact: Fraction | None
    respondents: int
    elements: tuple[UnitElement, ...] = ()


@dataclass(frozen=True, slots=True)
class RecapElement:
    """One element over the units that asked it: simple mean of units, and weighted by their respondents."""

    code: str
    key: str
    units: int
    simple: Fraction
    weighted: Fraction


@dataclass(frozen=True, slots=True)
class Recap:
    """Several units together. simple and weighted are None together when no unit has a result.

    units_obliged: how many owe one (the number of units given when nobody said); missing: names of units without a result.
    respondents: of the counted units.
    """

    simple: Decimal | None
    simple_grade: Grade | None
    weighted: Decimal | None
    weighted_grade: Grade | None
    units_counted: int
    units_obliged: int
    respondents: int
    missing: tuple[str, ...]
    elements: tuple[RecapElement, ...]


def combine(units: Sequence[UnitFigure], *, obliged: int | None = None) -> Recap:
    """Combine units, exactly, rounding once at the end.

    ValueError when `obliged` is smaller than the number of units, or a unit or one of its elements has a result without respondents.
    """
    if obliged is not None and obliged < len(units):
        raise ValueError(f"obliged {obliged} is smaller than the {len(units)} units given")
    counted = [(unit, unit.exact) for unit in units if unit.exact is not None]
    if any(unit.respondents < 1 for unit, _ in counted):
        raise ValueError("a unit has a result without respondents")
    if any(element.respondents < 1 for unit, _ in counted for element in unit.elements):
        raise ValueError("an element has a mean without respondents")
    missing = tuple(unit.name for unit in units if unit.exact is None)
    respondents = sum(unit.respondents for unit, _ in counted)
    simple = weighted = None
    if counted:
        simple = round_half_up(sum((exact for _, exact in counted), Fraction(0)) / len(counted), GRADING_PLACES)
        pooled = sum((exact * unit.respondents for unit, exact in counted), Fraction(0)) / respondents
        weighted = round_half_up(pooled, GRADING_PLACES)
    return Recap(
        simple=simple,
        simple_grade=grade_of(simple) if simple is not None else None,
        weighted=weighted,
        weighted_grade=grade_of(weighted) if weighted is not None else None,
        units_counted=len(counted),
        units_obliged=obliged if obliged is not None else len(units),
        respondents=respondents,
        missing=missing,
        elements=_elements([unit for unit, _ in counted]),
    )


def _elements(units: Sequence[UnitFigure]) -> tuple[RecapElement, ...]:
    """In the order of their codes; an element that some units did not ask is combined over those that did.

    Elements are joined by meaning (key). Should units number the same meaning differently, the lowest code names it.
    """
    by_key: dict[str, list[UnitElement]] = {}
    for unit in units:
        for element in unit.elements:
            by_key.setdefault(element.key, []).append(element)
    found = []
    for key, parts in by_key.items():
        answers = sum(part.respondents for part in parts)
        simple = sum((part.mean for part in parts), Fraction(0)) / len(parts)
        weighted = sum((part.mean * part.respondents for part in parts), Fraction(0)) / answers
        code = min((part.code for part in parts), key=_code_order)
        found.append(RecapElement(code, key, len(parts), simple, weighted))
    return tuple(sorted(found, key=lambda element: (_code_order(element.code), element.key)))


def _code_order(code: str) -> tuple[int, str]:
    """U9 before U10."""
    return len(code), code
