"""'Untuk diketik ke aplikasi SKM daring': the figures in the order of the sixteen questions.

No interface of the ministry's application is documented, so this is a sheet to type from. A nine-question survey holds one value per
element: it stands once, at the element's first question, and the others say so. It is never repeated as if it had been asked twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cermin.documents.content import Align, Block, Cell, Column, Document, Paragraph, Run, Table, text
from cermin.documents.format import integer, join, number
from cermin.documents.skm import sentences
from cermin.documents.skm.shape import SkmReport
from cermin.pure.law.skm import ELEMENT_BY_CODE, ELEMENT_BY_KEY, FORM_16, FORMS

NOT_ASKED = "tidak dinilai"


@dataclass(frozen=True, slots=True)
class OnlineRow:
    """One question of the sixteen. counts (of the scores 1, 2, 3, 4), answers (their sum) and mean (exact, 1..4) are None together, and
    then `remark` says where the value stands or why there is none.
    """

    code: str
    element_code: str
    element: str
    question: str
    counts: tuple[int, int, int, int] | None
    answers: int | None
    mean: Fraction | None
    remark: str


def online_rows(report: SkmReport) -> list[OnlineRow]:
    """The sixteen rows in order."""
    by_key = {element.key: element for element in report.result.index.elements}
    sixteen = _asks_sixteen(report)
    first: dict[str, str] = {}
    rows = []
    for question in FORM_16.questions:
        element = by_key.get(question.element)
        info = ELEMENT_BY_KEY[question.element]
        head = (question.code, info.code, info.name, question.text)
        if sixteen:
            asked = {part.code: part for part in element.questions}.get(question.code) if element else None
            if asked is None or asked.mean is None:
                rows.append(OnlineRow(*head, None, None, None, NOT_ASKED))
            else:
                rows.append(OnlineRow(*head, asked.counts, asked.answers, asked.mean, ""))
        elif element is None or element.mean is None:
            rows.append(OnlineRow(*head, None, None, None, NOT_ASKED))
        elif question.element in first:
            rows.append(OnlineRow(*head, None, None, None, f"lihat {first[question.element]}"))
        else:
            first[question.element] = question.code
            joined = "" if len(element.questions) == 1 else f"gabungan {len(element.questions)} pertanyaan"
            rows.append(OnlineRow(*head, element.counts, element.answers, element.mean, joined))
    return rows


def _asks_sixteen(report: SkmReport) -> bool:
    """The form of sixteen, also with some of its questions left out: every question stands for the element it has there."""
    if report.input.form == FORM_16.key:
        return True
    pairs = {(question.code, question.element) for question in FORM_16.questions}
    asked = {(q.code, element.key) for element in report.result.index.elements for q in element.questions}
    return report.input.form not in FORMS and asked <= pairs


def online_note(report: SkmReport) -> str:
    """What the officer must know before typing."""
    if report.input.form == FORM_16.key:
        note = "Survei ini memakai enam belas pertanyaan; setiap baris adalah satu pertanyaan."
    elif _asks_sixteen(report):
        note = (
            "Survei ini memakai sebagian dari enam belas pertanyaan; setiap baris adalah satu pertanyaan. Pertanyaan yang tidak diajukan tidak"
            " memiliki nilai; jangan mengarang nilai."
        )
    else:
        note = (
            "Survei ini tidak memakai enam belas pertanyaan: setiap unsur hanya memiliki satu nilai, yang ditulis pada pertanyaan pertamanya."
            " Bila aplikasi meminta nilai untuk setiap pertanyaan, tanyakan kepada pengelola aplikasi; jangan mengarang nilai."
        )
    own = [f"{part.code} {part.name}" for part in report.result.index.elements if part.key not in ELEMENT_BY_KEY]
    if own:
        note += f" Unsur yang tidak ada dalam enam belas pertanyaan tidak dimuat di sini: {join(own)}."
    return f"{note} Teks pertanyaan: susunan Cermin."


def online_sheet_document(report: SkmReport) -> Document:
    """The sheet as a document of one or two pages."""
    profile, index = report.profile, report.result.index
    period = profile.period or "periode belum diisi"
    value = number(index.value, 2) if index.value is not None else "belum ada"
    letter = f" (mutu {index.grade.letter}, {index.grade.performance})" if index.grade else ""
    blocks: list[Block] = [
        Paragraph(text(Run("Untuk diketik ke aplikasi SKM daring", bold=True)), "lead"),
        Paragraph(
            text(
                f"{profile.unit}, {period}. Responden {integer(index.respondents)}, terisi lengkap {integer(index.complete)}. IKM ",
                Run(value, bold=True),
                f"{letter}. {sentences.opening(profile, index)}.",
            )
        ),
        _table(report),
        Paragraph(text(online_note(report)), "note"),
    ]
    groups = [table for table in report.result.profile if table.groups]
    if groups:
        rows = []
        for table in groups:
            for position, group in enumerate(table.groups):
                count = sentences.count_text(group, report.result.min_count_n)
                head = (Cell(text(table.title), rows=len(table.groups)),) if position == 0 else ()
                rows.append((*head, Cell(text(group.label)), Cell(text(count))))
        blocks.append(
            Table(
                "",
                "Responden menurut karakteristik",
                (Column("Karakteristik", 60), Column("Kelompok"), Column("Jumlah", 30, "right")),
                tuple(rows),
                size="small",
            )
        )
    return Document(
        title=f"Untuk diketik ke aplikasi SKM daring, {profile.unit}, {period}",
        author=profile.unit,
        subject="Survei Kepuasan Masyarakat (SKM)",
        created=(profile.report_date or report.issued_on).isoformat(),
        letterhead=profile.letterhead,
        cover=None,
        front=(),
        body=tuple(blocks),
        annexes=(),
        footer=(f"SKM {profile.unit} · {period}", f"Sidik jawaban {report.result.answer_digest[:12]}…"),
        mark=profile.mark,
        paper=profile.paper,
        contents=False,
    )


def _table(report: SkmReport) -> Table:
    numbers: tuple[tuple[str, float, Align], ...] = (
        ("1", 10, "right"),
        ("2", 10, "right"),
        ("3", 10, "right"),
        ("4", 10, "right"),
        ("Terisi", 13, "right"),
        ("Rata-rata", 18, "right"),
    )
    columns = (Column("No.", 11), Column("Unsur", 26), Column("Pertanyaan"), *(Column(*entry) for entry in numbers))
    rows = []
    for row in online_rows(report):
        if row.counts is None or row.mean is None:
            cells = ["", "", "", "", "", row.remark]
        else:
            mean = f"{number(row.mean, 4)} {row.remark}".rstrip()
            cells = [*(integer(count) for count in row.counts), integer(row.answers or 0), mean]
        element = f"{row.element_code} {ELEMENT_BY_CODE[row.element_code].short}"
        rows.append(tuple(Cell(text(value)) for value in (row.code, element, row.question, *cells)))
    return Table("", "", columns, tuple(rows), size="small", grid=True)
