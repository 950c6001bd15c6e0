"""Input of the guide's pages. Forms read and keep what was typed; what may be is decided by the services, whose sentences come back
to the fields (`take_errors`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cermin.base.components import DayInput
from cermin.documents.format import days
from cermin.documents.incoming.profile_fields import FIELDS, GROUPS, PLAN, STEPS, Field
from cermin.organizations.models import Service
from cermin.pure.law.skm import ELEMENT_BY_KEY, ELEMENTS, FORMS
from cermin.skm.instrument_content import (
    HELPER_LENGTH,
    LABEL_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    SHORT_LENGTH,
    TEXT_LENGTH,
)
from cermin.skm.languages import LANGUAGES, RECORD
from cermin.skm.models import Round, RoundService
from cermin.skm.services import ServiceTarget

DAY = {
    "required": "Isi {0}.",
    "invalid": "{0} bukan tanggal yang dikenal. Tulis tahun-bulan-hari, misalnya 2026-03-02.",
}


def take_errors(form: forms.Form, error: ValidationError, fallback: str | None = None) -> None:
    """Put a service's complaints beside the fields of the form; those of fields it does not have go to `fallback`, or above all."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in by_field.items():
        target = name if name in form.fields else fallback
        for sentence in sentences:
            form.add_error(target, sentence)


def _day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=DayInput,
        error_messages={
            "required": f"Isi {label[0].lower()}{label[1:]}.",
            "invalid": f"{label} bukan tanggal yang dikenal. Tulis tahun-bulan-hari, misalnya 2026-03-02.",
        },
    )


class ReasonForm(forms.Form):
    """Why: one or two sentences that stay in the audit trail."""

    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Tulis alasannya.",
            "max_length": "Alasan terlalu panjang. Ringkas menjadi paling banyak 300 huruf.",
        },
    )

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or "Alasan"
        self.fields["reason"].help_text = help_text


# Planning ----------------------------------------------------------------------------------------------------------------


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
    period_start = _day_field("Awal periode lain", required=False)
    period_end = _day_field("Akhir periode lain", required=False)

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
    period_start = _day_field("Awal periode")
    period_end = _day_field("Akhir periode")
    opens_on = _day_field("Hari pertama", "Hari pertama warga dapat menjawab.", required=False)
    closes_on = _day_field("Hari terakhir", "Ronde tertutup sendiri pada akhir hari ini.", required=False)
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


class FormChoice(forms.Form):
    """A questionnaire of record."""

    form = forms.ChoiceField(
        label="Kuesioner",
        choices=[(form.key, f"{form.name.removeprefix('Kuesioner ').capitalize()}") for form in FORMS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih kuesioner."},
    )


# Own questions -----------------------------------------------------------------------------------------------------------

NEW_ELEMENT = "lain"

MOST_ROWS_SENT = 60
"""Rows of questions read from one form: the most that may be asked, and room for blank ones."""


class ElementForm(forms.Form):
    """One of the nine elements, and what stands in its place."""

    name = forms.CharField(label="Diganti dengan", required=False, max_length=NAME_LENGTH)
    short = forms.CharField(
        label="Nama pendek", required=False, max_length=SHORT_LENGTH, help_text="Untuk grafik, paling banyak 20 huruf."
    )
    replaced = forms.CharField(label="Alasan mengganti", required=False, max_length=REASON_LENGTH)


class QuestionForm(forms.Form):
    """One question with its four answers, worst first. An empty row is no question."""

    code = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    element = forms.ChoiceField(label="Unsur yang ditanyakan", required=False)
    text = forms.CharField(
        label="Pertanyaan", required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
    label1 = forms.CharField(label="Pilihan bernilai 1 (terburuk)", required=False, max_length=LABEL_LENGTH)
    label2 = forms.CharField(label="Pilihan bernilai 2", required=False, max_length=LABEL_LENGTH)
    label3 = forms.CharField(label="Pilihan bernilai 3", required=False, max_length=LABEL_LENGTH)
    label4 = forms.CharField(label="Pilihan bernilai 4 (terbaik)", required=False, max_length=LABEL_LENGTH)
    helper = forms.CharField(
        label="Penjelasan di bawah pertanyaan",
        required=False,
        max_length=HELPER_LENGTH,
        help_text="Kalimat yang lebih sederhana; pertanyaannya sendiri tetap tampil.",
    )
    remove = forms.BooleanField(label="Hapus pertanyaan ini", required=False)

    def __init__(self, *args: Any, elements: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["element"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Pilih unsur"), *elements]

    @property
    def is_blank(self) -> bool:
        """Nothing was written into it."""
        return not any(
            self.cleaned_data.get(name)
            for name in ("element", "text", "label1", "label2", "label3", "label4", "helper")
        )

    @property
    def question(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "code": found["code"],
            "element": found["element"],
            "text": found["text"],
            "labels": [found[f"label{value}"] for value in range(1, 5)],
            "helper": found["helper"],
        }


class Composition:
    """The whole own questionnaire: the nine elements, one place for an own element, and the questions with blank rows at the end."""

    BLANK_ROWS = 2

    def __init__(self, content: Mapping[str, Any], data: Any = None) -> None:
        self.data = data
        stored = {element["key"]: element for element in content["elements"]}
        self.elements = [
            (
                element,
                ElementForm(
                    data,
                    prefix=f"e-{element.key}",
                    initial=_replacement(stored.get(element.key, {}), element.name, element.short),
                ),
            )
            for element in ELEMENTS
        ]
        own = [element for key, element in stored.items() if key not in ELEMENT_BY_KEY]
        self.own = [
            (element["key"], ElementForm(data, prefix=f"o-{element['key']}", initial=element)) for element in own
        ]
        self.new_element = ElementForm(data, prefix="o-baru")
        self.new_element.fields["name"].label = "Nama unsur tambahan"
        choices = [(element["key"], element["name"]) for element in content["elements"]]
        choices.append((NEW_ELEMENT, "Unsur tambahan di bawah"))
        questions = list(content["questions"])
        count = len(questions) + self.BLANK_ROWS
        if data is not None:
            sent = str(data.get("jumlah", ""))
            count = min(int(sent), MOST_ROWS_SENT) if sent.isdecimal() and len(sent) < 4 else count
        self.questions = []
        for number in range(count):
            question = questions[number] if number < len(questions) else None
            initial: dict[str, Any] = {}
            if question:
                initial = {key: question[key] for key in ("code", "element", "text", "helper")}
                initial |= {f"label{value}": label for value, label in enumerate(question["labels"], 1)}
            self.questions.append(QuestionForm(data, prefix=f"q-{number}", initial=initial, elements=choices))
        self.errors: list[str] = []

    @property
    def forms(self) -> list[forms.Form]:
        """All of them, for the summary of errors."""
        return [
            *(form for _, form in self.elements),
            *(form for _, form in self.own),
            self.new_element,
            *self.questions,
        ]

    def is_valid(self) -> bool:
        return forms.all_valid(self.forms)

    @property
    def content(self) -> dict[str, Any]:
        """What `compose_instrument` takes; the questions keep their order, removed and blank ones are left out."""
        elements = []
        for element, form in self.elements:
            found = form.cleaned_data
            elements.append(
                {
                    "key": element.key,
                    "name": found["name"] or element.name,
                    "short": found["short"] or (found["name"][:SHORT_LENGTH] if found["name"] else element.short),
                    "replaced": found["replaced"],
                }
            )
        elements += [
            {"key": key, "name": form.cleaned_data["name"], "short": form.cleaned_data["short"], "replaced": ""}
            for key, form in self.own
        ]
        new_key = ""
        if name := self.new_element.cleaned_data["name"]:
            new_key = _own_key(name, {element["key"] for element in elements})
            elements.append(
                {"key": new_key, "name": name, "short": self.new_element.cleaned_data["short"], "replaced": ""}
            )
        questions = [form.question for form in self.questions if not form.cleaned_data["remove"] and not form.is_blank]
        for question in questions:
            if question["element"] == NEW_ELEMENT:
                question["element"] = new_key
        asked = {question["element"] for question in questions}
        # An own element goes with its last question; the nine stay and are asked for.
        elements = [element for element in elements if element["key"] in ELEMENT_BY_KEY or element["key"] in asked]
        return {"elements": elements, "questions": questions}


def _replacement(stored: Mapping[str, Any], name: str, short: str) -> dict[str, str]:
    """What stands in the fields: empty while the element is the one of the list."""
    return {
        "name": stored.get("name", "") if stored.get("name", name) != name else "",
        "short": stored.get("short", "") if stored.get("short", short) != short else "",
        "replaced": stored.get("replaced", ""),
    }


def _own_key(name: str, taken: set[str]) -> str:
    """A key out of the name: "Keamanan ruang" gives KEAMANAN_RUANG."""
    letters = "".join(mark if mark.isascii() and mark.isalnum() else "_" for mark in name.upper())
    base = "_".join(part for part in letters.split("_") if part)[:26].strip("_")
    key = base if base[:1].isalpha() and len(base) > 1 else f"UNSUR_{base}".rstrip("_")
    number = 2
    while key in taken:
        key, number = f"{key.rstrip('0123456789')}{number}", number + 1
    return key


# Respondents -------------------------------------------------------------------------------------------------------------

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


# Collecting --------------------------------------------------------------------------------------------------------------


class ExtendForm(ReasonForm):
    """A later last day, with its reason."""

    closes_on = _day_field("Hari terakhir yang baru")
    field_order = ("closes_on", "reason")


# The report --------------------------------------------------------------------------------------------------------------

FROM_ROUND = frozenset({"unit", "perangkat_daerah", "pemerintah", "logo", "periode", "mulai", "selesai", "populasi",
                        "sumber_populasi", "cara_sampel", "alamat_hasil", "tanda"})  # fmt: skip
"""Fields of the profile that the round, the structure or the publication know themselves."""

STEP_ROWS = 4


def _profile_field(field: Field) -> forms.Field:
    kept: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.hint}
    if field.kind == "date":
        return forms.DateField(
            widget=DayInput,
            error_messages={
                "invalid": f"{field.label} bukan tanggal yang dikenal. Tulis tahun-bulan-hari, misalnya 2026-03-02."
            },
            **kept,
        )
    if field.kind == "choice":
        choices = [(written, written) for written, _ in field.choices]
        return forms.ChoiceField(choices=choices if field.default else [("", "Pilih"), *choices], **kept)
    if field.kind == "lines":
        return forms.CharField(
            widget=forms.Textarea(attrs={"rows": 3}), **kept | {"help_text": f"{field.hint} Paling banyak tiga baris."}
        )
    widget = forms.Textarea(attrs={"rows": 3}) if field.limit > 250 else forms.TextInput()
    return forms.CharField(
        widget=widget,
        max_length=field.limit,
        error_messages={
            "max_length": f"{field.label} terlalu panjang. Ringkas menjadi paling banyak {field.limit} huruf."
        },
        **kept,
    )


class ProfileForm(forms.Form):
    """The texts of the report, in the groups of the sheet 'Profil', without what the round itself knows."""

    def __init__(self, *args: Any, profile: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in FIELDS.values():
            if field.key in FROM_ROUND:
                continue
            self.fields[field.key] = _profile_field(field)
            value = profile.get(field.key, "")
            self.initial.setdefault(field.key, "\n".join(value) if isinstance(value, list) else value or field.default)
        steps = profile.get(STEPS.key) or []
        for number in range(STEP_ROWS):
            row = steps[number] if number < len(steps) else {}
            for column in STEPS.columns:
                name = f"{STEPS.key}{number}-{column.key}"
                self.fields[name] = _profile_field(column)
                self.fields[name].label = f"Tahap {number + 1}: {column.label.lower()}"
                self.initial.setdefault(name, row.get(column.key, ""))

    def groups(self) -> list[dict[str, Any]]:
        """Groups with their bound fields and how many are still blank."""
        found = []
        for group in GROUPS:
            fields = [self[field.key] for field in group.fields if field.key not in FROM_ROUND]
            if fields:
                blank = sum(not bound.value() for bound in fields)
                found.append({"title": group.title, "fields": fields, "blank": blank, "open": False})
        for group_shown in [group_shown for group_shown in found if group_shown["blank"]][:1]:
            group_shown["open"] = True  # one at a time: all of them open are a wall of boxes
        return found

    def step_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{STEPS.key}{number}-{column.key}"] for column in STEPS.columns] for number in range(STEP_ROWS)]

    @property
    def values(self) -> dict[str, Any]:
        """By key of the profile file, plain JSON; empty fields stay empty."""
        found: dict[str, Any] = {}
        for field in FIELDS.values():
            if field.key not in FROM_ROUND:
                found[field.key] = _plain(field, self.cleaned_data.get(field.key))
        steps = []
        for number in range(STEP_ROWS):
            row = {
                column.key: _plain(column, self.cleaned_data.get(f"{STEPS.key}{number}-{column.key}"))
                for column in STEPS.columns
            }
            if any(value not in ("", None) for value in row.values()):
                steps.append(row)
        found[STEPS.key] = steps
        return found


def _plain(field: Field, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if field.kind == "lines":
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]
    if field.kind == "working_days":
        return int(value) if str(value or "").isdecimal() else (value or None)
    return value if value is not None else ""


class TargetsForm(forms.Form):
    """The mean that each element shall reach, 1 to 4."""

    def __init__(
        self, *args: Any, elements: Iterable[Mapping[str, Any]], targets: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for element in elements:
            code = element["code"]
            value = targets.get(code, "")
            self.fields[code] = forms.CharField(
                label=f"{code} {element['name']}",
                required=False,
                max_length=6,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self.initial.setdefault(code, str(value).replace(".", ",") if value != "" else "")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for code, field in self.fields.items():
            text = str(found.get(code, "")).strip().replace(",", ".")
            if not text:
                continue
            try:
                value = Decimal(text)
            except InvalidOperation:
                value = Decimal(0)
            if not 1 <= value <= 4:
                self.add_error(code, f"{field.label}: tulis nilai 1 sampai 4, misalnya 3,20.")
        return found

    @property
    def values(self) -> dict[str, str]:
        """Target by element code, as text with a decimal point; without blank ones."""
        return {
            code: text.strip().replace(",", ".") for code, text in self.cleaned_data.items() if text and text.strip()
        }


class PlanLineForm(forms.Form):
    """One line of the follow-up plan."""

    def __init__(self, *args: Any, elements: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in PLAN.columns:
            if column.kind == "element":
                self.fields[column.key] = forms.ChoiceField(
                    label=column.label, required=False, choices=[("", "Pilih unsur"), *elements]
                )
            else:
                self.fields[column.key] = _profile_field(column)

    @property
    def line(self) -> dict[str, str]:
        return {column.key: self.cleaned_data.get(column.key) or "" for column in PLAN.columns}

    @property
    def is_blank(self) -> bool:
        return not any(value for key, value in self.line.items() if key != "unsur")


# Ending ------------------------------------------------------------------------------------------------------------------


class PublishForm(forms.Form):
    """The name of the unit, typed, because publishing cannot be taken back."""

    typed = forms.CharField(
        label="Ketik nama unit untuk mempublikasikan",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Ketik nama unit."},
    )

    def __init__(self, *args: Any, unit_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_name = unit_name
        self.fields["typed"].help_text = f"Tulis persis: {unit_name}"

    def clean_typed(self) -> str:
        typed = " ".join(str(self.cleaned_data["typed"]).split())
        if typed.casefold() != " ".join(self.unit_name.split()).casefold():
            raise ValidationError(f"Nama unit tidak sama. Tulis persis: {self.unit_name}")
        return typed
