"""Accounts: what happened at sign-in, own and others' sessions, disabling a person."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from cermin.base import audit
from cermin.base.access import Actor, NotVisible, Refused, decide, require
from cermin.organizations.models import Person, Post, Term
from cermin.organizations.queries.people import actor_of, own_terms
from cermin.organizations.services.people import write_post_line
from cermin.organizations.services.writing import locked
from cermin.pure.policy import Action

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


# Sessions ----------------------------------------------------------------------------------------------------------------


def end_all_sessions(person: Person, *, but: str | None = None) -> int:
    """End every session of the person but the one with this key; gives how many. Runs inside the caller's transaction."""
    found = [row for row in UserSession.objects.filter(user_id=person.pk) if row.session_key != but]
    for row in found:
        row.end()
    return len(found)


@transaction.atomic
def end_own_sessions(*, actor: Actor, person: Person, current: str | None, session_id: int | None = None) -> int:
    """End one other session of one's own, or (None) all others. The present one is ended by signing out."""
    found = UserSession.objects.filter(user_id=person.pk).exclude(session_key=current or "")
    if session_id is not None:
        found = found.filter(pk=session_id)
    count = 0
    for row in found:
        row.end()
        count += 1
    if count:
        record_account(person, action="sessions_ended", actor=actor, jumlah=count)
    return count


@transaction.atomic
def end_sessions_of(*, actor: Actor, person: Person, post: Post) -> None:
    """End every session of somebody else, reached by a post that the person holds."""
    post = locked(post)
    require(actor, Action.PERSON_END_SESSIONS, post)
    _need_holder(person, post)
    end_all_sessions(person)
    write_post_line(actor, Action.PERSON_END_SESSIONS, post, "Semua sesi diakhiri", Orang=person.name)


def _need_holder(person: Person, post: Post) -> None:
    if not post.terms.filter(person=person).exists():
        raise NotVisible


@transaction.atomic
def disable_person(*, actor: Actor, person: Person, post: Post) -> None:
    """The person cannot sign in any more and holds nothing; the posts stay for others. Sessions end at once.

    Refused for oneself, and where the person holds a post that the actor does not reach.
    """
    _switch(actor, person, post, on=False)
    end_all_sessions(person)


@transaction.atomic
def enable_person(*, actor: Actor, person: Person, post: Post) -> None:
    """The person may sign in again, and holds what the terms say."""
    _switch(actor, person, post, on=True)


def _switch(actor: Actor, person: Person, post: Post, *, on: bool) -> None:
    post = locked(post)
    require(actor, Action.POST_EDIT, post)
    require(actor, Action.PERSON_END_SESSIONS, post)
    _need_holder(person, post)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.pk == actor.person_id:
        raise Refused("Akun Anda sendiri tidak dapat Anda nonaktifkan. Minta pengatur jabatan lain.")
    today = timezone.localdate()
    for term in own_terms(person):
        runs_out = term.ends_on is not None and term.ends_on < today
        if not runs_out and not decide(actor, Action.POST_EDIT, term.post).allowed:
            raise Refused(
                "Orang ini juga memegang jabatan di luar jangkauan Anda. Akhiri saja masa jabatan yang Anda atur, atau minta "
                "Biro Organisasi menonaktifkannya."
            )
    person.is_active = on
    person.save(update_fields=["is_active"])
    what = "Akun diaktifkan lagi" if on else "Akun dinonaktifkan"
    write_post_line(actor, Action.POST_EDIT, post, what, Orang=person.name)
