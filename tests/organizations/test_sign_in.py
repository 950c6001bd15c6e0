"""Signing in: what is said to whom, what the trail keeps, the second step, the limits, and how a session ends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from tests.respond.office import open_office
from tests.support.people import PASSWORD, give_second_factor, person_with, sign_in

from cermin.base.models import AuditLine
from cermin.organizations import middleware
from cermin.organizations.models import Person
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db

LOGIN = "/akun/login/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def code_of(secret: str, at: float | None = None) -> str:
    """The code of an authenticator app (RFC 6238), worked out here by itself."""
    counter = int(time.time() if at is None else at) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def enter(web: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    return web.post(LOGIN, {"login": login, "password": password}, **more)


def again(web: Client, person: Person) -> None:
    """As after the password was asked once more, a moment ago."""
    session = web.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def lines(action: str) -> list[AuditLine]:
    return list(AuditLine.objects.unscoped("a test reads all").filter(action=action))


def test_the_code_of_rfc_6238() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_of(secret, 59) == "287082"
    assert code_of(secret, 1111111109) == "081804"


def test_an_officer_signs_in_with_name_and_password(web: Client) -> None:
    office = open_office()
    person = person_with(Role.OFFICER, office.unit, login="sari")
    response = enter(web, " Sari ")
    assert (response.status_code, response["Location"]) == (302, "/beranda/")
    assert web.session["_auth_user_id"] == str(person.pk)
    line = lines("signed_in")[0]
    assert (line.government_id, line.actor_id, line.object_label) == (office.government.code, person.pk, person.name)
    assert web.session.get_expire_at_browser_close()


def test_the_page_one_wanted_comes_after_signing_in_and_no_foreign_one(web: Client) -> None:
    person_with(Role.OFFICER, open_office().unit, login="sari")
    assert enter(web, "sari", follow=False).status_code == 302
    web.post("/akun/keluar/")
    answer = web.post(LOGIN, {"login": "sari", "password": PASSWORD, "next": "/akun/keamanan/"})
    assert answer["Location"] == "/akun/keamanan/"
    web.post("/akun/keluar/")
    answer = web.post(LOGIN, {"login": "sari", "password": PASSWORD, "next": "https://tempat.example/"})
    assert answer["Location"] == "/beranda/"


def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody(web: Client) -> None:
    person_with(Role.OFFICER, open_office().unit, login="sari")
    wrong, unknown = enter(web, "sari", "salah sekali ini"), enter(web, "tidak.ada", "salah sekali ini")
    for page in (wrong, unknown):
        assert page.status_code == 200
        assert "Nama masuk atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi." in page.content.decode()
        assert "salah sekali ini" not in page.content.decode()
    strip = lambda page: page.content.decode().replace("tidak.ada", "sari")  # noqa: E731
    assert _without_tokens(strip(wrong)) == _without_tokens(strip(unknown))


def _without_tokens(html: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_a_failure_is_kept_for_an_account_and_writes_nothing_of_an_unknown_name(web: Client) -> None:
    person_with(Role.OFFICER, open_office().unit, login="sari")
    enter(web, "sari", "rahasia yang salah")
    enter(web, "kata sandi yang nyasar", "x")
    (line,) = lines("sign_in_failed")
    assert (line.actor_id, line.actor_label, line.detail) == (None, "Belum dikenal", {"sebab": "kata sandi"})
    everything = str(list(AuditLine.objects.unscoped("a test reads all").values()))
    assert "nyasar" not in everything
    assert "rahasia" not in everything


def test_the_sixth_wrong_password_is_refused_and_then_the_right_one_too(web: Client) -> None:
    person_with(Role.OFFICER, open_office().unit, login="sari")
    person_with(Role.OFFICER, open_office(key="99.02", code="KXYZ2346").unit, login="budi")
    for _ in range(5):
        assert "tidak cocok" in enter(web, "sari", "salah").content.decode()
    refused = enter(web, "sari")
    assert refused.status_code == 200
    assert "Terlalu banyak percobaan" in refused.content.decode()
    assert "_auth_user_id" not in web.session
    assert enter(Client(REMOTE_ADDR="10.0.0.9"), "budi").status_code == 302  # somebody else is not held up


def test_an_unknown_name_is_held_up_like_a_known_one(web: Client) -> None:
    for _ in range(5):
        enter(web, "tidak.ada", "salah")
    assert "Terlalu banyak percobaan" in enter(web, "tidak.ada", "salah").content.decode()


def test_a_disabled_person_learns_it_only_with_the_right_password(web: Client) -> None:
    person = person_with(Role.OFFICER, open_office().unit, login="sari")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert "tidak cocok" in enter(web, "sari", "salah").content.decode()
    page = enter(web, "sari", follow=True)
    assert "Akun ini dinonaktifkan" in page.content.decode()
    assert "_auth_user_id" not in web.session


def test_whoever_has_a_second_factor_is_asked_for_it_and_a_code_works_once(web: Client) -> None:
    person = person_with(Role.HEAD, open_office().unit, login="kepala")
    secret = give_second_factor(person)
    step = enter(web, "kepala")
    assert step["Location"] == "/akun/login/langkah-kedua/"
    assert "_auth_user_id" not in web.session
    assert web.get("/beranda/")["Location"].startswith(LOGIN)
    page = web.get("/akun/login/langkah-kedua/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    wrong = f"{(int(code_of(secret)) + 1) % 1_000_000:06d}"
    if wrong in {code_of(secret, time.time() + 30), code_of(secret, time.time() - 30)}:
        wrong = f"{(int(wrong) + 1) % 1_000_000:06d}"
    assert "Kode ini tidak cocok" in web.post("/akun/login/langkah-kedua/", {"code": wrong}).content.decode()
    assert lines("sign_in_failed")[0].detail == {"sebab": "aplikasi kode"}
    code = code_of(secret)
    assert web.post("/akun/login/langkah-kedua/", {"code": code})["Location"] == "/beranda/"
    # The same code from another browser, while it still shows in the app and in the half minute after.
    for key in (f"allauth.mfa.totp.used?user={person.pk}&code={code}",):
        cache.delete(key)
    other = Client()
    enter(other, "kepala")
    assert "Kode ini tidak cocok" in other.post("/akun/login/langkah-kedua/", {"code": code}).content.decode()


def test_the_second_step_has_a_limit_of_its_own(web: Client) -> None:
    give_second_factor(person_with(Role.HEAD, open_office().unit, login="kepala"))
    enter(web, "kepala")
    pages = [web.post("/akun/login/langkah-kedua/", {"code": f"00000{n}"}).content.decode() for n in range(6)]
    assert "Terlalu banyak percobaan" in pages[-1]


@pytest.mark.parametrize("role", [Role.HEAD, Role.COORDINATOR, Role.SECTION, Role.BUREAU, Role.ADMINISTRATOR])
def test_a_post_that_requires_it_opens_nothing_before_the_second_factor_is_set_up(web: Client, role: Role) -> None:
    unit = open_office().unit
    place = {Role.HEAD: unit, Role.COORDINATOR: unit.agency}.get(role, unit.government)
    if role is Role.SECTION:  # a section stands at a regency
        place.province = open_office(key="99", code="KXYZ2347").government
        place.save()
    sign_in(web, person_with(role, place), second_factor=False)
    gate = web.get("/organisasi/jabatan/")
    assert (gate.status_code, gate["Location"]) == (302, "/akun/keamanan/?wajib=1")
    page = web.get("/akun/keamanan/")
    assert page.status_code == 200
    assert "Pasang langkah kedua dulu" in page.content.decode()
    assert web.get("/healthz").status_code == 200
    assert web.post("/akun/keluar/").status_code == 302


def test_the_gate_opens_with_a_factor_and_recovery_codes_are_none(web: Client) -> None:
    person = person_with(Role.HEAD, open_office().unit)
    sign_in(web, person, second_factor=False)
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "00", "used_mask": 0})
    assert web.get("/organisasi/jabatan/").status_code == 302
    give_second_factor(person)
    assert web.get("/organisasi/jabatan/").status_code == 200


def test_an_officer_needs_no_second_factor_and_the_demo_asks_nobody(web: Client, settings: Any) -> None:
    unit = open_office().unit
    sign_in(web, person_with(Role.OFFICER, unit), second_factor=False)
    assert web.get("/organisasi/jabatan/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(web, person_with(Role.HEAD, unit), second_factor=False)
    assert web.get("/organisasi/jabatan/").status_code == 200


def test_the_last_factor_of_a_required_post_stays(web: Client) -> None:
    person = person_with(Role.HEAD, open_office().unit, login="kepala")
    secret = give_second_factor(person)
    enter(web, "kepala")
    web.post("/akun/login/langkah-kedua/", {"code": code_of(secret)})
    again(web, person)
    page = web.get("/akun/keamanan/kode/lepas/")
    assert "Jabatan Anda mewajibkan langkah kedua" in page.content.decode()
    assert web.post("/akun/keamanan/kode/lepas/").status_code == 200
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_key_that_is_the_last_factor_stays_too(web: Client) -> None:
    person = person_with(Role.HEAD, open_office().unit, login="kepala")
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Ponsel", "credential": {}})
    sign_in(web, person, second_factor=False)
    again(web, person)
    answer = web.post(f"/akun/keamanan/kunci/{key.pk}/hapus/")
    assert "Jabatan Anda mewajibkan langkah kedua" in answer.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_setting_up_a_factor_asks_for_the_password_again_and_shows_recovery_codes_once(
    web: Client, django_capture_on_commit_callbacks: Any
) -> None:
    person = person_with(Role.OFFICER, open_office().unit, login="sari")
    sign_in(web, person, second_factor=False)
    asked = web.get("/akun/keamanan/kode/pasang/")
    assert asked["Location"].startswith("/akun/periksa/?next=")
    assert "Kata sandi ini tidak cocok" in web.post(asked["Location"], {"password": "bukan"}).content.decode()
    back = web.post(asked["Location"], {"password": PASSWORD})
    assert back["Location"] == "/akun/keamanan/kode/pasang/"
    page = web.get("/akun/keamanan/kode/pasang/")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = web.post("/akun/keamanan/kode/pasang/", {"code": code_of(secret)})
    assert done["Location"] == "/akun/keamanan/cadangan/"
    shown = web.get("/akun/keamanan/cadangan/")
    codes = shown.context["unused_codes"]
    assert len(set(codes)) == 10
    assert all(code.isdecimal() and len(code) == 8 for code in codes)
    again = web.get("/akun/keamanan/cadangan/").content.decode()
    assert "sudah pernah ditampilkan" in again
    assert codes[0] not in again
    assert {line.detail["jenis"] for line in lines("factor_added")} == {"aplikasi kode", "kode cadangan"}
    assert secret not in str(list(AuditLine.objects.unscoped("a test reads all").values()))
    # A recovery code opens, once.
    other = Client()
    enter(other, "sari")
    assert other.post("/akun/login/langkah-kedua/", {"code": codes[0]})["Location"] == "/beranda/"
    third = Client()
    enter(third, "sari")
    assert third.post("/akun/login/langkah-kedua/", {"code": codes[0]}).status_code == 200


def test_signing_out_is_a_post_that_clears_the_cache_of_the_browser(web: Client) -> None:
    sign_in(web, person_with(Role.OFFICER, open_office().unit))
    assert "Keluar dari Cermin?" in web.get("/akun/keluar/").content.decode()
    assert "_auth_user_id" in web.session
    gone = web.post("/akun/keluar/")
    assert gone["Clear-Site-Data"] == '"cache"'
    assert "_auth_user_id" not in web.session
    assert lines("signed_out")


@pytest.mark.parametrize(
    ("started", "seen", "stays"),
    [(60, 60, True), (11 * 3600, 3500, True), (3700, 3700, False), (12 * 3600 + 60, 10, False)],
    ids=["just now", "long day", "an hour idle", "twelve hours"],
)
def test_a_session_ends_after_an_idle_hour_and_after_twelve_hours(
    web: Client, started: int, seen: int, stays: bool
) -> None:
    sign_in(web, person_with(Role.OFFICER, open_office().unit))
    session, now = web.session, time.time()
    session[middleware.SIGNED_IN_AT], session[middleware.SEEN_AT] = now - started, now - seen
    session.save()
    answer = web.get("/akun/keamanan/")
    assert (answer.status_code == 200) is stays
    if not stays:
        assert answer["Location"].startswith(LOGIN)
        assert "Sesi Anda berakhir karena lama tidak dipakai" in web.get(answer["Location"]).content.decode()


def test_a_new_password_ends_the_sessions_elsewhere(web: Client) -> None:
    person_with(Role.OFFICER, open_office().unit, login="sari")
    enter(web, "sari")
    elsewhere = Client()
    enter(elsewhere, "sari")
    new = "tujuh ekor kambing di dermaga"
    weak = web.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": "pendek"})
    assert weak.status_code == 200
    web.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new})
    assert web.get("/akun/keamanan/").status_code == 200
    assert elsewhere.get("/akun/keamanan/").status_code == 302
    assert lines("password_changed")
    assert enter(Client(), "sari", new).status_code == 302


def test_nobody_signs_up_and_the_pages_of_allauth_that_we_do_not_use_are_not_there(web: Client) -> None:
    for address in ("signup", "email", "password/reset", "confirm-email", "social/signup", "sso/login"):
        assert web.get(f"/akun/{address}/").status_code == 404


def test_password_fields_tell_a_password_manager_what_they_are(web: Client) -> None:
    page = web.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert "onpaste" not in page
