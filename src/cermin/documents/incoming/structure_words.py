"""Columns of the list of agencies, units and services, the headings by which they are known, and every sentence said about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cermin.documents.incoming.words import plain
from cermin.documents.messages import Catalogue, Sentence

SERVICE, USERS, PERIOD = "service", "users", "period"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. title: our heading; names: other headings, plain; limit: letters of a text, 0 when it is not text;
    is_name: must hold a letter or digit; width: in the template."""

    key: str
    title: str
    names: frozenset[str]
    limit: int
    width: int
    is_name: bool = False


def _column(key: str, title: str, names: str, limit: int, width: int, *, is_name: bool = False) -> Column:
    return Column(key, title, frozenset({plain(title), *names.split("|")}), limit, width, is_name)


COLUMNS: Final = {
    column.key: column
    for column in (
        _column(
            "government",
            "Pemerintah daerah",
            "pemerintah|pemda|kode pemerintah|kode pemerintah daerah|kode wilayah|kode kemendagri|kabupaten kota|kab kota"
            "|nama kabupaten kota|nama pemerintah daerah|daerah",
            100,
            24,
            is_name=True,
        ),
        _column(
            "agency",
            "Perangkat daerah",
            "nama perangkat daerah|opd|nama opd|skpd|nama skpd|instansi|organisasi perangkat daerah",
            160,
            36,
            is_name=True,
        ),
        _column(
            "unit",
            "Unit",
            "nama unit|upp|nama upp|unit pelayanan|nama unit pelayanan|unit penyelenggara|unit penyelenggara pelayanan"
            "|unit penyelenggara pelayanan publik|unit layanan|nama unit layanan",
            160,
            34,
            is_name=True,
        ),
        _column("unit_type", "Jenis unit", "tipe unit|kategori unit|jenis upp", 80, 18, is_name=True),
        _column("address", "Alamat", "alamat unit|alamat kantor|alamat lengkap", 300, 36),
        _column("phone", "Telepon", "no telepon|nomor telepon|telp|no telp|telepon unit|kontak", 40, 18),
        _column(
            SERVICE,
            "Layanan",
            "jenis layanan|nama layanan|jenis pelayanan|pelayanan|nama pelayanan|nama jenis layanan",
            160,
            34,
            is_name=True,
        ),
        _column(
            USERS,
            "Jumlah pengguna",
            "pengguna|pengguna layanan|jumlah pengguna layanan|populasi|jumlah populasi|jumlah pemohon",
            0,
            13,
        ),
        _column(PERIOD, "Periode", "periode pengguna|periode data|periode jumlah pengguna", 0, 19),
        _column("source", "Sumber", "sumber data|sumber jumlah pengguna|asal data", 200, 30),
    )
}
"""In the order of the template, by key."""

SHEET, EXAMPLE_SHEET, GUIDE_SHEET, CHOICES_SHEET = "Unit dan layanan", "Contoh", "Petunjuk", "Daftar pilihan"
OTHER_SHEETS: Final = frozenset({plain(EXAMPLE_SHEET), plain(GUIDE_SHEET), plain(CHOICES_SHEET)})
"""Sheets of our own template that hold no list."""


@lru_cache(maxsize=1024)
def column_of(heading: str) -> str | None:
    """Key of the column that the heading names."""
    if len(heading) > 120:
        return None
    words = plain(heading)
    return next((column.key for column in COLUMNS.values() if words in column.names), None)


say = Catalogue(
    {
        # --- refusals whose usual sentence speaks of answers -------------------------------------------------------
        "too_big": Sentence(
            "Berkas {file} berukuran {size} MB, lebih dari batas {limit} MB. Simpan hanya lembar daftar unit, tanpa gambar.",
            "The file {file} has {size} MB, more than the limit of {limit} MB. Save only the sheet with the units, without pictures.",
        ),
        "bomb": Sentence(
            "Isi berkas {file} mengembang jauh melebihi ukurannya, maka tidak dibuka. Salin daftar unit ke buku kerja baru lalu "
            "simpan sebagai .xlsx.",
            "The content of {file} grows far beyond its size, so it was not opened. Copy the list to a new workbook and save it "
            "as .xlsx.",
        ),
        "not_a_table": Sentence(
            "Isi berkas {file} adalah {kind}, bukan daftar unit. Berikan berkas .xlsx, .xls, .ods atau .csv.",
            "The content of {file} is {kind}, not a list of units. Give a .xlsx, .xls, .ods or .csv file.",
        ),
        "unknown_kind": Sentence(
            "Isi berkas {file} tidak dikenali. Berikan daftar unit sebagai .xlsx, .xls, .ods atau .csv.",
            "The content of {file} is not known. Give the list of units as .xlsx, .xls, .ods or .csv.",
        ),
        # --- the file as a list ------------------------------------------------------------------------------------
        "no_table": Sentence(
            "Tidak ada baris judul dengan kolom 'Perangkat daerah' dan 'Unit' di berkas {file}. Pakai templat, atau beri judul kolom itu.",
            "No heading row with the columns 'Perangkat daerah' and 'Unit' was found in {file}. Use the template or give these headings.",
        ),
        "two_sheets": Sentence(
            "Lebih dari satu lembar di berkas {file} berisi daftar unit: {sheets}. Sisakan satu, atau sembunyikan yang lain.",
            "More than one sheet of {file} holds a list of units: {sheets}. Keep one, or hide the others.",
        ),
        "double_column": Sentence(
            "Kolom '{title}' ada dua kali di berkas {file}: {first} dan {second}. Hapus salah satu.",
            "The column '{title}' stands twice in {file}: {first} and {second}. Delete one.",
        ),
        "no_rows": Sentence(
            "Lembar '{sheet}' di berkas {file} hanya berisi judul kolom. Isi daftar unit di bawahnya.",
            "The sheet '{sheet}' of {file} holds headings only. Fill in the units below them.",
        ),
        "too_many_rows": Sentence(
            "Daftar di berkas {file} lebih dari {limit} baris. Bagi berkasnya, misalnya satu per kabupaten atau kota.",
            "The list in {file} has more than {limit} rows. Split it, for example one file per regency or city.",
        ),
        # --- cells -------------------------------------------------------------------------------------------------
        "cell_agency_missing": Sentence(
            "perangkat daerah kosong; tulis namanya di setiap baris", "the agency is empty; write its name in every row"
        ),
        "cell_unit_missing": Sentence(
            "unit kosong, padahal layanannya diisi; tulis unit yang melayaninya",
            "the unit is empty although a service is named; write the unit that offers it",
        ),
        "cell_needs_unit": Sentence(
            "{column} diisi tanpa unit; tulis nama unitnya, atau kosongkan sel ini",
            "{column} without a unit; write the unit, or empty this cell",
        ),
        "cell_needs_service": Sentence(
            "{column} diisi tanpa layanan; tulis nama layanannya, atau kosongkan sel ini",
            "{column} without a service; write the service, or empty this cell",
        ),
        "cell_period_missing": Sentence(
            "periode jumlah pengguna kosong; tulis misalnya Semester I 2026 atau 2026",
            "the period of the number of users is empty; write for example Semester I 2026 or 2026",
        ),
        "cell_source_missing": Sentence(
            "sumber jumlah pengguna kosong; tulis asal angkanya, misalnya buku register loket",
            "the source of the number of users is empty; write where it comes from, for example the register of the counter",
        ),
        "cell_users_missing": Sentence(
            "periode diisi tanpa jumlah pengguna; tulis jumlahnya, atau kosongkan periodenya",
            "a period without a number of users; write the number, or empty the period",
        ),
        "cell_users": Sentence(
            "jumlah pengguna '{value}' bukan bilangan bulat 1 atau lebih; tulis angkanya saja, atau kosongkan bila tidak diketahui",
            "the number of users '{value}' is no whole number of 1 or more; write the figure alone, or leave it empty when unknown",
        ),
        "cell_period": Sentence(
            "periode '{value}' tidak dikenali; tulis 2026, Semester I 2026, Triwulan II 2026, Maret 2026, atau 01/01/2026 - 30/06/2026",
            "the period '{value}' is not known; write 2026, Semester I 2026, Triwulan II 2026, Maret 2026, or 01/01/2026 - 30/06/2026",
        ),
        "cell_too_long": Sentence(
            "{column} paling banyak {limit} huruf; ini {length}. Ringkaslah",
            "{column} holds at most {limit} letters; this has {length}. Shorten it",
        ),
        "cell_no_letters": Sentence(
            "{column} tidak memuat huruf atau angka; tulis namanya", "{column} holds no letter or digit; write its name"
        ),
        "cell_not_text": Sentence(
            "{column} berisi tanggal atau nilai logika; tulis sebagai teks",
            "{column} holds a date or a logical value; write it as text",
        ),
        "cell_formula": Sentence(
            "{column} berisi rumus tanpa hasil atau galat; tulis isinya langsung",
            "{column} holds a formula without a result or an error; write the content itself",
        ),
        # --- what only the one who knows the names can see ---------------------------------------------------------
        "government_unknown": Sentence(
            "pemerintah daerah '{value}' tidak terdaftar atau di luar wewenang Anda; yang dapat diisi: {names}",
            "the government '{value}' is not registered or outside your rights; possible: {names}",
        ),
        "government_missing": Sentence(
            "pemerintah daerah kosong; tulis kode atau namanya. Yang dapat diisi: {names}",
            "the government is empty; write its code or name. Possible: {names}",
        ),
        "type_unknown": Sentence(
            "jenis unit '{value}' belum ditetapkan provinsi; yang ada: {names}",
            "the kind of unit '{value}' is not set by the province; there are: {names}",
        ),
        "type_none": Sentence(
            "jenis unit '{value}' belum ditetapkan provinsi, dan belum ada satu pun; kosongkan, atau minta Biro Organisasi menetapkannya",
            "the kind of unit '{value}' is not set by the province, and there is none yet; leave it empty or ask the bureau to set it",
        ),
        "differs": Sentence(
            "{column} unit ini berbeda dari baris {row} ('{other}'); samakan",
            "{column} of this unit differs from row {row} ('{other}'); make them equal",
        ),
        "users_differ": Sentence(
            "jumlah pengguna layanan ini untuk periode yang sama berbeda dari baris {row} ('{other}'); sisakan yang benar",
            "the number of users of this service in the same period differs from row {row} ('{other}'); keep the right one",
        ),
        "agency_closed": Sentence(
            "perangkat daerah '{value}' sudah tidak aktif; aktifkan dulu di halamannya, atau pakai perangkat daerah penggantinya",
            "the agency '{value}' is no longer active; reopen it on its page, or use the agency that follows it",
        ),
        "unit_closed": Sentence(
            "unit '{value}' sudah tidak aktif; aktifkan dulu di halamannya, atau pakai unit penerusnya",
            "the unit '{value}' is no longer active; reopen it on its page, or use the unit that follows it",
        ),
        "service_closed": Sentence(
            "layanan '{value}' sudah tidak ditawarkan; aktifkan dulu di halamannya, atau hapus baris ini",
            "the service '{value}' is no longer offered; reopen it on its page, or delete this row",
        ),
    }
)
"""`say("code", fact=...)` makes the message."""
