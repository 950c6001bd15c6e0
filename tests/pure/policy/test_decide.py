"""Mistakes of a caller, posts in the wrong place, the sentences a refused person reads, and properties that hold for all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermin.pure.policy import STATES, Action, Grant, Place, Reach, Role, circles, decide, fits, needs_second, reaches

UNIT = Place("82", "82.71", 10, 100)
AGENCY = Place("82", "82.71", 10)
CITY = Place("82", "82.71")
PROVINCE = Place("82", "82")

OFFICER = Grant(Role.OFFICER, UNIT, 1, "Petugas")
HEAD = Grant(Role.HEAD, UNIT, 2, "Kepala")
COORDINATOR = Grant(Role.COORDINATOR, AGENCY, 3, "Koordinator")
BUREAU = Grant(Role.BUREAU, PROVINCE, 4, "Biro")


# --- mistakes of a caller


@pytest.mark.parametrize("action", [action for action in Action if needs_second(action)])
@pytest.mark.parametrize("persons", [{}, {"person": 1}, {"first_person": 1}])
@pytest.mark.parametrize("grants", [[HEAD], [OFFICER], []])
def test_a_two_person_act_without_both_persons_is_a_mistake(
    action: Action, persons: dict[str, int], grants: list[Grant]
) -> None:
    state = {"round_approve": "processed", "exclusion_confirm": "closed", "batch_withdraw_confirm": "open"}[action]
    with pytest.raises(ValueError, match="two persons"):
        decide(action, grants, UNIT, state=state, unit_accounts=2, **persons)


def test_before_there_is_a_first_person_the_state_answers() -> None:
    got = decide(Action.ROUND_APPROVE, [HEAD], UNIT, state="open", person=1)
    assert (got.allowed, got.visible) == (False, True)
    assert "sedang dibuka" in got.reason


@pytest.mark.parametrize("state", ["", "OPEN", "buka"])
def test_an_action_that_depends_on_the_state_is_not_decided_without_it(state: str) -> None:
    with pytest.raises(ValueError, match="state of the round"):
        decide(Action.ROUND_CLOSE, [HEAD], UNIT, state=state)


def test_a_new_round_is_planned_before_it_has_a_state() -> None:
    assert decide(Action.ROUND_PLAN, [OFFICER], UNIT).allowed
    assert decide(Action.ROUND_PLAN, [OFFICER], UNIT, state="draft").allowed
    with pytest.raises(ValueError, match="state of the round"):
        decide(Action.ROUND_PLAN, [OFFICER], UNIT, state="no such state")


@pytest.mark.parametrize("parts", [("", "82"), ("82", ""), ("82", "82.71", None, 5)])
def test_a_place_without_its_upper_levels_is_no_place(parts: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="place"):
        Place(*parts)


# --- where a post can stand


@pytest.mark.parametrize(
    ("role", "good", "bad"),
    [
        (Role.OFFICER, [UNIT], [AGENCY, CITY, PROVINCE]),
        (Role.HEAD, [UNIT], [AGENCY, CITY, PROVINCE]),
        (Role.COORDINATOR, [AGENCY], [UNIT, CITY, PROVINCE]),
        (Role.SECTION, [CITY], [UNIT, AGENCY, PROVINCE]),
        (Role.BUREAU, [CITY, PROVINCE], [UNIT, AGENCY]),
        (Role.MINISTRY, [CITY, PROVINCE], [UNIT, AGENCY]),
        (Role.INSPECTOR, [CITY, PROVINCE], [UNIT, AGENCY]),
        (Role.ADMINISTRATOR, [CITY, PROVINCE], [UNIT, AGENCY]),
    ],
)
def test_a_post_in_the_wrong_place_reaches_nothing(role: Role, good: list[Place], bad: list[Place]) -> None:
    for place in good:
        assert fits(role, place)
        assert reaches(Grant(role, place, 1, ""), place)
    for place in bad:
        grant = Grant(role, place, 1, "")
        assert not fits(role, place)
        assert not reaches(grant, place)
        assert all(not circles(action, [grant]) for action in Action)


def test_reach_follows_the_place_of_the_post() -> None:
    other_city, other_province = Place("82", "82.72", 20, 200), Place("81", "81.71", 40, 400)
    assert reaches(BUREAU, other_city)
    assert not reaches(BUREAU, other_province)
    of_the_city = Grant(Role.BUREAU, CITY, 5, "")
    assert reaches(of_the_city, UNIT)
    assert not reaches(of_the_city, other_city)
    assert not reaches(of_the_city, PROVINCE)
    assert reaches(COORDINATOR, Place("82", "82.71", 10, 101))
    assert not reaches(COORDINATOR, CITY)
    assert not reaches(OFFICER, AGENCY)


def test_circles_are_cut_to_their_level_and_alike_posts_give_one() -> None:
    twice = [OFFICER, HEAD, Grant(Role.OFFICER, UNIT, 9, "")]
    assert {(c.reach, c.place) for c in circles(Action.ROUND_READ, twice)} == {(Reach.UNIT, UNIT)}
    assert {(c.reach, c.place) for c in circles(Action.GOVERNMENT_READ, twice)} == {(Reach.GOVERNMENT, CITY)}
    assert {(c.reach, c.place) for c in circles(Action.ROUND_READ, [BUREAU])} == {(Reach.PROVINCE, PROVINCE)}
    assert circles(Action.ROUND_APPROVE, [COORDINATOR]) == frozenset()


# --- what a refused person reads


def reason(
    action: Action, *grants: Grant, state: str = "processed", accounts: int | None = 2, same: bool = False
) -> str:
    got = decide(action, grants, UNIT, state=state, person=1, first_person=1 if same else 2, unit_accounts=accounts)
    assert not got.allowed
    return got.reason


def test_the_reason_says_who_may() -> None:
    assert reason(Action.ROUND_APPROVE, OFFICER) == (
        "Hanya kepala unit yang dapat menyetujui hasil. Minta kepala unit melakukannya."
    )
    assert reason(Action.STRUCTURE_EDIT, OFFICER) == (
        "Hanya koordinator perangkat daerah, Bagian Organisasi, Biro Organisasi, atau pengelola aplikasi yang dapat "
        "mengubah perangkat daerah dan unit. Minta salah satu dari mereka melakukannya."
    )
    assert reason(Action.ROUND_CLOSE, COORDINATOR, state="open") == (
        "Hanya petugas unit atau kepala unit yang dapat menutup ronde. Minta salah satu dari mereka melakukannya."
    )


def test_the_reason_says_which_state() -> None:
    assert reason(Action.RESULT_READ, OFFICER, state="open") == (
        "Melihat hasil hanya dapat dilakukan saat ronde sudah diolah, sudah disetujui, atau sudah dipublikasikan. "
        "Ronde ini sedang dibuka."
    )


def test_the_reason_names_the_second_person() -> None:
    assert reason(Action.ROUND_APPROVE, HEAD, same=True) == (
        "Menyetujui hasil perlu orang kedua, karena Anda sendiri yang mengolah hasil ini. "
        "Minta petugas unit yang lain mengolahnya ulang, lalu Anda dapat melanjutkan."
    )
    assert reason(Action.ROUND_APPROVE, HEAD, same=True, accounts=1) == (
        "Menyetujui hasil perlu orang kedua, karena Anda sendiri yang mengolah hasil ini. "
        "Unit ini hanya punya satu akun: minta koordinator perangkat daerah melakukannya."
    )
    assert reason(Action.ROUND_PUBLISH, OFFICER, state="approved", accounts=1) == (
        "Hanya kepala unit yang dapat mempublikasikan hasil. "
        "Unit ini hanya punya satu akun: minta koordinator perangkat daerah melakukannya."
    )
    assert reason(Action.ROUND_APPROVE, COORDINATOR) == (
        "Hanya kepala unit yang dapat menyetujui hasil. "
        "Koordinator perangkat daerah menggantikannya hanya bila unit itu punya satu akun saja."
    )
    assert reason(Action.EXCLUSION_CONFIRM, COORDINATOR, OFFICER, same=True, accounts=1) == (
        "Mengesahkan usulan jawaban yang tidak dihitung perlu orang kedua, karena Anda sendiri yang mengusulkannya. "
        "Undang satu orang lagi untuk unit ini."
    )


def test_a_foreign_thing_tells_nothing() -> None:
    foreign = decide(Action.ROUND_APPROVE, [HEAD], Place("82", "82.71", 10, 101), state="draft")
    nothing = decide(Action.ROUND_APPROVE, [], UNIT, state="published")
    assert foreign == nothing
    assert foreign.reason == "Halaman ini tidak ditemukan."


def test_one_person_with_several_posts_acts_by_the_one_that_suffices() -> None:
    got = decide(Action.ROUND_APPROVE, [OFFICER, COORDINATOR, HEAD], UNIT, state="processed", person=1, first_person=2)
    assert got.grant == HEAD
    own_before_stand_in = decide(Action.ROUND_PUBLISH, [COORDINATOR, HEAD], UNIT, state="approved", unit_accounts=1)
    assert own_before_stand_in.grant == HEAD


# --- properties

governments = st.sampled_from([("82", "82"), ("82", "82.71"), ("82", "82.72"), ("81", "81"), ("81", "81.71")])
ids = st.one_of(st.none(), st.integers(1, 3))


@st.composite
def places(draw: st.DrawFn) -> Place:
    agency = draw(ids)
    return Place(*draw(governments), agency, draw(ids) if agency is not None else None)


some_grants = st.lists(st.builds(Grant, st.sampled_from(Role), places(), st.integers(1, 9), st.just("")), max_size=4)
some_state = st.sampled_from(sorted(STATES))
accounts = st.one_of(st.none(), st.integers(0, 3))
persons = st.integers(1, 2)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(Action), some_grants, some_grants, places(), some_state, persons, persons, accounts)
def test_more_posts_never_take_a_right_away(
    action: Action,
    some: list[Grant],
    more: list[Grant],
    place: Place,
    state: str,
    person: int,
    first: int,
    count: int | None,
) -> None:
    few, many = (
        decide(action, held, place, state=state, person=person, first_person=first, unit_accounts=count)
        for held in (some, [*more, *some])
    )
    assert few.allowed <= many.allowed
    assert few.visible <= many.visible


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(Action), some_grants, places(), some_state, persons, persons, accounts)
def test_what_is_allowed_is_visible_and_given_by_a_post_of_the_same_province(
    action: Action, grants: list[Grant], place: Place, state: str, person: int, first: int, count: int | None
) -> None:
    got = decide(action, grants, place, state=state, person=person, first_person=first, unit_accounts=count)
    assert got.allowed <= got.visible
    assert bool(got.reason) is not got.allowed
    if got.allowed:
        assert got.grant in grants
        assert got.grant is not None
        assert got.grant.place.province == place.province


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(Action), some_grants, places(), some_state, persons, persons, accounts)
def test_a_foreign_place_is_never_visible(
    action: Action, grants: list[Grant], place: Place, state: str, person: int, first: int, count: int | None
) -> None:
    """Posts of other provinces, and posts of another government that is not the province's own, see nothing."""
    foreign = [
        grant
        for grant in grants
        if grant.place.province != place.province or (grant.place.government not in (place.government, place.province))
    ]
    got = decide(action, foreign, place, state=state, person=person, first_person=first, unit_accounts=count)
    assert (got.allowed, got.visible) == (False, False)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([action for action in Action if needs_second(action)]),
    some_grants,
    places(),
    some_state,
    persons,
    accounts,
)
def test_nobody_is_their_own_second_person(
    action: Action, grants: list[Grant], place: Place, state: str, person: int, count: int | None
) -> None:
    got = decide(action, grants, place, state=state, person=person, first_person=person, unit_accounts=count)
    assert not got.allowed
