"""The annexes: questionnaire, scores, photos, last period's follow-up, and our own note on method."""

from __future__ import annotations

from fractions import Fraction

from cermin.documents.content import Align, PhotoGrid, Run, text
from cermin.documents.format import integer, join, number
from cermin.documents.skm import sentences
from cermin.documents.skm.order import shuffled_rows
from cermin.documents.skm.report.builder import ANNEXES, Builder, Content
from cermin.documents.skm.report.results import NOT_SHOWN
from cermin.documents.skm.shape import FollowUp, SkmReport
from cermin.pure.calc.answers import MISSING_SCORE
from cermin.pure.law.skm import FORMS

ROWS_PRINTED = 300
"""More rows of scores than this (about seven pages) stand in the workbook only, and the annex says so."""

QUESTIONS_FIT = 20
"""Up to so many question columns fit beside the row number on 160 mm."""

METHOD_ANNEX = "Lampiran 5"

PHOTOS = (
    "Kuesioner atau kode QR di ruang pelayanan",
    "Pengumpulan jawaban",
    "Pembahasan hasil bersama masyarakat",
    "Pengumuman hasil",
)


def annexes(b: Builder, report: SkmReport) -> None:
    _questionnaire(b, report)
    _scores(b, report)
    _photos(b)
    _follow_up(b, report)
    _method(b, report)


def _annex(b: Builder, key: str) -> None:
    b.annex(ANNEXES[key].number, ANNEXES[key].title)


def _questionnaire(b: Builder, report: SkmReport) -> None:
    _annex(b, "questionnaire")
    form = FORMS.get(report.input.form)
    if form is None:
        b.paragraph(
            "Kuesioner yang dipakai bukan formulir sembilan atau enam belas pertanyaan. Pertanyaan yang dihitung, menurut judul kolom"
            " dalam berkas jawaban:"
        )
        b.table(
            "",
            (("Kode", 24, "left"), ("Unsur", None, "left")),
            [
                (report.answers.questions[column], f"{element.code} {element.name}")
                for element in report.answers.elements
                for column in element.columns
            ],
        )
        b.paragraph("Naskah pertanyaan lengkap: ", b.blank("lampirkan kuesioner yang dipakai", "Lampiran 1"), ".")
        return
    codes = {element.key: element.code for element in report.answers.elements}
    asked = set(report.answers.questions)
    by_question = any(question.code in asked for question in form.questions)  # a file may name the elements instead
    printed = [
        question
        for question in form.questions
        if question.element in codes and (question.code in asked or not by_question)
    ]
    if len(printed) < len(form.questions):
        b.paragraph("Pertanyaan formulir yang tidak diajukan dalam survei ini tidak dicantumkan.")
    known = {question.element for question in form.questions}
    own = [f"{element.code} {element.name}" for element in report.answers.elements if element.key not in known]
    if own:
        b.paragraph(f"Unsur di luar formulir ini yang ikut dinilai: {join(own)}.")
    rows: list[tuple[Content, ...]] = [
        (
            str(question.number),
            question.text,
            codes[question.element],
            *question.labels,
        )
        for question in printed
    ]
    b.table(
        "",
        (
            ("No.", 8, "right"),
            ("Pertanyaan", None, "left"),
            ("Unsur", 11, "left"),
            ("1", 21, "left"),
            ("2", 21, "left"),
            ("3", 21, "left"),
            ("4", 21, "left"),
        ),
        rows,
        note=f"{form.name}. Naskah: {form.citation.instrument}, {form.citation.where}"
        + ("." if form.citation.verified else " (belum diperiksa pada naskah resmi)."),
        small=True,
        grid=True,
    )


def _scores(b: Builder, report: SkmReport) -> None:
    _annex(b, "processing")
    index = report.result.index
    questions = [question for element in index.elements for question in element.questions]
    columns_of = [column for element in report.answers.elements for column in element.columns]
    n = report.answers.scores.shape[0]
    # With one question per element the code of the element says more than the number of the question.
    single = all(len(element.questions) == 1 for element in index.elements)
    heads = [element.code for element in index.elements] if single else [question.code for question in questions]
    if len(questions) > QUESTIONS_FIT:
        b.paragraph(
            "Nilai per responden terdapat pada lembar 'Jawaban' dalam buku kerja Excel yang menyertai laporan ini."
        )
        b.table(
            "",
            (
                ("Pertanyaan", None, "left"),
                ("Jumlah nilai", 30, "right"),
                ("Terisi", 30, "right"),
                ("NRR", 30, "right"),
            ),
            [
                (head, integer(q.total), integer(q.answers), _mean(q.mean))
                for head, q in zip(heads, questions, strict=True)
            ],
        )
        return
    width = min(12.6, 138 / len(questions))
    columns: list[tuple[str, float | None, Align]] = [("Responden", None, "left")]
    columns += [(head, width, "right") for head in heads]
    rows: list[tuple[Content, ...]] = []
    if n <= ROWS_PRINTED:
        scores = report.answers.scores
        for position, row in enumerate(shuffled_rows(report), 1):
            values = [int(scores[row, column]) for column in columns_of]
            rows.append((str(position), *["" if value == MISSING_SCORE else str(value) for value in values]))
    else:
        b.paragraph(
            f"Nilai {integer(n)} responden terdapat pada lembar 'Jawaban' dalam buku kerja Excel yang menyertai laporan ini; di sini"
            " dimuat rekapitulasinya."
        )
    foot: list[tuple[Content, ...]] = [
        ("Jumlah nilai", *[integer(question.total) for question in questions]),
        ("Terisi", *[integer(question.answers) for question in questions]),
        ("NRR", *[_mean(question.mean) for question in questions]),
    ]
    note = "Urutan baris diacak dan tidak memuat layanan, karakteristik, tanggal, atau saran, agar tidak ada responden yang dapat dikenali."
    if index.complete != index.respondents:
        note += " Sel kosong berarti tidak dijawab."
    b.table("", columns, rows, foot=foot, note=note if rows else "", small=True)


def _mean(value: Fraction | None) -> str:
    return NOT_SHOWN if value is None else number(value, 2)


def _photos(b: Builder) -> None:
    _annex(b, "photos")
    for caption in PHOTOS:
        b.blank(f"foto: {caption[:1].lower() + caption[1:]}", "Lampiran 3")
    b.blocks.append(PhotoGrid(tuple(text(caption) for caption in PHOTOS)))
    b.paragraph("Samarkan wajah warga yang tampak pada foto.")


def _follow_up(b: Builder, report: SkmReport) -> None:
    _annex(b, "follow_up")
    lines = list(report.profile.last_plan)
    previous = report.previous
    period = previous.period if previous and previous.period else ""
    if not lines and previous:
        lines = [line for line in previous.plan if line.activity or line.element]
    if not lines:
        b.paragraph(
            "Rencana tindak lanjut periode sebelumnya tidak disertakan. Bila ada, isi lembar 'Tindak lanjut lalu' pada buku kerja"
            " masukan, lalu buat ulang laporan ini: ",
            b.blank("tindak lanjut periode sebelumnya, atau keterangan bahwa ini survei pertama", "Lampiran 4"),
            ".",
        )
        return
    done = sum(line.status == "sudah" for line in lines)
    b.paragraph(
        f"Rencana tindak lanjut {period or 'periode sebelumnya'} memuat {integer(len(lines))} kegiatan; {integer(done)} di antaranya"
        " dilaporkan selesai."
    )
    names = {element.code: element.short for element in report.result.index.elements}
    b.table(
        "",
        (
            ("No.", 9, "right"),
            ("Unsur", 26, "left"),
            ("Rencana tindak lanjut", None, "left"),
            ("Status", 18, "left"),
            ("Selesai", 25, "left"),
            ("Keterangan dan bukti", 42, "left"),
        ),
        [_follow_up_row(b, position, line, names) for position, line in enumerate(lines, 1)],
    )
    if report.change:
        watched = {line.element for line in lines}
        for difference in report.change.elements:
            if difference.code in watched:
                subject = f"{difference.code} {names.get(difference.code, '')}".strip()
                b.paragraph(sentences.change_sentence(subject, difference, report.change.label, 3))


def _follow_up_row(b: Builder, position: int, line: FollowUp, names: dict[str, str]) -> tuple[Content, ...]:
    where = f"Lampiran 4, baris {position}"
    status = {"sudah": "Sudah", "belum": "Belum"}.get(line.status)
    return (
        str(position),
        f"{line.element} {names.get(line.element, '')}".strip(),
        b.given(line.activity, "kegiatan", where),
        Run(status) if status else b.blank("sudah/belum", where),
        Run(line.finished) if line.finished or line.status == "belum" else b.blank("kapan selesai", where),
        b.given(line.remark, "keterangan dan bukti", where),
    )


def _method(b: Builder, report: SkmReport) -> None:
    b.annex(METHOD_ANNEX, "Catatan Metode")
    result = report.result
    k = len(result.index.elements)
    notes = [
        (
            f"Bobot setiap unsur tepat 1/{integer(k)} dan dihitung sebagai pecahan; IKM dibulatkan satu kali, setengah ke atas, menjadi dua"
            " desimal, baru kemudian ditetapkan mutunya. Bobot yang dibulatkan dua atau tiga desimal hanya ditampilkan sebagai pembanding."
        ),
        "Jawaban kosong tidak pernah dihitung sebagai nol. Pembagi setiap pertanyaan adalah jumlah jawabannya yang terisi.",
        (
            "Selang kepercayaan 95 persen dihitung dari nilai setiap responden (sebaran t), bukan dari setiap jawaban, karena jawaban satu"
            " orang tidak saling bebas. Bila populasi diketahui, dipakai koreksi populasi terbatas. Selang ini hanya menggambarkan kebetulan"
            " dalam pengambilan sampel, bukan kesalahan cara memilih responden."
        ),
        (
            f"Hasil kelompok ditampilkan bila jumlah responden sekurang-kurangnya {integer(result.min_score_n)}, dan jumlah orang bila"
            f" sekurang-kurangnya {integer(result.min_count_n)}. Kelompok lain ikut ditutup bila yang tertutup dapat dihitung balik."
        ),
        "Perubahan antarperiode diuji dengan uji Welch; untuk unsur, nilai p dikoreksi dengan cara Holm.",
    ]
    if result.satisfied is not None and result.satisfied.interval is not None:
        low, high = result.satisfied.interval.low, result.satisfied.interval.high
        notes.append(
            f"Bagian responden yang nilai pribadinya bermutu B atau A: {number(result.satisfied.mean * 100, 1)} persen (selang Wilson"
            f" {number(low * 100, 1)} sampai {number(high * 100, 1)})."
        )
    b.items(*notes)
    name = report.input.file_name
    heading = "Jawaban yang dihitung." if report.input.from_round else "Pembacaan berkas."
    shown = name[:1].upper() + name[1:] if report.input.from_round else name
    b.paragraph(Run(heading, bold=True), f" {shown}: {sentences.left_out(report)}")
    for warning in report.input.warnings:
        b.paragraph(f"Catatan: {warning}")
    b.table(
        "",
        (
            ("Pertanyaan" if report.input.from_round else "Kolom dalam berkas", None, "left"),
            ("Dibaca sebagai", 70, "left"),
        ),
        [(heading, meaning) for heading, meaning in report.input.mapping],
        small=True,
    )
