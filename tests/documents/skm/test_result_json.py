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
from tests.documents.skm.report_sample import answers, elements_of, facts, form_report, nine, profile, report_of
from tests.pure.calc.test_index import answers_of, score_tables

from cermin.documents.skm.result_json import dump, hitung_json, recap_json, result_to_json
from cermin.documents.skm.result_reading import load_result, load_unit_figure
from cermin.documents.skm.shape import FollowUp
from cermin.pure.calc.answers import Answers
from cermin.pure.calc.change import summarise
from cermin.pure.calc.recap import combine
from cermin.pure.calc.survey import evaluate_survey
from cermin.pure.law.skm import FORM_9, FORM_16

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "hasil-json.md"


def half_up(value: Fraction, places: int) -> str:
    """Rounding written again with the decimal module (exact here: the numerators are small)."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}"


def column_mean(given: Answers, column: int) -> Fraction:
    filled = [int(value) for value in given.scores[:, column] if value]
    return Fraction(sum(filled), len(filled))


def test_the_figures_are_those_of_the_rows() -> None:
    report = nine()
    found = result_to_json(report)
    # The columns stand in the order of the form: facilities are question 8 and element U9, complaints question 9 and U8.
    order = [0, 1, 2, 3, 4, 5, 6, 8, 7]
    means = [column_mean(report.answers, column) for column in order]
    assert [part["mean"] for part in found["elements"]] == [half_up(mean, 4) for mean in means]
    assert [part["code"] for part in found["elements"]] == [f"U{number}" for number in range(1, 10)]
    assert [part["questions"] for part in found["elements"]][7:] == [["P9"], ["P8"]]
    assert [part["respondents"] for part in found["elements"]] == [
        int(np.count_nonzero(report.answers.scores[:, column])) for column in order
    ]
    exact = sum(means, Fraction(0)) / 9 * 25
    assert found["index"] == half_up(exact, 2)
    assert found["index_exact"] == f"{exact.numerator}/{exact.denominator}"
    assert found["respondents"] == 40
    assert found["complete"] == int((report.answers.scores != 0).all(axis=1).sum()) < 40
    assert found["method"] == "exact"
    weights = {part["method"]: part["weight"] for part in found["conventions"]}
    assert weights == {"exact": "1/9", "0.111": "111/1000", "0.11": "11/100"}
    assert {part["method"]: part["index"] for part in found["conventions"]} == {
        "exact": half_up(exact, 2),
        "0.111": half_up(sum(means, Fraction(0)) * Fraction(111, 1000) * 25, 2),
        "0.11": half_up(sum(means, Fraction(0)) * Fraction(11, 100) * 25, 2),
    }
    assert found["excluded"] == [{"reason": "tidak ada nilai sama sekali", "rows": 3}]
    assert (found["input_sha256"], found["version"], found["population"]) == ("5f" * 32, "0.1.0", 320)
    assert found["sample"]["minimum"] == 175  # row 320 of the table by Krejcie and Morgan
    assert found["sample"]["reached"] is False
    assert [point["label"] for point in found["trend"]] == ["Semester II Tahun 2025", "Semester I Tahun 2026"]


def test_the_interval_is_two_decimals_as_text_or_null_with_the_reason() -> None:
    found = result_to_json(nine())["interval"]
    assert set(found) == {"low", "high", "level", "method", "population"}
    assert all(re.fullmatch(r"\d{2,3}\.\d{2}", found[bound]) for bound in ("low", "high"))
    assert (found["level"], found["population"]) == (0.95, 320)
    quick = evaluate_survey(answers(), with_statistics=False)
    without = hitung_json(quick, facts(FORM_9.key), "0.1.0")
    assert without["interval"] is None
    assert without["interval_reason"] == "selang tidak diminta"
    assert without["index"] == result_to_json(nine())["index"]


def test_small_groups_appear_with_a_reason_and_without_a_number() -> None:
    """Of 22, 15 and 3 the three are hidden, and the fifteen too: 40 minus 22 minus 15 would give the three away."""
    found = result_to_json(nine())
    first, second, third = found["services"]["groups"]
    assert (first["label"], first["respondents"]) == ("Loket A", 22)
    assert first["index"] is not None
    assert len(first["elements"]) == 9
    for hidden in (second, third):
        assert (hidden["respondents"], hidden["index"], hidden["grade"], hidden["elements"]) == (None,) * 4
    assert second["reason"] == "disembunyikan agar kelompok kecil lain tidak dapat dihitung balik"
    assert third["reason"] == "kelompok terlalu kecil"
    (gender,) = found["profile"]
    assert [group["respondents"] for group in gender["groups"]] == [20, None, None]
    assert gender["not_given"] is None


def test_hidden_figures_are_nowhere_in_the_file() -> None:
    """Not the index of a hidden service either, under no key."""
    report = nine()
    text = dump(report)
    services = report.answers.services
    assert services is not None
    for place in (1, 2):
        alone = Answers(
            report.answers.elements, report.answers.questions, report.answers.scores[services.codes == place]
        )
        index = evaluate_survey(alone, with_statistics=False).index
        assert index.value is not None
        assert f'"{index.value}"' not in text
    assert "comment_texts" not in text
    assert json.loads(text)["comments"] == 4


def test_what_hitung_prints_has_the_same_keys_and_needs_no_unit() -> None:
    report = nine()
    whole = result_to_json(report)
    printed = hitung_json(report.result, report.input, report.version)
    assert {key: whole[key] for key in printed} == printed
    assert {
        "respondents",
        "complete",
        "index",
        "grade",
        "performance",
        "method",
        "interval",
        "elements",
        "conventions",
    } <= set(printed)
    assert {"services", "excluded", "input_sha256", "version"} <= set(printed)


def test_the_text_is_stable_and_ends_with_a_line_break() -> None:
    first, second = dump(nine()), dump(nine())
    assert first == second
    assert first.endswith("}\n")
    assert json.loads(first) == result_to_json(nine())


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
    assert described == keys_of(result_to_json(nine()))


def test_an_element_that_nobody_answered_leaves_no_index_and_no_zero() -> None:
    given_answers = answers()
    scores = given_answers.scores.copy()
    scores[:, 3] = 0
    report = report_of(replace(given_answers, scores=scores), FORM_9.key, profile())
    found = result_to_json(report)
    assert (found["index"], found["grade"], found["interval"], found["index_exact"]) == (None,) * 4
    assert found["index_reason"] == "ada unsur yang tidak dijawab seorang pun"
    empty = found["elements"][3]
    assert (empty["mean"], empty["grade"], empty["converted"], empty["respondents"]) == (None, None, None, 0)
    assert found["conventions"] == []
    assert len(found["summary"]["elements"]) == 8
    period, figure = load_unit_figure(dump(report).encode())
    assert (period, figure.name, figure.exact) == ("Semester I Tahun 2026", "Unit Contoh", None)


def test_read_back_it_is_the_period_that_was_written() -> None:
    report = nine()
    before = load_result(dump(report).encode())
    index = report.result.index
    assert (before.unit, before.period, before.value, before.exact) == (
        "Unit Contoh",
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
    assert before.plan[0] == report.profile.plan[0]


def test_the_plan_also_holds_the_weakest_elements_it_does_not_name() -> None:
    report = nine()
    weakest = [weak.code for weak in report.result.weakest[:3]]
    planned = [line["element"] for line in result_to_json(report)["plan"]]
    assert planned[0] == "U9"
    assert set(weakest) <= set(planned)
    assert len(planned) == len(set(planned))


def test_the_sixteen_questions_come_back_without_counts() -> None:
    """An element of several questions has no single row of counts."""
    before = load_result(dump(form_report(FORM_16)).encode())
    assert [element.counts is None for element in before.summary.elements] == [
        size > 1 for size in (2, 3, 1, 3, 1, 1, 3, 1, 1)
    ]


def test_a_long_history_of_many_different_divisors_is_read_back() -> None:
    """With another number of answers to each of 40 questions the exact fraction is far longer than a hundred digits."""
    random = np.random.default_rng(5)
    scores = random.integers(1, 5, (400, 40)).astype(np.int8)
    for column in range(40):
        scores[: 3 * column, column] = 0
    given_answers = answers_of(scores)
    report = report_of(given_answers, "other", profile(population=None))
    assert report.result.index.exact is not None
    assert len(str(report.result.index.exact)) > 100
    assert load_result(dump(report).encode()).exact == report.result.index.exact


def test_long_texts_of_the_officer_come_back_whole() -> None:
    line = FollowUp("U9", "Menambah kursi. " * 200, "Triwulan III " * 40, "pendek", "Kepala Unit " * 60, "foto " * 200)
    report = report_of(answers(), FORM_9.key, profile(plan=(line,), period="Semester I Tahun 2026 " * 9))
    assert load_result(dump(report).encode()).plan[0].activity == line.activity.strip()


@settings(max_examples=150, deadline=None)
@given(score_tables(), st.one_of(st.none(), st.integers(12, 10_000)))
def test_whatever_was_answered_comes_back(table: tuple[np.ndarray, tuple[int, ...]], population: int | None) -> None:
    """Round trip: the index exactly, the trend as printed, and a comparison of the period with itself finds no change."""
    scores, sizes = table
    report = report_of(answers_of(scores, sizes), "other", profile(population=population, targets=(), plan=()))
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
    again = report_of(report.answers, "other", report.profile, report)
    assert again.change is not None
    assert again.change.index.verdict.value == "same"
    assert len(again.trend) == len(report.trend) + 1


def test_the_recap_as_json_names_both_conventions_and_the_unit_without_result() -> None:
    empty = replace(answers(), scores=np.where(np.arange(9) == 3, 0, answers().scores).astype(np.int8))
    written = [
        form_report(FORM_9, unit="Unit A"),
        report_of(replace(answers(rows=40, seed=9), elements=elements_of(FORM_9)), FORM_9.key, profile(unit="Unit B")),
        report_of(empty, FORM_9.key, profile(unit="Unit C")),
    ]
    figures = [load_unit_figure(dump(report).encode())[1] for report in written]
    found = recap_json(combine(figures, obliged=5), figures)
    first, second = (report.result.index.exact for report in written[:2])
    assert first is not None
    assert second is not None
    assert found["simple"] == half_up((first + second) / 2, 2)
    assert found["weighted"] == found["simple"]  # forty respondents each
    assert found["coverage"] == {"counted": 2, "obliged": 5, "missing": ["Unit C"]}
    assert [unit["index"] for unit in found["units"]] == [half_up(first, 2), half_up(second, 2), None]
