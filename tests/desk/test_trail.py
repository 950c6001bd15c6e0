"""The audit trail as a page: whose lines, narrowed by the address, page by page, sealed how far, and as a table file."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.skm.world import a_government, a_unit
from tests.support.people import person_with, sign_in
from tests.support.queries import assert_queries_at_most, queries_of

import cermin
from cermin.base import audit, sealing
from cermin.base.access import Actor
from cermin.base.models import AuditLine
from cermin.desk import trail
from cermin.desk.trail import Narrowing
from cermin.organizations.models import Government, Person
from cermin.organizations.queries import actor_of

pytestmark = pytest.mark.django_db

SARI = Actor(7, "Petugas Pelayanan (Sari)")


@pytest.fixture
def government() -> Government:
    return a_government()


@pytest.fixture
def inspector(government: Government) -> Person:
    return person_with("inspector", government)


def write(government: Government, label: str = "SKM Semester I", **fields: Any) -> AuditLine:
    actor = fields.pop("actor", SARI)
    values = {"action": "round_open", "kind": "round", "object_id": 3, "detail": {"ke": "open"}}
    with transaction.atomic():
        return audit.record(actor, government_id=government.code, label=label, **(values | fields))


def shown(page: str) -> int:
    return page.count('data-h="Perbuatan"')


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        ("inspector", "own", 200),
        ("administrator", "own", 200),
        ("bureau", "own", 403),
        ("ministry", "own", 403),
        ("coordinator", "agency", 403),
        ("head", "unit", 403),
        ("officer", "unit", 403),
    ],
)
def test_who_reads_the_trail(web: Client, government: Government, role: str, where: str, status: int) -> None:
    unit = a_unit(government)
    place = {"own": government, "agency": unit.agency, "unit": unit}[where]
    sign_in(web, person_with(role, place))
    for address in ("/jejak/", "/jejak/jejak.csv"):
        answer = web.get(address)
        assert answer.status_code == status
    if status == 403:
        page = answer.content.decode()
        assert "Hanya inspektorat atau pengelola aplikasi" in page
        assert "Anda masuk sebagai" in page


def test_without_a_post_the_page_does_not_exist(web: Client, government: Government) -> None:
    person = person_with("inspector", government)
    person.terms.all().delete()
    assert sign_in(web, person).get("/jejak/").status_code == 404
    assert Client().get("/jejak/").status_code == 302


def test_nobody_reads_the_trail_of_a_government_outside_the_reach(web: Client, government: Government) -> None:
    write(government, "Ronde sendiri")
    write(a_government("97"), "Ronde orang lain")
    city = a_government("99.02")
    city.province = government
    city.save()
    write(city, "Ronde kota di provinsi")
    province = sign_in(web, person_with("inspector", government)).get("/jejak/").content.decode()
    assert "Ronde sendiri" in province
    assert "Ronde kota di provinsi" in province
    assert "Ronde orang lain" not in province
    page = sign_in(web, person_with("inspector", city)).get("/jejak/").content.decode()
    assert "Ronde kota di provinsi" in page
    assert "Ronde sendiri" not in page
    csv_text = b"".join(web.get("/jejak/jejak.csv")).decode()  # type: ignore[arg-type]
    assert "Ronde kota di provinsi" in csv_text
    assert "Ronde sendiri" not in csv_text


def test_a_line_is_read_in_words(web: Client, government: Government, inspector: Person) -> None:
    write(government)
    write(government, action="mystery.act", label="Tanpa kata")
    page = sign_in(web, inspector).get("/jejak/").content.decode()
    assert "Membuka ronde" in page
    assert "mystery.act" in page
    assert "Petugas Pelayanan (Sari)" in page
    assert "<dt>ke</dt><dd>open</dd>" in page


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", ["C", "B", "A"]),
        ("?orang=sari", ["B", "A"]),
        ("?orang=BUDI", ["C"]),
        ("?tentang=unit", ["C"]),
        ("?perbuatan=round_open", ["A"]),
        ("?q=b", ["B"]),
        ("?q=41", ["A"]),
        ("?q=4", []),
        ("?dari=2026-03-02", ["C", "B"]),
        ("?sampai=2026-03-02", ["B", "A"]),
        ("?dari=2026-03-02&sampai=2026-03-02", ["B"]),
        ("?dari=2026-02-31", ["C", "B", "A"]),
        ("?dari=kemarin&sampai=9999-12-31", ["C", "B", "A"]),
        ("?q=%00", ["C", "B", "A"]),
        ("?sebelum=x&sesudah=-1", ["C", "B", "A"]),
        ("?sebelum=99999999999999999999", ["C", "B", "A"]),
    ],
)
def test_filters_stand_in_the_address(
    web: Client,
    government: Government,
    inspector: Person,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    labels: list[str],
) -> None:
    budi = Actor(8, "Kepala Kantor (Budi)")
    # Midnight in Jayapura is 15.00 UTC of the day before: B is of 2 March there, by one second.
    moments = iter(
        [
            datetime(2026, 3, 1, 1, tzinfo=UTC),
            datetime(2026, 3, 1, 15, tzinfo=UTC),
            datetime(2026, 3, 2, 15, tzinfo=UTC),
        ]
    )
    monkeypatch.setattr(audit.timezone, "now", lambda: next(moments))
    write(government, "A", object_id=41)
    write(government, "B", action="round_close", object_id=42)
    write(government, "C", action="structure_edit", kind="unit", object_id=43, actor=budi)
    monkeypatch.undo()
    answer = sign_in(web, inspector).get(f"/jejak/{query}")
    assert [line.object_label for line in answer.context["lines"]] == labels
    rows = list(csv.reader(io.StringIO(b"".join(web.get(f"/jejak/jejak.csv{query}")).decode("utf-8-sig"))))  # type: ignore[arg-type]
    assert [row[7] for row in rows[1:]] == labels
    if not labels:
        assert "Belum ada yang tercatat" in answer.content.decode()
        assert "Hapus saringan" in answer.content.decode()


def test_the_filter_row_keeps_what_was_asked(web: Client, inspector: Person) -> None:
    page = sign_in(web, inspector).get("/jejak/?q=%3Cb%3E&tentang=round&dari=2026-03-02").content.decode()
    assert 'value="&lt;b&gt;"' in page
    assert '<option value="round" selected>' in page
    assert 'value="2026-03-02"' in page


def test_pages_of_fifty_meet_without_gap_or_repeat(web: Client, government: Government, inspector: Person) -> None:
    written = [write(government, f"Baris {number}").id for number in range(120)]
    sign_in(web, inspector)
    seen: list[int] = []
    address, visited = "/jejak/?orang=sari", []
    while address:
        answer = web.get(address)
        visited.append(address)
        seen += [line.id for line in answer.context["lines"]]
        address = answer.context["older_url"] and f"/jejak/{answer.context['older_url']}"
    assert seen == sorted(written, reverse=True)
    assert len(visited) == 3
    assert all("orang=sari" in one for one in visited)
    # And back again, up to the newest line.
    newer = web.get(f"/jejak/{web.get(visited[2]).context['newer_url']}")
    assert [line.id for line in newer.context["lines"]] == seen[50:100]
    newest = web.get(f"/jejak/{newer.context['newer_url']}")
    assert [line.id for line in newest.context["lines"]] == seen[:50]
    assert newest.context["newer_url"] == ""
    assert newest.context["older_url"]


def test_past_the_newest_line_the_page_leads_back(web: Client, government: Government, inspector: Person) -> None:
    line = write(government)
    answer = sign_in(web, inspector).get(f"/jejak/?sesudah={line.id}")
    assert answer.status_code == 200
    assert shown(answer.content.decode()) == 0
    assert 'href="/jejak/"' in answer.content.decode()


def test_the_page_says_how_far_the_trail_is_sealed(web: Client, government: Government, inspector: Person) -> None:
    sign_in(web, inspector)
    assert "Belum ada baris untuk disegel." in web.get("/jejak/").content.decode()
    for _ in range(3):
        write(government)
    assert (
        "belum ada baris yang tersegel; 3 baris menunggu penyegelan berikutnya." in web.get("/jejak/").content.decode()
    )
    sealing.seal(government.code)
    write(government)
    page = web.get("/jejak/").content.decode()
    assert "tersegel sampai baris nomor 3" in page
    assert "1 baris menunggu penyegelan berikutnya" in page
    [seal] = trail.seals([government.code])
    assert seal.at is not None
    assert abs(seal.at - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_trail_costs_the_same_with_one_line_and_with_fifty_and_with_ten_governments(web: Client) -> None:
    province = a_government("98")
    sign_in(web, person_with("administrator", province))
    write(province)
    web.get("/jejak/")
    few = len(queries_of(lambda: web.get("/jejak/")))
    for number in range(10):
        city = a_government(f"98.{number:02d}")
        city.province = province
        city.save()
        for _ in range(5):
            write(city)
        sealing.seal(city.code)
    with assert_queries_at_most():
        page = web.get("/jejak/")
    assert shown(page.content.decode()) == 50
    assert len(page.content) < 200_000
    assert len(queries_of(lambda: web.get("/jejak/"))) == few


# The table file ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+62812", "'+62812"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("SKM = baik", "SKM = baik"),
        ("", ""),
        (None, ""),
        (17, "17"),
    ],
)
def test_a_cell_never_runs_as_a_formula(written: object, cell: str) -> None:
    assert trail.cell(written) == cell


def test_the_table_file(client: Client, government: Government, inspector: Person) -> None:
    write(government, '=HYPERLINK("http://a.example")', actor=Actor(7, "@Sari; é, dan lain"))
    sealing.seal(government.code)
    line = AuditLine.objects.get(government_id=government.code)
    sign_in(client, inspector)
    answer = client.get("/jejak/jejak.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="jejak-20')
    text = b"".join(answer).decode("utf-8")  # type: ignore[arg-type]
    assert text.startswith("\ufeffnomor,waktu,")
    head, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    named = dict(zip(head, row, strict=True))
    assert named["nomor"] == "1"
    assert named["oleh"] == "'@Sari; é, dan lain"
    assert named["tentang"] == '\'=HYPERLINK("http://a.example")'
    assert (named["perbuatan"], named["kode_perbuatan"], named["jenis"]) == ("Membuka ronde", "round_open", "Ronde")
    assert named["rincian"] == '{"ke": "open"}'
    assert named["sidik"] == line.digest
    assert datetime.fromisoformat(named["waktu"]) == line.at.replace(microsecond=0)
    assert named["waktu"].endswith("+09:00")


# Words for every act -----------------------------------------------------------------------------------------------------


def acts_and_kinds_of_the_house() -> Iterator[tuple[str, str, str]]:
    """("action" or "kind", the word, where) of every audit line that names it outright."""
    root = Path(cermin.__file__).parent
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in {"record", "record_account", "_record", "_note", "audit_line"}:
                continue
            for word in node.keywords:
                if word.arg in {"action", "kind"} and isinstance(word.value, ast.Constant) and word.value.value:
                    yield word.arg, str(word.value.value), str(path.relative_to(root))
            if name in {"_note", "_record"}:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield "action", argument.value, str(path.relative_to(root))


def test_every_act_that_a_room_writes_has_its_words() -> None:
    found = list(acts_and_kinds_of_the_house())
    assert ("action", "document.issue", "base/issuing.py") in found
    without = [
        (kind, word, where)
        for kind, word, where in found
        if word not in (trail.ACTS if kind == "action" else trail.KINDS)
    ]
    assert without == []


def test_an_empty_narrowing_is_known() -> None:
    assert Narrowing.of({}).is_empty
    assert not Narrowing.of({"q": "a"}).is_empty
    assert Narrowing.of({"dari": "2026-03-02"}).first == date(2026, 3, 2)
    assert trail.readable(actor_of(person_with("officer", a_unit(a_government())))) == frozenset()
