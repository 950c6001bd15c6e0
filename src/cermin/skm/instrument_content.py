"""What an instrument holds, checked: the plain JSON of a questionnaire, from a form of record or composed by a unit."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError

from cermin.pure.law.profile import PROFILE_FIELDS
from cermin.pure.law.skm import ELEMENT_BY_KEY, ELEMENTS, FORMS, GENERAL_LABELS
from cermin.skm.languages import RECORD

Content = dict[str, Any]

OWN_FORM: Final = "own"
OWN_NAME: Final = "Kuesioner susunan unit"

MOST_QUESTIONS: Final = 40
"""A paper form of two pages holds no more; `Response.scores` has room for 64."""

TEXT_LENGTH, LABEL_LENGTH, HELPER_LENGTH, NAME_LENGTH, SHORT_LENGTH, REASON_LENGTH = 300, 60, 160, 100, 20, 200

PROFILE_KEYS: Final = tuple(field.key for field in PROFILE_FIELDS if field.key != "channel")
"""What a respondent may be asked about themselves; the channel the server knows itself."""

_OWN_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,29}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")


def form_content(form: str, profile: Sequence[str] = PROFILE_KEYS, languages: Sequence[str] = (RECORD,)) -> Content:
    """The content of a form of record. KeyError for an unknown form."""
    return {
        "form": form,
        "elements": [
            {"key": e.key, "code": e.code, "name": e.name, "short": e.short, "replaced": ""} for e in ELEMENTS
        ],
        "questions": [
            {"code": q.code, "element": q.element, "text": q.text, "labels": list(q.labels), "helper": ""}
            for q in FORMS[form].questions
        ],
        "profile": list(profile),
        "languages": list(languages),
    }


def name_of(content: Content) -> str:
    """The name under which versions of this questionnaire are counted."""
    form = FORMS.get(content["form"])
    return form.name if form else OWN_NAME


def content_digest(content: Content) -> str:
    """SHA-256 of the canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def checked_content(given: Mapping[str, Any]) -> Content:
    """The content in its one stored form. ValidationError names every field and its mend.

    given: elements [{key, name, short, replaced}], questions [{element, text, labels[4], helper, code}], profile [keys], languages.
    The nine elements keep code and name of the law; another name needs `replaced`, the reason. Own elements follow with an own key
    and are numbered U10, U11 and so on. A question without a code gets the next P number.
    """
    checker = _Checker()
    elements = checker.elements(given.get("elements"))
    questions = checker.questions(given.get("questions"), {element["key"] for element in elements})
    asked = {question["element"] for question in questions}
    for element in elements:
        if questions and element["key"] not in asked:
            checker.add(
                "questions",
                f"Unsur {element['name']} belum punya pertanyaan. Tambahkan pertanyaannya"
                + ("." if element["key"] in ELEMENT_BY_KEY else ", atau hapus unsur itu."),
            )
    profile = checker.keys(given.get("profile", PROFILE_KEYS), "profile", "Karakteristik", PROFILE_KEYS)
    languages = given.get("languages", (RECORD,))
    if checker.found:
        raise ValidationError(checker.found)
    content = {
        "form": OWN_FORM,
        "elements": elements,
        "questions": questions,
        "profile": profile,
        "languages": list(languages),
    }
    return content | {"form": _form_of(content)}


def problems(content: Content) -> list[str]:
    """What keeps a stored content from being asked; empty when nothing does."""
    try:
        checked_content(content)
    except ValidationError as error:
        return list(error.messages)
    return []


def _form_of(content: Content) -> str:
    """The form of record that this content repeats word for word, or "own"."""
    for form in FORMS:
        same = form_content(form)
        mine = [{**question, "helper": ""} for question in content["questions"]]
        if mine == same["questions"] and content["elements"] == same["elements"]:
            return form
    return OWN_FORM


class _Checker:
    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, field: str, sentence: str) -> None:
        self.found.setdefault(field, []).append(sentence)

    def line(self, value: object, field: str, what: str, most: int, *, needed: bool = True) -> str:
        if not isinstance(value, str) and value is not None:
            self.add(field, f"{what} harus berupa teks.")
            return ""
        text = " ".join((value or "").split())
        if needed and not text:
            self.add(field, f"{what} belum diisi.")
        elif not text.isprintable():
            self.add(field, f"{what} memuat karakter yang tidak dapat dicetak. Hapus lalu ketik ulang.")
        elif len(text) > most:
            self.add(field, f"{what} terlalu panjang ({len(text)} huruf). Ringkas menjadi paling banyak {most} huruf.")
        return text

    def rows(self, given: object, field: str, what: str, most: int) -> list[Mapping[str, Any]]:
        if not isinstance(given, Sequence) or isinstance(given, str) or not all(isinstance(r, Mapping) for r in given):
            self.add(field, f"{what} belum diisi.")
            return []
        if not 1 <= len(given) <= most:
            self.add(field, f"{what} harus 1 sampai {most}, sekarang {len(given)}.")
            return []
        return list(given)

    def elements(self, given: object) -> list[dict[str, str]]:
        rows = self.rows(given, "elements", "Unsur", MOST_QUESTIONS)
        by_key: dict[str, Mapping[str, Any]] = {}
        for row in rows:
            key = str(row.get("key", ""))
            if key in by_key:
                self.add("elements", f"Unsur {key} tertulis dua kali. Hapus salah satunya.")
            elif key not in ELEMENT_BY_KEY and not _OWN_KEY.fullmatch(key):
                self.add("elements", f"Kode arti unsur '{key}' harus huruf besar dan angka, misalnya KEAMANAN.")
            by_key[key] = row
        found = []
        for element in ELEMENTS:
            if element.key not in by_key:
                if rows:
                    self.add("elements", f"Unsur {element.name} tidak ada. Sembilan unsur tetap harus ada.")
                continue
            row = by_key[element.key]
            what = f"Unsur {element.name}"
            replaced = self.line(
                row.get("replaced"), "elements", f"Alasan mengganti {what}", REASON_LENGTH, needed=False
            )
            name = self.line(row.get("name") or element.name, "elements", f"Nama {what}", NAME_LENGTH)
            short = self.line(row.get("short") or element.short, "elements", f"Nama pendek {what}", SHORT_LENGTH)
            if (name, short) != (element.name, element.short) and not replaced:
                self.add("elements", f"{what} diganti namanya tanpa alasan. Tulis alasannya, atau kembalikan namanya.")
            found.append({"key": element.key, "code": element.code, "name": name, "short": short, "replaced": replaced})
        own = [row for key, row in by_key.items() if key not in ELEMENT_BY_KEY]
        for number, row in enumerate(own, len(ELEMENTS) + 1):
            what = f"Unsur U{number}"
            name = self.line(row.get("name"), "elements", f"Nama {what}", NAME_LENGTH)
            short = self.line(row.get("short") or name[:SHORT_LENGTH], "elements", f"Nama pendek {what}", SHORT_LENGTH)
            found.append({"key": str(row["key"]), "code": f"U{number}", "name": name, "short": short, "replaced": ""})
        return found

    def questions(self, given: object, elements: set[str]) -> list[dict[str, Any]]:
        rows = self.rows(given, "questions", "Pertanyaan", MOST_QUESTIONS)
        found: list[dict[str, Any]] = []
        used = {str(row.get("code")) for row in rows if row.get("code")}
        free = (code for number in range(1, 2 * MOST_QUESTIONS + 1) if (code := f"P{number}") not in used)
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):
            what = f"Pertanyaan {number}"
            code = str(row.get("code") or next(free))
            if not _CODE.fullmatch(code):
                self.add("questions", f"{what}: kode '{code}' harus huruf besar dan angka, misalnya P{number}.")
            if code in seen:
                self.add("questions", f"{what}: kode {code} sudah dipakai. Beri kode lain.")
            seen.add(code)
            element = str(row.get("element", ""))
            if element not in elements:
                self.add("questions", f"{what}: pilih unsur yang ditanyakan.")
            found.append(
                {
                    "code": code,
                    "element": element,
                    "text": self.line(row.get("text"), "questions", what, TEXT_LENGTH),
                    "labels": self.labels(row.get("labels"), what),
                    "helper": self.line(
                        row.get("helper"), "questions", f"{what}, penjelasan", HELPER_LENGTH, needed=False
                    ),
                }
            )
        texts = [question["text"] for question in found if question["text"]]
        for text in dict.fromkeys(text for text in texts if texts.count(text) > 1):
            self.add("questions", f"Pertanyaan '{text[:60]}' tertulis dua kali. Hapus salah satunya.")
        return found

    def labels(self, given: object, what: str) -> list[str]:
        """Four answers from worst to best. The order of a known scale never changes: a turned scale would turn the index."""
        if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 4:
            self.add("questions", f"{what}: tulis tepat empat pilihan jawaban, dari nilai 1 sampai nilai 4.")
            return []
        labels = [
            self.line(label, "questions", f"{what}, pilihan {at}", LABEL_LENGTH) for at, label in enumerate(given, 1)
        ]
        if len({label.casefold() for label in labels}) < 4:
            self.add("questions", f"{what}: keempat pilihan jawaban harus berbeda.")
        for scale in _SCALES:
            if set(labels) == set(scale) and labels != list(scale):
                self.add(
                    "questions", f"{what}: urutan pilihan harus dari nilai 1 ({scale[0]}) sampai nilai 4 ({scale[3]})."
                )
        return labels

    def keys(self, given: object, field: str, what: str, known: Iterable[str]) -> list[str]:
        if not isinstance(given, Sequence) or isinstance(given, str):
            self.add(field, f"{what} belum dipilih.")
            return []
        if unknown := [str(key) for key in given if key not in known]:
            self.add(field, f"{what} tidak dikenal: {', '.join(unknown)}.")
        return [key for key in known if key in given]


_SCALES: Final = tuple(
    dict.fromkeys([GENERAL_LABELS, *(question.labels for form in FORMS.values() for question in form.questions)])
)
