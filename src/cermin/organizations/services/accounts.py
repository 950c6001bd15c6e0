"""Accounts: what happened at sign-in, own and others' sessions, the first administrator, disabling a person."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from cermin.base import audit
from cermin.base.access import Actor
from cermin.organizations.models import Person, Term
from cermin.organizations.queries.people import actor_of

_LINES = "the governments in whose trail a person's own account is told of"


def governments_of(person: Person) -> list[str]:
    """Codes of the governments in which the person holds or held a post: their trails tell of the account."""
    found = Term.objects.unscoped(_LINES).filter(person=person).values_list("government_id", flat=True)
    return sorted(set(found))


@transaction.atomic
def record_account(person: Person, *, action: str, actor: Actor | None = None, **detail: str | int) -> None:
    """One audit line about the person's account in each government the person belongs to. detail: never a secret."""
    actor = actor or actor_of(person)
    for government_id in governments_of(person):
        audit.record(
            actor,
            action=action,
            government_id=government_id,
            kind="person",
            object_id=person.pk,
            label=person.name,
            detail=dict(detail),
        )


def record_sign_in_failure(*, login: str, why: str) -> None:
    """A failed sign-in of an account that exists. An unknown name writes nothing: it may be a mistyped password or somebody else's name."""
    person = Person.objects.filter(login=login.strip().lower()).first()
    if person is not None:
        record_account(person, action="sign_in_failed", actor=Actor(None, "Belum dikenal"), sebab=why)


def note_activity(*, session_key: str | None) -> None:
    """Remember when a session was last used, for the list of one's own sessions."""
    UserSession.objects.filter(session_key=session_key or "").update(last_seen_at=timezone.now())
