"""Pages of the room: bring a file, check what was understood, record it; look at a batch and withdraw it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from cermin.base import files
from cermin.base.access import Actor, NotVisible, decide, guarded, require
from cermin.base.jobs import run_now
from cermin.base.uploads import was_too_large
from cermin.documents.format import integer
from cermin.documents.incoming.round_template import AskedQuestion, round_template
from cermin.intake import fitting, queries, reading, services, states
from cermin.intake.forms import ColumnsForm, ConfirmForm, FileForm, ServicesForm, WithdrawalForm
from cermin.intake.models import Upload
from cermin.organizations.queries import unit_accounts
from cermin.pure.policy import Action
from cermin.skm import queries as skm_queries
from cermin.skm import services as skm
from cermin.skm.models import Batch, Round

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

AT_ONCE_ROWS: Final = 500
"""So many answers are recorded at once; more go to the worker."""

T = TypeVar("T")


def _seen(found: T | None) -> T:
    if found is None:
        raise NotVisible
    return found


def _round(actor: Actor, round_id: int) -> Round:
    return _seen(skm_queries.round_for(actor, round_id))


def _upload(actor: Actor, upload_id: int) -> Upload:
    return _seen(queries.upload_for(actor, upload_id))


def _batch(actor: Actor, batch_id: int) -> Batch:
    return _seen(queries.batch_for(actor, batch_id))


def round_path(round_: Round) -> str:
    """Where the guide shows the round: a plain path, for the guide stands in another room."""
    return f"/survei/{round_.id}/kumpulkan/"


# --- a round's files -------------------------------------------------------------------------------------------------


@guarded(Action.ROUND_READ, load=_round)
@require_http_methods(["GET", "HEAD", "POST"])
def round_uploads(request: HttpRequest, round_: Round) -> HttpResponse:
    """Choose a file; what is under way, and every batch there is."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST":
        received = _receive(request, round_, form)
        if received is not None:
            return HttpResponseRedirect(reverse("intake:upload", args=[received.id]))
    may = decide(request.actor, Action.RESPONSES_UPLOAD, round_)
    context = {
        "round": round_,
        "round_url": round_path(round_),
        "form": form,
        "may_upload": may.allowed,
        "why_not": may.reason,
        "uploads": queries.uploads_of(round_) if may.allowed else [],
        "batches": queries.batch_lines(round_),
        "question_count": len(round_.instrument.content["questions"]),
        "asked_services": [row.service.name for row in _round_services(round_)],
    }
    return render(request, "intake/round.html", context, status=400 if form.errors else 200)


def _receive(request: HttpRequest, round_: Round, form: FileForm) -> Upload | None:
    """The stored file; None with the reason in the form. Rights come first: who may not upload is told so, whatever was sent."""
    require(request.actor, Action.RESPONSES_UPLOAD, round_)
    if was_too_large(request):
        form.is_valid()
        form.errors.clear()
        form.add_error("file", services.too_large())
        return None
    if not form.is_valid():
        return None
    sent = form.cleaned_data["file"]
    try:
        upload = services.receive_upload(actor=request.actor, round_=round_, name=sent.name, content=sent.read())
    except ValidationError as error:
        form.add_error(None if "__all__" in error.message_dict else "file", error.messages)
        return None
    if upload.size <= reading.AT_ONCE_BYTES:
        _at_once(upload)
    return upload


def _at_once(upload: Upload) -> None:
    """Do the upload's job here and now; the worker finds it done."""
    if upload.job_id is not None:
        run_now(upload.job_id)


def _round_services(round_: Round) -> Any:
    return round_.round_services.select_related("service").order_by("position", "id")


@guarded(Action.ROUND_READ, load=_round)
@require_safe
def template(request: HttpRequest, round_: Round) -> HttpResponse:
    """The sheet of answers for this round, to fill in and upload."""
    content = round_.instrument.content
    form = fitting.round_form(content)
    workbook = round_template(
        title=f"{round_.name}, {round_.unit.name}",
        questions=[AskedQuestion(q.code, q.short, q.text, q.labels) for q in form.questions],
        services=[row.service.name for row in _round_services(round_)],
        profile=form.profile,
        comments=round_.comments_allowed,
    )
    name = f"jawaban-{slugify(round_.name)[:60] or 'skm'}.xlsx"
    return _workbook(workbook, name)


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


# --- one file --------------------------------------------------------------------------------------------------------


@guarded(Action.RESPONSES_UPLOAD, load=_upload)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, found: Upload) -> HttpResponse:
    """What was understood, what is still to be decided, and the button that records it."""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("action", ""))
        if act is None:
            raise Http404
        return act(request, found)
    return _show(request, found)


def _show(request: HttpRequest, found: Upload, wrong: Form | None = None) -> HttpResponse:
    """wrong: the form that was sent and could not be taken; it is shown as it was sent."""
    job = queries.job_of(found)
    busy = queries.is_busy(found, job)
    if request.htmx and request.method == "GET":
        response = render(request, "intake/_working.html", {"upload": found, "job": job})
        if not busy:
            response["HX-Refresh"] = "true"  # the whole page has something else to say now
        return response
    context: dict[str, Any] = {
        "upload": found,
        "round": found.round,
        "round_url": round_path(found.round),
        "job": job,
        "busy": busy,
        "form": wrong,
        "stopped": not busy and found.stage in (states.READING, states.RECORDING),
        "stage_name": states.NAMES[found.stage],
    }
    if not busy and found.kept and found.stage in (states.READ, states.REFUSED, states.RECORDING):
        context |= _preview(found, wrong)
    elif found.stage == states.RECORDED and found.batch is not None:
        context["line"] = queries.batch_line(found.batch)
    template_name = "intake/working.html" if busy else "intake/upload.html"
    return render(request, template_name, context, status=400 if wrong is not None and wrong.errors else 200)


def _preview(found: Upload, wrong: Form | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "summary": found.summary,
        "columns_form": wrong if isinstance(wrong, ColumnsForm) else ColumnsForm(found),
    }
    if found.stage == states.REFUSED or "rows_good" not in found.summary:
        return shown
    resolved = services.resolved_services(found)
    problems = services.blocking(found)
    undecided = [name for name, service in resolved.items() if service is None]
    return shown | {
        "services_form": wrong if isinstance(wrong, ServicesForm) else ServicesForm(found, resolved),
        "confirm_form": wrong if isinstance(wrong, ConfirmForm) else ConfirmForm(),
        "problems": problems,
        "undecided": undecided,
        "recordable": services.recordable(found),
        "left_by_service": sum(rows for n, rows in found.summary["services"].items() if resolved.get(n) == 0),
        "elsewhere": [batch for batch in queries.same_file(found) if batch.round_id != found.round_id],
        "shown_errors": reading.ERRORS_SHOWN,
    }


def _again(found: Upload) -> HttpResponse:
    return HttpResponseRedirect(reverse("intake:upload", args=[found.id]))


def _refused(request: HttpRequest, found: Upload, form: Form, error: ValidationError) -> HttpResponse:
    """The page again, with what the service said in its form; a field that the form does not show speaks above all."""
    for name, sentences in error.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
    found.refresh_from_db()
    return _show(request, found, form)


def _reread(request: HttpRequest, found: Upload) -> HttpResponse:
    form = ColumnsForm(found, request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    sheet = form.cleaned_data.get("sheet", "") or found.choices.get("sheet", "")
    try:
        read = services.reread_upload(actor=request.actor, upload=found, sheet=sheet, columns=form.chosen(found))
    except ValidationError as error:
        return _refused(request, found, form, error)
    if read.size <= reading.AT_ONCE_BYTES:
        _at_once(read)
    return _again(read)


def _services(request: HttpRequest, found: Upload) -> HttpResponse:
    form = ServicesForm(found, services.resolved_services(found), request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        services.choose_services(actor=request.actor, upload=found, services=form.chosen())
    except ValidationError as error:
        return _refused(request, found, form, error)
    messages.success(request, "Layanan sudah disimpan.")
    return _again(found)


def _record(request: HttpRequest, found: Upload) -> HttpResponse:
    form = ConfirmForm(request.POST)
    form.is_valid()
    try:
        confirmed = services.confirm_upload(
            actor=request.actor, upload=found, without_errors=bool(form.cleaned_data.get("without_errors"))
        )
    except ValidationError as error:
        return _refused(request, found, form, error)
    if confirmed.summary.get("rows_good", 0) <= AT_ONCE_ROWS and confirmed.size <= reading.AT_ONCE_BYTES:
        _at_once(confirmed)
    return _again(confirmed)


def _discard(request: HttpRequest, found: Upload) -> HttpResponse:
    try:
        services.discard_upload(actor=request.actor, upload=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _again(found)
    messages.success(request, f"{found.name} dibuang. Tidak ada jawaban yang dimasukkan.")
    return HttpResponseRedirect(reverse("intake:round", args=[found.round_id]))


ACTS: Final[dict[str, Callable[[HttpRequest, Upload], HttpResponse]]] = {
    "reread": _reread,
    "services": _services,
    "record": _record,
    "discard": _discard,
}


@guarded(Action.RESPONSES_UPLOAD, load=_upload)
@require_safe
def error_copy(request: HttpRequest, found: Upload) -> HttpResponse:
    """The file as a workbook with a column 'Kesalahan'."""
    digest = found.summary.get("error_copy", "")
    if not digest or not found.kept:
        raise Http404
    try:
        content = files.read(found.government_id, digest)
    except files.Damaged as error:
        raise Http404 from error
    stem = found.name.rsplit(".", 1)[0]
    return _workbook(content, f"{stem}-kesalahan.xlsx")


# --- one batch -------------------------------------------------------------------------------------------------------


@guarded(Action.ROUND_READ, load=_batch)
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, found: Batch) -> HttpResponse:
    """One batch: who, when, how it was understood; its withdrawal by two persons."""
    form = WithdrawalForm()
    if request.method == "POST":
        answer = _withdraw(request, found)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    line = queries.batch_line(found)
    context: dict[str, Any] = {
        "batch": found,
        "round": found.round,
        "round_url": round_path(found.round),
        "line": line,
        "form": form,
    }
    if found.withdrawn_at is None:
        context["propose"] = decide(request.actor, Action.BATCH_WITHDRAW, found)
        if found.withdrawal_asked_at:
            context["confirm"] = decide(
                request.actor,
                Action.BATCH_WITHDRAW_CONFIRM,
                found,
                first_person=found.withdrawal_asked_by,
                unit_accounts=unit_accounts(found.round.unit),
            )
    return render(request, "intake/batch.html", context, status=400 if form.errors else 200)


def _withdraw(request: HttpRequest, found: Batch) -> HttpResponse | WithdrawalForm:
    """The answer, or the form with what is wrong in it."""
    form = WithdrawalForm(request.POST)
    try:
        if request.POST.get("action") == "confirm":
            skm.confirm_batch_withdrawal(actor=request.actor, batch=found)
            messages.success(
                request, f"{found.label} ditarik: {integer(found.rows)} jawaban tidak lagi dihitung dalam ronde ini."
            )
        elif request.POST.get("action") == "drop":
            skm.drop_batch_withdrawal(actor=request.actor, batch=found)
            messages.success(request, "Usulan penarikan dibatalkan. Kumpulan ini tetap dihitung.")
        else:
            require(request.actor, Action.BATCH_WITHDRAW, found)
            if not form.is_valid():
                return form
            skm.propose_batch_withdrawal(actor=request.actor, batch=found, reason=form.cleaned_data["reason"])
            messages.success(request, "Penarikan diusulkan. Orang kedua perlu mengesahkannya.")
    except ValidationError as error:
        form.is_valid()
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else None, sentences)
        return form
    return HttpResponseRedirect(reverse("intake:batch", args=[found.id]))
