"""Links by which people come in: to a post, back to a lost account, and the very first of all. Only digests are stored."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cermin.base import audit
from cermin.base.access import Actor, NotVisible, Refused, require
from cermin.organizations.models import FirstAccess, Government, Invitation, Person, Post, Region, Term
from cermin.organizations.queries.people import actor_of, digest_of, own_terms
from cermin.organizations.services.accounts import end_all_sessions, record_account
from cermin.organizations.services.people import (
    NOT_ONESELF,
    end_before,
    need_no_overlap,
    term_values,
    write_post_line,
)
from cermin.organizations.services.writing import fault, locked, text_of
from cermin.pure.policy import Action, Grant, Role, decide

VALID_FOR = timedelta(hours=72)
FIRST_VALID_FOR = timedelta(hours=24)
OTHER_REGION = "lain"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_GONE = "Undangan ini sudah dipakai, ditarik, atau lewat waktunya. Minta undangan baru kepada yang mengundang Anda."


def new_secret() -> str:
    """The secret part of a link: 160 random bits, letters and digits that survive paper and messages."""
    return secrets.token_hex(20)


def new_person(values: Mapping[str, Any]) -> Person:
    """A person out of name, login and password, checked and stored. Raises ValidationError by field."""
    login = str(values.get("login") or "").strip().lower()
    person = Person(login=login, name=text_of(values, "name", "Nama", 120, required=True))
    if not _LOGIN.fullmatch(login):
        raise fault("login", "Nama masuk: 3 sampai 60 huruf kecil, angka, titik, atau garis, diawali huruf atau angka.")
    if Person.objects.filter(login=login).exists():
        raise fault("login", "Nama masuk ini sudah dipakai orang lain. Pilih yang lain.")
    _set_password(person, str(values.get("password") or ""))
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:  # somebody else took the name a moment ago
        raise fault("login", "Nama masuk ini sudah dipakai orang lain. Pilih yang lain.") from None
    return person


def _set_password(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password": [f"Kata sandi: {message}" for message in error.messages]}) from None
    person.set_password(password)


# Invitations to a post ---------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    *, actor: Actor, post: Post, values: Mapping[str, Any], replaces: Term | None = None
) -> tuple[Invitation, str]:
    """An invitation to the post, and the secret of its link, which is told once. Raises ValidationError by field.

    replaces: the term that ends the day before the new one begins (a handover).
    """
    post = locked(post)
    require(actor, Action.PERSON_INVITE, post)
    if not post.is_active:
        raise ValidationError("Jabatan ini nonaktif. Aktifkan dulu.")
    checked = term_values(values)
    name = text_of(values, "name", "Nama orang yang diundang", 120, required=True)
    if replaces is not None:
        require(actor, Action.POST_EDIT, post)
        if replaces.post_id != post.pk:
            raise NotVisible
        end_before(actor=actor, term=replaces, starts_on=checked["starts_on"])
    secret = new_secret()
    invitation = Invitation.objects.create(
        government_id=post.government_id,
        post=post,
        name=name,
        token_digest=digest_of(secret),
        expires_at=timezone.now() + VALID_FOR,
        invited_by_id=actor.person_id,
        **checked,
    )
    write_post_line(actor, Action.PERSON_INVITE, post, "Undangan dibuat", Nama=name, Keputusan=checked["decree"])
    return invitation, secret


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """The link stops working. Raises ValidationError when it was used already."""
    invitation = locked(invitation)
    require(actor, Action.PERSON_INVITE, invitation)
    if invitation.used_at is not None:
        raise ValidationError("Undangan ini sudah dipakai. Akhiri masa jabatannya bila orangnya salah.")
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    write_post_line(actor, Action.PERSON_INVITE, invitation.post, "Undangan ditarik", Nama=invitation.name)


@transaction.atomic
def renew_invitation(*, actor: Actor, invitation: Invitation) -> str:
    """A new link for three days; the old one stops working. Raises ValidationError when it was used or withdrawn."""
    invitation = locked(invitation)
    require(actor, Action.PERSON_INVITE, invitation)
    if invitation.restores:  # a new link to somebody's account needs the reach that the first one needed
        _need_whole_reach(actor, invitation.person)
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        raise ValidationError("Undangan ini sudah dipakai atau ditarik. Buat undangan baru.")
    secret = new_secret()
    invitation.token_digest = digest_of(secret)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.invited_by_id = actor.person_id
    invitation.save(update_fields=["token_digest", "expires_at", "invited_by"])
    write_post_line(actor, Action.PERSON_INVITE, invitation.post, "Tautan undangan diganti", Nama=invitation.name)
    return secret


def is_open(invitation: Invitation) -> bool:
    """Whether the link still works."""
    return (
        invitation.used_at is None
        and invitation.withdrawn_at is None
        and invitation.expires_at > timezone.now()
        and invitation.post.is_active
    )


def _taken(token: str) -> Invitation:
    """The open invitation of this link, locked. Raises ValidationError."""
    found = (
        Invitation.objects.unscoped("somebody who has nothing but the link")
        .select_for_update(of=("self",))
        .select_related("post__government__province", "post__agency", "post__unit")
        .filter(token_digest=digest_of(token))
        .first()
    )
    if found is None or not is_open(found):
        raise ValidationError(_GONE)
    return found


@transaction.atomic
def accept_as_new(*, token: str, values: Mapping[str, Any]) -> Person:
    """A new person takes the post of the invitation. values: name, login, password. Raises ValidationError by field."""
    invitation = _taken(token)
    if invitation.restores:
        raise ValidationError(_GONE)
    person = new_person(values)
    _take(invitation, person)
    return person


@transaction.atomic
def accept_as(*, token: str, person: Person) -> Person:
    """Somebody who has an account takes one more post. Raises Refused for whoever wrote the invitation."""
    invitation = _taken(token)
    if invitation.restores:
        raise ValidationError(_GONE)
    if invitation.invited_by_id == person.pk:
        raise Refused(NOT_ONESELF)
    _take(invitation, person)
    return person


def _take(invitation: Invitation, person: Person) -> None:
    values = {
        "kind": invitation.kind,
        "decree": invitation.decree,
        "starts_on": invitation.starts_on,
        "ends_on": invitation.ends_on,
    }
    need_no_overlap(invitation.post, person, values)
    Term.objects.create(government_id=invitation.government_id, post=invitation.post, person=person, **values)
    _use(invitation, person)
    write_post_line(actor_of(person), "invitation_accepted", invitation.post, "Undangan diterima", Orang=person.name)


def _use(invitation: Invitation, person: Person) -> None:
    invitation.used_at = timezone.now()
    invitation.person = person
    invitation.save(update_fields=["used_at", "person"])


# A lost password or second factor ----------------------------------------------------------------------------------------


def _need_whole_reach(actor: Actor, person: Person | None) -> list[Term]:
    """The person's posts; the actor must reach all that are held today: who reaches one alone could take over a wider account."""
    assert person is not None
    held = {grant.post_id for grant in actor_of(person).grants}
    terms = [term for term in own_terms(person) if term.post_id in held]
    if not terms:
        raise NotVisible
    for term in terms:
        if not any(grant for grant in actor.grants if _may_restore(grant, term)):
            raise Refused(
                "Orang ini juga memegang jabatan di luar jangkauan Anda. Minta Biro Organisasi atau pengelola aplikasi "
                "provinsi melakukannya."
            )
    return terms


def _may_restore(grant: Grant, term: Term) -> bool:
    place = term.post.place
    return all(decide(action, [grant], place).allowed for action in (Action.PERSON_INVITE, Action.PERSON_END_SESSIONS))


@transaction.atomic
def offer_restoring(*, actor: Actor, person: Person, post: Post) -> tuple[Invitation, str]:
    """A link by which a person sets a new password after losing it or the second factor; its secret is told once.

    post: one that the person holds and the actor reaches. Refused for oneself, and where the person reaches further.
    """
    post = locked(post)
    require(actor, Action.PERSON_END_SESSIONS, post)
    require(actor, Action.PERSON_INVITE, post)
    if person.pk == actor.person_id:
        raise Refused("Akun Anda sendiri dipulihkan oleh pengatur jabatan lain.")
    if not person.is_active:
        raise ValidationError("Akun ini dinonaktifkan. Aktifkan dulu.")
    terms = _need_whole_reach(actor, person)
    if post.pk not in {term.post_id for term in terms}:
        raise NotVisible
    Invitation.objects.filter(
        government_id=post.government_id, person=person, restores=True, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=timezone.now())
    secret = new_secret()
    invitation = Invitation.objects.create(
        government_id=post.government_id,
        post=post,
        name=person.name,
        kind=terms[0].kind,
        starts_on=timezone.localdate(),
        token_digest=digest_of(secret),
        expires_at=timezone.now() + VALID_FOR,
        invited_by_id=actor.person_id,
        person=person,
        restores=True,
    )
    write_post_line(actor, Action.PERSON_INVITE, post, "Tautan pemulihan akun dibuat", Orang=person.name)
    return invitation, secret


@transaction.atomic
def restore_account(*, token: str, password: str) -> Person:
    """A new password by a restoring link; the old factors and all sessions end. Raises ValidationError by field."""
    invitation = _taken(token)
    if not invitation.restores or invitation.person_id is None:
        raise ValidationError(_GONE)
    person = Person.objects.select_for_update().get(pk=invitation.person_id)
    if not person.is_active:
        raise ValidationError(_GONE)
    _set_password(person, password)
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user_id=person.pk).delete()
    end_all_sessions(person)
    _use(invitation, person)
    record_account(person, action="account_restored")
    return person


# The very first person ---------------------------------------------------------------------------------------------------


@transaction.atomic
def first_administrator_code() -> str | None:
    """The address by which the first person comes in, "/akun/pertama/<code>/", for one day; None once there is anybody.

    Each call makes a new code and the old one stops working. Only its digest is stored.
    """
    if Person.objects.exists():
        FirstAccess.objects.all().delete()
        return None
    code = new_secret()
    FirstAccess.objects.update_or_create(
        id=1, defaults={"code_digest": digest_of(code), "expires_at": timezone.now() + FIRST_VALID_FOR}
    )
    return f"/akun/pertama/{code}/"


@transaction.atomic
def create_first_administrator(*, code: str, values: Mapping[str, Any]) -> Person:
    """The first person, the province and the administrator's post there, in one. values: name, login, password, region (its code, or
    OTHER_REGION with other_code and other_name), zone. Raises ValidationError by field, NotVisible when the code is not (or no longer) the one."""
    access = FirstAccess.objects.select_for_update().filter(id=1).first()
    if (
        access is None
        or not secrets.compare_digest(access.code_digest, digest_of(code))
        or access.expires_at <= timezone.now()
        or Person.objects.exists()
    ):
        raise NotVisible
    region = _region(values)
    person = new_person(values)
    government = _province(region, str(values.get("zone") or ""))
    post = Post.objects.create(
        government=government, role=Role.ADMINISTRATOR.value, title=f"Pengelola aplikasi {government.name}"[:120]
    )
    Term.objects.create(government=government, post=post, person=person, starts_on=timezone.localdate())
    access.delete()
    actor = actor_of(person)
    audit.record(
        actor,
        action="first_administrator",
        government_id=government.code,
        kind="person",
        object_id=person.pk,
        label=person.name,
        detail={"Jabatan": post.title},
    )
    return person


def _region(values: Mapping[str, Any]) -> Region:
    """The province that was chosen; or, where its regions are not loaded, the one that was written out."""
    chosen = str(values.get("region") or "")
    if chosen != OTHER_REGION:
        region = Region.objects.filter(code=chosen, kind="province").order_by("-valid_from").first()
        if region is None:
            raise fault("region", "Provinsi: pilih provinsi yang memakai pemasangan ini.")
        return region
    code = str(values.get("other_code") or "").strip()
    if not re.fullmatch(r"[1-9][0-9]", code):
        raise fault("other_code", "Kode provinsi: tulis dua angka kode Kemendagri, misalnya 81.")
    if Region.objects.filter(code=code).exists():
        raise fault("other_code", "Kode provinsi ini ada di daftar. Pilih provinsinya di daftar.")
    name = text_of({"other_name": values.get("other_name")}, "other_name", "Nama provinsi", 80, required=True)
    return Region.objects.create(code=code, kind="province", name=name)


def _province(region: Region, zone: str) -> Government:
    found = Government.objects.filter(code=region.code).first()
    if found is not None:
        return found
    field = Government._meta.get_field("zone")
    if zone not in dict(field.choices or ()):
        raise fault("zone", "Zona waktu: pilih WIB, WITA, atau WIT.")
    government = Government(
        code=region.code, region=region, kind="province", name=f"Provinsi {region.name}"[:100], zone=zone
    )
    government.province = government
    government.save(force_insert=True)
    return government
