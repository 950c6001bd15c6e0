"""What the numbers say: every branch with its whole sentence, expected by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.skm import sample_report as samples

from cermin.documents.skm import sentences
from cermin.documents.skm.shape import LeftOut
from cermin.pure.calc.answers import Answers
from cermin.pure.calc.results import Change, Difference, Reason, SurveyResult, Verdict
from cermin.pure.calc.survey import evaluate_survey


def result_of(
    columns: Sequence[Sequence[int]], names: Sequence[str] = ("Alfa", "Beta", "Gama", "Delta", "Eta", "Zeta")
) -> SurveyResult:
    """One column of scores per element."""
    return evaluate_survey(answers_of(columns, names))


def answers_of(columns: Sequence[Sequence[int]], names: Sequence[str]) -> Answers:
    return samples.own_elements(names[: len(columns)], np.array(columns).T)


# -- opening, interval, reasons -------------------------------------------------------------------------------------------


def test_the_opening_says_who_judged_how() -> None:
    public, empty = samples.public(), samples.empty_element()
    assert sentences.opening(public.profile, public.result.index) == (
        "Pelayanan Kantor Layanan Karangan dinilai Baik oleh 49 pengguna layanan"
    )
    assert sentences.opening(empty.profile, empty.result.index) == (
        "Pelayanan Kantor Layanan Karangan belum dapat dinilai"
    )


def test_every_reason_has_words() -> None:
    assert set(sentences.REASONS) == set(Reason)


def test_an_interval_or_the_reason_why_there_is_none() -> None:
    assert sentences.interval_text(samples.public().result) == "77,92–79,56"
    assert sentences.interval_text(samples.one_respondent().result) == "responden kurang dari dua orang"
    # 62 of 62 answered: nothing is left to chance.
    assert sentences.interval_text(samples.tiny_service().result) == "semua pengguna layanan menjawab"
    plain = evaluate_survey(samples.public().answers, with_statistics=False)
    assert sentences.interval_text(plain) == "selang tidak diminta"


# -- weaknesses and strengths ---------------------------------------------------------------------------------------------


def test_the_weakest_three_are_named_and_whether_their_order_is_sure() -> None:
    # The sums 138, 139, 143 of 49 answers: 2.816, 2.837, 2.918.
    assert sentences.weakness(samples.public().result) == (
        "Tiga unsur dengan nilai terendah adalah Persyaratan (2,816); Sistem, Mekanisme, dan Prosedur (2,837); serta"
        " Sarana dan Prasarana (2,918). Selang kepercayaannya saling bertumpang-tindih, sehingga urutan di antara"
        " unsur-unsur itu belum pasti."
    )


def test_a_sure_order_is_not_doubted() -> None:
    # No spread at all: the intervals are points.
    result = result_of([[1] * 6, [2] * 6, [3] * 6, [4] * 6])
    assert sentences.weakness(result) == (
        "Tiga unsur dengan nilai terendah adalah Alfa (1,000), Beta (2,000), dan Gama (3,000)."
    )
    assert sentences.strength(result) == "Unsur dengan nilai tertinggi adalah Delta (4,000)."


def test_an_order_that_is_partly_sure() -> None:
    # Alfa 11/6 and Beta 2 overlap; Gama is far away.
    result = result_of([[1, 2, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2], [3] * 6, [4] * 6])
    assert sentences.weakness(result) == (
        "Tiga unsur dengan nilai terendah adalah Alfa (1,833), Beta (2,000), dan Gama (3,000). Sebagian selang"
        " kepercayaannya bertumpang-tindih dengan unsur terendah, sehingga urutannya belum pasti."
    )


def test_two_elements_one_element_and_equal_elements() -> None:
    two = result_of([[2] * 4, [4] * 4])
    assert sentences.weakness(two) == "Unsur dengan nilai terendah adalah Alfa (2,000)."
    one = result_of([[2, 3, 4]])
    assert sentences.weakness(one) == (
        "Hanya satu unsur yang memiliki nilai, sehingga tidak ada unsur lain untuk dibandingkan."
    )
    equal = samples.all_equal().result
    assert sentences.weakness(equal) == (
        "Semua unsur memperoleh nilai yang sama, sehingga tidak ada unsur yang lebih lemah daripada yang lain."
    )
    for result in (one, equal):
        assert sentences.weakest(result) == []
        assert sentences.strongest(result) == []
        assert sentences.strength(result) == ""


def test_ties_are_named_with_the_third_and_never_on_both_sides() -> None:
    # 2, 3, 3, 3, 3, 4: the four threes share the second rank.
    result = result_of([[2] * 4, [3] * 4, [3] * 4, [3] * 4, [3] * 4, [4] * 4])
    assert [element.code for element in sentences.weakest(result)] == ["U1", "U2", "U3", "U4", "U5"]
    assert [element.code for element in sentences.strongest(result)] == ["U6"]
    # One weak element, five equal ones: none of the five is left out.
    result = result_of([[2] * 4] + [[3] * 4] * 5)
    assert [element.code for element in sentences.weakest(result)] == ["U1"]
    assert sorted(element.code for element in sentences.strongest(result)) == ["U2", "U3", "U4", "U5", "U6"]
    assert sentences.strength(result).startswith("Lima unsur dengan nilai tertinggi adalah ")


@given(st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=1, max_size=6))
def test_lowest_and_highest_are_ordered_and_apart(columns: list[list[int]]) -> None:
    result = evaluate_survey(answers_of(columns, ["A", "B", "C", "D", "E", "F"]), with_statistics=False)
    low, high = sentences.weakest(result), sentences.strongest(result)
    means = [sum(column) for column in columns]
    named = {element.code for element in (*low, *high)}
    assert len(named) == len(low) + len(high)
    assert bool(low) == (len(set(means)) > 1)
    if low:
        highest_low = max(means[int(element.code[1:]) - 1] for element in low)
        assert min(means) in [means[int(element.code[1:]) - 1] for element in low]
        assert max(means) in [means[int(element.code[1:]) - 1] for element in high]
        for place, mean in enumerate(means):
            assert mean >= highest_low or f"U{place + 1}" in {element.code for element in low}


def test_a_free_service_lifts_the_index_and_the_report_says_so() -> None:
    scores = np.array([[3, 2, 3, 4, 3, 3, 3, 3, 3]] * 10)
    result = samples.report_of(samples.of_form(samples.FORM_9, scores), samples.profile_of(), "skm-9").result
    assert sentences.strength(result) == (
        "Unsur dengan nilai tertinggi adalah Biaya/Tarif (4,000). Layanan tanpa biaya hampir selalu memperoleh nilai 4 pada"
        " unsur Biaya/Tarif; keadaan itu ikut mengangkat nilai IKM dan tidak menunjukkan mutu unsur lain."
    ) or sentences.strength(result).startswith("Delapan")
    assert "Layanan tanpa biaya" not in sentences.strength(samples.public().result)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([[4] * 3, [4] * 3], "Tidak ada unsur yang bermutu di bawah B (Baik)."),
        ([[3] * 3, [4] * 3, [4] * 3], "Satu dari 3 unsur bermutu di bawah B (Baik): U1 Alfa."),
        ([[3] * 3, [2] * 3, [4] * 3], "Dua dari 3 unsur bermutu di bawah B (Baik): U2 Beta dan U1 Alfa."),
        ([[3] * 3, [2] * 3], "Semua unsur bermutu di bawah B (Baik): U2 Beta dan U1 Alfa."),
    ],
)
def test_how_many_elements_are_below_good(columns: list[list[int]], expected: str) -> None:
    assert sentences.grades_below(result_of(columns)) == expected


def test_names_that_hold_commas_are_parted_by_semicolons() -> None:
    result = result_of([[2] * 3, [2] * 3, [4] * 3], ("Alfa", "Sistem, Mekanisme, dan Prosedur", "Gama"))
    assert sentences.named(sentences.weakest(result)) == "Alfa (2,000) serta Sistem, Mekanisme, dan Prosedur (2,000)"


# -- conventions and the gap of the table ---------------------------------------------------------------------------------


def test_rounded_weights_are_a_comparison() -> None:
    # The golden case of the 49 rows: 78.7415 exactly, 78.6628 and 77.9541 with the rounded weights.
    assert sentences.conventions(samples.public().result.index) == (
        "Sebagai pembanding, bobot 0,111 menghasilkan 78,66 dan bobot 0,11 menghasilkan 77,95; mutunya tetap B."
    )


def test_a_grade_that_depends_on_the_rounding_is_said() -> None:
    # 10 x 9 scores with 279 points: 279/90 x 25 = 77.50 (B); x 0.11 x 25 / 10 = 76.725 -> 76.73 (B) stays.
    # 277 points: 76.9444 -> 76.94 (B); 277/10 x 0.111 x 25 = 76.8675 -> 76.87 (B); x 0.11 = 76.175 -> 76.18 (C).
    flat = np.full(90, 3)
    flat[:7] = 4
    index = evaluate_survey(samples.own_elements([f"E{i}" for i in range(9)], flat.reshape(10, 9))).index
    assert index.value == Decimal("76.94")
    assert sentences.conventions(index) == (
        "Sebagai pembanding, bobot 0,111 menghasilkan 76,87 dan bobot 0,11 menghasilkan 76,18. Perhatikan: dengan bobot"
        " 0,11 mutunya menjadi C (Kurang Baik), padahal jawaban respondennya sama. Bobot yang benar adalah tepat 1/9, karena"
        " bobot yang dibulatkan menggeser setiap nilai."
    )


def test_a_rounded_weight_may_leave_the_table() -> None:
    # Nine ones: 25.00 exactly; 9 x 0.11 x 25 = 24.75 lies below the table.
    index = evaluate_survey(samples.own_elements([f"E{i}" for i in range(9)], np.ones((3, 9)))).index
    assert "dengan bobot 0,11 nilainya di luar tabel mutu, padahal jawaban respondennya sama" in sentences.conventions(
        index
    )


def test_where_rounding_changes_nothing_there_is_nothing_to_compare() -> None:
    assert sentences.conventions(result_of([[3, 4], [4, 4]]).index) == ""  # 1/2 = 0.50
    eight = evaluate_survey(samples.own_elements([f"E{i}" for i in range(8)], np.full((2, 8), 4))).index
    # 1/8 = 0.125 is exact with three decimals; 0.13 x 8 x 4 x 25 = 104.
    assert sentences.conventions(eight).startswith("Sebagai pembanding, bobot 0,13 menghasilkan 104,00. Perhatikan:")
    assert sentences.conventions(samples.empty_element().result.index) == ""


def test_a_value_in_the_gap_of_the_printed_table() -> None:
    # 500 answers to one question with 1532 points: 76.60 exactly, no gap. 5000 with 15321: 76.605 lies between 76.60 and 76.61.
    def index_of(points: int, n: int):  # type: ignore[no-untyped-def]
        flat = np.full(n, 3)
        flat[: points - 3 * n] = 4
        return evaluate_survey(samples.own_elements(["Satu"], flat.reshape(n, 1)), with_statistics=False).index

    assert sentences.gap(index_of(1532, 500)) == ""
    assert sentences.gap(index_of(15321, 5000)) == (
        "Nilai sebelum dibulatkan (76,6050) terletak di antara batas tercetak 76,60 dan 76,61. Nilai dibulatkan satu kali"
        " menjadi 76,61, lalu mutunya ditetapkan: B."
    )
    assert sentences.gap(samples.empty_element().result.index) == ""


# -- completeness, sample, rows left out ----------------------------------------------------------------------------------


def test_completeness() -> None:
    assert sentences.completeness(samples.public().result.index) == "Semua kuesioner terisi lengkap."
    # Twelve questionnaires, one of them with a gap: the other eleven hold 3 and 4, so (3 + 4)/2 x 25 = 87.50.
    table = np.array([[3, 4]] * 11 + [[4, 0]])
    index = evaluate_survey(samples.own_elements(["A", "B"], table)).index
    assert sentences.completeness(index) == (
        "11 dari 12 kuesioner terisi lengkap; pada 1 kuesioner ada pertanyaan yang kosong. Jawaban kosong tidak dihitung"
        " sebagai nol: pembagi setiap unsur adalah jumlah jawaban yang terisi. Bila hanya kuesioner lengkap yang dihitung,"
        " IKM menjadi 87,50 (mutu B)."
    )
    few = evaluate_survey(samples.own_elements(["A", "B"], table[8:])).index
    assert "Bila hanya kuesioner lengkap" not in sentences.completeness(
        replace(few, complete_value=None, complete_grade=None)
    )


def test_the_sample_with_its_source() -> None:
    # Krejcie and Morgan: N = 55 needs 48.
    assert sentences.sample(samples.public()) == (
        "Populasi survei adalah 55 pengguna layanan menurut buku register pelayanan Juli sampai Desember 2025. Menurut tabel"
        " Krejcie dan Morgan diperlukan sekurang-kurangnya 48 responden; jawaban yang dihitung berasal dari 49 responden,"
        " sehingga jumlah minimum terpenuhi."
    )
    assert sentences.sample(samples.unfinished()) == ""


def test_a_sample_that_is_too_small_is_said() -> None:
    # N = 900 needs 269; 101 answered, 168 are missing.
    assert sentences.sample(samples.hidden()).endswith(
        "sehingga jumlah minimum belum terpenuhi (kurang 168). Hasil tetap ditampilkan dengan selang kepercayaannya dan perlu"
        " dibaca dengan hati-hati."
    )
    by_formula = replace(samples.hidden().profile, sample_by="formula")
    report = samples.report_of(samples.hidden().answers, by_formula, "skm-16")
    assert "Menurut rumus Krejcie dan Morgan" in sentences.sample(report)


def test_rows_left_out_are_never_silent() -> None:
    assert sentences.left_out(samples.unfinished()) == ("Tidak ada baris jawaban yang dikeluarkan dari penghitungan.")
    report = samples.public()
    reasons = (LeftOut("ada sel yang salah", 2), LeftOut("tidak ada satu pun nilai", 1_200))
    facts = replace(report.input, rows_read=1_251, left_out=reasons)
    assert sentences.left_out(replace(report, input=facts)) == (
        "Dari 1.251 baris jawaban dalam berkas, 1.202 baris tidak dihitung: ada sel yang salah (2 baris) dan tidak ada satu pun"
        " nilai (1.200 baris). Hasil laporan ini berasal dari 49 baris sisanya."
    )


# -- change ---------------------------------------------------------------------------------------------------------------


def difference(before: float, now: float, verdict: Verdict, bounds: tuple[float, float] | None = None) -> Difference:
    low, high = bounds or (None, None)
    return Difference("U1", before, now, now - before, low, high, 0.2, 0.3, None, None, verdict)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            difference(77.25, 78.74, Verdict.UP, (0.2, 2.78)),
            (
                "Nilai IKM naik 1,49 dibandingkan 2025 (dari 77,25 menjadi 78,74). Selang kepercayaan selisihnya (0,20 sampai dengan"
                " 2,78) tidak memuat nol: perubahan itu nyata secara statistik."
            ),
        ),
        (
            difference(78.74, 77.25, Verdict.DOWN, (-2.78, -0.2)),
            (
                "Nilai IKM turun 1,49 dibandingkan 2025 (dari 78,74 menjadi 77,25). Selang kepercayaan selisihnya (−2,78 sampai"
                " dengan −0,20) tidak memuat nol: perubahan itu nyata secara statistik."
            ),
        ),
        (
            difference(77.25, 78.74, Verdict.UNCERTAIN, (-0.79, 3.77)),
            (
                "Nilai IKM naik 1,49 dibandingkan 2025 (dari 77,25 menjadi 78,74). Selang kepercayaan selisihnya (−0,79 sampai"
                " dengan 3,77) memuat nol, sehingga perubahan itu belum dapat dipastikan."
            ),
        ),
        (
            difference(77.25, 78.74, Verdict.UNCERTAIN, (0.01, 2.97)),
            (
                "Nilai IKM naik 1,49 dibandingkan 2025 (dari 77,25 menjadi 78,74). Selang kepercayaan selisihnya (0,01 sampai dengan"
                " 2,97) tidak memuat nol, tetapi setelah dikoreksi untuk banyaknya unsur yang dibandingkan (Holm) perubahan itu"
                " belum dapat dipastikan."
            ),
        ),
        (
            difference(77.25, 78.74, Verdict.UNKNOWN),
            (
                "Nilai IKM naik 1,49 dibandingkan 2025 (dari 77,25 menjadi 78,74). Data kedua periode tidak cukup untuk menguji"
                " apakah perubahan itu nyata."
            ),
        ),
        (
            difference(75.0, 75.0, Verdict.SAME),
            "Nilai IKM tidak berubah dibandingkan 2025 (dari 75,00 menjadi 75,00).",
        ),
        (
            difference(75.001, 75.004, Verdict.UNCERTAIN, (-1.0, 1.006)),
            (
                "Nilai IKM naik kurang dari 0,01 dibandingkan 2025 (dari 75,00 menjadi 75,00). Selang kepercayaan selisihnya"
                " (−1,00 sampai dengan 1,01) memuat nol, sehingga perubahan itu belum dapat dipastikan."
            ),
        ),
    ],
)
def test_a_change_in_honest_words(change: Difference, expected: str) -> None:
    assert sentences.change_sentence("Nilai IKM", change, "2025", 2) == expected
    assert sentences.change(Change("2025", change, (), ())) == expected


def test_a_period_without_name_and_no_period_at_all() -> None:
    same = difference(75.0, 75.0, Verdict.SAME)
    assert sentences.change(Change("", same, (), ())).startswith(
        "Nilai IKM tidak berubah dibandingkan periode sebelumnya"
    )
    assert sentences.change(None) == ""
    assert sentences.element_changes(None) == ""
    assert sentences.element_changes(Change("2025", same, (), ())) == ""


def elements_with(**verdicts: Verdict) -> Change:
    differences = tuple(replace(difference(3.0, 3.1, verdict), code=code) for code, verdict in verdicts.items())
    return Change("2025", difference(75.0, 76.0, Verdict.UNCERTAIN, (-1, 3)), differences, ())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            elements_with(U1=Verdict.UNCERTAIN, U2=Verdict.SAME),
            "Tidak ada unsur yang perubahannya dapat dipastikan setelah dikoreksi untuk banyaknya perbandingan (Holm).",
        ),
        (
            elements_with(U1=Verdict.UP, U2=Verdict.DOWN, U3=Verdict.UP, U4=Verdict.UNCERTAIN),
            (
                "Unsur yang naik secara nyata: U1 dan U3; turun secara nyata: U2. Perubahan unsur lain belum dapat dipastikan"
                " (koreksi Holm)."
            ),
        ),
        (
            elements_with(U2=Verdict.DOWN, U4=Verdict.UNKNOWN),
            "Unsur yang turun secara nyata: U2. Perubahan unsur lain belum dapat dipastikan (koreksi Holm).",
        ),
        # Nothing was tested, so nothing is said of corrections.
        (elements_with(U1=Verdict.UNKNOWN, U2=Verdict.UNKNOWN), ""),
    ],
)
def test_which_elements_changed(change: Change, expected: str) -> None:
    assert sentences.element_changes(change) == expected


# -- rounding -------------------------------------------------------------------------------------------------------------


@given(st.integers(-10_000_000, 10_000_000), st.sampled_from([0, 2, 3]))
def test_a_rounded_float_is_the_figure_that_is_printed(thousandths: int, places: int) -> None:
    value = Fraction(thousandths, 1000)
    expected = abs(value) * 10**places + Fraction(1, 2)
    units = expected.numerator // expected.denominator
    found = sentences.rounded(thousandths / 1000, places)
    assert abs(found) == Decimal(units).scaleb(-places)
    assert found == 0 or (found > 0) == (thousandths > 0)
