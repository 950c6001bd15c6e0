"""`record_response`: the one transaction in which a citizen's answer becomes a fact."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from cermin.skm import states
from cermin.skm.counts import add_to_counts
from cermin.skm.models import MISSING, Comment, Instrument, Response, ResponseConflict, Round
from cermin.skm.moments import end_of_collection
from cermin.skm.receipts import receipt_of

MINOR = "< 17 tahun"
"""Age band whose comments are never published (UU 27/2022 article 25)."""

MAX_DEVICE_DELAY = timedelta(days=30)
"""How far back a device's own time of sealing is believed; anything else counts as sealed when it arrived."""


class RoundNotOpen(Exception):
    """The round takes no answers: it was never opened, or was cancelled."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a sent answer. state: "counted", "late" (kept, not counted) or "conflict" (kept apart, the first one counts)."""

    receipt: str
    state: Literal["counted", "late", "conflict"]


def response_digest(service_id: int, scores: str, profile: dict[str, str], comment: str) -> str:
    """SHA-256 of what the respondent said, to tell a repeated sending from another answer under the same id."""
    content = json.dumps([service_id, scores, sorted(profile.items()), comment], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Held:
    """What an answer needs to know of its round, read while the round cannot change. end: when collection ends."""

    instrument_id: int
    zone: ZoneInfo
    end: datetime | None
    processed: bool
    dimensions: tuple[str, ...]
    questions: int


# Written out, like the insert below: both run for every answer, and through the ORM they cost three times the rest of it.
_ROUND = """
SELECT r.state, r.instrument_id, r.closes_on, r.closed_at, r.first_processed_at, u.zone, g.zone
FROM skm_round r
JOIN skm_roundservice s ON s.government_id = r.government_id AND s.round_id = r.id AND s.service_id = %s
JOIN organizations_unit u ON u.id = r.unit_id
JOIN organizations_government g ON g.code = r.government_id
WHERE r.government_id = %s AND r.id = %s
"""
_COLUMNS = (
    "id",
    "government_id",
    "round_id",
    "service_id",
    "instrument_id",
    "client_id",
    "scores",
    "profile",
    "channel",
    "device_at",
    "sealed_at",
    "received_at",
    "is_late",
    "digest",
    "receipt",
)
_INSERT = f"INSERT INTO skm_response ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))}) ON CONFLICT DO NOTHING"  # noqa: S608


@lru_cache(maxsize=256)
def _asked(government_id: str, instrument_id: int) -> tuple[tuple[str, ...], int]:
    """Profile questions and number of questions of a frozen instrument: its content never changes."""
    content = Instrument.objects.values_list("content", flat=True).get(
        government_id=government_id, id=instrument_id, frozen_at__isnull=False
    )
    return tuple(content["profile"]), len(content["questions"])


def _hold_round(government_id: str, round_id: int, service_id: int) -> _Held:
    """The round, kept from changing until this transaction ends.

    Processing takes the row for itself; whoever came before it is counted, whoever comes after is late, and nobody falls between.
    Many answers hold it together (FOR SHARE). SQLite has one writer at a time anyway.
    """
    lock = " FOR SHARE OF r" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_ROUND + lock, [service_id, government_id, round_id])
        row = cursor.fetchone()
    if row is None:
        found = Round.objects.filter(government_id=government_id, id=round_id).values_list("state", flat=True).first()
        if found is None or found in (states.DRAFT, states.CANCELLED):
            raise RoundNotOpen
        raise ValueError("the round does not ask about this service")
    state, instrument_id, closes_on, closed_at, processed_at, unit_zone, zone = row
    if state in (states.DRAFT, states.CANCELLED):
        raise RoundNotOpen
    dimensions, questions = _asked(government_id, instrument_id)
    end = end_of_collection(closes_on, _aware(closed_at), ZoneInfo(unit_zone or zone))
    return _Held(instrument_id, ZoneInfo(unit_zone or zone), end, processed_at is not None, dimensions, questions)


def _aware(value: datetime | None) -> datetime | None:
    """A moment as the driver gives it: SQLite's is UTC without saying so."""
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


@transaction.atomic
def record_response(
    *,
    government_id: str,
    round_id: int,
    service_id: int,
    client_id: UUID,
    scores: str,
    profile: dict[str, str],
    comment: str,
    channel: str,
    device_at: datetime | None = None,
) -> Recorded:
    """Store one submission, its comment and its counts, once.

    scores: one character per question of the round's instrument; comment: masked already; device_at: sealing time by the device.
    The same content again gives the same receipt and counts once; other content under the same client id is kept apart.
    Raises RoundNotOpen, and ValueError for scores, service or profile that do not belong to the round.
    """
    held = _hold_round(government_id, round_id, service_id)
    if len(scores) != held.questions or set(scores) - {*"1234", MISSING} or not set(scores) - {MISSING}:
        raise ValueError("scores do not fit the instrument of the round")
    if set(profile) - set(held.dimensions):
        raise ValueError("a profile answer that the round does not ask for")
    now = timezone.now()
    sealed_at = device_at if device_at and now - MAX_DEVICE_DELAY <= device_at <= now else now
    is_late = held.processed or (held.end is not None and sealed_at >= held.end)
    response = Response(
        government_id=government_id,
        round_id=round_id,
        service_id=service_id,
        instrument_id=held.instrument_id,
        client_id=client_id,
        scores=scores,
        profile=profile,
        channel=channel,
        device_at=device_at,
        sealed_at=sealed_at,
        received_at=now,
        is_late=is_late,
        digest=response_digest(service_id, scores, profile, comment),
        receipt=receipt_of(government_id, round_id, client_id),
    )
    if not _inserted(response):
        stored = Response.objects.filter(government_id=government_id, round_id=round_id, client_id=client_id).get()
        return _again(stored, response, comment)
    local_day = sealed_at.astimezone(held.zone).date()
    if comment:
        Comment.objects.create(
            government_id=government_id,
            round_id=round_id,
            service_id=service_id,
            response=response,
            text=comment,
            month=local_day.replace(day=1),
            publishable=profile.get("age") != MINOR,
        )
    if not is_late:
        add_to_counts(
            government_id=government_id,
            round_id=round_id,
            service_id=service_id,
            channel=channel,
            scores=scores,
            profile=profile,
            dimensions=held.dimensions,
            day=local_day,
        )
    return Recorded(response.receipt, "late" if is_late else "counted")


def _inserted(response: Response) -> bool:
    """Insert the row; False when one with its client id is there already."""
    values = [
        field.get_db_prep_save(getattr(response, name), connection)
        for name, field in ((name, _FIELDS[name]) for name in _COLUMNS)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        return cursor.rowcount == 1


_FIELDS = {field.attname: field for field in Response._meta.concrete_fields}


def _again(stored: Response, sent: Response, comment: str) -> Recorded:
    if stored.digest == sent.digest:
        return Recorded(stored.receipt, "late" if stored.is_late else "counted")
    ResponseConflict.objects.bulk_create(
        [
            ResponseConflict(
                government_id=sent.government_id,
                round_id=sent.round_id,
                client_id=sent.client_id,
                digest=sent.digest,
                content={
                    "service": sent.service_id,
                    "scores": sent.scores,
                    "profile": sent.profile,
                    "comment": comment,
                    "channel": sent.channel,
                },
                received_at=sent.received_at,
            )
        ],
        ignore_conflicts=True,
    )
    return Recorded(stored.receipt, "conflict")
