"""The report set as an issued document: of a publication under its own code, or a draft marked as such."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from cermin.base.access import Actor, NotVisible, require, task_actor
from cermin.base.issuing import issue_document
from cermin.base.jobs import enqueue
from cermin.base.models import IssuedDocument, Job
from cermin.documents.skm.report_set import REPORT_FILES, render_report_set
from cermin.documents.skm.result_json import result_to_json
from cermin.documents.skm.shape import SkmReport
from cermin.pure.policy import Action
from cermin.skm import states
from cermin.skm.models import Publication, Round
from cermin.skm.publications import content_bytes
from cermin.skm.queries.results import PUBLICATION_OWNER as PUBLICATION
from cermin.skm.queries.results import ROUND_OWNER as ROUND
from cermin.skm.services.common import blocked, hold
from cermin.skm.services.publishing import REPORT_JOB, ask_for_documents
from cermin.skm.shapes import RecordChanged, report_of

Progress = Callable[[int, int, str], None]

KIND = "skm.report"

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "json": "application/json",
}

PATIENCE = timedelta(minutes=15)
"""So long after publishing the job that publishing itself asked for has its turn."""

ASKED_AGAIN = timedelta(days=1)
"""A record whose documents cannot be made is tried once a day, not without end."""


@transaction.atomic
def request_report(*, actor: Actor, round_: Round) -> Job:
    """Ask for the report set: of the newest publication, or a draft of the newest result."""
    fresh = hold(round_)
    require(actor, Action.REPORT_MAKE, fresh)
    if fresh.state == states.PUBLISHED:
        newest = (
            Publication.objects.filter(government_id=fresh.government_id, round=fresh)
            .order_by("-published_at", "-id")
            .first()
        )
        assert newest is not None, "a published round has a publication"
        return ask_for_documents(actor, newest, fresh)
    return enqueue(
        actor=actor,
        kind=REPORT_JOB,
        government_id=fresh.government_id,
        label=f"Menyusun draf laporan {fresh.name}",
        arguments={"round": fresh.id},
        unit_id=fresh.unit_id,
        agency_id=fresh.unit.agency_id,
    )


def issue_publication_report(
    *, actor: Actor, government_id: str, publication_id: int, progress: Progress | None = None
) -> IssuedDocument:
    """Make the documents of a publication, once: what was issued already is given back."""
    publication = (
        Publication.objects.filter(government_id=government_id, id=publication_id)
        .select_related("round__unit__agency", "round__unit__government", "round__instrument", "result")
        .first()
    )
    if publication is None:
        raise NotVisible
    there = _issued(government_id, PUBLICATION, publication.id)
    if there is not None:
        return there
    report = _report(publication)
    files = _rendered(report, progress)
    if json.loads(files["hasil.json"]) != publication.content:
        # Made by another version of Cermin than the record: the record is what was published.
        files["hasil.json"] = content_bytes(publication.content)
    with transaction.atomic():
        Round.objects.filter(government_id=government_id, id=publication.round_id).select_for_update().get()
        there = _issued(government_id, PUBLICATION, publication.id)
        if there is not None:  # another worker was faster
            return there
        return _issue(
            actor,
            publication.round,
            files,
            title=f"Laporan SKM {report.profile.unit}, {report.profile.period}",
            owner=(PUBLICATION, publication.id),
            digest=publication.digest,
            code=publication.code,
        )


def issue_draft_report(
    *, actor: Actor, government_id: str, round_id: int, progress: Progress | None = None
) -> IssuedDocument:
    """Make the draft of a processed or approved round; the same draft once more gives back what was issued."""
    round_ = (
        Round.objects.filter(government_id=government_id, id=round_id)
        .select_related("unit__agency", "unit__government", "instrument")
        .first()
    )
    if round_ is None:
        raise NotVisible
    if round_.state not in (states.PROCESSED, states.APPROVED):
        raise blocked("Draf laporan dibuat dari hasil yang sudah diolah dan belum dipublikasikan.")
    report = _report(round_)
    content = json.dumps([result_to_json(report), round_.profile], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    there = _issued(government_id, ROUND, round_.id, digest)
    if there is not None:
        return there
    files = _rendered(report, progress)
    with transaction.atomic():
        return _issue(
            actor,
            round_,
            files,
            title=f"Draf laporan SKM {report.profile.unit}, {report.profile.period}",
            owner=(ROUND, round_.id),
            digest=digest,
            code=None,
        )


def _report(source: Publication | Round) -> SkmReport:
    try:
        return report_of(source)
    except RecordChanged as changed:
        raise blocked(
            "Jawaban tersimpan tidak lagi cocok dengan sidik hasil, maka laporan tidak dibuat. Hubungi pengelola aplikasi."
        ) from changed


def _issued(government_id: str, kind: str, owner_id: int, digest: str | None = None) -> IssuedDocument | None:
    found = IssuedDocument.objects.filter(
        government_id=government_id, owner_kind=kind, owner_id=owner_id, kind=KIND
    ).order_by("-issued_at", "-id")
    newest: IssuedDocument | None = (found if digest is None else found.filter(content_digest=digest)).first()
    return newest


def _rendered(report: SkmReport, progress: Progress | None) -> dict[str, bytes]:
    done = 0

    def tell(name: str) -> None:
        nonlocal done
        if progress is not None:
            progress(done, len(REPORT_FILES), f"Menyusun {name}")
        done += 1

    return render_report_set(report, tell)


def _issue(
    actor: Actor,
    round_: Round,
    files: dict[str, bytes],
    *,
    title: str,
    owner: tuple[str, int],
    digest: str,
    code: str | None,
) -> IssuedDocument:
    # Not public as a whole: the report and the workbook hold the scores of single respondents. What everybody may fetch is
    # named in `queries.PUBLIC_FILES`.
    return issue_document(
        actor=actor,
        government_id=round_.government_id,
        kind=KIND,
        title=title,
        owner_kind=owner[0],
        owner_id=owner[1],
        content_digest=digest,
        files={name: (MEDIA_TYPES[name.rsplit(".", 1)[1]], content) for name, content in files.items()},
        code=code,
        is_public=False,
        unit_id=round_.unit_id,
        agency_id=round_.unit.agency_id,
    )


_EVERY_GOVERNMENT = "published records without files are looked for in every government"


def ask_for_missing_reports(now: datetime) -> int:
    """Look down for published records without files, and ask for them again. Returns how many were asked for."""
    documents = IssuedDocument.objects.filter(
        government_id=OuterRef("government_id"), owner_kind=PUBLICATION, owner_id=OuterRef("id"), kind=KIND
    )
    without = (
        Publication.objects.unscoped(_EVERY_GOVERNMENT)
        .filter(~Exists(documents), published_at__lte=now - PATIENCE)
        .select_related("round__unit__agency", "round__unit__government")
        .defer("content", "texts")
    )
    asked = 0
    for publication in without:
        recent = Job.objects.filter(
            government_id=publication.government_id, kind=REPORT_JOB, created_at__gt=now - ASKED_AGAIN
        )
        if any(job.arguments == {"publication": publication.id} for job in recent):
            continue
        with transaction.atomic():
            ask_for_documents(task_actor("menyusun laporan yang belum ada"), publication, publication.round)
        asked += 1
    return asked
