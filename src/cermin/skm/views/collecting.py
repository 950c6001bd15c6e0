"""Step 3: Kumpulkan. Counts only, never a score; posters, links, extension and closing."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from cermin.base.access import Actor, NotVisible, guarded
from cermin.documents.format import day, days, integer
from cermin.documents.skm.qr_poster import KIND_BY_KEY, KINDS, QrPoster, render_qr_poster
from cermin.pure.policy import Action
from cermin.skm import pictures, queries, services, states
from cermin.skm.collecting import Outlook, outlook, weakest_gap
from cermin.skm.forms import ExtendForm, take_errors
from cermin.skm.languages import RECORD
from cermin.skm.models import Door, Round
from cermin.skm.views.common import done, guide, load_round, rights, step_url, today_of

SECONDS_PER_QUESTION = 10
"""As the survey page reckons."""

OWN_NAMES = {"en": "English"}
"""Languages as their speakers call them, for posters."""


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: HttpRequest, round_: Round) -> HttpResponse:
    """How many answers came in, and what may be done about the gaps. For htmx only the counts."""
    actor: Actor = request.actor
    form = ExtendForm(request.POST or None, help_text="Tercatat dalam jejak perubahan.")
    if request.method == "POST" and form.is_valid():
        try:
            fresh = services.extend_round(
                actor=actor,
                round_=round_,
                closes_on=form.cleaned_data["closes_on"],
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            return done(request, step_url("kumpulkan", round_), f"Ronde diperpanjang sampai {day(fresh.closes_on)}.")
    context = _counts(round_)
    if request.htmx:
        return render(request, "skm/_counts.html", context | {"round": round_, "today": today_of(round_)})
    context |= {
        "form": form,
        "may": rights(
            actor, round_, Action.ROUND_EXTEND, Action.ROUND_CLOSE, Action.RESPONSES_UPLOAD, Action.ROUND_OPEN
        ),
        "doors": [_door(request, found) for found in queries.doors_of(round_.unit)],
        "posters": KINDS,
        "batches": list(queries.batches(round_)[:20]),
    }
    return guide(request, round_, "kumpulkan", context, status=422 if form.errors else 200)


def _counts(round_: Round) -> dict[str, Any]:
    """Figures, sentences and drawings of the counts."""
    found = queries.progress(round_)
    rows = [(service.name, n, target) for service, n, target in found.services]
    # Weakest first: by share of the target, services without one last.
    rows.sort(key=lambda row: (row[2] is None, row[1] / row[2] if row[2] else 0, row[0]))
    today = today_of(round_)
    view: Outlook | None = None
    context: dict[str, Any] = {"progress": found, "gap": weakest_gap(rows), "is_open": round_.state == states.OPEN}
    if round_.opens_on and round_.closes_on:
        view = outlook(found.total, found.target, found.days, round_.opens_on, round_.closes_on, today)
        context |= {"outlook": view, "begun": round_.opens_on <= today}
        if found.total:
            facts = (found.days, round_.opens_on, round_.closes_on, today, view.needed if context["is_open"] else None)
            context |= {"days_wide": pictures.day_bars(*facts), "days_narrow": pictures.day_bars(*facts, narrow=True)}
    if rows:
        context |= {
            "services_wide": pictures.service_bars(rows),
            "services_narrow": pictures.service_bars(rows, narrow=True),
            "far_behind": any(pictures.is_far_behind(n, target) for _, n, target in rows),
        }
    if found.channels:
        channels = sorted(((label, n) for _, label, n in found.channels), key=lambda row: -row[1])
        context |= {
            "channels_wide": pictures.channel_bars(channels),
            "channels_narrow": pictures.channel_bars(channels, narrow=True),
            "channels_title": f"{_share_words(channels[0][1], found.total)} jawaban masuk lewat {channels[0][0]}",
        }
    return context | {
        "sentence": _sentence(round_, found),
        "services_title": _services_title(rows),
        "days_title": _days_title(view, is_open=context["is_open"]),
    }


def _sentence(round_: Round, found: queries.Progress) -> str:
    if round_.state == states.DRAFT:
        return "Ronde belum dibuka"
    if round_.state == states.CANCELLED:
        return "Ronde ini dibatalkan"
    word = "warga sudah menjawab" if round_.state == states.OPEN else "jawaban terkumpul"
    if found.target is None:
        return f"{integer(found.total)} {word}"
    return f"{integer(found.total)} dari {integer(found.target)} {word}"


def _services_title(rows: list[tuple[str, int, int | None]]) -> str:
    behind = [row for row in rows if pictures.is_far_behind(row[1], row[2])]
    if behind and len(behind) < len(rows):
        name, n, target = behind[0]
        more = f" dan {integer(len(behind) - 1)} layanan lain masih" if len(behind) > 1 else " masih"
        return f"{name} baru {integer(n)} dari {integer(target or 0)};{more} di bawah separuh sasaran"
    if behind:
        return "Semua layanan masih di bawah separuh sasaran"
    if rows and all(target and n >= target for _, n, target in rows):
        return "Semua layanan mencapai sasaran"
    if rows and all(target is not None for _, _, target in rows):
        return "Semua layanan sudah melewati separuh sasaran"
    return "Jawaban menurut layanan"


def _days_title(view: Outlook | None, *, is_open: bool) -> str:
    if view is None or not is_open:
        return "Jawaban per hari"
    if view.target is not None and view.total >= view.target:
        return "Sasaran sudah tercapai"
    if view.falls_short:
        return "Laju sekarang belum cukup untuk sampai sasaran"
    if view.falls_short is False:
        return "Dengan laju ini sasaran tercapai"
    return "Jawaban per hari"


def _share_words(n: int, total: int) -> str:
    if n == total:
        return "Semua"
    share = n / total
    if 0.45 <= share <= 0.55:
        return "Sekitar separuh"
    return "Sebagian besar" if share > 0.55 else f"{integer(round(share * 100))} %"


def _door(request: HttpRequest, found: Door) -> dict[str, Any]:
    return {"door": found, "address": f"{site_address(request)}/s/{found.code}"}


def site_address(request: HttpRequest) -> str:
    """Scheme and host as citizens type them: the configured public address, or the one this page was asked by."""
    return str(settings.PUBLIC_URL) or f"{request.scheme}://{request.get_host()}"


def _load_for_poster(actor: Actor, round_id: int, kind: str) -> Round:
    if kind not in KIND_BY_KEY:
        raise NotVisible
    return load_round(actor, round_id)


@guarded(Action.ROUND_READ, load=_load_for_poster)
@require_safe
def poster(request: HttpRequest, round_: Round) -> HttpResponse:
    """The survey codes of the unit as sheets to print."""
    kind = KIND_BY_KEY[request.resolver_match.kwargs["kind"]]
    doors = queries.doors_of(round_.unit)
    wanted = request.GET.get("kode", "")
    if wanted:
        doors = [found for found in doors if found.code == wanted]
    if not doors:
        raise Http404("no code in use")
    posters = [_poster(request, round_, found) for found in (doors[:1] if kind.one_page else doors)]
    response = HttpResponse(render_qr_poster(kind.key, posters), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{kind.file_name}"'
    return response


def _poster(request: HttpRequest, round_: Round, found: Door) -> QrPoster:
    unit = round_.unit
    government = unit.government
    is_dated = round_.opens_on and round_.closes_on
    published = queries.public_publications(1, unit_id=unit.pk)  # only what a head has approved stands on a wall
    questions = len(round_.instrument.content["questions"])
    return QrPoster(
        unit=unit.name,
        agency=unit.agency.name,
        government=government.name,
        code=found.code,
        address=site_address(request),
        made_on=today_of(round_),
        service=found.service.name if found.service else "",
        period=days(round_.opens_on, round_.closes_on) if is_dated else "",
        privacy=f"{government.privacy_controller}, {government.privacy_contact}" if government.privacy_contact else "",
        changes=tuple(published[0].changes[:3]) if published else (),
        languages=tuple(OWN_NAMES[code] for code in round_.languages if code != RECORD and code in OWN_NAMES),
        questions=questions,
        minutes=max(1, math.ceil(questions * SECONDS_PER_QUESTION / 60)),
        paper=False,  # nothing here knows whether sheets lie at the counter, so the poster does not promise them
        mark="CONTOH" if settings.DEMO else "",
    )
