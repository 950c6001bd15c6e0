"""The table of rights: role x action, with reach, states, and the acts that need two persons. The only place where rights stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from cermin.pure.policy.roles import NEW, Action, Reach, Role


@dataclass(frozen=True, slots=True)
class Rule:
    """One right. states: round states in which it holds, None for any; `NEW` among them means before the round exists.

    second: the act confirms what another person did, so it needs two persons. stand_in: holds only while the unit has
    exactly one account. note: Indonesian sentence for the reference page, or "".
    """

    role: Role
    action: Action
    reach: Reach
    states: frozenset[str] | None
    second: bool
    stand_in: bool
    note: str


_UNIT = (Role.OFFICER, Role.HEAD)
_OVERSIGHT = (Role.COORDINATOR, Role.SECTION, Role.BUREAU)
_READERS = (Role.MINISTRY, Role.INSPECTOR)
_EVERYBODY = tuple(Role)

_DRAFT = frozenset({NEW, "draft"})
_COLLECTING = frozenset({"open", "closed"})
_PROCESSING = frozenset({"closed", "processed"})
_KNOWN = frozenset({"processed", "approved", "published"})
"""From processing on there is a result; before, nobody sees a score or a comment."""
_PUBLISHED = frozenset({"published"})


def _allow(
    action: Action,
    *roles: Role,
    states: frozenset[str] | None = None,
    reach: Reach | None = None,
    second: bool = False,
    stand_in: bool = False,
    note: str = "",
) -> tuple[Rule, ...]:
    """One rule per role; reach None: as far as the role itself reaches."""
    return tuple(Rule(role, action, reach or role.reach, states, second, stand_in, note) for role in roles)


def _head(action: Action, *states: str, second: bool = False, note: str = "") -> tuple[Rule, ...]:
    """An act of the head, for which the coordinator of the agency stands in when the unit has one account."""
    legal = frozenset(states)
    return (
        *_allow(action, Role.HEAD, states=legal, second=second, note=note),
        *_allow(action, Role.COORDINATOR, states=legal, second=second, stand_in=True),
    )


RULES: Final[tuple[Rule, ...]] = (
    # Everybody sees the government of their own post: its name, its zone, its privacy contact.
    *_allow(Action.GOVERNMENT_READ, *_UNIT, Role.COORDINATOR, reach=Reach.GOVERNMENT),
    *_allow(Action.GOVERNMENT_READ, Role.SECTION, Role.BUREAU, *_READERS, Role.ADMINISTRATOR),
    *_allow(Action.GOVERNMENT_EDIT, Role.SECTION, Role.BUREAU, Role.ADMINISTRATOR),
    *_allow(Action.STRUCTURE_READ, *_EVERYBODY),
    *_allow(Action.STRUCTURE_EDIT, *_OVERSIGHT, Role.ADMINISTRATOR),
    *_allow(Action.STRUCTURE_IMPORT, Role.SECTION, Role.BUREAU, Role.ADMINISTRATOR),
    *_allow(Action.SERVICE_EDIT, *_UNIT, *_OVERSIGHT, Role.ADMINISTRATOR),
    *_allow(Action.POST_READ, *_UNIT, *_OVERSIGHT, Role.INSPECTOR, Role.ADMINISTRATOR),
    # Not the head: who could appoint the second person alone would need no second person.
    *_allow(Action.POST_EDIT, *_OVERSIGHT, Role.ADMINISTRATOR),
    *_allow(Action.PERSON_INVITE, *_OVERSIGHT, Role.ADMINISTRATOR),
    *_allow(Action.PERSON_END_SESSIONS, Role.SECTION, Role.BUREAU, Role.ADMINISTRATOR),
    *_allow(Action.AUDIT_READ, Role.INSPECTOR, Role.ADMINISTRATOR),
    *_allow(Action.INSTRUMENT_EDIT, *_UNIT, states=_DRAFT),
    *_allow(Action.ROUND_READ, *_UNIT, *_OVERSIGHT, *_READERS),
    *_allow(Action.ROUND_PLAN, *_UNIT, states=_DRAFT),
    *_allow(Action.ROUND_OPEN, *_UNIT, states=frozenset({"draft"})),
    *_allow(Action.ROUND_EXTEND, *_UNIT, states=frozenset({"open"}), note="Dengan alasan."),
    *_allow(Action.ROUND_CLOSE, *_UNIT, states=frozenset({"open"})),
    *_allow(Action.ROUND_CANCEL, *_UNIT, states=frozenset({"draft"})),
    *_allow(Action.ROUND_PROCESS, *_UNIT, states=_PROCESSING, note="Boleh diulang sampai hasil disetujui."),
    # No stand-in: whoever processes cannot approve, and the end of the grace solves it without anybody.
    *_allow(Action.ROUND_PROCESS_EARLY, Role.HEAD, states=_PROCESSING),
    *_allow(Action.RESPONSES_UPLOAD, *_UNIT, states=_COLLECTING),
    *_allow(Action.EXCLUSION_PROPOSE, *_UNIT, states=_PROCESSING, note="Dengan alasan."),
    *_head(Action.EXCLUSION_CONFIRM, *_PROCESSING, second=True, note="Bukan oleh orang yang mengusulkan."),
    *_allow(Action.BATCH_WITHDRAW, *_UNIT, states=_COLLECTING, note="Dengan alasan, sebelum hasil diolah."),
    *_head(Action.BATCH_WITHDRAW_CONFIRM, *_COLLECTING, second=True, note="Bukan oleh orang yang mengusulkan."),
    *_allow(Action.RESULT_READ, *_UNIT, *_OVERSIGHT, Role.INSPECTOR, states=_KNOWN),
    *_allow(Action.RESULT_READ, Role.MINISTRY, states=_PUBLISHED),
    *_allow(Action.COMMENTS_READ, *_UNIT, *_OVERSIGHT, Role.INSPECTOR, states=_KNOWN),
    *_head(Action.ROUND_APPROVE, "processed", second=True, note="Bukan oleh orang yang mengolah."),
    *_head(Action.ROUND_RETURN, "processed", "approved", note="Dengan alasan."),
    *_head(Action.ROUND_PUBLISH, "approved"),
    *_head(Action.PUBLICATION_CORRECT, "published", note="Catatan baru yang menyebut catatan lama."),
    # Texts stand still once the head has approved them; sending back opens them again.
    *_allow(Action.REPORT_PROFILE_EDIT, *_UNIT, states=frozenset({"draft", "open", "closed", "processed"})),
    *_allow(Action.REPORT_READ, *_UNIT, *_OVERSIGHT, Role.INSPECTOR, states=_KNOWN),
    *_allow(Action.REPORT_READ, Role.MINISTRY, states=_PUBLISHED),
    *_allow(Action.REPORT_MAKE, *_UNIT, states=_KNOWN),
    *_allow(Action.JOB_READ, *_UNIT, *_OVERSIGHT, Role.INSPECTOR, Role.ADMINISTRATOR),
)
"""Every right there is; what has no row is refused."""

RULE_OF: Final[Mapping[tuple[Role, Action], Rule]] = MappingProxyType(
    {(rule.role, rule.action): rule for rule in RULES}
)
"""The one row of a role and an action, if there is one."""

READ_OF: Final[Mapping[Action, Action]] = MappingProxyType(
    {
        Action.GOVERNMENT_READ: Action.GOVERNMENT_READ,
        Action.GOVERNMENT_EDIT: Action.GOVERNMENT_READ,
        Action.STRUCTURE_READ: Action.STRUCTURE_READ,
        Action.STRUCTURE_EDIT: Action.STRUCTURE_READ,
        Action.STRUCTURE_IMPORT: Action.STRUCTURE_READ,
        Action.SERVICE_EDIT: Action.STRUCTURE_READ,
        Action.POST_READ: Action.POST_READ,
        Action.POST_EDIT: Action.POST_READ,
        Action.PERSON_INVITE: Action.POST_READ,
        Action.PERSON_END_SESSIONS: Action.POST_READ,
        Action.AUDIT_READ: Action.GOVERNMENT_READ,
        Action.JOB_READ: Action.JOB_READ,
    }
    | {
        action: Action.ROUND_READ
        for action in Action
        if action.startswith(("round_", "exclusion_", "batch_", "report_"))
    }
    | dict.fromkeys(
        (
            Action.INSTRUMENT_EDIT,
            Action.RESPONSES_UPLOAD,
            Action.RESULT_READ,
            Action.COMMENTS_READ,
            Action.PUBLICATION_CORRECT,
        ),
        Action.ROUND_READ,
    )
)
"""The read action that makes the thing of an action visible: without it the answer is 404, with it a reason."""


def rows() -> Iterator[Rule]:
    """The table, row by row, in the order of the actions."""
    return iter(RULES)


@cache
def states_of(action: Action) -> frozenset[str] | None:
    """States in which anybody at all has this right; None when it does not depend on a round's state."""
    found: frozenset[str] = frozenset()
    for rule in RULES:
        if rule.action is action:
            if rule.states is None:
                return None
            found |= rule.states
    return found


@cache
def needs_second(action: Action) -> bool:
    """Whether the act confirms what another person did."""
    return any(rule.second for rule in RULES if rule.action is action)
