"""Forms, elements and grades are what the annex copies say, and consistent with themselves."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest

from cermin.pure.law.skm import (
    CONVERSION,
    ELEMENT_BY_CODE,
    ELEMENT_BY_KEY,
    ELEMENTS,
    FORM_9,
    FORM_16,
    FORMS,
    GRADES,
    METHODS,
    Form,
)


def test_nine_elements_in_the_order_of_the_list() -> None:
    assert [element.code for element in ELEMENTS] == [f"U{number}" for number in range(1, 10)]
    assert ELEMENT_BY_CODE["U8"].key == "PENGADUAN"
    assert ELEMENT_BY_CODE["U9"].key == "SARPRAS"
    assert len(ELEMENT_BY_KEY) == len(ELEMENT_BY_CODE) == len({element.short for element in ELEMENTS}) == 9


def test_the_annex_form_asks_the_last_two_the_other_way_round() -> None:
    by_code = {question.code: question for question in FORM_9.questions}
    assert (by_code["P8"].element, by_code["P9"].element) == ("SARPRAS", "PENGADUAN")
    assert "sarana" in by_code["P8"].text
    assert "pengaduan" in by_code["P9"].text
    assert [question.element for question in FORM_9.questions[:7]] == [element.key for element in ELEMENTS[:7]]


def test_the_sixteen_question_form_follows_the_list() -> None:
    by_code = {question.code: question for question in FORM_16.questions}
    assert (by_code["P15"].element, by_code["P16"].element) == ("PENGADUAN", "SARPRAS")
    assert "pengaduan" in by_code["P15"].text
    assert "sarana" in by_code["P16"].text
    structure = [sum(question.element == element.key for question in FORM_16.questions) for element in ELEMENTS]
    assert structure == [2, 3, 1, 3, 1, 1, 3, 1, 1]
    positions = [[element.key for element in ELEMENTS].index(question.element) for question in FORM_16.questions]
    assert positions == sorted(positions)
    assert not FORM_16.citation.verified
    assert FORM_16.citation.instrument == "susunan Cermin"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_forms_are_sound(form: Form) -> None:
    assert {question.element for question in form.questions} == set(ELEMENT_BY_KEY)
    count = len(form.questions)
    assert [question.code for question in form.questions] == [f"P{number}" for number in range(1, count + 1)]
    assert [question.number for question in form.questions] == list(range(1, count + 1))
    assert len({question.text for question in form.questions}) == count
    for question in form.questions:
        assert question.text.startswith("Bagaimana ")
        assert question.text.endswith("?")
        assert len({label.lower() for label in question.labels}) == 4


def test_forms_are_known_by_their_key() -> None:
    assert {key: form.key for key, form in FORMS.items()} == {"skm-9": "skm-9", "skm-16": "skm-16"}


def test_grades_leave_no_hundredth_out() -> None:
    assert [grade.letter for grade in GRADES] == ["D", "C", "B", "A"]
    assert (GRADES[0].lowest, GRADES[-1].highest) == (Decimal("25.00"), Decimal("100.00"))
    for lower, upper in itertools.pairwise(GRADES):
        assert upper.lowest - lower.highest == Decimal("0.01")


def test_printed_means_are_the_index_bounds_divided_by_the_conversion() -> None:
    for grade in GRADES:
        assert Decimal(grade.nrr_lowest.replace(",", ".")) * CONVERSION == grade.lowest
        assert Decimal(grade.nrr_highest.replace(",", ".")) * CONVERSION == grade.highest


def test_three_everywhere_is_grade_c() -> None:
    grade = next(grade for grade in GRADES if grade.lowest <= 3 * CONVERSION <= grade.highest)
    assert (grade.letter, grade.performance) == ("C", "Kurang Baik")


def test_methods_and_their_reach() -> None:
    assert list(METHODS) == ["exact", "0.111", "0.11"]
    highest = {key: method.weight(9) * 9 * 4 * CONVERSION for key, method in METHODS.items()}
    assert highest == {"exact": 100, "0.111": Fraction("99.9"), "0.11": 99}
    assert METHODS["exact"].weight(7) == Fraction(1, 7)
    # Rounded for the number of elements at hand: 0.14 loses 2 %, 0.17 gains 2 %, 0.125 loses nothing.
    assert METHODS["0.11"].weight(7) == Fraction(14, 100)
    assert METHODS["0.11"].weight(6) == Fraction(17, 100)
    assert METHODS["0.111"].weight(8) == Fraction(1, 8)
