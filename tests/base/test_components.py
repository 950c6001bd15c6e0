"""The page tags: figures and days as written here, shapes that differ without colour, forms whose parts know each other, undo."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from tests.support.pages import check_page

from cermin.base import components

HALF_PAST_FIVE = datetime(2026, 10, 25, 20, 30, tzinfo=UTC)


def drawn(source: str, **context: Any) -> str:
    text = Template("{% load cermin %}" + source).render(Context(context))
    return re.sub(r">\s+<", "><", text).strip()


def parsed(source: str, **context: Any) -> ElementTree.Element:
    """The drawing as a tree; also the proof that it is well-formed."""
    text = re.sub(
        r"\s(required|checked|hidden|multiple|selected|data-focus)(?=[\s>/])", r' \1="\1"', drawn(source, **context)
    )
    text = re.sub(r"<(input[^>]*?)/?>", r"<\1/>", text)
    return ElementTree.fromstring(f"<root>{text}</root>")


# Figures and days


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ v|number:2 }}", Decimal("84.305"), "84,31"),
        ("{{ v|number }}", "84.3", "84,30"),
        ("{{ v|number:1 }}", "7591/90", "84,3"),
        ("{{ v|number:2 }}", Fraction(-1, 200), "−0,01"),
        ("{{ v|number:2 }}", None, "–"),
        ("{{ v|number:2 }}", 0, "0,00"),
        ("{{ v|integer }}", 1234567, "1.234.567"),
        ("{{ v|integer }}", "", "–"),
        ("{{ v|percent }}", 0.765, "77\u00a0%"),
        ("{{ v|percent:1 }}", Fraction(27, 49), "55,1\u00a0%"),
        ("{{ v|percent }}", Decimal("0.005"), "1\u00a0%"),
        ("{{ v|percent }}", None, "–"),
        ("{{ v|day }}", date(2026, 10, 5), "5 Oktober 2026"),
        ("{{ v|day:'Asia/Jayapura' }}", HALF_PAST_FIVE, "26 Oktober 2026"),
        ("{{ v|day:'Asia/Jakarta' }}", HALF_PAST_FIVE, "26 Oktober 2026"),
        ("{{ v|day:'UTC' }}", HALF_PAST_FIVE, "25 Oktober 2026"),
        ("{{ v|clock:'Asia/Jayapura' }}", HALF_PAST_FIVE, "05.30\u00a0WIT"),
        ("{{ v|clock:'Asia/Makassar' }}", HALF_PAST_FIVE, "04.30\u00a0WITA"),
        ("{{ v|clock:'Asia/Pontianak' }}", HALF_PAST_FIVE, "03.30\u00a0WIB"),
        ("{{ v|clock:'Asia/Kolkata' }}", HALF_PAST_FIVE, "02.00\u00a0UTC+5.5"),
        ("{{ v|moment:'Asia/Jayapura' }}", HALF_PAST_FIVE, "26 Oktober 2026, 05.30\u00a0WIT"),
        ("{{ v|moment }}", None, "–"),
        ("{{ v|grade_word }}", "C", "Kurang Baik"),
        ("{{ v|grade_word }}", None, "–"),
    ],
)
def test_filter(source: str, value: Any, expected: str) -> None:
    assert drawn(source, v=value) == expected


@pytest.mark.parametrize("value", [True, [1], "banyak"])
def test_what_is_no_figure_is_not_printed_as_one(value: Any) -> None:
    with pytest.raises(ValueError, match=r"figure|Invalid literal"):
        drawn("{{ v|number:2 }}", v=value)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without zone"):
        drawn("{{ v|moment }}", v=datetime(2026, 10, 25, 5, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 10, 22), "6 hari lagi"),
        (date(2026, 10, 17), "besok"),
        (date(2026, 10, 16), "hari ini"),
        (date(2026, 10, 15), "terlambat 1 hari"),
        (date(2022, 1, 1), "terlambat 1.749 hari"),
    ],
)
def test_days_left(due: date, expected: str) -> None:
    assert drawn("{{ due|days_left:today }}", due=due, today=date(2026, 10, 16)) == expected


# Symbols and grades


@pytest.mark.parametrize("name", sorted(components.SYMBOLS))
def test_each_symbol_draws_inside_its_box_and_says_nothing_alone(name: str) -> None:
    svg = parsed("{% icon name %}", name=name)[0]
    assert svg.get("aria-hidden") == "true"
    assert {path.get("class") for path in svg} <= {"s", "f", "k", "c"}
    box = components.SYMBOLS[name].box
    starts = [float(x) for path in svg for x in re.findall(r"M\s*(-?[\d.]+)", path.get("d", ""))]
    assert starts
    assert all(0 <= x <= box for x in starts)


def test_a_symbol_may_speak_and_an_unknown_one_is_an_error() -> None:
    svg = parsed('{% icon "lock" label "wn" %}', label="dikunci <b>")[0]
    assert (svg.get("role"), svg.get("aria-label"), svg.get("class")) == ("img", "dikunci <b>", "i wn")
    with pytest.raises(ValueError, match="no symbol 'locked'"):
        drawn('{% icon "locked" %}')


def test_grades_differ_in_shape_letter_and_word() -> None:
    shown = {letter: parsed("{% grade_mark letter %}", letter=letter) for letter in "ABCD"}
    assert len({mark.find(".//path").get("d") for mark in shown.values()}) == 4  # type: ignore[union-attr]
    words = {letter: "".join(mark.itertext()) for letter, mark in shown.items()}
    assert words == {
        "A": "AMutu A, Sangat Baik",
        "B": "BMutu B, Baik",
        "C": "CMutu C, Kurang Baik",
        "D": "DMutu D, Tidak Baik",
    }


def test_a_large_grade_is_read_aloud_with_its_word() -> None:
    mark = parsed('{% grade_mark "B" "xl" %}').find(".//span[@role='img']")
    assert mark is not None
    assert mark.get("aria-label") == "Mutu B, Baik"
    assert drawn("{% grade_mark None %}") == '<span class="q">belum ada mutu</span>'
    with pytest.raises(ValueError, match="no grade 'E'"):
        drawn('{% grade_mark "E" %}')


# Progress, steps, tasks, lists


def test_progress_knows_its_end_or_says_that_it_does_not() -> None:
    bar = parsed('{% progress 281 369 "Jawaban masuk" %}').find(".//progress")
    assert bar is not None
    assert (bar.get("value"), bar.get("max"), bar.get("aria-valuetext")) == ("281", "369", "281 dari 369")
    assert "76\u00a0%" in drawn('{% progress 281 369 "Jawaban masuk" %}')
    over = parsed('{% progress 400 369 "Jawaban masuk" %}')
    assert over.find(".//progress").get("value") == "369"  # type: ignore[union-attr]
    assert "108\u00a0%" in "".join(over.itertext())
    unknown = parsed('{% progress 12 None "Kemajuan" %}').find(".//progress")
    assert unknown is not None
    assert unknown.get("value") is None


def test_one_step_is_current_and_a_later_one_is_no_link() -> None:
    steps = [
        {"title": "Siapkan", "note": "selesai", "state": "done", "url": "/a/"},
        {"title": "Kumpulkan", "note": "", "state": "now", "url": "/b/"},
        {"title": "Olah", "note": "", "state": "todo", "url": ""},
    ]
    items = parsed("{% steps steps %}", steps=steps)[0]
    assert [item.get("aria-current") for item in items] == [None, "step", None]
    assert [link.get("href") for link in items.iter("a")] == ["/a/", "/b/"]
    assert items[0][0].get("aria-label") == "selesai"


def test_tasks_stand_in_groups_and_each_button_names_its_task() -> None:
    tasks = [
        {
            "title": "Putuskan",
            "group": "Terlambat",
            "late": True,
            "due": "terlambat 3 hari",
            "url": "/a/",
            "primary": True,
        },
        {"title": "Tanggapi <i>", "group": "Nanti", "url": "/b/", "button": "Tanggapi"},
        {"title": "Tunggu", "group": "Nanti"},
    ]
    tree = parsed("{% task_list tasks %}", tasks=tasks)
    assert [(h.text, h.get("class")) for h in tree.iter("h2")] == [("Terlambat", "grp st"), ("Nanti", "grp")]
    assert [len(list(group)) for group in tree.iter("ul")] == [1, 2]
    assert ["".join(a.itertext()) for a in tree.iter("a")] == ["Buka: Putuskan", "Tanggapi: Tanggapi <i>"]


def test_pager_keeps_the_filters_and_survives_nonsense() -> None:
    request = RequestFactory().get("/x/", {"q": "a&b", "halaman": "3"})
    page = components.page_of(request, list(range(1000)))
    links = [a.get("href") for a in parsed("{% pager page %}", page=page, request=request).iter("a")]
    assert links == [f"?q=a%26b&halaman={n}" for n in (2, 1, 2, 3, 4, 20, 4)]
    assert "101–150 dari 1.000" in drawn("{% pager page %}", page=page, request=request)
    numbers = [
        components.page_of(RequestFactory().get("/x/", {"halaman": asked}), list(range(120))).number
        for asked in ("", "0", "-1", "99", "satu", "9" * 40)
    ]
    assert numbers == [1, 3, 3, 3, 1, 3]
    assert drawn("{% pager page %}", page=components.page_of(request, [1, 2])) == ""


def test_crumbs_end_with_this_page() -> None:
    tree = parsed('{% crumbs "Ronde survei" "/ronde/" name %}', name="SKM <II>")
    assert [(x.tag, x.text, x.get("href"), x.get("aria-current")) for x in tree[0]] == [
        ("a", "Ronde survei", "/ronde/", None),
        ("span", "SKM <II>", None, "page"),
    ]


def test_call_why_and_empty_escape_what_they_are_given() -> None:
    call = parsed('{% call "warn" title 2 %}<p>{{ title }}</p>{% endcall %}', title="<b>")[0]
    assert [child.tag for child in call] == ["h2", "p"]
    assert call[1].text == "<b>"
    why = parsed("{% why title %}<p>x</p>{% endwhy %}", title="<b>?")[0]
    assert (why.tag, why.get("open"), why[0].text) == ("details", None, "<b>?")
    empty = parsed('{% empty title "Siapkan dulu." "/a/" "Siapkan" %}', title="<b>")[0]
    assert (empty.find("h2").text, empty.find(".//a").get("href")) == ("<b>", "/a/")  # type: ignore[union-attr]
    with pytest.raises(KeyError):
        drawn('{% call "bad" "x" %}{% endcall %}')


# Forms


class Everything(forms.Form):
    name = forms.CharField(
        label="Nama <ronde>", help_text="Contoh: <i>", error_messages={"required": "Tulis nama <ronde>"}
    )
    users = forms.IntegerField(label="Jumlah pengguna", min_value=1, required=False)
    closes = forms.DateField(label="Tanggal tutup", widget=components.DayInput)
    method = forms.ChoiceField(
        label="Cara", choices=[("t", "Tabel"), ("s", "Semua")], widget=forms.RadioSelect, help_text="Pilih satu."
    )
    services = forms.MultipleChoiceField(
        label="Layanan", choices=[("1", "Akta")], widget=forms.CheckboxSelectMultiple, required=False
    )
    unit = forms.ChoiceField(label="Unit", choices=[("", "Pilih"), ("1", "Satu")])
    note = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"class": "tall"}), required=False)
    agree = forms.BooleanField(label="Sudah diperiksa", help_text="Lalu dibekukan.")
    paper = forms.FileField(label="Berkas", required=False)
    key = forms.CharField(widget=forms.HiddenInput)


ALL = "{% errors_summary form %}<form>{% for f in form %}{% field f %}{% endfor %}</form>"


def whole(body: str) -> str:
    return f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>A</title></head><body><h1>A</h1>{body}</body></html>'


@pytest.mark.parametrize("data", [None, {}, {"name": "A", "users": "0", "closes": "besok", "method": "x", "key": "1"}])
def test_every_control_has_its_label_hint_and_error(data: dict[str, str] | None) -> None:
    form = Everything(data)
    html = drawn(ALL, form=form)
    check_page(whole(html))  # labels, unique ids, references that lead somewhere
    for name in set(form.errors) - {"key"}:
        assert f'id="id_{name}_error"' in html


def test_a_control_is_described_by_hint_and_error_in_this_order() -> None:
    control = parsed("{% field form.name %}", form=Everything({})).find(".//input")
    assert control is not None
    assert control.get("aria-describedby") == "id_name_helptext id_name_error"
    assert control.get("aria-invalid") == "true"
    assert control.get("class") == "in"
    group = parsed("{% field form.method %}", form=Everything({})).find(".//fieldset")
    assert group is not None
    assert group.get("aria-describedby") == "id_method_helptext id_method_error"
    assert (group.find("legend").text or "").strip() == "Cara"  # type: ignore[union-attr]


def test_values_and_classes_are_kept() -> None:
    form = Everything({"name": 'A"<', "closes": "2026-10-25", "method": "s", "note": "</textarea>", "key": "1"})
    html = drawn(ALL, form=form)
    assert 'value="A&quot;&lt;"' in html
    assert 'type="date"' in html
    assert 'value="2026-10-25"' in html
    assert re.search(r'value="s"[^>]*checked', html)
    assert 'class="tall in"' in html
    assert "&lt;/textarea&gt;" in html
    assert html.count("(tidak wajib)") == 4


def test_summary_leads_to_each_field_and_names_it() -> None:
    form = Everything({"name": "", "closes": "besok", "key": "1"})
    form.add_error(None, "Periksa lagi <semua>")
    links = [(a.get("href"), a.text) for a in parsed("{% errors_summary form %}", form=form).iter("a")]
    assert links[0] == ("#id_name", "Tulis nama <ronde>")
    assert [href for href, _ in links] == ["#id_name", "#id_closes", "#id_method_0", "#id_unit", "#id_agree"]
    assert links[1][1].startswith("Tanggal tutup: ")  # type: ignore[union-attr]
    assert "Periksa lagi &lt;semua&gt;" in drawn("{% errors_summary form %}", form=form)
    assert drawn("{% errors_summary form %}", form=Everything()) == ""
    assert drawn("{% errors_summary form %}", form=None) == ""


def test_a_widget_of_several_unlabelled_parts_is_refused() -> None:
    class Parts(forms.Form):
        day = forms.DateField(widget=forms.SelectDateWidget)

    with pytest.raises(ValueError, match="day: split"):
        drawn("{% field form.day %}", form=Parts())


# Undo


def with_messages(path: str = "/x/") -> Any:
    request = RequestFactory().get(path)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def test_an_undo_survives_the_redirect_and_posts_its_fields() -> None:
    request, answer = with_messages(), HttpResponse()
    components.undo_message(request, "Unit “<A>” dinonaktifkan.", "/unit/batal/", {"unit": 7, "kata": '"<b>'})
    request._messages.update(answer)
    later = with_messages()
    later.COOKIES.update({name: morsel.value for name, morsel in answer.cookies.items()})
    html = render_to_string("base/_messages.html", {"messages": later._messages}, later)
    check_page(whole(html))
    assert 'role="status"' in html
    assert 'action="/unit/batal/" data-undo="20"' in html
    assert '<input type="hidden" name="unit" value="7">' in html
    assert 'value="&quot;&lt;b&gt;"' in html
    assert "Unit “&lt;A&gt;” dinonaktifkan." in html
    assert "csrfmiddlewaretoken" in html


@pytest.mark.parametrize("url", ["https://lain.example/", "//lain.example/", "/\\lain.example", "unit/", ""])
def test_an_undo_stays_here(url: str) -> None:
    with pytest.raises(ValueError, match="stays on this site"):
        components.undo_message(with_messages(), "x", url, {})


def test_a_plain_message_has_no_undo() -> None:
    assert components.undo_of("") is None
    assert components.undo_of(None) is None
    assert components.undo_of("important") is None


# Shells


STAFF = {
    "navigation": [
        {"url": "/beranda/", "label": "Beranda", "current": True},
        {"url": "/unit/", "label": "Unit & layanan"},
    ],
    "who": {"name": "Petugas Contoh", "post": "Operator layanan"},
    "government_name": "Provinsi Contoh",
    "search_url": "/cari/",
    "demo_mode": True,
}
JOB = {
    "label": "Membuat laporan",
    "state": "running",
    "done": 104,
    "total": 169,
    "message": "Menyusun",
    "error": "",
    "result": {"links": [{"url": "/berkas/a", "label": "Unduh"}]},
    "created_at": HALF_PAST_FIVE,
    "finished_at": None,
    "can_cancel": True,
    "pk": 5,
}
LINE = {
    "at": HALF_PAST_FIVE,
    "actor_label": "Operator",
    "action": "membuka",
    "object_label": "Ronde",
    "detail": {"ke": "open"},
}
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "job": ("base/job.html", {"job": JOB}),
    "job without end": ("base/job.html", {"job": JOB | {"total": None, "state": "waiting"}}),
    "job done": ("base/job.html", {"job": JOB | {"state": "done", "finished_at": HALF_PAST_FIVE}}),
    "job failed": ("base/job.html", {"job": JOB | {"state": "failed", "finished_at": HALF_PAST_FIVE}}),
    "job cancelled": ("base/job.html", {"job": JOB | {"state": "cancelled", "finished_at": HALF_PAST_FIVE}}),
    "refused": ("base/refused.html", {"reason": "Hanya kepala unit.", "who_may": "Kepala unit"}),
    "refused bare": ("base/refused.html", {}),
    "audit": ("base/audit.html", {"lines": [LINE] * 3, "filters": [{"name": "q", "label": "Tentang", "value": ""}]}),
    "audit empty": ("base/audit.html", {"lines": [], "filters": []}),
    "400": ("400.html", {}),
    "404": ("404.html", {}),
    "429": ("429.html", {}),
    "500": ("500.html", {}),
    "csrf": ("base/csrf_failed.html", {}),
}


@pytest.mark.parametrize("shell", [{}, STAFF], ids=["nobody", "staff"])
@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_law_8(name: str, shell: dict[str, Any]) -> None:
    template, context = PAGES[name]
    check_page(render_to_string(template, shell | context, with_messages()))


def test_the_error_page_needs_nothing() -> None:
    """Whatever is broken, this page can be drawn: it has no tag that could fail."""
    from django.template.loader import get_template

    assert "{" not in get_template("500.html").template.source  # type: ignore[union-attr]


def test_a_job_asks_for_itself_only_while_it_runs() -> None:
    request = with_messages("/pekerjaan/5/")
    running = render_to_string("base/_job.html", {"job": JOB}, request)
    assert 'hx-get="/pekerjaan/5/" hx-trigger="every 2s"' in running
    assert "104 dari 169" in running
    assert 'name="action" value="cancel"' in running
    done = render_to_string("base/_job.html", {"job": JOB | {"state": "done", "finished_at": HALF_PAST_FIVE}}, request)
    assert "hx-get" not in done
    assert '<a class="btn p" href="/berkas/a">Unduh</a>' in done
    calm = render_to_string("base/_job.html", {"job": JOB | {"can_cancel": False}}, request)
    assert "Batalkan" not in calm
    asked = render_to_string("base/_job.html", {"job": JOB | {"cancel_asked": True}}, request)
    assert "Pembatalan diminta" in asked
    assert 'value="cancel"' not in asked


def test_the_title_says_that_there_is_something_to_mend() -> None:
    source = '{% extends "base/bare.html" %}{% block title %}Ronde baru{% endblock %}{% block main %}<h1>Ronde baru</h1>{% endblock %}'
    titles = [
        re.search("<title>(.*)</title>", Template(source).render(Context({"form": form})))[1]  # type: ignore[index]
        for form in (Everything({}), Everything())
    ]
    assert titles == ["Kesalahan: Ronde baru – Cermin", "Ronde baru – Cermin"]


def test_only_what_the_staff_page_is_given_is_shown() -> None:
    html = render_to_string("base/refused.html", STAFF, with_messages())
    assert html.count("Contoh. Semua data rekaan.") == 1
    assert html.count('href="/unit/"') == 2  # the bar, and the menu of narrow screens
    assert 'role="search"' in html
    bare = render_to_string("base/refused.html", {}, with_messages())
    for absent in ("rekaan", 'role="search"', "<nav", "Keluar"):
        assert absent not in bare


def test_the_sheet_and_the_script_stay_small() -> None:
    from django.contrib.staticfiles.finders import find

    sizes = {}
    for name in ("cermin.css", "cermin.js"):
        path = find(f"base/{name}")
        assert path
        with open(path, "rb") as file:  # noqa: PTH123
            sizes[name] = len(file.read())
    assert sizes["cermin.css"] <= 40_000
    assert sizes["cermin.js"] <= 6_000
