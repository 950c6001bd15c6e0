"""The order in which scores per respondent are printed."""

from __future__ import annotations

import random

import numpy as np

from cermin.documents.skm.shape import SkmReport


def shuffled_rows(report: SkmReport) -> list[int]:
    """Row numbers of `answers.scores` in an order that tells nothing about arrival and is the same at every run.

    Rows are first sorted by their scores and then shuffled with a seed from the answer digest: shuffling the order of arrival itself could be
    undone by anybody who knows the digest.
    """
    scores = report.answers.scores
    order: list[int] = np.lexsort(scores.T[::-1]).tolist() if scores.size else []
    random.Random(report.result.answer_digest).shuffle(order)  # noqa: S311 (no secret: sorting has removed what could leak)
    return order
