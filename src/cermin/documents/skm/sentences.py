"""What the numbers say, in plain Indonesian: one place for every finding, so report, poster, page and terminal agree.

Each sentence follows from a frozen result; nothing is computed but the words. Nothing here claims more than the numbers
carry: an order among overlapping intervals is "belum pasti", a change whose interval holds zero "belum dapat dipastikan".
"""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

from cermin.documents.format import integer, interval, join, number
from cermin.documents.skm.shape import SkmReport, UnitProfile
from cermin.pure.calc.index import disagreement
from cermin.pure.calc.results import (
    Change,
    Convention,
    Difference,
    ElementScore,
    Estimate,
    Group,
    Index,
    Interval,
    Reason,
    SurveyResult,
    Verdict,
)
from cermin.pure.law.skm import GRADES, METHODS

REASONS: dict[Reason, str] = {
    Reason.NO_ANSWERS: "belum ada jawaban",
    Reason.EMPTY_ELEMENT: "ada unsur yang tidak dijawab seorang pun",
    Reason.TOO_FEW: "responden kurang dari dua orang",
    Reason.NOT_ASKED: "selang tidak diminta",
    Reason.SUPPRESSED: "kelompok terlalu kecil",
    Reason.COMPLEMENT: "disembunyikan agar kelompok kecil lain tidak dapat dihitung balik",
    Reason.NO_COMPLETE: "tidak ada kuesioner yang terisi lengkap",
    Reason.OTHER_ELEMENTS: "unsurnya berbeda",
    Reason.NO_SPREAD: "semua jumlah jawaban sama",
    Reason.CENSUS: "semua pengguna layanan menjawab",
}

COVERED = "ditutup"
"""Stands where a figure is hidden to protect another group; never a zero."""

WEAKEST_SHOWN = 3
"""How many of the lowest elements a report names; ties with the last one are named too."""

FREE_OF_CHARGE = Fraction(39, 10)
"""From this mean on the cost element gets the remark that a free service lifts the index by itself (skm.md 1.5)."""


def opening(profile: UnitProfile, index: Index) -> str:
    """The sentence before the number: who was judged how, by how many."""
    if index.grade is None:
        return f"Pelayanan {profile.unit} belum dapat dinilai"
    return (
        f"Pelayanan {profile.unit} dinilai {index.grade.performance} oleh {integer(index.respondents)} pengguna layanan"
    )


def bounds(estimate: Estimate | None) -> Interval | None:
    """The interval as a reader may be shown it. When all users answered it is a single point, which would look like a mistake."""
    return None if estimate is None or estimate.reason is Reason.CENSUS else estimate.interval


def count_text(group: Group, limit: int) -> str:
    """The count, "< 5" when it is too small to show, or "ditutup" when it is covered to protect another group."""
    if group.count is not None:
        return integer(group.count)
    return f"< {integer(limit)}" if group.reason is Reason.SUPPRESSED else COVERED


def interval_text(result: SurveyResult, places: int = 2) -> str:
    """ "76,26–81,23", or why there is none."""
    found = bounds(result.estimate)
    if found is None:
        return REASONS[result.estimate.reason or Reason.NOT_ASKED]
    return interval(found.low, found.high, places)


def mean_text(element: ElementScore, places: int = 3) -> str:
    return "belum ada" if element.mean is None else number(element.mean, places)


def weakest(result: SurveyResult) -> list[ElementScore]:
    """The lowest elements, weakest first: three, and whoever ties with the third. Empty when all are equal or only one exists."""
    order = result.weakest
    if len(order) < 2 or order[0].mean == order[-1].mean:
        return []
    shown = min(WEAKEST_SHOWN, len(order) - 1)
    limit = order[shown - 1].rank
    by_code = {element.code: element for element in result.index.elements}
    return [by_code[weak.code] for weak in order if weak.rank <= limit and weak.mean != order[-1].mean]


def strongest(result: SurveyResult) -> list[ElementScore]:
    """The highest elements, best first: three, and whoever ties with the third; never one that is also named among the weakest."""
    low = {element.code for element in weakest(result)}
    order = [weak for weak in reversed(result.weakest) if weak.code not in low]
    if not low or not order:
        return []
    limit = order[:WEAKEST_SHOWN][-1].mean
    by_code = {element.code: element for element in result.index.elements}
    return [by_code[weak.code] for weak in order if weak.mean >= limit]


def below_good(result: SurveyResult) -> list[ElementScore]:
    """Elements graded C or D, weakest first."""
    by_code = {element.code: element for element in result.index.elements}
    ordered = [by_code[weak.code] for weak in result.weakest]
    return [element for element in ordered if element.grade is not None and element.grade.letter in "CD"]


def named(elements: list[ElementScore], places: int = 3) -> str:
    """ "A (2,816); B, C, dan D (2,837); serta E (2,918)": names that hold commas need semicolons between them."""
    parts = [f"{element.name} ({mean_text(element, places)})" for element in elements]
    if any("," in element.name for element in elements) and len(parts) > 1:
        return f"{'; '.join(parts[:-1])}{';' if len(parts) > 2 else ''} serta {parts[-1]}"
    return join(parts)


def weakness(result: SurveyResult) -> str:
    """Which elements are lowest, and how sure their order is."""
    low = weakest(result)
    if not low:
        if len(result.weakest) == 1:
            return "Hanya satu unsur yang memiliki nilai, sehingga tidak ada unsur lain untuk dibandingkan."
        return "Semua unsur memperoleh nilai yang sama, sehingga tidak ada unsur yang lebih lemah daripada yang lain."
    head = "Unsur dengan nilai terendah" if len(low) == 1 else f"{_count(len(low))} unsur dengan nilai terendah"
    text = f"{head} adalah {named(low)}."
    codes = {element.code for element in low}
    overlaps = [weak for weak in result.weakest if weak.code in codes and weak.rank > 1]
    if overlaps and all(weak.overlaps_weakest for weak in overlaps):
        text += (
            " Selang kepercayaannya saling bertumpang-tindih, sehingga urutan di antara unsur-unsur itu belum pasti."
        )
    elif any(weak.overlaps_weakest for weak in overlaps):
        text += (
            " Sebagian selang kepercayaannya bertumpang-tindih dengan unsur terendah, sehingga urutannya belum pasti."
        )
    return text


def strength(result: SurveyResult) -> str:
    """Which elements are highest, with the remark on free services where it belongs."""
    high = strongest(result)
    if not high:
        return ""
    head = (
        "Unsur dengan nilai tertinggi adalah"
        if len(high) == 1
        else f"{_count(len(high))} unsur dengan nilai tertinggi adalah"
    )
    text = f"{head} {named(high)}."
    if any(element.key == "BIAYA" and element.mean is not None and element.mean >= FREE_OF_CHARGE for element in high):
        text += (
            " Layanan tanpa biaya hampir selalu memperoleh nilai 4 pada unsur Biaya/Tarif; keadaan itu ikut mengangkat nilai IKM"
            " dan tidak menunjukkan mutu unsur lain."
        )
    return text


def grades_below(result: SurveyResult) -> str:
    """How many elements are below 'Baik'."""
    below = below_good(result)
    total = len(result.index.elements)
    if not below:
        return "Tidak ada unsur yang bermutu di bawah B (Baik)."
    subject = "Semua unsur" if len(below) == total else f"{_count(len(below))} dari {integer(total)} unsur"
    return f"{subject} bermutu di bawah B (Baik): {join([f'{element.code} {element.short}' for element in below])}."


def conventions(index: Index) -> str:
    """The comparison with rounded weights, and a plain warning where the grade would differ."""
    # With 4 or 5 elements the "rounded" weight is the exact one: there is nothing to compare.
    others = [convention for convention in index.conventions if convention.weight != index.weight]
    if not others or index.grade is None:
        return ""
    values = join(
        [f"bobot {weight_text(convention)} menghasilkan {number(convention.value, 2)}" for convention in others]
    )
    text = f"Sebagai pembanding, {values}."
    differing = disagreement(index)
    if not differing:
        return text[:-1] + f"; mutunya tetap {index.grade.letter}."
    for convention in differing:
        weight = weight_text(convention)
        outcome = (
            f"mutunya menjadi {convention.grade.letter} ({convention.grade.performance})"
            if convention.grade
            else "nilainya di luar tabel mutu"
        )
        text += (
            f" Perhatikan: dengan bobot {weight} {outcome}, padahal jawaban respondennya sama. Bobot yang benar adalah tepat"
            f" 1/{integer(len(index.elements))}, karena bobot yang dibulatkan menggeser setiap nilai."
        )
    return text


def weight_text(convention: Convention) -> str:
    """ "0,11" for nine elements."""
    places = METHODS[convention.method].weight_places
    return number(convention.weight, places) if places is not None else f"1/{integer(convention.weight.denominator)}"


def gap(index: Index) -> str:
    """Said when the unrounded value lies between two printed rows of the grade table."""
    if index.exact is None or index.value is None or index.grade is None:
        return ""
    for lower, upper in itertools.pairwise(GRADES):
        if Fraction(lower.highest) < index.exact < Fraction(upper.lowest):
            return (
                f"Nilai sebelum dibulatkan ({number(index.exact, 4)}) terletak di antara batas tercetak {number(lower.highest, 2)}"
                f" dan {number(upper.lowest, 2)}. Nilai dibulatkan satu kali menjadi {number(index.value, 2)}, lalu mutunya ditetapkan:"
                f" {index.grade.letter}."
            )
    return ""


def completeness(index: Index) -> str:
    """How many questionnaires were complete, and what those alone would give."""
    if index.complete == index.respondents:
        return "Semua kuesioner terisi lengkap."
    missing = index.respondents - index.complete
    text = (
        f"{integer(index.complete)} dari {integer(index.respondents)} kuesioner terisi lengkap; pada {integer(missing)} kuesioner ada"
        " pertanyaan yang kosong. Jawaban kosong tidak dihitung sebagai nol: pembagi setiap unsur adalah jumlah jawaban yang terisi."
    )
    if index.complete_value is not None and index.complete_grade is not None:
        text += (
            f" Bila hanya kuesioner lengkap yang dihitung, IKM menjadi {number(index.complete_value, 2)}"
            f" (mutu {index.complete_grade.letter})."
        )
    return text


def change(change_: Change | None) -> str:
    """The change of the index since the last period, in honest words."""
    if change_ is None:
        return ""
    return change_sentence("Nilai IKM", change_.index, change_.label or "periode sebelumnya", 2)


def change_sentence(subject: str, difference: Difference, before_label: str, places: int) -> str:
    """ "Nilai IKM naik 1,49 dibandingkan ...": direction, size, interval, and whether chance alone may explain it."""
    before, now = rounded(difference.before, places), rounded(difference.now, places)
    step = now - before
    if step or difference.difference == 0:
        text = f"{subject} {'naik' if step > 0 else 'turun' if step < 0 else 'tidak berubah'}"
        text += f" {number(abs(step), places)}" if step else ""
    else:
        least = number(Fraction(1, 10**places), places)
        text = f"{subject} {'naik' if difference.difference > 0 else 'turun'} kurang dari {least}"
    text += f" dibandingkan {before_label} (dari {number(before, places)} menjadi {number(now, places)})"
    if difference.verdict is Verdict.UNKNOWN:
        return text + ". Data kedua periode tidak cukup untuk menguji apakah perubahan itu nyata."
    if difference.verdict is Verdict.SAME:
        return text + "."
    low, high = difference.low, difference.high
    bounds = "" if low is None or high is None else f" ({number(low, places)} sampai dengan {number(high, places)})"
    if difference.verdict is Verdict.UNCERTAIN:
        text += f". Selang kepercayaan selisihnya{bounds}"
        if low is not None and high is not None and (low > 0 or high < 0):
            # The interval alone would say yes; among so many elements one such interval is to be expected by chance.
            return (
                f"{text} tidak memuat nol, tetapi setelah dikoreksi untuk banyaknya unsur yang dibandingkan (Holm) perubahan itu"
                " belum dapat dipastikan."
            )
        return f"{text} memuat nol, sehingga perubahan itu belum dapat dipastikan."
    return text + f". Selang kepercayaan selisihnya{bounds} tidak memuat nol: perubahan itu nyata secara statistik."


def element_changes(change_: Change | None) -> str:
    """Which elements really changed."""
    if change_ is None or all(difference.verdict is Verdict.UNKNOWN for difference in change_.elements):
        return ""
    up = [difference.code for difference in change_.elements if difference.verdict is Verdict.UP]
    down = [difference.code for difference in change_.elements if difference.verdict is Verdict.DOWN]
    if not up and not down:
        return (
            "Tidak ada unsur yang perubahannya dapat dipastikan setelah dikoreksi untuk banyaknya perbandingan (Holm)."
        )
    parts = []
    if up:
        parts.append(f"naik secara nyata: {join(up)}")
    if down:
        parts.append(f"turun secara nyata: {join(down)}")
    return f"Unsur yang {'; '.join(parts)}. Perubahan unsur lain belum dapat dipastikan (koreksi Holm)."


def sample(report: SkmReport) -> str:
    """Population, minimum, reached."""
    target = report.result.sample
    if target is None:
        return ""
    source = f" menurut {report.profile.population_source}" if report.profile.population_source else ""
    by = "tabel" if target.used == "table" else "rumus"
    text = (
        f"Populasi survei adalah {integer(target.population)} pengguna layanan{source}. Menurut {by} Krejcie dan Morgan diperlukan"
        f" sekurang-kurangnya {integer(target.minimum)} responden; jawaban yang dihitung berasal dari {integer(target.respondents)}"
        " responden, sehingga jumlah minimum"
    )
    if target.reached:
        return text + " terpenuhi."
    return text + (
        f" belum terpenuhi (kurang {integer(target.minimum - target.respondents)}). Hasil tetap ditampilkan dengan selang"
        " kepercayaannya dan perlu dibaca dengan hati-hati."
    )


def left_out(report: SkmReport) -> str:
    """Rows that were not counted, never silent."""
    rows = sum(part.rows for part in report.input.left_out)
    if not rows:
        noun = "jawaban" if report.input.from_round else "baris jawaban"
        return f"Tidak ada {noun} yang dikeluarkan dari penghitungan."
    noun, whole = (
        ("jawaban", "jawaban yang diterima") if report.input.from_round else ("baris", "baris jawaban dalam berkas")
    )
    reasons = join([f"{part.reason} ({integer(part.rows)} {noun})" for part in report.input.left_out])
    return (
        f"Dari {integer(report.input.rows_read)} {whole}, {integer(rows)} {noun} tidak dihitung: {reasons}."
        f" Hasil laporan ini berasal dari {integer(report.result.index.respondents)} {noun} sisanya."
    )


def rounded(value: float | Decimal, places: int) -> Decimal:
    """A float as it will be printed, so that the printed difference equals the difference of the printed figures."""
    text = number(value, places).replace(".", "").replace(",", ".").replace("−", "-")
    return Decimal(text)


def _count(n: int) -> str:
    words = ("", "Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh")
    return words[n] if n < len(words) else integer(n)
