"""Addresses of accounts, invitations, posts and people.

Only those of allauth's views that we use, each with a mark of its own; their names are allauth's, which looks them up.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cermin.organizations.views import accounts

account_urls: list[URLPattern | URLResolver] = [
    path("login/", accounts.login, name="account_login"),
    path("login/kunci/", accounts.login_by_key, name="mfa_login_webauthn"),
    path("login/langkah-kedua/", accounts.second_step, name="mfa_authenticate"),
    path("keluar/", accounts.logout, name="account_logout"),
    path("nonaktif/", accounts.inactive, name="account_inactive"),
    path("periksa/", accounts.password_again, name="account_reauthenticate"),
    path("periksa/kode/", accounts.code_again, name="mfa_reauthenticate"),
    path("periksa/kunci/", accounts.key_again, name="mfa_reauthenticate_webauthn"),
    path("kata-sandi/", accounts.change_password, name="account_change_password"),
    path("keamanan/", accounts.factors, name="mfa_index"),
    path("keamanan/kode/pasang/", accounts.activate_totp, name="mfa_activate_totp"),
    path("keamanan/kode/lepas/", accounts.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/cadangan/", accounts.recovery_codes, name="mfa_view_recovery_codes"),
    path("keamanan/cadangan/buat/", accounts.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("keamanan/kunci/", accounts.keys, name="mfa_list_webauthn"),
    path("keamanan/kunci/tambah/", accounts.add_key, name="mfa_add_webauthn"),
    path("keamanan/kunci/<int:pk>/hapus/", accounts.remove_key, name="mfa_remove_webauthn"),
    path("keamanan/kunci/<int:pk>/ubah/", accounts.rename_key, name="mfa_edit_webauthn"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("akun/", include(account_urls)),
]
