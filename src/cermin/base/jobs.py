"""Long work with a page of its own. What a room needs: `job_kind`, `enqueue`, `periodic`.

    @job_kind("skm.report")
    def write_report(job: RunningJob) -> dict: ...

A job is asked for in the transaction of the change that needs it: a change that is rolled back leaves no job. The worker runs it,
writes a sign of life, and its outcome; a job whose worker was killed is put back by the reaper and tried again, so **a job's
function must bear to be run twice**.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cermin.base.access import Actor, Refused
from cermin.base.clock import periodic
from cermin.base.models import Job, JobState

__all__ = [
    "Cancelled",
    "RunningJob",
    "ask_cancel",
    "enqueue",
    "job_kind",
    "periodic",
    "purge",
    "reap",
    "retry",
    "run_now",
]

logger = logging.getLogger("cermin.jobs")

MOST_ATTEMPTS = 3
BEAT_SECONDS = 5.0
# Twelve beats missed: the process is gone, or so stuck that its result will not be taken.
LIFE = timedelta(seconds=60)
KEPT = timedelta(days=7)
STEP_SECONDS = 0.5
OPEN = (JobState.WAITING, JobState.RUNNING)

GAVE_UP = "Pekerjaan ini tiga kali berhenti di tengah jalan. Minta pengelola memeriksa catatan server, lalu coba lagi."
UNEXPECTED = "Terjadi galat yang tidak kami duga. Data Anda tidak berubah. Coba lagi; bila berulang, hubungi pengelola."
UNKNOWN_KIND = "Versi Cermin yang berjalan tidak mengenal jenis pekerjaan ini. Hubungi pengelola."


class Cancelled(Exception):
    """The person asked to stop; `step` raises it, and a job's function lets it pass."""


class Interrupted(Exception):
    """The worker has to end: the job is put back as it was and tried again, without counting as an attempt."""


class Lost(Exception):
    """The job was taken from this run (thought dead) and belongs to another one now: this run must leave no trace."""


class RunningJob:
    """What a job's function gets. actor: the person who asked, with id and label and without rights: the service that asked for
    the job has already required them.
    """

    def __init__(self, row: Job) -> None:
        self.id: int = row.id
        self.government_id: str = row.government_id
        self.arguments: dict[str, Any] = dict(row.arguments)
        self.actor = Actor(row.actor_id, row.actor_label)
        self._attempt = row.attempts
        self._said_at = 0.0

    def step(self, done: int, total: int, message: str = "") -> None:
        """Say how far it is: `done` of `total` (0: unknown), and one short Indonesian sentence. Cheap: written twice a second at most.

        Raises Cancelled when the person asked to stop. Not to be called inside a transaction: the progress would be seen at its
        end only.
        """
        if stopping.is_set():
            raise Interrupted
        now = time.monotonic()
        if now - self._said_at < STEP_SECONDS and done < total:
            return
        self._said_at = now
        mine = _mine(self.government_id, self.id, self._attempt)
        if not mine.update(done=done, total=total, message=message[:200], heartbeat_at=timezone.now()):
            raise Lost
        if mine.filter(cancel_asked=True).exists():
            raise Cancelled


Kind = Callable[[RunningJob], dict[str, Any]]
KINDS: dict[str, Kind] = {}
stopping = threading.Event()


def job_kind(name: str) -> Callable[[Kind], Kind]:
    """Register the function of a kind of job. It returns {"links": [{"label", "url"}], "text": ""}; both may be left out.

    A ValidationError or Refused that it raises is shown to the person; any other error is logged, and the person reads one general
    sentence. A lost database connection puts the job back. What it writes, it writes in transactions of its own.
    """

    def register(function: Kind) -> Kind:
        known = KINDS.get(name)
        if known is not None and known.__module__ != function.__module__:
            raise RuntimeError(f"two kinds of job are named {name}")
        KINDS[name] = function
        return function

    return register


def enqueue(
    *,
    actor: Actor,
    kind: str,
    government_id: str,
    label: str,
    arguments: dict[str, Any],
    unit_id: int | None = None,
    agency_id: int | None = None,
    once: bool = True,
) -> Job:
    """Ask for a job, inside the caller's transaction (RuntimeError outside one). label: Indonesian, heads its page.

    once: when an equal job (government, kind, arguments) waits or runs, that one is returned.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a job is asked for in the transaction of its change")
    if kind not in KINDS:
        raise RuntimeError(f"no function is registered for jobs of kind {kind}")
    if once:
        _wait_for_equal(f"{government_id}:{kind}")
        waiting = Job.objects.filter(government_id=government_id, kind=kind, state__in=OPEN, cancel_asked=False)
        # Compared here: the two databases do not agree when two JSON texts are equal.
        for job in waiting.order_by("created_at"):
            if job.arguments == arguments:
                return job
    job = Job(
        government_id=government_id,
        kind=kind,
        label=label[:200],
        arguments=arguments,
        unit_id=unit_id,
        agency_id=agency_id,
        actor_id=actor.person_id,
        actor_label=actor.label[:200],
        created_at=timezone.now(),
    )
    job.task_id = _send(job.id)
    job.save(force_insert=True)
    return job


def ask_cancel(*, actor: Actor, government_id: str, job_id: int) -> Job:
    """Stop a job: at once while it waits, at its next step while it runs; one that has ended stays as it is."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(government_id=government_id, id=job_id)
        if job.state == JobState.WAITING:
            _end(job, JobState.CANCELLED)
            DBTaskResult.objects.filter(id=job.task_id, status=TaskResultStatus.READY).delete()
        elif job.state == JobState.RUNNING and not job.cancel_asked:
            job.cancel_asked = True
            job.save(update_fields=["cancel_asked"])
    logger.info("job %s: %s asked to cancel", job_id, actor.person_id)
    return job


def retry(*, actor: Actor, government_id: str, job_id: int) -> Job:
    """Let a failed or cancelled job run again, from the start; any other stays as it is."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(government_id=government_id, id=job_id)
        if job.state in (JobState.FAILED, JobState.CANCELLED):
            job.attempts = job.done = job.total = 0
            job.error = job.message = ""
            job.cancel_asked = False
            job.started_at = job.finished_at = None
            _put_back(job)
    logger.info("job %s: %s asked to try again", job_id, actor.person_id)
    return job


def run_now(job_id: int) -> Job:
    """Run a waiting job in this process and return it as it ended: for tests and the demo."""
    perform(job_id, worker="here")
    return _any(job_id).get()


def perform(job_id: int, *, worker: str) -> None:
    """Run a job if it still waits. worker: the id of the process, by which the reaper finds what it left."""
    job = _begin(job_id, worker)
    if job is None:
        return
    running = RunningJob(job)
    mine = _mine(job.government_id, job.id, job.attempts)
    try:
        function = KINDS.get(job.kind)
        if function is None:
            raise ValidationError(UNKNOWN_KIND)
        with _alive(job):
            result = function(running) or {}
        done = {"done": job.total, "total": job.total} if job.total else {}
        if not mine.update(
            state=JobState.DONE,
            result={"links": result.get("links", []), "text": result.get("text", "")},
            finished_at=timezone.now(),
            **done,
        ):
            logger.warning("job %s: ended after it was given to another worker", job_id)
    except Lost:
        logger.warning("job %s: stopped, another worker has it", job_id)
    except Cancelled:
        mine.update(state=JobState.CANCELLED, finished_at=timezone.now())
    except Interrupted:
        _give_back(job, counted=False)
    except (ValidationError, Refused) as problem:
        _fail(mine, _sentence(problem))
    except (OperationalError, InterfaceError) as problem:
        logger.warning("job %s (%s), attempt %s: %s", job_id, job.kind, job.attempts, problem)
        if not connection.in_atomic_block:
            connection.close()  # it may be the very connection that broke
        _give_back(job, counted=True)
    except Exception:
        logger.exception("job %s (%s) failed", job_id, job.kind)
        _fail(mine, UNEXPECTED)


def reap(now: datetime | None = None, *, worker: str | None = None) -> list[int]:
    """Put back the jobs whose process was killed: those without a sign of life, or those of one worker that is known dead.

    Returns their ids. After three attempts a job fails, with a sentence.
    """
    before = (now or timezone.now()) - LIFE
    open_jobs = Job.objects.unscoped("the reaper looks after the jobs of all governments")
    running = open_jobs.filter(state=JobState.RUNNING)
    found = running.filter(worker=worker) if worker else running.filter(heartbeat_at__lte=before)
    lost = list(found.values_list("id", flat=True))
    # Killed between taking the task and marking the job: the task says it runs, the job waits.
    waiting = dict(open_jobs.filter(state=JobState.WAITING).values_list("task_id", "id"))
    ready = DBTaskResult.objects.filter(id__in=list(waiting))
    alive = set(ready.filter(status=TaskResultStatus.READY).values_list("id", flat=True))
    taken = ready.exclude(status=TaskResultStatus.READY)
    if worker:
        alive |= {task.id for task in taken if not task.worker_ids or task.worker_ids[-1] != worker}
    else:
        alive |= set(taken.filter(started_at__gt=before).values_list("id", flat=True))
    lost += [job_id for task_id, job_id in waiting.items() if task_id not in alive]
    return [job_id for job_id in lost if _reap_one(job_id, before, worker)]


def purge(now: datetime | None = None) -> int:
    """Delete jobs that ended more than a week ago, with their task rows; returns how many."""
    before = (now or timezone.now()) - KEPT
    old = Job.objects.unscoped("old jobs of all governments go").filter(finished_at__lt=before)
    with transaction.atomic():
        tasks = [task for task in old.values_list("task_id", flat=True) if task]
        count, _ = old.delete()
        DBTaskResult.objects.filter(id__in=tasks).delete()
        # Tasks of earlier attempts.
        DBTaskResult.objects.filter(enqueued_at__lt=before).exclude(status=TaskResultStatus.READY).delete()
    return count


def _reap_one(job_id: int, before: datetime, worker: str | None) -> bool:
    with transaction.atomic():
        job = _any(job_id).select_for_update().first()
        if job is None or job.state not in OPEN:
            return False
        if job.state == JobState.RUNNING and not worker and job.heartbeat_at and job.heartbeat_at > before:
            return False  # it beat while we looked
        logger.warning("job %s (%s): its worker is gone, attempt %s", job_id, job.kind, job.attempts)
        DBTaskResult.objects.filter(id=job.task_id).delete()
        if job.cancel_asked:
            _end(job, JobState.CANCELLED)
        elif job.attempts >= MOST_ATTEMPTS:
            _end(job, JobState.FAILED, GAVE_UP)
        else:
            _put_back(job)
    return True


def _begin(job_id: int, worker: str) -> Job | None:
    """Mark a waiting job as running; None when it no longer waits."""
    with transaction.atomic():
        job = _any(job_id).select_for_update().first()
        if job is None or job.state != JobState.WAITING:
            return None
        now = timezone.now()
        job.state, job.worker, job.heartbeat_at = JobState.RUNNING, worker, now
        job.attempts += 1
        job.started_at = job.started_at or now
        job.save(update_fields=["state", "worker", "heartbeat_at", "attempts", "started_at"])
    return job


def _give_back(job: Job, *, counted: bool) -> None:
    """The run stops before its end through no fault of the job."""
    with transaction.atomic():
        row = _mine(job.government_id, job.id, job.attempts).select_for_update().first()
        if row is None:
            return
        if row.cancel_asked:
            _end(row, JobState.CANCELLED)
        elif counted and row.attempts >= MOST_ATTEMPTS:
            _end(row, JobState.FAILED, GAVE_UP)
        else:
            row.attempts -= 0 if counted else 1
            _put_back(row)


def _put_back(job: Job) -> None:
    job.state, job.worker, job.heartbeat_at = JobState.WAITING, "", None
    job.task_id = _send(job.id)
    job.save()


def _end(job: Job, state: Any, error: str = "") -> None:
    job.state, job.error, job.finished_at = state, error, timezone.now()
    job.save(update_fields=["state", "error", "finished_at"])


def _fail(mine: Any, sentence: str) -> None:
    mine.update(state=JobState.FAILED, error=sentence[:400], finished_at=timezone.now())


def _sentence(problem: ValidationError | Refused) -> str:
    return problem.reason if isinstance(problem, Refused) else " ".join(problem.messages)


def _any(job_id: int) -> Any:
    return Job.objects.unscoped("a worker runs the jobs of all governments").filter(id=job_id)


def _mine(government_id: str, job_id: int, attempt: int) -> Any:
    """The row while it still belongs to this attempt: the number of the attempt fences off a run that was given up for dead."""
    return Job.objects.filter(government_id=government_id, id=job_id, state=JobState.RUNNING, attempts=attempt)


def _send(job_id: int) -> Any:
    from cermin.base.tasks import run_job  # it imports this module

    return run_job.enqueue(job_id).db_result.id


def _wait_for_equal(key: str) -> None:
    """Two requests for the same job take turns until the end of the transaction. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"cermin.job:{key}"])


@contextmanager
def _alive(job: Job) -> Iterator[None]:
    """Write a sign of life every few seconds, from a thread: the job's function may be busy between two steps."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            try:
                _mine(job.government_id, job.id, job.attempts).update(heartbeat_at=timezone.now())
            except DatabaseError as problem:  # the next beat may succeed
                logger.warning("job %s: no sign of life written: %s", job.id, problem)
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name=f"job-{job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
