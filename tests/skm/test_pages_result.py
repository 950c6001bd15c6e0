"""The result page: the frozen figures in words, drawings and tables, with the same limits as for everybody."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.skm.pages import answered, approved, looking, page, processed, published
from tests.skm.world import a_unit, an_office, planned
from tests.support.people import actor_with
from tests.support.queries import assert_queries_at_most

from cermin.documents.skm.shape import LeftOut
from cermin.pure.calc.results import Difference, Verdict
from cermin.pure.policy import Role
from cermin.skm import queries
from cermin.skm.presenting import Provenance, change_in_brief, result_context

pytestmark = pytest.mark.django_db


def context_of(office: Any, **more: Any) -> dict[str, Any]:
    found = queries.latest_result(office.round)
    assert found is not None
    return result_context(
        found.result, found.change, found.trend, unit_name="Kantor", period_label="Semester I", **more
    )


def test_the_sentence_comes_before_the_number(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, office.officer)
    with assert_queries_at_most():
        response = web.get(page(office, "result"))
    html = response.content.decode()
    assert f"<h1>Pelayanan {office.unit.name} dinilai Baik oleh 30 pengguna</h1>" in html
    assert '<b class="num">81,76</b>' in html
    assert "Dari mana angka ini?" in html
    assert "Rata-rata 9 unsur, bobot tepat 1/9, dikali 25" in html
    assert "25 dari 30 kuesioner terisi lengkap" in html
    assert "diolah oleh Petugas unit" in html
    found = queries.latest_result(office.round)
    assert found is not None
    assert found.result.answer_digest in html
    assert html.index("dinilai Baik") < html.index("81,76")
    assert len(response.content) < 200_000


def test_a_small_service_stays_hidden_and_with_it_the_one_that_would_tell(web: Any) -> None:
    office = an_office(services=3).opened()
    for at, n in enumerate((20, 12, 4)):
        for _ in range(n):
            office.answer("333343333", service=at)
    office = processed(office)
    looking(web, office.officer)
    response = web.get(page(office, "result"))
    rows = response.context["services"]["rows"]
    assert [row["value"] is None for row in rows] == [False, True, True]
    assert rows[2]["count"] is None
    assert "Dari 3 layanan: 1 Baik dan 2 belum dapat ditampilkan" in response.content.decode()
    # The page of a hidden service is not there, whatever one types.
    assert web.get(page(office, "result"), {"layanan": "0"}).status_code == 200
    for asked in ("1", "2", "7"):
        assert web.get(page(office, "result"), {"layanan": asked}).status_code == 404
    for strange in ("x", "²", "9" * 5000, "-1"):
        assert web.get(page(office, "result"), {"layanan": strange}).status_code == 200


def test_the_page_of_one_service_tells_its_own_figures(web: Any) -> None:
    office = an_office().opened()
    for _ in range(15):
        office.answer("333333333", service=0)
        office.answer("444444444", service=1)
    office = processed(office)
    looking(web, office.officer)
    html = web.get(page(office, "result"), {"layanan": "1"}).content.decode()
    assert "Pelayanan Layanan contoh 2 di" in html
    assert "dinilai Sangat Baik oleh 15 pengguna" in html
    assert '<b class="num">100,00</b>' in html
    assert "Saran dan komentar" not in html


def test_comments_tell_month_and_service_only_among_enough_others(web: Any) -> None:
    office = an_office().opened()
    for at in range(30):
        office.answer("333343333", service=0, comment=f"Saran {at}" if at < 6 else "")
    for at in range(12):
        office.answer("333343333", service=1, comment="Satu saja" if at == 0 else "")
    office.answer("333343333", service=0, comment="Dari anak", age="< 17 tahun")
    office = processed(office)
    looking(web, office.officer)
    response = web.get(page(office, "result"))
    html = response.content.decode()
    shown = {comment.text: comment for comment in response.context["comments"]}
    assert len(shown) == 7
    assert shown["Satu saja"].service == ""
    assert shown["Satu saja"].month is None
    assert shown["Saran 1"].service == "Layanan contoh 1"
    assert "Dari anak" not in html


def test_many_comments_are_paged(web: Any) -> None:
    office = an_office(services=1).opened()
    for at in range(45):
        office.answer("333343333", comment=f"Saran nomor {at}")
    office = processed(office)
    looking(web, office.officer)
    pages = [web.get(page(office, "result"), {"halaman": str(number)}).context["comments"] for number in (1, 2, 3)]
    assert [len(found) for found in pages] == [20, 20, 5]
    assert len({comment.text for found in pages for comment in found}) == 45


def test_last_period_stands_beside_this_one(web: Any) -> None:
    office = published(approved(processed(answered(an_office().opened(), ["222222222", "333333333"] * 15))))
    office.round = planned(office.unit, office.officer, label="Semester II 2026")
    office = processed(answered(office.opened(), ["333333333", "444444444"] * 15))
    looking(web, office.officer)
    html = web.get(page(office, "result")).content.decode()
    # 62,5 before and 87,5 now, with sd 12,7 each of 30: far beyond chance.
    assert "Naik nyata 25,00 poin dari Semester I Tahun 2026." in html
    assert "Naik nyata sejak Semester I Tahun 2026" in html
    assert "Semester I Tahun 2026 62,50" in html
    assert "naik nyata" in html


def test_before_processing_nobody_sees_a_score_and_the_reason_is_said(web: Any) -> None:
    office = answered(an_office().opened())
    looking(web, office.head)
    refused = web.get(page(office, "result"))
    assert refused.status_code == 403
    assert "Ronde ini sedang dibuka." in refused.content.decode()


def test_a_sister_unit_does_not_find_it_and_the_ministry_waits_for_the_publication(web: Any) -> None:
    office = processed(answered(an_office().opened()))
    looking(web, actor_with(Role.HEAD, a_unit(office.government, office.unit.agency)))
    assert web.get(page(office, "result")).status_code == 404
    ministry = actor_with(Role.MINISTRY, office.government)
    looking(web, ministry)
    assert web.get(page(office, "result")).status_code == 403
    published(approved(office))
    looking(web, ministry)
    response = web.get(page(office, "result"))
    assert response.status_code == 200
    # The ministry reads figures, not comments.
    assert response.context["comments"] is None
    assert "Saran dan komentar" not in response.content.decode()


def test_without_a_group_there_is_no_picture_of_it() -> None:
    office = processed(answered(an_office().opened()))
    context = context_of(office)
    assert context["trend"] is None
    assert context["comments"] is None
    with pytest.raises(ValueError, match="no shown service"):
        context_of(office, service=5)


def test_what_was_left_out_is_told_with_the_index_of_all() -> None:
    office = processed(answered(an_office().opened()))
    origin = Provenance(
        received=33, left_out=(LeftOut("disahkan orang kedua", 3),), without_exclusions=Decimal("80.10"), late=2
    )
    why = dict(context_of(office, provenance=origin)["why"])
    assert why["Jawaban"].startswith(
        "33 jawaban masuk, 30 dihitung. Tidak dihitung: disahkan orang kedua (3). Bila semuanya dihitung: 80,10."
        " 2 jawaban terlambat disimpan dan tidak dihitung."
    )


@pytest.mark.parametrize(
    ("before", "now", "verdict", "said"),
    [
        (70.0, 72.5, Verdict.UP, "Naik nyata 2,50 poin dari 2025."),
        (72.5, 70.0, Verdict.DOWN, "Turun nyata 2,50 poin dari 2025."),
        (
            70.0,
            70.4,
            Verdict.UNCERTAIN,
            "Naik 0,40 poin dari 2025, tetapi perubahan sekecil itu dapat terjadi karena kebetulan.",
        ),
        (70.0, 70.0, Verdict.SAME, "Sama dengan 2025."),
        (
            70.0,
            71.0,
            Verdict.UNKNOWN,
            "Naik 1,00 poin dari 2025; data kedua periode tidak cukup untuk menguji apakah itu nyata.",
        ),
    ],
)
def test_the_change_says_no_more_than_the_test(before: float, now: float, verdict: Verdict, said: str) -> None:
    found = Difference("IKM", before, now, now - before, None, None, None, None, None, None, verdict)
    assert change_in_brief(found, "2025") == said
