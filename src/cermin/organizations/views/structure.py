"""Pages of governments, kinds of units, and agencies."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cermin.base import components
from cermin.base.access import Actor, guarded, signed_in
from cermin.organizations.forms.structure import AgencyForm, CloseForm, GovernmentForm, NameForm, RegionForm
from cermin.organizations.models import Agency, Government, UnitType
from cermin.organizations.queries import structure as reads
from cermin.organizations.queries.structure import UnitFilter
from cermin.organizations.services import structure as services
from cermin.organizations.views.sharing import (
    STATES,
    Acts,
    act_on,
    agency_at,
    government_at,
    may,
    refuse,
    say_fault,
    state_of,
    state_words,
    undoable,
    unit_lines,
    wide,
    within,
    words,
)
from cermin.pure import policy
from cermin.pure.policy import Action

# Governments -------------------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The governments one sees. Who sees one only, or one unit only, is taken there."""
    actor: Actor = request.actor
    rows = list(reads.governments(actor))
    if not policy.circles(Action.STRUCTURE_READ, actor.grants):
        return render(request, "organizations/structure/nothing.html")
    if len(rows) <= 1:
        if not policy.circles(Action.STRUCTURE_READ, actor.grants) & wide(actor):
            own = list(reads.units(actor)[:2])
            if len(own) == 1:
                return redirect("organizations:unit", own[0].id)
            return redirect("organizations:units")
        if rows:
            return redirect("organizations:government", rows[0].code)
    today = reads.today_in("Asia/Jayapura")
    counts = reads.counts_by_government(actor, today)
    lines = [
        {
            "row": row,
            "agencies": counts.agencies[row.code],
            "units": counts.units[row.code],
            "services": counts.services[row.code],
            "privacy": _has_privacy(row),
        }
        for row in rows
    ]
    province = reads.provinces_for(actor, Action.GOVERNMENT_EDIT).first()
    context = {
        "lines": lines,
        "province": province,
        "may_type": reads.provinces_for(actor).exists(),
        "may_import": bool(policy.circles(Action.STRUCTURE_IMPORT, actor.grants)),
    }
    return render(request, "organizations/structure/overview.html", context)


def _has_privacy(row: Government) -> bool:
    return bool(row.privacy_controller and row.privacy_purpose and row.privacy_contact)


@guarded(Action.GOVERNMENT_READ, load=government_at)
@require_safe
def government_page(request: HttpRequest, government: Government) -> HttpResponse:
    """Its agencies, as far as one sees them, and how it is set up."""
    actor: Actor = request.actor
    today = reads.today_in(government.zone)
    text, state = words(request), state_of(request)
    query = within(reads.agencies(actor).filter(government_id=government.code), state, today)
    for word in text.split()[:6]:
        query = query.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    page = components.page_of(request, query)
    counts = reads.counts_by_agency(actor, government.code, today)
    lines = [
        {
            "row": row,
            "units": counts.units[row.id],
            "services": counts.services[row.id],
            "state": state_words(row, today),
        }
        for row in page
    ]
    context = {
        "government": government,
        "page": page,
        "lines": lines,
        "text": text,
        "state": state,
        "states": STATES,
        "filtered": bool(text) or state != "aktif",
        "sees_agencies": bool(wide(actor)),
        "has_privacy": _has_privacy(government),
        "may_edit": may(request, Action.STRUCTURE_EDIT, government),
        "may_set": may(request, Action.GOVERNMENT_EDIT, government),
        "may_import": may(request, Action.STRUCTURE_IMPORT, government),
        "is_home": reads.governments(actor).count() < 2,
        "may_type": may(request, Action.STRUCTURE_EDIT, government) and government.code == government.province_id,
    }
    return render(request, "organizations/structure/government.html", context)


@guarded(Action.GOVERNMENT_EDIT, load=government_at)
@require_http_methods(["GET", "HEAD", "POST"])
def government_settings(request: HttpRequest, government: Government) -> HttpResponse:
    """Name, zone, and the privacy line without which no round opens."""
    form = GovernmentForm(request.POST or None, initial=GovernmentForm.initial_of(government))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_government(actor=request.actor, government=government, values=form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "Pengaturan pemerintah daerah disimpan.")
            return redirect("organizations:government", government.code)
    context = {"government": government, "form": form, "has_privacy": _has_privacy(government)}
    return render(request, "organizations/structure/settings.html", context, status=400 if form.errors else 200)


def _province(actor: Actor) -> Government | None:
    return reads.provinces_for(actor, Action.GOVERNMENT_EDIT).first()


@guarded(Action.GOVERNMENT_EDIT, load=_province)
@require_http_methods(["GET", "HEAD", "POST"])
def government_add(request: HttpRequest, province: Government) -> HttpResponse:
    """A regency or city of the province joins."""
    regions = reads.open_regions(province, reads.today_in(province.zone))
    form = RegionForm(request.POST or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_government(actor=request.actor, province=province, region=form.cleaned_data["region"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{made.name} ditambahkan. Isi narahubung privasinya supaya ronde dapat dibuka.")
            return redirect("organizations:government_settings", made.code)
    context = {"province": province, "form": form, "left": regions.exists()}
    return render(request, "organizations/structure/government_add.html", context, status=400 if form.errors else 200)


# Unit types --------------------------------------------------------------------------------------------------------------


def _types_province(actor: Actor) -> Government | None:
    return reads.provinces_for(actor).first()


@guarded(Action.STRUCTURE_EDIT, load=_types_province)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_type_list(request: HttpRequest, province: Government) -> HttpResponse:
    """The kinds of units of the province: add, rename, delete."""
    form = NameForm(request.POST if request.POST.get("action") == "add" else None)
    here = reverse("organizations:unit_types")
    if request.method == "POST":
        if request.POST.get("action") == "add":
            if form.is_valid() and _add_type(request, province, form):
                return redirect(here)
        else:
            _change_type(request, province)
            return redirect(here)
    context = {"province": province, "form": form, "types": reads.types_with_counts(province)}
    return render(request, "organizations/structure/unit_types.html", context, status=400 if form.errors else 200)


def _add_type(request: HttpRequest, province: Government, form: NameForm) -> bool:
    try:
        made = services.add_unit_type(actor=request.actor, province=province, name=form.cleaned_data["name"])
    except ValidationError as error:
        refuse(form, error)
        return False
    messages.success(request, f"Jenis unit “{made.name}” ditambahkan.")
    return True


def _change_type(request: HttpRequest, province: Government) -> None:
    key = request.POST.get("type", "")
    row = UnitType.objects.filter(province=province, id=int(key) if key.isdecimal() and len(key) < 19 else 0).first()
    if row is None:
        raise Http404
    try:
        if request.POST.get("action") == "delete":
            token = services.delete_unit_type(actor=request.actor, unit_type=row)
            undoable(request, f"Jenis unit “{row.name}” dihapus.", token, reverse("organizations:unit_types"))
        else:
            services.rename_unit_type(actor=request.actor, unit_type=row, name=request.POST.get("name", ""))
            messages.success(request, "Nama jenis unit disimpan.")
    except ValidationError as error:
        say_fault(request, error)


# Agencies ----------------------------------------------------------------------------------------------------------------


@guarded(Action.STRUCTURE_EDIT, load=government_at)
@require_http_methods(["GET", "HEAD", "POST"])
def agency_new(request: HttpRequest, government: Government) -> HttpResponse:
    """A new agency."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_agency(actor=request.actor, government=government, values=form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{made.name} dibuat. Tambahkan unitnya.")
            return redirect("organizations:agency", made.id)
    context = {"government": government, "form": form}
    return render(request, "organizations/structure/agency_new.html", context, status=400 if form.errors else 200)


@guarded(Action.STRUCTURE_READ, load=agency_at)
@require_safe
def agency_page(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Its units."""
    today = reads.today_in(agency.government.zone)
    text, state = words(request), state_of(request)
    wanted = UnitFilter(text, agency.government_id, agency.id, None, "" if state == "semua" else state)
    page = components.page_of(request, reads.found_units(request.actor, wanted, today))
    context = {
        "agency": agency,
        "page": page,
        "lines": unit_lines(page, today),
        "text": text,
        "state": state,
        "states": STATES,
        "filtered": bool(text) or state != "aktif",
        "said": state_words(agency, today),
        "is_active": agency.active_to is None or agency.active_to >= today,
        "may_edit": may(request, Action.STRUCTURE_EDIT, agency),
    }
    return render(request, "organizations/structure/agency.html", context)


@guarded(Action.STRUCTURE_EDIT, load=agency_at)
@require_http_methods(["GET", "HEAD", "POST"])
def agency_edit(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Change, close, reopen or delete an agency."""
    here = reverse("organizations:agency", args=[agency.id])
    action = request.POST.get("action", "save")
    today = reads.today_in(agency.government.zone)
    form = AgencyForm(
        request.POST if action == "save" and request.POST else None, initial=AgencyForm.initial_of(agency)
    )
    closing = CloseForm(request.POST if action == "close" else None, initial={"on": today}, prefix="tutup")
    if request.method == "POST":
        acts = Acts(
            services.edit_agency, services.close_agency, services.reopen_agency, services.delete_agency, kind="agency"
        )
        home = reverse("organizations:government", args=[agency.government_id])
        done = act_on(request, agency, acts, form, closing, home=home)
        if done:
            return done
    context = {
        "agency": agency,
        "form": form,
        "closing": closing,
        "back": here,
        "is_closed": agency.active_to is not None,
    }
    status = 400 if form.errors or closing.errors else 200
    return render(request, "organizations/structure/agency_edit.html", context, status=status)
