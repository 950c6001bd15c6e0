"""How a rule is written down: as typed data, with its citation, its validity and whether we read it ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

OWN_TEXT = "susunan Cermin"
"""The instrument named where a text, a limit or a default is our own and no rule at all."""

PRACTICE = "praktik"
"""The instrument named where offices do the same everywhere, but no rule for it was found."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands, and how sure we are of it.

    instrument: the legal instrument by its usual short name ("PermenPANRB 14/2017"), or "susunan Cermin" for our own text.
    where:      article, annex or table inside the instrument.
    verified:   True only when somebody compared the datum with the printed legal text. Everything else is shown to
                administrators as "belum diperiksa pada naskah resmi".
    source:     how the datum reached us, in one English sentence.
    valid_from: first day of validity, None when unknown.
    valid_until: last day of validity, None while in force.
    """

    instrument: str
    where: str
    verified: bool
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
