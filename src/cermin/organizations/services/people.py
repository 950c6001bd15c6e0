"""Posts and terms: made, handed over, ended. Rights follow from them, so nobody changes a post of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from cermin.base import audit
from cermin.base.access import Actor, NotVisible, Refused, require
from cermin.base.components import UNDO_SECONDS
from cermin.organizations.models import Agency, Government, Person, Post, Term, Unit
from cermin.organizations.queries.people import roles_at
from cermin.organizations.services.writing import fault, locked, text_of
from cermin.pure.policy import Action, Role

_SALT = "organizations.people.undo"
_SLACK_SECONDS = 15
NOT_ONESELF = "Tidak seorang pun mengangkat dirinya sendiri. Minta pengatur jabatan lain melakukannya."
_TOO_LATE = "Waktu untuk mengurungkan sudah lewat. Perbaiki lewat halamannya."
_CHANGED = "Jabatan ini sudah diubah lagi, sehingga tidak dapat diurungkan. Perbaiki lewat halamannya."


# What every change of a post needs ---------------------------------------------------------------------------------------


def need_another_person(actor: Actor, person: Person | None) -> None:
    """Raise Refused when the actor would give a post to the actor."""
    if person is not None and person.pk == actor.person_id:
        raise Refused(NOT_ONESELF)


def write_post_line(actor: Actor, action: Action | str, post: Post, what: str, **detail: Any) -> None:
    """One audit line about the post."""
    audit.record(
        actor,
        action=str(action),
        government_id=post.government_id,
        kind="post",
        object_id=post.pk,
        label=post.title,
        agency_id=post.agency_id,
        unit_id=post.unit_id,
        detail={"Perubahan": what, **{name: str(value) for name, value in detail.items() if value not in (None, "")}},
    )


def term_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Kind, decree and days of a term, checked. Raises ValidationError by field."""
    kind = str(values.get("kind") or "")
    if kind not in Term.Kind.values:
        raise fault("kind", "Sifat jabatan: pilih definitif, Plt., atau Plh.")
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on") or None
    if not isinstance(starts_on, date):
        raise fault("starts_on", "Mulai menjabat: isi tanggalnya.")
    if ends_on is not None and ends_on < starts_on:
        raise fault("ends_on", "Sampai dengan: pilih hari yang tidak lebih awal dari hari mulai.")
    decree = text_of(values, "decree", "Nomor keputusan", 120)
    return {"kind": kind, "decree": decree, "starts_on": starts_on, "ends_on": ends_on}


def need_no_overlap(post: Post, person: Person, values: Mapping[str, Any]) -> None:
    """Raise ValidationError when the person holds the post already on one of these days."""
    overlapping = post.terms.filter(person=person).filter(
        models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=values["starts_on"])
    )
    if values["ends_on"] is not None:
        overlapping = overlapping.filter(starts_on__lte=values["ends_on"])
    if overlapping.exists():
        raise ValidationError(f"{person.name} sudah memegang jabatan ini pada hari-hari itu. Akhiri dulu yang lama.")


def person_by_login(login: str) -> Person:
    """The person with this sign-in name. Raises ValidationError({"login": …})."""
    found = Person.objects.filter(login=login.strip().lower(), is_active=True).first()
    if found is None:
        raise fault("login", "Nama masuk ini tidak dikenal. Periksa ejaannya, atau undang orangnya.")
    return found


# Posts -------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_post(*, actor: Actor, place: Government | Agency | Unit, role: str, title: str) -> Post:
    """A new post at the place. Raises ValidationError; the role must be one that can stand there."""
    require(actor, Action.POST_EDIT, place)
    if role not in {found.value for found in roles_at(place.place)}:
        raise fault("role", "Peran: pilih salah satu yang dapat berada di tempat ini.")
    post = Post(
        government_id=place.place.government,
        agency_id=place.place.agency,
        unit_id=place.place.unit,
        role=role,
        title=text_of({"title": title}, "title", "Nama jabatan", 120, required=True),
    )
    post.save(force_insert=True)
    write_post_line(actor, Action.POST_EDIT, post, "Jabatan dibuat", Peran=Role(role).label)
    return post


@transaction.atomic
def rename_post(*, actor: Actor, post: Post, title: str) -> Post:
    """Another name for the post; role and place never change."""
    post = locked(post)
    require(actor, Action.POST_EDIT, post)
    new = text_of({"title": title}, "title", "Nama jabatan", 120, required=True)
    if new != post.title:
        before, post.title = post.title, new
        post.save(update_fields=["title"])
        write_post_line(actor, Action.POST_EDIT, post, "Nama jabatan diubah", Nama=f"{before} → {new}")
    return post


@transaction.atomic
def close_post(*, actor: Actor, post: Post) -> str:
    """The post gives no rights any more, and its open invitations end. Gives a token for `undo_people`."""
    post = locked(post)
    require(actor, Action.POST_EDIT, post)
    _need_not_own(actor, post)
    withdrawn = list(
        post.invitations.filter(used_at__isnull=True, withdrawn_at__isnull=True).values_list("id", flat=True)
    )
    post.invitations.filter(id__in=withdrawn).update(withdrawn_at=timezone.now())
    post.is_active = False
    post.save(update_fields=["is_active"])
    write_post_line(actor, Action.POST_EDIT, post, "Jabatan dinonaktifkan")
    return _token(actor, {"what": "post", "government": post.government_id, "id": post.pk})


@transaction.atomic
def reopen_post(*, actor: Actor, post: Post) -> Post:
    """The post gives rights again to whoever holds it."""
    post = locked(post)
    require(actor, Action.POST_EDIT, post)
    post.is_active = True
    post.save(update_fields=["is_active"])
    write_post_line(actor, Action.POST_EDIT, post, "Jabatan diaktifkan lagi")
    return post


def _need_not_own(actor: Actor, post: Post) -> None:
    """An actor who shuts out oneself could not take it back."""
    if any(grant.post_id == post.pk for grant in actor.grants):
        raise Refused(
            "Jabatan Anda sendiri tidak dapat Anda nonaktifkan. Minta pengatur jabatan lain, atau serahkan dulu."
        )


# Terms -------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def appoint(*, actor: Actor, post: Post, login: str, values: Mapping[str, Any]) -> Term:
    """A person who has an account takes the post from a day on. Raises ValidationError by field, Refused for oneself."""
    post = locked(post)
    require(actor, Action.POST_EDIT, post)
    _need_active(post)
    term = _begin(actor, post, person_by_login(login), term_values(values))
    write_post_line(actor, Action.POST_EDIT, post, "Pemegang baru", **_about(term))
    return term


def _need_active(post: Post) -> None:
    if not post.is_active:
        raise ValidationError("Jabatan ini nonaktif. Aktifkan dulu.")


def _begin(actor: Actor, post: Post, person: Person, values: dict[str, Any]) -> Term:
    need_another_person(actor, person)
    need_no_overlap(post, person, values)
    return Term.objects.create(government_id=post.government_id, post=post, person=person, **values)


def _about(term: Term) -> dict[str, Any]:
    days = f"{term.starts_on:%d-%m-%Y} s.d. {f'{term.ends_on:%d-%m-%Y}' if term.ends_on else 'seterusnya'}"
    return {"Orang": term.person.name, "Sifat": term.get_kind_display(), "Keputusan": term.decree, "Masa": days}


def _locked_term(term: Term) -> Term:
    found = (
        Term.objects.select_for_update(of=("self",))
        .select_related("post", "person")
        .filter(government_id=term.government_id, id=term.id)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


@transaction.atomic
def end_term(*, actor: Actor, term: Term, ends_on: date) -> str:
    """The term's last day. Gives a token for `undo_people`. Raises ValidationError by field."""
    post = locked(term.post)
    require(actor, Action.POST_EDIT, post)
    term = _locked_term(term)
    before = term.ends_on
    _end(term, ends_on)
    write_post_line(actor, Action.POST_EDIT, post, "Masa jabatan diakhiri", **_about(term))
    return _token(
        actor,
        {
            "what": "term",
            "government": term.government_id,
            "id": term.pk,
            "now": ends_on.isoformat(),
            "was": before.isoformat() if before else "",
        },
    )


def _end(term: Term, ends_on: date) -> None:
    if ends_on < term.starts_on:
        raise fault("ends_on", f"Hari terakhir tidak lebih awal dari hari mulai, {term.starts_on:%d-%m-%Y}.")
    if term.ends_on is not None and term.ends_on < ends_on:
        raise fault("ends_on", f"Masa ini sudah berakhir pada {term.ends_on:%d-%m-%Y}. Pilih hari itu atau sebelumnya.")
    term.ends_on = ends_on
    term.save(update_fields=["ends_on"])


@transaction.atomic
def hand_over(*, actor: Actor, term: Term, login: str, values: Mapping[str, Any]) -> Term:
    """One page of a handover: the old term ends on the day before the new one begins, in one transaction."""
    post = locked(term.post)
    require(actor, Action.POST_EDIT, post)
    _need_active(post)
    term = _locked_term(term)
    checked = term_values(values)
    person = person_by_login(login)
    if person.pk == term.person_id:
        raise fault("login", "Ini pemegang yang sekarang. Pilih orang yang menggantikannya.")
    _end_before(term, checked["starts_on"])
    new = _begin(actor, post, person, checked)
    write_post_line(
        actor,
        Action.POST_EDIT,
        post,
        "Serah terima",
        Dari=term.person.name,
        **{"Hari terakhir": term.ends_on},
        **_about(new),
    )
    return new


def _end_before(term: Term, starts_on: date) -> None:
    last = starts_on - timedelta(days=1)
    if last < term.starts_on:
        raise fault(
            "starts_on",
            f"{term.person.name} baru mulai {term.starts_on:%d-%m-%Y}. Pilih hari mulai pengganti sesudah hari itu.",
        )
    if term.ends_on is None or term.ends_on > last:
        term.ends_on = last
        term.save(update_fields=["ends_on"])


def end_before(*, actor: Actor, term: Term, starts_on: date) -> None:
    """The old holder's side of a handover by invitation; runs inside the caller's transaction, which has asked for the right."""
    term = _locked_term(term)
    _end_before(term, starts_on)
    write_post_line(
        actor, Action.POST_EDIT, term.post, "Serah terima", Dari=term.person.name, **{"Hari terakhir": term.ends_on}
    )


# Undo --------------------------------------------------------------------------------------------------------------------


def _token(actor: Actor, load: dict[str, Any]) -> str:
    return signing.dumps(load | {"person": actor.person_id}, salt=_SALT, compress=True)


@transaction.atomic
def undo_people(*, actor: Actor, token: str) -> Post:
    """Take back the end of a term or the closing of a post. Raises ValidationError when it is too late or changed since."""
    try:
        load = signing.loads(token, salt=_SALT, max_age=UNDO_SECONDS + _SLACK_SECONDS)
    except signing.BadSignature:
        raise ValidationError(_TOO_LATE) from None
    if load["person"] != actor.person_id:
        raise NotVisible
    if load["what"] == "post":
        post = locked(Post(government_id=load["government"], id=load["id"]))
        require(actor, Action.POST_EDIT, post)
        if post.is_active:
            raise ValidationError(_CHANGED)
        post.is_active = True
        post.save(update_fields=["is_active"])
    else:
        term = _locked_term(Term(government_id=load["government"], id=load["id"]))
        post = locked(term.post)
        require(actor, Action.POST_EDIT, post)
        if term.ends_on is None or term.ends_on.isoformat() != load["now"]:
            raise ValidationError(_CHANGED)
        term.ends_on = date.fromisoformat(load["was"]) if load["was"] else None
        term.save(update_fields=["ends_on"])
    write_post_line(actor, Action.POST_EDIT, post, "Diurungkan")
    return post
