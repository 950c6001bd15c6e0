"""The result of a round, for its own people: the same words, drawings and limits as for everybody."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cermin.base.access import Actor, decide, guarded
from cermin.base.components import page_of
from cermin.base.models import IssuedDocument
from cermin.pure.policy import Action
from cermin.skm import queries
from cermin.skm.models import Publication, Round
from cermin.skm.moments import closing_moment, day_in
from cermin.skm.presenting import Provenance, ShownComment, result_context
from cermin.skm.stored import StoredResult
from cermin.skm.views.common import load_round, step_url

COMMENTS_A_PAGE = 20

OTHER_FILES = {"laporan-skm.pdf": "PDF", "buku-kerja-skm.xlsx": "Excel", "poster-ikm.pdf": "Poster"}

PEOPLE = (("processed", "diolah oleh"), ("approved", "disetujui oleh"), ("published", "dipublikasikan oleh"))


@guarded(Action.RESULT_READ, load=load_round)
@require_safe
def result(request: HttpRequest, round_: Round) -> HttpResponse:
    """The frozen result of the unit, or of one service with `?layanan=<position>`."""
    actor: Actor = request.actor
    stored = queries.latest_result(round_)
    if stored is None:
        raise Http404("no result yet")
    asked = request.GET.get("layanan", "")
    service = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    publication = queries.publication_of(round_)
    comments, page = None, None
    if service is None and decide(actor, Action.COMMENTS_READ, round_).allowed:
        page = page_of(request, queries.comments(actor, round_), COMMENTS_A_PAGE)
        comments = [ShownComment(found.text, found.month, found.service or "") for found in page]
    here = reverse("skm:result", args=[round_.pk])
    try:
        context = result_context(
            stored.result,
            stored.change,
            stored.trend,
            unit_name=round_.unit.name,
            period_label=round_.period_label,
            targets=targets_of(round_.profile),
            previous=stored.previous.summary if stored.previous else None,
            provenance=provenance_of(round_, stored, publication),
            comments=comments,
            service=service,
            service_url=here,
        )
    except ValueError as error:
        raise Http404("no such service") from error
    documents = queries.documents_of(round_) if decide(actor, Action.REPORT_READ, round_).allowed else []
    context |= {
        "round": round_,
        "unit": round_.unit,
        "publication": publication,
        "files": _files(documents[0], is_final=publication is not None) if documents else [],
        "guide_url": step_url("olah" if publication is None else "tindak-lanjut", round_),
        "here": here,
        "comments_page": page,
        "plan": round_.profile.get("rencana", []),
        "result_actions": "skm/_result_actions.html",
    }
    return render(request, "skm/result.html", context)


def _files(document: IssuedDocument, *, is_final: bool) -> list[tuple[str, str]]:
    """(label, address) of the files that people ask for most, the Word file first; all of them stand in the guide."""
    there = {file.name: f"/dokumen/{document.pk}/{file.name}" for file in document.files.all()}
    labels = {"laporan-skm.docx": "Laporan resmi (Word)" if is_final else "Draf laporan (Word)"} | OTHER_FILES
    return [(label, there[name]) for name, label in labels.items() if name in there]


def targets_of(texts: dict[str, Any]) -> dict[str, Decimal]:
    """Targets by element code, out of the report's texts."""
    found = {}
    for code, value in (texts.get("target") or {}).items():
        try:
            found[code] = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            continue
    return found


def provenance_of(round_: Round, stored: StoredResult, publication: Publication | None) -> Provenance:
    """Where the figures come from, out of the frozen result, the round and its publication."""
    facts, unit = stored.facts, round_.unit
    end = closing_moment(round_)
    last = day_in(unit, end - timedelta(seconds=1)) if end else round_.closes_on
    posts = publication.people if publication else round_.posts
    return Provenance(
        received=facts.rows_read,
        left_out=facts.left_out,
        without_exclusions=stored.unfiltered.value if stored.unfiltered else None,
        collected_from=round_.opens_on,
        collected_to=last,
        processed_on=day_in(unit, stored.row.processed_at),
        published_on=day_in(unit, publication.published_at) if publication else None,
        people=tuple((words, posts[key]) for key, words in PEOPLE if posts.get(key)),
        version=stored.row.version,
    )
