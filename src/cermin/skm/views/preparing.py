"""Steps 1 and 2: Siapkan, the questionnaire, and Tentukan responden."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cermin.base.access import Actor, guarded
from cermin.base.components import undo_message
from cermin.organizations.queries import population_of, services_of
from cermin.pure.calc.sampling import required_sample
from cermin.pure.law.skm import FORMS
from cermin.pure.policy import Action
from cermin.skm import queries, services, states
from cermin.skm.forms import ChangesForm, Composition, FormChoice, PrepareForm, ServicesForm, take_errors
from cermin.skm.instrument_content import name_of
from cermin.skm.models import Round
from cermin.skm.views.common import done, guide, load_round, rights, step_url

OK, WRONG = 200, 422


def _ready(round_: Round) -> dict[str, Any]:
    """The list 'Siap dibuka?' of a draft, each line with the way to its mend."""
    if round_.state != states.DRAFT:
        return {"checks": [], "blocking": 0}
    checks = queries.readiness(round_)
    lines = [{"check": check, "url": _mend_url(check, round_)} for check in checks]
    return {"checks": lines, "blocking": sum(not check.ok for check in checks)}


def _mend_url(check: queries.Check, round_: Round) -> str:
    if check.ok or check.key in ("privacy", "doors"):
        return ""
    if check.key == "instrument":
        return reverse("skm:questions", args=[round_.pk])
    if check.key == "alone":
        return f"{reverse('skm:rounds')}?unit={round_.unit_id}&keadaan=open"
    return step_url(check.step, round_)


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, round_: Round) -> HttpResponse:
    """Period, days, languages, the lines 'what changed', and the list of what blocks the opening."""
    actor: Actor = request.actor
    here = step_url("siapkan", round_)
    what = request.POST.get("what", "")
    form = PrepareForm.of(round_, request.POST if what == "days" else None)
    changes = ChangesForm(request.POST if what == "changes" else None, lines=round_.changes)
    if what == "days" and form.is_valid():
        try:
            services.edit_round(actor=actor, round_=round_, values=form.cleaned_data)
        except ValidationError as error:
            take_errors(form, error)
        else:
            return done(request, here, "Isian disimpan.")
    elif what == "changes" and changes.is_valid():
        before = (*round_.changes, "", "", "")
        try:
            services.edit_changes(actor=actor, round_=round_, changes=changes.lines)
        except ValidationError as error:
            take_errors(changes, error, "line1")
        else:
            undo = {"what": "changes"} | {f"line{number}": before[number - 1] for number in (1, 2, 3)}
            undo_message(request, "Baris disimpan.", here, undo)
            return HttpResponseRedirect(here)
    content = round_.instrument.content
    context = {
        "form": form,
        "changes_form": changes,
        "may": rights(
            actor,
            round_,
            Action.ROUND_PLAN,
            Action.INSTRUMENT_EDIT,
            Action.ROUND_OPEN,
            Action.ROUND_CANCEL,
            Action.REPORT_PROFILE_EDIT,
        ),
        "instrument_name": name_of(content),
        "questions": len(content["questions"]),
        "own": content["form"] not in FORMS,
        "replaced": [element for element in content["elements"] if element["replaced"]],
        **_ready(round_),
    }
    return guide(request, round_, "siapkan", context, status=WRONG if form.errors or changes.errors else OK)


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, round_: Round) -> HttpResponse:
    """The questionnaire: a form of record, or the unit's own questions mapped to the elements."""
    actor: Actor = request.actor
    content = round_.instrument.content
    here = reverse("skm:questions", args=[round_.pk])
    what = request.POST.get("what", "")
    choice = FormChoice(
        request.POST if what == "form" else None,
        initial={"form": content["form"] if content["form"] in FORMS else None},
    )
    composition = Composition(content, request.POST if what == "own" else None)
    wrong: list[str] = []
    if what == "form" and choice.is_valid():
        try:
            services.choose_form(actor=actor, round_=round_, form=choice.cleaned_data["form"])
        except ValidationError as error:
            take_errors(choice, error)
        else:
            return done(request, here, f"{FORMS[choice.cleaned_data['form']].name} dipakai.")
    elif what == "own" and composition.is_valid():
        try:
            services.compose_instrument(actor=actor, round_=round_, content=composition.content)
        except ValidationError as error:
            wrong = error.messages
        else:
            return done(request, here, "Kuesioner disimpan.")
    failed = bool(choice.errors or wrong or (what == "own" and any(form.errors for form in composition.forms)))
    context = {
        "choice": choice,
        "composition": composition,
        "wrong": wrong,
        "open_composition": what == "own" or content["form"] not in FORMS,
        "may": rights(actor, round_, Action.INSTRUMENT_EDIT),
        "instrument_name": name_of(content),
        "content": content,
        "is_draft": round_.state == states.DRAFT,
    }
    return guide(request, round_, "siapkan", context, template="skm/questions.html", status=WRONG if failed else OK)


@guarded(Action.ROUND_READ, load=load_round)
@require_safe
def preview(request: HttpRequest, round_: Round) -> HttpResponse:
    """The questions as a respondent reads them, in the language of record, without a button that sends."""
    content = round_.instrument.content
    names = {element["key"]: element["name"] for element in content["elements"]}
    shown = [
        {"text": row["text"], "helper": row["helper"], "labels": row["labels"], "element": names[row["element"]]}
        for row in content["questions"]
    ]
    return guide(
        request,
        round_,
        "siapkan",
        {"questions": shown, "comments": round_.comments_allowed},
        template="skm/preview.html",
    )


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def respondents(request: HttpRequest, round_: Round) -> HttpResponse:
    """Which services are asked about, how many people use them, and how many answers that needs."""
    actor: Actor = request.actor
    here = step_url("responden", round_)
    rows = {row.service_id: row for row in round_.round_services.select_related("service").order_by("position", "id")}
    listed = {row.service_id: row.service for row in rows.values()}
    is_draft = round_.state == states.DRAFT
    if is_draft:
        listed |= {service.pk: service for service in services_of(round_.unit) if service.pk not in listed}
    known = {
        key: population_of(service, round_.period_start, round_.period_end)
        for key, service in (listed.items() if is_draft else ())
        if key not in rows
    }
    form = ServicesForm(request.POST or None, services=list(listed.values()), rows=rows, known=known)
    if request.method == "POST" and form.is_valid():
        before = _sent_again(rows)
        try:
            services.set_round_services(actor=actor, round_=round_, rows=form.rows)
        except ValidationError as error:
            take_errors(form, error)
        else:
            undo_message(request, "Layanan dan sasaran disimpan.", here, before)
            return HttpResponseRedirect(here)
    targets = [row.target for row in rows.values()]
    people = [row.population for row in rows.values()]
    population = sum(number for number in people if number) if people and all(people) else None
    by: Any = "formula" if rows and all(row.target_by == "formula" for row in rows.values()) else "table"
    context = {
        "form": form,
        "rows": [
            {
                "service": row.service,
                "row": row,
                "sample": required_sample(row.population, 0, by=row.target_by) if row.population else None,
            }
            for row in rows.values()
        ],
        "target": sum(target for target in targets if target) if targets and all(targets) else None,
        "population": population,
        "joint": required_sample(population, 0, by=by) if population else None,
        "may": rights(actor, round_, Action.ROUND_PLAN, Action.ROUND_OPEN),
        "is_draft": is_draft,
        "services_url": f"/organisasi/unit/{round_.unit_id}/",
        **_ready(round_),
    }
    return guide(request, round_, "responden", context, status=WRONG if form.errors else OK)


def _sent_again(rows: dict[int, Any]) -> dict[str, str | int]:
    """What the form would send to come back to these rows: the fields of the undo."""
    fields: dict[str, str | int] = {"by": next((row.target_by for row in rows.values()), "table")}
    for key, row in rows.items():
        fields[f"ask{key}"] = "on"
        fields[f"source{key}"] = row.population_source
        if row.population:
            fields[f"population{key}"] = row.population
    return fields
