"""The outlook of an open round, by hand."""

from __future__ import annotations

from datetime import date, timedelta

from cermin.skm.collecting import outlook, weakest_gap

OPENS, CLOSES = date(2026, 3, 2), date(2026, 3, 20)


def per_day(first: date, *counts: int) -> list[tuple[date, int]]:
    return [(first + timedelta(days=at), n) for at, n in enumerate(counts)]


def test_a_week_of_even_days_is_carried_to_the_end() -> None:
    # 2 to 11 March: ten whole days of 5; today the 12th has 2. Nine days remain with today: 5 a day each.
    found = outlook(52, 100, per_day(OPENS, *[5] * 10, 2), OPENS, CLOSES, date(2026, 3, 12))
    assert (found.week, found.days, found.left) == (35, 7, 9)
    assert found.projected == 50 + 9 * 5
    assert found.falls_short is True
    assert found.missing == 48
    assert found.needed == 6  # 48 over 9 days, rounded up


def test_today_counts_what_it_has_already_when_that_is_more_than_the_pace() -> None:
    found = outlook(62, 100, per_day(OPENS, *[5] * 10, 12), OPENS, CLOSES, date(2026, 3, 12))
    assert found.projected == 50 + 12 + 8 * 5
    assert found.falls_short is False


def test_on_the_first_day_nobody_can_say() -> None:
    found = outlook(4, 100, per_day(OPENS, 4), OPENS, CLOSES, OPENS)
    assert (found.days, found.projected, found.falls_short) == (0, None, None)
    assert found.left == 19


def test_before_the_first_day_all_days_are_to_come() -> None:
    found = outlook(0, 38, [], OPENS, CLOSES, date(2026, 2, 1))
    assert (found.left, found.projected, found.needed) == (19, None, 2)


def test_when_the_last_day_is_over_what_came_is_the_end() -> None:
    found = outlook(80, 100, per_day(OPENS, 80), OPENS, CLOSES, date(2026, 3, 21))
    assert (found.left, found.projected, found.falls_short, found.needed) == (0, 80, True, None)


def test_without_a_target_nothing_is_short() -> None:
    found = outlook(10, None, per_day(OPENS, 5, 5), OPENS, CLOSES, date(2026, 3, 4))
    assert (found.falls_short, found.needed, found.missing) == (None, None, 0)


def test_the_weakest_gap_is_the_smallest_share_of_its_target() -> None:
    assert weakest_gap([("A", 50, 100), ("B", 9, 20), ("C", 30, 20), ("D", 1, None)]) == ("B", 11)
    assert weakest_gap([("A", 100, 100), ("D", 1, None)]) is None
