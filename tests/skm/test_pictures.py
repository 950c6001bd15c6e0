"""The drawings say in words what they show, place what they are given, and never draw what is hidden."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import numpy as np
import pytest

from cermin.documents.skm.shape import TrendPoint
from cermin.pure.calc.answers import Answers, ElementColumns
from cermin.pure.calc.results import Group, GroupTable, Reason, SurveyResult
from cermin.pure.calc.survey import evaluate_survey
from cermin.skm import pictures


def a_result(*columns: list[int]) -> SurveyResult:
    """A survey of one question per element: columns of scores, one per respondent."""
    names = ["Waktu <cepat>", "Biaya", "Sarana"]
    elements = tuple(
        ElementColumns(key=f"E{at}", code=f"U{at}", name=names[at - 1], short=names[at - 1], columns=(at - 1,))
        for at in range(1, len(columns) + 1)
    )
    scores = np.array(columns, dtype=np.int8).T
    return evaluate_survey(Answers(elements, tuple(f"P{at}" for at in range(1, len(columns) + 1)), scores))


def width_of(svg: str, classes: str) -> list[float]:
    return [float(found) for found in re.findall(rf'<rect class="{classes}" [^>]*?width="([\d.]+)"', svg)]


RESULT = a_result([2, 3] * 20, [4, 4] * 20, [3, 3] * 20)


@pytest.mark.parametrize("narrow", [False, True])
def test_bars_are_as_long_as_the_means_and_weakest_first(narrow: bool) -> None:
    svg = pictures.element_bars(pictures.element_rows(RESULT, {}, {}), narrow=narrow)
    ElementTree.fromstring(svg)
    short, middle, long = width_of(svg, "v")
    # Means 2,5; 3; 4 on an axis from 1 to 4.
    assert short / long == pytest.approx(0.5, abs=0.01)
    assert middle / long == pytest.approx(2 / 3, abs=0.01)
    assert "dari yang terlemah: Waktu &lt;cepat&gt; 2,50; Sarana 3,00; Biaya 4,00." in svg
    assert ("nar" if narrow else "wid") in svg.split('"')[1]


def test_only_a_whole_interval_below_the_target_is_below_it() -> None:
    # Mean 2,5 with sd 0,506 of 40: half width about 0,16.
    rows = pictures.element_rows(RESULT, {"U1": Decimal("2.6"), "U3": Decimal("3.5")}, {"E1": Fraction(2)})
    by_code = {row.element.code: row for row in rows}
    assert by_code["U1"].standing == "near"
    assert by_code["U1"].gap_text == "di sekitar target"
    assert by_code["U1"].earlier == 2
    assert by_code["U2"].standing == ""
    rows = pictures.element_rows(RESULT, {"U1": Decimal("3.2")}, {})
    assert rows[0].standing == "below"
    assert rows[0].gap_text == "−0,70"
    assert len(width_of(pictures.element_bars(rows), "vw")) == 1


def test_a_hidden_count_is_hatched_and_its_length_tells_nothing() -> None:
    shown = Group("Laki-laki", 40, Fraction(40, 60), None, Reason.COMPLEMENT)
    few, covered = (
        Group(name, None, None, None, why) for name, why in (("A", Reason.SUPPRESSED), ("B", Reason.COMPLEMENT))
    )
    table = GroupTable("gender", "Jenis kelamin", (shown, few, covered), None, 60)
    svg = pictures.profile_bars([table], 5)
    ElementTree.fromstring(svg)
    assert len(width_of(svg, "v")) == 1
    hatched = re.findall(r'<path class="gl h" d="M[\d.]+ [\d.]+h([\d.]+)', svg)
    assert len(hatched) == 2
    assert len(set(hatched)) == 1
    assert "Laki-laki 40, A &lt; 5, B ditutup" in svg


def test_the_index_stands_where_it_belongs() -> None:
    svg = pictures.index_scale(Decimal("62.50"), 60.0, 65.0, Decimal("25.00"))
    # The middle of 25 to 100 is the middle of the canvas between its margins of 8.
    assert 'class="dot" cx="230"' in svg
    assert 'class="pv" cx="8"' in svg
    assert "Indeks 62,50 pada skala 25 sampai 100, rentang 95 persen 60,00 sampai 65,00, periode lalu 25,00." in svg


@pytest.mark.parametrize("narrow", [False, True])
def test_the_trend_names_every_period_it_shows(narrow: bool) -> None:
    points = [
        TrendPoint(f"Semester {half} {year}", Decimal("70.00") + at, 100, "C", None, None)
        for at, (year, half) in enumerate((year, half) for year in range(2021, 2027) for half in ("I", "II"))
    ]
    svg = pictures.trend_line(points, narrow=narrow)
    ElementTree.fromstring(svg)
    assert svg.count('class="dot"') == (5 if narrow else 9)
    assert "Semester II 2026 81,00 (mutu C)." in svg
    assert pictures.trend_start(points) == 60
    assert pictures.trend_start([TrendPoint("x", Decimal("31.00"), 9, "D", None, None)]) == 25


def test_days_to_come_are_shaded_and_say_what_they_need() -> None:
    days = [(date(2026, 3, 2), 4), (date(2026, 3, 3), 0), (date(2026, 3, 4), 8)]
    svg = pictures.day_bars(days, date(2026, 3, 2), date(2026, 3, 11), date(2026, 3, 4), 6)
    ElementTree.fromstring(svg)
    assert len(width_of(svg, "v")) == 2
    (shaded,) = width_of(svg, "track")
    assert shaded == pytest.approx((560 - 34) * 7 / 10, abs=0.1)
    assert "perlu 6 per hari" in svg
    assert "12 seluruhnya, terbanyak 8 pada 4 Maret 2026." in svg


def test_services_and_channels_are_counted_in_words_too() -> None:
    svg = pictures.service_bars([("Kartu", 9, 24), ("KTP", 30, 40)])
    ElementTree.fromstring(svg)
    assert "Kartu 9 dari 24; KTP 30 dari 40." in svg
    assert len(width_of(svg, "vw")) == 1
    svg = pictures.channel_bars([("QR", 3), ("Kios", 1)], narrow=True)
    ElementTree.fromstring(svg)
    assert "QR 3 dan Kios 1." in svg
    assert "75 %" in svg
