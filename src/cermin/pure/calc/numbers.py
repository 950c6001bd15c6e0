"""Exact rounding. Fractions inside, rounded once, half up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def round_half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """`value` to `places` decimals, halves away from zero, exactly (5/1000 -> 0.01 for places=2).

    Floats are not accepted: they would bring in a binary error before the rounding that becomes law.
    """
    exact = Fraction(value)
    scale = 10**places
    units = int(abs(exact) * scale + Fraction(1, 2))
    # Built from text: arithmetic on a Decimal would round to the precision of whatever context is in force.
    return Decimal(f"{units if exact >= 0 else -units}E-{places}")
