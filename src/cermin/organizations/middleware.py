"""Puts the acting person on the request, with the posts held today."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from cermin.base.access import Actor
from cermin.organizations.queries import actor_of

NOBODY = Actor(None, "Tamu")


class ActorMiddleware:
    """`request.actor`: made when first asked, so that pages without a person cost no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    return actor_of(request.user) if request.user.is_authenticated else NOBODY
