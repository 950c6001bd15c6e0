"""The count tables, moved in the transaction of the submission, so that no page ever scans rows and the counts never disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db import connection

from cermin.base.ids import new_id
from cermin.skm.models import MISSING

_TALLY = """INSERT INTO skm_tally
 (id, government_id, round_id, service_id, channel, dimension, option, question, value, n) VALUES {rows}
 ON CONFLICT (government_id, round_id, service_id, channel, dimension, option, question, value)
 DO UPDATE SET n = skm_tally.n + excluded.n"""
_DAY = """INSERT INTO skm_daycount (id, government_id, round_id, service_id, channel, day, n) VALUES (%s, %s, %s, %s, %s, %s, %s)
 ON CONFLICT (government_id, round_id, service_id, channel, day) DO UPDATE SET n = skm_daycount.n + excluded.n"""
_PLACES = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def cells(scores: str, profile: Mapping[str, str], dimensions: tuple[str, ...]) -> Iterator[tuple[str, str, int, int]]:
    """(dimension, option, question, value) that one submission adds one to, in key order.

    question 0, value 0 is the submission itself; an empty question counts at value 0, apart from the scores.
    """
    groups = [("", ""), *sorted((key, profile.get(key, "")) for key in dimensions)]
    for dimension, option in groups:
        yield dimension, option, 0, 0
        for question, score in enumerate(scores, 1):
            yield dimension, option, question, 0 if score == MISSING else int(score)


def add_to_counts(
    *,
    government_id: str,
    round_id: int,
    service_id: int,
    channel: str,
    scores: str,
    profile: Mapping[str, str],
    dimensions: tuple[str, ...],
    day: date,
    sign: int = 1,
) -> None:
    """Add one submission to the tables (sign -1: take an excluded one out again).

    Key order in every transaction: two of them never wait for each other crosswise.
    """
    values: list[object] = []
    rows = 0
    for dimension, option, question, value in cells(scores, profile, dimensions):
        values += [new_id(), government_id, round_id, service_id, channel, dimension, option, question, value, sign]
        rows += 1
    with connection.cursor() as cursor:
        # The text holds placeholders only; every value goes as a parameter.
        cursor.execute(_TALLY.format(rows=", ".join([_PLACES] * rows)), values)
        cursor.execute(_DAY, [new_id(), government_id, round_id, service_id, channel, day, sign])
