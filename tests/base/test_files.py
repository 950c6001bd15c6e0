"""Bytes kept under their digest, and documents issued with a code."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from cermin.base import files
from cermin.base.access import Actor
from cermin.base.issuing import issue_document, new_code
from cermin.base.models import AuditLine, IssuedDocument, StoredFile

pytestmark = pytest.mark.django_db
SARI = Actor(7, "Kepala (Sari)")
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    settings.FILES = tmp_path / "files"
    return settings.FILES


def test_the_same_bytes_are_kept_once_per_government(folder: Path) -> None:
    assert files.store("82.71", b"") == EMPTY, "known from the standard, not from us"
    first, second, other = (files.store(place, b"isi") for place in ("82.71", "82.71", "82.72"))
    assert first == second == other == hashlib.sha256(b"isi").hexdigest()
    assert files.read("82.71", first) == b"isi"
    assert sorted(StoredFile.objects.filter(government_id="82.71").values_list("size", flat=True)) == [0, 3]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 3
    assert files.path_of("82.71", first).stat().st_mode & 0o077 == 0, "readable by its owner only"


def test_changed_or_missing_bytes_are_noticed_and_mended_by_storing_again() -> None:
    digest = files.store("82.71", b"isi")
    files.path_of("82.71", digest).write_bytes(b"isu")
    with pytest.raises(files.Damaged, match="changed"):
        files.read("82.71", digest)
    files.store("82.71", b"isi")
    assert files.read("82.71", digest) == b"isi"
    files.path_of("82.71", digest).unlink()
    with pytest.raises(files.Damaged, match="missing"):
        files.read("82.71", digest)


@pytest.mark.parametrize(
    ("government", "digest"), [("../82", EMPTY), ("82.71", "../x"), ("", EMPTY), ("82", EMPTY.upper())]
)
def test_no_address_leads_out_of_the_folder(government: str, digest: str) -> None:
    with pytest.raises(ValueError, match="no government"):
        files.path_of(government, digest)


def test_a_write_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    files.store("82.71", b"a")
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(os, "fsync", full)
    digest = hashlib.sha256(b"a2").hexdigest()
    files.path_of("82.71", digest).parent.mkdir(exist_ok=True)
    with pytest.raises(OSError, match="No space"):
        files.store("82.71", b"a2")
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == [path for path in before if path.is_file()]
    assert not StoredFile.objects.filter(government_id="82.71", sha256=digest).exists()


def test_codes_have_26_characters_and_do_not_repeat() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code) for code in codes} == {26}
    assert set("".join(codes)) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def issue(**more: object) -> IssuedDocument:
    values: dict = {
        "actor": SARI,
        "government_id": "82.71",
        "kind": "skm.report",
        "title": "Laporan SKM",
        "owner_kind": "publication",
        "owner_id": 5,
        "content_digest": "c" * 64,
        "files": {"laporan.pdf": ("application/pdf", b"%PDF"), "hasil.json": ("application/json", b"{}")},
    }
    with transaction.atomic():
        return issue_document(**(values | more))


def test_a_document_is_issued_with_its_files_in_order_and_one_audit_line() -> None:
    document = issue(is_public=True, unit_id=3)
    found = document.files.order_by("position").values_list("position", "name", "media_type", "size", "sha256")
    pdf, json = hashlib.sha256(b"%PDF").hexdigest(), hashlib.sha256(b"{}").hexdigest()
    assert list(found) == [
        (1, "laporan.pdf", "application/pdf", 4, pdf),
        (2, "hasil.json", "application/json", 2, json),
    ]
    assert files.read("82.71", pdf) == b"%PDF"
    line = AuditLine.objects.filter(government_id="82.71").get()
    assert (line.action, line.object_id, line.unit_id) == ("document.issue", str(document.id), 3)
    assert line.detail["files"] == {"laporan.pdf": pdf, "hasil.json": json}


def test_a_document_never_changes_and_keeps_the_code_it_was_given() -> None:
    code = new_code()
    document = issue(code=code)
    assert document.code == code
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IssuedDocument.objects.filter(government_id="82.71").update(title="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        issue(code=code)
    with pytest.raises(ValueError, match="26"):
        issue(code="PENDEK")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_stored_or_issued_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        files.store("82.71", b"x")
    with pytest.raises(RuntimeError, match="transaction"):
        issue_document(
            actor=SARI, government_id="82", kind="k", title="t", owner_kind="o", owner_id=1, content_digest="", files={}
        )
