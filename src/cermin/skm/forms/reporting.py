"""The texts of the report, the targets, and the follow-up plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from cermin.base.components import DayInput
from cermin.documents.incoming.profile_fields import FIELDS, GROUPS, PLAN, STEPS, Field
from cermin.skm.report_texts import TEXT_KEYS

ASKED = tuple(field for field in FIELDS.values() if field.key in TEXT_KEYS)
"""Fields of the profile that the round, the structure and the publication do not know themselves."""

STEP_ROWS = 4
"""Rows of the timetable on the page, more where more are stored."""


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
        for field in ASKED:
            self.fields[field.key] = _profile_field(field)
            value = profile.get(field.key, "")
            self.initial.setdefault(field.key, "\n".join(value) if isinstance(value, list) else value or field.default)
        steps = profile.get(STEPS.key) or []
        self.profile, self.step_count = profile, max(STEP_ROWS, len(steps))
        for number in range(self.step_count):
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
            fields = [self[field.key] for field in group.fields if field in ASKED]
            if fields:
                blank = sum(not bound.value() for bound in fields)
                found.append({"title": group.title, "fields": fields, "blank": blank, "open": False})
        for group_shown in [group_shown for group_shown in found if group_shown["blank"]][:1]:
            group_shown["open"] = True  # one at a time: all of them open are a wall of boxes
        return found

    def step_rows(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"{STEPS.key}{number}-{column.key}"] for column in STEPS.columns] for number in range(self.step_count)
        ]

    @property
    def values(self) -> dict[str, Any]:
        """By key of the profile file, plain JSON; empty fields stay empty."""
        found: dict[str, Any] = {}
        for field in ASKED:
            value = _plain(field, self.cleaned_data.get(field.key))
            # A default that nobody chose stays unsaid: a correction that changes nothing is none.
            found[field.key] = "" if value == field.default and field.key not in self.profile else value
        steps = []
        for number in range(self.step_count):
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
