"""The audit trail: written with its change, never changed, sealed once."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from cermin.base.access import task_actor
from cermin.base.audit import record
from cermin.base.ids import new_id
from cermin.base.models import AuditLine


def line() -> AuditLine:
    return record(task_actor("uji"), action="round.open", government_id="82", kind="round", object_id=7, label="Ronde")


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        line()


@pytest.mark.django_db
def test_a_line_is_sealed_once_and_otherwise_never_changes() -> None:
    made = line()
    mine = AuditLine.objects.filter(government_id="82", id=made.id)
    for change in ({"action": "x"}, {"detail": {"a": 1}}, {"number": 1, "digest": "d", "actor_label": "x"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            mine.update(**change)
    mine.update(number=1, digest="d")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        mine.update(number=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        mine.delete()
    assert mine.get().action == "round.open"


def test_ids_rise_and_never_repeat() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert made[-1] < 2**63


@pytest.mark.django_db
def test_the_house_says_it_is_well(client) -> None:  # type: ignore[no-untyped-def]
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
