"""What is taken of a database, and put back: SQLite as its file, PostgreSQL table by table, both as of one moment.

PostgreSQL is read by COPY in one repeatable-read transaction: no `pg_dump` of the right version has to be there, and the tables
are made by our own migrations when they are put back.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cermin.base.backup.archive import CHUNK, Reader, Writer

# What ended since must not come back to life: open sessions, and counts of the last minutes.
LEFT_OUT = ("django_session", "cermin_cache", "usersessions_usersession")
SQLITE_PART = "database/cermin.sqlite3"


class NoDatabase(Exception):
    """There is no database with our tables."""


def sqlite_path() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


class Snapshot(ABC):
    """One moment of the database; `tables` counts the rows of each table."""

    tables: dict[str, int]

    @abstractmethod
    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query finds in that moment."""

    @abstractmethod
    def save(self, out: Writer) -> dict[str, Any]:
        """Add the database to the archive; returns what the manifest has to say of it."""

    def count(self, names: list[str]) -> dict[str, int]:
        return {name: int(self.rows(f'SELECT count(*) FROM "{name}"')[0][0]) for name in sorted(names)}  # noqa: S608


class SqliteSnapshot(Snapshot):
    """A copy made by SQLite's own backup, while others write."""

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        self._connection = sqlite3.connect(copy, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        self._connection.execute("PRAGMA secure_delete=ON")
        names = [str(name) for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names = [name for name in names if not name.startswith("sqlite_")]
        if "django_migrations" not in names:
            raise NoDatabase
        for name in set(LEFT_OUT) & set(names):
            self._connection.execute(f'DELETE FROM "{name}"')  # noqa: S608
        self.tables = self.count([name for name in names if name not in LEFT_OUT])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def save(self, out: Writer) -> dict[str, Any]:
        self._connection.close()
        out.add(SQLITE_PART, _chunks_of(self.copy), compress=True)
        return {}

    def close(self) -> None:
        self._connection.close()


class PostgresSnapshot(Snapshot):
    """One transaction that sees one moment."""

    def __init__(self) -> None:
        found = self.rows(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
            " AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
        )
        self.columns: dict[str, list[str]] = {}
        for table, column in found:
            self.columns.setdefault(table, []).append(column)
        if "django_migrations" not in self.columns:
            raise NoDatabase
        for name in LEFT_OUT:
            self.columns.pop(name, None)
        self.tables = self.count(list(self.columns))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def save(self, out: Writer) -> dict[str, Any]:
        for table, columns in self.columns.items():
            out.add(f"database/{table}.copy", self._copied(table, columns), compress=True)
        return {"columns": self.columns}

    def _copied(self, table: str, columns: list[str]) -> Iterator[bytes]:
        with connection.cursor() as cursor, cursor.copy(f"COPY {_named(table, columns)} TO STDOUT") as copy:
            for chunk in copy:
                yield bytes(chunk)


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """The database as it is now. folder: where SQLite's copy lies meanwhile."""
    if connection.vendor == "sqlite":
        path = sqlite_path()
        if not path.is_file():
            raise NoDatabase
        descriptor, name = tempfile.mkstemp(prefix=".cermin-", suffix=".sqlite3", dir=folder)
        os.close(descriptor)
        copy = Path(name)
        try:
            open_one = contextlib.closing
            with open_one(sqlite3.connect(path, timeout=20)) as source, open_one(sqlite3.connect(copy)) as target:
                source.backup(target)
            taken = SqliteSnapshot(copy)
            try:
                yield taken
            finally:
                taken.close()
        finally:
            for leftover in (copy, *copy.parent.glob(f"{copy.name}-*")):
                leftover.unlink(missing_ok=True)
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield PostgresSnapshot()


def put_back(reader: Reader) -> None:
    """Fill the empty database from the archive, in the state of migrations that it was saved in."""
    if connection.vendor == "sqlite":
        _put_back_sqlite(reader)
    else:
        _put_back_postgres(reader)


def empty_again() -> None:
    """Take away what an unfinished restore made in a database that was empty before."""
    if connection.vendor == "sqlite":
        connection.close()
        path = sqlite_path()
        for leftover in (path, *path.parent.glob(f"{path.name}-*"), path.with_name(f"{path.name}.pulih")):
            leftover.unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')


def _put_back_sqlite(reader: Reader) -> None:
    path = sqlite_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_name(f"{path.name}.pulih")
    descriptor = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for chunk in reader.chunks(SQLITE_PART):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    with contextlib.closing(sqlite3.connect(coming)) as fresh:
        said = fresh.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise sqlite3.DatabaseError(said)
    coming.replace(path)


def _put_back_postgres(reader: Reader) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(leaves(reader.manifest["migrations"], executor))
    columns: dict[str, list[str]] = reader.manifest["database"]["columns"]
    with transaction.atomic(), connection.cursor() as cursor:
        # Rows that migrations put in are in the backup, too.
        named = ", ".join(_quoted(name) for name in connection.introspection.table_names(cursor))
        cursor.execute(f"TRUNCATE {named}")
        for table, names in columns.items():
            with cursor.copy(f"COPY {_named(table, names)} FROM STDIN") as copy:
                for chunk in reader.chunks(f"database/{table}.copy"):
                    copy.write(chunk)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({_quoted(column)}), 1),"  # noqa: S608
                f" max({_quoted(column)}) IS NOT NULL) FROM {_quoted(table)}",
                [_quoted(table), column],
            )


def leaves(migrations: list[list[str]], executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The last migrations of each app among these: naming an earlier one would undo the later ones."""
    known = {(app, name) for app, name in migrations}
    before: set[tuple[str, str]] = set()
    for app, name in known:
        parents = executor.loader.graph.node_map[(app, name)].parents
        before |= {parent.key for parent in parents if parent.key[0] == app}
    return sorted(known - before)


def _named(table: str, columns: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(_quoted(name) for name in columns)})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk
