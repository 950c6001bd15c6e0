"""People with posts, for tests: made straight in the tables, and signed in without the sign-in pages."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from cermin.base.access import Actor
from cermin.organizations.models import Agency, Government, Person, Post, Term, Unit
from cermin.organizations.queries import actor_of
from cermin.pure.policy import Role

_numbers = itertools.count(1)
PASSWORD = "kata sandi untuk uji 4711"


def person_with(role: Role | str, at: Government | Agency | Unit, **fields: Any) -> Person:
    """A new person who holds a post of this role at the place since 2020."""
    number = next(_numbers)
    person = Person.objects.create_user(
        fields.pop("login", f"orang{number}"), PASSWORD, name=fields.pop("name", f"Orang Contoh {number}"), **fields
    )
    give_post(person, role, at)
    return person


def give_post(person: Person, role: Role | str, at: Government | Agency | Unit, **term: Any) -> Post:
    """One more post for the person."""
    role = Role(role)
    government = at if isinstance(at, Government) else at.government
    post = Post.objects.create(
        government=government,
        role=role.value,
        agency=at if isinstance(at, Agency) else at.agency if isinstance(at, Unit) else None,
        unit=at if isinstance(at, Unit) else None,
        title=f"{role.label.capitalize()} {at.name}"[:120],
    )
    Term.objects.create(government=government, post=post, person=person, **({"starts_on": date(2020, 1, 1)} | term))
    return post


def actor_with(role: Role | str, at: Government | Agency | Unit) -> Actor:
    """The same as an actor, for tests of services and queries."""
    return actor_of(person_with(role, at))


def give_second_factor(person: Person) -> str:
    """An app with codes, as the person would have set it up; gives its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, secret)
    return secret


def sign_in(client: Client, person: Person, *, second_factor: bool = True) -> Client:
    """The client, signed in as the person, who has set up the second factor that most posts require."""
    if second_factor:
        give_second_factor(person)
    client.force_login(person)
    return client
