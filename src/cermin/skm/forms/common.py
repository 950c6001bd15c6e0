"""What every form of the guide shares, and the short forms of its acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cermin.base.components import DayInput
from cermin.skm.selecting import AnswerGroup, group_label


def take_errors(form: forms.Form, error: ValidationError, fallback: str | None = None) -> None:
    """Put a service's complaints beside the fields of the form; those of fields it does not have go to `fallback`, or above all."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in by_field.items():
        target = name if name in form.fields else fallback
        for sentence in sentences:
            form.add_error(target, sentence)


def day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    """A day by the browser's own picker; its complaints name the field."""
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


class ExtendForm(ReasonForm):
    """A later last day, with its reason."""

    closes_on = day_field("Hari terakhir yang baru")
    field_order = ("closes_on", "reason")


class ExclusionForm(ReasonForm):
    """A group of answers and why it should not count."""

    group = forms.ChoiceField(
        label="Jawaban yang dimaksud", error_messages={"required": "Pilih jawaban yang dimaksud."}
    )
    field_order = ("group", "reason")

    def __init__(self, *args: Any, groups: Iterable[AnswerGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["group"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [("", "Pilih"), *((group.key, group_label(group)) for group in groups)]


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
