"""Bring a backup back, into an empty data folder and an empty database only, and prove that it is what was saved."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cermin.base.backup import databases
from cermin.base.backup.archive import Reader
from cermin.base.backup.saving import KEYS
from cermin.base.files import await_folder, make_folder
from cermin.base.sealing import verify


class OtherEngine(Exception):
    """The backup is of another kind of database. Arguments: its engine, ours."""


class NewerBackup(Exception):
    """The backup knows migrations that we do not. The argument is its version."""


class FolderNotEmpty(Exception):
    """The argument is a name that lies there."""


class DatabaseNotEmpty(Exception):
    """The argument is the name of a table, or of the database file."""


class OtherKey(Exception):
    """The environment gives another key than the backup holds. The argument is the setting."""


class Incomplete(Exception):
    """What was restored is not what was saved. The argument says what."""


@dataclass(frozen=True, slots=True)
class Restored:
    made_at: str
    rows: int
    files: int


def restore(reader: Reader, keys: Iterable[str]) -> Restored:
    """Restore a checked archive. keys: the key files to write ("secret-key", "receipt-key"), those that the environment does not give.

    Whatever goes wrong, folder and database are empty again afterwards. The database comes last: a server that is started after
    this process was killed must not find it without its keys.
    """
    _must_fit(reader)
    folder = Path(settings.DATA)
    made_folder = not folder.exists()
    try:
        _write_files(reader, folder, keys)
        databases.put_back(reader)
        _compare_rows(reader)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        _compare_chains(reader)
    except BaseException:
        databases.empty_again()
        _remove(folder, itself=made_folder)
        raise
    tables: dict[str, int] = reader.manifest["tables"]
    return Restored(reader.manifest["made_at"], sum(tables.values()), len(reader.names("files/")))


def _must_fit(reader: Reader) -> None:
    manifest = reader.manifest
    if manifest["engine"] != connection.vendor:
        raise OtherEngine(manifest["engine"], connection.vendor)
    known = MigrationLoader(None).disk_migrations
    if any((app, name) not in known for app, name in manifest["migrations"]):
        raise NewerBackup(manifest["cermin"])
    folder = Path(settings.DATA)
    if folder.exists():
        for entry in sorted(folder.iterdir()):
            raise FolderNotEmpty(entry.name)
    if connection.vendor == "sqlite":
        if databases.sqlite_path().exists():
            raise DatabaseNotEmpty(databases.sqlite_path().name)
    elif tables := connection.introspection.table_names():
        raise DatabaseNotEmpty(sorted(tables)[0])
    for name, setting in KEYS.items():
        if getattr(settings, setting) != reader.read(f"keys/{name}").decode():
            raise OtherKey(f"CERMIN_{setting}")


def _write_files(reader: Reader, folder: Path, keys: Iterable[str]) -> None:
    make_folder(folder)
    for key in keys:
        _write(reader, f"keys/{key}", folder / key)
    for name in reader.names("files/"):
        parts = PurePosixPath(name).parts[1:]
        if ".." in parts or not parts:
            raise Incomplete(name)
        _write(reader, name, Path(settings.FILES).joinpath(*parts))
    await_folder(folder)


def _write(reader: Reader, name: str, path: Path) -> None:
    make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for chunk in reader.chunks(name):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    await_folder(path.parent)


def _compare_rows(reader: Reader) -> None:
    """As many rows in each table as were saved."""
    with connection.cursor() as cursor:
        for table, count in reader.manifest["tables"].items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            (found,) = cursor.fetchone()
            if found != count:
                raise Incomplete(f"{table}: {found} / {count}")


def _compare_chains(reader: Reader) -> None:
    """The chain of each government holds, and ends where it ended when it was saved."""
    found = {chain.government_id: chain for chain in verify()}
    for government, (number, digest) in reader.manifest["chains"].items():
        chain = found.get(government)
        if chain is None or chain.broken or (number and (chain.sealed, chain.digest) != (number, digest)):
            raise Incomplete(f"audit {government}")


def _remove(folder: Path, *, itself: bool) -> None:
    """Empty the folder, which was empty before."""
    if not folder.exists():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    if itself:
        folder.rmdir()
