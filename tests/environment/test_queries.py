"""The counting of queries counts, and complains."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from tests.support.queries import assert_queries_at_most, queries_of

pytestmark = pytest.mark.django_db


def ask(times: int) -> None:
    for number in range(times):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {number}")


def test_reads_are_counted_and_transaction_control_is_not() -> None:
    def work() -> None:
        with transaction.atomic():  # a savepoint within the test's own transaction
            ask(2)

    assert queries_of(work) == ["SELECT 0", "SELECT 1"]


def test_too_many_are_listed() -> None:
    with assert_queries_at_most(3):
        ask(3)
    with (
        pytest.raises(AssertionError, match=r"4 queries, at most 3 allowed:\n  1\. SELECT 0\n"),
        assert_queries_at_most(3),
    ):
        ask(4)
    with assert_queries_at_most():
        ask(30)
    with pytest.raises(AssertionError, match="31 queries, at most 30"), assert_queries_at_most():
        ask(31)
