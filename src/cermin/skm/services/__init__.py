"""Writes of the survey, by what they are about. Everything that others may call is named here."""

from cermin.skm.moments import closing_moment
from cermin.skm.services.instruments import choose_form, compose_instrument
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

__all__ = [
    "MINOR",
    "Recorded",
    "RoundNotOpen",
    "ServiceTarget",
    "cancel_round",
    "choose_form",
    "close_ended_rounds",
    "close_round",
    "closing_moment",
    "compose_instrument",
    "edit_changes",
    "edit_round",
    "extend_round",
    "open_round",
    "plan_round",
    "record_response",
    "response_digest",
    "set_round_services",
]
