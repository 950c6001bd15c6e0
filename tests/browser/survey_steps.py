"""How a citizen goes through the survey page, one question at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

QUESTIONS = 9


def open_steps(page: Page, code: str) -> Page:
    page.goto(f"/s/{code}")
    page.wait_for_selector(".step .next:visible")
    return page


def choose_service(page: Page) -> None:
    page.select_option("#l", index=1)
    page.click(".next")


def shown(page: Page) -> Locator:
    return page.locator(".s:not([hidden])")


def answer(page: Page, value: int) -> None:
    """Tap the answer; the page goes on by itself."""
    title = page.title()
    shown(page).locator(f"input[value='{value}']").click()
    page.wait_for_function("(before) => document.title !== before", arg=title)


def walk(page: Page) -> Iterator[int]:
    """Every step of the page, left by the way a citizen leaves it; yields the number of the step being shown."""
    yield 0
    choose_service(page)
    for number in range(1, QUESTIONS + 1):
        yield number
        answer(page, 1 + number % 4)
    yield QUESTIONS + 1
    page.click(".next")
    yield QUESTIONS + 2
