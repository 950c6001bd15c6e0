"""The satisfaction survey (SKM) as the rules describe it: elements, forms, grades and methods.

An element is known by its *meaning* (`SARPRAS`), never by a bare position: the list of elements and the annex
questionnaire order the last two differently (list U8 = complaints, U9 = facilities; form question 8 = facilities,
question 9 = complaints), and crossing them is a bug that real applications have published.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cermin.pure.law.base import Citation

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

ELEMENT_BY_KEY: dict[str, Element] = {element.key: element for element in ELEMENTS}
ELEMENT_BY_CODE: dict[str, Element] = {element.code: element for element in ELEMENTS}

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
    source="Many public copies that agree (skm.md 1.10); not compared with the printed annex.",
)


@dataclass(frozen=True, slots=True)
class Method:
    """A named way to turn element means into an index: sum(mean * weight) * 25.

    `weight(k)` is exact; `exact` is the rule, the two others reproduce what printed examples and other programs show.
    """

    key: str
    name: str
    fixed_weight: Fraction | None
    citation: Citation

    def weight(self, elements: int) -> Fraction:
        """Weight of one element among `elements` (>= 1)."""
        return Fraction(1, elements) if self.fixed_weight is None else self.fixed_weight
