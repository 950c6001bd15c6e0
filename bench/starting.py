"""How long the command takes to say what it can do."""

from __future__ import annotations

from pathlib import Path

from bench.frame import PYTHON, Outcome, interleaved, run


def measure(rounds: int) -> list[Outcome]:
    command = str(Path(PYTHON).with_name("cermin"))
    subject, floor = interleaved(lambda: run([command, "--help"]), lambda: run([PYTHON, "-c", "pass"]), rounds)
    return [
        Outcome(
            name="help",
            what="`cermin --help`",
            kind="seconds",
            target=0.3,
            subject=subject,
            floor=floor,
            floor_is="Python doing nothing",
        )
    ]
