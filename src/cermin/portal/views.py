"""The public site: published results, their files, and the check of a figure. No cookie, no session, the same page for everybody.

Pages are compressed here: they hold no secret that a guess beside it could find out (BREACH).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cermin import __version__
from cermin.base import components, files
from cermin.base.access import public
from cermin.base.issuing import CODE_LENGTH
from cermin.portal import presenting, queries
from cermin.portal.codes import code_of, grouped, typed_code
from cermin.skm.models import Publication
from cermin.skm.presenting import result_context
from cermin.skm.queries import PUBLIC_FILES, public_publication
from cermin.skm.stored import stored

logger = logging.getLogger("cermin.portal")

SHOWN_FOR = 60
"""Seconds that a page may be kept without asking: so long may a correction stay unseen."""
FILE_SHOWN_FOR = 3600
NEWEST = 8
LONGEST_SEARCH = 80
INLINE = {"application/pdf", "image/png"}

ROBOTS = """User-agent: *
Disallow: /akun/
Disallow: /beranda/
Disallow: /cari/
Disallow: /cek
Disallow: /dokumen/
Disallow: /jejak/
Disallow: /organisasi/
Disallow: /pekerjaan/
Disallow: /s/
Disallow: /S/
Disallow: /survei/
Disallow: /undangan/
Disallow: /unggah/
"""


def _shared(
    request: HttpRequest, tag: object, make: Callable[[], HttpResponse], seconds: int = SHOWN_FOR
) -> HttpResponse:
    """The answer that `make` gives, or 304 for a reader who has it. tag: everything that the answer depends on."""
    digest = hashlib.sha256(repr((tag, __version__, settings.DEMO)).encode()).hexdigest()[:32]
    etag = quote_etag(digest)
    found: HttpResponse | None = get_conditional_response(request, etag=etag)
    response = found or make()
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response


def _rendered(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page whose tag is its own text: for lists, which depend on many records."""
    response = render(request, template, context)
    return _shared(request, response.content, lambda: response)


# Front and list ----------------------------------------------------------------------------------------------------------


@public("the front of the public site")
@require_safe
@gzip_page
def front(request: HttpRequest) -> HttpResponse:
    """What this is, search, the newest published results, the check of a figure."""
    return _rendered(request, "portal/front.html", {"indexes": list(queries.public_indexes()[:NEWEST])})


@public("published results are for everybody")
@require_safe
@gzip_page
def results(request: HttpRequest) -> HttpResponse:
    """Published results, by government, agency and words."""
    text = "".join(mark for mark in request.GET.get("q", "")[:LONGEST_SEARCH] if mark.isprintable()).strip()
    governments = queries.public_governments()
    asked = request.GET.get("pemerintah", "")
    government = asked if asked in dict(governments) else ""
    if not government and len(governments) == 1:
        government = governments[0][0]
    agencies = queries.public_agencies(government) if government else []
    number = request.GET.get("dinas", "")
    agency = int(number) if number.isdecimal() and number.isascii() and len(number) < 20 else None
    if agency not in dict(agencies):
        agency = None
    context = {
        "section": "results",
        "page": components.page_of(request, queries.public_indexes(text, government, agency)),
        "text": text,
        "governments": governments,
        "government": government,
        "agencies": agencies,
        "agency": agency,
        "is_filtered": bool(text or agency or (government and len(governments) > 1)),
    }
    return _rendered(request, "portal/results.html", context)


# One result --------------------------------------------------------------------------------------------------------------


def _publication(publication_id: int) -> Publication:
    found = public_publication(publication_id) if publication_id < 2**63 else None
    if found is None:
        raise Http404("no such publication")
    return found


@public("a published result is for everybody")
@require_safe
@gzip_page
def result(request: HttpRequest, publication_id: int) -> HttpResponse:
    """A frozen record, whole or of one service with `?layanan=<position>`; says so when a newer one replaced it."""
    publication = _publication(publication_id)
    asked = request.GET.get("layanan", "")
    service = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 5 else None
    versions = presenting.versions_of(publication, queries.public_versions(publication))
    documents = queries.public_documents(publication.government_id, [publication.id])
    tag = (publication.id, publication.digest, service, versions[-1].publication.id, [found.id for found in documents])
    return _shared(request, tag, lambda: _result_page(request, publication, service, versions, documents))


def _result_page(
    request: HttpRequest,
    publication: Publication,
    service: int | None,
    versions: list[presenting.Version],
    documents: list[Any],
) -> HttpResponse:
    content, frozen = publication.content, stored(publication.result)
    here = reverse("portal:result", args=[publication.id])
    try:
        context = result_context(
            frozen.result,
            frozen.change,
            frozen.trend,
            unit_name=content["unit"],
            period_label=content["period"],
            targets=presenting.targets_of(publication),
            previous=frozen.previous.summary if frozen.previous else None,
            provenance=presenting.provenance_of(publication, frozen),
            service=service,
            service_url=here,
        )
    except ValueError as error:
        raise Http404("no such service") from error
    this = next(version for version in versions if version.is_this)
    public_files = queries.public_files(documents)
    context |= {
        "section": "results",
        "publication": publication,
        "facts": presenting.facts_of(publication),
        "government_name": publication.unit.government.name,
        "here": here,
        "this": this,
        "newest": versions[-1],
        "corrected": next((v for v in versions if v.publication.id == publication.corrects_id), None),
        "plan": [] if service is not None else presenting.plan_of(content),
        "changes": [] if service is not None else publication.changes,
        "files": [(file, presenting.file_word(file)) for file in public_files],
        "poster": next((file for file in public_files if file.name == "poster-ikm.png"), None),
        "code": grouped(publication.code),
        "public_url": settings.PUBLIC_URL,
        "result_actions": "portal/_actions.html",
    }
    return render(request, "portal/result.html", context)


@public("the files of a published result that hold no single respondent")
@require_safe
def result_file(request: HttpRequest, publication_id: int, name: str) -> HttpResponse:
    """A public file as it was issued. PDF and PNG are shown with `?lihat`, otherwise everything is saved."""
    publication = _publication(publication_id)
    documents = queries.public_documents(publication.government_id, [publication.id])
    file = next((found for found in queries.public_files(documents) if found.name == name), None)
    if name not in PUBLIC_FILES or file is None:
        raise Http404("no such file")
    shown = "lihat" in request.GET and file.media_type in INLINE

    def made() -> HttpResponse:
        return HttpResponse(
            files.read(file.government_id, file.sha256),
            content_type=file.media_type,
            headers={
                "Content-Disposition": content_disposition_header(not shown, file.name),
                "Content-Security-Policy": "sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )

    try:
        return _shared(request, (file.sha256, shown), made, FILE_SHOWN_FOR)
    except files.Damaged:
        logger.exception("publication %s: %s cannot be given out", publication.id, name)
        return render(request, "portal/damaged.html", {"publication": publication}, status=500)


# Verification ------------------------------------------------------------------------------------------------------------


@public("anybody may check a figure by its code")
@require_safe
@gzip_page
def verify_form(request: HttpRequest) -> HttpResponse:
    """Asks for the code; a typed one leads to its page."""
    typed = request.GET.get("kode")
    if typed is None:
        return _rendered(request, "portal/verify_form.html", {"section": "verify"})
    if code := code_of(typed):
        return HttpResponseRedirect(reverse("portal:verify", args=[code]))
    return _not_a_code(request, typed)


@public("anybody may check a figure by its code")
@require_safe
@gzip_page
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The record of a code: figure, unit, period, respondents and dates to compare, its versions, and the digests of its files."""
    found = code_of(code)
    if not found:
        return _not_a_code(request, code)
    if found != code:
        return HttpResponseRedirect(reverse("portal:verify", args=[found]))
    publication = queries.public_record_of_code(code)
    if publication is None:
        return render(
            request,
            "portal/unknown.html",
            {"section": "verify", "typed": grouped(code), "is_complete": True},
            status=404,
        )
    versions = presenting.versions_of(publication, queries.public_versions(publication))
    documents = queries.public_documents(publication.government_id, [version.publication.id for version in versions])
    tag = (code, publication.digest, versions[-1].publication.id, [document.id for document in documents])
    return _shared(request, tag, lambda: _verify_page(request, code, publication, versions, documents))


def _verify_page(
    request: HttpRequest,
    code: str,
    publication: Publication,
    versions: list[presenting.Version],
    documents: list[Any],
) -> HttpResponse:
    days = {version.publication.id: version.day for version in versions}
    issued = [
        {
            "file": file,
            "word": presenting.file_word(file),
            "is_this": document.owner_id == publication.id,
            "day": days[document.owner_id],
        }
        for document in documents
        for file in document.files.all()
    ]
    context = {
        "section": "verify",
        "publication": publication,
        "facts": presenting.facts_of(publication),
        "government_name": publication.unit.government.name,
        "code": grouped(code),
        "zone": publication.unit.time_zone,
        "versions": versions,
        "this": next(version for version in versions if version.is_this),
        "newest": versions[-1],
        "is_current": versions[-1].is_this,
        "files": [entry for entry in issued if entry["is_this"]],
        "other_files": [entry for entry in issued if not entry["is_this"]],
        "public_names": PUBLIC_FILES,
    }
    return render(request, "portal/verify.html", context)


def _not_a_code(request: HttpRequest, typed: str) -> HttpResponse:
    """What was typed cannot be a code: say what is wrong with it."""
    shown = typed_code("".join(mark for mark in typed[:LONGEST_SEARCH] if mark.isprintable()))
    context = {"section": "verify", "typed": shown, "length": len(shown), "needed": CODE_LENGTH, "is_complete": False}
    return render(request, "portal/unknown.html", context, status=404)


# What browsers and search engines ask for by themselves -------------------------------------------------------------------


@public("search engines ask what they may read")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        ROBOTS, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
    )


@public("browsers ask for it on pages without a head, such as a PDF")
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(f"{settings.STATIC_URL}base/favicon.svg")
    response["Cache-Control"] = "public, max-age=86400"
    return response
