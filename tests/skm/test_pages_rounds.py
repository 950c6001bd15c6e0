"""The list of rounds, a new round, and the door into the guide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.skm.pages import looking, messages_of, page
from tests.skm.world import a_unit, an_office, planned
from tests.support.people import actor_with, give_post
from tests.support.queries import assert_queries_at_most, queries_of

from cermin.organizations.queries import actor_of
from cermin.pure.policy import Role
from cermin.skm import services
from cermin.skm.forms import suggested_periods
from cermin.skm.models import Round

pytestmark = pytest.mark.django_db

LIST = "/survei/"


def test_the_list_shows_the_own_branch_and_leads_to_the_step_to_do_now(web: Any) -> None:
    office, other = an_office(), an_office("99.02")
    looking(web, office.officer)
    response = web.get(LIST)
    html = response.content.decode()
    assert page(office, "respondents") in html
    assert str(other.round.pk) not in html
    assert reverse("skm:new", args=[office.unit.pk]) in html


def test_the_list_costs_the_same_queries_with_one_round_and_with_thirty(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    web.get(LIST)
    one = len(queries_of(lambda: web.get(LIST)))
    for number in range(29):
        planned(office.unit, office.officer, label=f"Periode {number}")
    many = queries_of(lambda: web.get(LIST))
    assert len(many) == one
    assert one <= 30


def test_filters_stand_in_the_address_and_say_when_nothing_fits(web: Any) -> None:
    office = an_office()
    services.cancel_round(actor=office.officer, round_=planned(office.unit, office.officer, label="Triwulan I 2026"))
    looking(web, office.officer)
    html = web.get(LIST, {"keadaan": "cancelled"}).content.decode()
    assert "SKM Triwulan I 2026" in html
    assert page(office, "respondents") not in html
    assert page(office, "respondents") in web.get(LIST, {"q": "semester"}).content.decode()
    assert "Tidak ada ronde yang cocok" in web.get(LIST, {"q": "tidak ada"}).content.decode()
    assert page(office, "respondents") in web.get(LIST, {"unit": str(office.unit.pk)}).content.decode()
    for strange in ("²", "9" * 30, "x"):
        assert web.get(LIST, {"unit": strange}).status_code == 200


def test_an_empty_list_says_the_next_step(web: Any) -> None:
    office = an_office()
    unit = a_unit(office.government)
    looking(web, actor_with(Role.OFFICER, unit))
    html = web.get(LIST).content.decode()
    assert "Belum ada ronde" in html
    assert reverse("skm:new", args=[unit.pk]) in html
    looking(web, actor_with(Role.COORDINATOR, unit.agency))
    assert "disiapkan oleh petugas atau kepala unit" in web.get(LIST).content.decode()


def test_a_guest_signs_in_first(web: Any) -> None:
    office = an_office()
    for address in (LIST, page(office, "prepare")):
        assert web.get(address).status_code == 302


def test_periods_are_reckoned_from_today() -> None:
    assert [(p.label, p.start, p.end) for p in suggested_periods(date(2026, 2, 10))] == [
        ("Semester I 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("Semester II 2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("Triwulan I 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("Triwulan IV 2025", date(2025, 10, 1), date(2025, 12, 31)),
        ("Tahun 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert suggested_periods(date(2024, 7, 1))[0].said == "Semester II 2024 (1 Juli s.d. 31 Desember 2024)"


def test_a_new_round_is_planned_for_a_usual_period(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    address = reverse("skm:new", args=[office.unit.pk])
    response = web.get(address)
    assert "Terisi dari SKM Semester I Tahun 2026" in response.content.decode()
    period = next(iter(response.context["form"].periods.values()))
    answer = web.post(address, {"period": period.key}, follow=True)
    made = Round.objects.get(government_id=office.government.code, period_label=period.label)
    assert answer.redirect_chain == [(reverse("skm:prepare", args=[made.pk]), 302)]
    assert messages_of(answer) == [f"{made.name} disiapkan. Periksa isian di bawah."]
    # A period that has its round is not offered again.
    assert period.key not in web.get(address).context["form"].periods


def test_another_period_keeps_what_was_typed_when_something_is_missing(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    address = reverse("skm:new", args=[office.unit.pk])
    sent = {"period": "lain", "period_label": "Caturwulan I 2026", "period_start": "2026-01-01"}
    response = web.post(address, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Isi akhir periode." in html
    assert 'value="Caturwulan I 2026"' in html
    assert 'value="2026-01-01"' in html
    assert "<title>Kesalahan: " in html
    answer = web.post(address, sent | {"period_end": "2026-04-30"})
    made = Round.objects.get(government_id=office.government.code, period_label="Caturwulan I 2026")
    assert answer["Location"] == reverse("skm:prepare", args=[made.pk])


def test_the_same_period_twice_is_a_sentence_beside_its_field(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    sent = {
        "period": "lain", "period_label": office.round.period_label, "period_start": "2026-01-01", "period_end": "2026-06-30",
    }  # fmt: skip
    response = web.post(reverse("skm:new", args=[office.unit.pk]), sent)
    assert response.status_code == 422
    assert "sudah punya ronde" in response.context["form"].errors["period_label"][0]


def test_who_may_not_plan_reads_why_and_a_sister_unit_is_not_there(web: Any) -> None:
    office = an_office()
    address = reverse("skm:new", args=[office.unit.pk])
    looking(web, office.coordinator)
    refused = web.post(address, {"period": "lain"})
    assert refused.status_code == 403
    assert "Hanya petugas unit atau kepala unit yang dapat menyiapkan ronde" in refused.content.decode()
    sister = a_unit(office.government, office.unit.agency)
    looking(web, actor_with(Role.OFFICER, sister))
    assert web.get(address).status_code == 404
    assert web.get(page(office, "prepare")).status_code == 404


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("draft", "respondents"),
        ("open", "collect"),
        ("closed", "process"),
        ("processed", "report"),
        ("approved", "follow_up"),
        ("published", "follow_up"),
        ("cancelled", "prepare"),
    ],
)
def test_the_guide_goes_on_where_it_was_left(web: Any, state: str, step: str) -> None:
    office = an_office()
    Round.objects.filter(government_id=office.government.code).update(state=state)
    looking(web, office.officer)
    assert web.get(page(office, "round"))["Location"] == page(office, step)


def test_every_step_can_be_looked_at_in_every_early_state(web: Any) -> None:
    office = an_office()
    for state in ("draft", "open", "closed", "cancelled"):
        if state == "open":
            office.opened()
        if state == "closed":
            office.closed()
        if state == "cancelled":
            Round.objects.filter(government_id=office.government.code).update(state=state)
        for actor in (office.officer, office.head, office.coordinator):
            looking(web, actor)
            for name in ("prepare", "questions", "preview", "respondents", "collect", "process", "report", "follow_up"):
                with assert_queries_at_most():
                    assert web.get(page(office, name)).status_code == 200, (state, name)
            assert web.get(page(office, "result")).status_code == 403


def test_a_person_with_two_units_chooses_one(web: Any) -> None:
    office = an_office()
    second = a_unit(office.government)
    give_post(office.officer_person, Role.OFFICER, second)
    looking(web, actor_of(office.officer_person))
    html = web.get(LIST).content.decode()
    assert reverse("skm:new", args=[office.unit.pk]) in html
    assert reverse("skm:new", args=[second.pk]) in html
