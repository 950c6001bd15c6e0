"""A citizen's answer becomes a fact once, whatever happens to the line."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.respond.office import Office, open_office

from cermin.skm import states
from cermin.skm.models import Comment, DayCount, Response, ResponseConflict, Tally
from cermin.skm.receipts import receipt_of
from cermin.skm.services import Recorded, RoundNotOpen, record_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return open_office()


def send(office: Office, **changed: Any) -> Recorded:
    values: dict[str, Any] = {
        "government_id": office.government.code,
        "round_id": office.round.id,
        "service_id": office.services[0].id,
        "client_id": uuid.uuid4(),
        "scores": "3444-3332",
        "profile": {"gender": "Perempuan"},
        "comment": "",
        "channel": "qr",
    }
    return record_response(**{**values, **changed})


def stored(office: Office) -> list[Response]:
    return list(Response.objects.filter(government_id=office.government.code))


def counted(office: Office, **where: Any) -> dict[tuple[int, int], int]:
    rows = Tally.objects.filter(government_id=office.government.code, **where)
    found: Counter[tuple[int, int]] = Counter()
    for row in rows:
        found[row.question, row.value] += row.n
    return dict(found)


def test_the_first_sending_is_stored_and_counted(office: Office) -> None:
    sent = send(office)
    assert sent.state == "counted"
    assert len(sent.receipt) == 16
    [row] = stored(office)
    assert (row.scores, row.receipt, row.is_late) == ("3444-3332", sent.receipt, False)
    # 3 4 4 4 - 3 3 3 2, and the submission itself at question 0
    expected = {
        (0, 0): 1,
        (1, 3): 1,
        (2, 4): 1,
        (3, 4): 1,
        (4, 4): 1,
        (5, 0): 1,
        (6, 3): 1,
        (7, 3): 1,
        (8, 3): 1,
        (9, 2): 1,
    }
    assert counted(office, dimension="") == expected
    assert counted(office, dimension="gender", option="Perempuan") == expected
    assert counted(office, dimension="gender", option="") == {}
    assert counted(office, dimension="age", option="") == expected
    assert sum(day.n for day in DayCount.objects.filter(government_id=office.government.code)) == 1


def test_the_same_sending_again_gives_the_same_receipt_and_counts_once(office: Office) -> None:
    client_id = uuid.uuid4()
    first, second = send(office, client_id=client_id), send(office, client_id=client_id)
    assert first == second
    assert len(stored(office)) == 1
    assert counted(office, dimension="")[0, 0] == 1


def test_other_content_under_the_same_id_is_kept_apart(office: Office) -> None:
    client_id = uuid.uuid4()
    first = send(office, client_id=client_id)
    for _ in range(2):
        second = send(office, client_id=client_id, scores="111111111")
        assert (second.receipt, second.state) == (first.receipt, "conflict")
    assert [row.scores for row in stored(office)] == ["3444-3332"]
    [kept] = ResponseConflict.objects.filter(government_id=office.government.code)
    assert kept.content["scores"] == "111111111"
    assert counted(office, dimension="")[0, 0] == 1


def test_after_the_first_processing_an_answer_is_late_and_not_counted(office: Office) -> None:
    office.change(state=states.PROCESSED, first_processed_at=timezone.now())
    sent = send(office)
    assert sent.state == "late"
    assert stored(office)[0].is_late
    assert counted(office) == {}


def test_an_answer_sealed_before_closing_counts_in_the_grace_and_one_sealed_after_it_does_not(office: Office) -> None:
    now = timezone.now()
    office.change(state=states.CLOSED, closed_at=now - timedelta(hours=1))
    assert send(office, device_at=now - timedelta(hours=2)).state == "counted"
    assert send(office, device_at=now - timedelta(minutes=5)).state == "late"
    assert send(office).state == "late"
    # A clock that runs ahead, or lags by months, is not believed.
    assert send(office, device_at=now - timedelta(days=200)).state == "late"


@pytest.mark.parametrize("state", [states.DRAFT, states.CANCELLED])
def test_a_round_that_never_opened_takes_nothing(office: Office, state: str) -> None:
    office.change(state=state)
    with pytest.raises(RoundNotOpen):
        send(office)
    assert stored(office) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"scores": "34"},
        {"scores": "344453332"},
        {"scores": "---------"},
        {"service_id": 7},
        {"profile": {"name": "x"}},
    ],
    ids=["too few", "out of range", "nothing", "foreign service", "unknown question"],
)
def test_what_does_not_fit_the_round_changes_nothing(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="round"):
        send(office, **wrong)
    assert stored(office) == []
    assert counted(office) == {}


def test_a_comment_lies_apart_and_a_minors_comment_is_never_for_publication(office: Office) -> None:
    send(office, comment="Antrean lama.")
    send(office, comment="Terima kasih.", profile={"age": "< 17 tahun"})
    found = {c.text: c.publishable for c in Comment.objects.filter(government_id=office.government.code)}
    assert found == {"Antrean lama.": True, "Terima kasih.": False}


def test_a_receipt_depends_on_government_round_and_client(office: Office) -> None:
    one = uuid.UUID(int=1)
    made = {
        receipt_of("82", 1, one),
        receipt_of("82.01", 1, one),
        receipt_of("82", 2, one),
        receipt_of("82", 1, uuid.UUID(int=2)),
    }
    assert len(made) == 4
    assert receipt_of("82", 1, one) in made


@pytest.mark.parametrize("statement", ["UPDATE skm_response SET scores = '111111111'", "DELETE FROM skm_response"])
def test_the_database_itself_refuses_to_change_a_submission(office: Office, statement: str) -> None:
    send(office)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert stored(office)[0].scores == "3444-3332"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text("1234-", min_size=9, max_size=9), st.sampled_from(["qr", "paper"])), max_size=8))
def test_the_counts_equal_a_recount(office: Office, sent: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        for scores, channel in sent:
            if set(scores) != {"-"}:
                send(office, scores=scores, channel=channel)
        recount: Counter[tuple[int, int]] = Counter()
        for row in stored(office):
            recount[0, 0] += 1
            recount.update((q, 0 if score == "-" else int(score)) for q, score in enumerate(row.scores, 1))
        assert counted(office, dimension="") == dict(recount)
        transaction.set_rollback(True)
