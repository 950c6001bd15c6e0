"""Writes of the room: take a file, read it, keep what was said about it, record it once, throw it away."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cermin.base import audit, files
from cermin.base.access import Actor, NotVisible, Refused, require
from cermin.base.components import moment
from cermin.base.jobs import enqueue
from cermin.base.models import IssuedFile, StoredFile
from cermin.documents.format import integer
from cermin.intake import fitting, reading, states
from cermin.intake.models import Upload
from cermin.intake.queries import KEPT, is_busy, job_of, same_file
from cermin.organizations.models import Person
from cermin.organizations.queries import actor_of
from cermin.pure.policy import Action
from cermin.skm import services as skm
from cermin.skm.models import Batch, Round

ENDINGS: Final = (".xlsx", ".xls", ".ods", ".csv")
NAME_LENGTH: Final = 120
LEAVE_OUT: Final = 0
"""In place of a service: the rows of this name are not recorded."""


# --- take it in ------------------------------------------------------------------------------------------------------


@transaction.atomic
def receive_upload(*, actor: Actor, round_: Round, name: str, content: bytes) -> Upload:
    """Keep the file and ask for its reading. ValidationError {"file": ...} for what is no file of answers by name or size."""
    held = skm.hold_by_id(round_.government_id, round_.id)
    require(actor, Action.RESPONSES_UPLOAD, held)
    called = clean_name(name)
    if not called.lower().endswith(ENDINGS):
        raise _bad("file", f"Berkas '{called}' bukan tabel jawaban. Pilih berkas berakhiran {', '.join(ENDINGS)}.")
    if not content:
        raise _bad("file", "Berkas itu kosong (0 byte). Simpan ulang dari program asalnya, lalu pilih lagi.")
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise _bad("file", too_large())
    upload = Upload(
        government_id=held.government_id,
        round=held,
        name=called,
        sha256=files.store(held.government_id, content),
        size=len(content),
        created_at=timezone.now(),
        created_by=actor.person_id,
        created_label=actor.label[:200],
    )
    _ask_reading(actor, upload)
    upload.save(force_insert=True)
    _note(actor, "upload_received", upload, {"sha256": upload.sha256, "size": upload.size})
    return upload


def too_large() -> str:
    """The sentence for a file over the limit."""
    most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
    return f"Berkas lebih dari {most} MB. Simpan hanya lembar jawaban ke berkas baru, tanpa gambar, lalu pilih lagi."


def clean_name(name: str) -> str:
    """The last part of a path of any system, without control characters, at most 120 characters with its ending kept."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    text = " ".join("".join(c for c in last if unicodedata.category(c)[0] != "C").split()).lstrip(".")
    suffix = PurePosixPath(text).suffix[:10]
    stem = text.removesuffix(suffix) or "berkas"
    # A file system counts bytes, and at most 255 of them.
    while len(f"{stem}{suffix}") > NAME_LENGTH or len(f"{stem}{suffix}".encode()) > 240:
        stem = stem[:-1]
    return f"{stem.rstrip()}{suffix}"


@transaction.atomic
def reread_upload(*, actor: Actor, upload: Upload, sheet: str, columns: Mapping[str, str]) -> Upload:
    """Read the file again with these meanings. columns: letter -> "pertanyaan:CODE" or a word of the reader, "" for 'by itself'."""
    held = _hold(actor, upload)
    _need_idle(held)
    form = fitting.round_form(held.round.instrument.content)
    allowed = targets(form)
    for letter, target in columns.items():
        if not re.fullmatch(r"[A-Z]{1,3}", letter) or (target and target not in allowed):
            raise _bad(f"kolom_{letter}", f"Arti kolom {letter} tidak dikenal. Pilih salah satu dari daftar.")
    known = held.summary.get("sheets", [])
    if sheet and sheet not in known:
        raise _bad("sheet", f"Lembar '{sheet}' tidak ada di berkas ini. Pilih salah satu dari daftar.")
    changed = sheet != held.choices.get("sheet", "")
    said = {} if changed else {letter: target for letter, target in columns.items() if target}
    held.choices = {"sheet": sheet, "columns": said, "services": held.choices.get("services", {})}
    _move(held, states.READING)
    held.stamp += 1
    _ask_reading(actor, held)
    held.save()
    _note(actor, "upload_reread", held, {"sheet": sheet, "columns": said})
    return held


def targets(form: fitting.RoundForm) -> frozenset[str]:
    """Every meaning that a column can be given."""
    words = (
        "layanan",
        "tanggal",
        "saran",
        "abaikan",
        "jenis_kelamin",
        "usia",
        "pendidikan",
        "pekerjaan",
        "disabilitas",
    )
    return frozenset({*words, "saluran", *(fitting.QUESTION + question.code for question in form.questions)})


@transaction.atomic
def choose_services(*, actor: Actor, upload: Upload, services: Mapping[str, int]) -> Upload:
    """Say which service of the round each name in the file means; 0 leaves its rows out."""
    held = _hold(actor, upload)
    _need_stage(held, states.READ)
    known = set(_round_services(held))
    for name, service_id in services.items():
        if name not in held.summary.get("services", {}) or (service_id != LEAVE_OUT and service_id not in known):
            raise _bad("services", f"Pilih layanan ronde ini untuk '{name or 'baris tanpa nama layanan'}'.")
    held.choices = {**held.choices, "services": {**held.choices.get("services", {}), **services}}
    held.save(update_fields=["choices"])
    _note(actor, "upload_services", held, {"services": dict(services)})
    return held


def resolved_services(upload: Upload) -> dict[str, int | None]:
    """Name in the file -> service of the round, 0 for left out, None while nobody said."""
    names = list(upload.summary.get("services", {}))
    found = fitting.service_matches(names, _round_services(upload))
    chosen = upload.choices.get("services", {})
    return {name: chosen.get(name, found.get(name)) for name in names}


def _round_services(upload: Upload) -> dict[int, str]:
    rows = upload.round.round_services.select_related("service").order_by("position", "id")
    return {row.service_id: row.service.name for row in rows}


# --- record it -------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm_upload(*, actor: Actor, upload: Upload, without_errors: bool) -> Upload:
    """Ask for the recording of what was read. without_errors: the officer agreed that rows with a bad cell stay out.

    ValidationError says what has still to be decided. Two presses make one batch: the round is held, and the second finds the
    upload on its way.
    """
    held = _hold(actor, upload)
    _settle(held)
    _need_stage(held, states.READ)
    problems = blocking(held)
    if problems:
        raise ValidationError({"__all__": problems})
    if held.summary.get("rows_bad") and not without_errors:
        rows = integer(held.summary["rows_bad"])
        raise _bad("without_errors", f"Centang bahwa {rows} baris yang salah tidak ikut, atau perbaiki berkasnya.")
    if _on_its_way(held):
        raise ValidationError({"__all__": ["Berkas yang sama sedang dimasukkan ke ronde ini. Tunggu sampai selesai."]})
    _move(held, states.RECORDING)
    held.problem = ""
    held.choices = {**held.choices, "no_errors": without_errors}
    held.stamp += 1
    held.job_id = enqueue(
        actor=actor,
        kind="intake.record",
        government_id=held.government_id,
        label=f"Memasukkan jawaban dari {held.name}",
        arguments={"upload": held.id, "stamp": held.stamp},
        unit_id=held.round.unit_id,
        agency_id=held.round.unit.agency_id,
    ).id
    held.save()
    _note(actor, "upload_confirmed", held, {"rows": recordable(held), "left_out": held.summary.get("rows_bad", 0)})
    return held


def blocking(upload: Upload) -> list[str]:
    """What keeps the file from being recorded, apart from rows with bad cells."""
    found = list(upload.summary.get("problems", []))
    for batch in same_file(upload):
        if batch.round_id == upload.round_id:
            found.append(
                f"Berkas yang sama sudah dimasukkan ke ronde ini: {batch.label}, "
                f"{moment(batch.created_at, upload.round.unit.time_zone)}, {integer(batch.rows)} jawaban. "
                "Tarik kumpulan itu lebih dulu bila ingin menggantinya."
            )
            break
    if found:
        return found
    open_names = [name for name, service in resolved_services(upload).items() if service is None]
    for name in open_names:
        who = f"'{name}'" if name else "baris yang tidak menyebut layanan"
        found.append(f"Pilih layanan ronde ini untuk {who}.")
    if not found and not recordable(upload):
        found.append("Tidak ada jawaban yang dimasukkan: semua layanan di berkas dipilih 'Tidak dimasukkan'.")
    return found


def recordable(upload: Upload) -> int:
    """How many answers would be recorded with the services chosen so far."""
    services = resolved_services(upload)
    return sum(rows for name, rows in upload.summary.get("services", {}).items() if services.get(name))


def record_upload(
    *, government_id: str, upload_id: int, stamp: int, person_id: int | None, progress: Callable[[float], None]
) -> Upload:
    """Record the confirmed file as one batch; what the job runs. Run again after it succeeded, it changes nothing.

    person_id: who confirmed; the rights are asked again, with the posts held now. ValidationError or Refused put the upload back.
    """
    upload = _find(government_id, upload_id)
    if upload.stage != states.RECORDING or upload.stamp != stamp:
        return upload
    try:
        content = files.read(government_id, upload.sha256)
        rows = reading.read_rows(asked_of(upload, content), lambda share: progress(share / 2))
        services = resolved_services(upload)
        batch_rows = [
            skm.BatchRow(service_id, row.scores, row.profile, row.comment)
            for row in rows
            if (service_id := services.get(row.service))
        ]
        progress(0.5)
        return _record(upload, stamp, _person_actor(person_id), batch_rows)
    except (ValueError, files.Damaged) as error:
        raise _put_back(upload, stamp, f"Berkas tidak dapat dibaca lagi. {error}. Unggah sekali lagi.") from error
    except ValidationError as error:
        raise _put_back(upload, stamp, " ".join(error.messages)) from error
    except (Refused, NotVisible) as error:
        reason = error.reason if isinstance(error, Refused) else "Anda tidak lagi memegang jabatan di unit ini."
        raise _put_back(upload, stamp, reason) from error


@transaction.atomic
def _record(upload: Upload, stamp: int, actor: Actor, rows: list[skm.BatchRow]) -> Upload:
    round_ = skm.hold_by_id(upload.government_id, upload.round_id)
    held = _lock(upload)
    if held.stage != states.RECORDING or held.stamp != stamp:
        return held
    batch: Batch = skm.record_batch(
        actor=actor, round_=round_, label=held.name, file_sha256=held.sha256, mapping=_mapping(held), rows=rows
    )
    _move(held, states.RECORDED)
    held.batch, held.finished_at = batch, timezone.now()
    held.save()
    return held


def _mapping(upload: Upload) -> list[dict[str, str]]:
    """How the file was understood, for the record of the batch: columns, then services."""
    form = fitting.round_form(upload.round.instrument.content)
    names = _round_services(upload)
    columns = [
        {"column": f"{c['letter']}: {c['heading']}", "meaning": meaning(form, c["target"])}
        for c in upload.summary["columns"]
    ]
    services = [
        {"service": name or "(tidak disebut)", "meaning": names.get(service or 0, "tidak dimasukkan")}
        for name, service in resolved_services(upload).items()
    ]
    return [*columns, *services]


MEANINGS: Final = {
    "layanan": "Jenis layanan",
    "tanggal": "Tanggal (tidak disimpan)",
    "saran": "Saran",
    "jenis_kelamin": "Jenis kelamin",
    "usia": "Usia",
    "pendidikan": "Pendidikan",
    "pekerjaan": "Pekerjaan",
    "disabilitas": "Disabilitas",
    "saluran": "Cara mengisi (tidak disimpan)",
    "abaikan": "Tidak dibaca",
    "": "Tidak dibaca",
}


def meaning(form: fitting.RoundForm, target: str) -> str:
    """A target in words: "P8 Sarana", "Jenis layanan"."""
    if target.startswith(fitting.QUESTION):
        question = form.question(target.removeprefix(fitting.QUESTION))
        return question.heading if question else MEANINGS["abaikan"]
    return MEANINGS.get(target, MEANINGS["abaikan"])


def _put_back(upload: Upload, stamp: int, sentence: str) -> ValidationError:
    """The upload waits for its officer again, with the reason; the error to raise comes back."""
    with transaction.atomic():
        held = _lock(upload)
        if held.stage == states.RECORDING and held.stamp == stamp:
            _move(held, states.READ)
            held.problem = sentence[:700]
            held.save(update_fields=["stage", "problem"])
    return ValidationError(sentence)


# --- read it ---------------------------------------------------------------------------------------------------------


def read_upload(*, government_id: str, upload_id: int, stamp: int, progress: Callable[[float], None]) -> Upload:
    """Read the file and keep what was understood; what the job runs. An overtaken reading leaves no trace."""
    upload = _find(government_id, upload_id)
    if upload.stage != states.READING or upload.stamp != stamp:
        return upload
    try:
        content = files.read(government_id, upload.sha256)
        outcome = reading.read_summary(asked_of(upload, content), progress)
    except files.Damaged:
        outcome = reading.Outcome({}, "Berkas tidak dapat dibaca lagi dari penyimpanan. Unggah sekali lagi.")
    with transaction.atomic():
        held = _lock(upload)
        if held.stage != states.READING or held.stamp != stamp:
            return held
        held.summary = dict(outcome.summary)
        if outcome.error_copy:
            held.summary["error_copy"] = files.store(government_id, outcome.error_copy)
        held.problem = outcome.problem[:700]
        _move(held, states.REFUSED if outcome.problem else states.READ)
        held.save(update_fields=["summary", "problem", "stage"])
    return held


def asked_of(upload: Upload, content: bytes) -> reading.Asked:
    """What a reading of this upload asks."""
    form = fitting.round_form(upload.round.instrument.content)
    return reading.Asked(upload.name, content, form, upload.round.comments_allowed, upload.choices)


def _ask_reading(actor: Actor, upload: Upload) -> None:
    upload.job_id = enqueue(
        actor=actor,
        kind="intake.read",
        government_id=upload.government_id,
        label=f"Membaca {upload.name}",
        arguments={"upload": upload.id, "stamp": upload.stamp},
        unit_id=upload.round.unit_id,
        agency_id=upload.round.unit.agency_id,
    ).id


# --- throw it away ---------------------------------------------------------------------------------------------------


@transaction.atomic
def discard_upload(*, actor: Actor, upload: Upload) -> Upload:
    """The file will not be recorded: its bytes go at once."""
    held = _hold(actor, upload)
    _need_idle(held)
    _move(held, states.DISCARDED)
    held.finished_at = timezone.now()
    _note(actor, "upload_discarded", held, {})
    _drop(held)
    return held


def purge_uploads(now: datetime) -> int:
    """Let go of every file a week after it came; what was not recorded by then is discarded. Returns how many."""
    old = list(
        Upload.objects.unscoped("old files of all governments go")
        .filter(kept=True, created_at__lt=now - KEPT)
        .values_list("government_id", "id")[:1000]
    )
    count = 0
    for government_id, upload_id in old:
        with transaction.atomic():
            held = _lock(_find(government_id, upload_id))
            if is_busy(held, job_of(held)):
                continue
            if held.stage != states.RECORDED:
                held.stage, held.finished_at = states.DISCARDED, now
            _drop(held)
            count += 1
    return count


def _drop(upload: Upload) -> None:
    """Delete the bytes of the file and of its copy, unless something else of the government holds the same bytes."""
    digests = [upload.sha256, upload.summary.pop("error_copy", "")]
    upload.kept = False
    upload.summary.pop("errors", None)  # they quote cells
    upload.save()
    for digest in filter(None, digests):
        others = Upload.objects.filter(government_id=upload.government_id, kept=True)
        used = others.filter(sha256=digest).exists() or others.filter(summary__error_copy=digest).exists()
        issued = IssuedFile.objects.filter(government_id=upload.government_id, sha256=digest).exists()
        if used or issued:
            continue
        StoredFile.objects.filter(government_id=upload.government_id, sha256=digest).delete()
        path = files.path_of(upload.government_id, digest)
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))


# --- parts -----------------------------------------------------------------------------------------------------------


def digest_of(content: bytes) -> str:
    """The name by which a file is recognised."""
    return hashlib.sha256(content).hexdigest()


def _hold(actor: Actor, upload: Upload) -> Upload:
    """Round and upload as they are now, held; the right to upload is asked. The round always first."""
    round_ = skm.hold_by_id(upload.government_id, upload.round_id)
    held = _lock(upload)
    held.round = round_
    require(actor, Action.RESPONSES_UPLOAD, held)
    return held


def _lock(upload: Upload) -> Upload:
    return _one(Upload.objects.filter(government_id=upload.government_id, id=upload.id).select_for_update(of=("self",)))


def _find(government_id: str, upload_id: int) -> Upload:
    return _one(Upload.objects.filter(government_id=government_id, id=upload_id))


def _one(found: Any) -> Upload:
    upload: Upload | None = found.select_related(
        "round__unit__agency", "round__unit__government", "round__instrument"
    ).first()
    if upload is None:
        raise NotVisible
    return upload


def _person_actor(person_id: int | None) -> Actor:
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise NotVisible
    return actor_of(person)


def _settle(upload: Upload) -> None:
    """A recording whose job stopped for good is a reading again."""
    if upload.stage == states.RECORDING and not is_busy(upload, job_of(upload)):
        _move(upload, states.READ)


def _need_idle(upload: Upload) -> None:
    _settle(upload)
    if is_busy(upload, job_of(upload)):
        raise ValidationError({"__all__": ["Berkas ini sedang dikerjakan. Tunggu sampai selesai, lalu coba lagi."]})
    if upload.stage in (states.RECORDED, states.DISCARDED) or not upload.kept:
        raise ValidationError({"__all__": [f"Berkas ini {states.NAMES[upload.stage].lower()}. Unggah berkas lagi."]})


def _need_stage(upload: Upload, stage: str) -> None:
    if upload.stage != stage or not upload.kept:
        now = states.NAMES[upload.stage].lower()
        raise ValidationError({"__all__": [f"Berkas ini {now}. Muat ulang halaman untuk melihat keadaannya."]})


def _on_its_way(upload: Upload) -> bool:
    return (
        Upload.objects.filter(
            government_id=upload.government_id,
            round_id=upload.round_id,
            sha256=upload.sha256,
            stage=states.RECORDING,
        )
        .exclude(id=upload.id)
        .exists()
    )


def _move(upload: Upload, stage: str) -> None:
    if not states.may_move(upload.stage, stage):
        raise ValueError(f"an upload does not go from {upload.stage} to {stage}")
    upload.stage = stage


def _bad(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: [sentence]})


def _note(actor: Actor, action: str, upload: Upload, detail: Mapping[str, Any]) -> None:
    audit.record(
        actor,
        action=action,
        government_id=upload.government_id,
        kind="upload",
        object_id=upload.id,
        label=f"{upload.name}, {upload.round.name}",
        unit_id=upload.round.unit_id,
        agency_id=upload.round.unit.agency_id,
        detail=dict(detail),
    )
