"""The glossary is complete, sorted, and names one thing once."""

import csv
from pathlib import Path

from cermin.pure.law.skm import ELEMENT_BY_KEY

GLOSSARY = Path(__file__).parents[3] / "docs" / "reference" / "glossary.csv"
ROWS = list(csv.DictReader(GLOSSARY.open(encoding="utf-8", newline="")))
REQUIRED = [
    "element",
    "unit",
    "agency",
    "service",
    "region",
    "respondent",
    "score",
    "grade",
    "round",
    "commitment",
    "minutes",
    "service_standard",
    "service_pledge",
    "stakeholder",
    "obligation",
    "filing",
    "assistance",
    "stakeholder_group",
    "mean",
    "index",
    "performance",
    "complete",
    "method",
    "interval",
]


def test_columns_and_no_empty_cell() -> None:
    assert list(ROWS[0]) == ["indonesian", "english", "code_name", "meaning", "source"]
    for row in ROWS:
        assert None not in row
        assert all(isinstance(cell, str) and cell.strip() for cell in row.values()), row


def test_one_term_one_name() -> None:
    for column in ("indonesian", "english", "code_name"):
        values = [row[column] for row in ROWS]
        assert len(values) == len(set(values))
    terms = [row["indonesian"].casefold() for row in ROWS]
    assert terms == sorted(terms)


def test_the_names_of_the_house_are_there() -> None:
    names = {row["code_name"] for row in ROWS}
    assert names >= set(REQUIRED)
    assert {name for name in names if name.isupper() and name != "MISSING_SCORE"} <= set(ELEMENT_BY_KEY)


def test_complaints_and_facilities_are_told_apart() -> None:
    meaning = {row["code_name"]: row["meaning"] for row in ROWS}
    assert "Element U8; question 9 of the nine" in meaning["PENGADUAN"]
    assert "Element U9; question 8 of the nine" in meaning["SARPRAS"]
