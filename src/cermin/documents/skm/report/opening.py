"""Summary, BAB I (why and on what basis) and BAB II (how the answers were collected)."""

from __future__ import annotations

from cermin.documents.content import Approvals, Run, Tiles, text
from cermin.documents.format import day, days, integer, join, number
from cermin.documents.skm import sentences
from cermin.documents.skm.report.builder import Builder
from cermin.documents.skm.shape import SkmReport, Step
from cermin.pure.law.report import LEGAL_BASES, SURVEY_STEPS


def summary(b: Builder, report: SkmReport) -> None:
    """One page that a head of unit reads first."""
    profile, result = report.profile, report.result
    index = result.index
    b.unnumbered("Ringkasan")
    period = profile.period or "periode survei ini"
    if index.value is None or index.grade is None:
        b.paragraph(
            f"Indeks Kepuasan Masyarakat (IKM) {profile.unit} pada {period} belum dapat dihitung:"
            f" {sentences.REASONS[index.reason] if index.reason else 'belum ada jawaban'}."
        )
        return
    interval = sentences.bounds(result.estimate)
    b.paragraph(
        f"Pelayanan {profile.unit} pada {period} dinilai ",
        Run(index.grade.performance, bold=True),
        f" (mutu {index.grade.letter}) oleh {integer(index.respondents)} pengguna layanan. Indeks Kepuasan Masyarakat (IKM) sebesar ",
        Run(number(index.value, 2), bold=True),
        " pada skala 25 sampai 100",
        f", dengan selang kepercayaan 95 persen {number(interval.low, 2)} sampai {number(interval.high, 2)}."
        if interval
        else ".",
    )
    tiles = [
        ("Nilai IKM", number(index.value, 2), text(Run(index.grade.performance, grade=index.grade.letter))),
        ("Responden", integer(index.respondents), text(_sample_line(report))),
    ]
    done = [line for line in profile.last_plan if line.status == "sudah"]
    if profile.last_plan:
        tiles.append(("Tindak lanjut lalu", f"{len(done)} dari {len(profile.last_plan)}", text("selesai dikerjakan")))
    elif result.satisfied is not None:
        tiles.append(
            ("Responden yang puas", f"{number(result.satisfied.mean * 100, 1)} %", text("nilai pribadinya B atau A"))
        )
    b.blocks.append(Tiles(tuple(tiles)))
    b.paragraph(
        Run("Yang perlu diperbaiki. ", bold=True), sentences.weakness(result), " ", sentences.grades_below(result)
    )
    if strength := sentences.strength(result):
        b.paragraph(Run("Yang sudah kuat. ", bold=True), strength)
    if report.change:
        b.paragraph(Run("Dibandingkan periode sebelumnya. ", bold=True), sentences.change(report.change))
    b.paragraph(Run("Yang akan dikerjakan. ", bold=True), _plan_line(report))
    where = "Ringkasan"
    b.blocks.append(
        Approvals(
            (
                ("Disiapkan", text(b.given(profile.prepared_by, "yang menyiapkan", where)), ()),
                ("Diperiksa", text(b.given(profile.checked_by, "yang memeriksa", where)), ()),
                (
                    "Disetujui",
                    text(profile.head_post or f"Kepala {profile.unit}"),
                    text(day(profile.report_date)) if profile.report_date else (),
                ),
            )
        )
    )


def _sample_line(report: SkmReport) -> str:
    sample = report.result.sample
    if sample is None:
        return "populasi belum diisi"
    return f"minimum {integer(sample.minimum)} dari populasi {integer(sample.population)}"


def _plan_line(report: SkmReport) -> str:
    planned = [line for line in report.profile.plan if line.activity]
    if planned:
        codes = join(list(dict.fromkeys(line.element for line in planned)))
        return (
            f"{integer(len(planned))} kegiatan tindak lanjut untuk {codes} dimuat pada Subbab 4.2 beserta waktu dan penanggung jawabnya."
            " Pengaruhnya diperiksa pada survei berikutnya."
        )
    low = sentences.weakest(report.result)
    if not low:
        return "Rencana tindak lanjut dimuat pada Subbab 4.2."
    return (
        f"Rencana tindak lanjut pada Subbab 4.2 mendahulukan {join([element.name for element in low])}; kegiatan, waktu, dan"
        " penanggung jawabnya masih harus dilengkapi."
    )


def introduction(b: Builder, report: SkmReport) -> None:
    """BAB I."""
    profile = report.profile
    b.chapter("introduction")
    b.section("background")
    b.paragraph(
        "Pelayanan publik yang baik dapat dinilai oleh orang yang menggunakannya. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan"
        " Publik memberi masyarakat peran dalam mengawasi dan memperbaiki pelayanan, dan Survei Kepuasan Masyarakat (SKM) adalah salah satu"
        " cara mewujudkannya: pengguna layanan menilai setiap unsur pelayanan, lalu penyelenggara memperbaiki unsur yang dinilai lemah."
    )
    b.paragraph(
        f"Laporan ini memuat hasil SKM {profile.unit}",
        f" pada {profile.period}" if profile.period else "",
        ": siapa yang menjawab, bagaimana nilainya dihitung, unsur apa yang lemah dan kuat, rencana tindak lanjut, serta tindak lanjut"
        " atas survei sebelumnya.",
    )
    b.section("legal_basis")
    bases: list[str | tuple[Run, ...]] = [f"{base.title}." for base in LEGAL_BASES]
    decree = b.given(profile.decree, "keputusan kepala unit tentang tim pelaksana SKM: nomor dan tahun", "Subbab 1.2")
    bases.append(text(decree) if decree.fill_in else text(Run(decree.text.rstrip(".") + ".")))
    b.items(*bases)
    b.section("purpose")
    b.paragraph(
        "Maksud pelaksanaan SKM adalah memperoleh gambaran yang jujur tentang mutu pelayanan menurut penggunanya. Tujuannya adalah:"
    )
    b.items(
        "mengukur kepuasan masyarakat secara keseluruhan dan menurut unsur pelayanan;",
        "menemukan unsur yang perlu diperbaiki lebih dahulu;",
        "menyusun rencana tindak lanjut yang pelaksanaannya dapat diperiksa; dan",
        "mengumumkan hasilnya secara terbuka kepada masyarakat.",
        marker="a",
    )


def collection(b: Builder, report: SkmReport) -> None:
    """BAB II."""
    profile, result = report.profile, report.result
    b.chapter("collection")
    b.section("executor")
    b.paragraph(
        "SKM dilaksanakan oleh ",
        b.given(
            profile.team,
            "susunan tim pelaksana: penanggung jawab, ketua, petugas pengumpul dan pengolah data",
            "Subbab 2.1",
        ),
        ".",
    )
    b.section("method")
    questions = len(report.answers.questions)
    elements = len(report.answers.elements)
    b.paragraph(
        f"Data dikumpulkan dengan kuesioner yang memuat {integer(questions)} pertanyaan tentang {integer(elements)} unsur pelayanan"
        " (Lampiran 1). Setiap pertanyaan dijawab dengan nilai 1 sampai dengan 4. Responden tidak diminta menuliskan nama atau nomor induk"
        " kependudukan. Cara pengumpulan: ",
        b.given(profile.method, "cara pengumpulan: kuesioner kertas, tautan, QR, wawancara", "Subbab 2.2"),
        ".",
    )
    if report.input.form == "skm-9":
        b.paragraph(
            "Urutan pertanyaan pada kuesioner tidak sama dengan urutan unsur dalam daftar: pertanyaan 8 menilai Sarana dan Prasarana (U9),"
            " sedangkan pertanyaan 9 menilai Penanganan Pengaduan, Saran, dan Masukan (U8). Laporan ini memakai kode dalam daftar unsur."
        )
    for element in report.answers.elements:
        if element.replaced:
            b.paragraph(f"Unsur {element.name} ({element.code}) diganti dengan alasan: {element.replaced}.")
    b.section("location")
    b.paragraph(
        "Jawaban dikumpulkan di ",
        b.given(profile.location, "tempat kuesioner disediakan", "Subbab 2.3"),
        ".",
    )
    b.section("timetable")
    _timetable(b, report)
    b.section("sample")
    if result.sample is None:
        b.paragraph(
            "Populasi adalah pengguna layanan pada periode sebelumnya, yaitu ",
            b.blank("jumlah pengguna layanan dan sumber datanya", "Subbab 2.5"),
            ". Tanpa jumlah populasi, kecukupan responden dan koreksi populasi terbatas belum dapat dihitung.",
        )
    else:
        b.paragraph(sentences.sample(report))
        if not profile.population_source:
            b.paragraph("Sumber jumlah populasi: ", b.blank("sumber jumlah populasi", "Subbab 2.5"), ".")
    b.paragraph(sentences.left_out(report))
    population = integer(result.sample.population) if result.sample else b.blank("populasi", "Tabel 2.2")
    minimum = integer(result.sample.minimum) if result.sample else "belum dapat dihitung"
    b.table(
        "Populasi, jumlah minimum, dan jumlah responden",
        (
            ("Populasi", None, "right"),
            ("Minimum", None, "right"),
            ("Baris jawaban diterima", None, "right"),
            ("Dihitung", None, "right"),
            ("Terisi lengkap", None, "right"),
        ),
        (
            (
                population,
                minimum,
                integer(report.input.rows_read),
                integer(result.index.respondents),
                integer(result.index.complete),
            ),
        ),
        note=_sample_note(report),
    )


def _sample_note(report: SkmReport) -> str:
    sample = report.result.sample
    if sample is None:
        return "Jumlah minimum mengikuti tabel Krejcie dan Morgan setelah populasi diisi."
    if sample.used == "table" and sample.table_population is not None and sample.table_population != sample.population:
        return (
            f"Tabel Krejcie dan Morgan, taraf kesalahan 5 persen; populasi {integer(sample.population)} memakai baris"
            f" {integer(sample.table_population)}. Rumusnya menghasilkan {integer(sample.formula)}."
        )
    source = "Tabel" if sample.used == "table" else "Rumus"
    return f"{source} Krejcie dan Morgan, taraf kesalahan 5 persen."


def _timetable(b: Builder, report: SkmReport) -> None:
    given = {step.name: step for step in report.profile.steps}
    steps = list(report.profile.steps) if given else [Step(name, None, None) for name in SURVEY_STEPS]
    if not given and report.profile.start and report.profile.end:
        steps[1] = Step(steps[1].name, report.profile.start, report.profile.end)
    where = "Tabel 2.1"
    rows = []
    counted = 0
    for position, step in enumerate(steps, 1):
        when = days(step.start, step.end) if step.start and step.end else b.blank(f"waktu {step.name.lower()}", where)
        if step.working_days is None:
            work: str | Run = b.blank("hari", where + f", {step.name.lower()}")
        else:
            work = integer(step.working_days)
            counted += 1
        rows.append((str(position), step.name, when, work))
    complete = counted == len(steps)
    foot = [("", "Jumlah", "", integer(sum(step.working_days or 0 for step in steps)))] if complete else []
    b.table(
        "Tahapan dan waktu pelaksanaan",
        (("No.", 10, "right"), ("Kegiatan", None, "left"), ("Waktu", 62, "left"), ("Hari kerja", 22, "right")),
        rows,
        foot=foot,
    )
