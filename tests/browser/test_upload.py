"""A file of answers on its way into a round, on a phone without a script and at a desk with one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.intake.files import EXAMPLES, Desk, desk, lines, stored, tallied
from tests.support.browser import assert_accessible
from tests.support.people import sign_in

from cermin.base.jobs import run_now
from cermin.intake.models import Upload
from cermin.skm.models import Batch

if TYPE_CHECKING:
    from playwright.sync_api import Page

LOOK = os.environ.get("CERMIN_LOOK", "")
"""A folder for pictures, for whoever wants to look at the pages."""


def enter(page: Page, d: Desk, site: str, who: str = "officer") -> None:
    """The browser of a person who has signed in."""
    client = sign_in(Client(), getattr(d, who))
    cookie = client.cookies["sesi"]
    page.context.add_cookies([{"name": "sesi", "value": cookie.value, "url": site}])


@pytest.fixture
def entered(transactional_db: None) -> Desk:
    return desk(services=3)


def look(page: Page, name: str, *, script: bool = True) -> None:
    if script:  # axe itself is one
        assert_accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{name} is wider than the screen by {width} px"
    if LOOK:
        page.screenshot(path=str(Path(LOOK) / f"{name}.png"), full_page=True)


def walk(page: Page, d: Desk, site: str, name: str, *, script: bool = True) -> None:
    """Choose the online form, map its services, look at an error, record, withdraw."""
    enter(page, d, site)
    page.goto(d.address)
    look(page, f"{name}-1-pilih", script=script)
    page.set_input_files("input[type=file]", str(EXAMPLES / "formulir-daring.csv"))
    page.click("text=Unggah dan periksa")
    page.wait_for_url("**/unggah/berkas/**")
    assert "Pilih layanan ronde ini" in (page.text_content("main") or "")
    look(page, f"{name}-2-periksa", script=script)
    for number, service in enumerate(d.office.services):
        page.select_option(f"#id_layanan_{number}", str(service.id))
    page.click("text=Simpan layanan")
    page.wait_for_selector("text=Masukkan 120 jawaban")
    look(page, f"{name}-3-siap", script=script)
    page.click("text=Masukkan 120 jawaban")
    page.wait_for_selector("text=Sudah dimasukkan ke ronde")
    look(page, f"{name}-4-selesai", script=script)
    assert tallied(d.office) == 120


def test_on_a_phone_without_a_script(no_script_page: Page, entered: Desk, site: str) -> None:
    page, d = no_script_page, entered
    walk(page, d, site, "ponsel", script=False)
    bad = lines("3,3,3,3,3,3,3,3,3", "3,9,3,3,3,3,3,3,3", "tidak tahu,3,3,3,3,3,3,3,3")
    page.goto(d.address)
    page.set_input_files("input[type=file]", {"name": "salah.csv", "mimeType": "text/csv", "buffer": bad})
    page.click("text=Unggah dan periksa")
    page.select_option("#id_layanan_0", str(d.office.services[0].id))
    page.click("text=Simpan layanan")
    page.wait_for_selector("text=Sel yang salah")
    page.click("text=Masukkan 1 jawaban")
    page.wait_for_selector("text=Ada yang perlu diperbaiki")
    look(page, "ponsel-5-salah", script=False)
    page.check("#id_without_errors")
    page.click("text=Masukkan 1 jawaban")
    page.wait_for_selector("text=Sudah dimasukkan ke ronde")
    assert len(stored(d.office)) == 121


def test_at_a_desk_with_a_withdrawal(desk_page: Page, entered: Desk, site: str) -> None:
    page, d = desk_page, entered
    walk(page, d, site, "meja")
    page.click("text=Lihat kumpulan ini")
    page.fill("#id_reason", "Berkas semester lalu terunggah")
    page.click("text=Usulkan penarikan")
    page.wait_for_selector("text=Penarikan menunggu orang kedua")
    look(page, "meja-5-usul")
    enter(page, d, site, "head")
    page.reload()
    page.click("text=Sahkan: tarik 120 jawaban")
    page.wait_for_selector("text=Kumpulan ini sudah ditarik")
    look(page, "meja-6-ditarik")
    assert tallied(d.office) == 0
    assert Batch.objects.filter(government=d.office.government, withdrawn_at__isnull=False).count() == 1
    page.goto(d.address)
    look(page, "meja-7-daftar")


def test_a_large_file_shows_its_progress_and_then_its_result(phone_page: Page, entered: Desk, site: str) -> None:
    page, d = phone_page, entered
    enter(page, d, site)
    page.goto(d.address)
    large = lines(*["3,3,3,3,3,3,3,3,3"] * 8000)
    page.set_input_files("input[type=file]", {"name": "besar.csv", "mimeType": "text/csv", "buffer": large})
    page.click("text=Unggah dan periksa")
    page.wait_for_selector("text=Berkas sedang dibaca")
    look(page, "ponsel-6-menunggu")
    upload = Upload.objects.get(government=d.office.government)
    assert upload.job_id is not None
    run_now(upload.job_id)
    page.wait_for_selector("text=Terisi per pertanyaan")
    assert "8.000" in (page.text_content("main") or "")


def test_what_the_file_means_is_mended_in_place(phone_page: Page, entered: Desk, site: str) -> None:
    page, d = phone_page, entered
    enter(page, d, site)
    page.goto(d.address)
    crossed = lines("3,3,3,3,3,3,3,2,1", heading="P1,P2,P3,P4,P5,P6,P7,P8 Pengaduan,P9")
    page.set_input_files("input[type=file]", {"name": "silang.csv", "mimeType": "text/csv", "buffer": crossed})
    page.click("text=Unggah dan periksa")
    page.wait_for_selector("text=Berkas ini belum dapat dimasukkan")
    look(page, "ponsel-7-bertentangan")
    page.select_option("#id_kolom_H", "pertanyaan:P9")
    page.select_option("#id_kolom_I", "pertanyaan:P8")
    page.click("button:has-text('Baca ulang')")
    page.wait_for_selector("text=Terisi per pertanyaan")
