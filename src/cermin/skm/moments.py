"""When a round's days begin and end: at midnight of its unit's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cermin.organizations.models import Unit
from cermin.skm.models import Round


def day_in(unit: Unit, moment: datetime) -> date:
    """The unit's own date at this moment."""
    return moment.astimezone(ZoneInfo(unit.time_zone)).date()


def end_of_collection(closes_on: date | None, closed_at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Midnight after the last day in this zone, or earlier when collection was closed by hand; None without either."""
    moments = [closed_at] if closed_at else []
    if closes_on:
        moments.append(datetime.combine(closes_on + timedelta(days=1), time(0), zone))
    return min(moments, default=None)


def closing_moment(round_: Round) -> datetime | None:
    """When collection of this round ends; see `end_of_collection`."""
    return end_of_collection(round_.closes_on, round_.closed_at, ZoneInfo(round_.unit.time_zone))


def grace_end(round_: Round) -> datetime | None:
    """When the wait for answers on their way is over: from then on the round may be processed. None while it has no end."""
    closing = closing_moment(round_)
    return closing + timedelta(days=round_.grace_days) if closing else None
