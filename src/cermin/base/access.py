"""Permission is asked here and nowhere else, from the one table in `cermin.pure.policy`.

Every view carries one of four marks, which a house test reads: `public`, `signed_in`, `guarded` or `cookie_free`.
Outside one's branch an object does not exist (404); inside it a refused person reads why (403).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt

from cermin.pure import policy
from cermin.pure.policy import Action, Decision, Grant, Place


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the posts held today, or a task of the system.

    person_id: None for a task. label: as the audit trail prints it ("Petugas Pelayanan (Sari)", "Tugas: menutup ronde").
    """

    person_id: int | None
    label: str
    grants: tuple[Grant, ...] = ()

    @property
    def governments(self) -> frozenset[str]:
        """Governments of the actor's own posts."""
        return frozenset(grant.place.government for grant in self.grants)

    @property
    def provinces(self) -> frozenset[str]:
        """Provinces that a post reaches whole. A post at a provincial unit lies in the province and does not reach it."""
        circles = (policy.circle_of(grant, grant.role.reach) for grant in self.grants)
        return frozenset(found.place.province for found in circles if found and found.reach is policy.Reach.PROVINCE)


def task_actor(label: str) -> Actor:
    """The system itself, for changes that a task makes. It has no rights to ask for: tasks call services that need none."""
    return Actor(None, f"Tugas: {label}")


class Placed(Protocol):
    """An object that stands somewhere in the tree of governments, agencies and units."""

    @property
    def place(self) -> Place: ...


class NotVisible(Http404):
    """The object lies outside the actor's branch: for this actor it does not exist."""


class Refused(PermissionDenied):
    """The actor sees the object and may not do this. reason: one sentence that says why and who may."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decide(
    actor: Actor,
    action: Action,
    target: Placed,
    *,
    state: str | None = None,
    first_person: int | None = None,
    unit_accounts: int | None = None,
) -> Decision:
    """Ask the table. state defaults to the target's own `state`."""
    return policy.decide(
        action,
        actor.grants,
        target.place,
        state=getattr(target, "state", "") if state is None else state,
        person=actor.person_id,
        first_person=first_person,
        unit_accounts=unit_accounts,
    )


def require(actor: Actor, action: Action, target: Placed, **circumstances: Any) -> Decision:
    """Like `decide`, but raises `NotVisible` or `Refused` unless allowed."""
    decision = decide(actor, action, target, **circumstances)
    if not decision.visible:
        raise NotVisible
    if not decision.allowed:
        raise Refused(decision.reason)
    return decision


@dataclass(frozen=True, slots=True)
class Access:
    """The mark of a view. kind: public, signed_in, guarded, cookie_free; what: the reason, or the action's name."""

    kind: str
    what: str


View = Callable[..., HttpResponse]


def _marked(view: View, kind: str, what: str) -> View:
    setattr(view, "access", Access(kind, what))  # noqa: B010  (a function carries its mark)
    return view


def public(why: str) -> Callable[[View], View]:
    """Open to everybody. why: one English phrase."""
    return lambda view: _marked(view, "public", why)


def signed_in(view: View) -> View:
    """Open to every signed-in person, for what is their own."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _private(view(request, *args, **kwargs))

    return _marked(inner, "signed_in", "own")


def guarded(action: Action, *, load: Callable[..., Placed | None]) -> Callable[[View], View]:
    """Open to whom the table allows `action` on what `load(actor, **address parameters)` finds.

    load raises Http404 (or returns None) for what the actor cannot see. State is not asked here for GET pages: a page that shows
    an object uses its READ action; the acting services ask again, with the state, inside their transaction.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor: Actor = request.actor
            target = load(actor, **kwargs)
            if target is None:
                raise NotVisible
            require(actor, action, target)
            return _private(view(request, target))

        return _marked(inner, "guarded", str(action))

    return decorate


def _private(response: HttpResponse) -> HttpResponse:
    # ASVS 14.3.2: a shared office computer must not show staff pages from its cache after sign-out.
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def cookie_free(why: str) -> Callable[[View], View]:
    """A public page without cookie and session, whose POST is guarded by the sender's origin instead of a token.

    A foreign Origin is refused; a missing one is accepted (old browsers, and what cannot send a cookie cannot be abused).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            origin = request.headers.get("Origin")
            if (
                request.method == "POST"
                and origin
                and origin != "null"
                and urlsplit(origin).netloc != request.get_host()
            ):
                return HttpResponseForbidden(
                    "Kiriman dari alamat lain ditolak. Buka survei dari kode QR atau alamatnya.",
                    content_type="text/plain; charset=utf-8",
                )
            response = view(request, *args, **kwargs)
            response.headers["Referrer-Policy"] = "same-origin"
            return response

        return _marked(csrf_exempt(inner), "cookie_free", why)

    return decorate
