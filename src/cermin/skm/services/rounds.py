"""Planning, opening, extending, closing and cancelling a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cermin.base.access import Actor, require, task_actor
from cermin.organizations.models import Service, Unit
from cermin.organizations.queries import population_of, services_of
from cermin.pure.calc.sampling import required_sample
from cermin.pure.policy import Action
from cermin.skm import states
from cermin.skm.instrument_content import form_content
from cermin.skm.languages import LANGUAGES, RECORD
from cermin.skm.models import Round, RoundService
from cermin.skm.moments import closing_moment, day_in
from cermin.skm.queries.readiness import readiness
from cermin.skm.services.common import Complaints, hold, hold_by_id, invalid, move, note, plain, reason_text, save
from cermin.skm.services.doors import make_doors
from cermin.skm.services.instruments import draft_instrument, freeze_instrument

MOST_GRACE_DAYS = 60
"""Longer than any offline device or letter needs; more is a slip of the finger."""

MOST_PEOPLE = 1_000_000_000
MOST_SERVICES = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100
CHANGES, CHANGE_LENGTH = 3, 160

DEFAULT_FORM = "skm-9"


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """One service of a round with its population. by: Krejcie and Morgan's table or their formula."""

    service_id: int
    population: int | None
    source: str
    by: Literal["table", "formula"] = "table"


@transaction.atomic
def plan_round(*, actor: Actor, unit: Unit, period_label: str, period_start: date, period_end: date) -> Round:
    """A new draft, filled with what the unit's last round used: questionnaire, services with their populations, languages, texts.

    Without an earlier round: the nine questions, every active service, the newest population known of each.
    """
    unit = (
        Unit.objects.filter(government_id=unit.government_id, id=unit.id).select_related("agency", "government").get()
    )
    require(actor, Action.ROUND_PLAN, unit)
    complaints = Complaints()
    label = complaints.text(period_label, "period_label", "Nama periode", most=60)
    first, last = _days(
        complaints,
        period_start,
        period_end,
        ("period_start", "Awal periode"),
        ("period_end", "Akhir periode"),
        needed=True,
    )
    complaints.raise_any()
    assert first
    assert last
    last_round = (
        Round.objects.filter(government_id=unit.government_id, unit=unit)
        .exclude(state=states.CANCELLED)
        .select_related("instrument")
        .order_by("-period_end", "-id")
        .first()
    )
    content = (
        dict(last_round.instrument.content) if last_round else form_content(DEFAULT_FORM, languages=tuple(LANGUAGES))
    )
    now = timezone.now()
    made = Round(
        government_id=unit.government_id,
        unit=unit,
        name=f"SKM {label}",
        period_label=label,
        period_start=first,
        period_end=last,
        grace_days=last_round.grace_days if last_round else settings.GRACE_DAYS,
        languages=list(last_round.languages) if last_round else list(LANGUAGES),
        comments_allowed=last_round.comments_allowed if last_round else True,
        profile={key: value for key, value in last_round.profile.items() if key in KEPT_TEXTS} if last_round else {},
        previous=Round.objects.filter(government_id=unit.government_id, unit=unit, state=states.PUBLISHED)
        .order_by("-published_at", "-id")
        .first(),
        created_at=now,
        created_by=actor.person_id,
        instrument=draft_instrument(unit, content),
    )
    _save_unique(made)
    RoundService.objects.bulk_create(_first_services(made, last_round, day_in(unit, now)))
    make_doors(unit)
    note(actor, Action.ROUND_PLAN, made, {"period": label, "start": first, "end": last})
    return made


KEPT_TEXTS = frozenset(
    {
        "alamat", "keputusan_tim", "tim", "metode", "lokasi", "kontak", "tempat", "jabatan_kepala", "nama_kepala",
        "nip_kepala", "disiapkan", "diperiksa", "kertas", "target",
    }
)  # fmt: skip
"""Texts of the report that usually hold for the next round too; dates, plans and what was done about them do not."""


def _save_unique(round_: Round) -> None:
    """Write a new round or a new period; one unit has one round per period."""
    taken = Round.objects.filter(
        government_id=round_.government_id, unit_id=round_.unit_id, period_label=round_.period_label
    ).exclude(state=states.CANCELLED)
    sentence = f"Unit ini sudah punya ronde untuk periode {round_.period_label}. Lanjutkan ronde itu, atau beri nama periode lain."
    if taken.exclude(id=round_.id).exists():
        raise invalid("period_label", sentence)
    try:
        with transaction.atomic():
            round_.save()
    except IntegrityError as error:  # two persons planned it in the same moment
        raise invalid("period_label", sentence) from error


def _first_services(made: Round, last_round: Round | None, today: date) -> list[RoundService]:
    """The services of a new draft: last round's where they are still given, or all of the unit's."""
    active = {service.id: service for service in services_of(made.unit, today)}
    known = {service.id: population_of(service, made.period_start, made.period_end) for service in active.values()}
    rows: list[ServiceTarget] = []
    if last_round is not None:
        for row in last_round.round_services.order_by("position", "id"):
            if row.service_id not in active:
                continue
            found = known[row.service_id]
            if found is not None and found.ends_on >= last_round.period_start:
                # Counted since the last round was planned.
                rows.append(ServiceTarget(row.service_id, found.people, found.source, row.target_by))
            else:
                rows.append(ServiceTarget(row.service_id, row.population, row.population_source, row.target_by))
    if not rows:
        rows = [
            ServiceTarget(key, found.people if found else None, found.source if found else "")
            for key, found in known.items()
        ]
    return [_round_service(made, position, row) for position, row in enumerate(rows, 1)]


def _round_service(round_: Round, position: int, row: ServiceTarget) -> RoundService:
    return RoundService(
        government_id=round_.government_id,
        round=round_,
        service_id=row.service_id,
        position=position,
        population=row.population,
        population_source=row.source,
        target=required_sample(row.population, 0, by=row.by).minimum if row.population else None,
        target_by=row.by,
    )


def _day(complaints: Complaints, value: object, field: str, title: str) -> date | None:
    if value is None or value == "":
        return None
    found = value.date() if isinstance(value, datetime) else value
    if isinstance(found, str):
        try:
            found = date.fromisoformat(found)
        except ValueError:
            found = None
    if not isinstance(found, date) or not FIRST_YEAR <= found.year <= LAST_YEAR:
        complaints.add(field, f"{title} bukan tanggal yang dikenal. Tulis tahun-bulan-hari, misalnya 2026-03-02.")
        return None
    return found


def _days(
    complaints: Complaints,
    start: object,
    end: object,
    first: tuple[str, str],
    last: tuple[str, str],
    *,
    needed: bool = False,
) -> tuple[date | None, date | None]:
    """Two days in order. first, last: (field, title)."""
    found = []
    for value, (field, title) in ((start, first), (end, last)):
        day = _day(complaints, value, field, title)
        if needed and day is None and field not in complaints.found:
            complaints.add(field, f"Isi {title[0].lower()}{title[1:]}.")
        found.append(day)
    if found[0] and found[1] and found[0] > found[1]:
        complaints.add(
            last[0], f"{last[1]} lebih dahulu daripada {first[1][0].lower()}{first[1][1:]}. Perbaiki salah satunya."
        )
    return found[0], found[1]


EDITABLE = (
    "name", "period_label", "period_start", "period_end", "opens_on", "closes_on", "grace_days", "languages",
    "comments_allowed",
)  # fmt: skip


@transaction.atomic
def edit_round(*, actor: Actor, round_: Round, values: Mapping[str, Any]) -> Round:
    """Change a draft; what `values` does not name stays. Days as date or ISO text, None or "" empties opens_on and closes_on."""
    fresh = hold(round_)
    require(actor, Action.ROUND_PLAN, fresh)
    if unknown := [key for key in values if key not in EDITABLE]:
        raise ValueError(f"a round has no editable {', '.join(unknown)}")
    complaints = Complaints()
    before = {name: getattr(fresh, name) for name in EDITABLE}
    now = dict(before)
    if "name" in values:
        now["name"] = complaints.text(values["name"], "name", "Nama ronde", most=120)
    if "period_label" in values:
        now["period_label"] = complaints.text(values["period_label"], "period_label", "Nama periode", most=60)
    now["period_start"], now["period_end"] = _days(
        complaints,
        values.get("period_start", fresh.period_start),
        values.get("period_end", fresh.period_end),
        ("period_start", "Awal periode"),
        ("period_end", "Akhir periode"),
        needed=True,
    )
    now["opens_on"], now["closes_on"] = _days(
        complaints,
        values.get("opens_on", fresh.opens_on),
        values.get("closes_on", fresh.closes_on),
        ("opens_on", "Hari pertama"),
        ("closes_on", "Hari terakhir"),
    )
    if "grace_days" in values:
        now["grace_days"] = _grace(complaints, values["grace_days"])
    if "languages" in values:
        now["languages"] = _languages(complaints, values["languages"])
    if "comments_allowed" in values:
        now["comments_allowed"] = bool(values["comments_allowed"])
    complaints.raise_any()
    changed = {name: [plain(before[name]), plain(now[name])] for name in EDITABLE if before[name] != now[name]}
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, now[name])
    fresh.stamp += 1
    _save_unique(fresh)
    note(actor, Action.ROUND_PLAN, fresh, changed)
    return fresh


def _grace(complaints: Complaints, value: object) -> int:
    try:
        days = int(str(value))
    except ValueError:
        days = -1
    if not 0 <= days <= MOST_GRACE_DAYS:
        complaints.add("grace_days", f"Masa tunggu harus 0 sampai {MOST_GRACE_DAYS} hari.")
    return days


def _languages(complaints: Complaints, value: object) -> list[str]:
    chosen = list(value) if isinstance(value, list | tuple | set) else []
    if unknown := [str(code) for code in chosen if code not in LANGUAGES]:
        complaints.add("languages", f"Bahasa tidak dikenal: {', '.join(unknown)}. Pilih dari daftar.")
    return [code for code in LANGUAGES if code == RECORD or code in chosen]


@transaction.atomic
def set_round_services(*, actor: Actor, round_: Round, rows: Sequence[ServiceTarget]) -> Round:
    """The services that the draft asks about, in this order, each with its population; the targets follow from them."""
    fresh = hold(round_)
    require(actor, Action.ROUND_PLAN, fresh)
    complaints = Complaints()
    names = dict(
        Service.objects.filter(government_id=fresh.government_id, unit_id=fresh.unit_id).values_list("id", "name")
    )
    if not rows:
        complaints.add("services", "Pilih sekurang-kurangnya satu layanan.")
    if len(rows) > MOST_SERVICES:
        complaints.add("services", f"Terlalu banyak layanan. Pilih paling banyak {MOST_SERVICES}.")
    checked = []
    for row in rows:
        name = names.get(row.service_id)
        if name is None:
            complaints.add("services", "Ada layanan yang bukan milik unit ini. Muat ulang halaman lalu pilih lagi.")
            continue
        if row.population is not None and not 1 <= row.population <= MOST_PEOPLE:
            complaints.add("services", f"{name}: jumlah pengguna harus bilangan bulat mulai dari 1, atau kosongkan.")
            continue
        if row.by not in ("table", "formula"):
            complaints.add("services", f"{name}: pilih tabel atau rumus Krejcie dan Morgan.")
            continue
        source = complaints.text(row.source, "services", f"{name}: sumber jumlah pengguna", most=200, least=0)
        checked.append(ServiceTarget(row.service_id, row.population, source, row.by))
    if len({row.service_id for row in checked}) < len(checked):
        complaints.add("services", "Satu layanan tertulis dua kali. Hapus salah satunya.")
    complaints.raise_any()
    RoundService.objects.filter(government_id=fresh.government_id, round=fresh).delete()
    made = [_round_service(fresh, position, row) for position, row in enumerate(checked, 1)]
    RoundService.objects.bulk_create(made)
    save(fresh)
    note(
        actor,
        Action.ROUND_PLAN,
        fresh,
        {"services": [[names[row.service_id], row.population, row.target, row.target_by] for row in made]},
    )
    return fresh


@transaction.atomic
def edit_changes(*, actor: Actor, round_: Round, changes: Sequence[str]) -> Round:
    """Up to three lines 'what changed since last time', shown to respondents once they are published with the result."""
    fresh = hold(round_)
    require(actor, Action.REPORT_PROFILE_EDIT, fresh)
    lines = checked_changes(changes)
    if lines != fresh.changes:
        before, fresh.changes = fresh.changes, lines
        save(fresh)
        note(actor, Action.REPORT_PROFILE_EDIT, fresh, {"changes": [before, lines]})
    return fresh


def checked_changes(changes: Sequence[str]) -> list[str]:
    """The lines without blank ones. ValidationError for too many, too long, unprintable."""
    complaints = Complaints()
    lines = [complaints.text(line, "changes", "Baris", most=CHANGE_LENGTH, least=0) for line in changes]
    kept = [line for line in lines if line]
    if len(kept) > CHANGES:
        complaints.add("changes", f"Paling banyak {CHANGES} baris. Gabungkan atau hapus yang kurang penting.")
    complaints.raise_any()
    return kept


@transaction.atomic
def open_round(*, actor: Actor, round_: Round) -> Round:
    """Open a draft that is ready: its questionnaire is frozen, its codes lead to it from its first day on.

    ValidationError (field "readiness") lists everything that blocks.
    """
    # One open round per unit: whoever opens holds the unit, so that two drafts are not opened in the same moment.
    Unit.objects.filter(government_id=round_.government_id, id=round_.unit_id).select_for_update().first()
    fresh = hold(round_)
    require(actor, Action.ROUND_OPEN, fresh)
    blocking = [f"{check.title}: {check.mend}" for check in readiness(fresh) if not check.ok]
    if blocking:
        raise ValidationError({"readiness": blocking})
    now = timezone.now()
    freeze_instrument(fresh, now)
    move(fresh, states.OPEN)
    fresh.opened_at, fresh.opened_by = now, actor.person_id
    save(fresh)
    note(
        actor,
        Action.ROUND_OPEN,
        fresh,
        {
            "opens_on": fresh.opens_on,
            "closes_on": fresh.closes_on,
            "instrument": fresh.instrument.digest,
            "version": fresh.instrument.version,
        },
    )
    return fresh


@transaction.atomic
def extend_round(*, actor: Actor, round_: Round, closes_on: date, reason: str) -> Round:
    """Move the last day of an open round further back. A round whose days are over is not opened again."""
    fresh = hold(round_)
    require(actor, Action.ROUND_EXTEND, fresh)
    complaints = Complaints()
    day = _day(complaints, closes_on, "closes_on", "Hari terakhir")
    try:
        why = reason_text(reason)
    except ValidationError as error:
        complaints.take(error)
    end = closing_moment(fresh)
    if end is not None and end <= timezone.now():
        complaints.add(
            "closes_on", "Hari terakhir ronde ini sudah lewat, maka tidak dapat diperpanjang. Tutup lalu olah hasilnya."
        )
    elif day is None:
        complaints.add("closes_on", "Isi hari terakhir yang baru.")
    elif fresh.closes_on is not None and day <= fresh.closes_on:
        complaints.add("closes_on", "Hari terakhir yang baru harus sesudah hari terakhir yang sekarang.")
    complaints.raise_any()
    before, fresh.closes_on, fresh.extension_reason = fresh.closes_on, day, why
    save(fresh)
    note(actor, Action.ROUND_EXTEND, fresh, {"closes_on": [plain(before), plain(day)], "reason": why})
    return fresh


@transaction.atomic
def close_round(*, actor: Actor, round_: Round) -> Round:
    """End collection now. What was finished before and is still on its way counts until the round is processed."""
    fresh = hold(round_)
    require(actor, Action.ROUND_CLOSE, fresh)
    return _close(actor, fresh, min(moment for moment in (timezone.now(), closing_moment(fresh)) if moment))


def _close(actor: Actor, round_: Round, moment: datetime) -> Round:
    move(round_, states.CLOSED)
    round_.closed_at, round_.closed_by = moment, actor.person_id
    save(round_)
    note(actor, Action.ROUND_CLOSE, round_, {"closed_at": moment.isoformat()})
    return round_


_EVERY_GOVERNMENT = "the clock closes rounds of every government"


def close_ended_rounds(now: datetime) -> int:
    """Close every open round whose last day is over in its unit's zone; the moment of closing is that midnight. Returns how many."""
    ended = (
        Round.objects.unscoped(_EVERY_GOVERNMENT)
        .filter(state=states.OPEN, closes_on__lte=(now + timedelta(days=1)).date())
        .values_list("government_id", "id")
    )
    return sum(_close_ended(government_id, round_id, now) for government_id, round_id in ended)


@transaction.atomic
def _close_ended(government_id: str, round_id: int, now: datetime) -> bool:
    fresh = hold_by_id(government_id, round_id)
    end = closing_moment(fresh)
    if fresh.state != states.OPEN or end is None or end > now:
        return False  # extended or closed by somebody in the meantime, or still day in its zone
    _close(task_actor("menutup ronde"), fresh, end)
    return True


@transaction.atomic
def cancel_round(*, actor: Actor, round_: Round) -> Round:
    """Give up a draft. Its period becomes free again."""
    fresh = hold(round_)
    require(actor, Action.ROUND_CANCEL, fresh)
    move(fresh, states.CANCELLED)
    save(fresh)
    note(actor, Action.ROUND_CANCEL, fresh)
    return fresh
