"""Reads of organisations and people."""

from cermin.organizations.queries.people import accounts_by_unit, actor_of, unit_accounts
from cermin.organizations.queries.structure import (
    agencies,
    agency_for,
    government_for,
    governments,
    population_of,
    services_of,
    unit_for,
    unit_types,
    units,
)
from cermin.organizations.queries.work import open_work

__all__ = [
    "accounts_by_unit",
    "actor_of",
    "agencies",
    "agency_for",
    "government_for",
    "governments",
    "open_work",
    "population_of",
    "services_of",
    "unit_accounts",
    "unit_for",
    "unit_types",
    "units",
]
