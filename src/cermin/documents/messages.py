"""Sentences shown to officers, in Indonesian and English, with their facts filled in late so that either language can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages; `{name}` places are filled by `Message.facts`."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its facts. `code` is stable, for tests and for programs."""

    code: str
    sentence: Sentence
    facts: tuple[tuple[str, str], ...] = ()

    def text(self, language: Language = "id") -> str:
        """The finished sentence."""
        template = self.sentence.id if language == "id" else self.sentence.en
        return template.format(**dict(self.facts))


class Catalogue:
    """A named set of sentences: `catalogue("code", fact=...)` makes a message; an unknown code or fact is a programming error."""

    def __init__(self, sentences: dict[str, Sentence]) -> None:
        self.sentences = sentences

    def __call__(self, code: str, **facts: object) -> Message:
        message = Message(code, self.sentences[code], tuple((name, str(value)) for name, value in facts.items()))
        message.text()  # a missing fact fails here, where it was made
        return message
