"""Make a backup, also while the server runs: the database as of one moment, then the files, which only ever come to be."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cermin import __version__
from cermin.base.backup.archive import Writer, written
from cermin.base.backup.databases import snapshot

_DIGEST = re.compile(r"[0-9a-f]{64}")
KEYS = {"secret-key": "SECRET_KEY", "receipt-key": "RECEIPT_KEY"}


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds. damaged: files that the database names and that are gone or changed; they are not in it."""

    path: Path
    size: int
    rows: int
    files: int
    damaged: tuple[str, ...]


def save(target: Path) -> Saved:
    """Write the backup to `target`. Raises NoDatabase, or OSError when the disk refuses; then nothing is left behind."""
    with written(target) as out:
        with snapshot(target.parent) as taken:
            tables = taken.tables
            migrations = [list(row) for row in taken.rows("SELECT app, name FROM django_migrations ORDER BY app, name")]
            heads = taken.rows("SELECT government_id, number, digest FROM base_audithead ORDER BY government_id")
            stored = taken.rows("SELECT government_id, sha256 FROM base_storedfile")
            database = taken.save(out)
        # Bytes are on the disk before the row that names them is committed: what the snapshot names is there.
        damaged = _save_files(out, {f"{government}/{digest[:2]}/{digest}" for government, digest in stored})
        for name, setting in KEYS.items():
            out.add(f"keys/{name}", [getattr(settings, setting).encode()], compress=False)
        files = sum(name.startswith("files/") for name in out.members)
        out.close(
            {
                "cermin": __version__,
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "engine": connection.vendor,
                "database": database,
                "migrations": migrations,
                "tables": tables,
                "chains": {government: [number, digest] for government, number, digest in heads},
                "damaged": damaged,
            }
        )
    return Saved(target, target.stat().st_size, sum(tables.values()), files, tuple(damaged))


def _save_files(out: Writer, named: set[str]) -> list[str]:
    """Add the files; returns the names of those that the database knows and that are not there as they were."""
    folder = Path(settings.FILES)
    damaged = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        # A name with a dot in front is one that is just being written.
        if not path.is_file() or path.name.startswith("."):
            continue
        content = path.read_bytes()
        if _DIGEST.fullmatch(path.name) and hashlib.sha256(content).hexdigest() != path.name:
            damaged.append(name)
            named.discard(name)
            continue
        out.add(f"files/{name}", [content], compress=False)
        named.discard(name)
    return sorted([*damaged, *named])
