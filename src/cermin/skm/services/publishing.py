"""Publishing freezes a record for ever; a correction is a new record that names the old one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cermin.base.access import Actor, require
from cermin.base.ids import new_id
from cermin.base.issuing import new_code
from cermin.base.jobs import enqueue
from cermin.base.models import Job
from cermin.documents.skm.result_json import result_to_json
from cermin.documents.skm.sentences import bounds, rounded
from cermin.organizations.queries import unit_accounts
from cermin.pure.calc.results import Estimate, Index
from cermin.pure.policy import Action, Decision
from cermin.skm import states
from cermin.skm.models import Publication, PublishedIndex, Round, RoundResult, RoundService
from cermin.skm.moments import day_in
from cermin.skm.publications import content_digest
from cermin.skm.report_texts import Texts, changed_texts
from cermin.skm.services.common import blocked, hold, move, note, reason_text, save
from cermin.skm.services.processing import add_result, compute, newest_result
from cermin.skm.services.rounds import checked_changes
from cermin.skm.shapes import new_report, report_texts
from cermin.skm.stored import Kept, stored

REPORT_JOB = "skm.report"


@transaction.atomic
def publish_index(*, actor: Actor, round_: Round, changes: Sequence[str] | None = None) -> Publication:
    """Publish the approved result. changes: the lines 'what changed' as the head wants them, None for those of the round."""
    fresh = hold(round_)
    decision = require(actor, Action.ROUND_PUBLISH, fresh, unit_accounts=unit_accounts(fresh.unit))
    row = newest_result(fresh)
    assert row is not None, "an approved round has a result"
    if changes is not None:
        fresh.changes = checked_changes(changes)
    now = timezone.now()
    move(fresh, states.PUBLISHED)
    fresh.published_at, fresh.published_by = now, actor.person_id
    texts = report_texts(fresh)
    made = _freeze(actor, decision, fresh, row, stored(row).kept, texts, now)
    save(fresh)
    _record(actor, Action.ROUND_PUBLISH, fresh, made)
    return made


def correct_publication(
    *, actor: Actor, publication: Publication, reason: str, profile: Mapping[str, Any] | None = None
) -> Publication:
    """A new record in place of a published one: computed again from the same answers, with today's names and corrected texts.

    It never changes which answers count. profile: texts of the report that were wrong, by key. ValidationError when nothing would
    differ, when a newer record exists, or when the answers no longer give the published digest.
    """
    with transaction.atomic():
        fresh, _ = _may_correct(actor, publication)
        why = reason_text(reason)
        texts = changed_texts(fresh.profile, profile or {})
    computed = compute(fresh)
    with transaction.atomic():
        fresh, decision = _may_correct(actor, publication)
        before = stored(publication.result)
        if computed.kept.result.answer_digest != before.result.answer_digest:
            raise blocked(
                "Jawaban tersimpan tidak lagi cocok dengan sidik yang dipublikasikan. Hubungi pengelola aplikasi."
            )
        row = publication.result if computed.kept == before.kept else add_result(actor, fresh, computed)
        now = timezone.now()
        changed = texts != fresh.profile
        fresh.profile = texts
        made = _freeze(
            actor, decision, fresh, row, computed.kept, report_texts(fresh), now, corrects=publication, reason=why
        )
        if changed:
            save(fresh)
        _record(actor, Action.PUBLICATION_CORRECT, fresh, made)
        return made


def _may_correct(actor: Actor, publication: Publication) -> tuple[Round, Decision]:
    fresh = hold(publication.round)
    decision = require(actor, Action.PUBLICATION_CORRECT, fresh, unit_accounts=unit_accounts(fresh.unit))
    if Publication.objects.filter(government_id=publication.government_id, corrects=publication).exists():
        raise blocked("Publikasi ini sudah diralat. Ralat publikasi yang terbaru.")
    return fresh, decision


def _freeze(
    actor: Actor,
    decision: Decision,
    round_: Round,
    row: RoundResult,
    kept: Kept,
    texts: Texts,
    now: datetime,
    *,
    corrects: Publication | None = None,
    reason: str = "",
) -> Publication:
    day = day_in(round_.unit, now)
    texts = {"tanggal_laporan": day.isoformat(), **texts}
    # Through JSON and back: the digest is that of what the database gives back.
    content = json.loads(json.dumps(result_to_json(new_report(round_, kept, texts, day)), allow_nan=False))
    if corrects is not None and _same(content, corrects.content) and _same_texts(texts, corrects.texts):
        raise blocked("Tidak ada yang berbeda dari publikasi yang ada, maka tidak perlu ralat.")
    made: Publication = Publication.objects.create(
        id=new_id(),
        government_id=round_.government_id,
        round=round_,
        unit_id=round_.unit_id,
        result=row,
        corrects=corrects,
        correction_reason=reason,
        code=new_code(),
        content=content,
        changes=list(round_.changes),
        digest=content_digest(content),
        people={
            "processed": round_.posts.get("processed", ""),
            "approved": round_.posts.get("approved", ""),
            "published": decision.grant.title if decision.grant else "",
        },
        texts=texts,
        published_at=now,
        published_by=actor.person_id,
    )
    PublishedIndex.objects.bulk_create(_indexes(made, round_, kept))
    return made


def _same(content: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return {**content, "issued_on": ""} == {**before, "issued_on": ""}


def _same_texts(texts: Texts, before: Texts) -> bool:
    return {**texts, "tanggal_laporan": ""} == {**before, "tanggal_laporan": ""}


def _indexes(publication: Publication, round_: Round, kept: Kept) -> list[PublishedIndex]:
    """One row for the unit and one for every service whose index is shown."""
    result = kept.result
    rows = [_index(publication, round_, None, result.index, result.estimate, dict(result.element_estimates))]
    if result.services is not None:
        by_name = dict(
            RoundService.objects.filter(government_id=round_.government_id, round=round_)
            .order_by("position", "id")
            .values_list("position", "service_id")
        )
        # Groups stand in the order of the round's services; names may have changed since the processing.
        for service_id, group in zip(by_name.values(), result.services.groups, strict=True):
            if group.index is not None and group.index.value is not None:
                rows.append(_index(publication, round_, service_id, group.index, None, {}))
    return rows


def _index(
    publication: Publication,
    round_: Round,
    service_id: int | None,
    index: Index,
    estimate: Estimate | None,
    element_estimates: Mapping[str, Estimate],
) -> PublishedIndex:
    assert index.exact is not None
    assert index.grade is not None
    shown = bounds(estimate)
    elements = []
    for element in index.elements:
        found = bounds(element_estimates.get(element.code))
        elements.append(
            {
                "key": element.key,
                "code": element.code,
                "name": element.name,
                "mean": f"{element.mean.numerator}/{element.mean.denominator}" if element.mean is not None else None,
                "converted": str(element.converted) if element.converted is not None else None,
                "grade": element.grade.letter if element.grade else None,
                "respondents": element.respondents,
                "low": str(rounded(found.low, 4)) if found else None,
                "high": str(rounded(found.high, 4)) if found else None,
            }
        )
    return PublishedIndex(
        government_id=publication.government_id,
        publication=publication,
        unit_id=publication.unit_id,
        service_id=service_id,
        period_label=round_.period_label,
        period_start=round_.period_start,
        period_end=round_.period_end,
        respondents=index.respondents,
        exact=f"{index.exact.numerator}/{index.exact.denominator}",
        value=index.value,
        grade=index.grade.letter,
        low=rounded(shown.low, 2) if shown else None,
        high=rounded(shown.high, 2) if shown else None,
        elements=elements,
    )


def _record(actor: Actor, action: Action, round_: Round, made: Publication) -> None:
    """The audit line, and the job that makes the documents."""
    note(
        actor,
        action,
        round_,
        {
            "publication": made.id,
            "digest": made.digest,
            "index": made.content["index"],
            "corrects": made.corrects_id,
            "reason": made.correction_reason,
        },
    )
    ask_for_documents(actor, made, round_)


def ask_for_documents(actor: Actor, publication: Publication, round_: Round) -> Job:
    """The job that makes the documents of a publication."""
    return enqueue(
        actor=actor,
        kind=REPORT_JOB,
        government_id=publication.government_id,
        label=f"Menyusun laporan {round_.name}",
        arguments={"publication": publication.id},
        unit_id=round_.unit_id,
        agency_id=round_.unit.agency_id,
    )
