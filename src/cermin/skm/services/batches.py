"""Answers that come in together from a file: recorded as one batch, withdrawn as one batch."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cermin.base.access import Actor, require
from cermin.organizations.queries import unit_accounts
from cermin.pure.calc.masking import mask_comment
from cermin.pure.policy import Action
from cermin.skm.counts import Sums, add_sums
from cermin.skm.models import CHANNELS, MISSING, Batch, Comment, Exclusion, Response, Round
from cermin.skm.moments import closing_moment
from cermin.skm.receipts import receipt_of
from cermin.skm.services.common import blocked, hold, invalid, note, reason_text, words
from cermin.skm.services.exclusions import take_out
from cermin.skm.services.responses import MINOR, response_digest

CHUNK = 500
MOST_ROWS = 200_000
"""What a spreadsheet of one unit can hold many times over."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One answer. scores: one character per question, "1".."4" or "-"; profile: option labels by key; comment is masked here."""

    service_id: int
    scores: str
    profile: Mapping[str, str]
    comment: str = ""


@transaction.atomic
def record_batch(
    *,
    actor: Actor,
    round_: Round,
    label: str,
    file_sha256: str,
    mapping: list[Any],
    rows: Sequence[BatchRow],
    channel: str = "file",
) -> Batch:
    """Record all rows of a file, or none. label: the file's name; mapping: how its columns were read, plain JSON.

    ValidationError: a row that does not fit the round (by its number in `rows`), no row, the same file once more, or a round whose
    answers are fixed already.
    """
    fresh = hold(round_)
    require(actor, Action.RESPONSES_UPLOAD, fresh)
    if fresh.first_processed_at is not None:
        raise blocked("Jawaban ronde ini sudah ditetapkan untuk diolah, maka tidak dapat ditambah lagi.")
    name = words(label, "label", "Nama berkas", most=200)
    if not _SHA256.fullmatch(file_sha256) or channel not in dict(CHANNELS):
        raise ValueError("a batch has the SHA-256 of its file and a known channel")
    earlier = Batch.objects.filter(
        government_id=fresh.government_id, round=fresh, file_sha256=file_sha256, withdrawn_at=None
    ).first()
    if earlier is not None:
        when = earlier.created_at.astimezone(ZoneInfo(fresh.unit.time_zone))
        raise invalid(
            "file",
            f"Berkas yang sama sudah diunggah ke ronde ini dengan nama {earlier.label} pada {when:%d-%m-%Y %H.%M}"
            f" ({earlier.rows} jawaban). Tarik unggahan itu dahulu bila ingin menggantinya.",
        )
    _check_rows(fresh, rows)
    now = timezone.now()
    batch: Batch = Batch.objects.create(
        government_id=fresh.government_id,
        round=fresh,
        channel=channel,
        label=name,
        file_sha256=file_sha256,
        mapping=mapping,
        rows=len(rows),
        created_at=now,
        created_by=actor.person_id,
    )
    sealed_at = _sealing(fresh, now)
    day = sealed_at.astimezone(ZoneInfo(fresh.unit.time_zone)).date()
    sums = Sums()
    dimensions = tuple(fresh.instrument.content["profile"])
    for start in range(0, len(rows), CHUNK):
        _record_part(fresh, batch, rows[start : start + CHUNK], sealed_at, now, day)
    for row in rows:
        sums.add(row.service_id, channel, row.scores, row.profile, dimensions, day)
    add_sums(government_id=fresh.government_id, round_id=fresh.id, sums=sums)
    note(
        actor,
        Action.RESPONSES_UPLOAD,
        fresh,
        {"batch": batch.id, "file": name, "sha256": file_sha256, "answers": len(rows), "channel": channel},
    )
    return batch


def _sealing(round_: Round, now: datetime) -> datetime:
    """When these answers count as finished: now, or in the last second of collection when that is over. The file does not say it."""
    end = closing_moment(round_)
    return now if end is None or now < end else end - timedelta(seconds=1)


def _check_rows(round_: Round, rows: Sequence[BatchRow]) -> None:
    if not 1 <= len(rows) <= MOST_ROWS:
        raise invalid("rows", f"Berkas harus memuat 1 sampai {MOST_ROWS} jawaban, sekarang {len(rows)}.")
    content = round_.instrument.content
    questions, dimensions = len(content["questions"]), set(content["profile"])
    services = set(
        round_.round_services.filter(government_id=round_.government_id).values_list("service_id", flat=True)
    )
    wrong = []
    for number, row in enumerate(rows, 1):
        if row.service_id not in services:
            wrong.append(f"Baris {number}: layanannya tidak ditanyakan ronde ini.")
        elif len(row.scores) != questions or set(row.scores) - {*"1234", MISSING}:
            wrong.append(f"Baris {number}: nilainya tidak sesuai dengan {questions} pertanyaan ronde ini.")
        elif not set(row.scores) - {MISSING}:
            wrong.append(f"Baris {number}: tidak memuat satu nilai pun.")
        elif set(row.profile) - dimensions:
            wrong.append(f"Baris {number}: memuat karakteristik yang tidak ditanyakan ronde ini.")
    if wrong:
        more = [f"Dan {len(wrong) - _SHOWN} baris lain."] if len(wrong) > _SHOWN else []
        raise ValidationError({"rows": [*wrong[:_SHOWN], *more]})


def _record_part(
    round_: Round, batch: Batch, rows: Sequence[BatchRow], sealed_at: datetime, now: datetime, day: date
) -> None:
    made, comments = [], []
    for row in rows:
        client_id = uuid.uuid4()
        profile = dict(row.profile)
        comment = mask_comment(row.comment) if round_.comments_allowed else ""
        response = Response(
            government_id=round_.government_id,
            round=round_,
            service_id=row.service_id,
            instrument_id=round_.instrument_id,
            batch=batch,
            client_id=client_id,
            scores=row.scores,
            profile=profile,
            channel=batch.channel,
            sealed_at=sealed_at,
            received_at=now,
            digest=response_digest(row.service_id, row.scores, profile, comment),
            receipt=receipt_of(round_.government_id, round_.id, client_id),
        )
        made.append(response)
        if comment:
            comments.append(
                Comment(
                    government_id=round_.government_id,
                    round=round_,
                    service_id=row.service_id,
                    response=response,
                    text=comment,
                    month=day.replace(day=1),
                    publishable=profile.get("age") != MINOR,
                )
            )
    Response.objects.bulk_create(made)
    Comment.objects.bulk_create(comments)


def _hold_batch(batch: Batch) -> Batch:
    """The batch as it is now, with its round held."""
    round_ = hold(batch.round)
    fresh: Batch = Batch.objects.filter(government_id=batch.government_id, id=batch.id).select_for_update().get()
    fresh.round = round_
    return fresh


def _still_open(batch: Batch) -> None:
    if batch.withdrawn_at is not None:
        raise blocked("Unggahan ini sudah ditarik.")
    if batch.round.first_processed_at is not None:
        raise blocked(
            "Jawaban ronde ini sudah ditetapkan untuk diolah. Usulkan jawaban yang tidak dihitung satu per satu."
        )


@transaction.atomic
def propose_batch_withdrawal(*, actor: Actor, batch: Batch, reason: str) -> Batch:
    """Propose to take a whole upload out of the round. It counts until somebody else agrees."""
    fresh = _hold_batch(batch)
    require(actor, Action.BATCH_WITHDRAW, fresh)
    why = reason_text(reason)
    _still_open(fresh)
    if fresh.withdrawal_asked_at is not None:
        raise blocked("Penarikan unggahan ini sudah diusulkan.")
    fresh.withdrawal_reason, fresh.withdrawal_asked_at = why, timezone.now()
    fresh.withdrawal_asked_by = actor.person_id
    fresh.save()
    note(actor, Action.BATCH_WITHDRAW, fresh.round, {"batch": fresh.id, "file": fresh.label, "reason": why})
    return fresh


@transaction.atomic
def drop_batch_withdrawal(*, actor: Actor, batch: Batch) -> Batch:
    """Take the proposal back: the upload stays."""
    fresh = _hold_batch(batch)
    require(actor, Action.BATCH_WITHDRAW, fresh)
    _still_open(fresh)
    if fresh.withdrawal_asked_at is None:
        raise blocked("Tidak ada usulan penarikan untuk unggahan ini.")
    fresh.withdrawal_reason, fresh.withdrawal_asked_at, fresh.withdrawal_asked_by = "", None, None
    fresh.save()
    note(actor, Action.BATCH_WITHDRAW, fresh.round, {"batch": fresh.id, "file": fresh.label, "dropped": True})
    return fresh


@transaction.atomic
def confirm_batch_withdrawal(*, actor: Actor, batch: Batch) -> Batch:
    """Agree to the withdrawal: every answer of the upload becomes an exclusion and leaves the counts."""
    fresh = _hold_batch(batch)
    round_ = fresh.round
    require(
        actor,
        Action.BATCH_WITHDRAW_CONFIRM,
        fresh,
        first_person=fresh.withdrawal_asked_by or 0,
        unit_accounts=unit_accounts(round_.unit),
    )
    _still_open(fresh)
    if fresh.withdrawal_asked_at is None:
        raise blocked("Belum ada usulan penarikan untuk unggahan ini.")
    now = timezone.now()
    mine = Exclusion.objects.filter(government_id=fresh.government_id, batch=fresh, withdrawn_at=None)
    gone = set(mine.filter(confirmed_at__isnull=False).values_list("response_id", flat=True))
    mine.filter(confirmed_at=None).update(withdrawn_at=now)  # single proposals are taken over by this one
    ids = [
        response_id
        for response_id in Response.objects.filter(government_id=fresh.government_id, batch=fresh).values_list(
            "id", flat=True
        )
        if response_id not in gone
    ]
    Exclusion.objects.bulk_create(
        [
            Exclusion(
                government_id=fresh.government_id,
                round=round_,
                response_id=response_id,
                batch=fresh,
                reason=fresh.withdrawal_reason,
                proposed_at=fresh.withdrawal_asked_at,
                proposed_by=fresh.withdrawal_asked_by,
                confirmed_at=now,
                confirmed_by=actor.person_id,
            )
            for response_id in ids
        ],
        batch_size=CHUNK,
    )
    take_out(round_, ids)
    fresh.withdrawn_at, fresh.withdrawn_by = now, actor.person_id
    fresh.save()
    note(
        actor,
        Action.BATCH_WITHDRAW_CONFIRM,
        round_,
        {"batch": fresh.id, "file": fresh.label, "answers": len(ids), "reason": fresh.withdrawal_reason},
    )
    return fresh
