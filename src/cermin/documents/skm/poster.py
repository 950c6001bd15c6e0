"""The publication poster: the one-page sheet that units hang up, with the element bars and the promised repairs added.

The fixed blocks and their words are data (`pure.law.report.POSTER`); whether the sheet belongs to the annex of the regulation is marked
unverified there.
"""

from __future__ import annotations

import io
import json
from importlib.resources import files
from typing import Any, Literal

import segno
import typst

from cermin.documents.fonts import font_folder, printable
from cermin.documents.format import days, integer, interval, join, number
from cermin.documents.pdf import logo_alt, logo_svg
from cermin.documents.skm import charts, sentences
from cermin.documents.skm.shape import SkmReport
from cermin.documents.svg import GRADE_COLOURS, Svg, shorten, wrap
from cermin.pure.calc.results import GroupTable
from cermin.pure.law.report import POSTER

PNG_PPI = 150
SERVICES_NAMED = 3
PROMISES_SHOWN = 3
LINE = 510.0
"""Width of the page between its margins, in points; the widths below are those of `poster.typ`."""

HEAD_LINE = 380.0
"""Room between the emblem and its counterweight."""

GROUP_WIDTHS = (165.0, 70.0)
"""Of a group's name in the panel, with one and with two groups side by side."""

GROUPS_SIDE_BY_SIDE = 4
"""More groups than this stand side by side: eight levels of education must fit too."""

MOST_GROUPS = 12
URL_LENGTH = 75
"""A longer address does not fit beside the QR code that holds it."""


def write_poster_pdf(report: SkmReport) -> bytes:
    """The poster as PDF/A, one A4 page."""
    return _compile(report, "pdf")


def write_poster_png(report: SkmReport) -> bytes:
    """The same page as a picture for messages and web pages (1240 x 1754 pixels)."""
    return _compile(report, "png")


def poster_texts(report: SkmReport) -> dict[str, Any]:
    """Every text on the poster, finished; what the tests compare with the other files."""
    profile, result = report.profile, report.result
    index = result.index
    profile_tables = {table.key: table for table in result.profile}
    low = sentences.weakest(result)
    finding = f"{join([element.short for element in low])} paling perlu diperbaiki" if low else "Nilai unsur pelayanan"
    first, _, second = POSTER.thanks.partition(". ")
    known = index.value is not None and index.grade is not None
    bounds = sentences.bounds(result.estimate)
    day = profile.report_date or report.issued_on
    owners = [(profile.unit, 14.0), *((line, 11.5) for line in (profile.agency, profile.government) if line)]
    owner = [(line, size) for name, size in owners for line in wrap(name, HEAD_LINE, size)]
    return {
        "title": f"Indeks Kepuasan Masyarakat, {profile.unit}, {profile.period}".rstrip(", "),
        "unit": profile.unit,
        "created": [day.year, day.month, day.day],
        "mark": shorten(profile.mark, LINE, 9.5, bold=True),
        "owner": owner,
        "period": shorten((profile.period or "periode belum diisi").upper(), HEAD_LINE, 13, bold=True),
        "words": {
            "title": POSTER.title,
            "value": POSTER.value,
            "respondents": POSTER.respondents,
            "service": POSTER.service,
            "count": POSTER.count,
            "gender": POSTER.gender,
            "education": POSTER.education,
            "period": POSTER.period,
        },
        "value": number(index.value, 2) if index.value is not None else "belum ada",
        "scale": "skala 25 sampai 100",
        "grade": index.grade.letter if known and index.grade else "",
        "performance": index.grade.performance if known and index.grade else "",
        "colour": GRADE_COLOURS[index.grade.letter] if known and index.grade else "#14213d",
        "interval": f"selang kepercayaan 95 %: {interval(bounds.low, bounds.high, 2)}" if bounds else "",
        "service": _services(result.services),
        "counts": [("Responden", integer(index.respondents), "orang")],
        "gender": _lines(profile_tables.get("gender"), result.min_count_n),
        "education": _lines(profile_tables.get("education"), result.min_count_n),
        "side_by_side": GROUPS_SIDE_BY_SIDE,
        "dates": days(profile.start, profile.end) if profile.start and profile.end else "belum diisi",
        "finding": " ".join(wrap(finding, LINE, 12.5, bold=True)),
        "alt": charts.alt_elements(report),
        "promises": _promises(report),
        "thanks": (first, second),
        "notes": _notes(report),
        "qr": bool(profile.result_url),
    }


def _services(services: GroupTable | None) -> str:
    if services is None or not services.groups:
        return "Semua layanan"
    names = [group.label for group in services.groups]
    if len(names) == 1:
        return " ".join(wrap(names[0], 2 * GROUP_WIDTHS[1] + 60, 11))
    if len(names) <= SERVICES_NAMED and sum(map(len, names)) <= 75:
        return join(names)
    return f"Semua layanan ({integer(len(names))} jenis)"


def _lines(table: GroupTable | None, limit: int) -> list[tuple[str, str, str]]:
    if table is None:
        return []
    groups = [group for group in table.groups if group.count != 0]
    if len(groups) > MOST_GROUPS:
        return [(f"{integer(len(groups))} kelompok, lihat laporan", "", "")]
    width = GROUP_WIDTHS[len(groups) > GROUPS_SIDE_BY_SIDE]
    return [
        (
            shorten(group.label, width, 11),
            sentences.count_text(group, limit),
            "orang" if group.count is not None else "",
        )
        for group in groups
    ]


def _promises(report: SkmReport) -> list[tuple[str, str, str]]:
    names = {element.code: element.short for element in report.result.index.elements}
    promised = [line for line in report.profile.plan if line.activity][:PROMISES_SHOWN]
    room = (LINE - 12 * (len(promised) - 1)) / max(1, len(promised)) - 15
    return [
        (
            shorten(names.get(line.element, line.element), room, 10, bold=True),
            " ".join(wrap(line.activity, room, 10, lines=3)),
            shorten(line.when, room, 10, bold=True),
        )
        for line in promised
    ]


def _notes(report: SkmReport) -> list[str]:
    notes = []
    if any(group.count is None for table in report.result.profile for group in table.groups):
        notes.append(f"Kelompok dengan kurang dari {integer(report.result.min_count_n)} orang tidak ditampilkan.")
    if report.change:
        notes.append(sentences.change(report.change))
    if report.profile.result_url:
        url = report.profile.result_url
        notes.append(f"Hasil lengkap: {url if len(url) <= URL_LENGTH else 'pindai kode QR'}")
    if report.verify_url and len(report.verify_url) <= URL_LENGTH:
        notes.append(f"Periksa keaslian: {report.verify_url}")
    notes.append(
        f"Dihitung dengan bobot tepat 1/{integer(len(report.result.index.elements))}; sidik jawaban {report.result.answer_digest[:12]}…"
    )
    return notes


def _compile(report: SkmReport, kind: Literal["pdf", "png"]) -> bytes:
    head = report.profile.letterhead
    texts = poster_texts(report)
    data = texts | {
        "logo_alt": logo_alt(head),
    }
    sources = {
        "main": files("cermin.documents").joinpath("typst/poster.typ").read_bytes(),
        "data.json": json.dumps(_printable(data), ensure_ascii=False).encode(),
        "logo.svg": logo_svg(head).encode(),
        "elements.svg": charts.elements_chart(report, width=510, compact=True).encode(),
        "grade.svg": _grade_svg(texts["grade"]).encode(),
        "qr.svg": _qr_svg(report.profile.result_url),
    }
    options: dict[str, Any] = {"font_paths": [str(font_folder())], "ignore_system_fonts": True, "format": kind}
    options |= {"pdf_standards": ["a-2a"]} if kind == "pdf" else {"ppi": PNG_PPI}
    return bytes(typst.compile(sources, **options))


def _printable(value: Any) -> Any:
    """Every text in it without what the font cannot print: in JSON a control character would already hide behind a backslash."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, list | tuple) else value


def _grade_svg(letter: str) -> str:
    svg = Svg(40, 40, f"Mutu {letter}" if letter else "Belum ada mutu")
    if letter:
        svg.badge(20, 20, letter, radius=14)
    return svg.render()


def _qr_svg(url: str) -> bytes:
    """Level Q and four quiet modules: readable from a laminated sheet."""
    out = io.BytesIO()
    segno.make(url or "-", error="q", boost_error=False, micro=False).save(out, kind="svg", border=4, dark="#14213d")
    return out.getvalue()
