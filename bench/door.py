"""The survey door under load: two web workers, durable commits, all counts on, a million submissions already there.

What is measured: CPU of all server processes (the database's too) per journey, journeys per second with fifty phones that never
rest, and how long a page and an answer take at a hundred journeys per second. Beside it, on the same database in the same run, the
floor: one row of submissions inserted and committed through the bare driver.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.frame import PYTHON, Outcome, run

PHONES, RATE, WORKERS = 50, 100, 2
CPU_TARGET = {"sqlite": 0.004, "postgres": 0.005}
PER_SECOND, P99 = 300, 0.1
TICK = os.sysconf("SC_CLK_TCK")


def measure(database: str, rows: int, seconds: int, rounds: int) -> list[Outcome]:
    """All figures of one database ("sqlite" or "postgres") with `rows` submissions stored."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cermin-bench-")))
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("CERMIN_", "DJANGO_"))}
        environment |= {"CERMIN_DATA": str(folder), "CERMIN_WORKERS": str(WORKERS)}
        others: tuple[int, ...] = ()
        if database == "postgres":
            from tests.support.postgres import postgres_server

            server = stack.enter_context(postgres_server(durable=True))
            environment["CERMIN_DATABASE_URL"] = server.url
            others = (server.pid,)
        made = subprocess.run(
            [PYTHON, "-m", "bench.world", str(rows), "1000"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(made.stderr[-2000:])
        plan: dict[str, Any] = json.loads(made.stdout)
        with _serving(environment) as (pid, port):
            _load("closed", port, plan, seconds=2)  # warm: pages rendered, connections made, statements prepared
            closed, spent, floors = [], [], []
            for number in range(rounds):
                before = _cpu(pid, *others)
                closed.append(_load("closed", port, plan, seconds=seconds, seed=number))
                spent.append((_cpu(pid, *others) - before) / closed[-1].journeys)
                floors.append(_floor(environment, plan))
            opened = [_load("open", port, plan, seconds=2 * seconds, seed=99 + number) for number in range(rounds)]
    return _outcomes(database, rows, closed, tuple(spent), tuple(floors), opened)


@dataclass(frozen=True)
class _Run:
    """What one crowd saw. gets, posts: seconds each, sorted."""

    seconds: float
    journeys: int
    gets: list[float]
    posts: list[float]
    cpu: float


def _load(kind: str, port: int, plan: Mapping[str, Any], *, seconds: int, seed: int = 0) -> _Run:
    full = {**plan, "seconds": seconds, "seed": seed, "phones": PHONES, "rate": RATE}
    told = json.loads(run([PYTHON, "-m", "bench.load", kind, str(port), json.dumps(full)]))
    if told["errors"]:
        raise RuntimeError(f"{told['errors']} answers were not taken")
    return _Run(told["seconds"], told["journeys"], told["gets"], told["posts"], told["cpu"])


@contextmanager
def _serving(environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """`cermin jalankan`: its process and its port."""
    from tests.support.served import free_port

    port = free_port()
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [PYTHON, "-m", "cermin", "jalankan"],
            env={**environment, "CERMIN_PORT": str(port)},
            stdout=log,
            stderr=log,
        )
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
                    break
                except (urllib.error.URLError, OSError) as problem:
                    if server.poll() is not None or time.monotonic() > until:
                        log.seek(0)
                        raise RuntimeError(log.read().decode(errors="replace")[-2000:]) from problem
                    time.sleep(0.1)
            yield server.pid, port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _cpu(*roots: int) -> float:
    """Seconds of CPU, user and system, of these processes, all below them, and what has ended below them."""
    children: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended just now
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
            used[int(entry.name)] = sum(map(int, fields[11:15]))  # utime, stime, and those of reaped children
    ticks, waiting = 0, list(roots)
    while waiting:
        pid = waiting.pop()
        ticks += used.get(pid, 0)
        waiting += children.get(pid, [])
    return ticks / TICK


def _floor(environment: Mapping[str, str], plan: Mapping[str, Any]) -> float:
    """Seconds per row: one submission inserted and committed through the bare driver, one after the other."""
    command = [PYTHON, "-m", "bench.floor", plan["government"], str(plan["round"])]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return float(done.stdout)


def _p99(values: list[float]) -> float:
    return values[min(len(values) - 1, int(len(values) * 0.99))]


def _outcomes(
    database: str,
    rows: int,
    closed: list[_Run],
    spent: tuple[float, ...],
    floors: tuple[float, ...],
    opened: list[_Run],
) -> list[Outcome]:
    stored = f"{rows:,} submissions stored"
    floor_is = "one row inserted and committed by the bare driver"
    own = max(one.cpu / one.journeys for one in closed)
    per = tuple(one.seconds / one.journeys for one in closed)
    return [
        Outcome(
            f"door {database} cpu",
            f"CPU of all server processes per journey (form and answer), {stored}",
            "seconds",
            CPU_TARGET[database],
            spent,
            floors,
            floor_is,
            f"the crowd itself used {own * 1000:.2f} ms of CPU per journey on the same cores.",
        ),
        Outcome(
            f"door {database} throughput",
            f"seconds per journey with {PHONES} phones that never rest (target: {PER_SECOND} journeys per second)",
            "seconds",
            1 / PER_SECOND,
            per,
            floors,
            floor_is,
            f"{', '.join(f'{1 / value:,.0f}' for value in per)} journeys per second.",
        ),
        *(
            Outcome(
                f"door {database} p99 {name}",
                f"99th percentile of a {name} at {RATE} journeys per second",
                "seconds",
                P99,
                tuple(_p99(getattr(one, f"{name}s")) for one in opened),
                floors,
                floor_is,
            )
            for name in ("get", "post")
        ),
    ]
