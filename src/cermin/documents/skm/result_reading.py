"""Reads a `hasil.json` that somebody sent: hostile until every field is checked. Nothing is repaired; the file is refused with a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

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
MAX_TEXT = 32_767
"""What one cell of a spreadsheet can hold: our own files copy headings and plans from there."""

MAX_PEOPLE = 1_000_000_000
HUNDREDTH = Decimal("0.01")

FRACTION = re.compile(r"[0-9]{1,2000}/[0-9]{1,2000}", re.ASCII)
"""No exponent: "1e999999999" is a short text and a number that fills the memory. The digits have room for a survey in which every question
has another number of answers: then the divisor is nearly the product of all of them."""

DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,10})?", re.ASCII)

_FIELD = {
    "not_object": Sentence("bukan objek", "is no object"),
    "not_list": Sentence("harus daftar dengan paling banyak {most} isi", "must be a list of at most {most} entries"),
    "not_text": Sentence("harus teks dengan paling banyak {most} huruf", "must be text of at most {most} letters"),
    "not_whole": Sentence(
        "harus bilangan bulat {lowest} sampai {highest}", "must be a whole number from {lowest} to {highest}"
    ),
    "not_number": Sentence("harus bilangan {lowest} sampai {highest}", "must be a number from {lowest} to {highest}"),
    "not_fraction": Sentence("harus pecahan seperti 11575/147", "must be a fraction like 11575/147"),
    "not_decimal": Sentence("harus teks bilangan seperti 78.06", "must be a number as text like 78.06"),
    "out_of_range": Sentence("harus {lowest} sampai {highest}", "must be from {lowest} to {highest}"),
    "not_four": Sentence("harus empat bilangan", "must be four numbers"),
    "not_equal": Sentence("tidak sama dengan {other}", "is not equal to {other}"),
    "not_rounded": Sentence("tidak sama dengan {other} yang dibulatkan", "is not {other} rounded"),
    "not_grade": Sentence("tidak sesuai dengan nilainya", "does not fit its value"),
    "empty": Sentence("kosong", "is empty"),
    "twice": Sentence("memuat unsur yang sama dua kali", "holds the same element twice"),
    "no_index_from": Sentence("tidak menghasilkan index_exact", "does not give index_exact"),
    "no_mean_from": Sentence("tidak menghasilkan rata-ratanya", "does not give its mean"),
    "no_value_in": Sentence("tidak memuat nilainya", "does not hold its value"),
}

RESULT_SENTENCES = Catalogue(
    {
        "unreadable": Sentence(
            "Berkas tidak dapat dibaca: {why}. Pilih berkas hasil.json yang dibuat Cermin.",
            "The file cannot be read: {why}. Choose a hasil.json made by Cermin.",
        ),
        "too_big": Sentence(
            "Berkas terlalu besar ({size} byte) untuk sebuah hasil.json. Pilih berkas hasil.json yang dibuat Cermin.",
            "The file is too big ({size} bytes) for a hasil.json. Choose a hasil.json made by Cermin.",
        ),
        "not_json": Sentence(
            "Isinya bukan JSON yang utuh. Mungkin terpotong saat dikirim: minta kembali hasil.json dari unit.",
            "It is not complete JSON. It may have been cut in transit: ask the unit for its hasil.json again.",
        ),
        "other_schema": Sentence(
            "Ini bukan hasil Cermin yang dikenali (skema '{schema}', seharusnya '{expected}'). Pilih berkas hasil.json.",
            "This is not a Cermin result known here (schema '{schema}', expected '{expected}'). Choose a hasil.json.",
        ),
        "no_index": Sentence(
            "Hasil ini belum memiliki IKM, sehingga tidak dapat dijadikan pembanding.",
            "This result has no IKM yet, so it cannot be compared with.",
        ),
        **{
            code: Sentence(
                f"Isian '{{field}}' {why.id}. Berkas tampaknya disunting: minta hasil.json yang asli.",
                f"Field '{{field}}' {why.en}. The file seems edited: ask for the original hasil.json.",
            )
            for code, why in _FIELD.items()
        },
    }
)


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
    elements: tuple[UnitElement, ...] = ()
    if exact is not None:
        checked = _elements(root.child("summary"), exact, respondents)
        elements = tuple(UnitElement(part.code, part.key, part.mean, part.respondents) for part in checked)
    name = root.text("unit") or (source.parent.name if isinstance(source, Path) else "") or "Unit tanpa nama"
    return root.text("period"), UnitFigure(name, exact, respondents, elements)


class _Node:
    """One object of the file with its place in it, so that every complaint names the field."""

    def __init__(self, value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise _bad(place or "(akar)", "not_object")
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
            raise _bad(self.name(key), "not_list", most=MAX_ITEMS)
        return [_Node(item, f"{self.name(key)}[{position}]") for position, item in enumerate(found)]

    def text(self, key: str) -> str:
        found = self.get(key)
        if found is None:
            return ""
        if not isinstance(found, str) or len(found) > MAX_TEXT:
            raise _bad(self.name(key), "not_text", most=MAX_TEXT)
        return _printable(found)

    def whole(self, key: str, lowest: int, highest: int = MAX_PEOPLE) -> int:
        found = self.get(key)
        if isinstance(found, bool) or not isinstance(found, int) or not lowest <= found <= highest:
            raise _bad(self.name(key), "not_whole", lowest=lowest, highest=highest)
        return found

    def real(self, key: str, lowest: float, highest: float) -> float | None:
        found = self.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not lowest <= found <= highest:
            raise _bad(self.name(key), "not_number", lowest=f"{lowest:g}", highest=f"{highest:g}")
        return float(found)

    def fraction(self, key: str, lowest: int, highest: int) -> Fraction:
        found = self.get(key)
        if not isinstance(found, str) or not FRACTION.fullmatch(found):
            raise _bad(self.name(key), "not_fraction")
        top, bottom = found.split("/")
        if int(bottom) == 0 or not lowest <= Fraction(int(top), int(bottom)) <= highest:
            raise _bad(self.name(key), "out_of_range", lowest=lowest, highest=highest)
        return Fraction(int(top), int(bottom))

    def decimal(self, key: str, lowest: int, highest: int) -> Decimal:
        found = self.get(key)
        if not isinstance(found, str) or not DECIMAL.fullmatch(found):
            raise _bad(self.name(key), "not_decimal")
        if not lowest <= Decimal(found) <= highest:
            raise _bad(self.name(key), "out_of_range", lowest=lowest, highest=highest)
        return Decimal(found)


def _printable(text: str) -> str:
    """Without control characters and marks that turn the reading direction: these texts reach terminals and documents."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _bad(field: str, code: str, **facts: object) -> Refusal:
    # For programs all of them are one thing: a field that does not hold.
    return Refusal(replace(RESULT_SENTENCES(code, field=field, **facts), code="bad_field"))


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
        raise Refusal(RESULT_SENTENCES("other_schema", schema=_printable(str(schema)[:40]), expected=SCHEMA))
    return _Node(value, "")


def _no_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are no JSON and no result


def _index(root: _Node) -> tuple[Decimal | None, Fraction | None, str]:
    if root.get("index") is None and root.get("index_exact") is None:
        return None, None, ""
    exact = root.fraction("index_exact", 25, 100)
    value = root.decimal("index", 25, 100)
    if value != round_half_up(exact, 2):
        raise _bad("index", "not_rounded", other="index_exact")
    grade = grade_of(round_half_up(exact, 2))
    if grade is None or root.get("grade") != grade.letter:
        raise _bad("grade", "not_grade")
    return round_half_up(exact, 2), exact, grade.letter


def _summary(node: _Node, label: str, exact: Fraction, respondents: int) -> PeriodSummary:
    mean = node.real("mean", 25, 100)
    if mean is None or abs(mean - float(exact)) > 1e-5:
        raise _bad(node.name("mean"), "not_equal", other="index_exact")
    if node.whole("n", 1) != respondents:
        raise _bad(node.name("n"), "not_equal", other="respondents")
    elements = _elements(node, exact, respondents)
    # The file keeps six decimals of the mean; from the exact index an unchanged figure is found unchanged.
    return PeriodSummary(label, respondents, float(exact), node.real("sd", 0, 1000), elements)


def _elements(summary: _Node, exact: Fraction, respondents: int) -> tuple[PeriodElement, ...]:
    elements = tuple(_period_element(item, respondents) for item in summary.items("elements"))
    if not elements:
        raise _bad(summary.name("elements"), "empty")
    if len({element.key for element in elements}) < len(elements):
        raise _bad(summary.name("elements"), "twice")
    if sum((element.mean for element in elements), Fraction(0)) * 25 != exact * len(elements):
        raise _bad(summary.name("elements"), "no_index_from")
    return elements


def _period_element(node: _Node, everybody: int) -> PeriodElement:
    mean = node.fraction("mean", 1, 4)
    respondents = node.whole("respondents", 1, everybody)
    counts = _counts(node, mean) if node.get("counts") is not None else None
    if counts is not None and sum(counts) != respondents:
        raise _bad(node.name("counts"), "not_equal", other="respondents")
    return PeriodElement(
        code=node.text("code"),
        key=node.text("element"),
        name=node.text("name"),
        mean=mean,
        respondents=respondents,
        sd=node.real("sd", 0, 100),
        counts=counts,
    )


def _counts(node: _Node, mean: Fraction) -> tuple[int, int, int, int]:
    found = node.get("counts")
    if not isinstance(found, list) or len(found) != 4:
        raise _bad(node.name("counts"), "not_four")
    numbered = _Node({str(position): value for position, value in enumerate(found)}, node.name("counts"))
    one, two, three, four = (numbered.whole(str(position), 0) for position in range(4))
    if (
        one + two + three + four == 0
        or Fraction(one + 2 * two + 3 * three + 4 * four, one + two + three + four) != mean
    ):
        raise _bad(node.name("counts"), "no_mean_from")
    return one, two, three, four


def _trend_point(node: _Node) -> TrendPoint:
    value = node.decimal("index", 25, 100)
    grade = grade_of(value)
    if grade is None or node.get("grade") != grade.letter:
        raise _bad(node.name("grade"), "not_grade")
    low = node.decimal("low", 0, 100) if node.get("low") is not None else None
    high = node.decimal("high", 0, 100) if node.get("high") is not None else None
    # Value and bounds are rounded each from its own figure, so a bound at the value itself may end a hundredth beside it.
    inside = low is None or high is None or low - HUNDREDTH <= value <= high + HUNDREDTH
    if (low is None) != (high is None) or not inside:
        raise _bad(node.name("low"), "no_value_in")
    return TrendPoint(node.text("label"), value, node.whole("respondents", 1), grade.letter, low, high)


def _follow_up(node: _Node) -> FollowUp:
    return FollowUp(
        element=node.text("element"),
        activity=node.text("activity"),
        when=node.text("when"),
        term=node.text("term"),
        owner=node.text("owner"),
        proof=node.text("proof"),
    )
