"""What the SKM report, its follow-up plan and its poster must hold, and from which group size on results are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cermin.pure.law.base import OWN_TEXT, PRACTICE, Citation
from cermin.pure.law.skm import PERMENPANRB_14_2017


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the report. key: stable name for programs; number as printed ("2.5")."""

    key: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter (bab) with its sections in order. number as printed ("BAB II"); the last chapter has no sections."""

    key: str
    number: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex (lampiran). number as printed ("Lampiran 4")."""

    key: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal instrument that reports cite. short: as in running text; title: as in the list 'Dasar pelaksanaan'."""

    key: str
    short: str
    title: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class FollowUpTerm:
    """How long a follow-up may take, in whole months counted from the plan; `highest` None means without limit.

    label is the word of the table; text explains it ("kurang dari 12 bulan").
    """

    key: str
    label: str
    text: str
    lowest: int
    highest: int | None


@dataclass(frozen=True, slots=True)
class PosterBlocks:
    """The fixed words of the one-page publication sheet, in the order of the sheet."""

    title: str
    value: str
    service: str
    respondents: str
    count: str
    gender: str
    education: str
    period: str
    thanks: str


_TEMPLATE_SOURCE = "De facto ministry template, the same words in reports of three regencies and in one generator."

REPORT_CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "introduction",
        "BAB I",
        "Pendahuluan",
        (
            Section("background", "1.1", "Latar Belakang"),
            Section("legal_basis", "1.2", "Dasar Pelaksanaan Survei Kepuasan Masyarakat"),
            Section("purpose", "1.3", "Maksud dan Tujuan"),
        ),
    ),
    Chapter(
        "collection",
        "BAB II",
        "Pengumpulan Data SKM",
        (
            Section("executor", "2.1", "Pelaksana SKM"),
            Section("method", "2.2", "Metode Pengumpulan Data"),
            Section("location", "2.3", "Lokasi Pengumpulan Data"),
            Section("timetable", "2.4", "Waktu Pelaksanaan SKM"),
            Section("sample", "2.5", "Penentuan Jumlah Responden"),
        ),
    ),
    Chapter(
        "results",
        "BAB III",
        "Hasil Pengolahan Data SKM",
        (
            Section("respondents", "3.1", "Jumlah Responden SKM"),
            Section("index", "3.2", "Indeks Kepuasan Masyarakat"),
        ),
    ),
    Chapter(
        "analysis",
        "BAB IV",
        "Analisis Hasil SKM",
        (
            Section("strengths", "4.1", "Analisis Permasalahan/Kelemahan dan Kelebihan Unsur Layanan"),
            Section("plan", "4.2", "Rencana Tindak Lanjut"),
            Section("trend", "4.3", "Tren Nilai SKM"),
        ),
    ),
    Chapter("conclusion", "BAB V", "Kesimpulan", ()),
)
"""The chapters of 'Laporan Pelaksanaan SKM', after cover and contents."""

REPORT_ANNEXES: tuple[Annex, ...] = (
    Annex("questionnaire", "Lampiran 1", "Kuesioner"),
    Annex("processing", "Lampiran 2", "Hasil Pengolahan Data"),
    Annex("photos", "Lampiran 3", "Dokumentasi Pelaksanaan"),
    Annex("follow_up", "Lampiran 4", "Laporan Hasil Tindak Lanjut SKM Periode Sebelumnya"),
)

REPORT_CITATION = Citation(
    instrument=PRACTICE,
    where="templat Laporan Pelaksanaan SKM unit penyelenggara pelayanan",
    verified=False,
    source=_TEMPLATE_SOURCE,
)

SURVEY_STEPS: tuple[str, ...] = (
    "Persiapan",
    "Pengumpulan data",
    "Pengolahan data dan analisis hasil",
    "Penyusunan dan pelaporan hasil",
)
"""Rows of the timetable in section 2.4."""

SURVEY_STEPS_CITATION = Citation(
    instrument=PRACTICE,
    where="templat Laporan Pelaksanaan SKM, tabel waktu pelaksanaan",
    verified=False,
    source="One public report generator that follows the template.",
)

COLLECTION_METHODS: tuple[str, ...] = (
    "Kuesioner dengan wawancara tatap muka",
    "Kuesioner yang diisi sendiri oleh responden",
    "Kuesioner elektronik",
    "Diskusi kelompok terfokus",
    "Wawancara tidak berstruktur melalui wawancara mendalam",
)
"""Techniques of section 2.2."""

COLLECTION_METHODS_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, teknik survei",
    verified=False,
    source="From memory of secondary descriptions; the annex was not read.",
)

LEGAL_BASES: tuple[LegalBasis, ...] = (
    LegalBasis(
        "uu-25-2009",
        "UU 25/2009",
        "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik",
        Citation(
            instrument="UU 25/2009",
            where="seluruhnya; peran serta masyarakat pada pasal 39",
            verified=False,
            source="Cited as legal base in public copies of the regulation and in reports.",
            valid_from=date(2009, 7, 18),
        ),
    ),
    LegalBasis(
        "pp-96-2012",
        "PP 96/2012",
        "Peraturan Pemerintah Nomor 96 Tahun 2012 tentang Pelaksanaan Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik",
        Citation(
            instrument="PP 96/2012",
            where="seluruhnya",
            verified=False,
            source="Cited as legal base in public copies of the regulation and in reports.",
        ),
    ),
    LegalBasis(
        "permenpanrb-14-2017",
        PERMENPANRB_14_2017,
        "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 14 Tahun 2017 tentang Pedoman "
        "Penyusunan Survei Kepuasan Masyarakat Unit Penyelenggara Pelayanan Publik",
        Citation(
            instrument=PERMENPANRB_14_2017,
            where="judul dan pasal 1 ayat 1: sekurang-kurangnya satu kali setahun",
            verified=False,
            source="Title and Pasal 1 read in public copies; no later regulation that revokes it was found.",
        ),
    ),
    LegalBasis(
        "permenpanrb-16-2017",
        "PermenPANRB 16/2017",
        "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 16 Tahun 2017 tentang Pedoman "
        "Penyelenggaraan Forum Konsultasi Publik di Lingkungan Unit Penyelenggara Pelayanan Publik",
        Citation(
            instrument="PermenPANRB 16/2017",
            where="judul; dasar pembahasan rencana tindak lanjut dalam Forum Konsultasi Publik",
            verified=False,
            source="Title from a public legal database entry (Berita Negara 2017 no. 765); the text was not read.",
        ),
    ),
)
"""In the order in which a report lists them."""

FOLLOW_UP_TERMS: tuple[FollowUpTerm, ...] = (
    FollowUpTerm("pendek", "Jangka pendek", "kurang dari 12 bulan", 0, 11),
    FollowUpTerm("menengah", "Jangka menengah", "12 sampai 24 bulan", 12, 24),
    FollowUpTerm("panjang", "Jangka panjang", "lebih dari 24 bulan", 25, None),
)
"""Terms of a follow-up plan; the priority goes to the lowest elements."""

FOLLOW_UP_TERMS_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, rencana tindak lanjut menurut jangka waktu",
    verified=False,
    source="From memory of secondary descriptions; the annex was not read.",
)

FOLLOW_UP_COLUMNS: tuple[str, ...] = ("No", "Prioritas Unsur", "Program/Kegiatan", "Waktu", "Penanggung Jawab")
"""Columns of the follow-up plan in section 4.2."""

FOLLOW_UP_COLUMNS_CITATION = Citation(
    instrument=PRACTICE,
    where="templat Laporan Pelaksanaan SKM, tabel rencana tindak lanjut",
    verified=False,
    source="The same columns in one report generator and in one template of 2025.",
)

POSTER = PosterBlocks(
    title="INDEKS KEPUASAN MASYARAKAT (IKM)",
    value="NILAI IKM",
    service="NAMA LAYANAN",
    respondents="RESPONDEN",
    count="JUMLAH",
    gender="JENIS KELAMIN",
    education="PENDIDIKAN",
    period="PERIODE SURVEI",
    thanks="TERIMA KASIH ATAS PENILAIAN YANG TELAH ANDA BERIKAN. MASUKAN ANDA SANGAT BERMANFAAT UNTUK KEMAJUAN UNIT KAMI "
    "AGAR TERUS MEMPERBAIKI DAN MENINGKATKAN KUALITAS PELAYANAN BAGI MASYARAKAT",
)

POSTER_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, lembar publikasi hasil (umum dianggap berasal dari lampiran)",
    verified=False,
    source="Five independent public code bases reproduce the same sheet; whether it is in the annex could not be read.",
)

MIN_SCORE_N = 10
"""Default limit: scores and means of a group are shown from this many respondents on."""

MIN_COUNT_N = 5
"""Default limit: the number of respondents of a group is shown from this many on."""

SUPPRESSION_CITATION = Citation(
    instrument=OWN_TEXT,
    where="batas kelompok kecil; keduanya dapat diatur",
    verified=False,
    source="Our choice from statistical disclosure practice, to keep the duties of UU 27/2022 on personal data; no rule sets the numbers.",
)
