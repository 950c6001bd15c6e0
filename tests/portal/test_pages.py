"""The public pages: the figures of the frozen record, the same for everybody, without a cookie."""

from __future__ import annotations

import gzip
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from tests.portal.published import FILES, ROWS, another_office, by_hand, corrected, issued, published, run
from tests.skm.world import Office, a_government, planned
from tests.support.people import sign_in
from tests.support.queries import assert_queries_at_most, queries_of

from cermin.base import files
from cermin.base.issuing import new_code
from cermin.base.models import Job
from cermin.documents.format import number
from cermin.organizations.models import Agency, Unit
from cermin.skm.models import Publication, Response
from cermin.skm.publications import content_digest

pytestmark = pytest.mark.django_db

PROFILE = {
    "rencana": [
        {
            "unsur": "U3",
            "kegiatan": "Menambah loket pada jam sibuk",
            "waktu": "Triwulan III 2026",
            "penanggung_jawab": "Kepala seksi pelayanan",
        }
    ],
    "target": {"U1": "3,20", "U3": "3,40"},
}


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    """What is read on the page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&nbsp;", " ")


def addresses(publication: Publication) -> list[str]:
    return [
        "/",
        "/indeks/",
        "/indeks/?q=kantor",
        f"/indeks/{publication.id}/",
        f"/indeks/{publication.id}/?layanan=0",
        "/v/",
        f"/v/{publication.code}",
    ]


# What every page keeps ----------------------------------------------------------------------------------------------------


def test_before_anything_is_published_the_pages_say_so(web: Client) -> None:
    for address in ("/", "/indeks/"):
        assert "Belum ada hasil yang dipublikasikan" in text_of(web.get(address))


def test_no_page_sets_a_cookie_or_reads_a_session(web: Client) -> None:
    office, made = published()
    issued(office, made)
    files_of = [f"/indeks/{made.id}/berkas/poster-ikm.pdf", "/robots.txt", "/favicon.ico", "/v/unknown"]
    staff = sign_in(Client(), office.officer_person)
    for address in [*addresses(made), *files_of]:
        response = web.get(address)
        assert response.cookies == {}, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
        if address in files_of:
            continue
        asked = queries_of(lambda address=address: staff.get(address))
        assert not [sql for sql in asked if "session" in sql or "person" in sql], address
        # And whoever is signed in gets the same bytes.
        assert staff.get(address).content == response.content, address


def test_pages_may_be_kept_for_a_minute_and_are_asked_for_by_their_tag(web: Client) -> None:
    office, made = published()
    for address in addresses(made):
        response = web.get(address)
        assert response["Cache-Control"] == "public, max-age=60", address
        again = web.get(address, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == response["ETag"]
    # What the page shows changes its tag: files, and a correction.
    address = f"/indeks/{made.id}/"
    tags = [web.get(address)["ETag"]]
    issued(office, made)
    tags.append(web.get(address)["ETag"])
    corrected(office, made)
    tags.append(web.get(address)["ETag"])
    assert len(set(tags)) == 3


def test_only_reading_is_answered(web: Client) -> None:
    _, made = published()
    for address in addresses(made):
        assert web.post(address).status_code == 405
        assert web.head(address).status_code == 200


def test_a_result_page_weighs_at_most_60_kb_with_all_it_loads(web: Client) -> None:
    office, made = published(profile=PROFILE, changes=["Loket buka sampai pukul 16.00"])
    issued(office, made)
    following = Office(
        office.unit,
        office.officer_person,
        office.officer,
        office.head,
        office.coordinator,
        planned(office.unit, office.officer, label="Semester II Tahun 2026"),
    )
    _, second = published(following)
    page = web.get(f"/indeks/{second.id}/").content
    assert b"Semester I Tahun 2026" in page
    loaded = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    assert len(loaded) == 3  # style sheet, script, symbol
    parts = [page, *(Path(finders.find(name.decode())).read_bytes() for name in loaded)]
    assert len(page) <= 60_000
    packed = Client().get(f"/indeks/{second.id}/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == page
    assert sum(map(len, [packed.content, *parts[1:]])) <= 60_000  # style sheet and script as they lie on the disk
    again = Client().get(f"/indeks/{second.id}/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})
    assert again.status_code == 304


def test_in_demo_mode_each_page_says_that_it_is_no_official_document(web: Client, settings) -> None:  # type: ignore[no-untyped-def]
    _, made = published()
    for address in addresses(made):
        assert "bukan dokumen resmi" not in text_of(web.get(address))
    settings.DEMO = True
    for address in [*addresses(made), "/v/unknown"]:
        assert "Contoh, bukan dokumen resmi" in text_of(web.get(address))


# List ---------------------------------------------------------------------------------------------------------------------


def test_a_list_page_costs_the_same_with_one_and_with_many(web: Client) -> None:
    office, _ = published()
    before = {
        address: len(queries_of(lambda address=address: web.get(address)))
        for address in ("/", "/indeks/?pemerintah=99.01")
    }
    for _ in range(5):
        published(another_office(office.government))
    for address, count in before.items():
        assert len(queries_of(lambda address=address: web.get(address))) == count
        with assert_queries_at_most(8):
            web.get(address)


def test_the_list_is_filtered_by_government_agency_and_words(web: Client) -> None:
    first, _ = published()
    second, _ = published(another_office(a_government("99.02")))
    third, _ = published(another_office(second.government))
    Unit.objects.filter(government_id="99.02", id=third.unit.id).update(name="Puskesmas Karangan")
    Agency.objects.filter(government_id="99.02", id=second.unit.agency_id).update(short_name="DKPS")

    def shown(query: str) -> set[str]:
        page = web.get(f"/indeks/?{query}").content.decode()
        return set(re.findall(r'<a href="/indeks/\d+/">([^<]+)</a>', page))

    one, two = first.unit.name, second.unit.name
    assert shown("") == {one, two, "Puskesmas Karangan"}
    assert shown("pemerintah=99.01") == {one}
    assert shown("pemerintah=99.02") == {two, "Puskesmas Karangan"}
    assert shown(f"pemerintah=99.02&dinas={third.unit.agency_id}") == {"Puskesmas Karangan"}
    assert shown("q=puskesmas") == {"Puskesmas Karangan"}
    assert shown("q=dkps") == {two}
    assert shown("q=semester+karangan") == {"Puskesmas Karangan"}
    assert shown("q=tidak+ada") == set()
    # An agency of another government, and what is no choice at all, filter nothing.
    assert shown(f"pemerintah=99.02&dinas={first.unit.agency_id}") == {two, "Puskesmas Karangan"}
    assert shown("pemerintah=%00x&dinas=-1") == shown("dinas=%D9%A3") == {one, two, "Puskesmas Karangan"}


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ff%fe",
        "q=" + "a+" * 400,
        "q=%25%27%22%3Cscript%3E",
        "halaman=-1",
        "halaman=x",
        "dinas=" + "9" * 500,
    ],
)
def test_hostile_filters_are_only_words(web: Client, query: str) -> None:
    published()
    response = web.get(f"/indeks/?{query}")
    assert response.status_code == 200
    assert b"<script>" not in response.content


# One result ---------------------------------------------------------------------------------------------------------------


def test_the_result_page_shows_the_figures_of_the_frozen_record(web: Client) -> None:
    office, made = published(profile=PROFILE, changes=["Loket buka sampai pukul 16.00"])
    # By hand, a second way: from the rows that were sent in.
    index = by_hand(ROWS)
    assert made.content["index_exact"] == f"{index.numerator}/{index.denominator}"
    page = text_of(web.get(f"/indeks/{made.id}/"))
    assert f"Pelayanan {office.unit.name} dinilai Baik oleh 30 pengguna" in page
    assert number(index, 2) == "81,76"
    assert "81,76" in page
    for element in made.content["elements"]:
        assert f"{element['code']} {element['name']} {number(Decimal(element['mean']), 3)}" in page
    for group in made.content["services"]["groups"]:
        assert f"{group['label']} {group['respondents']} {number(Decimal(group['index']), 2)}" in page
    assert number(by_hand(ROWS[:20]), 2) in page
    for expected in (
        "Laki-laki 15 50 %",
        "Menambah loket pada jam sibuk",
        "Waktu Penyelesaian · Triwulan III 2026 · Kepala seksi pelayanan",
        "Loket buka sampai pukul 16.00",
        "Dari mana angka ini?",
        made.content["answer_digest"],
        f"Kepala unit {office.unit.name}",
    ):
        assert expected in page, expected


def test_elements_stand_weakest_first(web: Client) -> None:
    _, made = published()
    page = web.get(f"/indeks/{made.id}/").content.decode()
    rows = re.findall(r'<th scope="row">(U\d) [^<]+</th><td class="n" data-h="Nilai">([\d,]+)<', page)
    figures = [Fraction(mean.replace(",", ".")) for _, mean in rows]
    assert len(figures) == 9
    assert figures == sorted(figures)


def test_nothing_of_a_later_change_reaches_a_frozen_page(web: Client) -> None:
    office, made = published()
    before = web.get(f"/indeks/{made.id}/").content
    checked = web.get(f"/v/{made.code}").content
    Unit.objects.filter(government_id="99.01", id=office.unit.id).update(name="Nama Baru")
    Agency.objects.filter(government_id="99.01", id=office.unit.agency_id).update(name="Dinas Baru")
    office.answer("111111111")
    assert Response.objects.filter(government_id="99.01", is_late=True).count() == 1
    assert web.get(f"/indeks/{made.id}/").content == before
    assert web.get(f"/v/{made.code}").content == checked


def test_a_page_costs_the_same_however_many_answers_there_are(web: Client) -> None:
    _, small = published()
    _, large = published(another_office(a_government("99.02")), ROWS * 4)
    costs = [len(queries_of(lambda made=made: web.get(f"/indeks/{made.id}/"))) for made in (small, large)]
    assert costs[0] == costs[1] <= 8


def test_small_groups_stay_hidden(web: Client) -> None:
    office = another_office()
    office.opened()
    for at, row in enumerate(ROWS):
        gender = "Perempuan" if at < 3 else "Laki-laki"
        office.answer(row, service=1 if at < 9 else 0, gender=gender)
    from cermin.skm import services

    run(services.request_processing(actor=office.officer, round_=office.closed().round))
    services.approve_round(actor=office.head, round_=office.again())
    made = services.publish_index(actor=office.head, round_=office.again())
    page = text_of(web.get(f"/indeks/{made.id}/"))
    # Nine of thirty are too few for a figure, and the other service would tell it by subtraction.
    assert number(by_hand(ROWS[:9]), 2) not in page
    assert number(by_hand(ROWS[9:]), 2) not in page
    assert "Perempuan < 5" in page or "Perempuan ditutup" in page
    assert web.get(f"/indeks/{made.id}/?layanan=0").status_code == 404
    # With nothing excluded or excluded, the index "if all counted" is never shown.
    assert "Bila semuanya dihitung" not in page


def test_a_service_has_its_page_and_a_strange_number_none(web: Client) -> None:
    _, made = published()
    page = text_of(web.get(f"/indeks/{made.id}/?layanan=1"))
    assert "Pelayanan Layanan contoh 2 di" in page
    assert number(by_hand(ROWS[20:]), 2) in page
    assert web.get(f"/indeks/{made.id}/?layanan=2").status_code == 404
    whole = web.get(f"/indeks/{made.id}/").content
    for strange in ("x", "-1", "%D9%A1", "99999", "1e3"):
        assert web.get(f"/indeks/{made.id}/?layanan={strange}").content == whole


def test_what_a_message_shows_of_a_shared_link(web: Client) -> None:
    office, made = published()
    issued(office, made)
    page = web.get(f"/indeks/{made.id}/").content.decode()
    assert f'<meta property="og:title" content="Pelayanan {office.unit.name} dinilai Baik oleh 30 pengguna">' in page
    assert '<meta property="og:description" content="IKM 81,76 (B, Baik), Semester I Tahun 2026.' in page
    assert (
        f'<meta property="og:image" content="{settings.PUBLIC_URL}/indeks/{made.id}/berkas/poster-ikm.png?lihat">'
        in page
    )
    assert '"noindex"' not in page


@pytest.mark.parametrize("number_", ["1", "0", "9223372036854775807", "99999999999999999999999999"])
def test_an_unknown_publication_is_not_there(web: Client, number_: str) -> None:
    assert web.get(f"/indeks/{number_}/").status_code == 404
    assert web.get(f"/indeks/{number_}/berkas/hasil.json").status_code == 404


# Corrections --------------------------------------------------------------------------------------------------------------


def test_a_corrected_record_says_so_and_leads_to_the_one_that_counts(web: Client) -> None:
    office, first = published()
    second = corrected(office, first, "Nama kepala salah")
    third = corrected(office, second, "Nama kepala masih salah.")
    old = web.get(f"/indeks/{first.id}/")
    assert "Hasil ini sudah diralat" in text_of(old)
    assert f'href="/indeks/{third.id}/"' in old.content.decode()
    assert b'name="robots" content="noindex"' in old.content
    new = web.get(f"/indeks/{third.id}/")
    assert "Hasil ini sudah diralat" not in text_of(new)
    assert "Hasil ini meralat terbitan sebelumnya Alasan: Nama kepala masih salah." in text_of(new)
    assert f'href="/indeks/{second.id}/"' in new.content.decode()
    # Only the one that counts is in the lists.
    for address in ("/", "/indeks/"):
        page = web.get(address).content.decode()
        assert re.findall(r'href="/indeks/(\d+)/"', page) == [str(third.id)]


def test_the_check_of_a_corrected_record_never_says_it_is_right(web: Client) -> None:
    office, first = published()
    assert "Angka ini benar diterbitkan Tidak pernah diralat" in text_of(web.get(f"/v/{first.code}"))
    second = corrected(office, first, "Nama kepala salah")
    old, new = web.get(f"/v/{first.code}"), web.get(f"/v/{second.code}")
    assert "Angka ini sudah diralat" in text_of(old)
    assert "benar diterbitkan" not in text_of(old)
    assert f'href="/v/{second.code}"' in old.content.decode()
    assert "Terbit pertama. IKM 81,76, 30 responden. Halaman ini." in text_of(old)
    assert "Angka ini benar diterbitkan" in text_of(new)
    assert "sebagai ralat" in text_of(new)
    assert "Ralat. Alasan: Nama kepala salah. IKM 81,76, 30 responden. Halaman ini." in text_of(new)


# Verification -------------------------------------------------------------------------------------------------------------


def test_the_check_shows_what_to_compare_and_not_only_that_it_is_known(web: Client) -> None:
    office, made = published()
    page = text_of(web.get(f"/v/{made.code}"))
    low, high = made.content["interval"]["low"], made.content["interval"]["high"]
    for expected in (
        "81,76",
        f"rentang {number(Decimal(low), 2)}–{number(Decimal(high), 2)}",
        "Baik · 30 responden",
        f"{office.unit.name}, {office.unit.agency.name}, Pemerintah Kota Contoh 99.01",
        "Semester I Tahun 2026",
        "WIT",
        f"Kepala unit {office.unit.name}",
        "Rata-rata 9 unsur, bobot 1/9, dikali 25",
        "Tidak ada jawaban yang dikeluarkan",
        made.content["answer_digest"],
        content_digest(made.content),
    ):
        assert expected in page, expected
    assert "tidak cocok dengan sidiknya" not in page


def test_a_code_is_found_however_it_is_typed(web: Client) -> None:
    _, made = published()
    spaced = " ".join(made.code[at : at + 5] for at in range(0, 26, 5)).lower()
    for query in (spaced, spaced.replace(" ", "-"), made.code):
        response = web.get("/v/", {"kode": query})
        assert (response.status_code, response["Location"]) == (302, f"/v/{made.code}")
    assert web.get(f"/v/{spaced.replace(' ', '-')}")["Location"] == f"/v/{made.code}"


@pytest.mark.parametrize(
    "code",
    [
        "abc",
        "A" * 25,
        "A" * 500,
        "%00",
        "A" * 25 + "%00",
        "<script>alert(1)</script>",
        "' OR 1=1--",
        "٢" * 26,
        "%F0%9F%98%80",
        "..%2F..%2Fetc",
    ],
)
def test_what_is_no_code_is_answered_with_what_to_do(web: Client, code: str) -> None:
    for response in (web.get(f"/v/{code}"), web.get(f"/v/?kode={code}")):
        assert response.status_code == 404
        assert b"<script>alert" not in response.content
        if response.wsgi_request.resolver_match:  # an encoded slash makes another address
            assert "Kode ini tidak ditemukan" in text_of(response)


def test_an_unknown_code_accuses_nobody(web: Client) -> None:
    published()
    response = web.get(f"/v/{new_code()}")
    assert response.status_code == 404
    page = text_of(response)
    assert "Kode ini tidak ditemukan" in page
    assert "salah ketik" in page
    for accusing in ("palsu", "tidak sah", "invalid"):
        assert accusing not in page.lower()


def test_the_digests_of_all_issued_files_are_listed_and_only_public_ones_are_linked(web: Client) -> None:
    import hashlib

    office, made = published()
    assert "sedang disusun" in text_of(web.get(f"/v/{made.code}"))
    issued(office, made)
    page = web.get(f"/v/{made.code}").content.decode()
    for name, (_, content) in FILES.items():
        assert f'data-sha256="{hashlib.sha256(content).hexdigest()}"' in page
        assert (f'href="/indeks/{made.id}/berkas/{name}"' in page) is (name != "laporan-skm.pdf")


def test_files_of_the_other_versions_are_listed_apart(web: Client) -> None:
    office, first = published()
    issued(office, first)
    second = corrected(office, first)
    issued(office, second, {"poster-ikm.pdf": ("application/pdf", b"%PDF-1.7 lain")})
    page = web.get(f"/v/{second.code}").content.decode()
    here, _, others = page.partition("Berkas terbitan lain")
    assert here.count("data-sha256") == 1
    assert others.count("data-sha256") == len(FILES)
    assert 'data-this="1"' not in others


def test_a_document_with_a_code_of_its_own_leads_to_its_record(web: Client) -> None:
    office, made = published()
    document = issued(office, made, code=new_code())
    assert document.code != made.code
    page = text_of(web.get(f"/v/{document.code}"))
    assert "Angka ini benar diterbitkan" in page
    assert "81,76" in page


def test_a_draft_cannot_be_checked(web: Client) -> None:
    office, made = published()
    draft = issued(office, made, code=new_code(), owner_kind="skm.round", owner_id=office.round.id)
    assert web.get(f"/v/{draft.code}").status_code == 404


# Files --------------------------------------------------------------------------------------------------------------------


def test_public_files_are_given_out_as_issued_and_no_others(web: Client) -> None:
    office, made = published()
    base = f"/indeks/{made.id}/berkas"
    assert web.get(f"{base}/hasil.json").status_code == 404  # not issued yet
    issued(office, made)
    for name, (media_type, content) in FILES.items():
        response = web.get(f"{base}/{name}")
        if name == "laporan-skm.pdf":  # holds the scores of single respondents
            assert response.status_code == 404
            continue
        assert response.content == content
        assert response["Content-Type"] == media_type
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Content-Security-Policy"] == "sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "public, max-age=3600"
        assert web.get(f"{base}/{name}", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert web.get(f"{base}/poster-ikm.png?lihat")["Content-Disposition"] == 'inline; filename="poster-ikm.png"'
    assert web.get(f"{base}/hasil.json?lihat")["Content-Disposition"].startswith("attachment")
    for strange in ("..%2f..%2fsecret", "lain.pdf", "HASIL.JSON", "%00"):
        assert web.get(f"{base}/{strange}").status_code == 404


def test_a_damaged_file_is_not_given_out(web: Client) -> None:
    import hashlib

    office, made = published()
    issued(office, made)
    path = files.path_of("99.01", hashlib.sha256(FILES["hasil.json"][1]).hexdigest())
    kept = path.read_bytes()
    path.write_bytes(b"{}")
    try:
        response = web.get(f"/indeks/{made.id}/berkas/hasil.json")
        assert response.status_code == 500
        assert "tidak dapat diberikan" in text_of(response)
        assert "ETag" not in response
    finally:
        path.write_bytes(kept)


def test_the_real_report_set_is_offered_and_its_data_are_the_record(web: Client) -> None:
    _, made = published()
    for job in Job.objects.filter(government_id="99.01", kind="skm.report"):
        run(job)
    page = text_of(web.get(f"/indeks/{made.id}/"))
    assert "Poster (PDF)" in page
    assert "Laporan (PDF)" not in page
    data = web.get(f"/indeks/{made.id}/berkas/hasil.json")
    assert json.loads(data.content) == made.content
    assert content_digest(json.loads(data.content)) == made.digest
    assert web.get(f"/indeks/{made.id}/berkas/poster-ikm.png?lihat").content.startswith(b"\x89PNG")
    assert "Buku kerja (Excel)" in text_of(web.get(f"/v/{made.code}"))


# Machines -----------------------------------------------------------------------------------------------------------------


def test_robots_and_the_symbol_are_there(web: Client) -> None:
    robots = web.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Disallow: /survei/" in robots.content.decode()
    assert "Disallow: /indeks/" not in robots.content.decode()
    symbol = web.get("/favicon.ico")
    assert symbol.status_code == 302
    assert web.get(symbol["Location"]).status_code == 200
