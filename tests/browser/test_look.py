"""The shells and tags in a real browser: readable by everyone, on a phone and at a desk, by day and by night, with script or without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.browser import DESK, PHONE, assert_accessible, watched_page

pytestmark = [pytest.mark.urls("tests.browser.look_pages"), pytest.mark.django_db(transaction=True)]

PAGES = ["home", "form", "list", "public", "job", "refused", "audit", "missing"]

WIDER = """() => [...document.querySelectorAll("body *")].filter((part) => {
  const style = getComputedStyle(part);
  return part.getBoundingClientRect().right > innerWidth + 1 && style.position !== "absolute" && !part.closest(".scroll, .sr, svg");
}).map((part) => part.outerHTML.slice(0, 90))"""
SMALL = """() => [...document.querySelectorAll("a.btn, button, summary, .in, .pick1 label, .pager a, .menu a")].filter((part) => {
  const box = part.getBoundingClientRect();
  return box.width && box.height && (box.height < 24 || box.width < 24);
}).map((part) => part.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_at_a_desk(desk_page: Page, name: str, scheme: str) -> None:
    desk_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    desk_page.goto(f"/look/{name}/")
    assert_accessible(desk_page)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_phone(phone_page: Page, name: str) -> None:
    phone_page.goto(f"/look/{name}/")
    menu = phone_page.locator("details.mob > summary")
    if menu.count():
        menu.click()
    assert_accessible(phone_page)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_reaches_past_a_narrow_screen(browser: Browser, site: str, name: str) -> None:
    with watched_page(browser, site, viewport={"width": 320, "height": 640}) as page:
        page.goto(f"/look/{name}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate(WIDER) == []
        assert page.evaluate(SMALL) == []


def test_the_keyboard_reaches_the_content_first(desk_page: Page) -> None:
    desk_page.goto("/look/home/")
    desk_page.keyboard.press("Tab")
    skip = desk_page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desk_page.keyboard.press("Enter")
    expect(desk_page.locator("main")).to_be_focused()


def test_menu_search_and_dialog_by_key(desk_page: Page) -> None:
    desk_page.goto("/look/home/")
    menu = desk_page.locator("details.who")
    menu.locator("summary").click()
    expect(menu.get_by_text("Operator layanan").last).to_be_visible()
    desk_page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    desk_page.locator("h1").click()
    desk_page.keyboard.press("/")
    expect(desk_page.locator("#cari")).to_be_focused()
    expect(desk_page.locator("#cari")).to_have_value("")
    desk_page.keyboard.type("a/b")
    expect(desk_page.locator("#cari")).to_have_value("a/b")
    desk_page.get_by_role("button", name="Tutup ronde").click()
    dialog = desk_page.get_by_role("dialog", name="Tutup ronde ini?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button").click()
    expect(dialog).not_to_be_visible()


def test_the_summary_of_errors_is_heard_first_and_leads_to_each_field(desk_page: Page) -> None:
    desk_page.goto("/look/form/")
    desk_page.get_by_role("button", name="Simpan").click()
    expect(desk_page).to_have_title(re.compile("^Kesalahan: Ronde baru"))
    summary = desk_page.get_by_role("alert")
    expect(summary).to_be_focused()
    for line, field in [("Nama ronde", "id_name"), ("Cara", "id_method_0"), ("Sudah diperiksa", "id_agree")]:
        summary.get_by_role("link", name=line).click()
        expect(desk_page.locator(f"#{field}")).to_be_focused()
    assert_accessible(desk_page)


def test_leaving_a_form_asks_only_when_something_was_typed(desk_page: Page) -> None:
    asked: list[str] = []
    desk_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk_page.goto("/look/form/")
    desk_page.goto("/look/home/")
    assert asked == []
    desk_page.goto("/look/form/")
    desk_page.fill("#id_name", "SKM")
    desk_page.goto("/look/home/")
    assert asked == ["beforeunload"]
    desk_page.goto("/look/form/")
    desk_page.fill("#id_name", "SKM")
    desk_page.get_by_role("button", name="Simpan").click()
    expect(desk_page.get_by_role("alert")).to_be_visible()
    assert asked == ["beforeunload"]


def test_an_undo_counts_down_and_goes(desk_page: Page) -> None:
    desk_page.clock.install()
    desk_page.goto("/look/close/")
    button = desk_page.get_by_role("button", name="Urungkan")
    expect(button).to_contain_text("20")
    desk_page.clock.run_for(5_000)
    expect(button).to_contain_text("15")
    desk_page.clock.run_for(16_000)
    expect(button).to_have_count(0)
    expect(desk_page.get_by_text("Ronde ditutup.")).to_be_visible()


def test_without_script_the_menu_opens_and_the_undo_is_sent(no_script_page: Page) -> None:
    no_script_page.goto("/look/close/")
    no_script_page.locator("details.mob > summary").click()
    expect(no_script_page.locator("details.mob").get_by_role("link", name="Ronde survei")).to_be_visible()
    no_script_page.locator("details.mob > summary").click()
    expect(no_script_page.get_by_text("Salin", exact=True)).not_to_be_visible()
    no_script_page.get_by_role("button", name="Urungkan").click()
    expect(no_script_page.locator("h1")).to_have_text("Dibuka lagi 7")


def test_a_job_page_renews_itself_and_says_when_it_is_done(desk_page: Page) -> None:
    desk_page.goto("/look/job/")
    expect(desk_page.get_by_role("progressbar")).to_have_attribute("value", "104")
    expect(desk_page.get_by_role("link", name="Unduh")).to_be_visible(timeout=6_000)
    expect(desk_page.get_by_role("status")).to_have_text("Selesai")
    expect(desk_page.get_by_role("progressbar")).to_have_count(0)


def test_paper_is_white_and_without_menus(browser: Browser, site: str) -> None:
    with watched_page(browser, site, color_scheme="dark", **DESK) as page:
        page.goto("/look/list/")
        page.emulate_media(media="print", color_scheme="dark")
        ink, ground = page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        )
        assert (ink, ground) == ("rgb(20, 33, 61)", "rgb(255, 255, 255)")
        expect(page.locator("header")).not_to_be_visible()
        expect(page.get_by_text("Contoh. Semua data rekaan.")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflow") == "visible"


def test_in_forced_colours_progress_and_grades_can_still_be_seen(browser: Browser, site: str) -> None:
    with watched_page(browser, site, forced_colors="active", **PHONE) as page:
        page.goto("/look/home/")
        letter, shape = page.evaluate(
            "['.mk b', '.mk'].map((name) => getComputedStyle(document.querySelector(name)).color)"
        )
        assert letter != shape
