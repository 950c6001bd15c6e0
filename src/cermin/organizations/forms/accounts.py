"""Forms of signing in and of one's own factors: allauth's checks with our words, and fields that password managers know."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache

LONG_AND_EASY = "Sedikitnya 12 huruf. Beberapa kata yang tidak berhubungan mudah diingat dan sukar ditebak."


def say(field: forms.Field, label: str, missing: str, help_text: str = "") -> None:
    """Our label, hint and message for an empty field, in place of allauth's."""
    field.label = label
    field.help_text = help_text
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


def say_code(field: forms.Field, help_text: str) -> None:
    say(field, "Kode", "Isi kode yang sedang tampil di aplikasi kode Anda.", help_text)
    field.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}


class SignInForm(account.LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["login"], "Nama masuk", "Isi nama masuk Anda.")
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        say(self.fields["password"], "Kata sandi", "Isi kata sandi Anda.")


class PasswordAgainForm(account.ReauthenticateForm):
    """The password once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["password"], "Kata sandi", "Isi kata sandi Anda.")


class ChangePasswordForm(account.ChangePasswordForm):
    """The new password once: a field that can be shown needs no repeat."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["oldpassword"], "Kata sandi sekarang", "Isi kata sandi sekarang.")
        say(self.fields["password1"], "Kata sandi baru", "Isi kata sandi baru.", LONG_AND_EASY)
        del self.fields["password2"]


class _OnceMixin:
    """A code of the app opens once. allauth remembers a used code for one period; with tolerance it stays valid for three."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            if not cache.add(f"cermin.totp.used:{authenticator.user_id}:{''.join(code.split())}", "y", seconds):
                raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceMixin, codes.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"], "Enam angka dari aplikasi kode, atau satu kode cadangan.")


class CodeAgainForm(_OnceMixin, codes.ReauthenticateForm):
    """A code once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"], "Enam angka dari aplikasi kode, atau satu kode cadangan.")


class ActivateCodeForm(totp.ActivateTOTPForm):
    """The first code of a new app proves that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"], "Enam angka yang sekarang tampil di aplikasi kode.")


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A passkey or a hardware key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["name"], "Nama kunci", "", "Supaya Anda mengenalinya nanti, misalnya 'Ponsel saya'.")
        field = self.fields["passwordless"]
        field.initial = True
        field.label = "Dapat masuk hanya dengan kunci ini, tanpa kata sandi"
        field.help_text = "Perangkat meminta sidik jari, wajah, atau PIN."


class RenameKeyForm(webauthn.EditWebAuthnForm):
    """A name by which one knows the key again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["name"], "Nama kunci", "Isi nama kunci.")
