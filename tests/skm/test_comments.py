"""Comments are shown once the result is known, never a minor's, and never with what would tell who wrote them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.skm.test_round_to_publication import ROWS, processed, run
from tests.skm.world import Office, an_office
from tests.support.people import actor_with

from cermin.base.access import NotVisible, Refused
from cermin.pure.policy import Role
from cermin.skm import queries, services
from cermin.skm.models import Comment, Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    """Twenty answers about the first service, of which six with a comment; ten about the second, of which four; one from a minor."""
    office = an_office().opened()
    for at, row in enumerate(ROWS):
        text = f"Saran {at}" if at < 6 or 20 <= at < 24 else ""
        office.answer(row, service=0 if at < 20 else 1, comment=text)
    office.answer("333333333", comment="Dari anak", age="< 17 tahun")
    return office


def test_nobody_reads_a_comment_before_the_result_is_known(office: Office) -> None:
    with pytest.raises(Refused, match="sudah diolah"):
        queries.comments(office.officer, office.round)
    processed(office)
    assert len(queries.comments(office.officer, office.round)) == 10
    with pytest.raises(NotVisible):
        queries.comments(actor_with(Role.HEAD, an_office("98.01").unit), office.round)
    with pytest.raises(Refused):
        queries.comments(actor_with(Role.MINISTRY, office.government), office.round)


def test_service_and_month_only_where_five_share_them(office: Office) -> None:
    processed(office)
    found = {comment.text: comment for comment in queries.comments(office.officer, office.round)}
    assert "Dari anak" not in found
    month = Comment.objects.filter(government_id="99.01").first().month
    assert {(found[f"Saran {at}"].service, found[f"Saran {at}"].month) for at in range(6)} == {
        ("Layanan contoh 1", month)
    }
    assert {(found[f"Saran {at}"].service, found[f"Saran {at}"].month) for at in range(20, 24)} == {(None, None)}
    assert isinstance(month, date)


def test_a_hidden_service_is_not_named() -> None:
    office = an_office().opened()
    for at, row in enumerate(ROWS):
        office.answer(row, service=0 if at < 21 else 1, comment=f"Saran {at}")
    processed(office)
    # Nine respondents: their service is hidden, and the other one with it.
    assert {comment.service for comment in queries.comments(office.officer, office.round)} == {None}


def test_the_order_is_not_that_of_arrival_and_stays(office: Office) -> None:
    processed(office)
    first = [comment.text for comment in queries.comments(office.officer, office.round)]
    assert first == [comment.text for comment in queries.comments(office.head, office.round)]
    assert first != sorted(first)
    arrival = list(
        Comment.objects.filter(government_id="99.01", publishable=True).order_by("id").values_list("text", flat=True)
    )
    assert first != arrival


def test_the_comment_of_an_answer_that_does_not_count_is_not_shown(office: Office) -> None:
    office.closed()
    wrong = Comment.objects.filter(government_id="99.01", text="Saran 3").get().response_id
    [proposal] = services.propose_exclusions(
        actor=office.officer, round_=office.round, response_ids=[wrong], reason="Terkirim dua kali"
    )
    services.confirm_exclusions(actor=office.head, round_=office.round, exclusion_ids=[proposal.id])
    run(services.request_processing(actor=office.officer, round_=office.round))
    office.again()
    office.answer("333333333", comment="Terlambat")
    texts = {comment.text for comment in queries.comments(office.officer, office.round)}
    assert texts == {f"Saran {at}" for at in (0, 1, 2, 4, 5, 20, 21, 22, 23)}
    found = queries.latest_result(office.round)
    assert found is not None
    assert found.kept.comments == 10  # the minor's counts as one, its text is never shown
    assert Response.objects.filter(government_id="99.01").count() == 32
