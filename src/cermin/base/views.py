"""Answers of the toolbox: is the house well, and pages for what went wrong."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cermin.base.access import public


@public("a monitor asks whether the application and its database answer")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason from the table of rights."""
    return render(request, "base/refused.html", {"reason": getattr(exception, "reason", "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old, or was sent from elsewhere."""
    return render(request, "base/csrf_failed.html", status=403)
