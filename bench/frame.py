"""How a measure is taken and told: interleaved rounds, medians, and the floor beside the figure."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measure. target: of the ratio subject : floor, or of the subject's seconds; subject and floor: seconds per round."""

    name: str
    what: str
    kind: Literal["ratio", "seconds"]
    target: float
    subject: tuple[float, ...]
    floor: tuple[float, ...]
    floor_is: str
    note: str = ""

    @property
    def figure(self) -> float:
        """What is held against the target; medians over the rounds."""
        seconds = statistics.median(self.subject)
        return seconds / statistics.median(self.floor) if self.kind == "ratio" else seconds

    @property
    def is_met(self) -> bool:
        return self.figure <= self.target if self.kind == "ratio" else self.figure < self.target


def interleaved(
    subject: Callable[[], object], floor: Callable[[], object], rounds: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds of both per round. They take turns at going first, so that a disturbed minute disturbs both; one warm-up each."""
    subject()
    floor()
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        pairs = [(taken[0], subject), (taken[1], floor)]
        for times, work in pairs if number % 2 == 0 else reversed(pairs):
            times.append(seconds_of(work))
    return tuple(taken[0]), tuple(taken[1])


def seconds_of(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(command: Sequence[str]) -> str:
    """Standard output of a command; RuntimeError with what it said when it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def machine() -> dict[str, str]:
    """The machine in general words: nothing that tells where it stands."""
    return {
        "cores": str(os.cpu_count()),
        "processor": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown",
    }


def table(outcomes: Sequence[Outcome], about: dict[str, str], day: str) -> str:
    """RESULTS.md."""
    where = (
        f"{about['cores']} cores ({about['processor']}, {about['system']}), Python {about['python']}, "
        f"numpy {about['numpy']}, load average {about['load']} at the start."
    )
    lines = [
        "# What was measured",
        "",
        f"Written by `make bench` on {day}; raw rounds in `results.json`. Each figure is the median of its rounds; measure and floor",
        "take turns within one run, so a ratio holds on a busy machine, the seconds only on one like this:",
        where,
        "",
        "| Measure | Target | Measured | Met | Time per round | Floor | Rounds |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for outcome in outcomes:
        ratio = outcome.kind == "ratio"
        subject, floor = statistics.median(outcome.subject), statistics.median(outcome.floor)
        lines.append(
            f"| {outcome.name}: {outcome.what} | {f'at most {outcome.target} × floor' if ratio else f'under {told(outcome.target)}'} "
            f"| {f'{outcome.figure:.2f} × floor' if ratio else f'{told(outcome.figure)} ({outcome.figure / floor:.1f} × floor)'} "
            f"| {'yes' if outcome.is_met else '**no**'} "
            f"| {spread(subject, outcome.subject)} | {spread(floor, outcome.floor)}: {outcome.floor_is} | {len(outcome.subject)} |"
        )
    notes = [f"- {outcome.name}: {outcome.note}" for outcome in outcomes if outcome.note]
    return "\n".join([*lines, *(["", *notes] if notes else []), ""])


def told(seconds: float) -> str:
    """ "2.16 s", "3.31 ms": short times in milliseconds."""
    return f"{seconds * 1000:.2f} ms" if seconds < 0.2 else f"{seconds:.2f} s"


def spread(median: float, rounds: Sequence[float]) -> str:
    if median < 0.2:
        return f"{median * 1000:.2f} ({min(rounds) * 1000:.2f}–{max(rounds) * 1000:.2f}) ms"
    return f"{median:.2f} ({min(rounds):.2f}–{max(rounds):.2f}) s"
