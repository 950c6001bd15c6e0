"""Who acts and by which posts; posts, their holders and invitations within one's circle."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cermin.base.access import Actor
from cermin.organizations.models import Agency, FirstAccess, Government, Invitation, Person, Post, Term, Unit
from cermin.organizations.queries import structure
from cermin.pure import policy
from cermin.pure.policy import Action, Grant, Place, Reach, Role, roles_requiring_second_factor

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
    return accounts_by_unit([unit], today).get(unit.id, 0)


def accounts_by_unit(units: Iterable[Unit], today: date | None = None) -> dict[int, int]:
    """The same for many units in one read, by id; a unit without anybody is not in it."""
    asked = {unit.id: unit.government_id for unit in units}
    return dict(
        Term.objects.filter(
            _holding(today or timezone.localdate()),
            government_id__in=set(asked.values()),
            post__unit_id__in=asked,
            person__is_active=True,
        )
        .values_list("post__unit_id")
        .annotate(count=models.Count("person_id", distinct=True))
        .values_list("post__unit_id", "count")
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


# Posts and who holds them ------------------------------------------------------------------------------------------------


def posts(actor: Actor, action: Action = Action.POST_READ) -> QuerySet[Post]:
    """Posts inside the actor's circles, by place and title."""
    return (
        Post.objects.all()
        .within(policy.circles(action, actor.grants), agency="agency_id", unit="unit_id")
        .select_related("government__province", "agency", "unit")
        .order_by("government_id", "agency__name", "unit__name", "title", "id")
    )


def post_for(actor: Actor, post_id: int) -> Post | None:
    """The post, when the actor may see it."""
    return posts(actor).filter(pk=post_id).first()


@dataclass(frozen=True, slots=True)
class PostFilter:
    """What the address of the list asks for. state: "", "kosong" (nobody holds it today), "terisi", "nonaktif"."""

    text: str = ""
    role: str = ""
    state: str = ""


def found_posts(actor: Actor, wanted: PostFilter, today: date) -> QuerySet[Post]:
    """The actor's posts that fit the filter. An inactive one is only among those asked for."""
    held = Exists(Term.objects.filter(_open(today), government_id=OuterRef("government_id"), post=OuterRef("pk")))
    found = posts(actor).filter(is_active=wanted.state != "nonaktif")
    if wanted.state == "kosong":
        found = found.exclude(held)
    elif wanted.state == "terisi":
        found = found.filter(held)
    if wanted.role:
        found = found.filter(role=wanted.role)
    for word in wanted.text.split():
        found = found.filter(
            models.Q(title__icontains=word)
            | models.Q(unit__name__icontains=word)
            | models.Q(agency__name__icontains=word)
            | models.Q(government__name__icontains=word)
        )
    return found


def _open(today: date) -> models.Q:
    """Terms that run on the day, whatever became of the post."""
    return models.Q(starts_on__lte=today) & (models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))


def holders_of(post_list: Iterable[Post], today: date) -> dict[int, list[Term]]:
    """Who holds each of these posts today, in one query."""
    rows = list(post_list)
    found: dict[int, list[Term]] = {post.pk: [] for post in rows}
    codes = {post.government_id for post in rows}
    for term in (
        Term.objects.filter(_open(today), government_id__in=codes, post_id__in=found)
        .select_related("person")
        .order_by("starts_on", "id")
    ):
        found[term.post_id].append(term)
    return found


def terms_of(post: Post) -> list[Term]:
    """Everybody who ever held the post, the newest first."""
    return list(post.terms.select_related("person").order_by("-starts_on", "-id"))


def term_for(actor: Actor, term_id: int) -> Term | None:
    """The term, when the actor may see its post."""
    return (
        Term.objects.all()
        .within(policy.circles(Action.POST_READ, actor.grants), agency="post__agency_id", unit="post__unit_id")
        .select_related("post__government__province", "post__agency", "post__unit", "person")
        .filter(pk=term_id)
        .first()
    )


def place_for(actor: Actor, kind: str, key: str) -> Government | Agency | Unit | None:
    """A place where a post could stand, when the actor may see posts there. kind: "pemerintah", "perangkat", "unit"."""
    circles = policy.circles(Action.POST_READ, actor.grants)
    if kind == "pemerintah":
        return structure.governments(actor, Action.POST_READ).filter(code=key).first()
    if not key.isdecimal() or len(key) > 19:
        return None
    found: QuerySet[Any]
    if kind == "perangkat":
        found = Agency.objects.all().within(circles, agency="id").select_related("government__province")
    else:
        found = (
            Unit.objects.all()
            .within(circles, agency="agency_id", unit="id")
            .select_related("government__province", "agency")
        )
    place: Agency | Unit | None = found.filter(pk=int(key)).first()
    return place


def roles_at(place: Place) -> list[Role]:
    """Roles of which a post can stand there. The bureau is the province's own."""
    found = [role for role in Role if policy.fits(role, place)]
    return [role for role in found if role is not Role.BUREAU or place.government == place.province]


def editors_of(places: Iterable[Place], today: date) -> dict[Place, list[Term]]:
    """Who may change posts at each of these places, the nearest first: to be asked by somebody who may not. One query."""
    wanted = list(dict.fromkeys(places))
    if not wanted:
        return {}
    roles = [rule.role.value for rule in policy.RULES if rule.action is Action.POST_EDIT]
    codes = {code for place in wanted for code in (place.government, place.province)}
    terms = list(
        Term.objects.filter(_holding(today), government_id__in=codes, post__role__in=roles, person__is_active=True)
        .select_related("post__government", "person")
        .order_by("post__title", "id")
    )
    held = [(Grant(Role(term.post.role), term.post.place, term.post_id, term.post.title), term) for term in terms]
    held.sort(key=lambda pair: list(Reach).index(pair[0].role.reach))
    return {
        place: [term for grant, term in held if policy.decide(Action.POST_EDIT, [grant], place).allowed]
        for place in wanted
    }


# People ------------------------------------------------------------------------------------------------------------------


def own_terms(person: Person) -> list[Term]:
    """Every term of the person, the running ones first."""
    return list(
        Term.objects.unscoped(_OWN_TERMS)
        .filter(person=person)
        .select_related("post__government__province", "post__agency", "post__unit")
        .order_by(models.F("ends_on").desc(nulls_first=True), "-starts_on", "id")
    )


def terms_of_person(actor: Actor, person_id: int) -> list[Term]:
    """Terms of a person in posts that the actor may see, the newest first. None of them: the person is not there for the actor."""
    return list(
        Term.objects.all()
        .within(policy.circles(Action.POST_READ, actor.grants), agency="post__agency_id", unit="post__unit_id")
        .filter(person_id=person_id)
        .select_related("post__government__province", "post__agency", "post__unit", "person")
        .order_by(models.F("ends_on").desc(nulls_first=True), "-starts_on", "id")
    )


def sessions_of(person: Person) -> list[UserSession]:
    """Sessions that still live, the last used one first. Dead ones are cleared away."""
    return sorted(UserSession.objects.purge_and_list(person), key=lambda found: found.last_seen_at, reverse=True)


# Invitations -------------------------------------------------------------------------------------------------------------


def digest_of(secret: str) -> str:
    """What is stored of a link: SHA-256 of its secret part."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitations_of(post: Post) -> list[Invitation]:
    """Invitations to the post that nobody used or withdrew, the newest first."""
    return list(
        post.invitations.filter(used_at__isnull=True, withdrawn_at__isnull=True)
        .order_by("-created_at")
        .select_related("invited_by")
    )


def invitation_for(actor: Actor, invitation_id: int) -> Invitation | None:
    """The invitation, when the actor may see its post."""
    return (
        Invitation.objects.all()
        .within(policy.circles(Action.POST_READ, actor.grants), agency="post__agency_id", unit="post__unit_id")
        .select_related("post__government__province", "post__agency", "post__unit", "person")
        .filter(pk=invitation_id)
        .first()
    )


def public_invitation(token: str) -> Invitation | None:
    """The invitation of this link, also a used one: its page says what became of it."""
    return (
        Invitation.objects.unscoped("somebody who has nothing but the link")
        .filter(token_digest=digest_of(token))
        .select_related("post__government__province", "post__agency", "post__unit", "person")
        .first()
    )


def public_first_access(code: str, now: datetime | None = None) -> bool:
    """Whether this code still lets the first person in."""
    if Person.objects.exists():
        return False
    return FirstAccess.objects.filter(code_digest=digest_of(code), expires_at__gt=now or timezone.now()).exists()


ACCOUNT_ACTS = {
    "signed_in": "Masuk",
    "signed_out": "Keluar",
    "sign_in_failed": "Gagal masuk",
    "password_changed": "Mengganti kata sandi",
    "factor_added": "Memasang langkah kedua",
    "factor_removed": "Melepas langkah kedua",
    "recovery_codes_renewed": "Membuat kode cadangan baru",
    "first_administrator": "Menjadi pengelola pertama",
    "invitation_accepted": "Menerima undangan",
    "account_restored": "Memulihkan akun",
    "sessions_ended": "Mengakhiri sesi sendiri",
}
"""Words for the acts in audit lines that need no right: what people do with their own account."""
