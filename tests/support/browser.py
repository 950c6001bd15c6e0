"""The system's Chromium as fixtures: `phone_page`, `desk_page`, `no_script_page`.

Each page watches itself. At its end the test fails when the page logged an error, broke the Content-Security-Policy, loaded
something in vain or asked another host for anything. What a test provokes on purpose it says with `expected`:

    with expected(page, "answered 403"):
        page.click("text=Setujui")
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    # Nothing leaves this machine, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# A cheap phone: small, touched, slow to zoom.
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
# Reported by the browser in the page itself, also when the policy only reports.
VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    ceritakan(`${event.effectiveDirective} refuses ${event.blockedURI} in ${event.sourceFile || "the page"}`));
"""
# The answer itself is judged by its status; this line only repeats it.
REPEATED = re.compile(r"Failed to load resource: ")


class Watch:
    """What went wrong in one browser context (one page and what it opens)."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.problems: list[str] = []
        self._origin = urlsplit(origin).netloc
        context.expose_binding("ceritakan", lambda _, text: self.problems.append(f"CSP: {text}"))
        context.add_init_script(VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.problems.append(f"uncaught error: {error.error}"))
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failure)
        context.on("response", self._on_response)
        context.on("page", lambda page: page.on("websocket", lambda socket: self._look(socket.url)))

    def _on_console(self, message: Any) -> None:
        if message.type == "error" and not REPEATED.match(message.text):
            self.problems.append(f"console error: {message.text}")

    def _on_request(self, request: Any) -> None:
        self._look(request.url)

    def _look(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._origin:
            self.problems.append(f"foreign host: {url}")

    def _on_failure(self, request: Any) -> None:
        # Leaving a page, or starting a download, ends what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"not loaded ({request.failure}): {request.url}")

    def _on_response(self, response: Any) -> None:
        # A page that was asked for by its address may be a refusal; the test looks at it. A part of a page may not.
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"answered {response.status}: {response.url}")


_watches: dict[Any, Watch] = {}


@contextmanager
def expected(page: Page, pattern: str) -> Iterator[None]:
    """The block provokes at least one problem that matches the pattern; those do not fail the test."""
    watch = _watches[page.context]
    before = len(watch.problems)
    yield
    page.wait_for_timeout(50)  # what the browser reports arrives after the step that caused it
    new = watch.problems[before:]
    others = [problem for problem in new if not re.search(pattern, problem)]
    assert len(others) < len(new), f"nothing matches {pattern!r} in {new}"
    watch.problems[before:] = others


def problems_of(page: Page) -> list[str]:
    """What the page has done wrong so far."""
    page.wait_for_timeout(50)
    return list(_watches[page.context].problems)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "Chromium is missing; scripts/setup.sh dev installs it for the tests"
    # Playwright keeps an event loop in this thread, and Django then refuses the database here although nothing is async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(request: pytest.FixtureRequest) -> str:
    """The address that the pages belong to, without a slash at the end. tests/journeys has its own."""
    return request.getfixturevalue("live_server").url


@contextmanager
def watched_page(browser: Browser, site: str, **options: Any) -> Iterator[Page]:
    """A page in a context of its own (no cookie, no storage), checked at its end."""
    context = browser.new_context(base_url=site, locale="id-ID", timezone_id="Asia/Jayapura", **options)
    context.set_default_timeout(10_000)
    watch = _watches[context] = Watch(context, site)
    page = context.new_page()
    try:
        yield page
        page.wait_for_timeout(50)
    finally:
        del _watches[context]
        context.close()
    assert not watch.problems, "the page did what no page may:\n" + "\n".join(f"  - {line}" for line in watch.problems)


@pytest.fixture
def phone_page(browser: Browser, site: str) -> Iterator[Page]:
    with watched_page(browser, site, **PHONE) as page:
        yield page


@pytest.fixture
def desk_page(browser: Browser, site: str) -> Iterator[Page]:
    with watched_page(browser, site, **DESK) as page:
        yield page


@pytest.fixture
def no_script_page(browser: Browser, site: str) -> Iterator[Page]:
    """A phone on which JavaScript is off."""
    with watched_page(browser, site, java_script_enabled=False, **PHONE) as page:
        yield page


def assert_accessible(page: Page, **options: Any) -> None:
    """Fail when axe finds a breach of WCAG 2.2 A or AA in the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, **options}
    results = Axe().run(page, options=rules)
    assert results.violations_count == 0, results.generate_report()
