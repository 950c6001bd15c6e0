"""BAB III: who answered, and the index with its elements, services and conventions."""

from __future__ import annotations

from fractions import Fraction

from cermin.documents.content import Align, Cell, Run, text
from cermin.documents.format import integer, interval, join, number, percent
from cermin.documents.skm import charts, sentences
from cermin.documents.skm.report.builder import Builder, Content
from cermin.documents.skm.shape import SkmReport
from cermin.pure.calc.results import ElementScore, Group, GroupTable, Index, Reason
from cermin.pure.law.skm import GRADES, Grade

NOT_SHOWN = "—"
ELEMENT_COLUMNS_FIT = 12
"""Up to so many elements their means fit beside each service on a portrait page of 160 mm."""


def results(b: Builder, report: SkmReport) -> None:
    b.chapter("results")
    b.section("respondents")
    _respondents(b, report)
    b.section("index")
    _index(b, report)


def mark(grade: Grade | None, *, word: bool = True) -> Run:
    """The grade in its shape, with its word (never colour alone)."""
    if grade is None:
        return Run(NOT_SHOWN)
    return Run(grade.performance if word else "", grade=grade.letter)


def _respondents(b: Builder, report: SkmReport) -> None:
    result = report.result
    index = result.index
    b.paragraph(
        f"Jawaban yang dihitung berasal dari {integer(index.respondents)} responden. ", sentences.completeness(index)
    )
    tables = [*result.profile, *([result.services] if result.services else [])]
    if not tables:
        b.paragraph(
            "Berkas jawaban tidak memuat kolom karakteristik responden, sehingga tabel jenis kelamin, usia, pendidikan, dan pekerjaan"
            " tidak dapat disusun."
        )
        return
    rows: list[tuple[Content, ...]] = []
    hidden = False
    for table in tables:
        lines = [
            (group.label, sentences.count_text(group, result.min_count_n), _share(group)) for group in table.groups
        ]
        hidden = hidden or any(group.count is None for group in table.groups)
        if table.not_given is None:
            lines.append(("Tidak mengisi", sentences.COVERED, NOT_SHOWN))
        elif table.not_given:
            lines.append(("Tidak mengisi", integer(table.not_given), _of_total(table)))
        for position, (label, count, share) in enumerate(lines):
            if position == 0:
                rows.append((Cell(text(table.title), rows=len(lines)), label, count, share))
            else:
                rows.append((label, count, share))
    note = (
        f"Persentase terhadap {integer(index.respondents)} responden; karena pembulatan, jumlahnya dapat bergeser 0,1."
    )
    if hidden:
        note += (
            f" Kelompok dengan kurang dari {integer(result.min_count_n)} orang tidak ditampilkan jumlahnya agar tidak ada responden yang"
            " dapat dikenali; kelompok lain ikut ditutup bila jumlah itu dapat dihitung balik."
        )
    b.table(
        "Karakteristik responden",
        (
            ("Karakteristik", 42, "left"),
            ("Kelompok", None, "left"),
            ("Jumlah", 24, "right"),
            ("Persentase", 26, "right"),
        ),
        rows,
        note=note,
    )
    if result.profile:
        b.figure(
            f"Sebaran {integer(index.respondents)} responden menurut karakteristiknya",
            charts.profile_chart(report),
            charts.alt_profile(report),
            f"Sumber: {source(report)}.",
        )


def _share(group: Group) -> str:
    return NOT_SHOWN if group.share is None else percent(group.share)


def _of_total(table: GroupTable) -> str:
    return percent(Fraction(table.not_given or 0, table.total))


def source(report: SkmReport) -> str:
    """Source line of a figure."""
    period = f" {report.profile.period}" if report.profile.period else ""
    return f"SKM {report.profile.unit}{period}, n = {integer(report.result.index.respondents)}"


def _index(b: Builder, report: SkmReport) -> None:
    result = report.result
    index = result.index
    k = len(index.elements)
    several = any(len(element.questions) > 1 for element in index.elements)
    b.paragraph(
        "Nilai rata-rata (NRR) sebuah unsur adalah jumlah nilainya dibagi jumlah jawaban yang terisi."
        + (
            " Bila sebuah unsur dinilai dengan beberapa pertanyaan, NRR unsur adalah rata-rata dari NRR pertanyaannya."
            if several
            else ""
        )
        + f" Setiap unsur berbobot tepat 1/{integer(k)}. Jumlah NRR tertimbang dikalikan 25, dibulatkan satu kali menjadi dua desimal,"
        " lalu ditetapkan mutunya."
    )
    b.table(
        "Nilai interval, mutu, dan kinerja unit pelayanan",
        (
            ("Nilai rata-rata", None, "left"),
            ("Nilai interval konversi (IKM)", None, "left"),
            ("Mutu dan kinerja", None, "left"),
        ),
        [
            (
                f"{grade.nrr_lowest}–{grade.nrr_highest}",
                f"{number(grade.lowest, 2)}–{number(grade.highest, 2)}",
                mark(grade),
            )
            for grade in reversed(GRADES)
        ],
        note="Nilai 3 pada semua pertanyaan menghasilkan IKM 75,00, yaitu mutu C. Hal itu berasal dari batas tabel, bukan salah hitung.",
    )
    if index.value is None or index.grade is None:
        b.paragraph(f"IKM belum dapat dihitung: {sentences.REASONS[index.reason or Reason.NO_ANSWERS]}.")
    _element_table(b, report)
    if index.value is None:
        return
    b.figure(
        _elements_title(report),
        charts.elements_chart(report),
        charts.alt_elements(report),
        f"Sumber: {source(report)}.",
    )
    b.figure(
        "Sebaran jawaban menurut unsur",
        charts.answers_chart(report),
        charts.alt_answers(report),
        f"Sumber: {source(report)}. Angka dalam batang adalah jumlah jawaban.",
    )
    if result.services is not None:
        _services(b, report, result.services)


def _elements_title(report: SkmReport) -> str:
    low, high = sentences.weakest(report.result), sentences.strongest(report.result)
    if not low:
        return "Nilai rata-rata unsur pelayanan"
    alone = high and (len(high) == 1 or high[0].mean != high[1].mean)
    strongest = f"; {high[0].short} terkuat" if alone else ""
    return f"{join([element.short for element in low])} adalah unsur terendah{strongest}"


def _element_table(b: Builder, report: SkmReport) -> None:
    index = report.result.index
    # Where everybody answered everything, a column of equal counts tells nothing and takes room from the names.
    gaps = index.complete != index.respondents
    columns: list[tuple[str, float | None, Align]] = [
        ("Kode", 11 if gaps else 13, "left"),
        ("Unsur", None, "left"),
        ("Jumlah nilai", 14 if gaps else 17, "right"),
        ("NRR", 12 if gaps else 14, "right"),
        ("NRR tertimbang", 20 if gaps else 23, "right"),
        ("Konversi", 16 if gaps else 19, "right"),
        ("Mutu dan kinerja", 27 if gaps else 31, "left"),
    ]
    if gaps:
        columns.insert(3, ("Terisi", 12, "right"))
    foot: list[Content] = [
        "",
        report.profile.unit,
        "",
        *([""] if gaps else []),
        NOT_SHOWN if index.nrr is None else number(index.nrr, 3),
        NOT_SHOWN if index.nrr is None else number(index.nrr, 4),
        NOT_SHOWN if index.value is None else number(index.value, 2),
        mark(index.grade),
    ]
    b.table(
        "Nilai rata-rata, nilai tertimbang, dan mutu menurut unsur",
        columns,
        [_element_row(element, gaps) for element in index.elements],
        foot=[foot],
        note=index_note(report),
        small=gaps,
    )


def _element_row(element: ElementScore, gaps: bool) -> tuple[Content, ...]:
    answers = [integer(element.answers)] if gaps else []
    if element.mean is None or element.weighted is None or element.converted is None:
        return (element.code, element.name, "belum ada", *answers, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN)
    return (
        element.code,
        element.name,
        integer(element.total),
        *answers,
        number(element.mean, 3),
        number(element.weighted, 4),
        number(element.converted, 2),
        mark(element.grade),
    )


def index_note(report: SkmReport) -> str:
    """How the figure came about, its interval, and the other conventions: the note under the element table."""
    result = report.result
    index = result.index
    if index.exact is None or index.value is None or index.nrr is None:
        return ""
    parts = [
        f"Rumus: {number(index.nrr, 4)} × 25 = {number(index.exact, 4)}, dibulatkan menjadi {number(index.value, 2)}.",
        sentences.gap(index),
        _interval_note(report),
        sentences.conventions(index),
    ]
    return " ".join(part for part in parts if part)


def _interval_note(report: SkmReport) -> str:
    estimate = report.result.estimate
    span = sentences.bounds(estimate)
    if span is None:
        return f"Selang kepercayaan tidak ditampilkan: {sentences.interval_text(report.result)}."
    bounds = interval(span.low, span.high, 2)
    spread = f"simpangan baku {number(estimate.sd, 2)}; " if estimate.sd is not None else ""
    population = span.population
    corrected = f"; koreksi populasi terbatas, N = {integer(population)}" if population is not None else ""
    return f"Selang kepercayaan 95 persen: {bounds} ({spread}n = {integer(estimate.n)}{corrected})."


def _services(b: Builder, report: SkmReport, services: GroupTable) -> None:
    result = report.result
    elements = result.index.elements
    wide = len(elements) <= ELEMENT_COLUMNS_FIT
    columns: list[tuple[str, float | None, Align]] = [("Jenis layanan", None, "left"), ("n", 12.5, "right")]
    if wide:
        columns += [(element.code, 9.4, "right") for element in elements]
    columns += [("IKM", 13, "right"), ("Mutu", 12 if wide else 34, "left")]

    def line(label: str, count: str, index: Index | None) -> tuple[Content, ...]:
        means: list[Content] = []
        if wide and index is None:
            means = [NOT_SHOWN] * len(elements)
        elif wide and index is not None:
            means = [NOT_SHOWN if element.mean is None else number(element.mean, 2) for element in index.elements]
        value = NOT_SHOWN if index is None or index.value is None else number(index.value, 2)
        return (label, count, *means, value, mark(index.grade if index else None, word=not wide))

    rows = [
        line(group.label, sentences.count_text(group, result.min_count_n), group.index) for group in services.groups
    ]
    if services.not_given:
        rows.append(line("Layanan tidak disebut", integer(services.not_given), None))
    note = (
        "Baris unit dihitung dari semua responden, bukan dari rata-rata layanan."
        f" Nilai ditampilkan bila n sekurang-kurangnya {integer(result.min_score_n)}."
    )
    if any(group.index is None for group in services.groups):
        note += " Tanda — berarti tidak ditampilkan untuk melindungi responden, bukan nol."
    b.table(
        "Hasil menurut jenis layanan",
        columns,
        rows,
        foot=[line("Unit (semua responden)", integer(result.index.respondents), result.index)],
        note=note,
        small=True,
    )
