"""The one thing the desk changes itself: asking a job to stop, or to begin again."""

from __future__ import annotations

from django.db import transaction

from cermin.base import audit
from cermin.base import jobs as work
from cermin.base.access import Actor, NotVisible, Refused
from cermin.base.models import Job, JobState
from cermin.desk.queries import jobs

RUNNING = frozenset({JobState.WAITING, JobState.RUNNING})
STOPPED = frozenset({JobState.FAILED, JobState.CANCELLED})


def may_cancel(actor: Actor, job: Job) -> bool:
    """Whether it is the actor's own job and has not ended."""
    return _is_own(actor, job) and job.state in RUNNING


def may_retry(actor: Actor, job: Job) -> bool:
    """Whether it is the actor's own job and ended without a result."""
    return _is_own(actor, job) and job.state in STOPPED


@transaction.atomic
def cancel_job(*, actor: Actor, job_id: int) -> bool:
    """Ask a job to stop after its present step. False when it has ended already or was asked before.

    NotVisible outside the actor's branch, Refused for another person's job.
    """
    job = _own_job(actor, job_id, "membatalkannya")
    if job.state not in RUNNING or job.cancel_asked:
        return False
    work.ask_cancel(actor=actor, government_id=job.government_id, job_id=job.id)
    _record(actor, job, "job.cancel")
    return True


@transaction.atomic
def retry_job(*, actor: Actor, job_id: int) -> bool:
    """Let a job that ended without a result begin again. False when it has not. Errors as in `cancel_job`."""
    job = _own_job(actor, job_id, "mengulanginya")
    if job.state not in STOPPED:
        return False
    work.retry(actor=actor, government_id=job.government_id, job_id=job.id)
    _record(actor, job, "job.retry")
    return True


def _own_job(actor: Actor, job_id: int, deed: str) -> Job:
    job = jobs(actor).select_for_update().filter(pk=job_id).first()
    if job is None:
        raise NotVisible
    if not _is_own(actor, job):
        raise Refused(f"Hanya yang memulai pekerjaan ini yang dapat {deed}: {job.actor_label}.")
    return job


def _is_own(actor: Actor, job: Job) -> bool:
    return job.actor_id is not None and job.actor_id == actor.person_id


def _record(actor: Actor, job: Job, action: str) -> None:
    audit.record(
        actor,
        action=action,
        government_id=job.government_id,
        kind="job",
        object_id=job.id,
        label=job.label,
        unit_id=job.unit_id,
        agency_id=job.agency_id,
    )
