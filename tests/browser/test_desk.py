"""The desk in a real browser: each page readable by everyone by day and night, narrow, by key, and without script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_look import SMALL, WIDER
from tests.skm.test_round_to_publication import answered, processed, published
from tests.skm.world import a_government, a_unit, an_office, planned
from tests.support.browser import assert_accessible, watched_page
from tests.support.people import person_with, sign_in

from cermin.base import sealing
from cermin.base.models import Job
from cermin.organizations.models import Person
from cermin.organizations.queries import actor_of
from cermin.skm import services as skm

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Desk:
    """People to look as, and the job of the officer that runs."""

    people: dict[str, Person]
    job: Job
    site: str

    def open(self, page: Page, who: str, address: str) -> None:
        """The page at this address, as this person."""
        client = Client()
        sign_in(client, self.people[who])
        page.context.add_cookies([{"name": "sesi", "value": client.cookies["sesi"].value, "url": self.site}])
        page.goto(address.replace("JOB", str(self.job.pk)))


@pytest.fixture
def desk(site: str) -> Desk:
    office = an_office().opened()
    processed(answered(office))
    published(office)
    other = a_unit(office.government, office.unit.agency)
    today = timezone.localdate()
    late = planned(other, actor_of(person_with("officer", other)))
    skm.edit_round(
        actor=actor_of(person_with("officer", other)),
        round_=late,
        values={"opens_on": today - timedelta(days=108), "closes_on": today + timedelta(days=4)},
    )
    second = skm.plan_round(
        actor=office.officer,
        unit=office.unit,
        period_label="Semester II Tahun 2026",
        period_start=today.replace(month=7, day=1),
        period_end=today.replace(month=12, day=31),
    )
    skm.edit_round(
        actor=office.officer,
        round_=second,
        values={"opens_on": today - timedelta(days=3), "closes_on": today + timedelta(days=9)},
    )
    job = Job.objects.create(
        government_id=office.government.pk,
        kind="skm.process",
        label="Mengolah SKM Semester II",
        actor_id=office.officer_person.pk,
        actor_label="Petugas unit",
        state="running",
        done=104,
        total=369,
        message="Menghitung rentang",
        created_at=timezone.now(),
    )
    sealing.seal(office.government.pk)
    alone = person_with("officer", office.unit)
    alone.terms.all().delete()
    people = {
        "officer": office.officer_person,
        "bureau": person_with("bureau", office.government),
        "administrator": person_with("administrator", office.government),
        "new administrator": person_with("administrator", a_government("98", privacy_contact="")),
        "new officer": person_with("officer", a_unit(office.government)),
        "nobody": alone,
    }
    return Desk(people, job, site)


PAGES = [
    ("officer", "/beranda/"),
    ("bureau", "/beranda/"),
    ("new administrator", "/beranda/"),
    ("new officer", "/beranda/"),
    ("nobody", "/beranda/"),
    ("officer", "/pekerjaan/JOB/"),
    ("officer", "/pekerjaan/"),
    ("administrator", "/jejak/"),
    ("administrator", "/jejak/?q=tidak+ada"),
    ("officer", "/jejak/"),
    ("bureau", "/cari/?q=contoh"),
    ("officer", "/cari/"),
]


def test_axe_finds_nothing_by_day_and_by_night_on_a_desk_and_a_phone(browser: Browser, site: str, desk: Desk) -> None:
    for options in ({"viewport": {"width": 1280, "height": 800}}, {"viewport": {"width": 360, "height": 640}}):
        with watched_page(browser, site, **options) as page:
            for who, address in PAGES:
                desk.open(page, who, address)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours do not fade
                    assert_accessible(page)


def test_nothing_reaches_past_a_narrow_screen(browser: Browser, site: str, desk: Desk) -> None:
    with watched_page(browser, site, viewport={"width": 320, "height": 640}) as page:
        for who, address in PAGES:
            desk.open(page, who, address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
            assert page.evaluate(WIDER) == [], address
            assert page.evaluate(SMALL) == [], address


def test_a_slash_goes_to_the_search_and_enter_finds(desk_page: Page, desk: Desk) -> None:
    desk.open(desk_page, "officer", "/beranda/")
    desk_page.keyboard.press("/")
    expect(desk_page.locator("#cari")).to_be_focused()
    desk_page.keyboard.type("semester ii")
    desk_page.keyboard.press("Enter")
    expect(desk_page.get_by_role("heading", level=1)).to_have_text("Cari: semester ii")
    desk_page.get_by_role("link", name="SKM Semester II").click()
    expect(desk_page).to_have_url(re.compile("/survei/"))


def test_the_most_urgent_stands_first_with_the_only_strong_button(desk_page: Page, desk: Desk) -> None:
    desk.open(desk_page, "officer", "/beranda/")
    first = desk_page.locator(".tasks li").first
    expect(first).to_contain_text("terlambat 3 hari")
    expect(desk_page.locator(".btn.p")).to_have_count(1)
    colour = "(part) => getComputedStyle(part).color"
    assert first.locator(".due b").evaluate(colour) == "rgb(164, 38, 44)"
    desk_page.locator(".btn.p").focus()
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(re.compile("/siapkan/$"))


def test_a_running_job_ends_before_ones_eyes(desk_page: Page, desk: Desk) -> None:
    desk.open(desk_page, "officer", "/pekerjaan/JOB/")
    expect(desk_page.get_by_role("progressbar")).to_have_attribute("value", "104")
    with transaction.atomic():
        desk.job.state, desk.job.finished_at = "done", timezone.now()
        desk.job.result = {"links": [{"label": "Lihat hasil", "url": "/survei/"}], "text": "Hasil sudah diolah."}
        desk.job.save()
    expect(desk_page.get_by_text("Hasil sudah diolah.")).to_be_visible(timeout=6_000)
    expect(desk_page.get_by_role("status")).to_have_text("Selesai")
    desk_page.get_by_role("link", name="Lihat hasil").click()
    expect(desk_page).to_have_url(re.compile("/survei/$"))


def test_a_job_that_fails_offers_to_begin_again(desk_page: Page, desk: Desk) -> None:
    desk.open(desk_page, "officer", "/pekerjaan/JOB/")
    Job.objects.filter(government_id=desk.job.government_id, pk=desk.job.pk).update(
        state="failed", error="Belum ada jawaban.", finished_at=timezone.now()
    )
    expect(desk_page.get_by_role("button", name="Coba lagi")).to_be_visible(timeout=6_000)
    expect(desk_page.get_by_text("Belum ada jawaban.")).to_be_visible()


def test_without_script_everything_is_reached(no_script_page: Page, desk: Desk) -> None:
    desk.open(no_script_page, "administrator", "/beranda/")
    no_script_page.locator("details.mob > summary").click()
    menu = no_script_page.locator("details.mob")
    menu.get_by_role("searchbox").fill("kantor")
    menu.get_by_role("searchbox").press("Enter")
    expect(no_script_page.get_by_role("heading", level=2, name="Unit")).to_be_visible()
    no_script_page.locator("details.mob > summary").click()
    no_script_page.locator("details.mob").get_by_role("link", name="Jejak").click()
    no_script_page.get_by_label("Tentang apa").fill("Semester II")
    no_script_page.get_by_role("button", name="Saring").click()
    expect(no_script_page.get_by_label("Tentang apa")).to_have_value("Semester II")
    rows = no_script_page.locator("tbody tr")
    assert rows.count() > 0
    assert all("Semester II" in text for text in rows.all_inner_texts())
    desk.open(no_script_page, "officer", "/pekerjaan/JOB/")
    no_script_page.get_by_role("button", name="Batalkan").click()
    expect(no_script_page.get_by_text("Pembatalan diminta; berhenti sesudah langkah ini.")).to_be_visible()


def test_a_refusal_says_who_one_is_and_who_may(desk_page: Page, desk: Desk) -> None:
    desk.open(desk_page, "officer", "/jejak/")
    expect(desk_page.get_by_text("Anda masuk sebagai Petugas unit")).to_be_visible()
    expect(desk_page.get_by_text("Hanya inspektorat atau pengelola aplikasi")).to_be_visible()
    desk_page.get_by_role("link", name="Ke beranda").click()
    expect(desk_page.get_by_role("heading", level=1)).to_have_text("Yang harus dikerjakan")
