"""What could name a person is masked before anything is stored."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.pure.calc.masking import COMMENT_LIMIT, MAIL_MASK, NUMBER_MASK, mask_comment


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NIK saya 8271010101900001 hilang", f"NIK saya {NUMBER_MASK} hilang"),
        ("8271 0101 0190 0001", NUMBER_MASK),
        ("8271.0101.0190.0001.", f"{NUMBER_MASK}."),
        ("8271-0101-0190-0001", NUMBER_MASK),
        ("8271\u00a00101\u20130190 0001", NUMBER_MASK),
        ("8\u200b271010101900001", NUMBER_MASK),
        ("NIP 198001012005011001", f"NIP {NUMBER_MASK}"),
        ("８２７１０１０１０１９００００１", NUMBER_MASK),
        ("telepon 081234567890.", f"telepon {NUMBER_MASK}."),
        ("0812-3456-7890 atau 0813 4567 8901", f"{NUMBER_MASK} atau {NUMBER_MASK}"),
        ("+62 812 3456 7890", NUMBER_MASK),
        ("(+62) 812-3456-7890", NUMBER_MASK),
        ("(0812) 3456 7890", NUMBER_MASK),
        ("6281234567890", NUMBER_MASK),
        ("+62 (0)812 3456 7890", NUMBER_MASK),
        ("+62 921 312 3456", NUMBER_MASK),
        ("0062 812 3456 7890", NUMBER_MASK),
        ("loket 5 0812 3456 7890", f"loket 5 {NUMBER_MASK}"),
        ("surel ke warga.biasa+skm@contoh.example ya", f"surel ke {MAIL_MASK} ya"),
        ("a@b.co.id, c@d.example", f"{MAIL_MASK}, {MAIL_MASK}"),
    ],
)
def test_what_names_a_person_is_masked(text: str, masked: str) -> None:
    assert mask_comment(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Tunggu 45 menit, antre nomor 123",
        "Biaya Rp1.500.000 terlalu mahal",
        "Tanggal 17-08-2026 jam 08.00",
        "Buka jam 08.00-15.00, istirahat 12.00",
        "Kode 12345678",
        "Kirim ke @akun",
        "tahun 2024/2025 dan 2025/2026",
    ],
)
def test_ordinary_figures_stay(text: str) -> None:
    assert mask_comment(text) == text


SEPARATORS = st.sampled_from(["", " ", ".", "-", " - ", "\u00a0", "–"])
TEXTS = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Nd", "No")), max_size=80)


def written(digits: str, marks: list[str]) -> str:
    return "".join(digit + mark for digit, mark in zip(digits, marks, strict=True))


@given(
    st.text(alphabet="0123456789", min_size=16, max_size=20),
    st.lists(SEPARATORS, min_size=20, max_size=20),
    TEXTS,
    TEXTS,
)
def test_no_sixteen_digits_survive(digits: str, marks: list[str], before: str, after: str) -> None:
    masked = mask_comment(before + " " + written(digits, marks[: len(digits)]) + " " + after)
    assert sum(mark.isdigit() for mark in masked) == 0


@given(
    st.sampled_from(["08", "628", "+628", "00628"]),
    st.text(alphabet="0123456789", min_size=7, max_size=11),
    st.lists(SEPARATORS, min_size=20, max_size=20),
    TEXTS,
)
def test_no_phone_number_survives(start: str, rest: str, marks: list[str], around: str) -> None:
    number = written(start + rest, marks[: len(start + rest)])
    masked = mask_comment(f"{around} {number} {around}")
    assert sum(mark.isdigit() for mark in masked) == 0


@given(st.text(max_size=3000))
def test_masking_twice_changes_nothing_and_keeps_the_limit(text: str) -> None:
    masked = mask_comment(text)
    assert len(masked) <= COMMENT_LIMIT
    assert mask_comment(masked) == masked


@given(st.text(alphabet="0123456789 .-+@a\n", max_size=600))
def test_dense_input_keeps_no_long_number(text: str) -> None:
    masked = mask_comment(text)
    assert not re.search(r"\d{16}", masked)
    assert mask_comment(masked) == masked


@pytest.mark.parametrize("text", ["a" * 8000, "1 " * 4000, "@" * 8000, "a@" * 4000, "+62" * 2700, "(0" * 4000])
def test_hostile_texts_are_masked_at_once(text: str) -> None:
    assert len(mask_comment(text)) <= COMMENT_LIMIT


def test_line_ends_are_single_characters_and_controls_are_gone() -> None:
    assert mask_comment("satu\r\ndua\rtiga\x00\x07\u202e") == "satu\ndua\ntiga"
