"""Outline, terms and limits are complete and numbered as reports are."""

from cermin.pure.law.report import (
    FOLLOW_UP_TERMS,
    LEGAL_BASES,
    MIN_COUNT_N,
    MIN_SCORE_N,
    POSTER,
    REPORT_ANNEXES,
    REPORT_CHAPTERS,
)


def test_chapters_and_sections_are_numbered_in_order() -> None:
    assert [chapter.number for chapter in REPORT_CHAPTERS] == ["BAB I", "BAB II", "BAB III", "BAB IV", "BAB V"]
    for number, chapter in enumerate(REPORT_CHAPTERS, 1):
        assert [section.number for section in chapter.sections] == [
            f"{number}.{place}" for place in range(1, len(chapter.sections) + 1)
        ]
    assert [len(chapter.sections) for chapter in REPORT_CHAPTERS] == [3, 5, 2, 3, 0]
    assert [annex.number for annex in REPORT_ANNEXES] == [f"Lampiran {number}" for number in range(1, 5)]
    assert "Periode Sebelumnya" in REPORT_ANNEXES[3].title


def test_keys_are_unique() -> None:
    keys = [chapter.key for chapter in REPORT_CHAPTERS]
    keys += [section.key for chapter in REPORT_CHAPTERS for section in chapter.sections]
    keys += [annex.key for annex in REPORT_ANNEXES]
    assert len(keys) == len(set(keys))


def test_terms_cover_every_month_once() -> None:
    for month in range(60):
        hits = [t.key for t in FOLLOW_UP_TERMS if t.lowest <= month and (t.highest is None or month <= t.highest)]
        assert hits == ["pendek" if month < 12 else "menengah" if month <= 24 else "panjang"]


def test_the_legal_bases_of_a_report() -> None:
    assert [basis.short for basis in LEGAL_BASES] == [
        "UU 25/2009",
        "PP 96/2012",
        "PermenPANRB 14/2017",
        "PermenPANRB 16/2017",
    ]
    for basis in LEGAL_BASES:
        number, year = basis.short.split()[1].split("/")
        assert f"Nomor {number} Tahun {year} tentang" in basis.title


def test_poster_words_and_limits() -> None:
    assert POSTER.thanks.startswith("TERIMA KASIH ATAS PENILAIAN YANG TELAH ANDA BERIKAN")
    assert (MIN_SCORE_N, MIN_COUNT_N) == (10, 5)
