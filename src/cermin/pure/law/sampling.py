"""How many respondents a round needs: the table and the formula of Krejcie and Morgan."""

from __future__ import annotations

from fractions import Fraction

from cermin.pure.law.base import Citation
from cermin.pure.law.skm import PERMENPANRB_14_2017

KREJCIE_MORGAN_CHI2 = Fraction(3841, 1000)
"""Chi-square of one degree of freedom at 5 %, as printed by the authors (3.841)."""

KREJCIE_MORGAN_P = Fraction(1, 2)
"""Assumed proportion in the population: one half asks for the largest sample."""

KREJCIE_MORGAN_D = Fraction(1, 20)
"""Accuracy, as a proportion (5 points of 100)."""

# fmt: off
KREJCIE_MORGAN: dict[int, int] = {
    10: 10, 15: 14, 20: 19, 25: 24, 30: 28, 35: 32, 40: 36, 45: 40, 50: 44, 55: 48,
    60: 52, 65: 56, 70: 59, 75: 63, 80: 66, 85: 70, 90: 73, 95: 76, 100: 80, 110: 86,
    120: 92, 130: 97, 140: 103, 150: 108, 160: 113, 170: 118, 180: 123, 190: 127, 200: 132, 210: 136,
    220: 140, 230: 144, 240: 148, 250: 152, 260: 155, 270: 159, 280: 162, 290: 165, 300: 169, 320: 175,
    340: 181, 360: 186, 380: 191, 400: 196, 420: 201, 440: 205, 460: 210, 480: 214, 500: 217, 550: 226,
    600: 234, 650: 242, 700: 248, 750: 254, 800: 260, 850: 265, 900: 269, 950: 274, 1000: 278, 1100: 285,
    1200: 291, 1300: 297, 1400: 302, 1500: 306, 1600: 310, 1700: 313, 1800: 317, 1900: 320, 2000: 322, 2200: 327,
    2400: 331, 2600: 335, 2800: 338, 3000: 341, 3500: 346, 4000: 351, 4500: 354, 5000: 357, 6000: 361, 7000: 364,
    8000: 367, 9000: 368, 10000: 370, 15000: 375, 20000: 377, 30000: 379, 40000: 380, 50000: 381, 75000: 382,
    1000000: 384,
}
# fmt: on
"""Population -> sample, all 90 printed rows, ascending. Every row is S = X2 N P Q / (d2 (N-1) + X2 P Q) to the nearest integer."""

KREJCIE_MORGAN_CITATION = Citation(
    instrument="Krejcie & Morgan 1970",
    where="Educational and Psychological Measurement 30, 607-610, formula and Table 1",
    verified=False,
    source="A public copy of the table, every row equal to the formula; the article itself was not compared.",
)

SAMPLE_CITATION = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, penetapan jumlah responden menurut tabel Krejcie dan Morgan",
    verified=False,
    source="Reports and programs that name the regulation for it; the printed annex was not read.",
)
"""Why this table at all: the regulation points to it."""
