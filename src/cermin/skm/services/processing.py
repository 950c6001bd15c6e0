"""From answers to a frozen result, its approval, and the way back.

Processing has three parts. First, under a lock on the round, it is fixed which answers count: whoever came before counts, whoever
comes after is late. Then the rows, which nobody can change any more, are read and computed without holding anything. Last, under
the lock again, the result is stored, unless an exclusion was agreed in the meantime: then it is computed once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cermin import __version__
from cermin.base.access import Actor, Refused, require
from cermin.base.jobs import enqueue
from cermin.base.models import Job
from cermin.documents.incoming.results import Refusal
from cermin.documents.skm.periods import compare_periods, trend_points
from cermin.documents.skm.result_json import METHOD
from cermin.documents.skm.result_reading import load_result
from cermin.documents.skm.shape import InputFacts, LeftOut, PreviousResult
from cermin.organizations.queries import unit_accounts
from cermin.pure.calc.survey import evaluate_survey
from cermin.pure.policy import Action
from cermin.skm import states
from cermin.skm.models import (
    Batch,
    Comment,
    Exclusion,
    Publication,
    Response,
    ResponseConflict,
    Round,
    RoundResult,
    RoundService,
)
from cermin.skm.moments import day_in, grace_end
from cermin.skm.publications import content_bytes
from cermin.skm.quality import flags
from cermin.skm.rows import Counted, excluded_ids, read_rows
from cermin.skm.services.common import blocked, hold, hold_by_id, move, note, reason_text, save
from cermin.skm.stored import Kept, Unfiltered, freeze_kept

JOB = "skm.process"

Progress = Callable[[int, int, str], None]

_STEPS = 4
_TRIES = 3


@transaction.atomic
def request_processing(*, actor: Actor, round_: Round, early: bool = False) -> Job:
    """Ask for the processing of a closed round, or of a processed one again. early: the head agrees not to wait for the grace."""
    fresh = hold(round_)
    action = Action.ROUND_PROCESS
    if _waits(fresh, timezone.now()):
        if not early:
            require(actor, Action.ROUND_PROCESS, fresh)
            raise Refused(_waiting_sentence(fresh))
        action = Action.ROUND_PROCESS_EARLY
    decision = require(actor, action, fresh)
    _nothing_pending(fresh)
    job = enqueue(
        actor=actor,
        kind=JOB,
        government_id=fresh.government_id,
        label=f"Mengolah {fresh.name}",
        arguments={"round": fresh.id, "early": early, "post": decision.grant.title if decision.grant else ""},
        unit_id=fresh.unit_id,
        agency_id=fresh.unit.agency_id,
    )
    note(actor, action, fresh, {"job": job.id})
    return job


def process_round(
    *,
    actor: Actor,
    round_id: int,
    government_id: str,
    early: bool = False,
    post: str = "",
    progress: Progress | None = None,
) -> RoundResult:
    """Process a round: what the job runs; `request_processing` has asked for the right. Run again, it changes nothing.

    post: by what post the person acts. Refused before the end of the grace (unless early) or in another state; ValidationError
    while proposals to leave answers out are open.
    """
    say = progress or (lambda _done, _total, _message: None)
    for _ in range(_TRIES):
        say(0, _STEPS, "Menetapkan jawaban yang dihitung")
        round_ = _fix_answers(actor, government_id, round_id, early)
        say(1, _STEPS, "Membaca jawaban")
        computed = compute(round_, lambda: say(2, _STEPS, "Menghitung"))
        say(3, _STEPS, "Menyimpan hasil")
        found = _store(actor, round_, computed, post)
        if found is not None:
            return found
    raise blocked("Usulan jawaban yang tidak dihitung terus berubah selama diolah. Coba lagi setelah selesai.")


def _waits(round_: Round, now: datetime) -> bool:
    """Whether answers on their way are still waited for: only before the first processing, which fixes what counts."""
    end = grace_end(round_)
    return round_.first_processed_at is None and end is not None and now < end


def _waiting_sentence(round_: Round) -> str:
    end = grace_end(round_)
    assert end is not None
    day = day_in(round_.unit, end)
    return (
        f"Masa tunggu kiriman yang terlambat tiba berakhir {day.day:02d}-{day.month:02d}-{day.year}. Tunggu sampai hari itu, atau minta"
        " kepala unit mengolahnya lebih awal."
    )


def _nothing_pending(round_: Round) -> None:
    """A result must not depend on what somebody may still agree to."""
    pending = Exclusion.objects.filter(
        government_id=round_.government_id, round=round_, confirmed_at=None, withdrawn_at=None
    ).count()
    if pending:
        raise blocked(
            f"Ada {pending} usulan jawaban yang tidak dihitung, belum disahkan. Sahkan atau tarik usulan itu, lalu olah lagi."
        )
    if Batch.objects.filter(
        government_id=round_.government_id, round=round_, withdrawal_asked_at__isnull=False, withdrawn_at=None
    ).exists():
        raise blocked("Ada usulan menarik unggahan, belum disahkan. Sahkan atau batalkan usulan itu, lalu olah lagi.")


@transaction.atomic
def _fix_answers(actor: Actor, government_id: str, round_id: int, early: bool) -> Round:
    """From here on every further answer is late."""
    round_ = hold_by_id(government_id, round_id)
    if round_.state not in (states.CLOSED, states.PROCESSED):
        raise Refused("Hanya ronde yang sudah ditutup dan belum disetujui yang dapat diolah.")
    now = timezone.now()
    if _waits(round_, now) and not early:
        raise Refused(_waiting_sentence(round_))
    _nothing_pending(round_)
    if round_.first_processed_at is None:
        round_.first_processed_at = now
        round_.previous = _previous_round(round_)
        save(round_)
        note(actor, Action.ROUND_PROCESS, round_, {"first_processed_at": now.isoformat()})
    return round_


def _previous_round(round_: Round) -> Round | None:
    """The unit's newest published round of an earlier period."""
    found: Round | None = (
        Round.objects.filter(
            government_id=round_.government_id,
            unit_id=round_.unit_id,
            state=states.PUBLISHED,
            period_end__lte=round_.period_end,
        )
        .exclude(id=round_.id)
        .order_by("-period_end", "-published_at", "-id")
        .first()
    )
    return found


@dataclass(frozen=True, slots=True)
class Computed:
    """What was computed, and from what: excluded are the ids taken out when the rows were read."""

    kept: Kept
    quality: dict[str, object]
    input_digest: str
    excluded: frozenset[int]
    late: int


def compute(round_: Round, read: Callable[[], None] = lambda: None) -> Computed:
    """Read the rows and compute everything that is frozen. read: called once they are read."""
    out = frozenset(excluded_ids(round_))
    asked = list(
        RoundService.objects.filter(government_id=round_.government_id, round=round_).order_by("position", "id")
    )
    publication = _publication_before(round_)
    context = [f"service {row.service_id} {row.population} {row.target_by}" for row in asked]
    context.append(f"previous {publication.digest if publication else '-'}")
    rows = read_rows(round_, context)
    read()
    answers = rows.counted
    n = len(answers.scores)
    populations = [row.population for row in asked]
    population = sum(p for p in populations if p) if populations and all(populations) else None
    small = population is not None and population < n
    sample_by: Literal["table", "formula"] = (
        "formula" if asked and all(r.target_by == "formula" for r in asked) else "table"
    )
    result = evaluate_survey(answers, population=None if small else population, sample_by=sample_by)
    unfiltered = None
    if rows.excluded.any():
        everything = evaluate_survey(rows.answers, with_statistics=False).index
        unfiltered = Unfiltered(
            everything.respondents, everything.value, everything.grade.letter if everything.grade else None
        )
    previous = _previous_result(publication)
    late = Response.objects.filter(government_id=round_.government_id, round=round_, is_late=True).count()
    conflicts = ResponseConflict.objects.filter(government_id=round_.government_id, round=round_).count()
    kept = Kept(
        result=result,
        change=compare_periods(result, previous, round_.period_label),
        trend=trend_points(result, previous, round_.period_label),
        previous=previous,
        facts=_facts(round_, rows, late=late, small=small),
        unfiltered=unfiltered,
        comments=_comments(round_, out),
    )
    found = flags(rows, result, late=late, conflicts=conflicts, population_small=small)
    return Computed(kept, {"flags": found}, rows.input_digest, out, late)


def _publication_before(round_: Round) -> Publication | None:
    if round_.previous_id is None:
        return None
    found: Publication | None = (
        Publication.objects.filter(government_id=round_.government_id, round_id=round_.previous_id)
        .order_by("-published_at", "-id")
        .first()
    )
    return found


def _previous_result(publication: Publication | None) -> PreviousResult | None:
    """Read as the file command reads last period's `hasil.json`, so that both compare alike."""
    if publication is None:
        return None
    try:
        return load_result(content_bytes(publication.content))
    except Refusal:  # published without an index: nothing to compare with
        return None


def _facts(round_: Round, rows: Counted, *, late: int, small: bool) -> InputFacts:
    content = round_.instrument.content
    names = {element["key"]: f"{element['code']} {element['name']}" for element in content["elements"]}
    excluded = int(rows.excluded.sum())
    left_out = []
    if excluded:
        left_out.append(LeftOut("tidak dihitung setelah diperiksa dan disahkan orang kedua", excluded))
    if late:
        left_out.append(LeftOut("datang sesudah waktunya", late))
    warnings = []
    if small:
        warnings.append(
            "Jumlah pengguna layanan yang diisi lebih kecil daripada jumlah responden, maka tidak dipakai menghitung."
        )
    return InputFacts(
        file_name=f"ronde {round_.name}",
        sha256=rows.input_digest,
        rows_read=len(rows.channels) + late,
        left_out=tuple(left_out),
        mapping=tuple(
            (f"{question['code']}: {question['text']}", names[question["element"]]) for question in content["questions"]
        ),
        warnings=tuple(warnings),
        form=content["form"],
        from_round=True,
    )


def _comments(round_: Round, out: frozenset[int]) -> int:
    """Comments that came with a counted answer."""
    found = Comment.objects.filter(government_id=round_.government_id, round=round_, response__is_late=False)
    return sum(response_id not in out for response_id in found.values_list("response_id", flat=True))


@transaction.atomic
def _store(actor: Actor, before: Round, computed: Computed, post: str) -> RoundResult | None:
    """The stored result; None when an exclusion was agreed while it was computed."""
    round_ = hold(before)
    if round_.state not in (states.CLOSED, states.PROCESSED):
        raise Refused("Ronde ini berubah selama diolah. Muat ulang halaman untuk melihat keadaannya.")
    _nothing_pending(round_)
    if excluded_ids(round_) != computed.excluded:
        return None
    newest: RoundResult | None = newest_result(round_)
    if (
        newest is not None
        and round_.state == states.PROCESSED
        and not round_.return_reason
        and newest.input_digest == computed.input_digest
        and newest.version == __version__
        and newest.processed_by == actor.person_id
    ):
        return newest  # the same person and the same answers: a job that ran twice
    return save_result(actor, round_, computed, post)


def newest_result(round_: Round) -> RoundResult | None:
    """The result that counts."""
    found: RoundResult | None = (
        RoundResult.objects.filter(government_id=round_.government_id, round=round_).order_by("-number").first()
    )
    return found


def add_result(actor: Actor, round_: Round, computed: Computed) -> RoundResult:
    """The next frozen result of a round that is held."""
    results = RoundResult.objects.filter(government_id=round_.government_id, round=round_)
    row: RoundResult = RoundResult.objects.create(
        government_id=round_.government_id,
        round=round_,
        number=(results.aggregate(highest=Max("number"))["highest"] or 0) + 1,
        method=METHOD,
        version=__version__,
        input_digest=computed.input_digest,
        respondents=computed.kept.result.index.respondents,
        excluded=len(computed.excluded),
        late=computed.late,
        content=freeze_kept(computed.kept),
        quality=computed.quality,
        processed_at=timezone.now(),
        processed_by=actor.person_id,
    )
    return row


def save_result(actor: Actor, round_: Round, computed: Computed, post: str) -> RoundResult:
    row = add_result(actor, round_, computed)
    move(round_, states.PROCESSED)
    round_.processed_at, round_.processed_by, round_.return_reason = row.processed_at, actor.person_id, ""
    round_.posts = {**round_.posts, "processed": post}
    save(round_)
    note(
        actor,
        Action.ROUND_PROCESS,
        round_,
        {
            "result": row.number,
            "respondents": row.respondents,
            "excluded": row.excluded,
            "late": row.late,
            "input": row.input_digest,
        },
    )
    return row


@transaction.atomic
def approve_round(*, actor: Actor, round_: Round) -> Round:
    """The head agrees to the result; whoever processed it cannot. ValidationError while something is open."""
    fresh = hold(round_)
    decision = require(
        actor,
        Action.ROUND_APPROVE,
        fresh,
        first_person=fresh.processed_by or 0,
        unit_accounts=unit_accounts(fresh.unit),
    )
    _nothing_pending(fresh)
    newest = newest_result(fresh)
    assert newest is not None, "a processed round has a result"
    if newest.excluded != len(excluded_ids(fresh)):
        raise blocked("Ada jawaban yang disahkan untuk tidak dihitung sesudah hasil ini diolah. Olah ulang dahulu.")
    if newest.content["result"]["index"]["value"] is None:
        raise blocked("Hasil ini belum memiliki nilai indeks, maka belum dapat disetujui.")
    move(fresh, states.APPROVED)
    fresh.approved_at, fresh.approved_by, fresh.return_reason = timezone.now(), actor.person_id, ""
    fresh.posts = {**fresh.posts, "approved": decision.grant.title if decision.grant else ""}
    save(fresh)
    note(actor, Action.ROUND_APPROVE, fresh, {"result": newest.number, "input": newest.input_digest})
    return fresh


@transaction.atomic
def return_round(*, actor: Actor, round_: Round, reason: str) -> Round:
    """Send the result back to the officer, with what has to be mended; an approval is taken back with it."""
    fresh = hold(round_)
    require(actor, Action.ROUND_RETURN, fresh, unit_accounts=unit_accounts(fresh.unit))
    why = reason_text(reason)
    move(fresh, states.PROCESSED)
    fresh.approved_at, fresh.approved_by, fresh.return_reason = None, None, why
    fresh.posts = {key: value for key, value in fresh.posts.items() if key != "approved"}
    save(fresh)
    note(actor, Action.ROUND_RETURN, fresh, {"reason": why})
    return fresh
