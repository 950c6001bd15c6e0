"""What django-allauth tells of an account becomes an audit line. Nothing of ours sends a signal."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.signals import password_changed, user_logged_in, user_logged_out
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in as session_started
from django.dispatch import receiver
from django.http import HttpRequest

from cermin.organizations.middleware import SEEN_AT, SIGNED_IN_AT
from cermin.organizations.models import Person
from cermin.organizations.services.accounts import record_account, record_sign_in_failure

_KINDS = {"totp": "aplikasi kode", "webauthn": "kunci sandi", "recovery_codes": "kode cadangan"}


@receiver(session_started)
def start_clock(request: HttpRequest, **_: Any) -> None:
    """The twelve hours of a session begin."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()


@receiver(user_logged_in)
def signed_in(user: Person, **_: Any) -> None:
    record_account(user, action="signed_in")


@receiver(user_logged_out)
def signed_out(user: Person | None, **_: Any) -> None:
    if user is not None:
        record_account(user, action="signed_out")


@receiver(authentication_failed)
def second_step_failed(user: Person, authenticator: Any, **_: Any) -> None:
    record_sign_in_failure(login=user.login, why=_KINDS.get(authenticator.type, "langkah kedua"))


@receiver(password_changed)
def changed_password(user: Person, **_: Any) -> None:
    record_account(user, action="password_changed")


@receiver(authenticator_added)
def factor_added(user: Person, authenticator: Any, **_: Any) -> None:
    record_account(user, action="factor_added", jenis=_KINDS[authenticator.type])


@receiver(authenticator_removed)
def factor_removed(user: Person, authenticator: Any, **_: Any) -> None:
    record_account(user, action="factor_removed", jenis=_KINDS[authenticator.type])


@receiver(authenticator_reset)
def recovery_codes_renewed(user: Person, **_: Any) -> None:
    record_account(user, action="recovery_codes_renewed")
