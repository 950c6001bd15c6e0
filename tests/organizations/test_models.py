"""Where things stand in the tree, and that nobody reads over all governments by accident."""

from __future__ import annotations

import pytest
from tests.respond.office import open_office

from cermin.base.access import Actor
from cermin.base.scope import Unscoped
from cermin.organizations.models import Person, Post, Unit
from cermin.pure.policy import Grant, Role

pytestmark = pytest.mark.django_db


def test_a_place_names_province_government_agency_and_unit() -> None:
    office = open_office()
    place = office.unit.place
    assert (place.government, place.agency, place.unit) == (
        office.government.code,
        office.unit.agency_id,
        office.unit.id,
    )
    assert office.services[0].place == place
    assert office.government.place.unit is None


@pytest.mark.parametrize(
    "read",
    [
        lambda: list(Unit.objects.all()),
        lambda: Unit.objects.filter(name="x").exists(),
        lambda: Unit.objects.exclude(government_id="82").count(),
        lambda: Unit.objects.all().update(name="x"),
        lambda: Unit.objects.all().delete(),
        lambda: next(Unit.objects.all().iterator()),
        lambda: Unit.objects.first(),
        lambda: Unit.objects.get(id=1),
    ],
    ids=["list", "exists", "exclude", "update", "delete", "iterator", "first", "get"],
)
def test_a_query_without_scope_raises(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Unscoped):
        read()


def test_an_actor_sees_the_units_of_the_own_government_only() -> None:
    one, other = open_office(), open_office(key="99.02", code="KXYZ2346")
    grant = Grant(Role.OFFICER, one.unit.place, 1, "Petugas")
    assert list(Unit.objects.visible_to(Actor(1, "Petugas", (grant,)))) == [one.unit]
    assert list(one.unit.services.all()) == list(one.services)
    assert list(Unit.objects.filter(government_id=other.government.code)) == [other.unit]


def test_a_post_at_a_provincial_unit_does_not_reach_the_regencies() -> None:
    province, regency = open_office(), open_office(key="99.02", code="KXYZ2346")
    regency.government.province = province.government
    regency.government.save()
    officer = Grant(Role.OFFICER, province.unit.place, 1, "Petugas")
    bureau = Grant(Role.BUREAU, province.government.place, 2, "Biro")
    assert list(Unit.objects.visible_to(Actor(1, "Petugas", (officer,)))) == [province.unit]
    assert set(Unit.objects.visible_to(Actor(2, "Biro", (bureau,)))) == {province.unit, regency.unit}


def test_a_person_signs_in_by_a_name_in_small_letters_and_a_hashed_password() -> None:
    person = Person.objects.create_user(" Petugas.Satu ", "kata sandi yang panjang", name="Petugas")
    assert person.login == "petugas.satu"
    assert "panjang" not in person.password
    assert person.check_password("kata sandi yang panjang")


def test_a_post_stands_where_its_unit_stands() -> None:
    office = open_office()
    unit = office.unit
    post = Post.objects.create(
        government=office.government, role=Role.HEAD, agency=unit.agency, unit=unit, title="Kepala unit"
    )
    assert post.place == unit.place
