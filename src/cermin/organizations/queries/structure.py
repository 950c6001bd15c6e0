"""Reads of governments, agencies, units and services, each limited to what the actor's posts reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cermin.base.access import Actor
from cermin.documents.incoming.structure import Period, period_text
from cermin.organizations.models import (
    Agency,
    Government,
    Region,
    Service,
    ServicePopulation,
    Succession,
    Unit,
    UnitType,
)
from cermin.pure import policy
from cermin.pure.policy import Action, Reach


def today_in(zone: str) -> date:
    """The day it is now in that zone."""
    return timezone.now().astimezone(ZoneInfo(zone)).date()


def active_on(day: date, prefix: str = "") -> Q:
    """Rows that are active on the day; no first day means since ever, no last day until further notice."""
    starts, ends = f"{prefix}active_from", f"{prefix}active_to"
    return (Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": day})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day})
    )


# Governments -------------------------------------------------------------------------------------------------------------


def governments(actor: Actor, action: Action = Action.GOVERNMENT_READ) -> QuerySet[Government]:
    """Governments at which the actor has the right as a whole: the province first, then by code."""
    found = Q(pk__in=[])
    for circle in policy.circles(action, actor.grants):
        if circle.reach is Reach.PROVINCE:
            found |= Q(province_id=circle.place.province)
        elif circle.reach is Reach.GOVERNMENT:
            found |= Q(code=circle.place.government)
    return Government.objects.filter(found).select_related("region", "province").order_by("province_id", "code")


def government_for(actor: Actor, code: str) -> Government | None:
    """The government, when the actor may read it."""
    return governments(actor).filter(code=code).first()


def provinces_for(actor: Actor, action: Action = Action.STRUCTURE_EDIT) -> QuerySet[Government]:
    """Provinces whose reference rows (governments, unit types) the actor may change."""
    return governments(actor, action).filter(code=F("province_id"))


def open_regions(province: Government, today: date) -> QuerySet[Region]:
    """Regencies and cities of the province that are no government here yet; a code that a decree replaced is left out."""
    return (
        Region.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), parent_code=province.code)
        .exclude(code__in=Government.objects.values("code"))
        .order_by("code", "-valid_from")
    )


def unit_types(province_id: str) -> QuerySet[UnitType]:
    """The kinds of units that a province has set."""
    return UnitType.objects.filter(province_id=province_id).order_by("name")


def types_with_counts(province: Government) -> list[tuple[UnitType, int]]:
    """Each kind with how many units of the province have it."""
    used = Counter(
        Unit.objects.filter(government__in=province.governments.values("code"), unit_type__isnull=False).values_list(
            "unit_type_id", flat=True
        )
    )
    return [(kind, used[kind.id]) for kind in unit_types(province.code)]


# Agencies and units ------------------------------------------------------------------------------------------------------


def agencies(actor: Actor, action: Action = Action.STRUCTURE_READ) -> QuerySet[Agency]:
    """Agencies at which the actor has the right as a whole; who only holds a post of a unit has none."""
    circles = policy.circles(action, actor.grants)
    found = Agency.objects.all().within(circles, agency="id")
    return found.select_related("government__province").order_by("government_id", "name")


def agency_for(actor: Actor, agency_id: int) -> Agency | None:
    """The agency, when the actor may read it."""
    return agencies(actor).filter(id=agency_id).first()


def units(actor: Actor, action: Action = Action.STRUCTURE_READ) -> QuerySet[Unit]:
    """Units at which the actor has the right, in the order of the tree."""
    circles = policy.circles(action, actor.grants)
    found = Unit.objects.all().within(circles, agency="agency_id", unit="id")
    return found.select_related("agency", "government__province", "unit_type").order_by(
        "government_id", "agency__name", "name", "id"
    )


def unit_for(actor: Actor, unit_id: int) -> Unit | None:
    """The unit, when the actor may read it."""
    return units(actor).filter(id=unit_id).first()


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What a list of units is narrowed by. state: "aktif", "tutup" or "" for both; unit_type: an id or None."""

    text: str = ""
    government: str = ""
    agency: int | None = None
    unit_type: int | None = None
    state: str = "aktif"


def found_units(actor: Actor, wanted: UnitFilter, today: date) -> QuerySet[Unit]:
    """Units that fit the filter; the text is searched in the names of unit, agency and services and in the address."""
    found = units(actor)
    if wanted.government:
        found = found.filter(government_id=wanted.government)
    if wanted.agency is not None:
        found = found.filter(agency_id=wanted.agency)
    if wanted.unit_type is not None:
        found = found.filter(unit_type_id=wanted.unit_type)
    if wanted.state == "aktif":
        found = found.filter(active_on(today))
    elif wanted.state == "tutup":
        found = found.exclude(active_on(today))
    for word in wanted.text.split()[:6]:
        services = Service.objects.filter(government_id=OuterRef("government_id"), unit=OuterRef("pk"))
        found = found.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(agency__name__icontains=word)
            | Q(agency__short_name__icontains=word)
            | Q(address__icontains=word)
            | Q(Exists(services.filter(name__icontains=word)))
        )
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of it is active, by the key of the row it stands beside."""

    agencies: Counter[Any]
    units: Counter[Any]
    services: Counter[Any]


def counts_by_government(actor: Actor, today: date) -> Counts:
    """Active agencies, units and services per government, as far as the actor sees them."""
    seen = units(actor).filter(active_on(today))
    return Counts(
        Counter(agencies(actor).filter(active_on(today)).values_list("government_id", flat=True)),
        Counter(seen.values_list("government_id", flat=True)),
        Counter(_services(actor, today).values_list("government_id", flat=True)),
    )


def counts_by_agency(actor: Actor, government_id: str, today: date) -> Counts:
    """Active units and services per agency of one government."""
    seen = units(actor).filter(active_on(today), government_id=government_id)
    return Counts(
        Counter(),
        Counter(seen.values_list("agency_id", flat=True)),
        Counter(_services(actor, today).filter(government_id=government_id).values_list("unit__agency_id", flat=True)),
    )


def counts_by_unit(unit_list: Iterable[Unit], today: date) -> Counter[int]:
    """Active services of the units of one page of a list."""
    ids = [unit.id for unit in unit_list]
    keys = {unit.government_id for unit in unit_list}
    found = Service.objects.filter(active_on(today), government_id__in=keys, unit_id__in=ids)
    return Counter(found.values_list("unit_id", flat=True))


def services(actor: Actor, action: Action = Action.STRUCTURE_READ) -> QuerySet[Service]:
    """Services of the units at which the actor has the right."""
    circles = policy.circles(action, actor.grants)
    return Service.objects.all().within(circles, agency="unit__agency_id", unit="unit_id")


def _services(actor: Actor, today: date) -> QuerySet[Service]:
    return services(actor).filter(active_on(today), active_on(today, "unit__"))


# Services of a unit ------------------------------------------------------------------------------------------------------


def services_of(unit: Unit, on: date | None = None) -> QuerySet[Service]:
    """Services that the unit offers on the day (default: today where the unit stands), in their order."""
    day = on or today_in(unit.time_zone)
    return unit.services.filter(active_on(day)).order_by("position", "name")


def all_services_of(unit: Unit) -> QuerySet[Service]:
    """Also those that are no longer offered, each with the newest population: people, period_start, period_end, source."""
    newest = ServicePopulation.objects.filter(government_id=unit.government_id, service_id=OuterRef("pk")).order_by(
        "-ends_on", "-starts_on"
    )
    return unit.services.order_by("position", "name").annotate(
        people=Subquery(newest.values("people")[:1]),
        period_start=Subquery(newest.values("starts_on")[:1]),
        period_end=Subquery(newest.values("ends_on")[:1]),
        people_source=Subquery(newest.values("source")[:1]),
    )


def service_for(actor: Actor, service_id: int) -> Service | None:
    """The service, when the actor may read its unit."""
    found = services(actor).select_related("unit__agency", "unit__government__province")
    return found.filter(id=service_id).first()


def populations_of(service: Service) -> QuerySet[ServicePopulation]:
    """All numbers of users on record, newest first."""
    return service.populations.order_by("-ends_on", "-starts_on")


def population_of(service: Service, start: date, end: date) -> ServicePopulation | None:
    """The number of users of exactly this period, else of the newest period that ends no later than it."""
    found = service.populations.filter(ends_on__lte=end).order_by("-ends_on", "-starts_on")
    return found.filter(starts_on=start, ends_on=end).first() or found.first()


# Predecessors ------------------------------------------------------------------------------------------------------------


def predecessors_of(unit: Unit) -> list[Succession]:
    """What this unit continues, one step back, newest first. Earlier units may lie in another government."""
    return list(unit.predecessors.select_related("earlier__agency", "earlier__government").order_by("-on", "id"))


def successors_of(unit: Unit) -> list[Succession]:
    """What continues this unit. The row belongs to the later unit's government, so it is reached from the unit."""
    return list(unit.successors.select_related("later__agency", "later__government").order_by("on", "id"))


# The list of everything --------------------------------------------------------------------------------------------------


def list_rows(actor: Actor, today: date) -> list[dict[str, object]]:
    """What is active within the actor's rights to import, row by row as the reader of lists wants it, by column key.

    A number of users without a source is left out: the list asks for one.
    """
    codes = {row.code: row.name for row in governments(actor, Action.STRUCTURE_IMPORT)}
    inside = {"government_id__in": list(codes)}
    newest: dict[int, ServicePopulation] = {}
    for people in ServicePopulation.objects.filter(**inside).order_by("ends_on", "starts_on"):
        newest[people.service_id] = people
    offered: dict[int, list[Service]] = {}
    for service in Service.objects.filter(active_on(today), **inside).order_by("position", "name"):
        offered.setdefault(service.unit_id, []).append(service)
    below: dict[int, list[Unit]] = {}
    for unit in Unit.objects.filter(active_on(today), **inside).select_related("unit_type").order_by("name"):
        below.setdefault(unit.agency_id, []).append(unit)
    rows: list[dict[str, object]] = []
    for agency in Agency.objects.filter(active_on(today), **inside).order_by("government_id", "name"):
        head: dict[str, object] = {"government": codes[agency.government_id], "agency": agency.name}
        if not below.get(agency.id):
            rows.append(head)
        for unit in below.get(agency.id, ()):
            about = {
                "unit": unit.name,
                "unit_type": unit.unit_type.name if unit.unit_type else "",
                "address": unit.address,
                "phone": unit.phone,
            }
            if not offered.get(unit.id):
                rows.append(head | about)
            rows += [
                head | about | {"service": service.name} | _users(newest.get(service.id))
                for service in offered.get(unit.id, ())
            ]
    return rows


def _users(people: ServicePopulation | None) -> dict[str, object]:
    if people is None or not people.source:
        return {}
    period = period_text(Period(people.starts_on, people.ends_on))
    return {"users": people.people, "period": period, "source": people.source}
