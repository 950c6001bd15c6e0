"""The audit trail: every change by a person or a task writes its line in the transaction of the change.

A citizen's answer writes none: its append-only row stands for it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from cermin.base.access import Actor
from cermin.base.models import AuditLine


def record(
    actor: Actor,
    *,
    action: str,
    government_id: str,
    kind: str,
    object_id: int | str,
    label: str,
    unit_id: int | None = None,
    agency_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditLine:
    """Write one line. detail: changed values by name; never an answer, a score or a secret.

    RuntimeError outside a transaction: a change without its line, or a line without its change, must not be possible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit line is written in the transaction of its change")
    return AuditLine.objects.create(
        government_id=government_id,
        at=timezone.now(),
        actor_id=actor.person_id,
        actor_label=actor.label[:200],
        action=action,
        object_kind=kind,
        object_id=str(object_id),
        object_label=label[:200],
        unit_id=unit_id,
        agency_id=agency_id,
        detail=detail or {},
    )
