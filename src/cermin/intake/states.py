"""Stages of an upload and the moves between them. (Its `state` is that of its round, which the rights depend on.)"""

from __future__ import annotations

READING, READ, REFUSED, RECORDING, RECORDED, DISCARDED = STAGES = (
    "reading",
    "read",
    "refused",
    "recording",
    "recorded",
    "discarded",
)

MOVES: dict[str, frozenset[str]] = {
    READING: frozenset({READING, READ, REFUSED, DISCARDED}),
    READ: frozenset({READING, RECORDING, DISCARDED}),
    REFUSED: frozenset({READING, DISCARDED}),
    RECORDING: frozenset({RECORDED, READ}),  # back when the round was processed meanwhile, or the job stopped
    RECORDED: frozenset(),
    DISCARDED: frozenset(),
}

NAMES: dict[str, str] = {
    READING: "Sedang dibaca",
    READ: "Sudah dibaca, belum dimasukkan",
    REFUSED: "Perlu diperbaiki",
    RECORDING: "Sedang dimasukkan",
    RECORDED: "Sudah dimasukkan",
    DISCARDED: "Dibuang",
}


def may_move(before: str, after: str) -> bool:
    """Whether an upload may go from one stage to another."""
    return after in MOVES[before]
