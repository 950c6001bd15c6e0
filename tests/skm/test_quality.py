"""Signs worth a look: each with answers made so that the count is known beforehand, and none where nothing is odd."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from cermin.pure.calc.answers import Answers, ElementColumns, Grouping
from cermin.pure.calc.survey import evaluate_survey
from cermin.skm.quality import Flag, flags, thawed
from cermin.skm.rows import Counted

START = datetime(2026, 5, 4, 1, tzinfo=UTC).timestamp()
VARIED = ["343", "434", "443", "334", "433"]


def found(
    rows: list[str],
    *,
    channels: list[str] | None = None,
    minutes: list[float] | None = None,
    excluded: int = 0,
    services: list[int] | None = None,
    population: int | None = None,
    late: int = 0,
    conflicts: int = 0,
    small: bool = False,
) -> dict[str, Flag]:
    """The signs of these answers by key. minutes: when each was finished; default: one per hour."""
    n = len(rows)
    scores = np.array([[0 if value == "-" else int(value) for value in row] for row in rows], dtype=np.int8)
    codes = np.array(services or [0] * n, dtype=np.int16)
    answers = Answers(
        tuple(ElementColumns(f"K{at}", f"U{at}", f"Unsur {at}", f"U{at}", (at - 1,)) for at in (1, 2, 3)),
        ("P1", "P2", "P3"),
        scores,
        Grouping("service", "Jenis layanan", ("Layanan A", "Layanan B")[: 1 + int(codes.max())], codes),
        {},
    )
    counted = Counted(
        answers,
        np.array([at < excluded for at in range(n)]),
        tuple(channels or ["qr"] * n),
        np.array([START + 60 * minute for minute in (minutes or [60 * at for at in range(n)])]),
        "0" * 64,
    )
    result = evaluate_survey(counted.counted, population=population, with_statistics=False)
    made = thawed({"flags": flags(counted, result, late=late, conflicts=conflicts, population_small=small)})
    return {flag.key: flag for flag in made}


def test_nothing_odd_gives_no_sign() -> None:
    assert found(VARIED * 4) == {}


def test_equal_answers_in_a_row_on_one_channel() -> None:
    rows = [*VARIED, *["243"] * 9, *VARIED]
    flag = found(rows)["repeats"]
    assert (flag.n, flag.of, flag.level) == (9, 19, "look")
    assert "9 jawaban berturut-turut" in flag.detail
    assert "repeats" not in found([*VARIED, *["243"] * 7, *VARIED])
    # All-equal scores are common, rows of a file may be sorted, and other channels in between do not break a run.
    assert "repeats" not in found(["333"] * 20)
    assert "repeats" not in found(["243"] * 20, channels=["file"] * 20)
    mixed = [row for at in range(9) for row in ("243", VARIED[at % 5])]
    assert found(mixed, channels=["kiosk", "qr"] * 9)["repeats"].n == 9


@pytest.mark.parametrize(("n", "spread", "expected"), [(13, 14.0, True), (12, 14.0, False), (13, 30.0, False)])
def test_many_answers_within_a_quarter_of_an_hour(n: int, spread: float, expected: bool) -> None:
    minutes = [spread * at / (n - 1) for at in range(n)]
    rows = [VARIED[at % 5] for at in range(n)]
    signs = found(rows, minutes=minutes)
    assert ("burst" in signs) is expected
    if expected:
        assert signs["burst"].n == 13
    assert "burst" not in found(rows, minutes=minutes, channels=["paper"] * n)


def test_nearly_everybody_gives_the_best_score() -> None:
    flag = found(["444"] * 13 + VARIED + ["343", "434"])["all_four"]
    assert (flag.n, flag.of) == (13, 20)
    assert "all_four" not in found(["444"] * 12 + VARIED + ["343", "434", "443"])
    assert found(["333"] * 19 + ["343"])["flat"].n == 19


def test_a_question_that_many_leave_empty_is_named() -> None:
    flag = found(["34-"] * 3 + VARIED * 2)["missing"]
    assert (flag.n, flag.of) == (3, 13)
    assert "P3 (3 dari 13)" in flag.detail
    assert "missing" not in found(["34-"] * 2 + VARIED * 2)


def test_services_with_few_answers_and_channels_with_help_are_to_know() -> None:
    signs = found(VARIED * 3, services=[0] * 11 + [1] * 4, channels=["paper"] * 8 + ["qr"] * 7)
    assert signs["few"].detail.startswith("Kurang dari 10 jawaban: Layanan B.")
    assert (signs["helped"].n, signs["helped"].of, signs["helped"].level) == (8, 15, "info")
    assert "helped" not in found(VARIED * 3, channels=["paper"] * 7 + ["qr"] * 8)


def test_sample_and_population() -> None:
    # Krejcie and Morgan: 100 -> 80
    assert (found(VARIED * 3, population=100)["sample"].n, found(VARIED * 3, population=100)["sample"].of) == (15, 80)
    assert "sample" not in found(VARIED * 3, population=15)
    assert found(VARIED * 3, small=True)["population_small"].level == "look"


def test_what_was_left_out_is_counted() -> None:
    signs = found(VARIED * 4, excluded=2, late=3, conflicts=1)
    assert {key: flag.n for key, flag in signs.items()} == {"excluded": 2, "late": 3, "conflicts": 1}
    assert list(found([*VARIED, *["243"] * 9], late=3)) == ["repeats", "late"]
