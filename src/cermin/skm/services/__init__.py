"""Writes of the survey, by what they are about. Everything that others may call is named here."""

from cermin.skm.services.responses import (
    MINOR,
    Recorded,
    RoundNotOpen,
    closing_moment,
    record_response,
    response_digest,
)

__all__ = [
    "MINOR",
    "Recorded",
    "RoundNotOpen",
    "closing_moment",
    "record_response",
    "response_digest",
]
