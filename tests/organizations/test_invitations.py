"""Links that work once: to a post, back to a lost account, and the very first person."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.utils import timezone
from tests.organizations.province import Province, make_province
from tests.support.people import PASSWORD, actor_with, give_post, give_second_factor, person_with, sign_in

from cermin.base.access import NotVisible, Refused
from cermin.base.models import AuditLine
from cermin.organizations.models import FirstAccess, Government, Invitation, Person, Post, Region, Term
from cermin.organizations.queries import actor_of
from cermin.organizations.services import first_administrator_code, invitations, people
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db
NEW = {"name": "Sari Umar", "login": "sari.umar", "password": "tujuh ekor kambing di dermaga"}


@pytest.fixture
def land() -> Province:
    return make_province()


def values(**more: Any) -> dict[str, Any]:
    base = {"name": "Sari Umar", "kind": "plh", "decree": "SK 4/2026", "starts_on": timezone.localdate()}
    return base | {"ends_on": None} | more


def invited(land: Province, role: Role = Role.OFFICER) -> tuple[Invitation, str, Any]:
    actor = actor_with(Role.COORDINATOR, land.agency)
    post = people.create_post(actor=actor, place=land.unit, role=role.value, title=f"Jabatan {role.label}")
    invitation, secret = invitations.invite(actor=actor, post=post, values=values())
    return invitation, secret, actor


# Services


def test_only_the_digest_is_stored_and_the_link_holds_three_days(land: Province) -> None:
    invitation, secret, actor = invited(land)
    assert re.fullmatch(r"[0-9a-f]{40}", secret)
    stored = " ".join(
        str(value) for value in Invitation.objects.filter(pk=invitation.pk, government_id="99.01").values()[0].values()
    )
    assert secret not in stored
    hours = (invitation.expires_at - timezone.now()).total_seconds() / 3600
    assert 71.9 < hours <= 72
    assert secret not in str(list(AuditLine.objects.filter(government_id="99.01").values()))
    assert invitation.invited_by_id == actor.person_id


def test_a_new_person_takes_the_post_as_the_invitation_says(land: Province) -> None:
    invitation, secret, _ = invited(land)
    person = invitations.accept_as_new(token=secret, values={**NEW, "login": " Sari.Umar "})
    term = person.terms.get()
    assert (term.post_id, term.kind, term.decree) == (invitation.post_id, "plh", "SK 4/2026")
    assert person.login == "sari.umar"
    assert person.check_password(NEW["password"])
    assert [grant.role for grant in actor_of(person).grants] == [Role.OFFICER]
    line = AuditLine.objects.filter(government_id="99.01", action="invitation_accepted").get()
    assert line.actor_id == person.pk


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"login": "a"}, "login"),
        ({"login": "sari umar"}, "login"),
        ({"login": "<script>"}, "login"),
        ({"password": "pendek"}, "password"),
        ({"password": "sari.umar.sari"}, "password"),
        ({"password": "password1234"}, "password"),
    ],
)
def test_bad_entries_name_their_field_and_leave_the_link_open(land: Province, more: dict[str, str], field: str) -> None:
    _, secret, _ = invited(land)
    with pytest.raises(ValidationError) as caught:
        invitations.accept_as_new(token=secret, values=NEW | more)
    assert list(caught.value.message_dict) == [field]
    assert invitations.accept_as_new(token=secret, values=NEW)


def test_a_login_name_belongs_to_one_person(land: Province) -> None:
    person_with(Role.OFFICER, land.unit, login="sari.umar")
    _, secret, _ = invited(land)
    with pytest.raises(ValidationError) as caught:
        invitations.accept_as_new(token=secret, values=NEW)
    assert "sudah dipakai orang lain" in caught.value.message_dict["login"][0]


def test_a_link_works_once_and_not_after_its_time_or_its_withdrawal_or_with_the_post_closed(land: Province) -> None:
    _, secret, _ = invited(land)
    invitations.accept_as_new(token=secret, values=NEW)
    for number, spoil in enumerate(("expire", "withdraw", "close", "nothing stored")):
        invitation, other, actor = invited(land)
        if spoil == "expire":
            Invitation.objects.filter(pk=invitation.pk, government_id="99.01").update(expires_at=timezone.now())
        elif spoil == "withdraw":
            invitations.withdraw_invitation(actor=actor, invitation=invitation)
        elif spoil == "close":
            people.close_post(actor=actor, post=invitation.post)
        else:
            other = "0" * 40
        with pytest.raises(ValidationError, match="sudah dipakai, ditarik, atau lewat waktunya"):
            invitations.accept_as_new(token=other, values=NEW | {"login": f"orang.lain{number}"})
    with pytest.raises(ValidationError):
        invitations.accept_as_new(token=secret, values=NEW | {"login": "kedua.kali"})
    assert Person.objects.filter(login__startswith="orang.lain").count() == 0


def test_a_renewed_link_replaces_the_old_one(land: Province) -> None:
    invitation, secret, actor = invited(land)
    renewed = invitations.renew_invitation(actor=actor, invitation=invitation)
    with pytest.raises(ValidationError):
        invitations.accept_as_new(token=secret, values=NEW)
    person = invitations.accept_as_new(token=renewed, values=NEW)
    with pytest.raises(ValidationError, match="sudah dipakai"):
        invitations.withdraw_invitation(actor=actor, invitation=invitation)
    with pytest.raises(ValidationError, match="sudah dipakai"):
        invitations.renew_invitation(actor=actor, invitation=invitation)
    assert person.terms.count() == 1


def test_somebody_with_an_account_takes_one_more_post_and_nobody_takes_the_own_invitation(land: Province) -> None:
    officer = person_with(Role.OFFICER, land.sister_unit)
    _, secret, actor = invited(land)
    with pytest.raises(Refused, match="mengangkat dirinya sendiri"):
        invitations.accept_as(token=secret, person=Person.objects.get(pk=actor.person_id))
    invitations.accept_as(token=secret, person=officer)
    assert len(actor_of(officer).grants) == 2


def test_who_may_invite(land: Province) -> None:
    _, _, actor = invited(land)
    post = Post.objects.filter(government_id="99.01", unit=land.unit).first()
    with pytest.raises(Refused):
        invitations.invite(actor=actor_with(Role.HEAD, land.unit), post=post, values=values())
    with pytest.raises(NotVisible):
        invitations.invite(actor=actor_with(Role.COORDINATOR, land.sister), post=post, values=values())
    with pytest.raises(ValidationError) as caught:
        invitations.invite(actor=actor, post=post, values=values(name=" "))
    assert list(caught.value.message_dict) == ["name"]


def test_a_handover_by_invitation_ends_the_old_term(land: Province) -> None:
    old = person_with(Role.HEAD, land.unit)
    actor = actor_with(Role.COORDINATOR, land.agency)
    term = old.terms.get()
    start = timezone.localdate() + timedelta(days=3)
    _, secret = invitations.invite(actor=actor, post=term.post, values=values(starts_on=start), replaces=term)
    term.refresh_from_db()
    assert term.ends_on == start - timedelta(days=1)
    person = invitations.accept_as_new(token=secret, values=NEW)
    assert not actor_of(person).grants
    assert actor_of(person, start).grants


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_one_invitation_at_once_become_one_person() -> None:
    land = make_province()
    _, secret, _ = invited(land)
    start, outcome = threading.Barrier(2), []

    def accept(login: str) -> None:
        try:
            start.wait(timeout=10)
            invitations.accept_as_new(token=secret, values=NEW | {"login": login})
            outcome.append("taken")
        except ValidationError:
            outcome.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(login,)) for login in ("satu.orang", "dua.orang")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcome) == ["refused", "taken"]
    assert Term.objects.filter(government_id="99.01", kind="plh").count() == 1
    assert Person.objects.filter(login__endswith=".orang").count() == 1


# A lost account


def test_a_restoring_link_sets_a_password_drops_the_factors_and_ends_the_sessions(land: Province, web: Client) -> None:
    person = person_with(Role.OFFICER, land.unit, login="sari")
    give_second_factor(person)
    sign_in(web, person)
    actor = actor_with(Role.SECTION, land.regency)
    post = person.terms.get().post
    _, old = invitations.offer_restoring(actor=actor, person=person, post=post)
    _, secret = invitations.offer_restoring(actor=actor, person=person, post=post)
    with pytest.raises(ValidationError):
        invitations.restore_account(token=old, password=NEW["password"])
    with pytest.raises(ValidationError):  # no second way in through the page of new persons
        invitations.accept_as_new(token=secret, values=NEW)
    with pytest.raises(ValidationError) as caught:
        invitations.restore_account(token=secret, password="pendek")
    assert list(caught.value.message_dict) == ["password"]
    invitations.restore_account(token=secret, password=NEW["password"])
    person.refresh_from_db()
    assert person.check_password(NEW["password"])
    assert not Authenticator.objects.filter(user=person).exists()
    assert web.get("/akun/jabatan/").status_code == 302
    assert person.terms.count() == 1
    assert AuditLine.objects.filter(government_id="99.01", action="account_restored").count() == 1
    with pytest.raises(ValidationError):
        invitations.restore_account(token=secret, password=NEW["password"])


def test_nobody_takes_over_an_account_that_reaches_further_than_the_own(land: Province) -> None:
    person = person_with(Role.OFFICER, land.unit)
    post = person.terms.get().post
    section = actor_with(Role.SECTION, land.regency)
    give_post(person, Role.ADMINISTRATOR, land.government)
    with pytest.raises(Refused, match="di luar jangkauan"):
        invitations.offer_restoring(actor=section, person=person, post=post)
    with pytest.raises(Refused):
        invitations.offer_restoring(actor=actor_with(Role.COORDINATOR, land.agency), person=person, post=post)
    own = person_with(Role.SECTION, land.regency)
    with pytest.raises(Refused, match="Akun Anda sendiri"):
        invitations.offer_restoring(actor=actor_of(own), person=own, post=own.terms.get().post)
    assert invitations.offer_restoring(actor=actor_with(Role.BUREAU, land.government), person=person, post=post)


# The first person


def first(**more: Any) -> dict[str, Any]:
    return NEW | {"region": "82", "zone": "Asia/Jayapura"} | more


def code_of(address: str | None) -> str:
    assert address is not None
    return address.removeprefix("/akun/pertama/").strip("/")


def test_the_first_person_becomes_administrator_of_the_province() -> None:
    old = code_of(first_administrator_code())
    code = code_of(first_administrator_code())
    assert code not in str(FirstAccess.objects.values())
    with pytest.raises(NotVisible):  # a new start, a new code
        invitations.create_first_administrator(code=old, values=first())
    person = invitations.create_first_administrator(code=code, values=first())
    (grant,) = actor_of(person).grants
    assert (grant.role, grant.place.government, grant.place.province) == (Role.ADMINISTRATOR, "82", "82")
    government = Government.objects.get(code="82")
    assert (government.name, government.zone) == ("Provinsi Maluku Utara", "Asia/Jayapura")
    assert AuditLine.objects.filter(government_id="82", action="first_administrator").get().actor_id == person.pk
    with pytest.raises(NotVisible):
        invitations.create_first_administrator(code=code, values=first(login="lain.lagi"))
    assert first_administrator_code() is None
    assert not FirstAccess.objects.exists()


def test_the_first_code_ends_after_a_day_and_when_somebody_came_another_way() -> None:
    code = code_of(first_administrator_code())
    FirstAccess.objects.update(expires_at=timezone.now())
    with pytest.raises(NotVisible):
        invitations.create_first_administrator(code=code, values=first())
    code = code_of(first_administrator_code())
    Person.objects.create_user("sudah.ada", PASSWORD, name="Sudah Ada")
    with pytest.raises(NotVisible):
        invitations.create_first_administrator(code=code, values=first())


def test_a_province_whose_regions_are_not_loaded_is_written_out() -> None:
    code = code_of(first_administrator_code())
    for bad, field in (
        ({"other_code": "8"}, "other_code"),
        ({"other_code": "82"}, "other_code"),
        ({"other_code": "81"}, "other_name"),
    ):
        with pytest.raises(ValidationError) as caught:
            invitations.create_first_administrator(code=code, values=first(region="lain", **bad))
        assert list(caught.value.message_dict) == [field]
    with pytest.raises(ValidationError) as caught:
        invitations.create_first_administrator(code=code, values=first(zone="Mars"))
    assert list(caught.value.message_dict) == ["zone"]
    assert not Person.objects.exists()
    invitations.create_first_administrator(code=code, values=first(region="lain", other_code="81", other_name="Maluku"))
    assert Government.objects.get(code="81").name == "Provinsi Maluku"
    assert Region.objects.get(code="81").verified is False


@pytest.mark.django_db(transaction=True)
def test_two_first_persons_at_once_become_one() -> None:
    code = code_of(first_administrator_code())
    start, outcome = threading.Barrier(2), []

    def come(login: str) -> None:
        try:
            start.wait(timeout=10)
            invitations.create_first_administrator(code=code, values=first(login=login))
            outcome.append("in")
        except NotVisible:
            outcome.append("out")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=come, args=(login,)) for login in ("satu.orang", "dua.orang")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcome) == ["in", "out"]
    assert Person.objects.count() == 1


# Pages


def test_the_link_is_shown_once_to_print_and_to_send(land: Province, web: Client) -> None:
    sign_in(web, person_with(Role.COORDINATOR, land.agency))
    post = people.create_post(
        actor=actor_with(Role.SECTION, land.regency), place=land.unit, role="head", title="Kepala"
    )
    sent = {"way": "undang", "name": "Sari Umar", "kind": "plt", "decree": "SK 4", "starts_on": "2026-01-05"}
    answer = web.post(f"/organisasi/jabatan/{post.pk}/isi/", sent)
    invitation = post.invitations.get()
    assert answer["Location"] == f"/organisasi/undangan/{invitation.pk}/"
    page = web.get(answer["Location"]).content.decode()
    link = re.search(r"http://localhost:8000/undangan/[0-9a-f]{40}/", page)
    assert link
    assert "https://wa.me/?text=" in page
    assert "data:image/svg+xml" in page
    again = web.get(answer["Location"]).content.decode()
    assert link[0] not in again
    assert "tidak dapat dilihat lagi" in again
    assert "Sari Umar" in web.get(f"/organisasi/jabatan/{post.pk}/").content.decode()
    renewed = web.post(f"/organisasi/undangan/{invitation.pk}/ubah/", {"action": "renew"}, follow=True).content.decode()
    assert "/undangan/" in renewed
    assert link[0] not in renewed
    web.post(f"/organisasi/undangan/{invitation.pk}/ubah/", {"action": "withdraw"})
    assert "Sudah ditarik" in web.get(answer["Location"]).content.decode()
    sign_in(web, person_with(Role.HEAD, land.unit))
    assert web.get(answer["Location"]).status_code == 403
    sign_in(web, person_with(Role.COORDINATOR, land.sister))
    assert web.get(answer["Location"]).status_code == 404


def test_looking_at_an_invitation_changes_nothing_and_tells_no_other_page(land: Province, web: Client) -> None:
    invitation, secret, _ = invited(land)
    page = web.get(f"/undangan/{secret}/")
    assert page.status_code == 200
    assert 'autocomplete="new-password"' in page.content.decode()
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("same-origin", "no-store")
    invitation.refresh_from_db()
    assert invitation.used_at is None
    assert web.get(f"/undangan/{'0' * 40}/").status_code == 404


def test_a_new_person_comes_in_and_sets_up_the_second_factor_at_once(land: Province, web: Client) -> None:
    _, secret, _ = invited(land, Role.HEAD)
    wrong = web.post(f"/undangan/{secret}/", NEW | {"password": "pendek"})
    assert wrong.status_code == 200
    assert "sari.umar" in wrong.content.decode()
    assert 'pendek"' not in wrong.content.decode()
    answer = web.post(f"/undangan/{secret}/", NEW)
    assert answer["Location"] == "/akun/keamanan/?wajib=1"
    assert web.get("/akun/keamanan/kode/pasang/").status_code == 200  # the password is not asked again
    assert web.get("/organisasi/jabatan/")["Location"] == "/akun/keamanan/?wajib=1"
    used = Client().get(f"/undangan/{secret}/")
    assert used.status_code == 410
    assert "sudah dipakai" in used.content.decode()


def test_an_officer_comes_in_to_the_home(land: Province, web: Client) -> None:
    _, secret, _ = invited(land)
    assert web.post(f"/undangan/{secret}/", NEW)["Location"] == "/beranda/"


def test_who_is_signed_in_takes_the_post_with_that_account(land: Province, web: Client) -> None:
    _, secret, actor = invited(land)
    sign_in(web, Person.objects.get(pk=actor.person_id))
    assert "mengangkat dirinya sendiri" in web.get(f"/undangan/{secret}/").content.decode()
    assert web.post(f"/undangan/{secret}/").status_code == 403
    officer = person_with(Role.OFFICER, land.sister_unit, name="Budi Contoh")
    sign_in(web, officer)
    assert "Terima sebagai Budi Contoh" in web.get(f"/undangan/{secret}/").content.decode()
    assert web.post(f"/undangan/{secret}/")["Location"] == "/akun/jabatan/"
    assert officer.terms.count() == 2


def test_the_page_of_a_restoring_link(land: Province, web: Client) -> None:
    person = person_with(Role.OFFICER, land.unit, login="sari")
    sign_in(web, person_with(Role.SECTION, land.regency))
    shown = web.post(f"/organisasi/orang/{person.pk}/tindakan/", {"action": "restore"}, follow=True).content.decode()
    path = re.search(r"/undangan/[0-9a-f]{40}/", shown)
    assert path
    other = Client()
    assert "Pulihkan akun Anda" in other.get(path[0]).content.decode()
    assert other.post(path[0], {"password": NEW["password"]})["Location"] == "/akun/login/"
    assert other.post("/akun/login/", {"login": "sari", "password": NEW["password"]}).status_code == 302


def test_the_page_of_the_first_person(web: Client) -> None:
    address = first_administrator_code()
    page = web.get(address).content.decode()
    assert "Maluku Utara (82)" in page
    assert "Provinsi tidak ada di daftar?" in page
    assert web.post(address, first(password="pendek")).status_code == 200
    assert web.post(address, first())["Location"] == "/akun/keamanan/?wajib=1"
    assert web.get(address).status_code == 404
    assert Client().get("/akun/pertama/tebakan/").status_code == 404
