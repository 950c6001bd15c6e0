"""Forms of the structure. The services check; these hold fields, words and what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cermin.base.components import DayInput
from cermin.documents.incoming.structure import Period, period_of
from cermin.organizations.models import ZONES, Agency, Government, Region, Unit, UnitType


def text(label: str, limit: int, hint: str = "", *, required: bool = False, rows: int = 0) -> forms.CharField:
    """A line of text, or several with `rows`."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    said = {
        "required": f"{label}: tulis isinya.",
        "max_length": f"{label} paling banyak {limit} huruf. Ringkaslah.",
        "null_characters_not_allowed": f"{label} memuat tanda yang tidak terbaca. Ketik ulang.",
    }
    return forms.CharField(
        label=label, max_length=limit, required=required, help_text=hint, widget=widget, error_messages=said
    )


def day(label: str, hint: str = "", *, required: bool = False) -> forms.DateField:
    """A day by the browser's picker."""
    said = {"required": f"{label}: isi tanggalnya.", "invalid": f"{label}: tulis tanggal seperti 2026-10-25."}
    return forms.DateField(label=label, required=required, help_text=hint, widget=DayInput(), error_messages=said)


def _pick(label: str) -> dict[str, str]:
    said = f"{label}: pilih salah satu dari daftar."
    return {"required": said, "invalid_choice": said}


class GovernmentForm(forms.Form):
    """Settings of a government, the privacy line among them."""

    name = text("Nama pemerintah daerah", 100, "Misalnya Kota Contoh.", required=True)
    zone = forms.ChoiceField(
        label="Zona waktu",
        choices=ZONES,
        help_text="Hari survei berakhir pukul 24.00 menurut zona ini. Unit dapat memakai zona lain.",
        error_messages=_pick("Zona waktu"),
    )
    privacy_controller = text(
        "Penanggung jawab data pribadi", 160, "Badan yang menentukan untuk apa data survei dipakai, misalnya Sekretariat Daerah Kota Contoh."
    )  # fmt: skip
    privacy_purpose = text("Tujuan pemrosesan", 300, "Satu kalimat yang dimengerti warga.", rows=3)
    privacy_contact = text(
        "Narahubung privasi", 160, "Surel atau telepon tempat warga bertanya tentang datanya. Pakai alamat kantor, bukan milik pribadi."
    )  # fmt: skip

    @staticmethod
    def initial_of(row: Government) -> dict[str, Any]:
        """What is on record."""
        return {name: getattr(row, name) for name in GovernmentForm.base_fields}


class RegionForm(forms.Form):
    """Which regency or city becomes a government here."""

    region = forms.ModelChoiceField(
        label="Kabupaten atau kota",
        queryset=Region.objects.none(),
        empty_label="Pilih",
        error_messages=_pick("Kabupaten atau kota"),
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        words = {"regency": "Kabupaten", "city": "Kota"}
        self.fields["region"].label_from_instance = lambda row: f"{words.get(row.kind, '')} {row.name} ({row.code})"


class AgencyForm(forms.Form):
    """An agency."""

    name = text("Nama perangkat daerah", 160, "Nama resmi, misalnya Dinas Kependudukan dan Pencatatan Sipil.", required=True)  # fmt: skip
    short_name = text("Singkatan", 40, "Misalnya Disdukcapil.")
    active_from = day("Aktif sejak", "Kosongkan bila sudah lama ada.")

    @staticmethod
    def initial_of(row: Agency) -> dict[str, Any]:
        """What is on record."""
        return {name: getattr(row, name) for name in AgencyForm.base_fields}


class UnitForm(forms.Form):
    """A unit of an agency that is already chosen."""

    name = text("Nama unit", 160, "Nama yang dikenal warga, misalnya Puskesmas Contoh.", required=True)
    short_name = text("Singkatan", 40)
    unit_type = forms.ModelChoiceField(
        label="Jenis unit",
        queryset=UnitType.objects.none(),
        required=False,
        empty_label="Tidak disebut",
        help_text="Daftar jenis ditetapkan provinsi, supaya unit sejenis dapat dibandingkan.",
        error_messages=_pick("Jenis unit"),
    )
    address = text("Alamat", 300, rows=2)
    phone = text("Telepon", 40, "Nomor kantor, bukan nomor pribadi.")
    zone = forms.ChoiceField(label="Zona waktu", required=False, error_messages=_pick("Zona waktu"))
    active_from = day("Aktif sejak", "Kosongkan bila sudah lama ada.")

    def __init__(self, *args: Any, government: Government, types: QuerySet[UnitType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_type"].queryset = types
        usual = dict(ZONES)[government.zone]
        self.fields["zone"].choices = [("", f"Sama dengan pemerintah daerah ({usual})"), *ZONES]

    @staticmethod
    def initial_of(row: Unit) -> dict[str, Any]:
        """What is on record."""
        return {name: getattr(row, name) for name in UnitForm.base_fields}


class CloseForm(forms.Form):
    """The last day of an agency, unit or service."""

    on = day("Hari terakhir", "Sesudah hari ini tidak muncul lagi dalam pilihan. Riwayatnya tetap.", required=True)


class MoveForm(forms.Form):
    """To which agency a unit goes, from when, by what decision."""

    agency = forms.ModelChoiceField(
        label="Perangkat daerah yang baru",
        queryset=Agency.objects.none(),
        empty_label="Pilih",
        error_messages=_pick("Perangkat daerah yang baru"),
    )
    on = day("Sejak", "Hari pertama di perangkat daerah yang baru.", required=True)
    decree = text("Dasar keputusan", 120, "Misalnya nomor dan tahun peraturan kepala daerah.")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies


class PredecessorForm(forms.Form):
    """Which unit this one continues."""

    earlier = forms.TypedChoiceField(
        label="Unit pendahulu", coerce=int, widget=forms.RadioSelect, error_messages=_pick("Unit pendahulu")
    )
    on = day("Sejak", "Hari unit ini meneruskan pendahulunya.", required=True)
    decree = text("Dasar keputusan", 120)

    def __init__(self, *args: Any, found: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].choices = [
            (row.id, f"{row.name} – {row.agency.name}, {row.government.name}") for row in found
        ]


class NameForm(forms.Form):
    """A kind of unit."""

    name = text("Jenis unit", 80, "Misalnya Puskesmas, Kecamatan, Sekolah.", required=True)


class ServiceForm(forms.Form):
    """A service of a unit."""

    name = text("Nama layanan", 160, "Nama yang dikenal warga, misalnya Kartu Keluarga.", required=True)
    active_from = day("Ditawarkan sejak", "Kosongkan bila sudah lama ada.")


class PopulationForm(forms.Form):
    """How many people used a service in a period."""

    period = text("Periode", 60, "2026, Semester I 2026, Triwulan II 2026, Maret 2026, atau 01/01/2026 - 30/06/2026.", required=True)  # fmt: skip
    people = forms.IntegerField(
        label="Jumlah pengguna",
        min_value=1,
        help_text="Berapa orang memakai layanan ini pada periode itu.",
        localize=True,
        error_messages={
            "required": "Jumlah pengguna: tulis bilangan 1 atau lebih.",
            "invalid": "Jumlah pengguna: tulis bilangan bulat, misalnya 1240.",
            "min_value": "Jumlah pengguna: tulis bilangan 1 atau lebih. Bila tidak diketahui, jangan diisi.",
        },
    )
    source = text("Sumber", 200, "Dari mana jumlah itu, misalnya buku register loket.", required=True)

    def clean_period(self) -> Period:
        """First and last day of what was written."""
        found = period_of(self.cleaned_data["period"])
        if found is None:
            raise ValidationError(
                "Periode tidak dikenali. Tulis 2026, Semester I 2026, Triwulan II 2026, Maret 2026, atau 01/01/2026 - 30/06/2026."
            )
        return found


class ListFileForm(forms.Form):
    """The spreadsheet with the list of units."""

    file = forms.FileField(
        label="Berkas daftar unit",
        help_text="Lembar kerja .xlsx, .ods, .xls, atau .csv, paling besar 16 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.xls,.csv", "class": "file"}),
        error_messages={
            "required": "Berkas daftar unit: pilih berkasnya dulu.",
            "empty": "Berkas daftar unit: berkas itu kosong. Simpan ulang, lalu pilih lagi.",
        },
    )
