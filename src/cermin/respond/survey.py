"""Shapes of the survey page: what it shows, what comes back, what the citizen is told.

Frozen, without database and without HTML: `queries` fills them, `rendering` shows them, `parsing` reads bytes against them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

MISSING = "-"
"""A question that was skipped. Never 0: a skipped question has no score."""

SCORES = "1234"


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question as the citizen reads it. `labels` are the words for the scores 1, 2, 3, 4, in this order in every language.

    text: the text of record; in another language its translation, and then `record` holds the text of record.
    helper: our own plainer line, "" where we have none.
    language: of `text` and `labels`: "id" also on a foreign page when nobody translated the question.
    """

    number: int
    code: str
    text: str
    helper: str
    labels: tuple[str, str, str, str]
    record: str = ""
    language: str = "id"


@dataclass(frozen=True, slots=True)
class SurveyField:
    """One optional profile question: `options` are (code that is stored, label that is shown)."""

    key: str
    title: str
    options: tuple[tuple[str, str], ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Privacy:
    """The privacy line of the government that asks: who is responsible, for what, and whom to ask. None may be empty."""

    controller: str
    purpose: str
    contact: str


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """Everything the survey page shows.

    services: (id, name); a picker is shown when there is more than one and `service_id` is None.
    service_id: set when the code belongs to one service, or when the round asks about one only.
    stamp: changes whenever anything shown may have changed; key of the cache.
    government_id: who owns the answer. result_path, changes: of the unit's last publication, shown after sending.
    """

    code: str
    round_id: int
    form_version_id: int
    unit_name: str
    agency_name: str
    government_name: str
    period_label: str
    closes_on: date | None
    questions: tuple[SurveyQuestion, ...]
    services: tuple[tuple[int, str], ...]
    service_id: int | None
    profile: tuple[SurveyField, ...]
    privacy: Privacy
    comment_allowed: bool = True
    languages: tuple[str, ...] = ("id",)
    language: str = "id"
    channel: str = "qr"
    stamp: str = ""
    government_id: str = ""
    result_path: str = ""
    changes: tuple[str, ...] = ()

    @property
    def asks_service(self) -> bool:
        """True when the citizen has to say which service they received."""
        return self.service_id is None and len(self.services) > 1


@dataclass(frozen=True, slots=True)
class Closed:
    """The code is right and no round is open: the last one ended. `result_path`: "" while nothing is published."""

    code: str
    unit_name: str
    closed_on: date | None = None
    result_path: str = ""


@dataclass(frozen=True, slots=True)
class NotYet:
    """The code is right, and a round opens later (`opens_on`: None when no date is set)."""

    code: str
    unit_name: str
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One answer as it came in, checked. `scores`: one character per question of the form, in its order."""

    form_version_id: int
    client_id: UUID
    service_id: int | None
    scores: str
    profile: dict[str, str]
    comment: str
    channel: str
    device_at: datetime | None
    language: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `anchor`: id of the field on the page, "" when no field can mend it; `message`: in the page's language."""

    anchor: str
    message: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Why an answer was not taken, and what was entered, so that nothing has to be entered twice.

    values: by field name, only values the form itself could have sent.
    status: the HTTP status that fits: 400 mend it, 413 too large, 415 not sent as a form.
    """

    items: tuple[Problem, ...]
    values: dict[str, str] = field(default_factory=dict)
    status: int = 400


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen gets for an answer.

    code: 16 characters; the same for each try with the same content.
    state: "counted", "late" (stored, not counted) or "conflict" (the first answer with this client id counts, this one does not).
    changes: up to three lines "what changed since last time".
    """

    code: str
    state: str
    changes: tuple[str, ...] = ()
    result_path: str = ""

    @property
    def groups(self) -> tuple[str, ...]:
        """The code in groups of four, as it is read aloud."""
        return tuple(self.code[start : start + 4] for start in range(0, len(self.code), 4))


@dataclass(frozen=True, slots=True)
class ReceiptState:
    """What `/cek` tells: in which round, and "counted", "late" or "excluded". Nothing about the answer itself."""

    unit_name: str
    round_label: str
    state: str
