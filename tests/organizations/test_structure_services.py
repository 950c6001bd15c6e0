"""Changes of the tree: who may, what they leave in the trail, what they refuse, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.organizations.places import Places, places
from tests.respond.office import open_office
from tests.support.people import actor_with

from cermin.base.access import Actor, NotVisible, Refused
from cermin.base.models import AuditLine
from cermin.organizations.models import (
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
from cermin.organizations.services import offering, structure
from cermin.organizations.services.undo import undo_change
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
PRIVACY = {
    "name": "Kota Melati",
    "zone": "Asia/Jayapura",
    "privacy_controller": "Sekretariat Daerah",
    "privacy_purpose": "menilai pelayanan",
    "privacy_contact": "data@melati.example",
}


def lines(government: str = "97.71") -> list[tuple[str, str, dict[str, Any]]]:
    found = AuditLine.objects.filter(government_id=government).order_by("id")
    return [(line.action, line.object_label, line.detail) for line in found]


def said(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


# Rights ------------------------------------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[Actor, Places], Any]] = {
    "government": lambda a, p: structure.edit_government(actor=a, government=p.city, values=PRIVACY),
    "new agency": lambda a, p: structure.create_agency(actor=a, government=p.city, values={"name": "Dinas Baru"}),
    "agency": lambda a, p: structure.edit_agency(actor=a, agency=p.agency, values={"name": "Dinas Lain"}),
    "new unit": lambda a, p: structure.create_unit(actor=a, agency=p.agency, values={"name": "Loket Baru"}),
    "unit": lambda a, p: structure.edit_unit(actor=a, unit=p.unit, values={"name": "Kantor Lain"}),
    "service": lambda a, p: offering.edit_service(actor=a, service=p.services[0], values={"name": "KK"}),
    "people": lambda a, p: offering.record_population(
        actor=a, service=p.services[0], starts_on=DAY, ends_on=DAY, people=9, source="register"
    ),
}
ALL = set(ACTS)
MAY = {
    (Role.BUREAU, "province"): (ALL, set()),
    (Role.SECTION, "city"): (ALL, set()),
    (Role.ADMINISTRATOR, "city"): (ALL, set()),
    (Role.COORDINATOR, "agency"): (ALL - {"government", "new agency"}, {"new agency"}),
    (Role.OFFICER, "unit"): ({"service", "people"}, {"new agency", "agency", "new unit"}),
    (Role.HEAD, "other_unit"): (set(), ALL - {"government"}),
    (Role.MINISTRY, "province"): (set(), set()),
    (Role.INSPECTOR, "city"): (set(), set()),
    (Role.SECTION, "regency"): (set(), ALL),
}


@pytest.mark.parametrize(("who", "where"), MAY, ids=[f"{role}-{place}" for role, place in MAY])
def test_who_may_who_reads_why_and_for_whom_it_does_not_exist(who: Role, where: str) -> None:
    here = places()
    actor = actor_with(who, getattr(here, where))
    allowed, unseen = MAY[(who, where)]
    for name, act in ACTS.items():
        before = AuditLine.objects.filter(government_id="97.71").count()
        if name in allowed:
            act(actor, here)
            assert AuditLine.objects.filter(government_id="97.71").count() == before + 1, name
            continue
        with pytest.raises(NotVisible if name in unseen else Refused) as refused:
            act(actor, here)
        assert name in unseen or "Hanya" in refused.value.reason, name
        assert AuditLine.objects.filter(government_id="97.71").count() == before, name


# Governments and unit types ----------------------------------------------------------------------------------------------


def test_the_privacy_line_is_changed_with_old_and_new_value_in_the_trail() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    structure.edit_government(actor=section, government=here.city, values=PRIVACY)
    row = Government.objects.get(code="97.71")
    assert (row.privacy_controller, row.privacy_contact) == ("Sekretariat Daerah", "data@melati.example")
    [(action, label, detail)] = lines()
    assert (action, label) == ("government_edit", "Kota Melati")
    assert detail["Narahubung privasi"] == "(kosong) → data@melati.example"
    structure.edit_government(actor=section, government=here.city, values=PRIVACY)
    assert len(lines()) == 1, "nothing changed, nothing to tell"


@pytest.mark.parametrize(
    ("more", "field"), [({"name": " - "}, "name"), ({"zone": "Asia/Tokyo"}, "zone"), ({"privacy_purpose": "x" * 301}, "privacy_purpose")]
)  # fmt: skip
def test_bad_settings_change_nothing_and_name_the_field(more: dict[str, str], field: str) -> None:
    here = places()
    with pytest.raises(ValidationError) as error:
        structure.edit_government(
            actor=actor_with(Role.SECTION, here.city), government=here.city, values=PRIVACY | more
        )
    assert list(error.value.message_dict) == [field]
    assert Government.objects.get(code="97.71").privacy_contact == ""
    assert lines() == []


def test_the_province_adds_its_regencies_once() -> None:
    here = places()
    bureau = actor_with(Role.BUREAU, here.province)
    region = Region.objects.create(code="97.02", kind="regency", name="Teratai", parent_code="97")
    foreign = Region.objects.create(code="96.01", kind="regency", name="Jauh", parent_code="96")
    assert list(reads.open_regions(here.province, DAY)) == [region]
    made = structure.add_government(actor=bureau, province=here.province, region=region)
    assert (made.code, made.name, made.province_id) == ("97.02", "Kabupaten Teratai", "97")
    assert lines("97.02")[0][2]["Perubahan"] == "Pemerintah daerah ditambahkan"
    assert list(reads.open_regions(here.province, DAY)) == []
    for wrong in (region, foreign):
        with pytest.raises(ValidationError):
            structure.add_government(actor=bureau, province=here.province, region=wrong)
    with pytest.raises(NotVisible):
        structure.add_government(actor=actor_with(Role.SECTION, here.city), province=here.province, region=foreign)


def test_the_province_sets_the_kinds_of_units() -> None:
    here = places()
    bureau = actor_with(Role.BUREAU, here.province)
    kind = structure.add_unit_type(actor=bureau, province=here.province, name=" Puskesmas ")
    assert kind.name == "Puskesmas"
    with pytest.raises(ValidationError, match="sudah ada"):
        structure.add_unit_type(actor=bureau, province=here.province, name="PUSKESMAS.")
    structure.rename_unit_type(actor=bureau, unit_type=kind, name="Pusat kesehatan")
    structure.edit_unit(
        actor=bureau, unit=here.other_unit, values={"name": "Puskesmas Mawar", "unit_type": UnitType.objects.get()}
    )
    with pytest.raises(ValidationError, match="masih dipakai 1 unit"):
        structure.delete_unit_type(actor=bureau, unit_type=kind)
    other = structure.add_unit_type(actor=bureau, province=here.province, name="Sekolah")
    token = structure.delete_unit_type(actor=bureau, unit_type=other)
    assert [row.name for row in reads.unit_types("97")] == ["Pusat kesehatan"]
    undo_change(actor=bureau, token=token)
    assert UnitType.objects.get(name="Sekolah").id == other.id
    with pytest.raises(NotVisible):
        structure.add_unit_type(actor=actor_with(Role.SECTION, here.city), province=here.province, name="Pasar")


def test_a_unit_takes_only_a_kind_of_its_own_province() -> None:
    here = places()
    foreign = UnitType.objects.create(province=open_office().government, name="Pasar")
    with pytest.raises(ValidationError) as error:
        structure.edit_unit(
            actor=actor_with(Role.SECTION, here.city), unit=here.unit, values={"name": "K", "unit_type": foreign}
        )
    assert list(error.value.message_dict) == ["unit_type"]


# Names -------------------------------------------------------------------------------------------------------------------


def test_names_are_cleaned_and_free_within_their_parent() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    made = structure.create_agency(
        actor=section, government=here.city, values={"name": "Dinas\u202e  Pasar\n", "short_name": "DP"}
    )
    assert (made.name, made.short_name) == ("Dinas Pasar", "DP")
    for name in ("dinas pasar", "Dinas-Pasar", "DINAS  PASAR."):
        with pytest.raises(ValidationError, match="“Dinas Pasar” sudah ada"):
            structure.create_agency(actor=section, government=here.city, values={"name": name})
    structure.create_unit(actor=section, agency=made, values={"name": "Puskesmas Mawar"})
    with pytest.raises(ValidationError):
        structure.create_unit(actor=section, agency=here.other_agency, values={"name": "puskesmas mawar"})
    structure.edit_unit(actor=section, unit=here.unit, values={"name": "KANTOR Pelayanan Melati"})
    with pytest.raises(ValidationError, match="paling banyak 160"):
        structure.edit_unit(actor=section, unit=here.unit, values={"name": "x" * 161})


def test_editing_keeps_the_agency_and_tells_what_changed() -> None:
    here = places()
    structure.edit_unit(
        actor=actor_with(Role.COORDINATOR, here.agency),
        unit=here.unit,
        values={"name": here.unit.name, "address": "Jalan Contoh 2", "phone": "0921-1", "zone": "Asia/Makassar"},
    )
    row = Unit.objects.get(government_id="97.71", id=here.unit.id)
    assert (row.agency_id, row.address, row.time_zone) == (here.agency.id, "Jalan Contoh 2", "Asia/Makassar")
    detail = lines()[0][2]
    assert detail == {
        "Perubahan": "Unit diubah",
        "Alamat": "Jalan Contoh 1 → Jalan Contoh 2",
        "Telepon": "(kosong) → 0921-1",
        "Zona waktu": "(kosong) → Asia/Makassar",
    }


# Closing, deleting, undo -------------------------------------------------------------------------------------------------


def test_closing_a_unit_keeps_it_and_can_be_taken_back_by_the_same_person_only() -> None:
    here = places()
    section, bureau = actor_with(Role.SECTION, here.city), actor_with(Role.BUREAU, here.province)
    token = structure.close_unit(actor=section, unit=here.unit, on=DAY)
    assert Unit.objects.get(government_id="97.71", id=here.unit.id).active_to == DAY
    with pytest.raises(NotVisible):
        undo_change(actor=bureau, token=token)
    undo_change(actor=section, token=token)
    assert Unit.objects.get(government_id="97.71", id=here.unit.id).active_to is None
    assert [detail["Perubahan"] for _, _, detail in lines()] == ["Unit dinonaktifkan", "Diurungkan"]
    with pytest.raises(ValidationError, match="sudah diubah lagi"):
        undo_change(actor=section, token=token)


def test_an_undo_holds_for_seconds_and_asks_the_right_again(monkeypatch: pytest.MonkeyPatch) -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    token = structure.close_unit(actor=section, unit=here.unit, on=DAY)
    with pytest.raises(Refused):
        undo_change(actor=Actor(section.person_id, "x", actor_with(Role.OFFICER, here.unit).grants), token=token)
    with pytest.raises(ValidationError, match="sudah lewat"):
        undo_change(actor=section, token=token + "x")
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 36)
    with pytest.raises(ValidationError, match="sudah lewat"):
        undo_change(actor=section, token=token)
    assert Unit.objects.get(government_id="97.71", id=here.unit.id).active_to == DAY


def test_an_agency_closes_after_its_units() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    with pytest.raises(ValidationError, match="masih punya 1 unit"):
        structure.close_agency(actor=section, agency=here.agency, on=DAY)
    structure.close_unit(actor=section, unit=here.unit, on=DAY)
    token = structure.close_agency(actor=section, agency=here.agency, on=DAY)
    with pytest.raises(ValidationError, match="sudah tidak aktif"):
        structure.reopen_unit(actor=section, unit=here.unit)
    with pytest.raises(ValidationError, match="sudah tidak aktif"):
        structure.create_unit(actor=section, agency=here.agency, values={"name": "Baru"})
    undo_change(actor=section, token=token)
    structure.reopen_unit(actor=section, unit=here.unit)
    assert here.unit in reads.found_units(section, reads.UnitFilter(), timezone.localdate())


def test_nothing_ends_before_it_begins() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    structure.edit_unit(actor=section, unit=here.unit, values={"name": "Kantor", "active_from": DAY})
    with pytest.raises(ValidationError) as error:
        structure.close_unit(actor=section, unit=here.unit, on=DAY - timedelta(days=1))
    assert list(error.value.message_dict) == ["on"]
    structure.close_unit(actor=section, unit=here.unit, on=DAY)
    with pytest.raises(ValidationError):
        structure.edit_unit(
            actor=section, unit=here.unit, values={"name": "Kantor", "active_from": DAY + timedelta(days=1)}
        )


def test_only_what_nothing_points_to_is_deleted_and_it_comes_back_whole() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    with pytest.raises(ValidationError, match="sudah dipakai oleh: layanan"):
        structure.delete_unit(actor=section, unit=here.unit)
    with pytest.raises(ValidationError, match="sudah dipakai oleh: unit"):
        structure.delete_agency(actor=section, agency=here.agency)
    structure.edit_unit(
        actor=section,
        unit=here.other_unit,
        values={"name": "Puskesmas Mawar", "address": "Jalan 3", "active_from": DAY},
    )
    before = Unit.objects.filter(government_id="97.71", id=here.other_unit.id).values().get()
    token = structure.delete_unit(actor=section, unit=here.other_unit)
    assert not Unit.objects.filter(government_id="97.71", id=here.other_unit.id).exists()
    undo_change(actor=section, token=token)
    assert Unit.objects.filter(government_id="97.71", id=here.other_unit.id).values().get() == before
    with pytest.raises(ValidationError):
        undo_change(actor=section, token=token)
    assert [detail["Perubahan"] for _, _, detail in lines()[-2:]] == ["Unit dihapus", "Diurungkan"]


def test_what_a_survey_uses_is_not_deleted() -> None:
    office = open_office()
    section = actor_with(Role.SECTION, _below_a_province(office.government))
    with pytest.raises(ValidationError, match="survei atau data lain"):
        offering.delete_service(actor=section, service=office.services[0])


def _below_a_province(government: Government) -> Government:
    """A section has its seat at a regency or city, not at a province."""
    region = Region.objects.create(code="99", kind="province", name="Contoh")
    province = Government(code="99", region=region, kind="province", name="Provinsi Contoh")
    province.province = province
    province.save()
    government.province = province
    government.save()
    return government


# Moving and succession ---------------------------------------------------------------------------------------------------


def test_a_unit_that_moves_is_a_new_unit_with_its_services_and_a_predecessor() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    for end, people in ((date(2025, 12, 31), 100), (date(2026, 6, 30), 250)):
        offering.record_population(
            actor=section, service=here.services[0], starts_on=end.replace(day=1), ends_on=end, people=people, source="register"
        )  # fmt: skip
    offering.close_service(actor=section, service=here.services[1], on=DAY - timedelta(days=1))
    later = structure.move_unit(
        actor=section, unit=here.unit, agency=here.other_agency, on=DAY, decree="Perwali 3/2026"
    )
    old = Unit.objects.get(government_id="97.71", id=here.unit.id)
    assert (old.agency_id, old.active_to) == (here.agency.id, DAY - timedelta(days=1))
    assert (later.agency_id, later.name, later.address, later.active_from) == (
        here.other_agency.id,
        old.name,
        old.address,
        DAY,
    )
    [copy] = later.services.all()
    assert (copy.name, copy.active_from) == ("Kartu Keluarga", DAY)
    assert [row.people for row in copy.populations.all()] == [250]
    [row] = reads.predecessors_of(later)
    assert (row.earlier, row.on, row.decree) == (old, DAY, "Perwali 3/2026")
    assert list(old.services.all()) == list(here.services), "history stays with the earlier unit"


def test_a_unit_moves_only_within_its_government() -> None:
    here = places()
    bureau = actor_with(Role.BUREAU, here.province)
    for agency in (here.far_agency, here.agency):
        with pytest.raises(ValidationError) as error:
            structure.move_unit(actor=bureau, unit=here.unit, agency=agency, on=DAY, decree="")
        assert list(error.value.message_dict) == ["agency"]
    with pytest.raises(NotVisible):
        structure.move_unit(
            actor=actor_with(Role.COORDINATOR, here.agency), unit=here.unit, agency=here.other_agency, on=DAY, decree=""
        )
    assert Unit.objects.get(government_id="97.71", id=here.unit.id).active_to is None


def test_a_predecessor_may_lie_in_another_government_but_the_line_never_closes() -> None:
    here = places()
    bureau = actor_with(Role.BUREAU, here.province)

    def record(earlier: Unit, later: Unit, actor: Actor = bureau) -> Succession:
        return structure.record_succession(actor=actor, earlier=earlier, later=later, on=DAY, decree="UU 1")

    record(here.far_unit, here.unit)
    record(here.unit, here.other_unit)
    for earlier, later in ((here.far_unit, here.unit), (here.other_unit, here.far_unit), (here.unit, here.unit)):
        with pytest.raises(ValidationError) as error:
            record(earlier, later)
        assert list(error.value.message_dict) == ["earlier"]
    with pytest.raises(NotVisible):
        record(here.far_unit, here.other_unit, actor_with(Role.SECTION, here.city))
    [row] = reads.predecessors_of(here.unit)
    token = structure.remove_succession(actor=bureau, succession=row)
    assert reads.predecessors_of(here.unit) == []
    undo_change(actor=bureau, token=token)
    assert [found.id for found in reads.predecessors_of(here.unit)] == [row.id]


# Services and their users ------------------------------------------------------------------------------------------------


def test_services_are_added_at_the_end_and_put_into_order() -> None:
    here = places()
    officer = actor_with(Role.OFFICER, here.unit)
    made = offering.create_service(actor=officer, unit=here.unit, values={"name": "Akta Kematian"})
    first, second = here.services
    assert [row.name for row in reads.services_of(here.unit)] == ["Kartu Keluarga", "Akta Kelahiran", "Akta Kematian"]
    offering.order_services(actor=officer, unit=here.unit, service_ids=[made.id, 5, made.id])
    assert list(reads.services_of(here.unit)) == [made, first, second]
    count = len(lines())
    offering.order_services(actor=officer, unit=here.unit, service_ids=[made.id, first.id, second.id])
    assert len(lines()) == count
    with pytest.raises(ValidationError, match="sudah ada"):
        offering.create_service(actor=officer, unit=here.unit, values={"name": "akta kematian"})
    structure.close_unit(actor=actor_with(Role.SECTION, here.city), unit=here.unit, on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="sudah tidak aktif"):
        offering.create_service(actor=officer, unit=here.unit, values={"name": "Lain"})


def test_a_service_closes_reopens_and_goes_only_while_unused() -> None:
    here = places()
    officer = actor_with(Role.OFFICER, here.unit)
    service = here.services[0]
    token = offering.close_service(actor=officer, service=service, on=DAY)
    assert Service.objects.get(government_id="97.71", id=service.id).active_to == DAY
    undo_change(actor=officer, token=token)
    offering.close_service(actor=officer, service=service, on=DAY)
    again = offering.reopen_service(actor=officer, service=service)
    undo_change(actor=officer, token=again)
    assert Service.objects.get(government_id="97.71", id=service.id).active_to == DAY
    gone = offering.delete_service(actor=officer, service=service)
    undo_change(actor=officer, token=gone)
    assert Service.objects.get(government_id="97.71", id=service.id).active_to == DAY
    offering.record_population(actor=officer, service=service, starts_on=DAY, ends_on=DAY, people=3, source="buku")
    with pytest.raises(ValidationError, match="jumlah pengguna"):
        offering.delete_service(actor=officer, service=service)


def test_a_number_of_users_has_a_source_and_one_row_per_period() -> None:
    here = places()
    officer = actor_with(Role.OFFICER, here.unit)
    service = here.services[0]

    def write(people: int, source: str = "buku register", ends_on: date = date(2026, 6, 30)) -> ServicePopulation:
        return offering.record_population(
            actor=officer, service=service, starts_on=date(2026, 1, 1), ends_on=ends_on, people=people, source=source
        )

    first = write(420)
    assert write(450).id == first.id
    assert [(row.people, row.source) for row in service.populations.all()] == [(450, "buku register")]
    assert lines()[-1][2]["Jumlah"] == "420 → 450"
    write(450)
    assert len(lines()) == 2
    for bad, field in (((0,), "people"), ((9, " "), "source"), ((9, "x", date(2025, 12, 31)), "ends_on")):
        with pytest.raises(ValidationError) as error:
            write(*bad)  # type: ignore[arg-type]
        assert list(error.value.message_dict) == [field]
    token = offering.delete_population(actor=officer, population=first)
    assert not service.populations.exists()
    undo_change(actor=officer, token=token)
    assert service.populations.get().people == 450
    assert Agency.objects.filter(government_id="97.71").count() == 2
