"""Texts of the report: what an officer says beside the figures, kept as plain JSON by the keys of the profile file.

Unit, agency, government, period, days, population and addresses are not among them: the round knows those itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError

from cermin.documents.content import Letterhead
from cermin.documents.incoming.profile_fields import FIELDS, LAST_PLAN, PLAN, STEPS, TARGETS_KEY, FieldTable
from cermin.documents.incoming.profile_values import Given, ProfileErrors, RawProfile, Row, build_profile, is_empty
from cermin.documents.skm.shape import UnitProfile

Texts = dict[str, Any]

_KNOWN_BY_THE_ROUND: Final = frozenset(
    {
        "unit", "perangkat_daerah", "pemerintah", "periode", "mulai", "selesai", "populasi", "sumber_populasi",
        "cara_sampel", "logo", "alamat_hasil", "tanda",
    }
)  # fmt: skip

TABLES: Final[dict[str, FieldTable]] = {table.key: table for table in (STEPS, PLAN, LAST_PLAN)}

TEXT_KEYS: Final = (*(key for key in FIELDS if key not in _KNOWN_BY_THE_ROUND), *TABLES, TARGETS_KEY)
"""Everything that may be said: single fields, the tables 'tahap', 'rencana' and 'tindak_lanjut_lalu', and 'target' by element code."""


def changed_texts(before: Mapping[str, Any], values: Mapping[str, Any]) -> Texts:
    """`before` with the given keys replaced; an empty value takes a key out. ValidationError by key, with the mend."""
    found = dict(before)
    complaints: dict[str, list[str]] = {}
    for key, value in values.items():
        if key not in TEXT_KEYS:
            complaints[key] = [f"Isian '{key}' tidak dikenal. Muat ulang halaman lalu coba lagi."]
            continue
        kept = _plain(key, value)
        if not kept:
            found.pop(key, None)
            continue
        try:
            build_profile(_raw({key: kept}))
        except ProfileErrors as errors:
            complaints[key] = [message.text("id") for message in errors.messages]
        else:
            found[key] = kept
    if complaints:
        raise ValidationError(complaints)
    return found


def unit_profile(texts: Mapping[str, Any], *, unit: str, agency: str, government: str, **facts: Any) -> UnitProfile:
    """The profile that the writers print. facts: what the round knows (period, days, population, address of the result)."""
    said = build_profile(_raw(texts))
    letterhead = Letterhead(government, agency, unit, said.letterhead.address)
    return replace(said, letterhead=letterhead, unit=unit, agency=agency, government=government, **facts)


def _plain(key: str, value: Any) -> Any:
    """The value as JSON keeps it, empty parts left out."""
    if key in TABLES:
        rows = value if isinstance(value, list | tuple) else []
        columns = {column.key for column in TABLES[key].columns}
        kept = [
            {name: _word(cell) for name, cell in row.items() if name in columns and not is_empty(cell)}
            for row in rows
            if isinstance(row, Mapping)
        ]
        return [row for row in kept if row]
    if key == TARGETS_KEY:
        given = value if isinstance(value, Mapping) else {}
        return {str(code): _word(target) for code, target in given.items() if not is_empty(target)}
    if isinstance(value, list | tuple):
        return [_word(line) for line in value if not is_empty(line)]
    return None if is_empty(value) else _word(value)


def _word(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.strip() if isinstance(value, str) else value


def _raw(texts: Mapping[str, Any]) -> RawProfile:
    """As the readers of the profile file hand it over; places are named as on the page."""
    targets = texts.get(TARGETS_KEY, {})
    return RawProfile(
        unit_place="unit",
        values={"unit": Given("unit", "-unit-")}
        | {key: Given(FIELDS[key].label, texts[key]) for key in FIELDS if key in texts},
        steps=_rows(texts, STEPS),
        targets=[(Given(TARGETS_KEY, code), Given(f"Target {code}", target)) for code, target in targets.items()],
        plan=_rows(texts, PLAN),
        last_plan=_rows(texts, LAST_PLAN),
    )


def _rows(texts: Mapping[str, Any], table: FieldTable) -> list[tuple[str, Row]]:
    labels = {column.key: column.label for column in table.columns}
    return [
        (
            f"{table.title}, baris {number}",
            {name: Given(f"{table.title}, baris {number}, {labels[name].lower()}", cell) for name, cell in row.items()},
        )
        for number, row in enumerate(texts.get(table.key, []), 1)
    ]
