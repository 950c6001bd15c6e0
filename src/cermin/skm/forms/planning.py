"""A new round, its days, and whom it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from cermin.documents.format import days
from cermin.organizations.models import Service
from cermin.skm.forms.common import day_field
from cermin.skm.languages import LANGUAGES, RECORD
from cermin.skm.models import Round, RoundService
from cermin.skm.services import ServiceTarget


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a round may speak of."""

    key: str
    label: str
    start: date
    end: date

    @property
    def said(self) -> str:
        """ "Semester II 2026 (1 Juli s.d. 31 Desember 2026)"."""
        return f"{self.label} ({days(self.start, self.end)})"


_ROMAN = ("I", "II", "III", "IV")


def suggested_periods(today: date) -> list[Period]:
    """The half-year and the quarter of today and the ones before, and this year."""
    half = (today.month - 1) // 6
    quarter = (today.month - 1) // 3
    found = [_part(today.year, half, 2), _part(today.year, half - 1, 2)]
    found += [_part(today.year, quarter, 4), _part(today.year, quarter - 1, 4)]
    found.append(Period(f"t{today.year}", f"Tahun {today.year}", date(today.year, 1, 1), date(today.year, 12, 31)))
    return found


def _part(year: int, position: int, parts: int) -> Period:
    """Part `position` (from 0; -1 is the last of the year before) of a year cut into 2 halves or 4 quarters."""
    year, position = (year - 1, parts - 1) if position < 0 else (year, position)
    months = 12 // parts
    start = date(year, position * months + 1, 1)
    following = date(year + 1, 1, 1) if position == parts - 1 else date(year, (position + 1) * months + 1, 1)
    name = "Semester" if parts == 2 else "Triwulan"
    return Period(
        f"{name[0].lower()}{parts}-{year}-{position + 1}",
        f"{name} {_ROMAN[position]} {year}",
        start,
        following - timedelta(days=1),
    )


OWN_PERIOD = "lain"


class NewRoundForm(forms.Form):
    """The period of a new round: one of the usual ones, or another with its name and days."""

    period = forms.ChoiceField(label="Periode yang dinilai", widget=forms.RadioSelect)
    period_label = forms.CharField(
        label="Nama periode lain", required=False, max_length=60, help_text="Misalnya Januari sampai Maret 2026."
    )
    period_start = day_field("Awal periode lain", required=False)
    period_end = day_field("Akhir periode lain", required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {period.key: period for period in periods}
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*((period.key, period.said) for period in periods), (OWN_PERIOD, "Periode lain")]
        field.error_messages["required"] = "Pilih periode yang dinilai."
        self.initial.setdefault("period", periods[0].key if periods else OWN_PERIOD)

    @property
    def values(self) -> dict[str, Any]:
        """What `plan_round` takes."""
        chosen = self.periods.get(self.cleaned_data["period"])
        if chosen:
            return {"period_label": chosen.label, "period_start": chosen.start, "period_end": chosen.end}
        return {name: self.cleaned_data[name] for name in ("period_label", "period_start", "period_end")}


class PrepareForm(forms.Form):
    """Name, period, days of collection, languages and comments of a draft."""

    name = forms.CharField(label="Nama ronde", max_length=120, error_messages={"required": "Isi nama ronde."})
    period_label = forms.CharField(
        label="Nama periode",
        max_length=60,
        help_text="Dicetak pada laporan dan poster, misalnya Semester II 2026.",
        error_messages={"required": "Isi nama periode."},
    )
    period_start = day_field("Awal periode")
    period_end = day_field("Akhir periode")
    opens_on = day_field("Hari pertama", "Hari pertama warga dapat menjawab.", required=False)
    closes_on = day_field("Hari terakhir", "Ronde tertutup sendiri pada akhir hari ini.", required=False)
    grace_days = forms.IntegerField(
        label="Masa tunggu (hari)",
        min_value=0,
        max_value=60,
        help_text="Sesudah hari terakhir, jawaban yang masih di perangkat luring ditunggu selama ini sebelum hasil diolah.",
        error_messages={
            "required": "Isi masa tunggu, 0 bila tidak perlu menunggu.",
            "invalid": "Masa tunggu harus bilangan bulat.",
            "min_value": "Masa tunggu harus 0 sampai 60 hari.",
            "max_value": "Masa tunggu harus 0 sampai 60 hari.",
        },
    )
    languages = forms.MultipleChoiceField(
        label="Bahasa lain pada halaman survei",
        required=False,
        choices=[(code, name) for code, name in LANGUAGES.items() if code != RECORD],
        widget=forms.CheckboxSelectMultiple,
        help_text="Bahasa Indonesia selalu ada.",
    )
    comments_allowed = forms.BooleanField(
        label="Warga boleh menulis saran",
        required=False,
        help_text="Nomor telepon dan nomor induk ditutup sebelum disimpan.",
    )

    @classmethod
    def of(cls, round_: Round, data: Any = None) -> PrepareForm:
        """Filled in from the round."""
        return cls(data, initial={name: getattr(round_, name) for name in cls.base_fields})


class ChangesForm(forms.Form):
    """'What changed since last time': up to three lines."""

    def __init__(self, *args: Any, lines: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in (1, 2, 3):
            self.fields[f"line{number}"] = forms.CharField(
                label=f"Baris {number}",
                required=False,
                max_length=160,
                initial=lines[number - 1] if number <= len(lines) else "",
                error_messages={
                    "max_length": f"Baris {number} terlalu panjang. Ringkas menjadi paling banyak 160 huruf."
                },
            )

    @property
    def lines(self) -> list[str]:
        return [self.cleaned_data[f"line{number}"] for number in (1, 2, 3)]


BY = [("table", "Tabel Krejcie dan Morgan"), ("formula", "Rumus Krejcie dan Morgan")]


class ServicesForm(forms.Form):
    """Which services are asked about, how many people use each, and by what the target is found."""

    by = forms.ChoiceField(
        label="Jumlah responden menurut",
        choices=BY,
        widget=forms.RadioSelect,
        help_text="Tabel memakai baris berikutnya yang lebih besar; rumus menghitung untuk jumlah pengguna itu sendiri.",
    )

    def __init__(
        self,
        *args: Any,
        services: Sequence[Service],
        rows: Mapping[int, RoundService],
        known: Mapping[int, Any],
        **kwargs: Any,
    ) -> None:
        """known: newest population on record by service (`ServicePopulation`), offered where the round has none yet."""
        super().__init__(*args, **kwargs)
        self.services = list(services)
        first = next(iter(rows.values()), None)
        self.initial.setdefault("by", first.target_by if first else "table")
        for service in services:
            row, record = rows.get(service.id), known.get(service.id)
            people = row.population if row else record.people if record else None
            source = row.population_source if row else record.source if record else ""
            self.fields[f"ask{service.id}"] = forms.BooleanField(
                label=f"Tanyakan {service.name}", required=False, initial=row is not None
            )
            self.fields[f"population{service.id}"] = forms.IntegerField(
                label=f"Jumlah pengguna {service.name}",
                required=False,
                min_value=1,
                initial=people,
                error_messages={
                    "invalid": f"{service.name}: tulis jumlah pengguna dengan angka saja, misalnya 1250.",
                    "min_value": f"{service.name}: jumlah pengguna harus 1 atau lebih, atau kosongkan.",
                },
            )
            self.fields[f"source{service.id}"] = forms.CharField(
                label=f"Sumber jumlah pengguna {service.name}", required=False, max_length=200, initial=source
            )

    def lines(self) -> list[dict[str, Any]]:
        """The bound fields, service by service, for the table."""
        return [
            {
                "service": service,
                "ask": self[f"ask{service.id}"],
                "population": self[f"population{service.id}"],
                "source": self[f"source{service.id}"],
            }
            for service in self.services
        ]

    @property
    def rows(self) -> list[ServiceTarget]:
        found = self.cleaned_data
        return [
            ServiceTarget(service.id, found[f"population{service.id}"], found[f"source{service.id}"], found["by"])
            for service in self.services
            if found[f"ask{service.id}"]
        ]
