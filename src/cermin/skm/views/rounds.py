"""The list of rounds, a new round, and the door into the guide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cermin.base.access import Actor, NotVisible, guarded, signed_in
from cermin.base.components import page_of
from cermin.organizations.models import Unit
from cermin.organizations.queries import unit_for
from cermin.pure.policy import Action
from cermin.skm import queries, services, states
from cermin.skm.forms import NewRoundForm, suggested_periods, take_errors
from cermin.skm.models import Round
from cermin.skm.moments import day_in
from cermin.skm.views.common import current_step, done, load_round, step_url, today_of

STATE_CHOICES = [("", "Semua"), *states.NAMES.items()]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One line of the list. said: where it stands, in words; due: the day that matters now."""

    round: Round
    url: str
    said: str
    due: date | None


@signed_in
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds of the actor's branch, newest period first; filters stand in the address."""
    actor: Actor = request.actor
    found = queries.rounds(actor)
    state, text, unit = (request.GET.get(name, "").strip() for name in ("keadaan", "q", "unit"))
    if state in states.NAMES:
        found = found.filter(state=state)
    for word in text.split()[:6]:
        found = found.filter(name__icontains=word)
    if unit.isdecimal() and len(unit) < 19:
        found = found.filter(unit_id=int(unit))
    page = page_of(request, found)
    plannable = list(queries.plannable_units(actor)[:100])
    chosen = unit_for(actor, int(unit)) if unit.isdecimal() and len(unit) < 19 else None
    return render(
        request,
        "skm/rounds.html",
        {
            "page": page,
            "rows": [_row(round_) for round_ in page],
            "states": STATE_CHOICES,
            "state": state,
            "text": text,
            "unit": chosen,
            "filtered": bool(state or text or unit),
            "plannable": plannable,
            "several": len({round_.unit_id for round_ in page}) > 1 or len(plannable) != 1,
        },
    )


def _row(round_: Round) -> RoundRow:
    step = current_step(round_)
    note = next((s.note for s in queries.step_states(round_, today_of(round_)) if s.key == step), "")
    due = round_.closes_on if round_.state == states.OPEN else None
    return RoundRow(round_, step_url(step, round_), note, due)


def _load_unit(actor: Actor, unit_id: int) -> Unit:
    found = unit_for(actor, unit_id)
    if found is None:
        raise NotVisible
    return found


@guarded(Action.ROUND_PLAN, load=_load_unit)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """A new round: choose its period; everything else is filled in from the last one."""
    actor: Actor = request.actor
    earlier = list(
        queries.rounds(actor)
        .filter(unit_id=unit.pk)
        .exclude(state=states.CANCELLED)
        .order_by("-period_end", "-id")[:60]
    )
    taken = {round_.period_label: round_ for round_ in earlier}
    periods = [period for period in suggested_periods(day_in(unit, timezone.now())) if period.label not in taken]
    form = NewRoundForm(request.POST or None, periods=periods)
    if request.method == "POST" and form.is_valid():
        try:
            round_ = services.plan_round(actor=actor, unit=unit, **form.values)
        except ValidationError as error:
            take_errors(form, error)
        else:
            return done(request, step_url("siapkan", round_), f"{round_.name} disiapkan. Periksa isian di bawah.")
    context: dict[str, Any] = {
        "form": form,
        "unit": unit,
        "last": earlier[0] if earlier else None,
        "last_services": [
            row.service.name for row in earlier[0].round_services.select_related("service").order_by("position")
        ]
        if earlier
        else [],
        "in_progress": [
            (round_, step_url(current_step(round_), round_)) for round_ in earlier if round_.state != states.PUBLISHED
        ],
    }
    return render(request, "skm/new.html", context, status=422 if form.errors else 200)


@guarded(Action.ROUND_READ, load=load_round)
@require_safe
def current(request: HttpRequest, round_: Round) -> HttpResponse:  # noqa: ARG001  (views are called so)
    """The guide goes on where it was left."""
    return HttpResponseRedirect(step_url(current_step(round_), round_))
