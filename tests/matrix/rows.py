"""What each address names, and what a person may expect there. An address that is not covered here fails the walk.

A guarded view needs no row of its own: its mark names the action, its parameters name the thing, and the table of rights says the
rest. Views that are open to everybody, or to each signed-in person, are listed with what they answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.matrix.world import FILE, Branch

from cermin.pure.policy import NEW, Action, Place, Reach

ROUND_STATES = ("draft", "open", "closed", "processed", "approved", "published")


@dataclass(frozen=True)
class Target:
    """One filled address. place, state: of the thing it names, for the table of rights; variant: for the test's message."""

    values: Mapping[str, Any]
    place: Place
    state: str = NEW
    variant: str = ""


def rounds(branch: Branch, **more: Any) -> list[Target]:
    return [Target({"round_id": branch.rounds[state].id, **more}, branch.place, state, state) for state in ROUND_STATES]


def one(branch: Branch, state: str = NEW, **values: Any) -> list[Target]:
    return [Target(values, branch.place, state)]


def _places(branch: Branch) -> list[Target]:
    place = branch.place
    government = Place(place.province, place.government)
    agency = Place(place.province, place.government, place.agency)
    return [
        Target({"kind": "unit", "key": str(branch.unit.id)}, place, variant="unit"),
        Target({"kind": "perangkat", "key": str(branch.unit.agency_id)}, agency, variant="agency"),
        Target({"kind": "pemerintah", "key": place.government}, government, variant="government"),
    ]


def id_of(thing: Any) -> int:
    """Everything a branch can hold is there: the world made it."""
    assert thing is not None
    found: int = thing.id
    return found


BY_PARAMETERS: dict[tuple[str, ...], Callable[[Branch], list[Target]]] = {
    ("round_id",): rounds,
    ("round_id", "kind"): lambda b: rounds(b, kind="a4.pdf"),
    ("unit_id",): lambda b: one(b, unit_id=b.unit.id),
    ("upload_id",): lambda b: one(b, "open", upload_id=id_of(b.upload)),
    ("batch_id",): lambda b: one(b, "open", batch_id=id_of(b.batch)),
    ("document_id", "name"): lambda b: one(b, "published", document_id=id_of(b.document), name=FILE),
    ("post_id",): lambda b: one(b, post_id=id_of(b.post)),
    ("term_id",): lambda b: one(b, term_id=id_of(b.term)),
    ("invitation_id",): lambda b: one(b, invitation_id=id_of(b.invitation)),
    ("person_id",): lambda b: one(b, person_id=id_of(b.person)),
    ("kind", "key"): _places,
    ("service_id",): lambda b: one(b, service_id=b.rounds["open"].round_services.all()[0].service_id),
    ("agency_id",): lambda b: [
        Target({"agency_id": b.unit.agency_id}, Place(b.place.province, b.place.government, b.place.agency))
    ],
    ("code",): lambda b: [Target({"code": b.place.government}, Place(b.place.province, b.place.government))],
}
"""Names of an address's parameters, in order -> what it can name in a branch. For guarded views."""

OWN_PLACE: dict[str, tuple[Action, Reach]] = {
    "jejak/": (Action.AUDIT_READ, Reach.UNIT),
    "jejak/jejak.csv": (Action.AUDIT_READ, Reach.UNIT),
    "organisasi/jenis-unit/": (Action.STRUCTURE_EDIT, Reach.PROVINCE),
    "organisasi/pemerintah/tambah/": (Action.GOVERNMENT_EDIT, Reach.PROVINCE),
    "organisasi/impor/": (Action.STRUCTURE_IMPORT, Reach.UNIT),
    "organisasi/impor/templat/": (Action.STRUCTURE_IMPORT, Reach.UNIT),
}
"""Guarded addresses that name nothing: the thing is what one's own posts reach, if they reach at least so far."""

SECRET: dict[str, Action] = {
    "organisasi/impor/<str:token>/": Action.STRUCTURE_IMPORT,
    "organisasi/impor/<str:token>/kesalahan/": Action.STRUCTURE_IMPORT,
}
"""Guarded addresses that only the person who was given them can know: any other is not found, or refused."""

SIGNED_IN: dict[str, frozenset[int]] = {
    "beranda/": frozenset({200}),
    "cari/": frozenset({200}),
    "survei/": frozenset({200}),
    "pekerjaan/": frozenset({200}),
    "pekerjaan/<int:job_id>/": frozenset({200, 404}),
    "organisasi/": frozenset({200, 302}),
    "organisasi/unit/": frozenset({200}),
    "organisasi/urungkan/": frozenset({405}),
    "organisasi/jabatan/": frozenset({200}),
    "organisasi/jabatan/baru/": frozenset({200, 404}),
    "organisasi/jabatan/urungkan/": frozenset({405}),
    "akun/periksa/": frozenset({200, 302}),
    "akun/periksa/kode/": frozenset({200, 302}),
    "akun/periksa/kunci/": frozenset({200, 302}),
    "akun/kata-sandi/": frozenset({200, 302}),
    "akun/sesi/": frozenset({200}),
    "akun/keamanan/": frozenset({200}),
    "akun/keamanan/kode/pasang/": frozenset({200, 302}),
    "akun/keamanan/kode/lepas/": frozenset({200, 302}),
    "akun/keamanan/cadangan/": frozenset({200, 302, 404}),
    "akun/keamanan/cadangan/buat/": frozenset({200, 302}),
    "akun/keamanan/kunci/": frozenset({200, 302}),
    "akun/keamanan/kunci/tambah/": frozenset({200, 302}),
    "akun/keamanan/kunci/<int:pk>/hapus/": frozenset({302, 404}),
    "akun/keamanan/kunci/<int:pk>/ubah/": frozenset({302, 404}),
    "akun/jabatan/": frozenset({200}),
}
"""What a signed-in person may be answered (GET)."""

JOB_SEEN = Action.JOB_READ
"""A job page is open to whom this action reaches, 404 to others."""

PUBLIC: dict[str, frozenset[int]] = {
    "s/": frozenset({404}),
    "s/<str:code>": frozenset({404}),
    "S/<str:code>": frozenset({302, 404}),
    "cek": frozenset({200}),
    "privasi/<str:code>": frozenset({404}),
    "healthz": frozenset({200}),
    "akun/login/": frozenset({200, 302}),
    "akun/login/kunci/": frozenset({200, 302, 404}),
    "akun/login/langkah-kedua/": frozenset({302}),
    "akun/keluar/": frozenset({200, 302}),
    "akun/nonaktif/": frozenset({200}),
    "akun/pertama/<str:code>/": frozenset({404}),
    "undangan/<str:token>/": frozenset({200, 404}),
    "": frozenset({200}),
    "indeks/": frozenset({200}),
    "indeks/<int:publication_id>/": frozenset({200, 404}),
    "indeks/<int:publication_id>/berkas/<str:name>": frozenset({404}),
    "v/": frozenset({200}),
    "v/<str:code>": frozenset({404}),
    "robots.txt": frozenset({200}),
    "favicon.ico": frozenset({200, 301, 302}),
}
"""Open to everybody (GET). Codes and secrets that nobody gave out are not found."""
