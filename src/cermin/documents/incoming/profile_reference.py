"""The page docs/reference/profil.md, made from the field table."""

from __future__ import annotations

from cermin.documents.incoming.profile_fields import (
    ADDRESS_LINES,
    GROUPS,
    PLAN_SHEET,
    PROFILE_SHEET,
    SERVICES_HINT,
    SERVICES_TITLE,
    TABLES,
    TARGETS_HINT,
    TARGETS_KEY,
    TARGETS_TITLE,
    Field,
)
from cermin.documents.incoming.profile_picture import MAX_BYTES
from cermin.documents.incoming.profile_values import FIRST_YEAR, LAST_YEAR, MAX_POPULATION

_EXAMPLE = """\
```toml
unit = "Kantor Contoh"
perangkat_daerah = "Dinas Contoh"
pemerintah = "Pemerintah Kabupaten Contoh"
alamat = ["Jalan Contoh Nomor 1, Kode Pos 00000", "Telepon (000) 000000"]
logo = "lambang.png"
periode = "Semester I Tahun 2026"
mulai = 2026-03-02
selesai = 2026-05-29
populasi = 1250
kertas = "F4"

[target]
U1 = 3.2
U3 = 3.1

[[tahap]]
nama = "Persiapan"
mulai = 2026-02-16
selesai = 2026-02-27
hari_kerja = 10

[[rencana]]
unsur = "U3"
kegiatan = "Menambah satu loket pada jam 10 sampai 12"
waktu = "Triwulan III 2026"
jangka = "pendek"
penanggung_jawab = "Kepala Subbagian Umum"
bukti = "Jadwal petugas dan catatan waktu tunggu"
```
"""


def profile_reference() -> str:
    """The whole page as Markdown."""
    lines = [
        "<!-- Dibuat dari tabel isian di cermin.documents.incoming.profile_fields; jangan disunting. Perbarui dengan `make docs`. -->",
        "# Isian profil unit dan periode",
        "",
        f"Profil mengisi bagian laporan yang tidak berasal dari jawaban. Profil ditulis pada lembar '{PROFILE_SHEET}' buku kerja",
        "(`cermin skm templat`), atau dalam berkas TOML (`--profil`). Bila keduanya ada, berkas TOML yang dipakai. Selain nama unit",
        "semuanya boleh kosong: yang kosong dicetak kuning dalam laporan dan didaftar pada halaman terakhir. Tanda hubung (`-`)",
        "dianggap kosong.",
        "",
    ]
    for group in GROUPS:
        lines += [
            f"## {group.title}",
            "",
            "| Kunci TOML | Tulisan pada lembar | Isi | Keterangan |",
            "|---|---|---|---|",
        ]
        lines += [_row(of, _label(of)) for of in group.fields]
        lines.append("")
    for table in TABLES:
        where = f"Lembar '{table.sheet}'" + (f", bagian '{table.title}'" if table.sheet == PROFILE_SHEET else "")
        lines += [
            f"## {table.title}",
            "",
            f"{where}; TOML `[[{table.key}]]`, satu untuk setiap baris. {table.hint}",
            "",
            "| Kunci TOML | Judul kolom | Isi | Keterangan |",
            "|---|---|---|---|",
            *(_row(of, of.label) for of in table.columns),
            "",
        ]
    lines += [
        f"## {TARGETS_TITLE}",
        "",
        f"Lembar '{PROFILE_SHEET}', bagian '{TARGETS_TITLE}'; TOML `[{TARGETS_KEY}]` dengan kode unsur sebagai kunci. {TARGETS_HINT}",
        "",
        f"## {SERVICES_TITLE}",
        "",
        f"Hanya pada lembar '{PROFILE_SHEET}'. {SERVICES_HINT}",
        "",
        "## Contoh TOML",
        "",
        _EXAMPLE,
        f"Unsur pada `[[rencana]]` dan lembar '{PLAN_SHEET}' ditulis dengan kode (`U3`) atau namanya. Kunci yang tidak dikenal",
        "ditolak, dengan usul kunci yang mirip.",
        "",
    ]
    return "\n".join(lines)


def _row(of: Field, label: str) -> str:
    return f"| `{of.key}` | {label} | {_content(of)} | {of.hint} |"


def _label(of: Field) -> str:
    if of.kind == "lines":
        return f"{of.label}, baris 1 sampai {ADDRESS_LINES}"
    return of.label


def _content(of: Field) -> str:
    match of.kind:
        case "lines":
            return f"paling banyak {ADDRESS_LINES} baris, masing-masing {of.limit} huruf; TOML: daftar teks"
        case "date":
            return f"tanggal {FIRST_YEAR} sampai {LAST_YEAR}: 2 Maret 2026, 02/03/2026 (hari dahulu), atau 2026-03-02"
        case "population":
            return f"bilangan bulat 1 sampai {MAX_POPULATION:,}".replace(",", ".")
        case "working_days":
            return "bilangan bulat 0 sampai 366"
        case "url":
            return "alamat web lengkap (https atau http)"
        case "nip":
            return "18 angka; TOML: teks"
        case "choice":
            choices = ", ".join(f"`{written}`" for written, _ in of.choices)
            return choices + (f"; bila kosong `{of.default}`" if of.default else "")
        case "element":
            return "kode atau nama unsur"
        case "logo":
            return f"gambar PNG atau JPEG sampai {MAX_BYTES // (1024 * 1024)} MB; TOML: nama berkas di folder TOML itu"
        case _:
            return f"teks, paling banyak {of.limit} huruf"
