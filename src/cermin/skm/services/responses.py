"""`record_response`: the one transaction in which a citizen's answer becomes a fact."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from cermin.skm import states
from cermin.skm.counts import add_to_counts
from cermin.skm.models import MISSING, Comment, Response, ResponseConflict, Round
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


def closing_moment(round_: Round) -> datetime | None:
    """When collection ends: midnight after the last day in the unit's zone, or earlier when it was closed by hand."""
    moments = [round_.closed_at] if round_.closed_at else []
    if round_.closes_on:
        zone = ZoneInfo(round_.unit.time_zone)
        moments.append(datetime.combine(round_.closes_on + timedelta(days=1), time(0), zone))
    return min(moments, default=None)


def _hold_round(government_id: str, round_id: int) -> None:
    """Keep the round's row from changing until this transaction ends.

    Processing takes the row for itself; whoever came before it is counted, whoever comes after is late, and nobody falls between.
    Many answers hold it together (FOR SHARE). SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM skm_round WHERE government_id = %s AND id = %s FOR SHARE", [government_id, round_id]
            )


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
    _hold_round(government_id, round_id)
    round_ = (
        Round.objects.filter(government_id=government_id, id=round_id)
        .select_related("instrument", "unit__government")
        .first()
    )
    if round_ is None or round_.state in (states.DRAFT, states.CANCELLED):
        raise RoundNotOpen
    content = round_.instrument.content
    dimensions = tuple(content["profile"])
    if len(scores) != len(content["questions"]) or set(scores) - {*"1234", MISSING} or not set(scores) - {MISSING}:
        raise ValueError("scores do not fit the instrument of the round")
    if not round_.round_services.filter(government_id=government_id, service_id=service_id).exists():
        raise ValueError("the round does not ask about this service")
    if set(profile) - set(dimensions):
        raise ValueError("a profile answer that the round does not ask for")
    now = timezone.now()
    sealed_at = device_at if device_at and now - MAX_DEVICE_DELAY <= device_at <= now else now
    end = closing_moment(round_)
    is_late = round_.first_processed_at is not None or (end is not None and sealed_at >= end)
    receipt = receipt_of(government_id, round_id, client_id)
    response = Response(
        government_id=government_id,
        round_id=round_id,
        service_id=service_id,
        instrument_id=round_.instrument_id,
        client_id=client_id,
        scores=scores,
        profile=profile,
        channel=channel,
        device_at=device_at,
        sealed_at=sealed_at,
        received_at=now,
        is_late=is_late,
        digest=response_digest(service_id, scores, profile, comment),
        receipt=receipt,
    )
    Response.objects.bulk_create([response], ignore_conflicts=True)
    stored = Response.objects.filter(government_id=government_id, round_id=round_id, client_id=client_id).get()
    if stored.id != response.id:
        return _again(stored, response, comment)
    local_day = sealed_at.astimezone(ZoneInfo(round_.unit.time_zone)).date()
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
            dimensions=dimensions,
            day=local_day,
        )
    return Recorded(receipt, "late" if is_late else "counted")


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
