"""Spellings of one answer, and what is never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.documents.incoming.opening import LostCell
from cermin.documents.incoming.scores import BAD_SCORE, Scale, shown
from cermin.pure.law.skm import FORM_9, FORM_16, GENERAL_LABELS, Question

QUESTIONS = (*FORM_9.questions, *FORM_16.questions)


@pytest.mark.parametrize(
    ("value", "score"),
    [
        (3, 3), (3.0, 3), ("3", 3), ("3,0", 3), ("3.00", 3), (" 3 ", 3), ("\u00a03", 3), ("３", 3), ("a", 1), ("D.", 4), ("(c)", 3),
        ("3. Sesuai", 3), ("3 - Sesuai", 3), ("3-Sesuai", 3), ("3 Sesuai", 3), ("(d) Sangat sesuai", 4), ("d. sangat sesuai", 4),
        ("Sangat sesuai (4)", 4), ("Sesuai = 3", 3), ("baik", 3), ("SANGAT  BAIK", 4), ("Lengkap", 3), ("", 0), ("-", 0), (" – ", 0), (None, 0),
    ],
)  # fmt: skip
def test_accepted(value: object, score: int) -> None:
    assert Scale.of("PERSYARATAN").score(value) == score


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0, "cell_range"), (5, "cell_range"), (-3, "cell_range"), (1e300, "cell_range"), (2.5, "cell_fraction"), ("2,5", "cell_fraction"),
        ("5", "cell_range"), ("34", "cell_range"), ("0", "cell_range"), (True, "cell_logic"), (dt.date(2026, 4, 3), "cell_date"),
        (dt.time(3, 4), "cell_date"), (dt.timedelta(3), "cell_date"), (LostCell("#N/A"), "cell_error"), (LostCell(""), "cell_formula"),
        ("#REF!", "cell_error"), ("4 - Tidak sesuai", "cell_conflict"), ("a. Sesuai", "cell_conflict"), ("Gratis", "cell_other_label"),
        ("Cukup mahal", "cell_other_label"), ("3 dan 4", "cell_two"), ("a/b", "cell_two"), ("e", "cell_unknown"), ("TJ", "cell_unknown"),
        ("tidak diisi", "cell_unknown"), ("4 - Gratis", "cell_unknown"), ("3?", "cell_unknown"), (float("nan"), "cell_fraction"),
        (float("inf"), "cell_fraction"),
    ],
)  # fmt: skip
def test_bad(value: object, code: str) -> None:
    scale = Scale.of("PERSYARATAN")
    assert scale.score(value) == BAD_SCORE
    assert scale.complaint(value).code == code
    assert scale.complaint(value).text("en")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: f"{q.code} {q.element}")
def test_own_labels_count_one_to_four(question: Question) -> None:
    scale = Scale.of(question.element, question)
    assert [scale.score(label) for label in question.labels] == [1, 2, 3, 4]
    assert [scale.score(f"{'abcd'[i]}) {label.upper()}") for i, label in enumerate(question.labels)] == [1, 2, 3, 4]


def test_general_labels_fit_every_element() -> None:
    # "Baik" and "Sangat baik" are labels of the facilities too, with the same scores
    for question in QUESTIONS:
        scale = Scale.of(question.element, question)
        assert [scale.score(label) for label in GENERAL_LABELS] == [1, 2, 3, 4]


def test_no_label_means_two_scores_for_one_element() -> None:
    meant: dict[tuple[str, str], int] = {}
    for question in QUESTIONS:
        for score, label in enumerate(question.labels, 1):
            assert meant.setdefault((question.element, label.casefold()), score) == score


def test_shown_values_are_short_and_clean() -> None:
    assert shown("a\tb\x00c\u202ed\n") == "a b c d"
    assert shown("x" * 41) == "x" * 39 + "…"
    assert (shown(2.5), shown(5.0), shown(False)) == ("2,5", "5", "FALSE")
    assert shown(dt.datetime(2026, 4, 3, 8, 5)) == "03-04-2026 08.05"  # noqa: DTZ001 (a cell has no zone)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates(), st.none()))
def test_every_value_is_a_score_missing_or_explained(value: object) -> None:
    scale = Scale.of("BIAYA")
    score = scale.score(value)
    assert score in {-1, 0, 1, 2, 3, 4}
    if score == BAD_SCORE:
        assert scale.complaint(value).text("id")
