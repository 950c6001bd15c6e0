"""What a file says becomes what a round asks, or a sentence that says why not."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from typing import Any

import pytest
from tests.intake.files import ONLINE, UNIT, lines, workbook
from tests.respond.office import content_of

from cermin.documents.incoming.results import Refusal
from cermin.documents.incoming.round_template import AskedQuestion, round_template
from cermin.documents.incoming.sentences import say
from cermin.intake import fitting, reading, wording
from cermin.intake.reading import Asked, read_rows, read_summary

NINE = fitting.round_form(content_of("skm-9"))
SIXTEEN = fitting.round_form(content_of("skm-16"))


def own_content() -> dict[str, Any]:
    """A composed questionnaire: two questions about time, and an element of the unit's own."""
    content = content_of("skm-9")
    time = next(q for q in content["questions"] if q["element"] == "WAKTU")
    content["form"] = "own"
    content["elements"].append(
        {"key": "KEAMANAN", "code": "U10", "name": "Keamanan", "short": "Keamanan", "replaced": ""}
    )
    content["questions"] += [
        {**time, "code": "P10", "text": "Berapa lama Anda menunggu dipanggil?"},
        {
            "code": "P11",
            "element": "KEAMANAN",
            "text": "Seberapa aman parkirnya?",
            "labels": ["Tidak aman", "Kurang aman", "Aman", "Sangat aman"],
            "helper": "",
        },
    ]
    return content


OWN = fitting.round_form(own_content())


def asked(content: bytes, name: str = "jawaban.csv", form: fitting.RoundForm = NINE, **choices: Any) -> Asked:
    return Asked(name, content, form, True, choices)


def by_hand(content: bytes) -> list[list[str]]:
    """The rows of a text file, by another reader."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


def test_the_file_of_a_unit_is_read_as_it_stands() -> None:
    rows = read_rows(asked(UNIT, "unit-contoh.csv"))
    assert [row.scores for row in rows] == ["".join(row) for row in by_hand(UNIT)]
    assert {row.service for row in rows} == {""}


def test_an_online_form_gives_services_profile_and_comments() -> None:
    given = by_hand(ONLINE)
    outcome = read_summary(asked(ONLINE, "formulir-daring.csv"))
    assert outcome.summary["services"] == dict(Counter(row[1] for row in given))
    assert [q["rows"] for q in outcome.summary["questions"]] == [
        sum(bool(row[column]) for row in given) for column in range(6, 15)
    ]
    assert outcome.summary["comments"] == sum(bool(row[15].strip()) for row in given)
    rows = read_rows(Asked("f.csv", ONLINE, NINE, True, {}))
    assert len(rows) == 120
    # The first row by eye: "Sangat sesuai","Mudah","Cepat","Gratis","Sangat sesuai","Sangat kompeten","Sangat sopan dan ramah",
    # "Sangat baik","Berfungsi kurang maksimal".
    assert rows[0].scores == "433444443"
    assert rows[0].service == "Layanan Izin Tempat"
    assert rows[0].profile["gender"] == "Perempuan"
    assert rows[0].profile["age"] == "25–34 tahun"


def test_no_summary_holds_a_score_or_a_comment() -> None:
    heading = "P1,P2,P3,P4,P5,P6,P7,P8,P9,Saran"
    text = str(read_summary(asked(lines("4,4,3,3,4,4,4,4,4,rahasia Budi", heading=heading))).summary)
    assert "Budi" not in text
    assert "'443344444'" not in text


def test_a_comment_stays_away_when_the_round_takes_none() -> None:
    content = lines("4,4,3,3,4,4,4,4,4,Kursi kurang", heading="P1,P2,P3,P4,P5,P6,P7,P8,P9,Saran")
    quiet = Asked("jawaban.csv", content, NINE, False, {})
    assert [row.comment for row in read_rows(quiet)] == [""]
    assert any("1 saran dalam berkas tidak disimpan" in warning for warning in read_summary(quiet).summary["warnings"])
    assert [row.comment for row in read_rows(asked(content))] == ["Kursi kurang"]


@pytest.mark.parametrize(
    ("form", "content"),
    [(SIXTEEN, UNIT), (NINE, lines(",".join("3" * 16), heading=",".join(f"P{n}" for n in range(1, 17))))],
)
def test_nine_and_sixteen_do_not_fit_each_other(form: fitting.RoundForm, content: bytes) -> None:
    summary = read_summary(asked(content, form=form)).summary
    assert len(summary["problems"]) == 1
    assert "kuesioner sembilan pertanyaan" in summary["problems"][0]
    assert "enam belas pertanyaan" in summary["problems"][0]
    with pytest.raises(ValueError, match="enam belas"):
        read_rows(asked(content, form=form))


def test_sixteen_questions_keep_their_order() -> None:
    scores = "1234123412341234"
    content = lines(",".join(scores), heading=",".join(f"P{n}" for n in range(1, 17)))
    assert [row.scores for row in read_rows(asked(content, form=SIXTEEN))] == [scores]


def test_u_codes_follow_the_list_and_p_codes_the_questionnaire() -> None:
    by_list = lines("1,1,1,1,1,1,1,2,3", heading=",".join(f"U{n}" for n in range(1, 10)))
    # U8 is complaints, the ninth question of the form; U9 facilities, the eighth.
    assert [row.scores for row in read_rows(asked(by_list))] == ["111111132"]
    by_form = lines("1,1,1,1,1,1,1,2,3")
    assert [row.scores for row in read_rows(asked(by_form))] == ["111111123"]


def test_a_missing_question_stops_the_file_and_names_it() -> None:
    content = lines("3,3,3,3,3,3,3,3", heading="P1,P2,P3,P4,P5,P6,P7,P8")
    problems = read_summary(asked(content)).summary["problems"]
    assert len(problems) == 1
    assert "Tidak ada kolom untuk P9 Pengaduan" in problems[0]


def test_a_column_can_be_given_its_meaning() -> None:
    content = lines("3,3,3,3,3,3,3,3,1", heading="P1,P2,P3,P4,P5,P6,P7,P8,Aduan warga loket")
    refused = read_summary(asked(content, columns={"I": "abaikan"}))
    assert "P9" in refused.summary["problems"][0]
    assert [row.scores for row in read_rows(asked(content, columns={"I": "pertanyaan:P9"}))] == ["333333331"]


def test_a_contradiction_is_asked_in_the_words_of_the_page_and_can_be_answered() -> None:
    heading = "P1,P2,P3,P4,P5,P6,P7,P8 Pengaduan,P9"
    outcome = read_summary(asked(lines("3,3,3,3,3,3,3,2,1", heading=heading)))
    assert "bertentangan" in outcome.problem
    assert "--" not in outcome.problem
    assert [c["letter"] for c in outcome.summary["columns"]] == list("ABCDEFGHI")
    answered = asked(lines("3,3,3,3,3,3,3,2,1", heading=heading), columns={"H": "pertanyaan:P9", "I": "pertanyaan:P8"})
    assert [row.scores for row in read_rows(answered)] == ["333333312"]


def test_no_sentence_on_a_page_names_an_option_of_the_command() -> None:
    for code, sentence in say.sentences.items():
        facts = dict.fromkeys(re.findall(r"\{(\w+)\}", sentence.id), "x")
        if code in wording.UNSAID:
            continue
        assert "--" not in wording.said(say(code, **facts)), code


def test_of_two_sheets_the_officer_chooses_one() -> None:
    heading = [f"P{n}" for n in range(1, 10)]
    book = workbook([heading, [3] * 9], "Loket 1", {"Loket 2": [heading, [4] * 9, [4] * 9]})
    outcome = read_summary(asked(book, "dua.xlsx"))
    assert "Pilih satu lembar" in outcome.problem
    assert outcome.summary["sheets"] == ["Loket 1", "Loket 2"]
    assert [row.scores for row in read_rows(asked(book, "dua.xlsx", sheet="Loket 2"))] == ["4" * 9] * 2


def test_bad_cells_have_their_address_value_and_mend_and_a_copy() -> None:
    content = lines("3,3,3,3,3,3,3,3,3", "3,5,3,3,3,3,3,3,3", "=HYPERLINK(1),3,3,3,3,3,3,3,3")
    outcome = read_summary(asked(content))
    assert outcome.summary["rows_good"] == 1
    assert outcome.summary["rows_bad"] == 2
    assert [(e["address"], e["value"]) for e in outcome.summary["errors"]] == [("B3", "5"), ("A4", "=HYPERLINK(1)")]
    assert "1, 2, 3" in outcome.summary["errors"][0]["mend"]
    assert outcome.error_copy is not None
    with zipfile.ZipFile(io.BytesIO(outcome.error_copy)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in texts
    assert "Kesalahan" in texts
    # The copy is read as it is, once mended.
    assert read_summary(asked(outcome.error_copy, "salinan.xlsx")).summary["rows_good"] == 1


def test_an_unknown_profile_answer_is_said_and_stored_as_not_given() -> None:
    heading = "Jenis kelamin,Pendidikan,P1,P2,P3,P4,P5,P6,P7,P8,P9"
    content = lines("Perempuan,Pesantren kilat,3,3,3,3,3,3,3,3,3", heading=heading)
    assert [row.profile for row in read_rows(asked(content))] == [{"gender": "Perempuan"}]
    assert any("Pesantren kilat" in warning for warning in read_summary(asked(content)).summary["warnings"])


def test_names_are_matched_but_for_case_blanks_and_marks() -> None:
    services = {1: "Akta Kelahiran", 2: "KTP-el", 3: "Surat Pindah"}
    found = fitting.service_matches(["akta  kelahiran", "KTP el", "Nikah", ""], services)
    assert found == {"akta  kelahiran": 1, "KTP el": 2}
    assert fitting.service_matches([""], {7: "Satu-satunya"}) == {"": 7}


@pytest.mark.parametrize("form", [NINE, SIXTEEN, OWN], ids=["nine", "sixteen", "own"])
def test_the_round_template_is_read_back_as_the_round_asks(form: fitting.RoundForm) -> None:
    from openpyxl import load_workbook

    book = round_template(
        title="Ronde, Kantor",
        questions=[AskedQuestion(q.code, q.short, q.text, q.labels) for q in form.questions],
        services=["Layanan contoh 1", "=2+2"],
        profile=form.profile,
        comments=True,
    )
    loaded = load_workbook(io.BytesIO(book))
    sheet = loaded["Jawaban"]
    headings = [cell.value for cell in sheet[1]]
    scores = [str(1 + n % 4) for n in range(len(form.questions))]
    first = headings.index(form.questions[0].heading)
    assert headings[first : first + len(scores)] == [q.heading for q in form.questions]
    for offset, score in enumerate(scores):
        sheet.cell(2, first + 1 + offset, int(score))
    sheet.cell(2, headings.index("Jenis layanan") + 1, "Layanan contoh 1")
    sheet.cell(2, headings.index("Usia") + 1, 34)
    filled = io.BytesIO()
    loaded.save(filled)
    request = asked(filled.getvalue(), "templat.xlsx", form)
    assert read_summary(request).summary["problems"] == []
    assert [(r.scores, r.service, r.profile) for r in read_rows(request)] == [
        ("".join(scores), "Layanan contoh 1", {"age": "25–34 tahun"})
    ]


def test_an_empty_template_says_that_nothing_is_filled_in() -> None:
    book = round_template(
        title="R",
        questions=[AskedQuestion(q.code, q.short, q.text, q.labels) for q in NINE.questions],
        services=["A"],
        profile=(),
        comments=False,
    )
    assert "belum ada baris jawaban" in read_summary(asked(book, "kosong.xlsx")).problem


def test_a_replaced_element_is_never_filled_by_its_old_word() -> None:
    content = content_of("skm-9")
    content["form"] = "own"
    element = next(e for e in content["elements"] if e["key"] == "BIAYA")
    element |= {"name": "Kenyamanan", "short": "Kenyamanan", "replaced": "Layanan ini tidak dipungut biaya."}
    form = fitting.round_form(content)
    problems = read_summary(asked(UNIT, form=form)).summary["problems"]
    assert "P4 Kenyamanan" in problems[0]
    chosen = asked(UNIT, form=form, columns={"D": "pertanyaan:P4"})
    assert [row.scores for row in read_rows(chosen)] == ["".join(row) for row in by_hand(UNIT)]


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 1024 * 1024))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"%PDF-1.7\n" + b"x" * 50, "jawaban.xlsx", "bukan tabel jawaban"),
        (UNIT, "jawaban.xlsx", "namanya berakhiran .xlsx"),
        (b"<html><table></table></html>", "jawaban.xls", "Simpan Sebagai .xlsx"),
        (workbook([["P1"], [3]])[:-60], "jawaban.xlsx", "rusak"),
        (b"nama,alamat\nA,B\n", "jawaban.csv", "Tidak ditemukan baris judul"),
    ],
)
def test_what_is_no_table_of_answers_is_refused_with_a_sentence(content: bytes, name: str, says: str) -> None:
    assert says in read_summary(asked(content, name)).problem


def test_a_bomb_is_not_unpacked() -> None:
    outcome = read_summary(asked(bomb(), "bom.xlsx"))
    assert "tidak dibuka" in outcome.problem


def test_more_names_than_services_can_be_stop_the_file() -> None:
    heading = "Jenis layanan,P1,P2,P3,P4,P5,P6,P7,P8,P9"
    content = lines(*(f"Nama {n},3,3,3,3,3,3,3,3,3" for n in range(61)), heading=heading)
    problems = read_summary(asked(content)).summary["problems"]
    assert "bukan jenis layanan" in problems[0]


def test_too_many_rows_are_refused() -> None:
    limit = reading.MOST_ROWS
    content = lines(*["3,3,3,3,3,3,3,3,3"] * (limit + 1))
    outcome = read_summary(asked(content))
    assert "100.000" in outcome.summary["problems"][0]
    far = lines(*["3,3,3,3,3,3,3,3,3"] * (limit + 2_000))
    assert read_summary(asked(far)).problem


def test_a_refusal_is_no_other_error() -> None:
    with pytest.raises(ValueError, match="bukan tabel") as caught:
        read_rows(asked(b"%PDF-1.7\n" + b"x" * 50, "a.xlsx"))
    assert isinstance(caught.value.__cause__, Refusal)
