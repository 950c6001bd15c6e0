"""The public doors carry no cookie: their answers are made without session, sign-in or messages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

DOORS = ("/s/", "/S/", "/cek", "/privasi/", "/indeks/", "/v/")
FRONT = "/"


class PublicDoorMiddleware:
    """Drops the cookies that come in with a request of the survey or the public site, and any that would go out.

    What an officer's browser sends along must not reach an answer (nobody who answers is identified), and a survey page that sets
    a cookie would break its promise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(DOORS) and request.path != FRONT:
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        return response
