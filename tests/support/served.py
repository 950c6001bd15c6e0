"""The real server, started as an office starts it: the command `cermin jalankan` with a fresh data folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

START_SECONDS = 60.0


@dataclass(frozen=True)
class Served:
    """A running server: its address without a slash at the end, its first process, its data folder, what it printed."""

    url: str
    pid: int
    data: Path
    log: Path
    environment: Mapping[str, str]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another `cermin` command on the same data, as an administrator does beside the running server."""
        return command(self.environment, *arguments)


def command(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a `cermin` command to its end."""
    line = [sys.executable, "-m", "cermin", *arguments]
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120)


def environment_of(data: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our own environment without the settings of the tests, and with this data folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CERMIN_", "DJANGO_"))}
    return {**kept, "CERMIN_DATA": str(data), **(extra or {})}


@contextmanager
def database_of_its_own() -> Iterator[dict[str, str]]:
    """Settings that name an empty database of the kind that this run tests: for SQLite none are needed."""
    if os.environ.get("CERMIN_TEST_DATABASE", "sqlite") != "postgres":
        yield {}
        return
    import psycopg

    server, name = os.environ["CERMIN_TEST_POSTGRES_URL"], f"served_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"CERMIN_DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served_from(data: Path, extra: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Start the server on this data folder and wait until it says it is well; end it with SIGTERM.

    `extra` is added to the environment, for instance CERMIN_DATABASE_URL.
    """
    data.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), data.parent / f"{data.name}.log"
    environment = environment_of(data, {"CERMIN_PORT": str(port), **(extra or {})})
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "cermin", "jalankan"], env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, server, log)
        yield Served(url=url, pid=server.pid, data=data, log=log, environment=environment)
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"the server did not come up at {url}:\n{log.read_text(errors='replace')}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The real server with an empty data folder and an empty database."""
    with database_of_its_own() as extra, served_from(tmp_path / "data", extra) as running:
        yield running
