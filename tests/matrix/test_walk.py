"""Every address x everybody x four branches: who sees, who reads why, for whom it does not exist; and no POST breaks anything.

The states of a round are walked exhaustively in the pure table (tests/pure/policy); here each page meets each of them once. On
PostgreSQL a seeded sample is walked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.matrix.rows import BY_PARAMETERS, JOB_SEEN, OWN_PLACE, PUBLIC, SECRET, SIGNED_IN, Target
from tests.matrix.world import Branch, World, a_world
from tests.support.people import sign_in

from cermin.base.access import Access
from cermin.base.models import AuditLine
from cermin.organizations.queries import actor_of
from cermin.pure import policy
from cermin.pure.policy import Action, Reach

# The mark makes pytest-django set up the database at all; the world lies around the transaction of each test.
pytestmark = pytest.mark.django_db

SAMPLE = 0.15
"""Share of the walk on PostgreSQL."""

SEED = 20_261_125
LOGIN = "/akun/login/"
READERS = ("ministry", "inspector", "stranger", "nobody")
"""Who may write nowhere here: a POST of theirs leaves no line in the trail, for nothing was done."""

FAR_STATES = ("", "open")
"""States that are walked outside one's own branch: how far a post reaches does not depend on the state. Documents are published."""


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


ROUTES = dict(routes(get_resolver()))


def access_of(address: str) -> Access:
    found: Access = ROUTES[address].callback.access  # type: ignore[attr-defined]
    return found


def parameters(address: str) -> tuple[str, ...]:
    return tuple(part.split(">")[0].split(":")[1] for part in address.split("<")[1:])


def filled(address: str, values: dict[str, Any]) -> str:
    pieces = address.split("<")
    return (
        "/"
        + pieces[0]
        + "".join(f"{values[piece.split('>')[0].split(':')[1]]}{piece.split('>', 1)[1]}" for piece in pieces[1:])
    )


GUARDED = [a for a in ROUTES if access_of(a).kind == "guarded"]
OPEN = [a for a in ROUTES if access_of(a).kind in ("public", "cookie_free")]
OWN = [a for a in ROUTES if access_of(a).kind == "signed_in"]


def test_every_address_has_its_row() -> None:
    """Whoever adds an address says here what it names and who may: by its parameters, or by a row."""
    without = [a for a in GUARDED if parameters(a) not in BY_PARAMETERS and a not in OWN_PLACE and a not in SECRET]
    without += [a for a in OPEN if a not in PUBLIC]
    without += [a for a in OWN if a not in SIGNED_IN]
    assert without == []
    gone = (set(PUBLIC) - set(OPEN)) | (set(SIGNED_IN) - set(OWN)) | ((set(OWN_PLACE) | set(SECRET)) - set(GUARDED))
    assert gone == set()


@dataclass
class Asking:
    """Somebody with a browser."""

    name: str
    client: Client
    grants: tuple[policy.Grant, ...]
    person_id: int | None

    def ask(self, method: str, url: str) -> Any:
        """One request whose changes are undone."""
        cookies = SimpleCookie(self.client.cookies.output(header="", sep=";"))
        with undone():
            before = lines_written()
            response = self.client.generic(
                method, url, "", content_type="application/x-www-form-urlencoded" if method == "POST" else ""
            )
            if response.streaming:
                b"".join(response.streaming_content)
            response.lines_written = lines_written() - before  # type: ignore[attr-defined]
        self.client.cookies = cookies
        return response


def lines_written() -> int:
    return AuditLine.objects.unscoped("the test counts all lines there are").count()


@contextmanager
def undone() -> Iterator[None]:
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


@dataclass
class Stage:
    world: World
    asking: dict[str, Asking]
    anonymous: Asking


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The world, made once; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = a_world()
        asking = {}
        for name, person in world.people.items():
            client = sign_in(Client(raise_request_exception=False), person)
            asking[name] = Asking(name, client, actor_of(person).grants, person.id)
        yield Stage(world, asking, Asking("anonymous", Client(raise_request_exception=False), (), None))
        transaction.set_rollback(True)


def walked(address: str, *, near: bool, target: Target) -> bool:
    """Whether this step belongs to the walk: all of the own branch, some states elsewhere, a sample on PostgreSQL."""
    if not near and target.variant and target.state not in FAR_STATES:
        return False
    if connection.vendor == "sqlite":
        return True
    return random.Random(f"{SEED} {address} {near} {target.variant}").random() < SAMPLE


def expected(action: Action, person: Asking, target: Target) -> policy.Decision:
    """What the table of rights says. A round's state that an action does not know is refused by the table itself."""
    return policy.decide(
        action, person.grants, target.place, state=target.state, person=person.person_id, first_person=0
    )


def targets(stage: Stage, address: str) -> Iterator[tuple[Branch, Target]]:
    for name, branch in stage.world.branches.items():
        for target in BY_PARAMETERS[parameters(address)](branch):
            if walked(address, near=name == "own", target=target):
                yield branch, target


@pytest.mark.parametrize("address", [a for a in GUARDED if a not in OWN_PLACE and a not in SECRET])
def test_a_guarded_page_follows_the_table(stage: Stage, address: str) -> None:
    action = Action(access_of(address).what)
    wrong = []
    for branch, target in targets(stage, address):
        url = filled(address, dict(target.values))
        got = stage.anonymous.ask("GET", url)
        if got.status_code != 302 or LOGIN not in got.headers["Location"]:
            wrong.append(f"anonymous {url}: {got.status_code}")
        for person in stage.asking.values():
            decision = expected(action, person, target)
            for method in ("GET", "POST"):
                got = person.ask(method, url)
                if method == "POST" and person.name in READERS and got.lines_written:
                    wrong.append(f"POST {url} ({branch.name}) by {person.name} did something")
                if not fits(got, decision):
                    wrong.append(
                        f"{method} {url} ({branch.name} {target.variant}) by {person.name}: {got.status_code}, the table: "
                        f"{'may' if decision.allowed else decision.reason}"
                    )
    assert not wrong, "\n".join(wrong[:12])


def fits(response: Any, decision: policy.Decision) -> bool:
    """404 for whom it does not exist, 403 with the reason for who may not, anything but a fault for who may."""
    status = response.status_code
    if status == 405:
        return True  # the method is not asked for here, whoever asks
    if not decision.visible:
        return status == 404
    if not decision.allowed:
        return status == 403 and decision.reason in text_of(response)
    return status < 500


def text_of(response: Any) -> str:
    from html import unescape

    return unescape(response.content.decode("utf-8", "replace"))


@pytest.mark.parametrize("address", sorted(OWN_PLACE))
def test_a_page_of_ones_own_reach_is_for_whom_the_table_names(stage: Stage, address: str) -> None:
    action, least = OWN_PLACE[address]
    wide = list(Reach)[list(Reach).index(least) :]
    assert access_of(address).what == str(action)
    for person in stage.asking.values():
        status = person.ask("GET", f"/{address}").status_code
        if any(circle.reach in wide for circle in policy.circles(action, person.grants)):
            assert status in (200, 405), person.name
        else:
            assert status in ((403, 404) if person.grants else (404,)), person.name
        assert person.ask("POST", f"/{address}").status_code < 500, person.name
    assert LOGIN in stage.anonymous.ask("GET", f"/{address}").headers["Location"]


@pytest.mark.parametrize("address", sorted(SECRET))
def test_an_address_that_nobody_gave_out_leads_nowhere(stage: Stage, address: str) -> None:
    assert access_of(address).what == str(SECRET[address])
    url = filled(address, {"token": "tidak-ada"})
    for person in stage.asking.values():
        for method in ("GET", "POST"):
            assert person.ask(method, url).status_code in (403, 404, 405), person.name


@pytest.mark.parametrize("address", OWN)
def test_a_page_for_each_signed_in_person(stage: Stage, address: str) -> None:
    values = {"job_id": getattr(stage.world.branches["own"].job, "id", 0), "pk": 1}
    url = filled(address, values)
    got = stage.anonymous.ask("GET", url)
    assert got.status_code in (302, 405)
    if got.status_code == 302:
        assert LOGIN in got.headers["Location"]
    for person in stage.asking.values():
        status = person.ask("GET", url).status_code
        assert status in SIGNED_IN[address], f"{person.name}: {status}"
        assert person.ask("POST", url).status_code < 500, person.name


def test_a_job_is_seen_where_the_table_says(stage: Stage) -> None:
    for branch in stage.world.branches.values():
        assert branch.job is not None
        for person in stage.asking.values():
            seen = expected(JOB_SEEN, person, Target({}, branch.place)).visible
            status = person.ask("GET", f"/pekerjaan/{branch.job.id}/").status_code
            assert status == (200 if seen else 404), f"{branch.name}, {person.name}"


@pytest.mark.parametrize("address", OPEN)
def test_a_public_page_is_the_same_for_everybody(stage: Stage, address: str) -> None:
    values = {"code": "TIDAKADA", "token": "tidak-ada", "publication_id": 1, "name": "tidak-ada.pdf"}
    url = filled(address, values)
    for person in (stage.anonymous, stage.asking["officer"], stage.asking["nobody"]):
        status = person.ask("GET", url).status_code
        assert status in PUBLIC[address], f"{person.name}: {status}"
        assert person.ask("POST", url).status_code < 500, person.name


def test_public_pages_show_what_was_published_and_secret_links_open(stage: Stage) -> None:
    own = stage.world.branches["own"]
    assert own.publication is not None
    door = own.unit.doors.filter(retired_at=None)[0]
    for url in (
        f"/indeks/{own.publication.id}/",
        f"/v/{own.publication.code}",
        f"/s/{door.code}",
        f"/privasi/{door.code}",
        f"/undangan/{own.secret}/",
    ):
        assert stage.anonymous.ask("GET", url).status_code == 200, url
