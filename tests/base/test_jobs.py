"""Jobs: asked for with the change, run once, seen while they run, cancelled, put back after a kill, forgotten after a week."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cermin.base import jobs
from cermin.base.access import Actor, Refused
from cermin.base.jobs import RunningJob, enqueue, job_kind, run_now
from cermin.base.models import Job, JobState

pytestmark = pytest.mark.django_db

SARI = Actor(7, "Petugas (Sari)")
seen: list[Any] = []


@job_kind("test.work")
def work(job: RunningJob) -> dict[str, Any]:
    """Does what its argument says."""
    do = job.arguments.get("do", "")
    seen.append((job.id, job.actor))
    if do == "refuse":
        raise Refused("Hanya kepala unit yang boleh.")
    if do == "invalid":
        raise ValidationError({"name": ["Isi nama unit."]})
    if do == "break":
        raise ZeroDivisionError("rahasia")
    if do == "database":
        raise OperationalError("connection lost")
    for done in range(1, 4):
        job.step(done, 3, f"Bagian {done}")
        row = Job.objects.filter(government_id="82.71", id=job.id)
        if done == 3:
            seen.append(row.values_list("done", "total", "message").get())
        if do == "cancel" and done == 1:
            jobs.ask_cancel(actor=SARI, government_id="82.71", job_id=job.id)
            job._said_at = 0.0  # as if half a second had passed
        if do == "lose" and done == 1:
            row.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
            assert jobs.reap() == [job.id]
            job._said_at = 0.0
    return {"text": "Tiga bagian.", "links": [{"label": "Buka", "url": "/survei/1/"}]}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    seen.clear()
    yield
    jobs.stopping.clear()


def ask(do: str = "", **more: Any) -> Job:
    with transaction.atomic():
        return enqueue(
            actor=SARI, kind="test.work", government_id="82.71", label="Kerja uji", arguments={"do": do}, **more
        )


def again(job: Job) -> Job:
    return Job.objects.get(government_id="82.71", id=job.id)


def tasks_of(job: Job) -> list[DBTaskResult]:
    return [task for task in DBTaskResult.objects.all() if task.args_kwargs["args"] == [job.id]]


def test_a_job_runs_and_shows_how_far_it_is() -> None:
    job = ask()
    assert (job.state, job.actor_label, len(tasks_of(job))) == (JobState.WAITING, "Petugas (Sari)", 1)
    job = run_now(job.id)
    assert (job.state, job.error, job.attempts) == (JobState.DONE, "", 1)
    assert job.result == {"text": "Tiga bagian.", "links": [{"label": "Buka", "url": "/survei/1/"}]}
    assert seen == [(job.id, Actor(7, "Petugas (Sari)")), (3, 3, "Bagian 3")]
    assert job.created_at <= job.started_at <= job.finished_at
    run_now(job.id)
    assert len(seen) == 2, "a job that has ended does not run again"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_job() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert not Job.objects.filter(government_id="82.71").exists()
    assert not DBTaskResult.objects.exists()
    with pytest.raises(RuntimeError, match="transaction"):
        enqueue(actor=SARI, kind="test.work", government_id="82.71", label="x", arguments={})


def test_an_equal_open_job_is_returned_instead() -> None:
    first = ask()
    assert ask().id == first.id
    assert ask("other").id != first.id
    assert ask(once=False).id != first.id
    run_now(first.id)
    assert ask().id != first.id, "one that has ended does not count"


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_job() -> None:
    """The second asks while the first has not committed: it has to wait, and then finds the job of the first."""
    found: list[int] = []

    def second() -> None:
        found.append(ask().id)
        connection.close()

    with transaction.atomic():
        first = ask()
        other = threading.Thread(target=second)
        other.start()
        other.join(0.3)
        assert other.is_alive(), "it did not wait"
    other.join(20)
    assert found == [first.id]


def test_an_unknown_kind_is_refused_when_asked_for() -> None:
    with pytest.raises(RuntimeError, match="registered"), transaction.atomic():
        enqueue(actor=SARI, kind="test.none", government_id="82.71", label="x", arguments={})


@pytest.mark.parametrize(
    ("do", "said"),
    [("refuse", "Hanya kepala unit yang boleh."), ("invalid", "Isi nama unit."), ("break", jobs.UNEXPECTED)],
)
def test_a_failed_job_says_why_and_keeps_the_details_to_the_log(do: str, said: str) -> None:
    job = run_now(ask(do).id)
    assert (job.state, job.error) == (JobState.FAILED, said)
    assert job.finished_at


def test_a_person_may_try_again() -> None:
    job = run_now(ask("break").id)
    job = jobs.retry(actor=SARI, government_id="82.71", job_id=job.id)
    assert (job.state, job.error, job.attempts, job.finished_at) == (JobState.WAITING, "", 0, None)
    Job.objects.filter(government_id="82.71", id=job.id).update(arguments={"do": ""})
    assert run_now(job.id).state == JobState.DONE
    assert jobs.retry(actor=SARI, government_id="82.71", job_id=job.id).state == JobState.DONE


def test_a_lost_database_puts_the_job_back_three_times() -> None:
    job = ask("database")
    assert [run_now(job.id).state for _ in range(3)] == ["waiting", "waiting", "failed"]
    assert again(job).error == jobs.GAVE_UP


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step() -> None:
    job = ask()
    jobs.ask_cancel(actor=SARI, government_id="82.71", job_id=job.id)
    assert again(job).state == JobState.CANCELLED
    assert tasks_of(job) == []
    job = run_now(ask("cancel").id)
    assert (job.state, job.result, job.done) == (JobState.CANCELLED, {}, 2)


def test_another_government_cannot_cancel_it() -> None:
    with pytest.raises(Job.DoesNotExist):
        jobs.ask_cancel(actor=SARI, government_id="82.72", job_id=ask().id)


def test_a_worker_that_ends_puts_the_job_back_without_counting_it() -> None:
    job = ask()
    jobs.stopping.set()
    job = run_now(job.id)
    assert (job.state, job.attempts, job.worker) == (JobState.WAITING, 0, "")
    assert [task.status for task in tasks_of(job)].count("READY") == 2


def killed(job: Job, minutes: int, attempts: int = 1, **more: Any) -> None:
    """What a killed worker leaves: the job and its task run, and nobody gives a sign of life."""
    then = timezone.now() - timedelta(minutes=minutes)
    values = {"state": JobState.RUNNING, "attempts": attempts, "heartbeat_at": then, "worker": "w1"} | more
    Job.objects.filter(government_id="82.71", id=job.id).update(**values)
    DBTaskResult.objects.filter(id=job.task_id).update(status="RUNNING", started_at=then, worker_ids=["w1"])


def test_the_reaper_puts_back_what_a_killed_worker_left() -> None:
    dead, alive, waiting = ask("a"), ask("b"), ask("c")
    killed(dead, minutes=2)
    killed(alive, minutes=0)
    assert jobs.reap() == [dead.id]
    assert (again(dead).state, again(alive).state, again(waiting).state) == ("waiting", "running", "waiting")
    assert [task.status for task in tasks_of(dead)] == ["READY"], "the task that ran forever is gone"
    assert again(dead).task_id == tasks_of(dead)[0].id
    assert run_now(dead.id).attempts == 2


def test_what_a_worker_that_is_known_dead_left_is_put_back_at_once() -> None:
    mine, other = ask("a"), ask("b")
    killed(mine, minutes=0)
    killed(other, minutes=0, worker="w2")
    DBTaskResult.objects.filter(id=other.task_id).update(worker_ids=["w2"])
    assert jobs.reap(worker="w1") == [mine.id]


@pytest.mark.parametrize("worker", [None, "w1"])
def test_a_worker_killed_between_task_and_job_is_noticed(worker: str | None) -> None:
    job = ask()
    killed(job, minutes=2, state=JobState.WAITING, attempts=0, heartbeat_at=None, worker="")
    assert jobs.reap(worker=worker) == [job.id]
    assert [task.status for task in tasks_of(job)] == ["READY"]
    assert jobs.reap(worker=worker) == []


def test_after_three_kills_the_job_fails_with_a_sentence() -> None:
    job = ask()
    killed(job, minutes=2, attempts=3)
    jobs.reap()
    assert (again(job).state, again(job).error) == (JobState.FAILED, jobs.GAVE_UP)
    assert tasks_of(job) == []


def test_a_killed_job_that_was_to_be_cancelled_is_cancelled() -> None:
    job = ask()
    killed(job, minutes=2, cancel_asked=True)
    jobs.reap()
    assert again(job).state == JobState.CANCELLED


def test_a_run_that_was_given_up_for_dead_leaves_no_trace() -> None:
    job = run_now(ask("lose").id)
    assert (job.state, job.result) == (JobState.WAITING, {})
    Job.objects.filter(government_id="82.71", id=job.id).update(arguments={"do": ""})
    assert run_now(job.id).attempts == 2


@pytest.mark.django_db(transaction=True)
def test_a_busy_job_gives_a_sign_of_life_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.01)
    beaten = threading.Event()

    @job_kind("test.busy")
    def busy(job: RunningJob) -> dict[str, Any]:
        long_ago = timezone.now() - timedelta(hours=1)
        row = Job.objects.filter(government_id="82.71", id=job.id)
        row.update(heartbeat_at=long_ago)
        for _ in range(2000):
            if row.get().heartbeat_at > long_ago:
                beaten.set()
                break
            beaten.wait(0.01)
        return {}

    with transaction.atomic():
        job = enqueue(actor=SARI, kind="test.busy", government_id="82.71", label="x", arguments={})
    assert run_now(job.id).state == JobState.DONE
    assert beaten.is_set()


def test_old_jobs_go_with_their_tasks() -> None:
    old, young, running = run_now(ask("a").id), run_now(ask("b").id), ask("c")
    Job.objects.filter(government_id="82.71", id=old.id).update(finished_at=timezone.now() - timedelta(days=7, hours=1))
    assert jobs.purge() == 1
    left = set(Job.objects.filter(government_id="82.71").values_list("id", flat=True))
    assert left == {young.id, running.id}
    assert (len(tasks_of(old)), len(tasks_of(young)), len(tasks_of(running))) == (0, 1, 1)
