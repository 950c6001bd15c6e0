"""Posts, terms, handover and accounts of others: what changes, who may, who reads why, who gets 404."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from tests.organizations.province import Province, make_province
from tests.support.people import PASSWORD, actor_with, give_post, person_with, sign_in
from tests.support.queries import queries_of

from cermin.base.access import NotVisible, Refused
from cermin.base.models import AuditLine
from cermin.organizations.models import Invitation, Person, Post, Term
from cermin.organizations.queries import actor_of
from cermin.organizations.queries.people import PostFilter, editors_of, found_posts, roles_at
from cermin.organizations.services import accounts, people
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def land() -> Province:
    return make_province()


def values(**more: Any) -> dict[str, Any]:
    return {"kind": "definitif", "decree": "SK 1/2026", "starts_on": TODAY(), "ends_on": None} | more


def post_of(person: Person) -> Post:
    return person.terms.get().post


def details() -> list[dict[str, Any]]:
    return [line.detail for line in AuditLine.objects.unscoped("a test reads all").order_by("id")]


# Services


def test_a_coordinator_makes_a_post_in_a_unit_of_the_agency_and_the_trail_tells(land: Province) -> None:
    actor = actor_with(Role.COORDINATOR, land.agency)
    post = people.create_post(actor=actor, place=land.unit, role="officer", title="  Petugas   loket ")
    assert (post.government_id, post.agency_id, post.unit_id) == (land.regency.code, land.agency.id, land.unit.id)
    assert post.title == "Petugas loket"
    line = AuditLine.objects.get(government_id=land.regency.code)
    assert (line.action, line.object_label, line.unit_id) == ("post_edit", "Petugas loket", land.unit.id)
    assert line.detail == {"Perubahan": "Jabatan dibuat", "Peran": "petugas unit"}


@pytest.mark.parametrize(
    ("where", "role"),
    [("unit", "administrator"), ("unit", "coordinator"), ("agency", "officer"), ("agency", "administrator")],
)
def test_a_role_that_does_not_stand_there_is_refused(land: Province, where: str, role: str) -> None:
    actor = actor_with(Role.COORDINATOR, land.agency)
    with pytest.raises(ValidationError) as caught:
        people.create_post(actor=actor, place=getattr(land, where), role=role, title="Jabatan")
    assert list(caught.value.message_dict) == ["role"]
    assert Post.objects.filter(government_id=land.regency.code, title="Jabatan").count() == 0


def test_nobody_makes_a_post_above_the_own_reach(land: Province) -> None:
    actor = actor_with(Role.COORDINATOR, land.agency)
    for place in (land.regency, land.sister, land.sister_unit, land.foreign_unit, land.government):
        with pytest.raises(NotVisible):
            people.create_post(actor=actor, place=place, role="officer", title="Jabatan")
    section = actor_with(Role.SECTION, land.regency)
    with pytest.raises(NotVisible):
        people.create_post(actor=section, place=land.government, role="administrator", title="Jabatan")


def test_the_bureau_stands_at_the_province_only(land: Province) -> None:
    assert Role.BUREAU in roles_at(land.government.place)
    assert Role.SECTION not in roles_at(land.government.place)
    assert Role.SECTION in roles_at(land.regency.place)
    assert Role.BUREAU not in roles_at(land.regency.place)
    assert roles_at(land.unit.place) == [Role.OFFICER, Role.HEAD]


def test_a_head_reads_why_and_a_neighbour_finds_nothing(land: Province) -> None:
    post = post_of(person_with(Role.OFFICER, land.unit))
    with pytest.raises(Refused) as caught:
        people.rename_post(actor=actor_with(Role.HEAD, land.unit), post=post, title="Lain")
    assert "Hanya koordinator perangkat daerah" in caught.value.reason
    for role, place in ((Role.HEAD, land.sister_unit), (Role.COORDINATOR, land.sister), (Role.SECTION, land.other)):
        with pytest.raises(NotVisible):
            people.rename_post(actor=actor_with(role, place), post=post, title="Lain")


def test_nobody_appoints_oneself(land: Province) -> None:
    person = person_with(Role.COORDINATOR, land.agency, login="koor")
    head = people.create_post(actor=actor_of(person), place=land.unit, role="head", title="Kepala")
    with pytest.raises(Refused, match="mengangkat dirinya sendiri"):
        people.appoint(actor=actor_of(person), post=head, login="koor", values=values())
    assert not head.terms.exists()


def test_an_appointment_gives_the_right_on_its_first_day_and_takes_it_after_its_last(land: Province) -> None:
    actor = actor_with(Role.COORDINATOR, land.agency)
    post = people.create_post(actor=actor, place=land.unit, role="head", title="Kepala")
    person = Person.objects.create_user("baru", PASSWORD, name="Orang Baru")
    start = TODAY() + timedelta(days=2)
    people.appoint(
        actor=actor,
        post=post,
        login=" Baru ",
        values=values(kind="plt", starts_on=start, ends_on=start + timedelta(days=3)),
    )
    held = [bool(actor_of(person, start + timedelta(days=day)).grants) for day in (-1, 0, 3, 4)]
    assert held == [False, True, True, False]
    assert details()[-1]["Sifat"] == "Plt. (pelaksana tugas)"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "tetap"}, "kind"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2000, 1, 1)}, "ends_on"),
        ({"decree": "x" * 121}, "decree"),
    ],
)
def test_bad_terms_name_their_field_and_change_nothing(land: Province, more: dict[str, Any], field: str) -> None:
    actor = actor_with(Role.COORDINATOR, land.agency)
    post = people.create_post(actor=actor, place=land.unit, role="head", title="Kepala")
    Person.objects.create_user("baru", PASSWORD, name="Orang Baru")
    with pytest.raises(ValidationError) as caught:
        people.appoint(actor=actor, post=post, login="baru", values=values(**more))
    assert list(caught.value.message_dict) == [field]
    assert not post.terms.exists()


def test_an_unknown_login_is_told(land: Province) -> None:
    actor = actor_with(Role.COORDINATOR, land.agency)
    post = people.create_post(actor=actor, place=land.unit, role="head", title="Kepala")
    with pytest.raises(ValidationError) as caught:
        people.appoint(actor=actor, post=post, login="tidak.ada", values=values())
    assert list(caught.value.message_dict) == ["login"]


def test_the_same_person_does_not_hold_a_post_twice_on_one_day(land: Province) -> None:
    person = person_with(Role.OFFICER, land.unit, login="sari")
    actor = actor_with(Role.COORDINATOR, land.agency)
    with pytest.raises(ValidationError, match="sudah memegang jabatan ini"):
        people.appoint(actor=actor, post=post_of(person), login="sari", values=values())


def test_a_handover_ends_one_term_the_day_before_the_next_begins(land: Province) -> None:
    old = person_with(Role.HEAD, land.unit, name="Lama")
    new = Person.objects.create_user("baru", PASSWORD, name="Baru")
    actor = actor_with(Role.COORDINATOR, land.agency)
    start = TODAY() + timedelta(days=1)
    people.hand_over(actor=actor, term=old.terms.get(), login="baru", values=values(starts_on=start))
    assert old.terms.get().ends_on == TODAY()
    assert (bool(actor_of(old).grants), bool(actor_of(new).grants)) == (True, False)
    assert (bool(actor_of(old, start).grants), bool(actor_of(new, start).grants)) == (False, True)
    told = details()[-1]
    assert (told["Perubahan"], told["Dari"], told["Orang"]) == ("Serah terima", "Lama", "Baru")


def test_a_handover_before_the_old_term_began_changes_nothing(land: Province) -> None:
    old = person_with(Role.HEAD, land.unit)
    Person.objects.create_user("baru", PASSWORD, name="Baru")
    with pytest.raises(ValidationError) as caught:
        people.hand_over(
            actor=actor_with(Role.COORDINATOR, land.agency),
            term=old.terms.get(),
            login="baru",
            values=values(starts_on=date(2020, 1, 1)),
        )
    assert list(caught.value.message_dict) == ["starts_on"]
    assert old.terms.get().ends_on is None


def test_ending_a_term_can_be_undone_by_the_same_person_for_a_while(land: Province, monkeypatch: Any) -> None:
    person = person_with(Role.OFFICER, land.unit)
    actor = actor_with(Role.COORDINATOR, land.agency)
    token = people.end_term(actor=actor, term=person.terms.get(), ends_on=date(2026, 1, 1))
    assert not actor_of(person).grants
    with pytest.raises(NotVisible):
        people.undo_people(actor=actor_with(Role.COORDINATOR, land.agency), token=token)
    people.undo_people(actor=actor, token=token)
    assert person.terms.get().ends_on is None
    assert actor_of(person).grants
    with pytest.raises(ValidationError, match="sudah diubah lagi"):
        people.undo_people(actor=actor, token=token)
    late = people.end_term(actor=actor, term=person.terms.get(), ends_on=date(2026, 1, 1))
    import time

    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 60)
    with pytest.raises(ValidationError, match="sudah lewat"):
        people.undo_people(actor=actor, token=late)


def test_a_closed_post_gives_no_right_and_ends_its_invitations(land: Province) -> None:
    person = person_with(Role.OFFICER, land.unit)
    actor = actor_with(Role.COORDINATOR, land.agency)
    post = post_of(person)
    Invitation.objects.create(
        government_id=post.government_id,
        post=post,
        name="Calon",
        starts_on=TODAY(),
        token_digest="0" * 64,
        expires_at=timezone.now() + timedelta(days=1),
    )
    token = people.close_post(actor=actor, post=post)
    assert not actor_of(person).grants
    assert post.invitations.get().withdrawn_at is not None
    people.undo_people(actor=actor, token=token)
    assert actor_of(person).grants


def test_nobody_shuts_oneself_out(land: Province) -> None:
    person = person_with(Role.COORDINATOR, land.agency)
    with pytest.raises(Refused, match="Jabatan Anda sendiri"):
        people.close_post(actor=actor_of(person), post=post_of(person))


def test_a_disabled_person_is_out_at_once_and_the_posts_stay(land: Province, web: Client) -> None:
    person = person_with(Role.OFFICER, land.unit, login="sari")
    web.post("/akun/login/", {"login": "sari", "password": PASSWORD})
    assert web.get("/akun/jabatan/").status_code == 200
    accounts.disable_person(actor=actor_with(Role.SECTION, land.regency), person=person, post=post_of(person))
    assert web.get("/akun/jabatan/").status_code == 302
    assert not UserSession.objects.filter(user=person).exists()
    assert not actor_of(Person.objects.get(pk=person.pk)).grants
    assert Post.objects.filter(government_id=land.regency.code, pk=post_of(person).pk, is_active=True).exists()
    accounts.enable_person(actor=actor_with(Role.SECTION, land.regency), person=person, post=post_of(person))
    assert actor_of(Person.objects.get(pk=person.pk)).grants


def test_a_person_who_also_holds_a_post_elsewhere_is_not_disabled_from_here(land: Province) -> None:
    person = person_with(Role.OFFICER, land.unit)
    give_post(person, Role.ADMINISTRATOR, land.government)
    own = person.terms.get(post__unit=land.unit).post
    with pytest.raises(Refused, match="di luar jangkauan"):
        accounts.disable_person(actor=actor_with(Role.SECTION, land.regency), person=person, post=own)
    accounts.disable_person(actor=actor_with(Role.ADMINISTRATOR, land.government), person=person, post=own)


def test_nobody_disables_oneself_and_a_coordinator_disables_nobody(land: Province) -> None:
    section = person_with(Role.SECTION, land.regency)
    with pytest.raises(Refused, match="Akun Anda sendiri"):
        accounts.disable_person(actor=actor_of(section), person=section, post=post_of(section))
    officer = person_with(Role.OFFICER, land.unit)
    with pytest.raises(Refused):
        accounts.disable_person(actor=actor_with(Role.COORDINATOR, land.agency), person=officer, post=post_of(officer))
    with pytest.raises(NotVisible):  # a post that the person does not hold opens nothing
        accounts.disable_person(actor=actor_of(section), person=officer, post=post_of(section))


def test_the_sessions_of_somebody_else_end(land: Province, web: Client) -> None:
    person = person_with(Role.OFFICER, land.unit, login="sari")
    web.post("/akun/login/", {"login": "sari", "password": PASSWORD})
    accounts.end_sessions_of(actor=actor_with(Role.SECTION, land.regency), person=person, post=post_of(person))
    assert web.get("/akun/jabatan/").status_code == 302
    assert details()[-1] == {"Perubahan": "Semua sesi diakhiri", "Orang": person.name}


def test_own_sessions_are_seen_and_ended(land: Province, web: Client) -> None:
    person = person_with(Role.OFFICER, land.unit, login="sari")
    phone, desk = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 13) Chrome/130"), Client()
    for client in (web, phone, desk):
        client.post("/akun/login/", {"login": "sari", "password": PASSWORD})
    page = web.get("/akun/sesi/").content.decode()
    assert page.count("sesi ini") == 1
    assert "Chrome di Android" in page
    row = UserSession.objects.get(session_key=phone.session.session_key)
    other = person_with(Role.OFFICER, land.unit, login="budi")
    stranger = Client()
    stranger.post("/akun/login/", {"login": "budi", "password": PASSWORD})
    stranger.post("/akun/sesi/", {"session": row.pk})  # somebody else's session is not ended by its number
    assert UserSession.objects.filter(pk=row.pk).exists()
    assert other.pk != person.pk
    web.post("/akun/sesi/", {"session": row.pk})
    assert phone.get("/akun/sesi/").status_code == 302
    assert desk.get("/akun/sesi/").status_code == 200
    web.post("/akun/sesi/")
    assert desk.get("/akun/sesi/").status_code == 302
    assert web.get("/akun/sesi/").status_code == 200


# Reads


def test_lists_hold_the_own_circle_and_what_the_filter_asks(land: Province) -> None:
    people_here = [
        person_with(Role.OFFICER, land.unit),
        person_with(Role.HEAD, land.sister_unit),
        person_with(Role.OFFICER, land.foreign_unit),
        person_with(Role.SECTION, land.regency),
    ]
    own, sister, foreign, section = (post_of(person) for person in people_here)
    seen = lambda who, place, **f: set(found_posts(actor_with(who, place), PostFilter(**f), TODAY()))  # noqa: E731
    assert own in seen(Role.COORDINATOR, land.agency)
    assert sister not in seen(Role.COORDINATOR, land.agency)
    assert {own, sister, section} <= seen(Role.SECTION, land.regency)
    assert foreign not in seen(Role.SECTION, land.regency)
    assert foreign in seen(Role.BUREAU, land.government)
    assert seen(Role.MINISTRY, land.government) == set()
    people_here[0].terms.update(ends_on=date(2021, 1, 1))
    assert own in seen(Role.SECTION, land.regency, state="kosong")
    assert own not in seen(Role.SECTION, land.regency, state="terisi")
    assert seen(Role.SECTION, land.regency, text="kantor dua") == {sister}
    assert seen(Role.SECTION, land.regency, role="officer") == {own}


def test_who_is_to_be_asked_for_a_handover_stands_nearest(land: Province) -> None:
    coordinator = person_with(Role.COORDINATOR, land.agency)
    section, bureau = person_with(Role.SECTION, land.regency), person_with(Role.BUREAU, land.government)
    person_with(Role.COORDINATOR, land.sister), person_with(Role.SECTION, land.other)
    found = editors_of([land.unit.place, land.foreign_unit.place], TODAY())
    assert [term.person for term in found[land.unit.place]] == [coordinator, section, bureau]
    assert len(found[land.foreign_unit.place]) == 2


def test_the_list_costs_the_same_with_many_posts(land: Province, web: Client) -> None:
    sign_in(web, person_with(Role.SECTION, land.regency))
    few = queries_of(lambda: web.get("/organisasi/jabatan/"))
    for _ in range(30):
        person_with(Role.OFFICER, land.unit)
    many = queries_of(lambda: web.get("/organisasi/jabatan/"))
    assert len(many) == len(few) <= 30


# Pages


def test_a_post_is_made_filled_handed_over_and_ended_on_its_pages(land: Province, web: Client) -> None:
    sign_in(web, person_with(Role.COORDINATOR, land.agency))
    assert "Kantor Satu" in web.get("/organisasi/jabatan/baru/?q=kantor").content.decode()
    assert "Kantor Dua" not in web.get("/organisasi/jabatan/baru/?q=kantor").content.decode()
    new = f"/organisasi/jabatan/baru/unit/{land.unit.pk}/"
    page = web.get(new).content.decode()
    assert "Kepala unit" in page
    assert "Pengelola aplikasi" not in page
    assert "Nama jabatan: tulis isinya." in web.post(new, {"role": "head", "title": " "}).content.decode()
    answer = web.post(new, {"role": "head", "title": "Kepala Kantor"})
    post = Post.objects.get(government_id=land.regency.code, title="Kepala Kantor")
    assert answer["Location"] == f"/organisasi/jabatan/{post.pk}/isi/"
    Person.objects.create_user("satu", PASSWORD, name="Orang Satu")
    Person.objects.create_user("dua", PASSWORD, name="Orang Dua")
    sent = {"way": "akun", "login": "satu", "kind": "definitif", "starts_on": "2026-01-05"}
    assert web.get(answer["Location"]).status_code == 200
    assert web.post(answer["Location"], {**sent, "login": ""}).status_code == 200
    assert web.post(answer["Location"], sent)["Location"] == f"/organisasi/jabatan/{post.pk}/"
    term = post.terms.get()
    hand = f"/organisasi/masa/{term.pk}/serah-terima/"
    assert "Tugas melekat pada jabatan" in web.get(hand).content.decode()
    web.post(hand, {**sent, "login": "dua", "kind": "plt", "starts_on": "2026-02-01"})
    assert [t.person.name for t in post.terms.order_by("starts_on")] == ["Orang Satu", "Orang Dua"]
    term.refresh_from_db()
    assert term.ends_on == date(2026, 1, 31)
    page = web.get(f"/organisasi/jabatan/{post.pk}/").content.decode()
    assert "Orang Dua" in page
    assert "Sebelumnya" in page
    second = post.terms.get(person__login="dua")
    end = f"/organisasi/masa/{second.pk}/akhiri/"
    assert web.get(end).status_code == 200
    done = web.post(end, {"ends_on": "2026-03-01"}, follow=True).content.decode()
    assert "Urungkan" in done
    token = done.split('name="token" value="')[1].split('"')[0]
    assert "Diurungkan" in web.post("/organisasi/jabatan/urungkan/", {"token": token}, follow=True).content.decode()
    second.refresh_from_db()
    assert second.ends_on is None
    edit = f"/organisasi/jabatan/{post.pk}/ubah/"
    assert web.get(edit).status_code == 200
    web.post(edit, {"title": "Kepala Kantor Satu"})
    web.post(edit, {"action": "close"})
    post.refresh_from_db()
    assert (post.title, post.is_active) == ("Kepala Kantor Satu", False)
    web.post(edit, {"action": "reopen"})
    assert web.get("/organisasi/jabatan/?keadaan=nonaktif").status_code == 200


def _addresses(land: Province) -> list[str]:
    person = person_with(Role.OFFICER, land.unit)
    term = person.terms.get()
    return [
        f"/organisasi/jabatan/baru/unit/{land.unit.pk}/",
        f"/organisasi/jabatan/{term.post_id}/isi/",
        f"/organisasi/jabatan/{term.post_id}/ubah/",
        f"/organisasi/masa/{term.pk}/serah-terima/",
        f"/organisasi/masa/{term.pk}/akhiri/",
        f"/organisasi/orang/{person.pk}/tindakan/?tindakan=sessions",
    ]


def test_whoever_sees_a_post_and_may_not_change_it_reads_why(land: Province, web: Client) -> None:
    addresses = _addresses(land)
    sign_in(web, person_with(Role.HEAD, land.unit))
    for address in addresses:
        page = web.get(address)
        assert page.status_code == 403, address
        assert "Hanya " in page.content.decode()
    assert web.get(addresses[1].replace("isi/", "")).status_code == 200
    assert web.get("/organisasi/jabatan/baru/").status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECTION, Role.MINISTRY])
def test_from_a_foreign_branch_nothing_is_there(land: Province, web: Client, role: Role) -> None:
    addresses = _addresses(land)
    place = {Role.COORDINATOR: land.sister, Role.SECTION: land.other, Role.MINISTRY: land.other}[role]
    sign_in(web, person_with(role, place))
    for address in [*addresses, addresses[1].replace("isi/", ""), "/organisasi/jabatan/1/", "/organisasi/orang/1/"]:
        assert web.get(address).status_code == 404, address
    assert web.get("/organisasi/jabatan/baru/unit/9999999999999999999999/").status_code == 404


def test_the_page_of_a_person_offers_what_one_may(land: Province, web: Client) -> None:
    person = person_with(Role.OFFICER, land.unit, name="Sari Contoh")
    sign_in(web, person_with(Role.SECTION, land.regency))
    page = web.get(f"/organisasi/orang/{person.pk}/").content.decode()
    assert "Sari Contoh" in page
    assert "Nonaktifkan akun" in page
    act = f"/organisasi/orang/{person.pk}/tindakan/"
    for name in ("sessions", "disable", "restore"):
        assert web.get(f"{act}?tindakan={name}").status_code == 200
    assert web.get(f"{act}?tindakan=hapus").status_code == 404
    web.post(act, {"action": "disable"})
    assert not Person.objects.get(pk=person.pk).is_active
    assert "Aktifkan akun lagi" in web.get(f"/organisasi/orang/{person.pk}/").content.decode()
    web.post(act, {"action": "enable"})
    assert Person.objects.get(pk=person.pk).is_active
    sign_in(web, person_with(Role.COORDINATOR, land.agency))
    assert "Nonaktifkan akun" not in web.get(f"/organisasi/orang/{person.pk}/").content.decode()


def test_own_posts_say_who_hands_over(land: Province, web: Client) -> None:
    coordinator = person_with(Role.COORDINATOR, land.agency, name="Koordinator Contoh")
    officer = person_with(Role.OFFICER, land.unit)
    Term.objects.filter(government_id=land.regency.code, person=officer).update(decree="SK 9")
    sign_in(web, officer)
    page = web.get("/akun/jabatan/").content.decode()
    assert "Koordinator Contoh" in page
    assert "Mulai serah terima" not in page
    assert "SK 9" in page
    sign_in(web, coordinator)
    assert "Mulai serah terima" in web.get("/akun/jabatan/").content.decode()
    nobody = Person.objects.create_user("kosong", PASSWORD, name="Tanpa Jabatan")
    sign_in(web, nobody)
    assert "Belum ada jabatan" in web.get("/akun/jabatan/").content.decode()
