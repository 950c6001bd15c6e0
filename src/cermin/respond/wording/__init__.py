"""Words of the survey page, by language. A language changes words only: never which questions, never the order of the scale.

A regional language is one more module like `english` with a `WORDING`, and its line in `LANGUAGES`. Questions and labels are
found by the text of record, so that an edited question never keeps a helper line or a translation that no longer fits it.
"""

from __future__ import annotations

from cermin.respond.wording.english import WORDING as ENGLISH
from cermin.respond.wording.indonesian import WORDING as INDONESIAN
from cermin.respond.wording.shape import Wording, Words

LANGUAGES: dict[str, Wording] = {wording.code: wording for wording in (INDONESIAN, ENGLISH)}
"""By code (BCP 47), in the order in which the page offers them. "id" is the language of record and always there."""


def wording(language: str) -> Wording:
    """The words of `language`; Indonesian when we have none."""
    return LANGUAGES.get(language, INDONESIAN)


__all__ = ["LANGUAGES", "Wording", "Words", "wording"]
