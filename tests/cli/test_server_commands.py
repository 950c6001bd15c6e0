"""The commands of the server, as far as they speak without a database: help, refusals, both languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import UNIT, Capture, run


@pytest.mark.parametrize("name", ["jalankan", "cadangkan", "pulihkan", "audit"])
def test_each_command_has_help_in_both_languages(name: str, capsys: Capture) -> None:
    assert name in run(capsys, "--help")[1]
    code, indonesian, _ = run(capsys, name, "--help")
    assert code == 0
    assert indonesian != run(capsys, name, "--help", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "tidak ditemukan"), (b"bukan zip", "bukan cadangan Cermin")],
)
def test_what_is_no_backup_is_refused_before_anything_is_made(
    tmp_path: Path, content: bytes | None, said: str, capsys: Capture
) -> None:
    source = tmp_path / "a.zip"
    if content is not None:
        source.write_bytes(content)
    code, _, error = run(capsys, "pulihkan", str(source))
    assert code == 2
    assert said in error


def test_an_existing_backup_is_not_overwritten_unasked(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.zip").write_bytes(b"lama")
    code, _, error = run(capsys, "cadangkan", str(tmp_path / "a.zip"))
    assert (code, "--timpa" in error) == (2, True)
    code, _, error = run(capsys, "cadangkan", str(tmp_path / "tidak" / "a.zip"))
    assert (code, "tidak ditemukan" in error) == (2, True)
    code, _, error = run(capsys, "cadangkan", f"{tmp_path}/tidak/")
    assert (code, "tidak ditemukan" in error) == (2, True), "a folder was meant, no file of that name"
    assert (tmp_path / "a.zip").read_bytes() == b"lama"


def test_the_file_route_does_not_wait_for_django() -> None:
    code = """
import sys
from cermin.cli import main
try:
    main(["skm", "hitung", sys.argv[1], "--json", "--tanpa-selang"])
finally:
    print("django" in sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code, UNIT], capture_output=True, text=True)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "False"), done.stderr
