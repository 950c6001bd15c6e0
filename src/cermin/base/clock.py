"""The clock of the house: what has to happen again and again, at most once per interval over all workers.

Rooms register with `periodic` in their `tasks.py`; the worker process runs what is due. When each last ran stands in the table
`Clock`, so that two workers, or a restart, do not run it twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from cermin.base.models import Clock

logger = logging.getLogger("cermin.clock")

# A run that began and did not end within this time was killed; it may begin again before its interval is over.
LOST = timedelta(minutes=30)
# After an error the next try does not wait for the whole interval of a daily task.
AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Periodic:
    """One registered function. It gets the current moment, and must bear to be run twice."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]


REGISTERED: dict[str, Periodic] = {}


def periodic(name: str, every: timedelta) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register a function of one argument, the current moment, to run once per interval. name: unique, "room.what"."""

    def register(run: Callable[[datetime], None]) -> Callable[[datetime], None]:
        known = REGISTERED.get(name)
        if known is not None and known.run.__module__ != run.__module__:
            raise RuntimeError(f"two periodic functions are named {name}")
        REGISTERED[name] = Periodic(name, every, run)
        return run

    return register


def run_due(now: datetime | None = None) -> list[str]:
    """Run what is due, one after the other; the names of what ran here. An error is logged and stops nothing else."""
    now = now or timezone.now()
    last = dict(Clock.objects.values_list("name", "last_at"))
    ran = []
    for name, entry in REGISTERED.items():
        before = last.get(name)
        if before is not None and before > now - min(entry.every, LOST):
            continue  # certainly not due: no write for most looks at the clock
        if not _claim(entry, now):
            continue
        ran.append(name)
        try:
            entry.run(now)
        except Exception:
            logger.exception("periodic %s failed", name)
            # Counted as ended, and due again soon.
            again = now - entry.every + min(AGAIN, entry.every)
            Clock.objects.filter(name=name, last_at=now).update(last_at=again, finished_at=again)
        else:
            Clock.objects.filter(name=name, last_at=now).update(finished_at=now)
    return ran


def _claim(entry: Periodic, now: datetime) -> bool:
    """Whether this call may run it: one conditional UPDATE, which only one of several workers wins."""
    clock, made = Clock.objects.get_or_create(name=entry.name, defaults={"last_at": now})
    if made:
        return True
    ended = Q(last_at__lte=now - entry.every)
    lost = Q(last_at__lte=now - LOST) & (Q(finished_at__isnull=True) | Q(finished_at__lt=F("last_at")))
    return Clock.objects.filter(ended | lost, name=clock.name).update(last_at=now) == 1
