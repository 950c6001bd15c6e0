"""The pages of the tree as people use them: what they show, what they change, who is let in, and what a list costs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.organizations.places import Places, places
from tests.support.pages import CheckedClient
from tests.support.people import person_with, sign_in
from tests.support.queries import assert_queries_at_most, queries_of

from cermin.base.jobs import run_now
from cermin.base.models import Job
from cermin.organizations.models import (
    Agency,
    Government,
    Region,
    Service,
    ServicePopulation,
    Succession,
    Unit,
    UnitType,
)
from cermin.pure.policy import Role

pytestmark = pytest.mark.django_db
HEAD = "Pemerintah;Perangkat daerah;Unit;Jenis unit;Alamat;Telepon;Layanan;Pengguna;Periode;Sumber"


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.FILES = tmp_path / "files"


def as_(web: CheckedClient, role: Role, at: Any) -> CheckedClient:
    sign_in(web, person_with(role, at))
    return web


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def undo_fields(response: Any) -> dict[str, str]:
    """The hidden fields of the button 'Urungkan' on a page."""
    html = response.content.decode()
    form = html[html.index('action="/organisasi/urungkan/"') :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'name="(token|next)" value="([^"]*)"', form))


def addresses(here: Places) -> dict[str, str]:
    unit, agency = f"/organisasi/unit/{here.unit.id}/", f"/organisasi/perangkat-daerah/{here.agency.id}/"
    return {
        "overview": "/organisasi/",
        "units": "/organisasi/unit/",
        "types": "/organisasi/jenis-unit/",
        "add": "/organisasi/pemerintah/tambah/",
        "government": "/organisasi/pemerintah/97.71/",
        "settings": "/organisasi/pemerintah/97.71/pengaturan/",
        "new agency": "/organisasi/pemerintah/97.71/perangkat-daerah/baru/",
        "agency": agency,
        "agency edit": f"{agency}ubah/",
        "new unit": f"{agency}unit/baru/",
        "unit": unit,
        "unit edit": f"{unit}ubah/",
        "move": f"{unit}pindah/",
        "predecessors": f"{unit}pendahulu/",
        "new service": f"{unit}layanan/baru/",
        "service": f"/organisasi/layanan/{here.services[0].id}/",
        "import": "/organisasi/impor/",
        "template": "/organisasi/impor/templat/",
    }


EVERY = dict.fromkeys(
    ("overview", "units", "types", "add", "government", "settings", "new agency", "agency", "agency edit", "new unit",
     "unit", "unit edit", "move", "predecessors", "new service", "service", "import", "template"), 200
)  # fmt: skip
OF_THE_PROVINCE = dict.fromkeys(("types", "add"), 404)
SEEN = {
    (Role.BUREAU, "province"): EVERY,
    (Role.SECTION, "city"): EVERY | OF_THE_PROVINCE | {"overview": 302},
    (Role.COORDINATOR, "agency"): EVERY
    | OF_THE_PROVINCE
    | dict.fromkeys(("import", "template", "new agency"), 404)
    | {"overview": 302, "settings": 403, "new agency": 404},
    (Role.OFFICER, "unit"): EVERY
    | OF_THE_PROVINCE
    | dict.fromkeys(("import", "template", "new agency", "agency", "agency edit", "new unit"), 404)
    | {"overview": 302, "settings": 403, "unit edit": 403, "move": 403, "predecessors": 403},
    (Role.MINISTRY, "province"): EVERY
    | OF_THE_PROVINCE
    | dict.fromkeys(("import", "template"), 404)
    | dict.fromkeys(("settings", "new agency", "agency edit", "new unit", "unit edit", "move", "predecessors"), 403)
    | {"new service": 403},
    (Role.SECTION, "regency"): dict.fromkeys(EVERY, 404)
    | {"overview": 302, "units": 200, "import": 200, "template": 200},
}


@pytest.mark.parametrize(("role", "place"), SEEN, ids=[f"{role}-{place}" for role, place in SEEN])
def test_each_page_for_each_post(web: CheckedClient, role: Role, place: str) -> None:
    here = places()
    as_(web, role, getattr(here, place))
    found = {name: web.get(address).status_code for name, address in addresses(here).items()}
    assert found == SEEN[role, place]


def test_a_stranger_is_asked_to_sign_in(web: CheckedClient) -> None:
    here = places()
    for address in addresses(here).values():
        response = web.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/akun/login/")


def test_everybody_arrives_where_their_work_is(web: CheckedClient) -> None:
    here = places()
    assert as_(web, Role.SECTION, here.city).get("/organisasi/")["Location"] == "/organisasi/pemerintah/97.71/"
    assert as_(web, Role.OFFICER, here.unit).get("/organisasi/")["Location"] == f"/organisasi/unit/{here.unit.id}/"
    page = text(as_(web, Role.BUREAU, here.province).get("/organisasi/"))
    assert "Kota Melati 97.71 2 2 2" in page
    assert "belum terisi" in page


def test_who_holds_no_post_is_told_what_to_do(web: CheckedClient) -> None:
    person = person_with(Role.OFFICER, places().unit)
    person.terms.update(ends_on=dt.date(2020, 2, 1))
    sign_in(web, person)
    assert "belum memegang jabatan" in text(web.get("/organisasi/"))


# Settings ----------------------------------------------------------------------------------------------------------------


def test_the_privacy_line_is_explained_and_saved(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    address = "/organisasi/pemerintah/97.71/pengaturan/"
    assert "tidak ada ronde yang dapat dibuka" in text(web.get(address))
    sent = {
        "name": "Kota Melati",
        "zone": "Asia/Makassar",
        "privacy_controller": "Sekretariat Daerah",
        "privacy_purpose": "menilai pelayanan",
        "privacy_contact": "data@melati.example",
    }
    response = web.post(address, sent, follow=True)
    assert response.redirect_chain == [("/organisasi/pemerintah/97.71/", 302)]
    assert "data@melati.example" in text(response)
    assert "Narahubung privasi belum terisi" not in text(response)
    response = web.post(address, sent | {"name": "", "privacy_purpose": "tetap ada"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Nama pemerintah daerah: tulis isinya." in page
    assert "tetap ada" in page, "what was typed stays"
    assert Government.objects.get(code="97.71").privacy_purpose == "menilai pelayanan"


def test_a_regency_joins_and_is_led_to_its_settings(web: CheckedClient) -> None:
    here = places()
    region = Region.objects.create(code="97.02", kind="regency", name="Teratai", parent_code="97")
    as_(web, Role.BUREAU, here.province)
    response = web.post("/organisasi/pemerintah/tambah/", {"region": region.id}, follow=True)
    assert response.redirect_chain[0][0] == "/organisasi/pemerintah/97.02/pengaturan/"
    assert "Semua sudah terdaftar" in text(web.get("/organisasi/pemerintah/tambah/"))
    assert web.post("/organisasi/pemerintah/tambah/", {"region": region.id}).status_code == 400


def test_kinds_of_units(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.BUREAU, here.province)
    address = "/organisasi/jenis-unit/"
    assert "Belum ada jenis unit" in text(web.get(address))
    web.post(address, {"action": "add", "name": "Puskesmas"})
    kind = UnitType.objects.get()
    assert web.post(address, {"action": "add", "name": "puskesmas"}).status_code == 400
    web.post(address, {"action": "rename", "type": kind.id, "name": "Pusat kesehatan"})
    assert UnitType.objects.get().name == "Pusat kesehatan"
    response = web.post(address, {"action": "delete", "type": kind.id}, follow=True)
    assert not UnitType.objects.exists()
    web.post("/organisasi/urungkan/", undo_fields(response))
    assert UnitType.objects.get() == kind
    Unit.objects.filter(government_id="97.71", id=here.unit.id).update(unit_type=kind)
    assert "masih dipakai 1 unit" in text(web.post(address, {"action": "delete", "type": kind.id}, follow=True))
    assert web.post(address, {"action": "delete", "type": "7"}).status_code == 404
    assert web.post(address, {"action": "delete", "type": "x' OR 1"}).status_code == 404


# Agencies and units ------------------------------------------------------------------------------------------------------


def test_an_agency_is_made_changed_closed_and_brought_back(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    response = web.post("/organisasi/pemerintah/97.71/perangkat-daerah/baru/", {"name": "Dinas Pasar"}, follow=True)
    agency = Agency.objects.get(government_id="97.71", name="Dinas Pasar")
    assert "Belum ada unit" in text(response)
    edit = f"/organisasi/perangkat-daerah/{agency.id}/ubah/"
    assert web.post(edit, {"action": "save", "name": "dinas kesehatan melati"}).status_code == 400
    web.post(edit, {"action": "save", "name": "Dinas Pasar Rakyat", "short_name": "DPR"})
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    response = web.post(edit, {"action": "close", "tutup-on": yesterday.isoformat()}, follow=True)
    assert "tidak aktif sesudah" in text(response)
    assert web.get("/organisasi/pemerintah/97.71/?q=pasar").content.decode().count("Dinas Pasar Rakyat") == 0
    assert "Dinas Pasar Rakyat" in text(web.get("/organisasi/pemerintah/97.71/?q=pasar&keadaan=tutup"))
    back = web.post("/organisasi/urungkan/", undo_fields(response), follow=True)
    assert "Sudah diurungkan" in text(back)
    assert Agency.objects.get(government_id="97.71", id=agency.id).active_to is None
    assert web.post(edit, {"action": "close", "tutup-on": "kemarin"}).status_code == 400
    response = web.post(edit, {"action": "delete"}, follow=True)
    assert response.redirect_chain[0][0] == "/organisasi/pemerintah/97.71/"
    assert not Agency.objects.filter(government_id="97.71", id=agency.id).exists()


def test_an_agency_in_use_says_why_it_stays(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    edit = f"/organisasi/perangkat-daerah/{here.agency.id}/ubah/"
    assert "sudah dipakai oleh: unit" in text(web.post(edit, {"action": "delete"}, follow=True))
    response = web.post(edit, {"action": "close", "tutup-on": "2026-07-01"})
    assert response.status_code == 400
    assert "masih punya 1 unit" in text(response)


def test_a_unit_from_new_to_closed(web: CheckedClient) -> None:
    here = places()
    kind = UnitType.objects.create(province=here.province, name="Loket")
    as_(web, Role.COORDINATOR, here.agency)
    response = web.post(
        f"/organisasi/perangkat-daerah/{here.agency.id}/unit/baru/",
        {"name": "Loket Pasar", "unit_type": kind.id, "address": "Jalan Contoh 7", "zone": ""},
        follow=True,
    )
    unit = Unit.objects.get(government_id="97.71", name="Loket Pasar")
    assert "Belum ada layanan" in text(response)
    assert (unit.unit_type, unit.zone) == (kind, "")
    edit = f"/organisasi/unit/{unit.id}/ubah/"
    assert 'value="Loket Pasar"' in web.get(edit).content.decode()
    response = web.post(edit, {"action": "save", "name": "", "address": "masih ada"})
    assert response.status_code == 400
    assert "masih ada" in text(response)
    web.post(edit, {"action": "save", "name": "Loket Pasar Pagi", "zone": "Asia/Makassar"})
    page = text(web.get(f"/organisasi/unit/{unit.id}/"))
    assert "Loket Pasar Pagi" in page
    assert "WITA" in page
    web.post(edit, {"action": "close", "tutup-on": "2026-01-31"})
    assert "tidak aktif sesudah 31 Januari 2026" in text(web.get(f"/organisasi/unit/{unit.id}/"))
    web.post(edit, {"action": "reopen"}, follow=True)
    response = web.post(edit, {"action": "delete"}, follow=True)
    assert response.redirect_chain[0][0] == f"/organisasi/perangkat-daerah/{here.agency.id}/"
    web.post("/organisasi/urungkan/", undo_fields(response))
    assert Unit.objects.get(government_id="97.71", id=unit.id).name == "Loket Pasar Pagi"


def test_the_undo_stays_on_this_site_and_says_when_it_is_too_late(web: CheckedClient) -> None:
    as_(web, Role.SECTION, places().city)
    for back in ("//jahat.example/", "https://jahat.example/", "/\\jahat.example"):
        response = web.post("/organisasi/urungkan/", {"token": "x", "next": back})
        assert response["Location"] == "/organisasi/"
    assert "sudah lewat" in text(web.get("/organisasi/pemerintah/97.71/"))
    assert web.get("/organisasi/urungkan/").status_code == 405


def test_a_unit_moves_and_its_history_is_shown_at_both_ends(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    sent = {"agency": here.other_agency.id, "on": "2026-07-01", "decree": "Perwali 3/2026"}
    response = web.post(f"/organisasi/unit/{here.unit.id}/pindah/", sent, follow=True)
    assert "Meneruskan Kantor Pelayanan Melati" in text(response)
    assert "sejak 1 Juli 2026, Perwali 3/2026" in text(response)
    assert "Diteruskan oleh Kantor Pelayanan Melati" in text(web.get(f"/organisasi/unit/{here.unit.id}/"))
    assert web.post(f"/organisasi/unit/{here.unit.id}/pindah/", {"agency": here.far_agency.id}).status_code == 400


def test_a_predecessor_is_found_recorded_and_taken_out(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.BUREAU, here.province)
    address = f"/organisasi/unit/{here.unit.id}/pendahulu/"
    assert "Tidak ditemukan" in text(web.get(f"{address}?q=tiada"))
    assert "Loket Kenanga" in text(web.get(f"{address}?q=kenanga"))
    response = web.post(f"{address}?q=kenanga", {"earlier": here.far_unit.id, "on": "2026-07-01"}, follow=True)
    assert "Meneruskan Loket Kenanga" in text(response)
    row = Succession.objects.get(government_id="97.71")
    response = web.post(address, {"action": "remove", "succession": row.id}, follow=True)
    assert not Succession.objects.filter(government_id="97.71").exists()
    web.post("/organisasi/urungkan/", undo_fields(response))
    assert Succession.objects.get(government_id="97.71").earlier_id == here.far_unit.id
    assert web.post(address, {"action": "remove", "succession": "7"}).status_code == 404
    assert web.post(f"{address}?q=kenanga", {"earlier": here.other_unit.id, "on": "2026-07-01"}).status_code == 400


# Services ----------------------------------------------------------------------------------------------------------------


def test_a_service_its_users_and_its_end(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.OFFICER, here.unit)
    home = f"/organisasi/unit/{here.unit.id}/"
    assert "2 layanan belum punya jumlah pengguna" in text(web.get(home))
    web.post(f"{home}layanan/baru/", {"name": "Akta Kematian"})
    service = Service.objects.get(government_id="97.71", name="Akta Kematian")
    page = f"/organisasi/layanan/{service.id}/"
    sent = {"action": "people", "pengguna-period": "Semester I 2026", "pengguna-people": "1240", "pengguna-source": "register"}  # fmt: skip
    assert "Semester I 2026 1.240 register" in text(web.post(page, sent, follow=True))
    bad = web.post(page, sent | {"pengguna-period": "kapan-kapan", "pengguna-people": "0"})
    assert bad.status_code == 400
    assert "Periode tidak dikenali" in text(bad)
    assert "tulis bilangan 1 atau lebih" in text(bad)
    assert "kapan-kapan" in bad.content.decode()
    assert bad.content.decode().count("<title>Kesalahan: ") == 1
    assert "1.240 Semester I 2026 register" in text(web.get(home))
    row = ServicePopulation.objects.get(government_id="97.71")
    response = web.post(page, {"action": "forget", "population": row.id}, follow=True)
    assert not ServicePopulation.objects.filter(government_id="97.71").exists()
    web.post("/organisasi/urungkan/", undo_fields(response))
    assert "sudah dipakai oleh: jumlah pengguna" in text(web.post(page, {"action": "delete"}, follow=True))
    web.post(page, {"action": "save", "layanan-name": "Akta Kematian Warga"})
    web.post(page, {"action": "close", "tutup-on": "2026-01-31"})
    assert "Tidak ditawarkan lagi (1)" in text(web.get(home))
    web.post(page, {"action": "reopen"})
    assert Service.objects.get(government_id="97.71", id=service.id).active_to is None
    assert web.post(page, {"action": "lain"}).status_code == 404


def test_services_go_up_and_down(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.OFFICER, here.unit)
    order = f"/organisasi/unit/{here.unit.id}/layanan/urutan/"
    web.post(order, {"service": here.services[0].id, "to": "down"})
    names = [row.name for row in here.unit.services.order_by("position")]
    assert names == ["Akta Kelahiran", "Kartu Keluarga"]
    web.post(order, {"service": here.services[0].id, "to": "down"})
    web.post(order, {"service": here.services[0].id, "to": "up"})
    assert [row.name for row in here.unit.services.order_by("position")] == ["Kartu Keluarga", "Akta Kelahiran"]
    assert web.post(order, {"service": here.far_service.id, "to": "up"}).status_code == 404


def test_a_reader_sees_the_numbers_and_no_button(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.MINISTRY, here.province)
    page = f"/organisasi/layanan/{here.services[0].id}/"
    assert "Nonaktifkan" not in web.get(page).content.decode()
    assert web.post(page, {"action": "close", "tutup-on": "2026-01-31"}).status_code == 403
    assert Service.objects.get(government_id="97.71", id=here.services[0].id).active_to is None


# Lists -------------------------------------------------------------------------------------------------------------------


def test_lists_cost_the_same_with_many_rows_and_hold_fifty(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.BUREAU, here.province)
    lists = [
        "/organisasi/",
        "/organisasi/unit/",
        "/organisasi/pemerintah/97.71/",
        f"/organisasi/perangkat-daerah/{here.agency.id}/",
        f"/organisasi/unit/{here.unit.id}/",
        f"/organisasi/layanan/{here.services[0].id}/",
        "/organisasi/jenis-unit/",
    ]
    kind = UnitType.objects.create(province=here.province, name="Jenis 0")
    Unit.objects.filter(government_id="97.71").update(unit_type=kind)
    ServicePopulation.objects.create(
        government=here.city, service=here.services[0], starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 1, 2), people=5, source="x"
    )  # fmt: skip
    Succession.objects.create(government=here.city, earlier=here.far_unit, later=here.unit, on=dt.date(2026, 1, 1))
    for address in lists:
        web.get(address)
    few = [len(queries_of(lambda address=address: web.get(address))) for address in lists]  # type: ignore[misc]
    for n in range(60):
        agency = Agency.objects.create(government=here.city, name=f"Dinas {n:02}")
        other = UnitType.objects.create(province=here.province, name=f"Jenis {n + 1}")
        unit = Unit.objects.create(government=here.city, agency=here.agency, name=f"Unit {n:02}", unit_type=other)
        Unit.objects.create(government=here.city, agency=agency, name="Loket")
        Service.objects.create(government=here.city, unit=unit, name="KTP")
        extra = Service.objects.create(government=here.city, unit=here.unit, name=f"Layanan {n}", position=n + 9)
        for service in (extra, here.services[0]):
            first = dt.date(2024, 1, 1) + dt.timedelta(days=n)
            ServicePopulation.objects.create(
                government=here.city, service=service, starts_on=first, ends_on=first, people=n + 1, source="x"
            )
        Succession.objects.create(government=here.city, earlier=unit, later=here.unit, on=dt.date(2026, 1, 1))
    many = [len(queries_of(lambda address=address: web.get(address))) for address in lists]  # type: ignore[misc]
    assert many == few
    for address in lists:
        with assert_queries_at_most():
            web.get(address)
    page = web.get("/organisasi/unit/").content.decode()
    assert page.count('<th scope="row">') == 50
    assert web.get("/organisasi/unit/?halaman=3").content.decode().count('<th scope="row">') == 23
    assert web.get("/organisasi/unit/?q=Unit+0&halaman=99").content.decode().count('<th scope="row">') == 15


def test_filters_of_the_list_of_units(web: CheckedClient) -> None:
    here = places()
    kind = UnitType.objects.create(province=here.province, name="Puskesmas")
    Unit.objects.filter(government_id="97.71", id=here.other_unit.id).update(unit_type=kind)
    as_(web, Role.BUREAU, here.province)

    def found(query: str) -> set[str]:
        html = web.get(f"/organisasi/unit/?{query}").content.decode()
        return set(re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', html))

    assert found("q=akta") == {"Kantor Pelayanan Melati"}
    assert found("pemerintah=97.01") == {"Loket Kenanga"}
    assert found(f"jenis={kind.id}") == {"Puskesmas Mawar"}
    assert len(found("jenis=9999999999999999999999&pemerintah=x&keadaan=y&halaman=z")) == 3
    assert found("keadaan=tutup") == set()
    assert "Tidak ada yang cocok" in text(web.get("/organisasi/unit/?q=%00tiada"))


# Import ------------------------------------------------------------------------------------------------------------------


def upload(web: CheckedClient, content: str, name: str = "daftar.csv") -> Any:
    return web.post("/organisasi/impor/", {"file": SimpleUploadedFile(name, content.encode())}, follow=True)


def test_a_list_is_brought_looked_at_and_applied(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.BUREAU, here.province)
    response = upload(web, f"{HEAD}\n97.71;Dinas Pasar;Pasar Pagi;;Jalan 1;;Retribusi;55;2026;buku\n97.71;Dinas Kependudukan Melati;Kantor Pelayanan Melati;;Jalan 2;;;;;\n")  # fmt: skip
    [(address, _)] = response.redirect_chain
    page = text(response)
    assert "Semua baris benar" in page
    assert "Alamat: Jalan Contoh 1 → Jalan 2" in page
    assert text(web.get(f"{address}?apa=unit&perubahan=baru")).count("Pasar Pagi") == 1
    assert "Retribusi" not in text(web.get(f"{address}?apa=unit"))
    response = web.post(address)
    job = Job.objects.get(government_id="97")
    assert response["Location"] == f"/pekerjaan/{job.id}/"
    assert run_now(job.id).state == "done"
    assert Unit.objects.filter(government_id="97.71", name="Pasar Pagi").exists()
    assert "Tidak ada yang perlu diterapkan" in text(web.get(address))
    assert "sama dengan yang sudah tercatat" in text(web.post(address, follow=True))


def test_a_list_with_errors_shows_each_cell_and_cannot_be_applied(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    rows = "\n".join(f"97.01;Dinas {n};Unit {n};;;;;;;" for n in range(70))
    response = upload(web, f"{HEAD}\n97.71;D;U;;;;KTP;nol;2026;x\n{rows}\n", name="Daftar <b>.csv")
    [(address, _)] = response.redirect_chain
    page = text(response)
    assert "71 sel salah" in page
    assert "H2" in page
    assert "Terapkan" not in page
    assert "A52" in text(web.get(f"{address}?halaman=2"))
    assert "71 sel perlu diperbaiki dulu, mulai dari H2" in text(web.post(address, follow=True))
    assert not Job.objects.filter(government_id="97.71").exists()
    copy = web.get(f"{address}kesalahan/")
    assert copy["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in copy["Content-Disposition"]
    assert copy.content.startswith(b"PK")


def test_what_is_no_list_is_refused_on_the_page(web: CheckedClient, settings: Any) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    response = upload(web, "%PDF-1.7", name="daftar.xlsx")
    assert response.status_code == 400
    assert "bukan daftar unit" in text(response)
    response = web.post("/organisasi/impor/", {})
    assert "pilih berkasnya dulu" in text(response)
    settings.MAX_UPLOAD_BYTES = 1000
    assert "lebih dari 16 MB" in text(upload(web, "x" * 2000))


def test_a_list_is_only_for_who_may_import_there(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    [(address, _)] = upload(web, f"{HEAD}\n97.71;D;U;;;;;;;\n").redirect_chain
    for role, at in ((Role.SECTION, here.regency), (Role.OFFICER, here.unit), (Role.INSPECTOR, here.city)):
        as_(web, role, at)
        assert web.get(address).status_code == 404
        assert web.post(address).status_code == 404
        assert web.get(f"{address}kesalahan/").status_code == 404
    assert web.get("/organisasi/impor/palsu:x:y/").status_code == 404


def test_the_template_and_what_is_on_record(web: CheckedClient) -> None:
    here = places()
    as_(web, Role.SECTION, here.city)
    empty, filled = web.get("/organisasi/impor/templat/"), web.get("/organisasi/impor/templat/?isi=1")
    assert 'filename="templat-daftar-unit.xlsx"' in empty["Content-Disposition"]
    response = web.post("/organisasi/impor/", {"file": SimpleUploadedFile("isi.xlsx", filled.content)}, follow=True)
    assert "Tidak ada yang perlu diterapkan" in text(response)
