"""A language changes words only, and each has all of them."""

from __future__ import annotations

from string import Formatter

import pytest

from cermin.pure.law.profile import PROFILE_FIELDS
from cermin.pure.law.skm import FORMS, GENERAL_LABELS
from cermin.respond.composing import Asked, profile_fields, survey_questions
from cermin.respond.wording import LANGUAGES, wording

QUESTIONS = [
    Asked(question.code, question.text, question.labels) for form in FORMS.values() for question in form.questions
]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_word_with_the_same_places(language: str) -> None:
    record, other = LANGUAGES["id"].interface, LANGUAGES[language].interface
    assert set(other) == set(record)
    assert {key: places(text) for key, text in other.items()} == {key: places(text) for key, text in record.items()}
    assert all(text.strip() == text and text for text in other.values())
    assert len(LANGUAGES[language].months) == 12


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text[:40])
def test_each_question_of_the_two_forms_has_a_helper_and_a_translation(question: Asked) -> None:
    (shown,) = survey_questions([question], "id")
    assert (shown.text, shown.labels, shown.record) == (question.text, question.labels, "")
    assert shown.helper
    (english,) = survey_questions([question], "en")
    assert english.text != question.text
    assert english.record == question.text
    assert len(set(english.labels)) == 4


def test_no_helper_or_translation_of_a_question_that_does_not_exist() -> None:
    texts = {question.text for question in QUESTIONS}
    labels = {label for question in QUESTIONS for label in question.labels} | set(GENERAL_LABELS)
    for language in LANGUAGES.values():
        assert set(language.questions) <= texts
        assert set(language.labels) <= labels


def test_the_scale_keeps_its_order_in_each_language() -> None:
    english = wording("en").labels
    for question in QUESTIONS:
        assert survey_questions([question], "en")[0].labels == tuple(english[label] for label in question.labels)


def test_an_edited_question_keeps_no_helper_and_no_translation() -> None:
    question = Asked("X1", "Seberapa lama Anda menunggu?", ("Lama sekali", "Lama", "Singkat", "Singkat sekali"))
    (indonesian,) = survey_questions([question], "id")
    assert (indonesian.text, indonesian.helper, indonesian.language) == (question.text, "", "id")
    (english,) = survey_questions([question], "en")
    assert (english.text, english.labels, english.language) == (question.text, question.labels, "id")


def test_a_question_with_one_untranslated_label_stays_whole() -> None:
    known = FORMS["skm-9"].questions[0]
    question = Asked("P1", known.text, (*known.labels[:3], "Luar biasa sesuai"))
    assert survey_questions([question], "en")[0].labels == question.labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_profile_codes_are_the_labels_of_record(language: str) -> None:
    asked = {field.key: field for field in profile_fields(language)}
    assert "channel" not in asked
    for field in PROFILE_FIELDS:
        if field.key in asked:
            assert [code for code, _ in asked[field.key].options] == [option.label for option in field.options]
    assert asked["age"].options[0][0] == "< 17 tahun"


def test_english_names_every_profile_option() -> None:
    labels = {option.label for field in PROFILE_FIELDS if field.key != "channel" for option in field.options}
    assert set(wording("en").profile_options) == labels
    assert set(wording("en").profile_titles) == {field.key for field in PROFILE_FIELDS} - {"channel"}


def test_an_unknown_language_falls_back_to_the_language_of_record() -> None:
    assert wording("xx").code == "id"


def test_a_helper_the_unit_wrote_itself_is_shown() -> None:
    asked = Asked(
        "P3", FORMS["skm-9"].questions[2].text, FORMS["skm-9"].questions[2].labels, "Sejak nomor antre dipanggil."
    )
    assert survey_questions([asked], "id")[0].helper == "Sejak nomor antre dipanggil."
