"""Pages of the services of a unit and of how many people used them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cermin.base.access import Actor, guarded
from cermin.documents.incoming.structure import Period, period_text
from cermin.organizations.forms.structure import CloseForm, PopulationForm, ServiceForm
from cermin.organizations.models import Service, Unit
from cermin.organizations.queries import structure as reads
from cermin.organizations.services import offering as services
from cermin.organizations.views.sharing import (
    agency_url,
    may,
    refuse,
    say_fault,
    state_words,
    undoable,
    unit_at,
)
from cermin.pure.policy import Action

_PERIOD_NAMES = {"starts_on": "period", "ends_on": "period"}


def service_at(actor: Actor, service_id: int) -> Service | None:
    """The service of an address."""
    return reads.service_for(actor, service_id)


@guarded(Action.SERVICE_EDIT, load=unit_at)
@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """A new service of the unit."""
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_service(actor=request.actor, unit=unit, values=form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{made.name} ditambahkan. Isi jumlah penggunanya bila diketahui.")
            return redirect("organizations:service", made.id)
    context = {"unit": unit, "form": form, "agency_url": agency_url(request, unit.agency)}
    return render(request, "organizations/structure/service_new.html", context, status=400 if form.errors else 200)


@guarded(Action.SERVICE_EDIT, load=unit_at)
@require_POST
def service_order(request: HttpRequest, unit: Unit) -> HttpResponse:
    """One service goes one place up or down among those that are offered."""
    ids = [row.id for row in reads.services_of(unit)]
    key = request.POST.get("service", "")
    if key not in map(str, ids):
        raise Http404
    at = ids.index(int(key))
    to = max(0, min(len(ids) - 1, at + (-1 if request.POST.get("to") == "up" else 1)))
    ids.insert(to, ids.pop(at))
    services.order_services(actor=request.actor, unit=unit, service_ids=ids)
    return redirect(reverse("organizations:unit", args=[unit.id]) + "#layanan")


@guarded(Action.STRUCTURE_READ, load=service_at)
@require_http_methods(["GET", "HEAD", "POST"])
def service_page(request: HttpRequest, service: Service) -> HttpResponse:
    """The numbers of users by period; for who may: change, close, reopen, delete."""
    today = reads.today_in(service.unit.time_zone)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    form = ServiceForm(
        request.POST if action == "save" else None,
        initial={"name": service.name, "active_from": service.active_from},
        prefix="layanan",
    )
    people = PopulationForm(request.POST if action == "people" else None, prefix="pengguna")
    closing = CloseForm(request.POST if action == "close" else None, initial={"on": today}, prefix="tutup")
    if action:
        done = _act(request, service, action, {"save": form, "people": people, "close": closing})
        if done:
            return done
    populations = [
        {"row": row, "period": period_text(Period(row.starts_on, row.ends_on))} for row in reads.populations_of(service)
    ]
    context = {
        "service": service,
        "unit": service.unit,
        "agency_url": agency_url(request, service.unit.agency),
        "service_form": form,
        "people": people,
        "closing": closing,
        "form": people if people.errors else closing if closing.errors else form,
        "populations": populations,
        "said": state_words(service, today),
        "is_closed": service.active_to is not None,
        "may_edit": may(request, Action.SERVICE_EDIT, service),
    }
    bad = form.errors or people.errors or closing.errors
    return render(request, "organizations/structure/service.html", context, status=400 if bad else 200)


def _act(request: HttpRequest, service: Service, action: str, forms: dict[str, Any]) -> HttpResponse | None:
    actor: Actor = request.actor
    here = reverse("organizations:service", args=[service.id])
    home = reverse("organizations:unit", args=[service.unit_id])
    form: Any = forms.get(action)
    if form is not None and not form.is_valid():
        return None
    try:
        if action == "save":
            services.edit_service(actor=actor, service=service, values=form.cleaned_data)
            messages.success(request, "Perubahan disimpan.")
        elif action == "people":
            said = form.cleaned_data
            services.record_population(
                actor=actor,
                service=service,
                starts_on=said["period"].start,
                ends_on=said["period"].end,
                people=said["people"],
                source=said["source"],
            )
            messages.success(request, f"Jumlah pengguna {period_text(said['period'])} disimpan.")
        elif action == "close":
            token = services.close_service(actor=actor, service=service, on=form.cleaned_data["on"])
            undoable(request, f"{service.name} dinonaktifkan.", token, here)
        elif action == "reopen":
            undoable(
                request, f"{service.name} aktif lagi.", services.reopen_service(actor=actor, service=service), here
            )
        elif action == "delete":
            undoable(request, f"{service.name} dihapus.", services.delete_service(actor=actor, service=service), here)
            return redirect(home)
        elif action == "forget":
            _forget(request, service, here)
        else:
            raise Http404
    except ValidationError as error:
        if form is None:
            say_fault(request, error)
            return redirect(here)
        refuse(form, error, _PERIOD_NAMES)
        return None
    return redirect(here)


def _forget(request: HttpRequest, service: Service, here: str) -> None:
    key = request.POST.get("population", "")
    row = next((row for row in reads.populations_of(service) if str(row.id) == key), None)
    if row is None:
        raise Http404
    token = services.delete_population(actor=request.actor, population=row)
    undoable(request, "Jumlah pengguna dihapus.", token, here)
