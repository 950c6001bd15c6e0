from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.documents import format as fmt

LONG_AGO, FAR_AHEAD = date(1900, 1, 1), date(2199, 12, 31)
DATES = st.dates(LONG_AGO, FAR_AHEAD)


def read_number(text: str) -> Decimal:
    """The number a reader sees: the inverse of the house's way of printing."""
    return Decimal(text.replace(".", "").replace(",", ".").replace("\u2212", "-"))


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(1, 200), 2, "0,01"),  # a half goes up ...
        (Fraction(-1, 200), 2, "\u22120,01"),  # ... and away from zero
        (Fraction(1, 201), 2, "0,00"),
        (Fraction(-1, 201), 2, "0,00"),  # never "minus zero"
        (Decimal("88.305"), 2, "88,31"),
        (Decimal("88.3049"), 2, "88,30"),
        (2.675, 2, "2,68"),  # the written float, not the binary one below it
        (0.1, 3, "0,100"),
        (1e-7, 2, "0,00"),
        (1234567, 0, "1.234.567"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (Decimal("-1234.5"), 1, "\u22121.234,5"),
        (Decimal("999999.995"), 2, "1.000.000,00"),
        (100, 2, "100,00"),
        (Fraction(604, 19) * Fraction(25, 9), 2, "88,30"),
    ],
)
def test_number(value: fmt.Number, places: int, printed: str) -> None:
    assert fmt.number(value, places) == printed


@given(st.fractions(-(10**9), 10**9, max_denominator=10**6), st.integers(0, 6))
def test_a_printed_number_is_the_nearest_one(value: Fraction, places: int) -> None:
    printed = fmt.number(value, places)
    error = Fraction(read_number(printed)) - value
    assert abs(error) <= Fraction(1, 2 * 10**places)
    if abs(error) == Fraction(1, 2 * 10**places):
        assert abs(Fraction(read_number(printed))) > abs(value)
    assert len(printed.partition(",")[2]) == places
    assert "-" not in printed


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_a_float_is_printed_as_it_is_written(value: float) -> None:
    assert fmt.number(value, 3) == fmt.number(Decimal(repr(value)), 3)


@given(st.integers(-(10**12), 10**12))
def test_integers_come_back(value: int) -> None:
    printed = fmt.integer(value)
    assert read_number(printed) == value
    groups = printed.lstrip("\u2212").split(".")
    assert 1 <= len(groups[0]) <= 3
    assert all(len(group) == 3 for group in groups[1:])


def test_numbers_that_are_none_are_refused() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises((ValueError, OverflowError)):
            fmt.number(value, 2)


@pytest.mark.parametrize(
    ("share", "places", "printed"),
    [
        (Fraction(27, 49), 1, "55,1"),
        (Fraction(0), 1, "0,0"),
        (Fraction(1), 1, "100,0"),
        (Fraction(2, 3), 0, "67"),
        (Fraction(1, 8), 2, "12,50"),
    ],
)
def test_percent(share: Fraction, places: int, printed: str) -> None:
    assert fmt.percent(share, places) == printed


def test_percent_prints_one_decimal_unless_told() -> None:
    assert fmt.percent(Fraction(1, 3)) == "33,3"


def test_interval() -> None:
    assert fmt.interval(Decimal("76.26"), Decimal("81.23"), 1) == "76,3\u201381,2"
    assert fmt.interval(2.5, 3.25, 2) == "2,50\u20133,25"
    assert fmt.interval(Decimal("-2.1"), Decimal("5.1"), 1) == "\u22122,1 s.d. 5,1"
    assert fmt.interval(Decimal("-5.1"), Decimal("-2.1"), 1) == "\u22125,1 s.d. \u22122,1"


def test_day_and_month() -> None:
    assert fmt.day(date(2026, 10, 25)) == "25 Oktober 2026"
    assert fmt.day(date(2026, 5, 1)) == "1 Mei 2026"
    assert fmt.month(date(2026, 8, 31)) == "Agustus 2026"


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        (date(2026, 3, 2), date(2026, 5, 29), "2 Maret s.d. 29 Mei 2026"),
        (date(2026, 2, 18), date(2026, 2, 27), "18 s.d. 27 Februari 2026"),
        (date(2025, 12, 1), date(2026, 1, 30), "1 Desember 2025 s.d. 30 Januari 2026"),
        (date(2025, 3, 1), date(2026, 3, 1), "1 Maret 2025 s.d. 1 Maret 2026"),
        (date(2026, 6, 5), date(2026, 6, 5), "5 Juni 2026"),
    ],
)
def test_days(start: date, end: date, printed: str) -> None:
    assert fmt.days(start, end) == printed


@given(DATES, DATES)
def test_days_name_both_ends_and_end_with_the_last_day(first: date, second: date) -> None:
    start, end = sorted((first, second))
    printed = fmt.days(start, end)
    assert printed.endswith(fmt.day(end))
    left = printed.removesuffix(fmt.day(end)).removesuffix(" s.d. ")
    if start == end:
        assert left == ""
    else:
        # What was left out at the start is what the end says.
        full = fmt.day(start)
        assert left
        assert full.startswith(left)
        assert fmt.day(end).endswith(full[len(left) :])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (49, "empat puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (210, "dua ratus sepuluh"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (2017, "dua ribu tujuh belas"),
        (9999, "sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_number_words(value: int, words: str) -> None:
    assert fmt.number_words(value) == words


def count_words(words: str) -> int:
    """Reads number words by another road: sizes multiply what stands before them."""
    spoken = words.replace("se", "satu ", 1) if words.startswith(("seribu", "seratus", "sepuluh", "sebelas")) else words
    spoken = (
        spoken.replace(" seratus", " satu ratus").replace(" sepuluh", " satu puluh").replace(" sebelas", " satu belas")
    )
    names = dict(
        zip(
            ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"],
            range(10),
            strict=True,
        )
    )
    total = group = digit = 0
    for word in spoken.split():
        if word in names:
            digit = names[word]
        elif word == "belas":
            group, digit = group + 10 + digit, 0
        elif word == "puluh":
            group, digit = group + 10 * digit, 0
        elif word == "ratus":
            group, digit = group + 100 * digit, 0
        else:
            assert word == "ribu"
            total, group, digit = total + 1000 * (group + digit), 0, 0
    return total + group + digit


def test_every_number_word_reads_back() -> None:
    spoken = [fmt.number_words(value) for value in range(10_000)]
    assert [count_words(words) for words in spoken] == list(range(10_000))


@pytest.mark.parametrize("value", [-1, 10_000])
def test_number_words_end_at_four_digits(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        fmt.number_words(value)


def test_join() -> None:
    assert fmt.join([]) == ""
    assert fmt.join(["A"]) == "A"
    assert fmt.join(["A", "B"]) == "A dan B"
    assert fmt.join(("A", "B", "C")) == "A, B, dan C"


@given(st.lists(st.text("abc", min_size=1), min_size=3))
def test_join_keeps_every_item_in_order(items: list[str]) -> None:
    head, _, last = fmt.join(items).rpartition(", dan ")
    assert [*head.split(", "), last] == items
