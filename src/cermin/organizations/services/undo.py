"""Taking back a closing or a deletion for 20 seconds: what was there travels in a signed token, the server decides if it still holds."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from cermin.base import audit
from cermin.base.access import Actor, NotVisible, require
from cermin.base.components import UNDO_SECONDS
from cermin.organizations.models import Agency, Service, ServicePopulation, Succession, Unit, UnitType
from cermin.pure.policy import Action, Place

_SALT = "organizations.undo"
_SLACK_SECONDS = 15
"""The countdown starts when the page has arrived; a slow line must not cost the undo."""

_KINDS: dict[str, tuple[type[models.Model], Action]] = {
    "agency": (Agency, Action.STRUCTURE_EDIT),
    "unit": (Unit, Action.STRUCTURE_EDIT),
    "unittype": (UnitType, Action.STRUCTURE_EDIT),
    "succession": (Succession, Action.STRUCTURE_EDIT),
    "service": (Service, Action.SERVICE_EDIT),
    "servicepopulation": (ServicePopulation, Action.SERVICE_EDIT),
}
_TOO_LATE = "Waktu untuk mengurungkan sudah lewat. Perbaiki lewat halamannya."
_CHANGED = "Data ini sudah diubah lagi, sehingga tidak dapat diurungkan. Perbaiki lewat halamannya."


class Placed:
    """The place of a row that has none of its own."""

    def __init__(self, place: Place) -> None:
        self.place = place


def place_of(row: Any) -> Place:
    """Where the right to change the row is asked."""
    if isinstance(row, UnitType):
        return row.province.place
    if isinstance(row, Succession):
        return row.later.place
    if isinstance(row, ServicePopulation):
        return row.service.place
    return row.place


def undo_of_days(actor: Actor, row: Agency | Unit | Service, before: Any) -> str:
    """A token that puts back `active_to`, as long as it is still what it was set to."""
    now = row.active_to.isoformat() if row.active_to else ""
    was = before.isoformat() if before else ""
    return _sealed(actor, row, {"now": now, "was": was})


def undo_of_deletion(actor: Actor, row: models.Model) -> str:
    """A token that writes the row again, with its id."""
    values = {field.attname: field.value_to_string(row) for field in row._meta.concrete_fields}
    empty = [field.attname for field in row._meta.concrete_fields if getattr(row, field.attname) is None]
    return _sealed(actor, row, {"row": {name: value for name, value in values.items() if name not in empty}})


def _sealed(actor: Actor, row: models.Model, load: dict[str, Any]) -> str:
    head = {"kind": type(row).__name__.lower(), "id": row.pk, "person": actor.person_id}
    return signing.dumps(head | load, salt=_SALT, compress=True)


@transaction.atomic
def undo_change(*, actor: Actor, token: str) -> models.Model:
    """Take the change back. Raises ValidationError when it is too late or the row has changed since; rights are asked again."""
    try:
        load = signing.loads(token, salt=_SALT, max_age=UNDO_SECONDS + _SLACK_SECONDS)
    except signing.BadSignature:
        raise ValidationError(_TOO_LATE) from None
    if load["person"] != actor.person_id:
        raise NotVisible
    model, action = _KINDS[load["kind"]]
    row = _written_again(model, load) if "row" in load else _days_put_back(model, load)
    place = place_of(row)
    require(actor, action, Placed(place))
    audit.record(
        actor,
        action=action.value,
        government_id=place.government,
        kind=load["kind"],
        object_id=row.pk,
        label=str(row),
        agency_id=place.agency,
        unit_id=place.unit,
        detail={"Perubahan": "Diurungkan"},
    )
    return row


def _days_put_back(model: type[models.Model], load: dict[str, Any]) -> models.Model:
    row: Any = model._base_manager.select_for_update().filter(pk=load["id"]).first()
    now = row.active_to.isoformat() if row is not None and row.active_to else ""
    if row is None or now != load["now"]:
        raise ValidationError(_CHANGED)
    row.active_to = model._meta.get_field("active_to").to_python(load["was"] or None)
    row.save(update_fields=["active_to"])
    return row


def _written_again(model: type[models.Model], load: dict[str, Any]) -> models.Model:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row = model(**{name: fields[name].to_python(value) for name, value in load["row"].items()})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_CHANGED) from None
    return row
