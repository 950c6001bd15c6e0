"""A province from one spreadsheet: what is new and what changes, who may, whole or not at all, and twice the same is once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from tests.organizations.places import places
from tests.support.people import actor_with, give_post
from tests.support.queries import queries_of

from cermin.base import files
from cermin.base.access import Actor, NotVisible, Refused
from cermin.base.jobs import run_now
from cermin.base.models import AuditLine
from cermin.documents.incoming.structure import ReadStructure, read_structure
from cermin.documents.incoming.structure_template import structure_template
from cermin.organizations.models import Agency, Person, Service, ServicePopulation, Term, Unit, UnitType
from cermin.organizations.queries.structure import list_rows
from cermin.organizations.services import importing, structure
from cermin.organizations.services.import_plan import Plan, plan_import
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db
HEAD = "Pemerintah;Perangkat daerah;Unit;Jenis unit;Alamat;Telepon;Layanan;Pengguna;Periode;Sumber"
GOOD = "\n".join(
    [
        HEAD,
        "Kota Melati;Dinas Kependudukan Melati;KANTOR PELAYANAN MELATI;;Jalan Contoh 9;0921;Kartu Keluarga;420;2025;register",
        "97.71;dinas kependudukan melati;Kantor Pelayanan Melati;;;;Akta Kematian;;;",
        "kota melati;Dinas Pasar;Pasar Pagi;Pasar;;;Retribusi;55;Semester I 2026;buku",
        "Kab. Kenanga;Dinas Perizinan Kenanga;;;;;;;;",
    ]
)


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.FILES = tmp_path / "files"


def read(text: str, tmp_path: Path) -> ReadStructure:
    path = tmp_path / "daftar.csv"
    path.write_text(text, encoding="utf-8")
    return read_structure(path)


def planned(actor: Actor, text: str, tmp_path: Path) -> Plan:
    return plan_import(actor, read(text, tmp_path))


def codes(plan: Plan) -> list[tuple[str, str]]:
    return [(error.address, error.message.code) for error in plan.errors]


def bring(actor: Actor, text: str) -> importing.ListFile:
    return importing.receive_list(actor=actor, name="daftar.csv", content=text.encode())


def counts() -> tuple[int, int, int, int]:
    every = {"government_id__in": ["97", "97.01", "97.71"]}
    return (
        Agency.objects.filter(**every).count(),
        Unit.objects.filter(**every).count(),
        Service.objects.filter(**every).count(),
        ServicePopulation.objects.filter(**every).count(),
    )


def test_the_preview_says_what_is_new_and_what_changes(tmp_path: Path) -> None:
    here = places()
    UnitType.objects.create(province=here.province, name="Pasar")
    plan = planned(actor_with(Role.BUREAU, here.province), GOOD, tmp_path)
    assert plan.errors == []
    assert plan.counts() == {
        "perangkat daerah baru": 1,
        "unit baru": 1,
        "unit berubah": 1,
        "layanan baru": 2,
        "jumlah pengguna baru": 2,
    }
    assert (plan.rows, plan.unchanged, plan.governments) == (4, 1, ["97.71"])
    [changed] = [change for change in plan.changes if change.act == "berubah"]
    assert changed.detail == "Alamat: Jalan Contoh 1 → Jalan Contoh 9; Telepon: (kosong) → 0921"
    assert counts() == (3, 3, 3, 0), "a preview writes nothing"


def test_the_job_applies_it_all_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    here = places()
    kind = UnitType.objects.create(province=here.province, name="Pasar")
    bureau = actor_with(Role.BUREAU, here.province)
    kept = bring(bureau, GOOD)
    job = importing.request_import(actor=bureau, kept=kept)
    assert (job.government_id, job.kind, job.label) == (
        "97",
        "organizations.import",
        "Impor daftar unit dari daftar.csv",
    )
    done = run_now(job.id)
    assert done.state == "done", done.error
    assert done.result["text"] == (
        "1 perangkat daerah baru, 1 unit baru, 1 unit berubah, 2 layanan baru, 2 jumlah pengguna baru."
    )
    assert counts() == (4, 4, 5, 2)
    unit = Unit.objects.get(government_id="97.71", id=here.unit.id)
    assert (unit.name, unit.address, unit.phone) == ("Kantor Pelayanan Melati", "Jalan Contoh 9", "0921")
    assert [(s.name, s.position) for s in unit.services.order_by("position")] == [
        ("Kartu Keluarga", 1),
        ("Akta Kelahiran", 2),
        ("Akta Kematian", 3),
    ]
    market = Unit.objects.get(government_id="97.71", name="Pasar Pagi")
    assert (market.unit_type, market.agency.name) == (kind, "Dinas Pasar")
    people = ServicePopulation.objects.get(government_id="97.71", service__name="Retribusi")
    assert (people.people, people.starts_on, people.ends_on, people.source) == (
        55,
        dt.date(2026, 1, 1),
        dt.date(2026, 6, 30),
        "buku",
    )
    [line] = AuditLine.objects.filter(government_id="97.71", action="structure_import")
    assert line.detail["unit baru"] == 1
    assert line.detail["Sidik berkas"] == kept.sha256
    assert not AuditLine.objects.filter(government_id="97.01").exists(), "nothing changed there"
    again = planned(bureau, GOOD, tmp_path)
    assert (again.changes, again.errors, again.unchanged) == ([], [], 4)
    with pytest.raises(ValidationError, match="sama dengan yang sudah tercatat"):
        importing.request_import(actor=bureau, kept=kept)


def test_a_job_that_was_killed_and_runs_again_changes_nothing_more() -> None:
    here = places()
    bureau = actor_with(Role.BUREAU, here.province)
    kept = bring(bureau, f"{HEAD}\n97.01;Dinas Baru;Loket;;;;Izin;;;\n")
    arguments = {"person_id": bureau.person_id, "government_id": "97", "sha256": kept.sha256, "name": kept.name}
    for said in ("1 perangkat daerah baru, 1 unit baru, 1 layanan baru.", "Tidak ada yang berubah."):
        assert importing.run_import(**arguments, progress=lambda *_: None) == said
    assert counts() == (4, 4, 4, 0)


def test_an_empty_cell_erases_nothing(tmp_path: Path) -> None:
    here = places()
    kind = UnitType.objects.create(province=here.province, name="Kantor")
    Unit.objects.filter(government_id="97.71", id=here.unit.id).update(unit_type=kind, phone="0921")
    text = f"{HEAD}\n97.71;Dinas Kependudukan Melati;Kantor Pelayanan Melati;;;;;;;\n"
    assert planned(actor_with(Role.SECTION, here.city), text, tmp_path).changes == []


def test_rows_of_other_governments_are_row_errors_and_stop_the_whole(tmp_path: Path) -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    text = f"{HEAD}\n97.71;Dinas Baru;Loket;;;;;;;\nKabupaten Kenanga;Dinas X;Loket X;;;;;;;\n96;Dinas Y;;;;;;;;\n"
    plan = planned(section, text, tmp_path)
    assert codes(plan) == [("A3", "government_unknown"), ("A4", "government_unknown")]
    assert "yang dapat diisi: Kota Melati" in plan.errors[0].message.text("id")
    kept = bring(section, text)
    assert kept.government == here.city
    with pytest.raises(ValidationError, match="2 sel perlu diperbaiki dulu, mulai dari A3"):
        importing.request_import(actor=section, kept=kept)
    with pytest.raises(ValidationError):
        importing.apply_list(actor=section, kept=kept, read=read(text, tmp_path))
    assert counts() == (3, 3, 3, 0)


def test_the_government_may_be_left_out_by_who_has_one(tmp_path: Path) -> None:
    here = places()
    text = "Perangkat daerah;Unit\nDinas Baru;Loket\n"
    assert planned(actor_with(Role.SECTION, here.city), text, tmp_path).governments == ["97.71"]
    plan = planned(actor_with(Role.BUREAU, here.province), text, tmp_path)
    assert codes(plan) == [("B2", "government_missing")], "the column is missing, so the unit's cell is named"


def test_contradictions_closed_places_and_unknown_kinds_are_named(tmp_path: Path) -> None:
    here = places()
    Service.objects.filter(government_id="97.71", id=here.services[1].id).update(active_to=dt.date(2020, 1, 1))
    Unit.objects.filter(government_id="97.71", id=here.other_unit.id).update(active_to=dt.date(2020, 1, 1))
    Agency.objects.filter(government_id="97.01", id=here.far_agency.id).update(active_to=dt.date(2020, 1, 1))
    text = "\n".join(
        [
            HEAD,
            "97.71;Dinas Kependudukan Melati;Kantor Pelayanan Melati;Sekolah;Jalan A;;Kartu Keluarga;5;2026;a",
            "97.71;Dinas Kependudukan Melati;Kantor Pelayanan Melati;;Jalan B;;Kartu Keluarga;6;2026;a",
            "97.71;Dinas Kependudukan Melati;Kantor Pelayanan Melati;;;;Akta Kelahiran;;;",
            "97.71;Dinas Kesehatan Melati;Puskesmas Mawar;;;;;;;",
            "97.01;Dinas Perizinan Kenanga;Loket Baru;;;;;;;",
        ]
    )
    bureau = actor_with(Role.BUREAU, here.province)
    plan = planned(bureau, text, tmp_path)
    assert codes(plan) == [
        ("D2", "type_none"),
        ("E3", "differs"),
        ("H3", "users_differ"),
        ("G4", "service_closed"),
        ("C5", "unit_closed"),
        ("B6", "agency_closed"),
    ]
    assert "berbeda dari baris 2 ('Jalan A')" in plan.errors[1].message.text("id")
    UnitType.objects.create(province=here.province, name="Puskesmas")
    assert codes(planned(bureau, text, tmp_path))[0] == ("D2", "type_unknown")


@pytest.mark.parametrize(
    ("role", "place"), [(Role.COORDINATOR, "agency"), (Role.OFFICER, "unit"), (Role.MINISTRY, "province"), (Role.INSPECTOR, "city")]
)  # fmt: skip
def test_who_may_not_import_has_no_list(role: Role, place: str) -> None:
    here = places()
    actor = actor_with(role, getattr(here, place))
    assert importing.import_home(actor) is None
    with pytest.raises(NotVisible):
        bring(actor, GOOD)
    kept = bring(actor_with(Role.BUREAU, here.province), GOOD.replace(";Pasar;", ";;"))
    assert importing.list_file(actor, kept.token) is None
    with pytest.raises((NotVisible, Refused)):
        importing.request_import(actor=actor, kept=kept)


def test_the_address_of_a_list_is_sealed_and_belongs_to_its_government() -> None:
    here = places()
    kept = bring(actor_with(Role.SECTION, here.city), f"{HEAD}\n97.71;A;B;;;;;;;\n")
    assert importing.list_file(actor_with(Role.BUREAU, here.province), kept.token) == kept
    assert importing.list_file(actor_with(Role.SECTION, here.regency), kept.token) is None
    assert importing.list_file(actor_with(Role.SECTION, here.city), kept.token + "x") is None
    assert files.read("97.71", kept.sha256).startswith(b"Pemerintah;")


def test_rights_are_those_held_when_the_job_runs() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    job = importing.request_import(actor=section, kept=bring(section, f"{HEAD}\n97.71;Dinas Baru;B;;;;;;;\n"))
    Term.objects.filter(government_id="97.71", person_id=section.person_id).update(ends_on=dt.date(2020, 2, 1))
    done = run_now(job.id)
    assert done.state == "failed"
    assert "tidak lagi berhak" in done.error
    assert counts() == (3, 3, 3, 0)


def test_what_went_wrong_in_between_leaves_everything_as_it_was() -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    text = f"{HEAD}\n97.71;Dinas Kesehatan Melati;Puskesmas Mawar;;Jalan 9;;;;;\n97.71;Dinas Baru;B;;;;;;;\n"
    job = importing.request_import(actor=section, kept=bring(section, text))
    structure.close_unit(actor=section, unit=here.other_unit, on=dt.date(2020, 1, 1))
    done = run_now(job.id)
    assert (done.state, "C2" in done.error) == ("failed", True)
    assert counts() == (3, 3, 3, 0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("daftar.pdf", b"%PDF-1.7", "bukan lembar kerja"),
        ("daftar.csv", b"", "kosong"),
        ("daftar.xlsx", b"%PDF-1.7", "bukan daftar unit"),
        ("daftar.csv", b"U1;U2\n1;2\n", "Tidak ada baris judul"),
        ("daftar.csv", b"x" * (16 * 1024 * 1024 + 1), "lebih dari 16 MB"),
    ],
    ids=["ending", "empty", "pdf", "answers", "large"],
)
def test_a_file_that_is_no_list_is_refused_and_not_kept(name: str, content: bytes, said: str, settings) -> None:  # type: ignore[no-untyped-def]
    here = places()
    with pytest.raises(ValidationError) as error:
        importing.receive_list(actor=actor_with(Role.SECTION, here.city), name=name, content=content)
    assert said in error.value.message_dict["file"][0]
    assert not Path(settings.FILES).exists()


def test_the_name_of_a_file_is_only_a_name(settings) -> None:  # type: ignore[no-untyped-def]
    here = places()
    kept = importing.receive_list(
        actor=actor_with(Role.SECTION, here.city),
        name="../../etc/C:\\x\\daf\x00tar " + "a" * 200 + ".csv",
        content=f"{HEAD}\n97.71;A;B;;;;;;;\n".encode(),
    )
    assert kept.name.startswith("daftar aaa")
    assert kept.name.endswith("aaa.csv")
    assert len(kept.name) == 64


def test_the_errors_come_back_as_a_copy_of_the_file(tmp_path: Path) -> None:
    here = places()
    section = actor_with(Role.SECTION, here.city)
    kept = bring(section, f"{HEAD}\n97.71;A;B;;;;;;;\n97.01;A;B;;;;;x;2026;s\n97.01;A;C;;;;;;;\n")
    path = tmp_path / "salinan.xlsx"
    path.write_bytes(importing.error_copy(section, kept))
    page = openpyxl.load_workbook(path).active
    assert page["K1"].value == "Kesalahan"
    assert page["K2"].value is None
    assert "H3 (Pengguna)" in str(page["K3"].value)
    assert "A4 (Pemerintah)" in str(page["K4"].value)


def test_what_is_on_record_written_out_and_brought_again_changes_nothing(tmp_path: Path) -> None:
    here = places()
    bureau = actor_with(Role.BUREAU, here.province)
    kind = UnitType.objects.create(province=here.province, name="Puskesmas")
    Unit.objects.filter(government_id="97.71", id=here.other_unit.id).update(unit_type=kind)
    ServicePopulation.objects.create(
        government=here.city, service=here.services[0], starts_on=dt.date(2025, 3, 4), ends_on=dt.date(2025, 9, 1), people=9, source="s"
    )  # fmt: skip
    Agency.objects.create(government=here.regency, name="Badan Tanpa Unit")
    path = tmp_path / "isi.xlsx"
    path.write_bytes(structure_template(governments=[], unit_types=[], rows=list_rows(bureau, dt.date(2026, 1, 1))))
    found = read_structure(path)
    assert found.rows_read == 5
    plan = plan_import(bureau, found)
    assert (plan.errors, plan.changes, plan.unchanged) == ([], [], 5)


def test_a_large_list_costs_as_many_reads_and_few_writes(tmp_path: Path) -> None:
    here = places()
    bureau = actor_with(Role.BUREAU, here.province)
    give_post(Person.objects.get(pk=bureau.person_id), Role.SECTION, here.city)

    def text(units: int) -> str:
        rows = [
            f"97.71;Dinas {n % 40};Unit {n};;Jalan {n};;Layanan {k};{n + 1};2026;register"
            for n in range(units)
            for k in range(3)
        ]
        return "\n".join([HEAD, *rows])

    small, large = read(text(2), tmp_path), read(text(1000), tmp_path)
    few = len(queries_of(lambda: plan_import(bureau, small)))
    assert len(queries_of(lambda: plan_import(bureau, large))) == few <= 8
    kept = bring(bureau, text(2))
    written = queries_of(lambda: importing.apply_list(actor=bureau, kept=kept, read=large))
    assert counts() == (43, 1003, 3003, 3000)
    assert len(written) < 100, "7,043 rows in batches, not one by one"
