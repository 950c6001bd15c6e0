"""Count tables of a round: how often each score was given, by service and by profile group.

Everything that needs no single respondent (index, element means, group tables) follows from these integers, and tables of parts
add up to the table of the whole. Anything that needs the person (interval, reliability, complete questionnaires) does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cermin.pure.calc.answers import NO_GROUP, Answers, Grouping

VALUES = 5
"""Places on the value axis of a table: position 0 counts empty questions (MISSING_SCORE), 1..4 the scores."""

_ROWS_PER_PASS = 2**17  # keys of one pass (1 MiB) stay near the core; smaller passes pay too often for adding up tables
_MAX_BINS = 2**17  # a table of 1 MiB is still hit from the cache; beyond it, fewer questions share a key
_MAX_JOINED = 3  # questions that share a key: 5 ** 3 patterns per group


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts of answers, int64, unit: answers.

    services: (service, question, value), shape (s + 1, q, 5); the last service is "not given", so NO_GROUP (-1) indexes it.
    profile:  by profile key: (service, group, question, value), shape (s + 1, g + 1, q, 5); the last group likewise.
    The value axis holds empty questions at 0 and the scores at 1..4, hence its sum over any question counts respondents.
    """

    services: NDArray[np.int64]
    profile: Mapping[str, NDArray[np.int64]]

    @property
    def total(self) -> NDArray[np.int64]:
        """Counts over all services, (question, value), shape (q, 5)."""
        total: NDArray[np.int64] = self.services.sum(axis=0)
        return total

    @property
    def respondents(self) -> int:
        """Submissions counted."""
        return int(self.services[:, 0].sum())

    def group_totals(self, key: str) -> NDArray[np.int64]:
        """Counts of one profile dimension over all services, (group, question, value), shape (g + 1, q, 5)."""
        total: NDArray[np.int64] = self.profile[key].sum(axis=0)
        return total

    def __add__(self, other: Tally) -> Tally:
        """Table of both parts together. ValueError when they have other services, questions, dimensions or groups."""
        if self.profile.keys() != other.profile.keys():
            raise ValueError("tallies of different profile dimensions do not add up")
        pairs = [(self.services, other.services), *((self.profile[key], other.profile[key]) for key in self.profile)]
        if any(mine.shape != theirs.shape for mine, theirs in pairs):
            raise ValueError("tallies of different services, questions or groups do not add up")
        return Tally(
            services=self.services + other.services,
            profile={key: table + other.profile[key] for key, table in self.profile.items()},
        )


def tally_answers(answers: Answers) -> Tally:
    """Count every answer by service and by each profile dimension.

    The result depends on nothing but the multiset of rows: order changes nothing, and tallies of parts add up.
    ValueError when a score is not 0..4, a group code has no label, or the arrays differ in length.

    One `bincount` per question and dimension would be the plain way. Here up to three questions share one key, so that one pass
    over the rows serves three of them; their own tables are sums over the joint one.
    """
    scores = answers.scores
    rows, questions = scores.shape
    dimensions = list(answers.profile.values())
    for grouping in ([answers.services] if answers.services else []) + dimensions:
        _check_codes(grouping, rows)
    service_size = len(answers.services.labels) + 1 if answers.services else 1
    sizes = [len(dimension.labels) + 1 for dimension in dimensions] or [1]

    joined = _questions_per_key(service_size * max(sizes), questions)
    blocks = [range(first, min(first + joined, questions)) for first in range(0, questions, joined)]
    tables = [
        [np.zeros(service_size * size * VALUES ** len(block), dtype=np.int64) for block in blocks] for size in sizes
    ]
    room = np.empty(min(rows, _ROWS_PER_PASS), dtype=np.int64)

    for first in range(0, rows, _ROWS_PER_PASS):
        part = slice(first, min(first + _ROWS_PER_PASS, rows))
        patterns = _patterns(scores[part], blocks)
        keys = room[: part.stop - part.start]
        service = _places(answers.services, part)
        for place, size in enumerate(sizes):
            group = service * size
            if dimensions:
                group += _places(dimensions[place], part)
            for table, pattern, block in zip(tables[place], patterns, blocks, strict=True):
                np.multiply(group, VALUES ** len(block), out=keys)
                np.add(keys, pattern, out=keys)
                table += np.bincount(keys, minlength=table.size)

    profile: dict[str, NDArray[np.int64]] = {}
    whole = [
        _own_tables(joint, service_size, size, blocks) for joint, size in zip(tables, sizes, strict=True)
    ]  # one per dimension
    for dimension, table in zip(dimensions, whole, strict=False):  # without dimensions the one table is the services'
        profile[dimension.key] = table
    return Tally(services=whole[0].sum(axis=1), profile=profile)


def _questions_per_key(groups: int, questions: int) -> int:
    """How many questions may share a key so that the joint table still fits the cache; at least one."""
    fitting = int(math.log(max(_MAX_BINS / groups, 1), VALUES))
    return max(1, min(fitting, _MAX_JOINED, questions))


def _check_codes(grouping: Grouping, rows: int) -> None:
    codes = grouping.codes
    if codes.shape != (rows,):
        raise ValueError(f"{grouping.key}: {codes.shape} group codes for {rows} rows")
    if rows and (codes.min() < NO_GROUP or codes.max() >= len(grouping.labels)):
        raise ValueError(f"{grouping.key}: a group code without a label")


def _places(grouping: Grouping | None, part: slice) -> NDArray[np.int64]:
    """Group code + 1 of the rows of one pass: "not given" is 0 here, and moves to the end in `_own_tables`."""
    if grouping is None:
        return np.zeros(part.stop - part.start, dtype=np.int64)
    return np.add(grouping.codes[part], 1, dtype=np.int64)


def _patterns(scores: NDArray[np.int8], blocks: Sequence[range]) -> list[NDArray[np.int16]]:
    """Per block of questions, the scores of a row as one number to the base 5."""
    if scores.min() < 0 or scores.max() >= VALUES:
        raise ValueError("a score is not 1..4 nor empty")
    patterns = []
    for block in blocks:
        pattern = scores[:, block[0]].astype(np.int16)
        for column in block[1:]:
            pattern *= VALUES
            pattern += scores[:, column]
        patterns.append(pattern)
    return patterns


def _own_tables(
    joint: Sequence[NDArray[np.int64]], service_size: int, size: int, blocks: Sequence[range]
) -> NDArray[np.int64]:
    """(service, group, question, value) from the joint tables of the blocks, "not given" last on both group axes."""
    questions = blocks[-1].stop
    table = np.empty((service_size, size, questions, VALUES), dtype=np.int64)
    for counts, block in zip(joint, blocks, strict=True):
        cube = counts.reshape((service_size, size) + (VALUES,) * len(block))
        for place, column in enumerate(block):
            others = tuple(2 + axis for axis in range(len(block)) if axis != place)
            table[:, :, column] = cube.sum(axis=others)
    return np.roll(table, (-1, -1), axis=(0, 1))
