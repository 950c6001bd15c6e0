"""The people of the made-up office."""

from __future__ import annotations

from dataclasses import dataclass

from cermin.pure.policy import Role

PASSWORD = "contoh-cermin-2026"  # noqa: S105 (printed on the demo's first screen; a real start refuses these accounts)
SUFFIX = ".contoh"
"""End of every login of the demo, and of none outside it."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person with one post. at: where the post stands ("unit", "neighbour", "agency", "regency", "province")."""

    login: str
    name: str
    role: Role
    at: str
    title: str


ACCOUNTS: tuple[Account, ...] = (
    Account("petugas.contoh", "Sari Melati", Role.OFFICER, "unit", "Petugas Survei Puskesmas Contoh Teluk Biru"),
    Account("kepala.contoh", "Idris Samudra", Role.HEAD, "unit", "Kepala Puskesmas Contoh Teluk Biru"),
    Account(
        "tetangga.contoh", "Lina Karang", Role.OFFICER, "neighbour", "Petugas Survei Puskesmas Contoh Tanjung Pelita"
    ),
    Account(
        "koordinator.contoh", "Yusuf Pala", Role.COORDINATOR, "agency", "Koordinator Survei Dinas Kesehatan Contoh"
    ),
    Account("bagian.contoh", "Mira Cengkih", Role.SECTION, "regency", "Kepala Bagian Organisasi Contoh"),
    Account("biro.contoh", "Hasan Kenari", Role.BUREAU, "province", "Analis Biro Organisasi Contoh"),
    Account("inspektorat.contoh", "Nur Lontar", Role.INSPECTOR, "province", "Auditor Inspektorat Contoh"),
    Account("kementerian.contoh", "Dewi Sagu", Role.MINISTRY, "province", "Pembaca Kementerian Contoh"),
    Account("pengelola.contoh", "Rio Ombak", Role.ADMINISTRATOR, "province", "Pengelola Aplikasi Contoh"),
)
