"""`cermin jalankan` as an office starts it: web and worker together, ended together, and a job that outlives its worker."""

from __future__ import annotations

import re
import signal
import socket
import urllib.request
from pathlib import Path

from tests.support.served import Served, command, environment_of
from tests.web.conftest import family, is_running, kill, rows, run_code, until

ASK = """
from django.db import transaction
from cermin.base.access import Actor
from cermin.base.audit import record
from cermin.base.jobs import enqueue
with transaction.atomic():
    record(Actor(7, "Sari"), action="round.edit", government_id="82.71", kind="round", object_id=1, label="Ronde")
    answer = enqueue(actor=Actor(7, "Sari"), kind="test.wait", government_id="82.71", label="Kerja", arguments={}).id
"""


def state(house: Served) -> tuple[object, ...]:
    """Of the newest job."""
    return rows(house.environment, "SELECT state, attempts, error FROM base_job ORDER BY id DESC")[0]


def tasks(house: Served) -> list[tuple[object, ...]]:
    return rows(house.environment, "SELECT status FROM django_tasks_database_dbtaskresult")


def fetch(url: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.status, answer.read()


def worker_of(house: Served) -> int:
    return next(pid for pid, line in family(house.pid).items() if "cermin.base.worker" in line)


def test_a_job_outlives_its_worker_and_sigterm_leaves_nothing(house: Served) -> None:
    said = house.log.read_text()
    assert f"mendengarkan di {house.url}" in said
    first = re.search(r"http://localhost:\d+(/akun/pertama/\w+/)", said)
    assert first, said
    assert fetch(house.url + first[1])[0] == 200

    # The job runs in the worker, and the web answers meanwhile.
    run_code(house.environment, ASK)
    began = house.data / "began-1"
    until(began.exists, "the job began")
    killed = worker_of(house)
    assert int(began.read_text()) == killed
    assert fetch(f"{house.url}/healthz") == (200, b"ok\n")
    kill(killed, signal.SIGKILL)
    again = house.data / "began-2"
    until(again.exists, "the job began again")
    assert int(again.read_text()) == worker_of(house) != killed
    (house.data / "go").touch()
    until(lambda: state(house)[0] == "done", "the job ended")
    assert state(house) == ("done", 2, "")
    until(lambda: tasks(house) == [("SUCCESSFUL",)], "the queue knows it, and nothing runs forever")

    # The end: a job at work goes back, and is not counted.
    for path in (house.data / "go", began):
        path.unlink()
    run_code(house.environment, ASK)
    until(began.exists, "the second job began")
    all_of_us = family(house.pid)
    assert len(all_of_us) >= 3, all_of_us
    kill(house.pid, signal.SIGTERM)
    until(lambda: not is_running(house.pid), "the server ended")
    assert not [line for pid, line in all_of_us.items() if is_running(pid)]
    assert "Tidak ada proses yang tertinggal" in house.log.read_text()
    assert state(house) == ("waiting", 0, "")
    # The clock ran beside the jobs, and the last audit lines were sealed at the end.
    assert {("base.reap",), ("base.seal",), ("base.purge",)} <= set(
        rows(house.environment, "SELECT name FROM base_clock")
    )
    assert sorted(rows(house.environment, "SELECT number FROM base_auditline")) == [(1,), (2,)]


def test_when_the_first_process_is_killed_nothing_stays_behind(house: Served) -> None:
    all_of_us = family(house.pid)
    kill(house.pid, signal.SIGKILL)
    for pid, line in all_of_us.items():
        until(lambda pid=pid: not is_running(pid), f"the end of {line}")


def test_a_taken_port_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = command(environment_of(tmp_path / "data", {"CERMIN_PORT": port}), "jalankan")
    assert done.returncode == 2
    assert f"porta {port}" in done.stderr
    assert "CERMIN_PORT" in done.stderr


def test_a_database_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cermin.sqlite3").write_text("bukan basis data, hanya teks yang cukup panjang" * 50)
    done = command(environment_of(tmp_path / "data"), "--lang", "en", "jalankan")
    assert done.returncode == 2
    assert "The server cannot start" in done.stderr
