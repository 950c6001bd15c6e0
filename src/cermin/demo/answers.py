"""What the citizens of the demo answer: drawn, never chosen one by one."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cermin.pure.law.profile import PROFILE_FIELDS

SKIPPED = 0.02
"""Share of questions that people leave empty."""
SILENT = 0.15
"""Share of people who leave a profile question empty."""
SPREAD, OWN_MOOD = 0.55, 0.35
"""Standard deviations on the scale of 1 to 4: of one answer around its element, and of a person around everybody."""
WITH_COMMENT = 0.22
SHARES: Mapping[str, tuple[float, ...]] = {
    "age": (3, 16, 30, 26, 16, 9),
    "education": (3, 17, 20, 39, 8, 11, 1.6, 0.4),
    "disability": (94, 3, 1, 1, 1),
}
"""How often each option of a profile question is given, in the order of the law data; other questions evenly."""

COMMENTS: tuple[str, ...] = (
    "Petugas ramah dan sabar menjelaskan.",
    "Antrean pagi terlalu lama, mohon loket ditambah.",
    "Kursi ruang tunggu kurang, banyak yang berdiri.",
    "Kotak saran ada tetapi tidak pernah ada jawaban.",
    "Sudah lebih cepat dari tahun lalu. Terima kasih.",
    "Syaratnya tolong ditempel di depan supaya tidak bolak-balik.",
    "Pelayanan baik, mohon dipertahankan.",
    "Jadwal dokter sering berubah tanpa pemberitahuan.",
    "Kamar kecil perlu dibersihkan lebih sering.",
    "Obat kadang habis, harus beli di luar.",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One submission as drawn: scores as one character per question, profile labels of record, comment or ""."""

    scores: str
    profile: dict[str, str]
    comment: str


def draw(pick: random.Random, elements: Sequence[str], means: Mapping[str, float], dimensions: Sequence[str]) -> Drawn:
    """One person's answers. elements: key per question of the instrument; means: around what each element is judged, 1 to 4."""
    mood = pick.gauss(0, OWN_MOOD)
    scores = "".join(
        "-" if pick.random() < SKIPPED else str(min(4, max(1, round(pick.gauss(means[element] + mood, SPREAD)))))
        for element in elements
    )
    if not scores.strip("-"):
        scores = "3" + scores[1:]
    profile = {
        field.key: pick.choices(field.options, SHARES.get(field.key))[0].label
        for field in PROFILE_FIELDS
        if field.key in dimensions and pick.random() > SILENT
    }
    return Drawn(scores, profile, pick.choice(COMMENTS) if pick.random() < WITH_COMMENT else "")
