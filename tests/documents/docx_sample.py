"""A document with every block and every option of a run, and awkward text, for the tests of the Word writer."""

from __future__ import annotations

from cermin.documents.content import (
    Approvals,
    Box,
    Cell,
    Column,
    Cover,
    Document,
    Figure,
    Heading,
    Letterhead,
    ListBlock,
    PageBreak,
    Paragraph,
    PhotoGrid,
    Run,
    Signature,
    Table,
    Tiles,
    text,
)
from cermin.documents.pdf import PageNumbers

CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="120" viewBox="0 0 480 120">'
    '<rect x="10" y="10" width="300" height="40" fill="#0b5d66"/></svg>'
)
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="100" viewBox="0 0 80 100">'
    b'<circle cx="40" cy="50" r="38" fill="none" stroke="#14213d" stroke-width="4"/></svg>'
)
PROSE = "Nilai setiap unsur adalah jumlah nilai dibagi jumlah jawaban yang terisi. " * 3


def cells(*parts: str | Run | Cell) -> tuple[Cell, ...]:
    return tuple(part if isinstance(part, Cell) else Cell(text(part)) for part in parts)


def rich(**changes: object) -> Document:
    """A document with every block, every option of a run, and awkward text."""
    profile = Table(
        "3.1",
        "Karakteristik responden",
        (Column("Karakteristik", 42), Column("Indikator"), Column("Jumlah", 25, "right")),
        (
            cells(Cell(text("Jenis kelamin"), rows=2), "Laki-laki", "27"),
            cells("Perempuan", "22"),
            cells(Cell(text("Usia"), rows=2), "17–24 tahun", "7"),
            cells("25 tahun ke atas", "42"),
        ),
        foot=(cells("Setiap karakteristik", "", "49"),),
        note=text("Kelompok kecil digabung."),
    )
    grades = Table(
        "3.2",
        "Mutu pelayanan",
        (Column("Mutu", 30), Column("Kinerja")),
        tuple(
            cells(Run("", grade=grade), Run(word, bold=True))
            for grade, word in zip("ABCD", ("satu", "dua", "tiga", "empat"), strict=True)
        ),
    )
    plan = Table(
        "4.1",
        "Rencana tindak lanjut",
        (Column("No.", 10, "right"), Column("Kegiatan"), Column("Penanggung jawab", 40)),
        (cells("1", 'Satu daftar syarat <w:t> & "lembar" saku', Run("[siapa]", fill_in=True)),),
    )
    form = Table(
        "",
        "",
        (Column("No.", 8, "right"), Column("Pertanyaan"), Column("1", 21), Column("2", 21)),
        (cells("1", "Kesesuaian persyaratan", "Tidak sesuai", "Sesuai"),),
        size="small",
        grid=True,
        note=text("Formulir contoh."),
    )
    made: dict[str, object] = {
        "title": "Laporan Pelaksanaan SKM",
        "author": "Unit Contoh",
        "subject": "Survei Kepuasan Masyarakat",
        "created": "2026-06-30",
        "letterhead": Letterhead("Pemerintah Contoh", "Dinas Contoh", "Unit Contoh", ("Jalan Contoh 1",), LOGO, "svg"),
        "cover": Cover(
            ("LAPORAN PELAKSANAAN", "SURVEI KEPUASAN MASYARAKAT"),
            ("UNIT CONTOH", "SEMESTER I TAHUN 2026"),
            text("Pelayanan dinilai ", Run("Baik", bold=True), " oleh 49 pengguna"),
            "78,74",
            "B",
            ("skala 25–100", "selang kepercayaan 95 %: 76,26–81,23"),
            ("PEMERINTAH CONTOH", "DINAS CONTOH"),
            text("Juni 2026"),
        ),
        "front": (
            Heading(1, "", "Ringkasan"),
            Paragraph(text("Kalimat pertama."), "lead"),
            Tiles(
                (
                    ("Nilai IKM", "78,74", text(Run("Baik", grade="B"))),
                    ("Responden", "49", text("minimum 48")),
                    ("Tindak lanjut", "2 dari 3", text("selesai")),
                )
            ),
            Approvals(
                (
                    ("Disiapkan", text(Run("[yang menyiapkan]", fill_in=True)), ()),
                    ("Disetujui", text("Kepala Unit"), text("30 Juni 2026")),
                )
            ),
        ),
        "body": (
            Heading(1, "BAB I", "Pendahuluan"),
            Heading(2, "1.1", "Latar Belakang"),
            Paragraph(text(PROSE)),
            Paragraph(text("Tujuannya adalah:")),
            ListBlock((text("mengukur;"), text("memperbaiki.")), "a"),
            ListBlock((text("butir"),), "bullet"),
            Heading(2, "", "Tidak terdaftar", in_contents=False),
            Heading(1, "BAB III", "Hasil Pengolahan Data"),
            Heading(2, "3.1", "Jumlah Responden"),
            profile,
            grades,
            Figure(
                "3.1", "Persyaratan adalah unsur terlemah", CHART, 'Batang "nilai" < unsur', text("Sumber: n = 49.")
            ),
            Figure("3.2", "Gambar tanpa catatan", CHART, "Batang kedua", width_mm=80),
            Heading(1, "BAB IV", "Analisis"),
            plan,
            PageBreak(),
            Paragraph(text("miring ", Run("sekali", italic=True)), "note"),
            ListBlock((text("simpulan"),)),
            Paragraph(text("Demikian laporan ini disusun.")),
            Signature(
                text("Kota Contoh, 30 Juni 2026"), text("Kepala Unit Contoh,"), text("Nama Kepala"), text("NIP 1")
            ),
            Box((text("Periksa keaslian"), text("Sidik ", Run("1bcbd26626819b14", mono=True)))),
            Box((text("Peringatan."),), "warn"),
        ),
        "annexes": (
            Heading(1, "Lampiran 1", "Kuesioner"),
            form,
            Heading(1, "Lampiran 2", "Dokumentasi"),
            PhotoGrid((text("Ruang pelayanan"), text("Pengumpulan"), text("Pembahasan"))),
        ),
        "footer": ("Laporan SKM Unit Contoh", "Sidik jawaban 1bcbd266…"),
        "mark": "CONTOH: data rekaan",
        "fill_ins": ("Ringkasan: yang menyiapkan", "Tabel 4.1: penanggung jawab"),
    }
    return Document(**{**made, **changes})  # type: ignore[arg-type]


PAGES = PageNumbers(
    headings=("ii", "1", "1", "1", "2", "2", "4", "6", "7"),
    captions=("2", "2", "3", "3", "4"),
    total=9,
)
