"""WCAG 2.2 AA on the survey page, in a real browser: the checks A1 to A20 of the practice notes.

A5 (no dragging), A12 (no sound by itself) and A18 (screen readers) are looked at by people: docs/reference/aksesibilitas-manual.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.browser.survey_steps import QUESTIONS, answer, choose_service, open_steps, shown, walk
from tests.support.browser import PHONE, assert_accessible, expected, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STEPS = QUESTIONS + 3  # service, comment, profile

CONTRAST = """([one, two]) => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high, low] = [light(one), light(two)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""

# Where the ring of a control is drawn: on itself, or around the tile whose radio button is invisible.
RING = """() => {
  const focused = document.activeElement;
  const beside = focused.matches("input[type=radio]") ? focused.parentElement.querySelector("i, b, span") : null;
  const style = focused.matches(".tile input") ? getComputedStyle(focused.parentElement.querySelector("i"), "::after")
    : beside ? getComputedStyle(beside, "::after") : getComputedStyle(focused);
  return {
    name: focused.name || focused.className || focused.tagName,
    width: parseFloat(style.outlineWidth),
    line: style.outlineStyle,
    colour: style.outlineColor,
    ground: getComputedStyle(document.body).backgroundColor,
  };
}"""


@pytest.fixture
def long_page(phone_page: Page) -> Page:
    """The page without its script, in a browser in which checks can run."""
    phone_page.route("**/survey*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    return phone_page


def open_long(page: Page, code: str, **query: str) -> Page:
    page.goto(f"/s/{code}" + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""))
    page.wait_for_selector(".send:visible")
    return page


def sideways(page: Page) -> str:
    """Names what reaches beyond the right edge, "" when nothing does."""
    return page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return "";
          const out = Array.from(document.querySelectorAll("body *")).find((e) => e.getBoundingClientRect().right > wide + 1);
          return out ? out.outerHTML.slice(0, 120) : "scrolls sideways";
        }"""
    )


# A1


def test_a1_each_question_is_a_named_group_of_native_radios(long_page: Page, survey_code: str) -> None:
    open_long(long_page, survey_code)
    groups = long_page.get_by_role("radiogroup")
    assert groups.count() == QUESTIONS + long_page.locator(".pick").count()
    for number in range(QUESTIONS):
        group = groups.nth(number)
        assert group.get_by_role("radio").count() == 5
        assert len(set(group.locator("input").evaluate_all("all => all.map((one) => one.name)"))) == 1
    named = long_page.get_by_role("radiogroup", name=re.compile(f"Pertanyaan 3 dari {QUESTIONS}.*kecepatan waktu"))
    assert named.count() == 1
    assert_accessible(long_page)


def test_a1_a7_every_step_passes_axe(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    for step in walk(phone_page):
        if step in {0, 1, 5, QUESTIONS, QUESTIONS + 1, QUESTIONS + 2}:
            assert_accessible(phone_page)
    phone_page.click(".send")
    phone_page.wait_for_selector(".code")
    assert_accessible(phone_page)


# A2


def check_targets(page: Page, selector: str) -> None:
    boxes = page.locator(selector).evaluate_all(
        "all => all.map((one) => { const r = one.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })"
    )
    boxes = [box for box in boxes if box[2] > box[0]]
    assert boxes
    for left, top, right, bottom in boxes:
        assert right - left >= 56, selector
        assert bottom - top >= 56, selector
    for number, one in enumerate(boxes):
        for two in boxes[number + 1 :]:
            across = max(one[0], two[0]) - min(one[2], two[2])
            down = max(one[1], two[1]) - min(one[3], two[3])
            assert max(across, down) >= 7.99, f"{selector}: {one} {two}"


def test_a2_answers_are_big_and_apart(long_page: Page, survey_code: str) -> None:
    open_long(long_page, survey_code)
    check_targets(long_page, ".tile, .skip, .pick label, select, .send")
    # The whole tile is the label, and the radio button fills it.
    assert long_page.locator("label.tile:has(> input[type=radio])").count() == 4 * QUESTIONS


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a2_answers_are_big_and_apart_on_each_step(browser: Browser, site: str, survey_code: str, width: int) -> None:
    with watched_page(browser, site, viewport={"width": width, "height": 740}) as page:
        open_steps(page, survey_code)
        for step in walk(page):
            # The bar at the bottom may lie over what is scrolled under it, so it is measured by itself.
            check_targets(page, ".act button")
            if step in range(1, QUESTIONS + 1):
                check_targets(page, ".s:not([hidden]) .tile, .s:not([hidden]) .skip")
        check_targets(page, ".s:not([hidden]) .pick label")


# A3


def focus_ring(page: Page) -> dict[str, Any]:
    ring = page.evaluate(RING)
    assert ring["line"] == "solid", ring
    assert ring["width"] >= 2, ring
    assert page.evaluate(CONTRAST, [ring["colour"], ring["ground"]]) >= 3, ring
    return ring


def tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        focus_ring(page)
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by the Tab key")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a3_the_whole_survey_by_keyboard(browser: Browser, site: str, survey_code: str, scheme: str) -> None:
    with watched_page(browser, site, viewport={"width": 1280, "height": 800}, color_scheme=scheme) as page:
        open_steps(page, survey_code)
        tab_to(page, "#l")
        page.keyboard.press("ArrowDown")
        tab_to(page, ".next")
        page.keyboard.press("Enter")
        for number in range(1, QUESTIONS + 1):
            assert page.title().startswith(f"Pertanyaan {number} dari {QUESTIONS}")
            tab_to(page, f"input[name=p{number}]")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")
            page.wait_for_timeout(300)
            # Moving through the answers is no answer yet: the page stays.
            assert page.title().startswith(f"Pertanyaan {number} dari {QUESTIONS}")
            focus_ring(page)
            tab_to(page, ".next")
            page.keyboard.press("Enter")
        tab_to(page, "#k")
        page.keyboard.type("Kursi kurang")
        tab_to(page, ".next")
        page.keyboard.press("Space")
        tab_to(page, "input[name=d_gender]")
        page.keyboard.press("Space")
        tab_to(page, ".send")
        page.keyboard.press("Enter")
        page.wait_for_selector(".code")
        assert page.evaluate("document.activeElement.tagName") == "H1"


def test_a3_the_long_page_by_keyboard(long_page: Page, survey_code: str) -> None:
    open_long(long_page, survey_code)
    seen = []
    for _ in range(60):
        long_page.keyboard.press("Tab")
        if long_page.evaluate("document.activeElement === document.body"):
            break
        seen.append(focus_ring(long_page)["name"])
    numbers = [name for name in dict.fromkeys(seen) if re.fullmatch(r"p\d+", name)]
    assert numbers == [f"p{number}" for number in range(1, QUESTIONS + 1)]
    assert seen.index("l") < seen.index("p1") < seen.index("p9") < seen.index("k") < seen.index("d_gender")


# A4


@pytest.mark.parametrize("height", [480, 520, 640])
def test_a4_the_bar_never_covers_what_has_the_focus(browser: Browser, site: str, survey_code: str, height: int) -> None:
    with watched_page(browser, site, **{**PHONE, "viewport": {"width": 360, "height": height}}) as page:
        open_steps(page, survey_code)
        for step in walk(page):
            if step not in {1, QUESTIONS + 1, QUESTIONS + 2}:
                continue
            for _ in range(12):
                page.keyboard.press("Tab")
                page.wait_for_timeout(20)
                covered = page.evaluate(
                    """() => {
                      const focused = document.activeElement, bar = document.querySelector(".act");
                      if (focused === document.body || bar.contains(focused)) return "";
                      if (getComputedStyle(bar).position !== "sticky") return "";
                      const one = focused.getBoundingClientRect(), two = bar.getBoundingClientRect();
                      if (focused.closest("footer, header")) return "";
                      return one.bottom > two.top + 1 || one.top < 0 ? `${focused.name} ${one.top}-${one.bottom} ${two.top}` : "";
                    }"""
                )
                assert covered == "", f"step {step}"


# A6


def pixels_that_differ(browser: Browser, one: bytes, two: bytes) -> float:
    """Share of the pixels of two pictures of the same size that differ clearly."""
    import base64

    page = browser.new_page()
    try:
        return page.evaluate(
            """async (pictures) => {
              const [one, two] = await Promise.all(pictures.map(async (text) => {
                const bytes = Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0));
                const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
                const canvas = new OffscreenCanvas(image.width, image.height);
                canvas.getContext("2d").drawImage(image, 0, 0);
                return canvas.getContext("2d").getImageData(0, 0, image.width, image.height);
              }));
              if (one.width !== two.width || one.height !== two.height) return 1;
              let count = 0;
              for (let at = 0; at < one.data.length; at += 4) if (Math.abs(one.data[at] - two.data[at]) > 60) count += 1;
              return count / (one.width * one.height);
            }""",
            [base64.b64encode(one).decode(), base64.b64encode(two).decode()],
        )
    finally:
        page.close()


def test_a6_faces_and_choice_are_told_apart_without_colour(
    browser: Browser, phone_page: Page, survey_code: str
) -> None:
    open_steps(phone_page, survey_code)
    choose_service(phone_page)
    phone_page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    faces = [shown(phone_page).locator(".tile svg").nth(number).screenshot() for number in range(4)]
    for number, face in enumerate(faces):
        for other in faces[number + 1 :]:
            assert pixels_that_differ(browser, face, other) > 0.02
    tile = shown(phone_page).locator(".tile").nth(2)
    # The arrow keys choose without leaving the page.
    before = tile.screenshot()
    phone_page.evaluate("document.querySelector('input[name=p1][value=\"3\"]').checked = true")
    phone_page.wait_for_timeout(250)
    assert pixels_that_differ(browser, before, tile.screenshot()) > 0.01
    assert shown(phone_page).locator(".tile b").all_text_contents() == [
        *("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai")
    ]
    assert shown(phone_page).locator(".tile i").all_text_contents() == ["1", "2", "3", "4"]


# A7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("contrast", ["no-preference", "more"])
def test_a7_text_and_shapes_have_contrast(
    browser: Browser, site: str, survey_code: str, scheme: str, contrast: str
) -> None:
    with watched_page(browser, site, **PHONE, color_scheme=scheme, contrast=contrast) as page:
        open_steps(page, survey_code)
        choose_service(page)
        answer(page, 3)
        page.click(".back")
        page.wait_for_selector("#p1:visible")
        page.wait_for_timeout(250)
        assert_accessible(page)
        shapes = page.evaluate(
            """() => {
              const style = (selector) => getComputedStyle(document.querySelector(selector));
              const ground = style("body").backgroundColor;
              return [
                ["tile", style(".tile").borderTopColor, ground],
                ["number", style(".tile i").borderTopColor, ground],
                ["chosen number", style("input:checked ~ i").color, style("input:checked ~ i").backgroundColor],
                ["chosen number's disc", style("input:checked ~ i").backgroundColor, style(".tile:has(:checked)").backgroundColor],
                ["back", style(".back").borderTopColor, ground],
                ["next", style(".next").backgroundColor, ground],
                ["progress", style(".bar .on").backgroundColor, ground],
                ["face", style(".tile svg").stroke, style(".tile svg").fill],
                ["field", style("#k").borderTopColor, ground],
              ];
            }"""
        )
        for name, one, two in shapes:
            assert page.evaluate(CONTRAST, [one, two]) >= 3, (name, one, two)


# A8


@pytest.mark.parametrize(
    ("width", "size"), [(320, "100%"), (320, "130%"), (360, "200%"), (640, "100%"), (1280, "200%")]
)
def test_a8_nothing_scrolls_sideways(browser: Browser, site: str, survey_code: str, width: int, size: str) -> None:
    with watched_page(browser, site, viewport={"width": width, "height": 640}) as page:
        open_steps(page, survey_code)
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        for step in walk(page):
            assert sideways(page) == "", f"step {step}"
        # Larger letters really are larger: sizes follow the reader's own setting.
        measured = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert measured == pytest.approx(18 * int(size.rstrip("%")) / 100)
        page.click(".send")
        page.wait_for_selector(".code")
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        assert sideways(page) == ""


def test_a8_wider_spacing_loses_no_text(long_page: Page, survey_code: str) -> None:
    long_page.set_viewport_size({"width": 320, "height": 640})
    open_long(long_page, survey_code)
    long_page.evaluate(
        """() => document.querySelectorAll("body *").forEach((one) => {
          one.style.letterSpacing = ".12em"; one.style.wordSpacing = ".16em"; one.style.lineHeight = "1.5";
          if (one.matches("p")) one.style.marginBottom = "2em";
        })"""
    )
    assert sideways(long_page) == ""
    cut = long_page.locator("label, legend, p, h1, button, .t").evaluate_all(
        "all => all.filter((one) => one.offsetParent && !one.matches('.sr')"
        " && (one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== 'visible')).map((one) => one.outerHTML)"
    )
    assert cut == []


# A9


def test_a9_the_page_says_its_language(long_page: Page, survey_code: str) -> None:
    open_long(long_page, survey_code)
    assert long_page.locator("html").get_attribute("lang") == "id"
    link = long_page.get_by_role("link", name="English")
    assert link.get_attribute("lang") == "en"
    link.click()
    long_page.wait_for_selector("html[lang=en]")
    assert long_page.get_by_role("button", name="Send").count() == 1
    # The text of record stands under its translation, marked as Indonesian.
    record = long_page.locator("fieldset").first.locator("p[lang=id]")
    assert "Bagaimana pendapat Saudara" in (record.text_content() or "")
    # The same scale in the same order.
    values = (
        long_page.locator("fieldset").first.locator(".tile input").evaluate_all("all => all.map((one) => one.value)")
    )
    assert values == ["1", "2", "3", "4"]
    assert_accessible(long_page)


# A10


def test_a10_errors_are_summed_up_and_stand_beside_their_fields(long_page: Page, survey_code: str) -> None:
    open_long(long_page, survey_code)
    long_page.locator("input[name=p2][value='4']").check()
    long_page.fill("#k", "Terima kasih")
    long_page.click(".send")
    summary = long_page.locator(".errs")
    summary.wait_for()
    assert summary.get_attribute("role") == "alert"
    expect(summary).to_be_focused()  # a browser sets the first focus when it paints, a moment after the page is there
    assert long_page.title().startswith("Kesalahan: ")
    field = long_page.locator("#l")
    assert field.get_attribute("aria-invalid") == "true"
    told = long_page.locator(f"#{field.get_attribute('aria-describedby')}").text_content()
    link = summary.get_by_role("link")
    assert link.all_text_contents() == [told]
    link.click()
    assert long_page.evaluate("document.activeElement.id") == "l"
    assert long_page.locator("input[name=p2][value='4']").is_checked()
    assert long_page.input_value("#k") == "Terima kasih"
    assert_accessible(long_page)


def test_a10_a_step_that_was_not_answered_says_what_to_do(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    phone_page.click(".next")
    assert phone_page.locator("#say[role=alert]").text_content() == "Pilih layanan yang baru Anda terima."
    choose_service(phone_page)
    phone_page.click(".next")
    assert "Lewati, tidak tahu" in (phone_page.locator("#say").text_content() or "")
    assert phone_page.title().startswith("Pertanyaan 1 dari")


# A11


def test_a11_there_is_no_time_limit(phone_page: Page, survey_code: str) -> None:
    phone_page.clock.install()
    phone_page.goto(f"/s/{survey_code}")
    phone_page.wait_for_selector(".step .next:visible")
    phone_page.select_option("#l", index=1)
    phone_page.click(".next")
    phone_page.locator("#p1").click()
    phone_page.clock.run_for(500)
    phone_page.clock.fast_forward("06:00:00")
    assert phone_page.title().startswith("Pertanyaan 2 dari")
    assert phone_page.locator("#p1").is_checked()
    for number in range(2, QUESTIONS + 1):
        phone_page.locator(f"input[name=p{number}][value='-']").click()
        phone_page.clock.run_for(500)
    phone_page.click(".next")
    phone_page.click(".send")
    phone_page.wait_for_selector(".code")


# A13


def test_a13_nothing_is_asked_twice(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    for _ in walk(phone_page):
        pass
    phone_page.locator("label:has(input[name=d_gender])").nth(1).click()
    phone_page.click(".back")
    phone_page.click(".next")
    assert phone_page.locator("input[name=d_gender]").nth(1).is_checked()
    # A refusal by the server keeps every answer.
    phone_page.evaluate("document.querySelector('#l option:checked').value = '1'")
    with expected(phone_page, "answered 400"):
        phone_page.click(".send")
        phone_page.wait_for_selector(".errs")
    assert phone_page.locator("input[name=d_gender]").nth(1).is_checked()
    assert phone_page.locator("fieldset.s input:checked").count() == QUESTIONS
    titles = phone_page.locator(".pick legend").all_text_contents()
    assert len(titles) == len(set(titles))


# A14


def test_a14_the_survey_asks_no_riddle_and_no_account(long_page: Page, survey_code: str) -> None:
    open_long(long_page, survey_code)
    controls = long_page.locator("form input:not([type=radio]):not([type=hidden]), form textarea, form select")
    assert controls.evaluate_all("all => all.map((one) => one.name)") == ["l", "k"]
    long_page.locator("#k").focus()
    long_page.evaluate("navigator.clipboard && 0")
    assert long_page.locator("#k").evaluate(
        "(one) => one.dispatchEvent(new ClipboardEvent('paste', {cancelable: true, bubbles: true}))"
    )


# A15


def test_a15_help_stands_at_the_same_place(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    last = "Array.from(document.body.children).at(-1).tagName"
    for _ in walk(phone_page):
        assert phone_page.evaluate(last) == "FOOTER"
        assert phone_page.locator("footer summary").text_content() == "Bantuan dan privasi"
    phone_page.click("footer summary")
    assert phone_page.locator("footer details p").first.is_visible()
    phone_page.click(".send")
    phone_page.wait_for_selector(".code")
    for path in ("", f"/privasi/{survey_code}"):
        if path:
            phone_page.goto(path)
        assert phone_page.evaluate(last) == "FOOTER"
        assert phone_page.locator("footer").inner_text().strip() == "Bantuan dan privasi"


# A16


def test_a16_each_step_has_its_own_title(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    unit = (phone_page.locator("header p").text_content() or "").strip()
    titles = [phone_page.title() for _ in walk(phone_page)]
    assert len(set(titles)) == STEPS
    assert titles[3] == f"Pertanyaan 3 dari {QUESTIONS} – Survei – {unit}"
    assert all(title.endswith(f" – Survei – {unit}") for title in titles)
    phone_page.click(".send")
    phone_page.wait_for_selector(".code")
    assert phone_page.title() == f"Terima kasih – Survei – {unit}"


# A17


def test_a17_sending_and_its_failure_are_announced(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    for _ in walk(phone_page):
        pass
    status = phone_page.locator("#status")
    assert status.get_attribute("role") == "status"
    phone_page.evaluate(
        """() => {
          window.told = [];
          new MutationObserver(() => window.told.push(document.querySelector("#status").textContent))
            .observe(document.querySelector("#status"), {childList: true, characterData: true, subtree: true});
        }"""
    )
    phone_page.route("**/s/*", lambda route: route.abort("internetdisconnected"))
    with expected(phone_page, "not loaded"):
        phone_page.click(".send")
        unsent = phone_page.locator(".unsent[role=alert]")
        unsent.wait_for()
    assert "Mengirim…" in phone_page.evaluate("window.told")
    assert "Belum terkirim. Jangan tutup halaman ini." in unsent.inner_text()
    assert_accessible(phone_page)
    phone_page.unroute("**/s/*")
    phone_page.get_by_role("button", name="Coba kirim lagi").click()
    phone_page.wait_for_selector(".code")
    assert "tersimpan" in (phone_page.locator("p[role=status]").first.text_content() or "")
    assert phone_page.evaluate("document.activeElement.tagName") == "H1"


# A19


def test_a19_a_face_says_nothing_because_the_word_is_there(phone_page: Page, survey_code: str) -> None:
    open_steps(phone_page, survey_code)
    choose_service(phone_page)
    assert phone_page.get_by_role("img").count() == 0
    names = phone_page.get_by_role("radiogroup").first.aria_snapshot()
    assert re.findall(r'radio "([^"]+)"', names) == [
        *("Tidak sesuai 1", "Kurang sesuai 2", "Sesuai 3", "Sangat sesuai 4", "Lewati, tidak tahu"),
    ]


# A20


def test_a20_reduced_motion_moves_nothing(browser: Browser, site: str, survey_code: str) -> None:
    moving = """() => Array.from(document.querySelectorAll("*")).filter((one) => {
      const style = getComputedStyle(one);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none" || style.scrollBehavior === "smooth";
    }).length"""
    with watched_page(browser, site, **PHONE, reduced_motion="no-preference") as page:
        open_steps(page, survey_code)
        assert page.evaluate(moving) > 0
    with watched_page(browser, site, **PHONE, reduced_motion="reduce") as page:
        open_steps(page, survey_code)
        assert page.evaluate(moving) == 0


def test_a20_more_contrast_leaves_no_quiet_ink(browser: Browser, site: str, survey_code: str) -> None:
    with watched_page(browser, site, **PHONE, contrast="more") as page:
        open_steps(page, survey_code)
        quiet, ink = page.evaluate(
            "[getComputedStyle(document.querySelector('.hint')).color, getComputedStyle(document.body).color]"
        )
        assert quiet == ink


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a20_forced_colours_still_show_the_choice(browser: Browser, site: str, survey_code: str, scheme: str) -> None:
    with watched_page(browser, site, **PHONE, forced_colors="active", color_scheme=scheme) as page:
        open_steps(page, survey_code)
        choose_service(page)
        tile = shown(page).locator(".tile").nth(1)
        before = tile.screenshot()
        page.evaluate("document.querySelector('input[name=p1][value=\"2\"]').checked = true")
        page.wait_for_timeout(250)
        assert pixels_that_differ(browser, before, tile.screenshot()) > 0.01
        on, off = page.locator(".bar i.on").first, page.locator(".bar i:not(.on)").first
        assert pixels_that_differ(browser, on.screenshot(), off.screenshot()) > 0.2
