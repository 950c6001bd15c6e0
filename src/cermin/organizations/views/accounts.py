"""Signing in and out, the second factor, one's own sessions: allauth's views, each with its mark, and what it has no page for."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cermin.base.access import decide, public, signed_in
from cermin.organizations.queries import people
from cermin.organizations.queries.people import has_second_factor, needs_second_factor
from cermin.organizations.services import accounts as services
from cermin.pure.policy import Action, Role


class SignInView(account.LoginView):
    """Name and password; passkey; the government's own provider, when there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.OIDC_ISSUER:
            context |= {"sso_name": settings.OIDC_NAME, "sso_url": reverse("openid_connect_login", args=["sso"])}
        return context


class SecondStepView(mfa.AuthenticateView):
    """A code, or a passkey when the person has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person = self.stage.login.user
        context["has_key"] = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists()
        return context


class FactorsView(mfa.IndexView):
    """What one has set up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person = self.request.user
        context["must_set_up"] = not has_second_factor(person) and needs_second_factor(person)
        return context


class RemoveKeyView(webauthn.RemoveWebAuthnView):
    """allauth itself would let go the last factor of somebody whose post requires one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["refused"] = not get_adapter().can_delete_authenticator(self.object)
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            form.add_error(None, ValidationError(get_adapter().error_messages["cannot_delete_authenticator"]))
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        return response


login = public("the way in")(SignInView.as_view())
login_by_key = public("the way in with a passkey")(webauthn.login_webauthn)
second_step = public("the second step of signing in, open to whom the first one is done")(SecondStepView.as_view())
inactive = public("tells that an account was disabled, after the right password")(account.account_inactive)

password_again = signed_in(account.reauthenticate)
code_again = signed_in(mfa.reauthenticate)
key_again = signed_in(webauthn.reauthenticate_webauthn)

change_password = signed_in(account.password_change)
factors = signed_in(FactorsView.as_view())
activate_totp = signed_in(totp.activate_totp)
deactivate_totp = signed_in(totp.deactivate_totp)
recovery_codes = signed_in(recovery.view_recovery_codes)
generate_recovery_codes = signed_in(recovery.generate_recovery_codes)
keys = signed_in(webauthn.list_webauthn)
add_key = signed_in(webauthn.add_webauthn)
remove_key = signed_in(RemoveKeyView.as_view())
rename_key = signed_in(webauthn.edit_webauthn)

sso_login = public("the way to the government's own sign-in page")(openid.login)
sso_callback = public("the way back from the government's own sign-in page")(openid.callback)


@public("the way out")
def logout(request: HttpRequest) -> HttpResponse:
    """POST ends the session; GET asks.

    The browser drops its cache of this site. Not its storage: there a phone keeps survey answers that it could not send yet.
    """
    response: HttpResponse = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache"'
    response.headers["Cache-Control"] = "no-store"
    return response


@signed_in
def own_posts(request: HttpRequest) -> HttpResponse:
    """What one holds and held, and who can take it over: a handover is done by whoever may change the post."""
    today = timezone.localdate()
    terms = people.own_terms(request.user)
    running = [term for term in terms if term.ends_on is None or term.ends_on >= today]
    editable = {term.pk: decide(request.actor, Action.POST_EDIT, term.post).allowed for term in running}
    asked = people.editors_of((term.post.place for term in running if not editable[term.pk]), today)
    rows = []
    for term in running:
        others = [found for found in asked.get(term.post.place, []) if found.person_id != request.user.pk]
        rows.append({"term": term, "role": Role(term.post.role).label, "may": editable[term.pk], "ask": others[:3]})
    past = [term for term in terms if term not in running]
    return render(request, "organizations/people/own_posts.html", {"rows": rows, "past": past, "today": today})


@signed_in
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; every other session can be ended."""
    current = request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        count = services.end_own_sessions(
            actor=request.actor,
            person=request.user,
            current=current,
            session_id=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None,
        )
        messages.success(request, f"{count} sesi berakhir." if count else "Tidak ada sesi lain yang perlu diakhiri.")
        return redirect("usersessions_list")
    rows = [
        {"it": found, "device": device_of(found.user_agent), "current": found.session_key == current}
        for found in people.sessions_of(request.user)
    ]
    others = any(not row["current"] for row in rows)
    return render(request, "usersessions/usersession_list.html", {"rows": rows, "others": others})


def device_of(agent: str) -> str:
    """ "Chrome di Android": browser and system as far as the browser tells them; both are hints, no proof."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
    )
    browser = next((name for mark, name in browsers if mark in agent), "Peramban lain")
    system = next((name for mark, name in (*systems, ("Linux", "Linux")) if mark in agent), "perangkat lain")
    return f"{browser} di {system}"
