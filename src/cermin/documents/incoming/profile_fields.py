"""The fields of a unit's profile: one table from which the sheet 'Profil', the TOML file and its reference page are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cermin.documents.messages import Catalogue, Sentence
from cermin.pure.law.report import COLLECTION_METHODS, FOLLOW_UP_TERMS

Kind = Literal["text", "lines", "date", "population", "working_days", "url", "nip", "choice", "element", "logo"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an officer may say.

    key:       name in the TOML file; label: on the sheet (a row of 'Profil', or a column of a table).
    attribute: of `UnitProfile`, `Letterhead` (address, logo), `Step` or `FollowUp`.
    limit:     most characters of a text; the report's tables and covers hold this much without breaking.
    choices:   (as written, as stored), first is the default where there is one.
    hint:      one Indonesian sentence beside the field.
    """

    key: str
    label: str
    attribute: str
    kind: Kind
    hint: str
    limit: int = 150
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under one heading of the sheet 'Profil'."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Rows with the same columns: `[[key]]` in the TOML file; on the sheet 'Profil' or on a sheet of its own (`sheet`)."""

    key: str
    title: str
    sheet: str
    hint: str
    columns: tuple[Field, ...]


ADDRESS_LINES = 3
"""Lines of the address under the owner's names in the letterhead."""

MAX_ROWS = 100
"""Most steps or follow-ups: an annex of more than ten pages is a mistake in the file."""

PROFILE_SHEET, PLAN_SHEET, LAST_PLAN_SHEET = "Profil", "Rencana", "Tindak lanjut lalu"

GROUPS: tuple[FieldGroup, ...] = (
    FieldGroup(
        "Unit dan kop surat",
        (
            Field("unit", "Nama unit", "unit", "text", "Wajib. Unit yang disurvei, seperti pada kop surat."),
            Field(
                "perangkat_daerah",
                "Perangkat daerah",
                "agency",
                "text",
                "Dinas, badan, atau kecamatan tempat unit itu.",
            ),
            Field("pemerintah", "Pemerintah daerah", "government", "text", "Misalnya Pemerintah Kabupaten Contoh."),
            Field(
                "alamat",
                "Alamat",
                "address",
                "lines",
                "Baris alamat pada kop surat: jalan dan kode pos; telepon; surel dan laman.",
            ),
            Field(
                "logo",
                "Logo",
                "logo",
                "logo",
                "Gambar PNG atau JPEG, paling besar 2 MB. Pada lembar: sisipkan di atas kotak ini (Sisipkan, Gambar, di atas sel).",
            ),
        ),
    ),
    FieldGroup(
        "Periode dan populasi",
        (
            Field("periode", "Periode", "period", "text", "Misalnya Semester I Tahun 2026.", 60),
            Field("mulai", "Mulai survei", "start", "date", "Hari pertama pengumpulan jawaban."),
            Field("selesai", "Selesai survei", "end", "date", "Hari terakhir pengumpulan jawaban."),
            Field(
                "populasi",
                "Jumlah populasi",
                "population",
                "population",
                "Banyaknya pengguna layanan pada periode sebelumnya; dipakai menghitung responden minimum.",
            ),
            Field(
                "sumber_populasi",
                "Sumber populasi",
                "population_source",
                "text",
                "Asal angka populasi, misalnya register loket Juli sampai Desember 2025.",
                200,
            ),
            Field(
                "cara_sampel",
                "Responden minimum menurut",
                "sample_by",
                "choice",
                "Tabel atau rumus Krejcie dan Morgan.",
                choices=(("Tabel", "table"), ("Rumus", "formula")),
                default="Tabel",
            ),
        ),
    ),
    FieldGroup(
        "Pelaksanaan",
        (
            Field(
                "keputusan_tim",
                "Keputusan tim SKM",
                "decree",
                "text",
                "Nomor, tahun, dan judul keputusan tentang tim pelaksana.",
                300,
            ),
            Field(
                "tim",
                "Tim pelaksana",
                "team",
                "text",
                "Susunan tim menurut jabatan: penanggung jawab, ketua, pengumpul data, pengolah data.",
                600,
            ),
            Field(
                "metode",
                "Cara pengumpulan",
                "method",
                "text",
                f"Misalnya {COLLECTION_METHODS[2].lower()} melalui kode QR dan tautan.",
                400,
            ),
            Field(
                "lokasi",
                "Tempat pengumpulan",
                "location",
                "text",
                "Tempat kuesioner disediakan, misalnya ruang tunggu loket 1 sampai 3.",
                400,
            ),
            Field(
                "kontak", "Narahubung", "contact", "text", "Nomor atau surel unit untuk bertanya tentang survei.", 200
            ),
        ),
    ),
    FieldGroup(
        "Pengesahan",
        (
            Field("tempat", "Tempat tanda tangan", "place", "text", "Nama kota atau kecamatan di depan tanggal.", 60),
            Field("tanggal_laporan", "Tanggal laporan", "report_date", "date", "Tanggal laporan ditandatangani."),
            Field("jabatan_kepala", "Jabatan kepala", "head_post", "text", "Jabatan yang menandatangani."),
            Field("nama_kepala", "Nama kepala", "head_name", "text", "Nama lengkap dengan gelar.", 100),
            Field("nip_kepala", "NIP kepala", "head_nip", "nip", "Delapan belas angka, ditulis sebagai teks."),
            Field("disiapkan", "Disiapkan oleh", "prepared_by", "text", "Jabatan yang menyusun laporan.", 100),
            Field("diperiksa", "Diperiksa oleh", "checked_by", "text", "Jabatan yang memeriksa laporan.", 100),
        ),
    ),
    FieldGroup(
        "Publikasi dan tindak lanjut",
        (
            Field(
                "alamat_hasil",
                "Alamat web hasil",
                "result_url",
                "url",
                "Halaman tempat hasil diumumkan; dicetak pada laporan dan poster.",
                200,
            ),
            Field(
                "forum",
                "Forum pembahasan",
                "forum",
                "text",
                "Forum konsultasi publik yang membahas rencana: tanggal dan nomor berita acara.",
                300,
            ),
            Field("survei_berikutnya", "Survei berikutnya", "next_survey", "text", "Misalnya September 2026.", 100),
        ),
    ),
    FieldGroup(
        "Cetakan",
        (
            Field(
                "kertas",
                "Kertas",
                "paper",
                "choice",
                "A4 (210 x 297 mm) atau F4 (215 x 330 mm).",
                choices=(("A4", "A4"), ("F4", "F4")),
                default="A4",
            ),
            Field("tanda", "Tanda pada halaman", "mark", "text", "Dicetak pada setiap halaman, misalnya DRAF.", 80),
        ),
    ),
)
"""In the order of the sheet 'Profil'."""

FIELDS: dict[str, Field] = {field.key: field for group in GROUPS for field in group.fields}
"""All single fields by TOML key."""

STEPS = FieldTable(
    "tahap",
    "Tahap pelaksanaan",
    PROFILE_SHEET,
    "Tabel waktu pada Subbab 2.4; hari kerja dihitung sendiri menurut kalender unit.",
    (
        Field("nama", "Tahap", "name", "text", "Nama tahap.", 80),
        Field("mulai", "Mulai", "start", "date", "Hari pertama."),
        Field("selesai", "Selesai", "end", "date", "Hari terakhir."),
        Field("hari_kerja", "Hari kerja", "working_days", "working_days", "Banyaknya hari kerja, 0 sampai 366."),
    ),
)

TARGETS_KEY, TARGETS_TITLE = "target", "Target unsur"
TARGETS_HINT = "Nilai rata-rata yang ingin dicapai, 1 sampai 4, misalnya 3,20. Boleh hanya untuk sebagian unsur."

_ELEMENT = Field("unsur", "Unsur", "element", "element", "Kode atau nama unsur: U1 sampai U9.")
_ACTIVITY = Field("kegiatan", "Program/kegiatan", "activity", "text", "Apa yang dikerjakan.", 400)

PLAN = FieldTable(
    "rencana",
    "Rencana tindak lanjut",
    PLAN_SHEET,
    "Subbab 4.2. Unsur terendah yang belum ada dalam daftar ditambahkan oleh laporan sebagai isian kuning.",
    (
        _ELEMENT,
        _ACTIVITY,
        Field("waktu", "Waktu", "when", "text", "Kapan selesai, misalnya Triwulan III 2026.", 60),
        Field(
            "jangka",
            "Jangka waktu",
            "term",
            "choice",
            "; ".join(f"{term.key} = {term.text}" for term in FOLLOW_UP_TERMS) + ".",
            choices=tuple((term.key.capitalize(), term.key) for term in FOLLOW_UP_TERMS),
        ),
        Field("penanggung_jawab", "Penanggung jawab", "owner", "text", "Jabatan, bukan nama orang."),
        Field("bukti", "Bukti selesai", "proof", "text", "Apa yang membuktikan bahwa kegiatan selesai.", 300),
    ),
)

LAST_PLAN = FieldTable(
    "tindak_lanjut_lalu",
    "Tindak lanjut periode sebelumnya",
    LAST_PLAN_SHEET,
    "Lampiran 4: rencana periode lalu dan apa yang terjadi dengannya.",
    (
        _ELEMENT,
        _ACTIVITY,
        Field(
            "status",
            "Status",
            "status",
            "choice",
            "Sudah atau belum dikerjakan.",
            choices=(("Sudah", "sudah"), ("Belum", "belum")),
        ),
        Field("selesai", "Selesai", "finished", "text", "Kapan selesai, misalnya 12 Mei 2026.", 60),
        Field(
            "keterangan", "Keterangan dan bukti", "remark", "text", "Hasil dan buktinya, atau alasan bila belum.", 400
        ),
    ),
)

TABLES: tuple[FieldTable, ...] = (STEPS, PLAN, LAST_PLAN)

SERVICES_TITLE = "Jenis layanan"
SERVICES_HINT = "Menjadi pilihan pada kolom 'Jenis layanan' di lembar Jawaban."

say = Catalogue(
    {
        "unit_missing": Sentence(
            "Nama unit belum diisi. Isi '{where}' dengan nama unit yang disurvei.",
            "The name of the unit is missing. Fill in '{where}' with the unit that was surveyed.",
        ),
        "not_text": Sentence(
            "{where}: '{value}' bukan teks. Tulis sebagai teks biasa.",
            "{where}: '{value}' is no text. Write it as plain text.",
        ),
        "lost_cell": Sentence(
            "{where}: berisi rumus yang galat atau belum dihitung. Tulis isinya langsung.",
            "{where}: holds a formula with an error or without a result. Write the content itself.",
        ),
        "hidden_characters": Sentence(
            "{where}: memuat karakter yang tidak dapat dicetak. Hapus lalu ketik ulang.",
            "{where}: holds characters that cannot be printed. Delete it and type it again.",
        ),
        "too_long": Sentence(
            "{where}: {length} huruf, paling banyak {limit}. Ringkaslah.",
            "{where}: {length} characters, at most {limit}. Shorten it.",
        ),
        "too_many_lines": Sentence(
            "{where}: {count} baris, paling banyak {limit}. Gabungkan barisnya.",
            "{where}: {count} lines, at most {limit}. Join them.",
        ),
        "too_many_rows": Sentence(
            "{where}: {count} baris, paling banyak {limit}. Sisakan yang diperlukan laporan.",
            "{where}: {count} rows, at most {limit}. Keep what the report needs.",
        ),
        "bad_date": Sentence(
            "{where}: '{value}' bukan tanggal. Tulis misalnya 2 Maret 2026, 02/03/2026, atau 2026-03-02.",
            "{where}: '{value}' is no date. Write for example 2 Maret 2026, 02/03/2026 (day first) or 2026-03-02.",
        ),
        "odd_year": Sentence(
            "{where}: tahun {year} tidak mungkin. Tulis tahun antara {lowest} dan {highest}.",
            "{where}: the year {year} is not possible. Write a year from {lowest} to {highest}.",
        ),
        "reversed_dates": Sentence(
            "{first} ({start}) lebih akhir daripada {second} ({end}). Perbaiki salah satunya.",
            "{first} ({start}) is later than {second} ({end}). Mend one of them.",
        ),
        "bad_count": Sentence(
            "{where}: '{value}' bukan bilangan bulat. Tulis angkanya saja, misalnya 1250.",
            "{where}: '{value}' is no whole number. Write the digits only, for example 1250.",
        ),
        "count_range": Sentence(
            "{where}: {value} di luar {lowest} sampai {highest}. Periksa angkanya.",
            "{where}: {value} is outside {lowest} to {highest}. Check the figure.",
        ),
        "bad_target": Sentence(
            "{where}: '{value}' bukan nilai 1 sampai 4. Tulis misalnya 3,20.",
            "{where}: '{value}' is no value from 1 to 4. Write for example 3,20.",
        ),
        "bad_nip": Sentence(
            "{where}: NIP terdiri atas 18 angka, yang tertulis '{value}'. Periksa, atau kosongkan.",
            "{where}: a NIP has 18 digits, but '{value}' is written. Check it or leave it empty.",
        ),
        "nip_number": Sentence(
            "{where}: NIP tersimpan sebagai angka sehingga digit terakhirnya hilang. Ketik ulang dengan tanda petik di depannya: '1970...",
            "{where}: the NIP is stored as a number and has lost its last digits. Type it again with an apostrophe before it: '1970...",
        ),
        "bad_url": Sentence(
            "{where}: '{value}' bukan alamat web. Tulis lengkap mulai dari https, misalnya https://unit.example/skm.",
            "{where}: '{value}' is no web address. Write it in full from https on, for example https://unit.example/skm.",
        ),
        "bad_choice": Sentence(
            "{where}: '{value}' tidak dikenal. Pilih salah satu: {choices}.",
            "{where}: '{value}' is not known. Choose one of: {choices}.",
        ),
        "bad_element": Sentence(
            "{where}: '{value}' bukan unsur. Tulis kode U1 sampai U9 atau namanya: {choices}.",
            "{where}: '{value}' is no element. Write a code U1 to U9 or its name: {choices}.",
        ),
        "element_missing": Sentence(
            "{where}: unsurnya belum dipilih. Pilih unsur yang diperbaiki.",
            "{where}: the element is missing. Choose the element that is improved.",
        ),
        "target_twice": Sentence(
            "{where}: target {element} ditulis dua kali. Hapus salah satunya.",
            "{where}: the target of {element} is given twice. Delete one of them.",
        ),
        "step_name_missing": Sentence(
            "{where}: nama tahapnya belum diisi. Tulis namanya, atau kosongkan baris itu.",
            "{where}: the name of the step is missing. Write it, or empty the row.",
        ),
        "unknown_key": Sentence(
            "Kunci '{key}' tidak dikenal. Yang dikenal: {known}.",
            "The key '{key}' is not known. Known keys: {known}.",
        ),
        "misspelt_key": Sentence(
            "Kunci '{key}' tidak dikenal. Mungkin maksudnya '{guess}'?",
            "The key '{key}' is not known. Did you mean '{guess}'?",
        ),
        "unknown_label": Sentence(
            "{where}: tulisan '{label}' tidak dikenal. Kembalikan tulisan aslinya, atau hapus barisnya.",
            "{where}: the label '{label}' is not known. Restore the original label, or delete the row.",
        ),
        "misspelt_label": Sentence(
            "{where}: tulisan '{label}' tidak dikenal. Mungkin maksudnya '{guess}'?",
            "{where}: the label '{label}' is not known. Did you mean '{guess}'?",
        ),
        "label_twice": Sentence(
            "{where}: '{label}' diisi dua kali. Sisakan satu.",
            "{where}: '{label}' is filled in twice. Keep one.",
        ),
        "table_headings": Sentence(
            "Lembar '{sheet}' berisi tetapi judul kolom '{missing}' tidak ditemukan. Kembalikan judul kolom aslinya.",
            "The sheet '{sheet}' has content, but its column '{missing}' was not found. Restore the original headings.",
        ),
        "not_rows": Sentence(
            "'{key}' harus berupa tabel berulang. Tulis [[{key}]] di atas setiap barisnya.",
            "'{key}' must be an array of tables. Write [[{key}]] above each of its rows.",
        ),
        "not_a_table": Sentence(
            "'{key}' harus berupa tabel. Tulis [{key}] lalu satu baris untuk setiap unsur, misalnya U1 = 3.2.",
            "'{key}' must be a table. Write [{key}] and then a line for each element, for example U1 = 3.2.",
        ),
        "toml_missing": Sentence(
            "Berkas {file} tidak dapat dibuka ({why}). Periksa nama, folder, dan izinnya.",
            "The file {file} cannot be opened ({why}). Check its name, folder and permissions.",
        ),
        "toml_size": Sentence(
            "Berkas {file} lebih besar dari {limit} KB, maka bukan berkas profil. Berikan berkas TOML yang benar.",
            "The file {file} is larger than {limit} KB, so it is no profile. Give the right TOML file.",
        ),
        "toml_encoding": Sentence(
            "Berkas {file} bukan teks UTF-8. Simpan ulang dari penyunting teks dengan pengodean UTF-8.",
            "The file {file} is no UTF-8 text. Save it again from a text editor as UTF-8.",
        ),
        "toml_syntax": Sentence(
            "Berkas {file} bukan TOML yang benar ({why}). Periksa tanda petik, tanda sama dengan, dan kurungnya.",
            "The file {file} is no valid TOML ({why}). Check its quotes, equals signs and brackets.",
        ),
        "logo_place": Sentence(
            "{where}: '{value}' tidak berada di folder berkas TOML. Salin gambarnya ke folder itu dan tulis namanya saja.",
            "{where}: '{value}' does not lie in the folder of the TOML file. Copy the picture there and write its name only.",
        ),
        "logo_missing": Sentence(
            "{where}: gambar '{value}' tidak ditemukan atau tidak dapat dibaca. Periksa namanya.",
            "{where}: the picture '{value}' was not found or cannot be read. Check its name.",
        ),
        "logo_size": Sentence(
            "{where}: gambar lebih besar dari {limit} MB atau {pixels} juta titik. Perkecil gambarnya.",
            "{where}: the picture is larger than {limit} MB or {pixels} million dots. Make it smaller.",
        ),
        "logo_kind": Sentence(
            "{where}: gambar bukan PNG atau JPEG yang utuh. Simpan ulang sebagai PNG.",
            "{where}: the picture is no complete PNG or JPEG. Save it again as PNG.",
        ),
    }
)
"""`say("code", fact=...)`: every complaint about a profile names the field and the mend."""
