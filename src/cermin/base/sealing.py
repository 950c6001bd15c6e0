"""The chain over each government's audit lines: who alters, removes or slips in a sealed line breaks it, and `verify` names where.

A line gets the next number and digest = SHA-256(digest of the line before + canonical JSON of the line), once. Lines are numbered
as they are sealed: a transaction that took long joins later, behind lines with larger ids. The end of each chain stands in
`AuditHead`, so that lines cut off at the end are missed too, and in the log of the server, which somebody who only rules the
database cannot change. Unsealed lines, of the last minute, have no such protection.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction
from django.utils import timezone

from cermin.base.models import AuditHead, AuditLine

logger = logging.getLogger("cermin.audit")

START = "0" * 64
"""What stands before the first line."""
AT_ONCE = 500
"""Lines sealed in one transaction: SQLite has one writer, and citizens answer meanwhile."""

_FIELDS = (
    "id",
    "government_id",
    "actor_id",
    "actor_label",
    "action",
    "object_kind",
    "object_id",
    "object_label",
    "unit_id",
    "agency_id",
    "detail",
)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain does not hold. number: of the line in the chain; why: altered, missing, unexpected, end."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What `verify` found for one government: how many lines hold, where it breaks, how many lines wait to be sealed."""

    government_id: str
    sealed: int
    digest: str
    broken: Broken | None
    unsealed: int


def digest_of(previous: str, line: AuditLine) -> str:
    """The digest of a line behind the digest `previous`. Number and digest of the line itself do not enter."""
    values = {name: getattr(line, name) for name in _FIELDS}
    values["at"] = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()


def seal(government_id: str | None = None) -> int:
    """Seal all lines that wait, of one government or of all; returns how many."""
    if government_id is None:
        lines = AuditLine.objects.unscoped("the chains of all governments are sealed")
        waiting = lines.filter(number__isnull=True).values_list("government_id", flat=True)
        return sum(seal(found) for found in sorted(set(waiting)))
    count = 0
    while sealed := _seal_some(government_id):
        count += sealed
    return count


def _seal_some(government_id: str) -> int:
    AuditHead.objects.get_or_create(government_id=government_id)
    with transaction.atomic():
        # Two workers take turns here, so the chain never forks; a number is unique besides.
        head = AuditHead.objects.select_for_update().get(government_id=government_id)
        waiting = AuditLine.objects.filter(government_id=government_id, number__isnull=True).order_by("id")
        number, digest = head.number, head.digest or START
        for line in waiting[:AT_ONCE]:
            number, digest = number + 1, digest_of(digest, line)
            mine = AuditLine.objects.filter(government_id=government_id, id=line.id, number__isnull=True)
            if mine.update(number=number, digest=digest) != 1:
                raise RuntimeError(f"audit line {line.id} was sealed by another")
        count = number - head.number
        if count:
            head.number, head.digest, head.sealed_at = number, digest, timezone.now()
            head.save()
    if count:
        logger.info("audit chain of %s: %s lines, %s", government_id, number, digest)
    return count


def verify(government_id: str | None = None) -> list[Chain]:
    """Walk the chain of one government, or of all, from its first line. Reads every line; writes nothing."""
    if government_id is not None:
        return [_verify_one(government_id)]
    lines = AuditLine.objects.unscoped("the chains of all governments are verified").order_by()
    heads = AuditHead.objects.unscoped("the chains of all governments are verified")
    known = set(lines.values_list("government_id", flat=True).distinct())
    return [_verify_one(found) for found in sorted(known | set(heads.values_list("government_id", flat=True)))]


def _verify_one(government_id: str) -> Chain:
    # Without a lock, for citizens answer meanwhile: what is sealed after this look at the head is left to the next walk.
    heads = AuditHead.objects.filter(government_id=government_id)
    head = heads.first() or AuditHead(government_id=government_id)
    own = AuditLine.objects.filter(government_id=government_id)
    number, digest, broken = _walk(own.filter(number__lte=head.number).order_by("number").iterator(chunk_size=1000))
    if broken is None and (number < head.number or digest != (head.digest or START)):
        broken = Broken(number + 1 if number < head.number else number, "end")
    beyond = own.filter(number__gt=head.number).order_by("-number").values_list("number", flat=True).first()
    if broken is None and beyond and beyond > (heads.values_list("number", flat=True).first() or 0):
        broken = Broken(head.number + 1, "unexpected")
    unsealed = own.filter(number__isnull=True).count()
    return Chain(government_id, number, digest, broken, unsealed)


def _walk(lines: Iterable[AuditLine]) -> tuple[int, str, Broken | None]:
    number, digest = 0, START
    for line in lines:
        if line.number != number + 1:
            return number, digest, Broken(number + 1, "missing")
        expected = digest_of(digest, line)
        if line.digest != expected:
            return number, digest, Broken(number + 1, "altered")
        number, digest = number + 1, expected
    return number, digest, None
