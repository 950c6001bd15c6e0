"""A form of record, or the unit's own questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cermin.pure.law.skm import ELEMENT_BY_KEY, ELEMENTS, FORMS
from cermin.skm.instrument_content import (
    HELPER_LENGTH,
    LABEL_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    SHORT_LENGTH,
    TEXT_LENGTH,
)


class FormChoice(forms.Form):
    """A questionnaire of record."""

    form = forms.ChoiceField(
        label="Kuesioner",
        choices=[(form.key, f"{form.name.removeprefix('Kuesioner ').capitalize()}") for form in FORMS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih kuesioner."},
    )


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
