"""The report as content: the outline of the law, every figure of the shape, every blank listed, and nothing hidden in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from tests.documents.skm import sample_report as samples

from cermin.documents.content import (
    Approvals,
    Block,
    Box,
    Document,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    PhotoGrid,
    Run,
    Signature,
    Table,
    Tiles,
)
from cermin.documents.docx import write_docx
from cermin.documents.pdf import write_pdf
from cermin.documents.skm.report import report_document
from cermin.documents.skm.shape import LeftOut, SkmReport
from cermin.pure.calc.results import Index
from cermin.pure.law.report import LEGAL_BASES, REPORT_ANNEXES, REPORT_CHAPTERS
from cermin.pure.law.skm import FORM_9, FORM_16


def blocks(document: Document) -> tuple[Block, ...]:
    return (*document.front, *document.body, *document.annexes)


def runs_of(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph():
            yield from block.text
        case ListBlock():
            for item in block.items:
                yield from item
        case Table():
            for row in (*block.rows, *block.foot):
                for cell in row:
                    yield from cell.text
            yield from block.note
        case Figure():
            yield from block.note
        case Tiles():
            for label, figure, line in block.tiles:
                yield Run(label)
                yield Run(figure)
                yield from line
        case Signature():
            for text in (block.place_date, block.post, block.name, block.nip):
                yield from text
        case Approvals():
            for _, who, when in block.columns:
                yield from (*who, *when)
        case PhotoGrid():
            for caption in block.captions:
                yield from caption
        case Box():
            for text in block.text:
                yield from text


def runs(document: Document) -> Iterator[Run]:
    assert document.cover is not None
    yield from document.cover.date
    yield from document.cover.sentence
    for block in blocks(document):
        yield from runs_of(block)


def words(document: Document) -> str:
    """All text in order, also that of cells and notes, with blanks between the blocks."""
    assert document.cover is not None
    parts = [document.cover.figure, *document.cover.figure_note]
    for block in blocks(document):
        if isinstance(block, Heading):
            parts.append(f"{block.number} {block.title}")
        elif isinstance(block, Table):
            parts += [block.caption, *(column.title for column in block.columns)]
            parts += ["".join(run.text for run in cell.text) for row in (*block.rows, *block.foot) for cell in row]
            parts.append("".join(run.text for run in block.note))
        elif isinstance(block, Figure):
            parts += [block.title, block.alt, "".join(run.text for run in block.note)]
        else:
            parts.append("".join(run.text for run in runs_of(block)))
    return "\n".join(parts)


def printed(value: Fraction | Decimal, places: int) -> str:
    """Independent of the formatter under test."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}".replace(".", ",")


def table(document: Document, caption: str) -> list[list[str]]:
    found = next(block for block in blocks(document) if isinstance(block, Table) and block.caption.startswith(caption))
    return [["".join(run.text for run in cell.text) for cell in row] for row in (*found.rows, *found.foot)]


def grades(document: Document, caption: str) -> list[str | None]:
    found = next(block for block in blocks(document) if isinstance(block, Table) and block.caption.startswith(caption))
    return [row[-1].text[0].grade for row in (*found.rows, *found.foot)]


ELEMENT_TABLE = "Nilai rata-rata, nilai tertimbang"
every_sample = pytest.mark.parametrize("name", samples.SAMPLES)


# -- outline --------------------------------------------------------------------------------------------------------------


@every_sample
def test_the_headings_are_the_outline_of_the_rules(name: str) -> None:
    document = report_document(samples.SAMPLES[name]())
    found = [(block.level, block.number, block.title) for block in document.body if isinstance(block, Heading)]
    expected: list[tuple[int, str, str]] = []
    for chapter in REPORT_CHAPTERS:
        expected.append((1, chapter.number, chapter.title))
        expected += [(2, section.number, section.title) for section in chapter.sections]
    assert found == expected
    annexes = [(block.number, block.title) for block in document.annexes if isinstance(block, Heading)]
    assert annexes == [*((annex.number, annex.title) for annex in REPORT_ANNEXES), ("Lampiran 5", "Catatan Metode")]


@every_sample
def test_tables_and_figures_are_numbered_in_order_within_their_chapter(name: str) -> None:
    document = report_document(samples.SAMPLES[name]())
    chapter, counted = 0, {Table: 0, Figure: 0}
    for block in document.body:
        if isinstance(block, Heading) and block.level == 1:
            chapter, counted = chapter + 1, {Table: 0, Figure: 0}
        if isinstance(block, Table | Figure):
            counted[type(block)] += 1
            assert block.number == f"{chapter}.{counted[type(block)]}"
    assert chapter == 5
    assert all(not block.number for block in document.annexes if isinstance(block, Table))


@every_sample
def test_every_sample_can_be_set_and_every_sentence_is_finished(name: str) -> None:
    document = report_document(samples.SAMPLES[name]())
    assert write_pdf(document).startswith(b"%PDF")
    assert write_docx(document).startswith(b"PK")
    if name == "hostile":
        return  # its texts are allowed to look like anything
    for block in blocks(document):
        if isinstance(block, Paragraph):
            text = "".join(run.text for run in block.text)
            assert text.rstrip().endswith((".", ":")), text
            assert ".." not in text, text
            assert "  " not in text, text
            assert "None" not in text, text


# -- figures --------------------------------------------------------------------------------------------------------------


@every_sample
def test_the_element_table_holds_the_figures_of_the_shape(name: str) -> None:
    report = samples.SAMPLES[name]()
    index = report.result.index
    document = report_document(report)
    rows = table(document, ELEMENT_TABLE)
    gaps = index.complete != index.respondents
    assert len(rows) == len(index.elements) + 1
    for row, grade, element in zip(rows, grades(document, ELEMENT_TABLE), index.elements, strict=False):
        assert row[:2] == [element.code, element.name]
        if element.mean is None or element.weighted is None or element.converted is None or element.grade is None:
            assert row[2:] == ["belum ada", "0", "—", "—", "—", "—"]
            assert grade is None
            continue
        answers = [str(element.answers)] if gaps else []
        assert row[2:] == [
            str(element.total),
            *answers,
            printed(element.mean, 3),
            printed(element.weighted, 4),
            printed(element.converted, 2),
            element.grade.performance,
        ]
        assert grade == element.grade.letter
    if index.value is None or index.nrr is None or index.grade is None:
        assert rows[-1][-4:] == ["—"] * 4
        return
    assert rows[-1][-4:] == [
        printed(index.nrr, 3),
        printed(index.nrr, 4),
        printed(index.value, 2),
        index.grade.performance,
    ]
    assert grades(document, ELEMENT_TABLE)[-1] == index.grade.letter


@every_sample
def test_the_index_is_told_alike_everywhere(name: str) -> None:
    report = samples.SAMPLES[name]()
    index = report.result.index
    document = report_document(report)
    assert document.cover is not None
    if index.value is None or index.grade is None:
        assert (document.cover.figure, document.cover.grade) == ("belum ada", None)
        assert "belum dapat dihitung: ada unsur yang tidak dijawab seorang pun." in words(document)
        return
    value = printed(index.value, 2)
    assert (document.cover.figure, document.cover.grade) == (value, index.grade.letter)
    tiles = next(block for block in document.front if isinstance(block, Tiles))
    assert tiles.tiles[0][1] == value
    assert tiles.tiles[1][1] == str(index.respondents)
    conclusion = [block for block in document.body if isinstance(block, ListBlock)][-1]
    first = "".join(run.text for run in conclusion.items[0])
    assert f"dengan IKM {value} (mutu {index.grade.letter})" in first
    assert f"oleh {index.respondents} pengguna layanan" in first
    for convention in index.conventions:
        if convention.weight != index.weight:
            assert f"menghasilkan {printed(convention.value, 2)}" in words(document)


def index_row(index: Index | None, elements: int) -> list[str]:
    if index is None or index.value is None:
        return ["—"] * (elements + 1)
    means = [element.mean for element in index.elements]
    return [*("—" if mean is None else printed(mean, 2) for mean in means), printed(index.value, 2)]


@pytest.mark.parametrize("name", ["public", "hidden", "tiny_service"])
def test_services_and_profile_are_those_of_the_shape(name: str) -> None:
    report = samples.SAMPLES[name]()
    result = report.result
    document = report_document(report)
    assert result.services is not None
    rows = table(document, "Hasil menurut jenis layanan")
    assert len(rows) == len(result.services.groups) + 1
    for row, group in zip(rows, result.services.groups, strict=False):
        assert row[0] == group.label
        assert row[1] == (str(group.count) if group.count is not None else row[1])
        if group.count is None:
            assert row[1] in ("< 5", "ditutup")
        assert row[2:-1] == index_row(group.index, len(result.index.elements))
    assert rows[-1][2:-1] == index_row(result.index, len(result.index.elements))
    expected = []
    for grouping in (*result.profile, result.services):
        expected += [(group.label, group.count) for group in grouping.groups]
    found = [(row[-3], row[-2]) for row in table(document, "Karakteristik responden") if row[-3] != "Tidak mengisi"]
    assert [label for label, _ in found] == [label for label, _ in expected]
    for (_, shown), (_, count) in zip(found, expected, strict=True):
        assert shown == str(count) if count is not None else shown in ("< 5", "ditutup")


def test_the_public_rows_as_a_reader_finds_them() -> None:
    text = words(report_document(samples.public()))
    for expected in (
        # 1389 points on 49 x 9 answers: 1389/441 = 3.1497, x 25 = 78.7415.
        "Rumus: 3,1497 × 25 = 78,7415, dibulatkan menjadi 78,74.",
        "bobot 0,111 menghasilkan 78,66 dan bobot 0,11 menghasilkan 77,95; mutunya tetap B.",
        "minimum 48 dari populasi 55",
        "Persyaratan, Prosedur, dan Sarana adalah unsur terendah; Biaya terkuat",
        "Dari 51 baris jawaban dalam berkas, 2 baris tidak dihitung",
        "Berkas jawaban memuat 7 saran tertulis",
        "1 dari 2",
        "Semester II Tahun 2025",
        "Rencana tindak lanjut Semester II Tahun 2025 memuat 2 kegiatan; 1 di antaranya dilaporkan selesai.",
        "Alur yang diumumkan",
        "Tahun 2027 (jangka menengah)",
        "18 s.d. 27 Februari 2026",
        "Kota Karangan, 30 Juni 2026",
        "pertanyaan 8 menilai Sarana dan Prasarana (U9)",
    ):
        assert expected in text, expected
    document = report_document(samples.public())
    bases = next(block for block in document.body if isinstance(block, ListBlock))
    assert ["".join(run.text for run in item) for item in bases.items] == [
        *(f"{base.title}." for base in LEGAL_BASES),
        "Keputusan Kepala Kantor Layanan Karangan Nomor 00 Tahun 2026.",
    ]
    # 8 + 56 + 9 + 12 working days.
    assert table(document, "Tahapan dan waktu")[-1] == ["", "Jumlah", "", "85"]


def test_the_trend_keeps_the_figures_that_were_published() -> None:
    report = samples.public()
    rows = table(report_document(report), "Nilai IKM 2 periode")
    earlier = samples.earlier().result.index
    assert earlier.value is not None
    assert rows[0][:3] == ["Semester II Tahun 2025", "46", printed(earlier.value, 2)]
    assert rows[1][:3] == ["Semester I Tahun 2026", "49", "78,74"]
    changes = table(report_document(report), "Perubahan unsur dibandingkan Semester II Tahun 2025")
    for row, before, now in zip(changes, earlier.elements, report.result.index.elements, strict=True):
        assert before.mean is not None
        assert now.mean is not None
        assert row[:4] == [now.code, now.short, printed(before.mean, 3), printed(now.mean, 3)]


def test_scores_stand_in_the_annex_without_anything_of_the_person() -> None:
    report = samples.public()
    rows = next(
        block
        for block in report_document(report).annexes
        if isinstance(block, Table) and block.columns[0].title == "Responden"
    )
    assert [column.title for column in rows.columns[1:]] == [element.code for element in report.answers.elements]
    order = [column for element in report.answers.elements for column in element.columns]
    printed_rows = sorted(tuple(int(cell.text[0].text) for cell in row[1:]) for row in rows.rows)
    assert printed_rows == sorted(tuple(int(value) for value in row[order]) for row in samples.public_scores())
    totals = [int(cell.text[0].text) for cell in rows.foot[0][1:]]
    assert totals == [element.total for element in report.result.index.elements]


def test_the_questionnaire_is_the_form_that_was_used() -> None:
    for make, form in ((samples.public, FORM_9), (samples.hidden, FORM_16)):
        text = words(report_document(make()))
        for question in form.questions:
            assert question.text in text
            assert all(label in text for label in question.labels)
    other = words(report_document(samples.one_element()))
    assert "Kuesioner yang dipakai bukan formulir sembilan atau enam belas pertanyaan." in other
    assert "U1 Kemudahan antre" in other


# -- blanks ---------------------------------------------------------------------------------------------------------------


@every_sample
def test_every_blank_is_listed_and_every_entry_is_a_blank(name: str) -> None:
    document = report_document(samples.SAMPLES[name]())
    assert len(set(document.fill_ins)) == len(document.fill_ins)
    blanks = [run.text for run in runs(document) if run.fill_in]
    for blank in blanks:
        assert re.fullmatch(r"\[.+\]", blank)
        what = blank[1:-1]
        assert any(entry.endswith(f": {what}") for entry in document.fill_ins), blank
    captions = {
        run.text.lower() for block in document.annexes if isinstance(block, PhotoGrid) for run in runs_of(block)
    }
    for entry in document.fill_ins:
        place, _, what = entry.partition(": ")
        assert place
        photo = what.removeprefix("foto: ").lower()
        assert f"[{what}]" in blanks or photo in captions, entry


def test_a_finished_profile_leaves_only_what_the_officer_alone_can_write() -> None:
    assert report_document(samples.public()).fill_ins == (
        "Tabel 4.1, U1 Persyaratan: sebab menurut responden dan petugas",
        "Tabel 4.1, U2 Prosedur: sebab menurut responden dan petugas",
        "Tabel 4.1, U9 Sarana: sebab menurut responden dan petugas",
        "Lampiran 3: foto: kuesioner atau kode QR di ruang pelayanan",
        "Lampiran 3: foto: pengumpulan jawaban",
        "Lampiran 3: foto: pembahasan hasil bersama masyarakat",
        "Lampiran 3: foto: pengumuman hasil",
    )


def test_an_empty_profile_asks_for_everything() -> None:
    bare = replace(samples.unfinished().profile, period="")
    fill_ins = report_document(replace(samples.unfinished(), profile=bare)).fill_ins
    assert fill_ins[:2] == ("Periode survei (sampul dan seluruh laporan)", "Sampul: bulan dan tahun laporan")
    for expected in (
        "Ringkasan: yang menyiapkan",
        "Subbab 1.2: keputusan kepala unit tentang tim pelaksana SKM: nomor dan tahun",
        "Subbab 2.3: tempat kuesioner disediakan",
        "Subbab 2.5: jumlah pengguna layanan dan sumber datanya",
        "Tabel 2.1: waktu persiapan",
        "Tabel 4.2, baris 1: program atau kegiatan",
        "Tabel 4.2, baris 3: bukti selesai",
        "Bab V: waktu survei berikutnya",
        "Tanda tangan: NIP",
    ):
        assert expected in fill_ins, expected


def test_the_weakest_elements_are_planned_for_even_when_the_officer_named_others() -> None:
    report = samples.public()
    report = replace(report, profile=replace(report.profile, plan=report.profile.plan[:1]))
    rows = table(report_document(report), "Rencana tindak lanjut")
    assert [row[1] for row in rows] == ["U1 Persyaratan", "U2 Prosedur", "U9 Sarana"]
    assert rows[0][2] == "Menempel daftar persyaratan di ruang tunggu"
    assert rows[1][2] == "[program atau kegiatan]"


def test_the_plan_of_last_period_comes_from_its_file_when_nobody_reported_on_it() -> None:
    report = samples.public()
    document = report_document(replace(report, profile=replace(report.profile, last_plan=())))
    text = words(document)
    # The earlier file holds its own plan for U1 and its other weakest elements.
    assert "Mencetak brosur persyaratan" in text
    assert "Lampiran 4, baris 1: sudah/belum" in document.fill_ins
    assert "0 di antaranya dilaporkan selesai" in text


# -- what must not be there -----------------------------------------------------------------------------------------------


def test_hidden_sizes_change_nothing_at_all() -> None:
    assert samples.hidden().answers.profile["gender"].codes.tolist() != (
        samples.hidden(moved=True).answers.profile["gender"].codes.tolist()
    )
    assert report_document(samples.hidden()) == report_document(samples.hidden(moved=True))


def test_hidden_numbers_are_nowhere() -> None:
    rows = table(report_document(samples.hidden()), "Karakteristik responden")
    shown = {row[-3]: row[-2:] for row in rows}
    assert shown["Laki-laki"] == ["ditutup", "—"]
    assert shown["Perempuan"] == ["ditutup", "—"]
    assert shown["Tidak sekolah"] == shown["SD"] == ["< 5", "—"]
    assert shown["Surat Keterangan"] == ["ditutup", "—"]
    assert shown["Legalisasi"] == ["< 5", "—"]
    text = words(report_document(samples.hidden()))
    assert "96,0" not in text  # 97 of 101
    assert "19,8" not in text  # 20 of 101


def test_the_mark_and_the_paper_reach_the_document() -> None:
    report = samples.hidden()
    document = report_document(replace(report, profile=replace(report.profile, paper="F4")))
    assert document.paper == "F4"
    assert document.mark == samples.MARK
    assert document.created == "2026-07-01"  # no date of the report: the day of the run
    assert report_document(samples.public()).created == "2026-06-30"


# -- other surveys --------------------------------------------------------------------------------------------------------


def built(answers: samples.Answers, form: str, **more: object) -> tuple[SkmReport, Document]:
    report = samples.report_of(answers, samples.profile_of(**more), form)
    return report, report_document(report)


def test_many_rows_stand_in_the_workbook_only() -> None:
    _, document = built(samples.of_form(FORM_9, samples.skewed(301, 9, 1)), "skm-9")
    assert "Nilai 301 responden terdapat pada lembar 'Jawaban' dalam buku kerja Excel" in words(document)
    scores = next(b for b in document.annexes if isinstance(b, Table) and b.columns[0].title == "Responden")
    assert scores.rows == ()
    assert len(scores.foot) == 3
    assert write_pdf(document)


def test_many_questions_are_summed_up_and_many_elements_leave_room_for_the_services() -> None:
    names = [f"Unsur sendiri {place}" for place in range(1, 25)]
    services = samples.services([("A", 12), ("B", 18)], 30)
    report, document = built(samples.own_elements(names, samples.skewed(30, 24, 2), services), "other")
    assert "Nilai per responden terdapat pada lembar 'Jawaban'" in words(document)
    rows = table(document, "Hasil menurut jenis layanan")
    assert report.result.index.value is not None
    assert rows[-1][:3] == ["Unit (semua responden)", "30", printed(report.result.index.value, 2)]
    assert write_pdf(document)
    assert write_docx(document)


def test_a_replaced_element_gives_its_reason() -> None:
    answers = samples.of_form(FORM_9, samples.public_scores())
    replaced = replace(
        answers.elements[3], key="OWN", name="Keterbukaan", replaced="layanan bebas biaya menurut undang-undang"
    )
    answers = replace(answers, elements=(*answers.elements[:3], replaced, *answers.elements[4:]))
    _, document = built(answers, "skm-9")
    assert "Unsur Keterbukaan (U4) diganti dengan alasan: layanan bebas biaya menurut undang-undang." in words(document)
    # Its question was not asked: it is not on the printed questionnaire, and the report says so.
    assert "Pertanyaan formulir yang tidak diajukan dalam survei ini tidak dicantumkan." in words(document)
    assert "Unsur di luar formulir ini yang ikut dinilai: U4 Keterbukaan." in words(document)
    assert FORM_9.questions[3].text not in words(document)


def test_only_the_questions_that_were_asked_are_printed() -> None:
    whole = samples.of_form(FORM_16, samples.skewed(20, 16, 3))
    elements = tuple(
        replace(element, columns=tuple(c for c in element.columns if c < 14))
        for element in whole.elements
        if any(column < 14 for column in element.columns)
    )
    answers = replace(whole, elements=elements, questions=whole.questions[:14], scores=whole.scores[:, :14])
    text = words(built(answers, "skm-16")[1])
    assert FORM_16.questions[13].text in text
    assert FORM_16.questions[14].text not in text
    assert FORM_16.questions[15].text not in text
    # A file whose columns name the elements has no codes of questions, but the same questionnaire.
    by_element = replace(
        samples.of_form(FORM_9, samples.public_scores()),
        questions=tuple(f"U{place}" for place in (1, 2, 3, 4, 5, 6, 7, 9, 8)),
    )
    text = words(built(by_element, "skm-9")[1])
    assert all(question.text in text for question in FORM_9.questions)
    assert "tidak dicantumkan" not in text


def test_a_value_in_the_gap_is_explained_under_the_table() -> None:
    flat = np.full(5000, 3)
    flat[:321] = 4  # 15321 points of 5000: 76.605
    _, document = built(samples.own_elements(["Satu"], flat.reshape(-1, 1)), "other")
    assert "Nilai sebelum dibulatkan (76,6050) terletak di antara batas tercetak 76,60 dan 76,61." in words(document)


def test_everybody_answered_and_nobody_is_left_to_chance() -> None:
    text = words(report_document(samples.tiny_service()))
    assert "Selang kepercayaan tidak ditampilkan: semua pengguna layanan menjawab." in text
    assert "76,84–76,84" not in text


def test_one_respondent_has_no_interval() -> None:
    text = words(report_document(samples.one_respondent()))
    assert "Selang kepercayaan tidak ditampilkan: responden kurang dari dua orang." in text
    assert "dinilai Sangat Baik (mutu A) oleh 1 pengguna layanan" in text


def test_the_days_of_the_survey_fill_the_timetable_when_no_steps_are_given() -> None:
    _, document = built(
        samples.of_form(FORM_9, samples.public_scores()), "skm-9", start=date(2026, 3, 2), end=date(2026, 3, 2)
    )
    rows = table(document, "Tahapan dan waktu")
    assert rows[1] == ["2", "Pengumpulan data", "2 Maret 2026", "[hari]"]
    assert len(rows) == 4  # no sum while days are missing


def test_whom_to_ask_is_printed_where_it_was_given() -> None:
    """A field that the officer is asked for and that is printed nowhere would be a wasted line."""

    def boxed(report: SkmReport) -> str:
        document = report_document(report)
        return "\n".join(run.text for block in blocks(document) if isinstance(block, Box) for run in runs_of(block))

    given = samples.public()
    silent = replace(given, profile=replace(given.profile, contact=""))
    assert boxed(given).count("Pertanyaan tentang survei ini: layanan@karangan.example") == 1
    assert "Pertanyaan tentang survei ini" not in boxed(silent)


def test_a_round_is_not_called_a_file_and_says_where_it_can_be_checked() -> None:
    report = samples.hidden()
    facts = replace(
        report.input,
        from_round=True,
        file_name="ronde SKM Semester I",
        rows_read=90,
        left_out=(LeftOut("datang sesudah waktunya", 2),),
    )
    text = words(report_document(replace(report, input=facts, verify_url="https://cermin.example/v/ABC")))
    assert "Periksa keaslian laporan ini: https://cermin.example/v/ABC" in text
    assert "Dari 90 jawaban yang diterima, 2 jawaban tidak dihitung: datang sesudah waktunya (2 jawaban)." in text
    assert "dari jawaban ronde SKM Semester I" in text
    assert "Kolom dalam berkas" not in text
    assert "dari berkas" not in text
    assert "Kolom dalam berkas" in words(report_document(report))
