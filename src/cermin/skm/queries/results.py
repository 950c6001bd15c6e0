"""Frozen results, what belongs to them, and the documents and jobs of a round. Never computed from rows here."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cermin.base.access import Actor, require
from cermin.base.models import IssuedDocument, Job
from cermin.pure.law.report import MIN_COUNT_N
from cermin.pure.policy import Action
from cermin.skm.models import Batch, Comment, Exclusion, Publication, Round, RoundResult, RoundService
from cermin.skm.quality import Flag
from cermin.skm.rows import excluded_ids
from cermin.skm.stored import StoredResult, stored

PUBLIC_FILES = ("poster-ikm.pdf", "poster-ikm.png", "hasil.json")
"""Files of a published report set that everybody may fetch. The report and the workbook hold the scores of single respondents."""

PUBLICATION_OWNER, ROUND_OWNER = "skm.publication", "skm.round"
"""`IssuedDocument.owner_kind` of a published report and of a draft."""


def latest_result(round_: Round) -> StoredResult | None:
    """The result that counts, thawed; None before the first processing. One read."""
    row: RoundResult | None = (
        RoundResult.objects.filter(government_id=round_.government_id, round=round_).order_by("-number").first()
    )
    return stored(row) if row else None


def quality(round_: Round) -> list[Flag]:
    """Signs worth a look, as they were counted at the newest processing."""
    found = latest_result(round_)
    return list(found.flags) if found else []


def publications_of(round_: Round) -> list[Publication]:
    """Every publication of the round, newest first: the first counts, the others were corrected."""
    return list(
        Publication.objects.filter(government_id=round_.government_id, round=round_)
        .select_related("result")
        .order_by("-published_at", "-id")
    )


def publication_of(round_: Round) -> Publication | None:
    """The newest publication."""
    found: Publication | None = (
        Publication.objects.filter(government_id=round_.government_id, round=round_)
        .select_related("result")
        .order_by("-published_at", "-id")
        .first()
    )
    return found


def documents_of(round_: Round) -> list[IssuedDocument]:
    """Report sets of the round with their files, newest first: of its publications, then drafts among them by time."""
    publications = Publication.objects.filter(government_id=round_.government_id, round=round_).values_list(
        "id", flat=True
    )
    mine = IssuedDocument.objects.filter(government_id=round_.government_id)
    found = mine.filter(owner_kind=ROUND_OWNER, owner_id=round_.id) | mine.filter(
        owner_kind=PUBLICATION_OWNER, owner_id__in=list(publications)
    )
    return list(found.prefetch_related("files").order_by("-issued_at", "-id"))


def jobs_of(round_: Round, kinds: Sequence[str] = ("skm.process", "skm.report")) -> list[Job]:
    """Jobs about this round, newest first."""
    publications = set(
        Publication.objects.filter(government_id=round_.government_id, round=round_).values_list("id", flat=True)
    )
    found = Job.objects.filter(
        government_id=round_.government_id, unit_id=round_.unit_id, kind__in=list(kinds)
    ).order_by("-created_at", "-id")
    # Compared here: the two databases do not agree how a value inside JSON is found.
    return [
        job
        for job in found
        if job.arguments.get("round") == round_.id or job.arguments.get("publication") in publications
    ]


def exclusions(round_: Round) -> QuerySet[Exclusion]:
    """Proposals and agreed exclusions, newest first; those taken back are left out."""
    found: QuerySet[Exclusion] = (
        Exclusion.objects.filter(government_id=round_.government_id, round=round_, withdrawn_at=None)
        .select_related("response", "batch")
        .order_by("-proposed_at", "-id")
    )
    return found


def batches(round_: Round) -> QuerySet[Batch]:
    """Uploads of the round, newest first, withdrawn ones included."""
    found: QuerySet[Batch] = Batch.objects.filter(government_id=round_.government_id, round=round_).order_by(
        "-created_at", "-id"
    )
    return found


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """What a respondent wrote. month: first day of the month; month and service are None where they would tell too much."""

    text: str
    month: date | None
    service: str | None


def comments(actor: Actor, round_: Round) -> list[PublishedComment]:
    """Comments that may be shown, once the result is known, in an order that tells nothing of arrival and stays the same.

    Never from a respondent under 17, nor with an answer that does not count. The service is named only while its own result is
    shown; service and month only where at least the suppression limit of comments share them.
    """
    require(actor, Action.COMMENTS_READ, round_)
    found = latest_result(round_)
    if found is None:
        return []
    out = excluded_ids(round_)
    names = dict(
        RoundService.objects.filter(government_id=round_.government_id, round=round_)
        .order_by("position", "id")
        .values_list("service_id", "service__name")
    )
    shown: dict[int, str] = {}
    if found.result.services is not None:
        for (service_id, name), group in zip(names.items(), found.result.services.groups, strict=True):
            if group.count is not None and group.index is not None:
                shown[service_id] = name
    rows = [
        (text, month, shown.get(service_id))
        for text, month, service_id, response_id in Comment.objects.filter(
            government_id=round_.government_id, round=round_, publishable=True, response__is_late=False
        ).values_list("text", "month", "service_id", "response_id")
        if response_id not in out
    ]
    together = Counter((month, service) for _, month, service in rows)
    made = [
        PublishedComment(text, month, service)
        if together[month, service] >= MIN_COUNT_N
        else PublishedComment(text, None, None)
        for text, month, service in rows
    ]
    made.sort(key=lambda comment: comment.text)
    random.Random(found.row.input_digest).shuffle(made)  # noqa: S311 (no secret: sorting has removed what could leak)
    return made
