"""Texts of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cermin.base.access import Actor, require
from cermin.pure.policy import Action
from cermin.skm.models import Round
from cermin.skm.report_texts import changed_texts
from cermin.skm.services.common import hold, note, save


@transaction.atomic
def edit_profile(*, actor: Actor, round_: Round, profile: Mapping[str, Any]) -> Round:
    """Change texts of the report by key (`report_texts.TEXT_KEYS`); what is not named stays, an empty value takes a text out."""
    fresh = hold(round_)
    require(actor, Action.REPORT_PROFILE_EDIT, fresh)
    texts = changed_texts(fresh.profile, profile)
    changed = sorted(key for key in {*texts, *fresh.profile} if texts.get(key) != fresh.profile.get(key))
    if changed:
        fresh.profile = texts
        save(fresh)
        note(actor, Action.REPORT_PROFILE_EDIT, fresh, {"texts": changed})
    return fresh
