"""Reports from real calculations, for every test of the report set: ordinary, with gaps and hidden groups, and extreme ones.

All units, people, services and plans are made up. Only the scores of `public()` are real (see examples/SOURCE.md).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cermin.documents.content import Letterhead
from cermin.documents.skm.result_json import dump
from cermin.documents.skm.result_reading import load_result
from cermin.documents.skm.sentences import rounded
from cermin.documents.skm.shape import (
    FollowUp,
    InputFacts,
    LeftOut,
    PreviousResult,
    SkmReport,
    Step,
    TrendPoint,
    UnitProfile,
)
from cermin.pure.calc.answers import NO_GROUP, Answers, ElementColumns, Grouping
from cermin.pure.calc.change import compare, summarise
from cermin.pure.calc.results import SurveyResult
from cermin.pure.calc.survey import evaluate_survey
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY
from cermin.pure.law.skm import ELEMENTS, FORM_9, FORM_16, Form

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "unit-contoh.csv"
MARK = "CONTOH: isi karangan, bukan hasil resmi"
HEAD = Letterhead(
    "Pemerintah Kabupaten Karangan",
    "Dinas Karangan",
    "Kantor Layanan Karangan",
    ("Jalan Karangan Nomor 1, Kota Karangan", "layanan@karangan.example"),
)


def of_form(
    form: Form, scores: NDArray[np.int8], services: Grouping | None = None, profile: Sequence[Grouping] = ()
) -> Answers:
    """Answers whose columns stand in the order of the form, mapped to the elements by meaning."""
    elements = tuple(
        ElementColumns(
            element.key,
            element.code,
            element.name,
            element.short,
            tuple(place for place, question in enumerate(form.questions) if question.element == element.key),
        )
        for element in ELEMENTS
    )
    codes = tuple(question.code for question in form.questions)
    return Answers(elements, codes, scores.astype(np.int8), services, {group.key: group for group in profile})


def own_elements(names: Sequence[str], scores: NDArray[np.int8], services: Grouping | None = None) -> Answers:
    """One question per element, with elements of the unit's own."""
    elements = tuple(
        ElementColumns(f"OWN{place}", f"U{place + 1}", name, name, (place,)) for place, name in enumerate(names)
    )
    return Answers(elements, tuple(element.code for element in elements), scores.astype(np.int8), services)


def grouped(key: str, title: str, sizes: Sequence[tuple[str, int]], n: int) -> Grouping:
    """The first `sizes[0][1]` respondents belong to the first label, and so on; who is left gave no answer."""
    codes = np.full(n, NO_GROUP, dtype=np.int16)
    start = 0
    for position, (_, size) in enumerate(sizes):
        codes[start : start + size] = position
        start += size
    assert start <= n
    return Grouping(key, title, tuple(label for label, _ in sizes), codes)


def dimension(key: str, sizes: Sequence[int], n: int) -> Grouping:
    """A profile dimension of the law data, with so many respondents per option."""
    field = PROFILE_FIELD_BY_KEY[key]
    return grouped(key, field.title, list(zip([o.label for o in field.options], sizes, strict=True)), n)


def services(sizes: Sequence[tuple[str, int]], n: int) -> Grouping:
    return grouped("service", "Jenis layanan", sizes, n)


def profile_of(unit: str = "Kantor Layanan Karangan", **more: object) -> UnitProfile:
    """A profile that leaves most of it to the officer."""
    basis = UnitProfile(
        letterhead=replace(HEAD, unit=unit),
        unit=unit,
        agency="Dinas Karangan",
        government="Pemerintah Kabupaten Karangan",
        period="Semester I Tahun 2026",
        mark=MARK,
    )
    return replace(basis, **more)  # type: ignore[arg-type]  # names are checked by `replace` itself


def finished_profile() -> UnitProfile:
    """A profile in which the officer left nothing open."""
    return profile_of(
        start=date(2026, 3, 2),
        end=date(2026, 5, 29),
        population=55,
        population_source="buku register pelayanan Juli sampai Desember 2025",
        steps=(
            Step("Persiapan", date(2026, 2, 18), date(2026, 2, 27), 8),
            Step("Pengumpulan data", date(2026, 3, 2), date(2026, 5, 29), 56),
            Step("Pengolahan data dan analisis hasil", date(2026, 6, 2), date(2026, 6, 12), 9),
            Step("Penyusunan dan pelaporan hasil", date(2026, 6, 15), date(2026, 6, 30), 12),
        ),
        location="ruang tunggu kantor",
        method="kuesioner kertas yang diisi sendiri oleh responden",
        team="seorang penanggung jawab dan dua pengolah data",
        place="Kota Karangan",
        report_date=date(2026, 6, 30),
        head_post="Kepala Kantor Layanan Karangan",
        head_name="Nama Karangan, S.Sos.",
        head_nip="000000000000000000",
        prepared_by="Pengolah data SKM",
        checked_by="Sekretaris Dinas Karangan",
        contact="layanan@karangan.example",
        result_url="https://karangan.example/skm/2026-1",
        next_survey="September sampai November 2026",
        forum="Forum Konsultasi Publik tanggal 18 Juni 2026",
        targets=tuple((element.code, Decimal("3.10")) for element in ELEMENTS),
        plan=(
            FollowUp(
                "U1",
                "Menempel daftar persyaratan di ruang tunggu",
                "Juli 2026",
                "pendek",
                "Kepala Seksi Pelayanan",
                "Foto terpasang",
            ),
            FollowUp(
                "U2",
                "Menyusun alur pelayanan bergambar",
                "Agustus 2026",
                "pendek",
                "Kepala Seksi Pelayanan",
                "Alur yang diumumkan",
            ),
            FollowUp(
                "U9",
                "Menambah kursi tunggu dan jalur landai",
                "Tahun 2027",
                "menengah",
                "Kepala Subbagian Umum",
                "Berita acara serah terima",
            ),
        ),
        last_plan=(
            FollowUp(
                "U1", "Mencetak brosur persyaratan", status="sudah", finished="12 Januari 2026", remark="300 lembar"
            ),
            FollowUp("U9", "Memperbaiki penerangan", status="belum", remark="Menunggu pengadaan"),
        ),
        decree="Keputusan Kepala Kantor Layanan Karangan Nomor 00 Tahun 2026",
    )


def facts(rows: int, form: str, **more: object) -> InputFacts:
    basis = InputFacts(
        file_name="jawaban.csv",
        sha256="ab" * 32,
        rows_read=rows,
        left_out=(),
        mapping=(("A: P1", "U1 Persyaratan (pertanyaan 1)"), ("B: P2", "U2 Prosedur (pertanyaan 2)")),
        warnings=(),
        form=form,
    )
    return replace(basis, **more)  # type: ignore[arg-type]


def report_of(
    answers: Answers,
    profile: UnitProfile,
    form: str,
    *,
    previous: PreviousResult | None = None,
    with_statistics: bool = True,
    comments: int = 0,
    input_facts: InputFacts | None = None,
) -> SkmReport:
    """The whole way from answers to the frozen shape."""
    result = evaluate_survey(
        answers, population=profile.population, sample_by=profile.sample_by, with_statistics=with_statistics
    )
    change = None
    if previous is not None and result.index.exact is not None:
        change = compare(previous.summary, summarise(result, profile.period))
    return SkmReport(
        profile=profile,
        result=result,
        answers=answers,
        input=input_facts or facts(len(answers.scores), form),
        previous=previous,
        change=change,
        trend=(*(previous.trend if previous else ()), *_now(result, profile.period)),
        comments=comments,
        issued_on=date(2026, 7, 1),
        version="0.1.0",
    )


def _now(result: SurveyResult, label: str) -> tuple[TrendPoint, ...]:
    index, bounds = result.index, result.estimate.interval
    if index.value is None or index.grade is None:
        return ()
    low, high = (rounded(bounds.low, 2), rounded(bounds.high, 2)) if bounds else (None, None)
    return (TrendPoint(label or "Periode ini", index.value, index.respondents, index.grade.letter, low, high),)


def skewed(
    rows: int, questions: int, seed: int, weights: Sequence[float] = (0.04, 0.14, 0.5, 0.32)
) -> NDArray[np.int8]:
    """Scores that look like a survey: mostly 3 and 4."""
    return np.random.default_rng(seed).choice(np.arange(1, 5, dtype=np.int8), size=(rows, questions), p=weights)


def public_scores() -> NDArray[np.int8]:
    """The 49 public rows, columns P1..P9."""
    with EXAMPLE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [question.code for question in FORM_9.questions]
    return np.array(rows[1:], dtype=np.int8)


@cache
def earlier() -> SkmReport:
    """The period before `public()`: 46 respondents, lower on every element."""
    answers = of_form(FORM_9, skewed(46, 9, 2025, (0.1, 0.3, 0.4, 0.2)))
    plan = (FollowUp("U1", "Mencetak brosur persyaratan", "Desember 2025", "pendek", "Kepala Seksi", "Brosur"),)
    return report_of(answers, profile_of(period="Semester II Tahun 2025", plan=plan), "skm-9")


@cache
def public() -> SkmReport:
    """(a) The 49 public rows with everything an officer can give, and a previous period read from its hasil.json.

    By hand, from the column sums of the file: 1389 points on 441 answers, so the index is 1389/441 x 25 = 78.7415: 78.74, B.
    """
    answers = of_form(
        FORM_9,
        public_scores(),
        services([("Izin Tempat", 20), ("Surat Keterangan", 19), ("Legalisasi Dokumen", 10)], 49),
        [
            dimension("gender", [27, 22], 49),
            dimension("age", [0, 9, 14, 13, 8, 5], 49),
            dimension("education", [0, 5, 6, 16, 7, 9, 6, 0], 49),
        ],
    )
    left_out = (LeftOut("nilai di luar 1 sampai 4", 2),)
    return report_of(
        answers,
        finished_profile(),
        "skm-9",
        previous=load_result(dump(earlier()).encode()),
        comments=7,
        input_facts=facts(51, "skm-9", left_out=left_out, warnings=("Dua baris kosong dilewati.",)),
    )


@cache
def unfinished() -> SkmReport:
    """The public rows with nothing but unit and period: the report is full of blanks."""
    return report_of(of_form(FORM_9, public_scores()), profile_of(), "skm-9")


@cache
def hidden(moved: bool = False) -> SkmReport:
    """(b) Sixteen questions with missing answers, small groups and their complements hidden.

    101 respondents. Services 77, 20 and 4: the four, and the twenty with them. Gender 97 and 4: both. Education: eight levels, 3 and 2
    without a level. `moved`: the hidden sizes differ (21 and 3; 98 and 3; ...), and no file may change by it.
    """
    n = 101
    scores = skewed(n, 16, 16)
    gaps = np.random.default_rng(61).random((n, 16)) < 0.04
    gaps[:, 0] &= np.arange(n) % 2 == 0
    scores[gaps] = 0
    by_service = services(
        [("Izin Tempat", 77), ("Surat Keterangan", 21 if moved else 20), ("Legalisasi", 3 if moved else 4)], n
    )
    profile = [
        dimension("gender", [98, 3] if moved else [97, 4], n),
        dimension("education", [2, 4, 9, 30, 14, 26, 11, 5] if moved else [4, 2, 9, 30, 14, 26, 11, 5], n),
    ]
    unit = profile_of(population=900, start=date(2026, 1, 5), end=date(2026, 6, 26))
    return report_of(of_form(FORM_16, scores, by_service, profile), unit, "skm-16")


@cache
def one_respondent() -> SkmReport:
    """(c) A single questionnaire: no spread, no interval. 4 x 3 + 5 x 4 = 32 points of nine: 32/9 x 25 = 88.89, A."""
    return report_of(of_form(FORM_9, np.array([[3, 3, 3, 3, 4, 4, 4, 4, 4]])), profile_of(), "skm-9")


@cache
def one_element() -> SkmReport:
    """(c) k = 1. Twelve answers with 41 points: 41/12 x 25 = 85.4167: 85.42, B."""
    scores = np.array([[4]] * 7 + [[3]] * 3 + [[2]] * 2)
    return report_of(own_elements(["Kemudahan antre"], scores), profile_of(), "other")


@cache
def all_equal() -> SkmReport:
    """(c) Everybody answered 3 everywhere: 75.00, C; no weakest element, no spread."""
    return report_of(of_form(FORM_9, np.full((30, 9), 3)), profile_of(population=60), "skm-9")


@cache
def empty_element() -> SkmReport:
    """(c) Nobody answered P4 (cost): no index, but the other elements have their means."""
    scores = skewed(25, 9, 4)
    scores[:, 3] = 0
    return report_of(of_form(FORM_9, scores), profile_of(), "skm-9")


@cache
def tiny_service() -> SkmReport:
    """(c) Three services of which one has two respondents, with the population reached exactly (everybody answered)."""
    scores = skewed(62, 9, 5)
    answers = of_form(FORM_9, scores, services([("Layanan A", 35), ("Layanan B", 25), ("Layanan C", 2)], 62))
    return report_of(answers, profile_of(population=62), "skm-9")


HOSTILE_TEXTS = (
    "=1+1",
    "<b>tebal</b>&amp;",
    "#typst $x$ *y* _z_ @a [b] \\n",
    "😀 工 שלום",
    "N" * 300,
    "kata panjang " * 23,
    "kendali\x00\x07\x1b\u202e\ufffe akhir",
    "+SUM(A1)|\" ' `",
)
"""What people type, paste, or try."""


@cache
def hostile() -> SkmReport:
    """(c) Every text that a file or a profile can bring in is hostile."""
    formula, markup, typst, foreign, wide, wordy, control, plus = HOSTILE_TEXTS
    n = 60
    answers = of_form(
        FORM_9,
        skewed(n, 9, 7),
        services([(formula, 20), (wide, 15), (control, 14), (typst, 11)], n),
        [
            grouped("gender", "Jenis kelamin", [(markup, 31), (formula, 29)], n),
            grouped("education", "Pendidikan", [(text, 7) for text in HOSTILE_TEXTS], n),
            grouped("occupation", wordy, [(wordy, 40), (plus, 20)], n),
        ],
    )
    profile = replace(
        finished_profile(),
        letterhead=Letterhead(markup, formula, typst, (wordy, control)),
        unit=typst,
        agency=wide,
        government=foreign,
        period=markup,
        population=None,
        population_source=formula,
        location=control,
        method=wordy,
        team=typst,
        place=formula,
        head_post=wide,
        head_name=foreign,
        head_nip=formula,
        prepared_by=markup,
        checked_by=wordy,
        contact=control,
        result_url="https://karangan.example/" + "a" * 120,
        next_survey=formula,
        forum=typst,
        decree=markup,
        plan=tuple(
            FollowUp(f"U{place}", text, text, "pendek", text, text) for place, text in enumerate(HOSTILE_TEXTS, 1)
        ),
        last_plan=tuple(
            FollowUp(f"U{place}", text, status="sudah", finished=text, remark=text)
            for place, text in enumerate(HOSTILE_TEXTS, 1)
        ),
        mark="&CONTOH " + formula,
    )
    strange = facts(
        n,
        "skm-9",
        file_name=markup,
        left_out=(LeftOut(formula, 2), LeftOut(wordy, 1)),
        mapping=tuple((text, text) for text in HOSTILE_TEXTS),
        warnings=HOSTILE_TEXTS,
    )
    return report_of(answers, profile, "skm-9", input_facts=strange)


SAMPLES: dict[str, Callable[[], SkmReport]] = {
    "public": public,
    "unfinished": unfinished,
    "hidden": hidden,
    "one_respondent": one_respondent,
    "one_element": one_element,
    "all_equal": all_equal,
    "empty_element": empty_element,
    "tiny_service": tiny_service,
    "hostile": hostile,
}
"""Every sample by name."""
