"""What a survey code leads to. All reads are public: a citizen has nothing but the code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from cermin.organizations.models import Government
from cermin.respond.composing import Asked, profile_fields, survey_questions
from cermin.respond.survey import Closed, NotYet, Privacy, ReceiptState, SurveyPage
from cermin.respond.wording import LANGUAGES
from cermin.skm import states
from cermin.skm.models import Door, Exclusion, Publication, Response, Round, RoundService

_BY_CODE = "a citizen has only the survey code"
_SHOWN_FOR_SECONDS = 60
"""How long a rendered page may be shown after something changed that counts no change of the round (a name, the privacy line)."""

_ENDED = (states.CLOSED, states.PROCESSED, states.APPROVED, states.PUBLISHED)


def _today(zone: str) -> date:
    return timezone.now().astimezone(ZoneInfo(zone)).date()


# Written out because it runs for every visit: making the same query through the ORM costs ten times as much as asking it.
# A citizen has only the code, so no government is named; the code is unique over all of them.
_OPEN_ROUNDS = """
SELECT r.id, r.stamp, r.opens_on, r.closes_on, u.zone, g.zone
FROM skm_door d
JOIN organizations_unit u ON u.id = d.unit_id
JOIN organizations_government g ON g.code = d.government_id
JOIN skm_round r ON r.government_id = d.government_id AND r.unit_id = d.unit_id
WHERE d.code = %s AND d.retired_at IS NULL AND r.state = %s
ORDER BY r.id
"""


def public_stamp(code: str) -> str:
    """What the page of this code depends on, in one read; "" when no round is open there."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_ROUNDS, [code, states.OPEN])
        rows = cursor.fetchall()
    parts = [
        f"{round_id}.{stamp}"
        for round_id, stamp, opens_on, closes_on, zone, default_zone in rows
        if _collects(opens_on, closes_on, _today(zone or default_zone))
    ]
    if not parts:
        return ""
    return f"{'-'.join(parts)}@{int(timezone.now().timestamp()) // _SHOWN_FOR_SECONDS}"


def _collects(opens_on: date | None, closes_on: date | None, today: date) -> bool:
    """Whether this day is one of the round's days. A round stays open in its table until somebody closes it; its days do not."""
    return (opens_on is None or opens_on <= today) and (closes_on is None or today <= closes_on)


def _door(code: str) -> Door | None:
    return (
        Door.objects.unscoped(_BY_CODE)
        .select_related("unit__agency", "unit__government", "service")
        .filter(code=code, retired_at=None)
        .first()
    )


def _asks_about(found: Round, door: Door) -> bool:
    asked = RoundService.objects.filter(government_id=door.government_id, round=found)
    return door.service_id is None or asked.filter(service_id=door.service_id).exists()


def public_survey_page(code: str, language: str, stamp: str = "") -> SurveyPage | Closed | NotYet | None:
    """The page of a code: the open round that asks about its service, or why there is none; None for an unknown code.

    `stamp` is what `public_stamp` said just before: a page made from a newer state is then only rendered once more.
    """
    door = _door(code)
    if door is None:
        return None
    today = _today(door.unit.time_zone)
    rounds = list(
        Round.objects.filter(government_id=door.government_id, unit_id=door.unit_id)
        .exclude(state=states.CANCELLED)
        .select_related("instrument")
        .order_by("-opened_at", "-id")
    )
    opened = [found for found in rounds if found.state == states.OPEN and _asks_about(found, door)]
    for found in opened:
        if _collects(found.opens_on, found.closes_on, today):
            return _page(door, found, language, stamp)
    later = [found.opens_on for found in opened if found.opens_on is not None and found.opens_on > today]
    if later:
        return NotYet(code, door.unit.name, min(later))
    ended = [day for found in rounds if (day := _ended_on(found, today, door.unit.time_zone))]
    if not ended:
        return NotYet(code, door.unit.name)
    return Closed(code, door.unit.name, max(ended), _result(door)[0])


def public_page_of_round(code: str, round_id: int, language: str) -> SurveyPage | None:
    """The page as it stood in an earlier round of this code: for an answer that was begun while that round was open."""
    door = _door(code)
    if door is None:
        return None
    found = (
        Round.objects.filter(government_id=door.government_id, unit_id=door.unit_id, id=round_id)
        .filter(state__in=(states.OPEN, *_ENDED))
        .select_related("instrument")
        .first()
    )
    return _page(door, found, language, "") if found is not None and _asks_about(found, door) else None


def _ended_on(found: Round, today: date, zone: str) -> date | None:
    if found.state in _ENDED:
        closed: datetime | None = found.closed_at
        return closed.astimezone(ZoneInfo(zone)).date() if closed else found.closes_on
    if found.state == states.OPEN and found.closes_on is not None and found.closes_on < today:
        return found.closes_on
    return None


def _page(door: Door, found: Round, language: str, stamp: str) -> SurveyPage:
    unit, government, content = door.unit, door.unit.government, found.instrument.content
    languages = _languages(found.languages)
    language = language if language in languages else "id"
    services = tuple(
        RoundService.objects.filter(government_id=door.government_id, round=found)
        .order_by("position", "id")
        .values_list("service_id", "service__name")
    )
    fixed = door.service_id if door.service_id is not None else services[0][0] if len(services) == 1 else None
    result_path, changes = _result(door)
    return SurveyPage(
        code=door.code,
        round_id=found.id,
        form_version_id=found.instrument_id,
        unit_name=unit.name,
        agency_name=unit.agency.name,
        government_name=government.name,
        period_label=found.period_label,
        closes_on=found.closes_on,
        questions=survey_questions(
            (Asked(q["code"], q["text"], tuple(q["labels"]), q.get("helper", "")) for q in content["questions"]),
            language,
        ),
        services=services,
        service_id=fixed,
        profile=profile_fields(language, content["profile"]),
        privacy=_privacy(government),
        comment_allowed=found.comments_allowed,
        languages=languages,
        language=language,
        channel=door.channel,
        stamp=stamp,
        government_id=door.government_id,
        result_path=result_path,
        changes=changes,
    )


def _languages(chosen: Iterable[str]) -> tuple[str, ...]:
    wanted = set(chosen)
    return tuple(code for code in LANGUAGES if code == "id" or code in wanted)


def _privacy(government: Government) -> Privacy:
    return Privacy(government.privacy_controller, government.privacy_purpose, government.privacy_contact)


def _result(door: Door) -> tuple[str, tuple[str, ...]]:
    """Path of the unit's newest published result, and its lines 'what changed'."""
    newest = (
        Publication.objects.filter(government_id=door.government_id, unit_id=door.unit_id)
        .order_by("-published_at", "-id")
        .values_list("id", "changes")
        .first()
    )
    if newest is None:
        return "", ()
    return f"/indeks/{newest[0]}/", tuple(newest[1])[:3]


def public_privacy(code: str) -> tuple[Privacy, str] | None:
    """The privacy line of the government behind a code, and the unit's name; None for an unknown code."""
    door = _door(code)
    return None if door is None else (_privacy(door.unit.government), door.unit.name)


def public_receipt_state(code: str, receipt: str) -> ReceiptState | None:
    """Whether an answer with this receipt is recorded at the unit of this code, and whether it counts; nothing about the answer."""
    door = (
        Door.objects.unscoped(_BY_CODE).filter(code=code).select_related("unit").first()
    )  # a retired code still has answers
    if door is None:
        return None
    found = (
        Response.objects.filter(government_id=door.government_id, receipt=receipt, round__unit_id=door.unit_id)
        .values_list("id", "is_late", "round__period_label")
        .first()
    )
    if found is None:
        return None
    response_id, is_late, period_label = found
    excluded = Exclusion.objects.filter(
        government_id=door.government_id, response_id=response_id, confirmed_at__isnull=False, withdrawn_at=None
    ).exists()
    return ReceiptState(door.unit.name, period_label, "excluded" if excluded else "late" if is_late else "counted")
