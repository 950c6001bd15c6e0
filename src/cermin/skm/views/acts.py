"""Acts that are only a button: each a plain POST, a redirect, a message. The services decide; a refused person reads why."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from cermin.base.access import Actor, guarded
from cermin.base.models import Job
from cermin.pure.policy import Action
from cermin.skm import services
from cermin.skm.models import Round
from cermin.skm.views.common import attempt, load_round, step_url
from cermin.skm.views.finishing import proposals


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor
    return found


@guarded(Action.ROUND_OPEN, load=load_round)
@require_POST
def open_round(request: HttpRequest, round_: Round) -> HttpResponse:
    """Open a draft."""
    return attempt(
        request,
        lambda: services.open_round(actor=_actor(request), round_=round_),
        back=step_url("responden", round_),
        to=step_url("kumpulkan", round_),
        said=f"{round_.name} dibuka. Kuesionernya kini tetap. Cetak poster, lalu bagikan alamat surveinya.",
    )


@guarded(Action.ROUND_CANCEL, load=load_round)
@require_POST
def cancel_round(request: HttpRequest, round_: Round) -> HttpResponse:
    """Give up a draft."""
    return attempt(
        request,
        lambda: services.cancel_round(actor=_actor(request), round_=round_),
        back=step_url("siapkan", round_),
        said=f"{round_.name} dibatalkan. Periodenya bebas lagi.",
    )


@guarded(Action.ROUND_CLOSE, load=load_round)
@require_POST
def close_round(request: HttpRequest, round_: Round) -> HttpResponse:
    """End collection."""
    return attempt(
        request,
        lambda: services.close_round(actor=_actor(request), round_=round_),
        back=step_url("kumpulkan", round_),
        to=step_url("olah", round_),
        said=f"{round_.name} ditutup.",
    )


def _to_job(request: HttpRequest, ask: Callable[[], Job], back: str) -> HttpResponse:
    """Ask for a job and go to its page."""
    try:
        job = ask()
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(f"/pekerjaan/{job.pk}/")


@guarded(Action.ROUND_READ, load=load_round)
@require_POST
def process(request: HttpRequest, round_: Round) -> HttpResponse:
    """Process, or process again; "early" when the head does not wait for the grace."""
    early = request.POST.get("early") == "1"
    return _to_job(
        request,
        lambda: services.request_processing(actor=_actor(request), round_=round_, early=early),
        step_url("olah", round_),
    )


@guarded(Action.ROUND_READ, load=load_round)
@require_POST
def make_report(request: HttpRequest, round_: Round) -> HttpResponse:
    """Make the report set: a draft before publication."""
    return _to_job(
        request, lambda: services.request_report(actor=_actor(request), round_=round_), step_url("laporkan", round_)
    )


@guarded(Action.ROUND_READ, load=load_round)
@require_POST
def confirm_exclusions(request: HttpRequest, round_: Round) -> HttpResponse:
    """The second person agrees to what was proposed together."""
    ids = _group_ids(request, round_)
    return attempt(
        request,
        lambda: services.confirm_exclusions(actor=_actor(request), round_=round_, exclusion_ids=ids),
        back=step_url("olah", round_),
        said=f"{len(ids)} jawaban disahkan untuk tidak dihitung. Olah ulang agar hasilnya berubah.",
    )


@guarded(Action.ROUND_READ, load=load_round)
@require_POST
def withdraw_exclusions(request: HttpRequest, round_: Round) -> HttpResponse:
    """Take a proposal back."""
    ids = _group_ids(request, round_)
    return attempt(
        request,
        lambda: services.withdraw_exclusions(actor=_actor(request), round_=round_, exclusion_ids=ids),
        back=step_url("olah", round_),
        said="Usulan ditarik. Jawabannya tetap dihitung.",
    )


def _group_ids(request: HttpRequest, round_: Round) -> list[int]:
    """Ids of the proposal that the form names by its first one; nothing for one that is gone."""
    first = request.POST.get("proposal", "")
    waiting = [group for group in proposals(round_) if group.confirmed_at is None]
    return next((group.ids for group in waiting if str(group.first) == first), [])


@guarded(Action.ROUND_READ, load=load_round)
@require_POST
def approve(request: HttpRequest, round_: Round) -> HttpResponse:
    """The head agrees to the result."""
    return attempt(
        request,
        lambda: services.approve_round(actor=_actor(request), round_=round_),
        back=step_url("olah", round_),
        to=step_url("tindak-lanjut", round_),
        said="Hasil disetujui. Publikasikan bila rencana tindak lanjutnya sudah lengkap.",
    )
