"""Writes formulir-daring.csv: made-up answers in the shape of an online form's export. Nothing in it is real.

    python examples/make_online_form.py

The same seed gives the same bytes everywhere: only `random.random()` is drawn from, whose sequence Python keeps.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random

from cermin.pure.law.skm import FORM_9

SEED = 20260302
ROWS = 120
TARGET = Path(__file__).with_name("formulir-daring.csv")

FIRST_DAY, DAYS = datetime(2026, 3, 2), 89  # Monday 2 March to Friday 29 May 2026  # noqa: DTZ001
SERVICES = (("Layanan Surat Keterangan", 0.5), ("Layanan Izin Tempat", 0.32), ("Layanan Konsultasi", 0.18))
GENDERS = (("Perempuan", 0.54), ("Laki-laki", 0.46))
AGES = (
    ("17-24 tahun", 0.2),
    ("25-34 tahun", 0.3),
    ("35-44 tahun", 0.25),
    ("45-54 tahun", 0.16),
    ("55 tahun ke atas", 0.09),
)
EDUCATIONS = (("SD", 0.06), ("SMP", 0.12), ("SMA", 0.42), ("D1-D3", 0.14), ("S1", 0.22), ("S2", 0.04))
OCCUPATIONS = (
    ("Swasta", 0.24),
    ("Wirausaha", 0.22),
    ("Ibu rumah tangga", 0.16),
    ("Pelajar/Mahasiswa", 0.14),
    ("ASN", 0.12),
    ("Petani/Nelayan", 0.12),
)
COMMENTS = (
    "Antrean sebaiknya dipanggil menurut nomor.",
    "Petugasnya ramah, terima kasih.",
    "Mohon tempat duduk ditambah.",
    "Informasi persyaratan di laman belum lengkap.",
    "Jam istirahat loket sebaiknya bergantian.",
    "Sudah baik, pertahankan.",
)
EASE = {
    "PERSYARATAN": 0.35,
    "PROSEDUR": 0.3,
    "WAKTU": -0.15,
    "BIAYA": 1.2,
    "PRODUK": 0.45,
    "KOMPETENSI": 0.6,
    "PERILAKU": 0.7,
    "PENGADUAN": 0.1,
    "SARPRAS": -0.05,
}
"""How well the made-up office does in each element, on the scale of the limits below."""

LIMITS = (-2.1, -0.75, 0.95)
"""Where an inner opinion turns from score 1 to 2, 2 to 3, 3 to 4."""

HEADINGS = (
    "Timestamp",
    "Jenis layanan yang diterima",
    "Jenis kelamin",
    "Usia",
    "Pendidikan terakhir",
    "Pekerjaan utama",
    *(question.text for question in FORM_9.questions),
    "Saran perbaikan (jangan menulis nama atau nomor telepon)",
)


def pick(random: Random, choices: Sequence[tuple[str, float]]) -> str:
    """One of the choices by its weight."""
    left = random.random() * sum(weight for _, weight in choices)
    for choice, weight in choices:
        left -= weight
        if left < 0:
            return choice
    return choices[-1][0]


def bell(random: Random) -> float:
    """About normal, mean 0 and variance 1: the sum of twelve even draws, less its mean."""
    return sum(random.random() for _ in range(12)) - 6


def moments(random: Random) -> list[datetime]:
    """Times of answering, in order, in opening hours of working days."""
    found: list[datetime] = []
    while len(found) < ROWS:
        day = FIRST_DAY + timedelta(days=int(random.random() * DAYS))
        if day.weekday() < 5:
            found.append(day + timedelta(hours=8, seconds=int(random.random() * 8 * 3600)))
    return sorted(found)


def rows() -> list[list[str]]:
    """Heading and answers."""
    random = Random(SEED)  # noqa: S311  # an example, not a secret
    table = [list(HEADINGS)]
    for moment in moments(random):
        profile = [pick(random, choices) for choices in (SERVICES, GENDERS, AGES, EDUCATIONS, OCCUPATIONS)]
        mood = bell(random) * 0.7
        answers = []
        for question in FORM_9.questions:
            opinion = EASE[question.element] + mood + bell(random) * 0.8
            score = 1 + sum(opinion > limit for limit in LIMITS)
            answers.append("" if random.random() < 0.008 else question.labels[score - 1])
        comment = COMMENTS[int(random.random() * len(COMMENTS))] if random.random() < 0.2 else ""
        written = (
            f"{moment:%Y/%m/%d} {moment.hour % 12 or 12}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'} GMT+9"
        )
        table.append([written, *profile, *answers, comment])
    return table


def text() -> str:
    """The whole file, every field in quotes as form services write it."""
    stream = StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows())
    return stream.getvalue()


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="")
