"""Addresses of the room. /v/ stands on printed paper and stays."""

from __future__ import annotations

from django.urls import URLPattern, path

from cermin.portal import views

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("", views.front, name="front"),
    path("indeks/", views.results, name="results"),
    path("indeks/<int:publication_id>/", views.result, name="result"),
    path("indeks/<int:publication_id>/berkas/<str:name>", views.result_file, name="result_file"),
    path("v/", views.verify_form, name="verify_form"),
    path("v/<str:code>", views.verify, name="verify"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
