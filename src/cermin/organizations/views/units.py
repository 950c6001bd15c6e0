"""Pages of units: the list, one unit, what is done to it, and the way back from what was closed or deleted."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cermin.base import components
from cermin.base.access import Actor, guarded, signed_in
from cermin.documents.incoming.structure import Period, period_text
from cermin.organizations.forms.structure import CloseForm, MoveForm, PredecessorForm, UnitForm
from cermin.organizations.models import ZONES, Agency, Government, Unit, UnitType
from cermin.organizations.queries import structure as reads
from cermin.organizations.queries.structure import UnitFilter
from cermin.organizations.services import structure as services
from cermin.organizations.services.undo import undo_change
from cermin.organizations.views.sharing import (
    STATES,
    Acts,
    act_on,
    agency_at,
    agency_url,
    may,
    number,
    refuse,
    say_fault,
    state_of,
    state_words,
    undoable,
    unit_at,
    unit_lines,
    words,
)
from cermin.pure.policy import Action

FOUND_PREDECESSORS = 20


# Units -------------------------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """All units one sees, narrowed by words, government, kind and state."""
    actor: Actor = request.actor
    today = reads.today_in("Asia/Jayapura")
    text, state, kind = words(request), state_of(request), number(request, "jenis")
    owners = list(reads.governments(actor))
    code = request.GET.get("pemerintah", "")
    code = code if code in {row.code for row in owners} else ""
    wanted = UnitFilter(text, code, None, kind, "" if state == "semua" else state)
    page = components.page_of(request, reads.found_units(actor, wanted, today))
    context = {
        "page": page,
        "lines": unit_lines(page, today),
        "wanted": wanted,
        "state": state,
        "states": STATES,
        "governments": owners,
        "types": list(UnitType.objects.filter(province_id__in={row.province_id for row in owners}).order_by("name")),
        "filtered": bool(text or code or kind) or state != "aktif",
    }
    return render(request, "organizations/structure/units.html", context)


@guarded(Action.STRUCTURE_EDIT, load=agency_at)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest, agency: Agency) -> HttpResponse:
    """A new unit of the agency."""
    form = _unit_form(request, agency.government)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_unit(actor=request.actor, agency=agency, values=form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{made.name} dibuat. Tambahkan layanannya.")
            return redirect("organizations:unit", made.id)
    context = {"agency": agency, "form": form}
    return render(request, "organizations/structure/unit_new.html", context, status=400 if form.errors else 200)


def _unit_form(
    request: HttpRequest, government: Government, unit: Unit | None = None, *, sent: bool = True
) -> UnitForm:
    return UnitForm(
        (request.POST or None) if sent else None,
        initial=UnitForm.initial_of(unit) if unit else None,
        government=government,
        types=reads.unit_types(government.province_id),
    )


@guarded(Action.STRUCTURE_READ, load=unit_at)
@require_safe
def unit_page(request: HttpRequest, unit: Unit) -> HttpResponse:
    """What the unit is, offers, continues; ways to its posts and rounds."""
    today = reads.today_in(unit.time_zone)
    rows = list(reads.all_services_of(unit))
    offered = [row for row in rows if row.active_to is None or row.active_to >= today]
    ended = [row for row in rows if row not in offered]
    actor: Actor = request.actor
    context = {
        "unit": unit,
        "agency_url": agency_url(request, unit.agency),
        "offered": [{"row": row, "state": state_words(row, today), "period": _period(row)} for row in offered],
        "ended": [{"row": row, "state": state_words(row, today)} for row in ended],
        "without": sum(row.people is None for row in offered),
        "zone": dict(ZONES)[unit.time_zone],
        "said": state_words(unit, today),
        "is_active": unit.active_to is None or unit.active_to >= today,
        "predecessors": _linked(actor, reads.predecessors_of(unit), "earlier"),
        "successors": _linked(actor, reads.successors_of(unit), "later"),
        "may_edit": may(request, Action.STRUCTURE_EDIT, unit),
        "may_services": may(request, Action.SERVICE_EDIT, unit),
        "posts_url": f"/organisasi/jabatan/?q={quote(unit.name)}" if may(request, Action.POST_READ, unit) else "",
        "rounds_url": f"/survei/?unit={unit.id}" if may(request, Action.ROUND_READ, unit) else "",
        "plan_url": f"/survei/baru/{unit.id}/" if may(request, Action.ROUND_PLAN, unit) else "",
    }
    return render(request, "organizations/structure/unit.html", context)


def _period(row: Any) -> str:
    """The period of the newest number of users, "" without one."""
    return period_text(Period(row.period_start, row.period_end)) if row.people is not None else ""


def _linked(actor: Actor, rows: list[Any], name: str) -> list[dict[str, Any]]:
    """The units at the other end, with an address for those that the actor sees."""
    ids = [getattr(row, f"{name}_id") for row in rows]
    seen = set(reads.units(actor).filter(id__in=ids).values_list("id", flat=True)) if ids else set()
    return [
        {
            "row": row,
            "unit": getattr(row, name),
            "url": reverse("organizations:unit", args=[getattr(row, f"{name}_id")])
            if getattr(row, f"{name}_id") in seen
            else "",
        }
        for row in rows
    ]


@guarded(Action.STRUCTURE_EDIT, load=unit_at)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Change, close, reopen or delete a unit."""
    action = request.POST.get("action", "save")
    today = reads.today_in(unit.time_zone)
    form = _unit_form(request, unit.government, unit, sent=action == "save")
    closing = CloseForm(request.POST if action == "close" else None, initial={"on": today}, prefix="tutup")
    if request.method == "POST":
        acts = Acts(services.edit_unit, services.close_unit, services.reopen_unit, services.delete_unit, kind="unit")
        home = agency_url(request, unit.agency) or reverse("organizations:overview")
        done = act_on(request, unit, acts, form, closing, home=home)
        if done:
            return done
    context = {
        "unit": unit,
        "form": form,
        "closing": closing,
        "agency_url": agency_url(request, unit.agency),
        "back": reverse("organizations:unit", args=[unit.id]),
        "is_closed": unit.active_to is not None,
    }
    status = 400 if form.errors or closing.errors else 200
    return render(request, "organizations/structure/unit_edit.html", context, status=status)


@guarded(Action.STRUCTURE_EDIT, load=unit_at)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_move(request: HttpRequest, unit: Unit) -> HttpResponse:
    """The unit goes to another agency: a new unit that continues this one."""
    today = reads.today_in(unit.time_zone)
    choices = (
        reads.agencies(request.actor, Action.STRUCTURE_EDIT)
        .filter(reads.active_on(today), government_id=unit.government_id)
        .exclude(id=unit.agency_id)
    )
    form = MoveForm(request.POST or None, agencies=choices, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.move_unit(actor=request.actor, unit=unit, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            text = (
                f"{made.name} kini di {made.agency.name}. Buat lagi jabatan dan undang pemegangnya di unit yang baru."
            )
            messages.success(request, text)
            return redirect("organizations:unit", made.id)
    context = {"unit": unit, "form": form, "agency_url": agency_url(request, unit.agency), "left": choices.exists()}
    return render(request, "organizations/structure/unit_move.html", context, status=400 if form.errors else 200)


@guarded(Action.STRUCTURE_EDIT, load=unit_at)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_predecessors(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Which units this one continues: find one, record it, take a wrong one out."""
    actor: Actor = request.actor
    here = reverse("organizations:predecessors", args=[unit.id])
    if request.POST.get("action") == "remove":
        return _remove_predecessor(request, unit, here)
    text = words(request)
    found = reads.found_units(actor, UnitFilter(text, state=""), reads.today_in(unit.time_zone)).exclude(id=unit.id)
    rows = list(found[:FOUND_PREDECESSORS]) if text else []
    form = PredecessorForm(request.POST or None, found=rows)
    if request.method == "POST" and form.is_valid():
        earlier = next(row for row in rows if row.id == form.cleaned_data["earlier"])
        try:
            services.record_succession(
                actor=actor, earlier=earlier, later=unit, on=form.cleaned_data["on"], decree=form.cleaned_data["decree"]
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{earlier.name} tercatat sebagai pendahulu.")
            return redirect("organizations:unit", unit.id)
    context = {
        "unit": unit,
        "form": form,
        "text": text,
        "found": rows,
        "more": len(rows) == FOUND_PREDECESSORS,
        "recorded": reads.predecessors_of(unit),
        "agency_url": agency_url(request, unit.agency),
    }
    return render(request, "organizations/structure/predecessors.html", context, status=400 if form.errors else 200)


def _remove_predecessor(request: HttpRequest, unit: Unit, here: str) -> HttpResponseRedirect:
    key = request.POST.get("succession", "")
    row = next((row for row in reads.predecessors_of(unit) if str(row.id) == key), None)
    if row is None:
        raise Http404
    token = services.remove_succession(actor=request.actor, succession=row)
    undoable(request, f"{row.earlier.name} dihapus dari riwayat.", token, here)
    return redirect(here)


# Undo --------------------------------------------------------------------------------------------------------------------


@signed_in
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was closed or deleted a moment ago."""
    try:
        undo_change(actor=request.actor, token=request.POST.get("token", ""))
    except ValidationError as error:
        say_fault(request, error)
    else:
        messages.success(request, "Sudah diurungkan.")
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else reverse("organizations:overview"))
