"""The charts: well-formed, nothing outside the picture, no text on text, weakest first, hostile labels harmless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.documents.content import Letterhead
from cermin.documents.skm import charts
from cermin.documents.skm.shape import InputFacts, PreviousResult, SkmReport, TrendPoint, UnitProfile
from cermin.documents.svg import GRADE_COLOURS, Svg, clean, shorten, text_width, wrap
from cermin.pure.calc.answers import Answers
from cermin.pure.calc.results import (
    ElementScore,
    Estimate,
    Group,
    GroupTable,
    Index,
    Interval,
    PeriodElement,
    PeriodSummary,
    QuestionScore,
    Reason,
    SurveyResult,
)
from cermin.pure.law.skm import ELEMENTS, GRADES, Grade

NAMESPACE = "{http://www.w3.org/2000/svg}"
# Counts of the scores 1..4 of nine elements and their means, worked out by hand (50 answers each).
NINE = (
    ((1, 8, 40, 1), "2,82"),  # (1 + 16 + 120 + 4) / 50 = 141/50
    ((2, 9, 33, 6), "2,86"),  # (2 + 18 + 99 + 24) / 50 = 143/50
    ((0, 6, 33, 11), "3,10"),  # (12 + 99 + 44) / 50 = 155/50
    ((0, 0, 18, 32), "3,64"),  # (54 + 128) / 50 = 182/50
    ((0, 2, 34, 14), "3,24"),  # (4 + 102 + 56) / 50 = 162/50
    ((0, 2, 30, 18), "3,32"),  # (4 + 90 + 72) / 50 = 166/50
    ((0, 1, 34, 15), "3,28"),  # (2 + 102 + 60) / 50 = 164/50
    ((0, 6, 26, 18), "3,24"),  # (12 + 78 + 72) / 50 = 162/50, ties with the fifth
    ((1, 14, 23, 12), "2,92"),  # (1 + 28 + 69 + 48) / 50 = 146/50
)
WEAKEST_FIRST = ["U1", "U2", "U9", "U3", "U5", "U8", "U7", "U6", "U4"]
LONG = "Kepedulian terhadap kelompok rentan dan penyandang disabilitas di ruang tunggu, loket, dan ruang laktasi"


def grade_of(value: Decimal) -> Grade:
    return next(grade for grade in GRADES if grade.lowest <= value <= grade.highest)


def element(code: str, name: str, counts: tuple[int, int, int, int]) -> ElementScore:
    answers = sum(counts)
    if not answers:
        question = QuestionScore(code, counts, 0, 0, None)
        return ElementScore(f"K-{code}", code, name, name[:12], (question,), counts, 0, 0, 0, None, None, None, None)
    total = counts[0] + 2 * counts[1] + 3 * counts[2] + 4 * counts[3]
    mean = Fraction(total, answers)
    converted = (Decimal(total) * 25 / answers).quantize(Decimal("0.01"), ROUND_HALF_UP)
    question = QuestionScore(code, counts, total, answers, mean)
    return ElementScore(
        f"K-{code}",
        code,
        name,
        name[:12],
        (question,),
        counts,
        total,
        answers,
        answers,
        mean,
        mean / 9,
        converted,
        grade_of(converted),
    )


def nine(names: Sequence[str] = tuple(e.name for e in ELEMENTS)) -> tuple[ElementScore, ...]:
    return tuple(element(f"U{i + 1}", names[i], counts) for i, (counts, _) in enumerate(NINE))


def many(count: int) -> tuple[ElementScore, ...]:
    return tuple(
        element(f"U{i + 1}", LONG if i % 3 == 2 else f"Unsur nomor {i + 1}", NINE[i % 9][0]) for i in range(count)
    )


def point(label: str, value: str, low: str | None = None, high: str | None = None) -> TrendPoint:
    bounds = (Decimal(low) if low else None, Decimal(high) if high else None)
    return TrendPoint(label, Decimal(value), 50, grade_of(Decimal(value)).letter, *bounds)


TREND = (
    point("Semester I Tahun 2024", "74.12", "71.2", "77.0"),
    point("Semester II Tahun 2024", "75.86", "73.1", "78.6"),
    point("Semester I Tahun 2025", "76.40"),
    point("Semester II Tahun 2025", "77.25", "74.5", "80.0"),
    point("Semester I Tahun 2026", "78.94", "76.3", "81.2"),
)
PROFILE = (
    GroupTable(
        "gender",
        "Jenis kelamin",
        (Group("Laki-laki", 27, Fraction(27, 50), None), Group("Perempuan", 23, Fraction(23, 50), None)),
        0,
        50,
    ),
    GroupTable(
        "education",
        "Pendidikan",
        (
            Group("SD", None, None, None, Reason.SUPPRESSED),
            Group("SMP", None, None, None, Reason.COMPLEMENT),
            Group("SMA", 31, Fraction(31, 50), None),
        ),
        None,
        50,
    ),
    GroupTable(
        "occupation", "Pekerjaan", (Group(LONG, 44, Fraction(44, 50), None), Group("ASN", 0, None, None)), 6, 50
    ),
)


def report(
    elements: tuple[ElementScore, ...] | None = None,
    *,
    intervals: bool = True,
    targets: bool = True,
    previous: bool = True,
    trend: tuple[TrendPoint, ...] = TREND,
    profile: tuple[GroupTable, ...] = PROFILE,
    respondents: int = 50,
    period: str = "Semester I Tahun 2026",
) -> SkmReport:
    """A frozen report with given figures; 78.94 is the index of NINE: 1421 points / 450 answers x 25 = 78.944..."""
    elements = nine() if elements is None else elements
    value = Decimal("78.94")
    index = Index(
        respondents, respondents, elements, Fraction(1, len(elements)), Fraction(1421, 450), Fraction(1421, 18), value,
        grade_of(value), value, grade_of(value), (),
    )  # fmt: skip
    estimates = tuple(
        (
            e.code,
            Estimate(
                e.answers,
                float(e.mean or 0),
                0.5,
                Interval(float(e.mean) - 0.16, float(e.mean) + 0.16, 0.08, 0.95, "t", e.answers)
                if intervals and e.mean is not None
                else None,
            ),
        )
        for e in elements
    )
    bounds = Interval(76.3, 81.2, 1.2, 0.95, "t", respondents) if intervals else None
    result = SurveyResult(
        index,
        Estimate(respondents, 78.94, 8.6, bounds),
        estimates,
        None,
        None,
        profile,
        None,
        None,
        (),
        10,
        5,
        "0" * 64,
    )
    unit = UnitProfile(
        letterhead=Letterhead("", "", "Unit Contoh", ()),
        unit="Unit Contoh",
        period=period,
        targets=tuple((e.code, Decimal("3.10")) for e in elements) if targets else (),
    )
    before = tuple(PeriodElement(e.code, e.key, e.name, Fraction(3), 46, 0.5, None) for e in elements)
    earlier = PreviousResult(
        "Unit Contoh", "Semester II Tahun 2025", Decimal("77.25"), Fraction(7725, 100), "B", 46,
        PeriodSummary("Semester II Tahun 2025", 46, 77.25, 9.0, before), (), (),
    )  # fmt: skip
    answers = Answers((), tuple(e.code for e in elements), np.zeros((0, len(elements)), dtype=np.int8))
    facts = InputFacts("jawaban.xlsx", "0" * 64, respondents, (), (), (), "skm-9")
    return SkmReport(
        unit, result, answers, facts, earlier if previous else None, None, trend, 0, date(2026, 6, 18), "0.1"
    )


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def parse(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{NAMESPACE}svg"
    assert root.get("role") == "img"
    title = root.find(f"{NAMESPACE}title")
    assert title is not None
    assert (title.text or "") == root.get("aria-label")
    return root


def texts(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter(f"{NAMESPACE}text")]


def boxes(root: ElementTree.Element) -> list[Box]:
    """Where texts stand: capitals reach 0.72 of the size above the base line, descenders 0.21 below."""
    found = []
    for node in root.iter(f"{NAMESPACE}text"):
        text, size = node.text or "", float(node.attrib["font-size"])
        # The width table overstates bold digits, whose true advance is that of the regular ones.
        bold = node.get("font-weight") == "700" and not re.fullmatch(r"[\d,.<]+", text)
        width = text_width(text, size, bold=bold)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[node.get("text-anchor", "start")]
        x, y = float(node.attrib["x"]) - shift, float(node.attrib["y"])
        found.append(Box(text, x, y - 0.72 * size, x + width, y + 0.21 * size))
    return found


def check_layout(svg: str) -> ElementTree.Element:
    """Everything lies inside the picture and no text touches another."""
    root = parse(svg)
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    assert (root.get("width"), root.get("height")) == (f"{width:g}pt", f"{height:g}pt")
    allowed = 0.5
    spans: list[tuple[float, float, float, float]] = [(b.left, b.top, b.right, b.bottom) for b in boxes(root)]
    for node in root.iter():
        a = node.attrib
        if node.tag == f"{NAMESPACE}rect":
            x, y = float(a["x"]), float(a["y"])
            spans.append((x, y, x + float(a["width"]), y + float(a["height"])))
        elif node.tag == f"{NAMESPACE}line":
            xs, ys = sorted((float(a["x1"]), float(a["x2"]))), sorted((float(a["y1"]), float(a["y2"])))
            spans.append((xs[0], ys[0], xs[1], ys[1]))
        elif node.tag == f"{NAMESPACE}circle":
            x, y, r = float(a["cx"]), float(a["cy"]), float(a["r"])
            spans.append((x - r, y - r, x + r, y + r))
        elif node.tag == f"{NAMESPACE}path":
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", a["d"])]
            spans.append((min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])))
    for left, top, right, bottom in spans:
        assert left >= -allowed
        assert top >= -allowed
        assert right <= width + allowed
        assert bottom <= height + allowed
    for one, two in combinations(boxes(root), 2):
        apart = one.right <= two.left or two.right <= one.left or one.bottom <= two.top or two.bottom <= one.top
        assert apart, (one, two)
    return root


def codes_down(root: ElementTree.Element) -> list[str]:
    rows = sorted((box.top, box.text) for box in boxes(root) if re.fullmatch(r"U\d+", box.text))
    return [text for _, text in rows]


# Elements -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compact", [False, True])
def test_elements_are_drawn_weakest_first_with_their_values(compact: bool) -> None:
    root = check_layout(charts.elements_chart(report(), compact=compact))
    assert codes_down(root) == WEAKEST_FIRST
    written = texts(root)
    for _, value in NINE:
        assert value in written
    # Letters in the band heads, and one mark per element: 2.82, 2.86, 2.92 and 3.10 x 25 = 70.5, 71.5, 73, 77.5.
    assert [written.count(letter) for letter in "ABCD"] == [2, 6, 4, 1]


def test_bars_start_at_one_and_end_at_the_mean() -> None:
    root = parse(charts.elements_chart(report(intervals=False, targets=False, previous=False)))
    rects = [node.attrib for node in root.iter(f"{NAMESPACE}rect")]
    bars = [rect for rect in rects if rect["fill"] == "#0b5d66"][:9]  # the last one is the legend's
    bands = [rect for rect in rects if rect["fill"] in ("#ffffff", "#f3f6f8")]
    start = float(bands[0]["x"])
    axis = sum(float(band["width"]) for band in bands)
    ticks = {b.text: (b.left + b.right) / 2 for b in boxes(root) if b.text in ("1", "4")}
    assert ticks["1"] == pytest.approx(start, abs=0.02)
    assert ticks["4"] == pytest.approx(start + axis, abs=0.05)
    means = [2.82, 2.86, 2.92, 3.10, 3.24, 3.24, 3.28, 3.32, 3.64]
    for bar, mean in zip(bars, means, strict=True):
        assert float(bar["x"]) == pytest.approx(start, abs=0.01)
        assert float(bar["width"]) == pytest.approx(axis * (mean - 1) / 3, abs=0.05)
    assert [float(band["width"]) / axis for band in bands] == pytest.approx(
        [1.6 / 3, 0.4644 / 3, 0.468 / 3, 0.4676 / 3], abs=1e-3
    )


@pytest.mark.parametrize("count", [1, 2, 3, 9, 16, 20])
@pytest.mark.parametrize("compact", [False, True])
def test_any_number_of_elements_fits(count: int, compact: bool) -> None:
    for width in (260, 453, 515):
        root = check_layout(charts.elements_chart(report(many(count)), width=width, compact=compact))
        assert len(codes_down(root)) == count


def test_the_legend_names_only_what_is_drawn() -> None:
    everything = texts(check_layout(charts.elements_chart(report())))
    assert everything[-4:] == ["nilai periode ini", "selang 95 %", "target", "Semester II Tahun 2025"]
    bare = texts(check_layout(charts.elements_chart(report(intervals=False, targets=False, previous=False))))
    assert bare[-1] == "nilai periode ini"
    assert not {"selang 95 %", "target", "Semester II Tahun 2025"} & set(bare)


def test_last_period_is_matched_by_meaning_not_by_code() -> None:
    now = report()
    assert now.previous is not None
    summary = now.previous.summary
    # An older report numbered the same codes for other meanings: nothing may be compared.
    moved = tuple(replace(e, key=f"LAIN-{e.code}") for e in summary.elements)
    other = replace(now, previous=replace(now.previous, summary=replace(summary, elements=moved)))
    assert "Semester II Tahun 2025" not in texts(parse(charts.elements_chart(other)))


def test_an_element_without_answers_is_last_and_has_no_bar() -> None:
    elements = (element("U1", "Persyaratan", (0, 0, 0, 0)), element("U2", "Prosedur", (0, 0, 10, 40)))
    root = check_layout(charts.elements_chart(report(elements)))
    assert codes_down(root) == ["U2", "U1"]
    assert texts(root).count("belum ada jawaban") == 1
    assert "3,80" in texts(root)
    assert "0,00" not in texts(root)


def test_alternative_text_of_elements_tells_every_value() -> None:
    alt = charts.alt_elements(report())
    assert alt.startswith(
        "Grafik batang nilai rata-rata 9 unsur pada skala 1 sampai 4, dari yang terlemah: U1 Persyaratan 2,82 (mutu C);"
    )
    assert alt.endswith("U4 Biaya/Tarif 3,64 (mutu A).")
    assert parse(charts.elements_chart(report())).get("aria-label") == alt


# Profile --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [240, 453, 515])
def test_profile_writes_counts_and_hatches_the_hidden(width: float) -> None:
    root = check_layout(charts.profile_chart(report(), width=width))
    written = texts(root)
    assert {"27", "23", "31", "44", "0", "6", "< 5"} <= set(written)
    assert written.count("ditutup") == 2  # SMP, which would reveal SD, and those who gave no answer
    assert written.count("< 5") == 1
    assert any("Arsir" in text for text in written)


def test_hidden_bars_tell_nothing_and_scale_is_common() -> None:
    root = parse(charts.profile_chart(report()))
    rects = [node.attrib for node in root.iter(f"{NAMESPACE}rect")]
    hatched = {rect["width"] for rect in rects if rect["fill"] == "#ffffff"}
    assert len(hatched) == 1
    bars = [float(rect["width"]) for rect in rects if rect["fill"] == "#0b5d66"]
    assert [bar / bars[0] for bar in bars] == pytest.approx([1, 23 / 27, 31 / 27, 44 / 27, 0, 6 / 27], abs=1e-3)


def test_profile_without_hidden_groups_has_no_hatch_and_none_at_all_says_so() -> None:
    assert not any("Arsir" in text for text in texts(check_layout(charts.profile_chart(report(profile=PROFILE[:1])))))
    assert texts(check_layout(charts.profile_chart(report(profile=())))) == [
        "Berkas jawaban tidak memuat karakteristik responden."
    ]


def test_alternative_text_of_profile() -> None:
    alt = charts.alt_profile(report(profile=PROFILE[:2]))
    assert (
        "Jenis kelamin: Laki-laki 27, Perempuan 23; Pendidikan: SD < 5, SMP ditutup, SMA 31, Tidak mengisi ditutup."
        in alt
    )


# Trend ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compact", [False, True])
def test_trend_writes_every_value_and_where_its_axis_starts(compact: bool) -> None:
    root = check_layout(charts.trend_chart(report(), width=240 if compact else 453, compact=compact))
    written = texts(root)
    assert {"74,12", "75,86", "76,40", "77,25", "78,94"} <= set(written)
    note = " ".join(written)
    assert "Sumbu dimulai dari 60, bukan 25," in note
    assert "Pita: selang kepercayaan 95 %." in note
    # Two runs of periods with intervals, broken by one without.
    assert len([n for n in root.iter(f"{NAMESPACE}path") if n.get("fill-opacity")]) == 2


def test_an_axis_from_25_needs_no_warning() -> None:
    wide = (point("2024", "31.00"), point("2025", "99.10"))
    written = texts(check_layout(charts.trend_chart(report(trend=wide))))
    assert not any("Sumbu" in text or "Pita" in text for text in written)
    assert {"25", "100", "31,00", "99,10"} <= set(written)


def test_one_point_alone_is_this_period() -> None:
    root = check_layout(charts.trend_chart(report(trend=())))
    assert {"78,94", "Sem. I 2026"} <= set(texts(root))
    assert not [n for n in root.iter(f"{NAMESPACE}path") if n.get("stroke-width") == "2"]
    alone = check_layout(charts.trend_chart(report(trend=(), intervals=False, period="")))
    assert "periode ini" in texts(alone)
    assert not any("Pita" in text for text in texts(alone))


@pytest.mark.parametrize("width", [240, 453])
def test_a_long_trend_shows_the_latest_and_says_so(width: float) -> None:
    values = tuple(point(f"Triwulan {i % 4 + 1} Tahun {2020 + i // 4}", f"{70 + i}.50") for i in range(24))
    written = texts(check_layout(charts.trend_chart(report(trend=values), width=width)))
    assert "93,50" in written
    assert "70,50" not in written
    assert re.search(r"Ditampilkan \d+ periode terakhir dari 24\.", " ".join(written))


@given(st.lists(st.integers(2500, 10000), min_size=1, max_size=12))
def test_no_trend_breaks_the_layout(hundredths: list[int]) -> None:
    points = tuple(point(f"Semester {i}", f"{h / 100:.2f}") for i, h in enumerate(hundredths))
    check_layout(charts.trend_chart(report(trend=points), width=453))


def test_alternative_text_of_trend() -> None:
    assert charts.alt_trend(report(trend=TREND[3:])) == (
        "Grafik garis nilai IKM menurut periode: Semester II Tahun 2025 77,25 (mutu B); Semester I Tahun 2026 78,94 (mutu B)."
    )


# Answers --------------------------------------------------------------------------------------------------------------


def test_answers_show_counts_in_proportion() -> None:
    root = check_layout(charts.answers_chart(report()))
    assert codes_down(root) == WEAKEST_FIRST
    written = texts(root)
    assert {"40", "33", "34", "32", "26", "18", "14", "50"} <= set(written)
    pieces = [node.attrib for node in root.iter(f"{NAMESPACE}rect") if node.get("stroke") == "#ffffff"]
    first = [float(piece["width"]) for piece in pieces[:4]]
    assert [width / sum(first) for width in first] == pytest.approx([0.02, 0.16, 0.80, 0.02], abs=1e-3)


def test_answers_of_few_respondents_are_not_shown() -> None:
    few = check_layout(charts.answers_chart(report(respondents=9)))
    assert texts(few) == ["Sebaran jawaban tidak ditampilkan karena responden kurang dari 10."]
    assert charts.alt_answers(report(respondents=9)) == texts(few)[0]
    assert len(texts(check_layout(charts.answers_chart(report(respondents=10))))) > 40


def test_an_element_that_few_answered_is_hatched() -> None:
    elements = (element("U1", "Persyaratan", (0, 0, 7, 2)), element("U2", "Prosedur", (0, 0, 7, 3)))
    written = texts(check_layout(charts.answers_chart(report(elements))))
    assert "ditutup" in written
    assert "9" not in written
    assert written.count("7") == 1
    assert charts.alt_answers(report(elements)).endswith("U1 Persyaratan ditutup; U2 Prosedur 0, 0, 7, 3.")


def test_counts_that_do_not_fit_are_announced() -> None:
    elements = (element("U1", "Persyaratan", (3, 2, 5000, 5000)), element("U2", "Prosedur", (0, 0, 5000, 5000)))
    written = texts(check_layout(charts.answers_chart(report(elements))))
    assert "Jumlah yang tidak muat dalam batangnya tidak ditulis." in written
    assert "10.005" in written


# Hostile and odd labels -----------------------------------------------------------------------------------------------

HOSTILE = '</text><script>alert("x")</script>&amp;\x00\x1b\ud800 ]]>'


def test_hostile_labels_stay_text() -> None:
    names = [HOSTILE, "a" * 300, " ", "", "Ünsür – ≥ 中文", *(e.name for e in ELEMENTS[5:])]
    odd = report(
        nine(names),
        trend=(point(HOSTILE, "77.00"), point("x" * 200, "78.94", "76", "81")),
        profile=(
            GroupTable(HOSTILE, HOSTILE, (Group(HOSTILE, 7, None, None), Group("b" * 300, None, None, None)), 1, 8),
        ),
        period=HOSTILE,
    )
    for picture in (
        charts.elements_chart(odd),
        charts.elements_chart(odd, compact=True),
        charts.profile_chart(odd),
        charts.trend_chart(odd),
        charts.trend_chart(replace(odd, trend=())),
        charts.answers_chart(odd),
    ):
        root = check_layout(picture)
        assert {node.tag.removeprefix(NAMESPACE) for node in root.iter()} <= {
            "svg", "title", "text", "rect", "line", "circle", "path",
        }  # fmt: skip
        assert "script" in picture
        assert picture.encode()


@given(st.text(alphabet=st.characters(), max_size=60), st.integers(1, 400))
def test_any_text_is_drawn_safely_and_shortened_to_its_width(text: str, width: int) -> None:
    picture = Svg(500, 20, text)
    rows = wrap(text, width, 9, lines=3)
    assert 1 <= len(rows) <= 3
    for row in rows:
        assert text_width(row, 9) <= max(width, text_width("...", 9))
        picture.text(0, 10, row)
    root = parse(picture.render())
    assert texts(root) == rows
    assert root.get("aria-label") == clean(text)


def test_shorten_leaves_what_fits() -> None:
    assert shorten("Biaya/Tarif", 100, 9) == "Biaya/Tarif"
    assert shorten("Biaya/Tarif", 30, 9) == "Biay..."


def test_every_grade_has_its_own_shape() -> None:
    shapes = []
    for letter in GRADE_COLOURS:
        picture = Svg(20, 20, letter)
        picture.badge(10, 10, letter)
        root = check_layout(picture.render())
        shape = next(node for node in root.iter() if node.get("fill") == GRADE_COLOURS[letter])
        shapes.append((shape.tag.removeprefix(NAMESPACE), shape.get("d", "").count("L")))
        assert texts(root) == [letter]
    assert shapes == [("circle", 0), ("path", 3), ("path", 2), ("rect", 0)]
