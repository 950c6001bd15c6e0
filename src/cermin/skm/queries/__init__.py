"""Reads of the survey, by what they are about. Everything that others may call is named here."""

from cermin.skm.queries.readiness import Check, readiness
from cermin.skm.queries.rounds import (
    STEP_KEYS,
    STEP_TITLES,
    Progress,
    Step,
    doors_of,
    plannable_units,
    progress,
    round_for,
    rounds,
    step_states,
)

__all__ = [
    "STEP_KEYS",
    "STEP_TITLES",
    "Check",
    "Progress",
    "Step",
    "doors_of",
    "plannable_units",
    "progress",
    "readiness",
    "round_for",
    "rounds",
    "step_states",
]
