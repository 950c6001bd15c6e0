"""Reads a `hasil.json` that somebody sent: hostile until every field is checked. Nothing is repaired; the file is refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from cermin.documents.incoming.results import Refusal
from cermin.documents.messages import Catalogue, Sentence
from cermin.documents.skm.result_json import SCHEMA
from cermin.documents.skm.shape import FollowUp, PreviousResult, TrendPoint
from cermin.pure.calc.index import grade_of
from cermin.pure.calc.numbers import round_half_up
from cermin.pure.calc.recap import UnitElement, UnitFigure
from cermin.pure.calc.results import PeriodElement, PeriodSummary

MAX_BYTES = 5_000_000
"""A real file has about 20 kB; a hundred services with sixteen elements stay below 1 MB."""

MAX_ITEMS = 2_000
MAX_TEXT = 2_000
MAX_PEOPLE = 1_000_000_000

RESULT_SENTENCES = Catalogue(
    {
        "unreadable": Sentence(
            "Berkas tidak dapat dibaca: {why}. Pilih berkas hasil.json yang dibuat Cermin.",
            "The file cannot be read: {why}. Choose a hasil.json made by Cermin.",
        ),
        "too_big": Sentence(
            "Berkas terlalu besar ({size} byte) untuk sebuah hasil.json.",
            "The file is too big ({size} bytes) for a hasil.json.",
        ),
        "not_json": Sentence(
            "Isinya bukan JSON yang utuh. Mungkin terpotong saat dikirim: minta kembali hasil.json dari unit.",
            "It is not complete JSON. It may have been cut in transit: ask the unit for its hasil.json again.",
        ),
        "other_schema": Sentence(
            "Ini bukan hasil Cermin yang dikenali (skema '{schema}', seharusnya '{expected}').",
            "This is not a Cermin result known here (schema '{schema}', expected '{expected}').",
        ),
        "bad_field": Sentence(
            "Isian '{field}' tidak sah: {why}. Berkas tampaknya disunting; minta hasil.json yang asli.",
            "Field '{field}' is not valid: {why}. The file seems edited; ask for the original hasil.json.",
        ),
        "no_index": Sentence(
            "Hasil ini belum memiliki IKM, sehingga tidak dapat dijadikan pembanding.",
            "This result has no IKM yet, so it cannot be compared with.",
        ),
    }
)

T = TypeVar("T")


def load_result(source: Path | bytes) -> PreviousResult:
    """The previous period for `--sebelumnya`. Raises Refusal with the field and the mend."""
    root = _root(source)
    value, exact, grade = _index(root)
    if value is None or exact is None:
        raise Refusal(RESULT_SENTENCES("no_index"))
    respondents = root.whole("respondents", 1)
    trend = tuple(_trend_point(item) for item in root.items("trend"))
    if not trend or trend[-1].value != value or trend[-1].respondents != respondents:
        label = root.text("period") or "Periode sebelumnya"
        trend = (*trend, TrendPoint(label, value, respondents, grade))
    return PreviousResult(
        unit=root.text("unit"),
        period=root.text("period"),
        value=value,
        exact=exact,
        grade=grade,
        respondents=respondents,
        summary=_summary(root.child("summary"), root.text("period") or "periode sebelumnya", exact, respondents),
        trend=trend,
        plan=tuple(_follow_up(item) for item in root.items("plan")),
    )


def load_unit_figure(source: Path | bytes) -> tuple[str, UnitFigure]:
    """(period, figure) for a recap. A result without an index is a unit that is absent, not zero."""
    root = _root(source)
    _value, exact, _grade = _index(root)
    respondents = root.whole("respondents", 1 if exact is not None else 0)
    summary = root.child("summary")
    elements = tuple(_unit_element(item) for item in summary.items("elements")) if exact is not None else ()
    name = root.text("unit") or (source.parent.name if isinstance(source, Path) else "") or "Unit tanpa nama"
    return root.text("period"), UnitFigure(name, exact, respondents, elements)


class _Node:
    """One object of the file with its place in it, so that every complaint names the field."""

    def __init__(self, value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise _bad(place or "(akar)", "bukan objek")
        self.value: dict[str, Any] = value
        self.place = place

    def name(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def get(self, key: str) -> Any:
        return self.value.get(key)

    def child(self, key: str) -> _Node:
        return _Node(self.get(key), self.name(key))

    def items(self, key: str) -> Sequence[_Node]:
        found = self.get(key)
        if found is None:
            return ()
        if not isinstance(found, list) or len(found) > MAX_ITEMS:
            raise _bad(self.name(key), f"harus daftar dengan paling banyak {MAX_ITEMS} isi")
        return [_Node(item, f"{self.name(key)}[{position}]") for position, item in enumerate(found)]

    def text(self, key: str, longest: int = MAX_TEXT) -> str:
        found = self.get(key)
        if found is None:
            return ""
        if not isinstance(found, str) or len(found) > longest:
            raise _bad(self.name(key), f"harus teks dengan paling banyak {longest} huruf")
        return "".join(letter if letter.isprintable() else " " for letter in found).strip()

    def whole(self, key: str, lowest: int, highest: int = MAX_PEOPLE) -> int:
        found = self.get(key)
        if isinstance(found, bool) or not isinstance(found, int) or not lowest <= found <= highest:
            raise _bad(self.name(key), f"harus bilangan bulat {lowest} sampai {highest}")
        return found

    def real(self, key: str, lowest: float, highest: float) -> float | None:
        found = self.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not lowest <= found <= highest:
            raise _bad(self.name(key), f"harus bilangan {lowest:g} sampai {highest:g}")
        return float(found)

    def fraction(self, key: str, lowest: int, highest: int) -> Fraction:
        return self._exact(key, Fraction, lowest, highest)

    def decimal(self, key: str, lowest: int, highest: int) -> Decimal:
        return self._exact(key, Decimal, lowest, highest)

    def _exact(self, key: str, read: Callable[[str], T], lowest: int, highest: int) -> T:
        found = self.get(key)
        try:
            if not isinstance(found, str) or len(found) > 100:
                raise ValueError
            value = read(found)
            inside = lowest <= value <= highest  # type: ignore[operator]  # Fraction and Decimal both compare with int
        except (ValueError, ZeroDivisionError, InvalidOperation) as error:
            raise _bad(self.name(key), "bukan bilangan") from error
        if not inside:
            raise _bad(self.name(key), f"harus {lowest} sampai {highest}")
        return value


def _bad(field: str, why: str) -> Refusal:
    return Refusal(RESULT_SENTENCES("bad_field", field=field[:80], why=why))


def _root(source: Path | bytes) -> _Node:
    try:
        if isinstance(source, Path):
            size = source.stat().st_size
            if size > MAX_BYTES:
                raise Refusal(RESULT_SENTENCES("too_big", size=size))
            source = source.read_bytes()
    except OSError as error:
        raise Refusal(RESULT_SENTENCES("unreadable", why=error.strerror or "galat")) from error
    if len(source) > MAX_BYTES:
        raise Refusal(RESULT_SENTENCES("too_big", size=len(source)))
    try:
        value = json.loads(source.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(RESULT_SENTENCES("not_json")) from error
    schema = value.get("schema") if isinstance(value, dict) else None
    if schema != SCHEMA:
        raise Refusal(RESULT_SENTENCES("other_schema", schema=str(schema)[:40], expected=SCHEMA))
    return _Node(value, "")


def _no_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are no JSON and no result


def _index(root: _Node) -> tuple[Decimal | None, Fraction | None, str]:
    if root.get("index") is None and root.get("index_exact") is None:
        return None, None, ""
    exact = root.fraction("index_exact", 25, 100)
    value = root.decimal("index", 25, 100)
    if value != round_half_up(exact, 2):
        raise _bad("index", "tidak sama dengan index_exact yang dibulatkan")
    grade = grade_of(round_half_up(exact, 2))
    if grade is None or root.get("grade") != grade.letter:
        raise _bad("grade", "tidak sesuai dengan nilai index")
    return round_half_up(exact, 2), exact, grade.letter


def _summary(node: _Node, label: str, exact: Fraction, respondents: int) -> PeriodSummary:
    mean = node.real("mean", 25, 100)
    if mean is None or abs(mean - float(exact)) > 1e-5:
        raise _bad(node.name("mean"), "tidak sama dengan index_exact")
    if node.whole("n", 1) != respondents:
        raise _bad(node.name("n"), "tidak sama dengan respondents")
    elements = tuple(_period_element(item) for item in node.items("elements"))
    if not elements:
        raise _bad(node.name("elements"), "kosong")
    if sum((element.mean for element in elements), Fraction(0)) * 25 != exact * len(elements):
        raise _bad(node.name("elements"), "rata-rata unsur tidak menghasilkan index_exact")
    return PeriodSummary(label, respondents, mean, node.real("sd", 0, 1000), elements)


def _period_element(node: _Node) -> PeriodElement:
    mean = node.fraction("mean", 1, 4)
    respondents = node.whole("respondents", 1)
    counts = _counts(node, mean) if node.get("counts") is not None else None
    if counts is not None and sum(counts) != respondents:
        raise _bad(node.name("counts"), "jumlahnya tidak sama dengan respondents")
    return PeriodElement(
        code=node.text("code", 20),
        key=node.text("element", 100),
        name=node.text("name", 200),
        mean=mean,
        respondents=respondents,
        sd=node.real("sd", 0, 100),
        counts=counts,
    )


def _counts(node: _Node, mean: Fraction) -> tuple[int, int, int, int]:
    found = node.get("counts")
    if not isinstance(found, list) or len(found) != 4:
        raise _bad(node.name("counts"), "harus empat bilangan")
    numbered = _Node({str(position): value for position, value in enumerate(found)}, node.name("counts"))
    one, two, three, four = (numbered.whole(str(position), 0) for position in range(4))
    if (
        one + two + three + four == 0
        or Fraction(one + 2 * two + 3 * three + 4 * four, one + two + three + four) != mean
    ):
        raise _bad(node.name("counts"), "tidak menghasilkan rata-ratanya")
    return one, two, three, four


def _unit_element(node: _Node) -> UnitElement:
    element = _period_element(node)
    return UnitElement(element.code, element.key, element.mean, element.respondents)


def _trend_point(node: _Node) -> TrendPoint:
    value = node.decimal("index", 25, 100)
    grade = grade_of(value)
    if grade is None or node.get("grade") != grade.letter:
        raise _bad(node.name("grade"), "tidak sesuai dengan nilainya")
    low = node.decimal("low", 0, 100) if node.get("low") is not None else None
    high = node.decimal("high", 0, 100) if node.get("high") is not None else None
    if (low is None) != (high is None) or (low is not None and high is not None and not low <= value <= high):
        raise _bad(node.name("low"), "selang tidak memuat nilainya")
    return TrendPoint(node.text("label", 100), value, node.whole("respondents", 1), grade.letter, low, high)


def _follow_up(node: _Node) -> FollowUp:
    return FollowUp(
        element=node.text("element", 20),
        activity=node.text("activity"),
        when=node.text("when", 200),
        term=node.text("term", 20),
        owner=node.text("owner", 300),
        proof=node.text("proof", 500),
    )
