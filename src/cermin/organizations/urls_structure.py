"""Addresses of the structure: governments, agencies, units, services."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "organizations"

urlpatterns: list[URLPattern] = []
