"""The questionnaire of a draft round, and its freezing at the opening."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from cermin.base.access import Actor, require
from cermin.organizations.models import Unit
from cermin.pure.law.skm import FORMS
from cermin.pure.policy import Action
from cermin.skm.instrument_content import Content, checked_content, content_digest, form_content, name_of
from cermin.skm.models import Instrument, Round
from cermin.skm.services.common import hold, invalid, note, save


def draft_instrument(unit: Unit, content: Content) -> Instrument:
    """A new draft of a questionnaire, version 0. Part of planning a round."""
    return Instrument.objects.create(
        government_id=unit.government_id,
        unit=unit,
        name=name_of(content),
        version=0,
        content=content,
        digest=content_digest(content),
    )


@transaction.atomic
def choose_form(*, actor: Actor, round_: Round, form: str) -> Round:
    """Ask a form of record ("skm-9" or "skm-16"). Own questions of the draft are given up; profile questions and languages stay."""
    fresh = hold(round_)
    require(actor, Action.INSTRUMENT_EDIT, fresh)
    if form not in FORMS:
        names = " atau ".join(known.name.lower() for known in FORMS.values())
        raise invalid("form", f"Formulir '{form}' tidak dikenal. Pilih {names}.")
    kept = fresh.instrument.content
    return _change(actor, fresh, form_content(form, kept["profile"], kept["languages"]))


@transaction.atomic
def compose_instrument(*, actor: Actor, round_: Round, content: Mapping[str, Any]) -> Round:
    """Ask the unit's own questions. content: see `checked_content`; what it leaves out (profile, languages) stays as it is."""
    fresh = hold(round_)
    require(actor, Action.INSTRUMENT_EDIT, fresh)
    kept = fresh.instrument.content
    made = checked_content({"profile": kept["profile"], **content, "languages": kept["languages"]})
    return _change(actor, fresh, made)


def _change(actor: Actor, round_: Round, content: Content) -> Round:
    instrument = round_.instrument
    assert instrument.frozen_at is None, "a draft has its own instrument"
    before = instrument.content
    instrument.content, instrument.name, instrument.digest = content, name_of(content), content_digest(content)
    instrument.save()
    save(round_)
    note(
        actor,
        Action.INSTRUMENT_EDIT,
        round_,
        {
            "form": [before["form"], content["form"]],
            "questions": [len(before["questions"]), len(content["questions"])],
            "replaced": [element["code"] for element in content["elements"] if element["replaced"]],
        },
    )
    return round_


def freeze_instrument(round_: Round, now: datetime) -> None:
    """Fix the questionnaire of a round that opens: an equal frozen version is used again, otherwise the next version is counted.

    The caller holds the unit, so that two rounds never count the same version.
    """
    draft = round_.instrument
    if draft.frozen_at is not None:
        return
    content = draft.content | {"languages": list(round_.languages)}
    digest = content_digest(content)
    frozen = Instrument.objects.filter(
        government_id=round_.government_id, unit_id=round_.unit_id, frozen_at__isnull=False
    )
    same = frozen.filter(digest=digest).order_by("id").first()
    if same is not None:
        round_.instrument = same
        round_.save(update_fields=["instrument"])
        draft.delete()
        return
    highest = frozen.filter(name=draft.name).aggregate(highest=Max("version"))["highest"] or 0
    draft.content, draft.digest, draft.version, draft.frozen_at = content, digest, highest + 1, now
    draft.save()
