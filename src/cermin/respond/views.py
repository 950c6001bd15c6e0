"""HTTP of the survey page. Thin: bytes in, `parsing` and `services` decide, bytes out."""

from __future__ import annotations

import logging
import re
from uuid import uuid4

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cermin.base.access import cookie_free, public
from cermin.respond import queries, rendering, services
from cermin.respond.limits import POSTS_PER_MINUTE, Brake
from cermin.respond.parsing import BODY_LIMIT, CLIENT, LANGUAGE, ROUND, entered_values, parse_submission, sent_field
from cermin.respond.survey import Closed, NotYet, Problem, Problems, SurveyPage
from cermin.respond.wording import LANGUAGES, wording

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src data:",  # the empty icon, which spares a request
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Stricter than the rest of the site: these pages load one style sheet and one script of their own, and nothing else."""

logger = logging.getLogger(__name__)

STATUS_NOT_YET, STATUS_CLOSED = 403, 410
RETRY_SECONDS = 15

_CODE = re.compile(r"[A-Z0-9]{4,32}")
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_RECEIPT = re.compile(r"[A-Z0-9]{16}")
_BETWEEN = re.compile(r"[\s\-]")
_GZIP = re.compile(r"(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))")

_pages = rendering.PageCache()
_brake = Brake(POSTS_PER_MINUTE)


def _answer(html: bytes, status: int = 200, retry: int = 0) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    if retry:
        response["Retry-After"] = str(retry)
    return response


def _language(asked: str | None) -> str:
    return asked if asked in LANGUAGES else "id"


def _tidy(text: str) -> str:
    """A code as typed or read aloud, as it is stored."""
    return "".join(mark for mark in _BETWEEN.sub("", text[:80]) if mark.isprintable()).upper()[:40]


@cookie_free("the survey page: citizens have no account")
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """The survey of a code: shown, or answered."""
    code = _tidy(code)
    if request.method == "POST":
        return _take(request, code)
    language = _language(request.GET.get("b"))
    blank = _blank(code, language)
    if not isinstance(blank, rendering.BlankPage):
        return _elsewhere(blank, code, language)
    if not _GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = _answer(blank.plain(uuid4()))
    else:
        response = _answer(blank.packed(uuid4()))
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response


def _blank(code: str, language: str) -> rendering.BlankPage | Closed | NotYet | None:
    """The blank page of a code: one read when this process has made it already."""
    if not _CODE.fullmatch(code):
        return None
    stamp = queries.public_stamp(code)
    blank = _pages.get(code, language, stamp) if stamp else None
    if blank is not None:
        return blank
    page = queries.public_survey_page(code, language, stamp)
    if not isinstance(page, SurveyPage):
        return page
    return _pages.put(page, language)


def _page_of(raw: bytes, code: str, language: str) -> SurveyPage | Closed | NotYet | None:
    """The page an answer belongs to: that of the round it was begun in, which may have closed meanwhile."""
    blank = _blank(code, language)
    page = blank.page if isinstance(blank, rendering.BlankPage) else blank
    begun = sent_field(raw, ROUND)
    if page is None or not _NUMBER.fullmatch(begun) or int(begun) >= 2**63:
        return page
    if isinstance(page, SurveyPage) and begun == str(page.round_id):
        return page
    return queries.public_page_of_round(code, int(begun), language) or page


def _elsewhere(page: Closed | NotYet | None, code: str, language: str) -> HttpResponse:
    if isinstance(page, Closed):
        return _answer(rendering.render_closed(page, language), STATUS_CLOSED)
    if isinstance(page, NotYet):
        return _answer(rendering.render_not_yet(page, language), STATUS_NOT_YET)
    return _answer(rendering.render_unknown(code, language), 404)


def _take(request: HttpRequest, code: str) -> HttpResponse:
    language = _language(request.GET.get("b"))
    wait = _brake.refuses(request.META.get("REMOTE_ADDR", ""))
    if wait:
        return _answer(rendering.render_plain("busy", language, code=code), 429, wait)
    raw = request.read(BODY_LIMIT + 1)
    if len(raw) > BODY_LIMIT:
        return _answer(rendering.render_plain("too_large", language, code=code), 413)
    language = _language(sent_field(raw, LANGUAGE))
    page = _page_of(raw, code, language)
    if not isinstance(page, SurveyPage):
        return _elsewhere(page, code, language)
    found = parse_submission(raw, request.content_type, page)
    if isinstance(found, Problems):
        client_id = found.values.get(CLIENT) or uuid4()
        return _answer(rendering.render_survey(page, client_id, problems=found), found.status)
    try:
        receipt = services.receive(page=page, submission=found)
    except DatabaseError:
        logger.exception("an answer could not be stored")
        kept = Problems((), entered_values(raw, page))
        html = rendering.render_survey(page, found.client_id, problems=kept, failed=True)
        return _answer(html, 503, RETRY_SECONDS)
    return _answer(rendering.render_thanks(receipt, code=code, unit_name=page.unit_name, language=page.language))


@public("an unknown code is typed again here")
@require_http_methods(["GET", "HEAD"])
def survey_by_code(request: HttpRequest) -> HttpResponse:
    """The code from the field of the page "unknown code": goes to its survey."""
    code = _tidy(request.GET.get("kode", ""))
    if not _CODE.fullmatch(code):
        return _answer(rendering.render_unknown(code, _language(request.GET.get("b"))), 404)
    return HttpResponseRedirect(reverse("respond:survey", args=[code]))


@cookie_free("anybody who holds a receipt may ask whether the answer was recorded")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Says of a survey code and a receipt whether the answer is recorded, in which round, and whether it counts."""
    if request.method != "POST":
        code = _tidy(request.GET.get("kode", ""))
        return _answer(rendering.render_check(_language(request.GET.get("b")), entered_code=code))
    wait = _brake.refuses(request.META.get("REMOTE_ADDR", ""))
    if wait:
        return _answer(rendering.render_plain("busy_check", "id"), 429, wait)
    raw = request.read(BODY_LIMIT + 1)
    if len(raw) > BODY_LIMIT:
        return _answer(rendering.render_plain("too_large", "id"), 413)
    language = _language(sent_field(raw, LANGUAGE))
    code, receipt = _tidy(sent_field(raw, "kode")), _tidy(sent_field(raw, "tanda"))
    words = wording(language).interface
    problems = tuple(
        Problem(anchor, words[key])
        for anchor, key, right in (
            ("kode", "check_problem_code", _CODE.fullmatch(code)),
            ("tanda", "check_problem_receipt", _RECEIPT.fullmatch(receipt)),
        )
        if not right
    )
    if problems:
        html = rendering.render_check(language, entered_code=code, entered_receipt=receipt, problems=problems)
        return _answer(html, 400)
    found = queries.public_receipt_state(code, receipt)
    html = rendering.render_check(language, entered_code=code, entered_receipt=receipt, searched=True, found=found)
    return _answer(html, 200 if found else 404)


@public("who is responsible for the survey of a code, and what happens with answers")
@require_http_methods(["GET", "HEAD"])
def privacy(request: HttpRequest, code: str) -> HttpResponse:
    """The privacy notice of the government that asks."""
    code, language = _tidy(code), _language(request.GET.get("b"))
    found = queries.public_privacy(code) if _CODE.fullmatch(code) else None
    if found is None:
        return _answer(rendering.render_unknown(code, language), 404)
    notice, unit_name = found
    return _answer(rendering.render_privacy(notice, code=code, unit_name=unit_name, language=language))
