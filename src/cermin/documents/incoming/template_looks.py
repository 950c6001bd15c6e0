"""How the input workbook looks: the house's colours and one face, and the settings every sheet shares."""

from __future__ import annotations

from typing import Any

from cermin.documents.svg import INK, LINE, MIST, PAPER, QUIET, SEA, STOP, WARN

FONT = "Arial"
DATE_FORMAT = "[$-421]d mmmm yyyy"
"""Indonesian month names whatever the language of the spreadsheet program."""
TEXT_FORMAT = "@"
"""Keeps what is typed: no number loses its zeros, no "1/2" becomes a date."""

MESSAGE_TITLE, MESSAGE_TEXT = 32, 255
"""Most characters of the heading and the text of an input message or alert in a workbook."""


class Looks:
    """The cell formats of one workbook, by purpose. Colours are the tokens of the design."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        entry = {**base, "border": 1, "border_color": LINE, "text_wrap": True}
        table_head = {**entry, "bold": True, "font_color": PAPER, "align": "center", "border_color": PAPER}

        def add(properties: dict[str, Any], **more: Any) -> Any:
            return book.add_format({**properties, **more})

        self.plain = add(base, text_wrap=True)
        self.title = add(base, font_size=16, bold=True)
        self.lead = add(base, font_color=QUIET)
        self.warning = add(base, bold=True, font_color=WARN)
        self.section = add(base, indent=1, bold=True, font_size=11, font_color=PAPER, bg_color=SEA)
        self.heading = add(table_head, bg_color=INK)
        self.score_heading = add(table_head, bg_color=SEA, font_size=9)
        self.label = add(entry, bold=True, bg_color=MIST, indent=1)
        self.hint = add(base, font_size=9, font_color=QUIET, text_wrap=True, indent=1)
        self.text = add(entry, num_format=TEXT_FORMAT, align="left", indent=1)
        self.date = add(entry, num_format=DATE_FORMAT, align="left", indent=1)
        self.short_date = add(entry, num_format="dd/mm/yyyy", align="center")
        self.whole = add(entry, num_format="#,##0", align="left", indent=1)
        self.decimal = add(entry, num_format="0.00", align="left", indent=1)
        self.score = add(entry, num_format="0", align="center")
        self.cell = add(entry, align="left", indent=1)
        self.centred = add(entry, align="center")
        self.bold_centred = add(entry, align="center", bold=True, bg_color=MIST)
        self.wrong = book.add_format({"font_color": PAPER, "bg_color": STOP, "bold": True})


def message(title: str, text: str, *, alert: str = "", kind: str = "stop") -> dict[str, str]:
    """The messages of a validation: what to write (on selecting the cell), and the alert after something else was written.

    kind: "stop" refuses, "warning" asks. Raises ValueError for texts that a workbook cannot hold.
    """
    if len(title) > MESSAGE_TITLE or max(len(text), len(alert)) > MESSAGE_TEXT:
        raise ValueError(f"too long for a cell message: {title}")
    found = {"input_title": title, "input_message": text}
    return found | ({"error_title": title, "error_message": alert, "error_type": kind} if alert else {})


def one_of(choices: list[str]) -> dict[str, Any]:
    """A drop-down. The program holds at most 255 characters of choices written out like this."""
    if len(",".join(choices)) > MESSAGE_TEXT or any("," in choice for choice in choices):
        raise ValueError(f"choices do not fit a drop-down: {choices}")
    return {"validate": "list", "source": choices}


def print_on_a4(sheet: Any, *, repeat_rows: int | None = None) -> None:
    """Landscape A4, one page wide, page numbers; repeat_rows: rows from the top that head every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&A&R&8Halaman &P dari &N")  # &A sheet, &P page, &N pages
    sheet.hide_gridlines(2)
    if repeat_rows:
        sheet.repeat_rows(0, repeat_rows - 1)
