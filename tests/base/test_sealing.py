"""The chain of the audit trail: sealed once, in one line, and broken by whoever goes around the triggers."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from cermin.base.access import Actor
from cermin.base.audit import record
from cermin.base.models import AuditHead, AuditLine
from cermin.base.sealing import Broken, digest_of, seal, verify

pytestmark = pytest.mark.django_db
SARI = Actor(7, "Petugas (Sari)")


def write(count: int = 1, government: str = "82.71", **detail: object) -> None:
    with transaction.atomic():
        for number in range(count):
            record(
                SARI,
                action="round.edit",
                government_id=government,
                kind="round",
                object_id=number,
                label="Ronde",
                detail={"nilai": [1.5, "é", None], **detail},
            )


def lines(government: str = "82.71") -> list[AuditLine]:
    return list(AuditLine.objects.filter(government_id=government, number__isnull=False).order_by("number"))


def broken(government: str = "82.71") -> Broken | None:
    return verify(government)[0].broken


def go_around(sql: str, *values: object) -> None:
    """Change rows as somebody does who rules the database: the triggers are taken away first."""
    on = " ON base_auditline" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS base_auditline_no_{event}{on}")
        cursor.execute(sql, values)
        assert cursor.rowcount == 1


def test_lines_get_numbers_and_digests_in_a_chain() -> None:
    write(3)
    write(2, "82.72")
    assert (verify("82.71")[0].sealed, verify("82.71")[0].unsealed) == (0, 3)
    assert seal() == 5
    assert [line.number for line in lines()] == [1, 2, 3]
    assert [line.number for line in lines("82.72")] == [1, 2]
    write()
    assert seal("82.71") == 1
    assert [line.object_id for line in lines()] == ["0", "1", "2", "0"]
    found = {chain.government_id: chain for chain in verify()}
    assert (found["82.71"].sealed, found["82.71"].broken, found["82.71"].unsealed) == (4, None, 0)
    assert found["82.71"].digest == lines()[-1].digest != lines("82.72")[-1].digest
    assert seal() == 0


def test_the_digest_is_that_of_the_written_rule() -> None:
    """Computed here by hand from the text that the rule names, so that others can check a chain without our code."""
    with transaction.atomic():
        line = AuditLine.objects.create(
            id=12,
            government_id="82.71",
            at=datetime(2026, 11, 25, 3, 0, 5, 70, tzinfo=UTC),
            actor_id=7,
            actor_label="Sari",
            action="round.open",
            object_kind="round",
            object_id="9",
            object_label="SKM é",
            unit_id=None,
            agency_id=4,
            detail={"b": 1, "a": "x"},
        )
    seal("82.71")
    line.refresh_from_db()
    text = (
        '{"action":"round.open","actor_id":7,"actor_label":"Sari","agency_id":4,"at":"2026-11-25T03:00:05.000070+00:00",'
        '"detail":{"a":"x","b":1},"government_id":"82.71","id":12,"object_id":"9","object_kind":"round",'
        '"object_label":"SKM é","unit_id":null}'
    )
    assert line.digest == hashlib.sha256(("0" * 64 + text).encode()).hexdigest()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_label", "Orang lain"),
        ("object_label", "Ronde lain"),
        ("detail", '{"nilai": 2}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("unit_id", 5),
        ("digest", "0" * 64),
    ],
)
def test_an_altered_line_is_named(column: str, value: object) -> None:
    write(4)
    seal()
    go_around(f"UPDATE base_auditline SET {column} = %s WHERE number = 3", value)
    assert broken() == Broken(3, "altered")
    assert verify("82.71")[0].sealed == 2


def test_a_deleted_line_is_named_also_at_the_start_and_at_the_end() -> None:
    for government, number, why in (("82.01", 2, "missing"), ("82.02", 1, "missing"), ("82.03", 4, "end")):
        write(4, government)
        seal()
        go_around("DELETE FROM base_auditline WHERE government_id = %s AND number = %s", government, number)
        assert broken(government) == Broken(number, why)
    assert [chain.government_id for chain in verify() if chain.broken] == ["82.01", "82.02", "82.03"]


def test_a_chain_that_was_taken_away_whole_is_missed() -> None:
    write(1)
    seal()
    go_around("DELETE FROM base_auditline")
    assert verify() == [verify("82.71")[0]]
    assert broken() == Broken(1, "end")


def test_a_line_slipped_in_or_taken_out_of_the_chain_is_named() -> None:
    write(3)
    seal()
    go_around("UPDATE base_auditline SET number = NULL, digest = '' WHERE number = 3")
    assert broken() == Broken(3, "end")
    go_around("UPDATE base_auditline SET number = 9, digest = 'x' WHERE number IS NULL")
    assert broken() == Broken(3, "end")


def test_a_chain_lengthened_by_hand_is_named() -> None:
    """Even with the right digest: the head does not know the line."""
    write(2)
    seal()
    write()
    waiting = AuditLine.objects.filter(government_id="82.71", number__isnull=True).get()
    forged = digest_of(lines()[-1].digest, waiting)
    AuditLine.objects.filter(government_id="82.71", id=waiting.id).update(number=3, digest=forged)
    assert broken() == Broken(3, "unexpected")


def test_a_head_that_was_changed_is_noticed() -> None:
    write(2)
    seal()
    AuditHead.objects.filter(government_id="82.71").update(digest="f" * 64)
    assert broken() == Broken(2, "end")


def test_a_line_committed_late_joins_the_chain_behind_larger_ids() -> None:
    write(2)
    seal()
    with transaction.atomic():
        late = AuditLine.objects.create(
            id=1, government_id="82.71", at=lines()[0].at, actor_label="x", action="a", object_kind="k", object_id="1"
        )
    seal()
    late.refresh_from_db()
    assert (late.number, broken()) == (3, None)


@pytest.mark.django_db(transaction=True)
def test_many_who_seal_at_once_never_fork_the_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cermin.base.sealing.AT_ONCE", 5)
    write(60)
    together = threading.Barrier(5)
    counts: list[int] = []

    def worker() -> None:
        together.wait()
        counts.append(seal("82.71"))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 60
    assert (verify("82.71")[0].sealed, broken()) == (60, None)
