"""Answers left out by two persons, uploads recorded and withdrawn whole, and counts that equal a recount through all of it."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.skm.test_round_to_publication import ROWS, answered, by_hand, processed, run
from tests.skm.world import Office, an_office
from tests.support.people import actor_with

from cermin.base.access import NotVisible, Refused
from cermin.pure.policy import Role
from cermin.skm import queries, services
from cermin.skm.models import Batch, Comment, DayCount, Exclusion, Response, Tally
from cermin.skm.receipts import receipt_of
from cermin.skm.services import BatchRow

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "unit-contoh.csv"


@pytest.fixture
def office(db: None) -> Office:
    return an_office().opened()


def recount(office: Office) -> tuple[Counter[tuple[object, ...]], Counter[tuple[object, ...]]]:
    """The count tables a second way: from the rows that count, cell by cell."""
    out = set(
        Exclusion.objects.filter(
            government_id=office.government.code, confirmed_at__isnull=False, withdrawn_at=None
        ).values_list("response_id", flat=True)
    )
    zone = ZoneInfo(office.unit.time_zone)
    cells: Counter[tuple[object, ...]] = Counter()
    days: Counter[tuple[object, ...]] = Counter()
    for row in Response.objects.filter(government_id=office.government.code, round=office.round, is_late=False):
        if row.id in out:
            continue
        groups = [("", "")]
        groups += [(key, row.profile.get(key, "")) for key in office.round.instrument.content["profile"]]
        for group in groups:
            cells[(row.service_id, row.channel, *group, 0, 0)] += 1
            for number, score in enumerate(row.scores, 1):
                cells[(row.service_id, row.channel, *group, number, 0 if score == "-" else int(score))] += 1
        days[row.service_id, row.channel, row.sealed_at.astimezone(zone).date()] += 1
    return cells, days


def stored_counts(office: Office) -> tuple[Counter[tuple[object, ...]], Counter[tuple[object, ...]]]:
    key = ("service_id", "channel", "dimension", "option", "question", "value")
    mine = {"government_id": office.government.code, "round": office.round}
    cells = {row[:-1]: row[-1] for row in Tally.objects.filter(**mine).values_list(*key, "n") if row[-1]}
    days = {
        row[:-1]: row[-1]
        for row in DayCount.objects.filter(**mine).values_list("service_id", "channel", "day", "n")
        if row[-1]
    }
    return Counter(cells), Counter(days)


def ids(office: Office, *scores: str) -> list[int]:
    found = Response.objects.filter(government_id=office.government.code, round=office.round)
    return list(found.filter(scores__in=scores).order_by("id").values_list("id", flat=True))


def upload(office: Office, rows: list[BatchRow], *, name: str = "rekap.xlsx", content: str = "") -> Batch:
    return services.record_batch(
        actor=office.officer,
        round_=office.round,
        label=name,
        file_sha256=hashlib.sha256((content or name).encode()).hexdigest(),
        mapping=[["A", "P1"]],
        rows=rows,
    )


def batch_rows(office: Office, scores: list[str]) -> list[BatchRow]:
    return [BatchRow(office.services[0].id, row, {}) for row in scores]


def test_an_excluded_answer_leaves_counts_and_result_and_both_values_are_kept(office: Office) -> None:
    answered(office, [*ROWS, "111111111"]).closed()
    [wrong] = ids(office, "111111111")
    [proposal] = services.propose_exclusions(
        actor=office.officer, round_=office.round, response_ids=[wrong], reason="Uji coba petugas"
    )
    assert queries.progress(office.round).total == 31
    with pytest.raises(ValidationError, match="belum disahkan"):
        services.request_processing(actor=office.officer, round_=office.round)
    with pytest.raises(Refused, match="kepala unit"):
        services.confirm_exclusions(actor=office.officer, round_=office.round, exclusion_ids=[proposal.id])
    services.confirm_exclusions(actor=office.head, round_=office.round, exclusion_ids=[proposal.id])
    assert queries.progress(office.round).total == 30
    assert stored_counts(office) == recount(office)
    run(services.request_processing(actor=office.officer, round_=office.round))
    found = queries.latest_result(office.round)
    assert found is not None
    assert (found.row.respondents, found.row.excluded, found.result.index.exact) == (30, 1, by_hand(ROWS))
    assert found.unfiltered is not None
    everything = by_hand([*ROWS, "111111111"])
    assert found.unfiltered.value == Decimal(round(everything * 100)) / 100
    assert [(part.rows, "orang kedua" in part.reason) for part in found.facts.left_out] == [(1, True)]
    # The reason itself may name people; it is not part of what is published.
    assert "Uji coba" not in str(found.row.content)


def test_whoever_proposed_cannot_agree_and_nothing_is_agreed_twice(office: Office) -> None:
    answered(office).closed()
    first, second, *_ = ids(office, *ROWS)
    [mine] = services.propose_exclusions(
        actor=office.head, round_=office.round, response_ids=[first], reason="Terkirim dua kali"
    )
    with pytest.raises(Refused, match="orang kedua"):
        services.confirm_exclusions(actor=office.head, round_=office.round, exclusion_ids=[mine.id])
    with pytest.raises(ValidationError, match="sudah diusulkan"):
        services.propose_exclusions(
            actor=office.officer, round_=office.round, response_ids=[first, second], reason="Terkirim dua kali"
        )
    services.withdraw_exclusions(actor=office.officer, round_=office.round, exclusion_ids=[mine.id])
    [again] = services.propose_exclusions(
        actor=office.officer, round_=office.round, response_ids=[first], reason="Terkirim dua kali"
    )
    services.confirm_exclusions(actor=office.head, round_=office.round, exclusion_ids=[again.id])
    for act in (services.confirm_exclusions, services.withdraw_exclusions):
        with pytest.raises(ValidationError, match="sudah disahkan atau ditarik"):
            act(actor=office.head, round_=office.round, exclusion_ids=[again.id])
    assert queries.progress(office.round).total == len(ROWS) - 1
    assert stored_counts(office) == recount(office)
    assert [row.id for row in queries.exclusions(office.round)] == [again.id]


def test_an_answer_of_another_round_or_a_late_one_is_not_proposed(office: Office) -> None:
    processed(answered(office))
    office.answer("222222222")
    other = an_office("98.01").opened()
    other.answer("222222222")
    for wrong in (ids(office, "222222222"), ids(other, "222222222"), []):
        with pytest.raises(ValidationError) as refused:
            services.propose_exclusions(
                actor=office.officer, round_=office.round, response_ids=wrong, reason="Terkirim dua kali"
            )
        assert set(refused.value.message_dict) == {"response_ids"}


def test_an_exclusion_agreed_after_processing_needs_a_new_processing(office: Office) -> None:
    processed(answered(office))
    [first] = services.propose_exclusions(
        actor=office.officer, round_=office.round, response_ids=ids(office, ROWS[0])[:1], reason="Terkirim dua kali"
    )
    with pytest.raises(ValidationError, match="belum disahkan"):
        services.approve_round(actor=office.head, round_=office.round)
    services.confirm_exclusions(actor=office.head, round_=office.round, exclusion_ids=[first.id])
    with pytest.raises(ValidationError, match="Olah ulang"):
        services.approve_round(actor=office.head, round_=office.round)
    run(services.request_processing(actor=office.officer, round_=office.round))
    assert services.approve_round(actor=office.head, round_=office.round).state == "approved"


def test_the_example_file_gives_the_index_that_the_command_prints(office: Office) -> None:
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        rows = ["".join(row.values()) for row in csv.DictReader(file)]
    upload(office, batch_rows(office, rows))
    processed(office)
    found = queries.latest_result(office.round)
    assert found is not None
    # `cermin skm hitung examples/unit-contoh.csv`: 49 respondents, 78,74 (11575/147), U1 2,8163
    assert (found.result.index.respondents, found.result.index.exact) == (49, Fraction(11575, 147))
    assert found.result.index.value == Decimal("78.74")
    assert found.result.index.elements[0].total == 138


def test_a_batch_is_recorded_whole_with_comments_receipts_and_counts(office: Office) -> None:
    office.answer("444444444", gender="Perempuan")
    first, second = office.services
    batch = upload(
        office,
        [
            BatchRow(first.id, "333333333", {"gender": "Perempuan", "age": "< 17 tahun"}, "Antrean lama"),
            BatchRow(second.id, "33333333-", {}, "Hubungi 081234567890"),
            BatchRow(second.id, "33333333-", {}),
        ],
    )
    assert (batch.rows, batch.channel, batch.created_by) == (3, "file", office.officer.person_id)
    stored = list(Response.objects.filter(government_id="99.01", batch=batch).order_by("id"))
    assert len({row.client_id for row in stored}) == 3
    assert [row.receipt for row in stored] == [receipt_of("99.01", office.round.id, row.client_id) for row in stored]
    texts = {row.text: row.publishable for row in Comment.objects.filter(government_id="99.01")}
    assert texts == {"Antrean lama": False, "Hubungi [nomor disamarkan]": True}
    assert stored_counts(office) == recount(office)
    counted = queries.progress(office.round)
    assert (counted.total, {key: n for key, _, n in counted.channels}) == (4, {"qr": 1, "file": 3})


def test_the_same_file_is_known_until_it_is_withdrawn(office: Office) -> None:
    rows = batch_rows(office, ROWS)
    batch = upload(office, rows, name="rekap mei.xlsx", content="x")
    with pytest.raises(ValidationError, match=r"rekap mei\.xlsx"):
        upload(office, rows, name="lain.xlsx", content="x")
    services.propose_batch_withdrawal(actor=office.officer, batch=batch, reason="Kolom tertukar")
    assert queries.progress(office.round).total == 30
    services.confirm_batch_withdrawal(actor=office.head, batch=batch)
    assert queries.progress(office.round).total == 0
    again = upload(office, rows, name="rekap mei benar.xlsx", content="x")
    assert queries.progress(office.round).total == 30
    assert stored_counts(office) == recount(office)
    assert list(queries.batches(office.round)) == [again, batch]
    ids_of = [
        set(Response.objects.filter(government_id="99.01", batch=b).values_list("client_id", flat=True))
        for b in (batch, again)
    ]
    assert not ids_of[0] & ids_of[1]


def test_bad_rows_are_named_and_nothing_is_stored(office: Office) -> None:
    service = office.services[0].id
    with pytest.raises(ValidationError) as refused:
        upload(
            office,
            [
                BatchRow(service, "333333333", {}),
                BatchRow(service, "33333333", {}),
                BatchRow(7, "333333333", {}),
                BatchRow(service, "---------", {}),
                BatchRow(service, "333333335", {}),
                BatchRow(service, "333333333", {"nik": "1"}),
            ],
        )
    assert [sentence[:8] for sentence in refused.value.message_dict["rows"]] == [f"Baris {n}:" for n in range(2, 7)]
    assert Batch.objects.filter(government_id="99.01").count() == 0
    assert recount(office) == (Counter(), Counter())


def test_withdrawing_a_batch_needs_two_persons_and_ends_with_the_processing(office: Office) -> None:
    batch = upload(office, batch_rows(office, ROWS))
    with pytest.raises(ValidationError, match="Belum ada usulan"):
        services.confirm_batch_withdrawal(actor=office.head, batch=batch)
    services.propose_batch_withdrawal(actor=office.head, batch=batch, reason="Kolom tertukar")
    with pytest.raises(Refused, match="orang kedua"):
        services.confirm_batch_withdrawal(actor=office.head, batch=batch)
    with pytest.raises(Refused, match="kepala unit"):
        services.confirm_batch_withdrawal(actor=office.officer, batch=batch)
    office.closed()
    with pytest.raises(ValidationError, match="menarik unggahan"):
        services.request_processing(actor=office.officer, round_=office.round)
    services.drop_batch_withdrawal(actor=office.officer, batch=batch)
    run(services.request_processing(actor=office.officer, round_=office.round))
    for act in (
        lambda: services.propose_batch_withdrawal(actor=office.officer, batch=batch, reason="Kolom tertukar"),
        lambda: upload(office, batch_rows(office, ROWS), name="susulan.xlsx"),
    ):
        with pytest.raises(Refused, match="sedang dibuka atau sudah ditutup"):
            act()


def test_a_batch_counts_in_the_grace_but_not_once_answers_are_fixed(office: Office) -> None:
    office.closed()
    upload(office, batch_rows(office, ROWS))
    assert stored_counts(office)[1].total() == 30
    assert Response.objects.filter(government_id="99.01", is_late=True).count() == 0
    # A processing that broke off after fixing the answers leaves the round closed.
    office.round.first_processed_at = office.round.closed_at
    office.round.save()
    with pytest.raises(ValidationError, match="sudah ditetapkan"):
        upload(office, batch_rows(office, ROWS), name="susulan.xlsx")


def test_strangers_find_neither_batch_nor_exclusion(office: Office) -> None:
    batch = upload(office, batch_rows(office, ROWS))
    office.closed()
    stranger = actor_with(Role.HEAD, an_office("98.01").unit)
    for act in (
        lambda: services.propose_batch_withdrawal(actor=stranger, batch=batch, reason="Kolom tertukar"),
        lambda: services.confirm_exclusions(actor=stranger, round_=office.round, exclusion_ids=[1]),
        lambda: services.propose_exclusions(actor=stranger, round_=office.round, response_ids=[1], reason="Coba saja"),
        lambda: services.request_processing(actor=stranger, round_=office.round),
    ):
        with pytest.raises(NotVisible):
            act()


SCORES = st.text("1234-", min_size=9, max_size=9).filter(lambda row: set(row) != {"-"})
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "gender": st.sampled_from(["Laki-laki", "Perempuan"]),
        "age": st.sampled_from(["< 17 tahun", "17–24 tahun"]),
    },
)
ANSWER = st.tuples(SCORES, PROFILES, st.integers(0, 1), st.sampled_from(["qr", "kiosk"]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    single=st.lists(ANSWER, max_size=6),
    in_file=st.lists(ANSWER, min_size=1, max_size=6),
    kept_file=st.lists(ANSWER, min_size=1, max_size=6),
    out=st.sets(st.integers(0, 11)),
)
def test_the_counts_equal_a_recount_whatever_happened(
    single: list[tuple[str, dict[str, str], int, str]],
    in_file: list[tuple[str, dict[str, str], int, str]],
    kept_file: list[tuple[str, dict[str, str], int, str]],
    out: set[int],
) -> None:
    from django.db import transaction

    try:
        with transaction.atomic():
            office = an_office("97.01").opened()
            for scores, profile, service, channel in single:
                office.answer(scores, service=service, channel=channel, **profile)
            batches = [
                upload(
                    office, [BatchRow(office.services[at].id, row, profile) for row, profile, at, _ in rows], name=name
                )
                for name, rows in (("ditarik", in_file), ("tetap", kept_file))
            ]
            office.closed()
            rows = list(Response.objects.filter(government_id="97.01").order_by("id").values_list("id", flat=True))
            chosen = [rows[at] for at in sorted(out) if at < len(rows)]
            if chosen:
                made = services.propose_exclusions(
                    actor=office.officer, round_=office.round, response_ids=chosen, reason="Terkirim dua kali"
                )
                half = [row.id for row in made[::2]]
                services.confirm_exclusions(actor=office.head, round_=office.round, exclusion_ids=half)
            services.propose_batch_withdrawal(actor=office.officer, batch=batches[0], reason="Kolom tertukar")
            services.confirm_batch_withdrawal(actor=office.head, batch=batches[0])
            assert stored_counts(office) == recount(office)
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):
    """Every example starts from an empty database."""
