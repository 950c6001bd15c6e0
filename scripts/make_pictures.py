"""Draws docs/images from the example's own report, so that the README shows a real output. Part of `make docs`.

typst sets the pages once more as pictures and puts two of them side by side; no other tool is needed.
"""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import typst

from cermin.cli import file_route
from cermin.documents.content import Figure, Table
from cermin.documents.fonts import font_folder
from cermin.documents.incoming import read_answers
from cermin.documents.incoming.profile import read_profile_toml
from cermin.documents.pdf import page_numbers, page_pictures
from cermin.documents.skm.report import report_document
from cermin.pure.calc.survey import evaluate_survey

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
ISSUED_ON = date(2026, 11, 24)
"""A fixed day: the picture changes only when the report does."""

SUMMARY = 2
PAGE_PPI = 92

SHEET = """#set page(width: 250mm, height: auto, margin: 5mm, fill: rgb("#e6ebef"))
#grid(columns: (1fr, 1fr), column-gutter: 5mm,
  ..("a.svg", "b.svg").map(name => block(stroke: 0.4pt + rgb("#b8c4ce"), clip: true, image(name, width: 100%))))
"""


def wrapped(png: bytes) -> bytes:
    """A PNG page as SVG: typst takes only text files from memory."""
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def main() -> None:
    examples = ROOT / "examples"
    read = read_answers(examples / "unit-contoh.csv")
    profile = file_route.choose_profile(read, read_profile_toml(examples / "unit-contoh.toml"), None, None)
    assert read.answers is not None
    report = file_route.build_report(read, evaluate_survey(read.answers), profile, None, ISSUED_ON)
    document = report_document(report)
    pages = page_pictures(document, ppi=PAGE_PPI)
    numbered = [block for block in document.body if isinstance(block, Table | Figure) and block.number]
    bars = next(position for position, block in enumerate(numbered) if isinstance(block, Figure))
    # Cover, contents (i) and summary (ii) come before page 1.
    chosen = [pages[SUMMARY], pages[SUMMARY + int(page_numbers(document).captions[bars])]]
    picture = typst.compile(
        {"main": SHEET.encode(), "a.svg": wrapped(chosen[0]), "b.svg": wrapped(chosen[1])},
        format="png",
        ppi=PAGE_PPI * 210 / 117.5,  # pixel for pixel: a page of 210 mm stands 117.5 mm wide
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
    )
    assert isinstance(picture, bytes)
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / "laporan.png").write_bytes(picture)
    print("docs/images/laporan.png")


if __name__ == "__main__":
    main()
