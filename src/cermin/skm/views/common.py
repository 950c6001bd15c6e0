"""What every page of the guide shares: the round that the actor may see, its steps, and who may do what on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cermin.base.access import Actor, NotVisible, decide
from cermin.organizations.queries import unit_accounts
from cermin.pure.policy import Action, Decision
from cermin.skm import queries, states
from cermin.skm.models import Round
from cermin.skm.moments import day_in

STEP_NAMES = {
    "siapkan": "skm:prepare",
    "responden": "skm:respondents",
    "kumpulkan": "skm:collect",
    "olah": "skm:process",
    "laporkan": "skm:report",
    "tindak-lanjut": "skm:follow_up",
}
"""Page of each step, by its key."""

_NEEDS_ACCOUNTS = frozenset(
    {
        Action.EXCLUSION_CONFIRM,
        Action.BATCH_WITHDRAW_CONFIRM,
        Action.ROUND_APPROVE,
        Action.ROUND_RETURN,
        Action.ROUND_PUBLISH,
        Action.PUBLICATION_CORRECT,
    }
)


def load_round(actor: Actor, round_id: int) -> Round:
    """For `guarded`: the round; NotVisible for whom it does not exist."""
    found = queries.round_for(actor, round_id)
    if found is None:
        raise NotVisible
    return found


def today_of(round_: Round) -> date:
    """Today where the unit stands."""
    return day_in(round_.unit, timezone.now())


def step_url(key: str, round_: Round) -> str:
    """Address of a step."""
    return reverse(STEP_NAMES[key], args=[round_.pk])


def current_step(round_: Round) -> str:
    """Key of the step to do now; the last one when nothing is left, the first one of a cancelled round."""
    now = [step.key for step in queries.step_states(round_, today_of(round_)) if step.state == "now"]
    if now:
        return now[0]
    return "siapkan" if round_.state == states.CANCELLED else "tindak-lanjut"


def rights(actor: Actor, round_: Round, *actions: Action, first_person: int | None = None) -> dict[str, Decision]:
    """The table's answers by the action's name ("round_open"), for buttons: a refused one is replaced by its reason.

    first_person: who did what is to be confirmed; for the approval it is who processed.
    """
    accounts = unit_accounts(round_.unit) if _NEEDS_ACCOUNTS.intersection(actions) else None
    found = {}
    for action in actions:
        first = round_.processed_by if action is Action.ROUND_APPROVE else first_person
        found[action.value] = decide(actor, action, round_, first_person=first or 0, unit_accounts=accounts)
    return found


def guide(
    request: HttpRequest, round_: Round, key: str, context: dict[str, Any], *, template: str = "", status: int = 200
) -> HttpResponse:
    """A page of the guide: the six steps above, its step below."""
    steps = [
        {
            "title": step.title,
            "note": step.note,
            "state": step.state,
            "url": step_url(step.key, round_),
            "key": step.key,
        }
        for step in queries.step_states(round_, today_of(round_))
    ]
    shown = next(step for step in steps if step["key"] == key)
    return render(
        request,
        template or f"skm/{key}.html",
        {
            "round": round_,
            "unit": round_.unit,
            "zone": round_.unit.time_zone,
            "steps": steps,
            "step": shown,
            "now_url": step_url(current_step(round_), round_),
            "is_now": shown["state"] == "now",
            "today": today_of(round_),
        }
        | context,
        status=status,
    )


def done(request: HttpRequest, url: str, text: str) -> HttpResponseRedirect:
    """After an act: say it on the next page."""
    messages.success(request, text)
    return HttpResponseRedirect(url)


def attempt(request: HttpRequest, act: Callable[[], Any], *, back: str, said: str, to: str = "") -> HttpResponse:
    """Run an act that is only a button: its complaints become messages on the page it came from."""
    try:
        act()
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return HttpResponseRedirect(back)
    return done(request, to or back, said)
