"""Law 8 can fail: each rule is shown one page that breaks it, and one that does not."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import override_settings
from django.urls import path
from tests.support.pages import CheckedClient, PageFault, check_page

GOOD = """<!doctype html>
<html lang="id">
<head><meta charset="utf-8"><title>Isi survei – Cermin</title><link rel="stylesheet" href="/static/base/cermin.css">
<link rel="canonical" href="https://contoh.example/s/A"></head>
<body>
<h1 id="top">Isi survei</h1>
<p>Ini pengaduan? <a href="https://lapor.example/">Kirim ke SP4N-LAPOR!</a></p>
<form method="post" action="/s/A">
<input type="hidden" name="token" value="x">
<label for="a">Usia</label> <input id="a" name="age" aria-describedby="top">
<label>Pendidikan <select name="school"><option>SD</option></select></label>
<textarea name="comment" aria-labelledby="top"></textarea>
<fieldset><legend>Nilai</legend><label><input type="radio" name="u1" value="1"> <img src="/static/1.svg" alt="Tidak baik"></label></fieldset>
<button>Kirim</button>
<input type="submit" value="Simpan">
</form>
<script type="application/json" id="data">{"a": 1}</script>
<script src="/static/base/cermin.js"></script>
</body>
</html>
"""


def test_a_good_page_passes() -> None:
    check_page(GOOD, "/s/A")


def test_a_title_may_say_that_something_went_wrong() -> None:
    check_page(GOOD.replace("<title>", "<title>Kesalahan: "), "/s/A")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<!doctype html>\n", "", "Expected DOCTYPE"),
        ("</p>\n<form", "</div>\n<form", "line 7"),
        ("<h1 ", '<h1 class="a" class="b" ', "line 6"),
        ("<p>Ini", "<p><div>Ini", "line 7"),
        ('lang="id"', "", "no lang"),
        ('lang="id"', 'lang=" "', "no lang"),
        ('<h1 id="top">Isi survei</h1>', '<p id="top">Isi survei</p>', "0 <h1>"),
        ("</form>", "</form><h1>Isi survei</h1>", "2 <h1>"),
        ("Isi survei</h1>", "</h1>", "h1> has no text"),
        ("<title>Isi survei – Cermin</title>", "", "one <title>"),
        ("<title>Isi survei – Cermin</title>", "<title> </title>", "one <title>"),
        ("<title>Isi survei", "<title>Hasil survei", "lacks ['isi']"),
        ('id="data"', 'id="a"', "id 'a' stands 2 times"),
        ('id="data"', 'id=""', "is empty"),
        ('aria-describedby="top"', 'aria-describedby="gone"', "points to 'gone'"),
        ('<label for="a">Usia</label>', "", 'name="age"> has no label'),
        ('<label for="a">Usia</label>', '<label for="a"> </label>', 'name="age"> has no label'),
        ('<label for="a">Usia</label>', "<label>Usia</label>", 'name="age"> has no label'),
        ("<label>Pendidikan ", "<label>", 'name="school"> has no label'),
        (' aria-labelledby="top"', ' placeholder="Saran"', 'name="comment"> has no label'),
        ('alt="Tidak baik"', 'alt=""', 'name="u1" type="radio"> has no label'),
        ('type="submit" value', 'type="image" src="/a.png" value', "has no alt"),
        ("</head>", "<style>p {}</style></head>", "inline <style>"),
        ("</body>", "<script>alert(1)</script></body>", "inline <script>"),
        ('type="application/json"', 'type="module"', "inline <script>"),
        ("<p>", '<p style="color: red">', "inline attribute style"),
        ("<button>", '<button onclick="go()">', "inline attribute onclick"),
        ("<p>", '<svg><rect style="fill: red"/></svg><p>', "inline attribute style"),
        ('<a href="https://lapor.example/"', '<a href=" JavaScript:go()"', "javascript: address"),
        ('src="/static/base/cermin.js"', 'src="https://cdn.example/a.js"', "foreign host cdn.example"),
        ('src="/static/1.svg"', 'src="//cdn.example/1.svg"', "foreign host cdn.example"),
        ('src="/static/1.svg"', 'src="/1.svg" srcset="/1.svg 1x, https://cdn.example/2 2x"', "foreign host cdn"),
        ('href="/static/base/cermin.css"', 'href="http://testserver:81/a.css"', "foreign host testserver:81"),
        ('action="/s/A"', 'action="https://other.example/"', "foreign host other.example"),
        ("<p>", '<svg><use xlink:href="https://cdn.example/i.svg#a"></use></svg><p>', "foreign host cdn.example"),
        ("<p>", '<p hx-get="https://cdn.example/">', "foreign host cdn.example"),
    ],
)
def test_each_rule_can_fail(old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1, "the page to break has changed"
    with pytest.raises(PageFault) as caught:
        check_page(GOOD.replace(old, new), "/s/A")
    assert said in str(caught.value)


BAD = GOOD.replace("<h1", "<h2").replace("</h1", "</h2")

urlpatterns = [
    path("good/", lambda request: HttpResponse(GOOD)),
    path("bad/", lambda request: HttpResponse(BAD)),
    path("refused/", lambda request: HttpResponse(BAD, status=403)),
    path("empty/", lambda request: HttpResponse("", status=405)),
    path("plain/", lambda request: HttpResponse("ok", content_type="text/plain")),
    path("away/", lambda request: HttpResponseRedirect("/good/", "<p>")),
    path("away-bad/", lambda request: HttpResponseRedirect("/bad/", "<p>")),
]


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_the_client_checks_what_it_fetches(web: CheckedClient) -> None:
    for address in ("/good/", "/empty/", "/plain/", "/away/"):
        web.get(address)
    web.get("/away/", follow=True)
    web.get("/bad/", headers={"HX-Request": "true"})
    for fetch in (
        lambda: web.get("/bad/"),
        lambda: web.post("/bad/"),
        lambda: web.get("/refused/"),
        lambda: web.get("/away-bad/", follow=True),
        lambda: web.get("/bad/", headers={"HX-Request": "true", "HX-Boosted": "true"}),
    ):
        with pytest.raises(PageFault, match="0 <h1>"):
            fetch()
