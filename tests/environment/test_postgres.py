"""The throw-away PostgreSQL: it works, it keeps its promise about the disk, and nothing of it is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support.postgres import postgres_server

ROOT = Path(__file__).resolve().parents[2]


def is_running(pid: int) -> bool:
    """A process that has ended but was not yet collected by its parent (state Z) runs no more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int, folder: Path | None = None) -> bool:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if not is_running(pid) and (folder is None or not folder.exists()):
            return True
        time.sleep(0.05)
    return False


def test_a_server_answers_and_leaves_nothing() -> None:
    with postgres_server() as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE answers (words text)")
        connection.execute("INSERT INTO answers VALUES ('Rumah Sakit Ibu & Anak')")
        assert connection.execute("SELECT words FROM answers").fetchone() == ("Rumah Sakit Ibu & Anak",)
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        connection.execute("CREATE DATABASE second")
        with psycopg.connect(server.url_of("second")) as other:
            assert other.execute("SELECT current_database()").fetchone() == ("second",)
        assert server.folder.stat().st_mode & 0o077 == 0
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
        assert is_running(server.pid)
    assert gone(server.pid, server.folder)


def test_a_durable_server_waits_for_the_disk() -> None:
    with (
        postgres_server(durable=True, settings={"max_connections": "33"}) as server,
        psycopg.connect(server.url) as connection,
    ):
        shown = [
            connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            for name in ("fsync", "synchronous_commit", "full_page_writes", "max_connections")
        ]
    assert shown == [("on",), ("on",), ("on",), ("33",)]


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder that another user may enter (pytest's own may not be) and whose path a socket can bear."""
    folder = Path(tempfile.mkdtemp(prefix="cermin-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(short_folder: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="no_such_setting"),
        postgres_server(settings={"no_such_setting": "1"}, folder=short_folder),
    ):
        raise AssertionError("it started")
    assert list(short_folder.iterdir()) == []


def start_in_another_process() -> tuple[subprocess.Popen[str], int, Path, int]:
    """A run with a server in it: the run, the server's pid, its folder, the keeper's pid."""
    code = (
        "import time\nfrom tests.support.postgres import postgres_server\n"
        "with postgres_server() as s:\n    print(s.pid, s.folder, flush=True)\n    time.sleep(60)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert run.stdout
    pid, folder = run.stdout.readline().split()
    keeper = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return run, int(pid), Path(folder), keeper


def test_a_killed_run_leaves_nothing() -> None:
    run, pid, folder, keeper = start_in_another_process()
    assert folder.exists()
    run.kill()
    run.communicate()
    assert gone(pid, folder)
    assert gone(keeper)


def test_a_killed_keeper_leaves_no_server() -> None:
    run, pid, folder, keeper = start_in_another_process()
    os.kill(keeper, signal.SIGKILL)
    assert gone(pid)
    run.kill()
    run.communicate()
    shutil.rmtree(folder)  # what only the keeper would have removed
