"""The door over HTTP: each state has its page and its status, nothing is half stored, nobody is recognised."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError
from django.utils import timezone
from tests.respond.office import Office, answers, open_office

from cermin.respond import queries, services, views
from cermin.respond.limits import Brake
from cermin.respond.parsing import BODY_LIMIT, FORM_TYPE
from cermin.skm.models import Comment, DayCount, Door, Exclusion, Response, Tally

if TYPE_CHECKING:
    from tests.support.pages import CheckedClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_pages", views.rendering.PageCache())


@pytest.fixture
def office() -> Office:
    return open_office()


def send(web: CheckedClient, office: Office, sent: dict[str, str], **headers: Any) -> Any:
    return web.post(f"/s/{office.code}", urlencode(sent), content_type=FORM_TYPE, headers=headers)


def nothing_stored() -> bool:
    reason = "the tests look at everything"
    return not any(table.objects.unscoped(reason).exists() for table in (Response, Comment, Tally, DayCount))


def stored() -> list[Response]:
    return list(Response.objects.unscoped("the tests look at everything"))


@pytest.mark.parametrize("path", ["/s/KXYZ2345", "/S/KXYZ2345", "/s/kxyz2345", "/s/KXYZ-2345"])
def test_the_survey_opens_however_the_code_was_typed(web: CheckedClient, office: Office, path: str) -> None:
    reply = web.get(path)
    assert reply.status_code == 200
    assert reply.content.count(b'role="radiogroup"') == 9 + 5
    assert "Layanan contoh 2" in reply.content.decode()


def test_nobody_is_recognised(web: CheckedClient, office: Office) -> None:
    web.cookies["sesi"] = "an-officers-session"
    for reply in (
        web.get(f"/s/{office.code}"),
        send(web, office, answers(office)),
        web.get("/cek"),
        web.post("/cek", {"kode": office.code}, content_type=FORM_TYPE),
        web.get(f"/privasi/{office.code}"),
    ):
        assert not reply.cookies
        assert "Cookie" not in reply.headers.get("Vary", "")
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Content-Security-Policy"] == views.POLICY
        assert "unsafe" not in views.POLICY
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "same-origin"


def test_what_is_stored_names_nobody(web: CheckedClient, office: Office) -> None:
    send(web, office, answers(office), **{"User-Agent": "Telepon Rahasia 9", "X-Forwarded-For": "203.0.113.77"})
    (row,) = Response.objects.filter(government_id=office.government.code).values()
    text = json.dumps(row, default=str)
    assert "203.0.113" not in text
    assert "Rahasia" not in text


def test_the_page_is_sent_compressed_to_who_takes_it(web: CheckedClient, office: Office) -> None:
    plain = web.get(f"/s/{office.code}")
    assert "Content-Encoding" not in plain.headers
    from django.test import Client

    packed = Client().get(f"/s/{office.code}", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert len(packed.content) <= 14 * 1024
    text = gzip.decompress(packed.content).decode()
    assert text.replace(packed_id(text), "") == plain.content.decode().replace(packed_id(plain.content.decode()), "")
    refused = Client().get(f"/s/{office.code}", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def packed_id(text: str) -> str:
    return text.split('name="id" value="')[1][:36]


def test_each_visit_has_its_own_client_id(web: CheckedClient, office: Office) -> None:
    assert len({packed_id(web.get(f"/s/{office.code}").content.decode()) for _ in range(5)}) == 5


def test_a_visit_reads_the_database_once(web: CheckedClient, office: Office, django_assert_num_queries: Any) -> None:
    web.get(f"/s/{office.code}")
    with django_assert_num_queries(1):
        web.get(f"/s/{office.code}")


def test_a_change_is_shown_at_once(web: CheckedClient, office: Office) -> None:
    assert b'name="k"' in web.get(f"/s/{office.code}").content
    office.change(comments_allowed=False)
    assert b'name="k"' not in web.get(f"/s/{office.code}").content


def test_a_language_the_round_does_not_offer_falls_back(web: CheckedClient, office: Office) -> None:
    assert 'lang="en"' in web.get(f"/s/{office.code}?b=en").content.decode().split("<head>")[0]
    office.change(languages=["id"])
    for language in ("en", "xx", "<script>"):
        page = web.get(f"/s/{office.code}", {"b": language}).content.decode()
        assert '<html lang="id">' in page
        assert "English" not in page


# An answer


def test_an_answer_is_stored_once_with_its_receipt(web: CheckedClient, office: Office) -> None:
    sent = answers(office, "1234-4321", k="Kursi kurang, hubungi 081234567890", d_gender="Perempuan")
    first = send(web, office, sent)
    again = send(web, office, sent)
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    (row,) = stored()
    assert (row.scores, row.channel, row.service_id) == ("1234-4321", "qr", office.services[0].id)
    assert row.profile == {"gender": "Perempuan"}
    assert "</span> <span>".join(row.receipt[at : at + 4] for at in range(0, 16, 4)) in first.content.decode()
    (comment,) = Comment.objects.filter(government_id=office.government.code)
    assert comment.text == "Kursi kurang, hubungi [nomor disamarkan]"


def test_other_content_under_the_same_id_does_not_count(web: CheckedClient, office: Office) -> None:
    send(web, office, answers(office, "1" * 9))
    reply = send(web, office, answers(office, "4" * 9))
    assert "tidak dihitung" in reply.content.decode()
    assert [row.scores for row in stored()] == ["1" * 9]


def test_comments_of_the_young_are_never_published(web: CheckedClient, office: Office) -> None:
    send(web, office, answers(office, k="Bagus", d_age="< 17 tahun"))
    (comment,) = Comment.objects.filter(government_id=office.government.code)
    assert not comment.publishable


def test_the_receipt_can_be_checked(web: CheckedClient, office: Office) -> None:
    send(web, office, answers(office))
    (row,) = stored()
    typed = f"{row.receipt[:4]} {row.receipt[4:8]}-{row.receipt[8:]}".lower()

    def ask(**form: str) -> Any:
        return web.post("/cek", urlencode({"kode": office.code, "tanda": typed} | form), content_type=FORM_TYPE)

    reply = ask()
    assert reply.status_code == 200
    assert "Semester I 2026" in reply.content.decode()
    assert "ikut dihitung" in reply.content.decode()
    assert "111" not in reply.content.decode()
    missing = ask(tanda="ABCDEFGHABCDEFGH")
    assert missing.status_code == 404
    assert "tidak ditemukan" in missing.content.decode()
    assert ask(kode="ZZZZ9999").status_code == 404
    wrong = ask(kode="!", tanda="123")
    assert wrong.status_code == 400
    assert wrong.content.decode().count("aria-invalid") == 2
    Exclusion.objects.create(
        government=office.government,
        round=office.round,
        response=row,
        reason="Kiriman uji coba petugas",
        proposed_at=timezone.now(),
        confirmed_at=timezone.now(),
    )
    assert "tidak dihitung" in ask().content.decode()


def test_a_receipt_of_one_office_says_nothing_at_another(web: CheckedClient, office: Office) -> None:
    other = open_office(key="99.02", code="OTHR2345")
    send(web, office, answers(office))
    (row,) = stored()
    reply = web.post("/cek", urlencode({"kode": other.code, "tanda": row.receipt}), content_type=FORM_TYPE)
    assert reply.status_code == 404


# What is refused


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"p3": "5"}, "Pertanyaan 3"),
        ({"l": "1"}, "tidak ada di survei"),
        ({"l": ""}, "Pilih layanan"),
        ({"d_age": "200"}, "Usia"),
        ({"v": "1"}, "berganti"),
        ({"id": "x"}, "rusak di perjalanan"),
        ({"k": "x" * 501}, "501 huruf"),
        ({f"p{number}": "-" for number in range(1, 10)}, "paling sedikit satu"),
    ],
)
def test_what_can_be_mended_is_told_and_kept(
    web: CheckedClient, office: Office, changed: dict[str, str], told: str
) -> None:
    reply = send(web, office, answers(office, k="Catatan saya") | changed)
    page = reply.content.decode()
    assert reply.status_code == 400
    assert told in page
    assert "Ada yang perlu diperbaiki" in page
    assert page.count(" checked") >= 8
    assert nothing_stored()


def test_the_service_of_another_office_is_refused(web: CheckedClient, office: Office) -> None:
    other = open_office(key="99.02", code="OTHR2345")
    assert send(web, office, answers(office, l=str(other.services[0].id))).status_code == 400
    assert nothing_stored()


def test_too_large_is_refused_unread(web: CheckedClient, office: Office) -> None:
    reply = send(web, office, answers(office, k="x" * BODY_LIMIT))
    assert reply.status_code == 413
    assert "terlalu besar" in reply.content.decode()
    assert nothing_stored()


def test_what_is_no_form_is_refused(web: CheckedClient, office: Office) -> None:
    for content_type in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        reply = web.post(f"/s/{office.code}", b"{}", content_type=content_type)
        assert reply.status_code == 415
    assert nothing_stored()


def test_another_site_cannot_send_an_answer(web: CheckedClient, office: Office) -> None:
    assert send(web, office, answers(office), Origin="https://lain.example").status_code == 403
    assert nothing_stored()
    assert send(web, office, answers(office), Origin="http://testserver").status_code == 200


def test_a_flood_from_one_network_waits(web: CheckedClient, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_brake", Brake(2))
    replies = [
        web.post(f"/s/{office.code}", urlencode(answers(office)), content_type=FORM_TYPE, REMOTE_ADDR="203.0.113.9")
        for _ in range(3)
    ]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert 1 <= int(replies[2].headers["Retry-After"]) <= 60
    assert "Terlalu banyak" in replies[2].content.decode()


def test_a_failing_server_keeps_what_was_entered(
    web: CheckedClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(services, "receive", fail)
    reply = send(web, office, answers(office, "4" * 9, k="Catatan saya"))
    page = reply.content.decode()
    assert reply.status_code == 503
    assert reply.headers["Retry-After"]
    assert "Belum tersimpan" in page
    assert "Catatan saya" in page
    assert page.count(" checked") == 9
    assert packed_id(page) == answers(office)["id"]
    assert "disk full" not in page
    assert nothing_stored()


def test_only_reading_and_sending(web: CheckedClient, office: Office) -> None:
    assert web.head(f"/s/{office.code}").status_code == 200
    assert web.put(f"/s/{office.code}").status_code == 405
    assert web.delete("/cek").status_code == 405


# Codes and states


@pytest.mark.parametrize("code", ["ZZZZ9999", "%00", "%3Cscript%3E", "x" * 300, "' OR 1=1"])
def test_an_unknown_code_is_told_and_can_be_typed_again(web: CheckedClient, office: Office, code: str) -> None:
    for reply in (
        web.get(f"/s/{code}"),
        web.post(f"/s/{code}", "", content_type=FORM_TYPE),
        web.get(f"/privasi/{code}"),
    ):
        assert reply.status_code == 404
        assert "tidak dikenal" in reply.content.decode()


def test_a_typed_code_leads_to_its_survey(web: CheckedClient, office: Office) -> None:
    reply = web.get("/s/", {"kode": "kxyz 2345"})
    assert (reply.status_code, reply.headers["Location"]) == (302, "/s/KXYZ2345")
    assert web.get("/s/", {"kode": "//evil.example"}).status_code == 404
    assert web.get("/s/").status_code == 404


def test_a_retired_code_is_unknown(web: CheckedClient, office: Office) -> None:
    office.door.retired_at = timezone.now()
    office.door.save()
    assert web.get(f"/s/{office.code}").status_code == 404


def test_a_round_that_opens_later_says_when(web: CheckedClient, office: Office) -> None:
    office.change(opens_on=timezone.localdate() + timedelta(days=2))
    reply = web.get(f"/s/{office.code}")
    assert reply.status_code == 403
    assert "Survei dibuka" in reply.content.decode()


def test_a_planned_round_tells_no_day_yet(web: CheckedClient, office: Office) -> None:
    office.change(state="draft", opened_at=None)
    reply = web.get(f"/s/{office.code}")
    assert reply.status_code == 403
    assert "belum ditetapkan" in reply.content.decode()


def test_after_its_last_day_a_round_is_closed_for_citizens(web: CheckedClient, office: Office) -> None:
    office.change(closes_on=timezone.localdate() - timedelta(days=1))
    reply = web.get(f"/s/{office.code}")
    assert reply.status_code == 410
    assert "Survei terakhir ditutup" in reply.content.decode()
    assert reply.headers["Cache-Control"] == "no-store"


def test_an_answer_begun_before_the_end_is_still_taken(web: CheckedClient, office: Office) -> None:
    office.change(closes_on=timezone.localdate() - timedelta(days=1), state="closed", closed_at=timezone.now())
    assert send(web, office, answers(office)).status_code == 200
    assert len(stored()) == 1
    # Without a round that was seen open there is nothing to answer.
    assert send(web, office, answers(office, r="")).status_code == 410
    assert send(web, office, answers(office, r=str(2**63))).status_code == 410
    assert len(stored()) == 1


def test_a_cancelled_or_planned_round_takes_nothing(web: CheckedClient, office: Office) -> None:
    for state in ("draft", "cancelled"):
        office.change(state=state)
        assert send(web, office, answers(office)).status_code in {403, 410}
    assert nothing_stored()


def test_the_round_of_another_office_cannot_be_named(web: CheckedClient, office: Office) -> None:
    other = open_office(key="99.02", code="OTHR2345")
    send(web, office, answers(office, r=str(other.round.id)))
    assert not Response.objects.filter(government_id="99.02").exists()


def test_a_code_of_one_service_asks_about_it_alone(web: CheckedClient, office: Office) -> None:
    Door.objects.create(
        government=office.government,
        unit=office.unit,
        service=office.services[1],
        channel="kiosk",
        code="SRVC2345",
        created_at=timezone.now(),
    )
    page = web.get("/s/SRVC2345").content.decode()
    assert 'name="l"' not in page
    assert "Layanan contoh 2" in page
    web.post("/s/SRVC2345", urlencode(answers(office)), content_type=FORM_TYPE)
    (row,) = stored()
    assert (row.service_id, row.channel) == (office.services[1].id, "kiosk")


def test_the_privacy_notice_names_who_is_responsible(web: CheckedClient, office: Office) -> None:
    page = web.get(f"/privasi/{office.code}").content.decode()
    for text in ("Sekretariat Daerah Kota Contoh", "menilai dan memperbaiki pelayanan", "data@kota-contoh.example"):
        assert text in page


def test_days_end_at_midnight_of_the_unit(office: Office) -> None:
    today = timezone.localdate()
    assert not queries._collects(today + timedelta(days=1), None, today)
    assert queries._collects(today, today, today)
    assert not queries._collects(None, today - timedelta(days=1), today)
