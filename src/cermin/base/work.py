"""What a person should do next: each room answers `open_work(actor, today)`, the desk puts the answers together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Work:
    """One line of 'Yang harus dikerjakan'.

    title: verb first ("Tutup ronde SKM Semester I"); detail: one sentence of circumstances; due: last day, None without one;
    url, button: where it is done, and the word on the button. waiting: somebody else waits for this person ("Ditunggu orang lain
    dari Anda"). begun: half done already.
    """

    title: str
    detail: str
    url: str
    button: str
    due: date | None = None
    waiting: bool = False
    begun: bool = False

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.due is not None and self.due < today
