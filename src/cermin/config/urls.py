"""Addresses of the house. Public ones are Indonesian words; the prefixes /s/, /v/ and /cek stand on printed paper and stay."""

from __future__ import annotations

from django.urls import include, path

from cermin.base import views as base_views

urlpatterns = [
    path("", include("cermin.respond.urls")),
    path("", include("cermin.base.urls")),
    path("", include("cermin.organizations.urls")),
    path("survei/", include("cermin.skm.urls")),
    path("unggah/", include("cermin.intake.urls")),
    path("", include("cermin.desk.urls")),
    path("", include("cermin.portal.urls")),
]

handler403 = base_views.refused
