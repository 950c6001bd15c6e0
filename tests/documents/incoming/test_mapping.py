"""Elements by meaning: codes, words and options, and the questions asked when they disagree."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents.incoming.handmade import answers_csv, book, codes, read, refusal, scores

from cermin.documents.incoming.words import read_heading
from cermin.pure.law.skm import ELEMENTS, FORM_9, FORM_16

NINE = [f"U{number}" for number in range(1, 10)]
ROW = [1, 2, 3, 4, 1, 2, 3, 4, 1]


@pytest.mark.parametrize(
    ("heading", "code", "elements"),
    [
        ("U1", "U1", ()),
        ("u1_persyaratan", "U1", ("PERSYARATAN",)),
        ("U1. Persyaratan", "U1", ("PERSYARATAN",)),
        ("Unsur 1", "U1", ()),
        ("Nilai Unsur 9", "U9", ()),
        ("SKM[U1]", "U1", ()),
        ("Pelayanan (P3)", "P3", ()),
        ("[Q12]", "P12", ()),
        ("Pertanyaan 1", "P1", ()),
        ("P08 Sarana", "P8", ("SARPRAS",)),
        ("Sarana dan prasarana - U9", "U9", ("SARPRAS",)),
        ("Pengaduan / U8", "U8", ("PENGADUAN",)),
        ("Penanganan Pengaduan, Saran, dan Masukan", "", ("PENGADUAN",)),
        ("Bagaimana penanganan pengaduan, saran dan masukan di sini?", "", ("PENGADUAN",)),
        ("Kecepatan waktu pelayanan", "", ("WAKTU",)),
        ("PRODUK SPESIFIKASI JENIS PELAYANAN", "", ("PRODUK",)),
    ],
)
def test_answer_headings(heading: str, code: str, elements: tuple[str, ...]) -> None:
    said = read_heading(heading)
    assert (said.role, said.code, said.elements) == ("answer", code, elements)


@pytest.mark.parametrize(
    ("heading", "role", "target"),
    [
        ("Jenis Kelamin (L/P)", "profile", "gender"),
        ("L/P", "profile", "gender"),
        ("Umur (tahun)", "profile", "age"),
        ("Pendidikan terakhir", "profile", "education"),
        ("Pekerjaan utama", "profile", "occupation"),
        ("Apakah Anda penyandang disabilitas?", "profile", "disability"),
        ("Saluran", "profile", "channel"),
        ("Jenis layanan yang diterima", "service", ""),
        ("Layanan", "service", ""),
        ("Tanggal survei", "date", ""),
        ("Jam survei", "date", ""),
        ("Saran/Masukan", "comment", ""),
        ("Kritik dan saran", "comment", ""),
        ("Nama", "personal", ""),
        ("No. HP/WA", "personal", ""),
        ("NIK", "personal", ""),
        ("Timestamp", "personal", ""),
        ("Alamat e-mail", "personal", ""),
        ("No", "ignored", ""),
        ("Jumlah", "ignored", ""),
        ("Kebersihan toilet", "unknown", ""),
        ("P", "unknown", ""),
        ("S1", "unknown", ""),
    ],
)
def test_other_headings(heading: str, role: str, target: str) -> None:
    said = read_heading(heading)
    assert (said.role, said.target) == (role, target)


def test_every_question_and_element_of_the_law_is_known_by_its_text() -> None:
    for form in (FORM_9, FORM_16):
        for question in form.questions:
            assert read_heading(f"{question.number}) {question.text.upper().replace('?', ' ...')}").question == question
    for element in ELEMENTS:
        for name in (element.name, element.short, element.key):
            assert read_heading(name).elements == (element.key,)


def test_list_order_and_form_order(tmp_path: Path) -> None:
    listed = read(book(tmp_path / "u.xlsx", NINE, ROW))
    formed = read(book(tmp_path / "p.xlsx", [code.replace("U", "P") for code in NINE], ROW))
    assert (scores(listed)["U8"], scores(listed)["U9"]) == ([4], [1])
    assert (scores(formed)["U8"], scores(formed)["U9"]) == ([1], [4])  # P8 = facilities
    assert codes(listed.warnings) == ["list_order"]
    assert codes(formed.warnings) == ["form_order"]
    assert (listed.form, formed.form) == ("skm-9", "skm-9")
    assert [use.role for use in formed.columns] == ["question"] * 9


def test_columns_in_any_order(tmp_path: Path) -> None:
    path = book(tmp_path / "acak.xlsx", NINE[::-1], ROW[::-1])
    assert scores(read(path)) == {code: [value] for code, value in zip(NINE, ROW, strict=True)}


@pytest.mark.parametrize(
    ("position", "heading", "mends"),
    [
        (7, "U8 Sarana dan Prasarana", ("PENGADUAN", "SARPRAS")),
        (8, "U9. Penanganan pengaduan", ("SARPRAS", "PENGADUAN")),
        (3, "U4 Kecepatan", ("BIAYA", "WAKTU")),
    ],
)
def test_a_heading_that_contradicts_its_code(
    tmp_path: Path, position: int, heading: str, mends: tuple[str, str]
) -> None:
    heads = [*NINE[:position], heading, *NINE[position + 1 :]]
    path = book(tmp_path / "silang.xlsx", heads, ROW)
    error = refusal(path)
    assert error.message.code == "contradiction"
    assert all(f"={mend}'" in error.message.text() for mend in mends)
    letter = "ABCDEFGHI"[position]
    assert refusal(path, (letter, mends[1])).message.code == "duplicate"  # the other column still claims that element
    assert scores(read(path, (letter, mends[0])))[NINE[position]] == [ROW[position]]


def test_a_contradicting_question_of_the_form(tmp_path: Path) -> None:
    heads = [f"P{n}" for n in range(1, 8)]
    path = book(tmp_path / "p8.xlsx", [*heads, "P8 Penanganan pengaduan", "P9 Sarana dan prasarana"], ROW)
    assert refusal(path).message.code == "contradiction"
    outcome = read(path, ("P8 Penanganan pengaduan", "PENGADUAN"), ("I", "SARPRAS"))
    assert (scores(outcome)["U8"], scores(outcome)["U9"]) == ([4], [1])
    assert outcome.answers is not None
    assert outcome.answers.questions[7:] == ("P9", "P8")  # the form's own codes of these questions
    assert outcome.warnings == ()


def test_bare_codes_in_the_other_order_by_options(tmp_path: Path) -> None:
    outcome = read(book(tmp_path / "u.xlsx", NINE, ROW), ("U8", "SARPRAS"), ("U9", "PENGADUAN"))
    assert (scores(outcome)["U8"], scores(outcome)["U9"]) == ([1], [4])
    assert outcome.warnings == ()


def test_doubles_and_mixtures_are_refused(tmp_path: Path) -> None:
    assert refusal(book(tmp_path / "a.xlsx", [*NINE, "U3"], [*ROW, 1])).message.code == "duplicate"
    assert refusal(book(tmp_path / "b.xlsx", [*NINE, "Kecepatan"], [*ROW, 1])).message.code == "duplicate"
    assert refusal(book(tmp_path / "c.xlsx", ["U1", "U2", "P3", "P4"], [1, 2, 3, 4])).message.code == "mixed_codes"
    sixteen = [f"P{n}" for n in range(1, 18)]
    assert refusal(book(tmp_path / "d.xlsx", sixteen, [3] * 17)).message.code == "unknown_question"
    assert read(tmp_path / "d.xlsx", ("P17", "abaikan")).form == "skm-16"
    heads = ["Persyaratan", "Prosedur", "Waktu dan biaya"]
    assert refusal(book(tmp_path / "e.xlsx", heads, [3, 3, 3])).message.code == "ambiguous_words"


def test_other_numbers_of_elements(tmp_path: Path) -> None:
    seven = read(book(tmp_path / "7.xlsx", NINE[:7], ROW[:7]))
    assert list(scores(seven)) == NINE[:7]
    assert (seven.form, codes(seven.warnings)) == ("other", ["element_count"])
    eleven = read(book(tmp_path / "11.xlsx", [*NINE, "U10 Kebersihan", "U11"], [*ROW, 3, 4]))
    assert eleven.answers is not None
    own = eleven.answers.elements[9:]
    assert [(e.key, e.code, e.name) for e in own] == [
        ("KEBERSIHAN", "U10", "Kebersihan"),
        ("UNSUR_11", "U11", "Unsur 11"),
    ]
    assert scores(eleven)["U10"] == [3]


def test_own_headings_by_option_and_a_warning_without(tmp_path: Path) -> None:
    path = book(tmp_path / "sendiri.xlsx", [*NINE, "Keamanan parkir"], [*ROW, 4])
    assert codes(read(path).warnings) == ["unused_scores", "list_order"]
    outcome = read(path, ("Keamanan parkir", "unsur"))
    assert outcome.answers is not None
    assert (outcome.answers.elements[9].key, outcome.answers.elements[9].code) == ("KEAMANAN_PARKIR", "U10")
    assert scores(outcome)["U10"] == [4]


def test_headings_that_say_nothing_by_letter(tmp_path: Path) -> None:
    path = answers_csv(tmp_path / "q.csv", "a;b;c;d\nKTP;3;4;baik\nKK;1;2;cukup\n")
    assert refusal(path).message.code == "no_table"
    outcome = read(path, ("B", "U1"), ("C", "u2"), ("A", "layanan"), ("D", "saran"))
    assert scores(outcome) == {"U1": [3, 1], "U2": [4, 2]}
    assert outcome.answers is not None
    assert outcome.answers.services is not None
    assert outcome.answers.services.labels == ("KK", "KTP")
    assert outcome.comments == 2
    assert {use.how for use in outcome.columns} == {"option"}


def test_options_that_fit_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "u.xlsx", [*NINE, "Lain", "Lain"], [*ROW, "x", "y"])
    assert refusal(path, ("Tidak ada", "U1")).message.code == "option_heading"
    assert refusal(path, ("Lain", "abaikan")).message.code == "option_twice"
    assert refusal(path, ("A", "U99")).message.code == "option_target"
    assert scores(read(path, ("J", "abaikan")))["U1"] == [1]


def test_words_over_free_text_are_a_comment_or_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "teks.xlsx", [*NINE, "Keluhan atau pengaduan Anda"], [*ROW, "Antrean lama"], [*ROW, "Panas"])
    outcome = read(path)
    assert outcome.errors == ()
    assert outcome.comments == 2


def test_a_second_profile_column_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "dua.xlsx", ["Pendidikan", "Pendidikan Ayah", *NINE], ["S1", "SD", *ROW])
    outcome = read(path)
    assert "second_column" in codes(outcome.warnings)
    assert outcome.answers is not None
    assert outcome.answers.profile["education"].labels == ("D4/S1",)
