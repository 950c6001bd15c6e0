"""From what the reader understood to the questions, services and profile of a round. No database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cermin.documents.format import integer
from cermin.documents.incoming.results import ColumnUse, ReadAnswers
from cermin.pure.calc.answers import Answers, Grouping
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY
from cermin.pure.law.skm import ELEMENT_BY_KEY, FORM_9, FORM_16, FORMS

QUESTION = "pertanyaan:"
"""How a choice of column names a question of the round: "pertanyaan:P8"."""

_NUMBER_OF = {FORM_9.key: "sembilan", FORM_16.key: "enam belas"}


@dataclass(frozen=True, slots=True)
class RoundQuestion:
    """One question of the round's instrument, in its place."""

    code: str
    element: str
    short: str
    name: str
    text: str
    labels: tuple[str, str, str, str]
    replaced: bool

    @property
    def heading(self) -> str:
        """As our template heads its column."""
        return f"{self.code} {self.short}"


@dataclass(frozen=True, slots=True)
class RoundForm:
    """What a file has to fit: `form` "skm-9" or "skm-16" for a questionnaire of record, "" for a composed one."""

    form: str
    questions: tuple[RoundQuestion, ...]
    profile: tuple[str, ...]

    def question(self, code: str) -> RoundQuestion | None:
        return next((question for question in self.questions if question.code == code), None)

    def of_element(self, key: str) -> list[RoundQuestion]:
        """Questions about an element by its meaning: one that the unit replaced no longer means what the law's word says."""
        return [question for question in self.questions if question.element == key and not question.replaced]


def round_form(content: Mapping[str, Any]) -> RoundForm:
    """The form of an instrument's content."""
    elements = {element["key"]: element for element in content["elements"]}
    questions = tuple(
        RoundQuestion(
            asked["code"],
            asked["element"],
            elements[asked["element"]]["short"],
            elements[asked["element"]]["name"],
            asked["text"],
            tuple(asked["labels"]),
            bool(elements[asked["element"]]["replaced"]),
        )
        for asked in content["questions"]
    )
    form = content["form"] if content["form"] in FORMS else ""
    return RoundForm(form, questions, tuple(content["profile"]))


def plain(text: str) -> str:
    """The spelling by which names are compared: compatible forms, lower case, words apart by one blank."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", folded).split())


# --- choices of the officer, in the reader's words -------------------------------------------------------------------


def reader_options(
    form: RoundForm, chosen: Mapping[str, str], headings: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Pairs for `ReadOptions.columns`. A composed questionnaire knows its own headings; the officer's choices come before."""
    wanted = dict(chosen)
    if not form.form:
        for letter, code in known_columns(form, headings).items():
            wanted.setdefault(letter, QUESTION + code)
    return tuple((letter, _reader_target(form, target)) for letter, target in wanted.items())


def known_columns(form: RoundForm, headings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Letter -> question code, for headings that our template or the questionnaire itself would write."""
    by_text: dict[str, str] = {}
    for question in form.questions:
        for text in (question.heading, question.text, f"{question.code} {question.name}"):
            by_text.setdefault(plain(text), question.code)
    found: dict[str, str] = {}
    for letter, heading in headings:
        code = by_text.get(plain(heading))
        if code and code not in found.values():
            found[letter] = code
    return found


def _reader_target(form: RoundForm, target: str) -> str:
    """A question asked alone about an element of record is read by that element's words; any other by numbers."""
    if not target.startswith(QUESTION):
        return target
    question = form.question(target.removeprefix(QUESTION))
    if question is None:
        return "abaikan"
    if form.form == FORM_16.key:
        return question.code
    if question.element in ELEMENT_BY_KEY and len(form.of_element(question.element)) == 1:
        return question.element
    return "unsur"


# --- columns ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Fit:
    """columns: per question of the round, its column of `Answers.scores`; by_letter: letter -> question code.

    problems: what stops the upload; warnings: what is only said. Indonesian sentences.
    """

    columns: list[int | None] = field(default_factory=list)
    by_letter: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def fit_columns(
    form: RoundForm, read: ReadAnswers, chosen: Mapping[str, str], headings: Sequence[tuple[str, str]]
) -> Fit:
    """Which column of the file answers which question of the round."""
    fit = Fit()
    answers = read.answers
    if answers is None:
        fit.problems.append("Tidak ada baris yang dapat dimasukkan. Perbaiki sel yang salah, lalu unggah lagi.")
        return fit
    asked = [use for use in read.columns if use.role in ("element", "question")]
    given = _form_of_file(asked, read)
    if {form.form, given} == {FORM_9.key, FORM_16.key}:
        fit.problems.append(_other_form(form.form, given))
        return fit
    known = {} if form.form else known_columns(form, headings)
    at_code: dict[str, int] = {}
    for use in asked:
        code = _question_of(form, use, chosen.get(use.letter, ""), known)
        place = _column_of(answers, use)
        if not code or place is None:
            fit.warnings.append(
                f"Kolom {use.letter} '{use.heading}' bukan pertanyaan dalam ronde ini, maka tidak dibaca."
            )
        elif code in at_code:
            fit.problems.append(
                f"Pertanyaan {code} ditemukan di dua kolom. Pilih 'Tidak dibaca' untuk kolom {use.letter}."
            )
        else:
            at_code[code] = place
            fit.by_letter[use.letter] = code
    fit.columns = [at_code.get(question.code) for question in form.questions]
    missing = [question.heading for question in form.questions if question.code not in at_code]
    if missing:
        fit.problems.append(
            f"Tidak ada kolom untuk {', '.join(missing)}. Berkas harus memuat semua pertanyaan ronde ini: "
            "pilih kolomnya di tabel 'Arti setiap kolom', atau pakai templat ronde ini."
        )
    return fit


def _form_of_file(asked: Sequence[ColumnUse], read: ReadAnswers) -> str:
    """The questionnaire of record that the file plainly follows, "" when it only names elements."""
    numbers = [int(match[1]) for use in asked if (match := re.fullmatch(r"P(\d+)", use.target))]
    if read.form == FORM_16.key or any(number > len(FORM_9.questions) for number in numbers):
        return FORM_16.key
    return FORM_9.key if read.form == FORM_9.key else ""


def _other_form(of_round: str, of_file: str) -> str:
    why = (
        "Satu jawaban untuk satu unsur tidak dapat dibagi menjadi beberapa pertanyaan"
        if of_round == FORM_16.key
        else "Jawaban dari beberapa pertanyaan tidak dapat dijadikan satu"
    )
    return (
        f"Berkas ini memuat kuesioner {_NUMBER_OF[of_file]} pertanyaan, sedangkan ronde ini memakai kuesioner "
        f"{_NUMBER_OF[of_round]} pertanyaan. {why}, maka berkas ini tidak dapat dimasukkan ke ronde ini. "
        f"Masukkan ke ronde yang memakai kuesioner {_NUMBER_OF[of_file]} pertanyaan."
    )


def _question_of(form: RoundForm, use: ColumnUse, chosen: str, known: Mapping[str, str]) -> str:
    if chosen.startswith(QUESTION):
        return chosen.removeprefix(QUESTION)
    if use.letter in known:
        return known[use.letter]
    if use.role == "question" and form.form and form.question(use.target):
        return use.target
    element = use.target
    if use.role == "question":  # a composed questionnaire, and a file by the numbers of record: its element decides
        of_record = next((q for f in (FORM_9, FORM_16) for q in f.questions if q.code == use.target), None)
        element = of_record.element if of_record else ""
    found = form.of_element(element)
    return found[0].code if len(found) == 1 else ""


def _column_of(answers: Answers, use: ColumnUse) -> int | None:
    if use.role == "question" and use.target in answers.questions:
        return answers.questions.index(use.target)
    places = next((element.columns for element in answers.elements if use.target in (element.key, element.code)), ())
    return places[0] if len(places) == 1 else None


# --- rows ------------------------------------------------------------------------------------------------------------


def score_texts(answers: Answers, columns: Sequence[int]) -> list[str]:
    """One text per row, one character per question of the round: "1".."4", "-" for empty (`skm.MISSING`)."""
    marks = np.array(list("-1234"))[answers.scores[:, list(columns)]]
    return ["".join(row) for row in marks.tolist()]


def group_labels(grouping: Grouping | None, count: int) -> list[str]:
    """The group of each row by name, "" where the file gives none."""
    if grouping is None:
        return [""] * count
    labels = [*grouping.labels, ""]  # code -1, "not given", takes the last
    return [labels[code] for code in grouping.codes.tolist()]


def option_codes(form: RoundForm, answers: Answers) -> tuple[dict[str, list[str]], list[str]]:
    """Per profile question of the round the option of each row ("" for not given), and what has to be said about it."""
    count = answers.scores.shape[0]
    found: dict[str, list[str]] = {}
    warnings: list[str] = []
    for key in form.profile:
        known = PROFILE_FIELD_BY_KEY[key]
        options = {option.label for option in known.options}
        labels = group_labels(answers.profile.get(key), count)
        strange = [label for label in labels if label and label not in options]
        if strange:
            shown = ", ".join(f"'{label}'" for label in list(dict.fromkeys(strange))[:3])
            warnings.append(
                f"{integer(len(strange))} isian {known.title.lower()} tidak ada dalam pilihan ronde ini dan disimpan sebagai "
                f"tidak dijawab: {shown}{' dan lainnya' if len(set(strange)) > 3 else ''}."
            )
        found[key] = [label if label in options else "" for label in labels]
    for key, grouping in answers.profile.items():
        if key not in form.profile:
            warnings.append(f"{grouping.title} tidak ditanyakan dalam ronde ini, maka tidak disimpan.")
    return found, warnings


def service_matches(names: Sequence[str], services: Mapping[int, str]) -> dict[str, int]:
    """Name in the file -> service of the round, where they are the same but for case, blanks and marks.

    Rows that name no service ("") belong to the round's only service, if it has one only.
    """
    by_name: dict[str, list[int]] = {}
    for service_id, name in services.items():
        by_name.setdefault(plain(name), []).append(service_id)
    found: dict[str, int] = {}
    for name in names:
        ids = by_name.get(plain(name), []) if name else list(services)
        if len(ids) == 1:
            found[name] = ids[0]
    return found
