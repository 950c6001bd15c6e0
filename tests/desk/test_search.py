"""Search: only what one may see, whatever the case of the letters, the closest first, and always as many queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.skm.world import a_government, a_unit, an_office, planned
from tests.support.people import person_with, sign_in
from tests.support.queries import assert_queries_at_most, queries_of

from cermin.desk.search import search
from cermin.organizations.models import Agency, Government, Service, Unit
from cermin.organizations.queries import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def government() -> Government:
    return a_government()


def named(government: Government, *names: str) -> list[Unit]:
    agency, _ = Agency.objects.get_or_create(government=government, name="Dinas Kesehatan")
    return [Unit.objects.create(government=government, agency=agency, name=name) for name in names]


def titles(actor: object, text: str, group: str = "Unit") -> list[str]:
    return [hit.title for found in search(actor, text) if found.title == group for hit in found.hits]  # type: ignore[arg-type]


def test_the_closest_name_comes_first(government: Government) -> None:
    named(government, "Balai Puskesmas", "UPTPuskesmas", "Puskesmas Utara", "Puskesmas", "Puskesmas Barat", "Pasar")
    bureau = actor_of(person_with("bureau", government))
    expected = ["Puskesmas", "Puskesmas Barat", "Puskesmas Utara", "Balai Puskesmas", "UPTPuskesmas"]
    assert titles(bureau, "puskesmas") == expected
    assert titles(bureau, "PUSKESMAS") == expected
    assert titles(bureau, "  utara   puskesmas ") == ["Puskesmas Utara"]
    assert titles(bureau, "puskesmas selatan") == []


@pytest.mark.parametrize("text", ["%", "%%", "__", "\\", "'; drop", "a" * 300, "\t", "x\ny"])
def test_signs_are_letters_like_others(government: Government, text: str) -> None:
    named(government, "Puskesmas")
    assert search(actor_of(person_with("bureau", government)), text) == []


def test_a_sign_that_stands_in_a_name_is_found(government: Government) -> None:
    named(government, "Loket 100%", "Loket 100")
    assert titles(actor_of(person_with("bureau", government)), "100%") == ["Loket 100%"]


def test_a_short_name_is_found_too(government: Government) -> None:
    [unit] = named(government, "Dinas Kependudukan")
    unit.short_name = "Dukcapil"
    unit.save()
    assert titles(actor_of(person_with("bureau", government)), "dukcapil") == ["Dinas Kependudukan"]


def test_each_kind_has_its_group_and_its_address(web: Client) -> None:
    office = an_office()
    service = Service.objects.filter(government=office.government).order_by("position").first()
    assert service is not None
    sign_in(web, office.officer_person)
    page = web.get("/cari/?q=contoh").content.decode()
    for title in ("Ronde survei", "Unit", "Layanan", "Orang dan jabatan"):
        assert f"<h2>{title}</h2>" in page
    assert f'href="/survei/{office.round.pk}/">{office.round.name}' in page
    assert f'href="/organisasi/unit/{office.unit.pk}/">{office.unit.name}' in page
    post = office.officer_person.terms.get().post
    assert f'href="/organisasi/jabatan/{post.pk}/">{office.officer_person.name}' in page
    assert 'value="contoh"' in page
    coordinator = sign_in(web, person_with("coordinator", office.unit.agency)).get("/cari/?q=dinas").content.decode()
    assert "<h2>Perangkat daerah</h2>" in coordinator


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        ("bureau", {"Ronde survei", "Unit", "Layanan", "Perangkat daerah", "Orang dan jabatan"}),
        ("ministry", {"Ronde survei", "Unit", "Layanan", "Perangkat daerah"}),
        ("administrator", {"Unit", "Layanan", "Perangkat daerah", "Orang dan jabatan"}),
    ],
)
def test_kinds_that_a_role_may_not_see_are_not_searched(role: str, groups: set[str]) -> None:
    office = an_office()
    assert {group.title for group in search(actor_of(person_with(role, office.government)), "contoh")} == groups


def test_nothing_outside_ones_branch_is_found() -> None:
    office = an_office()
    sister, foreign = a_unit(office.government), a_unit(a_government("97"))
    for unit in (sister, foreign):
        planned(unit, actor_of(person_with("officer", unit)))
    found = search(office.officer, "contoh")
    assert {hit.note for group in found for hit in group.hits if group.title == "Layanan"} == {office.unit.name}
    assert [hit.title for group in found for hit in group.hits if group.title == "Unit"] == [office.unit.name]
    assert [hit.url for group in found for hit in group.hits if group.title == "Ronde survei"] == [
        f"/survei/{office.round.pk}/"
    ]
    people = {hit.note for group in found for hit in group.hits if group.title == "Orang dan jabatan"}
    assert len(people) == 2
    assert all(office.unit.name in note for note in people)


def test_only_who_holds_a_post_today_is_found() -> None:
    office = an_office()
    today = timezone.localdate()
    gone = person_with("officer", office.unit, name="Yang Pindah")
    gone.terms.update(ends_on=today - timedelta(days=1))
    coming = person_with("officer", office.unit, name="Yang Datang")
    coming.terms.update(starts_on=today + timedelta(days=1))
    closed = person_with("officer", office.unit, name="Yang Nonaktif")
    closed.is_active = False
    closed.save()
    last = person_with("officer", office.unit, name="Yang Terakhir")
    last.terms.update(ends_on=today)
    assert titles(office.head, "yang", "Orang dan jabatan") == ["Yang Terakhir"]


def test_too_short_and_not_found_say_what_to_do(web: Client, government: Government) -> None:
    sign_in(web, person_with("bureau", government))
    assert "Ketik dua huruf atau lebih" in web.get("/cari/").content.decode()
    assert "Ketik dua huruf atau lebih" in web.get("/cari/?q=a").content.decode()
    page = web.get("/cari/?q=%3Cscript%3E").content.decode()
    assert "Tidak ada yang cocok" in page
    assert "Cari: &lt;script&gt;" in page
    assert web.get("/cari/?q=%00ab").status_code == 200
    assert Client().get("/cari/?q=ab").status_code == 302


def test_eight_of_a_kind_and_the_same_queries_for_one_and_for_thirty(web: Client, government: Government) -> None:
    sign_in(web, person_with("bureau", government))
    named(government, "Puskesmas 1")
    web.get("/cari/?q=puskesmas")
    few = len(queries_of(lambda: web.get("/cari/?q=puskesmas")))
    named(government, *(f"Puskesmas {number}" for number in range(2, 31)))
    with assert_queries_at_most():
        page = web.get("/cari/?q=puskesmas").content.decode()
    assert page.count("/organisasi/unit/") == 8
    assert "Hanya 8 yang paling cocok ditampilkan." in page
    assert len(queries_of(lambda: web.get("/cari/?q=puskesmas"))) == few
