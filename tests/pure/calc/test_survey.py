"""Everything together, on the worked 40 rows, and the digest that anybody can recompute."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.pure.calc.test_index import answers_of

from cermin.pure.calc.answers import Answers, ElementColumns, Grouping
from cermin.pure.calc.results import Reason
from cermin.pure.calc.survey import answer_digest, evaluate_survey

WORKED = json.loads((Path(__file__).parents[2] / "golden" / "statistics.json").read_text(encoding="utf-8"))


def worked_rows() -> list[list[int]]:
    rows = WORKED["rows"]
    return [[int(digit) for digit in row] for row in rows] if isinstance(rows[0], str) else rows


def test_the_worked_forty_rows() -> None:
    result = evaluate_survey(answers_of(worked_rows()), population=120)
    assert str(result.index.value) == "78.06"
    means = [element.mean for element in result.index.elements]
    assert means == [
        Fraction(mean) for mean in ["2.925", "3.125", "2.85", "3.55", "3.175", "3.075", "3.4", "2.925", "3.075"]
    ]
    assert {c.method: str(c.value) for c in result.index.conventions} == {
        "exact": "78.06",
        "0.111": "77.98",
        "0.11": "77.28",
    }
    assert result.index.grade is not None
    assert result.index.grade.letter == "B"
    interval = result.estimate.interval
    assert interval is not None
    assert (round(interval.low, 5), round(interval.high, 5)) == (75.67066, 80.44045)
    assert result.sample is not None
    assert (result.sample.minimum, result.sample.reached) == (92, False)
    assert result.reliability is not None
    assert result.reliability.alpha == pytest.approx(0.767834, abs=1e-6)
    assert [w.code for w in result.weakest][:2] == ["U3", "U1"]


def test_without_statistics_neither_scipy_nor_statsmodels_is_loaded() -> None:
    code = """
import sys, numpy as np
from cermin.pure.calc.answers import Answers, ElementColumns
from cermin.pure.calc.survey import evaluate_survey
answers = Answers((ElementColumns("E", "U1", "x", "x", (0,)),), ("P1",), np.array([[3], [4]], dtype=np.int8))
result = evaluate_survey(answers, population=10, with_statistics=False)
assert result.estimate.interval is None and result.estimate.n == 2 and result.estimate.mean == 87.5
print(sorted(name for name in sys.modules if name.split(".")[0] in ("scipy", "statsmodels", "pandas")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_not_asked_is_said() -> None:
    result = evaluate_survey(answers_of([[3, 4], [4, 4]]), with_statistics=False)
    assert result.estimate.reason is Reason.NOT_ASKED
    assert (result.satisfied, result.reliability, result.sample) == (None, None, None)


def test_groups_are_tabulated_with_the_limits_of_the_caller() -> None:
    codes = np.array([0] * 6 + [1] * 6, dtype=np.int16)
    grouping = Grouping("service", "Jenis layanan", ("A", "B"), codes)
    scores = np.full((12, 1), 3, dtype=np.int8)
    answers = Answers((ElementColumns("E", "U1", "x", "x", (0,)),), ("P1",), scores, grouping, {"gender": grouping})
    strict = evaluate_survey(answers, with_statistics=False)
    loose = evaluate_survey(answers, min_score_n=6, min_count_n=2, with_statistics=False)
    assert strict.services is not None
    assert loose.services is not None
    assert [group.index is None for group in strict.services.groups] == [True, True]
    assert [group.index and group.index.value for group in loose.services.groups] == [Decimal("75.00")] * 2
    assert (strict.min_score_n, strict.min_count_n) == (10, 5)
    assert len(strict.profile) == 1


@pytest.mark.parametrize("population", [0, 1, -3])
def test_a_population_smaller_than_the_respondents_is_refused(population: int) -> None:
    with pytest.raises(ValueError, match="smaller than the number of respondents"):
        evaluate_survey(answers_of([[3], [4]]), population=population)


def test_a_file_without_any_answer_to_an_element() -> None:
    result = evaluate_survey(answers_of([[3, 0], [4, 0]]), population=10)
    assert result.index.reason is Reason.EMPTY_ELEMENT
    assert result.estimate.reason is Reason.EMPTY_ELEMENT
    assert result.estimate.interval is None
    assert (result.satisfied, result.reliability) == (None, None)
    answered, empty = (estimate for _, estimate in result.element_estimates)
    assert (answered.n, answered.mean) == (2, 3.5)
    assert answered.interval is not None
    assert (empty.n, empty.reason) == (0, Reason.NO_ANSWERS)


@pytest.mark.parametrize("with_statistics", [True, False])
def test_no_respondents_at_all(with_statistics: bool) -> None:
    result = evaluate_survey(answers_of(np.zeros((0, 2))), with_statistics=with_statistics)
    assert (result.index.reason, result.estimate.reason) == (Reason.NO_ANSWERS, Reason.NO_ANSWERS)
    assert result.weakest == ()


def test_the_digest_by_hand() -> None:
    answers = answers_of([[4, 1], [2, 0], [2, 3]])
    text = "cermin/answers/1\nP1,P2\n20\n23\n41\n"
    assert answer_digest(answers) == hashlib.sha256(text.encode()).hexdigest()


@given(arrays(np.int8, st.tuples(st.integers(1, 8), st.integers(1, 5)), elements=st.integers(0, 4)), st.data())
def test_the_digest_knows_no_order(table: np.ndarray, data: st.DataObject) -> None:
    answers = answers_of(table)
    rows = data.draw(st.permutations(range(table.shape[0])))
    columns = data.draw(st.permutations(range(table.shape[1])))
    elements = tuple(ElementColumns(f"E{i}", f"U{i}", "x", "x", (i,)) for i in range(table.shape[1]))
    moved = Answers(elements, tuple(answers.questions[c] for c in columns), table[rows][:, columns])
    assert answer_digest(moved) == answer_digest(answers)
    changed = table.copy()
    changed[0, 0] = (changed[0, 0] + 1) % 5
    if sorted(map(tuple, changed.tolist())) != sorted(map(tuple, table.tolist())):
        assert answer_digest(answers_of(changed)) != answer_digest(answers)
