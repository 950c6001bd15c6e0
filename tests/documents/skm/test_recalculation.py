"""LibreOffice recalculates the workbook's live formulas to our exact figures, also where the exact index is a half."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.documents.skm.test_figures import report_of

from cermin.documents.skm.shape import SkmReport
from cermin.documents.skm.workbook import write_workbook
from cermin.pure.calc.answers import Answers, ElementColumns
from cermin.pure.calc.survey import evaluate_survey
from cermin.pure.law.skm import ELEMENTS

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
WRONG = "1234.5"


def report_from(base: SkmReport, scores: np.ndarray) -> SkmReport:
    elements = tuple(
        ElementColumns(e.key, e.code, e.name, e.short, (i,)) for i, e in enumerate(ELEMENTS[: scores.shape[1]])
    )
    answers = Answers(elements, tuple(f"P{i + 1}" for i in range(scores.shape[1])), scores.astype(np.int8))
    return replace(base, answers=answers, result=evaluate_survey(answers, with_statistics=False), change=None, trend=())


def matrices() -> dict[str, np.ndarray]:
    """Seeded matrices with gaps, and some whose exact index lies on a half of the second decimal."""
    found: dict[str, np.ndarray] = {}
    for seed in range(12):
        rng = np.random.default_rng(seed)
        table = rng.integers(1, 5, (int(rng.integers(3, 60)), int(rng.integers(1, 10))))
        table[rng.random(table.shape) < 0.1] = 0
        table[:, :][~table.any(axis=1)] = 3
        table[0] = 4
        found[f"acak-{seed}"] = table
    for n, k in ((40, 1), (16, 5), (200, 1), (80, 2), (40, 8)):
        # 25 x total / (n k) = x.xx5 when 5000 x total / (n k) is an odd number.
        total = next(
            t
            for t in range(2 * n * k, 4 * n * k)
            if Fraction(5000 * t, n * k).denominator == 1 and (5000 * t // (n * k)) % 2
        )
        flat = np.full(n * k, 2)
        extra = total - 2 * n * k
        flat[: extra // 2] += 2
        flat[extra // 2 : extra // 2 + extra % 2] += 1
        found[f"setengah-{n}-{k}"] = flat.reshape(n, k)
    return found


def with_wrong_values(workbook: bytes) -> bytes:
    """The workbook with every stored result of a formula replaced, so that only a recalculation can give ours."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    replaced = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text, count = re.subn(
                    r'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="str")?>(<f>[^<]*</f>)<v>[^<]*</v>',
                    rf"\1>\2<v>{WRONG}</v>",
                    content.decode(),
                )
                content, replaced = text.encode(), replaced + count
            target.writestr(name, content)
    assert replaced > 10
    return out.getvalue()


@pytest.mark.office
def test_libreoffice_comes_to_the_same_figures(tmp_path: Path) -> None:
    base = report_of("unit-contoh")
    reports = {"contoh": base, "formulir": report_of("formulir-daring")}
    reports |= {name: report_from(base, table) for name, table in matrices().items()}
    halves = [name for name, report in reports.items() if name.startswith("setengah")]
    for name in halves:
        exact = reports[name].result.index.exact
        assert exact is not None
        assert (exact * 1000).denominator == 1
        assert int(exact * 1000) % 10 == 5, "not a half"
    user = tmp_path / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    paths = []
    for name, report in reports.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(with_wrong_values(write_workbook(report)))
        paths.append(str(path))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
    ]
    done = subprocess.run(
        [*command, str(tmp_path / "out"), *paths], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    for name, report in reports.items():
        compare(name, report, (tmp_path / "out" / f"{name}.xlsx").read_bytes())


def compare(name: str, report: SkmReport, recalculated: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(recalculated), data_only=True)["Rekap"]
    index = report.result.index
    values = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert not any(cell == float(WRONG) for row in values for cell in row), name
    by_code = {
        row[1]: row for row in values if row[3] is not None and row[4] is not None and row[5] is not None and row[8]
    }
    for element in index.elements:
        row = by_code[element.code]
        assert element.mean is not None
        assert row[3] == pytest.approx(float(element.mean), abs=1e-12), name
        assert row[5] == pytest.approx(float(element.weighted or 0), abs=1e-12), name
        assert Decimal(repr(row[6])).quantize(Decimal("0.01")) == element.converted, f"{name} {element.code}"
        assert element.grade is not None
        assert (row[7], row[8]) == (element.grade.letter, element.grade.performance), name
    total = next(row for row in values if row[2] == report.profile.unit)
    assert total[5] == pytest.approx(float(index.nrr or 0), abs=1e-12), name
    assert Decimal(repr(total[6])).quantize(Decimal("0.01")) == index.value, name
    assert index.grade is not None
    assert (total[7], total[8]) == (index.grade.letter, index.grade.performance), name
    compared = [row[6] for row in values if isinstance(row[2], str) and row[2].startswith("IKM dengan bobot")]
    assert [Decimal(repr(value)).quantize(Decimal("0.01")) for value in compared] == [
        c.value for c in index.conventions[1:]
    ], name
