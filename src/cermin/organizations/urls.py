"""Addresses of the room: accounts and people, then the structure they work in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cermin.organizations.urls_people")),
    path("", include(("cermin.organizations.urls_structure", "organizations"))),
]
