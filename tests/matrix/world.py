"""One made world for the walk over all addresses: a province with two cities, another province, and everything an address can name.

Four branches are equal in what they hold; they differ in how far they lie from the posts that ask, all of which stand at `own`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from tests.intake.files import lines
from tests.skm.world import Office, a_unit, planned
from tests.support.people import actor_with, give_post, person_with

from cermin.base import jobs
from cermin.base.issuing import issue_document
from cermin.base.models import IssuedDocument, Job
from cermin.intake import services as intake
from cermin.intake.models import Upload
from cermin.organizations.models import Agency, Government, Invitation, Person, Post, Region, Term, Unit
from cermin.organizations.queries import actor_of
from cermin.organizations.services import invitations
from cermin.pure.policy import Place, Role
from cermin.skm import services as skm
from cermin.skm.models import Batch, Publication, Round
from cermin.skm.moments import day_in
from cermin.skm.queries import PUBLICATION_OWNER

ROWS = ("333333333", "444444444", "343434343", "33333-333", "222244443", "333343333") * 5
FILE = "laporan-skm.pdf"


@dataclass
class Branch:
    """A unit and what hangs on it. rounds: by state; secret: of the link of the invitation."""

    name: str
    unit: Unit
    rounds: dict[str, Round] = field(default_factory=dict)
    post: Post | None = None
    term: Term | None = None
    person: Person | None = None
    invitation: Invitation | None = None
    secret: str = ""
    upload: Upload | None = None
    batch: Batch | None = None
    job: Job | None = None
    publication: Publication | None = None
    document: IssuedDocument | None = None

    @property
    def place(self) -> Place:
        return self.unit.place


@dataclass
class World:
    """branches: own, sister (same government, other agency), cousin (same province), foreign. people: who asks, by name."""

    branches: dict[str, Branch]
    people: dict[str, Person]


def a_world() -> World:
    """Everything, made through the services where they make it."""
    own_province = _government("96", "province")
    city = _government("96.71", "city", own_province)
    other_city = _government("96.72", "city", own_province)
    far_province = _government("95", "province")
    far_city = _government("95.71", "city", far_province)
    branches = {
        "own": _branch("own", city),
        "sister": _branch("sister", city),
        "cousin": _branch("cousin", other_city),
        "foreign": _branch("foreign", far_city),
    }
    own = branches["own"].unit
    seats: Mapping[Role, Government | Agency | Unit] = {
        Role.OFFICER: own,
        Role.HEAD: own,
        Role.COORDINATOR: own.agency,
        Role.SECTION: city,
        Role.BUREAU: own_province,
        Role.MINISTRY: own_province,
        Role.INSPECTOR: own_province,
        Role.ADMINISTRATOR: own_province,
    }
    people = {role.value: person_with(role, seat) for role, seat in seats.items()}
    people["stranger"] = person_with(Role.OFFICER, _branch_less_unit(far_city))
    people["nobody"] = Person.objects.create_user("tanpa-jabatan", "kata sandi untuk uji 4711", name="Tanpa Jabatan")
    return World(branches, people)


def _government(code: str, kind: str, province: Government | None = None) -> Government:
    region = Region.objects.create(code=code, kind=kind, name=f"Rekaan {code}")
    made = Government(
        code=code,
        region=region,
        kind=kind,
        name=f"Pemerintah Rekaan {code}",
        zone="Asia/Jayapura",
        privacy_controller="Sekretariat Daerah",
        privacy_purpose="menilai dan memperbaiki pelayanan",
        privacy_contact="data@rekaan.example",
    )
    made.province = province or made
    made.save()
    return made


def _branch_less_unit(government: Government) -> Unit:
    """A unit with nothing but its officer."""
    agency = Agency.objects.create(government=government, name="Dinas Tetangga Jauh")
    return Unit.objects.create(government=government, agency=agency, name="Kantor Tetangga Jauh")


def _branch(name: str, government: Government) -> Branch:
    unit = a_unit(government)
    branch = Branch(name, unit)
    officer_person = person_with(Role.OFFICER, unit)
    officer, head = actor_of(officer_person), actor_with(Role.HEAD, unit)
    give_post(officer_person, Role.OFFICER, unit)
    for state in ("published", "approved", "processed", "closed", "open", "draft"):
        office = Office(
            unit=unit,
            officer_person=officer_person,
            officer=officer,
            head=head,
            coordinator=head,
            round=planned(unit, officer, label=f"Periode {state}"),
        )
        branch.rounds[state] = _bring_to(state, office, branch)
    branch.person = officer_person
    branch.term = Term.objects.filter(government=government, person=officer_person).order_by("id")[0]
    branch.post = branch.term.post
    bureau_like = actor_with(Role.ADMINISTRATOR, government)
    branch.invitation, branch.secret = invitations.invite(
        actor=bureau_like,
        post=branch.post,
        values={
            "name": "Orang Undangan",
            "kind": "definitif",
            "decree": "",
            "starts_on": day_in(unit, timezone.now()) + timedelta(days=400),
        },
    )
    return branch


def _bring_to(state: str, office: Office, branch: Branch) -> Round:
    if state == "draft":
        return office.round
    office.opened()
    if state == "open":
        _fill(office, branch)
        return office.again()
    for at, row in enumerate(ROWS):
        office.answer(row, service=at % 2, gender="Perempuan" if at % 2 else "Laki-laki")
    office.closed()
    if state == "closed":
        return office.again()
    branch.job = skm.request_processing(actor=office.officer, round_=office.round)
    done = jobs.run_now(branch.job.id)
    assert done.state == "done", done.error
    if state == "processed":
        return office.again()
    skm.approve_round(actor=office.head, round_=office.again())
    if state == "approved":
        return office.again()
    branch.publication = skm.publish_index(actor=office.head, round_=office.again())
    with transaction.atomic():
        branch.document = issue_document(
            actor=office.head,
            government_id=office.government.code,
            kind="skm.report",
            title="Laporan SKM",
            owner_kind=PUBLICATION_OWNER,
            owner_id=branch.publication.id,
            content_digest=branch.publication.digest,
            files={FILE: ("application/pdf", b"%PDF-1.7 laporan")},
            code=branch.publication.code,
            unit_id=office.unit.id,
            agency_id=office.unit.agency_id,
        )
    return office.again()


def _fill(office: Office, branch: Branch) -> None:
    """A batch that was recorded, and a file with a bad cell that waits."""
    head = "Jenis layanan,P1,P2,P3,P4,P5,P6,P7,P8,P9"
    service = office.services[0].name
    for wrong in ("3", "9"):
        content = lines(f"{service},4,4,4,4,4,4,4,4,4", f"{service},{wrong},3,3,3,3,3,3,3,3", heading=head)
        upload = intake.receive_upload(
            actor=office.officer, round_=office.round, name=f"jawaban {wrong}.csv", content=content
        )
        jobs.run_now(_job(upload))
        if wrong == "3":
            jobs.run_now(_job(intake.confirm_upload(actor=office.officer, upload=upload, without_errors=False)))
        upload.refresh_from_db()
        branch.batch = branch.batch or upload.batch
        branch.upload = upload


def _job(upload: Any) -> int:
    assert upload.job_id is not None
    found: int = upload.job_id
    return found
