"""Runs the test groups one after the other and prints the time of each.

A skipped test fails the run: it would claim something that nobody saw. Usage: python scripts/run_tests.py [group ...]
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

GROUPS: dict[str, list[str]] = {
    "lint": [],
    "house": ["tests/house"],
    "pure": ["tests/pure"],
    "golden": ["tests/golden"],
    "documents": ["tests/documents", "-m", "not office"],
    "command": ["tests/cli"],
    "office": ["tests", "-m", "office"],
}

LINT = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
)


def run_group(name: str) -> bool:
    python = sys.executable
    if name == "lint":
        return all(subprocess.run([python, "-m", *command], cwd=ROOT).returncode == 0 for command in LINT)
    workers = ["-n", "0"] if name == "office" else ["-n", "2"]  # LibreOffice does not like company
    command = [python, "-m", "pytest", "-q", *workers, "-p", "scripts.fail_on_skip", *GROUPS[name]]
    return subprocess.run(command, cwd=ROOT).returncode == 0


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
