"""hasil.json: its figures, what it never shows, its page of reference, and the way back as the next period's previous result."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.skm.sample_report import (
    empty_element,
    hidden,
    of_form,
    profile_of,
    public,
    report_of,
    skewed,
)
from tests.pure.calc.test_index import answers_of, score_tables

from cermin.documents.skm.result_json import dump, hitung_json, recap_json, result_to_json
from cermin.documents.skm.result_reading import load_result, load_unit_figure
from cermin.documents.skm.shape import FollowUp
from cermin.pure.calc.answers import Answers
from cermin.pure.calc.change import summarise
from cermin.pure.calc.recap import combine
from cermin.pure.calc.survey import evaluate_survey
from cermin.pure.law.skm import FORM_9

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "hasil-json.md"


def half_up(value: Fraction, places: int) -> str:
    """Rounding written again with the decimal module (exact here: the numerators are small)."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}"


def column_mean(given: Answers, column: int) -> Fraction:
    filled = [int(value) for value in given.scores[:, column] if value]
    return Fraction(sum(filled), len(filled))


def test_the_figures_are_those_of_the_rows() -> None:
    """Sixteen questions with gaps: an element's mean is the mean of its questions, each over its own filled answers."""
    report = hidden()
    found = result_to_json(report)
    columns = [[0, 1], [2, 3, 4], [5], [6, 7, 8], [9], [10], [11, 12, 13], [14], [15]]
    means = [sum((column_mean(report.answers, column) for column in own), Fraction(0)) / len(own) for own in columns]
    assert [part["mean"] for part in found["elements"]] == [half_up(mean, 4) for mean in means]
    assert [part["converted"] for part in found["elements"]] == [half_up(mean * 25, 2) for mean in means]
    assert [part["weighted"] for part in found["elements"]] == [half_up(mean / 9, 4) for mean in means]
    scores = report.answers.scores
    assert [part["respondents"] for part in found["elements"]] == [
        int(scores[:, own].any(axis=1).sum()) for own in columns
    ]
    assert [part["answers"] for part in found["elements"]] == [int(np.count_nonzero(scores[:, own])) for own in columns]
    exact = sum(means, Fraction(0)) / 9 * 25
    assert found["index"] == half_up(exact, 2)
    assert found["index_exact"] == f"{exact.numerator}/{exact.denominator}"
    assert found["respondents"] == 101
    assert found["complete"] == int((scores != 0).all(axis=1).sum()) < 101
    assert {part["method"]: (part["weight"], part["index"]) for part in found["conventions"]} == {
        "exact": ("1/9", half_up(exact, 2)),
        "0.111": ("111/1000", half_up(sum(means, Fraction(0)) * Fraction(111, 1000) * 25, 2)),
        "0.11": ("11/100", half_up(sum(means, Fraction(0)) * Fraction(11, 100) * 25, 2)),
    }


def test_the_public_rows() -> None:
    """1389 points on 441 answers. Facilities are question 8 and element U9, complaints question 9 and U8."""
    found = result_to_json(public())
    assert (found["index"], found["index_exact"], found["grade"], found["performance"]) == (
        "78.74",
        "11575/147",
        "B",
        "Baik",
    )
    assert (found["respondents"], found["complete"], found["method"]) == (49, 49, "exact")
    assert [(part["code"], part["element"], part["questions"]) for part in found["elements"]][7:] == [
        ("U8", "PENGADUAN", ["P9"]),
        ("U9", "SARPRAS", ["P8"]),
    ]
    assert found["excluded"] == [{"reason": "nilai di luar 1 sampai 4", "rows": 2}]
    assert (found["input_sha256"], found["version"], found["population"]) == ("ab" * 32, "0.1.0", 55)
    assert found["sample"]["minimum"] == 48  # row 55 of the table by Krejcie and Morgan
    assert found["sample"]["reached"] is True
    assert [point["label"] for point in found["trend"]] == ["Semester II Tahun 2025", "Semester I Tahun 2026"]


def test_the_interval_is_two_decimals_as_text_or_null_with_the_reason() -> None:
    report = hidden()
    found = result_to_json(report)["interval"]
    assert set(found) == {"low", "high", "level", "method", "population"}
    assert all(re.fullmatch(r"\d{2,3}\.\d{2}", found[bound]) for bound in ("low", "high"))
    assert (found["level"], found["population"]) == (0.95, 900)
    quick = evaluate_survey(report.answers, with_statistics=False)
    without = hitung_json(quick, report.input, "0.1.0")
    assert without["interval"] is None
    assert without["interval_reason"] == "selang tidak diminta"
    assert without["index"] == result_to_json(report)["index"]


def test_small_groups_appear_with_a_reason_and_without_a_number() -> None:
    """Of 77, 20 and 4 the four are hidden, and the twenty too: 101 minus 77 minus 20 would give the four away."""
    found = result_to_json(hidden())
    first, second, third = found["services"]["groups"]
    assert (first["label"], first["respondents"]) == ("Izin Tempat", 77)
    assert first["index"] is not None
    assert len(first["elements"]) == 9
    for covered in (second, third):
        assert (covered["respondents"], covered["index"], covered["grade"], covered["elements"]) == (None,) * 4
    assert second["reason"] == "disembunyikan agar kelompok kecil lain tidak dapat dihitung balik"
    assert third["reason"] == "kelompok terlalu kecil"
    gender = found["profile"][0]
    assert [group["respondents"] for group in gender["groups"]] == [None, None]
    assert [group["index"] for group in gender["groups"]] == [None, None]


def test_hidden_sizes_leave_no_trace_in_the_file() -> None:
    """The same scores with other people in the hidden groups give the same file, byte for byte."""
    assert [group.count for group in hidden().result.services.groups] == [77, None, None]  # type: ignore[union-attr]
    assert dump(hidden(moved=True)) == dump(hidden())


def test_what_hitung_prints_has_the_same_keys_and_needs_no_unit() -> None:
    report = public()
    whole = result_to_json(report)
    printed = hitung_json(report.result, report.input, report.version)
    assert {key: whole[key] for key in printed} == printed
    promised = "respondents complete index grade performance method interval elements conventions services excluded"
    assert {*promised.split(), "input_sha256", "version"} <= set(printed)


def test_the_text_is_stable_and_ends_with_a_line_break() -> None:
    text = dump(public())
    assert text == dump(public())
    assert text.endswith("}\n")
    assert json.loads(text) == result_to_json(public())


def keys_of(value: Any, place: str = "") -> set[str]:
    if isinstance(value, dict):
        return {f"{place}{key}" for key in value} | {
            found for key, part in value.items() for found in keys_of(part, f"{place}{key}.")
        }
    if isinstance(value, list):
        return {found for part in value for found in keys_of(part, place)}
    return set()


def test_the_page_of_reference_describes_every_key_and_no_other() -> None:
    described = set(re.findall(r"^\| `([\w.]+)` \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE))
    assert described == keys_of(result_to_json(public()))


def test_an_element_that_nobody_answered_leaves_no_index_and_no_zero() -> None:
    report = empty_element()
    found = result_to_json(report)
    assert (found["index"], found["grade"], found["interval"], found["index_exact"]) == (None,) * 4
    assert found["index_reason"] == "ada unsur yang tidak dijawab seorang pun"
    empty = found["elements"][3]
    assert (empty["mean"], empty["grade"], empty["converted"], empty["respondents"]) == (None, None, None, 0)
    assert found["conventions"] == []
    assert len(found["summary"]["elements"]) == 8
    period, figure = load_unit_figure(dump(report).encode())
    assert (period, figure.name, figure.exact) == ("Semester I Tahun 2026", "Kantor Layanan Karangan", None)


def test_read_back_it_is_the_period_that_was_written() -> None:
    report = public()
    before = load_result(dump(report).encode())
    index = report.result.index
    assert (before.unit, before.period, before.value, before.exact) == (
        "Kantor Layanan Karangan",
        "Semester I Tahun 2026",
        index.value,
        index.exact,
    )
    assert before.trend == report.trend
    fresh = summarise(report.result, report.profile.period)
    assert (before.summary.n, before.summary.label) == (fresh.n, fresh.label)
    for old, new in zip(before.summary.elements, fresh.elements, strict=True):
        assert (old.key, old.mean, old.respondents, old.counts) == (new.key, new.mean, new.respondents, new.counts)
        assert old.sd is not None
        assert new.sd is not None
        assert abs(old.sd - new.sd) < 1e-6
    assert before.plan == report.profile.plan


def test_the_plan_also_holds_the_weakest_elements_it_does_not_name() -> None:
    """By hand from the column sums: U1 138, U2 139 and U9 145 points are the lowest of the nine (49 answers each)."""
    totals = sorted((part["total"], part["code"]) for part in result_to_json(public())["elements"])
    report = replace(public(), profile=replace(public().profile, plan=public().profile.plan[2:]))
    planned = [line["element"] for line in result_to_json(report)["plan"]]
    assert [code for _, code in totals[:3]] == ["U1", "U2", "U9"]
    assert planned == ["U9", "U1", "U2"]


def test_the_sixteen_questions_come_back_without_counts() -> None:
    """An element of several questions has no single row of counts."""
    before = load_result(dump(hidden()).encode())
    assert [element.counts is None for element in before.summary.elements] == [
        size > 1 for size in (2, 3, 1, 3, 1, 1, 3, 1, 1)
    ]


def test_a_long_history_of_many_different_divisors_is_read_back() -> None:
    """With another number of answers to each of 40 questions the exact fraction is far longer than a hundred digits."""
    random = np.random.default_rng(5)
    scores = random.integers(1, 5, (400, 40)).astype(np.int8)
    for column in range(40):
        scores[: 3 * column, column] = 0
    report = report_of(answers_of(scores), profile_of(), "other")
    assert report.result.index.exact is not None
    assert len(str(report.result.index.exact)) > 100
    assert load_result(dump(report).encode()).exact == report.result.index.exact


def test_long_texts_of_the_officer_come_back_whole() -> None:
    line = FollowUp("U9", "Menambah kursi. " * 200, "Triwulan III " * 40, "pendek", "Kepala Unit " * 60, "foto " * 200)
    report = replace(public(), profile=profile_of(plan=(line,), period="Semester I Tahun 2026 " * 9))
    assert load_result(dump(report).encode()).plan[0].activity == line.activity.strip()


@settings(max_examples=150, deadline=None)
@given(score_tables(), st.one_of(st.none(), st.integers(12, 10_000)))
def test_whatever_was_answered_comes_back(table: tuple[np.ndarray, tuple[int, ...]], population: int | None) -> None:
    """Round trip: the index exactly, the trend as printed, and a comparison of the period with itself finds no change."""
    scores, sizes = table
    report = report_of(answers_of(scores, sizes), profile_of(population=population), "other")
    text = dump(report)
    _, figure = load_unit_figure(text.encode())
    assert figure.exact == report.result.index.exact
    if report.result.index.exact is None:
        return
    before = load_result(text.encode())
    assert before.exact == report.result.index.exact
    assert before.value == report.result.index.value
    assert before.trend == report.trend
    assert [(e.key, e.mean) for e in before.summary.elements] == [(e.key, e.mean) for e in figure.elements]
    again = report_of(report.answers, report.profile, "other", previous=before)
    assert again.change is not None
    assert again.change.index.verdict.value == "same"
    assert len(again.trend) == len(report.trend) + 1


def test_the_recap_as_json_names_both_conventions_and_the_unit_without_result() -> None:
    written = [
        report_of(of_form(FORM_9, skewed(rows, 9, rows)), profile_of(unit), FORM_9.key)
        for rows, unit in ((40, "Unit A"), (120, "Unit B"))
    ]
    written.append(replace(empty_element(), profile=profile_of("Unit C")))
    figures = [load_unit_figure(dump(report).encode())[1] for report in written]
    found = recap_json(combine(figures, obliged=5), figures)
    first, second = (report.result.index.exact for report in written[:2])
    assert first is not None
    assert second is not None
    assert found["simple"] == half_up((first + second) / 2, 2)
    assert found["weighted"] == half_up((first + 3 * second) / 4, 2)
    assert found["coverage"] == {"counted": 2, "obliged": 5, "missing": ["Unit C"]}
    assert [unit["index"] for unit in found["units"]] == [half_up(first, 2), half_up(second, 2), None]
