"""Reads of the room: uploads on their way, and the batches of a round with who brought them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cermin.base.access import Actor
from cermin.base.models import Job, JobState
from cermin.base.work import Work
from cermin.intake import states
from cermin.intake.models import Upload
from cermin.organizations.models import Person
from cermin.pure import policy
from cermin.pure.policy import Action
from cermin.skm.models import Batch, Round

UNDER_WAY = (states.READING, states.READ, states.REFUSED, states.RECORDING)
KEPT = timedelta(days=7)
"""How long a file is kept: long enough for a week's leave, no longer than needed, for it may hold names that nobody asked for."""


def upload_for(actor: Actor, upload_id: int) -> Upload | None:
    """The upload inside what the actor may upload to."""
    return (
        Upload.objects.all()
        .within(policy.circles(Action.ROUND_READ, actor.grants), agency="round__unit__agency_id", unit="round__unit_id")
        .filter(id=upload_id)
        .select_related("round__unit__agency", "round__unit__government", "round__instrument", "batch")
        .first()
    )


def uploads_of(round_: Round) -> list[Upload]:
    """Files of the round that wait for somebody, newest first."""
    return list(
        Upload.objects.filter(government_id=round_.government_id, round=round_, stage__in=UNDER_WAY).order_by("-id")
    )


def job_of(upload: Upload) -> Job | None:
    """The job that reads or records it, if one does and it has not been forgotten."""
    if upload.job_id is None:
        return None
    return Job.objects.filter(government_id=upload.government_id, id=upload.job_id).first()


def is_busy(upload: Upload, job: Job | None) -> bool:
    """Whether a job works on it now. Without one, a stage that says so is left over from something that stopped."""
    working = job is not None and job.state in (JobState.WAITING, JobState.RUNNING)
    return working and upload.stage in (states.READING, states.RECORDING)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch as a list shows it. by: name of the person who recorded it; asked_by: who proposed to withdraw it."""

    batch: Batch
    by: str
    asked_by: str
    withdrawn_by: str

    @property
    def condition(self) -> str:
        """Indonesian words for where it stands."""
        if self.batch.withdrawn_at:
            return "Ditarik"
        return "Menunggu pengesahan penarikan" if self.batch.withdrawal_asked_at else "Dihitung"


def batch_lines(round_: Round) -> list[BatchLine]:
    """Everything that was uploaded into the round, newest first."""
    return _lines(Batch.objects.filter(government_id=round_.government_id, round=round_).order_by("-id"))


def batch_for(actor: Actor, batch_id: int) -> Batch | None:
    """The batch of a round that the actor may see."""
    return (
        Batch.objects.all()
        .within(policy.circles(Action.ROUND_READ, actor.grants), agency="round__unit__agency_id", unit="round__unit_id")
        .filter(id=batch_id)
        .select_related("round__unit__agency", "round__unit__government")
        .first()
    )


def batch_line(batch: Batch) -> BatchLine:
    """One batch with its persons."""
    return _lines([batch])[0]


def _lines(batches: Iterable[Batch]) -> list[BatchLine]:
    found = list(batches)
    ids = {i for b in found for i in (b.created_by, b.withdrawal_asked_by, b.withdrawn_by) if i is not None}
    names = dict(Person.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
    return [
        BatchLine(
            batch,
            names.get(batch.created_by, "Sistem"),
            names.get(batch.withdrawal_asked_by, ""),
            names.get(batch.withdrawn_by, ""),
        )
        for batch in found
    ]


def same_file(upload: Upload) -> list[Batch]:
    """Batches of this government that came from the very same file and still count, newest first; those of this round first."""
    found = list(
        Batch.objects.filter(government_id=upload.government_id, file_sha256=upload.sha256, withdrawn_at__isnull=True)
        .exclude(id=upload.batch_id or 0)
        .select_related("round__unit")
        .order_by("-id")[:20]
    )
    return sorted(found, key=lambda batch: batch.round_id != upload.round_id)


def open_work(actor: Actor, today: date) -> list[Work]:  # noqa: ARG001  (every room is asked alike)
    """Files that the actor's units left half-way. (Withdrawals that wait are told by `skm`, which owns the batches.)"""
    waiting = (
        Upload.objects.all()
        .within(
            policy.circles(Action.RESPONSES_UPLOAD, actor.grants),
            agency="round__unit__agency_id",
            unit="round__unit_id",
        )
        .filter(stage__in=(states.READ, states.REFUSED), kept=True, round__state__in=("open", "closed"))
        .select_related("round")
        .order_by("id")[:20]
    )
    return [
        Work(
            title=f"Selesaikan unggahan {upload.name}",
            detail=f"{upload.round.name}: {states.NAMES[upload.stage].lower()}.",
            url=f"/unggah/berkas/{upload.id}/",
            button="Lanjutkan",
            due=timezone.localtime(upload.created_at + KEPT).date(),
            begun=True,
        )
        for upload in waiting
    ]
