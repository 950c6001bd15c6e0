"""Long work: who sees it, its page whole and in part, cancelling and trying again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.skm.world import a_government, a_unit
from tests.support.people import person_with, sign_in
from tests.support.queries import assert_queries_at_most, queries_of

from cermin.base import jobs
from cermin.base.access import Refused
from cermin.base.models import AuditLine, Job
from cermin.desk import queries, services
from cermin.organizations.models import Person, Unit
from cermin.organizations.queries import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return a_unit(a_government())


@pytest.fixture
def officer(unit: Unit) -> Person:
    return person_with("officer", unit)


def job_of(person: Person, unit: Unit, **fields: Any) -> Job:
    values: dict[str, Any] = {
        "kind": "skm.report",
        "label": "Membuat laporan",
        "state": "running",
        "done": 3,
        "total": 9,
    }
    return Job.objects.create(
        government_id=unit.government_id,
        unit_id=unit.pk,
        agency_id=unit.agency_id,
        actor_label=f"Petugas ({person.name})",
        created_at=timezone.now(),
        **({"actor_id": person.pk} | values | fields),
    )


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        ("officer", "own", 200),
        ("head", "own", 200),
        ("coordinator", "agency", 200),
        ("bureau", "government", 200),
        ("inspector", "government", 200),
        ("administrator", "government", 200),
        ("ministry", "government", 404),
        ("officer", "sister", 404),
        ("coordinator", "foreign agency", 404),
        ("administrator", "foreign", 404),
    ],
)
def test_who_sees_a_job(web: Client, unit: Unit, officer: Person, role: str, where: str, status: int) -> None:
    foreign = a_unit(a_government("97"))
    place = {
        "own": unit,
        "sister": a_unit(unit.government, unit.agency),
        "agency": unit.agency,
        "foreign agency": a_unit(unit.government).agency,
        "government": unit.government,
        "foreign": foreign.government,
    }[where]
    job = job_of(officer, unit)
    sign_in(web, person_with(role, place))
    assert web.get(f"/pekerjaan/{job.pk}/").status_code == status
    assert (job.label in web.get("/pekerjaan/").content.decode()) == (status == 200)


def test_a_provincial_post_sees_jobs_of_all_its_governments(unit: Unit, officer: Person) -> None:
    province = a_government("98")
    unit.government.province = province
    unit.government.save()
    job = job_of(officer, unit)
    bureau = actor_of(person_with("bureau", province))
    assert queries.job_for(bureau, job.pk) == job
    assert list(queries.jobs(bureau)) == [job]


def test_who_started_it_sees_it_after_leaving_the_post(web: Client, unit: Unit, officer: Person) -> None:
    job = job_of(officer, unit)
    officer.terms.all().delete()
    sign_in(web, officer)
    assert web.get(f"/pekerjaan/{job.pk}/").status_code == 200
    assert job.label in web.get("/pekerjaan/").content.decode()


def test_a_task_of_the_system_is_nobodys_own(unit: Unit) -> None:
    """A job without a person must not belong to everybody who has none."""
    job = job_of(person_with("officer", unit), unit, actor_id=None)
    lonely = person_with("officer", unit)
    lonely.terms.all().delete()
    assert queries.job_for(actor_of(lonely), job.pk) is None
    assert not services.may_cancel(actor_of(lonely), job)


def test_a_guest_is_asked_to_sign_in(web: Client, unit: Unit, officer: Person) -> None:
    assert web.get(f"/pekerjaan/{job_of(officer, unit).pk}/").status_code == 302


def test_htmx_gets_the_moving_part_alone(web: Client, unit: Unit, officer: Person) -> None:
    job = job_of(officer, unit)
    sign_in(web, officer)
    whole = web.get(f"/pekerjaan/{job.pk}/").content.decode()
    assert "<h1>Membuat laporan</h1>" in whole
    assert f'hx-get="/pekerjaan/{job.pk}/"' in whole
    part = web.get(f"/pekerjaan/{job.pk}/", headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div id="pekerjaan"')
    assert "HX-Refresh" not in part
    job.state, job.finished_at = "failed", timezone.now()
    job.save()
    assert web.get(f"/pekerjaan/{job.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Coba lagi" in web.get(f"/pekerjaan/{job.pk}/").content.decode()


def test_only_the_one_who_started_it_stops_it(web: Client, unit: Unit, officer: Person) -> None:
    job = job_of(officer, unit)
    head = person_with("head", unit)
    sign_in(web, head)
    assert "Batalkan" not in web.get(f"/pekerjaan/{job.pk}/").content.decode()
    answer = web.post(f"/pekerjaan/{job.pk}/", {"action": "cancel"})
    assert answer.status_code == 403
    assert officer.name in answer.content.decode()
    job.refresh_from_db()
    assert not job.cancel_asked
    sign_in(web, officer)
    answer = web.post(f"/pekerjaan/{job.pk}/", {"action": "cancel"}, follow=True)
    assert "Pembatalan diminta" in answer.content.decode()
    job.refresh_from_db()
    assert job.cancel_asked
    line = AuditLine.objects.get(government_id=unit.government_id, action="job.cancel")
    assert (line.object_id, line.unit_id, line.actor_id) == (str(job.pk), unit.pk, officer.pk)
    # Once more changes nothing and writes nothing.
    assert "Tidak ada yang dilakukan" in web.post(f"/pekerjaan/{job.pk}/", follow=True).content.decode()
    assert AuditLine.objects.filter(government_id=unit.government_id, action="job.cancel").count() == 1


def test_outside_the_branch_there_is_nothing_to_stop(web: Client, unit: Unit, officer: Person) -> None:
    job = job_of(officer, unit)
    sign_in(web, person_with("officer", a_unit(unit.government)))
    assert web.post(f"/pekerjaan/{job.pk}/", {"action": "cancel"}).status_code == 404
    job.refresh_from_db()
    assert not job.cancel_asked


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_begins_again(web: Client, unit: Unit, officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jobs.KINDS, "desk.test", lambda job: {"text": "Jadi."})
    with transaction.atomic():
        job = jobs.enqueue(
            actor=actor_of(officer),
            kind="desk.test",
            government_id=unit.government_id,
            label="Uji",
            arguments={},
            unit_id=unit.pk,
            agency_id=unit.agency_id,
        )
    Job.objects.filter(government_id=unit.government_id, pk=job.pk).update(state="failed", finished_at=timezone.now())
    with pytest.raises(Refused):
        services.retry_job(actor=actor_of(person_with("head", unit)), job_id=job.pk)
    sign_in(web, officer)
    assert "dimulai lagi" in web.post(f"/pekerjaan/{job.pk}/", {"action": "retry"}, follow=True).content.decode()
    assert jobs.run_now(job.pk).state == "done"
    page = web.get(f"/pekerjaan/{job.pk}/").content.decode()
    assert "Jadi." in page
    assert "Coba lagi" not in page
    assert not services.retry_job(actor=actor_of(officer), job_id=job.pk)


def test_the_list_costs_the_same_with_one_job_and_with_thirty(web: Client, unit: Unit, officer: Person) -> None:
    sign_in(web, officer)
    assert "Belum ada pekerjaan" in web.get("/pekerjaan/").content.decode()
    job_of(officer, unit)
    web.get("/pekerjaan/")
    few = len(queries_of(lambda: web.get("/pekerjaan/")))
    for number in range(29):
        job_of(officer, unit, label=f"Membuat laporan {number}")
    with assert_queries_at_most():
        page = web.get("/pekerjaan/").content.decode()
    assert page.count("Membuat laporan") == 30
    assert len(queries_of(lambda: web.get("/pekerjaan/"))) == few
