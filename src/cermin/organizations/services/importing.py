"""Bringing a whole list of agencies, units and services from one spreadsheet: kept, looked at, applied as a whole by a job."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cermin.base import audit, files
from cermin.base.access import Actor, NotVisible, require
from cermin.base.jobs import enqueue
from cermin.base.models import Job
from cermin.documents.incoming.error_copy import write_error_copy
from cermin.documents.incoming.results import Refusal
from cermin.documents.incoming.structure import STRUCTURE_LIMITS, ReadStructure, read_structure
from cermin.organizations.models import Agency, Government, Person, Service, ServicePopulation, Unit
from cermin.organizations.queries.people import actor_of
from cermin.organizations.queries.structure import governments
from cermin.organizations.services.import_plan import Plan, plan_import, spoken
from cermin.pure.policy import Action, Place

JOB: Final = "organizations.import"
ENDINGS: Final = (".xlsx", ".xls", ".ods", ".csv")
KEPT_SECONDS: Final = 7 * 24 * 3600
"""How long the address of a preview holds."""

_SALT: Final = "organizations.import"
_BATCH: Final = 500

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that was brought and kept. government: the widest one in which the actor may import; name: as the person had it."""

    government: Government
    sha256: str
    name: str

    @property
    def place(self) -> Place:
        return self.government.place

    @property
    def token(self) -> str:
        """The part of an address that finds it again."""
        load = {"g": self.government.code, "f": self.sha256, "n": self.name}
        return signing.dumps(load, salt=_SALT, compress=True)


def import_home(actor: Actor) -> Government | None:
    """The government in whose name the actor imports: the province for who reaches it whole; None for who may not."""
    return governments(actor, Action.STRUCTURE_IMPORT).first()


def list_file(actor: Actor, token: str) -> ListFile | None:
    """The list of that address; None when the address is old or forged, or the list is not the actor's to see."""
    try:
        load = signing.loads(token, salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    found = governments(actor, Action.STRUCTURE_IMPORT).filter(code=load["g"]).first()
    return None if found is None else ListFile(found, load["f"], load["n"])


def too_large() -> str:
    """The sentence for a file over the limit."""
    most = STRUCTURE_LIMITS.file_bytes // (1024 * 1024)
    return (
        f"Berkas lebih dari {most} MB. Simpan hanya lembar daftar unit ke berkas baru, tanpa gambar, lalu pilih lagi."
    )


@transaction.atomic
def receive_list(*, actor: Actor, name: str, content: bytes) -> ListFile:
    """Read the list once, and keep it. ValidationError {"file": ...} for what is no list; nothing is changed by it yet."""
    home = import_home(actor)
    if home is None:
        raise NotVisible
    require(actor, Action.STRUCTURE_IMPORT, home)
    called = _clean_name(name)
    if not called.lower().endswith(ENDINGS):
        raise ValidationError(
            {"file": [f"Berkas '{called}' bukan lembar kerja. Pilih berkas berakhiran {', '.join(ENDINGS)}."]}
        )
    if not content:
        raise ValidationError({"file": ["Berkas itu kosong (0 byte). Simpan ulang, lalu pilih lagi."]})
    if len(content) > STRUCTURE_LIMITS.file_bytes:
        raise ValidationError({"file": [too_large()]})
    try:
        _read(called, content)
    except Refusal as refusal:
        raise ValidationError({"file": [refusal.message.text()]}) from None
    kept = ListFile(home, files.store(home.code, content), called)
    _note(actor, home, kept, {"Perubahan": "Daftar unit diterima untuk diperiksa", "Ukuran": len(content)})
    return kept


def _clean_name(name: str) -> str:
    """The last part of a path of any system, without control characters, short, with its ending."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    text = " ".join("".join(c for c in last if unicodedata.category(c)[0] != "C").split()).lstrip(".")
    suffix = PurePosixPath(text).suffix[:10]
    return f"{(text.removesuffix(suffix) or 'daftar')[:60].rstrip()}{suffix}"


def _note(actor: Actor, government: Government, kept: ListFile, detail: dict[str, object]) -> None:
    audit.record(
        actor,
        action=Action.STRUCTURE_IMPORT.value,
        government_id=government.code,
        kind="government",
        object_id=government.code,
        label=kept.name,
        detail={**detail, "Sidik berkas": kept.sha256},
    )


@contextmanager
def _laid_out(name: str, content: bytes) -> Iterator[Path]:
    """The bytes as a file under their own name, which the reader judges and its sentences name."""
    with tempfile.TemporaryDirectory(prefix="cermin-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


def _read(name: str, content: bytes) -> ReadStructure:
    with _laid_out(name, content) as path:
        return read_structure(path)


def read_list(kept: ListFile) -> ReadStructure:
    """The rows of a kept list. Raises Refusal (a newer version may judge a file otherwise) and files.Damaged."""
    return _read(kept.name, files.read(kept.government.code, kept.sha256))


def preview(actor: Actor, kept: ListFile) -> Plan:
    """What the list would change now, and what is wrong with it."""
    require(actor, Action.STRUCTURE_IMPORT, kept)
    return plan_import(actor, read_list(kept))


def error_copy(actor: Actor, kept: ListFile) -> bytes:
    """The list as a workbook with a column 'Kesalahan' beside its table."""
    require(actor, Action.STRUCTURE_IMPORT, kept)
    with _laid_out(kept.name, files.read(kept.government.code, kept.sha256)) as path:
        read = read_structure(path)
        judged = _Judged(tuple(plan_import(actor, read).errors), read.sheet, read.header_row)
        target = path.with_name("salinan.xlsx")
        write_error_copy(path, judged, target, STRUCTURE_LIMITS)
        return target.read_bytes()


@dataclass(frozen=True, slots=True)
class _Judged:
    errors: tuple
    sheet: str
    header_row: int


# Applying ----------------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_import(*, actor: Actor, kept: ListFile) -> Job:
    """Ask for the list to be applied. Refused while a row is wrong, or when there is nothing to do."""
    require(actor, Action.STRUCTURE_IMPORT, kept)
    _need_clean(preview(actor, kept))
    return enqueue(
        actor=actor,
        kind=JOB,
        government_id=kept.government.code,
        label=f"Impor daftar unit dari {kept.name}",
        arguments={"file": kept.sha256, "name": kept.name},
    )


def _need_clean(plan: Plan) -> None:
    if plan.errors:
        first = plan.errors[0]
        raise ValidationError(
            f"{len(plan.errors)} sel perlu diperbaiki dulu, mulai dari {first.address}. Tidak ada yang diterapkan."
        )
    if not plan.changes:
        raise ValidationError("Isi daftar ini sama dengan yang sudah tercatat. Tidak ada yang perlu diterapkan.")


def run_import(*, person_id: int | None, government_id: str, sha256: str, name: str, progress: Progress) -> str:
    """What the job does; returns its sentence. The rights are those the person holds when it runs. A second run changes nothing."""
    progress(0, 3, "Membaca berkas")
    person = Person.objects.filter(id=person_id).first()
    actor = actor_of(person) if person is not None else Actor(None, "")
    home = governments(actor, Action.STRUCTURE_IMPORT).filter(code=government_id).first()
    if home is None:
        raise ValidationError("Anda tidak lagi berhak mengimpor di sini. Minta Biro Organisasi menerapkan daftar ini.")
    kept = ListFile(home, sha256, name)
    try:
        read = read_list(kept)
    except Refusal as refusal:
        raise ValidationError(refusal.message.text()) from None
    progress(1, 3, f"Memeriksa dan menyimpan {read.rows_read} baris")
    try:
        plan = apply_list(actor=actor, kept=kept, read=read)
    except IntegrityError:
        raise ValidationError(
            "Daftar perangkat daerah atau unit berubah saat impor berjalan, maka tidak ada yang diterapkan. Coba lagi."
        ) from None
    progress(3, 3, "Selesai")
    return f"{spoken(plan.counts())[0].upper()}{spoken(plan.counts())[1:]}."


@transaction.atomic
def apply_list(*, actor: Actor, kept: ListFile, read: ReadStructure) -> Plan:
    """Write all of it or nothing. One line of audit per government that changes. ValidationError while a row is wrong."""
    wanted = governments(actor, Action.STRUCTURE_IMPORT).order_by("code").values_list("code", flat=True)
    # Held until the end: no second import, and no new agency, comes in between.
    held = {row.code: row for row in Government.objects.select_for_update().filter(code__in=list(wanted))}
    plan = plan_import(actor, read)
    if plan.errors:
        _need_clean(plan)
    for code in plan.governments:
        require(actor, Action.STRUCTURE_IMPORT, held[code])
    Agency.objects.bulk_create(plan.new["agency"], batch_size=_BATCH)
    Unit.objects.bulk_create(plan.new["unit"], batch_size=_BATCH)
    Service.objects.bulk_create(plan.new["service"], batch_size=_BATCH)
    ServicePopulation.objects.bulk_create(plan.new["population"], batch_size=_BATCH)
    units, populations = plan.altered["unit"].values(), plan.altered["population"].values()
    here = {"government_id__in": list(held)}
    Unit.objects.filter(**here).bulk_update(units, ["unit_type", "address", "phone"], batch_size=_BATCH)
    ServicePopulation.objects.filter(**here).bulk_update(populations, ["people", "source"], batch_size=_BATCH)
    for code in plan.governments:
        _note(actor, held[code], kept, {"Perubahan": "Daftar unit diterapkan", **plan.counts(code)})
    return plan
