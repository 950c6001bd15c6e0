"""Pages of the import: bring a list, look at what it would change, apply it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from cermin.base import components, files
from cermin.base.access import Actor, guarded
from cermin.base.uploads import was_too_large
from cermin.documents.incoming.results import Refusal
from cermin.documents.incoming.structure_template import structure_template
from cermin.documents.incoming.structure_words import COLUMNS
from cermin.organizations.forms.structure import ListFileForm
from cermin.organizations.models import Government
from cermin.organizations.queries import structure as reads
from cermin.organizations.services import importing
from cermin.organizations.services.import_plan import WORDS, Plan
from cermin.organizations.services.importing import ListFile
from cermin.pure.policy import Action

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GONE = "Berkas daftar itu tidak tersimpan lagi atau rusak. Unggah sekali lagi."


@guarded(Action.STRUCTURE_IMPORT, load=importing.import_home)
@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: HttpRequest, home: Government) -> HttpResponse:
    """Take the template, fill it in, bring it."""
    form = ListFileForm(request.POST, request.FILES) if request.method == "POST" else ListFileForm()
    if request.method == "POST":
        kept = _receive(request, form)
        if kept is not None:
            return redirect("organizations:import_preview", kept.token)
    scope = list(reads.governments(request.actor, Action.STRUCTURE_IMPORT))
    context = {"form": form, "home": home, "scope": scope, "columns": COLUMNS.values()}
    return render(request, "organizations/structure/import.html", context, status=400 if form.errors else 200)


def _receive(request: HttpRequest, form: ListFileForm) -> ListFile | None:
    if was_too_large(request):
        form.is_valid()
        form.errors.clear()
        form.add_error("file", importing.too_large())
        return None
    if not form.is_valid():
        return None
    sent = form.cleaned_data["file"]
    try:
        return importing.receive_list(actor=request.actor, name=sent.name, content=sent.read())
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@guarded(Action.STRUCTURE_IMPORT, load=importing.import_home)
@require_safe
def import_template(request: HttpRequest, home: Government) -> HttpResponse:
    """The workbook to fill in; with ?isi=1 it holds what is on record."""
    actor: Actor = request.actor
    scope = reads.governments(actor, Action.STRUCTURE_IMPORT)
    filled = request.GET.get("isi") == "1"
    content = structure_template(
        governments=[row.name for row in scope],
        unit_types=[kind.name for kind in reads.unit_types(home.province_id)],
        rows=reads.list_rows(actor, reads.today_in(home.zone)) if filled else (),
    )
    return _workbook(content, "daftar-unit-tercatat.xlsx" if filled else "templat-daftar-unit.xlsx")


@guarded(Action.STRUCTURE_IMPORT, load=importing.list_file)
@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: HttpRequest, kept: ListFile) -> HttpResponse:
    """What the list would change, or what is wrong with it; and the button that applies it."""
    if request.method == "POST":
        try:
            job = importing.request_import(actor=request.actor, kept=kept)
        except (ValidationError, Refusal, files.Damaged) as error:
            messages.error(request, _sentence(error))
            return redirect("organizations:import_preview", kept.token)
        return redirect(f"/pekerjaan/{job.id}/")
    try:
        plan = importing.preview(request.actor, kept)
    except (Refusal, files.Damaged) as error:
        messages.error(request, _sentence(error))
        return redirect("organizations:import")
    return render(request, "organizations/structure/preview.html", _context(request, kept, plan))


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return error.message.text() if isinstance(error, Refusal) else _GONE


def _context(request: HttpRequest, kept: ListFile, plan: Plan) -> dict[str, object]:
    kind, act = request.GET.get("apa", ""), request.GET.get("perubahan", "")
    kind, act = kind if kind in WORDS else "", act if act in ("baru", "berubah") else ""
    shown = [change for change in plan.changes if (not kind or change.kind == kind) and (not act or change.act == act)]
    return {
        "kept": kept,
        "plan": plan,
        "counts": plan.counts(),
        "page": components.page_of(request, plan.errors if plan.errors else shown),
        "kinds": [(key, word[0].upper() + word[1:]) for key, word in WORDS.items()],
        "words": WORDS,
        "kind": kind,
        "act": act,
        "copy_url": reverse("organizations:import_errors", args=[kept.token]),
    }


@guarded(Action.STRUCTURE_IMPORT, load=importing.list_file)
@require_safe
def import_errors(request: HttpRequest, kept: ListFile) -> HttpResponse:
    """The list again, with a column that says what is wrong."""
    try:
        content = importing.error_copy(request.actor, kept)
    except (Refusal, files.Damaged) as error:
        messages.error(request, _sentence(error))
        return redirect("organizations:import")
    stem = kept.name.rpartition(".")[0] or kept.name
    return _workbook(content, f"{stem}-kesalahan.xlsx")
