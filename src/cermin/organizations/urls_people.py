"""Addresses of accounts, invitations, posts and people.

Only those of allauth's views that we use, each with a mark of its own; their names are allauth's, which looks them up.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from cermin.organizations.views import accounts, invitations, posts

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
    path("pertama/<str:code>/", invitations.first_entry, name="first_administrator"),
    path("sesi/", accounts.own_sessions, name="usersessions_list"),
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

people_urls: list[URLPattern | URLResolver] = [
    path("akun/jabatan/", accounts.own_posts, name="own_posts"),
    path("organisasi/jabatan/", posts.post_list, name="posts"),
    path("organisasi/jabatan/baru/", posts.post_places, name="post_places"),
    path("organisasi/jabatan/baru/<str:kind>/<str:key>/", posts.post_new, name="post_new"),
    path("organisasi/jabatan/urungkan/", posts.undo, name="undo"),
    path("organisasi/jabatan/<int:post_id>/", posts.post_page, name="post"),
    path("organisasi/jabatan/<int:post_id>/isi/", posts.post_fill, name="post_fill"),
    path("organisasi/jabatan/<int:post_id>/ubah/", posts.post_edit, name="post_edit"),
    path("organisasi/masa/<int:term_id>/serah-terima/", posts.term_hand_over, name="term_hand_over"),
    path("organisasi/masa/<int:term_id>/akhiri/", posts.term_end, name="term_end"),
    path("organisasi/undangan/<int:invitation_id>/", invitations.invitation_page, name="invitation"),
    path("organisasi/undangan/<int:invitation_id>/ubah/", posts.invitation_act, name="invitation_act"),
    path("organisasi/orang/<int:person_id>/", posts.person_page, name="person"),
    path("organisasi/orang/<int:person_id>/tindakan/", posts.person_act, name="person_act"),
]

# Only where the government's own sign-in is set up (CERMIN_OIDC_*).
sso_urls: list[URLPattern | URLResolver] = [
    path("sso/<str:provider_id>/", accounts.sso_login, name="openid_connect_login"),
    path("sso/<str:provider_id>/kembali/", accounts.sso_callback, name="openid_connect_callback"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("akun/", include(account_urls)),
    *([path("akun/", include(sso_urls))] if settings.OIDC_ISSUER else []),
    path("", include((people_urls, "people"))),
    path("undangan/<str:token>/", invitations.invitation_entry, name="invitation"),
]
