"""Texts of the report: checked by the table of the profile file, kept by key, frozen once approved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.skm.test_round_to_publication import answered, processed
from tests.skm.world import Office, an_office

from cermin.base.access import Refused
from cermin.skm import services
from cermin.skm.report_texts import unit_profile
from cermin.skm.shapes import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return an_office()


def test_texts_are_kept_by_key_and_taken_out_when_empty(office: Office) -> None:
    round_ = services.edit_profile(
        actor=office.officer,
        round_=office.round,
        profile={
            "tim": " Sekretaris ",
            "tanggal_laporan": date(2026, 7, 15),
            "alamat": ["Jalan Contoh 1", "", "Telepon 0921"],
            "target": {"U1": Decimal("3.2"), "U2": ""},
            "rencana": [{"unsur": "u9 sarana", "kegiatan": "Menambah kursi", "bohong": "x"}, {}],
        },
    )
    assert round_.profile == {
        "tim": "Sekretaris",
        "tanggal_laporan": "2026-07-15",
        "alamat": ["Jalan Contoh 1", "Telepon 0921"],
        "target": {"U1": "3.2"},
        "rencana": [{"unsur": "u9 sarana", "kegiatan": "Menambah kursi"}],
    }
    profile = unit_profile(round_.profile, unit="Kantor", agency="Dinas", government="Pemerintah Kota")
    assert (profile.report_date, profile.targets) == (date(2026, 7, 15), (("U1", Decimal("3.2")),))
    assert profile.plan[0].element == "U9"
    assert profile.letterhead.address == ("Jalan Contoh 1", "Telepon 0921")
    round_ = services.edit_profile(actor=office.officer, round_=round_, profile={"tim": "", "rencana": []})
    assert set(round_.profile) == {"tanggal_laporan", "alamat", "target"}


def test_every_wrong_text_is_named_by_its_key(office: Office) -> None:
    with pytest.raises(ValidationError) as refused:
        services.edit_profile(
            actor=office.officer,
            round_=office.round,
            profile={
                "tim": "x" * 601,
                "nip_kepala": "12",
                "tanggal_laporan": "kemarin",
                "target": {"U1": "5"},
                "rencana": [{"kegiatan": "Tanpa unsur"}],
                "unit": "Nama lain",
            },
        )
    assert set(refused.value.message_dict) == {"tim", "nip_kepala", "tanggal_laporan", "target", "rencana", "unit"}
    assert office.again().profile == {}


def test_changes_are_three_short_lines(office: Office) -> None:
    with pytest.raises(ValidationError, match="Paling banyak 3"):
        services.edit_changes(actor=office.officer, round_=office.round, changes=["a", "b", "c", "d"])
    with pytest.raises(ValidationError, match="160"):
        services.edit_changes(actor=office.officer, round_=office.round, changes=["a" * 161])
    round_ = services.edit_changes(actor=office.officer, round_=office.round, changes=["Loket baru", " "])
    assert round_.changes == ["Loket baru"]


def test_texts_stand_still_once_approved_until_it_is_sent_back(office: Office) -> None:
    processed(answered(office.opened()))
    services.edit_profile(actor=office.officer, round_=office.round, profile={"tim": "Tim satu"})
    services.approve_round(actor=office.head, round_=office.round)
    with pytest.raises(Refused, match="sudah diolah"):
        services.edit_profile(actor=office.officer, round_=office.round, profile={"tim": "Tim dua"})
    with pytest.raises(Refused):
        services.edit_changes(actor=office.officer, round_=office.round, changes=["Loket baru"])
    services.return_round(actor=office.head, round_=office.round, reason="Tim belum benar")
    services.edit_profile(actor=office.officer, round_=office.round, profile={"tim": "Tim dua"})
    assert report_of(office.again()).profile.team == "Tim dua"


def test_the_report_knows_what_the_round_knows(office: Office) -> None:
    office.unit.address, office.unit.phone = "Jalan Contoh 2", "0921 111"
    office.unit.save()
    processed(answered(office.opened()))
    profile = report_of(office.round).profile
    assert profile.letterhead.address == ("Jalan Contoh 2", "Telepon 0921 111")
    assert (profile.period, profile.population) == ("Semester I Tahun 2026", 1000)
    assert profile.population_source == "Register loket 2025"
    assert (profile.start, profile.steps[1].start) == (office.round.opens_on, office.round.opens_on)
    assert profile.steps[3].start is None
