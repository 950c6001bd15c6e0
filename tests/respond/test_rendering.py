"""What leaves the server: whole and correct HTML, within the budgets, cheap for each visit."""

from __future__ import annotations

import gzip
import re
import time
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import html5lib
import pytest
from tests.respond.pages import CLIENT, body, fields, survey_page
from tests.support.pages import check_page

from cermin.respond import rendering
from cermin.respond.parsing import FORM_TYPE, parse_submission
from cermin.respond.rendering import PageCache, blank_page, render_survey
from cermin.respond.survey import Closed, NotYet, Problems, Receipt, ReceiptState, SurveyPage

STATIC = Path(rendering.__file__).parent / "static" / "respond"
CSS = len(gzip.compress((STATIC / "survey.css").read_bytes(), 9))
JS = len(gzip.compress((STATIC / "survey.js").read_bytes(), 9))
PAGES = [survey_page(form, language=language) for form in ("skm-9", "skm-16") for language in ("id", "en")]
NAMES = [f"{len(page.questions)}-{page.language}" for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_first_load_keeps_its_budgets(page: SurveyPage) -> None:
    crowded = replace(
        page, services=tuple((100 + n, f"Layanan contoh nomor {n} dengan nama panjang") for n in range(40))
    )
    html = len(gzip.compress(render_survey(crowded, uuid4()), 9))
    assert html + CSS <= 14 * 1024
    assert html + CSS + JS <= 30 * 1024
    assert len(blank_page(crowded).packed(uuid4())) + CSS <= 14 * 1024


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_page_loads_one_style_sheet_and_one_script_and_nothing_else(page: SurveyPage) -> None:
    html = render_survey(page, uuid4()).decode()
    loaded = re.findall(r"<(?:link|script|img|iframe|source|object|embed)\b[^>]*?(?:href|src|data)=\"([^\"]*)\"", html)
    assert len([address for address in loaded if address != "data:,"]) == 2
    assert "@import" not in (STATIC / "survey.css").read_text()
    assert "url(" not in (STATIC / "survey.css").read_text()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_page_is_correct_and_asks_everything_in_order(page: SurveyPage) -> None:
    html = render_survey(page, CLIENT).decode()
    check_page(html, "/s/ABCD2345")
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert tree.get("lang") == page.language
    names = [element.get("name") for element in tree.iter() if element.get("name") and element.tag != "meta"]
    seen = list(dict.fromkeys(names))
    ratings = [f"p{question.number}" for question in page.questions]
    profile = [f"d_{field.key}" for field in page.profile]
    assert seen == ["l", *ratings, "k", *profile, "v", "r", "b", "t", "id"]
    inputs = [element for element in tree.iter("input") if element.get("type") == "radio"]
    assert not [element for element in inputs if element.get("checked") is not None]
    for question in page.questions:
        group = [element.get("value") for element in inputs if element.get("name") == f"p{question.number}"]
        assert group == ["1", "2", "3", "4", "-"]


def test_each_question_is_a_named_group_of_native_radios() -> None:
    tree = html5lib.parse(render_survey(PAGES[0], CLIENT).decode(), namespaceHTMLElements=False)
    groups = list(tree.iter("fieldset"))
    assert len(groups) == 9 + len(PAGES[0].profile)
    for group in groups:
        radios = list(group.iter("input"))
        assert len({element.get("name") for element in radios}) == 1
        assert {element.get("type") for element in radios} == {"radio"}
        assert group.find("legend") is not None


def test_drawn_faces_are_hidden_from_readers_because_the_word_is_there() -> None:
    tree = html5lib.parse(render_survey(PAGES[0], CLIENT).decode(), namespaceHTMLElements=False)
    pictures = [element for element in tree.iter() if str(element.tag).endswith("svg")]
    assert len(pictures) == 1 + 9 * 4
    assert all(element.get("aria-hidden") == "true" for element in pictures)
    assert not list(tree.iter("img"))


def test_the_translation_carries_the_text_of_record_in_its_own_language() -> None:
    html = render_survey(survey_page(language="en"), CLIENT).decode()
    assert "How fast was the service given?" in html
    assert re.search(r'lang="id">Official text: Bagaimana pendapat Saudara tentang kecepatan waktu', html)


def test_an_untranslated_question_says_its_language() -> None:
    page = survey_page(language="en")
    own = replace(
        page.questions[0],
        text="Apakah antre tertib?",
        labels=("Tidak", "Kurang", "Ya", "Sangat"),
        record="",
        language="id",
    )
    html = render_survey(replace(page, questions=(own, *page.questions[1:])), CLIENT).decode()
    assert '<span class="t" lang="id">Apakah antre tertib?' in html
    assert '<label class="tile" lang="id">' in html


def test_problems_are_told_above_and_beside_and_nothing_entered_is_lost() -> None:
    page = survey_page()
    sent = fields(page, "1-34 2341", k="<b>Kursi & kipas</b>", d_gender="Perempuan") | {
        "l": "13",
        "p4": "7",
        "d_age": "200",
    }
    found = parse_submission(body(sent), FORM_TYPE, page)
    assert isinstance(found, Problems)
    html = render_survey(page, CLIENT, problems=found).decode()
    check_page(html, "/s/ABCD2345")
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert tree.find("head/title").text.startswith("Kesalahan: ")
    links = [element.get("href") for element in tree.iter("a") if (element.get("href") or "").startswith("#")]
    assert links == ["#p4", "#d_age"]
    for anchor in ("p4", "d_age"):
        group = next(g for g in tree.iter("fieldset") if g.find(f".//input[@id='{anchor}']") is not None)
        assert group.get("aria-invalid") == "true"
        assert f"e{anchor}" in group.get("aria-describedby").split()
    checked = {(e.get("name"), e.get("value")) for e in tree.iter("input") if e.get("checked") is not None}
    assert checked == {
        ("p1", "1"), ("p2", "-"), ("p3", "3"), ("p6", "2"), ("p7", "3"), ("p8", "4"), ("p9", "1"), ("d_gender", "Perempuan"),
    }  # fmt: skip
    assert [e.get("value") for e in tree.iter("option") if e.get("selected") is not None] == ["13"]
    assert tree.find(".//textarea").text == "<b>Kursi & kipas</b>"
    assert tree.find(".//input[@name='id']").get("value") == str(CLIENT)


def test_hostile_names_stay_text() -> None:
    page = survey_page(unit_name='<script>alert("x")</script>', services=((1, "<img src=x>"), (2, '"onmouseover="')))
    html = render_survey(page, CLIENT).decode()
    check_page(html, "/s/ABCD2345")
    assert "<script>alert" not in html
    assert "<img" not in html


def test_a_visit_costs_microseconds_and_each_has_its_own_client_id() -> None:
    cache = PageCache()
    made = cache.put(survey_page(), "id")
    assert cache.get("ABCD2345", "id", "1") is made
    assert cache.get("ABCD2345", "id", "2") is None
    assert cache.get("ABCD2345", "en", "1") is None
    ids = [uuid4() for _ in range(200)]
    start = time.process_time()
    packed = [made.packed(client) for client in ids]
    assert (time.process_time() - start) / len(ids) < 0.001
    for client, data in zip(ids[:20], packed[:20], strict=True):
        assert gzip.decompress(data) == made.plain(client)
        reader = zlib.decompressobj(wbits=31)
        assert reader.decompress(data) == made.plain(client)
        assert reader.eof
        assert not reader.unused_data
        assert made.plain(client).count(str(client).encode()) == 1
        assert made.plain(client) == render_survey(survey_page(), client)


def test_the_cache_forgets_the_page_that_was_used_least() -> None:
    cache = PageCache(kept=2)
    for code in ("AAAA", "BBBB"):
        cache.put(survey_page(code=code), "id")
    cache.get("AAAA", "id", "1")
    cache.put(survey_page(code="CCCC"), "id")
    assert cache.get("BBBB", "id", "1") is None
    assert cache.get("AAAA", "id", "1") is not None


RECEIPT = Receipt(
    "ABCDEFGHJKMN2345",
    "counted",
    ("Kursi ditambah.", "Antre dari rumah."),
    "/indeks/9/",
)


def test_the_receipt_stands_in_groups_with_what_comes_next() -> None:
    html = rendering.render_thanks(RECEIPT, code="ABCD2345", unit_name="Kantor Contoh", language="id").decode()
    check_page(html, "/s/ABCD2345")
    assert "<span>ABCD</span> <span>EFGH</span> <span>JKMN</span> <span>2345</span>" in html
    assert "Kursi ditambah." in html
    assert 'href="/indeks/9/"' in html
    assert 'href="/s/ABCD2345?b=id"' in html
    assert 'href="https://www.lapor.go.id/"' in html
    assert "tersimpan" in html


def test_a_late_answer_is_told_so() -> None:
    html = rendering.render_thanks(replace(RECEIPT, state="late"), code="A1", unit_name="K", language="en").decode()
    assert "not counted" in html


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_state_is_a_plain_and_correct_page(language: str) -> None:
    day = date(2026, 6, 30)
    privacy = survey_page().privacy
    pages = [
        rendering.render_closed(Closed("A1", "Kantor Contoh", day, "/indeks/9/"), language),
        rendering.render_closed(Closed("A1", "Kantor Contoh"), language),
        rendering.render_not_yet(NotYet("A1", "Kantor Contoh", day), language),
        rendering.render_not_yet(NotYet("A1", "Kantor Contoh"), language),
        rendering.render_unknown('"><script>', language),
        *(rendering.render_plain(kind, language, code="A1") for kind in ("busy", "busy_check", "too_large")),
        rendering.render_privacy(privacy, code="A1", unit_name="Kantor Contoh", language=language),
        rendering.render_check(language),
        rendering.render_check(language, searched=True),
        *(
            rendering.render_check(language, searched=True, found=ReceiptState("Kantor", "Semester I", state))
            for state in ("counted", "late", "excluded")
        ),
        render_survey(survey_page(language=language), UUID(int=1), failed=True),
    ]
    for html in pages:
        check_page(html.decode(), "/s/A1")
        assert len(gzip.compress(html, 9)) + CSS <= 14 * 1024
    assert len(set(pages)) == len(pages)


def test_dates_are_written_out() -> None:
    assert rendering.day(date(2026, 10, 5), "id") == "5 Oktober 2026"
    assert "30 Juni 2026" in rendering.render_closed(Closed("A1", "K", date(2026, 6, 30)), "id").decode()
