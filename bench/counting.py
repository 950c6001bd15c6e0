"""Index and count tables of a large round against the plain bincounts that build the same tables."""

from __future__ import annotations

import numpy as np

from bench.frame import Outcome, interleaved
from bench.inputs import large_round
from cermin.pure.calc.answers import Answers
from cermin.pure.calc.index import index_from_counts
from cermin.pure.calc.tally import VALUES, tally_answers


def measure(rows: int, rounds: int) -> list[Outcome]:
    answers = large_round(rows, services=50)
    check_same_tables(answers)
    subject, floor = interleaved(lambda: tables_and_indexes(answers), lambda: plain_tables(answers), rounds)
    return [
        Outcome(
            name="counting",
            what=f"index and count tables by 50 services and five profile dimensions, {rows:,} submissions of nine scores",
            kind="ratio",
            target=1.5,
            subject=subject,
            floor=floor,
            floor_is="one numpy bincount per table and question, the same tables",
            note="the measure also computes the index of each service and of all; the floor computes none.",
        )
    ]


def tables_and_indexes(answers: Answers) -> list[object]:
    tally = tally_answers(answers)
    indexes: list[object] = [index_from_counts(answers.elements, tally.total[:, 1:])]
    indexes += [index_from_counts(answers.elements, counts[:, 1:]) for counts in tally.services[:-1]]
    return [tally, indexes]


def plain_tables(answers: Answers) -> dict[str, list[np.ndarray]]:
    """Per table one bincount per question; "not given" comes first on the group axes."""
    assert answers.services is not None
    scores, services = answers.scores, len(answers.services.labels) + 1
    service = answers.services.codes.astype(np.int64) + 1
    questions = range(scores.shape[1])
    key = service * VALUES
    found = {"": [np.bincount(key + scores[:, q], minlength=services * VALUES) for q in questions]}
    for name, dimension in answers.profile.items():
        size = len(dimension.labels) + 1
        key = (service * size + dimension.codes + 1) * VALUES
        found[name] = [np.bincount(key + scores[:, q], minlength=services * size * VALUES) for q in questions]
    return found


def check_same_tables(answers: Answers) -> None:
    """The comparison is only fair when both make the same tables."""
    tally, plain = tally_answers(answers), plain_tables(answers)
    services = tally.services.shape[0]
    for question in range(answers.scores.shape[1]):
        own = np.roll(tally.services[:, question], 1, axis=0)
        if not np.array_equal(own.ravel(), plain[""][question]):
            raise RuntimeError("the service tables differ from the plain ones")
        for name, table in tally.profile.items():
            counts = plain[name][question].reshape(services, -1, VALUES)
            if not np.array_equal(np.roll(table[:, :, question], (1, 1), axis=(0, 1)), counts):
                raise RuntimeError(f"the tables of {name} differ from the plain ones")
