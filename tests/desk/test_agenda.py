"""The order of open work, the seven lines, and the sentence that sums it up."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermin.base.work import Work
from cermin.desk.agenda import agenda_of, horizon, in_words, summary, weekday_of

TODAY = date(2026, 10, 16)  # a Friday
END = date(2026, 10, 31)


def work(days: int | None, *, waiting: bool = False, title: str = "Tutup ronde", begun: bool = False) -> Work:
    """Due so many days after 16 October 2026."""
    due = None if days is None else TODAY + timedelta(days=days)
    return Work(title, "", "/survei/1/", "Buka", due=due, waiting=waiting, begun=begun)


@pytest.mark.parametrize(
    ("days", "waiting", "said"),
    [
        ([], [], "Tidak ada yang menunggu Anda."),
        ([-108], [], "Satu hal terlambat."),
        ([-108, 6, 7, 7, 14], [], "Satu hal terlambat, empat jatuh tempo sampai akhir Oktober."),
        ([-1, -2], [], "Dua hal terlambat."),
        ([15], [], "Satu hal jatuh tempo sampai akhir Oktober."),
        ([16], [], "Tidak ada yang jatuh tempo sampai akhir Oktober."),
        ([0, 16, 40], [], "Satu hal jatuh tempo sampai akhir Oktober."),
        ([None], [], "Satu hal tanpa tenggat."),
        ([], [4, 5], "Dua hal ditunggu orang lain dari Anda."),
        ([], [-1], "Satu hal terlambat."),
        ([-1, 3, None], [2], "Satu hal terlambat, satu jatuh tempo sampai akhir Oktober, satu ditunggu orang lain dari Anda, dan satu tanpa tenggat."),
        ([1] * 10, [], "Sepuluh hal jatuh tempo sampai akhir Oktober."),
        ([1] * 11, [], "11 hal jatuh tempo sampai akhir Oktober."),
        ([-1] * 1200, [], "1.200 hal terlambat."),
    ],
)  # fmt: skip
def test_the_sentence_under_the_heading(days: list[int | None], waiting: list[int | None], said: str) -> None:
    assert summary([*map(work, days), *(work(day, waiting=True) for day in waiting)], TODAY) == said


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 10, 16), date(2026, 10, 31)),
        (date(2026, 10, 17), date(2026, 10, 31)),
        (date(2026, 10, 18), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 2, 14), date(2027, 2, 28)),
        (date(2027, 2, 15), date(2027, 3, 31)),
        (date(2028, 2, 15), date(2028, 2, 29)),
    ],
)
def test_the_horizon_is_the_end_of_a_month_at_least_two_weeks_away(today: date, until: date) -> None:
    assert horizon(today) == until


works = st.lists(
    st.builds(
        work,
        st.one_of(st.none(), st.integers(-400, 400)),
        waiting=st.booleans(),
        title=st.sampled_from(["Tutup ronde", "Olah ronde", "SKM perlu disetujui"]),
    ),
    max_size=25,
)


@given(works)
def test_counts_in_the_sentence_add_up_to_the_work_that_is_near(found: list[Work]) -> None:
    said = summary(found, TODAY)
    words = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"]
    numbers = [
        int(part) if part.isdigit() else words.index(part)
        for part in re.findall(rf"\b({'|'.join(words[1:])}|\d+)\b", said.lower())
    ]
    later = [one for one in found if not one.waiting and one.due is not None and one.due > END]
    assert sum(numbers) == len(found) - len(later)
    assert said[0].isupper() or said[0].isdigit()
    assert said.endswith(".")
    assert said.count(".") == 1
    assert said.count(" hal ") == (1 if numbers else 0)


@given(works)
def test_late_comes_first_red_only_when_late_and_one_button_is_primary(found: list[Work]) -> None:
    agenda = agenda_of(found, TODAY)
    lines = [*agenda.tasks, *agenda.waited]
    assert len(lines) == min(7, len(found))
    assert agenda.hidden == len(found) - len(lines)
    assert sum(line["primary"] for line in lines) == (1 if found else 0)
    late = [line["late"] for line in agenda.tasks]
    assert late == sorted(late, reverse=True)
    assert sum(late) == min(7, sum(one.due is not None and one.due < TODAY for one in found))
    assert not any(line["late"] for line in agenda.waited)
    assert all(line["group"] == "Terlambat" for line in agenda.tasks if line["late"])
    if any(late):
        assert agenda.tasks[0]["primary"]


@given(works)
def test_everything_is_shown_when_asked(found: list[Work]) -> None:
    agenda = agenda_of(found, TODAY, everything=True)
    assert len(agenda.tasks) + len(agenda.waited) == len(found)
    assert (agenda.hidden, agenda.following) == (0, "")


def test_a_line_as_the_screen_shows_it() -> None:
    agenda = agenda_of([work(6, title="Tanggapi 2 masukan", begun=True), work(-108, title="Putuskan")], TODAY)
    assert agenda.tasks == [
        {
            "title": "Putuskan",
            "detail": "",
            "due": "terlambat 108 hari",
            "due_note": "dari 30 Juni",
            "late": True,
            "icon": "todo",
            "url": "/survei/1/",
            "button": "Buka",
            "primary": True,
            "group": "Terlambat",
        },
        {
            "title": "Tanggapi 2 masukan",
            "detail": "",
            "due": "6 hari lagi",
            "due_note": "Kamis, 22 Oktober",
            "late": False,
            "icon": "half",
            "url": "/survei/1/",
            "button": "Buka",
            "primary": False,
            "group": "Sampai 31 Oktober",
        },
    ]


def test_groups_follow_each_other_and_another_year_is_written_out() -> None:
    agenda = agenda_of([work(None), work(90), work(3), work(-400)], TODAY)
    assert [line["group"] for line in agenda.tasks] == [
        "Terlambat",
        "Sampai 31 Oktober",
        "Sesudah 31 Oktober",
        "Tanpa tenggat",
    ]
    assert [line["due_note"] for line in agenda.tasks] == [
        "dari 11 September 2025",
        "Senin, 19 Oktober",
        "Kamis, 14 Januari 2027",
        "",
    ]


def test_what_comes_next_is_the_first_line_that_is_hidden_and_not_late() -> None:
    seven = [work(day) for day in range(1, 8)]
    assert agenda_of([*seven, work(24, title="Susun rencana")], TODAY).following == "susun rencana, 9 November 2026"
    assert agenda_of([*seven, work(24, title="SKM perlu disetujui")], TODAY).following.startswith("SKM ")
    assert agenda_of([*seven, work(None, title="Isi nama")], TODAY).following == "isi nama"
    assert agenda_of([work(-1)] * 8, TODAY).following == ""
    assert agenda_of(seven, TODAY).following == ""


def test_days_and_numbers_in_words() -> None:
    assert weekday_of(TODAY, year=True) == "Jumat, 16 Oktober 2026"
    assert [weekday_of(TODAY + timedelta(days=at)).split(",")[0] for at in range(7)] == [
        "Jumat", "Sabtu", "Minggu", "Senin", "Selasa", "Rabu", "Kamis",
    ]  # fmt: skip
    assert in_words(1) == "satu"
    assert in_words(10) == "sepuluh"
    assert in_words(1234) == "1.234"
