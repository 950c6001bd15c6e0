"""Helpers that keep a report's text readable: numbering of tables and figures, and the blanks an officer must fill in."""

from __future__ import annotations

from collections.abc import Sequence

from cermin.documents.content import (
    Align,
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    Table,
    Text,
    text,
)
from cermin.pure.law.report import REPORT_ANNEXES, REPORT_CHAPTERS

CHAPTERS = {chapter.key: chapter for chapter in REPORT_CHAPTERS}
SECTIONS = {section.key: section for chapter in REPORT_CHAPTERS for section in chapter.sections}
ANNEXES = {annex.key: annex for annex in REPORT_ANNEXES}

Content = str | Run | Text | Cell


class Builder:
    """Collects blocks in order. Tables and figures are numbered within their chapter ("3.2")."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.fill_ins: list[str] = []
        self.prefix = ""
        self.tables = 0
        self.figures = 0

    def take(self) -> tuple[Block, ...]:
        """The blocks so far; starts a new part (front, body, annexes) with the same numbering and blanks."""
        blocks, self.blocks = tuple(self.blocks), []
        return blocks

    def chapter(self, key: str) -> None:
        """A chapter of the outline in the law data."""
        chapter = CHAPTERS[key]
        self.prefix = str(REPORT_CHAPTERS.index(chapter) + 1)
        self.tables = self.figures = 0
        self.blocks.append(Heading(1, chapter.number, chapter.title))

    def section(self, key: str) -> None:
        section = SECTIONS[key]
        self.blocks.append(Heading(2, section.number, section.title))

    def annex(self, number: str, title: str) -> None:
        """An annex; tables and figures in annexes carry no number."""
        self.prefix = ""
        self.blocks.append(Heading(1, number, title))

    def unnumbered(self, title: str) -> None:
        self.blocks.append(Heading(1, "", title))

    def paragraph(self, *parts: str | Run) -> None:
        """Empty strings are left out; a paragraph of nothing is not printed."""
        kept = [part for part in parts if not isinstance(part, str) or part]
        if kept:
            self.blocks.append(Paragraph(text(*kept)))

    def items(self, *entries: str | Text, marker: str = "1") -> None:
        texts = tuple(text(entry) if isinstance(entry, str) else entry for entry in entries)
        self.blocks.append(ListBlock(texts, "a" if marker == "a" else "bullet" if marker == "bullet" else "1"))

    def table(
        self,
        caption: str,
        columns: Sequence[tuple[str, float | None, Align]],
        rows: Sequence[Sequence[Content]],
        *,
        foot: Sequence[Sequence[Content]] = (),
        note: str | Text = "",
        small: bool = False,
        grid: bool = False,
    ) -> None:
        number = ""
        if caption and self.prefix:
            self.tables += 1
            number = f"{self.prefix}.{self.tables}"
        self.blocks.append(
            Table(
                number,
                caption,
                tuple(Column(title, width, align) for title, width, align in columns),
                tuple(tuple(cell(part) for part in row) for row in rows),
                tuple(tuple(cell(part) for part in row) for row in foot),
                text(note) if isinstance(note, str) and note else note or (),
                "small" if small else "normal",
                grid,
            )
        )

    def figure(self, title: str, svg: str, alt: str, note: str = "") -> None:
        self.figures += 1
        number = f"{self.prefix}.{self.figures}"
        self.blocks.append(Figure(number, title, svg, alt, text(note) if note else ()))

    def blank(self, what: str, where: str = "") -> Run:
        """A yellow blank, listed at the end: `what` is missing, `where` names the place in the report."""
        entry = f"{where}: {what}" if where else what[:1].upper() + what[1:]
        if entry not in self.fill_ins:
            self.fill_ins.append(entry)
        return Run(f"[{what}]", fill_in=True)

    def given(self, value: str, what: str, where: str = "") -> Run:
        """The value, or a yellow blank when the officer has not given it."""
        return Run(value) if value else self.blank(what, where)


def cell(content: Content) -> Cell:
    if isinstance(content, Cell):
        return content
    if isinstance(content, str | Run):
        return Cell(text(content))
    return Cell(content)
