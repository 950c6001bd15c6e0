"""Results by service and by respondent group, with small groups hidden so that nobody who answered is identified.

Protected: within one table, a hidden count or a hidden group mean cannot be recovered by subtracting the shown cells from the
published total. The cells that are hidden are always at least two, together at least as many people as the limit, and their sum does
not give them away (two hidden groups whose sum is 2 would both be 1). Not protected: comparing two publications of nearly the same
respondents, or what somebody knows from elsewhere. Practice: cell suppression with complementary cells (Hundepool et al. 2012, ch. 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from cermin.pure.calc.answers import MISSING_SCORE, NO_GROUP, Answers, Grouping
from cermin.pure.calc.index import score_index
from cermin.pure.calc.results import Group, GroupTable, Reason
from cermin.pure.law.report import MIN_COUNT_N, MIN_SCORE_N


def tabulate(
    answers: Answers, grouping: Grouping, *, min_score_n: int = MIN_SCORE_N, min_count_n: int = MIN_COUNT_N
) -> GroupTable:
    """The groups in display order with count, share and index, suppressed.

    A count is shown when it is 0 or at least `min_count_n`, an index from `min_score_n` respondents on; see the module for
    complements. Respondents without a label are `not_given`; they count in the total and never get an index.
    """
    given = (answers.scores != MISSING_SCORE).any(axis=1)
    codes = np.where(given, grouping.codes, NO_GROUP - 1)  # rows without any score belong to no table
    sizes = [int((codes == position).sum()) for position in range(len(grouping.labels))]
    not_given = int((codes == NO_GROUP).sum())
    total = int(given.sum())
    cells = [*sizes, not_given]
    small = {position for position, size in enumerate(cells) if 0 < size < min_count_n}
    hidden_counts = small | _complements(cells, small, min_count_n)
    too_few = {position for position, size in enumerate(cells) if 0 < size < min_score_n}
    # A hidden count takes its index along: an index names its respondents. Those without a label never show one.
    no_index = too_few | hidden_counts | ({len(sizes)} if not_given else set())
    hidden_scores = no_index | _complements(cells, no_index, min_score_n)
    groups = []
    for position, (label, size) in enumerate(zip(grouping.labels, sizes, strict=True)):
        if size == 0:
            groups.append(Group(label, 0, Fraction(0), None, Reason.NO_ANSWERS))
        elif position in hidden_counts:
            reason = Reason.SUPPRESSED if position in small else Reason.COMPLEMENT
            groups.append(Group(label, None, None, None, reason))
        elif position in hidden_scores:
            reason = Reason.SUPPRESSED if position in too_few else Reason.COMPLEMENT
            groups.append(Group(label, size, Fraction(size, total), None, reason))
        else:
            index = score_index(answers, codes == position)
            groups.append(Group(label, size, Fraction(size, total), index, index.reason))
    shown_not_given = None if len(sizes) in hidden_counts else not_given
    return GroupTable(grouping.key, grouping.title, tuple(groups), shown_not_given, total)


def _complements(cells: Sequence[int], hidden: set[int], limit: int) -> set[int]:
    """Which further cells to hide, smallest first, until the hidden ones protect each other (or all are hidden)."""
    added: set[int] = set()
    if not hidden:
        return added
    candidates = sorted((size, position) for position, size in enumerate(cells) if size > 0 and position not in hidden)
    for _size, position in candidates:
        if _protected([cells[place] for place in hidden | added], limit):
            break
        added.add(position)
    return added


def _protected(sizes: Sequence[int], limit: int) -> bool:
    """Several cells, together at least `limit` people, and a sum that more than one combination explains.

    A reader knows that a cell marked small holds 1..limit-1 people. When all hidden cells are small, the sums m (all ones) and
    m x (limit-1) (all at the top) have one solution only.
    """
    if len(sizes) < 2 or sum(sizes) < limit:
        return False
    if all(size < limit for size in sizes):
        return len(sizes) < sum(sizes) < len(sizes) * (limit - 1)
    return True
