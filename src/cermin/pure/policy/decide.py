"""Asking the table: may somebody with these posts do this, there, in this state?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cermin.pure.policy.roles import NEW, STATES, Action, Circle, Grant, Place, Role, circle_of
from cermin.pure.policy.table import READ_OF, RULE_OF, RULES, Rule, needs_second, states_of


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. visible False: answer 404 and show nothing. reason: Indonesian, says why and who may; "" when allowed.

    grant: the post by which it is allowed, None when refused.
    """

    allowed: bool
    visible: bool
    reason: str
    grant: Grant | None


_UNSEEN: Final = Decision(False, False, "Halaman ini tidak ditemukan.", None)


def decide(
    action: Action,
    grants: Iterable[Grant],
    place: Place,
    *,
    state: str = NEW,
    person: int | None = None,
    first_person: int | None = None,
    unit_accounts: int | None = None,
) -> Decision:
    """Decide one act. grants: every post the person holds today, one that suffices is enough; place: of the thing.

    state: of the round, where the action depends on it. person: who asks; first_person: who did what is now to be
    confirmed; both are required for acts of two persons. unit_accounts: persons who hold a post of the unit today.

    ValueError: the action depends on a state that is missing or unknown, or a two-person act lacks one of its persons.
    """
    legal = states_of(action)
    if legal is not None and state not in STATES and state not in legal:
        raise ValueError(f"{action.name} needs the state of the round, not {state!r}.")
    if needs_second(action) and legal is not None and state in legal and (person is None or first_person is None):
        raise ValueError(f"{action.name} needs two persons: who asks, and who acted first.")
    held = tuple(grants)
    if not any(_row(grant, READ_OF[action], place) for grant in held):
        return _UNSEEN
    found = [(grant, rule) for grant in held if (rule := _row(grant, action, place)) is not None]
    alone = unit_accounts == 1
    usable = [(grant, rule) for grant, rule in found if alone or not rule.stand_in]
    if not usable:
        return _refused(_only(action, standing_in=bool(found), alone=alone))
    # The person's own right is named before a right that only stands in for somebody.
    timely = sorted(
        ((grant, rule) for grant, rule in usable if rule.states is None or state in rule.states),
        key=lambda pair: pair[1].stand_in,
    )
    if not timely:
        return _refused(_when(action, [rule for _, rule in usable], state))
    grant, rule = timely[0]
    if rule.second and person == first_person:
        return _refused(_second(action, alone=alone, standing_in=rule.stand_in))
    return Decision(True, True, "", grant)


def circles(action: Action, grants: Iterable[Grant]) -> frozenset[Circle]:
    """Where these posts have the right at all, states and second persons aside: the scope of a list, or (when empty) the
    absence of a menu entry. Rights that only stand in are left out; they are asked per round."""
    found = set()
    for grant in grants:
        rule = RULE_OF.get((grant.role, action))
        circle = circle_of(grant, rule.reach) if rule is not None and not rule.stand_in else None
        if circle is not None:
            found.add(circle)
    return frozenset(found)


def _row(grant: Grant, action: Action, place: Place) -> Rule | None:
    """The row by which this post has the right at this place."""
    rule = RULE_OF.get((grant.role, action))
    circle = circle_of(grant, rule.reach) if rule is not None else None
    return rule if circle is not None and circle.holds(place) else None


def _refused(reason: str) -> Decision:
    return Decision(False, True, reason, None)


def _act(action: Action) -> str:
    return action.label[0].lower() + action.label[1:]


def _or(words: list[str]) -> str:
    if len(words) < 3:
        return " atau ".join(words)
    return ", ".join(words[:-1]) + ", atau " + words[-1]


def _only(action: Action, *, standing_in: bool, alone: bool) -> str:
    """Nobody's role fits. standing_in: a coordinator asks who might stand in; alone: the unit has one account."""
    roles = [rule.role for rule in RULES if rule.action is action and not rule.stand_in]
    names = _or([role.label for role in sorted(roles, key=list(Role).index)])
    why = f"Hanya {names} yang dapat {_act(action)}."
    if standing_in:
        return f"{why} {_COORDINATOR.capitalize()} menggantikannya hanya bila unit itu punya satu akun saja."
    if alone and any(rule.stand_in for rule in RULES if rule.action is action):
        return f"{why} Unit ini hanya punya satu akun: minta {_COORDINATOR} melakukannya."
    return f"{why} Minta {names if len(roles) == 1 else 'salah satu dari mereka'} melakukannya."


def _when(action: Action, rules: list[Rule], state: str) -> str:
    legal = frozenset[str]().union(*(rule.states for rule in rules if rule.states is not None))
    words = _or([word for key, word in STATES.items() if key in legal])
    now = f"Ronde ini {STATES[state]}." if state in STATES else "Ronde ini belum ada."
    return f"{action.label} hanya dapat dilakukan saat ronde {words}. {now}"


_COORDINATOR: Final = Role.COORDINATOR.label

_FIRST_ACT: Final = {
    Action.ROUND_APPROVE: ("mengolah hasil ini", "mengolahnya ulang"),
    Action.EXCLUSION_CONFIRM: ("mengusulkannya", "mengusulkannya"),
    Action.BATCH_WITHDRAW_CONFIRM: ("mengusulkannya", "mengusulkannya"),
}
"""What the first person of a two-person act did, and what somebody else can do instead."""


def _second(action: Action, *, alone: bool, standing_in: bool) -> str:
    """The person acted first already. standing_in: a coordinator who is also the unit's one account."""
    did, instead = _FIRST_ACT[action]
    why = f"{action.label} perlu orang kedua, karena Anda sendiri yang {did}."
    if standing_in:
        return f"{why} Undang satu orang lagi untuk unit ini."
    if alone:
        return f"{why} Unit ini hanya punya satu akun: minta {_COORDINATOR} melakukannya."
    return f"{why} Minta {Role.OFFICER.label} yang lain {instead}, lalu Anda dapat melanjutkan."
