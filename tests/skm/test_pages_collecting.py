"""Step 3: counts against the target, the survey's address, posters, extension and closing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.skm.pages import answered, looking, messages_of, page
from tests.skm.world import a_unit, an_office
from tests.support.people import actor_with
from tests.support.queries import assert_queries_at_most

from cermin.documents.skm.qr_poster import KINDS
from cermin.pure.policy import Role
from cermin.skm import queries
from cermin.skm.moments import day_in

pytestmark = pytest.mark.django_db


def test_counts_stand_against_the_target_and_no_score_is_told(web: Any) -> None:
    office = answered(an_office().opened())
    looking(web, office.officer)
    with assert_queries_at_most():
        response = web.get(page(office, "collect"))
    html = response.content.decode()
    # Two services of 500 users each: 217 answers each by the table.
    assert "<h1>30 dari 434 warga sudah menjawab</h1>" in html
    assert "Layanan contoh 2 10 dari 217; Layanan contoh 1 20 dari 217." in html
    assert "Semua layanan masih di bawah separuh sasaran" in html
    assert "Kurang 207 jawaban." in html
    assert "mutu" not in html.split("<main")[1].lower()
    assert "81,76" not in html
    assert len(response.content) < 200_000


def test_htmx_gets_the_counts_alone(web: Any) -> None:
    office = answered(an_office().opened(), ["333333333"] * 3)
    looking(web, office.officer)
    part = web.get(page(office, "collect"), HTTP_HX_REQUEST="true").content.decode()
    assert part.lstrip().startswith("<div")
    assert "3 dari 434 warga sudah menjawab" in part
    assert "<html" not in part


def test_an_open_round_without_an_answer_has_its_page_too(web: Any) -> None:
    office = an_office().opened()
    looking(web, office.head)
    html = web.get(page(office, "collect")).content.decode()
    assert "0 dari 434 warga sudah menjawab" in html
    door = queries.doors_of(office.unit)[0]
    assert f'data-copy="http://localhost:8000/s/{door.code}"' in html
    assert f"/unggah/{office.round.pk}/" in html


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_posters_are_downloads(web: Any, kind: str) -> None:
    office = an_office().opened()
    looking(web, office.officer)
    response = web.get(page(office, "poster", kind))
    assert response.status_code == 200
    assert response.content.startswith(b"\x89PNG" if kind == "gambar" else b"%PDF")
    assert "attachment" in response["Content-Disposition"]
    assert web.get(page(office, "poster", kind), {"kode": "TIDAKADA"}).status_code == 404


def test_an_unknown_poster_and_a_foreign_one_are_not_there(web: Any) -> None:
    office = an_office().opened()
    looking(web, office.officer)
    assert web.get(page(office, "poster", "a9")).status_code == 404
    looking(web, actor_with(Role.OFFICER, a_unit(office.government)))
    assert web.get(page(office, "poster", "a4")).status_code == 404


def test_extending_needs_a_later_day_and_a_reason(web: Any) -> None:
    office = an_office().opened()
    looking(web, office.officer)
    today = day_in(office.unit, timezone.now())
    later = (today + timedelta(days=20)).isoformat()
    missing = web.post(page(office, "collect"), {"closes_on": later, "reason": ""})
    assert missing.status_code == 422
    assert "Tulis alasannya." in missing.content.decode()
    assert f'value="{later}"' in missing.content.decode()
    earlier = web.post(page(office, "collect"), {"closes_on": today.isoformat(), "reason": "Hujan terus."})
    assert "harus sesudah hari terakhir yang sekarang" in earlier.content.decode()
    assert "Hujan terus." in earlier.content.decode()
    answer = web.post(page(office, "collect"), {"closes_on": later, "reason": "Hujan terus."}, follow=True)
    assert messages_of(answer)[0].startswith("Ronde diperpanjang sampai ")
    assert office.again().closes_on == today + timedelta(days=20)


def test_closing_leads_on(web: Any) -> None:
    office = answered(an_office().opened(), ["333333333"] * 3)
    looking(web, office.officer)
    answer = web.post(page(office, "close"), follow=True)
    assert answer.redirect_chain[-1][0] == page(office, "process")
    assert office.again().state == "closed"
    html = web.get(page(office, "collect")).content.decode()
    assert "3 dari 434 jawaban terkumpul" in html
    assert "data-copy" not in html
    again = web.post(page(office, "close"))
    assert again.status_code == 403
    assert "Ronde ini sudah ditutup." in again.content.decode()
    assert web.post(page(office, "collect"), {"closes_on": "2030-01-01", "reason": "Lagi."}).status_code == 403


def test_who_only_watches_reads_who_may(web: Any) -> None:
    office = an_office().opened()
    looking(web, office.coordinator)
    html = web.get(page(office, "collect")).content.decode()
    assert "yang dapat menutup ronde" in html
    assert "yang dapat memperpanjang ronde" in html
    assert "yang dapat mengunggah jawaban dari berkas" in html
    assert page(office, "close") not in html
    assert web.post(page(office, "close")).status_code == 403
