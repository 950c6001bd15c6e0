"""The workbook of the report set: scores per respondent, a recap with live formulas, and every table of the report.

The formulas are there so that anybody can follow the calculation; each carries our exact figure as its stored value, and a test lets
LibreOffice recalculate them to the same figures. Text from files is always written as text, never as a formula.
"""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cermin.documents.format import day, days, interval, number, percent
from cermin.documents.skm import sentences
from cermin.documents.skm.online_sheet import online_note, online_rows
from cermin.documents.skm.order import shuffled_rows
from cermin.documents.skm.shape import SkmReport
from cermin.pure.calc.answers import MISSING_SCORE
from cermin.pure.calc.results import Group, GroupTable, Index
from cermin.pure.law.skm import GRADES, METHODS

HEAD_ROW = 3
"""Every sheet: title, note, an empty row, then the header."""

GUARD = "1E-11"
"""Added before ROUND, because binary fractions may put an exact half a hair below it.

The error of the formulas stays below 1E-12 (a dozen operations on numbers up to 100, each good to 1E-14). The true distance to a half is at
least 1/(200 k n) when everybody answered every question: beyond 1E-11 up to fifty million respondents. With a different number of answers to
each question nothing keeps a true figure away from a half; one survey in a hundred million or so would show a hundredth more here than in
the report, whose figure is exact.
"""

NOTE_WIDTH = 95


def write_workbook(report: SkmReport) -> bytes:
    """The whole workbook as bytes; the same report gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": f"Buku kerja SKM, {report.profile.unit}, {report.profile.period}".rstrip(", "),
            "author": report.profile.unit,
            "created": datetime.combine(report.issued_on, time()),
        }
    )
    writer = _Writer(book, report)
    writer.answers()
    writer.recap()
    writer.elements()
    writer.services()
    writer.profile()
    writer.online()
    writer.notes()
    book.close()
    return out.getvalue()


class Formats:
    """The few looks of a workbook (Arial, sea, mist, ink)."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": "#14213D", "valign": "vcenter"}

        def made(**more: Any) -> Format:
            return book.add_format(base | more)

        self.text = made()
        self.wrap = made(text_wrap=True, valign="top")
        self.title = made(bold=True, font_size=14)
        self.quiet = made(font_color="#4A5568", font_size=9, text_wrap=True, valign="top")
        self.head = made(
            bold=True, bg_color="#E2F0F1", bottom=1, top=2, border_color="#0B5D66", text_wrap=True, align="center"
        )
        self.label = made(bold=True)
        self.whole = made(num_format="#,##0")
        self.two = made(num_format="0.00")
        self.three = made(num_format="0.000")
        self.four = made(num_format="0.0000")
        self.six = made(num_format="0.000000")
        self.right = made(align="right")
        self.center = made(align="center")
        self.total = made(bold=True, top=1, border_color="#0B5D66")
        self.total_center = made(bold=True, top=1, border_color="#0B5D66", align="center")
        self.total_two = made(bold=True, top=1, border_color="#0B5D66", num_format="0.00")
        self.total_whole = made(bold=True, top=1, border_color="#0B5D66", num_format="#,##0")
        self.total_three = made(bold=True, top=1, border_color="#0B5D66", num_format="0.000")
        self.total_four = made(bold=True, top=1, border_color="#0B5D66", num_format="0.0000")
        self.mono = book.add_format({"font_name": "Courier New", "font_size": 9, "font_color": "#14213D"})


def prepare_sheet(sheet: Worksheet, formats: Formats, title: str, note: str, mark: str, widths: list[float]) -> None:
    """Title, note, column widths and print set-up, the same on every sheet."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, formats.title)
    if note:
        sheet.merge_range(1, 0, 1, len(widths) - 1, "", formats.quiet)
        sheet.write_string(1, 0, note, formats.quiet)
        sheet.set_row(1, 13 * (1 + int(len(note) // sum(widths))))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    if mark:
        sheet.set_header('&C&"Arial,Bold"' + _plain(mark, 200))
    # The blank ends the font size: a title may start with a year.
    sheet.set_footer('&L&"Arial"&8 ' + _plain(title, 150) + "&R&8&P / &N")
    sheet.set_row(HEAD_ROW, 30)  # headings wrap; LibreOffice does not grow a repeated row by itself
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.hide_gridlines(2)


def _plain(text: str, longest: int) -> str:
    """For header and footer, which hold 255 letters: "&" starts a code there and is doubled, and a pair is never cut in two."""
    cut = text.replace("&", "&&")[:longest]
    return cut[:-1] if (len(cut) - len(cut.rstrip("&"))) % 2 else cut


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, report: SkmReport) -> None:
        self.book, self.report = book, report
        self.f = Formats(book)
        self.index: Index = report.result.index
        self.unit = report.profile.unit
        period = report.profile.period
        self.subtitle = f"{self.unit}, {period}" if period else self.unit
        # Columns of 'Jawaban' in the order of the elements.
        self.columns = [column for element in report.answers.elements for column in element.columns]
        self.codes = [question.code for element in self.index.elements for question in element.questions]
        self.last_row = HEAD_ROW + report.answers.scores.shape[0]

    def sheet(self, name: str, title: str, note: str, widths: list[float]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        prepare_sheet(sheet, self.f, f"{title}: {self.subtitle}", note, self.report.profile.mark, widths)
        return sheet

    def header(self, sheet: Worksheet, names: list[str]) -> None:
        for column, name in enumerate(names):
            sheet.write_string(HEAD_ROW, column, name, self.f.head)

    # -- Jawaban ---------------------------------------------------------------------------------------------------------

    def answers(self) -> None:
        note = "Urutan acak, tanpa layanan, karakteristik, tanggal, atau saran. Sel kosong: tidak dijawab."
        sheet = self.sheet("Jawaban", "Nilai per responden", note, [11, *[7.0] * len(self.codes)])
        self.header(sheet, ["Responden", *self.codes])
        scores = self.report.answers.scores
        for position, row in enumerate(shuffled_rows(self.report), 1):
            sheet.write_number(HEAD_ROW + position, 0, position, self.f.whole)
            for place, column in enumerate(self.columns, 1):
                value = int(scores[row, column])
                if value != MISSING_SCORE:
                    sheet.write_number(HEAD_ROW + position, place, value, self.f.center)

    # -- Rekap -----------------------------------------------------------------------------------------------------------

    def recap(self) -> None:
        """Upper block: one row per question; lower block: one row per element, and the index. All live."""
        note = "Rumus hidup dari lembar 'Jawaban'. Bobot tepat 1/k; IKM dibulatkan satu kali, setengah ke atas."
        sheet = self.sheet("Rekap", "Rekapitulasi nilai", note, [11, 8, 38, 9, 9, 12, 11, 7, 13])
        sheet.fit_to_pages(1, 1)
        self.header(sheet, ["Pertanyaan", "Kode unsur", "Unsur", "Jumlah nilai", "Terisi", "NRR pertanyaan"])
        row = HEAD_ROW
        cells: dict[str, list[str]] = {}
        for element in self.index.elements:
            for question in element.questions:
                row += 1
                letter = xl_col_to_name(self.codes.index(question.code) + 1)
                source = f"Jawaban!{letter}${HEAD_ROW + 2}:{letter}${self.last_row + 1}"
                sheet.write_string(row, 0, question.code, self.f.text)
                sheet.write_string(row, 1, element.code, self.f.text)
                sheet.write_string(row, 2, element.name, self.f.text)
                self.formula(sheet, row, 3, f"=SUM({source})", self.f.whole, question.total)
                self.formula(sheet, row, 4, f"=COUNT({source})", self.f.whole, question.answers)
                mean = "" if question.mean is None else float(question.mean)
                self.formula(sheet, row, 5, f'=IF(E{row + 1}=0,"",D{row + 1}/E{row + 1})', self.f.four, mean)
                cells.setdefault(element.code, []).append(f"F{row + 1}")
        self._element_block(sheet, row + 3, cells)

    def _element_block(self, sheet: Worksheet, top: int, cells: dict[str, list[str]]) -> None:
        k = len(self.index.elements)
        names = [
            "",
            "Kode unsur",
            "Unsur",
            "NRR unsur",
            "Bobot",
            "NRR tertimbang",
            "Konversi (x 25)",
            "Mutu",
            "Kinerja",
        ]
        for column, name in enumerate(names):
            if name:
                sheet.write_string(top, column, name, self.f.head)
        table_top = top + k + 9  # where the grade table starts; zero-based row of its first line
        first, last = table_top + 1, table_top + len(GRADES)
        grades = f"$B${first}:$B${last}"
        letters, words = f"$C${first}:$C${last}", f"$D${first}:$D${last}"
        row = top
        for element in self.index.elements:
            row += 1
            line = row + 1
            mean = "" if element.mean is None else float(element.mean)
            sheet.write_string(row, 1, element.code, self.f.text)
            sheet.write_string(row, 2, element.name, self.f.text)
            self.formula(
                sheet,
                row,
                3,
                f'=IF(COUNT({",".join(cells[element.code])})=0,"",AVERAGE({",".join(cells[element.code])}))',
                self.f.four,
                mean,
            )
            self.formula(sheet, row, 4, f"=1/{k}", self.f.six, float(self.index.weight))
            weighted = "" if element.weighted is None else float(element.weighted)
            self.formula(sheet, row, 5, f'=IF(D{line}="","",D{line}*E{line})', self.f.four, weighted)
            converted = "" if element.converted is None else float(element.converted)
            self.formula(sheet, row, 6, f'=IF(D{line}="","",ROUND(D{line}*25+{GUARD},2))', self.f.two, converted)
            letter, word = (element.grade.letter, element.grade.performance) if element.grade else ("", "")
            self.formula(sheet, row, 7, f'=IF(G{line}="","",LOOKUP(G{line},{grades},{letters}))', self.f.center, letter)
            self.formula(sheet, row, 8, f'=IF(G{line}="","",LOOKUP(G{line},{grades},{words}))', self.f.text, word)
        first_line, last_line = top + 2, row + 1
        complete = f"COUNT(D{first_line}:D{last_line})={k}"
        row += 1
        line = row + 1
        known = self.index.value is not None and self.index.grade is not None and self.index.nrr is not None
        for column in range(1, 9):
            sheet.write_blank(row, column, None, self.f.total)
        sheet.write_string(row, 2, self.unit, self.f.total)
        nrr = float(self.index.nrr) if self.index.nrr is not None else ""
        self.formula(sheet, row, 5, f'=IF({complete},SUM(F{first_line}:F{last_line}),"")', self.f.total_four, nrr)
        value = float(self.index.value) if self.index.value is not None else ""
        self.formula(sheet, row, 6, f'=IF(F{line}="","",ROUND(F{line}*25+{GUARD},2))', self.f.total_two, value)
        letter, word = (
            (self.index.grade.letter, self.index.grade.performance) if known and self.index.grade else ("", "")
        )
        self.formula(
            sheet, row, 7, f'=IF(G{line}="","",LOOKUP(G{line},{grades},{letters}))', self.f.total_center, letter
        )
        self.formula(sheet, row, 8, f'=IF(G{line}="","",LOOKUP(G{line},{grades},{words}))', self.f.total, word)
        self._comparison(sheet, row + 2, f"D{first_line}:D{last_line}", complete)
        sheet.write_string(table_top - 1, 1, "IKM mulai", self.f.head)
        sheet.write_string(table_top - 1, 2, "Mutu", self.f.head)
        sheet.write_string(table_top - 1, 3, "Kinerja", self.f.head)
        for position, grade in enumerate(GRADES):
            sheet.write_number(table_top + position, 1, float(grade.lowest), self.f.two)
            sheet.write_string(table_top + position, 2, grade.letter, self.f.center)
            sheet.write_string(table_top + position, 3, grade.performance, self.f.text)

    def _comparison(self, sheet: Worksheet, row: int, means: str, complete: str) -> None:
        """The rounded weights, named as a comparison."""
        sheet.write_string(row, 2, "Pembanding, bukan hasil:", self.f.label)
        for convention in self.index.conventions:
            if METHODS[convention.method].weight_places is None:
                continue
            row += 1
            weight = float(convention.weight)
            sheet.write_string(row, 2, f"IKM dengan bobot {sentences.weight_text(convention)}", self.f.text)
            sheet.write_number(row, 4, weight, self.f.three)
            formula = f'=IF({complete},ROUND(SUM({means})*E{row + 1}*25+{GUARD},2),"")'
            self.formula(sheet, row, 6, formula, self.f.two, float(convention.value))

    def formula(
        self, sheet: Worksheet, row: int, column: int, formula: str, look: Format, value: float | int | str
    ) -> None:
        sheet.write_formula(row, column, formula, look, value)

    # -- tables of the report ----------------------------------------------------------------------------------------------

    def elements(self) -> None:
        widths = [6.0, 38, 8, 8, 9, 11, 10, 7, 13, 11, 8, 9]
        sheet = self.sheet("Unsur", "Nilai unsur", _interval_line(self.report), widths)
        names = [
            "Kode",
            "Unsur",
            "Jumlah nilai",
            "Terisi",
            "NRR",
            "NRR tertimbang",
            "Konversi",
            "Mutu",
            "Kinerja",
            "Selang 95 %",
            "Target",
            "Periode lalu",
        ]
        self.header(sheet, names)
        estimates = dict(self.report.result.element_estimates)
        targets = dict(self.report.profile.targets)
        before = {}
        if self.report.previous:
            before = {element.key: element.mean for element in self.report.previous.summary.elements}
        for row, element in enumerate(self.index.elements, HEAD_ROW + 1):
            sheet.write_string(row, 0, element.code, self.f.text)
            sheet.write_string(row, 1, element.name, self.f.text)
            sheet.write_number(row, 2, element.total, self.f.whole)
            sheet.write_number(row, 3, element.answers, self.f.whole)
            if element.mean is None or element.weighted is None or element.converted is None or element.grade is None:
                sheet.write_string(row, 4, "belum ada", self.f.right)
                continue
            sheet.write_number(row, 4, float(element.mean), self.f.four)
            sheet.write_number(row, 5, float(element.weighted), self.f.four)
            sheet.write_number(row, 6, float(element.converted), self.f.two)
            sheet.write_string(row, 7, element.grade.letter, self.f.center)
            sheet.write_string(row, 8, element.grade.performance, self.f.text)
            estimate = estimates.get(element.code)
            if found := sentences.bounds(estimate):
                sheet.write_string(row, 9, interval(found.low, found.high, 2), self.f.right)
            if element.code in targets:
                sheet.write_number(row, 10, float(targets[element.code]), self.f.two)
            if element.key in before:
                sheet.write_number(row, 11, float(before[element.key]), self.f.four)

    def services(self) -> None:
        table = self.report.result.services
        if table is None:
            return
        codes = [element.code for element in self.index.elements]
        note = f"Nilai ditampilkan bila responden sekurang-kurangnya {self.report.result.min_score_n}. Yang ditutup bukan nol."
        sheet = self.sheet("Layanan", "Hasil menurut jenis layanan", note, [36, 11, *[6.5] * len(codes), 8, 7, 13, 58])
        self.header(sheet, ["Jenis layanan", "Responden", *codes, "IKM", "Mutu", "Kinerja", "Keterangan"])
        rows = [(group.label, self.count(group), group.index, group.reason) for group in table.groups]
        rows.append((f"{self.unit} (semua responden)", self.index.respondents, self.index, None))
        for row, (label, count, index, reason) in enumerate(rows, HEAD_ROW + 1):
            sheet.write_string(row, 0, label, self.f.text)
            self.put(sheet, row, 1, count)
            if index is not None and index.value is not None and index.grade is not None:
                for column, element in enumerate(index.elements, 2):
                    if element.mean is not None:
                        sheet.write_number(row, column, float(element.mean), self.f.three)
                sheet.write_number(row, 2 + len(codes), float(index.value), self.f.two)
                sheet.write_string(row, 3 + len(codes), index.grade.letter, self.f.center)
                sheet.write_string(row, 4 + len(codes), index.grade.performance, self.f.text)
            elif reason is not None:
                sheet.write_string(row, 5 + len(codes), sentences.REASONS[reason], self.f.text)

    def profile(self) -> None:
        note = f"Kelompok kurang dari {self.report.result.min_count_n} orang tidak ditampilkan jumlahnya; kelompok lain ikut ditutup bila perlu."
        sheet = self.sheet("Profil responden", "Karakteristik responden", note, [20, 30, 9, 9, 8, 7, 58])
        self.header(sheet, ["Karakteristik", "Kelompok", "Jumlah", "Persen", "IKM", "Mutu", "Keterangan"])
        row = HEAD_ROW
        for table in self.report.result.profile:
            for group in table.groups:
                row += 1
                self._group(sheet, row, table, group)
            if table.not_given != 0:
                row += 1
                sheet.write_string(row, 0, table.title, self.f.text)
                sheet.write_string(row, 1, "Tidak mengisi", self.f.text)
                self.put(sheet, row, 2, table.not_given if table.not_given is not None else sentences.COVERED)
        if row == HEAD_ROW:
            sheet.write_string(row + 1, 0, "Berkas jawaban tidak memuat karakteristik responden.", self.f.text)

    def _group(self, sheet: Worksheet, row: int, table: GroupTable, group: Group) -> None:
        sheet.write_string(row, 0, table.title, self.f.text)
        sheet.write_string(row, 1, group.label, self.f.text)
        self.put(sheet, row, 2, self.count(group))
        if group.share is not None:
            sheet.write_string(row, 3, percent(group.share), self.f.right)
        if group.index is not None and group.index.value is not None and group.index.grade is not None:
            sheet.write_number(row, 4, float(group.index.value), self.f.two)
            sheet.write_string(row, 5, group.index.grade.letter, self.f.center)
        elif group.reason is not None:
            sheet.write_string(row, 6, sentences.REASONS[group.reason], self.f.text)

    def count(self, group: Group) -> int | str:
        if group.count is not None:
            return group.count
        return sentences.count_text(group, self.report.result.min_count_n)

    def put(self, sheet: Worksheet, row: int, column: int, value: int | str) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, self.f.whole)
        else:
            sheet.write_string(row, column, value, self.f.right)

    def online(self) -> None:
        sheet = self.sheet(
            "Untuk diketik",
            "Untuk diketik ke aplikasi SKM daring",
            online_note(self.report),
            [6, 7, 24, 62, 5, 5, 5, 5, 8, 10, 12],
        )
        self.header(
            sheet, ["No.", "Unsur", "Nama unsur", "Pertanyaan", "1", "2", "3", "4", "Terisi", "Rata-rata", "Keterangan"]
        )
        for row, entry in enumerate(online_rows(self.report), HEAD_ROW + 1):
            for column, value in enumerate((entry.code, entry.element_code, entry.element, entry.question)):
                sheet.write_string(row, column, value, self.f.text)
            if entry.counts is not None:
                for column, count in enumerate(entry.counts, 4):
                    sheet.write_number(row, column, count, self.f.whole)
                sheet.write_number(row, 8, entry.answers or 0, self.f.whole)
            if entry.mean is not None:
                sheet.write_number(row, 9, float(entry.mean), self.f.four)
            sheet.write_string(row, 10, entry.remark, self.f.text)

    def notes(self) -> None:
        report = self.report
        sheet = self.sheet("Catatan", "Catatan metode", "", [28, NOTE_WIDTH])
        self.header(sheet, ["Hal", "Isi"])
        profile = report.profile
        facts = [
            ("Kalimat", sentences.opening(profile, self.index)),
            ("IKM", number(self.index.value, 2) if self.index.value is not None else "belum ada"),
            ("Nilai tepat", f"{self.index.exact}" if self.index.exact is not None else ""),
            ("Selang kepercayaan 95 %", sentences.interval_text(report.result)),
            ("Kelengkapan", sentences.completeness(self.index)),
            ("Pembanding", sentences.conventions(self.index)),
            ("Jumlah minimum", sentences.sample(report)),
            ("Baris yang tidak dihitung", sentences.left_out(report)),
            ("Masa survei", days(profile.start, profile.end) if profile.start and profile.end else ""),
            ("Tanggal laporan", day(profile.report_date) if profile.report_date else ""),
            ("Berkas", report.input.file_name),
            ("Sidik berkas (SHA-256)", report.input.sha256),
            ("Sidik jawaban (SHA-256)", report.result.answer_digest),
            ("Dihitung dengan", f"Cermin {report.version}"),
            *(("Peringatan", warning) for warning in report.input.warnings),
            *((f"Kolom {heading}", meaning) for heading, meaning in report.input.mapping),
        ]
        for row, (label, value) in enumerate((fact for fact in facts if fact[1]), HEAD_ROW + 1):
            sheet.write_string(row, 0, label, self.f.wrap)
            sheet.write_string(row, 1, value, self.f.wrap)
            sheet.set_row(row, 14 * (1 + len(value) // (NOTE_WIDTH + 5)))


def _interval_line(report: SkmReport) -> str:
    index = report.result.index
    if index.value is None:
        return "IKM belum dapat dihitung."
    bounds = sentences.interval_text(report.result)
    return f"{sentences.opening(report.profile, index)}: IKM {number(index.value, 2)} ({bounds})."
