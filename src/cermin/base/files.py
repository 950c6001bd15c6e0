"""Bytes kept under their SHA-256 in the data folder: files/<government>/<two digits>/<digest>. Written once, never changed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from cermin.base.models import StoredFile

_GOVERNMENT = re.compile(r"[0-9A-Za-z][0-9A-Za-z.]{0,12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """The stored bytes are gone, or are not those that were stored."""


def path_of(government_id: str, sha256: str) -> Path:
    """Where the bytes lie. ValueError for what is no government code or no digest: both come from addresses."""
    if not _GOVERNMENT.fullmatch(government_id) or not _DIGEST.fullmatch(sha256):
        raise ValueError("no government code or no digest")
    return Path(settings.FILES) / government_id / sha256[:2] / sha256


def store(government_id: str, content: bytes) -> str:
    """Keep the bytes and return their SHA-256 (hexadecimal), inside the caller's transaction.

    They are on the disk before the row is: a row without bytes cannot be. Bytes without a row, after a rolled-back change, do no
    harm and are found again by the next who stores the same.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a file is stored in the transaction of its change")
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(government_id, sha256)
    if not _holds(path, content):
        _write(path, content)
    StoredFile.objects.get_or_create(government_id=government_id, sha256=sha256, defaults={"size": len(content)})
    return sha256


def read(government_id: str, sha256: str) -> bytes:
    """The bytes. Damaged when they are not there or no longer have this digest."""
    try:
        content = path_of(government_id, sha256).read_bytes()
    except FileNotFoundError as missing:
        raise Damaged(f"{government_id}/{sha256} is missing") from missing
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"{government_id}/{sha256} was changed")
    return content


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also at a power cut: a file beside it, awaited, then renamed, and the folder awaited."""
    make_folder(path.parent)
    descriptor, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    await_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, each entry awaited."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    await_folder(folder.parent)


def await_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
