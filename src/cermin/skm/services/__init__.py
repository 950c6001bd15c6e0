"""Writes of the survey, by what they are about. Everything that others may call is named here."""

from cermin.skm.moments import closing_moment, grace_end
from cermin.skm.services.batches import (
    BatchRow,
    confirm_batch_withdrawal,
    drop_batch_withdrawal,
    propose_batch_withdrawal,
    record_batch,
)
from cermin.skm.services.common import hold_by_id
from cermin.skm.services.exclusions import confirm_exclusions, propose_exclusions, withdraw_exclusions
from cermin.skm.services.instruments import choose_form, compose_instrument
from cermin.skm.services.processing import (
    approve_round,
    process_round,
    request_processing,
    return_round,
)
from cermin.skm.services.publishing import correct_publication, publish_index
from cermin.skm.services.reporting import (
    ask_for_missing_reports,
    issue_draft_report,
    issue_publication_report,
    request_report,
)
from cermin.skm.services.responses import MINOR, Recorded, RoundNotOpen, record_response, response_digest
from cermin.skm.services.rounds import (
    ServiceTarget,
    cancel_round,
    close_ended_rounds,
    close_round,
    edit_changes,
    edit_round,
    extend_round,
    open_round,
    plan_round,
    set_round_services,
)
from cermin.skm.services.texts import edit_profile

__all__ = [
    "MINOR",
    "BatchRow",
    "Recorded",
    "RoundNotOpen",
    "ServiceTarget",
    "approve_round",
    "ask_for_missing_reports",
    "cancel_round",
    "choose_form",
    "close_ended_rounds",
    "close_round",
    "closing_moment",
    "compose_instrument",
    "confirm_batch_withdrawal",
    "confirm_exclusions",
    "correct_publication",
    "drop_batch_withdrawal",
    "edit_changes",
    "edit_profile",
    "edit_round",
    "extend_round",
    "grace_end",
    "hold_by_id",
    "issue_draft_report",
    "issue_publication_report",
    "open_round",
    "plan_round",
    "process_round",
    "propose_batch_withdrawal",
    "propose_exclusions",
    "publish_index",
    "record_batch",
    "record_response",
    "request_processing",
    "request_report",
    "response_digest",
    "return_round",
    "set_round_services",
    "withdraw_exclusions",
]
