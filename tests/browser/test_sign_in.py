"""Signing in as people do it: pasted and filled-in passwords (A14), an app with codes, a passkey; and every page looked over by axe."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.organizations.province import Province, make_province
from tests.organizations.test_sign_in import code_of
from tests.support.browser import assert_accessible
from tests.support.people import PASSWORD, person_with

from cermin.organizations.models import Person
from cermin.organizations.queries import actor_of
from cermin.organizations.services import first_administrator_code, invitations
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db(transaction=True)

FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def land(transactional_db: None) -> Province:
    cache.clear()
    return make_province()


def enter(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto("/akun/login/")
    page.get_by_label("Nama masuk").fill(login)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


def with_authenticator(page: Page) -> Any:
    """A phone's own authenticator, which knows its user, as Chromium plays it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def test_a14_a_password_can_be_pasted_and_filled_in_and_no_puzzle_is_asked(land: Province, desk_page: Page) -> None:
    person_with(Role.OFFICER, land.unit, login="sari")
    page = desk_page
    page.goto("/akun/login/")
    fields = page.locator("form").first.locator("input:visible")
    assert [fields.nth(n).get_attribute("autocomplete") for n in range(fields.count())] == [
        "username",
        "current-password",
    ]
    for label, text in (("Nama masuk", "sari"), ("Kata sandi", PASSWORD)):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.get_by_label(label).focus()
        page.keyboard.press("Control+V")
    expect(page.get_by_label("Kata sandi")).to_have_value(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/beranda/$"))


def test_without_script_one_signs_in_with_the_password(land: Province, no_script_page: Page) -> None:
    person_with(Role.OFFICER, land.unit, login="sari")
    no_script_page.goto("/akun/login/")
    expect(no_script_page.get_by_role("button", name="Masuk dengan kunci sandi")).not_to_be_visible()
    enter(no_script_page, "sari")
    expect(no_script_page).to_have_url(re.compile("/beranda/$"))


def test_a_wrong_password_is_told_in_one_sentence_that_is_read_first(land: Province, phone_page: Page) -> None:
    person_with(Role.OFFICER, land.unit, login="sari")
    enter(phone_page, "sari", "bukan yang ini")
    summary = phone_page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Nama masuk atau kata sandi tidak cocok")
    expect(phone_page.get_by_label("Nama masuk")).to_have_value("sari")
    expect(phone_page.get_by_label("Kata sandi")).to_have_value("")
    assert_accessible(phone_page)


def test_a_head_sets_up_an_app_with_codes_and_signs_in_with_one(land: Province, phone_page: Page) -> None:
    page = phone_page
    person_with(Role.HEAD, land.unit, login="kepala")
    enter(page, "kepala")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk dua langkah")
    expect(page.get_by_text("Pasang langkah kedua dulu")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Pasang aplikasi kode").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    assert_accessible(page)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("img", name=re.compile("Kode QR"))).to_be_visible()
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 100
    assert_accessible(page)
    page.get_by_text("Tidak dapat memindai?", exact=True).click()
    secret = page.locator(".mono").inner_text().strip()
    page.get_by_label("Kode", exact=True).fill("000000" if code_of(secret) != "000000" else "111111")
    page.get_by_role("button", name="Pasang").click()
    expect(page.get_by_role("alert")).to_contain_text("Kode ini tidak cocok")
    expect(page.locator(".mono")).to_have_text(secret)
    page.get_by_label("Kode", exact=True).fill(code_of(secret))
    page.get_by_role("button", name="Pasang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode cadangan")
    expect(page.locator("ul.mono li")).to_have_count(10)
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Sudah disimpan, lanjut").click()
    expect(page).to_have_url(re.compile("/beranda/$"))
    page.context.clear_cookies()
    enter(page, "kepala")
    expect(page.get_by_role("heading", level=1)).to_have_text("Langkah kedua")
    assert_accessible(page)
    field = page.get_by_label("Kode", exact=True)
    assert (field.get_attribute("autocomplete"), field.get_attribute("inputmode")) == ("one-time-code", "numeric")
    field.fill(code_of(secret))
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(re.compile("/beranda/$"))


def test_a_passkey_is_added_and_opens_alone_and_as_the_second_step(land: Province, desk_page: Page) -> None:
    page = desk_page
    person_with(Role.HEAD, land.unit, login="kepala")
    devtools, device = with_authenticator(page)
    enter(page, "kepala")
    page.get_by_role("link", name="Tambah kunci sandi").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_label("Nama kunci")).to_have_value("Kunci 1")
    assert_accessible(page)
    page.get_by_label("Nama kunci").fill("Laptop kantor")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode cadangan")
    assert len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    page.goto("/akun/keamanan/kunci/")
    expect(page.get_by_text("Laptop kantor").first).to_be_visible()
    assert_accessible(page)
    page.context.clear_cookies()
    page.goto("/akun/login/?next=/akun/jabatan/")
    assert_accessible(page)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page).to_have_url(re.compile(r"^[^?]*/akun/jabatan/$"))  # no password, no second step
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.clear_cookies()
    enter(page, "kepala")
    expect(page.get_by_role("heading", level=1)).to_have_text("Langkah kedua")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page).to_have_url(re.compile("/beranda/$"))


def test_a_passkey_that_is_not_there_is_told_and_the_password_still_works(land: Province, desk_page: Page) -> None:
    page = desk_page
    person_with(Role.OFFICER, land.unit, login="sari")
    devtools, device = with_authenticator(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/akun/login/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("status")).to_contain_text("Tidak jadi, atau waktunya habis")
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_be_enabled()
    enter(page, "sari")
    expect(page).to_have_url(re.compile("/beranda/$"))


def test_an_invitation_travels_from_the_coordinator_to_the_new_head(
    land: Province, desk_page: Page, phone_page: Page
) -> None:
    person_with(Role.COORDINATOR, land.agency, login="koordinator")
    page = desk_page
    _set_up(page, "koordinator")
    page.goto("/organisasi/jabatan/")
    assert_accessible(page)
    page.get_by_role("link", name="Jabatan baru").click()
    assert_accessible(page)
    page.get_by_role("link", name="Kantor Satu").click()
    page.get_by_label(re.compile("^Kepala unit")).check()
    page.get_by_label("Nama jabatan").fill("Kepala Kantor Satu")
    assert_accessible(page)
    page.get_by_role("button", name="Buat jabatan").click()
    assert_accessible(page)
    page.get_by_label("Nama orang yang diundang").fill("Rina Contoh")
    page.get_by_label("Nomor keputusan").fill("SK 7/2026")
    page.get_by_role("button", name="Lanjut").click()
    link = page.locator("p.mono").inner_text().strip()
    assert_accessible(page)
    send = page.get_by_role("link", name=re.compile("Kirim lewat WhatsApp"))
    assert str(send.get_attribute("href")).startswith("https://wa.me/?text=Yth.%20Rina%20Contoh")
    page.get_by_role("link", name="Kembali ke jabatan").click()
    expect(page.get_by_text("Undangan yang belum dipakai")).to_be_visible()
    assert_accessible(page)
    guest = phone_page
    guest.goto("/undangan/" + link.split("/undangan/")[1])
    expect(guest.get_by_role("heading", level=1)).to_have_text("Undangan untuk Rina Contoh")
    assert guest.evaluate(FITS)
    assert_accessible(guest)
    guest.get_by_label("Nama masuk").fill("rina.contoh")
    guest.get_by_label("Kata sandi").fill("tujuh ekor kambing di dermaga")
    guest.get_by_role("button", name="Terima dan buat akun").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Masuk dua langkah")
    guest.goto("/akun/jabatan/")
    expect(guest.get_by_role("heading", name="Kepala Kantor Satu")).to_be_visible()
    assert guest.evaluate(FITS)
    assert_accessible(guest)
    guest.goto("/akun/sesi/")
    assert guest.evaluate(FITS)
    assert_accessible(guest)
    page.reload()
    expect(page.get_by_role("link", name="Rina Contoh", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile(r"Serah terima\s*: Rina Contoh")).click()
    assert_accessible(page)


def _set_up(page: Page, login: str) -> None:
    """Signed in, with an app that makes codes."""
    enter(page, login)
    page.get_by_role("link", name="Pasang aplikasi kode").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_text("Tidak dapat memindai?", exact=True).click()
    page.get_by_label("Kode", exact=True).fill(code_of(page.locator(".mono").inner_text().strip()))
    page.get_by_role("button", name="Pasang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode cadangan")


def test_the_first_person_and_a_lost_account_on_a_phone(transactional_db: None, phone_page: Page) -> None:
    cache.clear()
    page = phone_page
    page.goto(str(first_administrator_code()))
    assert page.evaluate(FITS)
    assert_accessible(page)
    page.get_by_label("Nama", exact=True).fill("Pengelola Contoh")
    page.get_by_label("Nama masuk").fill("pengelola")
    page.get_by_label("Kata sandi").fill("tujuh ekor kambing di dermaga")
    page.get_by_label("Provinsi", exact=True).select_option("82")
    page.get_by_role("button", name="Mulai").click()
    expect(page.get_by_text("Pasang langkah kedua dulu")).to_be_visible()
    page.context.clear_cookies()
    administrator = Person.objects.get()
    unit = make_province().unit
    officer = person_with(Role.OFFICER, unit, login="sari")
    bureau = actor_of(person_with(Role.BUREAU, unit.government.province))
    _, secret = invitations.offer_restoring(actor=bureau, person=officer, post=officer.terms.get().post)
    page.goto(f"/undangan/{secret}/")
    assert page.evaluate(FITS)
    assert_accessible(page)
    page.get_by_label("Kata sandi baru").fill("delapan ekor bebek di sawah")
    page.get_by_role("button", name="Simpan kata sandi baru").click()
    expect(page.get_by_text("Kata sandi baru berlaku")).to_be_visible()
    enter(page, "sari", "delapan ekor bebek di sawah")
    expect(page).to_have_url(re.compile("/beranda/$"))
    assert administrator.terms.count() == 1
