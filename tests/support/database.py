"""The database between two tests that really commit.

Django empties all tables after such a test. That does not do here: append-only tables refuse to be emptied, and rows that a
migration put in would be lost. Instead the state after the migrations is kept, and put back whole.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any, Protocol

from django.db import connection, connections
from django.test import TransactionTestCase

RESTORE_SECONDS = 20.0


class Restorer(Protocol):
    def restore(self) -> None: ...
    def close(self) -> None: ...


class SqliteRestorer:
    """A copy in memory, written back page by page. Works while other threads of the process have the file open."""

    def __init__(self) -> None:
        self._path = connection.settings_dict["NAME"]
        connections.close_all()
        self._copy = sqlite3.connect(":memory:", check_same_thread=False)
        source = sqlite3.connect(self._path)
        source.backup(self._copy)
        source.close()

    def restore(self) -> None:
        connections.close_all()
        until = time.monotonic() + RESTORE_SECONDS

        def impatient(status: int, remaining: int, total: int) -> None:
            if time.monotonic() > until:
                raise TimeoutError("a transaction was left open after the test: the database cannot be put back")

        target = sqlite3.connect(self._path, timeout=1)
        self._copy.backup(target, progress=impatient, sleep=0.01)
        target.close()

    def close(self) -> None:
        self._copy.close()


class PostgresRestorer:
    """A template database beside the one in use, which is dropped and made again from it."""

    def __init__(self) -> None:
        self._name = connection.settings_dict["NAME"]
        self._template = f"{self._name}_fresh"
        self._make(self._template, self._name)

    def restore(self) -> None:
        self._make(self._name, self._template)

    def close(self) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self._quote(self._template)} WITH (FORCE)")

    def _make(self, name: str, template: str) -> None:
        connections.close_all()
        connection.close_pool()  # type: ignore[attr-defined]
        self._run(f"DROP DATABASE IF EXISTS {self._quote(name)} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self._quote(name)} TEMPLATE {self._quote(template)} STRATEGY file_copy")

    def _run(self, statement: str) -> None:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(statement)

    def _quote(self, name: str) -> str:
        return connection.ops.quote_name(name)


def restorer() -> Restorer:
    """Keep the present state of the test database, and from now on come back to it after each test that commits."""
    kept = SqliteRestorer() if connection.vendor == "sqlite" else PostgresRestorer()

    def put_back(*_: Any) -> None:
        kept.restore()

    TransactionTestCase._fixture_teardown = put_back  # type: ignore[method-assign]
    return kept
