"""Settings of an installation, read from the environment. `NAME_FILE` names a file that holds the value (a mounted secret).

One table: the reference page of the settings is made from it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. default: what holds when it is not given, None when the start makes one; meaning: Indonesian, for the reference."""

    name: str
    default: str | None
    meaning: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("CERMIN_DATA", "data", "Folder data: basis data SQLite, berkas terbitan, dan kunci yang dibuat sendiri."),
    Setting(
        "CERMIN_DATABASE_URL",
        "",
        "Alamat basis data, misalnya `postgres://cermin:sandi@localhost/cermin`. Kosong: SQLite di folder data.",
        secret=True,
    ),
    Setting(
        "CERMIN_SECRET_KEY", None, "Kunci rahasia Django. Dibuat sendiri di folder data bila tidak diisi.", secret=True
    ),
    Setting(
        "CERMIN_RECEIPT_KEY",
        None,
        "Kunci tanda terima survei. Dibuat sendiri di folder data; jangan diganti: tanda terima lama tidak cocok lagi.",
        secret=True,
    ),
    Setting("CERMIN_HOSTS", "localhost,127.0.0.1", "Nama host yang dilayani, dipisah koma."),
    Setting(
        "CERMIN_PUBLIC_URL",
        "",
        "Alamat umum, dicetak pada QR dan dokumen, misalnya `https://survei.example`. Kosong: `http://localhost:` dan portanya.",
    ),
    Setting("CERMIN_HTTPS", "0", "1 bila pengunjung datang lewat HTTPS: kuki hanya lewat HTTPS, HSTS menyala."),
    Setting(
        "CERMIN_PROXIES",
        "127.0.0.1,::1",
        "Proksi di depan, dipisah koma, boleh jaringan (`10.0.0.0/8`): hanya dari sana `X-Forwarded-For` dipercaya. Dipakai bila"
        " CERMIN_HTTPS=1.",
    ),
    Setting("CERMIN_PORT", "8000", "Porta yang didengarkan `cermin jalankan`."),
    Setting("CERMIN_ADDRESS", "127.0.0.1", "Alamat yang didengarkan `cermin jalankan`."),
    Setting("CERMIN_WORKERS", "1", "Banyak proses web. Dengan SQLite biarkan 1; dengan PostgreSQL satu per inti."),
    Setting("CERMIN_DEBUG", "0", "1 hanya untuk pengembang: halaman galat rinci."),
    Setting("CERMIN_DEMO", "0", "1 untuk contoh: pita 'Contoh. Semua data rekaan.' di setiap halaman."),
    Setting(
        "CERMIN_GRACE_DAYS",
        "7",
        "Masa tenggang (hari) antara penutupan dan pengolahan, untuk kiriman yang terlambat tiba.",
    ),
    Setting(
        "CERMIN_OIDC_ISSUER",
        "",
        "Alamat penerbit OpenID Connect (SSO daerah), misalnya `https://sso.pemda.example/realms/pemda`. Kosong: tidak dipakai.",
    ),
    Setting("CERMIN_OIDC_CLIENT_ID", "", "Nama klien yang didaftarkan pada penerbit OpenID Connect."),
    Setting("CERMIN_OIDC_CLIENT_SECRET", "", "Kata rahasia klien OpenID Connect.", secret=True),
    Setting("CERMIN_OIDC_NAME", "SSO daerah", "Nama pada tombol masuk: 'Masuk dengan ...'."),
    Setting(
        "CERMIN_OIDC_CLAIM",
        "preferred_username",
        "Klaim OpenID Connect yang sama dengan nama masuk orang di Cermin, atau dengan NIP-nya bila klaim bernama `nip`.",
    ),
)

BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(name: str, environment: Mapping[str, str] | None = None) -> str:
    """The value of a setting: from the environment, from the file that NAME_FILE names, or its default ("" for None)."""
    environment = os.environ if environment is None else environment
    setting = BY_NAME[name]
    if name in environment:
        return environment[name]
    if file_name := environment.get(f"{name}_FILE"):
        return Path(file_name).read_text(encoding="utf-8").strip()
    return setting.default or ""


def read_or_make_key(name: str, folder: Path) -> str:
    """A secret from the environment, or one that the first start made in the data folder (readable by its owner only)."""
    if given := read(name):
        return given
    path = folder / f"{name.removeprefix('CERMIN_').lower().replace('_', '-')}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of the same start was first
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
    return path.read_text(encoding="ascii").strip()


def settings_reference() -> str:
    """The page docs/reference/pengaturan.md, in Indonesian: made from the table, so that no setting goes without its line."""
    lines = [
        "# Pengaturan",
        "",
        "Dibaca dari lingkungan (environment). Setiap nama dapat diganti `NAMA_FILE` yang menunjuk berkas berisi nilainya,",
        "misalnya rahasia yang dipasang oleh systemd atau Docker. Halaman ini dibuat dengan `make docs`.",
        "",
        "| Nama | Bawaan | Arti |",
        "|---|---|---|",
    ]
    for setting in SETTINGS:
        default = (
            "dibuat sendiri" if setting.default is None else f"`{setting.default}`" if setting.default else "kosong"
        )
        lines.append(f"| `{setting.name}` | {default} | {setting.meaning}{' Rahasia.' if setting.secret else ''} |")
    return "\n".join(lines) + "\n"
