"""Answers that do not count: one person proposes with a reason, a second one agrees. Counts are taken back exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from cermin.base.access import Actor, require
from cermin.organizations.queries import unit_accounts
from cermin.pure.policy import Action
from cermin.skm.counts import Sums, add_sums
from cermin.skm.models import Exclusion, Response, Round
from cermin.skm.services.common import hold, invalid, note, reason_text

CHUNK = 1_000


@transaction.atomic
def propose_exclusions(*, actor: Actor, round_: Round, response_ids: Sequence[int], reason: str) -> list[Exclusion]:
    """Propose that answers of the round are not counted. They count until somebody else agrees.

    ValidationError for an answer that is not the round's, is late (it does not count anyway) or has a proposal already.
    """
    fresh = hold(round_)
    require(actor, Action.EXCLUSION_PROPOSE, fresh)
    why = reason_text(reason)
    wanted = list(dict.fromkeys(response_ids))
    if not wanted:
        raise invalid("response_ids", "Pilih sekurang-kurangnya satu jawaban.")
    found = {
        row.id: row
        for part in _parts(wanted)
        for row in Response.objects.filter(government_id=fresh.government_id, round=fresh, is_late=False, id__in=part)
    }
    if len(found) < len(wanted):
        raise invalid(
            "response_ids", "Ada jawaban yang bukan jawaban terhitung ronde ini. Muat ulang halaman lalu pilih lagi."
        )
    if _active(fresh, wanted):
        raise invalid("response_ids", "Ada jawaban yang sudah diusulkan. Muat ulang halaman lalu pilih lagi.")
    now = timezone.now()
    made = [
        Exclusion(
            government_id=fresh.government_id,
            round=fresh,
            response_id=response_id,
            batch_id=found[response_id].batch_id,
            reason=why,
            proposed_at=now,
            proposed_by=actor.person_id,
        )
        for response_id in wanted
    ]
    Exclusion.objects.bulk_create(made, batch_size=CHUNK)
    note(actor, Action.EXCLUSION_PROPOSE, fresh, {"answers": len(made), "reason": why})
    return made


@transaction.atomic
def confirm_exclusions(*, actor: Actor, round_: Round, exclusion_ids: Sequence[int]) -> list[Exclusion]:
    """Agree to proposals of somebody else: their answers leave the counts now and the result at its next processing."""
    fresh = hold(round_)
    rows = _proposals(fresh, exclusion_ids)
    accounts = unit_accounts(fresh.unit)
    # Without rows the right is asked all the same, so that a stranger learns nothing from the sentence below.
    for proposer in sorted({row.proposed_by or 0 for row in rows} or {0}):
        require(actor, Action.EXCLUSION_CONFIRM, fresh, first_person=proposer, unit_accounts=accounts)
    _all_found(rows, exclusion_ids)
    now = timezone.now()
    for row in rows:
        row.confirmed_at, row.confirmed_by = now, actor.person_id
    _update(fresh, rows, confirmed_at=now, confirmed_by=actor.person_id)
    take_out(fresh, (row.response_id for row in rows))
    note(
        actor, Action.EXCLUSION_CONFIRM, fresh, {"answers": len(rows), "reasons": sorted({row.reason for row in rows})}
    )
    return rows


@transaction.atomic
def withdraw_exclusions(*, actor: Actor, round_: Round, exclusion_ids: Sequence[int]) -> list[Exclusion]:
    """Take proposals back that nobody has agreed to; what was agreed to stands."""
    fresh = hold(round_)
    require(actor, Action.EXCLUSION_PROPOSE, fresh)
    rows = _proposals(fresh, exclusion_ids)
    _all_found(rows, exclusion_ids)
    now = timezone.now()
    for row in rows:
        row.withdrawn_at = now
    _update(fresh, rows, withdrawn_at=now)
    note(actor, Action.EXCLUSION_PROPOSE, fresh, {"withdrawn": len(rows)})
    return rows


def take_out(round_: Round, response_ids: Iterable[int]) -> None:
    """Take answers out of the counts; the caller holds the round and has written their confirmed exclusions."""
    dimensions = tuple(round_.instrument.content["profile"])
    zone = ZoneInfo(round_.unit.time_zone)
    sums = Sums()
    for part in _parts(list(response_ids)):
        rows = Response.objects.filter(government_id=round_.government_id, round=round_, id__in=part).values_list(
            "service_id", "channel", "scores", "profile", "sealed_at"
        )
        for service_id, channel, scores, profile, sealed_at in rows:
            sums.add(service_id, channel, scores, profile, dimensions, _day(sealed_at, zone))
    add_sums(government_id=round_.government_id, round_id=round_.id, sums=sums, sign=-1)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _update(round_: Round, rows: Sequence[Exclusion], **values: Any) -> None:
    for part in _parts([row.id for row in rows]):
        Exclusion.objects.filter(government_id=round_.government_id, id__in=part).update(**values)


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _active(round_: Round, response_ids: Sequence[int]) -> bool:
    return any(
        Exclusion.objects.filter(government_id=round_.government_id, response_id__in=part, withdrawn_at=None).exists()
        for part in _parts(response_ids)
    )


def _proposals(round_: Round, exclusion_ids: Sequence[int]) -> list[Exclusion]:
    """Those that nobody has agreed to or taken back."""
    return [
        row
        for part in _parts(list(dict.fromkeys(exclusion_ids)))
        for row in Exclusion.objects.filter(
            government_id=round_.government_id, round=round_, id__in=part, confirmed_at=None, withdrawn_at=None
        ).order_by("id")
    ]


def _all_found(rows: Sequence[Exclusion], exclusion_ids: Sequence[int]) -> None:
    if not rows or len(rows) < len(set(exclusion_ids)):
        raise invalid(
            "exclusion_ids", "Ada usulan yang sudah disahkan atau ditarik. Muat ulang halaman lalu pilih lagi."
        )
