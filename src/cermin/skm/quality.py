"""Signs in the answers that are a reason to look, counted once when a round is processed. None of them accuses anybody or takes
an answer out: whoever looks may propose to leave answers out, with a reason, and a second person decides.

Exact repeats and equal answers throughout are normal in this survey (nine questions, four values); only their share says something.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np

from cermin.pure.calc.answers import MISSING_SCORE
from cermin.pure.calc.results import SurveyResult
from cermin.skm.models import CHANNELS
from cermin.skm.rows import Counted

REPEATS_IN_A_ROW: Final = 8
"""So many equal sendings one after the other on one channel are rare by chance, unless everybody gives the same score."""

BURST_MINUTES: Final = 15
BURST: Final = 12
"""More sendings than this within a quarter of an hour, on one channel that people use one by one."""

ALL_FOUR_SHARE: Final = 0.6
FLAT_SHARE: Final = 0.9
MISSING_SHARE: Final = 0.2
FEW: Final = 10

_ONE_BY_ONE: Final = ("qr", "kiosk", "device")
_HELPED: Final = ("device", "paper", "file")
_NAMES: Final = dict(CHANNELS)


@dataclass(frozen=True, slots=True)
class Flag:
    """One sign. n of `of` answers (of 0: no share); level: worth a look, or only to know. title and detail are Indonesian."""

    key: str
    level: Literal["look", "info"]
    title: str
    detail: str
    n: int
    of: int = 0


def flags(
    rows: Counted, result: SurveyResult, *, late: int, conflicts: int, population_small: bool
) -> list[dict[str, Any]]:
    """Every sign that was found, most worth a look first, as plain JSON. Counts only: no answer can be read from it."""
    found = [
        *_sample(result, population_small),
        *_services(rows),
        *_repeats(rows),
        *_bursts(rows),
        *_flat(rows),
        *_missing(rows),
        *_channels(rows),
        *_left_out(rows, late, conflicts),
    ]
    return [asdict(flag) for flag in sorted(found, key=lambda flag: flag.level != "look")]


def thawed(content: dict[str, Any]) -> list[Flag]:
    """The frozen signs again."""
    return [Flag(**flag) for flag in content.get("flags", [])]


def _sample(result: SurveyResult, population_small: bool) -> list[Flag]:
    if population_small:
        n = result.index.respondents
        detail = (
            "Jumlah pengguna layanan yang diisi lebih kecil daripada jumlah responden. Kecukupan responden dan koreksi populasi"
            " tidak dihitung. Periksa angka dan sumbernya."
        )
        return [Flag("population_small", "look", "Jumlah pengguna terlalu kecil", detail, n)]
    sample = result.sample
    if sample is None or sample.reached:
        return []
    detail = f"Terkumpul {sample.respondents} dari paling sedikit {sample.minimum} responden. Hasil tetap sah; sebutkan kekurangannya."
    return [Flag("sample", "look", "Jumlah responden belum tercapai", detail, sample.respondents, sample.minimum)]


def _services(rows: Counted) -> list[Flag]:
    services = rows.counted.services
    if services is None:
        return []
    sizes = [int((services.codes == at).sum()) for at in range(len(services.labels))]
    few = [name for name, size in zip(services.labels, sizes, strict=True) if size < FEW]
    if not few:
        return []
    detail = f"Kurang dari {FEW} jawaban: {', '.join(few)}. Nilai layanan itu tidak ditampilkan."
    return [Flag("few", "info", "Layanan dengan sedikit jawaban", detail, len(few), len(sizes))]


def _repeats(rows: Counted) -> list[Flag]:
    """The longest run of equal answers in order of arrival on one channel; all-equal scores (say, all 3) do not make a run."""
    longest, where = 0, ""
    scores, channels = rows.answers.scores, np.array(rows.channels)
    for channel in dict.fromkeys(rows.channels):
        if channel == "file":
            continue  # rows of a file may have been sorted
        mine = scores[channels == channel]
        varied = (mine != mine[:, :1]).any(axis=1)
        same = (mine[1:] == mine[:-1]).all(axis=1) & varied[1:]
        breaks = np.flatnonzero(np.concatenate(([True], ~same, [True])))
        run = int(np.diff(breaks).max()) if len(mine) else 0
        if run > longest and run > 1:
            longest, where = run, channel
    if longest < REPEATS_IN_A_ROW:
        return []
    detail = (
        f"{longest} jawaban berturut-turut sama persis pada saluran {_NAMES[where]}. Periksa apakah terkirim berulang."
    )
    return [Flag("repeats", "look", "Jawaban sama berturut-turut", detail, longest, len(scores))]


def _bursts(rows: Counted) -> list[Flag]:
    most, where = 0, ""
    channels = np.array(rows.channels)
    for channel in _ONE_BY_ONE:
        times = np.sort(rows.sealed[channels == channel]) if len(channels) else np.array([])
        if not len(times):
            continue
        # For each answer: how many lie in the quarter of an hour that begins with it.
        within = np.searchsorted(times, times + BURST_MINUTES * 60, side="right") - np.arange(len(times))
        if int(within.max()) > most:
            most, where = int(within.max()), channel
    if most <= BURST:
        return []
    detail = (
        f"{most} jawaban dalam {BURST_MINUTES} menit pada saluran {_NAMES[where]}. Wajar bila ada kegiatan bersama; periksa bila"
        " tidak ada."
    )
    return [Flag("burst", "look", "Banyak jawaban dalam waktu singkat", detail, most, len(channels))]


def _flat(rows: Counted) -> list[Flag]:
    scores = rows.counted.scores
    n = len(scores)
    if n < FEW:
        return []
    flat = (scores == scores[:, :1]).all(axis=1)
    fours = int((flat & (scores[:, 0] == 4)).sum())
    found = []
    if fours / n > ALL_FOUR_SHARE:
        detail = f"{fours} dari {n} responden memberi nilai 4 pada semua pertanyaan. Bandingkan dengan periode lalu dan unit lain."
        found.append(Flag("all_four", "look", "Hampir semua memberi nilai tertinggi", detail, fours, n))
    equal = int(flat.sum())
    if equal / n > FLAT_SHARE:
        detail = f"{equal} dari {n} responden memberi satu nilai yang sama pada semua pertanyaan."
        found.append(Flag("flat", "look", "Jawaban seragam", detail, equal, n))
    return found


def _missing(rows: Counted) -> list[Flag]:
    answers = rows.counted
    n = len(answers.scores)
    if not n:
        return []
    empty = (answers.scores == MISSING_SCORE).sum(axis=0)
    much = [
        (code, int(count)) for code, count in zip(answers.questions, empty, strict=True) if count / n > MISSING_SHARE
    ]
    if not much:
        return []
    worst = max(count for _, count in much)
    detail = f"Sering dilewati: {', '.join(f'{code} ({count} dari {n})' for code, count in much)}. Periksa kalimat pertanyaannya."
    return [Flag("missing", "look", "Pertanyaan yang sering kosong", detail, worst, n)]


def _channels(rows: Counted) -> list[Flag]:
    kept = [channel for channel, gone in zip(rows.channels, rows.excluded, strict=True) if not gone]
    counts = Counter(kept)
    helped = sum(counts[channel] for channel in _HELPED)
    if not kept or helped * 2 <= len(kept):
        return []
    detail = f"{helped} dari {len(kept)} jawaban masuk melalui petugas, kertas, atau berkas. Sebutkan pada cara pengumpulan dalam laporan."
    return [Flag("helped", "info", "Sebagian besar jawaban melalui petugas", detail, helped, len(kept))]


def _left_out(rows: Counted, late: int, conflicts: int) -> list[Flag]:
    excluded, n = int(rows.excluded.sum()), len(rows.channels)
    found = []
    if excluded:
        detail = f"{excluded} jawaban tidak dihitung setelah disahkan orang kedua. Nilai dengan dan tanpa jawaban itu sama-sama disimpan."
        found.append(Flag("excluded", "info", "Jawaban yang tidak dihitung", detail, excluded, n))
    if late:
        detail = f"{late} jawaban datang sesudah waktunya; disimpan tetapi tidak dihitung."
        found.append(Flag("late", "info", "Jawaban terlambat", detail, late))
    if conflicts:
        detail = (
            f"{conflicts} kiriman memakai nomor kiriman yang sudah ada dengan isi lain; yang pertama yang dihitung."
        )
        found.append(Flag("conflicts", "info", "Kiriman yang bertentangan", detail, conflicts))
    return found
