"""What everybody finds: published indexes, the versions of one record, and its files. Frozen records only, never rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from cermin.base.models import IssuedDocument, IssuedFile
from cermin.organizations.models import Agency, Government
from cermin.skm.models import Publication, PublishedIndex
from cermin.skm.queries import PUBLIC_FILES, PUBLICATION_OWNER, public_publication, public_publication_by_code

_PUBLIC = "a published index is for everybody, whatever government it belongs to"
_BY_CODE = "somebody has nothing but the code on a document"
_HEAVY = ("elements", "publication__content", "publication__texts", "publication__people")
WORDS = 6


def _indexes() -> QuerySet[PublishedIndex]:
    """Indexes of units, corrected ones left out."""
    found: QuerySet[PublishedIndex] = PublishedIndex.objects.unscoped(_PUBLIC).filter(
        service=None, publication__corrected_by__isnull=True
    )
    return found


def public_indexes(text: str = "", government: str = "", agency: int | None = None) -> QuerySet[PublishedIndex]:
    """The published index of each round, newest first. text: words that the unit, its agency, government or period contain."""
    found = _indexes().select_related("publication", "unit__agency", "unit__government").defer(*_HEAVY)
    for word in text.split()[:WORDS]:
        found = found.filter(
            Q(unit__name__icontains=word)
            | Q(unit__short_name__icontains=word)
            | Q(unit__agency__name__icontains=word)
            | Q(unit__agency__short_name__icontains=word)
            | Q(unit__government__name__icontains=word)
            | Q(period_label__icontains=word)
        )
    if government:
        found = found.filter(government_id=government)
    if agency is not None:
        found = found.filter(unit__agency_id=agency)
    return found.order_by("-publication__published_at", "-publication_id")


def public_governments() -> list[tuple[str, str]]:
    """Code and name of the governments that have published, by name."""
    return list(
        Government.objects.filter(pk__in=_indexes().values("government_id"))
        .order_by("name")
        .values_list("code", "name")
    )


def public_agencies(government: str) -> list[tuple[int, str]]:
    """Id and name of the agencies of a government whose units have published, by name."""
    mine = _indexes().filter(government_id=government)
    return list(
        Agency.objects.filter(government_id=government, id__in=mine.values("unit__agency_id"))
        .order_by("name")
        .values_list("id", "name")
    )


def public_versions(publication: Publication) -> list[PublishedIndex]:
    """The unit's index in every record of the round, oldest first: the last one counts, the others were corrected."""
    return list(
        PublishedIndex.objects.filter(
            government_id=publication.government_id, publication__round_id=publication.round_id, service=None
        )
        .select_related("publication")
        .defer(*_HEAVY)
        .order_by("publication__published_at", "publication_id")
    )


def public_documents(government_id: str, publication_ids: Sequence[int]) -> list[IssuedDocument]:
    """Documents issued of these records, with their files, newest record first."""
    return list(
        IssuedDocument.objects.filter(
            government_id=government_id, owner_kind=PUBLICATION_OWNER, owner_id__in=list(publication_ids)
        )
        .prefetch_related("files")
        .order_by("-issued_at", "-id")
    )


def public_files(documents: Sequence[IssuedDocument]) -> list[IssuedFile]:
    """Those that everybody may fetch, in the order of `PUBLIC_FILES`, of the newest document."""
    if not documents:
        return []
    by_name = {file.name: file for file in documents[0].files.all()}
    return [by_name[name] for name in PUBLIC_FILES if name in by_name]


def public_record_of_code(code: str) -> Publication | None:
    """The published record whose own code this is, or the code of a document issued of it."""
    found = public_publication_by_code(code)
    if found is not None:
        return found
    owner = (
        IssuedDocument.objects.unscoped(_BY_CODE)
        .filter(code=code, owner_kind=PUBLICATION_OWNER)
        .values_list("owner_id", flat=True)
        .first()
    )
    return None if owner is None else public_publication(owner)
