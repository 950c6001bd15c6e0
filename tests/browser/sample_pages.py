"""Pages that behave and pages that do not, for the tests of the browser fixtures. Served under the policy of production."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cermin.base.access import Access

PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Contoh</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="/icon.svg">{head}</head><body><main><h1>Contoh</h1><p id="note">Tanpa JavaScript</p>{body}</main></body></html>"""
SCRIPT = 'document.getElementById("note").textContent = "Lebar " + innerWidth;'


def page(head: str = "", body: str = ""):
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(PAGE.format(head=head, body=body))

    view.access = Access("public", "a page of the tests")  # type: ignore[attr-defined]
    return view


def content(text: str, kind: str, status: int = 200):
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(text, content_type=kind, status=status)

    view.access = Access("public", "a page of the tests")  # type: ignore[attr-defined]
    return view


urlpatterns = [
    path("icon.svg", content('<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")),
    path("good.js", content(SCRIPT, "text/javascript")),
    path("log.js", content('console.error("sesuatu salah");', "text/javascript")),
    path("throw.js", content('throw new Error("tidak terduga");', "text/javascript")),
    path("gone.js", content("", "text/javascript", 404)),
    path("good/", page('<script defer src="/good.js"></script>')),
    path("inline/", page(body="<script>document.title = 'diubah';</script>")),
    path("style/", page(body='<p style="color: red">merah</p>')),
    path("log/", page('<script src="/log.js"></script>')),
    path("throw/", page('<script src="/throw.js"></script>')),
    path("gone/", page('<script src="/gone.js"></script>')),
    path("foreign/", page(body='<img src="http://cdn.example/a.png" alt="">')),
    path("refused/", content(PAGE.format(head="", body=""), "text/html", 403)),
    path("unlabelled/", page(body='<input name="a">')),
]
