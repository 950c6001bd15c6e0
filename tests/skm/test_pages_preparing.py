"""Steps 1 and 2: what is typed is kept, checked and said back; who may not change reads why."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.skm.pages import looking, messages_of, page
from tests.skm.world import a_unit, an_office
from tests.support.people import actor_with

from cermin.organizations.models import Service
from cermin.pure.policy import Role
from cermin.skm import forms
from cermin.skm.models import RoundService

pytestmark = pytest.mark.django_db

DAYS = {
    "what": "days", "name": "SKM Semester I", "period_label": "Semester I 2026", "period_start": "2026-01-01",
    "period_end": "2026-06-30", "opens_on": "2027-01-04", "closes_on": "2027-01-29", "grace_days": "3", "languages": ["en"],
    "comments_allowed": "on",
}  # fmt: skip


def test_days_are_saved_and_said(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    answer = web.post(page(office, "prepare"), DAYS, follow=True)
    assert messages_of(answer) == ["Isian disimpan."]
    round_ = office.again()
    assert str(round_.closes_on) == "2027-01-29"
    assert (round_.name, round_.grace_days, round_.languages) == ("SKM Semester I", 3, ["id", "en"])
    web.post(
        page(office, "prepare"),
        {key: value for key, value in DAYS.items() if key not in ("languages", "comments_allowed")},
    )
    round_ = office.again()
    assert (round_.languages, round_.comments_allowed) == (["id"], False)


def test_wrong_days_are_said_beside_their_field_and_everything_typed_stays(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    response = web.post(page(office, "prepare"), DAYS | {"closes_on": "2027-01-03", "grace_days": "90"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Masa tunggu harus 0 sampai 60 hari." in html
    response = web.post(page(office, "prepare"), DAYS | {"closes_on": "2027-01-03"})
    html = response.content.decode()
    assert "Hari terakhir lebih dahulu daripada hari pertama. Perbaiki salah satunya." in html
    assert 'href="#id_closes_on"' in html
    assert 'value="SKM Semester I"' in html
    assert office.again().name != "SKM Semester I"


def test_the_list_of_what_blocks_leads_to_its_mend(web: Any) -> None:
    office = an_office()
    RoundService.objects.filter(government_id=office.government.code).update(population=None, target=None)
    looking(web, office.officer)
    response = web.get(page(office, "prepare"))
    html = response.content.decode()
    assert response.context["blocking"] == 1
    assert "Masih ada 1 hal sebelum ronde dapat dibuka" in html
    assert f'href="{page(office, "respondents")}">Perbaiki' in html
    assert page(office, "open") not in html
    answer = web.post(page(office, "open"), follow=True)
    assert any("Isi jumlah pengguna" in text for text in messages_of(answer))
    assert office.again().state == "draft"


def test_opening_leads_to_the_counts(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    assert page(office, "open") in web.get(page(office, "respondents")).content.decode()
    answer = web.post(page(office, "open"), follow=True)
    assert answer.redirect_chain[-1][0] == page(office, "collect")
    assert office.again().state == "open"


def test_lines_about_changes_can_be_undone(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    answer = web.post(
        page(office, "prepare"),
        {"what": "changes", "line1": "Loket ditambah", "line2": "", "line3": "Kursi baru"},
        follow=True,
    )
    assert office.again().changes == ["Loket ditambah", "Kursi baru"]
    undo = answer.content.decode()
    assert "Urungkan" in undo
    assert 'name="line1" value=""' in undo
    web.post(page(office, "prepare"), {"what": "changes", "line1": "", "line2": "", "line3": ""})
    assert office.again().changes == []
    long = web.post(page(office, "prepare"), {"what": "changes", "line2": "x" * 161})
    assert long.status_code == 422
    assert "Baris 2 terlalu panjang" in long.content.decode()


def test_a_draft_can_be_given_up(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    answer = web.post(page(office, "cancel"), follow=True)
    assert "dibatalkan" in messages_of(answer)[0]
    assert "Ronde ini dibatalkan" in answer.content.decode()
    assert web.post(page(office, "cancel")).status_code == 403


def test_after_opening_the_questionnaire_stands_and_the_reason_is_said(web: Any) -> None:
    office = an_office().opened()
    looking(web, office.officer)
    for name, sent in (
        ("prepare", DAYS),
        ("questions", {"what": "form", "form": "skm-16"}),
        ("respondents", {"by": "table"}),
    ):
        refused = web.post(page(office, name), sent)
        assert refused.status_code == 403, name
    html = web.get(page(office, "questions")).content.decode()
    assert "hanya dapat dilakukan saat ronde masih disiapkan" in html
    assert "Pakai kuesioner ini" not in html
    assert office.again().instrument.content["form"] == "skm-9"


def test_who_only_watches_has_no_dead_button(web: Any) -> None:
    office = an_office()
    looking(web, office.coordinator)
    html = web.get(page(office, "prepare")).content.decode()
    assert "Hanya petugas unit atau kepala unit yang dapat" in html
    assert 'value="days"' not in html
    for name in ("open", "cancel"):
        refused = web.post(page(office, name))
        assert refused.status_code == 403
        assert "Minta salah satu dari mereka melakukannya." in refused.content.decode()
    assert web.post(page(office, "prepare"), DAYS).status_code == 403
    looking(web, actor_with(Role.OFFICER, a_unit(office.government, office.unit.agency)))
    for name in ("open", "cancel", "prepare", "questions", "respondents"):
        assert web.post(page(office, name), DAYS).status_code == 404


# The questionnaire -------------------------------------------------------------------------------------------------------


def sent_composition(office: Any, **changes: str) -> dict[str, str]:
    """What the browser sends when the questionnaire is opened and saved again, with some fields changed."""
    composition = forms.Composition(office.round.instrument.content)
    fields = {"what": "own", "jumlah": str(len(composition.questions))}
    for form in composition.forms:
        for bound in form:
            value = bound.value()
            if value not in (None, False, ""):
                fields[bound.html_name] = str(value)
    return fields | changes


def test_the_form_of_sixteen_is_chosen(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    answer = web.post(page(office, "questions"), {"what": "form", "form": "skm-16"}, follow=True)
    assert messages_of(answer) == ["Kuesioner enam belas pertanyaan dipakai."]
    assert len(office.again().instrument.content["questions"]) == 16
    assert web.post(page(office, "questions"), {"what": "form", "form": "skm-1"}).status_code == 422


def test_saving_what_stands_changes_nothing(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    before = office.round.instrument.digest
    web.post(page(office, "questions"), sent_composition(office))
    assert office.again().instrument.digest == before


def test_helper_own_question_own_element_and_replaced_element(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    own = {
        "q-0-helper": "Apakah syaratnya masuk akal?",
        "q-9-element": forms.NEW_ELEMENT, "q-9-text": "Bagaimana keamanan ruang tunggu?", "q-9-label1": "Tidak aman",
        "q-9-label2": "Kurang aman", "q-9-label3": "Aman", "q-9-label4": "Sangat aman",
        "o-baru-name": "Keamanan ruang", "e-BIAYA-name": "Kemudahan pembayaran", "e-BIAYA-replaced": "Layanan gratis menurut undang-undang",
    }  # fmt: skip
    answer = web.post(page(office, "questions"), sent_composition(office, **own), follow=True)
    assert messages_of(answer) == ["Kuesioner disimpan."]
    content = office.again().instrument.content
    assert content["form"] == "own"
    assert content["questions"][0]["helper"] == "Apakah syaratnya masuk akal?"
    assert content["questions"][9]["element"] == "KEAMANAN_RUANG"
    assert content["questions"][9]["labels"] == ["Tidak aman", "Kurang aman", "Aman", "Sangat aman"]
    assert [e["name"] for e in content["elements"] if e["replaced"]] == ["Kemudahan pembayaran"]
    assert content["elements"][9] == {
        "key": "KEAMANAN_RUANG", "code": "U10", "name": "Keamanan ruang", "short": "Keamanan ruang", "replaced": "",
    }  # fmt: skip
    shown = web.get(page(office, "preview")).content.decode()
    assert "Bagaimana keamanan ruang tunggu?" in shown
    assert "Apakah syaratnya masuk akal?" in shown
    # Taking the question out takes its element out.
    web.post(page(office, "questions"), sent_composition(office, **{"q-9-remove": "on"}))
    assert len(office.again().instrument.content["elements"]) == 9


def test_a_replaced_element_needs_its_reason_and_what_was_typed_stays(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    response = web.post(page(office, "questions"), sent_composition(office, **{"e-BIAYA-name": "Kemudahan pembayaran"}))
    html = response.content.decode()
    assert response.status_code == 422
    assert "diganti namanya tanpa alasan" in html
    assert 'value="Kemudahan pembayaran"' in html
    assert office.again().instrument.content["form"] == "skm-9"


def test_an_element_without_a_question_is_named(web: Any) -> None:
    office = an_office()
    looking(web, office.officer)
    response = web.post(page(office, "questions"), sent_composition(office, **{"q-2-remove": "on"}))
    assert "Unsur Waktu Penyelesaian belum punya pertanyaan" in response.content.decode()


@pytest.mark.parametrize("count", ["", "x", "9" * 5000, "²", "-1"])
def test_a_strange_number_of_rows_is_no_accident(web: Any, count: str) -> None:
    office = an_office()
    looking(web, office.officer)
    assert web.post(page(office, "questions"), sent_composition(office, jumlah=count)).status_code in (302, 422)


# Respondents -------------------------------------------------------------------------------------------------------------


def test_targets_follow_from_the_populations(web: Any) -> None:
    office = an_office()
    first, second = office.services
    looking(web, office.officer)
    sent = {
        "by": "formula", f"ask{first.pk}": "on", f"population{first.pk}": "4200", f"source{first.pk}": "Register loket",
        f"population{second.pk}": "300",
    }  # fmt: skip
    answer = web.post(page(office, "respondents"), sent, follow=True)
    html = answer.content.decode()
    # 3,841 N / 4 over 0,0025 (N - 1) + 3,841 / 4, for N = 4200: 4033,05 / 11,45775 = 352,0.
    assert "Sasaran 352 jawaban dari 4.200 pengguna" in html
    assert [row.service_id for row in office.again().round_services.all()] == [first.pk]
    assert "Urungkan" in html
    assert f'name="ask{second.pk}" value="on"' in html


def test_a_population_that_is_no_number_stays_typed(web: Any) -> None:
    office = an_office()
    first = office.services[0]
    looking(web, office.officer)
    response = web.post(
        page(office, "respondents"), {"by": "table", f"ask{first.pk}": "on", f"population{first.pk}": "banyak"}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert f"{first.name}: tulis jumlah pengguna dengan angka saja" in html
    assert 'value="banyak"' in html
    none = web.post(page(office, "respondents"), {"by": "table"})
    assert "Pilih sekurang-kurangnya satu layanan." in none.content.decode()


def test_a_unit_without_services_is_led_to_them(web: Any) -> None:
    office = an_office(services=0)
    assert not Service.objects.filter(government_id=office.government.code).exists()
    looking(web, office.officer)
    assert "Unit ini belum punya layanan" in web.get(page(office, "respondents")).content.decode()


def test_complaints_about_unknown_fields_stand_above_all() -> None:
    form = forms.ReasonForm({"reason": "sebab"})
    assert form.is_valid()
    forms.take_errors(form, ValidationError({"reason": ["satu"], "lain": ["dua"], "__all__": ["tiga"]}))
    assert form.errors == {"reason": ["satu"], "__all__": ["dua", "tiga"]}
