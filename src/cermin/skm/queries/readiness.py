"""'Siap dibuka?': what a draft needs before it may be opened, each with its mend."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from cermin.skm import states
from cermin.skm.instrument_content import problems
from cermin.skm.languages import LANGUAGES, RECORD
from cermin.skm.models import Door, Round, RoundService
from cermin.skm.moments import day_in


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold. title: what; mend: what to do, "" when it holds; step: key of the step where it is done."""

    key: str
    ok: bool
    title: str
    mend: str
    step: str


def readiness(round_: Round) -> list[Check]:
    """Every check of the list, held or not, in the order of the steps. `round_` comes with its unit, government and instrument."""
    return [
        _period(round_),
        _days(round_),
        _questions(round_),
        _languages(round_),
        *_services(round_),
        _privacy(round_),
        _doors(round_),
        _alone(round_),
    ]


def _check(key: str, title: str, mend: str, step: str) -> Check:
    return Check(key, not mend, title, mend, step)


def _period(round_: Round) -> Check:
    mend = (
        ""
        if round_.period_start <= round_.period_end
        else "Akhir periode lebih dahulu daripada awalnya. Perbaiki salah satunya."
    )
    return _check("period", "Periode", mend, "siapkan")


def _days(round_: Round) -> Check:
    first, last = round_.opens_on, round_.closes_on
    if first is None or last is None:
        mend = "Isi hari pertama dan hari terakhir pengumpulan jawaban."
    elif first > last:
        mend = "Hari terakhir lebih dahulu daripada hari pertama. Perbaiki salah satunya."
    elif last < day_in(round_.unit, timezone.now()):
        mend = "Hari terakhir sudah lewat. Pilih hari yang akan datang."
    else:
        mend = ""
    return _check("days", "Hari pengumpulan", mend, "siapkan")


def _questions(round_: Round) -> Check:
    return _check("instrument", "Kuesioner", " ".join(problems(round_.instrument.content)[:3]), "siapkan")


def _languages(round_: Round) -> Check:
    good = RECORD in round_.languages and all(code in LANGUAGES for code in round_.languages)
    return _check("languages", "Bahasa", "" if good else "Pilih bahasa dari daftar.", "siapkan")


def _services(round_: Round) -> list[Check]:
    rows = list(
        RoundService.objects.filter(government_id=round_.government_id, round=round_)
        .select_related("service")
        .order_by("position", "id")
    )
    without = [row.service.name for row in rows if not row.population or not row.population_source]
    return [
        _check("services", "Layanan", "" if rows else "Pilih sekurang-kurangnya satu layanan.", "responden"),
        _check(
            "population",
            "Jumlah pengguna layanan",
            f"Isi jumlah pengguna beserta sumbernya untuk: {', '.join(without)}." if without else "",
            "responden",
        ),
    ]


def _privacy(round_: Round) -> Check:
    government = round_.unit.government
    filled = government.privacy_controller and government.privacy_contact and government.privacy_purpose
    mend = (
        "Penanggung jawab, tujuan, dan narahubung data pribadi belum lengkap. Minta Bagian atau Biro Organisasi, atau pengelola"
        " aplikasi, mengisinya pada data pemerintah daerah."
    )
    return _check("privacy", "Keterangan privasi", "" if filled else mend, "siapkan")


def _doors(round_: Round) -> Check:
    there = Door.objects.filter(government_id=round_.government_id, unit_id=round_.unit_id, retired_at=None).exists()
    mend = "Unit ini belum punya kode survei. Batalkan ronde ini lalu siapkan lagi: kodenya dibuat sendiri."
    return _check("doors", "Kode survei", "" if there else mend, "kumpulkan")


def _alone(round_: Round) -> Check:
    other = (
        Round.objects.filter(government_id=round_.government_id, unit_id=round_.unit_id, state=states.OPEN)
        .exclude(id=round_.id)
        .first()
    )
    mend = f"Ronde {other.name} masih dibuka. Tutup dahulu: satu kode hanya membuka satu ronde." if other else ""
    return _check("alone", "Satu ronde terbuka", mend, "kumpulkan")
