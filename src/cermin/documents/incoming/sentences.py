"""Every sentence the readers may say: refusals of a whole file, questions about headings, bad cells, warnings."""

from __future__ import annotations

from cermin.documents.messages import Catalogue, Sentence

say = Catalogue(
    {
        # --- the file as a whole -------------------------------------------------------------------------------
        "no_file": Sentence(
            "Berkas {file} tidak ditemukan. Periksa nama dan foldernya.",
            "The file {file} was not found. Check its name and folder.",
        ),
        "folder": Sentence(
            "{file} adalah folder. Sebutkan satu berkas .xlsx, .xls, .ods atau .csv di dalamnya.",
            "{file} is a folder. Name one .xlsx, .xls, .ods or .csv file in it.",
        ),
        "unreadable": Sentence(
            "Berkas {file} tidak dapat dibuka ({why}). Tutup program lain yang memakainya atau periksa izinnya.",
            "The file {file} cannot be opened ({why}). Close other programs that use it or check its permissions.",
        ),
        "empty_file": Sentence(
            "Berkas {file} kosong (0 byte). Simpan ulang dari program asalnya.",
            "The file {file} is empty (0 bytes). Save it again from the program it came from.",
        ),
        "too_big": Sentence(
            "Berkas {file} berukuran {size} MB, lebih dari batas {limit} MB. "
            "Simpan hanya lembar jawaban ke berkas baru, tanpa gambar.",
            "The file {file} has {size} MB, more than the limit of {limit} MB. "
            "Save only the sheet with the answers to a new file, without pictures.",
        ),
        "bomb": Sentence(
            "Isi berkas {file} mengembang jauh melebihi ukurannya, maka tidak dibuka. "
            "Salin lembar jawaban ke buku kerja baru lalu simpan sebagai .xlsx.",
            "The content of {file} grows far beyond its size, so it was not opened. "
            "Copy the sheet with the answers to a new workbook and save it as .xlsx.",
        ),
        "too_many_cells": Sentence(
            "Lembar di berkas {file} terbentang sampai {rows} baris x {columns} kolom, melebihi batas {limit_rows} baris, "
            "{limit_columns} kolom atau {limit_cells} sel. Hapus isi yang tercecer di luar tabel, atau bagi berkasnya.",
            "A sheet of {file} stretches over {rows} rows x {columns} columns, beyond the limit of {limit_rows} rows, "
            "{limit_columns} columns or {limit_cells} cells. Delete what lies outside the table, or split the file.",
        ),
        "encrypted": Sentence(
            "Berkas {file} terkunci kata sandi. Buka, hapus kata sandinya, simpan, lalu coba lagi.",
            "The file {file} is protected by a password. Open it, remove the password, save it and try again.",
        ),
        "damaged": Sentence(
            "Berkas {file} rusak atau terpotong. Unduh atau salin ulang, atau buka dan simpan kembali sebagai .xlsx.",
            "The file {file} is damaged or cut off. Copy it again, or open it and save it as .xlsx.",
        ),
        "entities": Sentence(
            "Berkas {file} memuat deklarasi XML yang tidak pernah ditulis program pengolah angka, maka tidak dibuka. "
            "Salin tabelnya ke buku kerja baru.",
            "The file {file} holds XML declarations that no spreadsheet program writes, so it was not opened. "
            "Copy its table to a new workbook.",
        ),
        "macros": Sentence(
            "Berkas {file} memuat makro. Simpan sebagai .xlsx biasa (tanpa makro) lalu coba lagi.",
            "The file {file} holds macros. Save it as a plain .xlsx (without macros) and try again.",
        ),
        "web_page": Sentence(
            "Isi berkas {file} adalah {kind}, bukan lembar kerja. "
            "Buka di Excel atau LibreOffice, pilih Simpan Sebagai .xlsx, lalu coba lagi.",
            "The content of {file} is {kind}, not a spreadsheet. "
            "Open it in Excel or LibreOffice, choose Save As .xlsx, and try again.",
        ),
        "not_a_table": Sentence(
            "Isi berkas {file} adalah {kind}, bukan tabel jawaban. Berikan berkas .xlsx, .xls, .ods atau .csv.",
            "The content of {file} is {kind}, not a table of answers. Give a .xlsx, .xls, .ods or .csv file.",
        ),
        "unknown_kind": Sentence(
            "Isi berkas {file} tidak dikenali. Berikan tabel jawaban sebagai .xlsx, .xls, .ods atau .csv.",
            "The content of {file} is not known. Give the table of answers as .xlsx, .xls, .ods or .csv.",
        ),
        "wrong_name": Sentence(
            "Isi berkas {file} adalah {kind}, tetapi namanya berakhiran {suffix}. "
            "Pastikan ini berkas yang benar, lalu ganti akhiran namanya menjadi {right}.",
            "The content of {file} is {kind}, but its name ends in {suffix}. "
            "Make sure that it is the right file, then change the ending of its name to {right}.",
        ),
        "sheet_unknown": Sentence(
            "Lembar '{sheet}' tidak ada di berkas {file}. Lembar yang ada: {sheets}.",
            "There is no sheet '{sheet}' in {file}. Its sheets: {sheets}.",
        ),
        "sheet_ambiguous": Sentence(
            "Lebih dari satu lembar berisi jawaban: {sheets}. Pilih satu dengan --lembar, misalnya --lembar '{first}'.",
            "More than one sheet holds answers: {sheets}. Choose one with --lembar, for example --lembar '{first}'.",
        ),
        "no_table": Sentence(
            "Tidak ada baris judul dengan kolom jawaban (U1..U9, P1..P9, P1..P16, nama unsur atau kalimat pertanyaan) "
            "di berkas {file}. Beri judul kolom itu, atau sebutkan kolomnya dengan --kolom, misalnya --kolom 'F=U1'.",
            "No heading row with answer columns (U1..U9, P1..P9, P1..P16, names of elements or the questions) was found "
            "in {file}. Give the columns such headings, or name them with --kolom, for example --kolom 'F=U1'.",
        ),
        "no_rows": Sentence(
            "Tabel di lembar '{sheet}' hanya berisi judul kolom, belum ada baris jawaban. Isi jawaban di bawahnya.",
            "The table on sheet '{sheet}' has headings only and no answers yet. Fill in the answers below them.",
        ),
        # --- questions about headings --------------------------------------------------------------------------
        "contradiction": Sentence(
            "Judul kolom {letter} '{heading}' bertentangan: kode {coded} berarti {by_code}, tetapi kata-katanya {by_words}. "
            "Mana yang benar? Jawab dengan --kolom '{letter}={key_code}' atau --kolom '{letter}={key_words}'.",
            "The heading of column {letter} '{heading}' contradicts itself: code {coded} means {by_code}, its words say "
            "{by_words}. Which is right? Answer with --kolom '{letter}={key_code}' or --kolom '{letter}={key_words}'.",
        ),
        "ambiguous_words": Sentence(
            "Judul kolom {letter} '{heading}' menyebut lebih dari satu unsur: {elements}. "
            "Pilih satu, misalnya --kolom '{letter}={key}', atau lewati dengan --kolom '{letter}=abaikan'.",
            "The heading of column {letter} '{heading}' names more than one element: {elements}. "
            "Choose one, for example --kolom '{letter}={key}', or skip it with --kolom '{letter}=abaikan'.",
        ),
        "duplicate": Sentence(
            "{target} ditemukan di dua kolom: {first} dan {second}. "
            "Pilih satu, misalnya lewati yang lain dengan --kolom '{letter}=abaikan'.",
            "{target} was found in two columns: {first} and {second}. "
            "Choose one, for example skip the other with --kolom '{letter}=abaikan'.",
        ),
        "mixed_codes": Sentence(
            "Judul kolom mencampur kode U ({list_codes}) dan kode P ({form_codes}); urutan keduanya berbeda pada nomor 8 "
            "dan 9. Sebutkan arti setiap kolom dengan --kolom, misalnya --kolom '{letter}=SARPRAS'.",
            "The headings mix U codes ({list_codes}) and P codes ({form_codes}); the two orders differ at numbers 8 and 9. "
            "Say what each column means with --kolom, for example --kolom '{letter}=SARPRAS'.",
        ),
        "unknown_question": Sentence(
            "Kolom {letter} '{heading}' berkode {coded}, padahal kuesioner yang dikenal berakhir di P16. "
            "Lewati dengan --kolom '{letter}=abaikan' atau sebutkan unsurnya dengan --kolom '{letter}=UNSUR'.",
            "Column {letter} '{heading}' has the code {coded}, but the known forms end at P16. "
            "Skip it with --kolom '{letter}=abaikan' or name its element with --kolom '{letter}=ELEMENT'.",
        ),
        "option_heading": Sentence(
            "--kolom '{column}={target}': tidak ada kolom dengan judul atau huruf itu. Judul yang ada: {headings}.",
            "--kolom '{column}={target}': there is no column with that heading or letter. The headings are: {headings}.",
        ),
        "option_twice": Sentence(
            "--kolom '{column}={target}': judul itu ada di kolom {letters}. Sebutkan huruf kolomnya saja.",
            "--kolom '{column}={target}': that heading stands in columns {letters}. Name the column by its letter.",
        ),
        "option_target": Sentence(
            "--kolom '{column}={target}': tujuan tidak dikenal. Yang boleh: {targets}.",
            "--kolom '{column}={target}': unknown target. Allowed: {targets}.",
        ),
        # --- bad cells -----------------------------------------------------------------------------------------
        "cell_range": Sentence(
            "nilai {value} di luar 1-4; tulis 1, 2, 3 atau 4, atau kosongkan bila tidak dijawab",
            "{value} is outside 1-4; write 1, 2, 3 or 4, or leave it empty when it was not answered",
        ),
        "cell_fraction": Sentence(
            "nilai {value} bukan bilangan bulat; tulis satu jawaban responden: 1, 2, 3 atau 4",
            "{value} is no whole number; write the respondent's own answer: 1, 2, 3 or 4",
        ),
        "cell_date": Sentence(
            "berisi tanggal {value}, mungkin ketikan seperti 3/4 yang diubah Excel; tulis 1, 2, 3 atau 4",
            "holds the date {value}, perhaps something like 3/4 that Excel changed; write 1, 2, 3 or 4",
        ),
        "cell_logic": Sentence(
            "berisi nilai logika {value}; tulis 1, 2, 3 atau 4",
            "holds the logical value {value}; write 1, 2, 3 or 4",
        ),
        "cell_error": Sentence(
            "berisi galat rumus {value}; tulis nilainya langsung: 1, 2, 3 atau 4",
            "holds the formula error {value}; write the value itself: 1, 2, 3 or 4",
        ),
        "cell_formula": Sentence(
            "berisi rumus yang belum dihitung; buka berkas di Excel atau LibreOffice, simpan, lalu coba lagi",
            "holds a formula without a result; open the file in Excel or LibreOffice, save it and try again",
        ),
        "cell_other_label": Sentence(
            "jawaban '{value}' adalah pilihan untuk unsur lain ({other}); pilihan di sini: {labels}",
            "the answer '{value}' belongs to another element ({other}); the choices here: {labels}",
        ),
        "cell_conflict": Sentence(
            "angka dan kata-kata pada '{value}' tidak sama; tulis salah satu yang benar",
            "number and words of '{value}' disagree; write the one that is right",
        ),
        "cell_two": Sentence(
            "berisi lebih dari satu jawaban ('{value}'); tulis satu: 1, 2, 3 atau 4, atau kosongkan",
            "holds more than one answer ('{value}'); write one: 1, 2, 3 or 4, or leave it empty",
        ),
        "cell_unknown": Sentence(
            "'{value}' tidak dikenal; tulis 1-4, a-d atau salah satu: {labels}",
            "'{value}' is not known; write 1-4, a-d or one of: {labels}",
        ),
        # --- rows left out -------------------------------------------------------------------------------------
        "left_bad": Sentence("ada sel yang salah", "a cell is wrong"),
        "left_empty": Sentence("tidak ada satu pun nilai", "no score at all"),
        # --- warnings ------------------------------------------------------------------------------------------
        "list_order": Sentence(
            "{codes} tanpa kata-kata dibaca menurut daftar unsur: U8 penanganan pengaduan, U9 sarana dan prasarana. "
            "Bila berkas ini memakai urutan kuesioner, beri --kolom 'U8=SARPRAS' dan --kolom 'U9=PENGADUAN'.",
            "{codes} without words are read in the order of the list: U8 complaints, U9 facilities. "
            "If this file uses the order of the questionnaire, give --kolom 'U8=SARPRAS' and --kolom 'U9=PENGADUAN'.",
        ),
        "form_order": Sentence(
            "{codes} tanpa kata-kata dibaca menurut kuesioner sembilan pertanyaan: P8 sarana dan prasarana, "
            "P9 penanganan pengaduan. Bila berkas ini memakai urutan daftar, beri --kolom 'P8=PENGADUAN' dan "
            "--kolom 'P9=SARPRAS'.",
            "{codes} without words are read by the nine-question form: P8 facilities, P9 complaints. If this file uses the "
            "order of the list, give --kolom 'P8=PENGADUAN' and --kolom 'P9=SARPRAS'.",
        ),
        "form_16_order": Sentence(
            "Kode P tanpa kata-kata dibaca menurut kuesioner enam belas pertanyaan (2-3-1-3-1-1-3-1-1): "
            "P15 penanganan pengaduan, P16 sarana dan prasarana.",
            "P codes without words are read by the sixteen-question form (2-3-1-3-1-1-3-1-1): P15 complaints, "
            "P16 facilities.",
        ),
        "element_count": Sentence(
            "Berkas ini memuat {count} unsur, bukan sembilan; bobot dihitung 1/{count}. Tidak ada: {missing}. Tambahan: {extra}.",
            "This file holds {count} elements, not nine; the weight is 1/{count}. Missing: {missing}. Added: {extra}.",
        ),
        "partial_form_16": Sentence(
            "Kuesioner enam belas pertanyaan tidak lengkap; tanpa {missing}. Nilai unsurnya dihitung dari pertanyaan yang ada.",
            "The sixteen-question form is not complete; without {missing}. Its elements are computed from the questions there.",
        ),
        "unused_scores": Sentence(
            "Kolom {letter} '{heading}' tampak berisi nilai 1-4 tetapi tidak dibaca. "
            "Bila itu unsur tambahan, beri --kolom '{letter}=unsur'.",
            "Column {letter} '{heading}' seems to hold scores 1-4 but is not read. "
            "If it is an added element, give --kolom '{letter}=unsur'.",
        ),
        "letters": Sentence(
            "Jawaban huruf dibaca a = 1, b = 2, c = 3, d = 4 seperti pada kuesioner.",
            "Letters are read a = 1, b = 2, c = 3, d = 4 as on the questionnaire.",
        ),
        "second_column": Sentence(
            "Kolom {letter} '{heading}' tidak dipakai karena {title} sudah dibaca dari kolom {first}.",
            "Column {letter} '{heading}' is not used because {title} was already read from column {first}.",
        ),
        "other_answers": Sentence(
            "{count} jawaban lain pada kolom {letter} '{heading}' dihitung sebagai '{label}'.",
            "{count} other answers in column {letter} '{heading}' are counted as '{label}'.",
        ),
        "odd_ages": Sentence(
            "{count} isian usia pada kolom {letter} bukan usia (0-120 tahun) dan tidak dikelompokkan.",
            "{count} entries of age in column {letter} are no age (0-120 years) and are in no group.",
        ),
        "too_many_groups": Sentence(
            "Kolom {letter} '{heading}' memuat {count} isian berbeda, terlalu banyak untuk dikelompokkan; tidak dipakai.",
            "Column {letter} '{heading}' holds {count} different entries, too many for groups; it is not used.",
        ),
        "skipped_totals": Sentence(
            "{count} baris jumlah, rata-rata atau keterangan tidak dibaca sebagai responden (baris {rows}).",
            "{count} rows with totals, means or notes were not read as respondents (rows {rows}).",
        ),
        "skipped_headers": Sentence(
            "{count} baris judul yang berulang dilewati (baris {rows}).",
            "{count} repeated heading rows were skipped (rows {rows}).",
        ),
        "other_sheets": Sentence(
            "Lembar yang dibaca: '{sheet}'. Lembar lain tidak dibaca sebagai jawaban: {others}.",
            "The sheet read: '{sheet}'. Other sheets were not read as answers: {others}.",
        ),
        "hidden_sheet": Sentence(
            "Lembar '{sheet}' yang dibaca adalah lembar tersembunyi.",
            "The sheet '{sheet}' that was read is a hidden sheet.",
        ),
    }
)
"""`say("code", fact=...)` makes the message."""

KINDS: dict[str, str] = {
    "xlsx": "Excel (.xlsx)",
    "xls": "Excel 97-2003 (.xls)",
    "ods": "OpenDocument (.ods)",
    "csv": "CSV",
    "xlsb": "Excel (.xlsb)",
    "html": "HTML",
    "xml": "XML",
    "pdf": "PDF",
    "image": "PNG/JPEG/GIF",
    "word": "Word (.docx)",
    "odf": "OpenDocument (.odt/.odp)",
    "zip": "ZIP",
    "archive": "RAR/7z/gzip",
    "ole": "Office 97-2003 (.doc/.ppt)",
}
"""Kinds of content by name, in words that are the same in both languages."""
