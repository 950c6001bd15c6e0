"""Every role x action x state x place against the page written by hand."""

from __future__ import annotations

import pytest
from tests.pure.policy.expected import CELLS, COLUMNS, PLACES, POSTS, STATE_OF, TWO_PERSONS, expected, read_of

from cermin.pure.policy import (
    READ_OF,
    RULE_OF,
    RULES,
    STATES,
    Action,
    Grant,
    Role,
    circles,
    decide,
    needs_second,
    roles_requiring_second_factor,
    rows,
    states_of,
)

ALL_STATES = tuple(STATE_OF.values())
PERSON, OTHER = 7, 8


def grant_of(post: str) -> Grant:
    role, place = POSTS[post]
    return Grant(Role(role), place, 1, post)


def legal_states(action: str) -> set[str] | None:
    letters = "".join(CELLS[action, column][0] for column in COLUMNS)
    return None if "*" in letters else {STATE_OF[letter] for letter in letters}


def test_the_page_by_hand_knows_every_role_action_and_state() -> None:
    assert {action for action, _ in CELLS} == {action.value for action in Action}
    assert set(COLUMNS) == {role.value for role in Role}
    assert set(ALL_STATES) == {"", *STATES}
    assert {column for column, _ in POSTS.values()} == set(COLUMNS)


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("action", Action)
def test_every_answer_is_the_one_written_by_hand(action: Action, post: str) -> None:
    legal = legal_states(action)
    for place_name, place in PLACES.items():
        for state in ALL_STATES:
            if legal is not None and state == "" and "" not in legal:
                continue  # refused as a mistake of the caller, tested below
            for accounts in (None, 0, 1, 2):
                for first in (PERSON, OTHER):
                    got = decide(
                        action,
                        [grant_of(post)],
                        place,
                        state=state,
                        person=PERSON,
                        first_person=first,
                        unit_accounts=accounts,
                    )
                    want = expected(post, action, place_name, state, alone=accounts == 1, same=first == PERSON)
                    where = (place_name, state, accounts, first)
                    assert (got.allowed, got.visible) == want, where
                    assert bool(got.reason) is not got.allowed, where
                    assert (got.grant == grant_of(post)) if got.allowed else got.grant is None, where


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("action", Action)
def test_the_scope_of_a_list_is_the_sum_of_the_single_answers(action: Action, post: str) -> None:
    """What a list shows and what its lines allow cannot differ: both ask the same circles."""
    found = circles(action, [grant_of(post)])
    for name, place in PLACES.items():
        by_hand = any(expected(post, action, name, state, alone=False, same=False)[0] for state in ALL_STATES)
        assert any(circle.holds(place) for circle in found) is by_hand, name


def test_read_rights_and_two_person_acts_are_those_written_by_hand() -> None:
    assert {action.value: READ_OF[action].value for action in Action} == {
        action.value: read_of(action) for action in Action
    }
    assert {action.value for action in Action if needs_second(action)} == TWO_PERSONS
    assert {action.value: states_of(action) for action in Action} == {
        action.value: legal_states(action) for action in Action
    }


def test_one_row_for_one_role_and_action_and_no_right_without_sight() -> None:
    assert len(RULE_OF) == len(RULES) == len(list(rows()))
    for rule in RULES:
        read = RULE_OF[rule.role, READ_OF[rule.action]]
        assert read.states is None, rule
        assert list(type(rule.reach)).index(read.reach) >= list(type(rule.reach)).index(rule.reach), rule


def test_nobody_sees_a_score_before_processing() -> None:
    everybody = [grant_of(post) for post in POSTS]
    for action in (Action.RESULT_READ, Action.COMMENTS_READ, Action.REPORT_READ, Action.REPORT_MAKE):
        for state in ("draft", "open", "closed", "cancelled"):
            got = decide(action, everybody, PLACES["own unit"], state=state, unit_accounts=1)
            assert not got.allowed, (action, state)


def test_the_administrator_sees_no_round_and_no_result() -> None:
    hidden = [action for action in Action if READ_OF[action] is Action.ROUND_READ]
    assert len(hidden) == 23
    for action in hidden:
        for state in STATES:
            got = decide(action, [grant_of("administrator")], PLACES["own unit"], state=state, person=1, first_person=2)
            assert (got.allowed, got.visible) == (False, False), (action, state)


def test_approvers_and_wide_posts_need_a_second_factor() -> None:
    assert {role.value for role in roles_requiring_second_factor()} == {
        "head",
        "coordinator",
        "section",
        "bureau",
        "administrator",
    }
