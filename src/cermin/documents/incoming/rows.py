"""Which rows below the heading are respondents, and which only look like it: blank lines, totals, notes, repeated headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cermin.documents.incoming.mapping import Layout
from cermin.documents.incoming.table import is_numbering, is_total_label
from cermin.documents.incoming.words import plain

TAIL_ROWS = 40
"""So many rows at the end are searched for a total's label even when all their numbers could be scores."""

_BLANK = {"", "-", "–", "—"}
_STRICT_TOTALS = {
    "jumlah", "jml", "total", "jumlah nilai", "total nilai", "grand total", "rata rata", "rerata", "nilai rata rata", "nrr", "ikm",
    "nrr tertimbang", "nrr per unsur", "indeks", "nilai ikm", "jumlah responden", "total responden",
}  # fmt: skip
"""Labels that count even in a column of services or profile answers, where free names stand too."""


@dataclass(frozen=True, slots=True)
class RowKinds:
    """Positions among the rows below the heading. good: at least one score and no bad cell; bad: a bad cell; empty: a
    respondent without any score; totals, headers: not respondents. All other rows are blank."""

    good: NDArray[np.intp]
    bad: list[int]
    empty: list[int]
    totals: list[int]
    headers: list[int]


def is_blank(value: object) -> bool:
    """Nothing to read in a cell."""
    return value is None or (isinstance(value, str) and value.strip() in _BLANK)


def row_kinds(
    rows: Sequence[Sequence[object]], headings: Sequence[str], layout: Layout, codes: NDArray[np.int8]
) -> RowKinds:
    """Sort the rows. codes: (rows, answer columns), 1..4 scores, 0 missing, -1 bad.

    Only rows with a bad cell or without a score, and the last ones, are looked at one by one.
    """
    valid, bad = (codes > 0).sum(axis=1), (codes < 0).sum(axis=1)
    good = (valid > 0) & (bad == 0)
    sorter = _Sorter(rows, headings, layout, codes, good)
    looked_at = ~good
    looked_at[max(0, len(rows) - TAIL_ROWS) :] = True
    kinds: dict[str, list[int]] = {"bad": [], "empty": [], "totals": [], "headers": [], "blank": [], "good": []}
    for index in np.flatnonzero(looked_at).tolist():
        kind = sorter.kind(index, int(valid[index]), int(bad[index]))
        kinds[kind].append(index)
        if kind != "good":
            good[index] = False
    return RowKinds(np.flatnonzero(good), kinds["bad"], kinds["empty"], kinds["totals"], kinds["headers"])


class _Sorter:
    def __init__(
        self,
        rows: Sequence[Sequence[object]],
        headings: Sequence[str],
        layout: Layout,
        codes: NDArray[np.int8],
        good: NDArray[np.bool_],
    ) -> None:
        self.rows = rows
        self.answers = [answer.position for answer in layout.answers]
        self.titles = {position: {plain(t) for t in headings[position].split(" / ")} for position in self.answers}
        self.respondent = {position for _, position in layout.profile} | (
            {layout.service} if layout.service is not None else set()
        )
        self.comments = set(layout.comments)
        likely = np.flatnonzero((codes > 0).sum(axis=1) > (codes < 0).sum(axis=1))
        self.last_answer = int(likely[-1]) if likely.size else -1
        self.first_answer = int(likely[0]) if likely.size else len(rows)
        self.good_so_far = np.cumsum(good)
        self.codes = codes
        self.good = good.copy()
        self.total_at: int | None = None
        self.blank_at = -1

    def kind(self, index: int, valid: int, bad: int) -> str:
        row = self.rows[index]
        if all(is_blank(value) for value in row):
            self.blank_at = index
            return "blank"
        if sum(plain(str(row[p])) in self.titles[p] for p in self.answers) * 2 > len(self.answers):
            return "headers"
        if index < self.first_answer + 1 and index < 3 and is_numbering(row):
            return "headers"
        if self._labelled(row) or (not (valid and not bad) and self._unlabelled_total(index)):
            self.total_at = index
            return "totals"
        if valid and not bad:
            return "good"
        if self._below_total(index) and valid <= bad:
            return "totals"
        if index > self.last_answer and self.blank_at > self.last_answer and (valid + bad) * 2 < len(self.answers):
            return "totals"
        if bad:
            return "bad"
        respondent = any(not is_blank(row[p]) for p in self.respondent | self.comments)
        return "empty" if respondent else "blank"

    def _labelled(self, row: Sequence[object]) -> bool:
        for position, value in enumerate(row):
            if not isinstance(value, str) or position in self.comments or position in self.titles:
                continue
            if position in self.respondent:
                if plain(value) in _STRICT_TOTALS:
                    return True
            elif is_total_label(value):
                return True
        return False

    def _below_total(self, index: int) -> bool:
        """No good row stands between the last total and this row."""
        return self.total_at is not None and self.good_so_far[index] == self.good_so_far[self.total_at]

    def _unlabelled_total(self, index: int) -> bool:
        """A row under the answers, without profile, that holds sums or means of the columns above."""
        row = self.rows[index]
        if index <= self.last_answer or any(not is_blank(row[p]) for p in self.respondent | self.comments):
            return False
        scores = self.codes[self.good]
        matches = filled = 0
        for column, position in enumerate(self.answers):
            value = row[position]
            if is_blank(value):
                continue
            filled += 1
            answered = scores[:, column][scores[:, column] > 0]
            try:
                number = float(str(value).replace(",", "."))
            except ValueError:
                return False
            if answered.size > 1:
                total = int(answered.sum())
                matches += number == total or abs(number - total / answered.size) < 0.006
        return filled > 1 and matches * 2 > filled
