"""The profile as a TOML file: documented keys, all of them known."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from cermin.documents.incoming.profile_fields import (
    FIELDS,
    LAST_PLAN,
    PLAN,
    STEPS,
    TABLES,
    TARGETS_KEY,
    FieldTable,
    say,
)
from cermin.documents.incoming.profile_picture import MAX_BYTES, PictureType, picture_type
from cermin.documents.incoming.profile_values import (
    Given,
    ProfileErrors,
    RawProfile,
    Row,
    build_profile,
    is_empty,
    shown,
)
from cermin.documents.messages import Message
from cermin.documents.skm.shape import UnitProfile

MAX_TOML_BYTES = 1024 * 1024
"""A full profile with a hundred follow-ups takes 100 KB."""


def read_profile_toml(path: Path) -> UnitProfile:
    """The profile in `path`. A logo is looked for in the file's own folder only. Raises ProfileErrors with every complaint."""
    table = _parsed(path)
    messages: list[Message] = []
    raw = RawProfile(unit_place="unit")
    known = [*FIELDS, *(each.key for each in TABLES), TARGETS_KEY]
    _check_keys(table, known, "", messages)
    raw.values = {key: Given(key, table[key]) for key in FIELDS if key in table and key != "logo"}
    raw.steps, raw.plan, raw.last_plan = (_rows(table, each, messages) for each in (STEPS, PLAN, LAST_PLAN))
    targets = table.get(TARGETS_KEY, {})
    if isinstance(targets, dict):
        raw.targets = [
            (Given(TARGETS_KEY, name), Given(f"{TARGETS_KEY}, {shown(name)}", value)) for name, value in targets.items()
        ]
    else:
        messages.append(say("not_a_table", key=TARGETS_KEY))
    if not is_empty(table.get("logo")):
        logo = _logo(path, table["logo"])
        if isinstance(logo, Message):
            messages.append(logo)
        else:
            raw.logo = logo
    return build_profile(raw, messages)


def _parsed(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TOML_BYTES + 1)
    except OSError as error:
        raise ProfileErrors([say("toml_missing", file=path.name, why=error.strerror or error)]) from error
    if len(data) > MAX_TOML_BYTES:
        raise ProfileErrors([say("toml_size", file=path.name, limit=MAX_TOML_BYTES // 1024)])
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProfileErrors([say("toml_encoding", file=path.name)]) from error
    except (ValueError, RecursionError) as error:  # wrong syntax, a number of thousands of digits, brackets without end
        raise ProfileErrors([say("toml_syntax", file=path.name, why=shown(error))]) from error


def _check_keys(table: Iterable[str], known: list[str], prefix: str, messages: list[Message]) -> None:
    for key in table:
        if key in known:
            continue
        guesses = get_close_matches(key.casefold(), known, 1)
        if guesses:
            messages.append(say("misspelt_key", key=prefix + shown(key), guess=guesses[0]))
        else:
            messages.append(say("unknown_key", key=prefix + shown(key), known=", ".join(known)))


def _rows(table: dict[str, object], of: FieldTable, messages: list[Message]) -> list[tuple[str, Row]]:
    given = table.get(of.key, [])
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        messages.append(say("not_rows", key=of.key))
        return []
    rows: list[tuple[str, Row]] = []
    for position, row in enumerate(given, 1):
        where = f"{of.key} {position}"
        _check_keys(row, [column.key for column in of.columns], f"{where}, ", messages)
        rows.append((where, {key: Given(f"{where}, {key}", value) for key, value in row.items()}))
    return rows


def _logo(path: Path, name: object) -> tuple[bytes, PictureType] | Message:
    """The picture beside the TOML file, checked; never one outside its folder, also not through a link."""
    if not isinstance(name, str):
        return say("not_text", where="logo", value=shown(name))
    outside = say("logo_place", where="logo", value=shown(name))
    missing = say("logo_missing", where="logo", value=shown(name))
    try:
        folder = path.resolve().parent
        picture = (folder / name).resolve()
        if Path(name).is_absolute() or "\\" in name or not picture.is_relative_to(folder):
            return outside
        if not picture.is_file():
            return missing
        with picture.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError, RuntimeError):  # unreadable, a name with NUL, links in a circle
        return missing
    kind = picture_type(data, "logo")
    return kind if isinstance(kind, Message) else (data, kind)
