"""Writes of the services of a unit and of how many people used them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from cermin.base.access import Actor, NotVisible, require
from cermin.documents.incoming.structure import MOST_USERS
from cermin.organizations.models import Service, ServicePopulation, Unit
from cermin.organizations.queries.structure import today_in
from cermin.organizations.services.undo import undo_of_days, undo_of_deletion
from cermin.organizations.services.writing import (
    assign,
    fault,
    free_name,
    last_day,
    locked,
    need_unused,
    text_of,
    write_line,
)
from cermin.pure.policy import Action

EDIT = Action.SERVICE_EDIT
SERVICE_LABELS = {"name": "Nama", "active_from": "Ditawarkan sejak"}


@transaction.atomic
def create_service(*, actor: Actor, unit: Unit, values: Mapping[str, Any]) -> Service:
    """A new service at the end of the unit's list."""
    home = locked(unit)
    require(actor, EDIT, home)
    if home.active_to is not None and home.active_to < today_in(home.time_zone):
        raise ValidationError(f"Unit “{home.name}” sudah tidak aktif. Aktifkan dulu.")
    name = text_of(values, "name", "Nama layanan", 160, required=True)
    free_name(name, home.services.values_list("name", flat=True), "Layanan")
    last = home.services.aggregate(last=Max("position"))["last"] or 0
    row = Service.objects.create(
        government=home.government,
        unit=home,
        name=name,
        position=min(last + 1, 32_767),
        active_from=values.get("active_from") or None,
    )
    write_line(actor, EDIT, row, "Layanan dibuat")
    return row


@transaction.atomic
def edit_service(*, actor: Actor, service: Service, values: Mapping[str, Any]) -> Service:
    """Change name and first day."""
    row = locked(service)
    require(actor, EDIT, row)
    name = text_of(values, "name", "Nama layanan", 160, required=True)
    free_name(name, row.unit.services.exclude(id=row.id).values_list("name", flat=True), "Layanan")
    starts = values.get("active_from") or None
    if starts and row.active_to and starts > row.active_to:
        raise fault("active_from", f"Ditawarkan sejak: pilih hari sebelum hari terakhirnya, {row.active_to:%d-%m-%Y}.")
    changed = assign(row, {"name": name, "active_from": starts}, SERVICE_LABELS)
    if changed:
        row.save()
        write_line(actor, EDIT, row, "Layanan diubah", **changed)
    return row


@transaction.atomic
def order_services(*, actor: Actor, unit: Unit, service_ids: Sequence[int]) -> None:
    """Put the unit's services into this order; those that are not named follow in the order they had."""
    home = locked(unit)
    require(actor, EDIT, home)
    rows = {row.id: row for row in home.services.order_by("position", "name")}
    wanted = [number for number in dict.fromkeys(service_ids) if number in rows]
    order = wanted + [number for number in rows if number not in wanted]
    if order == list(rows):
        return
    for position, number in enumerate(order, 1):
        rows[number].position = position
    Service.objects.filter(government_id=home.government_id).bulk_update(rows.values(), ["position"])
    write_line(actor, EDIT, home, "Urutan layanan diubah", Urutan=", ".join(rows[number].name for number in order))


@transaction.atomic
def close_service(*, actor: Actor, service: Service, on: date) -> str:
    """`on` is the last day on which it is offered. Returns the token of its undo."""
    row = locked(service)
    require(actor, EDIT, row)
    last_day(row, on, "Layanan ini")
    before, row.active_to = row.active_to, on
    row.save(update_fields=["active_to"])
    write_line(actor, EDIT, row, "Layanan dinonaktifkan", **{"Hari terakhir": on.isoformat()})
    return undo_of_days(actor, row, before)


@transaction.atomic
def reopen_service(*, actor: Actor, service: Service) -> str:
    """Offered again until further notice. Returns the token of its undo."""
    row = locked(service)
    require(actor, EDIT, row)
    before, row.active_to = row.active_to, None
    row.save(update_fields=["active_to"])
    write_line(actor, EDIT, row, "Layanan diaktifkan lagi")
    return undo_of_days(actor, row, before)


@transaction.atomic
def delete_service(*, actor: Actor, service: Service) -> str:
    """Delete a service to which nothing points: no number of users, no survey. Returns the token of its undo."""
    row = locked(service)
    require(actor, EDIT, row)
    need_unused(row, f"Layanan “{row.name}”")
    token = undo_of_deletion(actor, row)
    write_line(actor, EDIT, row, "Layanan dihapus")
    row.delete()
    return token


@transaction.atomic
def record_population(
    *, actor: Actor, service: Service, starts_on: date, ends_on: date, people: int, source: str
) -> ServicePopulation:
    """How many people used the service in that period, and where the number comes from; the same period is written over."""
    row = locked(service)
    require(actor, EDIT, row)
    if ends_on < starts_on:
        raise fault("ends_on", "Akhir periode: pilih hari sesudah awal periode.")
    if not 1 <= people <= MOST_USERS:
        raise fault("people", "Jumlah pengguna: tulis bilangan 1 atau lebih. Bila tidak diketahui, jangan diisi.")
    said = text_of({"source": source}, "source", "Sumber", 200, required=True)
    found = row.populations.filter(starts_on=starts_on, ends_on=ends_on).first()
    made = found or ServicePopulation(
        government=row.government, service=row, starts_on=starts_on, ends_on=ends_on, people=people, source=said
    )
    before = found.people if found else None
    if found and (found.people, found.source) == (people, said):
        return found
    made.people, made.source = people, said
    made.save()
    period = f"{starts_on.isoformat()} sampai {ends_on.isoformat()}"
    number = str(people) if before is None else f"{before} → {people}"
    write_line(actor, EDIT, row, "Jumlah pengguna dicatat", Periode=period, Jumlah=number, Sumber=said)
    return made


@transaction.atomic
def delete_population(*, actor: Actor, population: ServicePopulation) -> str:
    """Take a wrong number out. Rounds that were planned with it keep their own copy. Returns the token of its undo."""
    row = locked(population.service)
    require(actor, EDIT, row)
    found = row.populations.filter(id=population.id).first()
    if found is None:
        raise NotVisible
    token = undo_of_deletion(actor, found)
    period = f"{found.starts_on.isoformat()} sampai {found.ends_on.isoformat()}"
    write_line(actor, EDIT, row, "Jumlah pengguna dihapus", Periode=period, Jumlah=str(found.people))
    found.delete()
    return token
