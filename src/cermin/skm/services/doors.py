"""Survey codes of a unit: printed once, valid from round to round."""

from __future__ import annotations

import secrets

from django.utils import timezone

from cermin.organizations.models import Unit
from cermin.skm.models import CHANNELS, Door

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without 0, 1, I and O, which people mix up when they type from a poster."""

CODE_LENGTH = 8  # 40 bits: a stranger who guesses codes at random finds none

STANDING_CHANNELS = ("qr", "kiosk", "device")
"""Ways of answering that have a door of their own, so that counts tell them apart."""

_NAMES = dict(CHANNELS)


def new_door_code() -> str:
    """A code nobody has yet, as far as chance tells; the table's unique column has the last word."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def make_doors(unit: Unit) -> list[Door]:
    """The unit's doors, one per standing channel, those that exist already left as they are. Part of planning a round."""
    there = set(
        Door.objects.filter(government_id=unit.government_id, unit=unit, service=None, retired_at=None).values_list(
            "channel", flat=True
        )
    )
    missing = [
        Door(
            government_id=unit.government_id,
            unit=unit,
            channel=channel,
            code=new_door_code(),
            label=_NAMES[channel],
            created_at=timezone.now(),
        )
        for channel in STANDING_CHANNELS
        if channel not in there
    ]
    Door.objects.bulk_create(missing)
    return missing
