"""`cermin cadangkan` while people work, and `cermin pulihkan` into an empty place: the same rows, the same bytes, a chain that holds."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.served import Served, command, served_from
from tests.web.conftest import ROOT, rows, run_code, until

# Issues documents, each with its file, its rows and its audit line in one transaction, until the file `stop` is there.
WRITER = """
import os, django
django.setup()
from django.conf import settings
from django.db import transaction
from cermin.base.access import Actor
from cermin.base.issuing import issue_document
from cermin.base.sealing import seal
number = 0
while not (settings.DATA / "stop").exists():
    number += 1
    with transaction.atomic():
        issue_document(
            actor=Actor(7, "Sari"), government_id="82.71", kind="test", title=f"Dokumen {number}", owner_kind="x", owner_id=number,
            content_digest="c" * 64, files={"a.txt": ("text/plain", f"isi {number} ".encode() * 200)},
        )
    if number % 7 == 0:
        seal()
seal()
"""
NOT_COMPARED = {"base_clock", "organizations_firstaccess"}  # these go on while the server runs


@contextmanager
def writing(house: Served) -> Iterator[None]:
    environment = {**house.environment, "PYTHONPATH": str(ROOT)}
    writer = subprocess.Popen([sys.executable, "-c", WRITER], env=environment, cwd=ROOT)
    try:
        until(lambda: documents(house.environment) >= 5, "the first documents")
        yield
    finally:
        (house.data / "stop").touch()
        assert writer.wait(60) == 0
        (house.data / "stop").unlink()


def documents(environment: Mapping[str, str]) -> int:
    return int(rows(environment, "SELECT count(*) FROM base_issueddocument")[0][0])


def files_of(data: Path) -> dict[str, str]:
    """Digest by name, reckoned here."""
    folder = data / "files"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def tables(environment: Mapping[str, str], names: list[str]) -> dict[str, list[str]]:
    return {name: sorted(map(repr, rows(environment, f'SELECT * FROM "{name}"'))) for name in names}


def test_what_is_saved_while_people_work_is_whole_and_comes_back(
    house: Served, empty_house: dict[str, str], tmp_path: Path
) -> None:
    busy, quiet = tmp_path / "sibuk.zip", tmp_path / "tenang.zip"
    with writing(house):
        saved = house.command("cadangkan", str(busy))
        assert saved.returncode == 0, saved.stderr
        before = documents(house.environment)
        until(lambda: documents(house.environment) > before, "more documents: it was written to all along")
    _check_busy(busy)

    # Nothing changes any more: the second backup is the house itself.
    saved = house.command("cadangkan", str(quiet))
    assert saved.returncode == 0, saved.stderr
    restored = command(empty_house, "pulihkan", str(quiet))
    assert restored.returncode == 0, restored.stderr
    assert "rantai jejak audit utuh" in restored.stdout
    with zipfile.ZipFile(quiet) as archive:
        manifest = json.loads(archive.read("cermin.json"))
    names = sorted(set(manifest["tables"]) - NOT_COMPARED)
    assert {"base_auditline", "organizations_person", "skm_round", "django_migrations"} <= set(names)
    assert tables(empty_house, names) == tables(house.environment, names)
    second = Path(empty_house["CERMIN_DATA"])
    assert files_of(second) == files_of(house.data)
    assert len(files_of(second)) == documents(empty_house)
    for key in ("secret-key", "receipt-key"):
        assert (second / key).read_text() == (house.data / key).read_text()
        assert (second / key).stat().st_mode & 0o777 == 0o600

    again = command(empty_house, "pulihkan", str(quiet))
    assert again.returncode == 2
    assert "tidak kosong" in again.stderr

    with served_from(
        second, {name: value for name, value in empty_house.items() if name == "CERMIN_DATABASE_URL"}
    ) as other:
        with urllib.request.urlopen(f"{other.url}/healthz", timeout=20) as answer:
            assert answer.status == 200
        verified = other.command("audit", "verify")
        assert (verified.returncode, f"{documents(empty_house)} baris bersegel" in verified.stdout) == (0, True), (
            verified
        )
        # Rows can be added: numbers of tables that count by themselves go on behind the restored ones.
        added = run_code(
            other.environment,
            "from django.contrib.contenttypes.models import ContentType\n"
            "answer = ContentType.objects.create(app_label='x', model='y').pk",
        )
        highest = max(int(number) for (number,) in rows(house.environment, "SELECT id FROM django_content_type"))
        assert added > highest


def _check_busy(busy: Path) -> None:
    """Made in the middle of the writing: each document has its file, its bytes and its audit line, and none more."""
    assert busy.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(busy) as archive:
        manifest = json.loads(archive.read("cermin.json"))
        counts = manifest["tables"]
        parts = [name for name in archive.namelist() if name.startswith("files/")]
        for name in parts:
            assert hashlib.sha256(archive.read(name)).hexdigest() == name.rpartition("/")[2]
    assert counts["base_issueddocument"] >= 5
    assert (
        counts["base_issueddocument"]
        == counts["base_issuedfile"]
        == counts["base_storedfile"]
        == counts["base_auditline"]
    )
    # Bytes come before rows: there may be newer ones, never fewer.
    assert len(parts) >= counts["base_storedfile"]
    assert manifest["damaged"] == []
    assert "django_session" not in counts
