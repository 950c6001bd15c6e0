"""What respondents answered, as arrays: the one input of every calculation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MISSING_SCORE = 0
"""A question left empty. It is never a score: every divisor counts filled answers only."""

NO_GROUP = -1
"""The respondent gave no service or no answer to a profile question."""


@dataclass(frozen=True, slots=True)
class ElementColumns:
    """One element and the columns of `Answers.scores` that ask about it.

    key:     meaning ("SARPRAS"), or an own key for elements beyond the nine.
    code:    code in reports ("U9").
    name:    full name; short: name for charts.
    columns: positions of its questions in `Answers.scores`, at least one.
    replaced: reason when the unit replaced this element (say, BIAYA by law free of charge), else "".
    """

    key: str
    code: str
    name: str
    short: str
    columns: tuple[int, ...]
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A partition of the respondents: services, or one profile dimension.

    key:    "service", or the profile field ("gender", "age", "education", "occupation", "disability", "channel", ...).
    title:  Indonesian title for tables ("Jenis kelamin").
    labels: group names in display order, unique.
    codes:  int16 array (n,), position in `labels` per respondent, NO_GROUP where not given.
    """

    key: str
    title: str
    labels: tuple[str, ...]
    codes: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Answers:
    """n submissions of q questions.

    elements:  in the order of the list; their columns cover 0..q-1, each exactly once.
    questions: code per column ("P1".. or "U1"..), length q.
    scores:    int8 array (n, q), values 1..4, MISSING_SCORE where empty. Rows without any score do not belong here.
    services:  grouping by service, None when the file names none.
    profile:   groupings by profile dimension, by key.
    """

    elements: tuple[ElementColumns, ...]
    questions: tuple[str, ...]
    scores: NDArray[np.int8]
    services: Grouping | None = None
    profile: Mapping[str, Grouping] = field(default_factory=dict)
