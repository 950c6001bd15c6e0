"""Pages made only of the shells and tags of `cermin.base`, for tests/browser/test_look.py. Their figures mean nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import Template
from django.template.context import make_context
from django.urls import path

from cermin.base import components
from cermin.base.access import Access

NOW = datetime(2026, 10, 25, 5, 30, tzinfo=UTC)
SHELL = {
    "navigation": [
        {"url": "/look/home/", "label": "Beranda", "current": True},
        {"url": "/look/form/", "label": "Ronde survei"},
        {"url": "/look/list/", "label": "Unit & layanan"},
        {"url": "/look/job/", "label": "Orang & jabatan"},
    ],
    "who": {"name": "Petugas Contoh", "post": "Operator layanan, Dinas Contoh dengan Nama yang Panjang Sekali"},
    "government_name": "Provinsi Contoh",
    "home_url": "/look/home/",
    "search_url": "/look/list/",
    "demo_mode": True,
}
HOME = """{% extends "base/page.html" %}{% load cermin %}{% block title %}Yang harus dikerjakan{% endblock %}
{% block main %}<div class="head"><div><h1>Yang harus dikerjakan</h1><p class="lead mt1">Satu hal terlambat.</p></div></div>
{% steps steps %}<div class="grid side mt4"><div class="col"><section class="sheet">{% task_list tasks %}</section>
<section class="sheet">{% empty "Belum ada ronde" "Siap dalam 15 menit." "/look/form/" "Siapkan ronde" 3 %}</section></div>
<aside class="col" aria-label="Keadaan"><section class="sheet"><h2>Penilaian</h2><div class="verdict mt3">{% grade_mark "B" "l" %}<div>
<p class="big">{{ 82.64|number }}</p></div></div>{% why "Dari mana angka ini?" %}<dl class="kv"><dt>Rumus</dt><dd>Rata-rata</dd></dl>{% endwhy %}
<p>{% grade_mark "A" %} {% grade_mark "C" %} {% grade_mark "D" %} {% icon "print" %}</p>{% progress 281 369 "Jawaban masuk" %}</section>
{% call "warn" "Kurang 15 jawaban" %}<p class="s">Cetak poster.</p>{% endcall %}{% call "stop" "Belum ada keputusan" %}{% endcall %}
{% call "sea" "Saran" %}{% endcall %}</aside></div>
<div class="btns mt4"><button class="btn d" type="button" data-dialog="sure">Tutup ronde…</button>
<button class="btn" type="button" data-copy="https://contoh.example/s/A" hidden>Salin</button><a class="btn p" href="/look/form/">{% icon "qr" %}Cetak</a></div>
<dialog id="sure" aria-labelledby="sure-title"><h2 id="sure-title">Tutup ronde ini?</h2><button class="btn" type="button" data-close>Tidak jadi</button></dialog>{% endblock %}"""
FORM = """{% extends "base/page.html" %}{% load cermin %}{% block title %}Ronde baru{% endblock %}{% block wrap %}narrow{% endblock %}
{% block crumbs %}{% crumbs "Ronde survei" "/look/home/" "Ronde baru" %}{% endblock %}
{% block main %}{% errors_summary form %}<section class="sheet"><h1>Ronde baru</h1><form method="post" novalidate data-guard class="mt4">
{% csrf_token %}{% for f in form %}{% field f %}{% endfor %}<p class="mt6"><button class="btn p">Simpan</button></p></form></section>{% endblock %}"""
LIST = """{% extends "base/page.html" %}{% load cermin %}{% block title %}Semua unit{% endblock %}
{% block main %}<h1>Semua unit</h1><section class="sheet mt4"><div class="scroll" tabindex="0" role="region" aria-label="Daftar unit">
<table class="stick hover stack"><thead><tr><th scope="col" aria-sort="ascending"><a href="?urut=nama">Unit</a></th><th scope="col" class="n">Jawaban</th></tr></thead>
<tbody>{% for n in page %}<tr><th scope="row"><a href="/look/home/">Unit {{ n }}</a></th><td class="n" data-h="Jawaban">{{ n|integer }}</td></tr>{% endfor %}</tbody>
</table></div>{% pager page %}</section>{% endblock %}"""
PUBLIC = """{% extends "base/bare.html" %}{% load cermin %}{% block title %}Angka ini benar{% endblock %}{% block wrap %}narrow{% endblock %}
{% block main %}<section class="sheet pad"><div class="verdict">{% icon "check" extra="ok" %}<div><h1>Angka ini benar</h1></div></div>
<dl class="kv rule"><dt>Sidik data</dt><dd class="mono">9f2c71ab04de5b86e310c7a922f48d159f2c71ab04de5b86e310c7a922f48d15</dd></dl>
<form class="inline mt3" action="/look/public/"><label class="sr" for="kode">Kode</label><input class="in" id="kode" name="kode"><button class="btn p">Periksa</button></form>
<details class="acc"><summary>Syarat</summary><p>Kartu Keluarga</p></details></section>{% endblock %}"""
TASKS = [
    {"title": "Putuskan petugas penerima keluhan di loket", "detail": "Menunggu keputusan kepala unit.", "due": "terlambat 108 hari",
     "due_note": "dari 30 Juni", "late": True, "url": "/look/form/", "button": "Minta putusan", "primary": True, "group": "Terlambat"},
    {"title": "Perbaiki lampiran", "due": "Selasa, 20 Okt", "icon": "back", "url": "/look/form/", "button": "Perbaiki", "group": "Sampai 31 Oktober"},
]  # fmt: skip
STEPS = [
    {"title": "Siapkan", "note": "selesai", "state": "done", "url": "/look/form/"},
    {"title": "Tentukan responden", "note": "369 responden", "state": "now", "url": "/look/form/"},
    *(
        {"title": title, "note": "nanti", "state": "todo", "url": ""}
        for title in ("Kumpulkan", "Olah", "Laporkan", "Publikasi")
    ),
]


class RoundForm(forms.Form):
    name = forms.CharField(label="Nama ronde", help_text="Contoh: SKM Semester II")
    closes = forms.DateField(label="Tanggal tutup", widget=components.DayInput)
    method = forms.ChoiceField(label="Cara", choices=[("t", "Tabel baku"), ("s", "Semua")], widget=forms.RadioSelect)
    unit = forms.ChoiceField(
        label="Unit",
        choices=[("", "Pilih"), ("1", "Unit dengan nama yang panjang sekali sampai melewati tepi layar ponsel")],
    )
    note = forms.CharField(label="Catatan", widget=forms.Textarea, required=False)
    paper = forms.FileField(label="Berkas", required=False)
    agree = forms.BooleanField(label="Sudah diperiksa")


def text(source: str, request: HttpRequest, **context: Any) -> HttpResponse:
    return HttpResponse(Template(source).render(make_context(SHELL | context, request)))


def home(request: HttpRequest) -> HttpResponse:
    return text(HOME, request, tasks=TASKS, steps=STEPS)


def form(request: HttpRequest) -> HttpResponse:
    filled = RoundForm(request.POST or None)
    if filled.is_valid():
        return HttpResponseRedirect("/look/close/")
    return text(FORM, request, form=filled)


def close(request: HttpRequest) -> HttpResponse:
    components.undo_message(request, "Ronde ditutup.", "/look/undo/", {"round": 7})
    return HttpResponseRedirect("/look/home/")


def undo(request: HttpRequest) -> HttpResponse:
    return text(PUBLIC.replace("Angka ini benar", f"Dibuka lagi {request.POST['round']}"), request)


def listing(request: HttpRequest) -> HttpResponse:
    return text(LIST, request, page=components.page_of(request, list(range(1, 1000))))


def public(request: HttpRequest) -> HttpResponse:
    return text(PUBLIC, request)


def job(request: HttpRequest) -> HttpResponse:
    part = request.headers.get("HX-Request") == "true"
    row = {"label": "Membuat laporan", "state": "done" if part else "running", "done": 104, "total": 169, "message": "Menyusun",
           "error": "", "result": {"links": [{"url": "/look/list/", "label": "Unduh"}]}, "created_at": NOW,
           "finished_at": NOW if part else None, "can_cancel": True, "pk": 5}  # fmt: skip
    return render(request, "base/_job.html" if part else "base/job.html", SHELL | {"job": row})


def refused(request: HttpRequest) -> HttpResponse:
    return render(
        request, "base/refused.html", SHELL | {"reason": "Hanya kepala unit.", "who_may": "Kepala unit"}, status=403
    )


def audit(request: HttpRequest) -> HttpResponse:
    line = {
        "at": NOW,
        "actor_label": "Operator layanan",
        "action": "membuka ronde",
        "object_label": "SKM Semester II",
        "detail": {"ke": "open"},
    }
    filters = [
        {"name": "q", "label": "Tentang", "value": ""},
        {"name": "p", "label": "Perbuatan", "choices": [("a", "Buka")], "value": "a"},
    ]
    return render(request, "base/audit.html", SHELL | {"lines": [line] * 9, "filters": filters})


def missing(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)


VIEWS = {
    "home": home, "form": form, "close": close, "undo": undo, "list": listing, "public": public, "job": job,
    "refused": refused, "audit": audit, "missing": missing,
}  # fmt: skip
for view in VIEWS.values():
    view.access = Access("public", "a page of the tests")  # type: ignore[attr-defined]
urlpatterns = [path(f"look/{name}/", view) for name, view in VIEWS.items()]
