"""Made-up input, from fixed seeds: arrays of a large round, and workbooks as an office would hand them in."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import xlsxwriter

from cermin.pure.calc.answers import Answers, ElementColumns, Grouping
from cermin.pure.law.profile import PROFILE_FIELDS
from cermin.pure.law.skm import ELEMENTS

SCORE_SHARES = (0.02, 0.02, 0.08, 0.60, 0.28)  # empty, 1, 2, 3, 4
DIMENSIONS = (("gender", 2), ("age", 6), ("education", 7), ("occupation", 7), ("disability", 2))
COMMENTS = ("", "", "", "Pelayanan sudah baik, mohon dipertahankan.", "Ruang tunggu perlu ditambah kursi.")


def large_round(rows: int, services: int) -> Answers:
    """Submissions of nine scores by service and five profile dimensions, int8 and int16, some of everything not given."""
    random = np.random.default_rng(14_2017)
    scores = np.searchsorted(np.cumsum(SCORE_SHARES), random.random((rows, 9), dtype=np.float32)).astype(np.int8)
    np.minimum(scores, 4, out=scores)

    def codes(groups: int, kind: type[np.int8] | type[np.int16]) -> np.ndarray:
        return random.integers(-1, groups, rows, dtype=kind)

    def labels(groups: int) -> tuple[str, ...]:
        return tuple(f"{number}" for number in range(groups))

    return Answers(
        elements=tuple(
            ElementColumns(element.key, element.code, element.name, element.short, (place,))
            for place, element in enumerate(ELEMENTS)
        ),
        questions=tuple(element.code for element in ELEMENTS),
        scores=scores,
        services=Grouping("service", "Jenis layanan", labels(services), codes(services, np.int16)),
        profile={
            key: Grouping(key, key, labels(groups), codes(groups, np.int16 if place % 2 else np.int8))
            for place, (key, groups) in enumerate(DIMENSIONS)
        },
    )


def answer_workbook(path: Path, rows: int) -> None:
    """`rows` answers in sixteen columns: time, service, four profile fields, U1..U9, comment."""
    random = np.random.default_rng(rows)
    fields = {field.key: field for field in PROFILE_FIELDS}
    columns = [fields[key] for key in ("gender", "age", "education", "occupation")]
    headings = ["Waktu", "Jenis layanan", *(field.title for field in columns)]
    headings += [element.code for element in ELEMENTS] + ["Saran"]
    scores = random.choice(4, (rows, 9), p=(0.02, 0.08, 0.61, 0.29)) + 1
    start = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001 - a spreadsheet knows no zone
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("Jawaban")
    sheet.write_row(0, 0, headings)
    for row in range(rows):
        sheet.write_datetime(row + 1, 0, start + timedelta(minutes=7 * row), day)
        sheet.write_string(row + 1, 1, f"Layanan {random.integers(1, 13)}")
        for place, field in enumerate(columns, start=2):
            sheet.write_string(row + 1, place, field.options[random.integers(len(field.options))].label)
        for place, score in enumerate(scores[row], start=2 + len(columns)):
            sheet.write_number(row + 1, place, int(score))
        comment = COMMENTS[random.integers(len(COMMENTS))]
        if comment:
            sheet.write_string(row + 1, len(headings) - 1, comment)
    book.close()
