"""Long work of the room."""

from __future__ import annotations

from typing import Any

from cermin.base.jobs import RunningJob, job_kind
from cermin.organizations.services import importing


@job_kind(importing.JOB)
def import_list(job: RunningJob) -> dict[str, Any]:
    """Apply a list of agencies, units and services. arguments: file (its digest), name."""
    text = importing.run_import(
        person_id=job.actor.person_id,
        government_id=job.government_id,
        sha256=job.arguments["file"],
        name=job.arguments["name"],
        progress=job.step,
    )
    return {"text": text, "links": [{"label": "Lihat organisasi", "url": "/organisasi/"}]}
