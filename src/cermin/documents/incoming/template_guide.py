"""The sheet 'Petunjuk' of the input workbook: what to do, why no names, and what each score means."""

from __future__ import annotations

from typing import Any

from cermin.documents.incoming.profile_fields import LAST_PLAN_SHEET, PLAN_SHEET, PROFILE_SHEET
from cermin.documents.incoming.template_looks import Looks, print_on_a4
from cermin.pure.law.skm import ELEMENT_BY_KEY, Form

ANSWERS_SHEET, EXAMPLE_SHEET, GUIDE_SHEET = "Jawaban", "Contoh", "Petunjuk"
_LAST = 6
_CHARACTERS_A_LINE = 125
"""How much text one line of the merged columns holds at the size used."""


def _steps(form: Form) -> tuple[str, ...]:
    last = {question.element: question.code for question in form.questions}
    return (
        (
            f"Lembar '{PROFILE_SHEET}': isi nama unit, periode, dan jumlah pengguna layanan periode lalu. Di bagian bawahnya tulis daftar"
            f" jenis layanan; daftar itu menjadi pilihan di lembar '{ANSWERS_SHEET}'."
        ),
        "Beri nomor urut pada setiap lembar kuesioner yang diterima. Nomor itu ditulis pada kolom 'No', agar baris yang salah mudah dicari.",
        f"Lembar '{ANSWERS_SHEET}': ketik satu kuesioner pada satu baris. Nilainya 1 sampai 4; a, b, c, d pada kuesioner adalah 1, 2, 3, 4.",
        "Pertanyaan yang tidak dijawab dibiarkan kosong. Jangan menulis 0 dan jangan menebak.",
        f"Perhatikan dua kolom terakhir: {last['SARPRAS']} menilai sarana dan prasarana, {last['PENGADUAN']} menilai penanganan pengaduan.",
        "Ketik semua kuesioner yang diterima, juga yang nilainya rendah. Hasil yang dipilih-pilih tidak menolong siapa pun.",
        f"Lembar '{PLAN_SHEET}' dan '{LAST_PLAN_SHEET}': isi bila rencana tindak lanjut sudah dibahas. Yang kosong dicetak kuning dalam laporan.",
        (
            f"Simpan, lalu periksa dengan perintah: cermin skm hitung NAMA-BERKAS. Setelah benar: cermin skm laporan NAMA-BERKAS --keluar FOLDER."
            f" Lembar '{EXAMPLE_SHEET}' menunjukkan cara mengisi dan tidak ikut dihitung."
        ),
    )


_NO_NAMES = (
    "Orang menilai dengan jujur bila yakin tidak akan dikenali, apalagi oleh petugas yang akan melayaninya lagi.",
    (
        "Laporan hanya memerlukan jumlah dan rata-rata. Nama, NIK, nomor telepon, dan alamat tidak dipakai untuk apa pun, sehingga"
        " mengumpulkannya hanya menambah risiko dan tanggung jawab menurut Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi."
    ),
    "Bila seorang responden menulis namanya pada saran, ketik sarannya saja.",
)


def write_guide(sheet: Any, looks: Looks, form: Form) -> None:
    """Fill the sheet for the given form."""
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 62)
    sheet.set_column(2, 2, 16)
    sheet.set_column(3, _LAST, 17)
    sheet.set_row(0, 30)
    sheet.write(0, 0, "Buku kerja Survei Kepuasan Masyarakat (SKM)", looks.title)
    sheet.write(1, 0, f"{form.name}. Sembilan unsur pelayanan, nilai 1 sampai 4.", looks.lead)
    row = _section(sheet, looks, 3, "Yang dikerjakan")
    for number, step in enumerate(_steps(form), 1):
        row = _paragraph(sheet, looks, row, str(number), step)
    row = _section(sheet, looks, row + 1, "Mengapa tanpa nama")
    for reason in _NO_NAMES:
        row = _paragraph(sheet, looks, row, "•", reason)
    sheet.set_h_pagebreaks([row + 1])
    row = _section(sheet, looks, row + 1, "Pertanyaan dan arti nilainya")
    for column, title in enumerate(("Kode", "Pertanyaan", "Unsur", "1", "2", "3", "4")):
        sheet.write(row, column, title, looks.heading)
    for question in form.questions:
        row += 1
        sheet.set_row(row, 30)
        sheet.write(row, 0, question.code, looks.bold_centred)
        sheet.write(row, 1, question.text, looks.cell)
        sheet.write(row, 2, ELEMENT_BY_KEY[question.element].short, looks.cell)
        for column, label in enumerate(question.labels, 3):
            sheet.write(row, column, label, looks.centred)
    print_on_a4(sheet)


def _section(sheet: Any, looks: Looks, row: int, title: str) -> int:
    for column in range(_LAST + 1):
        sheet.write_blank(row, column, None, looks.section)
    sheet.write(row, 0, title, looks.section)
    sheet.set_row(row, 20)
    return row + 1


def _paragraph(sheet: Any, looks: Looks, row: int, mark: str, text: str) -> int:
    sheet.set_row(row, 8 + 14 * -(-len(text) // _CHARACTERS_A_LINE))
    sheet.write(row, 0, mark, looks.bold_centred)
    sheet.merge_range(row, 1, row, _LAST, text, looks.cell)
    return row + 1
