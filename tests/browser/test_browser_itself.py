"""The browser fixtures: Chromium starts and shows a page of the live server, and what no page may do is noticed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page
from tests.support.browser import DESK, PHONE, assert_accessible, expected, problems_of, watched_page

pytestmark = pytest.mark.urls("tests.browser.sample_pages")


def test_the_same_page_on_a_phone_at_a_desk_and_without_script(
    phone_page: Page, desk_page: Page, no_script_page: Page
) -> None:
    notes = []
    for page in (phone_page, desk_page, no_script_page):
        answer = page.goto("/good/")
        assert answer
        assert answer.status == 200
        notes.append(page.inner_text("#note"))
    assert notes == ["Lebar 360", "Lebar 1280", "Tanpa JavaScript"]


BREACHES = {
    "/inline/": r"CSP: script-src\S* refuses inline",
    "/style/": r"CSP: style-src\S* refuses inline",
    "/log/": "console error: sesuatu salah",
    "/throw/": "uncaught error: .*tidak terduga",
    "/gone/": "answered 404: .*/gone.js",
    "/foreign/": "foreign host: http://cdn.example/a.png",
}


@pytest.mark.parametrize("address", BREACHES)
def test_a_page_that_misbehaves_fails_its_test(browser: Browser, site: str, address: str) -> None:
    said = re.escape("the page did what no page may:") + r"[\s\S]*" + BREACHES[address]
    with pytest.raises(AssertionError, match=said), watched_page(browser, site, **DESK) as page:
        page.goto(address)


@pytest.mark.parametrize(("address", "said"), [("/style/", "style"), ("/foreign/", "foreign host")])
def test_a_page_is_watched_without_script_too(browser: Browser, site: str, address: str, said: str) -> None:
    with (
        pytest.raises(AssertionError, match=said),
        watched_page(browser, site, java_script_enabled=False, **PHONE) as page,
    ):
        page.goto(address)


def test_what_a_test_provokes_may_be_expected(phone_page: Page) -> None:
    with expected(phone_page, "sesuatu salah"):
        phone_page.goto("/log/")
    phone_page.goto("/good/")
    assert problems_of(phone_page) == []
    with pytest.raises(AssertionError, match="nothing matches"), expected(phone_page, "sesuatu salah"):
        phone_page.goto("/good/")


def test_a_refusal_that_was_asked_for_is_no_problem_of_the_page(phone_page: Page) -> None:
    answer = phone_page.goto("/refused/")
    assert answer
    assert answer.status == 403


def test_axe_looks_at_the_page(desk_page: Page) -> None:
    desk_page.goto("/good/")
    assert_accessible(desk_page)
    desk_page.goto("/unlabelled/")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(desk_page)
