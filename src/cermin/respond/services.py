"""The one write of this room: hands a checked answer to `skm`, which stores it in one transaction."""

from __future__ import annotations

from cermin.respond.survey import Receipt, Submission, SurveyPage
from cermin.skm import services as skm


def receive(*, page: SurveyPage, submission: Submission) -> Receipt:
    """Store the answer in the round of `page` and give its receipt; the same content again gives the same receipt.

    Nobody acts here: an answer writes no audit line, its append-only row stands for it.
    """
    stored = skm.record_response(
        government_id=page.government_id,
        round_id=page.round_id,
        service_id=submission.service_id,
        client_id=submission.client_id,
        scores=submission.scores,
        profile=submission.profile,
        comment=submission.comment,
        channel=submission.channel,
        device_at=submission.device_at,
    )
    return Receipt(
        code=stored.receipt,
        state=stored.state,
        changes=page.changes,
        result_path=page.result_path,
    )
