"""Profile answers and services: spellings joined, ages into bands, unknown answers kept."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.documents.incoming.handmade import codes

from cermin.documents.incoming.groups import MOST_GROUPS, profile_grouping, service_grouping
from cermin.pure.calc.answers import Grouping
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY


def labels(grouping: Grouping | None) -> list[str | None]:
    """Label per respondent."""
    assert grouping is not None
    return [None if code < 0 else grouping.labels[code] for code in grouping.codes.tolist()]


def grouped(key: str, *values: object) -> list[str | None]:
    grouping, _ = profile_grouping(values, PROFILE_FIELD_BY_KEY[key], "C", "Kolom")
    return labels(grouping)


def test_common_spellings() -> None:
    assert grouped("gender", "L", "laki-laki", "PRIA", "p", "Wanita", "", "-", None) == [*["Laki-laki"] * 3, *["Perempuan"] * 2, *[None] * 3]  # fmt: skip
    assert grouped("education", "S1", "slta", "SMK", "D-III", "D4/S1", "Tidak sekolah") == [
        "D4/S1", "SMA", "SMA", "D1–D3", "D4/S1", "Tidak sekolah",
    ]  # fmt: skip
    assert grouped("channel", "QR", "kertas", "Wawancara") == ["QR/tautan", "Kertas", "Petugas"]


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "< 17 tahun"), (16, "< 17 tahun"), (17, "17–24 tahun"), ("24", "17–24 tahun"), (25.0, "25–34 tahun"), ("34 tahun", "25–34 tahun"),
        ("35 th", "35–44 tahun"), (44, "35–44 tahun"), (45, "45–54 tahun"), (54, "45–54 tahun"), (55, "55 tahun ke atas"),
        (120, "55 tahun ke atas"), ("17-24", "17–24 tahun"), ("17 – 24", "17–24 tahun"), ("≥ 55", "55 tahun ke atas"), ("18-30", "18-30"),
    ],
)  # fmt: skip
def test_ages(age: object, band: str) -> None:
    assert grouped("age", age) == [band]


def test_what_is_no_age_is_in_no_group_and_said() -> None:
    grouping, warnings = profile_grouping(
        [1987, "2001", dt.date(1990, 1, 2), 30], PROFILE_FIELD_BY_KEY["age"], "C", "Usia"
    )
    assert labels(grouping) == [None, None, None, "25–34 tahun"]
    assert [(w.code, dict(w.facts)["count"]) for w in warnings] == [("odd_ages", "3")]


def test_unknown_answers_form_their_own_group_whatever_their_case() -> None:
    grouping, warnings = profile_grouping(
        ["Paket D", "paket d", "Paket  D", "SD"], PROFILE_FIELD_BY_KEY["education"], "C", "P"
    )
    assert labels(grouping) == ["Paket D", "Paket D", "Paket D", "SD"]
    assert grouping is not None
    assert grouping.labels == ("SD", "Paket D")  # known options first
    assert warnings == []


def test_other_occupations_count_as_others_and_it_is_said() -> None:
    grouping, warnings = profile_grouping(
        ["Tukang kayu", "PNS", "Seniman"], PROFILE_FIELD_BY_KEY["occupation"], "F", "Pekerjaan"
    )
    assert labels(grouping) == ["Lainnya", "ASN", "Lainnya"]
    assert codes(warnings) == ["other_answers"]


def test_services_are_joined_under_the_most_frequent_spelling_and_sorted_by_number() -> None:
    grouping, _ = service_grouping(["Loket 10", "KTP", "ktp", " KTP ", "Loket 2", "", 7.0], "B", "Layanan")
    assert labels(grouping) == ["Loket 10", "KTP", "KTP", "KTP", "Loket 2", None, "7"]
    assert grouping is not None
    assert grouping.labels == ("7", "KTP", "Loket 2", "Loket 10")


def test_names_are_no_groups() -> None:
    grouping, warnings = service_grouping([f"Warga {n}" for n in range(MOST_GROUPS + 1)], "B", "Layanan")
    assert grouping is None
    assert codes(warnings) == ["too_many_groups"]
