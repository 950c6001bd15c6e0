"""Long work of the room, and what its clock does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cermin.base.jobs import RunningJob, job_kind, periodic
from cermin.skm import services
from cermin.skm.services.processing import JOB as PROCESS_JOB
from cermin.skm.services.publishing import REPORT_JOB


@job_kind(PROCESS_JOB)
def process(job: RunningJob) -> dict[str, Any]:
    """Compute and freeze the result of a round. arguments: round, early, post."""
    row = services.process_round(
        actor=job.actor,
        government_id=job.government_id,
        round_id=job.arguments["round"],
        early=job.arguments["early"],
        post=job.arguments["post"],
        progress=job.step,
    )
    return {
        "text": f"{row.respondents} jawaban dihitung. Hasilnya menunggu persetujuan.",
        "links": [{"label": "Lihat hasil", "url": f"/survei/{row.round_id}/hasil/"}],
    }


@job_kind(REPORT_JOB)
def make_report(job: RunningJob) -> dict[str, Any]:
    """Make the report set of a publication, or the draft of a round. arguments: publication or round."""
    if publication_id := job.arguments.get("publication"):
        document = services.issue_publication_report(
            actor=job.actor, government_id=job.government_id, publication_id=publication_id, progress=job.step
        )
    else:
        document = services.issue_draft_report(
            actor=job.actor, government_id=job.government_id, round_id=job.arguments["round"], progress=job.step
        )
    return {
        "text": document.title,
        "links": [
            {"label": file.name, "url": f"/dokumen/{document.id}/{file.name}"}
            for file in document.files.filter(government_id=document.government_id).order_by("position")
        ],
    }


@periodic("skm.close", timedelta(minutes=1))
def close_rounds(now: datetime) -> None:
    """Close the rounds whose last day is over."""
    services.close_ended_rounds(now)


@periodic("skm.reports", timedelta(minutes=10))
def find_missing_reports(now: datetime) -> None:
    """Ask again for the documents that a publication still lacks."""
    services.ask_for_missing_reports(now)
