"""Frozen results as plain JSON and back, exactly: a fraction as "a/b", a decimal as its digits, a float as its shortest text.

What is thawed equals what was frozen. An unknown or missing key raises: a stored result of another shape is never half read.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from cattrs.preconf.json import make_converter

Shape = TypeVar("Shape")

_converter: Final = make_converter(forbid_extra_keys=True, detailed_validation=False)


def _fraction(text: Any, _: Any) -> Fraction:
    top, bottom = str(text).split("/")
    return Fraction(int(top), int(bottom))


def _float(value: Any, _: Any) -> float:
    # PostgreSQL hands a float without decimals back as a whole number; text stands for what JSON does not know.
    return float(value)


def _unfloat(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


_converter.register_unstructure_hook(Fraction, lambda value: f"{value.numerator}/{value.denominator}")
_converter.register_structure_hook(Fraction, _fraction)
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
_converter.register_unstructure_hook(float, _unfloat)
_converter.register_structure_hook(float, _float)


def freeze(value: object, shape: Any = None) -> Any:
    """The value of a frozen dataclass (or tuple of them: say its type) as plain JSON."""
    return _converter.unstructure(value, unstructure_as=shape or type(value))


def thaw(content: Any, shape: type[Shape]) -> Shape:
    """The value again. Raises for content of another shape."""
    return _converter.structure(content, shape)
