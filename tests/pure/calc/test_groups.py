"""Small groups: what is hidden cannot be had back by subtraction."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cermin.pure.calc.answers import NO_GROUP, Answers, ElementColumns, Grouping
from cermin.pure.calc.groups import tabulate
from cermin.pure.calc.index import score_index
from cermin.pure.calc.results import GroupTable, Reason

LIMIT_SCORE, LIMIT_COUNT = 10, 5


def table_of(sizes: list[int], not_given: int = 0, seed: int = 0) -> tuple[GroupTable, Answers, Grouping]:
    codes = np.array([g for g, size in enumerate(sizes) for _ in range(size)] + [NO_GROUP] * not_given, dtype=np.int16)
    scores = np.random.default_rng(seed).integers(1, 5, (len(codes), 2)).astype(np.int8)
    elements = tuple(ElementColumns(f"E{i}", f"U{i}", f"U{i}", f"U{i}", (i,)) for i in range(2))
    answers = Answers(elements, ("P1", "P2"), scores)
    grouping = Grouping("gender", "Jenis kelamin", tuple(f"G{i}" for i in range(len(sizes))), codes)
    return tabulate(answers, grouping, min_score_n=LIMIT_SCORE, min_count_n=LIMIT_COUNT), answers, grouping


def counts(table: GroupTable) -> list[int | None]:
    return [group.count for group in table.groups]


def test_big_groups_are_shown_with_their_own_index() -> None:
    table, answers, grouping = table_of([12, 20])
    assert counts(table) == [12, 20]
    for position, group in enumerate(table.groups):
        assert group.index == score_index(answers, grouping.codes == position)
        assert group.share is not None
    assert sum(group.share for group in table.groups if group.share is not None) == 1


def test_one_small_group_takes_the_next_smallest_along() -> None:
    table, _, _ = table_of([31 - 2 - 15, 15, 2])
    assert counts(table) == [None, 15, None]
    assert table.groups[2].reason is Reason.SUPPRESSED
    assert table.groups[0].reason is Reason.COMPLEMENT


def test_two_of_31_cannot_be_had_from_29_women() -> None:
    """Total 31 minus 29 would reveal 2: with two groups both are hidden."""
    table, _, _ = table_of([29, 2])
    assert counts(table) == [None, None]


def test_an_empty_group_is_zero_and_no_secret() -> None:
    table, _, _ = table_of([0, 12, 15])
    assert counts(table) == [0, 12, 15]
    assert table.groups[0].reason is Reason.NO_ANSWERS


def test_two_ones_would_give_themselves_away() -> None:
    table, _, _ = table_of([1, 1, 30, 40])
    assert counts(table) == [None, None, None, 40]


def test_those_without_a_label_can_be_the_complement() -> None:
    table, _, _ = table_of([3, 20, 30], not_given=6)
    assert counts(table) == [None, 20, 30]
    assert table.not_given is None


def test_a_count_may_be_shown_while_the_score_is_not() -> None:
    table, _, _ = table_of([7, 25, 30])
    assert counts(table) == [7, 25, 30]
    assert [group.index is None for group in table.groups] == [True, True, False]
    assert table.groups[1].reason is Reason.COMPLEMENT


def test_a_single_group_shows_what_the_total_shows() -> None:
    table, _, _ = table_of([14])
    assert counts(table) == [14]
    assert table.groups[0].index is not None


SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=7).filter(lambda sizes: sum(sizes) > 0)


def explanations(table: GroupTable) -> set[tuple[int, ...]]:
    """Every way to fill the hidden counts that a reader who knows the rules would accept."""
    hidden = [group.reason for group in table.groups if group.count is None]
    if table.not_given is None:
        hidden.append(None)
    shown = sum(group.count for group in table.groups if group.count is not None) + (table.not_given or 0)
    rest = table.total - shown
    ranges = [
        range(1, LIMIT_COUNT) if reason is Reason.SUPPRESSED else range(LIMIT_COUNT if reason else 1, rest + 1)
        for reason in hidden
    ]
    found: set[tuple[int, ...]] = set()
    for combination in itertools.product(*ranges):
        if sum(combination) == rest:
            found.add(combination)
        if len(found) > 1:
            break
    return found


@given(SIZES, st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_hidden_counts_have_more_than_one_explanation(sizes: list[int], not_given: int) -> None:
    table, _, _ = table_of(sizes, not_given)
    cells = [*sizes, not_given]
    hidden = [*[group.count is None for group in table.groups], table.not_given is None]
    if not any(hidden):
        assert all(size == 0 or size >= LIMIT_COUNT for size in cells)
        return
    shown_people = [size for size, is_hidden in zip(cells, hidden, strict=True) if size and not is_hidden]
    if shown_people:  # when everything is hidden only the total is known, and that is published anyway
        assert len(explanations(table)) > 1


@given(SIZES, st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_no_hidden_mean_follows_from_the_total(sizes: list[int], not_given: int) -> None:
    table, _, _ = table_of(sizes, not_given)
    hidden = [size for size, group in zip(sizes, table.groups, strict=True) if size and group.index is None]
    if not_given:
        hidden.append(not_given)
    shown = [group for group in table.groups if group.index is not None]
    assert all(group.count is not None and group.count >= LIMIT_SCORE for group in shown)
    if hidden and shown:
        # Total minus the shown groups is the mean of all hidden people together: never of one group, never of few people.
        assert len(hidden) >= 2
        assert sum(hidden) >= LIMIT_SCORE


@given(SIZES, st.integers(0, 12), st.integers(0, 1000))
@settings(max_examples=50, deadline=None)
def test_what_is_shown_is_right(sizes: list[int], not_given: int, seed: int) -> None:
    table, answers, grouping = table_of(sizes, not_given, seed)
    assert table.total == len(answers.scores)
    for position, (size, group) in enumerate(zip(sizes, table.groups, strict=True)):
        assert group.count in (None, size)
        if group.index is not None:
            assert group.index == score_index(answers, grouping.codes == position)
            assert group.count == size
