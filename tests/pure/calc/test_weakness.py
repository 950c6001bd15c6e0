from __future__ import annotations

from fractions import Fraction

import numpy as np
from tests.pure.calc.test_index import answers_of

from cermin.pure.calc.index import score_index
from cermin.pure.calc.results import Estimate, Interval
from cermin.pure.calc.weakness import weakest_elements


def estimate(low: float, high: float) -> Estimate:
    return Estimate(9, (low + high) / 2, 0.5, Interval(low, high, 0.1, 0.95, "t", 9))


def test_weakest_first_with_shared_ranks() -> None:
    index = score_index(answers_of([[3, 2, 4, 2, 3]] * 3))
    weak = weakest_elements(index)
    assert [(w.code, w.rank, w.gap) for w in weak] == [
        ("U2", 1, 0),
        ("U4", 1, 0),
        ("U1", 3, 1),
        ("U5", 3, 1),
        ("U3", 5, 2),
    ]
    assert all(w.overlaps_weakest is None for w in weak)


def test_an_order_that_the_intervals_do_not_carry_is_said() -> None:
    index = score_index(answers_of([[2, 3, 4]]))
    weak = weakest_elements(index, {"U1": estimate(1.5, 2.5), "U2": estimate(2.4, 3.6), "U3": estimate(2.6, 4.0)})
    assert [w.overlaps_weakest for w in weak] == [True, True, False]


def test_an_element_without_answers_is_not_weak() -> None:
    table = np.array([[2, 0, 4]], dtype=np.int8)
    weak = weakest_elements(score_index(answers_of(table)))
    assert [w.code for w in weak] == ["U1", "U3"]
    assert weak[1].gap == Fraction(2)
