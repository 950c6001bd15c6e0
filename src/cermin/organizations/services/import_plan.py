"""What a list of units would change: each row held against what is there. Reads, decides, writes nothing.

Names are matched within their parent however they are spaced, cased or punctuated. An empty cell says nothing, so it never erases,
and what the list does not name stays as it is: the same list brought twice changes nothing the second time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from cermin.base.access import Actor
from cermin.documents.format import integer
from cermin.documents.incoming.results import CellError
from cermin.documents.incoming.structure import MOST_ERRORS, ReadStructure, StructureRow, period_text
from cermin.documents.incoming.structure_words import COLUMNS, USERS, say
from cermin.documents.incoming.words import plain
from cermin.documents.messages import Message
from cermin.organizations.models import Agency, Government, Service, ServicePopulation, Unit, UnitType
from cermin.organizations.queries.structure import governments, today_in
from cermin.pure.policy import Action

WORDS: Final = {
    "agency": "perangkat daerah",
    "unit": "unit",
    "service": "layanan",
    "population": "jumlah pengguna",
}
"""Kinds of things by key, in the order of the tree."""

_LISTED: Final = 12
"""Names listed in a complaint before it stops."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is added or altered. kind: key of WORDS; act: "baru" or "berubah"; where: what it lies in; detail: old and
    new values, or what a new thing says; row: of the sheet; government: code."""

    kind: str
    act: str
    name: str
    where: str
    detail: str
    row: int
    government: str


@dataclass(slots=True)
class Plan:
    """What the list would do. rows: read; unchanged: rows that add and alter nothing. new, altered: unsaved rows in the order in
    which they can be written."""

    rows: int
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    new: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in WORDS})
    altered: dict[str, dict[int, Any]] = field(default_factory=lambda: {kind: {} for kind in WORDS})

    def counts(self, government: str | None = None) -> dict[str, int]:
        """Number of changes by "unit baru", "unit berubah" and so on, without zeros; of one government or of all."""
        found = Counter(
            (change.kind, change.act)
            for change in self.changes
            if government is None or change.government == government
        )
        return {
            f"{word} {act}": found[kind, act]
            for kind, word in WORDS.items()
            for act in ("baru", "berubah")
            if found[kind, act]
        }

    @property
    def governments(self) -> list[str]:
        """Codes of the governments that it changes."""
        return sorted({change.government for change in self.changes})


def plan_import(actor: Actor, read: ReadStructure) -> Plan:
    """Hold the list against what is there, within the governments where the actor may import. Costs a fixed number of queries."""
    return _Planner(list(governments(actor, Action.STRUCTURE_IMPORT)), read).plan()


def government_names(rows: Iterable[Government]) -> dict[str, Government]:
    """Every way to write a government in the list, plain: code, name, kind with the region's name; its bare name when unique."""
    known: dict[str, Government] = {}
    bare: dict[str, list[Government]] = {}
    words = {"province": ("provinsi", "prov"), "regency": ("kabupaten", "kab"), "city": ("kota",)}
    for row in rows:
        region, name, code = plain(row.region.name), plain(row.name), plain(row.code)
        for text in (code, name, f"{code} {name}", *(f"{word} {region}" for word in words[row.kind])):
            known[text] = known[f"pemerintah {text}"] = row
        bare.setdefault(region, []).append(row)
    for text, found in bare.items():
        if len(found) == 1:
            known.setdefault(text, found[0])
    return known


class _Planner:
    def __init__(self, rows: list[Government], read: ReadStructure) -> None:
        self.read = read
        self.governments = rows
        self.by_name = government_names(rows)
        self.today = {row.code: today_in(row.zone) for row in rows}
        codes = [row.code for row in rows]
        self.types: dict[str, dict[str, UnitType]] = {}
        for kind in UnitType.objects.filter(province_id__in={row.province_id for row in rows}):
            self.types.setdefault(kind.province_id, {})[plain(kind.name)] = kind
        self.agencies: dict[tuple[str, str], Agency] = {}
        for agency in Agency.objects.filter(government_id__in=codes).order_by("-id"):
            self.agencies[agency.government_id, plain(agency.name)] = agency
        self.units: dict[tuple[int, str], Unit] = {}
        for unit in Unit.objects.filter(government_id__in=codes).select_related("unit_type").order_by("-id"):
            self.units[unit.agency_id, plain(unit.name)] = unit
        self.services: dict[tuple[int, str], Service] = {}
        self.last: Counter[int] = Counter()
        for service in Service.objects.filter(government_id__in=codes).order_by("-id"):
            self.services[service.unit_id, plain(service.name)] = service
            self.last[service.unit_id] = max(self.last[service.unit_id], service.position)
        self.populations: dict[tuple[int, date, date], ServicePopulation] = {
            (row.service_id, row.starts_on, row.ends_on): row
            for row in ServicePopulation.objects.filter(government_id__in=codes)
        }
        self.said: dict[tuple[int, str], tuple[Any, int]] = {}
        """What a row of this list has already said of a unit, or of a number of users: value and row."""
        self.found = Plan(read.rows_read, errors=list(read.errors))

    def plan(self) -> Plan:
        for row in self.read.rows:
            before = len(self.found.changes), len(self.found.errors)
            self._row(row)
            if before == (len(self.found.changes), len(self.found.errors)):
                self.found.unchanged += 1
        self.found.errors = sorted(self.found.errors, key=_place)[:MOST_ERRORS]
        return self.found

    def _complain(self, row: StructureRow, column: str, value: object, message: Message) -> None:
        self.found.errors.append(self.read.error(row.number, column, str(value), message))

    def _add(self, kind: str, thing: Any, where: str, detail: str, row: StructureRow) -> None:
        self.found.new[kind].append(thing)
        name = thing.service.name if kind == "population" else thing.name
        self.found.changes.append(Change(kind, "baru", name, where, detail, row.number, thing.government_id))

    def _alter(self, kind: str, thing: Any, where: str, detail: str, row: StructureRow) -> None:
        self.found.altered[kind][thing.id] = thing
        name = thing.service.name if kind == "population" else thing.name
        self.found.changes.append(Change(kind, "berubah", name, where, detail, row.number, thing.government_id))

    def _row(self, row: StructureRow) -> None:
        government = self._government(row)
        if government is None:
            return
        agency = self._agency(row, government)
        if agency is None or not row.unit:
            return
        unit = self._unit(row, government, agency)
        if unit is None or not row.service:
            return
        service = self._service(row, government, unit)
        if service is not None and row.users is not None and row.period is not None:
            self._population(row, government, unit, service)

    def _government(self, row: StructureRow) -> Government | None:
        names = _listed(government.name for government in self.governments)
        if not row.government:
            if len(self.governments) == 1:
                return self.governments[0]
            self._complain(row, "government", "", say("government_missing", names=names))
            return None
        found = self.by_name.get(plain(row.government))
        if found is None:
            facts = {"value": row.government, "names": names}
            self._complain(row, "government", row.government, say("government_unknown", **facts))
        return found

    def _agency(self, row: StructureRow, government: Government) -> Agency | None:
        key = government.code, plain(row.agency)
        agency = self.agencies.get(key)
        if agency is None:
            agency = self.agencies[key] = Agency(government=government, name=row.agency)
            self._add("agency", agency, government.name, "", row)
        elif self._is_closed(agency, government):
            self._complain(row, "agency", row.agency, say("agency_closed", value=agency.name))
            return None
        return agency

    def _is_closed(self, thing: Agency | Unit | Service, government: Government) -> bool:
        return thing.active_to is not None and thing.active_to < self.today[government.code]

    def _unit(self, row: StructureRow, government: Government, agency: Agency) -> Unit | None:
        key = agency.id, plain(row.unit)
        unit = self.units.get(key)
        if unit is not None and self._is_closed(unit, government):
            self._complain(row, "unit", row.unit, say("unit_closed", value=unit.name))
            return None
        is_new = unit is None
        if unit is None:
            unit = self.units[key] = Unit(government=government, agency=agency, name=row.unit)
        values = self._unit_values(row, government, unit)
        changed = [
            f"{COLUMNS[name].title}: {_said(getattr(unit, name))} → {_said(value)}"
            for name, value in values.items()
            if getattr(unit, name) != value
        ]
        told = [f"{COLUMNS[name].title}: {_said(value)}" for name, value in values.items()]
        for name, value in values.items():
            setattr(unit, name, value)
        where = f"{agency.name}, {government.name}"
        if is_new:
            self._add("unit", unit, where, "; ".join(told), row)
        elif changed and not unit._state.adding:
            self._alter("unit", unit, where, "; ".join(changed), row)
        return unit

    def _unit_values(self, row: StructureRow, government: Government, unit: Unit) -> dict[str, Any]:
        """What the row says of the unit, without what contradicts an earlier row."""
        values: dict[str, Any] = {"address": row.address, "phone": row.phone}
        if row.unit_type:
            types = self.types.get(government.province_id, {})
            values["unit_type"] = types.get(plain(row.unit_type))
            if values["unit_type"] is None:
                facts = {"value": row.unit_type}
                message = (
                    say("type_unknown", names=_listed(kind.name for kind in types.values()), **facts)
                    if types
                    else say("type_none", **facts)
                )
                self._complain(row, "unit_type", row.unit_type, message)
        kept = {}
        for name, value in values.items():
            if not value:
                continue
            before, number = self.said.setdefault((unit.id, name), (value, row.number))
            if before != value:
                facts = {"column": COLUMNS[name].title, "row": str(number), "other": _said(before)}
                self._complain(row, name, _said(value), say("differs", **facts))
            else:
                kept[name] = value
        return kept

    def _service(self, row: StructureRow, government: Government, unit: Unit) -> Service | None:
        key = unit.id, plain(row.service)
        service = self.services.get(key)
        if service is None:
            self.last[unit.id] = min(self.last[unit.id] + 1, 32_767)
            service = Service(government=government, unit=unit, name=row.service, position=self.last[unit.id])
            self.services[key] = service
            self._add("service", service, f"{unit.name}, {government.name}", "", row)
        elif self._is_closed(service, government):
            self._complain(row, "service", row.service, say("service_closed", value=service.name))
            return None
        return service

    def _population(self, row: StructureRow, government: Government, unit: Unit, service: Service) -> None:
        assert row.users is not None
        assert row.period is not None
        key = service.id, row.period.start, row.period.end
        name = f"{row.period.start} {row.period.end}"
        before, number = self.said.setdefault((service.id, name), (row.users, row.number))
        if before != row.users:
            facts = {"row": number, "other": integer(before)}
            self._complain(row, USERS, row.users, say("users_differ", **facts))
            return
        where = f"{unit.name}, {government.name}"
        told = f"{integer(row.users)} orang, {period_text(row.period)} ({row.source})"
        known = self.populations.get(key)
        if known is None:
            known = self.populations[key] = ServicePopulation(
                government=government,
                service=service,
                starts_on=row.period.start,
                ends_on=row.period.end,
                people=row.users,
                source=row.source,
            )
            self._add("population", known, where, told, row)
            return
        if (known.people, known.source) == (row.users, row.source) or known._state.adding:
            return
        detail = f"{integer(known.people)} orang ({known.source or 'tanpa sumber'}) → {told}"
        known.people, known.source, known.service = row.users, row.source, service
        self._alter("population", known, where, detail, row)


def _place(error: CellError) -> tuple[int, int, str]:
    """Row by row, and in a row from left to right."""
    letters = error.address.rstrip("0123456789")
    return error.row, len(letters), letters


def _said(value: Any) -> str:
    return str(value) if value else "(kosong)"


def _listed(names: Iterable[str]) -> str:
    found = sorted(names)
    more = f", dan {len(found) - _LISTED} lainnya" if len(found) > _LISTED else ""
    return (", ".join(found[:_LISTED]) or "belum ada") + more


def spoken(counts: Mapping[str, int]) -> str:
    """ "3 unit baru, 1 unit berubah", or that there is nothing."""
    said = ", ".join(f"{integer(number)} {what}" for what, number in counts.items())
    return re.sub(r"^$", "tidak ada yang berubah", said)
