"""Answers as people write them -> scores 1 to 4. Missing is missing; whatever is not clearly one score is bad, never guessed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from cermin.documents.incoming.opening import LostCell
from cermin.documents.incoming.sentences import say
from cermin.documents.messages import Message
from cermin.pure.calc.answers import MISSING_SCORE
from cermin.pure.law.skm import FORM_9, FORM_16, GENERAL_LABELS, Question

BAD_SCORE = -1
"""Code of a bad cell among scores; it never leaves the reader."""

SHOWN_CHARACTERS = 40
"""How much of a bad value is shown."""


def spelled(text: str) -> str:
    """One spelling for comparison: compatible forms and blanks unified, lower case, no full stop at the end."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u200b", "").replace("\ufeff", "")
    return " ".join(folded.split()).rstrip(". ")


def shown(value: object) -> str:
    """A value as shown to the officer: on one line, without control characters, cut short."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        text = f"{value:g}".replace(".", ",")
    elif isinstance(value, dt.datetime):
        text = value.strftime("%d-%m-%Y") if value.time() == dt.time() else value.strftime("%d-%m-%Y %H.%M")
    elif isinstance(value, dt.date):
        text = value.strftime("%d-%m-%Y")
    else:
        text = str(value)
    text = " ".join(
        "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[: 4 * SHOWN_CHARACTERS]).split()
    )
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


_ALL_QUESTIONS: tuple[Question, ...] = FORM_9.questions + FORM_16.questions
_OWNERS: dict[str, tuple[str, ...]] = {}
"""Label -> keys of the elements that have it."""
for _question in _ALL_QUESTIONS:
    for _label in _question.labels:
        _key = spelled(_label)
        if _question.element not in _OWNERS.get(_key, ()):
            _OWNERS[_key] = (*_OWNERS.get(_key, ()), _question.element)

_NUMBER = re.compile(r"([+-]?\d{1,15})(?:[.,](\d{1,15}))?")
_NUMBER_AND_LABEL = re.compile(r"[(\[]?([1-4]|[a-d])(?:[)\].:=]|\s*[-–—]|\s)[\s\-–—.:=]*[(\[]?(.+?)[)\]]?")
_LABEL_AND_NUMBER = re.compile(r"(.+?)[\s\-–—:=]*[(\[]([1-4]|[a-d])[)\]]|(.+?)\s*[-–—:=]\s*([1-4])")
_BLANK = {"", "-", "–", "—"}


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers of one column: labels (one spelling) -> score, and the printed labels of its question."""

    scores: dict[str, int]
    labels: tuple[str, ...]
    element: str

    @classmethod
    def of(cls, element: str, question: Question | None = None) -> Scale:
        """The question's own labels first, then the general ones, then those other forms use for the same element."""
        own = question.labels if question else next(
            (known.labels for known in _ALL_QUESTIONS if known.element == element), GENERAL_LABELS
        )  # fmt: skip
        scores: dict[str, int] = {}
        others = (known.labels for known in _ALL_QUESTIONS if known.element == element)
        for labels in (own, GENERAL_LABELS, *others):
            for score, label in enumerate(labels, 1):
                scores.setdefault(spelled(label), score)
        return cls(scores, own, element)

    def score(self, value: object) -> int:
        """1..4, MISSING_SCORE for blank, BAD_SCORE for anything that is not clearly one answer."""
        if isinstance(value, str):
            return BAD_SCORE if isinstance(value, LostCell) else self._text(spelled(value))
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return MISSING_SCORE if value is None else BAD_SCORE
        return int(value) if value in (1, 2, 3, 4) else BAD_SCORE

    def _text(self, text: str) -> int:
        if text in _BLANK:
            return MISSING_SCORE
        if text in self.scores:
            return self.scores[text]
        single = _single(text)
        if single:
            return single
        both = self._both(text)
        if both and both[0] == both[1]:
            return both[0]
        return BAD_SCORE

    def _both(self, text: str) -> tuple[int, int] | None:
        """Scores of number and label when the text holds both and the label is known here; else None."""
        match = _NUMBER_AND_LABEL.fullmatch(text)
        if match and match[2] in self.scores:
            return _single(match[1]), self.scores[match[2]]
        match = _LABEL_AND_NUMBER.fullmatch(text)
        if match and (match[1] or match[3]) in self.scores:
            return _single(match[2] or match[4]), self.scores[match[1] or match[3]]
        return None

    def complaint(self, value: object) -> Message:
        """What is wrong with a bad value, and the mend."""
        text = shown(value)
        if isinstance(value, LostCell):
            return say("cell_error", value=text) if value else say("cell_formula")
        if isinstance(value, bool):
            return say("cell_logic", value=text)
        if isinstance(value, (dt.date, dt.time, dt.timedelta)):
            return say("cell_date", value=text)
        if isinstance(value, (int, float)):
            return say("cell_range" if float(value).is_integer() else "cell_fraction", value=text)
        return self._text_complaint(spelled(str(value)), text)

    def _text_complaint(self, spelling: str, text: str) -> Message:
        labels = ", ".join(self.labels)
        number = _NUMBER.fullmatch(spelling)
        if number:
            whole = not (number[2] or "").strip("0")
            return say("cell_range" if whole else "cell_fraction", value=text)
        if spelling.startswith("#") and len(spelling) > 1:
            return say("cell_error", value=text)
        if self._both(spelling):
            return say("cell_conflict", value=text)
        if spelling in _OWNERS:
            return say("cell_other_label", value=text, other=", ".join(_OWNERS[spelling]), labels=labels)
        pieces = [piece.strip() for piece in re.split(r"[,;/&+]|\bdan\b", spelling) if piece.strip()]
        if len(pieces) > 1 and all(self._text(piece) > 0 for piece in pieces):
            return say("cell_two", value=text)
        return say("cell_unknown", value=text, labels=labels)


def _single(text: str) -> int:
    """Score of a bare number 1-4 (also "3,0") or letter a-d, 0 for anything else."""
    number = _NUMBER.fullmatch(text)
    if number and not (number[2] or "").strip("0") and 1 <= int(number[1]) <= 4:
        return int(number[1])
    letter = re.fullmatch(r"[(\[]?([a-d])[)\]]?", text)
    return "abcd".index(letter[1]) + 1 if letter else 0


def is_letter(value: object) -> bool:
    """True for an answer written as a bare letter a-d."""
    return isinstance(value, str) and re.fullmatch(r"[(\[]?[a-d][)\].]*", spelled(value)) is not None


def any_score(values: Iterable[object]) -> float | None:
    """Share of scores among the filled values by any scale at all; None when no value is filled."""
    filled = hits = 0
    for value in values:
        text = spelled(value) if isinstance(value, str) else None
        if value is None or text in _BLANK:
            continue
        filled += 1
        if text is None:
            hits += not isinstance(value, bool) and value in (1, 2, 3, 4)
        else:
            match = _NUMBER_AND_LABEL.fullmatch(text)
            hits += bool(_single(text)) or text in _ANY_LABEL or bool(match and match[2] in _ANY_LABEL)
    return hits / filled if filled else None


_ANY_LABEL = {*_OWNERS, *(spelled(label) for label in GENERAL_LABELS)}
