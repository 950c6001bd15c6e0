"""Who sees which part of the tree, and what it says about a unit on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.organizations.places import places
from tests.support.people import actor_with, give_post
from tests.support.queries import queries_of

from cermin.organizations import queries
from cermin.organizations.models import Person, Region, Service, ServicePopulation, Succession, Unit
from cermin.organizations.queries import structure
from cermin.organizations.queries.structure import UnitFilter
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


def test_regions_of_north_maluku_stand_with_both_codes_and_say_that_they_are_unverified() -> None:
    rows = {row.code: row for row in Region.objects.filter(code__startswith="82")}
    assert len(rows) == 11
    assert (rows["82"].kind, rows["82"].name, rows["82"].parent_code) == ("province", "Maluku Utara", "")
    assert (rows["82.03"].name, rows["82.03"].bps_code) == ("Halmahera Utara", "8205")
    assert (rows["82.05"].name, rows["82.05"].bps_code) == ("Kepulauan Sula", "8203")
    assert {row.kind for code, row in rows.items() if code.startswith("82.7")} == {"city"}
    assert {row.parent_code for code, row in rows.items() if code != "82"} == {"82"}
    assert not any(row.verified or row.valid_from for row in rows.values())


@pytest.mark.parametrize(
    ("role", "place", "governments", "agencies", "units"),
    [
        (Role.BUREAU, "province", {"97", "97.01", "97.71"}, 3, 3),
        (Role.ADMINISTRATOR, "city", {"97.71"}, 2, 2),
        (Role.SECTION, "regency", {"97.01"}, 1, 1),
        (Role.COORDINATOR, "agency", {"97.71"}, 1, 1),
        (Role.OFFICER, "unit", {"97.71"}, 0, 1),
        (Role.MINISTRY, "province", {"97", "97.01", "97.71"}, 3, 3),
    ],
)
def test_a_post_sees_its_own_branch(role: Role, place: str, governments: set[str], agencies: int, units: int) -> None:
    here = places()
    actor = actor_with(role, getattr(here, place))
    assert {row.code for row in queries.governments(actor)} == governments
    assert queries.agencies(actor).count() == agencies
    assert queries.units(actor).count() == units


def test_what_lies_outside_the_branch_does_not_exist() -> None:
    here = places()
    actor = actor_with(Role.OFFICER, here.unit)
    assert queries.unit_for(actor, here.unit.id) == here.unit
    assert queries.unit_for(actor, here.other_unit.id) is None
    assert queries.unit_for(actor, here.far_unit.id) is None
    assert queries.agency_for(actor, here.agency.id) is None
    assert queries.government_for(actor, "97.71") == here.city
    assert queries.government_for(actor, "97.01") is None
    assert structure.service_for(actor, here.services[0].id) == here.services[0]
    assert structure.service_for(actor, here.far_service.id) is None
    nobody = Person.objects.create_user("tanpa", "kata sandi yang panjang", name="Tanpa")
    assert list(queries.units(queries.actor_of(nobody))) == []


def test_two_posts_join_their_branches() -> None:
    here = places()
    actor = actor_with(Role.OFFICER, here.unit)
    person = Person.objects.get(pk=actor.person_id)
    give_post(person, Role.HEAD, here.far_unit)
    assert set(queries.units(queries.actor_of(person))) == {here.unit, here.far_unit}


def test_services_of_a_unit_are_those_of_the_day_in_their_order() -> None:
    here = places()
    first, second = here.services
    Service.objects.filter(government_id="97.71", id=second.id).update(position=0)
    assert [s.name for s in queries.services_of(here.unit, TODAY)] == ["Akta Kelahiran", "Kartu Keluarga"]
    Service.objects.filter(government_id="97.71", id=first.id).update(active_to=date(2026, 6, 30))
    assert [s.name for s in queries.services_of(here.unit, date(2026, 6, 30))] == ["Akta Kelahiran", "Kartu Keluarga"]
    assert [s.name for s in queries.services_of(here.unit, TODAY)] == ["Akta Kelahiran"]
    Service.objects.filter(government_id="97.71", id=second.id).update(active_from=date(2026, 7, 2))
    assert list(queries.services_of(here.unit, TODAY)) == []


def test_the_population_of_a_period_is_its_own_else_the_newest_before_it() -> None:
    here = places()
    service = here.services[0]

    def add(start: date, end: date, people: int) -> None:
        ServicePopulation.objects.create(
            government=here.city, service=service, starts_on=start, ends_on=end, people=people
        )

    first, second = (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 12, 31))
    assert queries.population_of(service, *first) is None
    add(date(2025, 1, 1), date(2025, 12, 31), 900)
    add(*second, 700)
    assert queries.population_of(service, *first).people == 900  # type: ignore[union-attr]
    add(*first, 400)
    add(date(2026, 1, 1), date(2026, 3, 31), 100)
    assert queries.population_of(service, *first).people == 400  # type: ignore[union-attr]
    assert queries.population_of(service, *second).people == 700  # type: ignore[union-attr]


def test_units_are_found_by_words_of_unit_agency_service_and_address() -> None:
    here = places()
    actor = actor_with(Role.BUREAU, here.province)

    def found(text: str = "", **more: object) -> set[str]:
        return {unit.name for unit in structure.found_units(actor, UnitFilter(text, **more), TODAY)}  # type: ignore[arg-type]

    assert found("kartu") == {"Kantor Pelayanan Melati"}
    assert found("disduk jalan") == {"Kantor Pelayanan Melati"}
    assert found("kesehatan") == {"Puskesmas Mawar"}
    assert found("%") == set()
    assert found(government="97.01") == {"Loket Kenanga"}
    assert found(agency=here.other_agency.id) == {"Puskesmas Mawar"}
    Unit.objects.filter(government_id="97.01", id=here.far_unit.id).update(active_to=date(2026, 6, 30))
    assert found() == {"Kantor Pelayanan Melati", "Puskesmas Mawar"}
    assert found(state="tutup") == {"Loket Kenanga"}
    assert len(found(state="")) == 3


def test_counts_are_of_what_is_active_and_seen() -> None:
    here = places()
    Service.objects.filter(government_id="97.71", id=here.services[0].id).update(active_to=TODAY - timedelta(days=1))
    counts = structure.counts_by_government(actor_with(Role.BUREAU, here.province), TODAY)
    assert (counts.agencies["97.71"], counts.units["97.71"], counts.services["97.71"]) == (2, 2, 1)
    assert (counts.agencies["97"], counts.units["97.01"], counts.services["97.01"]) == (0, 1, 1)
    own = structure.counts_by_agency(actor_with(Role.COORDINATOR, here.agency), "97.71", TODAY)
    assert (own.units[here.agency.id], own.units[here.other_agency.id], own.services[here.agency.id]) == (1, 0, 1)
    Unit.objects.filter(government_id="97.71", id=here.unit.id).update(active_to=TODAY - timedelta(days=1))
    counts = structure.counts_by_government(actor_with(Role.BUREAU, here.province), TODAY)
    assert (counts.units["97.71"], counts.services["97.71"]) == (1, 0)


def test_history_is_reached_from_both_ends_also_across_governments() -> None:
    here = places()
    Succession.objects.create(
        government=here.city, earlier=here.far_unit, later=here.unit, on=TODAY, decree="Keputusan 1/2026"
    )
    assert [row.earlier for row in structure.predecessors_of(here.unit)] == [here.far_unit]
    assert [row.later for row in structure.successors_of(here.far_unit)] == [here.unit]
    assert structure.predecessors_of(here.far_unit) == []


def test_open_work_asks_only_those_who_can_do_it() -> None:
    here = places()
    today = timezone.localdate()
    section = queries.open_work(actor_with(Role.SECTION, here.regency), today)
    assert [work.title for work in section] == ["Isi narahubung privasi Kabupaten Kenanga"]
    assert section[0].url == "/organisasi/pemerintah/97.01/pengaturan/"
    bureau = actor_with(Role.BUREAU, here.province)
    assert [work.title for work in queries.open_work(bureau, today)] == ["Isi narahubung privasi 3 pemerintah daerah"]
    officer = actor_with(Role.OFFICER, here.unit)
    assert [work.title for work in queries.open_work(officer, today)] == [
        "Isi jumlah pengguna 2 layanan Kantor Pelayanan Melati"
    ]
    ServicePopulation.objects.create(
        government=here.city, service=here.services[0], starts_on=TODAY, ends_on=TODAY, people=5
    )
    assert "1 layanan" in queries.open_work(officer, today)[0].title
    type(here.regency).objects.filter(code="97.01").update(
        privacy_controller="Sekretariat", privacy_purpose="menilai pelayanan", privacy_contact="data@kenanga.example"
    )
    assert queries.open_work(actor_with(Role.SECTION, here.regency), today) == []


def test_open_work_names_posts_that_nobody_holds_and_costs_the_same_for_many() -> None:
    here = places()
    today = timezone.localdate()
    section = actor_with(Role.SECTION, here.city)
    officer = actor_with(Role.OFFICER, here.unit)
    assert len(queries.open_work(section, today)) == 1
    post = officer.grants[0].post_id
    terms = here.unit.posts.get(id=post).terms
    terms.update(ends_on=today - timedelta(days=1))
    work = queries.open_work(section, today)[1]
    assert (work.title, work.url) == ("Isi satu jabatan yang kosong", "/organisasi/jabatan/?keadaan=kosong")
    one = len(queries_of(lambda: queries.open_work(section, today)))
    for _ in range(30):
        held = actor_with(Role.OFFICER, here.unit).grants[0].post_id
        here.unit.posts.get(id=held).terms.update(ends_on=today - timedelta(days=1))
    assert len(queries_of(lambda: queries.open_work(section, today))) == one
    assert queries.open_work(section, today)[1].title == "Isi 31 jabatan yang kosong"
    Unit.objects.filter(government_id="97.71", id=here.unit.id).update(active_to=today - timedelta(days=1))
    assert len(queries.open_work(section, today)) == 1
