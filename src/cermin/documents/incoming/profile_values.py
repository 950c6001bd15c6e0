"""One validation for the sheet 'Profil' and the TOML file: raw values with their places in, a `UnitProfile` or complaints out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from cermin.documents.content import Letterhead
from cermin.documents.format import MONTHS, day
from cermin.documents.incoming.opening import LostCell
from cermin.documents.incoming.profile_fields import (
    ADDRESS_LINES,
    FIELDS,
    GROUPS,
    LAST_PLAN,
    MAX_ROWS,
    PLAN,
    STEPS,
    Field,
    FieldTable,
    say,
)
from cermin.documents.incoming.profile_picture import PictureType
from cermin.documents.messages import Message
from cermin.documents.skm.shape import FollowUp, Step, UnitProfile
from cermin.pure.law.skm import ELEMENTS

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Surveys by this rule exist since 2017, older results may be reported; anything outside is a slip of the finger."""

MAX_POPULATION = 10**9
_DASHES = {"", "-", "\u2013", "\u2014"}
_SHOWN = 40


class ProfileErrors(Exception):
    """The profile cannot be used. messages: every complaint, each naming its field and the mend."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__("\n".join(message.text("id") for message in messages))
        self.messages = tuple(messages)


@dataclass(frozen=True, slots=True)
class Given:
    """One raw value as the sheet or TOML holds it; where: its place in words the officer finds it by."""

    where: str
    value: object


Row = Mapping[str, Given]
"""One row of a table: by key of its columns."""


@dataclass(slots=True)
class RawProfile:
    """Everything that was found, unchecked. values: by TOML key (address: one `Given` with the list of its lines)."""

    unit_place: str
    values: dict[str, Given] = field(default_factory=dict)
    steps: list[tuple[str, Row]] = field(default_factory=list)
    targets: list[tuple[Given, Given]] = field(default_factory=list)
    plan: list[tuple[str, Row]] = field(default_factory=list)
    last_plan: list[tuple[str, Row]] = field(default_factory=list)
    logo: tuple[bytes, PictureType] | None = None


def is_empty(value: object) -> bool:
    """Nothing, blanks, or a dash that stands for nothing."""
    return value is None or (isinstance(value, str) and not isinstance(value, LostCell) and value.strip() in _DASHES)


def shown(value: object) -> str:
    """A value for a message, shortened. Dates and numbers as a reader knows them."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _written_number(value)
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class Checker:
    """Turns raw values into typed ones and collects what is wrong."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def complain(self, code: str, **facts: object) -> None:
        self.messages.append(say(code, **facts))

    # --- one value ---------------------------------------------------------------------------------------------------

    def text(self, given: Given | None, limit: int) -> str:
        """One line of text; "" when empty or wrong. Dates and numbers typed into a text cell are written out."""
        if given is None or is_empty(given.value):
            return ""
        value = given.value
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            value = day(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            value = _written_number(value)
        if not isinstance(value, str):
            self.complain("not_text", where=given.where, value=shown(value))
            return ""
        # Joiners, soft hyphens and direction marks come along with copied text and are never meant to be printed.
        visible = "".join(c for c in value if unicodedata.category(c) != "Cf")
        text = " ".join(visible.split())
        if not text.isprintable():
            self.complain("hidden_characters", where=given.where)
            return ""
        if len(text) > limit:
            self.complain("too_long", where=given.where, length=len(text), limit=limit)
        return text

    def lines(self, given: Given | None, limit: int) -> tuple[str, ...]:
        """The lines of the address: a list, or one text with line breaks."""
        if given is None or is_empty(given.value):
            return ()
        value: object = given.value
        if isinstance(value, str):
            value = value.splitlines()
        parts = value if isinstance(value, list) else [value]
        lines = [line for part in parts if (line := self.text(Given(given.where, part), limit))]
        if len(lines) > ADDRESS_LINES:
            self.complain("too_many_lines", where=given.where, count=len(lines), limit=ADDRESS_LINES)
        return tuple(lines)

    def calendar_day(self, given: Given | None) -> date | None:
        """A day; day first where the month is a number ("02/03/2026" is 2 March)."""
        if given is None or is_empty(given.value):
            return None
        value = given.value
        found: date | None
        if isinstance(value, datetime):
            found = value.date()
        elif isinstance(value, date):
            found = value
        else:
            found = _written_date(value) if isinstance(value, str) else None
        if found is None:
            self.complain("bad_date", where=given.where, value=shown(value))
        elif not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.complain("odd_year", where=given.where, year=found.year, lowest=FIRST_YEAR, highest=LAST_YEAR)
            found = None
        return found

    def count(self, given: Given | None, lowest: int, highest: int) -> int | None:
        """A whole number; "1.250" is read with its thousands point."""
        if given is None or is_empty(given.value):
            return None
        value = given.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, str):
            plain = value.replace(".", "") if re.fullmatch(r"\s*\d{1,3}(\.\d{3})+\s*", value) else value
            value = int(plain) if re.fullmatch(r"\s*[0-9]{1,15}\s*", plain) else value
        if not isinstance(value, int) or isinstance(value, bool):
            self.complain("bad_count", where=given.where, value=shown(given.value))
            return None
        if not lowest <= value <= highest:
            self.complain("count_range", where=given.where, value=shown(value), lowest=lowest, highest=highest)
            return None
        return value

    def nip(self, given: Given | None) -> str:
        """Eighteen digits, spaces left out."""
        if given is not None and isinstance(given.value, float):
            self.complain("nip_number", where=given.where)
            return ""
        written = self.text(given, 60)
        digits = re.sub(r"[ .]", "", written.removeprefix("'"))
        if given is not None and written and not re.fullmatch(r"[0-9]{18}", digits):
            self.complain("bad_nip", where=given.where, value=shown(written))
            return ""
        return digits

    def url(self, given: Given | None, limit: int) -> str:
        """A web address: http or https, a host, no account name, nothing that would end a link early."""
        written = self.text(given, limit)
        if given is None or not written:
            return ""
        try:
            parts = urlsplit(written)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        except ValueError:  # a broken bracketed host
            good = False
        if not good or re.search(r"[\s\"'<>\\^`{|}]", written):
            self.complain("bad_url", where=given.where, value=shown(written))
            return ""
        return written

    def choice(self, given: Given | None, of: Field) -> str:
        """The stored form of one of the choices; the default, or "", when empty."""
        by_word = {word.casefold(): stored for written, stored in of.choices for word in (written, stored)}
        written = self.text(given, 60)
        if given is None or not written:
            return by_word.get(of.default.casefold(), "")
        if written.casefold() not in by_word:
            choices = ", ".join(choice for choice, _ in of.choices)
            self.complain("bad_choice", where=given.where, value=shown(written), choices=choices)
            return ""
        return by_word[written.casefold()]

    def element(self, given: Given) -> str:
        """The code of an element, from its code, name, short name or key; a unit's own elements by their code (U10)."""
        written = self.text(given, 100)
        code = element_code(written)
        if written and not code:
            choices = ", ".join(element.name for element in ELEMENTS)
            self.complain("bad_element", where=given.where, value=shown(written), choices=choices)
        return code

    def target(self, given: Given) -> Decimal | None:
        """A mean from 1 to 4."""
        value = given.value
        number: Decimal | None = None
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = Decimal(repr(value)) if abs(value) <= 4 else None
        elif isinstance(value, str) and re.fullmatch(r"\s*\d([.,]\d{1,6})?\s*", value):
            number = Decimal(value.strip().replace(",", "."))
        if number is None or not 1 <= number <= 4:
            self.complain("bad_target", where=given.where, value=shown(value))
            return None
        return number

    # --- several values ----------------------------------------------------------------------------------------------

    def value(self, of: Field, given: Given | None) -> Any:
        """The typed value of one field."""
        if given is not None and isinstance(given.value, LostCell):
            self.complain("lost_cell", where=given.where)
            given = None
        match of.kind:
            case "lines":
                return self.lines(given, of.limit)
            case "date":
                return self.calendar_day(given)
            case "population":
                return self.count(given, 1, MAX_POPULATION)
            case "working_days":
                return self.count(given, 0, 366)
            case "nip":
                return self.nip(given)
            case "url":
                return self.url(given, of.limit)
            case "choice":
                return self.choice(given, of)
            case "element":
                return self.element(given) if given else ""
            case _:
                return self.text(given, of.limit)

    def order(self, start: Given | None, end: Given | None, first: date | None, last: date | None) -> None:
        if start and end and first and last and first > last:
            self.complain("reversed_dates", first=start.where, start=day(first), second=end.where, end=day(last))

    def rows(self, table: FieldTable, rows: Sequence[tuple[str, Row]]) -> list[tuple[str, Row, dict[str, Any]]]:
        """The filled rows of a table: (where, raw, typed by attribute)."""
        filled = [(where, row) for where, row in rows if any(not is_empty(given.value) for given in row.values())]
        if len(filled) > MAX_ROWS:
            self.complain("too_many_rows", where=table.title, count=len(filled), limit=MAX_ROWS)
            filled = filled[:MAX_ROWS]
        return [
            (where, row, {column.attribute: self.value(column, row.get(column.key)) for column in table.columns})
            for where, row in filled
        ]


def element_code(written: str) -> str:
    """ "U9" for "u9", "U9 Sarana", "Sarana dan Prasarana", "SARPRAS"; "" when it is no element."""
    word = written.casefold().strip()
    match = re.match(r"u ?(\d{1,2})\b", word)
    if match and int(match[1]) >= 1:
        code = f"U{int(match[1])}"
        rest = word[match.end() :].strip(" .:-()")
        known = {name for element in ELEMENTS if element.code == code for name in _names(element.code)}
        others = {name for element in ELEMENTS if element.code != code for name in _names(element.code)}
        # A name that belongs to another code is a contradiction, and guessing would cross U8 and U9.
        return "" if rest in others - known else code
    return next((element.code for element in ELEMENTS if word in _names(element.code)), "")


def _names(code: str) -> set[str]:
    return {
        name.casefold()
        for element in ELEMENTS
        if element.code == code
        for name in (element.name, element.short, element.key)
    }


def _written_number(value: int | float) -> str:
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return f"{float(value):g}".replace(".", ",") if abs(value) < 1e300 else "…"


def _written_date(text: str) -> date | None:
    words = " ".join(text.split())
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", words):
        year, month, day_ = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})", words):
        day_, month, year = int(match[1]), int(match[3]), int(match[4])
    elif match := re.fullmatch(r"([0-9]{1,2}) ([A-Za-z]{3,9})\.? ([0-9]{4})", words):
        named = [n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(match[2].casefold())]
        if len(named) != 1:
            return None
        day_, month, year = int(match[1]), named[0], int(match[3])
    else:
        return None
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def build_profile(raw: RawProfile, messages: Sequence[Message] = ()) -> UnitProfile:
    """The checked profile. messages: complaints of the reader itself, put before ours. Raises ProfileErrors."""
    checker = Checker()
    checker.messages += messages
    found: dict[str, Any] = {
        of.attribute: checker.value(of, raw.values.get(of.key))
        for group in GROUPS
        for of in group.fields
        if of.kind != "logo"
    }
    unit = raw.values.get("unit")
    if unit is None or is_empty(unit.value):
        checker.complain("unit_missing", where=raw.unit_place)
    checker.order(raw.values.get("mulai"), raw.values.get("selesai"), found["start"], found["end"])
    steps = []
    for where, row, step in checker.rows(STEPS, raw.steps):
        name = row.get("nama")
        if name is None or is_empty(name.value):
            checker.complain("step_name_missing", where=where)
        checker.order(row.get("mulai"), row.get("selesai"), step["start"], step["end"])
        steps.append(Step(**step))
    plans = []
    for table, rows in ((PLAN, raw.plan), (LAST_PLAN, raw.last_plan)):
        lines = []
        for where, row, line in checker.rows(table, rows):
            element = row.get("unsur")
            if element is None or is_empty(element.value):
                checker.complain("element_missing", where=where)
            lines.append(FollowUp(**line))
        plans.append(tuple(lines))
    targets: dict[str, Decimal] = {}
    for name, given in raw.targets:
        if is_empty(given.value):
            continue
        code, value = checker.element(name), checker.target(given)
        if code in targets:
            checker.complain("target_twice", where=given.where, element=code)
        elif code and value is not None:
            targets[code] = value
    if checker.messages:
        raise ProfileErrors(checker.messages)
    address = found.pop("address")
    logo, logo_type = raw.logo or (None, None)
    return UnitProfile(
        letterhead=Letterhead(found["government"], found["agency"], found["unit"], address, logo, logo_type),
        steps=tuple(steps),
        targets=tuple(sorted(targets.items(), key=lambda item: int(item[0][1:]))),
        plan=plans[0],
        last_plan=plans[1],
        **found,
    )


def is_filled(raw: RawProfile) -> bool:
    """Whether the officer said anything beyond what the template already holds."""
    for key, given in raw.values.items():
        default = FIELDS[key].default
        if not is_empty(given.value) and not (default and str(given.value).strip().casefold() == default.casefold()):
            return True
    rows = [*raw.plan, *raw.last_plan, *raw.steps]
    if any(not is_empty(given.value) for _, row in rows for given in row.values()):
        return True
    return raw.logo is not None or any(not is_empty(given.value) for _, given in raw.targets)
