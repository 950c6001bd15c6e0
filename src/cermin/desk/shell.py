"""What stands around every staff page: where one can go, who one is, and for which government.

A context processor. All of it is made when a template first asks: a page that shows none of it (public pages, the survey door)
costs no query and reads no session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils.functional import SimpleLazyObject

from cermin.base.access import Actor
from cermin.organizations.models import Government
from cermin.pure import policy
from cermin.pure.policy import Action

HOME, SEARCH = "/beranda/", "/cari/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation. action: the right that shows it, None for everybody who is signed in.

    within: addresses that belong to the entry although they do not begin with its own.
    """

    label: str
    url: str
    action: Action | None = None
    within: tuple[str, ...] = ()


NAVIGATION = (
    Entry("Beranda", HOME),
    Entry("Survei", "/survei/", Action.ROUND_READ, ("/unggah/",)),
    Entry("Organisasi", "/organisasi/", Action.STRUCTURE_READ),
    Entry("Jabatan", "/organisasi/jabatan/", Action.POST_READ),
    Entry("Jejak", "/jejak/", Action.AUDIT_READ),
)
OWN = (
    ("Jabatan saya", "/akun/jabatan/"),
    ("Keamanan akun", "/akun/keamanan/"),
    ("Sesi masuk", "/akun/sesi/"),
    ("Pekerjaan berjalan", "/pekerjaan/"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of `base/page.html` (base/README, "Shells"). A view's own values of these names win."""
    context: dict[str, Any] = {"demo_mode": settings.DEMO}
    if not hasattr(request, "actor"):  # an answer given before the session was read
        return context
    return context | {
        "navigation": SimpleLazyObject(lambda: navigation(request.actor, request.path) if _known(request) else []),
        "who": SimpleLazyObject(lambda: who(request)),
        "who_links": SimpleLazyObject(
            lambda: [{"label": label, "url": url} for label, url in OWN if is_valid_path(url)]
        ),
        "government_name": SimpleLazyObject(lambda: government_name(request.actor) if _staff(request) else ""),
        "home_url": HOME,
        "search_url": SimpleLazyObject(lambda: SEARCH if _known(request) else ""),
    }


def navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Entries that the actor's posts open, as {"label", "url", "current"}. The longest address that fits is the current one."""
    shown = [
        entry
        for entry in NAVIGATION
        if is_valid_path(entry.url) and (entry.action is None or policy.circles(entry.action, actor.grants))
    ]
    fitting = [(len(start), entry) for entry in shown for start in (entry.url, *entry.within) if path.startswith(start)]
    current = max(fitting, key=lambda pair: pair[0])[1] if fitting else None
    return [{"label": entry.label, "url": entry.url, "current": entry is current} for entry in shown]


def who(request: HttpRequest) -> dict[str, str] | None:
    """The signed-in person and the first of the posts held today; None for a guest."""
    if not _known(request):
        return None
    grants = request.actor.grants
    if not grants:
        return {"name": request.user.name, "post": "Tanpa jabatan"}
    more = f" dan {len(grants) - 1} jabatan lain" if len(grants) > 1 else ""
    return {"name": request.user.name, "post": grants[0].title + more}


def government_name(actor: Actor) -> str:
    """Name of the government of the actor's first post, "" without one."""
    if not actor.grants:
        return ""
    return Government.objects.filter(pk=actor.grants[0].place.government).values_list("name", flat=True).first() or ""


def _known(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)


def _staff(request: HttpRequest) -> bool:
    """Whether the page asks for a person. `base/bare.html` shows a government too, which the public view names itself."""
    match = request.resolver_match
    access = getattr(match.func, "access", None) if match else None
    return access is not None and access.kind in {"signed_in", "guarded"} and _known(request)
