"""Composed questionnaires: what is accepted, what is named as wrong."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.skm.test_round_to_publication import by_hand, processed
from tests.skm.world import an_office

from cermin.base.access import Refused
from cermin.pure.law.skm import FORMS
from cermin.skm import queries, services
from cermin.skm.instrument_content import checked_content, form_content


def composed(change: Callable[[dict[str, Any]], object] = lambda content: None) -> dict[str, Any]:
    content = copy.deepcopy(form_content("skm-9"))
    change(content)
    return checked_content(content)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_record_is_accepted_and_recognised(form: str) -> None:
    content = form_content(form)
    assert checked_content(content) == content


def test_a_helper_line_keeps_the_form_and_another_wording_does_not() -> None:
    assert composed(lambda c: c["questions"][0].update(helper="Misalnya KTP."))["form"] == "skm-9"
    assert composed(lambda c: c["questions"][0].update(text="Apakah syaratnya jelas?"))["form"] == "own"


def test_own_elements_follow_the_nine_with_their_own_numbers() -> None:
    def change(content: dict[str, Any]) -> None:
        content["elements"].insert(0, {"key": "KEAMANAN", "name": "Keamanan", "short": "Aman"})
        content["questions"].append(
            {"element": "KEAMANAN", "text": "Amankah parkirnya?", "labels": ["Tidak", "Kurang", "Aman", "Sangat aman"]}
        )

    content = composed(change)
    assert [(e["key"], e["code"]) for e in content["elements"]][-2:] == [("SARPRAS", "U9"), ("KEAMANAN", "U10")]
    assert content["questions"][-1]["code"] == "P10"


def test_a_replaced_element_keeps_its_code_and_says_why() -> None:
    def change(content: dict[str, Any]) -> None:
        content["elements"][3].update(
            name="Kejelasan biaya gratis", short="Gratis", replaced="Layanan ini gratis menurut undang-undang"
        )

    element = composed(change)["elements"][3]
    assert (element["key"], element["code"], element["name"]) == ("BIAYA", "U4", "Kejelasan biaya gratis")


REVERSED = ["Sangat sesuai", "Sesuai", "Kurang sesuai", "Tidak sesuai"]

WRONG: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "no question": (lambda c: c.update(questions=[]), "questions", "harus 1 sampai 40"),
    "too many": (lambda c: c.update(questions=c["questions"] * 5), "questions", "harus 1 sampai 40"),
    "an element without a question": (
        lambda c: c["questions"].pop(0),
        "questions",
        "Persyaratan belum punya pertanyaan",
    ),
    "one of the nine gone": (lambda c: c["elements"].pop(0), "elements", "Sembilan unsur"),
    "renamed without reason": (lambda c: c["elements"][3].update(name="Harga"), "elements", "tanpa alasan"),
    "five answers": (lambda c: c["questions"][0]["labels"].append("x"), "questions", "tepat empat"),
    "equal answers": (lambda c: c["questions"][0].update(labels=["a", "A", "b", "c"]), "questions", "harus berbeda"),
    "the scale turned": (lambda c: c["questions"][0].update(labels=REVERSED), "questions", "urutan pilihan"),
    "the same code": (lambda c: c["questions"][1].update(code="P1"), "questions", "sudah dipakai"),
    "the same question": (lambda c: c["questions"][1].update(text=c["questions"][0]["text"]), "questions", "dua kali"),
    "an unknown element": (lambda c: c["questions"][0].update(element="LAIN"), "questions", "pilih unsur"),
    "a bell": (lambda c: c["questions"][0].update(text="a\x07b"), "questions", "tidak dapat dicetak"),
    "too long": (lambda c: c["questions"][0].update(text="a" * 301), "questions", "paling banyak 300"),
    "no text": (lambda c: c["questions"][0].update(text=" "), "questions", "belum diisi"),
    "a number": (lambda c: c["questions"][0].update(text=4), "questions", "harus berupa teks"),
    "rows of something else": (lambda c: c.update(questions="P1"), "questions", "belum diisi"),
    "a bad key": (lambda c: c["elements"].append({"key": "a b", "name": "x"}), "elements", "huruf besar"),
    "an unknown profile": (lambda c: c.update(profile=["nik"]), "profile", "tidak dikenal"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_by_field(name: str) -> None:
    change, field, words = WRONG[name]
    with pytest.raises(ValidationError) as refused:
        composed(change)
    assert any(words in sentence for sentence in refused.value.message_dict[field]), refused.value.message_dict


@pytest.mark.django_db
def test_own_questions_reach_the_result() -> None:
    office = an_office()

    def change(content: dict[str, Any]) -> None:
        content["elements"].append({"key": "KEAMANAN", "name": "Keamanan", "short": "Aman"})
        content["questions"].append(
            {"element": "KEAMANAN", "text": "Amankah parkirnya?", "labels": ["Tidak", "Kurang", "Aman", "Sangat aman"]}
        )

    content = copy.deepcopy(form_content("skm-9"))
    change(content)
    services.compose_instrument(actor=office.officer, round_=office.round, content=content)
    with pytest.raises(Refused, match="petugas unit"):
        services.compose_instrument(actor=office.coordinator, round_=office.round, content=content)
    office.opened()
    for scores in ["3333333334", "4444444442"] * 6:
        office.answer(scores)
    processed(office)
    found = queries.latest_result(office.round)
    assert found is not None
    # Nine elements at 3,5 and one at 3: (31,5 + 3) / 10 x 25
    assert float(found.result.index.exact or 0) == 86.25
    assert found.result.index.elements[-1].code == "U10"
    assert found.facts.form == "own"
    assert by_hand(["333333333", "444444444"]) == 87.5  # without it


@pytest.mark.django_db
def test_an_unknown_form_is_refused_and_an_old_composition_is_given_up() -> None:
    office = an_office()
    with pytest.raises(ValidationError) as refused:
        services.choose_form(actor=office.officer, round_=office.round, form="skm-7")
    assert set(refused.value.message_dict) == {"form"}
    assert (
        services.choose_form(actor=office.officer, round_=office.round, form="skm-16").instrument.name
        == FORMS["skm-16"].name
    )
