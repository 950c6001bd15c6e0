"""The count tables against a loop over the rows, and their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.pure.calc import tally as tally_module
from cermin.pure.calc.answers import NO_GROUP, Answers, ElementColumns, Grouping
from cermin.pure.calc.index import index_from_counts, score_index
from cermin.pure.calc.tally import Tally, tally_answers


def labels(size: int) -> tuple[str, ...]:
    return tuple(f"g{number}" for number in range(size))


def make(scores: list[list[int]], questions: int, services: list[int] | None, profile: dict[str, list[int]]) -> Answers:
    """Answers with three services and, per dimension, two groups."""
    return Answers(
        elements=tuple(ElementColumns(f"E{q}", f"U{q}", f"Unsur {q}", f"U{q}", (q,)) for q in range(questions)),
        questions=tuple(f"P{q}" for q in range(questions)),
        scores=np.array(scores, dtype=np.int8).reshape(len(scores), questions),
        services=None
        if services is None
        else Grouping("service", "Layanan", labels(3), np.array(services, dtype=np.int16)),
        profile={key: Grouping(key, key, labels(2), np.array(codes, dtype=np.int16)) for key, codes in profile.items()},
    )


def by_loop(data: Answers) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The same tables, one answer at a time."""
    questions = data.scores.shape[1]
    service_size = 4 if data.services else 1
    services = np.zeros((service_size, questions, 5), dtype=np.int64)
    profile = {key: np.zeros((service_size, 3, questions, 5), dtype=np.int64) for key in data.profile}
    for row, scores in enumerate(data.scores.tolist()):
        service = int(data.services.codes[row]) if data.services else -1
        for question, score in enumerate(scores):
            services[service, question, score] += 1
            for key, grouping in data.profile.items():
                profile[key][service, int(grouping.codes[row]), question, score] += 1
    return services, profile


def same(one: Tally, services: np.ndarray, profile: dict[str, np.ndarray]) -> bool:
    return (
        np.array_equal(one.services, services)
        and one.profile.keys() == profile.keys()
        and all(np.array_equal(one.profile[key], profile[key]) for key in profile)
    )


@st.composite
def rounds(draw: st.DrawFn) -> Answers:
    rows, questions = draw(st.integers(0, 15)), draw(st.integers(1, 8))
    row = st.lists(st.integers(0, 4), min_size=questions, max_size=questions)
    scores = draw(st.lists(row, min_size=rows, max_size=rows))
    codes = st.lists(st.integers(-1, 1), min_size=rows, max_size=rows)
    services = draw(st.none() | st.lists(st.integers(-1, 2), min_size=rows, max_size=rows))
    profile = {key: draw(codes) for key in draw(st.lists(st.sampled_from("abc"), unique=True))}
    return make(scores, questions, services, profile)


def part_of(data: Answers, rows: np.ndarray) -> Answers:
    return make(
        data.scores[rows].tolist(),
        data.scores.shape[1],
        None if data.services is None else data.services.codes[rows].tolist(),
        {key: grouping.codes[rows].tolist() for key, grouping in data.profile.items()},
    )


def test_a_small_table_by_hand() -> None:
    data = make([[4, 3], [4, 0], [1, 3]], 2, [0, 0, -1], {"gender": [1, -1, 1]})
    found = tally_answers(data)
    assert found.services.shape == (4, 2, 5)
    assert found.services.dtype == np.int64
    assert found.services[0].tolist() == [[0, 0, 0, 0, 2], [1, 0, 0, 1, 0]]
    assert found.services[1:3].sum() == 0
    assert found.services[-1].tolist() == [[0, 1, 0, 0, 0], [0, 0, 0, 1, 0]]
    assert found.profile["gender"].shape == (4, 3, 2, 5)
    assert found.profile["gender"][0, 1].tolist() == [[0, 0, 0, 0, 1], [0, 0, 0, 1, 0]]
    assert found.profile["gender"][0, -1].tolist() == [[0, 0, 0, 0, 1], [1, 0, 0, 0, 0]]
    assert found.group_totals("gender")[1].tolist() == [[0, 1, 0, 0, 1], [0, 0, 0, 2, 0]]
    assert found.total.tolist() == [[0, 1, 0, 0, 2], [1, 0, 0, 2, 0]]
    assert found.respondents == 3


@given(rounds())
def test_tables_equal_a_loop_over_the_answers(data: Answers) -> None:
    found = tally_answers(data)
    assert same(found, *by_loop(data))
    assert found.respondents == len(data.scores)
    for key in data.profile:
        assert np.array_equal(found.profile[key].sum(axis=1), found.services)


@given(rounds())
def test_indexes_from_the_tables_are_those_of_the_rows(data: Answers) -> None:
    found = tally_answers(data)
    assert index_from_counts(data.elements, found.total[:, 1:]).exact == score_index(data).exact
    if data.services is not None:
        for service in (0, 1, 2, NO_GROUP):
            alone = score_index(data, data.services.codes == service)
            assert index_from_counts(data.elements, found.services[service, :, 1:]).exact == alone.exact


@given(rounds(), st.randoms(use_true_random=False))
def test_order_changes_nothing(data: Answers, random: object) -> None:
    order = list(range(len(data.scores)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = tally_answers(data)
    assert same(tally_answers(part_of(data, np.array(order, dtype=int))), found.services, dict(found.profile))


@given(rounds(), st.data())
def test_tallies_of_parts_add_up(data: Answers, choose: st.DataObject) -> None:
    rows = len(data.scores)
    first = np.array(choose.draw(st.lists(st.booleans(), min_size=rows, max_size=rows)), dtype=bool)
    added = tally_answers(part_of(data, first)) + tally_answers(part_of(data, ~first))
    whole = tally_answers(data)
    assert same(added, whole.services, dict(whole.profile))


@pytest.mark.parametrize("rows_per_pass", [1, 7, 2**17])
@pytest.mark.parametrize("max_bins", [1, 300, 2**17])
def test_neither_passes_nor_joining_change_the_tables(
    monkeypatch: pytest.MonkeyPatch, rows_per_pass: int, max_bins: int
) -> None:
    random = np.random.default_rng(5)
    data = make(
        random.integers(0, 5, (23, 7)).tolist(),
        7,
        random.integers(-1, 3, 23).tolist(),
        {"gender": random.integers(-1, 2, 23).tolist(), "age": random.integers(-1, 2, 23).tolist()},
    )
    monkeypatch.setattr(tally_module, "_ROWS_PER_PASS", rows_per_pass)
    monkeypatch.setattr(tally_module, "_MAX_BINS", max_bins)
    assert same(tally_answers(data), *by_loop(data))


def test_more_rows_than_one_pass() -> None:
    random = np.random.default_rng(6)
    rows = 2**17 + 3
    scores = random.integers(0, 5, (rows, 4), dtype=np.int8)
    codes = random.integers(-1, 2, rows, dtype=np.int16)
    data = make([], 4, None, {})
    data = Answers(data.elements, data.questions, scores, None, {"age": Grouping("age", "Usia", labels(2), codes)})
    found = tally_answers(data)
    for question in range(4):
        assert found.total[question].tolist() == np.bincount(scores[:, question], minlength=5).tolist()
        assert found.group_totals("age")[:, question].sum(axis=1).tolist() == [
            int((codes == 0).sum()),
            int((codes == 1).sum()),
            int((codes == -1).sum()),
        ]


@pytest.mark.parametrize("score", [-1, 5, 127])
def test_a_score_off_the_scale_is_an_error(score: int) -> None:
    with pytest.raises(ValueError, match="score"):
        tally_answers(make([[4], [score]], 1, None, {}))


@pytest.mark.parametrize("codes", [[-2, 0], [0, 2], [0]])
def test_a_group_code_without_a_label_is_an_error(codes: list[int]) -> None:
    with pytest.raises(ValueError, match="gender"):
        tally_answers(make([[4], [3]], 1, None, {"gender": codes}))


def test_a_service_code_without_a_label_is_an_error() -> None:
    with pytest.raises(ValueError, match="service"):
        tally_answers(make([[4], [3]], 1, [0, 3], {}))


def test_tallies_of_different_rounds_do_not_add_up() -> None:
    plain = tally_answers(make([[4]], 1, None, {}))
    with pytest.raises(ValueError, match="dimensions"):
        plain + tally_answers(make([[4]], 1, None, {"gender": [0]}))
    with pytest.raises(ValueError, match="questions"):
        plain + tally_answers(make([[4, 4]], 2, None, {}))
    with pytest.raises(ValueError, match="services"):
        plain + tally_answers(make([[4]], 1, [0], {}))
