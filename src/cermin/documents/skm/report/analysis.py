"""BAB IV (weaknesses, strengths, plan, trend) and BAB V (conclusion)."""

from __future__ import annotations

from cermin.documents.content import Box, Paragraph, Run, Signature, text
from cermin.documents.format import day, integer, interval, join, number
from cermin.documents.skm import charts, sentences
from cermin.documents.skm.report.builder import Builder, Content
from cermin.documents.skm.report.results import NOT_SHOWN, mark, source
from cermin.documents.skm.shape import FollowUp, SkmReport
from cermin.pure.calc.results import Verdict
from cermin.pure.law.report import FOLLOW_UP_TERMS
from cermin.pure.law.skm import GRADES

GRADE_BY_LETTER = {grade.letter: grade for grade in GRADES}
VERDICTS = {
    Verdict.UP: "naik, nyata",
    Verdict.DOWN: "turun, nyata",
    Verdict.UNCERTAIN: "belum dapat dipastikan",
    Verdict.SAME: "sama",
    Verdict.UNKNOWN: "tidak dapat diuji",
}


def analysis(b: Builder, report: SkmReport) -> None:
    b.chapter("analysis")
    b.section("strengths")
    _strengths(b, report)
    b.section("plan")
    _plan(b, report)
    b.section("trend")
    _trend(b, report)


def _strengths(b: Builder, report: SkmReport) -> None:
    result = report.result
    low = sentences.weakest(result)
    b.paragraph(Run("Kelemahan. ", bold=True), sentences.weakness(result), " ", sentences.grades_below(result))
    if low:
        estimates = dict(result.element_estimates)
        targets = dict(report.profile.targets)
        rows: list[tuple[Content, ...]] = []
        for element in low:
            span = sentences.bounds(estimates.get(element.code))
            bounds = NOT_SHOWN if span is None else interval(span.low, span.high, 2)
            target = number(targets[element.code], 2) if element.code in targets else NOT_SHOWN
            cause = b.blank("sebab menurut responden dan petugas", f"Tabel 4.1, {element.code} {element.short}")
            rows.append((element.code, element.name, sentences.mean_text(element), bounds, target, cause))
        comments = (
            f"Berkas jawaban memuat {integer(report.comments)} saran tertulis; kutipannya tidak dimuat agar responden tidak dikenali."
            if report.comments
            else ""
        )
        b.table(
            "Unsur terendah dan sebabnya",
            (
                ("Kode", 13, "left"),
                ("Unsur", 40, "left"),
                ("NRR", 14, "right"),
                ("Selang 95 %", 26, "right"),
                ("Target", 16, "right"),
                ("Sebab", None, "left"),
            ),
            rows,
            note=comments,
        )
    if strength := sentences.strength(result):
        b.paragraph(Run("Kelebihan. ", bold=True), strength)
    reliability = result.reliability
    if reliability is not None and reliability.alpha is not None and len(report.answers.questions) > 1:
        b.paragraph(
            f"Keandalan kuesioner diperiksa dengan alfa Cronbach: {number(reliability.alpha, 2)}"
            + (
                f" (selang 95 persen {number(reliability.low, 2)} sampai {number(reliability.high, 2)})"
                if reliability.low is not None and reliability.high is not None
                else ""
            )
            + f" dari {integer(reliability.n)} kuesioner lengkap. Angka ini menunjukkan seberapa searah jawaban responden, bukan baik"
            " buruknya pelayanan."
        )


def _plan(b: Builder, report: SkmReport) -> None:
    low = sentences.weakest(report.result)
    names = {element.code: element for element in report.result.index.elements}
    planned = list(report.profile.plan)
    covered = {line.element for line in planned}
    lines = planned + [FollowUp(element=element.code) for element in low if element.code not in covered]
    if report.profile.forum:
        b.paragraph(f"Rencana tindak lanjut dibahas bersama masyarakat dalam {report.profile.forum}.")
    else:
        b.paragraph(
            "Rencana tindak lanjut dibahas bersama wakil pengguna layanan dalam Forum Konsultasi Publik pada ",
            b.blank("tanggal forum dan nomor berita acara", "Subbab 4.2"),
            ".",
        )
    if not lines:
        b.paragraph(
            "Tidak ada unsur yang lebih lemah daripada yang lain; rencana tindak lanjut ditetapkan oleh unit: ",
            b.blank("rencana tindak lanjut", "Subbab 4.2"),
            ".",
        )
        return
    terms = {term.key: term for term in FOLLOW_UP_TERMS}
    rows: list[tuple[Content, ...]] = []
    for position, line in enumerate(lines, 1):
        where = f"Tabel {b.prefix}.{b.tables + 1}, baris {position}"
        element = names.get(line.element)
        when = b.given(line.when, "waktu", where)
        term = terms.get(line.term)
        rows.append(
            (
                str(position),
                f"{line.element} {element.short}" if element else line.element,
                b.given(line.activity, "program atau kegiatan", where),
                text(when, f" ({term.label.lower()})") if term else when,
                b.given(line.owner, "penanggung jawab", where),
                b.given(line.proof, "bukti selesai", where),
            )
        )
    b.table(
        "Rencana tindak lanjut",
        (
            ("No.", 9, "right"),
            ("Prioritas unsur", 27, "left"),
            ("Program/kegiatan", None, "left"),
            ("Waktu", 24, "left"),
            ("Penanggung jawab", 28, "left"),
            ("Bukti selesai", 28, "left"),
        ),
        rows,
        note="Unsur terendah didahulukan. "
        + "; ".join(f"{term.label.lower()}: {term.text}" for term in FOLLOW_UP_TERMS)
        + ".",
    )


def _trend(b: Builder, report: SkmReport) -> None:
    points = report.trend
    if len(points) < 2:
        b.paragraph(
            "Belum ada hasil periode sebelumnya yang disertakan, sehingga tren belum dapat ditampilkan. Hasil periode ini menjadi"
            " titik awal untuk survei berikutnya."
        )
        return
    first, last = points[0], points[-1]
    if report.change:
        b.paragraph(sentences.change(report.change), " ", sentences.element_changes(report.change))
    b.figure(
        f"IKM {integer(len(points))} periode, dari {number(first.value, 2)} menjadi {number(last.value, 2)}",
        charts.trend_chart(report),
        charts.alt_trend(report),
        f"Sumber: {source(report)} dan hasil periode sebelumnya.",
    )
    b.table(
        f"Nilai IKM {integer(len(points))} periode",
        (
            ("Periode", None, "left"),
            ("Responden", 24, "right"),
            ("IKM", 20, "right"),
            ("Selang 95 %", 34, "right"),
            ("Mutu dan kinerja", 36, "left"),
        ),
        [
            (
                point.label,
                integer(point.respondents),
                number(point.value, 2),
                interval(point.low, point.high, 2) if point.low is not None and point.high is not None else NOT_SHOWN,
                mark(GRADE_BY_LETTER.get(point.grade)),
            )
            for point in points
        ],
        note="Angka periode sebelumnya adalah angka yang sudah ditetapkan dan tidak dihitung ulang.",
    )
    if report.change and report.change.elements:
        b.table(
            f"Perubahan unsur dibandingkan {report.change.label}",
            (
                ("Kode", 13, "left"),
                ("Unsur", None, "left"),
                ("Lalu", 14, "right"),
                ("Kini", 14, "right"),
                ("Selisih", 15, "right"),
                ("Selang selisih 95 %", 30, "right"),
                ("Keterangan", 38, "left"),
            ),
            [_change_row(report, difference.code) for difference in report.change.elements],
            note="Uji Welch; keterangan memakai nilai p yang dikoreksi Holm untuk banyaknya unsur."
            + (
                f" Tidak dibandingkan karena tidak ada pada kedua periode: {join(list(report.change.not_compared))}."
                if report.change.not_compared
                else ""
            ),
        )
    b.paragraph(
        "Urutan waktu belum membuktikan sebab. Perubahan nilai baru dapat dikaitkan dengan sebuah perbaikan bila ada pembanding yang"
        " diukur dengan cara yang sama."
    )


def _change_row(report: SkmReport, code: str) -> tuple[Content, ...]:
    assert report.change is not None
    difference = next(item for item in report.change.elements if item.code == code)
    names = {element.code: element.short for element in report.result.index.elements}
    before, now = sentences.rounded(difference.before, 3), sentences.rounded(difference.now, 3)
    bounds = (
        f"{number(difference.low, 2)} s.d. {number(difference.high, 2)}"
        if difference.low is not None and difference.high is not None
        else NOT_SHOWN
    )
    return (
        code,
        names.get(code, code),
        number(before, 3),
        number(now, 3),
        number(now - before, 3),
        bounds,
        VERDICTS[difference.verdict],
    )


def conclusion(b: Builder, report: SkmReport) -> None:
    profile, result = report.profile, report.result
    index = result.index
    b.chapter("conclusion")
    period = f" {profile.period}" if profile.period else ""
    if index.value is None or index.grade is None:
        b.paragraph(f"IKM{period} belum dapat dihitung, sehingga kesimpulan belum dapat ditarik.")
    else:
        b.paragraph(f"Dari hasil Survei Kepuasan Masyarakat{period} disimpulkan hal-hal berikut.")
        points = [
            f"{sentences.opening(profile, index)}, dengan IKM {number(index.value, 2)} (mutu {index.grade.letter})"
            + (
                f" dan selang kepercayaan 95 persen {sentences.interval_text(result)}."
                if sentences.bounds(result.estimate)
                else "."
            ),
            sentences.sample(report) if result.sample else "",
            f"{sentences.weakness(result)} {sentences.strength(result)}".strip(),
            sentences.change(report.change),
            (
                "Rencana tindak lanjut pada Subbab 4.2 dilaksanakan oleh penanggung jawabnya dan kemajuannya dilaporkan pada periode"
                " berikutnya."
            ),
        ]
        b.items(*(point for point in points if point))
        next_survey = b.given(profile.next_survey, "waktu survei berikutnya", "Bab V")
        b.blocks.append(
            Paragraph(
                text(
                    "Hasil survei diumumkan kepada masyarakat di ruang pelayanan dan media unit. Survei berikutnya dilaksanakan pada ",
                    next_survey,
                    ".",
                )
            )
        )
    place = b.given(profile.place, "tempat", "Tanda tangan")
    date = Run(day(profile.report_date)) if profile.report_date else b.blank("tanggal laporan", "Tanda tangan")
    b.blocks.append(
        Signature(
            place_date=text(place, ", ", date),
            post=text((profile.head_post or f"Kepala {profile.unit}") + ","),
            name=text(b.given(profile.head_name, "nama kepala unit", "Tanda tangan")),
            nip=text("NIP ", b.given(profile.head_nip, "NIP", "Tanda tangan")),
        )
    )
    source = "jawaban" if report.input.from_round else "berkas"
    lines = [
        text(Run("Dari mana angka ini?", bold=True)),
        text(
            f"Dihitung dengan Cermin {report.version} dari {source} {report.input.file_name}. Siapa pun yang memegang {source} yang"
            " sama akan memperoleh angka yang sama."
        ),
        text(f"Sidik {source} (SHA-256): ", Run(report.input.sha256, mono=True)),
        text("Sidik jawaban: ", Run(result.answer_digest, mono=True)),
    ]
    if profile.contact:
        lines.append(text(f"Pertanyaan tentang survei ini: {profile.contact}"))
    if profile.result_url:
        lines.append(text(f"Halaman hasil: {profile.result_url}"))
    if report.verify_url:
        lines.append(text(f"Periksa keaslian laporan ini: {report.verify_url}"))
    b.blocks.append(Box(tuple(lines)))
