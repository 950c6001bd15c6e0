"""The profile on the sheets 'Profil', 'Rencana' and 'Tindak lanjut lalu' of our own input workbook."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from xml.etree import ElementTree

from cermin.documents.incoming import zipped
from cermin.documents.incoming.limits import DEFAULT_LIMITS, MEBIBYTE
from cermin.documents.incoming.opening import Sheet, Source, open_source
from cermin.documents.incoming.profile_fields import (
    ADDRESS_LINES,
    FIELDS,
    GROUPS,
    LAST_PLAN,
    LAST_PLAN_SHEET,
    PLAN,
    PLAN_SHEET,
    PROFILE_SHEET,
    SERVICES_TITLE,
    STEPS,
    TARGETS_TITLE,
    Field,
    FieldTable,
    say,
)
from cermin.documents.incoming.profile_picture import PictureType, picture_type
from cermin.documents.incoming.profile_values import Given, RawProfile, Row, build_profile, is_empty, is_filled, shown
from cermin.documents.messages import Message
from cermin.documents.skm.shape import UnitProfile

VALUE_COLUMN = 1
"""Values stand in column B, beside their labels."""

_HEADING_ROWS = 10
"""The headings of a plan are looked for in this many rows from the top."""


def read_profile_sheet(path: Path) -> UnitProfile | None:
    """The profile in the workbook `path`; None when it has no sheet 'Profil' of ours, or when nothing was filled in there.

    A workbook without the sheet is told from its directory alone, so that large files are not opened twice. The logo is the
    first picture on the sheet (.xlsx only). Raises ProfileErrors with every complaint, and Refusal where the file as a whole
    cannot be opened.
    """
    if not _may_hold_profile(path):
        return None
    source = open_source(path)
    name = _sheet_name(source, PROFILE_SHEET)
    if name is None:
        return None
    sheet = source.load(name)
    if not any(_plain(_cell(sheet, row, 0)) == _plain(_UNIT.label) for row in range(len(sheet.rows))):
        return None  # somebody else's sheet of this name, say with the respondents' profile
    raw, messages = _profile_rows(sheet)
    raw.plan = _plan_rows(source, PLAN_SHEET, PLAN, messages)
    raw.last_plan = _plan_rows(source, LAST_PLAN_SHEET, LAST_PLAN, messages)
    if source.kind == "xlsx":
        logo = _logo(path, name)
        if isinstance(logo, Message):
            messages.append(logo)
        else:
            raw.logo = logo
    return build_profile(raw, messages) if messages or is_filled(raw) else None


# --- is it there? ----------------------------------------------------------------------------------------------------


def _may_hold_profile(path: Path) -> bool:
    """Whether the file is a workbook that names a sheet 'Profil'; False as well for whatever cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if not start.startswith(b"PK"):
                # An old workbook spells the name in one or two bytes a letter; text files end here at once.
                whole = start + file.read(DEFAULT_LIMITS.file_bytes) if start.startswith(b"\xd0\xcf\x11\xe0") else b""
                return b"Profil" in whole or "Profil".encode("utf-16-le") in whole
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return any(re.search(rb'name="\s*profil\s*"', part, re.I) for part in _part(archive, "xl/workbook.xml"))
            if "content.xml" in names:
                return any(
                    re.search(rb'table:name="\s*profil\s*"', part, re.I) for part in _part(archive, "content.xml")
                )
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
        pass
    return False


def _part(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """One part in overlapping pieces, up to the limit of unpacked bytes."""
    tail = b""
    with archive.open(name) as part:
        for _ in range(DEFAULT_LIMITS.unpacked_bytes // MEBIBYTE):
            piece = part.read(MEBIBYTE)
            if not piece:
                return
            yield tail + piece
            tail = piece[-200:]


def _sheet_name(source: Source, wanted: str) -> str | None:
    return next((name for name in source.names if _plain(name) == _plain(wanted)), None)


# --- rows ------------------------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    """A label as it is compared: case, spacing and a colon at its end do not count."""
    return " ".join(str(value).split()).rstrip(" :*").casefold()


def address_label(line: int) -> str:
    """Label of one address line on the sheet; they count from 1."""
    return f"Alamat, baris {line}"


_UNIT = FIELDS["unit"]
_LABELS: dict[str, Field] = {
    _plain(of.label): of for group in GROUPS for of in group.fields if of.kind not in ("lines", "logo")
}
_ADDRESS = {_plain(address_label(line)): line for line in range(1, ADDRESS_LINES + 1)}
_IGNORED = {_plain(of.label) for group in GROUPS for of in group.fields if of.kind == "logo"}
_SECTIONS = {_plain(group.title): "fields" for group in GROUPS} | {
    _plain(STEPS.title): "steps",
    _plain(TARGETS_TITLE): "targets",
    _plain(SERVICES_TITLE): "services",
}


def _cell(sheet: Sheet, row: int, column: int) -> object:
    """The cell in a column counted from A, wherever the sheet's content starts."""
    position = column - sheet.first_column
    return sheet.rows[row][position] if 0 <= position < len(sheet.rows[row]) else ""


def _address(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name} {chr(65 + column)}{sheet.number(row)}"


def _profile_rows(sheet: Sheet) -> tuple[RawProfile, list[Message]]:
    raw, messages = RawProfile(unit_place=_UNIT.label), []
    lines: dict[int, Given] = {}
    section = "fields"
    for row in range(len(sheet.rows)):
        written = _cell(sheet, row, 0)
        label, place = _plain(written), _address(sheet, row, VALUE_COLUMN)
        given = Given(f"{shown(written)} ({place})", _cell(sheet, row, VALUE_COLUMN))
        if label in _SECTIONS:
            section = _SECTIONS[label]
        elif section == "steps":
            if label != _plain(STEPS.columns[0].label):
                _add_step(sheet, row, raw)
        elif section == "targets":
            if label and not is_empty(given.value) and label != "unsur":
                raw.targets.append((Given(_address(sheet, row, 0), written), given))
        elif section == "services" or is_empty(given.value) or label in _IGNORED:
            continue
        elif label in _ADDRESS:
            lines[_ADDRESS[label]] = given
        elif label in _LABELS:
            key = _LABELS[label].key
            if key in raw.values:
                messages.append(say("label_twice", where=place, label=shown(written)))
            raw.values.setdefault(key, given)
        elif label:
            guesses = get_close_matches(label, [*_LABELS, *_ADDRESS], 1)
            code = "misspelt_label" if guesses else "unknown_label"
            facts = {"guess": _LABELS[guesses[0]].label if guesses[0] in _LABELS else guesses[0]} if guesses else {}
            messages.append(say(code, where=place, label=shown(written), **facts))
    if lines:
        ordered = [lines[line] for line in sorted(lines)]
        raw.values["alamat"] = Given(ordered[0].where, [given.value for given in ordered])
    return raw, messages


def _add_step(sheet: Sheet, row: int, raw: RawProfile) -> None:
    """Keep a step that has a date or days; the names alone are the template's own."""
    values = {
        column.key: Given(f"{column.label} ({_address(sheet, row, position)})", _cell(sheet, row, position))
        for position, column in enumerate(STEPS.columns)
    }
    if any(not is_empty(values[column.key].value) for column in STEPS.columns[1:]):
        raw.steps.append((f"{STEPS.title} ({_address(sheet, row, 0)})", values))


def _plan_rows(source: Source, wanted: str, table: FieldTable, messages: list[Message]) -> list[tuple[str, Row]]:
    name = _sheet_name(source, wanted)
    if name is None:
        return []
    sheet = source.load(name)
    labels = {_plain(column.label): column for column in table.columns}
    for head in range(min(_HEADING_ROWS, len(sheet.rows))):
        columns = {
            labels[_plain(value)].key: position
            for position, value in enumerate(sheet.rows[head])
            if _plain(value) in labels
        }
        if len(columns) > 1:
            break
    else:
        head, columns = -1, {}
    body = range(head + 1, len(sheet.rows))
    missing = [column.label for column in table.columns if column.key not in columns]
    if missing:
        if any(not is_empty(value) for row in body for value in sheet.rows[row]):
            messages.append(say("table_headings", sheet=name, missing=", ".join(missing)))
        return []
    by_key = {column.key: column.label for column in table.columns}
    return [
        (
            f"{name}, baris {sheet.number(row)}",
            {
                key: Given(f"{by_key[key]} ({name} {sheet.address(row, position)})", sheet.rows[row][position])
                for key, position in columns.items()
            },
        )
        for row in body
    ]


# --- the logo --------------------------------------------------------------------------------------------------------

_WORKBOOK = "xl/workbook.xml"


def _logo(path: Path, sheet: str) -> tuple[bytes, PictureType] | Message | None:
    """The first picture on the sheet, checked. `open_source` has let the file pass: no bomb, no entities, sound XML parts."""
    data = path.read_bytes()
    directory = zipped.archive(data, DEFAULT_LIMITS)
    entries = {entry.filename: entry for entry in directory.infolist()}

    def content(name: str) -> bytes:
        return zipped.part(data, entries[name]) if name in entries else b""

    parts = zipped.xlsx_part_names(content(_WORKBOOK), content(_relations_of(_WORKBOOK)))
    for drawing in _targets(content, parts.get(sheet, ""), "/drawing").values():
        pictures = _targets(content, drawing, "/image")
        for identifier in re.findall(rb'\bembed="([^"]{1,80})"', content(drawing)):
            picture = pictures.get(identifier.decode("utf-8", "replace"))
            if picture in entries:
                where = f"Logo ({sheet})"
                found = content(picture)
                kind = picture_type(found, where)
                return kind if isinstance(kind, Message) else (found, kind)
    return None


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _targets(content: Callable[[str], bytes], part: str, kind: str) -> dict[str, str]:
    """Identifier -> part name of everything inside the file that `part` points to with this kind of relation."""
    xml = content(_relations_of(part)) if part else b""
    try:
        relations = ElementTree.fromstring(xml)  # noqa: S314  # entities were refused on opening
    except ElementTree.ParseError:  # none there, or broken: a workbook without its picture is still a workbook
        return {}
    targets = {}
    for relation in relations:
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target", "")))
            targets[relation.get("Id", "")] = target.lstrip("/")
    return targets
