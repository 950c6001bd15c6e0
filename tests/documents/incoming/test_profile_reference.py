"""The reference page and the examples keep step with the code."""

from __future__ import annotations

import csv
import importlib.util
import re
from pathlib import Path
from types import ModuleType

from cermin.documents.incoming.profile import profile_reference, read_profile_toml
from cermin.documents.incoming.profile_fields import FIELDS, TABLES
from cermin.documents.skm.shape import UnitProfile
from cermin.pure.law.skm import FORM_9

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"


def test_the_page_is_generated() -> None:
    assert (ROOT / "docs" / "reference" / "profil.md").read_text(encoding="utf-8") == profile_reference()


def test_the_page_names_every_key() -> None:
    page = profile_reference()
    keys = [*FIELDS, *(table.key for table in TABLES), *(of.key for table in TABLES for of in table.columns)]
    assert [key for key in keys if f"`{key}`" not in page and f"`[[{key}]]`" not in page] == []


def test_the_example_on_the_page_is_accepted(tmp_path: Path) -> None:
    [toml] = re.findall(r"```toml\n(.*?)```", profile_reference(), re.DOTALL)
    path = tmp_path / "profil.toml"
    path.write_text(toml.replace('logo = "lambang.png"\n', ""), encoding="utf-8")
    profile = read_profile_toml(path)
    assert (profile.population, profile.paper, len(profile.steps), len(profile.plan)) == (1250, "F4", 1, 1)


def filled(profile: UnitProfile) -> set[str]:
    return {name for name in UnitProfile.__slots__ if getattr(profile, name) not in ("", None, ())}


def test_the_real_example_says_only_what_is_known() -> None:
    profile = read_profile_toml(EXAMPLES / "unit-contoh.toml")
    assert (profile.unit, profile.agency, profile.government) == (
        "Unit Contoh",
        "Dinas Contoh",
        "Pemerintah Kabupaten Contoh",
    )
    assert profile.mark == "CONTOH: 49 baris pertama, bukan hasil resmi"
    defaults = {"letterhead", "sample_by", "paper"}
    assert filled(profile) - defaults == {"unit", "agency", "government", "period", "mark"}


def test_the_real_example_holds_the_published_scores() -> None:
    with (EXAMPLES / "unit-contoh.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == [f"P{number}" for number in range(1, 10)]
    assert len(rows) == 49
    columns = [[int(row[place]) for row in rows] for place in range(9)]
    assert {score for column in columns for score in column} <= {1, 2, 3, 4}
    # Totals counted by another program from the published rows; 1389 / 49 / 9 * 25 = 78.74.
    assert [sum(column) for column in columns] == [138, 139, 150, 177, 159, 163, 161, 143, 159]


def online_form() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_online_form", EXAMPLES / "make_online_form.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_made_up_form_comes_from_its_script() -> None:
    assert (EXAMPLES / "formulir-daring.csv").read_text(encoding="utf-8") == online_form().text()


def test_the_made_up_form_has_the_shape_of_an_export() -> None:
    with (EXAMPLES / "formulir-daring.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading[0] == "Timestamp"
    assert heading[6:15] == [question.text for question in FORM_9.questions]
    assert len(rows) == 120
    assert len({row[1] for row in rows}) == 3
    answers = [(question, row[6 + place]) for row in rows for place, question in enumerate(FORM_9.questions)]
    assert all(answer in ("", *question.labels) for question, answer in answers)
    assert 0 < sum(answer == "" for _, answer in answers) < 30
    assert any(row[-1] for row in rows)


def test_the_made_up_profile_is_complete() -> None:
    profile = read_profile_toml(EXAMPLES / "formulir-daring.toml")
    assert filled(profile) == set(UnitProfile.__slots__)
    assert profile.mark == "CONTOH: data karangan"
    assert [line.status for line in profile.last_plan] == ["sudah", "sudah", "belum"]
    assert all(step.start and step.end and step.working_days for step in profile.steps)
