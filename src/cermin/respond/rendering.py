"""From frozen shapes to HTML. A blank survey page is rendered and compressed once per (code, language, stamp); a visit only
puts its own client id in, so that it costs microseconds."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import escape

from cermin.respond import parsing
from cermin.respond.comments import COMMENT_LIMIT
from cermin.respond.survey import (
    MISSING,
    SCORES,
    Closed,
    NotYet,
    Privacy,
    Problem,
    Problems,
    Receipt,
    ReceiptState,
    SurveyPage,
)
from cermin.respond.wording import LANGUAGES, wording

COMPLAINTS_ADDRESS = "https://www.lapor.go.id/"
COMPLAINTS_NAME = "www.lapor.go.id"

_SECONDS_PER_QUESTION = 10
_PLACEHOLDER = "00000000-0000-4000-8000-00000000c1d0"
_KEPT_PAGES = 256


def day(when: date, language: str) -> str:
    """A date in words: "25 Oktober 2026"."""
    return f"{when.day} {wording(language).months[when.month - 1]} {when.year}"


def frame(language: str, *, code: str = "", unit_name: str = "") -> dict[str, Any]:
    """What every page of this room needs: words, language, the survey's code and unit for header and footer ("" if unknown)."""
    words = wording(language)
    return {"w": words.interface, "lang": words.code, "code": code, "unit_name": unit_name}


def _html(template: str, context: dict[str, Any]) -> bytes:
    return str(render_to_string(template, context)).encode()


def survey_context(
    page: SurveyPage, client_id: UUID | str, *, problems: Problems | None, failed: bool
) -> dict[str, Any]:
    """Everything `respond/survey.html` prints, worked out: the template only places it."""
    words = wording(page.language)
    w = words.interface
    values: Mapping[str, str] = problems.values if problems else {}
    wrong = {item.anchor: item.message for item in problems.items} if problems else {}
    total = len(page.questions)
    minutes = max(1, math.ceil(total * _SECONDS_PER_QUESTION / 60))
    questions = [
        {
            "name": parsing.question_name(question.number),
            "counter": w["question_of"].format(number=question.number, total=total),
            "text": question.text,
            "helper": question.helper,
            "record": w["record"].format(text=question.record) if question.record else "",
            "foreign": question.language if question.language != page.language else "",
            "error": wrong.get(parsing.question_name(question.number), ""),
            "options": [
                (score, label, values.get(parsing.question_name(question.number)) == score)
                for score, label in zip(SCORES, question.labels, strict=True)
            ],
            "skipped": values.get(parsing.question_name(question.number)) == MISSING,
        }
        for question in page.questions
    ]
    profile = [
        {
            "name": parsing.profile_name(field.key),
            "title": field.title,
            "why": field.why,
            "error": wrong.get(parsing.profile_name(field.key), ""),
            "options": [
                (code, label, values.get(parsing.profile_name(field.key)) == code) for code, label in field.options
            ],
        }
        for field in page.profile
    ]
    heading = f"{w['heading']} – {w['survey']} – {page.unit_name}"
    if problems and problems.items:
        heading = f"{w['problem_title']}: {heading}"
    elif failed:
        heading = f"{w['failed']}: {heading}"
    return frame(page.language, code=page.code, unit_name=page.unit_name) | {
        "page": page,
        "title": heading,
        "intro": w["intro"].format(count=total, minutes=minutes),
        "languages": [
            (code, LANGUAGES[code].name) for code in page.languages if code in LANGUAGES and code != page.language
        ],
        "client_id": str(client_id),
        "service_name": dict(page.services).get(page.service_id, "") if page.service_id is not None else "",
        "services": [
            (service_id, name, values.get(parsing.SERVICE) == str(service_id)) for service_id, name in page.services
        ],
        "service_error": wrong.get(parsing.SERVICE, ""),
        "questions": questions,
        "profile": profile,
        "comment": values.get(parsing.COMMENT, ""),
        "comment_error": wrong.get(parsing.COMMENT, ""),
        "comment_limit": COMMENT_LIMIT,
        "problems": problems.items if problems else (),
        "failed": failed,
        "privacy_line": w["privacy_line"].format(
            controller=page.privacy.controller, purpose=page.privacy.purpose, contact=page.privacy.contact
        ),
    }


def render_survey(
    page: SurveyPage, client_id: UUID | str, *, problems: Problems | None = None, failed: bool = False
) -> bytes:
    """The survey page with what was entered and what is wrong with it; `failed`: the server could not store it."""
    return _html("respond/survey.html", survey_context(page, client_id, problems=problems, failed=failed))


@dataclass(frozen=True, slots=True)
class BlankPage:
    """One rendered blank page and what it was made of, split where the client id goes; and the same compressed.

    Compressed halves are joined without compressing again: after a full flush the first half ends on a byte boundary and the
    second refers to nothing before it, so a stored block with the 36 bytes of the id fits between them; only the checksum of
    the whole is worked out per visit (RFC 1951, 1952).
    """

    page: SurveyPage
    before: bytes
    after: bytes
    packed_before: bytes
    packed_after: bytes
    checksum_before: int

    def plain(self, client_id: UUID) -> bytes:
        """The page for one visit."""
        return self.before + str(client_id).encode() + self.after

    def packed(self, client_id: UUID) -> bytes:
        """The page for one visit, as one gzip member."""
        mark = str(client_id).encode()
        checksum = zlib.crc32(self.after, zlib.crc32(mark, self.checksum_before))
        size = len(self.before) + len(mark) + len(self.after)
        stored = b"\x00" + struct.pack("<HH", len(mark), len(mark) ^ 0xFFFF) + mark
        return self.packed_before + stored + self.packed_after + struct.pack("<II", checksum, size & 0xFFFFFFFF)


_GZIP_HEADER = gzip.compress(b"", mtime=0)[:10]


def blank_page(page: SurveyPage) -> BlankPage:
    """Render and compress the blank page of `page` (a few milliseconds)."""
    before, found, after = render_survey(page, _PLACEHOLDER).partition(_PLACEHOLDER.encode())
    if not found or _PLACEHOLDER.encode() in after:
        raise ValueError("the survey page must hold its client id exactly once")
    first = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    second = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return BlankPage(
        page=page,
        before=before,
        after=after,
        packed_before=_GZIP_HEADER + first.compress(before) + first.flush(zlib.Z_FULL_FLUSH),
        packed_after=second.compress(after) + second.flush(),
        checksum_before=zlib.crc32(before),
    )


class PageCache:
    """Blank pages of this process, least recently used out first. A changed stamp is another key, so nothing has to expire."""

    def __init__(self, kept: int = _KEPT_PAGES) -> None:
        self._kept = kept
        self._pages: OrderedDict[tuple[str, str, str], BlankPage] = OrderedDict()
        self._lock = Lock()

    def get(self, code: str, language: str, stamp: str) -> BlankPage | None:
        """The page, or None when it has to be rendered."""
        with self._lock:
            page = self._pages.get((code, language, stamp))
            if page is not None:
                self._pages.move_to_end((code, language, stamp))
            return page

    def put(self, page: SurveyPage, asked: str) -> BlankPage:
        """Render `page` and keep it for the language that was asked for, which the round may not offer."""
        made = blank_page(page)
        with self._lock:
            self._pages[page.code, asked, page.stamp] = made
            while len(self._pages) > self._kept:
                self._pages.popitem(last=False)
        return made


_NO_RECEIPT = Receipt("0" * 16, "")


def _groups(receipt: Receipt) -> bytes:
    return " ".join(f"<span>{escape(group)}</span>" for group in receipt.groups).encode()


@lru_cache(maxsize=_KEPT_PAGES)
def _thanks(state: str, changes: tuple[str, ...], result_path: str, code: str, unit_name: str, language: str) -> bytes:
    """Thank-you with an empty receipt: the same for everybody who answers here, so it is rendered once."""
    w = wording(language).interface
    return _html(
        "respond/thanks.html",
        frame(language, code=code, unit_name=unit_name)
        | {
            "title": f"{w['thanks']} – {w['survey']} – {unit_name}",
            "receipt": replace(_NO_RECEIPT, state=state, changes=changes, result_path=result_path),
            "told": w[f"thanks_{state}"],
            "receipt_note": w["receipt_note"].format(code=code),
            "complaints_address": COMPLAINTS_ADDRESS,
            "complaints_name": COMPLAINTS_NAME,
        },
    )


def render_thanks(receipt: Receipt, *, code: str, unit_name: str, language: str) -> bytes:
    """Thank-you with the receipt."""
    page = _thanks(receipt.state, receipt.changes, receipt.result_path, code, unit_name, language)
    return page.replace(_groups(_NO_RECEIPT), _groups(receipt), 1)


def _state(language: str, heading: str, *lines: str, **more: Any) -> bytes:
    code, unit_name = more.pop("code", ""), more.pop("unit_name", "")
    words = wording(language).interface
    title = f"{heading} – {words['survey']}" + (f" – {unit_name}" if unit_name else "")
    return _html(
        "respond/state.html",
        frame(language, code=code, unit_name=unit_name) | {"title": title, "heading": heading, "lines": lines} | more,
    )


def render_closed(closed: Closed, language: str) -> bytes:
    """No round is open: when the last one ended, and its result."""
    w = wording(language).interface
    told = w["closed_on"].format(day=day(closed.closed_on, language)) if closed.closed_on else w["closed_open"]
    return _state(
        language,
        w["closed"],
        told,
        w["closed_more"],
        code=closed.code,
        unit_name=closed.unit_name,
        result_path=closed.result_path,
    )


def render_not_yet(not_yet: NotYet, language: str) -> bytes:
    """The round opens later."""
    w = wording(language).interface
    told = w["not_yet_on"].format(day=day(not_yet.opens_on, language)) if not_yet.opens_on else w["not_yet_open"]
    return _state(language, w["not_yet"], told, code=not_yet.code, unit_name=not_yet.unit_name)


def render_unknown(entered: str, language: str) -> bytes:
    """No survey has this code; the code can be typed again."""
    w = wording(language).interface
    return _state(language, w["unknown"], w["unknown_more"], ask_code=True, entered=entered)


def render_plain(kind: str, language: str, *, code: str = "", again: bool = True) -> bytes:
    """A state that needs no data: `kind` is "busy", "busy_check", "too_large"."""
    w = wording(language).interface
    return _state(language, w[kind], w[f"{kind}_more"], code=code, again=again and bool(code))


def render_privacy(privacy: Privacy, *, code: str, unit_name: str, language: str) -> bytes:
    """The whole privacy notice."""
    w = wording(language).interface
    return _html(
        "respond/privacy.html",
        frame(language, code=code, unit_name=unit_name) | {"title": f"{w['notice']} – {unit_name}", "privacy": privacy},
    )


def render_check(
    language: str,
    *,
    entered_code: str = "",
    entered_receipt: str = "",
    problems: tuple[Problem, ...] = (),
    searched: bool = False,
    found: ReceiptState | None = None,
) -> bytes:
    """The form that answers a receipt, with its answer when something was searched."""
    w = wording(language).interface
    wrong = {item.anchor: item.message for item in problems}
    more: dict[str, Any] = {}
    if found is not None:
        more = {
            "round_line": w["check_round"].format(round=found.round_label, unit=found.unit_name),
            "state_line": w[f"check_{found.state}"],
        }
    title = f"{w['check']} – {w['survey']}"
    return _html(
        "respond/check.html",
        frame(language)
        | {
            "title": f"{w['problem_title']}: {title}" if problems else title,
            "entered_code": entered_code,
            "entered_receipt": entered_receipt,
            "problems": problems,
            "code_error": wrong.get("kode", ""),
            "receipt_error": wrong.get("tanda", ""),
            "searched": searched,
            "found": found,
        }
        | more,
    )
