"""Addresses of the house. Public ones are Indonesian words; the prefixes /s/, /v/ and /cek stand on printed paper and stay."""

from __future__ import annotations

from django.urls import include, path

from cermin.base import views as base_views

urlpatterns = [
    path("", include("cermin.respond.urls")),
    path("", include("cermin.base.urls")),
]

handler403 = base_views.refused
