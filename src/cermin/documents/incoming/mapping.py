"""Which column of the file is which: elements by meaning, never by position; whoever contradicts himself is asked.

U codes follow the list of elements (U8 complaints, U9 facilities), P codes the questionnaire (P8 facilities, P9 complaints),
P codes beyond 9 the sixteen-question form. Options of the user come before everything a heading says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cermin.documents.incoming.opening import Sheet
from cermin.documents.incoming.results import ColumnUse, Refusal
from cermin.documents.incoming.scores import Scale, any_score
from cermin.documents.incoming.sentences import say
from cermin.documents.incoming.words import Family, Said, plain, read_heading
from cermin.documents.messages import Message
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY
from cermin.pure.law.skm import ELEMENT_BY_CODE, ELEMENT_BY_KEY, ELEMENTS, FORM_9, FORM_16, Element, Form, Question

SAMPLE_ROWS = 200
"""How many answers are looked at when a heading alone does not tell whether its column holds scores."""

_ROLES = {"layanan": "service", "tanggal": "date", "saran": "comment", "abaikan": "ignored"}
_PROFILE = {
    "jenis_kelamin": "gender", "usia": "age", "pendidikan": "education", "pekerjaan": "occupation",
    "disabilitas": "disability", "saluran": "channel", **{key: key for key in PROFILE_FIELD_BY_KEY},
}  # fmt: skip
OWN_ELEMENT = "unsur"
"""Target of an option that makes a column an element of the unit's own, named by its heading."""

TARGETS = (
    "U1-U9, P1-P16, unsur, " + ", ".join(e.key for e in ELEMENTS) + ", layanan, tanggal, saran, "
    "jenis_kelamin, usia, pendidikan, pekerjaan, disabilitas, saluran, abaikan"
)


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column of scores. position: in the sheet's rows; question: its code in `Answers.questions`."""

    position: int
    element: Element
    question: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole mapping. answers in the order of the list, then of the form; positions are those of the sheet's rows."""

    uses: tuple[ColumnUse, ...]
    answers: tuple[AnswerColumn, ...]
    form: str
    service: int | None
    profile: tuple[tuple[str, int], ...]
    comments: tuple[int, ...]
    warnings: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column under discussion. target: what an option made of it, "" without one."""

    position: int
    letter: str
    heading: str
    said: Said
    target: str = ""

    @property
    def title(self) -> str:
        return f"{self.letter} '{self.heading}'"


def option_positions(sheet: Sheet, options: Sequence[tuple[str, str]]) -> list[int]:
    """Positions of columns that options name by letter."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    letters = {sheet.letter(position): position for position in range(width)}
    return [letters[name.upper()] for name, target in options if name.upper() in letters and target != "abaikan"]


def layout(sheet: Sheet, headings: Sequence[str], first_answer: int, options: Sequence[tuple[str, str]]) -> Layout:
    """Map the columns under `headings`; data start at row `first_answer`. Raises Refusal with the question to be answered."""
    columns = [_Column(p, sheet.letter(p), heading, read_heading(heading)) for p, heading in enumerate(headings)]
    columns = _with_options(columns, options)
    columns = [_by_content(column, sheet.rows[first_answer : first_answer + SAMPLE_ROWS]) for column in columns]
    return _Mapper(columns, sheet.rows[first_answer : first_answer + SAMPLE_ROWS]).layout()


def _with_options(columns: list[_Column], options: Sequence[tuple[str, str]]) -> list[_Column]:
    chosen: dict[int, str] = {}
    for name, target in options:
        wanted = plain(name)
        found = [c for c in columns if wanted and wanted in {plain(t) for t in (c.heading, *c.heading.split(" / "))}]
        found = found or [c for c in columns if c.letter == name.strip().upper()]
        if not found:
            listed = ", ".join(f"{c.letter} '{c.heading}'" for c in columns if c.heading)[:600]
            raise Refusal(say("option_heading", column=name, target=target, headings=listed))
        if len(found) > 1:
            letters = ", ".join(c.letter for c in found)
            raise Refusal(say("option_twice", column=name, target=target, letters=letters))
        chosen[found[0].position] = _target(name, target)
    return [replace(column, target=chosen.get(column.position, "")) for column in columns]


def _target(name: str, target: str) -> str:
    """The target in its standard spelling."""
    text = target.strip()
    lower, upper = text.casefold().replace(" ", "_"), text.upper()
    if lower in _ROLES or lower in _PROFILE or lower == OWN_ELEMENT:
        return lower
    if upper in ELEMENT_BY_KEY or re.fullmatch(r"U([1-9]|1\d|20)|P([1-9]|1[0-6])", upper):
        return upper
    raise Refusal(say("option_target", column=name, target=target, targets=TARGETS))


def _by_content(column: _Column, rows: Sequence[Sequence[object]]) -> _Column:
    """A heading that only its words make an answer, over a column without scores, is a comment or something else."""
    said = column.said
    if column.target or said.role != "answer" or said.family or said.question:
        return column
    share = any_score(row[column.position] for row in rows)
    if share is None or share >= 0.5:
        return column
    comment = "PENGADUAN" in said.elements
    return replace(column, said=Said("comment" if comment else "unknown"))


class _Mapper:
    def __init__(self, columns: list[_Column], sample: Sequence[Sequence[object]]) -> None:
        self.columns = columns
        self.sample = sample
        self.warnings: list[Message] = []
        self.form = self._choose_form()

    # --- the form -----------------------------------------------------------------------------------------------

    def _code(self, column: _Column) -> tuple[Family | None, int]:
        """Code of a column: that of the option, else that of the heading."""
        if column.target:
            match = re.fullmatch(r"([UP])(\d+)", column.target)
            return (("U" if match[1] == "U" else "P"), int(match[2])) if match else (None, 0)
        return column.said.family, column.said.number

    def _choose_form(self) -> Form | None:
        """The form the P codes or whole questions belong to; None when elements are named by U codes or words only."""
        coded = [(column, *self._code(column)) for column in self.columns]
        listed = [column for column, family, _ in coded if family == "U"]
        formed = [column for column, family, _ in coded if family == "P"]
        if listed and formed:
            raise Refusal(
                say(
                    "mixed_codes",
                    list_codes=", ".join(column.title for column in listed[:4]),
                    form_codes=", ".join(column.title for column in formed[:4]),
                    letter=formed[0].letter,
                )
            )
        whole = [c.said.question for c in self.columns if c.said.question and not c.target]
        sixteen = sum(question in FORM_16.questions for question in whole)
        if any(number > 9 for _, family, number in coded if family == "P") or sixteen * 2 > len(whole):
            return FORM_16
        return FORM_9 if formed or whole else None

    # --- answers ------------------------------------------------------------------------------------------------

    def _asked(self, column: _Column) -> tuple[Element, str, Question | None, str] | None:
        """Element, question code, question of the form and how it was found; None when the column holds no answers."""
        said, target = column.said, column.target
        if target and (target in _ROLES or target in _PROFILE):
            return None
        if target in ELEMENT_BY_KEY:
            return self._element(ELEMENT_BY_KEY[target], said.code, "option")
        if target == OWN_ELEMENT:
            return self._own(column, 0), said.code or "", None, "option"
        family, number = self._code(column)
        how = "option" if target else "code"
        if family == "U":
            element = ELEMENT_BY_CODE.get(f"U{number}") or self._own(column, number)
            self._check(column, element)
            return element, f"U{number}", None, how
        if family == "P":
            form = self.form or FORM_9
            question = next((q for q in form.questions if q.number == number), None)
            if question is None:
                raise Refusal(say("unknown_question", letter=column.letter, heading=column.heading, coded=f"P{number}"))
            element = ELEMENT_BY_KEY[question.element]
            self._check(column, element)
            return element, question.code, question, how
        if said.role != "answer":
            if len(said.elements) > 1 and said.role == "unknown" and (self._share(column) or 0) >= 0.9:
                self._ask_words(column)
            return None
        if said.question:
            question = said.question
            if self.form and question not in self.form.questions:  # a stray question of the other form
                return self._element(ELEMENT_BY_KEY[question.element], "", "text")
            return ELEMENT_BY_KEY[question.element], question.code, question, "text"
        return self._element(ELEMENT_BY_KEY[said.elements[0]], "", "text")

    def _element(self, element: Element, code: str, how: str) -> tuple[Element, str, Question | None, str]:
        """A column named by its element: its question is the form's only one, if the form has one only."""
        if self.form:
            questions = [q for q in self.form.questions if q.element == element.key]
            if len(questions) == 1:
                return element, questions[0].code, questions[0], how
            return element, code or element.code, None, how
        return element, element.code, None, how

    def _own(self, column: _Column, number: int) -> Element:
        """An element of the unit's own, with key, code and name from its heading."""
        words = (
            re.sub(r"^\W*(?:u|unsur)[\s._-]*\d+\W*", "", column.heading, flags=re.IGNORECASE)
            if number
            else column.heading
        )
        name = " ".join(words.strip("[](){} .:_-").split())[:120]
        code = f"U{number}" if number else ""
        name = name or f"Unsur {number}"
        key = re.sub(r"\W+", "_", plain(name)).upper() or code
        key = f"{key}_SENDIRI" if key in ELEMENT_BY_KEY else key
        return Element(key, code, name, name if len(name) <= 24 else name[:23].rstrip() + "…")

    def _check(self, column: _Column, element: Element) -> None:
        """Stop when the words of a heading mean another element than its code."""
        meant = column.said.elements
        if column.target or not meant or element.key in meant:
            return
        if element.key not in ELEMENT_BY_KEY and len(meant) != 1:
            return
        other = ELEMENT_BY_KEY[meant[0]]
        raise Refusal(
            say(
                "contradiction",
                letter=column.letter,
                heading=column.heading,
                coded=column.said.code,
                by_code=element.name,
                by_words=other.name,
                key_code=element.key if element.key in ELEMENT_BY_KEY else OWN_ELEMENT,
                key_words=other.key,
            )
        )

    def _ask_words(self, column: _Column) -> None:
        elements = [ELEMENT_BY_KEY[key] for key in column.said.elements]
        names = ", ".join(element.name for element in elements)
        raise Refusal(
            say("ambiguous_words", letter=column.letter, heading=column.heading, elements=names, key=elements[0].key)
        )

    def _share(self, column: _Column) -> float | None:
        return any_score(row[column.position] for row in self.sample)

    # --- all columns --------------------------------------------------------------------------------------------

    def layout(self) -> Layout:
        answers: list[AnswerColumn] = []
        uses: list[ColumnUse] = []
        taken: dict[str, _Column] = {}
        singles: dict[str, _Column] = {}
        service: int | None = None
        profile: dict[str, int] = {}
        comments: list[int] = []
        for column in self.columns:
            asked = self._asked(column)
            if asked:
                element, code, question, how = asked
                element, code = self._numbered(element, code, taken)
                self._claim(element, code, column, taken, singles)
                answers.append(AnswerColumn(column.position, element, code, Scale.of(element.key, question)))
                role = "question" if self.form else "element"
                uses.append(ColumnUse(column.letter, column.heading, role, code if self.form else element.key, how))
                continue
            role, target = self._other_role(column)
            how = "option" if column.target else "heading"
            if role == "service":
                if service is None:
                    service = column.position
                else:
                    role = self._second(column, "jenis layanan", service)
            elif role == "profile":
                if target not in profile:
                    profile[target] = column.position
                else:
                    role = self._second(column, PROFILE_FIELD_BY_KEY[target].title, profile[target])
                    target = ""
            elif role == "comment":
                comments.append(column.position)
            if column.heading or role != "ignored":
                uses.append(ColumnUse(column.letter, column.heading, role, target, how))
        order = {element.key: index for index, element in enumerate(ELEMENTS)}
        answers.sort(
            key=lambda a: (order.get(a.element.key, len(order)), _natural(a.element.code), _natural(a.question))
        )
        self._warn(answers)
        return Layout(
            tuple(uses),
            tuple(answers),
            self._form_key(answers),
            service,
            tuple(profile.items()),
            tuple(comments),
            tuple(self.warnings),
        )

    def _numbered(self, element: Element, code: str, taken: dict[str, _Column]) -> tuple[Element, str]:
        """An own element without a number gets the next free one after the nine."""
        if not element.code:
            used = {number for column in self.columns if (number := self._code(column)[1])} | {
                int(t[1:]) for t in taken if t[0] == "U"
            }
            element = replace(element, code=f"U{max({9} | used) + 1}")
        return element, code or element.code

    def _claim(
        self, element: Element, code: str, column: _Column, taken: dict[str, _Column], singles: dict[str, _Column]
    ) -> None:
        """Refuse a second column for one question, or for one element where the form asks it once."""
        first = taken.get(code)
        if first is None and not (self.form is FORM_16 and code.startswith("P")):
            first = singles.get(element.key)
        if first is not None:
            target = f"{code} ({element.name})"
            raise Refusal(say("duplicate", target=target, first=first.title, second=column.title, letter=column.letter))
        taken[code] = column
        singles.setdefault(element.key, column)

    def _other_role(self, column: _Column) -> tuple[str, str]:
        """Role and target of a column without answers."""
        if column.target:
            if column.target in _ROLES:
                return _ROLES[column.target], ""
            return "profile", _PROFILE[column.target]
        said = column.said
        if said.role in ("service", "date", "comment"):
            return said.role, ""
        if said.role == "profile":
            return "profile", said.target
        if said.role == "personal":
            return "ignored", "data pribadi tidak dibaca"
        if said.role == "unknown" and column.heading and (self._share(column) or 0) >= 0.9:
            self.warnings.append(say("unused_scores", letter=column.letter, heading=column.heading))
        return "ignored", ""

    def _second(self, column: _Column, title: str, first: int) -> str:
        self.warnings.append(
            say(
                "second_column",
                letter=column.letter,
                heading=column.heading,
                title=title.lower(),
                first=self.columns[first].title,
            )
        )
        return "ignored"

    # --- what is said about it ------------------------------------------------------------------------------------

    def _form_key(self, answers: Sequence[AnswerColumn]) -> str:
        """ "skm-16", "skm-9" for the nine elements asked once each, else "other"."""
        if self.form is FORM_16 and {a.question for a in answers} == {q.code for q in FORM_16.questions}:
            return FORM_16.key
        nine = sorted(a.element.key for a in answers) == sorted(ELEMENT_BY_KEY)
        return FORM_9.key if nine else "other"

    def _warn(self, answers: Sequence[AnswerColumn]) -> None:
        bare = {self._code(c): c for c in self.columns if not c.target and c.said.family and not c.said.elements}
        for family, code, numbers in (("U", "list_order", (8, 9)), ("P", "form_order", (8, 9))):
            found = [f"{family}{number}" for number in numbers if (family, number) in bare]
            if found and not (family == "P" and self.form is FORM_16):
                self.warnings.append(say(code, codes=", ".join(found)))
        if self.form is FORM_16:
            if any(family == "P" for family, _ in bare):
                self.warnings.append(say("form_16_order"))
            absent = [q.code for q in FORM_16.questions if q.code not in {a.question for a in answers}]
            if absent:
                self.warnings.append(say("partial_form_16", missing=", ".join(absent)))
        keys = dict.fromkeys(a.element.key for a in answers)
        missing = [e.name for e in ELEMENTS if e.key not in keys]
        extra = [a.element.name for a in answers if a.element.key not in ELEMENT_BY_KEY]
        if answers and (missing or extra):
            self.warnings.append(
                say(
                    "element_count",
                    count=len(keys),
                    missing=", ".join(missing) or "-",
                    extra=", ".join(extra) or "-",
                )
            )


def _natural(code: str) -> tuple[str, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", code)
    return (match[1], int(match[2])) if match else (code, 0)
