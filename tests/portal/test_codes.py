"""A code as people type it."""

from __future__ import annotations

import pytest

from cermin.base.issuing import new_code
from cermin.portal.codes import code_of, grouped, typed_code

CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "ABCDE FGHIJ KLMNO PQRST UVWXY Z",
        "abcde-fghij-klmno-pqrst-uvwxy-z",
        "  ABCDE–FGHIJ.KLMNO\tPQRST\nUVWXY Z ",
        "A8CDEFGHIJKLMNOPQRSTUVWXYZ",  # an 8 can only have been a B
        "ABCDEFGH1JKLMN0PQRSTUVWXYZ",
    ],
)
def test_blanks_dashes_small_letters_and_look_alikes_are_no_matter(typed: str) -> None:
    assert code_of(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "A", CODE[:-1] + "9", CODE[:-1] + "Ö", CODE[:-1] + "\x00", "٢" * 26]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert code_of(typed) == ""


def test_every_made_code_survives_its_groups() -> None:
    for _ in range(50):
        code = new_code()
        assert code_of(grouped(code).lower()) == code


def test_a_long_text_is_cut_and_not_searched() -> None:
    assert len(typed_code("A" * 10_000)) == 80
