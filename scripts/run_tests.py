"""Runs the test groups one after the other and prints the time of each.

A skipped test fails the run: it would claim something that nobody saw. Usage: python scripts/run_tests.py [group ...]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"

GROUPS: dict[str, list[str]] = {
    "lint": [],
    "house": ["tests/house"],
    "pure": ["tests/pure"],
    "golden": ["tests/golden"],
    "documents": ["tests/documents"],
    "command": ["tests/cli"],
    "web": [],  # every other folder, on SQLite ...
    "postgres": [],  # ... and again on PostgreSQL
    "browser": ["tests/browser"],
    "journeys": ["tests/journeys"],
    "office": ["tests"],
}
ON_BOTH_DATABASES = ("web", "postgres")
# Rooms of the source whose tests lie elsewhere: the settings and the demo are met by tests/web and tests/journeys.
WITHOUT_FOLDER = {"config", "demo"}

LINT = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
)


def folders_of_rooms() -> list[str]:
    """The test folders that no other group names. A room of the source without one stops the run: nothing is forgotten."""
    named = {folder for folders in GROUPS.values() for folder in folders}
    found = {f"tests/{path.name}" for path in TESTS.iterdir() if path.is_dir() and any(path.rglob("test_*.py"))}
    rooms = {path.parent.name for path in (ROOT / "src" / "cermin").glob("*/__init__.py")} - WITHOUT_FOLDER
    missing = sorted(room for room in rooms if f"tests/{room}" not in found)
    if missing:
        sys.exit(f"No tests for: {', '.join(missing)}. Each room of src/cermin has a folder of its name under tests/.")
    return sorted(found - named)


def run_group(name: str) -> bool:
    python = sys.executable
    if name == "lint":
        return all(subprocess.run([python, "-m", *command], cwd=ROOT).returncode == 0 for command in LINT)
    folders = folders_of_rooms() if name in ON_BOTH_DATABASES else GROUPS[name]
    alone = name == "office"  # LibreOffice does not like company
    choice = ["-n", "0", "-m", "office"] if alone else ["-n", "2", "-m", "not office"]
    command = [python, "-m", "pytest", "-q", *choice, "-p", "scripts.fail_on_skip", *folders]
    database = "postgres" if name == "postgres" else "sqlite"
    environment = {**os.environ, "CERMIN_TEST_DATABASE": database}
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"Unknown group: {', '.join(unknown)}. Known: {', '.join(GROUPS)}")
        return 2
    times: list[tuple[str, float, bool]] = []
    for name in names or list(GROUPS):
        print(f"== {name}", flush=True)
        start = time.monotonic()
        passed = run_group(name)
        times.append((name, time.monotonic() - start, passed))
    print("\nTime per group")
    for name, seconds, passed in times:
        print(f"  {name:<10} {seconds:7.1f} s  {'ok' if passed else 'FAILED'}")
    failed = sum(not passed for _, _, passed in times)
    print(f"groups: {len(times) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
