"""Work that may take long: reading a file, recording it, and letting go of old ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cermin.base.clock import periodic
from cermin.base.jobs import RunningJob, job_kind
from cermin.documents.format import integer
from cermin.intake import services, states


@job_kind("intake.read")
def read(job: RunningJob) -> dict[str, Any]:
    """Read an uploaded file."""
    upload = services.read_upload(
        government_id=job.government_id,
        upload_id=job.arguments["upload"],
        stamp=job.arguments["stamp"],
        progress=_shares(job, "Membaca berkas"),
    )
    return _ended(upload.id, "Berkas sudah dibaca. Periksa hasilnya, lalu masukkan.", "Periksa hasil bacaan")


@job_kind("intake.record")
def record(job: RunningJob) -> dict[str, Any]:
    """Record a confirmed file as one batch."""
    upload = services.record_upload(
        government_id=job.government_id,
        upload_id=job.arguments["upload"],
        stamp=job.arguments["stamp"],
        person_id=job.actor.person_id,
        progress=_shares(job, "Memasukkan jawaban"),
    )
    if upload.stage == states.RECORDED and upload.batch is not None:
        return _ended(upload.id, f"{integer(upload.batch.rows)} jawaban sudah masuk ke ronde.", "Lihat hasilnya")
    return _ended(upload.id, "", "Lihat berkasnya")


@periodic("intake.purge", timedelta(hours=6))
def purge(now: datetime) -> None:
    """Let go of files that came more than a week ago."""
    services.purge_uploads(now)


def _shares(job: RunningJob, message: str) -> Callable[[float], None]:
    return lambda share: job.step(round(100 * share), 100, message)


def _ended(upload_id: int, text: str, label: str) -> dict[str, Any]:
    return {"links": [{"label": label, "url": f"/unggah/berkas/{upload_id}/"}], "text": text}
