"""Issued files for staff: who gets them, in which state of the round, and how they leave the house."""

from __future__ import annotations

import hashlib

import pytest
from django.db import transaction
from django.test import Client
from tests.skm.test_round_to_publication import answered, processed, published
from tests.skm.world import Office, a_government, a_unit, an_office
from tests.support.people import person_with, sign_in

from cermin.base import files
from cermin.base.issuing import issue_document
from cermin.base.models import IssuedDocument
from cermin.organizations.models import Unit
from cermin.skm.models import Round

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 contoh"
DOCX = b"PK contoh"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def office() -> Office:
    made = an_office()
    set_state(made, "processed")
    return made


def set_state(office: Office, state: str) -> None:
    Round.objects.filter(government_id=office.round.government_id, pk=office.round.pk).update(state=state)


def issue(office: Office, *, owner: tuple[str, int] | None = None, kind: str = "skm.report") -> IssuedDocument:
    owner_kind, owner_id = owner or ("skm.round", office.round.pk)
    with transaction.atomic():
        return issue_document(
            actor=office.officer,
            government_id=office.unit.government_id,
            kind=kind,
            title="Laporan SKM",
            owner_kind=owner_kind,
            owner_id=owner_id,
            content_digest=hashlib.sha256(b"isi").hexdigest(),
            files={
                "laporan.pdf": ("application/pdf", PDF),
                "laporan.docx": (WORD, DOCX),
                "surat é.html": ("text/html", b"<script>alert(1)</script>"),
            },
            unit_id=office.unit.pk,
            agency_id=office.unit.agency_id,
        )


def place_of(office: Office, where: str) -> object:
    unit: Unit = office.unit
    return {
        "unit": unit,
        "agency": unit.agency,
        "government": unit.government,
        "sister": a_unit(unit.government, unit.agency) if where == "sister" else None,
        "foreign": a_government("97") if where == "foreign" else None,
    }[where]


@pytest.mark.parametrize(
    ("role", "where", "state", "status"),
    [
        ("officer", "unit", "processed", 200),
        ("head", "unit", "approved", 200),
        ("coordinator", "agency", "processed", 200),
        ("bureau", "government", "published", 200),
        ("inspector", "government", "processed", 200),
        ("ministry", "government", "published", 200),
        ("ministry", "government", "approved", 403),
        ("administrator", "government", "published", 404),  # sees no rounds, so no report is there for it
        ("officer", "unit", "closed", 403),
        ("officer", "sister", "published", 404),
        ("bureau", "foreign", "published", 404),
    ],
)
def test_who_reads_a_report_in_which_state(
    web: Client, office: Office, role: str, where: str, state: str, status: int
) -> None:
    document = issue(office)
    set_state(office, state)
    sign_in(web, person_with(role, place_of(office, where)))  # type: ignore[arg-type]
    answer = web.get(f"/dokumen/{document.pk}/laporan.pdf")
    assert answer.status_code == status
    if status == 200:
        assert answer.content == PDF
    if status == 403:
        assert "ronde" in answer.content.decode()


def test_how_a_file_leaves_the_house(client: Client, office: Office) -> None:
    document = issue(office)
    sign_in(client, office.officer_person)
    answer = client.get(f"/dokumen/{document.pk}/laporan.docx")
    assert answer["Content-Type"] == WORD
    assert answer["Content-Disposition"] == 'attachment; filename="laporan.docx"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == DOCX
    named = client.get(f"/dokumen/{document.pk}/surat é.html")
    assert named["Content-Disposition"] == "attachment; filename*=utf-8''surat%20%C3%A9.html"


@pytest.mark.parametrize(
    ("name", "disposition"),
    [("laporan.pdf", "inline"), ("laporan.docx", "attachment"), ("surat é.html", "attachment")],
)
def test_only_paper_and_pictures_are_shown_in_the_browser(
    client: Client, office: Office, name: str, disposition: str
) -> None:
    document = issue(office)
    sign_in(client, office.officer_person)
    answer = client.get(f"/dokumen/{document.pk}/{name}?lihat=1")
    assert answer["Content-Disposition"].startswith(f"{disposition}; filename")
    assert answer["Content-Security-Policy"] == "sandbox"


def test_a_changed_file_is_not_given_out(web: Client, office: Office) -> None:
    document = issue(office)
    sign_in(web, office.officer_person)
    file = document.files.get(name="laporan.pdf")
    files.path_of(file.government_id, file.sha256).write_bytes(b"%PDF-1.7 lain")
    answer = web.get(f"/dokumen/{document.pk}/laporan.pdf")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Berkas ini tidak dapat dibuka" in page
    assert str(document.pk) in page
    files.path_of(file.government_id, file.sha256).unlink()
    assert web.get(f"/dokumen/{document.pk}/laporan.pdf").status_code == 500


def test_what_is_no_report_of_a_round_is_not_there(web: Client, office: Office) -> None:
    sign_in(web, office.officer_person)
    assert web.get(f"/dokumen/{issue(office).pk}/lain.pdf").status_code == 404
    assert web.get("/dokumen/1/laporan.pdf").status_code == 404
    assert web.get("/dokumen/99999999999999999999999/laporan.pdf").status_code == 404
    assert web.get(f"/dokumen/{issue(office, owner=('fkp.minutes', 7)).pk}/laporan.pdf").status_code == 404
    assert web.get(f"/dokumen/{issue(office, owner=('skm.round', 7)).pk}/laporan.pdf").status_code == 404


def test_a_guest_is_asked_to_sign_in(web: Client, office: Office) -> None:
    assert web.get(f"/dokumen/{issue(office).pk}/laporan.pdf").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_document_of_a_publication_follows_the_round_of_that_publication(web: Client) -> None:
    made = an_office().opened()
    processed(answered(made))
    publication = published(made)
    document = issue(made, owner=("skm.publication", publication.pk))
    sign_in(web, person_with("ministry", made.government))
    assert web.get(f"/dokumen/{document.pk}/laporan.pdf").content == PDF
