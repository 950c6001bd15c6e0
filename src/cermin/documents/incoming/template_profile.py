"""The sheet 'Profil' of the input workbook: label, value and hint, made from the table that the reader reads it with."""

from __future__ import annotations

from datetime import date
from typing import Any

from cermin.documents.incoming.profile_fields import (
    ADDRESS_LINES,
    GROUPS,
    PROFILE_SHEET,
    SERVICES_HINT,
    SERVICES_TITLE,
    STEPS,
    TARGETS_HINT,
    TARGETS_TITLE,
    Field,
)
from cermin.documents.incoming.profile_sheet import VALUE_COLUMN, address_label
from cermin.documents.incoming.profile_values import FIRST_YEAR, LAST_YEAR, MAX_POPULATION
from cermin.documents.incoming.template_looks import Looks, message, one_of, print_on_a4
from cermin.pure.law.report import SURVEY_STEPS
from cermin.pure.law.skm import ELEMENTS

SERVICE_ROWS = 20
"""Room for the kinds of service of one unit."""

EXTRA_STEPS = 2
_LAST_VALUE, _HINT = 3, 4
_SECOND_PAGE = 3
"""Position of the group with which a new printed page begins."""
_LOGO_HEIGHT = 96
"""Points: room for a picture of about three centimetres."""

_WRITE_DATE = "Tulis tanggal, misalnya 02/03/2026 (hari/bulan/tahun)."


def date_limits() -> dict[str, Any]:
    """Days within the years that the reader accepts. A day written in words passes with a question: the reader knows it."""
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(FIRST_YEAR, 1, 1),
        "maximum": date(LAST_YEAR, 12, 31),
        **message("Tanggal", _WRITE_DATE, alert="Ini tidak dikenali sebagai tanggal. " + _WRITE_DATE, kind="warning"),
    }


class ProfileSheet:
    """Writes the sheet from top to bottom; `services` is the formula of its list of services, for other sheets."""

    def __init__(self, sheet: Any, looks: Looks) -> None:
        self.sheet, self.looks, self.row = sheet, looks, 0
        sheet.set_column(0, 0, 41)
        sheet.set_column(1, 2, 23)
        sheet.set_column(_LAST_VALUE, _LAST_VALUE, 13)
        sheet.set_column(_HINT, _HINT, 64)
        sheet.set_row(0, 30)
        sheet.write(0, 0, "Profil unit dan periode survei", looks.title)
        sheet.write(
            1,
            0,
            "Isi kotak putih. Yang belum diketahui biarkan kosong: dalam laporan ditandai kuning dan didaftar di akhir.",
            looks.lead,
        )
        self.row = 2
        breaks = []
        for number, group in enumerate(GROUPS):
            if number == _SECOND_PAGE:
                breaks.append(self.row)
            self._section(group.title)
            for of in group.fields:
                self._field(of)
        self._steps()
        breaks.append(self.row)
        self._targets()
        self.services = self._services()
        sheet.freeze_panes(2, 0)
        sheet.set_h_pagebreaks(breaks)
        print_on_a4(sheet, repeat_rows=2)

    def _section(self, title: str, hint: str = "") -> None:
        self.row += 1  # a blank row above
        for column in range(_HINT + 1):
            self.sheet.write_blank(self.row, column, None, self.looks.section)
        self.sheet.write(self.row, 0, title, self.looks.section)
        self.sheet.set_row(self.row, 20)
        self.row += 1
        if hint:
            self.sheet.write(self.row, 0, hint, self.looks.lead)
            self.row += 1

    def _line(self, label: str, hint: str, look: Any, value: object = "", height: float = 20) -> int:
        """One row with its value across three columns; returns its number."""
        row = self.row
        self.sheet.set_row(row, height)
        self.sheet.write(row, 0, label, self.looks.label)
        self.sheet.merge_range(row, VALUE_COLUMN, row, _LAST_VALUE, value, look)
        self.sheet.write(row, _HINT, hint, self.looks.hint)
        self.row += 1
        return row

    def _limit(self, row: int, rule: dict[str, Any], column: int = VALUE_COLUMN) -> None:
        self.sheet.data_validation(row, column, row, column, rule)

    def _field(self, of: Field) -> None:
        looks = self.looks
        match of.kind:
            case "lines":
                for line in range(1, ADDRESS_LINES + 1):
                    row = self._line(address_label(line), of.hint if line == 1 else "", looks.text)
                    self._limit(row, _length(of))
            case "logo":
                self._line(of.label, of.hint, looks.text, height=_LOGO_HEIGHT)
            case "date":
                self._limit(self._line(of.label, of.hint, looks.date), date_limits())
            case "population":
                row = self._line(of.label, of.hint, looks.whole)
                alert = "Tulis bilangan bulat mulai dari 1."
                rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": MAX_POPULATION}
                self._limit(row, rule | message(of.label, of.hint, alert=alert))
            case "choice":
                row = self._line(of.label, of.hint, looks.text, of.default)
                choices = [written for written, _ in of.choices]
                alert = f"Pilih {' atau '.join(choices)}."
                self._limit(row, one_of(choices) | message(of.label, of.hint, alert=alert))
            case "nip":
                row = self._line(of.label, of.hint, looks.text)
                cell = f"{chr(65 + VALUE_COLUMN)}{row + 1}"
                rule = {"validate": "custom", "value": f'=LEN(SUBSTITUTE({cell}," ",""))=18'}
                self._limit(row, rule | message(of.label, of.hint, alert="NIP terdiri atas 18 angka. Periksa lagi."))
            case _:
                row = self._line(of.label, of.hint, looks.text, height=36 if of.limit >= 300 else 20)
                self._limit(row, _length(of))

    def _steps(self) -> None:
        self._section(STEPS.title, STEPS.hint)
        for column, of in enumerate(STEPS.columns):
            self.sheet.write(self.row, column, of.label, self.looks.heading)
        self.row += 1
        for name in (*SURVEY_STEPS, *[""] * EXTRA_STEPS):
            self.sheet.write(self.row, 0, name, self.looks.label)
            for column in (1, 2):
                self.sheet.write_blank(self.row, column, None, self.looks.date)
                self._limit(self.row, date_limits(), column)
            self.sheet.write_blank(self.row, 3, None, self.looks.whole)
            days = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 366}
            alert = "Tulis bilangan bulat 0 sampai 366."
            self._limit(self.row, days | message("Hari kerja", "Banyaknya hari kerja tahap ini.", alert=alert), 3)
            self.row += 1

    def _targets(self) -> None:
        self._section(TARGETS_TITLE, TARGETS_HINT)
        for element in ELEMENTS:
            row = self._line(f"{element.code} {element.name}", "", self.looks.decimal)
            rule = {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 4}
            alert = "Target adalah nilai rata-rata antara 1 dan 4."
            self._limit(row, rule | message("Target", "Nilai rata-rata, 1 sampai 4, misalnya 3,2.", alert=alert))

    def _services(self) -> str:
        self._section(SERVICES_TITLE, SERVICES_HINT)
        first = self.row + 1
        for number in range(1, SERVICE_ROWS + 1):
            self._line(f"Layanan {number}", "", self.looks.text)
        column = chr(65 + VALUE_COLUMN)
        cells = f"{PROFILE_SHEET}!${column}${first}:${column}${first + SERVICE_ROWS - 1}"
        # Only the filled part of the list, so that the drop-down does not end in blanks.
        return f"=OFFSET({PROFILE_SHEET}!${column}${first},0,0,MAX(1,COUNTA({cells})),1)"


def _length(of: Field) -> dict[str, Any]:
    rule = {"validate": "length", "criteria": "<=", "value": of.limit, "show_input": False}
    return rule | message(of.label, "", alert=f"Paling banyak {of.limit} huruf. Ringkaslah.")
