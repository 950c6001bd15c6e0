"""Tables as offices really keep them, made by hand."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.documents.incoming.handmade import answers_csv, book, codes, ods, read, refusal, scores, sheet_xml, xlsx

FILES = Path(__file__).parent / "files"
NINE = [f"U{number}" for number in range(1, 10)]
COLUMNS = {
    "U1": [3, 4], "U2": [3, 3], "U3": [2, 4], "U4": [4, 4], "U5": [3, 3], "U6": [3, 4], "U7": [4, 3], "U8": [1, 2], "U9": [2, 3],
}  # fmt: skip
"""Two respondents; complaints (U8) and facilities (U9) differ, so that a swap shows."""
FIRST, SECOND = ([column[i] for column in COLUMNS.values()] for i in (0, 1))


def test_letterhead_merged_headings_numbering_and_totals(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page["B2"] = "PEMERINTAH KABUPATEN CONTOH"
    page["B3"] = "DINAS CONTOH"
    page["B4"] = "REKAP SURVEI KEPUASAN MASYARAKAT SEMESTER I"
    for reference, text in {
        "B6": "No",
        "C6": "Jenis Kelamin",
        "D6": "Nilai Unsur Pelayanan",
        "M6": "Keterangan",
    }.items():
        page[reference] = text
    for merged in ("B2:M2", "B6:B7", "C6:C7", "D6:L6", "M6:M7"):
        page.merge_cells(merged)
    for offset, code in enumerate(NINE):
        page.cell(7, 4 + offset, code)
    for offset in range(12):
        page.cell(8, 2 + offset, offset + 1)  # 1 2 3 ... under the heading
    for row, (number, gender, values) in enumerate([(1, "L", FIRST), (2, "P", SECOND)], 9):
        for offset, value in enumerate([number, gender, *values]):
            page.cell(row, 2 + offset, value)
    page.cell(11, 2, 3)  # a prepared number without an answer
    for row, label in enumerate(["Jumlah Nilai", "NRR per unsur", "NRR tertimbang", "IKM unit pelayanan"], 13):
        page.cell(row, 2, label)
        for offset in range(9):
            page.cell(row, 4 + offset, [7, 3.5, 0.389, 3][row - 13])
    page["B18"] = "*) Keterangan: nilai 1-4"
    page["J20"] = "Kepala Dinas,"
    page["J24"] = "NIP 19700101 199001 1 001"
    path = tmp_path / "rekap.xlsx"
    made.save(path)
    outcome = read(path)
    assert scores(outcome) == COLUMNS
    assert outcome.errors == ()
    assert (outcome.rows_read, outcome.header_row, outcome.left_out) == (2, 7, ())
    assert outcome.answers is not None
    gender = outcome.answers.profile["gender"]
    assert (gender.labels, gender.codes.tolist()) == (("Laki-laki", "Perempuan"), [0, 1])
    assert {"skipped_totals", "skipped_headers", "list_order"} <= set(codes(outcome.warnings))
    assert [(use.letter, use.role) for use in outcome.columns][:3] == [
        ("B", "ignored"),
        ("C", "profile"),
        ("D", "element"),
    ]


def test_google_forms_export(tmp_path: Path) -> None:
    text = (
        '"Timestamp","Email Address","Nama Lengkap","Jenis Kelamin","Usia","Pendidikan Terakhir","Pekerjaan",'
        '"Jenis layanan yang diterima",'
        '"1. Bagaimana pendapat saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya",'
        '"2. Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",'
        '"3. Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",'
        '"4. Bagaimana pendapat Saudara tentang kewajaran biaya / tarif dalam pelayanan ?",'
        '"5. Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan '
        'dengan hasil yang diberikan?",'
        '"6. Bagaimana pendapat Saudara tentang kompetensi/ kemampuan petugas dalam pelayanan?",'
        '"7. BAGAIMANA PENDAPAT SAUDARA TENTANG PERILAKU PETUGAS DALAM PELAYANAN TERKAIT KESOPANAN DAN KERAMAHAN?",'
        '"8. Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",'
        '"9. Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?","Saran dan masukan"\r\n'
        '"2026/03/02 8:15:10 AM GMT+7","a@contoh.id","A, B","Laki-laki","34","S1","PNS","KTP",'
        '"Sesuai","Mudah","Kurang cepat","Gratis","Sesuai","Kompeten","Sangat sopan dan ramah","Cukup","Tidak ada","Baik; ""lanjutkan"""\r\n'
        '"2026/03/02 9:15:10 AM GMT+7","b@contoh.id","C","Perempuan","17","SMK","Tukang kayu","ktp ",'
        '"Sangat Sesuai","Mudah","Sangat cepat","Gratis","Sesuai","Sangat kompeten","Sopan dan ramah","Baik",'
        '"Ada tetapi tidak berfungsi",""\r\n'
    )
    outcome = read(answers_csv(tmp_path / "formulir.csv", text))
    assert scores(outcome) == COLUMNS  # U8 = complaints = question 9
    assert outcome.form == "skm-9"
    assert outcome.comments == 1
    answers = outcome.answers
    assert answers is not None
    assert answers.questions == ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P9", "P8")
    assert answers.services is not None
    assert (answers.services.labels, answers.services.codes.tolist()) == (("KTP",), [0, 0])
    assert answers.profile["age"].labels == ("17–24 tahun", "25–34 tahun")
    assert answers.profile["education"].labels == ("SMA", "D4/S1")
    assert answers.profile["occupation"].labels == ("ASN", "Lainnya")
    ignored = {use.heading: use.target for use in outcome.columns if use.role == "ignored"}
    assert set(ignored) == {"Timestamp", "Email Address", "Nama Lengkap"}
    assert set(ignored.values()) == {"data pribadi tidak dibaca"}


def test_semicolons_byte_order_mark_and_comma_decimals(tmp_path: Path) -> None:
    rows = [";".join(f"{value},0" for value in row) for row in (FIRST, SECOND)]
    text = "\ufeff" + "\r\n".join([";".join(NINE), *rows, "", ""])
    outcome = read(answers_csv(tmp_path / "data.csv", text))
    assert scores(outcome) == COLUMNS


def test_excel_separator_line_and_tabs(tmp_path: Path) -> None:
    text = "sep=;\r\n" + ";".join(NINE) + "\r\n" + ";".join("5" * 1 if i == 3 else "3" for i in range(9)) + "\r\n"
    outcome = read(answers_csv(tmp_path / "data.csv", text))
    assert [e.address for e in outcome.errors] == ["D3"]
    text = "\t".join(NINE) + "\n" + "\t".join(map(str, FIRST)) + "\n" + "\t".join(map(str, SECOND)) + "\n"
    assert scores(read(answers_csv(tmp_path / "data.tsv", text))) == COLUMNS


def test_cp1252_with_letters(tmp_path: Path) -> None:
    letters = [[" abcd"[value] for value in row] for row in (FIRST, SECOND)]
    lines = [[*NINE, "Saran"], [*letters[0], "“Cepat” – déjà"], [*[x.upper() + "." for x in letters[1]], ""]]
    outcome = read(answers_csv(tmp_path / "data.csv", "\n".join(";".join(line) for line in lines).encode("cp1252")))
    assert scores(outcome) == COLUMNS
    assert "letters" in codes(outcome.warnings)


@pytest.mark.parametrize("name", ["jawaban.xls", "jawaban.ods"])
def test_workbooks_of_libreoffice(name: str) -> None:
    outcome = read(FILES / name)
    assert scores(outcome) == {"U1": [3, 4, 3], "U2": [4, 0, 1], "U3": [2, 3, 4]}
    assert [(e.address, e.row, e.column, e.value) for e in outcome.errors] == [("E8", 8, "U2", "#DIV/0!")]
    assert (outcome.sheet, outcome.header_row, outcome.rows_read, outcome.skipped) == ("Data", 5, 4, 1)
    assert [(message.code, count) for message, count in outcome.left_out] == [("left_bad", 1)]


def test_bad_cells_are_all_listed_with_address_and_mend(tmp_path: Path) -> None:
    date = '<c r="E3" s="1"><v>46085</v></c>'  # 3/4 that became a date: 4 March 2026
    path = xlsx(
        tmp_path / "salah.xlsx",
        {
            "Data": sheet_xml(
                {
                    2: [None, "No", *NINE],
                    3: [None, 1, 5, 0, date, 2.5, True, '<c r="H3" t="e"><v>#N/A</v></c>', "Gratis", "4 - Sesuai", 3],
                    4: [
                        None,
                        2,
                        "3",
                        "3,0",
                        "4 ",
                        "c",
                        "(d) Sangat sesuai",
                        "2. Kurang kompeten",
                        "-",
                        None,
                        "Sangat Baik",
                    ],
                    5: [None, 3, "3/4", "1, 2", '<c r="E5"><f>1+2</f></c>', "tidak tahu", -1, "3\u200b", 3, 3, 3],
                }
            )
        },
    )
    outcome = read(path)
    assert [(e.address, e.message.code, e.value) for e in outcome.errors] == [
        ("C3", "cell_range", "5"),
        ("D3", "cell_range", "0"),
        ("E3", "cell_date", "04-03-2026"),
        ("F3", "cell_fraction", "2,5"),
        ("G3", "cell_logic", "TRUE"),
        ("H3", "cell_error", "#N/A"),
        ("I3", "cell_other_label", "Gratis"),
        ("J3", "cell_unknown", "4 - Sesuai"),
        ("C5", "cell_two", "3/4"),
        ("D5", "cell_two", "1, 2"),
        ("E5", "cell_formula", ""),
        ("F5", "cell_unknown", "tidak tahu"),
        ("G5", "cell_range", "-1"),
    ]
    assert scores(outcome) == {
        "U1": [3], "U2": [3], "U3": [4], "U4": [3], "U5": [4], "U6": [2], "U7": [0], "U8": [0], "U9": [4],
    }  # fmt: skip
    assert (outcome.rows_read, [count for _, count in outcome.left_out]) == (3, [2])
    assert "tulis 1, 2, 3 atau 4" in outcome.errors[0].message.text("id")


def test_long_and_dirty_values_are_cut_for_display(tmp_path: Path) -> None:
    text = "U1;U2\n" + "x" * 300 + ";3\n" + "\u202e=cmd|' /C calc'!A0;2\n"
    outcome = read(answers_csv(tmp_path / "data.csv", text))
    assert [len(e.value) for e in outcome.errors] == [40, 18]
    assert outcome.answers is None


def test_sixteen_questions_of_the_online_form(tmp_path: Path) -> None:
    path = book(tmp_path / "p16.xlsx", [f"P{n}" for n in range(1, 17)], [1 + n % 4 for n in range(16)])
    outcome = read(path)
    assert outcome.form == "skm-16"
    answers = outcome.answers
    assert answers is not None
    assert [len(element.columns) for element in answers.elements] == [2, 3, 1, 3, 1, 1, 3, 1, 1]
    assert answers.scores.tolist() == [[1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]]
    assert (answers.elements[7].key, answers.questions[answers.elements[7].columns[0]]) == ("PENGADUAN", "P15")
    assert "form_16_order" in codes(outcome.warnings)


def test_limesurvey_codes_in_brackets(tmp_path: Path) -> None:
    path = book(tmp_path / "skm.xlsx", ["id", *[f"SKM[{code}]" for code in NINE]], [1, *FIRST], [2, *SECOND])
    assert scores(read(path)) == COLUMNS


def test_label_answers(tmp_path: Path) -> None:
    general = ["", "Tidak baik", "KURANG BAIK", "baik", " Sangat  Baik. "]
    path = book(tmp_path / "kata.xlsx", NINE, *[[general[value] for value in row] for row in (FIRST, SECOND)])
    assert scores(read(path)) == COLUMNS


def test_header_only_and_no_scores(tmp_path: Path) -> None:
    assert refusal(book(tmp_path / "judul.xlsx", ["No", *NINE])).message.code == "no_rows"
    outcome = read(book(tmp_path / "tanpa.xlsx", ["Layanan", *NINE], ["KTP"], ["KK", *FIRST]))
    assert [(message.code, count) for message, count in outcome.left_out] == [("left_empty", 1)]
    assert scores(outcome)["U1"] == [3]


def test_blank_lines_and_repeated_headings(tmp_path: Path) -> None:
    path = book(tmp_path / "ulang.xlsx", ["No", *NINE], [1, *FIRST], [], ["No", *NINE], [2, *SECOND], [3])
    outcome = read(path)
    assert scores(outcome) == COLUMNS
    assert (outcome.rows_read, outcome.skipped) == (2, 3)
    assert "skipped_headers" in codes(outcome.warnings)


def test_sums_and_means_without_any_label(tmp_path: Path) -> None:
    sums = [a + b for a, b in zip(FIRST, SECOND, strict=True)]
    path = book(tmp_path / "jumlah.xlsx", ["Jenis kelamin", *NINE], ["L", *FIRST], ["P", *SECOND], [None, *sums], [None, *[s / 2 for s in sums]])  # fmt: skip
    outcome = read(path)
    assert scores(outcome) == COLUMNS
    assert outcome.errors == ()


def test_a_last_row_of_fives_is_no_total(tmp_path: Path) -> None:
    outcome = read(book(tmp_path / "lima.xlsx", NINE, FIRST, SECOND, [5] * 9))
    assert len(outcome.errors) == 9


def test_subtotals_between_the_answers(tmp_path: Path) -> None:
    sums = ["Jumlah", *[9] * 9]
    path = book(tmp_path / "sub.xlsx", ["No", *NINE], [1, *FIRST], sums, [2, *SECOND], sums, ["Total responden", 2])
    outcome = read(path)
    assert scores(outcome) == COLUMNS
    assert outcome.errors == ()


def test_a_service_named_like_a_total_is_counted(tmp_path: Path) -> None:
    path = book(tmp_path / "nama.xlsx", ["Layanan", *NINE], ["Total station", *FIRST], ["Kinerja", *SECOND[:8], 9])
    outcome = read(path)
    assert (outcome.rows_read, len(outcome.errors)) == (2, 1)


def test_the_sheet_with_the_answers_is_found(tmp_path: Path) -> None:
    sheets = {
        "Petunjuk": sheet_xml({1: ["Isilah lembar Data"]}),
        "Rekap": sheet_xml({1: ["", *NINE], 2: ["NRR", *[3.24] * 9], 3: ["IKM", 81.2]}),
        "Data": sheet_xml({1: NINE, 2: FIRST, 3: SECOND}),
        "Lama": sheet_xml({1: NINE, 2: [1] * 9}),
    }
    outcome = read(xlsx(tmp_path / "buku.xlsx", sheets, hidden=("Lama",)))
    assert outcome.sheet == "Data"
    assert scores(outcome) == COLUMNS
    assert "other_sheets" in codes(outcome.warnings)
    assert read(tmp_path / "buku.xlsx", sheet="lama").sheet == "Lama"
    assert refusal(tmp_path / "buku.xlsx", sheet="tiada").message.code == "sheet_unknown"


def test_two_sheets_with_answers_ask_which(tmp_path: Path) -> None:
    sheets = {"Januari": sheet_xml({1: NINE, 2: FIRST}), "Februari": sheet_xml({1: NINE, 2: SECOND})}
    path = xlsx(tmp_path / "bulan.xlsx", sheets)
    error = refusal(path)
    assert error.message.code == "sheet_ambiguous"
    assert "--lembar 'Januari'" in error.message.text()
    assert scores(read(path, sheet="Februari"))["U8"] == [2]


def test_a_hidden_sheet_is_used_when_there_is_no_other(tmp_path: Path) -> None:
    sheets = {"Sampul": sheet_xml({1: ["Laporan"]}), "Isi": sheet_xml({1: NINE, 2: FIRST})}
    outcome = read(xlsx(tmp_path / "sembunyi.xlsx", sheets, hidden=("Isi",)))
    assert (outcome.sheet, codes(outcome.warnings)) == ("Isi", ["hidden_sheet", "list_order"])


def test_opendocument_with_repeated_cells_and_empty_tail(tmp_path: Path) -> None:
    def text(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    three = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
    tail = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    body = (
        f'<table:table table:name="Data"><table:table-row>{text("U1")}{text("U2")}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="3">{three}</table:table-row>{tail}</table:table>'
    )
    assert scores(read(ods(tmp_path / "isi.ods", body))) == {"U1": [3, 3, 3], "U2": [3, 3, 3]}


def test_names_of_the_elements_over_the_codes(tmp_path: Path) -> None:
    names = ["Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Pengaduan", "Sarana"]
    outcome = read(book(tmp_path / "dua.xlsx", names, NINE, FIRST, SECOND))
    assert scores(outcome) == COLUMNS
    assert codes(outcome.warnings) == []
    assert outcome.columns[7].heading == "Pengaduan / U8"
    names[7:] = ["Sarana", "Pengaduan"]
    assert refusal(book(tmp_path / "silang.xlsx", names, NINE, FIRST)).message.code == "contradiction"
