"""The satisfaction survey (SKM) as the rules describe it: elements, forms, grades and methods.

An element is known by its *meaning* (`SARPRAS`), never by a bare position: the list of elements and the annex
questionnaire order the last two differently (list U8 = complaints, U9 = facilities; form question 8 = facilities,
question 9 = complaints), and crossing them is a bug that real applications have published.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cermin.pure.law.base import OWN_TEXT, PRACTICE, Citation

PERMENPANRB_14_2017 = "PermenPANRB 14/2017"


@dataclass(frozen=True, slots=True)
class Element:
    """One element (unsur) of service quality.

    key:   its meaning, stable for ever: "PERSYARATAN" ... "SARPRAS". Own elements of a unit use their own key.
    code:  how reports number it, in the order of the list: "U1" ... "U9".
    name:  full name for tables; short: for charts and narrow columns.
    """

    key: str
    code: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form. `labels` are the answers for the scores 1, 2, 3, 4 in this order."""

    code: str
    number: int
    element: str
    text: str
    labels: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire: an ordered list of questions, each mapped to one element."""

    key: str
    name: str
    questions: tuple[Question, ...]
    citation: Citation


ELEMENTS: tuple[Element, ...] = (
    Element("PERSYARATAN", "U1", "Persyaratan", "Persyaratan"),
    Element("PROSEDUR", "U2", "Sistem, Mekanisme, dan Prosedur", "Prosedur"),
    Element("WAKTU", "U3", "Waktu Penyelesaian", "Waktu"),
    Element("BIAYA", "U4", "Biaya/Tarif", "Biaya"),
    Element("PRODUK", "U5", "Produk Spesifikasi Jenis Pelayanan", "Produk"),
    Element("KOMPETENSI", "U6", "Kompetensi Pelaksana", "Kompetensi"),
    Element("PERILAKU", "U7", "Perilaku Pelaksana", "Perilaku"),
    Element("PENGADUAN", "U8", "Penanganan Pengaduan, Saran, dan Masukan", "Pengaduan"),
    Element("SARPRAS", "U9", "Sarana dan Prasarana", "Sarana"),
)
"""The nine elements in the order of the list (U1..U9)."""

ELEMENTS_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, unsur SKM",
    verified=False,
    source="The same order in five independent public programs and reports; the text of the regulation was not read.",
)

ELEMENT_BY_KEY: dict[str, Element] = {element.key: element for element in ELEMENTS}
ELEMENT_BY_CODE: dict[str, Element] = {element.code: element for element in ELEMENTS}

GENERAL_LABELS: tuple[str, str, str, str] = ("Tidak baik", "Kurang baik", "Baik", "Sangat baik")
"""Answers for the scores 1, 2, 3, 4 that fit every question, met where a form does not use the labels of the annex."""

GENERAL_LABELS_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, nilai persepsi 1-4",
    verified=False,
    source="The words of the four perceptions in many public copies; not compared with the printed annex.",
)

CONVERSION = 25
"""The index of means (1 to 4) times this is the index from 25 to 100."""

CONVERSION_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, konversi: nilai indeks x 25",
    verified=False,
    source="The same factor in every public copy and program; not compared with the printed annex.",
)

FORM_9 = Form(
    key="skm-9",
    name="Kuesioner sembilan pertanyaan",
    questions=(
        Question(
            "P1",
            1,
            "PERSYARATAN",
            "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
            ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        ),
        Question(
            "P2",
            2,
            "PROSEDUR",
            "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
            ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
        ),
        Question(
            "P3",
            3,
            "WAKTU",
            "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
            ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
        ),
        Question(
            "P4",
            4,
            "BIAYA",
            "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
            ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
        ),
        Question(
            "P5",
            5,
            "PRODUK",
            "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan dengan hasil yang diberikan?",
            ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        ),
        Question(
            "P6",
            6,
            "KOMPETENSI",
            "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
            ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
        ),
        Question(
            "P7",
            7,
            "PERILAKU",
            "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?",
            ("Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"),
        ),
        Question(
            "P8",
            8,
            "SARPRAS",
            "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
            ("Buruk", "Cukup", "Baik", "Sangat baik"),
        ),
        Question(
            "P9",
            9,
            "PENGADUAN",
            "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
            ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
        ),
    ),
    citation=Citation(
        instrument=PERMENPANRB_14_2017,
        where="Lampiran, kuesioner",
        verified=False,
        source="Three independent public copies of the annex that agree word for word; not compared with the printed annex.",
    ),
)


@dataclass(frozen=True, slots=True)
class Grade:
    """One row of the grade table (mutu pelayanan).

    letter: "A".."D"; performance: the word ("Baik"); lowest/highest: printed bounds of the converted index (25-100),
    two decimals; nrr_lowest/nrr_highest: printed bounds of the element mean (1-4), as text because the printed decimals differ.
    """

    letter: str
    performance: str
    lowest: Decimal
    highest: Decimal
    nrr_lowest: str
    nrr_highest: str


GRADES: tuple[Grade, ...] = (
    Grade("D", "Tidak Baik", Decimal("25.00"), Decimal("64.99"), "1,00", "2,5996"),
    Grade("C", "Kurang Baik", Decimal("65.00"), Decimal("76.60"), "2,60", "3,064"),
    Grade("B", "Baik", Decimal("76.61"), Decimal("88.30"), "3,0644", "3,532"),
    Grade("A", "Sangat Baik", Decimal("88.31"), Decimal("100.00"), "3,5324", "4,00"),
)
"""Lowest first. A value between two printed rows is graded after rounding once, half up, to two decimals: then no gap is left."""

GRADES_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, tabel nilai persepsi, nilai interval, mutu dan kinerja",
    verified=False,
    source="Many public copies that agree; not compared with the printed annex.",
)


GRADING_PLACES = 2
"""Decimals to which the converted index is rounded, once and half up, before it is looked up in `GRADES`."""

GRADING_CITATION = Citation(
    instrument=OWN_TEXT,
    where="aturan celah tabel mutu",
    verified=False,
    source="The table is printed with gaps of one hundredth and no rule for them was found: rounding first leaves none.",
)


@dataclass(frozen=True, slots=True)
class Method:
    """A named way to turn element means into an index: sum(mean * weight) * 25.

    `weight(k)` is exact. `exact` is the rule (1/k); the two others round 1/k half up to `weight_places` decimals, as printed
    examples and other programs do. Their names are what that gives for nine elements; for eight it is 0.125 and 0.13.
    """

    key: str
    name: str
    weight_places: int | None
    citation: Citation

    def weight(self, elements: int) -> Fraction:
        """Weight of one element among `elements` (>= 1)."""
        if self.weight_places is None:
            return Fraction(1, elements)
        scale = 10**self.weight_places
        return Fraction(int(Fraction(scale, elements) + Fraction(1, 2)), scale)


METHODS: dict[str, Method] = {
    method.key: method
    for method in (
        Method(
            key="exact",
            name="Bobot tepat 1/k",
            weight_places=None,
            citation=Citation(
                instrument=PERMENPANRB_14_2017,
                where="Lampiran, pengolahan data: bobot = 1 / jumlah unsur",
                verified=False,
                source="Formula in public copies and in the legend of several units; not compared with the printed annex.",
            ),
        ),
        Method(
            key="0.111",
            name="Bobot dibulatkan tiga desimal (0,111)",
            weight_places=3,
            citation=Citation(
                instrument=PRACTICE,
                where="tabel pengolahan bergaya kementerian, bobot 0,111",
                verified=False,
                source="Seen in published unit tables and in one regency's official indicator metadata; not a rule.",
            ),
        ),
        Method(
            key="0.11",
            name="Bobot dibulatkan dua desimal (0,11)",
            weight_places=2,
            citation=Citation(
                instrument=PERMENPANRB_14_2017,
                where="Lampiran, contoh perhitungan yang menulis 1/9 sebagai 0,11",
                verified=False,
                source="Programs that cite the regulation for it; the printed example was not read.",
            ),
        ),
    )
}
"""By key, in the order in which comparisons are shown. `exact` is the rule; the others only explain older published values."""

FORM_16 = Form(
    key="skm-16",
    name="Kuesioner enam belas pertanyaan",
    questions=(
        Question(
            "P1",
            1,
            "PERSYARATAN",
            "Bagaimana kelengkapan informasi tentang persyaratan pelayanan ini?",
            ("Tidak lengkap", "Kurang lengkap", "Lengkap", "Sangat lengkap"),
        ),
        Question(
            "P2",
            2,
            "PERSYARATAN",
            "Bagaimana kesesuaian persyaratan yang diminta petugas dengan yang diumumkan?",
            ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        ),
        Question(
            "P3",
            3,
            "PROSEDUR",
            "Bagaimana kejelasan alur pelayanan ini?",
            ("Tidak jelas", "Kurang jelas", "Jelas", "Sangat jelas"),
        ),
        Question(
            "P4",
            4,
            "PROSEDUR",
            "Bagaimana kemudahan mengikuti alur pelayanan ini?",
            ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
        ),
        Question(
            "P5",
            5,
            "PROSEDUR",
            "Bagaimana kecepatan setiap langkah dalam alur pelayanan ini?",
            ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
        ),
        Question(
            "P6",
            6,
            "WAKTU",
            "Bagaimana ketepatan waktu penyelesaian pelayanan dibandingkan dengan yang dijanjikan?",
            ("Tidak tepat", "Kurang tepat", "Tepat", "Sangat tepat"),
        ),
        Question(
            "P7",
            7,
            "BIAYA",
            "Bagaimana kesesuaian biaya yang Saudara bayar dengan tarif yang diumumkan?",
            ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        ),
        Question(
            "P8",
            8,
            "BIAYA",
            "Bagaimana kemudahan cara pembayaran pelayanan ini?",
            ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
        ),
        # Public code bases call question 9 "result as requested" and still count it under cost: our wording asks
        # for both at once, what was received against what was charged, so that it is at home under BIAYA.
        Question(
            "P9",
            9,
            "BIAYA",
            "Bagaimana kesesuaian hasil yang Saudara terima dengan biaya yang dikenakan?",
            ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        ),
        Question(
            "P10",
            10,
            "PRODUK",
            "Bagaimana ketepatan isi dokumen atau hasil pelayanan yang Saudara terima?",
            ("Tidak tepat", "Kurang tepat", "Tepat", "Sangat tepat"),
        ),
        Question(
            "P11",
            11,
            "KOMPETENSI",
            "Bagaimana kemampuan petugas dalam melayani Saudara?",
            ("Tidak mampu", "Kurang mampu", "Mampu", "Sangat mampu"),
        ),
        Question(
            "P12",
            12,
            "PERILAKU",
            "Bagaimana kesopanan petugas dalam melayani Saudara?",
            ("Tidak sopan", "Kurang sopan", "Sopan", "Sangat sopan"),
        ),
        Question(
            "P13",
            13,
            "PERILAKU",
            "Bagaimana keadilan petugas dalam melayani semua orang tanpa membeda-bedakan?",
            ("Tidak adil", "Kurang adil", "Adil", "Sangat adil"),
        ),
        Question(
            "P14",
            14,
            "PERILAKU",
            "Bagaimana kebersihan pelayanan ini dari pungutan di luar ketentuan?",
            ("Tidak bersih", "Kurang bersih", "Bersih", "Sangat bersih"),
        ),
        Question(
            "P15",
            15,
            "PENGADUAN",
            "Bagaimana kemudahan menyampaikan pengaduan, saran, dan masukan di unit ini?",
            ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
        ),
        Question(
            "P16",
            16,
            "SARPRAS",
            "Bagaimana kenyamanan sarana dan prasarana di unit ini?",
            ("Tidak nyaman", "Kurang nyaman", "Nyaman", "Sangat nyaman"),
        ),
    ),
    citation=Citation(
        instrument=OWN_TEXT,
        where="kalimat pertanyaan dan pilihan jawaban; susunan 2-3-1-3-1-1-3-1-1",
        verified=False,
        source="Structure seen in two independent public code bases that follow the ministry's online form (presumably "
        "Pedoman Menteri PANRB 9/2024, not read); the wording is ours and may differ from the ministry's.",
    ),
)
"""Sixteen questions on the nine elements, in the order of the list: here P15 is complaints and P16 is facilities."""

FORMS: dict[str, Form] = {form.key: form for form in (FORM_9, FORM_16)}
"""Forms by key."""
