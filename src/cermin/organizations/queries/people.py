"""Who acts and by which posts; posts, their holders and invitations within one's circle."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models
from django.utils import timezone

from cermin.base.access import Actor
from cermin.organizations.models import Person, Term, Unit
from cermin.pure.policy import Grant, Role, roles_requiring_second_factor

_OWN_TERMS = "a person's own posts, in whatever government"


def _holding(today: date) -> models.Q:
    return models.Q(starts_on__lte=today, post__is_active=True) & (
        models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today)
    )


def actor_of(person: Person, today: date | None = None) -> Actor:
    """The person with every post held on `today` (default: today's date in the installation's zone).

    A person who was disabled holds nothing.
    """
    terms: list[Term] = []
    if person.is_active:
        terms = list(
            Term.objects.unscoped(_OWN_TERMS)
            .filter(_holding(today or timezone.localdate()), person=person)
            .select_related("post__government")
            .order_by("post__title", "id")
        )
    grants = tuple(Grant(Role(term.post.role), term.post.place, term.post_id, term.post.title) for term in terms)
    title = grants[0].title if grants else "tanpa jabatan"
    return Actor(person.id, f"{title} ({person.name})", grants)


def unit_accounts(unit: Unit, today: date | None = None) -> int:
    """Persons who hold a post of the unit today: with one alone, the agency's coordinator is the second person."""
    return (
        Term.objects.filter(
            _holding(today or timezone.localdate()),
            government_id=unit.government_id,
            post__unit_id=unit.id,
            person__is_active=True,
        )
        .values("person_id")
        .distinct()
        .count()
    )


def requires_second_factor(actor: Actor) -> bool:
    """Whether a post that the actor holds today requires a second factor at sign-in."""
    required = roles_requiring_second_factor()
    return any(grant.role in required for grant in actor.grants)


def needs_second_factor(person: Person) -> bool:
    """The same for a person, with the installation's setting: the demo asks nobody."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and requires_second_factor(actor_of(person))


def has_second_factor(person: Person) -> bool:
    """Whether the person set up an app with codes or a passkey. Recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()
