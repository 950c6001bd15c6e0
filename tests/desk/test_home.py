"""The home page by role: what it asks of the rooms, its empty states, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.skm.test_round_to_publication import answered, processed, published
from tests.skm.world import a_government, a_unit, an_office, planned
from tests.support.people import give_post, person_with, sign_in
from tests.support.queries import assert_queries_at_most, queries_of

from cermin.base.access import Actor
from cermin.base.work import Work
from cermin.desk import queries
from cermin.organizations.models import Agency, Service
from cermin.organizations.queries import actor_of
from cermin.skm import services as skm

pytestmark = pytest.mark.django_db


def home(web: Client, address: str = "/beranda/") -> str:
    answer = web.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def offer(monkeypatch: pytest.MonkeyPatch, work: Sequence[Work]) -> None:
    """The rooms answer with this work."""

    def ask(actor: Actor, today: date) -> Sequence[Work]:
        return work

    monkeypatch.setattr(queries, "WORK", (ask,))


def test_every_room_below_that_knows_work_is_asked() -> None:
    asked = {function.__module__.split(".")[1] for function in queries.WORK}
    assert asked == {"skm", "organizations"}


def test_an_officer_finds_the_draft_that_should_have_opened(web: Client) -> None:
    office = an_office()
    today = timezone.localdate()
    skm.edit_round(
        actor=office.officer,
        round_=office.round,
        values={"opens_on": today - timedelta(days=3), "closes_on": today + timedelta(days=4)},
    )
    page = home(sign_in(web, office.officer_person))
    assert "Satu hal terlambat." in page
    assert "terlambat 3 hari" in page
    assert f'href="/survei/{office.round.id}/siapkan/"' in page
    assert page.count('class="btn p"') == 1


def test_seven_lines_and_the_rest_one_click_away(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    offer(
        monkeypatch,
        [
            Work(f"Kerjakan {n}", "", "/survei/", "Buka", due=today + timedelta(days=n), waiting=n == 2)
            for n in range(9)
        ],
    )
    sign_in(web, person_with("officer", a_unit(a_government())))
    page = home(web)
    assert page.count("<h3>Kerjakan") == 7
    assert "Ditunggu orang lain dari Anda" in page
    assert "Berikutnya: kerjakan 7" in page
    assert "Tampilkan semua 9 hal" in page
    assert page.count("Tampilkan semua") == 1
    assert home(web, "/beranda/?semua=1").count("<h3>Kerjakan") == 9


def test_what_only_others_wait_for_still_leads_to_the_rest(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, [Work(f"Setujui {n}", "", "/survei/", "Periksa", waiting=True) for n in range(8)])
    page = home(sign_in(web, person_with("head", a_unit(a_government()))))
    assert page.count("<h3>Setujui") == 7
    assert page.count("Tampilkan semua 8 hal") == 1


def test_a_new_officer_is_led_to_the_first_round(web: Client) -> None:
    unit = a_unit(a_government())
    officer = person_with("officer", unit)
    page = home(sign_in(web, officer))
    assert "Tidak ada yang menunggu Anda." in page
    assert "Belum ada ronde survei" in page
    assert f'href="/survei/baru/{unit.pk}/"' in page
    give_post(officer, "officer", a_unit(unit.government))
    assert 'class="btn p" href="/survei/"' in home(web)


def test_when_all_is_done_the_page_says_so(web: Client) -> None:
    office = an_office()
    later = {"closes_on": timezone.localdate() + timedelta(days=30), "grace_days": 30}
    skm.edit_round(actor=office.officer, round_=office.round, values=later)
    office.again()
    office.opened().closed()  # and its grace has only begun
    page = home(sign_in(web, office.officer_person))
    assert "Semua sudah dikerjakan" in page
    assert "Belum ada ronde" not in page


def test_a_reader_without_work_gets_no_round_to_prepare(web: Client) -> None:
    page = home(sign_in(web, person_with("inspector", a_unit(a_government()).government)))
    assert "Semua sudah dikerjakan" in page
    assert "Siapkan ronde" not in page


def test_without_a_post_one_reads_who_can_help(web: Client) -> None:
    office = an_office()
    person = person_with("officer", office.unit, login="sari")
    person.terms.update(starts_on=timezone.localdate() + timedelta(days=20))
    page = home(sign_in(web, person))
    assert "Akun Anda belum memegang jabatan." in page
    assert "Koordinator perangkat daerah Anda" in page
    assert "<b>sari</b>" in page
    assert "Petugas unit Kantor Contoh" in page
    assert "mulai" in page
    person.terms.all().delete()
    assert "mulai berlaku kemudian" not in home(web)


def test_an_administrator_with_nothing_set_up_sees_the_first_steps(web: Client) -> None:
    government = a_government(privacy_contact="")
    sign_in(web, person_with("administrator", government))
    page = home(web)
    assert "Langkah pertama" in page
    assert page.count("<b>belum</b>") == 3
    assert "Isi narahubung privasi" in page
    assert page.count('class="btn p"') == 1
    unit = a_unit(government)
    assert home(web).count("<b>belum</b>") == 1
    person_with("officer", unit)
    assert "Langkah pertama" not in home(web)


def test_first_steps_lead_when_there_is_no_other_work(web: Client) -> None:
    page = home(sign_in(web, person_with("administrator", a_government())))
    assert 'class="btn p" href="/organisasi/">Masukkan' in page


def test_the_bureau_sees_counts_by_state_and_what_lags(web: Client) -> None:
    province = a_government("98")
    city = a_government("98.01")
    city.province = province
    city.save()
    elsewhere = a_unit(a_government("97"))
    planned(elsewhere, actor_of(person_with("officer", elsewhere)))
    today = timezone.localdate()
    units = [a_unit(city), a_unit(city), a_unit(province), a_unit(city)]
    officers = [actor_of(person_with("officer", unit)) for unit in units[:3]]
    rounds = [planned(unit, officer) for unit, officer in zip(units, officers, strict=False)]
    skm.open_round(actor=officers[0], round_=rounds[0])
    late = {"opens_on": today - timedelta(days=2), "closes_on": today + timedelta(days=5)}
    skm.edit_round(actor=officers[1], round_=rounds[1], values=late)
    bureau = person_with("bureau", province)
    found = queries.overview(queries.oversight(actor_of(bureau)), today)
    assert found.units == 4
    assert {state: count for state, _, count in found.rounds if count} == {"draft": 2, "open": 1}
    # The rounds' period ends in 2026, the fourth unit has none; in any later year all four lack one.
    without = 1 if today.year == 2026 else 4
    assert [(lag.count, lag.url) for lag in found.lags] == [(without, "/organisasi/"), (1, "/survei/?keadaan=draft")]
    if today.year == 2026:
        assert found.lags[0].names == units[3].name
    page = home(sign_in(web, bureau))
    assert "Di 4 unit aktif." in page
    assert 'href="/survei/?keadaan=open"' in page
    assert 'href="/survei/?keadaan=closed"' not in page


def test_a_round_lags_from_the_day_after_its_own_days() -> None:
    office = an_office().opened()
    circles = queries.oversight(office.coordinator)
    closes = office.round.closes_on
    assert closes is not None

    def lagging(today: date) -> list[str]:
        return [lag.what for lag in queries.overview(circles, today).lags if "tahun" not in lag.what]

    assert lagging(closes) == []
    assert lagging(closes + timedelta(days=1)) == ["ronde melewati hari tutupnya dan masih terbuka"]
    office.closed()
    office.round.grace_days = 7
    office.round.save(update_fields=["grace_days"])
    assert lagging(closes + timedelta(days=7)) == []
    assert lagging(closes + timedelta(days=8)) == ["ronde melewati masa tunggu dan belum diolah"]


def test_who_works_in_one_unit_has_no_overview() -> None:
    office = an_office()
    assert queries.oversight(office.officer) == frozenset()
    assert queries.oversight(office.head) == frozenset()
    assert queries.oversight(office.coordinator) != frozenset()


@pytest.mark.django_db(transaction=True)
def test_the_last_published_figure_of_ones_unit(web: Client) -> None:
    office = an_office().opened()
    processed(answered(office))
    sign_in(web, office.officer_person)
    assert "Penilaian warga terakhir" not in home(web)  # not before it is published
    made = published(office)
    index = made.indexes.get(service=None)
    page = home(web)
    assert "Penilaian warga terakhir" in page
    assert f"{index.value:.2f}".replace(".", ",") in page
    assert f"kata {index.respondents} pengguna" in page
    assert made.code in page
    assert f'href="/survei/{office.round.id}/hasil/"' in page
    assert "Penilaian warga terakhir" not in home(sign_in(web, person_with("officer", a_unit(office.government))))


def test_the_page_costs_the_same_with_one_unit_and_with_thirty(web: Client) -> None:
    government = a_government()
    agency = Agency.objects.create(government=government, name="Dinas Contoh")

    def more(count: int) -> None:
        for _ in range(count):
            unit = a_unit(government, agency)
            planned(unit, actor_of(person_with("officer", unit)))

    more(1)
    for role, at in (("coordinator", agency), ("bureau", government)):
        sign_in(web, person_with(role, at))
        home(web)
        few = len(queries_of(lambda: home(web)))
        more(29)
        with assert_queries_at_most():
            page = home(web)
        assert len(queries_of(lambda: home(web))) == few
        assert len(page.encode()) < 200_000
    assert Service.objects.filter(government=government).count() == 118
