"""The survey page as a citizen meets it: with and without a script, on a bad line, on a shared phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from tests.browser.survey_steps import QUESTIONS, answer, choose_service, open_steps, shown, walk
from tests.support.browser import expected

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Route


def fill(page: Page) -> None:
    for _ in walk(page):
        pass


def receipt(page: Page) -> str:
    page.wait_for_selector(".code")
    text = re.sub(r"\s", "", page.locator(".code").text_content() or "")
    assert re.fullmatch(r"[A-Z2-9]{16}", text)
    return text


def posts(page: Page) -> list[dict[str, list[str]]]:
    """The forms that are sent from now on, as they are sent."""
    sent: list[dict[str, list[str]]] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            assert len(request.post_data_buffer or b"") <= 2048
            sent.append(parse_qs(request.post_data or "", keep_blank_values=True))

    page.context.on("request", note)
    return sent


def test_without_a_script_one_long_page_is_sent_at_once(no_script_page: Page, survey_code: str) -> None:
    page = no_script_page
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"/s/{survey_code}")
    assert len(requests) <= 3
    assert page.locator("fieldset.s").count() == QUESTIONS
    assert page.locator("fieldset.s:visible").count() == QUESTIONS
    assert page.locator("input:checked").count() == 0
    for hidden in (".back", ".next", ".unsent", ".tap"):
        assert page.locator(hidden).is_hidden()
    page.select_option("#l", index=2)
    for number in range(1, QUESTIONS):
        page.locator(f"input[name=p{number}][value='{1 + number % 4}']").check()
    page.fill("#k", "Kursi ruang tunggu kurang")
    sent = posts(page)
    page.click(".send")
    receipt(page)
    assert "p9" not in sent[0]
    assert sent[0]["p2"] == ["3"]
    page.get_by_role("link", name="Isi lagi untuk orang lain").click()
    page.wait_for_selector("fieldset.s")
    assert page.locator("input:checked").count() == 0
    assert page.input_value("#k") == ""


def test_with_a_script_one_question_stands_on_each_page(phone_page: Page, survey_code: str) -> None:
    page = phone_page
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    open_steps(page, survey_code)
    assert len(requests) <= 3
    for step in walk(page):
        assert shown(page).count() == 1
        assert page.locator(".bar i.on").count() == step + 1
        assert page.locator(".back").is_visible() is (step > 0)
    assert page.locator(".next").is_hidden()
    page.click(".send")
    receipt(page)
    assert page.url.endswith(f"/s/{survey_code}")


def test_skipping_stores_no_score(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    sent = posts(phone_page)
    choose_service(phone_page)
    for _ in range(1, QUESTIONS):
        title = phone_page.title()
        phone_page.locator(".s:not([hidden]) .skip input").click()
        phone_page.wait_for_function("(before) => document.title !== before", arg=title)
    answer(phone_page, 4)
    phone_page.click(".next")
    phone_page.click(".send")
    receipt(phone_page)
    assert [sent[0][f"p{number}"] for number in range(1, QUESTIONS + 1)] == [["-"]] * (QUESTIONS - 1) + [["4"]]


def test_the_back_button_of_the_phone_goes_one_question_back(phone_page: Page, survey_code: str) -> None:
    page = phone_page
    open_steps(page, survey_code)
    choose_service(page)
    answer(page, 2)
    answer(page, 3)
    assert page.title().startswith("Pertanyaan 3 dari")
    page.go_back()
    assert page.title().startswith("Pertanyaan 2 dari")
    assert page.locator("input[name=p2][value='3']").is_checked()
    page.click(".back")
    page.wait_for_function("() => document.title.startsWith('Pertanyaan 1 dari')")
    page.go_back()
    assert page.locator("#l").is_visible()
    assert page.input_value("#l")
    page.click(".next")
    assert page.title().startswith("Pertanyaan 1 dari")


def test_nothing_is_sent_while_no_question_is_answered(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    sent = posts(phone_page)
    choose_service(phone_page)
    for _ in range(QUESTIONS):
        title = phone_page.title()
        phone_page.locator(".s:not([hidden]) .skip input").click()
        phone_page.wait_for_function("(before) => document.title !== before", arg=title)
    phone_page.click(".next")
    phone_page.click(".send")
    assert phone_page.locator("#say").text_content() == "Jawab paling sedikit satu pertanyaan."
    assert sent == []


def test_a_lost_connection_keeps_the_answers_and_sends_the_same_once_it_is_back(
    phone_page: Page, survey_code: str
) -> None:
    page = phone_page
    open_steps(page, survey_code)
    fill(page)
    sent = posts(page)
    page.route("**/s/*", lambda route: route.abort("internetdisconnected"))
    with expected(page, "not loaded"):
        page.click(".send")
        page.wait_for_selector(".unsent:visible")
    assert "Belum terkirim. Jangan tutup halaman ini." in page.locator(".unsent").inner_text()
    assert page.locator(".s:visible").count() == 0
    page.unroute("**/s/*")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    receipt(page)
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_the_page_tries_again_by_itself(phone_page: Page, survey_code: str) -> None:
    page = phone_page
    open_steps(page, survey_code)
    fill(page)
    failures: list[Route] = []

    def fail_twice(route: Route) -> None:
        if len(failures) < 2:
            failures.append(route)
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route("**/s/*", fail_twice)
    page.clock.install()
    with expected(page, "answered 503"):
        page.click(".send")
        page.wait_for_selector(".unsent:visible")
    with expected(page, "answered 503"):
        page.clock.run_for(4_500)
        page.wait_for_timeout(200)
    assert len(failures) == 2
    assert page.locator(".unsent").is_visible()
    page.clock.run_for(8_500)
    receipt(page)


def test_an_answer_lost_after_it_was_stored_gives_the_same_receipt(phone_page: Page, survey_code: str) -> None:
    page = phone_page
    open_steps(page, survey_code)
    fill(page)
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort("connectionreset")

    page.route("**/s/*", lose_once)
    with expected(page, "not loaded"):
        page.click(".send")
        page.wait_for_selector(".unsent:visible")
    page.click(".send")
    assert "".join(re.findall(r"<span>([A-Z2-9]{4})</span>", lost[0])) == receipt(page)


def test_tapping_send_twice_sends_once(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    fill(phone_page)
    sent = posts(phone_page)
    phone_page.locator(".send").dblclick()
    receipt(phone_page)
    assert len(sent) == 1


def test_the_next_person_at_the_same_phone_finds_nothing(phone_page: Page, survey_code: str) -> None:
    page = phone_page
    open_steps(page, survey_code)
    fill(page)
    first = page.input_value("input[name=id]")
    page.click(".send")
    receipt(page)
    page.get_by_role("link", name="Isi lagi untuk orang lain").click()
    page.wait_for_selector(".step .next:visible")
    assert page.locator("input:checked").count() == 0
    assert page.input_value("#l") == ""
    assert page.input_value("input[name=id]") != first
    page.go_back()
    page.wait_for_timeout(300)
    assert page.locator("input:checked").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_nothing_is_left_on_the_device(phone_page: Page, survey_code: str, script: bool) -> None:
    page = phone_page
    if not script:
        page.route("**/survey*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(f"/s/{survey_code}")
    if script:
        page.wait_for_selector(".step .next:visible")
        fill(page)
    else:
        page.select_option("#l", index=1)
        page.locator("#p1").check()
    page.click(".send")
    receipt(page)
    assert page.context.cookies() == []
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"
    )
    assert kept == [0, 0, 0, 0, 0]


def test_a_number_in_the_comment_is_noticed_before_it_is_sent(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    for step in walk(phone_page):
        if step == QUESTIONS + 1:
            phone_page.fill("#k", "Tunggu 45 menit")
            assert phone_page.locator(".note").text_content() == ""
            phone_page.fill("#k", "Hubungi 0812-3456-7890")
            assert "disamarkan" in (phone_page.locator(".note").text_content() or "")


def test_the_code_can_be_copied_and_checked(phone_page: Page, survey_code: str) -> None:
    page = phone_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_steps(page, survey_code)
    fill(page)
    page.click(".send")
    code = receipt(page)
    page.click("[data-copy]")
    page.wait_for_function("() => document.querySelector('#status').textContent !== ''")
    assert re.sub(r"\s", "", page.evaluate("navigator.clipboard.readText()")) == code
    page.get_by_role("link", name="Periksa tanda terima").click()
    page.wait_for_selector("#tanda")
    assert page.input_value("#kode") == survey_code
    page.fill("#tanda", code.lower())
    page.click("button.p")
    assert "ikut dihitung" in page.locator(".slip").inner_text()
