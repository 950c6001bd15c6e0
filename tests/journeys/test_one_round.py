"""One round from plan to publication, by four people in a real browser, against the real server and its worker."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from tests.browser.survey_steps import open_steps, walk
from tests.support.browser import DESK, PHONE, watched_page

from cermin.demo.cast import PASSWORD

CITIZENS_WITHOUT_SCRIPT = 11
QUESTIONS = 9


@contextmanager
def signed_in(browser: Browser, site: str, login: str, **options: object) -> Iterator[Page]:
    with watched_page(browser, site, **options) as page:
        page.goto("/akun/login/")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url("**/beranda/")
        yield page


def answer_without_script(page: Page, code: str, service: int) -> str:
    """One long page, one POST; the receipt."""
    page.goto(f"/s/{code}")
    page.select_option("#l", index=1 + service % 2)
    for number in range(1, QUESTIONS + 1):
        page.locator(f"input[name='p{number}'][value='{3 + (number + service) % 2}']").check(force=True)
    page.locator(".send").click()
    return page.locator(".slip .code").inner_text()


def test_a_round_from_plan_to_publication(browser: Browser, site: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        officer = stack.enter_context(signed_in(browser, site, "tetangga.contoh", **DESK))
        officer.goto("/survei/")
        officer.get_by_role("link", name=re.compile("Siapkan ronde")).first.click()
        officer.get_by_role("radio").first.check()
        officer.get_by_role("button", name="Siapkan ronde").click()
        # Siapkan: days, no grace, so that the result can be processed today.
        today = timezone.localdate()
        officer.fill("input[name=opens_on]", today.isoformat())
        officer.fill("input[name=closes_on]", (today + timedelta(days=9)).isoformat())
        officer.fill("input[name=grace_days]", "0")
        officer.get_by_role("button", name="Simpan", exact=True).click()
        officer.get_by_role("button", name="Buka ronde").click()
        officer.wait_for_url("**/kumpulkan/")
        round_path = re.sub(r"kumpulkan/$", "", officer.url.removeprefix(site))
        code = officer.locator("b.code").first.inner_text()

        citizen = stack.enter_context(watched_page(browser, site, **PHONE))
        for _ in walk(open_steps(citizen, code)):
            pass
        citizen.click(".send")
        citizen.wait_for_selector(".slip")
        plain = stack.enter_context(watched_page(browser, site, java_script_enabled=False, **PHONE))
        receipts = [answer_without_script(plain, code, number) for number in range(CITIZENS_WITHOUT_SCRIPT)]
        assert len(set(receipts)) == CITIZENS_WITHOUT_SCRIPT
        assert plain.context.cookies() == []

        officer.goto(f"{round_path}kumpulkan/")
        assert officer.locator("h1").inner_text().startswith("12 dari")
        officer.locator("#tutup > summary").click()
        officer.get_by_role("button", name="Tutup ronde", exact=True).click()
        officer.goto(f"{round_path}olah/")
        officer.get_by_role("button", name="Olah hasil").click()
        _await_job(officer)
        officer.goto(f"{round_path}olah/")
        # Whoever processed cannot approve, and this unit has no other account: the coordinator is the second person.
        assert officer.get_by_role("button", name="Setujui hasil").count() == 0

        second = stack.enter_context(signed_in(browser, site, "koordinator.contoh", **DESK))
        second.goto(f"{round_path}olah/")
        second.get_by_role("button", name="Setujui hasil").click()
        second.goto(f"{round_path}tindak-lanjut/")
        second.fill("input[name=typed]", "Puskesmas Contoh Tanjung Pelita")
        second.get_by_role("button", name=re.compile("Publikasikan")).click()
        second.wait_for_selector("text=Dipublikasikan")
        code_of_result = second.locator("dd.mono").first.inner_text()
        for _ in range(60):
            second.goto(f"{round_path}tindak-lanjut/")
            if second.get_by_role("link", name="laporan-skm.pdf").count():
                break
            second.wait_for_timeout(1000)
        with second.expect_download() as started:
            second.get_by_role("link", name="laporan-skm.pdf").first.click()
        report = tmp_path / "laporan.pdf"
        started.value.save_as(report)
        assert report.read_bytes().startswith(b"%PDF")

        # A stranger checks the figure, and sees that the file is the one that was issued.
        stranger = stack.enter_context(watched_page(browser, site, **PHONE))
        stranger.goto(f"/v/{code_of_result}")
        shown = stranger.locator("main").inner_text()
        assert "Puskesmas Contoh Tanjung Pelita" in shown
        assert "12" in shown
        assert hashlib.sha256(report.read_bytes()).hexdigest() in stranger.content()
        assert stranger.context.cookies() == []

        outsider = stack.enter_context(signed_in(browser, site, "petugas.contoh", **PHONE))
        answer = outsider.goto(f"{round_path}hasil/")
        assert answer is not None
        assert answer.status == 404


def _await_job(page: Page) -> None:
    """The job page refreshes itself; the worker of the server does the work."""
    page.wait_for_url("**/pekerjaan/**")
    page.wait_for_selector("text=Selesai", timeout=60_000)


@pytest.mark.parametrize(
    ("login", "heading"),
    [
        ("petugas.contoh", "Yang harus dikerjakan"),
        ("kepala.contoh", "Yang harus dikerjakan"),
        ("koordinator.contoh", "Yang harus dikerjakan"),
        ("biro.contoh", "Yang harus dikerjakan"),
        ("pengelola.contoh", "Yang harus dikerjakan"),
    ],
)
def test_every_role_finds_its_home_on_a_phone(browser: Browser, site: str, login: str, heading: str) -> None:
    with signed_in(browser, site, login, **PHONE) as page:
        assert page.locator("h1").inner_text() == heading
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
