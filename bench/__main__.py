"""`python -m bench [NAME ...] [--small]`: without arguments all measures at full size, and only then the results are written."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.frame import Outcome, machine, table

HERE = Path(__file__).parent


def measures(folder: Path, small: bool) -> dict[str, Callable[[], list[Outcome]]]:
    """Measures by name. A module is imported only when its turn comes, so that a missing subject fails under its name."""

    def of(module: str, **sizes: Any) -> Callable[[], list[Outcome]]:
        def taken() -> list[Outcome]:
            outcomes: list[Outcome] = import_module(f"bench.{module}").measure(**sizes)
            return outcomes

        return taken

    return {
        "counting": of("counting", rows=300_000 if small else 10_000_000, rounds=3 if small else 7),
        "reading": of("reading", rows=3_000 if small else 100_000, rounds=3 if small else 7, folder=folder),
        "reporting": of("reporting", rows=200 if small else 1_000, rounds=2 if small else 5, folder=folder),
        "starting": of("starting", rounds=3 if small else 15),
        **{
            f"door-{database}": of(
                "door", database=database, rows=20_000 if small else 1_000_000, seconds=3 if small else 10, rounds=3
            )
            for database in ("sqlite", "postgres")
        },
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these measures, printed but not written")
    parser.add_argument(
        "--small", action="store_true", help="small sizes, to try the bench itself; printed but not written"
    )
    options = parser.parse_args(arguments)
    about = machine()
    outcomes: list[Outcome] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        known = measures(Path(temporary), options.small)
        if unknown := [name for name in options.names if name not in known]:
            parser.error(f"unknown measure {', '.join(unknown)}; known: {', '.join(known)}")
        for name in options.names or known:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            try:
                outcomes += known[name]()
            except Exception as error:  # one failure must not hide the others; it is told, and nothing is written
                failures.append(f"FAILED {name}: {type(error).__name__}: {error}")
                print(failures[-1], file=sys.stderr, flush=True)
    day = datetime.now(UTC).date().isoformat()
    text = table(outcomes, about, day)
    print(text)
    if failures:
        print("\n".join(failures), file=sys.stderr)
        return 1
    if not options.names and not options.small:
        raw = {
            "day": day,
            "machine": about,
            "measures": [asdict(o) | {"figure": o.figure, "met": o.is_met} for o in outcomes],
        }
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
        (HERE / "results.json").write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(outcome.is_met for outcome in outcomes) else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
