"""Writes of governments, unit types, agencies and units. No row ever changes its government."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cermin.base import audit
from cermin.base.access import Actor, NotVisible, require
from cermin.organizations.models import (
    ZONES,
    Agency,
    Government,
    Region,
    Service,
    ServicePopulation,
    Succession,
    Unit,
    UnitType,
)
from cermin.organizations.queries import structure as reads
from cermin.organizations.services.undo import undo_of_days, undo_of_deletion
from cermin.organizations.services.writing import (
    assign,
    fault,
    free_name,
    last_day,
    locked,
    locked_government,
    need_unused,
    text_of,
    write_line,
)
from cermin.pure.policy import Action

EDIT = Action.STRUCTURE_EDIT
KIND_WORDS = {"province": "Provinsi", "regency": "Kabupaten", "city": "Kota"}

GOVERNMENT_LABELS = {
    "name": "Nama",
    "zone": "Zona waktu",
    "privacy_controller": "Penanggung jawab data pribadi",
    "privacy_purpose": "Tujuan pemrosesan",
    "privacy_contact": "Narahubung privasi",
}
AGENCY_LABELS = {"name": "Nama", "short_name": "Singkatan", "active_from": "Aktif sejak"}
UNIT_LABELS = {
    "name": "Nama",
    "short_name": "Singkatan",
    "unit_type": "Jenis unit",
    "address": "Alamat",
    "phone": "Telepon",
    "zone": "Zona waktu",
    "active_from": "Aktif sejak",
}


# Governments -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def edit_government(*, actor: Actor, government: Government, values: Mapping[str, Any]) -> Government:
    """Change name, zone and the privacy line. Empty privacy texts are kept: rounds then cannot open."""
    row = locked_government(government)
    require(actor, Action.GOVERNMENT_EDIT, row)
    zone = str(values.get("zone") or row.zone)
    if zone not in dict(ZONES):
        raise fault("zone", "Zona waktu: pilih WIB, WITA, atau WIT.")
    changed = assign(
        row,
        {
            "name": text_of(values, "name", "Nama pemerintah daerah", 100, required=True),
            "zone": zone,
            "privacy_controller": text_of(values, "privacy_controller", "Penanggung jawab data pribadi", 160),
            "privacy_purpose": text_of(values, "privacy_purpose", "Tujuan pemrosesan", 300),
            "privacy_contact": text_of(values, "privacy_contact", "Narahubung privasi", 160),
        },
        GOVERNMENT_LABELS,
    )
    if changed:
        row.save()
        write_line(actor, Action.GOVERNMENT_EDIT, row, "Data pemerintah daerah diubah", **changed)
    return row


@transaction.atomic
def add_government(*, actor: Actor, province: Government, region: Region) -> Government:
    """A regency or city of the province becomes a government here. Its key is the region's code of today, for ever."""
    home = locked_government(province)
    require(actor, Action.GOVERNMENT_EDIT, home)
    if home.code != home.province_id:
        raise ValidationError("Hanya pemerintah provinsi yang menambah kabupaten dan kota.")
    if region.parent_code != home.code:
        raise fault("region", f"Pilih kabupaten atau kota di {home.name}.")
    if Government.objects.filter(code=region.code).exists():
        raise fault("region", f"{region.name} sudah terdaftar.")
    row = Government.objects.create(
        code=region.code,
        region=region,
        kind=region.kind,
        name=f"{KIND_WORDS[region.kind]} {region.name}",
        province=home,
        zone=home.zone,
    )
    write_line(actor, Action.GOVERNMENT_EDIT, row, "Pemerintah daerah ditambahkan", Kode=region.code)
    return row


# Unit types --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_unit_type(*, actor: Actor, province: Government, name: str) -> UnitType:
    """A new kind of unit for all governments of the province."""
    home = _province(actor, province)
    clean = text_of({"name": name}, "name", "Jenis unit", 80, required=True)
    free_name(clean, home.unit_types.values_list("name", flat=True), "Jenis unit")
    row = UnitType.objects.create(province=home, name=clean)
    _type_line(actor, row, "Jenis unit ditambahkan")
    return row


@transaction.atomic
def rename_unit_type(*, actor: Actor, unit_type: UnitType, name: str) -> UnitType:
    """Change the name; units keep their type."""
    home = _province(actor, unit_type.province)
    row = home.unit_types.filter(id=unit_type.id).first()
    if row is None:
        raise NotVisible
    clean = text_of({"name": name}, "name", "Jenis unit", 80, required=True)
    free_name(clean, home.unit_types.exclude(id=row.id).values_list("name", flat=True), "Jenis unit")
    changed = assign(row, {"name": clean}, {"name": "Nama"})
    if changed:
        row.save()
        _type_line(actor, row, "Jenis unit diganti namanya", **changed)
    return row


@transaction.atomic
def delete_unit_type(*, actor: Actor, unit_type: UnitType) -> str:
    """Delete a kind that no unit has. Returns the token of its undo."""
    home = _province(actor, unit_type.province)
    row = home.unit_types.filter(id=unit_type.id).first()
    if row is None:
        raise NotVisible
    used = Unit.objects.filter(government__in=home.governments.values("code"), unit_type=row).count()
    if used:
        raise ValidationError(f"Jenis unit “{row.name}” masih dipakai {used} unit. Ubah dulu jenis unit-unit itu.")
    token = undo_of_deletion(actor, row)
    _type_line(actor, row, "Jenis unit dihapus")
    row.delete()
    return token


def _province(actor: Actor, province: Government) -> Government:
    home = locked_government(province)
    require(actor, EDIT, home)
    if home.code != home.province_id:
        raise ValidationError("Jenis unit ditetapkan oleh pemerintah provinsi.")
    return home


def _type_line(actor: Actor, row: UnitType, what: str, **detail: Any) -> None:
    audit.record(
        actor,
        action=EDIT.value,
        government_id=row.province_id,
        kind="unittype",
        object_id=row.pk,
        label=row.name,
        detail={"Perubahan": what, **detail},
    )


# Agencies ----------------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_agency(*, actor: Actor, government: Government, values: Mapping[str, Any]) -> Agency:
    """A new agency of the government."""
    home = locked_government(government)
    require(actor, EDIT, home)
    row = Agency(government=home, **_agency_values(values))
    free_name(row.name, Agency.objects.filter(government=home).values_list("name", flat=True), "Perangkat daerah")
    row.save(force_insert=True)
    write_line(actor, EDIT, row, "Perangkat daerah dibuat")
    return row


@transaction.atomic
def edit_agency(*, actor: Actor, agency: Agency, values: Mapping[str, Any]) -> Agency:
    """Change name, short name, first day."""
    row = locked(agency)
    require(actor, EDIT, row)
    clean = _agency_values(values)
    others = Agency.objects.filter(government_id=row.government_id).exclude(id=row.id)
    free_name(clean["name"], others.values_list("name", flat=True), "Perangkat daerah")
    _need_order(clean["active_from"], row.active_to)
    changed = assign(row, clean, AGENCY_LABELS)
    if changed:
        row.save()
        write_line(actor, EDIT, row, "Perangkat daerah diubah", **changed)
    return row


def _agency_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": text_of(values, "name", "Nama perangkat daerah", 160, required=True),
        "short_name": text_of(values, "short_name", "Singkatan", 40),
        "active_from": values.get("active_from") or None,
    }


def _need_order(active_from: date | None, active_to: date | None) -> None:
    if active_from and active_to and active_from > active_to:
        raise fault("active_from", f"Aktif sejak: pilih hari sebelum hari terakhirnya, {active_to:%d-%m-%Y}.")


@transaction.atomic
def close_agency(*, actor: Actor, agency: Agency, on: date) -> str:
    """`on` is its last active day. Refused while a unit of it goes on longer. Returns the token of its undo."""
    row = locked(agency)
    require(actor, EDIT, row)
    last_day(row, on, "Perangkat daerah ini")
    open_units = row.units.filter(reads.active_on(on + timedelta(days=1))).count()
    if open_units:
        raise ValidationError(
            f"{row.name} masih punya {open_units} unit yang aktif sesudah hari itu. Nonaktifkan atau pindahkan dulu."
        )
    return _ended(actor, row, on, "Perangkat daerah dinonaktifkan")


@transaction.atomic
def reopen_agency(*, actor: Actor, agency: Agency) -> str:
    """Active again until further notice. Returns the token of its undo."""
    row = locked(agency)
    require(actor, EDIT, row)
    return _ended(actor, row, None, "Perangkat daerah diaktifkan lagi")


@transaction.atomic
def delete_agency(*, actor: Actor, agency: Agency) -> str:
    """Delete an agency to which nothing points. Returns the token of its undo."""
    row = locked(agency)
    require(actor, EDIT, row)
    return _deleted(actor, row, "Perangkat daerah")


def _ended(actor: Actor, row: Agency | Unit, on: date | None, what: str) -> str:
    before, row.active_to = row.active_to, on
    row.save(update_fields=["active_to"])
    write_line(actor, EDIT, row, what, **({"Hari terakhir": on.isoformat()} if on else {}))
    return undo_of_days(actor, row, before)


def _deleted(actor: Actor, row: Agency | Unit, label: str) -> str:
    need_unused(row, f"{label} “{row.name}”")
    token = undo_of_deletion(actor, row)
    write_line(actor, EDIT, row, f"{label} dihapus")
    row.delete()
    return token


# Units -------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_unit(*, actor: Actor, agency: Agency, values: Mapping[str, Any]) -> Unit:
    """A new unit of the agency."""
    home = locked(agency)
    require(actor, EDIT, home)
    _need_active(home, "Perangkat daerah")
    row = Unit(government=home.government, agency=home, **_unit_values(values, home.government.province_id))
    free_name(row.name, home.units.values_list("name", flat=True), "Unit")
    row.save(force_insert=True)
    write_line(actor, EDIT, row, "Unit dibuat")
    return row


@transaction.atomic
def edit_unit(*, actor: Actor, unit: Unit, values: Mapping[str, Any]) -> Unit:
    """Change what a unit is called and where it is. It stays in its agency: see `move_unit`."""
    row = locked(unit)
    require(actor, EDIT, row)
    clean = _unit_values(values, row.government.province_id)
    others = Unit.objects.filter(government_id=row.government_id, agency_id=row.agency_id).exclude(id=row.id)
    free_name(clean["name"], others.values_list("name", flat=True), "Unit")
    _need_order(clean["active_from"], row.active_to)
    changed = assign(row, clean, UNIT_LABELS)
    if changed:
        row.save()
        write_line(actor, EDIT, row, "Unit diubah", **changed)
    return row


def _unit_values(values: Mapping[str, Any], province_id: str) -> dict[str, Any]:
    unit_type = values.get("unit_type") or None
    if unit_type is not None and unit_type.province_id != province_id:
        raise fault("unit_type", "Jenis unit: pilih salah satu dari daftar.")
    zone = str(values.get("zone") or "")
    if zone and zone not in dict(ZONES):
        raise fault("zone", "Zona waktu: pilih WIB, WITA, atau WIT.")
    return {
        "name": text_of(values, "name", "Nama unit", 160, required=True),
        "short_name": text_of(values, "short_name", "Singkatan", 40),
        "unit_type": unit_type,
        "address": text_of(values, "address", "Alamat", 300),
        "phone": text_of(values, "phone", "Telepon", 40),
        "zone": zone,
        "active_from": values.get("active_from") or None,
    }


def _need_active(row: Agency, label: str) -> None:
    if row.active_to is not None and row.active_to < reads.today_in(row.government.zone):
        raise ValidationError(f"{label} “{row.name}” sudah tidak aktif. Aktifkan dulu.")


@transaction.atomic
def close_unit(*, actor: Actor, unit: Unit, on: date) -> str:
    """`on` is its last active day; history and published results stay. Returns the token of its undo."""
    row = locked(unit)
    require(actor, EDIT, row)
    last_day(row, on, "Unit ini")
    return _ended(actor, row, on, "Unit dinonaktifkan")


@transaction.atomic
def reopen_unit(*, actor: Actor, unit: Unit) -> str:
    """Active again until further notice, in an agency that is active. Returns the token of its undo."""
    row = locked(unit)
    require(actor, EDIT, row)
    _need_active(row.agency, "Perangkat daerah")
    return _ended(actor, row, None, "Unit diaktifkan lagi")


@transaction.atomic
def delete_unit(*, actor: Actor, unit: Unit) -> str:
    """Delete a unit to which nothing points: no service, post or survey. Returns the token of its undo."""
    row = locked(unit)
    require(actor, EDIT, row)
    return _deleted(actor, row, "Unit")


@transaction.atomic
def move_unit(*, actor: Actor, unit: Unit, agency: Agency, on: date, decree: str) -> Unit:
    """From the day `on` the unit belongs to another agency of its government: it ends the day before, and a new unit with its
    details, its active services and their newest numbers of users begins. Posts are made anew at the new unit.
    """
    row = locked(unit)
    require(actor, EDIT, row)
    home = locked(agency)
    require(actor, EDIT, home)
    if home.government_id != row.government_id:
        raise fault("agency", "Perangkat daerah: pilih yang ada di pemerintah daerah yang sama.")
    if home.id == row.agency_id:
        raise fault("agency", "Perangkat daerah: unit ini sudah berada di sana. Pilih yang lain.")
    _need_active(home, "Perangkat daerah")
    if row.active_to is not None and row.active_to < on:
        raise ValidationError("Unit ini sudah tidak aktif pada hari itu. Aktifkan dulu.")
    last_day(row, on - timedelta(days=1), "Unit ini")
    free_name(row.name, home.units.values_list("name", flat=True), "Unit")
    said = text_of({"decree": decree}, "decree", "Dasar keputusan", 120)
    offered = list(reads.services_of(row, on))
    later = Unit.objects.create(
        government=row.government,
        agency=home,
        unit_type=row.unit_type,
        name=row.name,
        short_name=row.short_name,
        address=row.address,
        phone=row.phone,
        zone=row.zone,
        active_from=on,
    )
    for service in offered:
        copy = Service.objects.create(
            government=row.government, unit=later, name=service.name, position=service.position, active_from=on
        )
        newest = reads.populations_of(service).first()
        if newest is not None:
            ServicePopulation.objects.create(
                government=row.government,
                service=copy,
                starts_on=newest.starts_on,
                ends_on=newest.ends_on,
                people=newest.people,
                source=newest.source,
            )
    row.active_to = on - timedelta(days=1)
    row.save(update_fields=["active_to"])
    Succession.objects.create(government=row.government, earlier=row, later=later, on=on, decree=said)
    detail = {"Sejak": on.isoformat(), "Dasar": said or "(kosong)", "Dari": row.agency.name, "Ke": home.name}
    write_line(actor, EDIT, later, "Unit pindah perangkat daerah", **detail)
    return later


# Predecessors ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def record_succession(*, actor: Actor, earlier: Unit, later: Unit, on: date, decree: str) -> Succession:
    """`later` continues `earlier` from that day. The actor must see both; the right is asked at the later one."""
    row = locked(later)
    require(actor, EDIT, row)
    before = locked(earlier)
    require(actor, Action.STRUCTURE_READ, before)
    if before.id == row.id:
        raise fault("earlier", "Pendahulu: pilih unit lain.")
    if row.id in _ancestors(before):
        raise fault("earlier", f"Pendahulu: {before.name} justru meneruskan unit ini. Pilih unit lain.")
    if row.predecessors.filter(earlier=before).exists():
        raise fault("earlier", f"Pendahulu: {before.name} sudah tercatat.")
    said = text_of({"decree": decree}, "decree", "Dasar keputusan", 120)
    made = Succession.objects.create(government=row.government, earlier=before, later=row, on=on, decree=said)
    write_line(actor, EDIT, row, "Pendahulu dicatat", Pendahulu=before.name, Sejak=on.isoformat(), Dasar=said)
    return made


def _ancestors(unit: Unit) -> set[int]:
    """Ids of all units that the unit continues, at any distance."""
    found: set[int] = set()
    here = {unit.id}
    while here:
        rows = Succession.objects.unscoped("a unit may continue one of another government").filter(later_id__in=here)
        here = set(rows.values_list("earlier_id", flat=True)) - found
        found |= here
    return found


@transaction.atomic
def remove_succession(*, actor: Actor, succession: Succession) -> str:
    """Take a wrong predecessor out again. Returns the token of its undo."""
    row = locked(succession.later)
    require(actor, EDIT, row)
    found = row.predecessors.filter(id=succession.id).select_related("earlier").first()
    if found is None:
        raise NotVisible
    token = undo_of_deletion(actor, found)
    write_line(actor, EDIT, row, "Pendahulu dihapus dari riwayat", Pendahulu=found.earlier.name)
    found.delete()
    return token
