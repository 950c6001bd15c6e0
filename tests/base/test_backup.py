"""The backup file proves itself, and a restore refuses before it writes. What runs as a command is in tests/web/test_backup.py."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from cermin.base import files
from cermin.base.backup import databases, restoring
from cermin.base.backup.archive import MANIFEST, DamagedBackup, NotABackup, Reader, written
from cermin.base.backup.saving import save


def made(target: Path, **parts: bytes) -> Path:
    with written(target) as out:
        for name, content in parts.items():
            out.add(f"files/{name}", [content[:3], content[3:]], compress=True)
        out.close({"cermin": "1"})
    return target


def test_a_part_comes_back_as_it_was_added(tmp_path: Path) -> None:
    reader = Reader(made(tmp_path / "a.zip", one=b"satu dua tiga" * 1000, empty=b""))
    assert reader.read("files/one") == b"satu dua tiga" * 1000
    assert reader.names("files/") == ["files/empty", "files/one"]
    assert reader.manifest["cermin"] == "1"
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_a_backup_that_fails_leaves_neither_file_nor_half(tmp_path: Path) -> None:
    old = made(tmp_path / "a.zip", one=b"lama")
    before = old.read_bytes()

    def breaks() -> object:
        yield b"satu"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), written(old) as out:
        out.add("files/one", breaks(), compress=True)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_bytes() == before


def _rewrite(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda parts: parts.update({"files/one": b"tiga belas kata"}), "files/one"),
        (lambda parts: parts.pop("files/one"), "files/one"),
        (lambda parts: parts.update({"files/three": b"x"}), "files/three"),
    ],
)
def test_a_part_that_was_changed_taken_or_added_is_named(tmp_path: Path, change, part: str) -> None:  # type: ignore[no-untyped-def]
    path = made(tmp_path / "a.zip", one=b"satu belas kata", two=b"dua")
    _rewrite(path, change)
    with pytest.raises(DamagedBackup, match=part):
        Reader(path)


def test_one_flipped_bit_anywhere_is_noticed(tmp_path: Path) -> None:
    """Also in the parts that zip itself does not check."""
    path = made(tmp_path / "a.zip", one=bytes(range(256)))
    whole = path.read_bytes()
    quiet = []
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x01]) + whole[position + 1 :])
        try:
            reader = Reader(path)
        except (NotABackup, DamagedBackup):
            continue
        # What remains unnoticed may only be what nobody reads: dates, modes, notes of the zip format.
        assert reader.read("files/one") == bytes(range(256)), position
        quiet.append(reader.manifest)
    assert all(manifest["members"] == quiet[0]["members"] for manifest in quiet)


@pytest.mark.parametrize("content", [b"", b"bukan zip", b"PK\x03\x04", None])
def test_what_is_no_backup_is_said(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.zip"
    if content is None:  # a zip of somebody else
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("surat.txt", "x")
    else:
        path.write_bytes(content)
    with pytest.raises(NotABackup):
        Reader(path)


def test_a_backup_that_was_cut_off_is_no_backup(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", one=b"satu" * 100)
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 37):
        path.write_bytes(whole[:length])
        with pytest.raises((NotABackup, DamagedBackup)):
            Reader(path)


@pytest.fixture
def house(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    """A data folder of its own; the database is that of the tests."""
    settings.DATA = tmp_path / "data"
    settings.FILES = settings.DATA / "files"
    settings.DATA.mkdir()
    return settings.DATA


@pytest.mark.django_db(transaction=True)
def test_damaged_files_are_left_out_and_named(house: Path, tmp_path: Path) -> None:
    with transaction.atomic():
        whole, changed, gone = (files.store("82.71", content) for content in (b"a", b"b", b"c"))
    files.path_of("82.71", changed).write_bytes(b"lain")
    files.path_of("82.71", gone).unlink()
    (files.path_of("82.71", whole).parent / ".setengah").write_bytes(b"just being written")
    saved = save(tmp_path / "a.zip")
    assert saved.files == 1
    assert saved.damaged == tuple(sorted(f"82.71/{digest[:2]}/{digest}" for digest in (changed, gone)))
    assert Reader(saved.path).names("files/") == [f"files/82.71/{whole[:2]}/{whole}"]


@pytest.mark.django_db(transaction=True)
def test_a_restore_refuses_before_it_writes(house: Path, tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    saved = save(tmp_path / "a.zip")
    reader = Reader(saved.path)
    tables_before = connection.introspection.table_names()
    (house / "catatan.txt").write_text("x")
    with pytest.raises(restoring.FolderNotEmpty, match=r"catatan\.txt"):
        restoring.restore(reader, [])
    shutil.rmtree(house)
    if connection.vendor == "postgresql":
        with pytest.raises(restoring.DatabaseNotEmpty):
            restoring.restore(reader, [])
    else:  # the tests' own file is not where the settings say
        there = tmp_path / "ada.sqlite3"
        there.write_bytes(b"")
        settings.DATABASES["default"]["NAME"], kept = there, settings.DATABASES["default"]["NAME"]
        try:
            with pytest.raises(restoring.DatabaseNotEmpty, match="ada"):
                restoring.restore(reader, [])
        finally:
            settings.DATABASES["default"]["NAME"] = kept
    for values, problem in (
        ({"engine": "oracle"}, restoring.OtherEngine),
        ({"migrations": [["skm", "9999_besok"]], "cermin": "9.9"}, restoring.NewerBackup),
    ):
        copy = tmp_path / "lain.zip"
        shutil.copy(saved.path, copy)
        _rewrite(copy, lambda parts, values=values: parts.update(_with(parts, values)))
        with pytest.raises(problem):
            restoring.restore(Reader(copy), [])
    assert not house.exists()
    assert connection.introspection.table_names() == tables_before


def _with(parts: dict[str, bytes], values: dict[str, object]) -> dict[str, bytes]:
    return {MANIFEST: json.dumps(json.loads(parts[MANIFEST]) | values).encode()}


@pytest.mark.django_db(transaction=True)
def test_another_key_in_the_environment_is_refused(house: Path, tmp_path: Path, settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    saved = save(tmp_path / "a.zip")
    shutil.rmtree(house)
    monkeypatch.setattr(databases, "sqlite_path", lambda: tmp_path / "none.sqlite3")
    monkeypatch.setattr(type(connection.introspection), "table_names", lambda *_, **__: [])
    settings.RECEIPT_KEY = "yang lain"
    with pytest.raises(restoring.OtherKey, match="CERMIN_RECEIPT_KEY"):
        restoring.restore(Reader(saved.path), [])
    assert not house.exists()
