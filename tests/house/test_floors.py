"""Law 1 of the house: imports run downward only, and `pure` stands on nothing but numbers."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "cermin"

FLOORS = {
    "pure": 1,
    "documents": 2,
    "base": 3,
    "organizations": 4,
    "skm": 5,
    "respond": 6,
    "intake": 6,
    "desk": 11,
    "portal": 11,
    "demo": 12,
    "config": 13,
    "cli": 13,
}
"""Rooms that exist so far; a new room is added here with its floor from the architecture."""

PURE_MAY_IMPORT = {"numpy", "scipy", "statsmodels", "cermin"}
WITHIN_PURE = {"law": {"law"}, "calc": {"law", "calc"}, "policy": {"policy"}}

MODULES = sorted(SRC.rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "cermin" and len(parts) > 1 and parts[1] in FLOORS else None


def test_every_room_has_a_floor() -> None:
    rooms = {path.name for path in SRC.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert rooms == set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_run_downward(path: Path) -> None:
    here = room_of("cermin." + ".".join(path.relative_to(SRC).with_suffix("").parts))
    if here is None:
        return
    for module in imports_of(path):
        room = room_of(module)
        if room is not None and room != here:
            assert FLOORS[room] < FLOORS[here], f"{here} may not import {module}"


@pytest.mark.parametrize("path", sorted((SRC / "pure").rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_pure_imports_no_framework_clock_or_network(path: Path) -> None:
    for module in imports_of(path):
        top = module.split(".")[0]
        assert top in PURE_MAY_IMPORT or top in sys.stdlib_module_names, f"pure may not import {module}"
        assert top not in {"socket", "urllib", "http", "sqlite3", "random", "time", "requests", "os"}, module
        if module.startswith("cermin.pure."):
            part = path.relative_to(SRC / "pure").parts[0]
            target = module.split(".")[2]
            assert part not in WITHIN_PURE or target in WITHIN_PURE[part], f"{part} may not import {module}"


def test_pure_runs_with_nothing_above_it() -> None:
    """The calculation works in a process where documents, cli and Django cannot be imported."""
    code = """
import sys
for name in ("django", "cermin.documents", "cermin.cli"):
    sys.modules[name] = None
import importlib, pkgutil, cermin.pure
for module in pkgutil.walk_packages(cermin.pure.__path__, "cermin.pure."):
    importlib.import_module(module.name)
print("ok")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "ok", done.stderr


def test_writers_stay_below_the_command() -> None:
    for path in (SRC / "documents").rglob("*.py"):
        assert not any(module.split(".")[0] in {"django", "rich", "argparse"} for module in imports_of(path)), path
