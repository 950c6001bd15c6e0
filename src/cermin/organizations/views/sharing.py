"""What the pages of the structure share: loading by address, buttons that are offered, lists and their states, what a service said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cermin.base import components
from cermin.base.access import Actor, Placed, decide
from cermin.organizations.models import Agency, Government, Unit
from cermin.organizations.queries import structure as reads
from cermin.pure import policy
from cermin.pure.policy import Action

STATES = [("aktif", "Aktif"), ("tutup", "Tidak aktif"), ("semua", "Semua")]


def refuse(form: forms.Form, error: ValidationError, names: dict[str, str] | None = None) -> None:
    """Put what a service said beside the fields it names. names: field of the form by that of the service, where they differ."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        field = (names or {}).get(name, name)
        form.add_error(field if field in form.fields else None, found)


def say_fault(request: HttpRequest, error: ValidationError) -> None:
    """What a service refused, on the next page."""
    for text in error.messages:
        messages.error(request, text)


def undoable(request: HttpRequest, text: str, token: str, back: str) -> None:
    """Say what was done, with a button that takes it back and shows `back` again."""
    components.undo_message(request, text, reverse("organizations:undo"), {"token": token, "next": back})


def may(request: HttpRequest, action: Action, target: Placed) -> bool:
    """Whether to offer the button; the service asks again."""
    return decide(request.actor, action, target).allowed


def words(request: HttpRequest, name: str = "q") -> str:
    """Text that was searched for."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


def number(request: HttpRequest, name: str) -> int | None:
    """An id in the address; None for anything else."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def state_of(request: HttpRequest) -> str:
    """Which rows a list shows: active ones unless asked otherwise."""
    asked = request.GET.get("keadaan", "aktif")
    return asked if asked in dict(STATES) else "aktif"


def state_words(row: Any, today: date) -> str:
    """ "" for what is simply active, else since or until when."""
    if row.active_to is not None and row.active_to < today:
        return f"tidak aktif sesudah {components.day(row.active_to)}"
    if row.active_from is not None and row.active_from > today:
        return f"mulai aktif {components.day(row.active_from)}"
    return f"aktif sampai {components.day(row.active_to)}" if row.active_to is not None else ""


def within(query: Any, state: str, today: date) -> Any:
    """The rows of a list by their state."""
    if state == "semua":
        return query
    return query.filter(reads.active_on(today)) if state == "aktif" else query.exclude(reads.active_on(today))


def government_at(actor: Actor, code: str) -> Government | None:
    """The government of an address."""
    return reads.government_for(actor, code)


def agency_at(actor: Actor, agency_id: int) -> Agency | None:
    """The agency of an address."""
    return reads.agency_for(actor, agency_id)


def unit_at(actor: Actor, unit_id: int) -> Unit | None:
    """The unit of an address."""
    return reads.unit_for(actor, unit_id)


def agency_url(request: HttpRequest, agency: Agency) -> str:
    """Address of the agency's page, "" for who only sees a unit of it."""
    if not may(request, Action.STRUCTURE_READ, agency):
        return ""
    return reverse("organizations:agency", args=[agency.id])


def unit_lines(page: Any, today: date) -> list[dict[str, Any]]:
    """The rows of a page of units, each with its active services and its state."""
    counts = reads.counts_by_unit(page, today)
    return [{"row": row, "services": counts[row.id], "state": state_words(row, today)} for row in page]


def wide(actor: Actor) -> frozenset[Any]:
    """Circles that hold more than single units."""
    found = policy.circles(Action.STRUCTURE_READ, actor.grants)
    return frozenset(circle for circle in found if circle.reach is not policy.Reach.UNIT)


@dataclass(frozen=True, slots=True)
class Acts:
    """What can be done to an agency or a unit on its edit page, each by the keyword `kind` ("agency", "unit"), which names the page as
    well. close, reopen and delete give the token that takes them back."""

    edit: Callable[..., Any]
    close: Callable[..., str]
    reopen: Callable[..., str]
    delete: Callable[..., str]
    kind: str


def act_on(
    request: HttpRequest, row: Agency | Unit, acts: Acts, form: forms.Form, closing: forms.Form, *, home: str
) -> HttpResponse | None:
    """Do what the edit page sent; None when a form has to be shown again with what is wrong. home: where one goes after a deletion."""
    action = request.POST.get("action", "save")
    here = reverse(f"organizations:{acts.kind}", args=[row.id])
    target = {"actor": request.actor, acts.kind: row}
    try:
        if action == "delete":
            undoable(request, f"{row.name} dihapus.", acts.delete(**target), here)
            return redirect(home)
        if action == "reopen":
            undoable(request, f"{row.name} aktif lagi.", acts.reopen(**target), here)
        elif action == "close":
            if not closing.is_valid():
                return None
            undoable(request, f"{row.name} dinonaktifkan.", acts.close(**target, on=closing.cleaned_data["on"]), here)
        else:
            if not form.is_valid():
                return None
            acts.edit(**target, values=form.cleaned_data)
            messages.success(request, "Perubahan disimpan.")
    except ValidationError as error:
        if action in ("delete", "reopen"):
            say_fault(request, error)
            return redirect(f"organizations:{acts.kind}_edit", row.id)
        refuse(closing if action == "close" else form, error)
        return None
    return redirect(here)
