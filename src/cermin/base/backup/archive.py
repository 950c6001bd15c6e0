"""The backup file: a zip whose last member, `cermin.json`, names every other one with size and SHA-256.

Written beside its place and renamed when it is whole, so that a file with the right name is a whole backup. Readable with any zip
program, also in twenty years.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

MANIFEST = "cermin.json"
FORMAT = 1
CHUNK = 1024 * 1024


class NotABackup(Exception):
    """No backup of ours, or one that was cut off."""


class DamagedBackup(Exception):
    """A part is missing, too much, or not what the manifest says. The argument is its name."""


class Writer:
    """Adds the parts one by one; `members` is what the manifest will say of them."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(out, "w", allowZip64=True)
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, compress: bool) -> None:
        """One part. compress: not for what is compressed already."""
        entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        entry._compresslevel = 1  # type: ignore[attr-defined]  # the one way to set it for a streamed part
        entry.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        self.members[name] = {"sha256": digest.hexdigest(), "size": size}

    def close(self, manifest: dict[str, Any]) -> None:
        """Write the manifest and end the file."""
        text = json.dumps({"format": FORMAT, **manifest, "members": self.members}, indent=1, ensure_ascii=False)
        entry = zipfile.ZipInfo(MANIFEST, date_time=(1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o600 << 16
        self._zip.writestr(entry, text, zipfile.ZIP_DEFLATED)
        self._zip.close()

    def abandon(self) -> None:
        """End without a manifest: the file is thrown away."""
        with contextlib.suppress(OSError, ValueError):
            self._zip.close()


@contextmanager
def written(target: Path) -> Iterator[Writer]:
    """A writer whose file gets the name `target` (mode 600) when the block ends well, and is gone when it does not."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            writer = Writer(out)
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Reader:
    """A backup that was checked whole before anything is taken out of it."""

    def __init__(self, source: Path) -> None:
        """Read the manifest and check every part. Raises NotABackup, DamagedBackup, or OSError when it cannot be opened."""
        self._file = source.open("rb")
        try:
            try:
                self._zip = zipfile.ZipFile(self._file)
                self.manifest: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
                members, known = self.manifest["members"], self.manifest["format"] == FORMAT
            except Exception as problem:  # the zip library stumbles in many ways over bytes that are no zip
                raise NotABackup(str(source)) from problem
            if not known:
                raise NotABackup(str(source))
            self._check(members)
        except BaseException:
            self._file.close()
            raise

    def _check(self, members: dict[str, dict[str, Any]]) -> None:
        names = [name for name in self._zip.namelist() if name != MANIFEST]
        if different := sorted(set(names) ^ set(members)):
            raise DamagedBackup(different[0])
        for name, facts in members.items():
            digest, size = hashlib.sha256(), 0
            try:
                for chunk in self.chunks(name):
                    digest.update(chunk)
                    size += len(chunk)
            except Exception as problem:
                raise DamagedBackup(name) from problem
            if (digest.hexdigest(), size) != (facts["sha256"], facts["size"]):
                raise DamagedBackup(name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one part, a megabyte at a time."""
        with self._zip.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def names(self, prefix: str) -> list[str]:
        """Names of the parts below a prefix, in order."""
        return sorted(name for name in self.manifest["members"] if name.startswith(prefix))

    def close(self) -> None:
        self._zip.close()
        self._file.close()
