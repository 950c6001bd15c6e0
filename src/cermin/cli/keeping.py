"""`cermin cadangkan` and `cermin pulihkan`: save the house whole, and bring it back."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cermin.cli.places import is_there, why
from cermin.cli.serve import SETTINGS
from cermin.cli.stop import Stop
from cermin.cli.texts import Voice
from cermin.documents.format import integer

if TYPE_CHECKING:
    from cermin.base.backup.archive import Reader
    from cermin.base.backup.restoring import Restored

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
KEYS = {"secret-key": "CERMIN_SECRET_KEY", "receipt-key": "CERMIN_RECEIPT_KEY"}


def cadangkan(options: argparse.Namespace, voice: Voice) -> int:
    """Exit code 1 when the backup was made and files that the database names are damaged."""
    target = Path(options.file)
    if options.file.endswith(os.sep) and not target.is_dir():
        raise Stop(voice("folder_missing", file=options.file))
    if target.is_dir():
        target = target / f"cermin-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip"
    if is_there(target) and not options.overwrite:
        raise Stop(voice("exists", file=target))
    if not target.parent.is_dir():
        raise Stop(voice("folder_missing", file=target.parent))
    _set_up()
    from django.db import DatabaseError

    from cermin.base.backup.databases import NoDatabase
    from cermin.base.backup.saving import save

    try:
        saved = save(target.absolute())
    except NoDatabase as problem:
        raise Stop(voice("no_database")) from problem
    except OSError as problem:
        raise Stop(voice("backup_failed", why=why(problem, voice))) from problem
    except DatabaseError as problem:
        raise Stop(voice("backup_failed", why=problem)) from problem
    size = f"{integer(max(1, saved.size // 1024))} KiB"
    print(voice("backup_made", file=target, size=size, rows=integer(saved.rows), files=integer(saved.files)))
    if saved.damaged:
        print(voice("backup_damaged_files", count=len(saved.damaged), name=saved.damaged[0]))
        return 1
    return 0


def pulihkan(options: argparse.Namespace, voice: Voice) -> int:
    """Everything is checked before anything is written."""
    from cermin.base.backup.archive import DamagedBackup, NotABackup, Reader

    source = Path(options.file)
    try:
        reader = Reader(source)
    except FileNotFoundError as problem:
        raise Stop(voice("file_missing", file=source)) from problem
    except OSError as problem:
        raise Stop(voice("backup_unreadable", file=source, why=why(problem, voice))) from problem
    except NotABackup as problem:
        raise Stop(voice("not_backup", file=source)) from problem
    except DamagedBackup as problem:
        raise Stop(voice("backup_damaged", name=problem)) from problem
    # The settings would make new keys in the folder; those of the backup are given instead, unless others are given already.
    kept = [key for key, name in KEYS.items() if not os.environ.get(name) and not os.environ.get(f"{name}_FILE")]
    for key in kept:
        os.environ[KEYS[key]] = reader.read(f"keys/{key}").decode()
    _set_up()
    restored = _restore(reader, kept, voice)
    reader.close()
    made = restored.made_at.replace("T", " ")
    print(voice("restored", made=made, rows=integer(restored.rows), files=integer(restored.files)))
    return 0


def _restore(reader: Reader, keys: list[str], voice: Voice) -> Restored:
    from django.conf import settings

    from cermin.base.backup import restoring

    try:
        return restoring.restore(reader, keys)
    except restoring.OtherEngine as problem:
        there, here = (ENGINES.get(engine, engine) for engine in problem.args)
        raise Stop(voice("other_database", there=there, here=here)) from problem
    except restoring.NewerBackup as problem:
        raise Stop(voice("backup_newer", version=problem)) from problem
    except restoring.FolderNotEmpty as problem:
        raise Stop(voice("folder_not_empty", folder=settings.DATA, name=problem)) from problem
    except restoring.DatabaseNotEmpty as problem:
        raise Stop(voice("database_not_empty", name=problem)) from problem
    except restoring.OtherKey as problem:
        raise Stop(voice("other_key", name=problem)) from problem
    except restoring.Incomplete as problem:
        raise Stop(voice("restore_incomplete", what=problem)) from problem


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
