"""What the people of a unit should do next about its rounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from cermin.base.access import Actor, decide
from cermin.base.work import Work
from cermin.organizations.queries import accounts_by_unit
from cermin.pure.policy import Action, circles
from cermin.skm import states
from cermin.skm.models import Batch, Exclusion, Round, RoundService, Tally
from cermin.skm.moments import day_in, grace_end
from cermin.skm.queries.rounds import rounds

ACTIVE = (states.DRAFT, states.OPEN, states.CLOSED, states.PROCESSED, states.APPROVED)

LAST_DAYS = 7
"""So many days before the end a round that is far from its target is pressed for."""

_READ_AT_MOST = 200


def open_work(actor: Actor, today: date) -> list[Work]:
    """Lines for 'Yang harus dikerjakan', by round. Seven reads, however many rounds there are."""
    acting = circles(Action.ROUND_PLAN, actor.grants) | circles(Action.ROUND_APPROVE, actor.grants)
    standing_in = circles(Action.ROUND_READ, [grant for grant in actor.grants if grant.role == "coordinator"])
    if not acting and not standing_in:
        return []
    found = list(
        rounds(actor)
        .within(acting | standing_in, agency="unit__agency_id", unit="unit_id")
        .filter(state__in=ACTIVE)
        .defer("instrument__content", "profile")[:_READ_AT_MOST]
    )
    if not found:
        return []
    facts = _Facts(found, today)
    return [line for round_ in found for line in _lines(actor, round_, facts, today)]


class _Facts:
    """What the lines need beside the rounds themselves, read for all of them at once."""

    def __init__(self, found: list[Round], today: date) -> None:
        ids = [round_.id for round_ in found]
        governments = {round_.government_id for round_ in found}
        collecting = [round_.id for round_ in found if round_.state == states.OPEN]
        scope = {"government_id__in": governments}
        self.counts = dict(
            Tally.objects.filter(**scope, round_id__in=collecting, dimension="", question=0, value=0)
            .values_list("round_id")
            .annotate(count=Sum("n"))
            .values_list("round_id", "count")
        )
        self.targets = dict(
            RoundService.objects.filter(**scope, round_id__in=collecting)
            .values_list("round_id")
            .annotate(target=Sum("target"))
            .values_list("round_id", "target")
        )
        self.proposals: dict[int, list[int | None]] = {}
        for round_id, proposer in (
            Exclusion.objects.filter(**scope, round_id__in=ids, confirmed_at=None, withdrawn_at=None)
            .values_list("round_id", "proposed_by")
            .distinct()
        ):
            self.proposals.setdefault(round_id, []).append(proposer)
        self.withdrawals: dict[int, int | None] = dict(
            Batch.objects.filter(
                **scope, round_id__in=ids, withdrawal_asked_at__isnull=False, withdrawn_at=None
            ).values_list("round_id", "withdrawal_asked_by")
        )
        self.accounts = accounts_by_unit((round_.unit for round_ in found), today)

    def may(self, actor: Actor, action: Action, round_: Round, first_person: int | None = None) -> bool:
        accounts = self.accounts.get(round_.unit_id, 0)
        return decide(actor, action, round_, first_person=first_person, unit_accounts=accounts).allowed


def _lines(actor: Actor, round_: Round, facts: _Facts, today: date) -> Iterable[Work]:
    if round_.state == states.DRAFT and facts.may(actor, Action.ROUND_OPEN, round_):
        yield _draft(round_)
    elif round_.state == states.OPEN and facts.may(actor, Action.ROUND_CLOSE, round_):
        yield from _open(round_, facts, today)
    elif round_.state == states.CLOSED:
        yield from _closed(actor, round_, facts, today)
    elif round_.state == states.PROCESSED:
        yield from _processed(actor, round_, facts)
    elif round_.state == states.APPROVED and facts.may(actor, Action.ROUND_PUBLISH, round_):
        yield _work(round_, "Publikasikan", "Hasilnya sudah disetujui.", "tindak-lanjut/", "Publikasikan")
    yield from _second_person(actor, round_, facts)


def _work(
    round_: Round,
    verb: str,
    detail: str,
    place: str,
    button: str,
    *,
    due: date | None = None,
    waiting: bool = False,
    begun: bool = False,
) -> Work:
    return Work(
        title=f"{verb} {round_.name}",
        detail=f"{round_.unit.name}. {detail}",
        url=f"/survei/{round_.id}/{place}",
        button=button,
        due=due,
        waiting=waiting,
        begun=begun,
    )


def _draft(round_: Round) -> Work:
    if round_.opens_on is None or round_.closes_on is None:
        detail = "Isi hari pertama dan hari terakhir pengumpulan jawaban."
    else:
        detail = "Periksa daftar 'Siap dibuka?', lalu buka."
    return _work(round_, "Siapkan", detail, "siapkan/", "Lanjutkan", due=round_.opens_on, begun=True)


def _open(round_: Round, facts: _Facts, today: date) -> Iterable[Work]:
    if round_.closes_on is None:
        return
    if round_.closes_on < today:
        yield _work(round_, "Tutup", "Hari terakhirnya sudah lewat.", "kumpulkan/", "Tutup", due=round_.closes_on)
        return
    count, target = facts.counts.get(round_.id, 0), facts.targets.get(round_.id)
    if target and count < target and round_.closes_on - today <= timedelta(days=LAST_DAYS):
        detail = f"Baru {count} dari {target} jawaban. Ajak lebih banyak pengguna, atau perpanjang."
        yield _work(round_, "Kejar jawaban", detail, "kumpulkan/", "Lihat jumlah", due=round_.closes_on, begun=True)
        return
    so_far = f"{count} dari {target} jawaban sudah masuk." if target else f"{count} jawaban sudah masuk."
    yield _work(round_, "Kumpulkan jawaban", so_far, "kumpulkan/", "Buka ronde", due=round_.closes_on, begun=True)


def _closed(actor: Actor, round_: Round, facts: _Facts, today: date) -> Iterable[Work]:
    if (
        round_.id in facts.proposals
        or round_.id in facts.withdrawals
        or not facts.may(actor, Action.ROUND_PROCESS, round_)
    ):
        return
    end = grace_end(round_)
    if end is None or end <= timezone.now() or round_.first_processed_at is not None:
        yield _work(round_, "Olah", "Masa tunggu sudah berakhir.", "olah/", "Olah")
        return
    day = day_in(round_.unit, end)
    detail = f"Kiriman yang masih di jalan ditunggu sampai {day.day:02d}-{day.month:02d}-{day.year}."
    if day <= today + timedelta(days=1):
        yield _work(round_, "Olah", detail, "olah/", "Lihat", due=day)


def _processed(actor: Actor, round_: Round, facts: _Facts) -> Iterable[Work]:
    if round_.return_reason:
        if facts.may(actor, Action.ROUND_PROCESS, round_):
            detail = f"Dikembalikan: {round_.return_reason}"
            yield _work(round_, "Perbaiki", detail, "laporkan/", "Perbaiki", waiting=True)
    elif facts.may(actor, Action.ROUND_APPROVE, round_, first_person=round_.processed_by or 0):
        yield _work(round_, "Setujui", "Hasilnya sudah diolah.", "laporkan/", "Periksa", waiting=True)
    elif facts.may(actor, Action.REPORT_PROFILE_EDIT, round_):
        detail = "Selagi menunggu persetujuan: periksa tim, cara pengumpulan, dan rencana tindak lanjut."
        yield _work(round_, "Lengkapi teks laporan", detail, "laporkan/", "Tulis", begun=True)


def _second_person(actor: Actor, round_: Round, facts: _Facts) -> Iterable[Work]:
    if round_.state in (states.CLOSED, states.PROCESSED):
        for proposer in facts.proposals.get(round_.id, []):
            if facts.may(actor, Action.EXCLUSION_CONFIRM, round_, first_person=proposer or 0):
                detail = "Ada usulan jawaban yang tidak dihitung."
                yield _work(round_, "Putuskan usulan pada", detail, "olah/", "Periksa", waiting=True)
                break
    if round_.id in facts.withdrawals and round_.state in (states.OPEN, states.CLOSED):
        proposer = facts.withdrawals[round_.id]
        if facts.may(actor, Action.BATCH_WITHDRAW_CONFIRM, round_, first_person=proposer or 0):
            detail = "Ada usulan menarik satu unggahan."
            yield _work(round_, "Putuskan usulan pada", detail, "kumpulkan/", "Periksa", waiting=True)
