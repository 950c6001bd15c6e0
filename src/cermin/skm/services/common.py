"""What every write of the room needs: the round held and read again, checked words, one audit line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from cermin.base import audit
from cermin.base.access import Actor, NotVisible
from cermin.pure.policy import Action
from cermin.skm.models import Round
from cermin.skm.states import may_move

REASON_LENGTH = 300


def hold(round_: Round) -> Round:
    """The round as it is now, kept from changing until this transaction ends."""
    return hold_by_id(round_.government_id, round_.id)


def hold_by_id(government_id: str, round_id: int) -> Round:
    """The same by its keys; NotVisible when there is no such round."""
    found: Round | None = (
        Round.objects.filter(government_id=government_id, id=round_id)
        .select_for_update(of=("self",))
        .select_related("unit__agency", "unit__government", "instrument")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def move(round_: Round, state: str) -> None:
    """Change the state; the table of rights has already said that this act belongs to the state before."""
    if not may_move(round_.state, state):
        raise ValueError(f"a round does not go from {round_.state} to {state}")
    round_.state = state


def save(round_: Round) -> None:
    """Write the round and count the change, so that a cached survey page knows that it is old."""
    round_.stamp += 1
    round_.save()


def note(actor: Actor, action: Action, round_: Round, detail: Mapping[str, Any] | None = None) -> None:
    """The audit line of a change of the round."""
    audit.record(
        actor,
        action=action.value,
        government_id=round_.government_id,
        kind="round",
        object_id=round_.id,
        label=f"{round_.name}, {round_.unit.name}",
        unit_id=round_.unit_id,
        agency_id=round_.unit.agency_id,
        detail={name: plain(value) for name, value in (detail or {}).items()},
    )


def plain(value: Any) -> Any:
    """A value as the audit trail keeps it: dates as text."""
    return value.isoformat() if isinstance(value, date) else value


def words(value: object, field: str, title: str, *, most: int, least: int = 1) -> str:
    """One line of printable text, blanks trimmed. ValidationError names the field and the mend."""
    text = " ".join(str(value if value is not None else "").split())
    if not text.isprintable():
        raise invalid(field, f"{title} memuat karakter yang tidak dapat dicetak. Hapus lalu ketik ulang.")
    if len(text) < least:
        raise invalid(
            field,
            f"{title} belum diisi. Isi dengan paling sedikit {least} huruf."
            if least > 1
            else f"Isi {title[0].lower()}{title[1:]}.",
        )
    if len(text) > most:
        raise invalid(
            field, f"{title} terlalu panjang ({len(text)} huruf). Ringkas menjadi paling banyak {most} huruf."
        )
    return text


def reason_text(value: object, field: str = "reason") -> str:
    """A reason that somebody will read in the record."""
    return words(value, field, "Alasan", most=REASON_LENGTH, least=5)


def invalid(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: [sentence]})


def blocked(sentence: str) -> ValidationError:
    """Something besides the fields stands in the way."""
    return ValidationError({NON_FIELD_ERRORS: [sentence]})


class Complaints:
    """Everything wrong with what was sent, by field, raised at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, field: str, sentence: str) -> None:
        self.found.setdefault(field, []).append(sentence)

    def take(self, error: ValidationError) -> None:
        for field, sentences in error.message_dict.items():
            for sentence in sentences:
                self.add(field, sentence)

    def text(self, value: object, field: str, title: str, *, most: int, least: int = 1) -> str:
        """Like `words`, kept with the others instead of raised; "" when wrong."""
        try:
            return words(value, field, title, most=most, least=least)
        except ValidationError as error:
            self.take(error)
            return ""

    def raise_any(self) -> None:
        if self.found:
            raise ValidationError(self.found)
