"""Posts, who holds them, and the people: listed, filled, handed over, ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cermin.base import components
from cermin.base.access import Actor, decide, guarded, signed_in
from cermin.organizations.forms.people import EndForm, FillForm, PostForm, TitleForm
from cermin.organizations.models import Invitation, Person, Post, Term
from cermin.organizations.queries import people, structure
from cermin.organizations.services import accounts, invitations
from cermin.organizations.services import people as services
from cermin.organizations.views.invitations import keep_link
from cermin.pure import policy
from cermin.pure.policy import Action, Role

_STATES = [("terisi", "Terisi"), ("kosong", "Kosong"), ("nonaktif", "Nonaktif")]


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Put what a service said beside the fields it names; what names no field of this form stands above."""
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)
    else:
        form.add_error(None, error)


def say_fault(request: HttpRequest, error: ValidationError) -> None:
    """What a service refused, on the next page."""
    for text in error.messages:
        messages.error(request, text)


@signed_in
def post_list(request: HttpRequest) -> HttpResponse:
    """Every post within one's circle, with who holds it today."""
    today = timezone.localdate()
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    role = request.GET.get("peran", "")
    wanted = people.PostFilter(text, role if role in set(Role) else "", request.GET.get("keadaan", ""))
    page = components.page_of(request, people.found_posts(request.actor, wanted, today))
    holders = people.holders_of(page, today)
    rows = [{"post": post, "role": Role(post.role).label, "terms": holders[post.pk]} for post in page]
    return render(
        request,
        "organizations/people/posts.html",
        {
            "page": page,
            "rows": rows,
            "wanted": wanted,
            "roles": [(found.value, found.label) for found in Role],
            "states": _STATES,
            "may_edit": bool(policy.circles(Action.POST_EDIT, request.actor.grants)),
        },
    )


@signed_in
def post_places(request: HttpRequest) -> HttpResponse:
    """Where the new post shall stand: the places within one's circle, found by name."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if not policy.circles(Action.POST_EDIT, request.actor.grants):
        raise Http404
    governments = structure.governments(request.actor, Action.POST_EDIT).filter(name__icontains=text)[:20]
    agencies = structure.agencies(request.actor, Action.POST_EDIT).filter(name__icontains=text)[:20]
    units = structure.units(request.actor, Action.POST_EDIT).filter(name__icontains=text)[:50]
    places = [
        *((row.name, "Pemerintah daerah", "pemerintah", row.code) for row in governments),
        *((row.name, f"Perangkat daerah, {row.government.name}", "perangkat", row.pk) for row in agencies),
        *((row.name, f"Unit, {row.agency.name}", "unit", row.pk) for row in units),
    ]
    return render(request, "organizations/people/places.html", {"places": places, "text": text})


@guarded(Action.POST_EDIT, load=people.place_for)
def post_new(request: HttpRequest, place: Any) -> HttpResponse:
    """A new post at this place."""
    roles = people.roles_at(place.place)
    form = PostForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            post = services.create_post(actor=request.actor, place=place, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "Jabatan dibuat. Sekarang isi dengan orangnya.")
            return redirect("people:post_fill", post.pk)
    return render(request, "organizations/people/post_new.html", {"form": form, "place": place})


@guarded(Action.POST_READ, load=people.post_for)
def post_page(request: HttpRequest, post: Post) -> HttpResponse:
    """One post: who holds it, who is invited, who held it."""
    today = timezone.localdate()
    terms = people.terms_of(post)
    running = [term for term in terms if term.ends_on is None or term.ends_on >= today]
    now = timezone.now()
    waiting = [{"it": found, "late": found.expires_at <= now} for found in people.invitations_of(post)]
    may_edit = decide(request.actor, Action.POST_EDIT, post).allowed
    return render(
        request,
        "organizations/people/post.html",
        {
            "post": post,
            "role": Role(post.role),
            "running": running,
            "today": today,
            "past": [term for term in terms if term not in running],
            "waiting": waiting,
            "may_edit": may_edit,
            "own": any(grant.post_id == post.pk for grant in request.actor.grants),
        },
    )


def _filled(request: HttpRequest, post: Post, replaces: Term | None) -> HttpResponse:
    """The page that fills a post or hands it over; both ask the same."""
    form = FillForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            if values["way"] == "undang":
                invitation, secret = invitations.invite(
                    actor=request.actor, post=post, values=values, replaces=replaces
                )
                keep_link(request, invitation, secret)
                return redirect("people:invitation", invitation.pk)
            if replaces is not None:
                services.hand_over(actor=request.actor, term=replaces, login=values["login"], values=values)
                messages.success(request, "Serah terima dicatat. Pekerjaan jabatan ini ikut berpindah.")
            else:
                services.appoint(actor=request.actor, post=post, login=values["login"], values=values)
                messages.success(request, "Pemegang jabatan dicatat.")
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect("people:post", post.pk)
    return render(request, "organizations/people/fill.html", {"form": form, "post": post, "replaces": replaces})


@guarded(Action.POST_EDIT, load=people.post_for)
def post_fill(request: HttpRequest, post: Post) -> HttpResponse:
    """Invite somebody, or take somebody who has an account."""
    return _filled(request, post, None)


@guarded(Action.POST_EDIT, load=people.term_for)
def term_hand_over(request: HttpRequest, term: Term) -> HttpResponse:
    """One page for a handover: the old holder's last day follows from the new one's first."""
    return _filled(request, term.post, term)


@guarded(Action.POST_EDIT, load=people.term_for)
def term_end(request: HttpRequest, term: Term) -> HttpResponse:
    """The last day of a term, when nobody follows yet."""
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = services.end_term(actor=request.actor, term=term, ends_on=form.cleaned_data["ends_on"])
        except ValidationError as error:
            refuse(form, error)
        else:
            components.undo_message(
                request, f"Masa jabatan {term.person.name} diakhiri.", reverse("people:undo"), {"token": token}
            )
            return redirect("people:post", term.post_id)
    return render(request, "organizations/people/term_end.html", {"form": form, "term": term})


@guarded(Action.POST_EDIT, load=people.post_for)
def post_edit(request: HttpRequest, post: Post) -> HttpResponse:
    """Another name; or out of use, and back."""
    form = TitleForm(request.POST or None, initial={"title": post.title})
    if request.method == "POST":
        act = request.POST.get("action", "")
        try:
            if act == "close":
                token = services.close_post(actor=request.actor, post=post)
                components.undo_message(request, "Jabatan dinonaktifkan.", reverse("people:undo"), {"token": token})
                return redirect("people:post", post.pk)
            if act == "reopen":
                services.reopen_post(actor=request.actor, post=post)
                messages.success(request, "Jabatan aktif lagi.")
                return redirect("people:post", post.pk)
            if form.is_valid():
                services.rename_post(actor=request.actor, post=post, title=form.cleaned_data["title"])
                messages.success(request, "Nama jabatan disimpan.")
                return redirect("people:post", post.pk)
        except ValidationError as error:
            refuse(form, error)
    own = any(grant.post_id == post.pk for grant in request.actor.grants)
    return render(request, "organizations/people/post_edit.html", {"form": form, "post": post, "own": own})


@signed_in
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just done; the service decides whether it still can."""
    try:
        post = services.undo_people(actor=request.actor, token=request.POST.get("token", ""))
    except ValidationError as error:
        say_fault(request, error)
        return redirect("people:posts")
    messages.success(request, "Diurungkan. Semuanya seperti semula.")
    return redirect("people:post", post.pk)


# People ------------------------------------------------------------------------------------------------------------------


class Seen:
    """A person as one actor sees them: by the posts that lie in the actor's circle."""

    def __init__(self, person: Person, terms: list[Term]) -> None:
        self.person = person
        self.terms = terms
        self.post = terms[0].post
        self.place = self.post.place


def person_for(actor: Actor, person_id: int) -> Seen | None:
    """The person, when one of the person's posts lies in the actor's circle."""
    terms = people.terms_of_person(actor, person_id)
    return Seen(terms[0].person, terms) if terms else None


@guarded(Action.POST_READ, load=person_for)
def person_page(request: HttpRequest, seen: Seen) -> HttpResponse:
    """What a person holds and held, and what may be done about the account."""
    return render(
        request,
        "organizations/people/person.html",
        {
            "person": seen.person,
            "terms": seen.terms,
            "today": timezone.localdate(),
            "may_end": decide(request.actor, Action.PERSON_END_SESSIONS, seen).allowed,
            "myself": seen.person.pk == request.user.pk,
            "factor": people.has_second_factor(seen.person),
        },
    )


@guarded(Action.PERSON_END_SESSIONS, load=person_for)
def person_act(request: HttpRequest, seen: Seen) -> HttpResponse:
    """End the sessions, disable, enable, or give a link to come back: asked once more, then done."""
    person, act = seen.person, request.POST.get("action") or request.GET.get("tindakan", "")
    if act not in {"sessions", "disable", "enable", "restore"}:
        raise Http404
    if request.method == "POST":
        try:
            if act == "sessions":
                accounts.end_sessions_of(actor=request.actor, person=person, post=seen.post)
                messages.success(request, f"Semua sesi {person.name} berakhir.")
            elif act == "disable":
                accounts.disable_person(actor=request.actor, person=person, post=seen.post)
                messages.success(request, f"Akun {person.name} dinonaktifkan.")
            elif act == "enable":
                accounts.enable_person(actor=request.actor, person=person, post=seen.post)
                messages.success(request, f"Akun {person.name} aktif lagi.")
            else:
                invitation, secret = invitations.offer_restoring(actor=request.actor, person=person, post=seen.post)
                keep_link(request, invitation, secret)
                return redirect("people:invitation", invitation.pk)
        except ValidationError as error:
            say_fault(request, error)
        return redirect("people:person", person.pk)
    return render(request, "organizations/people/person_act.html", {"person": person, "act": act})


# Invitations, seen from the inside ---------------------------------------------------------------------------------------


@guarded(Action.PERSON_INVITE, load=people.invitation_for)
def invitation_act(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Withdraw the invitation, or give it a new link."""
    if request.method != "POST":
        return redirect("people:post", invitation.post_id)
    try:
        if request.POST.get("action") == "renew":
            keep_link(request, invitation, invitations.renew_invitation(actor=request.actor, invitation=invitation))
            return redirect("people:invitation", invitation.pk)
        invitations.withdraw_invitation(actor=request.actor, invitation=invitation)
        messages.success(request, f"Undangan untuk {invitation.name} ditarik. Tautannya tidak bekerja lagi.")
    except ValidationError as error:
        say_fault(request, error)
    return redirect("people:post", invitation.post_id)
