"""The report set of a thousand respondents: the writers alone, and the whole command. Each round is a fresh process."""

from __future__ import annotations

import sys
import time
from datetime import date
from itertools import count
from pathlib import Path

from bench.frame import PYTHON, Outcome, interleaved, run
from bench.inputs import answer_workbook
from cermin.cli.file_route import build_report, choose_profile
from cermin.documents.incoming import read_answers
from cermin.pure.calc.survey import evaluate_survey

LIBRARIES = "import docx, segno, typst, xlsxwriter"
ALL_LIBRARIES = f"{LIBRARIES}, python_calamine, scipy.stats, statsmodels.stats.proportion, statsmodels.stats.multitest"


def measure(rows: int, rounds: int, folder: Path) -> list[Outcome]:
    source = folder / "report.xlsx"
    answer_workbook(source, rows)
    numbers = count()
    writer_seconds: list[float] = []
    library_seconds: list[float] = []

    def fresh() -> Path:
        return folder / f"report-{next(numbers)}"

    def write() -> None:
        made = fresh()
        writer_seconds.append(float(run([PYTHON, "-m", "bench.reporting", str(source), str(made)])))
        check_whole(made)

    def import_writers() -> None:
        timed = f"import time; start = time.perf_counter(); {LIBRARIES}; print(time.perf_counter() - start)"
        library_seconds.append(float(run([PYTHON, "-c", timed])))

    def command() -> None:
        made = fresh()
        run([str(Path(PYTHON).with_name("cermin")), "skm", "laporan", str(source), "--keluar", str(made)])
        check_whole(made)

    interleaved(write, import_writers, rounds)  # both tell their own seconds, without the start of the process
    whole, loading = interleaved(command, lambda: run([PYTHON, "-c", ALL_LIBRARIES]), rounds)
    return [
        Outcome(
            name="writers",
            what=f"all writers of the report set, {rows:,} respondents, shape filled",
            kind="seconds",
            target=2.0,
            subject=tuple(writer_seconds[1:]),
            floor=tuple(library_seconds[1:]),
            floor_is="importing the writers' libraries",
            note="a fresh process each round, so loading the libraries is inside.",
        ),
        Outcome(
            name="laporan",
            what=f"`cermin skm laporan`, {rows:,} respondents",
            kind="seconds",
            target=5.0,
            subject=whole,
            floor=loading,
            floor_is="Python and the libraries alone",
        ),
    ]


def check_whole(folder: Path) -> None:
    from cermin.documents.skm.report_set import REPORT_FILES

    missing = [name for name in REPORT_FILES if not (folder / name).is_file() or not (folder / name).stat().st_size]
    if missing:
        raise RuntimeError(f"the report set lacks {', '.join(missing)}")


def write_once(source: Path, folder: Path) -> float:
    """Seconds to load the writers and write the set, once the shape is filled."""
    read = read_answers(source)
    if read.answers is None:
        raise RuntimeError("the workbook held no answers")
    profile = choose_profile(read, None, None, None)
    result = evaluate_survey(read.answers, population=profile.population, sample_by=profile.sample_by)
    report = build_report(read, result, profile, None, date(2026, 7, 1))
    start = time.perf_counter()
    # inside the measured time, as in the command; nothing above may import the writers
    from cermin.documents.skm.report_set import write_report_set

    write_report_set(report, folder)
    return time.perf_counter() - start


if __name__ == "__main__":
    print(write_once(Path(sys.argv[1]), Path(sys.argv[2])))
