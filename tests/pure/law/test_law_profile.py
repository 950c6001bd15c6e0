"""Profile fields: every option can be recognised, none by two names."""

import pytest

from cermin.pure.law.profile import ANNEX_PROFILE, PROFILE_FIELD_BY_KEY, PROFILE_FIELDS, ProfileField


def option_of(field: str, spelling: str) -> str | None:
    found = [
        option.label
        for option in PROFILE_FIELD_BY_KEY[field].options
        if spelling.lower() in (option.label.lower(), *option.aliases)
    ]
    assert len(found) <= 1
    return found[0] if found else None


def test_fields_in_order() -> None:
    assert [field.key for field in PROFILE_FIELDS] == [
        "gender",
        "age",
        "education",
        "occupation",
        "disability",
        "channel",
    ]


@pytest.mark.parametrize("field", PROFILE_FIELDS, ids=lambda field: field.key)
def test_spellings_are_clean_and_unambiguous(field: ProfileField) -> None:
    spellings = [spelling for option in field.options for spelling in (option.label.lower(), *option.aliases)]
    assert len(spellings) == len(set(spellings))
    for option in field.options:
        for alias in option.aliases:
            assert alias == alias.lower().strip()
            assert "–" not in alias


@pytest.mark.parametrize(
    ("field", "spelling", "label"),
    [
        ("gender", "L", "Laki-laki"),
        ("gender", "P", "Perempuan"),
        ("gender", "Pria", "Laki-laki"),
        ("gender", "wanita", "Perempuan"),
        ("education", "SLTA", "SMA"),
        ("education", "SMK", "SMA"),
        ("education", "DIII", "D1–D3"),
        ("education", "S1", "D4/S1"),
        ("occupation", "PNS", "ASN"),
        ("occupation", "PPPK", "ASN"),
        ("occupation", "Wiraswasta", "Wirausaha"),
        ("disability", "Tidak", "Bukan penyandang disabilitas"),
        ("channel", "Google Form", "QR/tautan"),
    ],
)
def test_usual_spellings(field: str, spelling: str, label: str) -> None:
    assert option_of(field, spelling) == label


def test_age_bands_cover_every_age_once() -> None:
    bands = PROFILE_FIELD_BY_KEY["age"].options
    for age in range(120):
        hits = [
            b.label
            for b in bands
            if b.lowest is not None and b.lowest <= age and (b.highest is None or age <= b.highest)
        ]
        assert len(hits) == 1, age
    ages = {16: "< 17 tahun", 17: "17–24 tahun", 24: "17–24 tahun", 25: "25–34 tahun", 55: "55 tahun ke atas"}
    for age, label in ages.items():
        assert (
            next(
                b for b in bands if b.lowest is not None and b.lowest <= age and (b.highest is None or age <= b.highest)
            ).label
            == label
        )


def test_every_answer_of_the_printed_form_is_understood() -> None:
    for line in ANNEX_PROFILE:
        if line.key in ("gender", "education", "occupation"):
            for option in line.options:
                assert option_of(line.key, option), (line.key, option)
