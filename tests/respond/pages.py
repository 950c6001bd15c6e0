"""Hand-made survey pages for the tests of this room: no database behind them."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from cermin.pure.law.skm import FORMS
from cermin.respond.composing import Asked, profile_fields, survey_questions
from cermin.respond.survey import Privacy, SurveyPage

CLIENT = UUID("0b7ec1c4-52a5-4a8c-9f3f-3a1f0f2f7f11")
SERVICES = ((11, "Kartu contoh"), (12, "Izin contoh"), (13, "Surat contoh"))


def survey_page(
    form: str = "skm-9", *, language: str = "id", service_id: int | None = None, **changes: object
) -> SurveyPage:
    """A page with three services and a picker, unless `service_id` is given."""
    values: dict[str, object] = {
        "code": "ABCD2345",
        "round_id": 5,
        "form_version_id": 7,
        "unit_name": "Kantor Contoh",
        "agency_name": "Dinas Contoh",
        "government_name": "Kota Contoh",
        "period_label": "Semester I 2026",
        "closes_on": date(2026, 6, 30),
        "questions": survey_questions((Asked(q.code, q.text, q.labels) for q in FORMS[form].questions), language),
        "services": SERVICES,
        "service_id": service_id,
        "profile": profile_fields(language),
        "privacy": Privacy("Sekretariat Kota Contoh", "menilai dan memperbaiki pelayanan", "0800-000"),
        "languages": ("id", "en"),
        "language": language,
        "stamp": "1",
    }
    return SurveyPage(**(values | changes))  # type: ignore[arg-type]


def fields(page: SurveyPage, scores: str = "", **more: str) -> dict[str, str]:
    """The fields a browser sends: all questions answered with `scores`, one character each ("3" for all when empty)."""
    scores = scores or "3" * len(page.questions)
    sent = {"id": str(CLIENT), "v": str(page.form_version_id), "r": str(page.round_id), "b": page.language, "t": ""}
    if page.asks_service:
        sent["l"] = str(page.services[0][0])
    sent |= {
        f"p{question.number}": score for question, score in zip(page.questions, scores, strict=True) if score != " "
    }
    return sent | more


def body(sent: dict[str, str] | list[tuple[str, str]]) -> bytes:
    """As a browser encodes it."""
    return urlencode(sent).encode()
