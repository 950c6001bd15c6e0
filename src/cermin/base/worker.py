"""The worker process: runs jobs one after the other, and the clock beside them. `cermin jalankan` starts it; several may run.

    python -m cermin.base.worker --name NAME [--after NAME] [--parent PID]

--after names a worker that is known dead: what it left is put back at once. --parent: it ends when that process is gone.
SIGTERM lets the job at hand stop at its next step and puts it back.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import TypeVar

import django
from django.db import DatabaseError, InterfaceError, connection, connections, transaction

logger = logging.getLogger("cermin.worker")
T = TypeVar("T")

LOOK_SECONDS = 0.5
CLOCK_SECONDS = 5.0
AFTER_ERROR_SECONDS = 5.0


def main(arguments: list[str] | None = None) -> None:
    """Run until SIGTERM or SIGINT, or until the parent is gone; seal what waits, and end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--after", default="")
    parser.add_argument("--parent", type=int, default=0)
    options = parser.parse_args(arguments)
    django.setup()
    from cermin.base import jobs, sealing

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: jobs.stopping.set())
    if options.after:
        _bravely("reap", lambda: jobs.reap(worker=options.after))
    clock = threading.Thread(target=_tick, args=(jobs.stopping,), name="clock")
    clock.start()
    logger.info("worker %s started", options.name)
    while not jobs.stopping.is_set():
        if options.parent and os.getppid() != options.parent:
            logger.warning("worker %s: its parent is gone, ending", options.name)
            jobs.stopping.set()
            break
        ran = _bravely("queue", lambda: run_one(options.name))
        if not ran:
            jobs.stopping.wait(LOOK_SECONDS if ran is not None else AFTER_ERROR_SECONDS)
    clock.join()
    _bravely("seal", sealing.seal)
    connections.close_all()
    logger.info("worker %s ended", options.name)


def run_one(name: str) -> bool:
    """Take the next task and run it; False when none waits."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # on SQLite the look below would take the one place of the writer, twice a second
        return False
    with transaction.atomic():
        taken = ready.get_locked()
        if taken is not None:
            taken.claim(name)
    if taken is None:
        return False
    # The library runs it and writes the outcome; its loop and its signals are replaced by ours.
    library = Worker(
        queue_names=["*"],
        interval=LOOK_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    library.run_task(taken)
    return True


def _tick(stopping: threading.Event) -> None:
    from cermin.base import clock

    while not stopping.is_set():
        _bravely("clock", clock.run_due)
        stopping.wait(CLOCK_SECONDS)
    connections.close_all()


def _bravely(what: str, run: Callable[[], T]) -> T | None:
    """The result, or None after an error: a database that is away for a while must not end the worker."""
    try:
        return run()
    except (DatabaseError, InterfaceError):
        logger.exception("worker: %s", what)
        with contextlib.suppress(DatabaseError, InterfaceError):
            connection.close()
        return None
    finally:
        if connection.vendor == "postgresql":  # back into the pool, where a broken one is noticed
            with contextlib.suppress(DatabaseError, InterfaceError):
                connection.close()


if __name__ == "__main__":
    main()
