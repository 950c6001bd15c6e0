"""The set as a whole: the figures taken out of every file by their place, what may not leak, and what happens to the folder."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import docx
import numpy as np
import openpyxl
import pypdf
import pytest
from tests.documents.skm import sample_report as samples

from cermin.documents.skm.report_set import REPORT_FILES, render_report_set, write_report_set
from cermin.documents.skm.shape import SkmReport
from cermin.pure.calc.answers import Grouping

NOW = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
NONE = "—"


@dataclass(frozen=True)
class Figures:
    """What one file says. Numbers as text with a decimal point; means by element code; services as (count, index, letter).

    None where the file has no place for it.
    """

    respondents: str | None
    index: str
    grade: str
    means: dict[str, str] | None = None
    totals: dict[str, str] | None = None
    letters: dict[str, str] | None = None
    services: dict[str, tuple[str, str, str]] | None = None


def decimals(value: Fraction | Decimal | float | None, places: int) -> str:
    """Rounded here, not by the code under test."""
    if value is None:
        return NONE
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}"


def expected(report: SkmReport, places: int, *, figures: Figures) -> Figures:
    """The shape at the precision of a file, with only what that file has a place for."""
    index, services = report.result.index, report.result.services
    lines: dict[str, tuple[str, str, str]] = {}
    for group in services.groups if services else ():
        shown = group.index
        letter = shown.grade.letter if shown and shown.grade else NONE
        lines[group.label] = (
            NONE if group.count is None else str(group.count),
            decimals(shown.value if shown else None, 2),
            letter,
        )
    return Figures(
        respondents=str(index.respondents) if figures.respondents is not None else None,
        index=decimals(index.value, 2),
        grade=index.grade.letter if index.grade else NONE,
        means={e.code: decimals(e.mean, places) for e in index.elements} if figures.means is not None else None,
        totals={e.code: str(e.total) if e.answers else NONE for e in index.elements}
        if figures.totals is not None
        else None,
        letters={e.code: e.grade.letter if e.grade else NONE for e in index.elements}
        if figures.letters is not None
        else None,
        services=lines if figures.services is not None else None,
    )


def dotted(text: str) -> str:
    """A printed number with a decimal point; words for what is absent or hidden become one mark."""
    text = text.replace("\u00a0", " ").strip()
    if text in (NONE, "", "belum ada", "ditutup") or text.startswith("<"):
        return NONE
    return text.replace(".", "").replace(",", ".")


def letter_of(text: str) -> str:
    found = re.search(r"\b([ABCD])\b", text.replace("\u00a0", " "))
    return found[1] if found else NONE


# -- one reader per file ----------------------------------------------------------------------------------------------------


def cells(table: Any) -> list[list[str]]:
    return [
        ["".join(node.text or "" for node in cell.iter() if node.tag.endswith("}t")) for cell in row.tc_lst]
        for row in table._tbl.tr_lst
    ]


def from_docx(content: bytes, report: SkmReport) -> Figures:
    tables = [cells(table) for table in docx.Document(io.BytesIO(content)).tables]
    elements = next(table for table in tables if table[0][:3] == ["Kode", "Unsur", "Jumlah nilai"])
    head, rows, foot = elements[0], elements[1:-1], elements[-1]
    mean, total = head.index("NRR"), head.index("Jumlah nilai")
    collection = next(table for table in tables if table[0][0] == "Populasi")
    services = next((table for table in tables if table[0][0] == "Jenis layanan"), None)
    return Figures(
        respondents=dotted(collection[1][3]),
        index=dotted(foot[head.index("Konversi")]),
        grade=letter_of(foot[-1]),
        means={row[0]: dotted(row[mean]) for row in rows},
        totals={row[0]: dotted(row[total]) for row in rows},
        letters={row[0]: letter_of(row[-1]) for row in rows},
        services={row[0]: (dotted(row[1]), dotted(row[-2]), letter_of(row[-1])) for row in services[1:-1]}
        if services
        else {},
    )


def pdf_words(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def between(text: str, start: str, end: str) -> str:
    """After the last `start` (the first stands in the list of tables) up to the next `end`."""
    return text.rpartition(start)[2].partition(end)[0]


def from_pdf(content: bytes, report: SkmReport) -> Figures:
    text = pdf_words(content)
    rows = between(text, "dan mutu menurut unsur", "Gambar 3.")
    number = r"([\d.,]+|—|belum ada)"
    means, totals, letters = {}, {}, {}
    for element in report.result.index.elements:
        head = re.escape(f"{element.code} {element.name}")
        gap = r" \d+" if report.result.index.complete != report.result.index.respondents else ""
        found = re.search(rf"{head} {number}{gap} {number} {number} {number} ([ABCD]\b|—)", rows)
        assert found, element.code
        totals[element.code], means[element.code] = dotted(found[1]), dotted(found[2])
        letters[element.code] = found[5]
    unit = re.search(rf"{re.escape(report.profile.unit)} {number} {number} {number} ([ABCD]\b|—)", rows)
    assert unit
    collection = re.search(r"Dihitung Terisi lengkap .+? (\d+) (\d+) (\d+) (?:Tabel|Rumus|Jumlah)", text)
    assert collection
    services = {}
    for group in report.result.services.groups if report.result.services else ():
        lines = between(text, "Jenis layanan n U1", "Baris unit dihitung")
        found = re.search(
            rf"{re.escape(group.label)} (ditutup|< \d+|\d+)(?: {number}){{9}} {number} ([ABCD]\b|—)", lines
        )
        assert found, group.label
        services[group.label] = (dotted(found[1]), dotted(found[3]), found[4])
    return Figures(collection[2], dotted(unit[3]), unit[4], means, totals, letters, services)


def from_workbook(content: bytes, report: SkmReport) -> Figures:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    def rows(name: str) -> list[dict[str, Any]]:
        head, *lines = book[name].iter_rows(min_row=4, values_only=True)
        return [{str(key): value for key, value in zip(head, line, strict=True) if key} for line in lines]

    def figure(value: Any, places: int) -> str:
        return decimals(Fraction(value).limit_denominator(10**9), places) if isinstance(value, int | float) else NONE

    recap = list(book["Rekap"].iter_rows(values_only=True))
    start = next(place for place, row in enumerate(recap) if "NRR unsur" in row)
    k = len(report.result.index.elements)
    block, total = recap[start + 1 : start + 1 + k], recap[start + 1 + k]
    notes = {row["Hal"]: row["Isi"] for row in rows("Catatan")}
    listed = {row["Kode"]: row for row in rows("Unsur")}
    # The same figures stand on two sheets.
    assert {row[1]: figure(row[3], 9) for row in block} == {code: figure(row["NRR"], 9) for code, row in listed.items()}
    assert {row[1]: row[7] or "" for row in block} == {code: row["Mutu"] or "" for code, row in listed.items()}
    assert dotted(notes["IKM"]) == figure(total[6], 2)
    services = {}
    for row in rows("Layanan")[:-1] if "Layanan" in book.sheetnames else []:
        services[row["Jenis layanan"]] = (figure(row["Responden"], 0), figure(row["IKM"], 2), row["Mutu"] or NONE)
    return Figures(
        respondents=str(len(rows("Jawaban"))),
        index=figure(total[6], 2),
        grade=total[7] or NONE,
        means={row[1]: figure(row[3], 4) for row in block},
        totals={code: str(row["Jumlah nilai"]) if row["Terisi"] else NONE for code, row in listed.items()},
        letters={row[1]: row[7] or NONE for row in block},
        services=services,
    )


def from_poster(content: bytes, report: SkmReport) -> Figures:
    text = pdf_words(content)
    value = re.search(r"NILAI IKM (\S+|belum ada) skala", text)
    respondents = re.search(r"Responden ([\d.]+) orang", text)
    assert value
    assert respondents
    grade = re.search(r"Mutu pelayanan ([ABCD])\b", text)
    return Figures(dotted(respondents[1]), dotted(value[1]), grade[1] if grade else NONE)


def from_sheet(content: bytes, report: SkmReport) -> Figures:
    text = pdf_words(content)
    found = re.search(r"Responden ([\d.]+), terisi lengkap [\d.]+\. IKM (belum ada|[\d,]+)(?: \(mutu ([ABCD]))?", text)
    assert found
    return Figures(dotted(found[1]), dotted(found[2]), found[3] or NONE)


def from_json(content: bytes, report: SkmReport) -> Figures:
    root = json.loads(content)
    services = {
        group["label"]: tuple(
            NONE if group[key] is None else str(group[key]) for key in ("respondents", "index", "grade")
        )
        for group in (root["services"] or {"groups": []})["groups"]
    }
    return Figures(
        respondents=str(root["respondents"]),
        index=root["index"] or NONE,
        grade=root["grade"] or NONE,
        means={element["code"]: element["mean"] or NONE for element in root["elements"]},
        totals={e["code"]: str(e["total"]) if e["answers"] else NONE for e in root["elements"]},
        letters={element["code"]: element["grade"] or NONE for element in root["elements"]},
        services=services,  # type: ignore[arg-type]  # three texts each
    )


READERS: dict[str, tuple[int, Callable[[bytes, SkmReport], Figures]]] = {
    "laporan-skm.docx": (3, from_docx),
    "laporan-skm.pdf": (3, from_pdf),
    "buku-kerja-skm.xlsx": (4, from_workbook),
    "poster-ikm.pdf": (2, from_poster),
    "untuk-diketik.pdf": (4, from_sheet),
    "hasil.json": (4, from_json),
}
"""By file: the decimals of its means, and who reads them back."""


@cache
def rendered(name: str) -> dict[str, bytes]:
    return render_report_set(samples.SAMPLES[name]())


# Hostile names run over many lines of the PDF; the same document is compared in its Word form.
ALL = [
    (sample, file) for sample in samples.SAMPLES for file in READERS if (sample, file) != ("hostile", "laporan-skm.pdf")
]


@pytest.mark.parametrize(("sample", "file"), ALL)
def test_every_file_gives_back_the_figures_of_the_shape(sample: str, file: str) -> None:
    report = samples.SAMPLES[sample]()
    places, read = READERS[file]
    found = read(rendered(sample)[file], report)
    if sample == "hostile" and found.services is not None:
        # Control characters are no text in any of the files; the rest of each name is.
        found = replace(found, services={plain(label): figures for label, figures in found.services.items()})
        wanted = expected(report, places, figures=found)
        assert wanted.services is not None
        wanted = replace(wanted, services={plain(label): figures for label, figures in wanted.services.items()})
        assert found == wanted
        return
    assert found == expected(report, places, figures=found)


def plain(label: str) -> str:
    label = re.sub(r"_x[0-9A-F]{4}_", "", label)  # how a workbook writes a control character
    return "".join(character for character in label if character.isprintable() and character != "\ufffe").strip()


def test_the_readers_see_a_wrong_figure() -> None:
    """Each reader against the files of another survey: it must notice."""
    other = samples.all_equal()
    for file, (places, read) in READERS.items():
        found = read(rendered("unfinished")[file], samples.unfinished())
        assert found != expected(other, places, figures=found), file


# -- what may not leak ------------------------------------------------------------------------------------------------------


def test_hidden_sizes_change_no_byte_of_any_file() -> None:
    files, others = rendered("hidden"), render_report_set(samples.hidden(moved=True))
    assert [name for name in REPORT_FILES if files[name] != others[name]] == []


def in_other_order(report: SkmReport) -> SkmReport:
    """The same submissions, arrived in another order."""
    answers = report.answers
    order = np.random.default_rng(99).permutation(len(answers.scores))

    def moved(group: Grouping) -> Grouping:
        return replace(group, codes=group.codes[order])

    shuffled = replace(
        answers,
        scores=answers.scores[order],
        services=moved(answers.services) if answers.services else None,
        profile={key: moved(group) for key, group in answers.profile.items()},
    )
    return replace(samples.report_of(shuffled, report.profile, report.input.form), input=report.input)


@pytest.mark.parametrize("name", ["unfinished", "hidden", "tiny_service"])
def test_the_order_of_arrival_leaves_no_trace(name: str) -> None:
    report = samples.SAMPLES[name]()
    other = in_other_order(report)
    assert other.answers.scores.tolist() != report.answers.scores.tolist()
    files = render_report_set(other)
    assert [file for file in REPORT_FILES if files[file] != rendered(name)[file]] == []


# -- the folder -------------------------------------------------------------------------------------------------------------


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_all_files_are_written_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    told: list[str] = []
    paths, kept = write_report_set(samples.public(), tmp_path / "a" / "b", told.append, now=NOW)
    assert [path.name for path in paths] == list(REPORT_FILES)
    assert sorted(told) == sorted({*REPORT_FILES})
    assert kept is None
    first = content_of(tmp_path)
    assert first == {f"a/b/{name}": content for name, content in rendered("public").items()}
    assert write_report_set(samples.public(), tmp_path / "a" / "b", now=NOW) == (paths, None)
    assert content_of(tmp_path) == first


def test_older_files_that_differ_are_kept_beside_the_new_ones(tmp_path: Path) -> None:
    write_report_set(samples.unfinished(), tmp_path, now=NOW)
    before = content_of(tmp_path)
    (tmp_path / "catatan.txt").write_text("milik petugas")
    _, kept = write_report_set(samples.public(), tmp_path, now=NOW)
    assert kept == tmp_path / "lama-20260701-083000"
    assert content_of(kept) == before
    assert (tmp_path / "catatan.txt").read_text() == "milik petugas"
    # Within the same second a third version needs a folder of its own.
    _, again = write_report_set(samples.unfinished(), tmp_path, now=NOW)
    assert again == tmp_path / "lama-20260701-083000-2"
    assert content_of(again) == rendered("public")
    assert content_of(kept) == before


def test_only_what_differs_is_moved(tmp_path: Path) -> None:
    write_report_set(samples.public(), tmp_path, now=NOW)
    (tmp_path / "laporan-skm.docx").write_bytes(b"disunting petugas")
    (tmp_path / "poster-ikm.png").unlink()
    (tmp_path / "poster-ikm.png").mkdir()  # something else of the same name
    _, kept = write_report_set(samples.public(), tmp_path, now=NOW)
    assert kept is not None
    assert sorted(path.name for path in kept.iterdir()) == ["laporan-skm.docx", "poster-ikm.png"]
    assert (kept / "laporan-skm.docx").read_bytes() == b"disunting petugas"
    assert (tmp_path / "poster-ikm.png").is_file()


@pytest.mark.parametrize(
    "writer", ["write_pdf", "write_docx", "write_workbook", "write_poster_pdf", "write_poster_png", "dump"]
)
def test_a_writer_that_fails_leaves_the_folder_as_it_was(
    writer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report_set(samples.unfinished(), tmp_path, now=NOW)
    before = content_of(tmp_path)

    def broken(*_: object, **__: object) -> bytes:
        raise ValueError("the disk of memory is full")

    monkeypatch.setattr(f"cermin.documents.skm.report_set.{writer}", broken)
    with pytest.raises(ValueError, match="the disk of memory is full"):
        write_report_set(samples.public(), tmp_path, now=NOW)
    assert content_of(tmp_path) == before
    with pytest.raises(ValueError, match="the disk of memory is full"):
        write_report_set(samples.public(), tmp_path / "baru", now=NOW)
    assert not (tmp_path / "baru").exists()


def test_a_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(OSError, match="berkas"):
        write_report_set(samples.unfinished(), tmp_path / "berkas" / "hasil", now=NOW)
    assert content_of(tmp_path) == {"berkas": b"bukan folder"}
