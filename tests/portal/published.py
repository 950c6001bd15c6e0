"""Made-up offices whose rounds are published, told through the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db import transaction
from tests.skm.world import Office, a_government, a_unit, an_office, planned
from tests.support.people import actor_with, person_with

from cermin.base import jobs
from cermin.base.issuing import issue_document
from cermin.base.models import IssuedDocument
from cermin.organizations.models import Government
from cermin.organizations.queries import actor_of
from cermin.pure.policy import Role
from cermin.skm import services
from cermin.skm.models import Publication
from cermin.skm.queries import PUBLICATION_OWNER

ROWS = ["333333333", "444444444", "343434343", "33333-333", "222244443", "333343333"] * 5
"""Thirty answers, index 81.76 by hand (tests/skm/test_round_to_publication.py)."""

FILES = {
    "laporan-skm.pdf": ("application/pdf", b"%PDF-1.7 laporan"),
    "poster-ikm.pdf": ("application/pdf", b"%PDF-1.7 poster"),
    "poster-ikm.png": ("image/png", b"\x89PNG\r\n\x1a\nposter"),
    "hasil.json": ("application/json", b'{"index": "81.76"}\n'),
}
"""Small stand-ins for the files of a report set, where a test is about giving them out and not about what they show."""


def by_hand(rows: Sequence[str]) -> Fraction:
    """Sum of the means of nine columns (missing left out), over nine, times 25."""
    columns = [[int(row[at]) for row in rows if row[at] != "-"] for at in range(9)]
    return sum(Fraction(sum(column), len(column)) for column in columns) / 9 * 25


def run(job: jobs.Job) -> jobs.Job:
    done = jobs.run_now(job.id)
    assert done.state == "done", done.error
    return done


def published(
    office: Office | None = None,
    rows: Sequence[str] = ROWS,
    *,
    profile: Mapping[str, Any] | None = None,
    changes: Sequence[str] = (),
) -> tuple[Office, Publication]:
    """The office's round from answers to publication. Two thirds of the answers are about the first service."""
    office = office or an_office()
    if profile:
        services.edit_profile(actor=office.officer, round_=office.round, profile=dict(profile))
    office.opened()
    for at, row in enumerate(rows):
        gender = "Perempuan" if at % 2 else "Laki-laki"
        assert office.answer(row, service=0 if at < len(rows) * 2 / 3 else 1, gender=gender) == "counted"
    run(services.request_processing(actor=office.officer, round_=office.closed().round))
    services.edit_changes(actor=office.officer, round_=office.again(), changes=list(changes))
    services.approve_round(actor=office.head, round_=office.again())
    made = services.publish_index(actor=office.head, round_=office.again())
    office.again()
    return office, made


def another_office(government: Government | None = None, key: str = "99.01") -> Office:
    """One more unit, in the same government when it is given."""
    unit = a_unit(government or a_government(key))
    person = person_with(Role.OFFICER, unit)
    officer = actor_of(person)
    return Office(
        unit,
        person,
        officer,
        actor_with(Role.HEAD, unit),
        actor_with(Role.COORDINATOR, unit.agency),
        planned(unit, officer),
    )


def corrected(office: Office, publication: Publication, reason: str = "Nama kepala unit salah") -> Publication:
    return services.correct_publication(
        actor=office.head, publication=publication, reason=reason, profile={"nama_kepala": f"Contoh {reason}"[:60]}
    )


def issued(
    office: Office, publication: Publication, files: Mapping[str, tuple[str, bytes]] | None = None, **fields: Any
) -> IssuedDocument:
    """A report set of the record, under its code."""
    known: dict[str, Any] = {
        "kind": "skm.report",
        "title": "Laporan SKM",
        "owner_kind": PUBLICATION_OWNER,
        "owner_id": publication.id,
        "code": publication.code,
    }
    with transaction.atomic():
        return issue_document(
            actor=office.head,
            government_id=publication.government_id,
            content_digest=publication.digest,
            files=files or FILES,
            **(known | fields),
        )
