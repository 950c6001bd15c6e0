"""Puts the parts of the report together."""

from __future__ import annotations

from cermin.documents.content import Cover, Document, Run, text
from cermin.documents.format import month, number
from cermin.documents.skm import sentences
from cermin.documents.skm.report.analysis import analysis, conclusion
from cermin.documents.skm.report.annexes import annexes
from cermin.documents.skm.report.builder import Builder
from cermin.documents.skm.report.opening import collection, introduction, summary
from cermin.documents.skm.report.results import results
from cermin.documents.skm.shape import SkmReport

COVER_DATE = "bulan dan tahun laporan"
TITLE = ("LAPORAN PELAKSANAAN", "SURVEI KEPUASAN MASYARAKAT")


def report_document(report: SkmReport) -> Document:
    """The whole report. Pure function of the shape: same shape, same document."""
    profile = report.profile
    builder = Builder()
    summary(builder, report)
    front = builder.take()
    introduction(builder, report)
    collection(builder, report)
    results(builder, report)
    analysis(builder, report)
    conclusion(builder, report)
    body = builder.take()
    annexes(builder, report)
    tail = builder.take()
    period = profile.period or "periode belum diisi"
    # The cover comes first in the report but is not built of blocks.
    fill_ins = [
        *([] if profile.period else ["Periode survei (sampul dan seluruh laporan)"]),
        *([] if profile.report_date else [f"Sampul: {COVER_DATE}"]),
        *builder.fill_ins,
    ]
    return Document(
        title=f"Laporan Pelaksanaan Survei Kepuasan Masyarakat, {profile.unit}, {period}",
        author=profile.unit,
        subject="Survei Kepuasan Masyarakat (SKM)",
        created=(profile.report_date or report.issued_on).isoformat(),
        letterhead=profile.letterhead,
        cover=_cover(report, period),
        front=front,
        body=body,
        annexes=tail,
        footer=(f"Laporan SKM {profile.unit} · {period}", f"Sidik jawaban {report.result.answer_digest[:12]}…"),
        mark=profile.mark,
        paper=profile.paper,
        fill_ins=tuple(fill_ins),
    )


def _cover(report: SkmReport, period: str) -> Cover:
    profile, index = report.profile, report.result.index
    known = index.value is not None and index.grade is not None
    note = ["Indeks Kepuasan Masyarakat (IKM), skala 25–100"]
    if sentences.bounds(report.result.estimate):
        note.append(f"selang kepercayaan 95 %: {sentences.interval_text(report.result)}")
    owner = [line.upper() for line in (profile.government, profile.agency) if line]
    return Cover(
        title=TITLE,
        subtitle=(profile.unit.upper(), period.upper()),
        sentence=text(sentences.opening(profile, index)),
        figure=number(index.value, 2) if index.value is not None else "belum ada",
        grade=index.grade.letter if known and index.grade else None,
        figure_note=tuple(note),
        owner=tuple(owner),
        date=text(month(profile.report_date) if profile.report_date else Run(f"[{COVER_DATE}]", fill_in=True)),
    )
