"""Results by service and by respondent group, with small groups hidden so that nobody who answered is identified.

Protected, within one table whose total is published: a hidden count or group mean cannot be recovered by subtracting what is shown from
the total, also not by a reader who uses what the labels say (SUPPRESSED: 1 to limit - 1 people; COMPLEMENT: at least the limit). What the
subtraction leaves belongs to at least two groups that together are as many people as the limit.

Not protected: comparing two publications of nearly the same respondents; two tables that divide the same people nearly alike; arguing
backwards from which group was chosen as complement; an element that few of a shown group answered; what somebody knows from elsewhere;
and what the total alone tells (five groups and five respondents, or everybody gave the best score).

Practice: cell suppression with complementary cells (Hundepool et al., Statistical Disclosure Control, 2012, ch. 4).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cermin.pure.calc.answers import MISSING_SCORE, NO_GROUP, Answers, Grouping
from cermin.pure.calc.index import score_index
from cermin.pure.calc.results import Group, GroupTable, Index, Reason
from cermin.pure.law.report import MIN_COUNT_N, MIN_SCORE_N

_LABEL_TELLS = 2
"""With this limit (or less) "smaller than the limit" names the one possible count, so no label may say it."""


def tabulate(
    answers: Answers, grouping: Grouping, *, min_score_n: int = MIN_SCORE_N, min_count_n: int = MIN_COUNT_N
) -> GroupTable:
    """The groups in display order with count, share and index, suppressed.

    A count is shown when it is 0 or at least `min_count_n`, an index from `min_score_n` respondents on; see the module for
    complements. Respondents without a label are `not_given`; they count in the total and never get an index.
    A group's index of complete questionnaires is left out when fewer than `min_score_n` of them are complete.
    """
    given = (answers.scores != MISSING_SCORE).any(axis=1)
    codes = np.where(given, grouping.codes, NO_GROUP - 1)  # rows without any score belong to no table
    sizes = [int((codes == position).sum()) for position in range(len(grouping.labels))]
    unlabelled = len(sizes)  # position of those without a label among the cells
    cells = [*sizes, int((codes == NO_GROUP).sum())]
    total = sum(cells)

    small = {position for position, size in enumerate(cells) if 0 < size < min_count_n}
    hidden_counts = _with_complements(cells, small, lambda hidden: _counts_are_safe(cells, hidden, small, min_count_n))
    labelled_small = small
    if min_count_n <= _LABEL_TELLS or hidden_counts == {position for position, size in enumerate(cells) if size}:
        # Nothing is left to hide, and the labels could still give away the counts: all are just covered.
        labelled_small = set()

    too_few = {position for position, size in enumerate(cells) if 0 < size < min_score_n}
    # A hidden count takes its index along: an index names its respondents.
    no_index = too_few | hidden_counts
    if no_index and cells[unlabelled]:
        no_index.add(unlabelled)  # it shows no index anyway, so it protects the others
    hidden_scores = _with_complements(cells, no_index, lambda hidden: _scores_are_safe(cells, hidden, min_score_n))

    groups = []
    for position, (label, size) in enumerate(zip(grouping.labels, sizes, strict=True)):
        if size == 0:
            groups.append(Group(label, 0, Fraction(0), None, Reason.NO_ANSWERS))
        elif position in hidden_counts:
            reason = Reason.SUPPRESSED if position in labelled_small else Reason.COMPLEMENT
            groups.append(Group(label, None, None, None, reason))
        elif position in hidden_scores:
            reason = Reason.SUPPRESSED if position in too_few else Reason.COMPLEMENT
            groups.append(Group(label, size, Fraction(size, total), None, reason))
        else:
            index = _group_index(answers, codes == position, min_score_n)
            groups.append(Group(label, size, Fraction(size, total), index, index.reason))
    not_given = None if unlabelled in hidden_counts else cells[unlabelled]
    return GroupTable(grouping.key, grouping.title, tuple(groups), not_given, total)


def _group_index(answers: Answers, rows: NDArray[np.bool_], min_score_n: int) -> Index:
    index = score_index(answers, rows)
    if index.complete < min_score_n:
        return replace(index, complete_value=None, complete_grade=None)
    return index


def _with_complements(cells: Sequence[int], hidden: set[int], is_safe: Callable[[set[int]], bool]) -> set[int]:
    """`hidden` and the further cells to hide, smallest first, until they protect each other (or all are hidden)."""
    if not hidden:
        return set()
    found = set(hidden)
    for _size, position in sorted((size, place) for place, size in enumerate(cells) if size and place not in hidden):
        if is_safe(found):
            break
        found.add(position)
    return found


def _scores_are_safe(cells: Sequence[int], hidden: set[int], limit: int) -> bool:
    """Total minus shown is the mean of several groups and of enough people."""
    return len(hidden) >= 2 and sum(cells[place] for place in hidden) >= limit


def _counts_are_safe(cells: Sequence[int], hidden: set[int], small: set[int], limit: int) -> bool:
    """As for scores, and every hidden count has more than one possible value.

    Known to the reader: the sum, and bounds of each cell by its label. Those without a label carry no reason, hence no bound.
    """
    rest = sum(cells[place] for place in hidden)
    if len(hidden) < 2 or rest < limit:
        return False
    unlabelled = len(cells) - 1
    bounds = {}
    for place in hidden:
        if place == unlabelled or limit <= _LABEL_TELLS:
            bounds[place] = (1, rest)
        else:
            bounds[place] = (1, limit - 1) if place in small else (limit, rest)
    lowest = sum(low for low, _ in bounds.values())
    highest = sum(high for _, high in bounds.values())
    return all(max(low, rest - (highest - high)) < min(high, rest - (lowest - low)) for low, high in bounds.values())
