"""Who asks, for what, and where: roles, actions, round states, and places with the reach of a post."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final


class Reach(StrEnum):
    """How far a post of a role reaches from its own place, narrow to wide."""

    UNIT = auto()
    AGENCY = auto()
    GOVERNMENT = auto()
    PROVINCE = auto()

    @property
    def label(self) -> str:
        """Indonesian words for a page."""
        return _REACH_LABELS[self]


_REACH_LABELS: Final = {
    Reach.UNIT: "unit sendiri",
    Reach.AGENCY: "perangkat daerah sendiri",
    Reach.GOVERNMENT: "pemerintah daerah sendiri",
    Reach.PROVINCE: "seluruh provinsi",
}


class Role(StrEnum):
    """What a post is for. The value is stored with the post and never changes its meaning."""

    OFFICER = auto()
    HEAD = auto()
    COORDINATOR = auto()
    SECTION = auto()
    BUREAU = auto()
    MINISTRY = auto()
    INSPECTOR = auto()
    ADMINISTRATOR = auto()

    @property
    def label(self) -> str:
        """Short Indonesian name, as it stands inside a sentence."""
        return _ROLES[self][0]

    @property
    def legal_term(self) -> str:
        """The office or function as official documents name it."""
        return _ROLES[self][1]

    @property
    def reach(self) -> Reach:
        """How far a post of this role reaches; `circle_of` narrows PROVINCE for a post outside the province's own government."""
        return _ROLES[self][2]

    @property
    def seat(self) -> Reach:
        """The level at which a post of this role stands: UNIT, AGENCY or GOVERNMENT (see `fits`)."""
        return Reach.GOVERNMENT if self.reach is Reach.PROVINCE else self.reach


_ROLES: Final = {
    Role.OFFICER: ("petugas unit", "Petugas survei unit penyelenggara pelayanan publik", Reach.UNIT),
    Role.HEAD: ("kepala unit", "Pimpinan unit penyelenggara pelayanan publik", Reach.UNIT),
    Role.COORDINATOR: ("koordinator perangkat daerah", "Koordinator survei pada perangkat daerah", Reach.AGENCY),
    Role.SECTION: ("Bagian Organisasi", "Bagian Organisasi sekretariat daerah kabupaten/kota", Reach.GOVERNMENT),
    Role.BUREAU: ("Biro Organisasi", "Biro Organisasi sekretariat daerah provinsi", Reach.PROVINCE),
    Role.MINISTRY: ("pembaca kementerian", "Kementerian yang membidangi pelayanan publik", Reach.PROVINCE),
    Role.INSPECTOR: ("inspektorat", "Inspektorat daerah (APIP)", Reach.PROVINCE),
    Role.ADMINISTRATOR: ("pengelola aplikasi", "Dinas Komunikasi dan Informatika", Reach.PROVINCE),
}


class Action(StrEnum):
    """Everything that needs a right. The value is written into audit lines and never changes its meaning."""

    GOVERNMENT_READ = auto()
    GOVERNMENT_EDIT = auto()
    STRUCTURE_READ = auto()
    STRUCTURE_EDIT = auto()
    STRUCTURE_IMPORT = auto()
    SERVICE_EDIT = auto()
    POST_READ = auto()
    POST_EDIT = auto()
    PERSON_INVITE = auto()
    PERSON_END_SESSIONS = auto()
    AUDIT_READ = auto()
    INSTRUMENT_EDIT = auto()
    ROUND_READ = auto()
    ROUND_PLAN = auto()
    ROUND_OPEN = auto()
    ROUND_EXTEND = auto()
    ROUND_CLOSE = auto()
    ROUND_CANCEL = auto()
    ROUND_PROCESS = auto()
    ROUND_PROCESS_EARLY = auto()
    RESPONSES_UPLOAD = auto()
    EXCLUSION_PROPOSE = auto()
    EXCLUSION_CONFIRM = auto()
    BATCH_WITHDRAW = auto()
    BATCH_WITHDRAW_CONFIRM = auto()
    RESULT_READ = auto()
    COMMENTS_READ = auto()
    ROUND_APPROVE = auto()
    ROUND_RETURN = auto()
    ROUND_PUBLISH = auto()
    PUBLICATION_CORRECT = auto()
    REPORT_PROFILE_EDIT = auto()
    REPORT_READ = auto()
    REPORT_MAKE = auto()
    JOB_READ = auto()

    @property
    def label(self) -> str:
        """The act in Indonesian, a verb first; with a small first letter it fits after "dapat"."""
        return _ACTION_LABELS[self]


_ACTION_LABELS: Final = {
    Action.GOVERNMENT_READ: "Melihat data pemerintah daerah",
    Action.GOVERNMENT_EDIT: "Mengubah data pemerintah daerah dan narahubung privasi",
    Action.STRUCTURE_READ: "Melihat perangkat daerah, unit, dan layanan",
    Action.STRUCTURE_EDIT: "Mengubah perangkat daerah dan unit",
    Action.STRUCTURE_IMPORT: "Mengimpor daftar perangkat daerah dan unit",
    Action.SERVICE_EDIT: "Mengubah layanan dan jumlah penggunanya",
    Action.POST_READ: "Melihat jabatan dan pemegangnya",
    Action.POST_EDIT: "Mengubah jabatan dan pemegangnya",
    Action.PERSON_INVITE: "Mengundang orang",
    Action.PERSON_END_SESSIONS: "Mengakhiri sesi masuk orang lain",
    Action.AUDIT_READ: "Membaca jejak perubahan",
    Action.INSTRUMENT_EDIT: "Menyusun kuesioner",
    Action.ROUND_READ: "Melihat ronde dan jumlah jawabannya",
    Action.ROUND_PLAN: "Menyiapkan ronde",
    Action.ROUND_OPEN: "Membuka ronde",
    Action.ROUND_EXTEND: "Memperpanjang ronde",
    Action.ROUND_CLOSE: "Menutup ronde",
    Action.ROUND_CANCEL: "Membatalkan ronde",
    Action.ROUND_PROCESS: "Mengolah hasil",
    Action.ROUND_PROCESS_EARLY: "Mengolah hasil sebelum masa tunggu berakhir",
    Action.RESPONSES_UPLOAD: "Mengunggah jawaban dari berkas",
    Action.EXCLUSION_PROPOSE: "Mengusulkan jawaban yang tidak dihitung",
    Action.EXCLUSION_CONFIRM: "Mengesahkan usulan jawaban yang tidak dihitung",
    Action.BATCH_WITHDRAW: "Mengusulkan penarikan unggahan",
    Action.BATCH_WITHDRAW_CONFIRM: "Mengesahkan penarikan unggahan",
    Action.RESULT_READ: "Melihat hasil",
    Action.COMMENTS_READ: "Membaca saran dan komentar",
    Action.ROUND_APPROVE: "Menyetujui hasil",
    Action.ROUND_RETURN: "Mengembalikan hasil untuk diperbaiki",
    Action.ROUND_PUBLISH: "Mempublikasikan hasil",
    Action.PUBLICATION_CORRECT: "Menerbitkan ralat publikasi",
    Action.REPORT_PROFILE_EDIT: "Mengubah teks laporan",
    Action.REPORT_READ: "Membaca laporan",
    Action.REPORT_MAKE: "Membuat laporan",
    Action.JOB_READ: "Melihat jalannya pekerjaan",
}

NEW: Final = ""
"""State of a thing that does not exist yet, or that has no state."""

STATES: Final = {
    "draft": "masih disiapkan",
    "open": "sedang dibuka",
    "closed": "sudah ditutup",
    "processed": "sudah diolah",
    "approved": "sudah disetujui",
    "published": "sudah dipublikasikan",
    "cancelled": "dibatalkan",
}
"""States of a round in their order, each with the Indonesian words that follow "ronde ini"."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing stands. province and government are government keys ("82", "82.71"; equal for the province's own
    government); agency and unit are ids, None above that level.

    ValueError: an empty key, or a unit without its agency.
    """

    province: str
    government: str
    agency: int | None = None
    unit: int | None = None

    def __post_init__(self) -> None:
        if not self.province or not self.government:
            raise ValueError("A place needs the keys of its province and its government.")
        if self.unit is not None and self.agency is None:
            raise ValueError("The place of a unit needs its agency.")


@dataclass(frozen=True, slots=True)
class Grant:
    """One post that a person holds today. place: where the post stands; title: its name for pages and audit lines."""

    role: Role
    place: Place
    post_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Circle:
    """All that lies within `reach` around `place`; the place is cut to the level of the reach (PROVINCE: the province's
    own government). Lists are filtered by circles, single things are decided by them."""

    reach: Reach
    place: Place

    def holds(self, place: Place) -> bool:
        """Whether the place lies inside (the root itself included, what stands above it not)."""
        root = self.place
        if place.province != root.province:
            return False
        if self.reach is Reach.PROVINCE:
            return True
        if place.government != root.government:
            return False
        if self.reach is Reach.GOVERNMENT:
            return True
        if place.agency != root.agency:
            return False
        return self.reach is Reach.AGENCY or place.unit == root.unit


def fits(role: Role, place: Place) -> bool:
    """Whether a post of this role can stand there: an officer or head at a unit, a coordinator at an agency, the others at
    a government (agency and unit None), a section only at a regency or city. A post that does not fit reaches nothing;
    otherwise a coordinator could make an administrator's post inside one of its own units."""
    if role is Role.SECTION and place.government == place.province:
        return False
    if role.seat is Reach.UNIT:
        return place.unit is not None
    if role.seat is Reach.AGENCY:
        return place.agency is not None and place.unit is None
    return place.agency is None


def circle_of(grant: Grant, reach: Reach) -> Circle | None:
    """The circle that `reach` draws around the post; None when the post does not fit its role.

    PROVINCE becomes GOVERNMENT for a post outside the province's own government.
    """
    place = grant.place
    if not fits(grant.role, place):
        return None
    if reach is Reach.PROVINCE and place.government == place.province:
        return Circle(Reach.PROVINCE, Place(place.province, place.province))
    if reach in (Reach.PROVINCE, Reach.GOVERNMENT):
        return Circle(Reach.GOVERNMENT, Place(place.province, place.government))
    if place.agency is None:
        return None
    if reach is Reach.AGENCY:
        return Circle(Reach.AGENCY, Place(place.province, place.government, place.agency))
    return None if place.unit is None else Circle(Reach.UNIT, place)


def reaches(grant: Grant, place: Place) -> bool:
    """Whether the place lies inside what the post is responsible for, by the reach of its role alone."""
    circle = circle_of(grant, grant.role.reach)
    return circle is not None and circle.holds(place)


def roles_requiring_second_factor() -> frozenset[Role]:
    """Roles whose holders sign in with a second factor: they approve, invite, or reach many units."""
    return frozenset({Role.HEAD, Role.COORDINATOR, Role.SECTION, Role.BUREAU, Role.ADMINISTRATOR})
