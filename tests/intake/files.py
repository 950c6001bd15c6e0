"""An office with an open round, its people, and files to bring into it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from tests.respond.office import Office, open_office
from tests.support.people import person_with

from cermin.base.access import Actor
from cermin.organizations.models import Person
from cermin.organizations.queries import actor_of
from cermin.skm.models import Response, Tally

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
UNIT = (EXAMPLES / "unit-contoh.csv").read_bytes()
ONLINE = (EXAMPLES / "formulir-daring.csv").read_bytes()


@dataclass(frozen=True)
class Desk:
    """The office, an officer, and the head as the second person."""

    office: Office
    officer: Person
    head: Person

    @property
    def actor(self) -> Actor:
        return actor_of(self.officer)

    @property
    def address(self) -> str:
        return f"/unggah/{self.office.round.id}/"


def desk(**office: Any) -> Desk:
    """A new office with two accounts."""
    made = open_office(**office)
    return Desk(made, person_with("officer", made.unit), person_with("head", made.unit))


def sent(content: bytes, name: str = "jawaban.csv") -> dict[str, Any]:
    """What a browser sends for the file."""
    return {"file": SimpleUploadedFile(name, content)}


def lines(*rows: str, heading: str = "P1,P2,P3,P4,P5,P6,P7,P8,P9") -> bytes:
    """A small text file of answers."""
    return "\n".join([heading, *rows, ""]).encode()


def workbook(rows: list[list[Any]], sheet: str = "Jawaban", more: dict[str, list[list[Any]]] | None = None) -> bytes:
    """An .xlsx file."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    for name, content in {sheet: rows, **(more or {})}.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(content):
            page.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def stored(office: Office) -> list[str]:
    """The scores of every answer of the round, sorted."""
    found = Response.objects.filter(government=office.government, round=office.round)
    return sorted(found.values_list("scores", flat=True))


def tallied(office: Office, *, question: int = 0, value: int = 0) -> int:
    """How many answers the counts hold: of the round, or of one value of a question."""
    found = Tally.objects.filter(
        government=office.government, round=office.round, dimension="", question=question, value=value
    )
    return found.aggregate(n=Sum("n"))["n"] or 0
