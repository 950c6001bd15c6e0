"""Links by which people come in: shown once to who made them, opened by who got them, and the very first one."""

from __future__ import annotations

import base64
from io import BytesIO
from urllib.parse import quote

import segno
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cermin.base.access import guarded, public
from cermin.base.components import moment
from cermin.organizations.forms.people import AcceptForm, FirstForm, RestoreForm
from cermin.organizations.models import Invitation, Person
from cermin.organizations.queries import people
from cermin.organizations.services import invitations as services
from cermin.pure.policy import Action

_KEPT = "tautan_undangan"


def keep_link(request: HttpRequest, invitation: Invitation, secret: str) -> None:
    """Carry the secret of a new link to the page that shows it once."""
    request.session[_KEPT] = [str(invitation.pk), secret]


def qr_picture(text: str) -> str:
    """The text as a QR code, an SVG in a data: address."""
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=5, border=4, light="white", xmldecl=False)
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"


@guarded(Action.PERSON_INVITE, load=people.invitation_for)
def invitation_page(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The link of a new invitation: to print, to send, to read out. Shown once; later the page offers a new one."""
    kept = request.session.get(_KEPT)
    link = ""
    if kept and kept[0] == str(invitation.pk):
        del request.session[_KEPT]
        link = settings.PUBLIC_URL + reverse("invitation", args=[kept[1]])
    until = moment(invitation.expires_at, invitation.post.government.zone)
    purpose = (
        "memulihkan akun Cermin Anda"
        if invitation.restores
        else f"memegang jabatan {invitation.post.title} di Cermin, aplikasi survei kepuasan masyarakat"
    )
    text = f"Yth. {invitation.name}, buka tautan ini untuk {purpose}: {link} (berlaku sampai {until}, satu kali pakai)."
    return render(
        request,
        "organizations/people/invitation.html",
        {
            "invitation": invitation,
            "is_open": services.is_open(invitation),
            "link": link,
            "qr": qr_picture(link) if link else "",
            "text": text,
            "send_url": f"https://wa.me/?text={quote(text, safe='')}" if link else "",
        },
    )


def _safe(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: not kept, and named to no other site.

    Not "no-referrer": with it a browser sends the form as from nowhere (Origin: null), and the form is refused.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _come_in(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign the new person in. The password was set a moment ago: setting up a second factor does not ask for it again."""
    response: HttpResponse = perform_login(request, person, email_verification="none")
    if request.user.is_authenticated:
        reauthenticate_by_password(request)
        if people.needs_second_factor(person):
            return redirect(f"{reverse('mfa_index')}?wajib=1")
    return response


def _refuse(form: AcceptForm | RestoreForm, error: ValidationError) -> None:
    form.add_error(None, error)


@public("somebody who has nothing but the link of an invitation")
def invitation_entry(request: HttpRequest, token: str) -> HttpResponse:
    """Who is invited comes in: as a new person, as one who has an account, or back to a lost account. GET changes nothing."""
    invitation = people.public_invitation(token)
    if invitation is None:
        raise Http404
    if not services.is_open(invitation):
        return _safe(render(request, "organizations/people/entry_closed.html", {"invitation": invitation}, status=410))
    if invitation.restores:
        return _safe(_restored(request, invitation, token))
    if request.user.is_authenticated:
        return _safe(_taken_by_known(request, invitation, token))
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            person = services.accept_as_new(token=token, values=form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, f"Selamat datang, {person.name}. Akun Anda siap.")
            return _safe(_come_in(request, person))
    return _safe(render(request, "organizations/people/entry.html", {"form": form, "invitation": invitation}))


def _taken_by_known(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    if request.method == "POST":
        try:
            services.accept_as(token=token, person=request.user)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            return redirect(request.path)
        messages.success(request, f"Jabatan {invitation.post.title} sekarang Anda pegang.")
        return redirect("people:own_posts")
    own = invitation.invited_by_id == request.user.pk
    return render(request, "organizations/people/entry_known.html", {"invitation": invitation, "own": own})


def _restored(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = RestoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.restore_account(token=token, password=form.cleaned_data["password"])
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, "Kata sandi baru berlaku. Masuk dengan nama masuk Anda.")
            return redirect("account_login")
    return render(request, "organizations/people/entry_restore.html", {"form": form, "invitation": invitation})


@public("the very first person, who holds the code that the server printed at its start")
def first_entry(request: HttpRequest, code: str) -> HttpResponse:
    """The first administrator: name, password, province. Gone as soon as there is anybody."""
    if not people.public_first_access(code):
        raise Http404
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.create_first_administrator(code=code, values=form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, "Akun pengelola pertama siap.")
            return _safe(_come_in(request, person))
    return _safe(render(request, "organizations/people/first.html", {"form": form}))
