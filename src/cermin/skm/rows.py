"""Submissions of a round as arrays: the one place that reads rows, for processing and for the scores a report prints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cermin.pure.calc.answers import NO_GROUP, Answers, ElementColumns, Grouping
from cermin.pure.law.profile import PROFILE_FIELD_BY_KEY
from cermin.skm.models import CHANNELS, Exclusion, Response, Round, RoundService

CHUNK = 5_000

_ZERO = ord("0")
_MISSING = ord("-")


@dataclass(frozen=True, slots=True)
class Counted:
    """Every submission of a round that is not late, in order of id.

    answers: all of them; excluded: bool (n,), those that two persons took out; channels: key per row; sealed: seconds since 1970
    per row; input_digest: SHA-256 of exactly this set (see `_digest`).
    """

    answers: Answers
    excluded: NDArray[np.bool_]
    channels: tuple[str, ...]
    sealed: NDArray[np.float64]
    input_digest: str

    @property
    def counted(self) -> Answers:
        """Without those taken out."""
        return select(self.answers, ~self.excluded)


def elements_of(content: Mapping[str, Any]) -> tuple[ElementColumns, ...]:
    """Elements of an instrument with the columns of their questions, in the order of the list."""
    questions = content["questions"]
    return tuple(
        ElementColumns(
            key=element["key"],
            code=element["code"],
            name=element["name"],
            short=element["short"],
            columns=tuple(at for at, question in enumerate(questions) if question["element"] == element["key"]),
            replaced=element["replaced"],
        )
        for element in content["elements"]
    )


def empty_answers(round_: Round) -> Answers:
    """The questionnaire without a row."""
    content = round_.instrument.content
    codes = tuple(question["code"] for question in content["questions"])
    return Answers(elements_of(content), codes, np.zeros((0, len(codes)), dtype=np.int8))


def select(answers: Answers, rows: NDArray[np.bool_]) -> Answers:
    """The answers of some rows."""

    def part(grouping: Grouping) -> Grouping:
        return Grouping(grouping.key, grouping.title, grouping.labels, grouping.codes[rows])

    return Answers(
        answers.elements,
        answers.questions,
        answers.scores[rows],
        part(answers.services) if answers.services else None,
        {key: part(grouping) for key, grouping in answers.profile.items()},
    )


def excluded_ids(round_: Round) -> set[int]:
    """Submissions that two persons agreed not to count."""
    return set(
        Exclusion.objects.filter(
            government_id=round_.government_id, round=round_, confirmed_at__isnull=False, withdrawn_at=None
        ).values_list("response_id", flat=True)
    )


def read_rows(round_: Round, context: Iterable[str] = ()) -> Counted:
    """Read the round's submissions. context: further lines of the input digest (populations, the period compared with)."""
    content = round_.instrument.content
    services = list(
        RoundService.objects.filter(government_id=round_.government_id, round=round_)
        .order_by("position", "id")
        .values_list("service_id", "service__name")
    )
    service_at = {service_id: position for position, (service_id, _) in enumerate(services)}
    fields = [PROFILE_FIELD_BY_KEY[key] for key in content["profile"]]
    option_at = {field.key: {option.label: at for at, option in enumerate(field.options)} for field in fields}
    out = excluded_ids(round_)

    digest = hashlib.sha256(b"cermin/round-input/1\n")
    for line in (str(round_.id), round_.instrument.digest, *context):
        digest.update(f"{line}\n".encode())
    scores: list[bytes] = []
    service_codes: list[int] = []
    profile_codes: dict[str, list[int]] = {field.key: [] for field in fields}
    channels: list[str] = []
    excluded: list[bool] = []
    sealed: list[float] = []
    for response_id, row_digest, service_id, given, profile, channel, sealed_at in _rows(round_):
        gone = response_id in out
        digest.update(f"{'-' if gone else '+'} {response_id} {row_digest}\n".encode())
        scores.append(given.encode())
        service_codes.append(service_at.get(service_id, NO_GROUP))
        for key, codes in profile_codes.items():
            codes.append(option_at[key].get(profile.get(key, ""), NO_GROUP))
        channels.append(channel)
        excluded.append(gone)
        sealed.append(sealed_at.timestamp())

    asked = tuple(question["code"] for question in content["questions"])
    table = np.frombuffer(b"".join(scores), dtype=np.uint8).reshape(len(scores), len(asked))
    groupings = {
        field.key: Grouping(
            field.key, field.title, tuple(o.label for o in field.options), _codes(profile_codes[field.key])
        )
        for field in fields
    }
    # Ways that nobody took are no row of the table.
    used = [(key, label) for key, label in CHANNELS if key in set(channels)]
    channel_at = {key: at for at, (key, _) in enumerate(used)}
    groupings["channel"] = Grouping(
        "channel",
        PROFILE_FIELD_BY_KEY["channel"].title,
        tuple(label for _, label in used),
        _codes([channel_at.get(key, NO_GROUP) for key in channels]),
    )
    return Counted(
        answers=Answers(
            elements_of(content),
            asked,
            np.where(table == _MISSING, 0, table - _ZERO).astype(np.int8),
            Grouping("service", "Jenis layanan", tuple(name for _, name in services), _codes(service_codes)),
            groupings,
        ),
        excluded=np.array(excluded, dtype=bool),
        channels=tuple(channels),
        sealed=np.array(sealed, dtype=np.float64),
        input_digest=digest.hexdigest(),
    )


def _codes(values: list[int]) -> NDArray[np.int16]:
    return np.array(values, dtype=np.int16)


def _rows(round_: Round) -> Iterator[tuple[int, str, int, str, dict[str, str], str, datetime]]:
    found: Iterator[tuple[int, str, int, str, dict[str, str], str, datetime]] = (
        Response.objects.filter(government_id=round_.government_id, round=round_, is_late=False)
        .order_by("id")
        .values_list("id", "digest", "service_id", "scores", "profile", "channel", "sealed_at")
        .iterator(chunk_size=CHUNK)
    )
    return found
