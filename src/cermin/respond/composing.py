"""From forms of record to the questions and profile fields a page shows in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cermin.pure.law.profile import PROFILE_FIELDS
from cermin.respond.survey import SurveyField, SurveyQuestion
from cermin.respond.wording import wording

_NOT_ASKED = ("channel",)
"""Profile fields of the law data that the server knows itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a frozen instrument. `helper`: a line the unit wrote itself, "" for none."""

    code: str
    text: str
    labels: tuple[str, str, str, str]
    helper: str = ""


def survey_questions(questions: Iterable[Asked], language: str) -> tuple[SurveyQuestion, ...]:
    """The questions in `language`, numbered as the page shows them.

    Where the language has no translation of a question or of one of its labels, the whole question stays in the language of
    record: a scale half in one language is no scale.
    """
    words = wording(language)
    made = []
    for number, question in enumerate(questions, 1):
        found = words.questions.get(question.text)
        labels = tuple(words.labels.get(label, "") for label in question.labels)
        if found and found.text and all(labels):
            one, two, three, four = labels
            made.append(
                SurveyQuestion(
                    number, question.code, found.text, found.helper, (one, two, three, four), question.text, words.code
                )
            )
        else:
            helper = question.helper or (found.helper if found and words.code == "id" else "")
            made.append(SurveyQuestion(number, question.code, question.text, helper, question.labels))
    return tuple(made)


def profile_fields(language: str, keys: Iterable[str] | None = None) -> tuple[SurveyField, ...]:
    """The profile questions in `language`, in the order of the law data; only those in `keys` when given.

    The code that is stored is the option's label of record, so that it means the same for ever and in every language.
    """
    words = wording(language)
    wanted = None if keys is None else set(keys)
    return tuple(
        SurveyField(
            key=field.key,
            title=words.profile_titles.get(field.key, field.title),
            options=tuple(
                (option.label, words.profile_options.get(option.label, option.label)) for option in field.options
            ),
            why=words.profile_reasons.get(field.key, ""),
        )
        for field in PROFILE_FIELDS
        if field.key not in _NOT_ASKED and (wanted is None or field.key in wanted)
    )
