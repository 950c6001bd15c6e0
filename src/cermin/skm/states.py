"""States of a survey round and the moves between them."""

from __future__ import annotations

DRAFT, OPEN, CLOSED, PROCESSED, APPROVED, PUBLISHED, CANCELLED = STATES = (
    "draft",
    "open",
    "closed",
    "processed",
    "approved",
    "published",
    "cancelled",
)

MOVES: dict[str, frozenset[str]] = {
    DRAFT: frozenset({OPEN, CANCELLED}),
    OPEN: frozenset({CLOSED}),
    CLOSED: frozenset({PROCESSED}),
    PROCESSED: frozenset({PROCESSED, APPROVED}),  # processed again after exclusions, until somebody approves
    APPROVED: frozenset({PROCESSED, PUBLISHED}),  # a return goes back to the officer
    PUBLISHED: frozenset(),
    CANCELLED: frozenset(),
}

NAMES: dict[str, str] = {
    DRAFT: "Disiapkan",
    OPEN: "Dibuka",
    CLOSED: "Ditutup",
    PROCESSED: "Diolah",
    APPROVED: "Disetujui",
    PUBLISHED: "Dipublikasikan",
    CANCELLED: "Dibatalkan",
}


def may_move(before: str, after: str) -> bool:
    """Whether a round may go from one state to another."""
    return after in MOVES[before]
