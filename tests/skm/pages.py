"""Offices as the pages' tests need them, and the people who look at them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from tests.skm.world import Office
from tests.support.people import sign_in

from cermin.base import jobs
from cermin.base.access import Actor
from cermin.organizations.models import Person
from cermin.skm import services

ROWS = ["333333333", "444444444", "343434343", "33333-333", "222244443", "333343333"] * 5
"""Thirty answers: twenty for the first service, ten for the second."""


def looking(web: Any, actor: Actor) -> Any:
    """The browser, with this actor's person signed in."""
    return sign_in(web, Person.objects.get(id=actor.person_id))


def page(office: Office, name: str, *more: Any) -> str:
    """Address of a page of the office's round."""
    return reverse(f"skm:{name}", args=[office.round.pk, *more])


def answered(office: Office, rows: list[str] = ROWS, **more: str) -> Office:
    for at, row in enumerate(rows):
        gender = "Perempuan" if at % 2 else "Laki-laki"
        assert office.answer(row, service=0 if at < 20 else 1, gender=gender, **more) == "counted"
    return office


def processed(office: Office) -> Office:
    """Closed and processed by the officer."""
    job = services.request_processing(actor=office.officer, round_=office.closed().round)
    done = jobs.run_now(job.id)
    assert done.state == "done", done.error
    office.again()
    return office


def approved(office: Office) -> Office:
    services.approve_round(actor=office.head, round_=office.round)
    office.again()
    return office


def published(office: Office) -> Office:
    services.publish_index(actor=office.head, round_=office.round)
    office.again()
    return office


def messages_of(response: Any) -> list[str]:
    """What was said after an act; follow the redirect first."""
    return [str(message) for message in response.context["messages"]]
