"""What django-allauth asks of us: our sentences, no public sign-up, audit lines for what failed, and who may drop a factor."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from cermin.organizations.models import Person
from cermin.organizations.queries.people import needs_second_factor
from cermin.organizations.services.accounts import record_sign_in_failure

_TOO_MANY = "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
_WRONG_CODE = "Kode ini tidak cocok. Masukkan kode yang sedang tampil, atau satu kode cadangan yang belum dipakai."

# What allauth says by itself, in our words. What is not named here is not said: the next page shows it anyway.
_SAID = {
    "account/messages/logged_out.txt": "Anda sudah keluar.",
    "account/messages/password_changed.txt": "Kata sandi sudah diganti. Sesi Anda di perangkat lain berakhir.",
    "mfa/messages/totp_activated.txt": "Aplikasi kode sudah terpasang.",
    "mfa/messages/totp_deactivated.txt": "Aplikasi kode sudah dilepas.",
    "mfa/messages/webauthn_added.txt": "Kunci sandi sudah ditambahkan.",
    "mfa/messages/webauthn_removed.txt": "Kunci sandi sudah dihapus.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name and password. Nobody signs up; an invitation is the only way in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Nama masuk atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "incorrect_password": "Kata sandi ini tidak cocok. Ketik kata sandi yang Anda pakai untuk masuk.",
        "enter_current_password": "Kata sandi sekarang tidak cocok. Ketik kata sandi yang Anda pakai untuk masuk.",
        "account_inactive": "Akun ini dinonaktifkan. Hubungi pengatur jabatan di perangkat daerah Anda.",
        "incorrect_code": _WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        record_sign_in_failure(login=str(credentials.get("username", "")), why="kata sandi")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("mfa_index")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail: an installation may have no mail server. The audit trail and the list of sessions tell what happened."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: whose role requires one keeps at least one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": (
            "Jabatan Anda mewajibkan langkah kedua. Pasang yang baru lebih dulu, lalu lepas yang ini."
        ),
        "cannot_generate_recovery_codes": "Kode cadangan dibuat sesudah aplikasi kode atau kunci sandi terpasang.",
        "incorrect_code": _WRONG_CODE,
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        ).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_factor(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        out = BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=4, light="white", xmldecl=False)
        return out.getvalue().decode("utf-8")

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002  (allauth's name)
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Kunci {count + 1}"

    def _get_site_name(self) -> str:
        return "Cermin"


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the government's own provider (OpenID Connect): only people who already hold an account here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """At the first visit the claim of the provider is matched with the account; afterwards the provider's own id is known."""
        if sociallogin.is_existing:
            return
        data = sociallogin.account.extra_data
        claims = {**data.get("id_token", {}), **data.get("userinfo", {})}
        value = str(claims.get(settings.OIDC_CLAIM, "")).strip()
        if not value:
            return
        found = (
            Person.objects.filter(nip=value)
            if settings.OIDC_CLAIM == "nip"
            else Person.objects.filter(login=value.lower())
        )
        people = list(found[:2])
        if len(people) == 1:
            sociallogin.connect(request, people[0])
