"""The shell around staff pages: navigation by rights, who one is, and nothing of it where nobody asks."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from tests.respond.office import open_office
from tests.support.people import give_post, person_with, sign_in
from tests.support.queries import queries_of

from cermin.desk import shell
from cermin.desk.shell import NAVIGATION
from cermin.organizations.queries import actor_of

pytestmark = pytest.mark.django_db

EVERY = [entry.label for entry in NAVIGATION]


@pytest.fixture
def all_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries are tested for their rights, whichever rooms have their pages yet."""
    monkeypatch.setattr(shell, "is_valid_path", lambda path: True)


@pytest.mark.usefixtures("all_addresses")
@pytest.mark.parametrize(
    ("role", "at", "labels"),
    [
        ("officer", "unit", ["Beranda", "Survei", "Organisasi", "Jabatan"]),
        ("head", "unit", ["Beranda", "Survei", "Organisasi", "Jabatan"]),
        ("coordinator", "agency", ["Beranda", "Survei", "Organisasi", "Jabatan"]),
        ("section", "government", ["Beranda", "Survei", "Organisasi", "Jabatan"]),
        ("ministry", "government", ["Beranda", "Survei", "Organisasi"]),
        ("inspector", "government", ["Beranda", "Survei", "Organisasi", "Jabatan", "Jejak"]),
        ("administrator", "government", ["Beranda", "Organisasi", "Jabatan", "Jejak"]),
    ],
)
def test_each_role_sees_the_entries_of_its_rights(role: str, at: str, labels: list[str]) -> None:
    office = open_office()
    if role == "section":  # a section stands at a regency or city of a province
        province = open_office(key="98", code="PRVNC234").government
        office.government.province = province
        office.government.save()
    place = {"unit": office.unit, "agency": office.unit.agency, "government": office.government}[at]
    actor = actor_of(person_with(role, place))
    assert [entry["label"] for entry in shell.navigation(actor, "/beranda/")] == labels


@pytest.mark.usefixtures("all_addresses")
@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/beranda/", "Beranda"),
        ("/survei/7/kumpulkan/", "Survei"),
        ("/unggah/7/", "Survei"),
        ("/organisasi/", "Organisasi"),
        ("/organisasi/jabatan/3/", "Jabatan"),
        ("/cari/", None),
    ],
)
def test_the_current_entry_is_marked(path: str, current: str | None) -> None:
    actor = actor_of(person_with("inspector", open_office().government))
    marked = [entry["label"] for entry in shell.navigation(actor, path) if entry["current"]]
    assert marked == ([current] if current else [])


def test_an_entry_without_its_page_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "is_valid_path", lambda path: path != "/survei/")
    actor = actor_of(person_with("officer", open_office().unit))
    assert "Survei" not in [entry["label"] for entry in shell.navigation(actor, "/beranda/")]


def test_the_page_says_who_one_is_and_for_whom(web: Client) -> None:
    office = open_office()
    person = person_with("officer", office.unit, name="Sari Contoh")
    page = sign_in(web, person).get("/beranda/").content.decode()
    for words in ("Sari Contoh", "Petugas unit Kantor Contoh", "Kota Contoh 99.01"):
        assert words in page
    give_post(person, "coordinator", office.unit.agency)
    page = web.get("/beranda/").content.decode()
    assert "Koordinator perangkat daerah Dinas Contoh dan 1 jabatan lain" in page


def test_without_a_person_the_context_is_empty_and_costs_nothing(client: Client) -> None:
    request = RequestFactory().get("/")
    assert set(shell.shell(request)) == {"demo_mode"}
    assert queries_of(lambda: client.get("/healthz")) == ["SELECT 1"]


def test_a_guest_is_sent_to_the_sign_in_page(web: Client) -> None:
    answer = web.get("/beranda/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/akun/login/?next=/beranda/")
