"""Forms of posts, invitations and first accounts. The services check; these hold fields, words and what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from cermin.base.components import DayInput
from cermin.organizations.forms.accounts import LONG_AND_EASY
from cermin.organizations.models import ZONES, Region, Term
from cermin.pure.policy import Role


def day_field(label: str, **more: Any) -> forms.DateField:
    """A day by the browser's picker."""
    messages = {"required": f"{label}: isi tanggalnya.", "invalid": f"{label}: tulis tanggal seperti 2026-10-25."}
    return forms.DateField(label=label, widget=DayInput(), error_messages=messages, **more)


class PostForm(forms.Form):
    """A new post at a place that is already chosen."""

    role = forms.ChoiceField(
        label="Peran",
        widget=forms.RadioSelect,
        error_messages={"required": "Peran: pilih salah satu.", "invalid_choice": "Peran: pilih salah satu."},
    )
    title = forms.CharField(
        label="Nama jabatan",
        max_length=120,
        help_text="Seperti tertulis pada keputusan, misalnya 'Kepala Seksi Pelayanan Umum'.",
        error_messages={"required": "Nama jabatan: tulis isinya."},
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (role.value, f"{role.label[0].upper()}{role.label[1:]}: {role.legal_term}") for role in roles
        ]


class TitleForm(forms.Form):
    """Another name for a post."""

    title = forms.CharField(
        label="Nama jabatan", max_length=120, error_messages={"required": "Nama jabatan: tulis isinya."}
    )


class FillForm(forms.Form):
    """Who takes a post, how and from when. way decides which of name and login counts."""

    way = forms.ChoiceField(
        label="Cara",
        widget=forms.RadioSelect,
        choices=[("undang", "Undang lewat tautan"), ("akun", "Sudah punya akun Cermin")],
        initial="undang",
        error_messages={"required": "Cara: pilih salah satu.", "invalid_choice": "Cara: pilih salah satu."},
    )
    name = forms.CharField(
        label="Nama orang yang diundang", max_length=120, required=False, help_text="Diisi bila diundang lewat tautan."
    )
    login = forms.CharField(
        label="Nama masuk",
        max_length=60,
        required=False,
        help_text="Diisi bila orangnya sudah punya akun.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="Sifat jabatan",
        widget=forms.RadioSelect,
        choices=Term.Kind.choices,
        initial=Term.Kind.DEFINITIVE,
        error_messages={"required": "Sifat jabatan: pilih definitif, Plt., atau Plh."},
    )
    decree = forms.CharField(
        label="Nomor keputusan", max_length=120, required=False, help_text="Surat keputusan atau surat tugas."
    )
    starts_on = day_field("Mulai menjabat")
    ends_on = day_field("Sampai dengan", required=False, help_text="Kosongkan bila sampai ada keputusan lain.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = timezone.localdate


class EndForm(forms.Form):
    """The last day of a term."""

    ends_on = day_field("Hari terakhir menjabat", help_text="Hak jabatan berakhir pada akhir hari ini.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = timezone.localdate


def _password(label: str = "Kata sandi") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=LONG_AND_EASY,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": f"{label}: isi kata sandi."},
    )


class AcceptForm(forms.Form):
    """A new account."""

    name = forms.CharField(
        label="Nama",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Nama lengkap, seperti pada keputusan.",
        error_messages={"required": "Nama: tulis nama Anda."},
    )
    login = forms.CharField(
        label="Nama masuk",
        max_length=60,
        help_text="Huruf kecil, angka, titik, atau garis. Misalnya 'sari.umar' atau NIP Anda.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Nama masuk: pilih nama untuk masuk."},
    )
    password = _password()


class RestoreForm(forms.Form):
    """A new password for an account that was lost."""

    password = _password("Kata sandi baru")


class FirstForm(AcceptForm):
    """The first account, and the province it is for."""

    region = forms.ChoiceField(
        label="Provinsi",
        error_messages={"required": "Provinsi: pilih provinsi yang memakai pemasangan ini."},
    )
    other_code = forms.CharField(
        label="Kode provinsi", max_length=2, required=False, help_text="Dua angka kode Kemendagri."
    )
    other_name = forms.CharField(
        label="Nama provinsi", max_length=80, required=False, help_text="Tanpa kata 'Provinsi'."
    )
    zone = forms.ChoiceField(
        label="Zona waktu",
        widget=forms.RadioSelect,
        choices=ZONES,
        initial="Asia/Jayapura",
        error_messages={"required": "Zona waktu: pilih WIB, WITA, atau WIT."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Region.objects.filter(kind="province", valid_to__isnull=True).order_by("code")
        self.fields["region"].choices = [
            *((row.code, f"{row.name} ({row.code})") for row in rows),
            ("lain", "Provinsi lain, tidak ada di daftar"),
        ]
