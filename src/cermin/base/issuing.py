"""Documents that are given out: one code for the set, and a digest of each file, so that anybody can check what they hold."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping

from django.db import connection
from django.utils import timezone

from cermin.base import audit, files
from cermin.base.access import Actor
from cermin.base.models import IssuedDocument, IssuedFile

CODE_LENGTH = 26


def new_code() -> str:
    """128 random bits as 26 base32 characters (A-Z, 2-7): nobody finds a document by guessing."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=")


def issue_document(
    *,
    actor: Actor,
    government_id: str,
    kind: str,
    title: str,
    owner_kind: str,
    owner_id: int,
    content_digest: str,
    files: Mapping[str, tuple[str, bytes]],
    code: str | None = None,
    is_public: bool = False,
    unit_id: int | None = None,
    agency_id: int | None = None,
) -> IssuedDocument:
    """Store the files (name -> media type and bytes, in the order in which they are offered) and the document that names them.

    Inside the caller's transaction. content_digest: SHA-256 of the frozen content that the files show. code: one that already
    stands in the files (`new_code`), otherwise a new one. Writes the audit line "document.issue"; the caller adds none for it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a document is issued in the transaction of its change")
    if not files:
        raise ValueError("a document has at least one file")
    if code is not None and len(code) != CODE_LENGTH:
        raise ValueError("a code has 26 characters, from new_code()")
    document = IssuedDocument.objects.create(
        government_id=government_id,
        code=code or new_code(),
        kind=kind,
        title=title[:200],
        owner_kind=owner_kind,
        owner_id=owner_id,
        unit_id=unit_id,
        agency_id=agency_id,
        content_digest=content_digest,
        is_public=is_public,
        issued_at=timezone.now(),
        actor_id=actor.person_id,
        actor_label=actor.label[:200],
    )
    digests = {}
    for position, (name, (media_type, content)) in enumerate(files.items(), start=1):
        digests[name] = _store(government_id, content)
        IssuedFile.objects.create(
            government_id=government_id,
            document=document,
            position=position,
            name=name,
            media_type=media_type,
            sha256=digests[name],
            size=len(content),
        )
    audit.record(
        actor,
        action="document.issue",
        government_id=government_id,
        kind="document",
        object_id=document.id,
        label=document.title,
        unit_id=unit_id,
        agency_id=agency_id,
        detail={"kind": kind, "code": document.code, "files": digests},
    )
    return document


def _store(government_id: str, content: bytes) -> str:
    return files.store(government_id, content)  # the argument `files` hides the module above
