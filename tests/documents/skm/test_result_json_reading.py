"""hasil.json as somebody else may send it: every field is tried, and each complaint names its field and what to do."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.skm.sample_report import public

from cermin.documents.incoming.results import Refusal
from cermin.documents.skm import result_reading
from cermin.documents.skm.result_json import dump
from cermin.documents.skm.result_reading import RESULT_SENTENCES, load_result, load_unit_figure

GOOD = dump(public())


def edited(change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(GOOD)
    change(content)
    return json.dumps(content).encode()


def set_to(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """ "summary.elements.0.mean" to a value."""

    def change(content: Any) -> None:
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        for step in way:
            content = content[step]
        content[last] = value

    return change


def refusal(source: bytes | Path, load: Callable[[bytes | Path], object] = load_result) -> Refusal:
    with pytest.raises(Refusal) as caught:
        load(source)
    message = caught.value.message
    assert message.text("id") != message.text("en")
    return caught.value


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("index", "76.41", "not_rounded", "index"),
        ("index", 76.40, "not_decimal", "index"),
        ("index", None, "not_decimal", "index"),
        ("index", "NaN", "not_decimal", "index"),
        ("index", "1e3", "not_decimal", "index"),
        ("index", "٧٦.٤٠", "not_decimal", "index"),
        ("index_exact", "100000/1", "out_of_range", "index_exact"),
        ("index_exact", "76.4", "not_fraction", "index_exact"),
        ("index_exact", "76/0", "out_of_range", "index_exact"),
        ("index_exact", "-76/1", "not_fraction", "index_exact"),
        ("index_exact", ["76/1"], "not_fraction", "index_exact"),
        ("grade", "A", "not_grade", "grade"),
        ("respondents", -1, "not_whole", "respondents"),
        ("respondents", 49.0, "not_whole", "respondents"),
        ("respondents", True, "not_whole", "respondents"),
        ("respondents", 10**12, "not_whole", "respondents"),
        ("respondents", "49", "not_whole", "respondents"),
        ("respondents", 50, "not_equal", "summary.n"),
        ("unit", 5, "not_text", "unit"),
        ("unit", "x" * 40_000, "not_text", "unit"),
        ("summary", None, "not_object", "summary"),
        ("summary.n", 48, "not_equal", "summary.n"),
        ("summary.mean", 80.0, "not_equal", "summary.mean"),
        ("summary.mean", "76.4", "not_number", "summary.mean"),
        ("summary.sd", -1, "not_number", "summary.sd"),
        ("summary.sd", 1e308, "not_number", "summary.sd"),
        ("summary.elements", [], "empty", "summary.elements"),
        ("summary.elements", {"0": 1}, "not_list", "summary.elements"),
        ("summary.elements", [{}] * 2_001, "not_list", "summary.elements"),
        ("summary.elements.2", "U3", "not_object", "summary.elements[2]"),
        ("summary.elements.1.element", "PERSYARATAN", "twice", "summary.elements"),
        ("summary.elements.0.mean", "5/1", "out_of_range", "summary.elements[0].mean"),
        ("summary.elements.0.mean", "1e999999999", "not_fraction", "summary.elements[0].mean"),
        ("summary.elements.0.respondents", 0, "not_whole", "summary.elements[0].respondents"),
        ("summary.elements.0.respondents", 50, "not_whole", "summary.elements[0].respondents"),
        ("summary.elements.0.counts", [1, 2, 3], "not_four", "summary.elements[0].counts"),
        ("summary.elements.0.counts", [0, 0, 0, 0], "no_mean_from", "summary.elements[0].counts"),
        ("summary.elements.0.counts", [-1, 2, 3, 4], "not_whole", "summary.elements[0].counts.0"),
        ("trend", "rising", "not_list", "trend"),
        ("trend.0.index", "120.00", "out_of_range", "trend[0].index"),
        ("trend.0.grade", "Z", "not_grade", "trend[0].grade"),
        ("trend.0.low", "99.00", "no_value_in", "trend[0].low"),
        ("trend.0.high", None, "no_value_in", "trend[0].low"),
        ("plan.0.activity", ["x"], "not_text", "plan[0].activity"),
    ],
)
def test_a_field_that_does_not_hold_is_named(path: str, value: object, code: str, field: str) -> None:
    found = refusal(edited(set_to(path, value)))
    assert found.message.code == "bad_field"
    assert found.message.sentence is RESULT_SENTENCES.sentences[code]
    assert f"'{field}'" in str(found)
    assert "minta hasil.json yang asli" in str(found)


def test_means_that_do_not_give_the_index_are_refused_by_a_recap_too() -> None:
    """Both means within 1..4 and each fraction in itself sound."""
    change = set_to("summary.elements.0", {**json.loads(GOOD)["summary"]["elements"][0], "mean": "4/1", "counts": None})
    for load in (load_result, load_unit_figure):
        assert "tidak menghasilkan index_exact" in str(refusal(edited(change), load))


def test_counts_must_be_as_many_as_the_respondents() -> None:
    element = json.loads(GOOD)["summary"]["elements"][0]
    doubled = [2 * count for count in element["counts"]]  # the same mean
    found = refusal(edited(set_to("summary.elements.0.counts", doubled)))
    assert "counts' tidak sama dengan respondents" in str(found)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "not_json"),
        (GOOD[:-300].encode(), "not_json"),
        (b"PK\x03\x04 a workbook", "not_json"),
        ('{"schema": "é"'.encode("latin-1"), "not_json"),
        (b'{"schema": NaN}', "not_json"),
        (b'{"schema": Infinity}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "not_json"),
        (b'{"respondents": ' + b"9" * 100_000 + b"}", "not_json"),
        (b"[]", "other_schema"),
        (b"null", "other_schema"),
        (b"{}", "other_schema"),
        (b'{"schema": "cermin/skm-hasil/2"}', "other_schema"),
        (b'{"schema": "cermin/skm-rekap/1"}', "other_schema"),
        (b" " * 5_000_001, "too_big"),
    ],
)
def test_what_is_no_result_is_refused_at_once(source: bytes, code: str) -> None:
    start = time.monotonic()
    assert refusal(source).message.code == code
    assert time.monotonic() - start < 2


def test_a_strange_schema_cannot_steer_the_terminal() -> None:
    found = refusal(b'{"schema": "\\u001b[2J\\u202egnp.exe"}')
    assert "\x1b" not in str(found)
    assert "\u202e" not in str(found)


def test_texts_lose_what_steers_terminals_and_reading_direction() -> None:
    before = load_result(edited(set_to("unit", "Kantor\x1b[31m\u202e Contoh\n")))
    assert before.unit == "Kantor [31m  Contoh"


def test_a_file_that_cannot_be_opened_is_a_refusal(tmp_path: Path) -> None:
    assert refusal(tmp_path / "tidak-ada.json").message.code == "unreadable"
    assert refusal(tmp_path).message.code == "unreadable"
    big = tmp_path / "besar.json"
    with big.open("wb") as handle:
        handle.truncate(50_000_000)
    assert refusal(big).message.code == "too_big"


def test_a_file_with_a_byte_order_mark_and_unknown_keys_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hasil.json"
    path.write_bytes(b"\xef\xbb\xbf" + edited(lambda content: content.update(later="a key of a later version")))
    assert load_result(path).unit == "Kantor Layanan Karangan"


def test_a_result_without_index_is_no_period_to_compare_with_but_a_unit_of_a_recap() -> None:
    def without(content: dict[str, Any]) -> None:
        content.update(index=None, index_exact=None, grade=None, respondents=0, summary={"elements": []})

    assert refusal(edited(without)).message.code == "no_index"
    period, figure = load_unit_figure(edited(without))
    assert (period, figure.exact, figure.respondents) == ("Semester I Tahun 2026", None, 0)


def test_a_result_without_unit_takes_the_name_of_its_folder(tmp_path: Path) -> None:
    """What `cermin skm hitung --json` printed, kept in a folder per unit."""
    folder = tmp_path / "Unit Kedua"
    folder.mkdir()
    (folder / "hasil.json").write_bytes(edited(lambda content: content.pop("unit")))
    assert load_unit_figure(folder / "hasil.json")[1].name == "Unit Kedua"


def test_a_file_without_trend_gives_itself_as_the_only_point() -> None:
    before = load_result(edited(lambda content: content.pop("trend")))
    (point,) = before.trend
    assert (point.label, point.value, point.respondents, point.low) == ("Semester I Tahun 2026", before.value, 49, None)


def test_every_complaint_is_used() -> None:
    source = Path(result_reading.__file__).read_text(encoding="utf-8")
    for code in RESULT_SENTENCES.sentences:
        assert source.count(f'"{code}"') >= 2, f"{code} is defined but never said"


Json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PATHS = [
    *(
        "index",
        "index_exact",
        "grade",
        "respondents",
        "unit",
        "period",
        "trend",
        "trend.0",
        "plan",
        "plan.0",
        "summary",
    ),
    *("summary.n", "summary.mean", "summary.sd", "summary.elements", "summary.elements.0", "summary.elements.0.mean"),
    *("summary.elements.0.counts", "summary.elements.0.respondents", "summary.elements.0.sd", "trend.0.low"),
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PATHS), Json)
def test_any_value_anywhere_is_read_or_refused_and_never_crashes(path: str, value: object) -> None:
    for load in (load_result, load_unit_figure):
        with contextlib.suppress(Refusal):
            load(edited(set_to(path, value)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(source: bytes) -> None:
    assert refusal(source).message.code in {"not_json", "other_schema"}
