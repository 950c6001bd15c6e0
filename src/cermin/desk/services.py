"""The one thing the desk changes itself: asking a job to stop."""

from __future__ import annotations

from django.db import transaction

from cermin.base import audit
from cermin.base.access import Actor, NotVisible, Refused
from cermin.base.models import Job, JobState
from cermin.desk.queries import jobs

ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


def may_cancel(actor: Actor, job: Job) -> bool:
    """Whether it is the actor's own job and has not ended."""
    return job.actor_id is not None and job.actor_id == actor.person_id and job.state not in ENDED


@transaction.atomic
def cancel_job(*, actor: Actor, job_id: int) -> bool:
    """Ask a job to stop after its present step. False when it ended before. NotVisible, Refused for another person's job."""
    job = jobs(actor).select_for_update().filter(pk=job_id).first()
    if job is None:
        raise NotVisible
    if job.actor_id != actor.person_id:
        raise Refused(f"Hanya yang memulai pekerjaan ini yang dapat membatalkannya: {job.actor_label}.")
    if job.state in ENDED:
        return False
    if not job.cancel_asked:
        job.cancel_asked = True
        job.save(update_fields=["cancel_asked"])
        audit.record(
            actor,
            action="job_cancel",
            government_id=job.government_id,
            kind="job",
            object_id=job.id,
            label=job.label,
            unit_id=job.unit_id,
            agency_id=job.agency_id,
        )
    return True
