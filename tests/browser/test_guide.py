"""The guide in a real browser: a round from its days to its publication, with and without a script, by day and night, on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_look import SMALL, WIDER
from tests.skm.pages import answered, approved, looking, page, processed, published
from tests.skm.world import Office, an_office, planned
from tests.support.browser import DESK, assert_accessible, watched_page

from cermin.base import jobs
from cermin.base.access import Actor
from cermin.base.models import Job
from cermin.skm import services
from cermin.skm.moments import day_in

pytestmark = pytest.mark.django_db(transaction=True)

HERE_WIDER = WIDER.replace(".scroll, ", ".scroll, .stack thead, ")
"""The head of a table that is a list on phones is clipped, not shown."""

STEPS = ("prepare", "questions", "preview", "respondents", "collect", "process", "report", "follow_up")


def enter(browser_page: Page, site: str, actor: Actor) -> None:
    """The browser carries the session of this actor's person."""
    client = looking(Client(), actor)
    browser_page.context.add_cookies([{"name": "sesi", "value": client.cookies["sesi"].value, "url": site}])


@pytest.fixture
def draft(transactional_db: None) -> Office:
    return an_office()


@pytest.fixture
def finished(transactional_db: None) -> Office:
    """A round that can be compared with the one before it, with targets, small groups and comments."""
    office = published(approved(processed(answered(an_office(services=3).opened()))))
    office.round = planned(office.unit, office.officer, label="Semester II 2026")
    answered(office.opened())
    for at in range(8):
        office.answer("333343333", service=2, comment=f"Saran {at}", age="25–34 tahun")
    services.edit_profile(
        actor=office.officer,
        round_=office.round,
        profile={"target": {"U1": "3.9", "U3": "2.5"}, "rencana": [{"unsur": "U1", "kegiatan": "Papan syarat"}]},
    )
    return processed(office)


def test_a_round_is_prepared_opened_and_closed_by_keys_and_buttons(desk_page: Page, site: str, draft: Office) -> None:
    enter(desk_page, site, draft.officer)
    first = day_in(draft.unit, timezone.now())
    desk_page.goto(page(draft, "prepare"))
    desk_page.fill("#id_closes_on", (first - timedelta(days=1)).isoformat())
    desk_page.get_by_role("button", name="Simpan", exact=True).click()
    summary = desk_page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(desk_page.locator("#id_closes_on")).to_be_focused()
    desk_page.fill("#id_closes_on", (first + timedelta(days=9)).isoformat())
    desk_page.get_by_role("button", name="Simpan", exact=True).click()
    expect(desk_page.get_by_role("status")).to_have_text("Isian disimpan.")
    desk_page.get_by_role("link", name="Tentukan responden").click()
    expect(desk_page.locator("h1")).to_have_text("Sasaran 434 jawaban dari 1.000 pengguna")
    desk_page.get_by_role("button", name="Buka ronde").click()
    expect(desk_page.locator("h1")).to_have_text("0 dari 434 warga sudah menjawab")
    desk_page.locator("#tutup > summary").click()
    desk_page.get_by_role("button", name="Tutup ronde").click()
    expect(desk_page.locator("h1")).to_have_text("Siap diolah")


def test_the_counts_renew_themselves_and_an_address_is_copied(desk_page: Page, site: str, draft: Office) -> None:
    office = draft.opened()
    desk_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(desk_page, site, office.officer)
    desk_page.clock.install()
    desk_page.goto(page(office, "collect"))
    office.answer("333333333")
    desk_page.clock.run_for(31_000)
    expect(desk_page.locator("h1")).to_have_text("1 dari 434 warga sudah menjawab")
    button = desk_page.locator("button[data-copy]").first
    button.click()
    expect(button).to_contain_text("Tersalin")
    assert "/s/" in desk_page.evaluate("navigator.clipboard.readText()")


def test_without_a_script_the_head_approves_and_publishes_on_a_phone(
    no_script_page: Page, site: str, draft: Office
) -> None:
    office = processed(answered(draft.opened()))
    enter(no_script_page, site, office.head)
    no_script_page.goto(page(office, "report"))
    no_script_page.get_by_role("link", name="Lihat hasil dan persetujuan").click()
    no_script_page.get_by_role("button", name="Setujui hasil").click()
    expect(no_script_page.locator("h1")).to_have_text("Siap dipublikasikan")
    no_script_page.get_by_role("button", name="Publikasikan").click()
    expect(no_script_page.get_by_role("alert")).to_contain_text("Ketik nama unit")
    no_script_page.fill("#id_typed", office.unit.name)
    no_script_page.get_by_role("button", name="Publikasikan").click()
    expect(no_script_page.locator("h1")).to_contain_text("Dipublikasikan")
    job = Job.objects.filter(government_id=office.government.code, kind="skm.report").get()
    assert jobs.run_now(job.pk).state == "done"
    no_script_page.reload()
    expect(no_script_page.get_by_role("link", name="laporan-skm.docx")).to_be_visible()


def test_two_persons_leave_answers_out(desk_page: Page, browser: Browser, site: str, draft: Office) -> None:
    office = processed(answered(draft.opened()))
    enter(desk_page, site, office.officer)
    desk_page.goto(page(office, "process"))
    desk_page.get_by_text("Usulkan jawaban yang tidak dihitung").click()
    desk_page.select_option("#id_group", index=1)
    desk_page.fill("#id_reason", "Uji coba perangkat.")
    desk_page.get_by_role("button", name="Usulkan", exact=True).click()
    expect(desk_page.get_by_text("Uji coba perangkat.")).to_be_visible()
    expect(desk_page.get_by_role("button", name="Sahkan")).to_have_count(0)
    with watched_page(browser, site, **DESK) as second:
        enter(second, site, office.head)
        second.goto(page(office, "process"))
        second.get_by_role("button", name="Sahkan").click()
        expect(second.get_by_text("Hasil ini belum memuat jawaban yang baru disahkan")).to_be_visible()
        expect(second.get_by_role("button", name="Setujui hasil")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_guide(desk_page: Page, site: str, finished: Office, scheme: Any) -> None:
    enter(desk_page, site, finished.officer)
    desk_page.emulate_media(color_scheme=scheme)
    for address in every_page(finished):
        desk_page.goto(address)
        open_all(desk_page)
        assert_accessible(desk_page)


def test_axe_finds_nothing_while_a_round_is_prepared_and_open(phone_page: Page, site: str, draft: Office) -> None:
    enter(phone_page, site, draft.officer)
    for name in ("prepare", "questions", "respondents"):
        phone_page.goto(page(draft, name))
        open_all(phone_page)
        assert_accessible(phone_page)
    answered(draft.opened(), ["333333333"] * 5)
    phone_page.goto(page(draft, "collect"))
    open_all(phone_page)
    assert_accessible(phone_page)


def test_nothing_reaches_past_a_narrow_screen(browser: Browser, site: str, finished: Office) -> None:
    with watched_page(browser, site, viewport={"width": 320, "height": 640}) as narrow:
        enter(narrow, site, finished.officer)
        for address in every_page(finished):
            narrow.goto(address)
            open_all(narrow)
            assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, address
            assert narrow.evaluate(HERE_WIDER) == [], address
            assert narrow.evaluate(SMALL) == [], address


def test_the_result_prints_white_and_without_buttons(browser: Browser, site: str, finished: Office) -> None:
    with watched_page(browser, site, color_scheme="dark", **DESK) as sheet:
        enter(sheet, site, finished.officer)
        sheet.goto(page(finished, "result"))
        sheet.emulate_media(media="print", color_scheme="dark")
        assert sheet.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        expect(sheet.get_by_role("link", name="Kembali ke ronde")).not_to_be_visible()
        expect(sheet.locator("svg.ch.wid").first).to_be_visible()
        # Bars are drawn in the ink of paper, not in that of the night.
        assert sheet.evaluate("getComputedStyle(document.querySelector('.ch .v')).fill") == "rgb(11, 93, 102)"


def every_page(office: Office) -> Iterator[str]:
    yield "/survei/"
    yield f"/survei/baru/{office.unit.pk}/"
    for name in STEPS:
        yield page(office, name)
    yield page(office, "result")
    yield f"{page(office, 'result')}?layanan=0"


def open_all(browser_page: Page) -> None:
    """What is closed until asked is looked at too."""
    browser_page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
