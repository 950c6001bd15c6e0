"""The page in docs is the data of the program, and no datum lacks a citation."""

import importlib
import pkgutil
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import cermin.pure.law
from cermin.pure.law.base import Citation
from cermin.pure.law.reference import REGISTER, exact_index_needed, law_reference
from cermin.pure.law.skm import METHODS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "law.md"
NO_RULE = {"skm.PERMENPANRB_14_2017"}  # the name of an instrument, no datum


def data_modules() -> list[ModuleType]:
    names = [module.name for module in pkgutil.iter_modules(cermin.pure.law.__path__)]
    return [importlib.import_module(f"cermin.pure.law.{name}") for name in names if name not in ("base", "reference")]


def constants() -> dict[str, Any]:
    """Public upper-case names by the module that defines them (re-imported names are counted once)."""
    found: dict[str, Any] = {}
    for module in data_modules():
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for name, value in vars(module).items():
            if name.isupper() and not name.startswith("_") and (f"\n{name}:" in source or f"\n{name} =" in source):
                found[f"{module.__name__.rpartition('.')[2]}.{name}"] = value
    return found


def citations(value: Any) -> list[Citation]:
    if isinstance(value, Citation):
        return [value]
    if is_dataclass(value) and not isinstance(value, type):
        return [c for field in fields(value) for c in citations(getattr(value, field.name))]
    if isinstance(value, dict):
        return [c for item in value.values() for c in citations(item)]
    if isinstance(value, tuple):
        return [c for item in value for c in citations(item)]
    return []


def test_every_constant_is_registered_with_its_citation() -> None:
    registered = {name for datum in REGISTER for name in datum.names}
    data = {name for name, value in constants().items() if not isinstance(value, Citation)}
    assert data - NO_RULE == registered


def test_every_citation_of_the_package_is_in_the_register() -> None:
    known = [datum.citation for datum in REGISTER]
    seen = [citation for value in constants().values() for citation in citations(value)]
    assert seen
    assert all(citation in known for citation in seen)


def test_citations_are_filled_in_and_nothing_claims_to_be_verified() -> None:
    for datum in REGISTER:
        assert datum.meaning
        assert datum.citation.instrument
        assert datum.citation.where
        assert datum.citation.source.endswith(".")
        # To set one to verified, compare it with the printed text, name the reader in `source`, and say so here.
        assert not datum.citation.verified


def test_the_page_in_docs_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == law_reference(), (
        "run: python -m cermin.pure.law.reference > docs/reference/law.md"
    )


def test_the_page_says_what_readers_must_know() -> None:
    page = law_reference()
    for datum in REGISTER:
        assert datum.citation.where in page
        assert datum.citation.source in page
    assert "the index is 75.00, which is grade C, Kurang Baik" in page
    assert "rounded once half up to 2 decimals" in page
    assert "list U8 is complaints" in page
    for line in page.splitlines():
        if line.startswith("|"):
            assert line.endswith("|")


def test_every_table_of_the_page_is_rectangular() -> None:
    widths: list[int] = []
    for line in [*law_reference().splitlines(), ""]:
        if line.startswith("|"):
            widths.append(line.replace("\\|", "").count("|"))
        else:
            assert len(set(widths)) <= 1
            widths = []


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("exact", ("88.31", "76.61", "65.00")),
        ("0.111", ("88.40", "76.69", "65.07")),
        ("0.11", ("89.20", "77.38", "65.66")),
    ],
)
def test_effect_of_rounded_weights(method: str, needed: tuple[str, str, str]) -> None:
    # By hand: 89.20 x 0.99 = 88.308 -> 88.31 (A), while 89.19 x 0.99 = 88.2981 -> 88.30 (B).
    assert tuple(f"{float(exact_index_needed(METHODS[method], letter)):.2f}" for letter in "ABC") == needed
