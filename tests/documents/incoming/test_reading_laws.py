"""Laws of reading: whatever the spelling, the order of columns or rows, and the format, the scores come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.incoming.handmade import answers_csv, book, read, scores

from cermin.pure.law.skm import FORM_9, GENERAL_LABELS, Question

QUESTIONS = FORM_9.questions
SCORES = st.lists(st.lists(st.integers(0, 4), min_size=9, max_size=9).filter(any), min_size=1, max_size=8)


def spellings(question: Question, score: int) -> list[object]:
    """Ways to write one answer."""
    if score == 0:
        return ["", "-", None]
    own, letter = question.labels[score - 1], "abcd"[score - 1]
    return [
        score, float(score), str(score), f"{score},0", f" {score} ", letter, letter.upper(), f"{letter}. {own}", f"{score} - {own}",
        own, own.upper(), f"  {own.lower()} ", f"{own} ({score})", GENERAL_LABELS[score - 1],
    ]  # fmt: skip


def headings(question: Question) -> list[str]:
    """Ways to name one question; bare P8 and P9 are among them because they follow the form."""
    return [
        question.code, question.code.lower(), f"[{question.code}]", f"SKM[{question.code}]", f"Pertanyaan {question.number}",
        f"{question.code}. {question.text}",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(table=SCORES, order=st.permutations(range(9)), data=st.data(), kind=st.sampled_from(["csv;", "csv,", "xlsx"]))
def test_scores_come_back_in_any_accepted_spelling(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[int]], order: list[int], data: Any, kind: str
) -> None:
    heads = [data.draw(st.sampled_from(headings(QUESTIONS[i]))) for i in order]
    rows = [[data.draw(st.sampled_from(spellings(QUESTIONS[i], row[i]))) for i in order] for row in table]
    folder: Path = tmp_path_factory.mktemp("hukum")
    if kind == "xlsx":
        path = book(folder / "data.xlsx", heads, *rows)
    else:
        mark = kind[-1]

        def field(value: object) -> str:
            return "" if value is None else f'"{value}"'

        text = "\n".join(mark.join(field(value) for value in row) for row in [heads, *rows])
        path = answers_csv(folder / "data.csv", text + "\n")
    outcome = read(path)
    assert outcome.errors == ()
    answers = outcome.answers
    assert answers is not None
    by_code = {code: answers.scores[:, i].tolist() for i, code in enumerate(answers.questions)}
    assert by_code == {question.code: [row[i] for row in table] for i, question in enumerate(QUESTIONS)}
    assert outcome.form == "skm-9"


@settings(max_examples=30, deadline=None)
@given(table=SCORES, bad=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 8)), max_size=5, unique=True))
def test_good_and_left_out_rows_add_up(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[int]], bad: list[tuple[int, int]]
) -> None:
    rows: list[list[object]] = [["KTP", *[value or None for value in row]] for row in table]
    hit = {(row, column) for row, column in bad if row < len(rows)}
    for row, column in hit:
        rows[row][1 + column] = 7
    path = book(tmp_path_factory.mktemp("jumlah") / "data.xlsx", ["Layanan", *[f"U{n}" for n in range(1, 10)]], *rows)
    outcome = read(path)
    assert {e.address for e in outcome.errors} == {f"{'BCDEFGHIJ'[column]}{row + 2}" for row, column in hit}
    good = [row for i, row in enumerate(table) if all(r != i for r, _ in hit)]
    assert outcome.rows_read == len(table) == len(good) + sum(count for _, count in outcome.left_out)
    if good:
        assert scores(outcome)["U8"] == [row[7] for row in good]
    else:
        assert outcome.answers is None
