"""What the worker runs: the jobs, and the chores of the toolbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks import TaskContext, task

from cermin.base import jobs, sealing
from cermin.base.clock import periodic


@task(takes_context=True)
def run_job(context: TaskContext, job_id: int) -> None:
    """Run one job (`cermin.base.jobs`), which keeps its own state: for the queue it always succeeds."""
    jobs.perform(job_id, worker=context.task_result.worker_ids[-1])


@periodic("base.reap", timedelta(seconds=15))
def reap(now: datetime) -> None:
    """Put back what a killed worker left."""
    jobs.reap(now)


@periodic("base.purge", timedelta(days=1))
def purge(now: datetime) -> None:
    """Forget jobs that ended a week ago."""
    jobs.purge(now)


@periodic("base.seal", timedelta(minutes=1))
def seal(now: datetime) -> None:  # noqa: ARG001  (the clock passes it)
    """Put the audit lines of the last minute into their chains."""
    sealing.seal()
