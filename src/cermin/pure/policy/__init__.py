"""Who may do what: one table of role x action x reach x state, asked by `decide`. `cermin.base.access` is its only caller above."""

from cermin.pure.policy.decide import Decision, circles, decide
from cermin.pure.policy.reference import rights_reference
from cermin.pure.policy.roles import (
    NEW,
    STATES,
    Action,
    Circle,
    Grant,
    Place,
    Reach,
    Role,
    circle_of,
    fits,
    reaches,
    roles_requiring_second_factor,
)
from cermin.pure.policy.table import READ_OF, RULE_OF, RULES, Rule, needs_second, rows, states_of

__all__ = [
    "NEW",
    "READ_OF",
    "RULES",
    "RULE_OF",
    "STATES",
    "Action",
    "Circle",
    "Decision",
    "Grant",
    "Place",
    "Reach",
    "Role",
    "Rule",
    "circle_of",
    "circles",
    "decide",
    "fits",
    "needs_second",
    "reaches",
    "rights_reference",
    "roles_requiring_second_factor",
    "rows",
    "states_of",
]
