"""What the readers hand over: a table with addresses, the mapping that was found, the answers, and everything that was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cermin.documents.messages import Message
from cermin.documents.skm.shape import UnitProfile
from cermin.pure.calc.answers import Answers


class Refusal(Exception):
    """The file as a whole is refused, with one sentence (`message`) that says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text("id"))
        self.message = message


@dataclass(frozen=True, slots=True)
class CellError:
    """One bad cell. address as the spreadsheet shows it ("F12"); row is the sheet's row number; column the heading.

    value: what stands there, shortened; message: what is wrong and the mend.
    """

    address: str
    row: int
    column: str
    value: str
    message: Message


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """How one column of the file is understood. role: "element" | "question" | "service" | "profile" | "date" | "comment" | "ignored".

    target: element key, question code or profile key; how: "code" | "text" | "option" | "heading".
    """

    letter: str
    heading: str
    role: str
    target: str
    how: str


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """The whole outcome of reading one file.

    answers:  the good rows only (None when there is none). With `errors`, rows that hold a bad cell are left out of `answers`.
    columns:  the mapping, in sheet order. form: "skm-9", "skm-16" or "other".
    left_out: reason (Message) -> number of rows not counted (bad cells, no score at all), never silent.
    rows_read: data rows met (blank lines, totals and repeated headers are not data rows; they are counted in `skipped`).
    sheet: name of the sheet used; header_row: its row number. comments: non-empty comments; comment_texts: one
              per row of `answers` ("" without one), only when asked for, and not masked.
    profile: from the sheet 'Profil' of our own template, None without one. sha256: of the file's bytes.
    """

    answers: Answers | None
    columns: tuple[ColumnUse, ...]
    form: str
    errors: tuple[CellError, ...]
    warnings: tuple[Message, ...]
    left_out: tuple[tuple[Message, int], ...]
    rows_read: int
    skipped: int
    sheet: str
    header_row: int
    comments: int
    profile: UnitProfile | None
    sha256: str
    file_name: str
    comment_texts: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
