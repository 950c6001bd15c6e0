"""Laws 2, 3 and 5 of the house, for what speaks HTTP and SQL."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from tests.house.test_floors import FLOORS, SRC

from cermin.base.access import Access
from cermin.base.scope import ScopedManager
from cermin.config.environment import SETTINGS

OURS = [model for model in apps.get_models() if model.__module__.startswith("cermin.")]

# Reads over all governments, by file: each is for somebody who has nothing but a code.
UNSCOPED = {
    "base/jobs.py": 3,
    "base/sealing.py": 3,
    "desk/queries.py": 1,
    "intake/services.py": 1,
    "organizations/queries/people.py": 3,
    "organizations/services/accounts.py": 1,
    "organizations/services/invitations.py": 1,
    "organizations/services/structure.py": 1,
    "portal/queries.py": 2,
    "respond/queries.py": 2,
    "skm/queries/public.py": 1,
    "skm/services/reporting.py": 1,
    "skm/services/rounds.py": 1,
}

# Tables of the whole installation: reference rows, and people, who belong to no government.
WITHOUT_GOVERNMENT = {"Region", "Government", "UnitType", "Person", "FirstAccess", "Clock"}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


ROUTES = list(routes(get_resolver()))


def test_there_are_routes() -> None:
    assert len(ROUTES) >= 6


@pytest.mark.parametrize(("address", "route"), ROUTES, ids=[address for address, _ in ROUTES])
def test_every_route_names_its_permission_and_types_its_parameters(address: str, route: URLPattern) -> None:
    assert isinstance(getattr(route.callback, "access", None), Access), f"{address}: mark the view"
    assert all(":" in part.split(">")[0] for part in address.split("<")[1:]), f"{address}: a parameter without a type"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_keys_point_downward_or_stay_on_the_floor(model: type[models.Model]) -> None:
    here = FLOORS[model._meta.app_label]
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert FLOORS[field.related_model._meta.app_label] <= here, field
        assert type(field).__name__ not in {"GenericForeignKey", "GenericRelation"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_table_that_grows_carries_its_government_first(model: type[models.Model]) -> None:
    if model.__name__ in WITHOUT_GOVERNMENT:
        return
    assert any(field.attname == "government_id" for field in model._meta.concrete_fields)
    assert isinstance(model._default_manager, ScopedManager)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            assert constraint.fields[0] in {"government", "government_id"}, constraint.name


def test_reads_over_all_governments_are_few_and_listed() -> None:
    found: Counter[str] = Counter()
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "unscoped":
                found[str(path.relative_to(SRC))] += 1
    assert dict(found) == UNSCOPED


def test_every_setting_that_is_read_is_in_the_table() -> None:
    read = {
        node.args[0].value
        for node in ast.walk(ast.parse((SRC / "config" / "settings.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"read", "read_or_make_key"}
        and isinstance(node.args[0], ast.Constant)
    }
    assert "CERMIN_DATA" in read
    assert read <= {setting.name for setting in SETTINGS}
