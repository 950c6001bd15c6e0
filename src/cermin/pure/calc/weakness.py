"""Which elements are weakest, with ties and without claiming an order that the intervals do not carry."""

from __future__ import annotations

from collections.abc import Mapping

from cermin.pure.calc.results import Estimate, Index, WeakElement


def weakest_elements(index: Index, estimates: Mapping[str, Estimate] | None = None) -> tuple[WeakElement, ...]:
    """Every element with a mean, weakest first; equal exact means share a rank and keep the order of the list.

    estimates: by element code. With intervals, `overlaps_weakest` says whether the element's interval reaches down to that of the
    weakest (True for the weakest itself): its place behind the weakest is then not certain. None where an interval is absent.
    """
    ordered = sorted(
        (element.mean, position, element.code)
        for position, element in enumerate(index.elements)
        if element.mean is not None
    )
    if not ordered:
        return ()
    lowest = ordered[0][0]
    first = estimates.get(ordered[0][2]) if estimates else None
    ceiling = first.interval.high if first and first.interval else None
    found = []
    for mean, _position, code in ordered:
        estimate = estimates.get(code) if estimates else None
        overlaps = None
        if ceiling is not None and estimate is not None and estimate.interval is not None:
            overlaps = estimate.interval.low <= ceiling
        rank = 1 + sum(other < mean for other, _, _ in ordered)
        found.append(WeakElement(code, rank, mean, mean - lowest, overlaps))
    return tuple(found)
