"""The public pages in a real browser: the check of a file, readable by everyone, narrow, by night, without script."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_look import SMALL, WIDER
from tests.portal.published import FILES, another_office, corrected, issued, published
from tests.support.browser import PHONE, assert_accessible, watched_page

from cermin.skm.models import Publication

pytestmark = pytest.mark.django_db(transaction=True)

PROFILE = {
    "rencana": [{"unsur": "U3", "kegiatan": "Menambah loket pada jam sibuk", "waktu": "Triwulan III 2026"}],
    "target": {"U1": "3,20", "U3": "3,40"},
}
REPORT = FILES["laporan-skm.pdf"][1]


@pytest.fixture
def records(transactional_db: None) -> tuple[Publication, Publication, Publication]:
    """A corrected record, the one that counts, and one of another unit; all with files."""
    office, first = published(profile=PROFILE, changes=["Loket buka sampai pukul 16.00"])
    issued(office, first)
    second = corrected(office, first, "Nama kepala salah")
    issued(office, second, {name: (kind, content + b" ralat") for name, (kind, content) in FILES.items()})
    _, other = published(another_office(office.government))
    return first, second, other


def addresses(records: tuple[Publication, Publication, Publication]) -> list[str]:
    first, second, _ = records
    return [
        "/",
        "/indeks/",
        "/indeks/?q=tidak+ada",
        f"/indeks/{first.id}/",
        f"/indeks/{second.id}/",
        f"/indeks/{second.id}/?layanan=0",
        "/v/",
        f"/v/{first.code}",
        f"/v/{second.code}",
        "/v/ABCDE-00",
    ]


def test_axe_finds_nothing_by_day_and_by_night(desk_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    for scheme in ("light", "dark"):
        desk_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for address in addresses(records):
            desk_page.goto(address)
            desk_page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            assert_accessible(desk_page)


def test_nothing_reaches_past_a_narrow_screen(browser: Browser, site: str, records) -> None:  # type: ignore[no-untyped-def]
    with watched_page(browser, site, viewport={"width": 320, "height": 640}) as page:
        for address in addresses(records):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
            assert page.evaluate(WIDER.replace(".sr, svg", ".sr, svg, table.stack thead")) == [], address
            assert page.evaluate(SMALL) == [], address


def test_axe_finds_nothing_on_a_phone(phone_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    for address in addresses(records):
        phone_page.goto(address)
        assert_accessible(phone_page)


def test_from_the_front_to_a_result_and_to_its_check(phone_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    _, second, _ = records
    phone_page.goto("/")
    phone_page.get_by_label("Nama unit, dinas, atau daerah").fill(second.content["unit"])
    phone_page.get_by_role("button", name="Cari hasil").click()
    phone_page.get_by_role("link", name=second.content["unit"], exact=True).click()
    expect(phone_page).to_have_url(re.compile(rf"/indeks/{second.id}/$"))
    expect(phone_page.get_by_role("heading", level=1)).to_contain_text("dinilai Baik oleh 30 pengguna")
    phone_page.get_by_role("link", name="Periksa angka ini").click()
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Angka ini benar diterbitkan")
    assert phone_page.context.cookies() == []


def test_a_code_typed_from_paper_leads_to_its_record(phone_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    first, second, _ = records
    phone_page.goto("/")
    typed = "-".join(first.code[at : at + 5] for at in range(0, 26, 5)).lower()
    phone_page.get_by_label("Kode").fill(typed)
    phone_page.get_by_role("button", name="Periksa").click()
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Angka ini sudah diralat")
    phone_page.get_by_role("link", name="Buka yang berlaku").click()
    expect(phone_page).to_have_url(re.compile(second.code))


# The check of a file ------------------------------------------------------------------------------------------------------


def choose(page: Page, content: bytes, name: str = "laporan-saya.pdf") -> None:
    page.get_by_label("Pilih berkas, atau seret ke sini").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


def test_a_file_is_compared_in_the_browser_and_sent_nowhere(desk_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    first, _, _ = records
    asked: list[str] = []
    desk_page.goto(f"/v/{first.code}")
    desk_page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    said = desk_page.locator("[data-outcome]")
    expect(desk_page.get_by_text("belum dapat menghitung sidik di sini")).not_to_be_visible()
    choose(desk_page, REPORT)
    expect(said).to_contain_text("Sama dengan berkas yang terbit: Laporan (PDF), terbit")
    expect(said).to_contain_text(hashlib.sha256(REPORT).hexdigest())
    expect(said).to_contain_text("laporan-saya.pdf")
    changed = REPORT[:-1] + b"N"
    choose(desk_page, changed)
    expect(said).to_contain_text("Tidak sama dengan berkas yang terbit dengan kode ini.")
    expect(said).to_contain_text("disimpan ulang")
    expect(said).to_contain_text(hashlib.sha256(changed).hexdigest())
    expect(said).not_to_contain_text("Sama dengan berkas yang terbit:")
    choose(desk_page, REPORT + b" ralat")
    expect(said).to_contain_text("Sama dengan berkas terbitan lain dari survei ini: Laporan (PDF)")
    choose(desk_page, b"", "<b>kosong</b>.pdf")
    expect(said).to_contain_text("Tidak sama")
    expect(said).to_contain_text("<b>kosong</b>.pdf")
    # The browser itself may still fetch the page's symbol.
    assert [line for line in asked if not line.endswith("/static/base/favicon.svg")] == []
    assert_accessible(desk_page)


def test_a_dropped_file_is_compared_as_well(desk_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    first, _, _ = records
    desk_page.goto(f"/v/{first.code}")
    transfer = desk_page.evaluate_handle(
        """(bytes) => { const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(bytes)], "jatuh.pdf")); return held; }""",
        list(REPORT),
    )
    desk_page.dispatch_event("#berkas", "drop", {"dataTransfer": transfer})
    expect(desk_page.locator("[data-outcome]")).to_contain_text("Sama dengan berkas yang terbit: Laporan (PDF)")
    # A file dropped beside the place must not replace the page.
    empty = desk_page.evaluate_handle("() => new DataTransfer()")
    desk_page.dispatch_event("#berkas", "drop", {"dataTransfer": empty})
    expect(desk_page.locator("[data-outcome]")).to_contain_text("Berkas tidak dapat dibaca")


def test_where_the_browser_cannot_compute_it_says_how_to(browser: Browser, site: str, records) -> None:  # type: ignore[no-untyped-def]
    first, _, _ = records
    with watched_page(browser, site, **PHONE) as page:
        # As on an address without HTTPS.
        page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
        page.goto(f"/v/{first.code}")
        expect(page.get_by_text("belum dapat menghitung sidik di sini")).to_be_visible()
        expect(page.locator("#pilih-berkas")).not_to_be_visible()
        page.get_by_text("Menghitung sidik sendiri").click()
        expect(page.get_by_text("certutil -hashfile")).to_be_visible()


def test_without_script_the_digests_and_the_commands_are_there(no_script_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    first, second, _ = records
    no_script_page.goto(f"/v/{first.code}")
    expect(no_script_page.get_by_text("belum dapat menghitung sidik di sini")).to_be_visible()
    expect(no_script_page.locator("#pilih-berkas")).not_to_be_visible()
    expect(no_script_page.get_by_text(hashlib.sha256(REPORT).hexdigest())).to_be_visible()
    for address in addresses(records):
        no_script_page.goto(address)
        expect(no_script_page.get_by_role("heading", level=1)).to_be_visible()
    no_script_page.goto(f"/indeks/{second.id}/")
    expect(no_script_page.get_by_role("link", name="Data (JSON)")).to_be_visible()


def test_a_public_file_is_saved_under_its_name(desk_page: Page, records) -> None:  # type: ignore[no-untyped-def]
    _, second, _ = records
    desk_page.goto(f"/indeks/{second.id}/")
    with desk_page.expect_download() as waiting:
        desk_page.get_by_role("link", name="Data (JSON)").click()
    assert waiting.value.suggested_filename == "hasil.json"
    assert waiting.value.path().read_bytes() == FILES["hasil.json"][1] + b" ralat"
