"""Periodic tasks: at most once per interval, over several workers and restarts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cermin.base import clock
from cermin.base.models import Clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=timezone.get_default_timezone())
ran: list[datetime] = []


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "REGISTERED", {})
    ran.clear()
    clock.periodic("test.hourly", timedelta(hours=1))(ran.append)
    return


def test_it_runs_at_once_and_then_once_per_interval() -> None:
    assert clock.run_due(NOON) == ["test.hourly"]
    assert clock.run_due(NOON) == []
    assert clock.run_due(NOON + timedelta(minutes=59)) == []
    later = NOON + timedelta(minutes=61)
    assert clock.run_due(later) == ["test.hourly"]
    assert clock.run_due(later + timedelta(minutes=59)) == []
    assert ran == [NOON, later]


def test_an_error_stops_nothing_else_and_is_tried_again_soon() -> None:
    calls = []

    @clock.periodic("test.broken", timedelta(days=1))
    def broken(now: datetime) -> None:
        calls.append(now)
        raise ZeroDivisionError

    clock.periodic("test.zlast", timedelta(days=1))(ran.append)
    assert clock.run_due(NOON) == ["test.hourly", "test.broken", "test.zlast"]
    assert clock.run_due(NOON + timedelta(minutes=4)) == []
    assert clock.run_due(NOON + timedelta(minutes=6)) == ["test.broken"]
    assert len(calls) == 2


def test_one_that_was_killed_midway_is_run_again_before_its_day_is_over() -> None:
    clock.periodic("test.daily", timedelta(days=1))(ran.append)
    clock.run_due(NOON)
    Clock.objects.filter(name="test.daily").update(finished_at=None)
    assert clock.run_due(NOON + timedelta(minutes=29)) == []
    assert clock.run_due(NOON + timedelta(minutes=31)) == ["test.daily"]
    assert clock.run_due(NOON + timedelta(minutes=65)) == ["test.hourly"]


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_it() -> None:
    clock.run_due(NOON)
    due = NOON + timedelta(hours=2)
    together = threading.Barrier(6)

    def worker() -> None:
        together.wait()
        clock.run_due(due)
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [NOON, due]


def test_two_functions_cannot_share_a_name() -> None:
    def elsewhere(now: datetime) -> None: ...

    elsewhere.__module__ = "cermin.other.tasks"
    clock.periodic("test.twice", timedelta(1))(elsewhere)
    with pytest.raises(RuntimeError, match=r"test\.twice"):
        clock.periodic("test.twice", timedelta(1))(lambda now: None)
