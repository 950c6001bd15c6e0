"""A hasil.json that travelled by chat: it loads unchanged, or it is refused with a sentence; nothing else happens."""

from __future__ import annotations

import contextlib
import copy
import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.skm.test_figures import report_of

from cermin.documents.incoming.results import Refusal
from cermin.documents.skm.result_json import dump, hitung_json
from cermin.documents.skm.result_reading import MAX_BYTES, load_result, load_unit_figure

REPORT = report_of("formulir-daring", report_of("unit-contoh"))
TEXT = dump(REPORT)
VALID = json.loads(TEXT)

REQUIRED = {
    "respondents": int,
    "complete": int,
    "index": str,
    "grade": str,
    "performance": str,
    "method": str,
    "interval": dict,
    "elements": list,
    "conventions": list,
    "services": dict,
    "excluded": list,
    "input_sha256": str,
    "version": str,
}


def code_of(content: Any) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(Refusal) as caught:
        load_result(raw)
    assert caught.value.message.text("id")
    assert caught.value.message.text("en")
    return caught.value.message.code


def changed(*path: str | int, to: Any) -> Any:
    copied = copy.deepcopy(VALID)
    place = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copied


def test_the_promised_keys_with_their_types() -> None:
    for key, kind in REQUIRED.items():
        assert isinstance(VALID[key], kind), key
    element = VALID["elements"][0]
    assert {key: type(element[key]) for key in ("code", "name", "mean", "respondents")} == {
        "code": str,
        "name": str,
        "mean": str,
        "respondents": int,
    }
    assert all(len(e["mean"].split(".")[1]) == 4 for e in VALID["elements"])
    assert VALID["index"] == "78.41"
    assert VALID["index"].split(".")[1].isdigit()
    assert set(hitung_json(REPORT.result, REPORT.input, "x")) <= set(VALID)


def test_stable_text_without_nan() -> None:
    assert dump(REPORT) == TEXT
    assert TEXT.endswith("}\n")
    assert "NaN" not in TEXT
    assert "Infinity" not in TEXT


def test_the_next_period_gets_what_it_needs() -> None:
    back = load_result(TEXT.encode())
    index = REPORT.result.index
    assert (back.value, back.exact, back.respondents, back.unit) == (index.value, index.exact, 120, REPORT.profile.unit)
    assert [point.value for point in back.trend] == [Decimal("78.74"), Decimal("78.41")]
    assert [line.activity for line in back.plan] == [line.activity for line in REPORT.profile.plan]
    assert [element.mean for element in back.summary.elements] == [element.mean for element in index.elements]
    assert back.summary.sd == pytest.approx(REPORT.result.estimate.sd)


def test_a_unit_for_the_recap(tmp_path: Path) -> None:
    path = tmp_path / "hasil.json"
    path.write_text(TEXT, encoding="utf-8")
    period, figure = load_unit_figure(path)
    assert (period, figure.name, figure.respondents) == ("Semester I Tahun 2026", REPORT.profile.unit, 120)
    assert figure.exact == REPORT.result.index.exact
    assert len(figure.elements) == 9


def test_a_result_without_index_is_absent_for_a_recap_and_no_comparison() -> None:
    empty = changed("index", to=None)
    empty["index_exact"] = None
    empty["respondents"] = 0
    assert load_unit_figure(json.dumps(empty).encode())[1].exact is None
    assert code_of(empty) == "no_index"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (TEXT[: len(TEXT) // 2].encode(), "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[" * 100_000, "not_json"),
        (TEXT.replace('"mean": 78.', '"mean": NaN, "x": 78.', 1).encode(), "not_json"),
        (b"[]", "other_schema"),
        (b'{"schema": "other/1"}', "other_schema"),
        (b" " * (MAX_BYTES + 1), "too_big"),
    ],
    ids=["empty", "cut", "binary", "deep", "nan", "list", "schema", "big"],
)
def test_not_a_result_at_all(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize(
    "content",
    [
        changed("index", to="88.99"),
        changed("index", to=78.41),
        changed("index_exact", to="1/0"),
        changed("index_exact", to="101/1"),
        changed("grade", to="A"),
        changed("respondents", to=True),
        changed("respondents", to=-1),
        changed("respondents", to=10**30),
        changed("summary", to=[]),
        changed("summary", "n", to=3),
        changed("summary", "mean", to=50.0),
        changed("summary", "sd", to=-1),
        changed("summary", "elements", to=[]),
        changed("summary", "elements", 0, "mean", to="9/2"),
        changed("summary", "elements", 0, "counts", to=[1, 2, 3]),
        changed("summary", "elements", 0, "counts", to=[1, 2, 3, "4"]),
        changed("summary", "elements", 0, "counts", to=[0, 0, 0, 0]),
        changed("summary", "elements", 1, "respondents", to=5),
        changed("trend", to={}),
        changed("trend", 0, "grade", to="D"),
        changed("trend", 0, "low", to="99.00"),
        changed("plan", to=["x"]),
        changed("unit", to="x" * 40_000),
    ],
)
def test_a_field_that_does_not_fit_is_named(content: Any) -> None:
    raw = json.dumps(content).encode()
    with pytest.raises(Refusal) as caught:
        load_result(raw)
    message = caught.value.message
    assert message.code == "bad_field"
    assert "'" in message.text("id")


def test_a_number_that_would_fill_the_memory_is_refused_at_once() -> None:
    started = time.monotonic()
    for bomb in ("1e999999999", "-1e999999999", "1e-999999999"):
        assert code_of(changed("index_exact", to=bomb)) == "bad_field"
        assert code_of(changed("index", to=bomb)) == "bad_field"
    assert time.monotonic() - started < 2


def test_control_characters_do_not_travel() -> None:
    back = load_result(json.dumps(changed("unit", to="Unit\x1b[31m\nContoh")).encode())
    assert back.unit == "Unit [31m Contoh"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        load_result(tmp_path / "tidak-ada.json")
    assert caught.value.message.code == "unreadable"


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        found += places(item, (*path, key))
    return found


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20), st.just([]), st.just({})
)


@given(st.sampled_from(places(VALID)), JUNK, st.sampled_from([load_result, load_unit_figure]))
@settings(max_examples=300, deadline=None)
def test_any_single_change_loads_or_is_refused(
    path: tuple[str | int, ...], junk: Any, load: Callable[[bytes], object]
) -> None:
    raw = json.dumps(changed(*path, to=junk)).encode()
    with contextlib.suppress(Refusal):
        load(raw)
