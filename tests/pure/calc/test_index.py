"""The index: hand-checked cases, and the laws that hold for any answers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import mean
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cermin.pure.calc.answers import Answers, ElementColumns
from cermin.pure.calc.index import BadScore, count_scores, disagreement, grade_of, index_from_counts, score_index
from cermin.pure.calc.results import Reason


def answers_of(scores: Any, sizes: tuple[int, ...] | None = None) -> Answers:
    """Answers with elements of the given numbers of questions (one each by default)."""
    table = np.array(scores, dtype=np.int8)
    questions = table.shape[1]
    elements, start = [], 0
    for position, size in enumerate(sizes or (1,) * questions):
        columns = tuple(range(start, start + size))
        elements.append(
            ElementColumns(f"E{position}", f"U{position + 1}", f"Unsur {position + 1}", f"U{position + 1}", columns)
        )
        start += size
    assert start == questions
    return Answers(tuple(elements), tuple(f"P{i + 1}" for i in range(questions)), table)


@st.composite
def score_tables(draw: st.DrawFn, *, lowest: int = 0, several: bool = True) -> tuple[np.ndarray, tuple[int, ...]]:
    """A table of scores in which every row has one, and how many questions each element has."""
    sizes = tuple(draw(st.lists(st.integers(1, 3 if several else 1), min_size=1, max_size=12)))
    rows = draw(st.integers(1, 12))
    table = draw(arrays(np.int8, (rows, sum(sizes)), elements=st.integers(lowest, 4)))
    keep = table.any(axis=1)
    if not keep.any():
        table[0, :] = 4
        keep = table.any(axis=1)
    return table[keep], sizes


def naive_nrr(table: np.ndarray, sizes: tuple[int, ...]) -> Fraction | None:
    """The definition, written again with plain lists."""
    element_means, start = [], 0
    for size in sizes:
        question_means = []
        for column in range(start, start + size):
            filled = [int(value) for value in table[:, column] if value]
            if filled:
                question_means.append(Fraction(sum(filled), len(filled)))
        start += size
        if not question_means:
            return None
        element_means.append(mean(question_means))
    return Fraction(mean(element_means))


@given(score_tables())
def test_equals_the_definition(drawn: tuple[np.ndarray, tuple[int, ...]]) -> None:
    table, sizes = drawn
    index = score_index(answers_of(table, sizes))
    expected = naive_nrr(table, sizes)
    assert index.nrr == expected
    if expected is None:
        assert index.reason is Reason.EMPTY_ELEMENT
        assert (index.exact, index.value, index.grade, index.conventions) == (None, None, None, ())
    else:
        assert index.exact == expected * 25
        assert index.value is not None
        assert abs(Fraction(index.value) - expected * 25) <= Fraction(1, 200)
        assert index.grade == grade_of(index.value)
        assert sum((e.weighted for e in index.elements if e.weighted is not None), Fraction(0)) == expected


@given(score_tables(), st.randoms(use_true_random=False))
def test_order_changes_nothing(drawn: tuple[np.ndarray, tuple[int, ...]], random: Any) -> None:
    table, sizes = drawn
    order = list(range(len(table)))
    random.shuffle(order)
    assert score_index(answers_of(table[order], sizes)) == score_index(answers_of(table, sizes))


@given(score_tables(lowest=1))
def test_bounds_and_completeness(drawn: tuple[np.ndarray, tuple[int, ...]]) -> None:
    table, sizes = drawn
    index = score_index(answers_of(table, sizes))
    assert index.value is not None
    assert Decimal(25) <= index.value <= Decimal(100)
    assert index.grade is not None
    assert index.complete == index.respondents == len(table)
    assert (index.complete_value, index.complete_grade) == (index.value, index.grade)


@given(score_tables(), st.data())
def test_a_better_answer_never_lowers_the_index(drawn: tuple[np.ndarray, tuple[int, ...]], data: st.DataObject) -> None:
    table, sizes = drawn
    before = score_index(answers_of(table, sizes))
    places = [(int(r), int(c)) for r, c in np.argwhere((table > 0) & (table < 4))]
    if not places or before.exact is None:
        return
    row, column = data.draw(st.sampled_from(places))
    better = table.copy()
    better[row, column] += 1
    after = score_index(answers_of(better, sizes))
    assert after.exact is not None
    assert after.exact > before.exact


@given(score_tables())
def test_counts_are_enough(drawn: tuple[np.ndarray, tuple[int, ...]]) -> None:
    """A tally of counts gives the same index as the rows."""
    table, sizes = drawn
    answers = answers_of(table, sizes)
    whole = score_index(answers)
    from_counts = index_from_counts(answers.elements, count_scores(answers.scores), respondents=whole.respondents)
    assert (from_counts.exact, from_counts.value, from_counts.grade) == (whole.exact, whole.value, whole.grade)
    assert from_counts.conventions == whole.conventions
    for counted, scored in zip(from_counts.elements, whole.elements, strict=True):
        assert (counted.mean, counted.counts, counted.converted) == (scored.mean, scored.counts, scored.converted)


@given(score_tables(), st.data())
def test_grouping_changes_nothing(drawn: tuple[np.ndarray, tuple[int, ...]], data: st.DataObject) -> None:
    """However the respondents are divided, the counts of the parts add up to the index of the whole."""
    table, sizes = drawn
    group = data.draw(arrays(np.int16, len(table), elements=st.integers(0, 3)))
    answers = answers_of(table, sizes)
    parts = sum(
        (count_scores(table[group == part]) for part in range(4)), np.zeros((table.shape[1], 4), dtype=np.int64)
    )
    assert index_from_counts(answers.elements, parts).exact == score_index(answers).exact


@given(score_tables(), st.data())
def test_a_subset_is_its_own_survey(drawn: tuple[np.ndarray, tuple[int, ...]], data: st.DataObject) -> None:
    table, sizes = drawn
    mask = data.draw(arrays(np.bool_, len(table)))
    assert score_index(answers_of(table, sizes), mask) == score_index(answers_of(table[mask], sizes))


@given(st.integers(1, 20))
def test_weight_is_one_over_k(k: int) -> None:
    index = score_index(answers_of([[4] * k]))
    assert index.weight * k == 1
    assert index.value == Decimal("100.00")
    assert index.grade is not None
    assert index.grade.letter == "A"


def test_missing_is_missing() -> None:
    """Two of three answer the second question: its divisor is two, and the complete two alone give another index."""
    index = score_index(answers_of([[4, 0], [2, 4], [3, 2]]))
    first, second = index.elements
    assert (first.total, first.answers, first.mean) == (9, 3, 3)
    assert (second.total, second.answers, second.mean) == (6, 2, 3)
    assert index.value == Decimal("75.00")
    assert (index.respondents, index.complete) == (3, 2)
    assert index.complete_value == Decimal("68.75")  # means 2.5 and 3
    assert index.complete_grade is not None
    assert index.complete_grade.letter == "C"


def test_several_questions_are_averaged_first() -> None:
    """Element mean = mean of question means, not of all its answers: 4 answers of 4 and 1 answer of 2 give 3, not 3.6."""
    index = score_index(answers_of([[4, 2], [4, 0], [4, 0], [4, 0]], (2,)))
    element = index.elements[0]
    assert element.mean == 3
    assert (element.total, element.answers, element.respondents) == (18, 5, 4)
    assert index.value == Decimal("75.00")


def test_nobody_answered_an_element() -> None:
    index = score_index(answers_of([[4, 0], [3, 0]]))
    assert index.reason is Reason.EMPTY_ELEMENT
    assert index.elements[1].mean is None
    assert index.elements[0].mean == Fraction(7, 2)


def test_no_respondents() -> None:
    index = score_index(answers_of(np.zeros((0, 3))))
    assert (index.respondents, index.value, index.reason) == (0, None, Reason.NO_ANSWERS)


@pytest.mark.parametrize(
    ("respondents", "total", "value", "letter"),
    [
        (19, 604, "88.30", "B"),  # exactly 88.3041, between the printed 88.30 and 88.31
        (43, 1367, "88.31", "A"),  # exactly 88.3075: rounded first, then graded
    ],
)
def test_values_in_the_gap_of_the_printed_table(respondents: int, total: int, value: str, letter: str) -> None:
    low, more = divmod(total, respondents * 9)
    flat = np.full(respondents * 9, low, dtype=np.int8)
    flat[:more] += 1
    index = score_index(answers_of(flat.reshape(respondents, 9)))
    assert (str(index.value), index.grade and index.grade.letter) == (value, letter)


def test_three_everywhere_is_c() -> None:
    index = score_index(answers_of([[3] * 9] * 5))
    assert (str(index.value), index.grade and index.grade.letter) == ("75.00", "C")


def test_the_other_conventions_and_where_they_disagree() -> None:
    index = score_index(answers_of([[4, 4, 4, 4, 4, 3, 3, 3, 3]]))  # 32 of 36
    assert [(c.method, str(c.value)) for c in index.conventions] == [
        ("exact", "88.89"),
        ("0.111", "88.80"),
        ("0.11", "88.00"),
    ]
    assert [c.method for c in disagreement(index)] == ["0.11"]


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        ("25.00", "D"),
        ("64.99", "D"),
        ("65.00", "C"),
        ("76.60", "C"),
        ("76.61", "B"),
        ("88.30", "B"),
        ("88.31", "A"),
        ("100.00", "A"),
    ],
)
def test_grade_bounds(value: str, letter: str) -> None:
    grade = grade_of(Decimal(value))
    assert grade is not None
    assert grade.letter == letter


def test_outside_the_table_has_no_grade() -> None:
    assert grade_of(Decimal("24.99")) is None
    assert grade_of(Decimal("100.01")) is None


@given(st.integers(2500, 10_000))
def test_every_two_decimal_value_has_one_grade(hundredths: int) -> None:
    assert grade_of(Decimal(hundredths) / 100) is not None


@pytest.mark.parametrize("bad", [-1, 5, 100])
def test_anything_but_one_to_four_names_row_and_column(bad: int) -> None:
    with pytest.raises(BadScore) as caught:
        score_index(answers_of([[4, 3], [2, bad]]))
    assert (caught.value.row, caught.value.column, caught.value.value) == (1, "P2", bad)
    assert "P2" in str(caught.value)


def test_a_bad_score_in_a_subset_is_named_by_its_row_in_the_whole() -> None:
    answers = answers_of([[4, 3], [2, 1], [2, 9]])
    with pytest.raises(BadScore) as caught:
        score_index(answers, np.array([False, True, True]))
    assert (caught.value.row, caught.value.column) == (2, "P2")
    assert score_index(answers, np.array([True, True, False])).respondents == 2


def test_floats_are_refused() -> None:
    answers = Answers((ElementColumns("E", "U1", "x", "x", (0,)),), ("P1",), np.array([[3.5]]))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        score_index(answers)
