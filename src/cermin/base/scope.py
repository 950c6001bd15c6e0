"""A query without scope raises: nobody reads over all governments by forgetting a filter.

A query has a scope when it is filtered by government, reached from a row that was itself in scope, limited to what an actor may
see, or freed by name with a reason (`unscoped`), which a house test lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from cermin.pure.policy import Circle, Reach

if TYPE_CHECKING:  # `access` reaches the sign-in forms, which want the person table, which stands on this module
    from cermin.base.access import Actor

_SCOPES = (
    "government",
    "government_id",
    "government__in",
    "government_id__in",
    "government__exact",
    "government_id__exact",
)


class Unscoped(RuntimeError):
    """A query over a table of governments named none."""


class ScopedQuerySet(models.QuerySet):
    """Knows whether it was given a scope, and refuses to touch the database without one."""

    _scoped = False

    def _chain(self) -> Self:
        chained = super()._chain()
        chained._scoped = self._scoped
        return chained

    def _clone(self) -> Self:
        cloned = super()._clone()
        cloned._scoped = self._scoped
        return cloned

    def _filter_or_exclude(self, negate: bool, args: Any, kwargs: dict[str, Any]) -> Self:
        found = super()._filter_or_exclude(negate, args, kwargs)
        if not negate and any(key in _SCOPES for key in kwargs):
            found._scoped = True
        return found

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the governments that any post of the actor reaches (all of a province for a provincial post that reaches it)."""
        provinces = actor.provinces
        own = models.Q(government_id__in=actor.governments)
        if provinces:
            own |= models.Q(government__province_id__in=provinces)
        found = self.filter(own)
        found._scoped = True
        return found

    def within(self, circles: Iterable[Circle], *, agency: str = "", unit: str = "") -> Self:
        """Rows that lie inside any of these circles: the lists of an actor, `circles(action, actor.grants)`.

        agency, unit: lookups of the ids of the row's agency and unit ("unit__agency_id", "unit_id"), "" for rows that stand
        above that level and so outside every circle of it. No circle: no row.
        """
        found = models.Q(pk__in=[])
        for circle in circles:
            root = circle.place
            if circle.reach is Reach.PROVINCE:
                found |= models.Q(government__province_id=root.province)
            elif circle.reach is Reach.GOVERNMENT:
                found |= models.Q(government_id=root.government)
            elif circle.reach is Reach.AGENCY and agency:
                found |= models.Q(government_id=root.government, **{agency: root.agency})
            elif circle.reach is Reach.UNIT and unit:
                found |= models.Q(government_id=root.government, **{unit: root.unit})
        inside = self.filter(found)
        inside._scoped = True
        return inside

    def unscoped(self, reason: str) -> Self:
        """Frees a query of the rule. reason: one English phrase; every call stands in a list of the house tests."""
        assert reason
        freed = self._chain()
        freed._scoped = True
        return freed

    def _need_scope(self) -> None:
        # A related manager leaves the row it starts from as a hint; that row was in scope itself.
        if not self._scoped and "instance" not in self._hints:
            raise Unscoped(f"{self.model.__name__}: name the government, the actor, or why all governments are meant")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._need_scope()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._need_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        if self._result_cache is None:
            self._need_scope()
        return super().count()

    def exists(self) -> bool:
        if self._result_cache is None:
            self._need_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._need_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._need_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._need_scope()
        return super().delete()


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)
