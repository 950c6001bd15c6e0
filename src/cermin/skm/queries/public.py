"""What everybody may read: published records, by their address or their code."""

from __future__ import annotations

from django.db.models import QuerySet

from cermin.skm.models import Publication

_PUBLIC = "a published record is for everybody, whatever government it belongs to"


def _publications() -> QuerySet[Publication]:
    found: QuerySet[Publication] = (
        Publication.objects.unscoped(_PUBLIC)
        .select_related("unit__agency", "unit__government", "round", "corrects", "corrected_by")
        .defer("texts", "corrects__content", "corrects__texts", "corrected_by__content", "corrected_by__texts")
        .order_by("-published_at", "-id")
    )
    return found


def public_publication(publication_id: int) -> Publication | None:
    """The record of this address; `corrected_by` names the newer one when it was corrected."""
    return _publications().filter(id=publication_id).first()


def public_publication_by_code(code: str) -> Publication | None:
    """The record that carries this code."""
    return _publications().filter(code=code).first()


def public_publications(limit: int, unit_id: int | None = None) -> list[Publication]:
    """The newest records that count (corrected ones left out), of one unit or of all."""
    found = _publications().filter(corrected_by=None)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return list(found[:limit])
