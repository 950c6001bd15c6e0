"""Small groups: what is hidden cannot be had back by subtraction."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cermin.pure.calc.answers import NO_GROUP, Answers, ElementColumns, Grouping
from cermin.pure.calc.groups import tabulate
from cermin.pure.calc.index import score_index
from cermin.pure.calc.results import GroupTable, Reason

LIMIT_SCORE, LIMIT_COUNT = 10, 5


def table_of(
    sizes: list[int], not_given: int = 0, seed: int = 0, count_limit: int = LIMIT_COUNT
) -> tuple[GroupTable, Answers, Grouping]:
    codes = np.array([g for g, size in enumerate(sizes) for _ in range(size)] + [NO_GROUP] * not_given, dtype=np.int16)
    scores = np.random.default_rng(seed).integers(1, 5, (len(codes), 2)).astype(np.int8)
    elements = tuple(ElementColumns(f"E{i}", f"U{i}", f"U{i}", f"U{i}", (i,)) for i in range(2))
    answers = Answers(elements, ("P1", "P2"), scores)
    grouping = Grouping("gender", "Jenis kelamin", tuple(f"G{i}" for i in range(len(sizes))), codes)
    return tabulate(answers, grouping, min_score_n=LIMIT_SCORE, min_count_n=count_limit), answers, grouping


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


def test_labels_do_not_give_the_count_away() -> None:
    """ "Fewer than 5" and "at least 5" with the sum 6 would mean 1 and 5: one more group is covered."""
    table, _, _ = table_of([1, 5, 8, 20])
    assert counts(table) == [None, None, None, 20]
    assert [group.reason for group in table.groups[:3]] == [Reason.SUPPRESSED, Reason.COMPLEMENT, Reason.COMPLEMENT]


def test_when_all_is_covered_no_label_bounds_a_count() -> None:
    table, _, _ = table_of([1, 5, 5])
    assert counts(table) == [None, None, None]
    assert {group.reason for group in table.groups} == {Reason.COMPLEMENT}


def test_a_limit_of_two_is_not_told_by_its_label() -> None:
    """ "Fewer than 2" is 1: the cell is covered like its complement, and nothing more is hidden for it."""
    table, _, _ = table_of([1, 6, 7, 30], count_limit=2)
    assert counts(table) == [None, None, 7, 30]
    assert table.groups[0].reason is table.groups[1].reason is Reason.COMPLEMENT


def test_many_without_a_label_hide_nobody_else() -> None:
    """Total minus the shown groups is the mean of 15 unlabelled people: enough to be shown itself."""
    table, _, _ = table_of([40, 50], not_given=15)
    assert [group.index is not None for group in table.groups] == [True, True]


def test_one_without_a_label_is_protected() -> None:
    table, _, _ = table_of([12, 20], not_given=1)
    assert counts(table) == [None, 20]
    assert table.not_given is None
    assert table.groups[0].index is None


def test_a_few_complete_questionnaires_show_no_index_of_their_own() -> None:
    codes = np.array([0] * 12 + [1] * 30, dtype=np.int16)
    scores = np.full((42, 2), 3, dtype=np.int8)
    scores[1:12, 1] = 0
    scores[1, 1] = 4
    elements = tuple(ElementColumns(f"E{i}", f"U{i}", f"U{i}", f"U{i}", (i,)) for i in range(2))
    table = tabulate(Answers(elements, ("P1", "P2"), scores), Grouping("gender", "Jenis kelamin", ("L", "P"), codes))
    few, many = (group.index for group in table.groups)
    assert few is not None
    assert many is not None
    assert (few.complete, few.complete_value, few.complete_grade) == (2, None, None)
    assert few.value is not None
    assert (many.complete, many.complete_value) == (30, many.value)


def test_rows_without_any_score_count_nowhere() -> None:
    codes = np.array([0] * 12 + [1] * 12 + [NO_GROUP], dtype=np.int16)
    scores = np.full((25, 1), 3, dtype=np.int8)
    scores[[0, 24]] = 0
    answers = Answers((ElementColumns("E", "U1", "U1", "U1", (0,)),), ("P1",), scores)
    table = tabulate(answers, Grouping("gender", "Jenis kelamin", ("L", "P"), codes))
    assert (counts(table), table.not_given, table.total) == ([11, 12], 0, 23)


SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=7).filter(lambda sizes: sum(sizes) > 0)
SMALL_SIZES = st.lists(st.integers(0, 12), min_size=1, max_size=6).filter(lambda sizes: sum(sizes) > 0)


def possible_counts(table: GroupTable, limit: int) -> list[set[int]]:
    """Per hidden cell, every count that fits the shown cells, the total and the labels (those without a label have none)."""
    shown = sum(group.count for group in table.groups if group.count is not None) + (table.not_given or 0)
    rest = table.total - shown
    labels = [group.reason for group in table.groups if group.count is None]
    says_small = Reason.SUPPRESSED in labels
    cells = []
    for reason in [*labels, *([None] if table.not_given is None else [])]:
        if reason is Reason.SUPPRESSED:
            cells.append(set(range(1, limit)))
        elif reason is Reason.COMPLEMENT and says_small:
            cells.append(set(range(limit, rest + 1)))
        else:
            cells.append(set(range(1, rest + 1)))
    possible = []
    for place, own in enumerate(cells):
        sums = {0}
        for other, values in enumerate(cells):
            if other != place:
                sums = {before + value for before in sums for value in values if before + value <= rest}
        possible.append({value for value in own if rest - value in sums})
    return possible


@given(st.one_of(SIZES, SMALL_SIZES), st.integers(0, 12), st.integers(2, 7))
@settings(max_examples=300, deadline=None)
def test_no_hidden_count_follows_from_what_is_shown(sizes: list[int], not_given: int, limit: int) -> None:
    table, _, _ = table_of(sizes, not_given, count_limit=limit)
    cells = [size for size in [*sizes, not_given] if size]
    hidden = possible_counts(table, limit)
    if not hidden:
        assert all(size >= limit for size in cells)
    elif len(hidden) < len(cells) or (len(cells) > 1 and table.total > len(cells)):
        # Else only the total is published, and it tells: one group has all people, or each has one.
        assert all(len(values) > 1 for values in hidden)


@given(SIZES, st.integers(0, 25))
@settings(max_examples=200, deadline=None)
def test_no_hidden_mean_follows_from_the_total(sizes: list[int], not_given: int) -> None:
    table, _, _ = table_of(sizes, not_given)
    hidden = [size for size, group in zip(sizes, table.groups, strict=True) if size and group.index is None]
    if not_given:
        hidden.append(not_given)
    shown = [group for group in table.groups if group.index is not None]
    assert all(group.count is not None and group.count >= LIMIT_SCORE for group in shown)
    if hidden and shown:
        # Total minus the shown groups is the mean of all hidden people together: never of few people, and never
        # of one group, but for the many without a label.
        assert sum(hidden) >= LIMIT_SCORE
        assert len(hidden) >= 2 or hidden == [not_given]


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
