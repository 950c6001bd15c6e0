"""`cermin jalankan`: the web processes and the worker beside them, watched and ended together."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import multiprocessing
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

from cermin.cli.stop import Stop
from cermin.cli.texts import Voice

SETTINGS = "cermin.config.settings"
# One slow request must not hold up the others; more threads give no speed.
THREADS = 2
STOP_SECONDS = 20
RESTART_SECONDS = 1.0
PR_SET_PDEATHSIG = 1


def jalankan(_options: argparse.Namespace, voice: Voice) -> int:
    """Serve until SIGTERM or Ctrl-C; then nothing of ours runs any more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    signal.signal(signal.SIGTERM, _interrupt)  # until the server sets its own: an early end cleans up as well
    facts = _prepare(voice)
    _must_be_free(facts["address"], facts["port"], voice)
    if facts["first"]:
        print(voice("first_administrator", address=facts["first"]), flush=True)
    worker = WorkerKeeper()
    try:
        worker.start()
        _serve(facts, voice)
    finally:
        worker.stop()
    print(voice("served"), flush=True)
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _prepare(voice: Voice) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "cermin.cli.prepare"], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Stop(voice("prepare_failed"))
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _must_be_free(address: str, port: int, voice: Voice) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise Stop(voice("port_taken", address=address, port=port, why=error.strerror or error)) from error


def _serve(facts: dict[str, Any], voice: Voice) -> None:
    # The web processes are forked from this small one, which has loaded no Django and holds no connection.
    multiprocessing.set_start_method("fork", force=True)
    os.register_at_fork(after_in_child=_end_with_parent)
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "cermin.config.wsgi:application",
        address=facts["address"],
        port=facts["port"],
        interface=Interfaces.WSGI,
        workers=facts["workers"],
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )

    @server.on_startup
    def said() -> None:
        host = f"[{facts['address']}]" if ":" in facts["address"] else facts["address"]
        print(voice("serving", address=f"http://{host}:{facts['port']}", public=facts["public_url"]), flush=True)

    server.serve()


def _end_with_parent() -> None:
    """Ask the kernel to end this web process when the first process is killed: else it would keep the port."""
    with contextlib.suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class WorkerKeeper:
    """Starts the worker process, starts another when it dies, and ends it with us."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="worker-keeper", daemon=True)

    def start(self) -> None:
        self._start_one(after="")
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        with self._lock:
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:  # a job that takes no step; the reaper of the next start puts it back
            process.kill()
            process.wait()

    def _start_one(self, after: str) -> None:
        with self._lock:
            if self._ending.is_set():
                return
            self._name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
            line = [sys.executable, "-m", "cermin.base.worker", "--name", self._name, "--parent", str(os.getpid())]
            self._process = subprocess.Popen([*line, "--after", after] if after else line)  # noqa: S603 (our own words)

    def _watch(self) -> None:
        while not self._ending.is_set():
            assert self._process
            self._process.wait()
            if self._ending.wait(RESTART_SECONDS):
                return
            print(f"cermin: worker {self._name} died ({self._process.returncode}), starting another", file=sys.stderr)
            self._start_one(after=self._name)
