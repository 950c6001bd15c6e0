"""The generated page says what the table says: every action once, and the marks that people look for."""

from __future__ import annotations

from cermin.pure.policy import Action, Role, rights_reference
from cermin.pure.policy.reference import GROUPS

PAGE = rights_reference()


def row(action: Action) -> list[str]:
    """Cells of the action's first row: the matrix of rights."""
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {action.label} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_every_action_stands_once_in_the_matrix() -> None:
    assert sorted(action for _, actions in GROUPS for action in actions) == sorted(Action)
    assert all(len(row(action)) == len(Role) for action in Action)
    assert len({action.label for action in Action}) == len(Action)


def test_the_marks_of_the_matrix() -> None:
    assert row(Action.ROUND_APPROVE) == ["·", "U²", "D² g", "·", "·", "·", "·", "·"]
    assert row(Action.RESULT_READ) == ["U", "U", "D", "P", "S", "S t", "S", "·"]
    assert row(Action.GOVERNMENT_READ) == ["P", "P", "P", "P", "S", "S", "S", "S"]
    assert row(Action.PUBLICATION_CORRECT) == ["·", "U", "D g", "·", "·", "·", "·", "·"]
