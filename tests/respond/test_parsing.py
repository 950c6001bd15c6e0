"""Every byte that comes in is checked against the page the server itself would show."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.respond.pages import CLIENT, body, fields, survey_page

from cermin.respond.parsing import BODY_LIMIT, FORM_TYPE, parse_submission
from cermin.respond.survey import Problems, Submission

PAGE = survey_page()
LONG = survey_page("skm-16", service_id=12)


def problems_of(raw: bytes, page: object = PAGE, content_type: str = FORM_TYPE) -> Problems:
    found = parse_submission(raw, content_type, page)  # type: ignore[arg-type]
    assert isinstance(found, Problems)
    assert found.items
    return found


def submission_of(raw: bytes, page: object = PAGE) -> Submission:
    found = parse_submission(raw, FORM_TYPE, page)  # type: ignore[arg-type]
    assert isinstance(found, Submission), found
    return found


def test_a_whole_answer() -> None:
    sent = fields(PAGE, "12-4 2341", k="Kursi kurang, hubungi 081234567890", d_gender="Perempuan", d_age="< 17 tahun")
    sent |= {"l": "13", "t": "2026-05-04T09:30:00.125Z", "d_disability": ""}
    assert submission_of(body(sent)) == Submission(
        form_version_id=7,
        client_id=CLIENT,
        service_id=13,
        scores="12-4-2341",
        profile={"gender": "Perempuan", "age": "< 17 tahun"},
        comment="Kursi kurang, hubungi [nomor disamarkan]",
        channel="qr",
        device_at=datetime(2026, 5, 4, 9, 30, 0, 125000, tzinfo=timezone(timedelta(0))),
        language="id",
    )


def test_a_full_answer_to_either_form_stays_within_the_budget() -> None:
    for page in (PAGE, LONG):
        sent = fields(page, k="Ruang tunggu perlu kipas. " * 12, t="2026-05-04T09:30:00.125Z")
        sent |= {f"d_{field.key}": max((code for code, _ in field.options), key=len) for field in page.profile}
        assert len(body(sent)) <= 2048
        assert submission_of(body(sent), page).scores == "3" * len(page.questions)


def test_the_longest_allowed_comment_fits_the_hard_limit() -> None:
    sent = fields(LONG, k="é" * 500)
    assert len(body(sent)) <= BODY_LIMIT
    assert submission_of(body(sent), LONG).comment == "é" * 500


def test_too_large_is_refused_unread() -> None:
    assert problems_of(b"p1=4&x=" + b"y" * BODY_LIMIT).status == 413


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_only_a_form_is_read(content_type: str) -> None:
    assert problems_of(body(fields(PAGE)), content_type=content_type).status == 415


def test_a_charset_parameter_is_no_other_type() -> None:
    assert isinstance(parse_submission(body(fields(PAGE)), FORM_TYPE.upper() + "; charset=UTF-8", PAGE), Submission)


@pytest.mark.parametrize("raw", [b"k=%ff%fe", b"k=\xff", b"%c3=1"])
def test_bytes_that_are_no_utf8_are_refused(raw: bytes) -> None:
    assert "tidak terbaca" in problems_of(body(fields(PAGE)) + b"&" + raw).items[0].message


def test_a_flood_of_fields_is_refused() -> None:
    problems_of(body(fields(PAGE)) + b"&a=1" * 200)


def test_unknown_fields_are_ignored() -> None:
    assert submission_of(body(fields(PAGE, p10="4", nama="Warga", unit="99", channel="petugas"))).channel == "qr"


@pytest.mark.parametrize(
    ("name", "value"),
    [("p2", "3"), ("l", "12"), ("k", "dua"), ("d_age", "17–24 tahun"), ("id", str(CLIENT)), ("v", "7")],
)
def test_a_repeated_field_is_refused(name: str, value: str) -> None:
    sent = fields(PAGE, k="satu", d_age="17–24 tahun")
    found = problems_of(body([*sent.items(), (name, value)]))
    assert any("lebih dari satu" in item.message for item in found.items)


@pytest.mark.parametrize("value", ["0", "5", "44", "4 ", "-1", "empat", "٣", "4.0", "\x00"])
def test_a_score_out_of_range_names_its_question_and_keeps_the_rest(value: str) -> None:
    found = problems_of(body(fields(PAGE, p4=value, k="Catatan", d_gender="Laki-laki")))
    assert [(item.anchor, item.message) for item in found.items] == [
        ("p4", "Pertanyaan 4: pilih satu dari empat jawaban, atau lewati.")
    ]
    assert "p4" not in found.values
    assert found.values["p3"] == "3"
    assert found.values["k"] == "Catatan"
    assert found.values["d_gender"] == "Laki-laki"
    assert found.values["l"] == "11"
    assert found.values["id"] == str(CLIENT)


@pytest.mark.parametrize("scores", ["-" * 9, " " * 9, "-- -- -- "])
def test_at_least_one_score(scores: str) -> None:
    found = problems_of(body(fields(PAGE, scores, k="Hanya tulisan")))
    assert [(item.anchor, item.message) for item in found.items] == [("p1", "Jawab paling sedikit satu pertanyaan.")]
    assert found.values["k"] == "Hanya tulisan"


@pytest.mark.parametrize(
    ("service", "told"), [("", "Pilih layanan"), ("99", "tidak ada di survei"), ("11x", "tidak ada di survei")]
)
def test_the_service_must_be_one_of_this_survey(service: str, told: str) -> None:
    found = problems_of(body(fields(PAGE) | {"l": service}))
    assert [item.anchor for item in found.items] == ["l"]
    assert told in found.items[0].message


def test_a_fixed_service_cannot_be_changed_from_outside() -> None:
    assert submission_of(body(fields(LONG, l="13")), LONG).service_id == 12


def test_a_single_service_needs_no_choice() -> None:
    page = survey_page(services=((21, "Satu-satunya"),))
    assert submission_of(body(fields(page)), page).service_id == 21


def test_an_unknown_profile_answer_names_its_field() -> None:
    found = problems_of(body(fields(PAGE, d_age="200 tahun", d_gender="Perempuan")))
    assert [(item.anchor, item.message) for item in found.items] == [
        ("d_age", "Usia: pilih salah satu yang tersedia, atau kosongkan.")
    ]
    assert found.values["d_gender"] == "Perempuan"


def test_a_long_comment_is_told_its_length_and_kept() -> None:
    found = problems_of(body(fields(PAGE, k="x" * 501)))
    assert found.items[0].anchor == "k"
    assert "501 huruf" in found.items[0].message
    assert found.values["k"] == "x" * 501


def test_line_ends_count_once() -> None:
    assert submission_of(body(fields(PAGE, k="\r\n".join("x" * 250)))).comment.count("\n") == 249


def test_a_comment_is_refused_where_none_is_asked() -> None:
    problems_of(body(fields(PAGE, k="Halo")), survey_page(comment_allowed=False))


@pytest.mark.parametrize(
    "client", ["", "1", "0b7ec1c452a54a8c9f3f3a1f0f2f7f11", "{0b7ec1c4-52a5-4a8c-9f3f-3a1f0f2f7f11}", "x" * 36]
)
def test_a_damaged_client_id_is_told_and_answers_are_kept(client: str) -> None:
    found = problems_of(body(fields(PAGE) | {"id": client}))
    assert found.values["p1"] == "3"


def test_another_form_version_is_told() -> None:
    assert "berganti" in problems_of(body(fields(PAGE) | {"v": "6"})).items[0].message


@pytest.mark.parametrize(
    "stamp", ["", "kemarin", "2026-05-04", "2026-05-04T09:30:00", "1969-01-01T00:00:00Z", "9" * 500]
)
def test_a_broken_device_clock_is_nobodys_fault(stamp: str) -> None:
    assert submission_of(body(fields(PAGE, t=stamp))).device_at is None


def test_english_problems_on_an_english_page() -> None:
    page = survey_page(language="en")
    found = problems_of(body(fields(page, p4="9")), page)
    assert found.items[0].message == "Question 4: choose one of the four answers, or skip it."


@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_submission_or_in_problems(raw: bytes) -> None:
    assert isinstance(parse_submission(raw, FORM_TYPE, PAGE), Problems)


@given(
    st.dictionaries(
        st.sampled_from(["p1", "p2", "p9", "l", "k", "d_age", "d_gender", "t", "b", "v", "id", "zz"]),
        st.text(max_size=30),
    )
)
def test_whatever_is_accepted_is_in_range(changed: dict[str, str]) -> None:
    raw = "&".join(
        f"{quote(name)}={quote(value, safe='')}" for name, value in (fields(PAGE) | changed).items()
    ).encode()
    found = parse_submission(raw, FORM_TYPE, PAGE)
    if isinstance(found, Problems):
        json.dumps(found.values)
        return
    assert len(found.scores) == 9
    assert set(found.scores) <= set("1234-")
    assert found.service_id in {11, 12, 13}
    assert set(found.profile) <= {"age", "gender"}
    assert found.language in {"id", "en"}
