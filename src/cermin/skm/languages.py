"""Languages in which a round may be asked. The wording itself belongs to the survey page; Indonesian is always there."""

from __future__ import annotations

from typing import Final

RECORD: Final = "id"
"""The language of record: every question, label and profile option is stored in it."""

LANGUAGES: Final[dict[str, str]] = {"id": "Bahasa Indonesia", "en": "Bahasa Inggris"}
"""By code (BCP 47), in the order in which the page offers them."""
