"""A test that commits leaves the next one the database as the migrations made it."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import TransactionTestCase

APPEND_ONLY = {
    "sqlite": ["CREATE TRIGGER kept_refuses BEFORE DELETE ON kept BEGIN SELECT RAISE(ABORT, 'append only'); END"],
    "postgresql": [
        "CREATE FUNCTION kept_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$",
        "CREATE TRIGGER kept_refuses BEFORE DELETE OR TRUNCATE ON kept EXECUTE FUNCTION kept_refuse()",
    ],
}


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def migrations() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, app, name FROM django_migrations ORDER BY id")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_append_only_rows_of_a_test_are_gone_and_rows_of_migrations_are_there() -> None:
    before = migrations()
    assert before
    run("CREATE TABLE kept (words varchar(20))", *APPEND_ONLY[connection.vendor], "INSERT INTO kept VALUES ('a')")
    with pytest.raises(DatabaseError, match="append only"):
        run("DELETE FROM kept")
    # A thread of the live server that has its connection still open must not be in the way.
    ready, done = threading.Event(), threading.Event()

    def look() -> None:
        migrations()
        ready.set()
        done.wait(30)
        connections.close_all()

    other = threading.Thread(target=look)
    other.start()
    assert ready.wait(30)
    TransactionTestCase._fixture_teardown(None)  # type: ignore[arg-type]
    assert migrations() == before
    assert "kept" not in connection.introspection.table_names()
    done.set()
    other.join()


@pytest.mark.django_db(transaction=True)
def test_threads_meet_in_one_database_with_the_locks_of_production() -> None:
    run("CREATE TABLE counted (n integer)", "INSERT INTO counted VALUES (0)")

    def add() -> None:
        for _ in range(20):
            with transaction.atomic(), connection.cursor() as cursor:
                # Read first, then write: SQLite refuses this at once unless the transaction began IMMEDIATE.
                cursor.execute("SELECT n FROM counted" + ("" if connection.vendor == "sqlite" else " FOR UPDATE"))
                (n,) = cursor.fetchone()
                cursor.execute("UPDATE counted SET n = %s", [n + 1])
        connections.close_all()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM counted")
        assert cursor.fetchone() == (80,)
