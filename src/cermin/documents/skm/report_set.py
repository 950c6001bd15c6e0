"""The whole report set from one shape: Word, PDF, workbook, poster, sheet for typing over, and hasil.json.

Everything is made in memory first and written only when all of it succeeded: a failure half-way leaves the folder as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from cermin.documents.docx import write_docx
from cermin.documents.pdf import page_numbers, write_pdf
from cermin.documents.skm.online_sheet import online_sheet_document
from cermin.documents.skm.poster import write_poster_pdf, write_poster_png
from cermin.documents.skm.report import report_document
from cermin.documents.skm.result_json import dump
from cermin.documents.skm.shape import SkmReport
from cermin.documents.skm.workbook import write_workbook

REPORT_FILES = (
    "laporan-skm.docx",
    "laporan-skm.pdf",
    "buku-kerja-skm.xlsx",
    "poster-ikm.pdf",
    "poster-ikm.png",
    "untuk-diketik.pdf",
    "hasil.json",
)

Progress = Callable[[str], None]


def render_report_set(report: SkmReport, progress: Progress = lambda _name: None) -> dict[str, bytes]:
    """Every file of the set by name. `progress` is told each name before it is made."""
    document = report_document(report)

    def made() -> Iterator[tuple[str, bytes]]:
        progress("laporan-skm.pdf")
        yield "laporan-skm.pdf", write_pdf(document)
        progress("laporan-skm.docx")
        yield "laporan-skm.docx", write_docx(document, page_numbers(document))
        progress("buku-kerja-skm.xlsx")
        yield "buku-kerja-skm.xlsx", write_workbook(report)
        progress("poster-ikm.pdf")
        yield "poster-ikm.pdf", write_poster_pdf(report)
        progress("poster-ikm.png")
        yield "poster-ikm.png", write_poster_png(report)
        progress("untuk-diketik.pdf")
        yield "untuk-diketik.pdf", write_pdf(online_sheet_document(report))
        progress("hasil.json")
        yield "hasil.json", dump(report).encode()

    files = dict(made())
    return {name: files[name] for name in REPORT_FILES}


def write_report_set(
    report: SkmReport, folder: Path, progress: Progress = lambda _name: None, now: datetime | None = None
) -> tuple[list[Path], Path | None]:
    """Write the set into `folder` (made when missing). Returns the paths, and the folder older files were moved to, if any.

    An officer edits the Word file: a file that is already there and differs is never overwritten but moved to
    `lama-<time>/` inside the folder. Raises OSError when the folder cannot be written.
    """
    files = render_report_set(report, progress)
    folder.mkdir(parents=True, exist_ok=True)
    differing = [
        name for name, content in files.items() if (folder / name).exists() and not _same(folder / name, content)
    ]
    kept: Path | None = None
    if differing:
        kept = _fresh_folder(folder, now or datetime.now().astimezone())
        for name in differing:
            (folder / name).rename(kept / name)
    paths = []
    for name, content in files.items():
        path = folder / name
        partial = path.with_name(f".{name}.baru")
        partial.write_bytes(content)
        partial.replace(path)
        paths.append(path)
    return paths, kept


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _fresh_folder(folder: Path, now: datetime) -> Path:
    name = now.strftime("lama-%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        candidate = folder / (name if number == 1 else f"{name}-{number}")
        if not candidate.exists():
            candidate.mkdir()
            return candidate
    raise FileExistsError(name)
