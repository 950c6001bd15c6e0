"""What happened in the made-up office: two published half-years and one round that is open now."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from cermin.base import jobs
from cermin.base.access import Actor
from cermin.demo.answers import Drawn, draw
from cermin.demo.cast import ACCOUNTS, PASSWORD, Account
from cermin.demo.clock import as_of
from cermin.organizations.models import Agency, Government, Person, Post, Region, Service, Term, Unit
from cermin.organizations.queries import actor_of
from cermin.organizations.services import offering, structure
from cermin.skm import queries as survey_queries
from cermin.skm import services as survey
from cermin.skm.models import Publication, Round

ZONE = "Asia/Jayapura"
PROVINCE = "82"
HELD_SINCE = date(2024, 1, 1)

SERVICES: tuple[tuple[str, int], ...] = (
    ("Pemeriksaan umum", 2_140),
    ("Kesehatan ibu dan anak", 860),
    ("Imunisasi", 640),
    ("Surat keterangan sehat", 190),
)
"""Services of the surveyed unit with their users per half-year."""

MEANS: Mapping[str, float] = {
    "PERSYARATAN": 3.24,
    "PROSEDUR": 3.17,
    "WAKTU": 2.86,
    "BIAYA": 3.72,
    "PRODUK": 3.30,
    "KOMPETENSI": 3.36,
    "PERILAKU": 3.41,
    "PENGADUAN": 2.74,
    "SARPRAS": 2.98,
}
DRIFT: Mapping[str, float] = {"WAKTU": 0.4, "PROSEDUR": 0.2, "SARPRAS": 0.24, "PENGADUAN": 0.1}
"""What each half-year adds; the rest only moves by chance."""

PLAN: tuple[Mapping[str, str], ...] = (
    {
        "unsur": "U8",
        "kegiatan": "Menunjuk satu petugas penerima keluhan dan menempel jawaban setiap Senin",
        "waktu": "Triwulan I",
        "penanggung_jawab": "Kepala Puskesmas",
    },
    {
        "unsur": "U3",
        "kegiatan": "Membuka loket kedua pada pukul 08.00 sampai 10.00",
        "waktu": "Triwulan I",
        "penanggung_jawab": "Kepala Tata Usaha",
    },
    {
        "unsur": "U9",
        "kegiatan": "Menambah 20 kursi ruang tunggu dan satu kipas angin",
        "waktu": "Triwulan II",
        "penanggung_jawab": "Kepala Tata Usaha",
    },
)
CHANGES = ("Loket pendaftaran kedua dibuka setiap pagi.", "Kursi ruang tunggu ditambah 20 buah.")


@dataclass(frozen=True, slots=True)
class HalfYear:
    """A period of the survey. label: "Semester I 2026"."""

    label: str
    starts_on: date
    ends_on: date

    @property
    def before(self) -> HalfYear:
        """The half-year that ended the day before this one began."""
        return half_year_of(self.starts_on - timedelta(days=1))


def half_year_of(day: date) -> HalfYear:
    """The half-year that holds a day."""
    if day.month <= 6:
        return HalfYear(f"Semester I {day.year}", date(day.year, 1, 1), date(day.year, 6, 30))
    return HalfYear(f"Semester II {day.year}", date(day.year, 7, 1), date(day.year, 12, 31))


@dataclass(frozen=True, slots=True)
class Told:
    """What the story made: accounts, the surveyed unit, the open round with its survey code, and the publications, oldest first."""

    accounts: tuple[Account, ...]
    unit: Unit
    open_round: Round
    code: str
    publications: tuple[Publication, ...]


Progress = Callable[[str], None]


def tell(*, today: date, seed: int = 82, progress: Progress = lambda _text: None) -> Told:
    """Fill the empty database. today: the day on which the last round is open; the same day and seed make the same answers."""
    pick = random.Random(seed)  # noqa: S311 (a story, no secret)
    with as_of(_at(HELD_SINCE, 8)):
        places = _places(pick)
        people = {account.login: _person(account, places) for account in ACCOUNTS}
    officer, head = people["petugas.contoh"], people["kepala.contoh"]
    unit = places["unit"]
    assert isinstance(unit, Unit)
    now = half_year_of(today)
    if (today - now.starts_on).days < 30:
        now = now.before  # nobody opens the round of a half-year that has just begun
    publications = []
    for steps, period in ((2, now.before.before), (1, now.before)):
        progress(f"{period.label}: menjawab, mengolah, menerbitkan")
        publications.append(_finished_round(pick, officer, head, unit, period, drift=2 - steps))
    progress(f"{now.label}: ronde yang sedang dibuka")
    open_round = _open_round(pick, officer, unit, now, today)
    return Told(ACCOUNTS, unit, open_round, survey_queries.doors_of(unit)[0].code, tuple(publications))


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE))


# The office ----------------------------------------------------------------------------------------------------------------


def _places(pick: random.Random) -> dict[str, Government | Agency | Unit]:
    region = Region.objects.get(code=PROVINCE, valid_to=None)
    province = Government(code=PROVINCE, region=region, kind="province", name=f"Provinsi {region.name}", zone=ZONE)
    province.province = province
    province.save()
    director = _first_administrator(province)
    structure.edit_government(
        actor=director,
        government=province,
        values={
            "zone": ZONE,
            "name": province.name,
            "privacy_controller": "Sekretariat Daerah (contoh)",
            "privacy_purpose": "menilai dan memperbaiki pelayanan",
            "privacy_contact": "privasi@cermin.example",
        },
    )
    home = pick.choice(list(Region.objects.filter(parent_code=PROVINCE, valid_to=None).order_by("code")))
    regency = structure.add_government(actor=director, province=province, region=home)
    agency = structure.create_agency(
        actor=director, government=province, values={"name": "Dinas Kesehatan Contoh", "short_name": "Dinkes Contoh"}
    )
    kind = structure.add_unit_type(actor=director, province=province, name="Puskesmas")
    made: dict[str, Unit] = {}
    for key, name in (("unit", "Puskesmas Contoh Teluk Biru"), ("neighbour", "Puskesmas Contoh Tanjung Pelita")):
        made[key] = structure.create_unit(
            actor=director,
            agency=agency,
            values={"name": name, "unit_type": kind, "address": "Jalan Contoh 1, Pulau Contoh"},
        )
        for service, users in SERVICES if key == "unit" else SERVICES[:2]:
            _service(director, made[key], service, users)
    return {"province": province, "regency": regency, "agency": agency, **made}


def _service(director: Actor, unit: Unit, name: str, users: int) -> Service:
    service = offering.create_service(actor=director, unit=unit, values={"name": name})
    offering.record_population(
        actor=director,
        service=service,
        starts_on=date(2023, 7, 1),
        ends_on=date(2023, 12, 31),
        people=users,
        source="Register kunjungan (contoh)",
    )
    return service


def _first_administrator(province: Government) -> Actor:
    """The administrator of the cast begins: the one account that nobody can invite."""
    account = next(account for account in ACCOUNTS if account.login == "pengelola.contoh")
    return actor_of(_person(account, {"province": province}), HELD_SINCE)


def _person(account: Account, places: Mapping[str, Government | Agency | Unit]) -> Person:
    """The person with the post. The demo's people did not come by invitation: their password is known to everybody."""
    found = Person.objects.filter(login=account.login).first()
    if found is not None:
        return found
    at = places[account.at]
    government = at if isinstance(at, Government) else at.government
    with transaction.atomic():
        person = Person.objects.create_user(account.login, PASSWORD, name=account.name)
        post = Post.objects.create(
            government=government,
            role=account.role.value,
            agency=at if isinstance(at, Agency) else at.agency if isinstance(at, Unit) else None,
            unit=at if isinstance(at, Unit) else None,
            title=account.title,
        )
        Term.objects.create(
            government=government, post=post, person=person, starts_on=HELD_SINCE, decree="SK contoh 1/2024"
        )
    return person


# The rounds ----------------------------------------------------------------------------------------------------------------


def _planned(officer: Person, unit: Unit, period: HalfYear, opens_on: date, closes_on: date) -> Round:
    actor = actor_of(officer, opens_on)
    planned = survey.plan_round(
        actor=actor,
        unit=unit,
        period_label=period.label,
        period_start=period.starts_on,
        period_end=period.ends_on,
    )
    planned = survey.edit_round(actor=actor, round_=planned, values={"opens_on": opens_on, "closes_on": closes_on})
    return survey.open_round(actor=actor, round_=planned)


def _finished_round(
    pick: random.Random, officer: Person, head: Person, unit: Unit, period: HalfYear, *, drift: int
) -> Publication:
    """A round from plan to publication, with its documents."""
    opens_on = period.starts_on + timedelta(days=45)
    closes_on = opens_on + timedelta(days=54)
    with as_of(_at(opens_on, 8)):
        round_ = _planned(officer, unit, period, opens_on, closes_on)
    people = 300 + pick.randrange(60)
    _answer(pick, round_, people, opens_on, closes_on, drift)
    with as_of(_at(closes_on, 16)):
        round_ = survey.close_round(actor=actor_of(officer, closes_on), round_=round_)
    processed_on = closes_on + timedelta(days=9)
    with as_of(_at(processed_on, 9)):
        survey.edit_profile(
            actor=actor_of(officer, processed_on),
            round_=round_,
            profile={
                "jabatan_kepala": "Kepala Puskesmas Contoh Teluk Biru",
                "nama_kepala": "Idris Samudra",
                "disiapkan": "Petugas survei",
                "metode": "Kuesioner elektronik dan kertas di ruang tunggu",
                "lokasi": "Ruang pendaftaran dan ruang tunggu",
                "rencana": [dict(line) for line in PLAN],
            },
        )
        survey.process_round(
            actor=actor_of(officer, processed_on), round_id=round_.id, government_id=round_.government_id
        )
    approved_on = processed_on + timedelta(days=2)
    with as_of(_at(approved_on, 10)):
        boss = actor_of(head, approved_on)
        round_ = survey.approve_round(actor=boss, round_=round_)
        publication = survey.publish_index(actor=boss, round_=round_, changes=CHANGES if drift else ())
        for job in survey_queries.jobs_of(round_, ("skm.report",)):
            done = jobs.run_now(job.id)
            if done.error:
                raise RuntimeError(done.error)
            DBTaskResult.objects.filter(
                id=done.task_id
            ).delete()  # no worker runs yet; the first must not find it again
    return publication


def _open_round(pick: random.Random, officer: Person, unit: Unit, period: HalfYear, today: date) -> Round:
    """The round that is open today: begun four weeks ago, six days to go, not yet at its target."""
    opens_on = max(period.starts_on, today - timedelta(days=29))
    with as_of(_at(opens_on, 8)):
        round_ = _planned(officer, unit, period, opens_on, today + timedelta(days=6))
    _answer(pick, round_, 140, opens_on, today, drift=2)
    return round_


def _answer(pick: random.Random, round_: Round, people: int, first: date, last: date, drift: int) -> None:
    """Citizens answer on working days, each at a moment of its own, the way an answer from the door goes."""
    content = round_.instrument.content
    elements = [question["element"] for question in content["questions"]]
    means = {key: mean + drift * DRIFT.get(key, 0) for key, mean in MEANS.items()}
    asked = {row.service_id: row.population or 1 for row in round_.round_services.order_by("position")}
    days = [day for day in (first + timedelta(days=n) for n in range((last - first).days)) if day.weekday() < 5]
    moments = sorted(_at(pick.choice(days), pick.randrange(8, 15), pick.randrange(60)) for _ in range(people))
    for moment in moments:
        drawn: Drawn = draw(pick, elements, means, content["profile"])
        with as_of(moment):
            survey.record_response(
                government_id=round_.government_id,
                round_id=round_.id,
                service_id=pick.choices(list(asked), list(asked.values()))[0],
                client_id=UUID(int=pick.getrandbits(128), version=4),
                scores=drawn.scores,
                profile=drawn.profile,
                comment=drawn.comment,
                channel=pick.choices(("qr", "paper"), (4, 1))[0],
            )
