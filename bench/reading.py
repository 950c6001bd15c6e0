"""Reading a workbook of answers, with every check, against merely getting its cells."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.frame import Outcome, interleaved
from bench.inputs import answer_workbook
from cermin.documents.incoming import read_answers


def measure(rows: int, rounds: int, folder: Path) -> list[Outcome]:
    path = folder / "reading.xlsx"
    answer_workbook(path, rows)
    read = read_answers(path)
    if read.errors or read.answers is None or len(read.answers.scores) != rows:
        raise RuntimeError(f"the workbook was not read whole: {len(read.errors)} errors, {read.rows_read} rows")

    def cells() -> object:
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    subject, floor = interleaved(lambda: read_answers(path), cells, rounds)
    return [
        Outcome(
            name="reading",
            what=f"reading {rows:,} rows × 16 columns (.xlsx) into checked answers",
            kind="ratio",
            target=1.5,
            subject=subject,
            floor=floor,
            floor_is="calamine: open and to_python of the same sheet",
        )
    ]
