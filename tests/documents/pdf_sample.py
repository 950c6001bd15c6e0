"""A document that holds every kind of block once, with made-up words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cermin.documents.content import (
    Approvals,
    Block,
    Box,
    Cell,
    Column,
    Cover,
    Document,
    Figure,
    Heading,
    Letterhead,
    ListBlock,
    Paragraph,
    PhotoGrid,
    Run,
    Signature,
    Table,
    Tiles,
    text,
)
from cermin.documents.svg import Svg

MARK = "CONTOH: 49 baris pertama, bukan hasil resmi"
DIGEST = "1bcbd26626819b146e652214026ffd5fe66d2f742e0ec535ef82c3347fdb615f"
URL = "https://skm.contoh.example/hasil/semester-1-2026/unit-contoh/laporan-lengkap-dan-lampiran?versi=akhir"
LOREM = (
    "Pelayanan yang baik dapat dinilai oleh orang yang menggunakannya, sebab merekalah yang tahu apakah syaratnya jelas, alurnya mudah,"
    " dan waktunya tepat. Penilaian itu dikumpulkan dua kali setahun dan dipakai untuk memperbaiki unsur yang masih lemah. "
)
ELEMENTS = (
    ("U1", "Persyaratan", "2,816", "70,41", "C", "Kurang Baik"),
    ("U2", "Sistem, Mekanisme, dan Prosedur", "2,837", "70,92", "C", "Kurang Baik"),
    ("U3", "Waktu Penyelesaian", "3,061", "76,53", "C", "Kurang Baik"),
    ("U4", "Biaya/Tarif", "3,612", "90,31", "A", "Sangat Baik"),
    ("U5", "Produk Spesifikasi Jenis Pelayanan", "3,245", "81,12", "B", "Baik"),
    ("U6", "Kompetensi Pelaksana", "3,327", "83,16", "B", "Baik"),
    ("U7", "Perilaku Pelaksana", "3,286", "82,14", "B", "Baik"),
    ("U8", "Penanganan Pengaduan, Saran, dan Masukan", "3,244", "81,10", "B", "Baik"),
    ("U9", "Sarana dan Prasarana", "2,218", "55,45", "D", "Tidak Baik"),
)


def cells(*parts: str | Run | Cell) -> tuple[Cell, ...]:
    return tuple(part if isinstance(part, Cell) else Cell(text(part)) for part in parts)


def columns(*parts: tuple[str, float | None, str]) -> tuple[Column, ...]:
    return tuple(Column(title, width, align) for title, width, align in parts)  # type: ignore[arg-type]


def chart() -> str:
    svg = Svg(453, 170, "Nilai unsur")
    for position, (code, name, mean, *_rest) in enumerate(ELEMENTS[:7]):
        y = 12 + position * 21
        svg.text(0, y + 9, f"{code} {name}", size=9)
        svg.rect(190, y, 60 * float(mean.replace(",", ".")), 12, "#0b5d66")
    svg.badge(440, 20, "B")
    return svg.render()


def element_table() -> Table:
    return Table(
        "3.2",
        "Nilai rata-rata, nilai konversi, dan mutu menurut unsur",
        columns(
            ("Kode", 14, "left"),
            ("Unsur", None, "left"),
            ("Rata-rata", 22, "right"),
            ("Konversi", 22, "right"),
            ("Mutu dan kinerja", 38, "left"),
        ),
        tuple(
            cells(code, name, mean, value, Run(words, grade=grade))
            for code, name, mean, value, grade, words in ELEMENTS
        ),
        foot=(cells("", "Unit Contoh", "3,072", "78,74", Run("Baik", grade="B")),),
        note=text("Bobot setiap unsur tepat 1/9; dibulatkan satu kali menjadi dua desimal."),
    )


def profile_table() -> Table:
    groups = (
        ("Jenis kelamin", (("Laki-laki", "27", "55,1"), ("Perempuan", "22", "44,9"))),
        ("Usia", (("17–24 tahun", "7", "14,3"), ("25–34 tahun", "14", "28,6"), ("35 tahun ke atas", "28", "57,1"))),
        ("Pendidikan", (("SMP ke bawah", "6", "12,2"), ("SMA/sederajat", "23", "46,9"), ("D4/S1", "20", "40,8"))),
    )
    rows = []
    for name, lines in groups:
        for position, line in enumerate(lines):
            first = (Cell(text(name), rows=len(lines)),) if position == 0 else ()
            rows.append((*first, *cells(*line)))
    return Table(
        "3.1",
        "Karakteristik responden",
        columns(
            ("Karakteristik", 40, "left"), ("Kelompok", None, "left"), ("Jumlah", 24, "right"), ("Persen", 24, "right")
        ),
        tuple(rows),
        foot=(cells("Setiap karakteristik", "", "49", "100,0"),),
    )


def score_table(count: int) -> Table:
    """Scores that follow a fixed pattern, so that a row shifted or lost would show."""
    rows = tuple(
        cells(str(number), *(str(1 + (number * 7 + question * 3) % 4) for question in range(9)))
        for number in range(1, count + 1)
    )
    titles = tuple((f"P{question}", 13.0, "right") for question in range(1, 10))
    return Table("", "", columns(("Responden", None, "left"), *titles), rows, size="small")


def sample(**changes: Any) -> Document:
    front: tuple[Block, ...] = (
        Heading(1, "", "Ringkasan"),
        Paragraph(text("Pelayanan Unit Contoh dinilai ", Run("Baik", bold=True), " oleh 49 pengguna layanan."), "lead"),
        Paragraph(text(LOREM)),
        Tiles(
            (
                ("Nilai IKM", "78,74", text("mutu ", Run("Baik", grade="B"))),
                ("Responden", "49", text("minimum 48 dari populasi 55")),
                ("Tindak lanjut semester lalu", "2 dari 3", text("tuntas dan sudah diverifikasi oleh atasan langsung")),
            )
        ),
        Paragraph(text(Run("Yang terlemah. ", bold=True), LOREM)),
        Approvals(
            (
                ("Disiapkan", text("Operator SKM Unit Contoh"), text("22 Juni 2026")),
                ("Diperiksa", text(Run("[yang memeriksa]", fill_in=True)), ()),
                ("Disetujui", text("Kepala Unit Contoh"), text("30 Juni 2026")),
            )
        ),
    )
    body: tuple[Block, ...] = (
        Heading(1, "BAB I", "Pendahuluan"),
        Heading(2, "1.1", "Latar Belakang"),
        Paragraph(text(LOREM * 2)),
        Heading(2, "1.2", "Dasar Pelaksanaan Survei Kepuasan Masyarakat"),
        Paragraph(text("Survei ini dilaksanakan menurut aturan berikut:")),
        ListBlock((text("Undang-Undang Nomor 25 Tahun 2009;"), text("peraturan pelaksananya. " + LOREM))),
        ListBlock(
            (
                text("mengukur kepuasan;"),
                text("menemukan unsur yang lemah."),
            ),
            "a",
        ),
        ListBlock(
            (
                text("kuesioner kertas;"),
                text("tautan dan kode QR."),
            ),
            "bullet",
        ),
        Paragraph(
            text(
                "Cara pengumpulan: ",
                Run(
                    "[cara pengumpulan: kuesioner kertas, tautan, QR, wawancara, dan cara lain yang dipakai petugas]",
                    fill_in=True,
                ),
                ". ",
                Run("Jawaban kosong", italic=True),
                " tidak dihitung sebagai nol. Hasilnya di ",
                URL,
                ".",
            )
        ),
        Heading(1, "BAB III", "Hasil Pengolahan Data SKM"),
        Heading(2, "3.1", "Jumlah Responden SKM"),
        profile_table(),
        Heading(2, "3.2", "Indeks Kepuasan Masyarakat"),
        Paragraph(text(LOREM)),
        element_table(),
        Figure(
            "3.1",
            "Persyaratan dan prosedur adalah unsur terlemah; biaya terkuat",
            chart(),
            "Diagram batang nilai tujuh unsur; Persyaratan 2,816 paling rendah.",
            text("Sumber: SKM Unit Contoh, n = 49. Tabel 3.2 memuat angka yang sama."),
        ),
        Heading(2, "3.3", "Rencana Tindak Lanjut"),
        Table(
            "3.3",
            "Rencana tindak lanjut",
            columns(
                ("No.", 10, "right"),
                ("Prioritas unsur", 26, "left"),
                ("Program/kegiatan", None, "left"),
                ("Waktu", 18, "left"),
                ("Penanggungjawab", 26, "left"),
            ),
            (
                cells(
                    "1",
                    "U1 Persyaratan",
                    "Menetapkan satu daftar syarat untuk tiap layanan",
                    "TW III 2026",
                    "Kepala Seksi",
                ),
                cells(
                    "2",
                    "U2 Prosedur",
                    "Memangkas alur dari lima menjadi tiga langkah",
                    "TW IV 2026",
                    Run("[siapa]", fill_in=True),
                ),
            ),
            grid=True,
        ),
        Heading(1, "BAB V", "Kesimpulan"),
        ListBlock(
            (text("Pelayanan bermutu ", Run("B (Baik)", bold=True), "."), text("Unsur terlemah adalah Persyaratan."))
        ),
        Paragraph(text(LOREM)),
        Signature(
            text("Kota Contoh, 30 Juni 2026"),
            text("Kepala Unit Contoh,"),
            text(Run("[nama kepala unit]", fill_in=True)),
            text("NIP ", Run("[NIP]", fill_in=True)),
        ),
        Box(
            (
                text(Run("Periksa keaslian angka laporan ini", bold=True)),
                text("Hitung ulang dengan berkas jawaban yang sama. Sidik jawaban (SHA-256): ", Run(DIGEST, mono=True)),
            )
        ),
        Box((text("Jumlah responden belum mencapai jumlah minimum."),), "warn"),
    )
    annexes: tuple[Block, ...] = (
        Heading(1, "Lampiran 1", "Nilai Setiap Responden"),
        Paragraph(text("Urutan baris diacak. Sel kosong berarti tidak dijawab."), "note"),
        score_table(49),
        Heading(1, "Lampiran 2", "Dokumentasi Pelaksanaan"),
        PhotoGrid((text("Kuesioner di ruang pelayanan"), text("Pengumpulan jawaban"), text("Pengumuman hasil"))),
    )
    document = Document(
        title="Laporan Survei Kepuasan Masyarakat, Unit Contoh, Semester I Tahun 2026",
        author="Unit Contoh",
        subject="Survei Kepuasan Masyarakat (SKM)",
        created="2026-06-30",
        letterhead=Letterhead(
            "Pemerintah Kabupaten Contoh", "Dinas Contoh", "Unit Contoh", ("Jalan Contoh Nomor 1, Kota Contoh",)
        ),
        cover=Cover(
            ("LAPORAN PELAKSANAAN", "SURVEI KEPUASAN MASYARAKAT"),
            ("UNIT CONTOH", "SEMESTER I TAHUN 2026"),
            text("Pelayanan dinilai ", Run("Baik", bold=True), " oleh 49 pengguna layanan"),
            "78,74",
            "B",
            ("Indeks Kepuasan Masyarakat (IKM), skala 25–100", "selang kepercayaan 95 %: 76,26–81,23"),
            ("PEMERINTAH KABUPATEN CONTOH", "DINAS CONTOH"),
            text("Juni 2026"),
        ),
        front=front,
        body=body,
        annexes=annexes,
        footer=("Laporan SKM Unit Contoh · Semester I Tahun 2026", f"Sidik jawaban {DIGEST[:12]}…"),
        mark=MARK,
        fill_ins=("Subbab 1.2: cara pengumpulan", "Tabel 3.3: penanggung jawab", "Tanda tangan: nama kepala unit"),
    )
    return replace(document, **changes)
