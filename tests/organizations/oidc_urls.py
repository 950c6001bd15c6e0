"""The addresses of an installation that has set up its own OpenID Connect provider."""

from __future__ import annotations

from django.urls import include, path

from cermin.config.urls import urlpatterns as ordinary
from cermin.organizations.urls_people import sso_urls

urlpatterns = [path("akun/", include(sso_urls)), *ordinary]
