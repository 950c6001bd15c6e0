"""Puts the acting person on the request, ends sessions that are too old, and asks for the second factor that a post requires."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cermin.base.access import Actor
from cermin.organizations.queries.people import actor_of, has_second_factor, requires_second_factor
from cermin.organizations.services.accounts import note_activity

NOBODY = Actor(None, "Tamu")
SIGNED_IN_AT, SEEN_AT = "masuk_pada", "terlihat_pada"
SEEN_EVERY = 60
"""Seconds between two notes of activity: not every click writes to the database."""


class ActorMiddleware:
    """`request.actor`: made when first asked, so that pages without a person cost no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    return actor_of(request.user) if request.user.is_authenticated else NOBODY


class SessionLimitsMiddleware:
    """A session ends after an hour without a click, and after twelve hours in any case (ASVS 7.3)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only who brings a session cookie can be signed in: everybody else costs no query.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = time.time()
            session = request.session
            started, seen = session.get(SIGNED_IN_AT), session.get(SEEN_AT)
            if started is None or seen is None:
                session[SIGNED_IN_AT] = session[SEEN_AT] = now
            elif now - started > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
                messages.info(request, "Sesi Anda berakhir karena lama tidak dipakai. Masuk lagi untuk melanjutkan.")
            elif now - seen > SEEN_EVERY:
                session[SEEN_AT] = now
                note_activity(session_key=session.session_key)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Whose post requires a second factor sets one up before anything else. Pages for everybody, and one's own account, stay open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any) -> HttpResponse | None:
        access = getattr(view, "access", None)
        if access is None or access.kind not in {"guarded", "signed_in"} or not settings.SECOND_FACTOR_REQUIRED:
            return None
        if request.path.startswith("/akun/") or not request.user.is_authenticated:
            return None
        if not requires_second_factor(request.actor) or has_second_factor(request.user):
            return None
        return redirect(f"{reverse('mfa_index')}?wajib=1")
