"""Whole reports from real calculations, for the tests of the writers: made-up answers, everything else computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from cermin.cli.file_route import compare_periods, trend_points
from cermin.documents.content import Letterhead
from cermin.documents.skm.result_json import dump
from cermin.documents.skm.result_reading import load_result
from cermin.documents.skm.shape import FollowUp, InputFacts, LeftOut, SkmReport, UnitProfile
from cermin.pure.calc.answers import NO_GROUP, Answers, ElementColumns, Grouping
from cermin.pure.calc.survey import evaluate_survey
from cermin.pure.law.skm import ELEMENTS, FORM_9, Form

GENDERS = ("Laki-laki", "Perempuan", "Tidak ingin menyebut")
SERVICES = ("Loket A", "Loket B", "Loket C")
"""Of forty respondents 22, 15 and 3 came to them: the third is small, and the second hides it."""


def elements_of(form: Form) -> tuple[ElementColumns, ...]:
    """The nine elements in the order of the list over the columns in the order of the form."""
    return tuple(
        ElementColumns(
            element.key,
            element.code,
            element.name,
            element.short,
            tuple(place for place, question in enumerate(form.questions) if question.element == element.key),
        )
        for element in ELEMENTS
    )


def scores_of(rows: int, questions: int, seed: int) -> np.ndarray:
    """Mostly threes and fours, some of everything, about one answer in twenty missing; no row is empty."""
    random = np.random.default_rng(seed)
    scores = random.choice(5, (rows, questions), p=(0.05, 0.03, 0.12, 0.5, 0.3)).astype(np.int8)
    scores[~scores.any(axis=1), 0] = 3
    return scores


def grouping(key: str, title: str, labels: Sequence[str], sizes: Sequence[int], rows: int) -> Grouping:
    """The first sizes[0] rows in the first group and so on; who is left gave no answer."""
    codes = np.full(rows, NO_GROUP, dtype=np.int16)
    codes[: sum(sizes)] = np.repeat(np.arange(len(sizes)), sizes)
    return Grouping(key, title, tuple(labels), codes)


def answers(form: Form = FORM_9, rows: int = 40, seed: int = 11) -> Answers:
    """Forty respondents of three services (22, 15, 3) and three genders (20, 17, 2, one not given)."""
    random = np.random.default_rng(seed)
    order = random.permutation(rows)
    services = grouping("service", "Jenis layanan", SERVICES, (22, 15, 3), rows)
    gender = grouping("gender", "Jenis kelamin", GENDERS, (20, 17, 2), rows)
    return Answers(
        elements=elements_of(form),
        questions=tuple(question.code for question in form.questions),
        scores=scores_of(rows, len(form.questions), seed),
        services=replace(services, codes=services.codes[order]),
        profile={"gender": replace(gender, codes=gender.codes[order[::-1]])},
    )


def profile(**more: Any) -> UnitProfile:
    whole = UnitProfile(
        letterhead=Letterhead("Pemerintah Kabupaten Contoh", "Dinas Contoh", "Unit Contoh", ("Jalan Contoh 1",)),
        unit="Unit Contoh",
        agency="Dinas Contoh",
        government="Pemerintah Kabupaten Contoh",
        period="Semester I Tahun 2026",
        start=date(2026, 3, 2),
        end=date(2026, 5, 29),
        population=320,
        population_source="register layanan",
        report_date=date(2026, 6, 18),
        targets=(("U1", Decimal("3.20")), ("U9", Decimal("3.35"))),
        plan=(FollowUp("U9", "Menambah kursi ruang tunggu", "Triwulan III 2026", "pendek", "Kepala Unit", "foto"),),
        mark="CONTOH: data rekaan",
    )
    return replace(whole, **more)


def facts(form: str) -> InputFacts:
    return InputFacts(
        file_name="jawaban.xlsx",
        sha256="5f" * 32,
        rows_read=43,
        left_out=(LeftOut("tidak ada nilai sama sekali", 3),),
        mapping=(("C: P8", "U9 Sarana dan Prasarana (pertanyaan 8)"),),
        warnings=("P8 dibaca sebagai sarana, P9 sebagai pengaduan.",),
        form=form,
    )


def report_of(given: Answers, form: str, unit: UnitProfile, earlier: SkmReport | None = None) -> SkmReport:
    """The shape around real results; an earlier report comes in the way it does in life, by its hasil.json."""
    result = evaluate_survey(given, population=unit.population)
    before = load_result(dump(earlier).encode()) if earlier else None
    return SkmReport(
        profile=unit,
        result=result,
        answers=given,
        input=facts(form),
        previous=before,
        change=compare_periods(result, before, unit.period),
        trend=trend_points(result, before, unit.period),
        comments=4,
        issued_on=date(2026, 6, 20),
        version="0.1.0",
    )


def nine() -> SkmReport:
    """Nine questions, missing answers, a small service, a small gender group, a previous period, a mark."""
    before = report_of(answers(seed=3), FORM_9.key, profile(period="Semester II Tahun 2025"))
    return report_of(answers(), FORM_9.key, profile(), before)


def form_report(form: Form, **more: Any) -> SkmReport:
    """The same unit with another form and without a previous period."""
    return report_of(answers(form), form.key, profile(**more))
