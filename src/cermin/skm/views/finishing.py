"""Steps 4 to 6: Olah, Laporkan, Tindak lanjut & publikasi, and a correction afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import all_valid
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cermin.base.access import Actor, decide, guarded
from cermin.base.components import undo_message
from cermin.base.models import JobState
from cermin.documents.skm.sentences import weakest
from cermin.organizations.models import Person
from cermin.organizations.queries import unit_accounts
from cermin.pure.law.report import FOLLOW_UP_TERMS
from cermin.pure.policy import Action, Decision
from cermin.skm import queries, services, states
from cermin.skm.forms import (
    ExclusionForm,
    PlanLineForm,
    ProfileForm,
    PublishForm,
    ReasonForm,
    TargetsForm,
    take_errors,
)
from cermin.skm.models import Exclusion, Publication, Round
from cermin.skm.moments import day_in, grace_end
from cermin.skm.selecting import answer_groups, response_ids
from cermin.skm.stored import StoredResult
from cermin.skm.views.common import done, guide, load_round, rights, step_url

RUNNING = (JobState.WAITING, JobState.RUNNING)
BLANK_PLAN_LINES = 2
MOST_PLAN_LINES = 100
WRONG = 422


def running_job(round_: Round, kind: str) -> Any:
    """The newest job of this kind that waits or runs; None when nothing is under way."""
    return next((job for job in queries.jobs_of(round_, [kind]) if job.state in RUNNING), None)


# Olah --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """Answers proposed together: with one reason, by one person, in one moment. first: id by which the group is named."""

    first: int
    reason: str
    proposed_at: datetime
    proposed_by: int | None
    by: str
    n: int
    confirmed_at: datetime | None
    may_confirm: Decision | None = None
    ids: list[int] = field(default_factory=list)


def proposals(round_: Round, actor: Actor | None = None) -> list[Proposal]:
    """Exclusions of the round by what was proposed together; single answers are never shown. Agreed ones come last."""
    groups: dict[tuple[Any, ...], list[Exclusion]] = {}
    for row in (
        queries.exclusions(round_)
        .select_related(None)
        .only("id", "reason", "proposed_at", "proposed_by", "confirmed_at")
    ):
        groups.setdefault((row.proposed_at, row.proposed_by, row.reason, row.confirmed_at), []).append(row)
    people = {key[1] for key in groups if key[1]}
    names = dict(Person.objects.filter(id__in=people).values_list("id", "name")) if people else {}
    accounts = unit_accounts(round_.unit) if groups and actor else None
    found = []
    for (proposed_at, proposed_by, reason, confirmed_at), rows in groups.items():
        decision = None
        if actor and confirmed_at is None:
            decision = decide(
                actor, Action.EXCLUSION_CONFIRM, round_, first_person=proposed_by or 0, unit_accounts=accounts
            )
        ids = sorted(row.pk for row in rows)
        found.append(
            Proposal(
                ids[0],
                reason,
                proposed_at,
                proposed_by,
                names.get(proposed_by, "petugas"),
                len(ids),
                confirmed_at,
                decision,
                ids,
            )
        )
    return sorted(found, key=lambda group: (group.confirmed_at is not None, group.proposed_at))


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def process(request: HttpRequest, round_: Round) -> HttpResponse:
    """Waiting, processing, the result at a glance with its signs, answers left out by two persons, and the approval."""
    actor: Actor = request.actor
    here = step_url("olah", round_)
    may_read = decide(actor, Action.RESULT_READ, round_)
    stored = queries.latest_result(round_) if may_read.allowed else None
    is_open_to_change = round_.state in (states.CLOSED, states.PROCESSED)
    groups = answer_groups(round_, stored.flags if stored else ()) if is_open_to_change else []
    what = request.POST.get("what", "")
    exclusion = ExclusionForm(
        request.POST if what == "exclude" else None,
        groups=groups,
        help_text="Keadaan yang terlihat, misalnya perangkat terkirim berulang. Orang kedua membacanya sebelum mengesahkan.",
    )
    back = ReasonForm(
        request.POST if what == "return" else None,
        label="Yang perlu diperbaiki",
        prefix="back",
    )
    if what == "exclude" and exclusion.is_valid():
        try:
            made = services.propose_exclusions(
                actor=actor,
                round_=round_,
                response_ids=response_ids(round_, exclusion.cleaned_data["group"]),
                reason=exclusion.cleaned_data["reason"],
            )
        except ValidationError as error:
            take_errors(exclusion, error, "group")
        else:
            return done(request, here, f"{len(made)} jawaban diusulkan untuk tidak dihitung. Menunggu orang kedua.")
    elif what == "return" and back.is_valid():
        try:
            services.return_round(actor=actor, round_=round_, reason=back.cleaned_data["reason"])
        except ValidationError as error:
            take_errors(back, error)
        else:
            return done(request, here, "Hasil dikembalikan kepada petugas.")
    end = grace_end(round_)
    waits = bool(end and timezone.now() < end and round_.first_processed_at is None)
    listed = proposals(round_, actor)
    context = {
        "exclusion_form": exclusion,
        "return_form": back,
        "groups": groups,
        "stored": stored,
        "glance": _glance(stored) if stored else None,
        "grace_day": day_in(round_.unit, end) if end else None,
        "waits": waits,
        "pending": [group for group in listed if group.confirmed_at is None],
        "agreed": [group for group in listed if group.confirmed_at is not None],
        "stale": stored is not None and stored.row.excluded != sum(group.n for group in listed if group.confirmed_at),
        "job": running_job(round_, "skm.process"),
        "may_read": may_read,
        "may": rights(
            actor,
            round_,
            Action.ROUND_PROCESS,
            Action.ROUND_PROCESS_EARLY,
            Action.EXCLUSION_PROPOSE,
            Action.ROUND_APPROVE,
            Action.ROUND_RETURN,
        ),
        "total": queries.progress(round_).total if round_.state == states.CLOSED else None,
    }
    return guide(request, round_, "olah", context, status=WRONG if exclusion.errors or back.errors else 200)


def _glance(stored: StoredResult) -> dict[str, Any]:
    index = stored.result.index
    return {
        "index": index.value,
        "grade": index.grade.letter if index.grade else None,
        "performance": index.grade.performance if index.grade else "",
        "respondents": index.respondents,
        "complete": index.complete,
        "excluded": stored.row.excluded,
        "late": stored.row.late,
        "unfiltered": stored.unfiltered,
        "sample": stored.result.sample,
        "flags": stored.flags,
        "look": [flag for flag in stored.flags if flag.level == "look"],
        "weakest": [element.name for element in weakest(stored.result)],
    }


# Laporkan ----------------------------------------------------------------------------------------------------------------


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, round_: Round) -> HttpResponse:
    """The texts of the report, what is still blank, targets of the elements, and the files."""
    actor: Actor = request.actor
    here = step_url("laporkan", round_)
    what = request.POST.get("what", "")
    form = ProfileForm(request.POST if what == "texts" else None, profile=round_.profile)
    elements = round_.instrument.content["elements"]
    targets = TargetsForm(
        request.POST if what == "targets" else None, elements=elements, targets=round_.profile.get("target", {})
    )
    if what == "texts" and form.is_valid():
        try:
            services.edit_profile(actor=actor, round_=round_, profile=form.values)
        except ValidationError as error:
            take_errors(form, error)
        else:
            return done(request, here, "Teks laporan disimpan.")
    elif what == "targets" and targets.is_valid():
        try:
            services.edit_profile(actor=actor, round_=round_, profile={"target": targets.values})
        except ValidationError as error:
            take_errors(targets, error)
        else:
            return done(request, here, "Target unsur disimpan.")
    may_report = decide(actor, Action.REPORT_READ, round_)
    groups = form.groups()
    context = {
        "form": form,
        "targets_form": targets,
        "groups": groups,
        "blank": sum(group["blank"] for group in groups),
        "documents": queries.documents_of(round_) if may_report.allowed else [],
        "job": running_job(round_, "skm.report"),
        "may_report": may_report,
        "may": rights(actor, round_, Action.REPORT_PROFILE_EDIT, Action.REPORT_MAKE, Action.ROUND_APPROVE),
        "plan_lines": len(round_.profile.get("rencana", [])),
        "has_result": round_.state in (states.PROCESSED, states.APPROVED, states.PUBLISHED),
    }
    return guide(request, round_, "laporkan", context, status=WRONG if form.errors or targets.errors else 200)


# Tindak lanjut & publikasi -----------------------------------------------------------------------------------------------


def plan_forms(request: HttpRequest, round_: Round, stored: StoredResult | None, *, sent: bool) -> list[PlanLineForm]:
    """The lines of the plan, then one for each weakest element that has none, then blank ones."""
    elements = [(part["code"], f"{part['code']} {part['name']}") for part in round_.instrument.content["elements"]]
    rows = [dict(row) for row in round_.profile.get("rencana", [])]
    named = {row.get("unsur") for row in rows}
    if stored:
        rows += [{"unsur": part.code} for part in weakest(stored.result) if part.code not in named]
    rows += [{}] * BLANK_PLAN_LINES
    if sent:
        count = request.POST.get("jumlah", "")
        if count.isdecimal() and len(count) < 4:
            wanted = min(int(count), MOST_PLAN_LINES)
            rows = rows[:wanted] + [{}] * (wanted - len(rows))
    by_label = {term.key: term.key.capitalize() for term in FOLLOW_UP_TERMS}
    return [
        PlanLineForm(
            request.POST if sent else None,
            prefix=f"r{number}",
            initial={**row, "jangka": by_label.get(row.get("jangka", ""), row.get("jangka", ""))},
            elements=elements,
        )
        for number, row in enumerate(rows)
    ]


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, round_: Round) -> HttpResponse:
    """The plan for the weakest elements, and the publication, which cannot be taken back."""
    actor: Actor = request.actor
    here = step_url("tindak-lanjut", round_)
    what = request.POST.get("what", "")
    may_read = decide(actor, Action.RESULT_READ, round_)
    stored = queries.latest_result(round_) if may_read.allowed else None
    lines = plan_forms(request, round_, stored, sent=what == "plan")
    publish = PublishForm(request.POST if what == "publish" else None, unit_name=round_.unit.name)
    plan_wrong: list[str] = []
    if what == "plan" and all_valid(lines):
        plan = [line.line for line in lines if not line.is_blank]
        try:
            services.edit_profile(actor=actor, round_=round_, profile={"rencana": plan})
        except ValidationError as error:
            plan_wrong = error.messages
        else:
            before = _plan_again(round_.profile.get("rencana", []))
            undo_message(request, "Rencana tindak lanjut disimpan.", here, before)
            return HttpResponseRedirect(here)
    elif what == "publish" and publish.is_valid():
        try:
            services.publish_index(actor=actor, round_=round_)
        except ValidationError as error:
            take_errors(publish, error)
        else:
            return done(request, here, f"{round_.name} dipublikasikan. Laporan resminya sedang disusun.")
    publications = queries.publications_of(round_) if round_.state == states.PUBLISHED else []
    context = {
        "lines": lines,
        "plan_wrong": plan_wrong,
        "publish_form": publish,
        "stored": stored,
        "glance": _glance(stored) if stored else None,
        "plan": round_.profile.get("rencana", []),
        "publications": publications,
        "newest": publications[0] if publications else None,
        "documents": queries.documents_of(round_) if publications else [],
        "job": running_job(round_, "skm.report") if publications else None,
        "may_read": may_read,
        "may": rights(
            actor,
            round_,
            Action.REPORT_PROFILE_EDIT,
            Action.ROUND_PUBLISH,
            Action.ROUND_RETURN,
            Action.PUBLICATION_CORRECT,
        ),
    }
    wrong = publish.errors or plan_wrong or (what == "plan" and any(line.errors for line in lines))
    return guide(request, round_, "tindak-lanjut", context, status=WRONG if wrong else 200)


def _plan_again(plan: list[dict[str, str]]) -> dict[str, str | int]:
    """What the plan's form would send to come back to these lines: the fields of the undo."""
    by_label = {term.key: term.key.capitalize() for term in FOLLOW_UP_TERMS}
    fields: dict[str, str | int] = {"what": "plan", "jumlah": len(plan)}
    for number, row in enumerate(plan):
        for key, value in row.items():
            fields[f"r{number}-{key}"] = by_label.get(value, value) if key == "jangka" else value
    return fields


@guarded(Action.ROUND_READ, load=load_round)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, round_: Round) -> HttpResponse:
    """A correction: a reason, and the texts of the report that were wrong. The answers that count stay the same."""
    actor: Actor = request.actor
    newest: Publication | None = queries.publication_of(round_)
    if newest is None:
        return HttpResponseRedirect(step_url("tindak-lanjut", round_))
    reason = ReasonForm(
        request.POST or None, label="Alasan ralat", help_text="Tampil pada halaman publik di samping catatan yang lama."
    )
    form = ProfileForm(request.POST or None, profile=round_.profile)
    if request.method == "POST" and all_valid([reason, form]):
        try:
            services.correct_publication(
                actor=actor, publication=newest, reason=reason.cleaned_data["reason"], profile=form.values
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            return done(
                request, step_url("tindak-lanjut", round_), "Ralat diterbitkan. Laporan barunya sedang disusun."
            )
    context = {
        "reason_form": reason,
        "form": form,
        "groups": form.groups(),
        "newest": newest,
        "may": rights(actor, round_, Action.PUBLICATION_CORRECT),
    }
    return guide(
        request,
        round_,
        "tindak-lanjut",
        context,
        template="skm/correct.html",
        status=WRONG if reason.errors or form.errors else 200,
    )
