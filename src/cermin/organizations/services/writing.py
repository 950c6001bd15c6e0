"""What every write of the room shares: text made clean, rows locked, lines of the audit trail, and whether a row may go."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from cermin.base import audit
from cermin.base.access import Actor, NotVisible
from cermin.documents.incoming.words import plain
from cermin.organizations.models import Agency, Government, Invitation, Post, Service, Unit
from cermin.pure.policy import Action

Row = TypeVar("Row", Agency, Unit, Service, Post, Invitation)
_RELATED = {
    Agency: ("government__province",),
    Unit: ("government__province", "agency", "unit_type"),
    Service: ("government__province", "unit__agency", "unit__government"),
    Post: ("government__province", "agency", "unit"),
    Invitation: ("post__government__province", "post__agency", "post__unit"),
}


def fault(field: str, sentence: str) -> ValidationError:
    """Bad input: the field and one sentence that says the mend."""
    return ValidationError({field: [sentence]})


def text_of(values: Mapping[str, Any], field: str, label: str, limit: int, *, required: bool = False) -> str:
    """The text of a field without control characters and doubled blanks. Raises ValidationError naming `label`."""
    raw = unicodedata.normalize("NFC", str(values.get(field) or ""))
    text = " ".join(re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", " ", raw).split())
    if required and not plain(text):
        raise fault(field, f"{label}: tulis isinya.")
    if len(text) > limit:
        raise fault(field, f"{label} paling banyak {limit} huruf; ini {len(text)}. Ringkaslah.")
    return text


def free_name(name: str, siblings: Iterable[str], label: str) -> None:
    """Raise ValidationError when a sibling has this name, however it is spaced, cased or punctuated."""
    wanted = plain(name)
    for other in siblings:
        if plain(other) == wanted:
            raise fault("name", f"{label} “{other}” sudah ada di sini. Pakai nama lain, atau ubah yang sudah ada.")


def locked(row: Row) -> Row:
    """The row as it is now, locked until the end of the transaction. Raises NotVisible when it is gone."""
    model = type(row)
    found = (
        model.objects.select_for_update(of=("self",))
        .select_related(*_RELATED[model])
        .filter(government_id=row.government_id, id=row.id)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def locked_government(government: Government) -> Government:
    """The same for a government."""
    found = Government.objects.select_for_update(of=("self",)).filter(code=government.code).first()
    if found is None:
        raise NotVisible
    return found


def assign(row: models.Model, values: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    """Put the values on the row; what changed, for the audit line: {"Nama": "lama → baru"}. Saves nothing."""
    changed = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changed[labels[name]] = f"{_said(before)} → {_said(value)}"
            setattr(row, name, value)
    return changed


def _said(value: Any) -> str:
    return "(kosong)" if value in (None, "") else str(value)


def write_line(actor: Actor, action: Action, row: Any, what: str, **detail: Any) -> None:
    """One line of the audit trail about an agency, unit, service or government."""
    place = row.place
    audit.record(
        actor,
        action=action.value,
        government_id=place.government,
        kind=type(row).__name__.lower(),
        object_id=row.pk,
        label=str(row),
        agency_id=place.agency,
        unit_id=place.unit,
        detail={"Perubahan": what, **detail},
    )


_WHO_POINTS = {
    "Agency": "perangkat daerah",
    "Unit": "unit",
    "Service": "layanan",
    "ServicePopulation": "jumlah pengguna",
    "Post": "jabatan",
    "Succession": "riwayat pendahulu",
    "UnitType": "jenis unit",
}


def need_unused(row: models.Model, label: str) -> None:
    """Raise ValidationError, naming what points to the row, unless nothing in any room does."""
    found = []
    for relation in row._meta.get_fields(include_hidden=True):  # hidden: relations named "+"
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        model = relation.related_model
        if model._base_manager.filter(**{relation.field.name: row}).exists():
            found.append(_WHO_POINTS.get(model.__name__, "survei atau data lain"))
    if found:
        names = ", ".join(dict.fromkeys(found))
        raise ValidationError(f"{label} tidak dapat dihapus karena sudah dipakai oleh: {names}. Nonaktifkan saja.")


def last_day(row: Agency | Unit | Service, on: date, label: str) -> None:
    """Raise ValidationError when the row would end before it began."""
    if row.active_from is not None and on < row.active_from:
        raise fault("on", f"{label} baru aktif sejak {row.active_from:%d-%m-%Y}. Pilih hari terakhir sesudah itu.")
