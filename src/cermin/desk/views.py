"""Pages of the desk: home, long work, documents, audit trail, search."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from cermin.base import components, files
from cermin.base.access import Actor, NotVisible, guarded, signed_in
from cermin.desk import home as home_page
from cermin.desk import queries, services, trail
from cermin.desk.search import PER_KIND, SHORTEST, search
from cermin.pure import policy
from cermin.pure.policy import Action, Place

logger = logging.getLogger("cermin.desk")
INLINE = {"application/pdf", "image/png"}
"""Media types that a browser may show itself; under the sandbox below even a forged one can do nothing."""
JOB_ACTS = {
    "cancel": (services.cancel_job, "Pembatalan diminta."),
    "retry": (services.retry_job, "Pekerjaan dimulai lagi dari awal."),
}


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Yang harus dikerjakan."""
    today = timezone.localdate()
    shown = home_page.home_of(request.actor, request.user, today, everything="semua" in request.GET)
    return render(request, "desk/home.html", {"home": shown, "today": today})


# Long work ---------------------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Work of the last days, one's own and that of one's branch."""
    return render(request, "desk/jobs.html", {"page": components.page_of(request, queries.jobs(request.actor))})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job: its progress, cancelling, trying again, its result. With HTMX only the moving part."""
    found = queries.job_for(request.actor, job_id)
    if found is None:
        raise NotVisible
    if request.method == "POST":
        act, said = JOB_ACTS.get(request.POST.get("action", ""), JOB_ACTS["cancel"])
        changed = act(actor=request.actor, job_id=job_id)
        messages.info(request, said if changed else "Keadaan pekerjaan ini sudah berubah. Tidak ada yang dilakukan.")
        return HttpResponseRedirect(reverse("desk:job", args=[job_id]))
    context = {
        "job": found,
        "can_cancel": services.may_cancel(request.actor, found),
        "can_retry": services.may_retry(request.actor, found),
        "back_url": reverse("desk:jobs"),
        "back_label": "Pekerjaan",
    }
    if not request.htmx:
        return render(request, "desk/job.html", context)
    response = render(request, "base/_job.html", context)
    if context["can_retry"]:
        response["HX-Refresh"] = "true"  # the button to try again stands outside the part that renews itself
    return response


# Documents ---------------------------------------------------------------------------------------------------------------


@guarded(Action.REPORT_READ, load=queries.report_file)
@require_safe
def document(request: HttpRequest, target: queries.ReportFile) -> HttpResponse:
    """A file of an issued report, as it was issued: its digest is checked on the way out."""
    file = target.file
    try:
        content = files.read(file.government_id, file.sha256)
    except files.Damaged:
        logger.exception("document %s: %s cannot be given out", target.document.id, file.name)
        return render(request, "desk/damaged.html", {"document": target.document}, status=500)
    shown = "lihat" in request.GET and file.media_type in INLINE
    return HttpResponse(
        content,
        content_type=file.media_type,
        headers={
            "Content-Disposition": content_disposition_header(not shown, file.name),
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


# Audit trail -------------------------------------------------------------------------------------------------------------


class _Trail:
    """The trails that an actor may read, as one thing to ask a right for."""

    state = ""

    def __init__(self, codes: frozenset[str], place: Place) -> None:
        self.codes, self.place = codes, place


def _own_trail(actor: Actor) -> _Trail:
    """Somebody whose posts reach a government sees the trail, or reads why not; others see no such page."""
    codes = trail.readable(actor)
    circles = policy.circles(Action.AUDIT_READ, actor.grants) or policy.circles(Action.GOVERNMENT_READ, actor.grants)
    if not circles:
        raise NotVisible
    return _Trail(codes, next(iter(circles)).place)


@guarded(Action.AUDIT_READ, load=_own_trail)
@require_safe
def audit(request: HttpRequest, target: _Trail) -> HttpResponse:
    """Jejak: who did what and when, in the governments that one may look into."""
    narrowing = trail.Narrowing.of(request.GET)
    found = trail.lines(target.codes, narrowing)
    page = trail.page_of(found, before=_number(request, "sebelum"), after=_number(request, "sesudah"))
    for line in page.lines:
        line.action_label = trail.ACTS.get(line.action, "")
    context = {
        "lines": page.lines,
        "filters": narrowing.filters(),
        "narrowed": not narrowing.is_empty,
        "older_url": _address(request, "sebelum", page.older),
        "newer_url": _address(request, "sesudah", page.newer),
        "csv_url": f"{reverse('desk:audit_csv')}?{_filters(request)}",
        "seals": trail.seals(target.codes),
    }
    return render(request, "desk/audit.html", context)


@guarded(Action.AUDIT_READ, load=_own_trail)
@require_safe
def audit_csv(request: HttpRequest, target: _Trail) -> StreamingHttpResponse:
    """The same lines as a table file, all pages."""
    rows = trail.csv_rows(trail.lines(target.codes, trail.Narrowing.of(request.GET)))
    name = f"jejak-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        rows,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _number(request: HttpRequest, name: str) -> int | None:
    """An id out of the address; None for anything that no row can have."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _filters(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("sebelum", "sesudah"):
        query.pop(name, None)
    return query.urlencode()


def _address(request: HttpRequest, name: str, border: int | None) -> str:
    if border is None:
        return ""
    rest = _filters(request)
    return f"?{rest}&{name}={border}" if rest else f"?{name}={border}"


# Search ------------------------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Search over everything that one may see."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    groups = search(request.actor, text)
    context = {
        "search_text": text,
        "groups": groups,
        "short": len("".join(text.split())) < SHORTEST,
        "per_kind": PER_KIND,
    }
    return render(request, "desk/search.html", context)
