"""What a language has to bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words for one question. text: translation of the text of record ("" in Indonesian: the record itself is shown)."""

    text: str = ""
    helper: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language.

    code: BCP 47, as written in `lang`; name: in the language itself.
    interface: by key, the same keys in every language, with the same {places}.
    questions: by text of record. labels: by label of record. profile: by field key and option label of `pure.law.profile`.
    months: twelve names.
    """

    code: str
    name: str
    interface: Mapping[str, str]
    questions: Mapping[str, Words]
    labels: Mapping[str, str]
    profile_titles: Mapping[str, str]
    profile_options: Mapping[str, str]
    profile_reasons: Mapping[str, str]
    months: tuple[str, ...]
