"""The served house as these tests meet it: on the database of the run, with a job that waits."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.support.served import Served, database_of_its_own, environment_of, served_from

ROOT = Path(__file__).resolve().parents[2]
WAITS = {"DJANGO_SETTINGS_MODULE": "tests.support.served_settings", "PYTHONPATH": str(ROOT)}
MOST_SECONDS = 60.0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """A running server that knows the job "test.wait"; on PostgreSQL with two web processes."""
    with database_of_its_own() as extra:
        several = {"CERMIN_WORKERS": "2"} if extra else {}
        with served_from(tmp_path / "data", {**WAITS, **several, **extra}) as running:
            yield running


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a second house that is still empty: nothing in its data folder and its database."""
    with database_of_its_own() as extra:
        yield environment_of(tmp_path / "second", extra)


def until(true: Callable[[], Any], what: str) -> Any:
    """Wait for something that has to come; its value."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError(f"did not come: {what}")


def rows(environment: Mapping[str, str], sql: str) -> list[tuple[Any, ...]]:
    """Read the database of a server from outside."""
    if url := environment.get("CERMIN_DATABASE_URL"):
        import psycopg

        with psycopg.connect(url) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[call-overload]
    connection = sqlite3.connect(Path(environment["CERMIN_DATA"]) / "cermin.sqlite3", timeout=20)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def run_code(environment: Mapping[str, str], code: str) -> Any:
    """Run Python with Django in a process of its own on the same house; what it assigned to `answer`."""
    text = f"import django, json\ndjango.setup()\nanswer = None\n{code}\nprint(json.dumps(answer))\n"
    environment = {"DJANGO_SETTINGS_MODULE": "cermin.config.settings", "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, "-c", text], env=environment, capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def family(pid: int) -> dict[int, str]:
    """The process and all below it that run, with their command lines."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            state = state_of(int(entry.name))
            if state and state[0] != "Z":
                parents.setdefault(int(state[1]), []).append(int(entry.name))
    found: dict[int, str] = {}
    todo = [pid]
    while todo:
        one = todo.pop()
        if line := command_line(one):
            found[one] = line
        todo += parents.get(one, [])
    return found


def state_of(pid: int) -> list[str]:
    """State and parent of a process, and what follows in /proc; empty when it is gone."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def command_line(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def is_running(pid: int) -> bool:
    state = state_of(pid)
    return bool(state) and state[0] != "Z"


def kill(pid: int, number: int) -> None:
    os.kill(pid, number)
