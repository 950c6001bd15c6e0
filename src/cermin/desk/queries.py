"""What the desk reads across the rooms below. Jobs, documents and audit lines name their place by plain ids, so their scope is
drawn here, from the circles of the table of rights and the governments they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from cermin.base.access import Actor, NotVisible
from cermin.base.models import IssuedDocument, IssuedFile, Job
from cermin.base.work import Work
from cermin.documents import format as written
from cermin.organizations import queries as organizations
from cermin.organizations.models import Agency, Government, Post, Service, Unit
from cermin.organizations.queries.structure import active_on
from cermin.pure import policy
from cermin.pure.policy import Action, Circle, Place, Reach
from cermin.skm import queries as skm
from cermin.skm import states
from cermin.skm.models import Publication, PublishedIndex, Round
from cermin.skm.presenting import change_in_brief
from cermin.skm.stored import stored

WORK: tuple[Callable[[Actor, date], Iterable[Work]], ...] = (skm.open_work, organizations.open_work)
"""Who is asked what a person should do next: the rooms below that know."""
_FIGURES, _NAMED = 2, 3
_OWN_JOBS = "a person's own jobs, in whatever government they were started, beside those of the actor's circles"


def open_work(actor: Actor, today: date) -> list[Work]:
    """All open work of the actor's posts, from every room."""
    return [one for ask in WORK for one in ask(actor, today)]


# Places ------------------------------------------------------------------------------------------------------------------


def government_codes(circles: Iterable[Circle]) -> frozenset[str]:
    """Governments that the circles touch: the outer scope of rows that hold the government as a plain value."""
    drawn = list(circles)
    codes = {circle.place.government for circle in drawn}
    provinces = {circle.place.province for circle in drawn if circle.reach is Reach.PROVINCE}
    if provinces:
        codes |= set(Government.objects.filter(province_id__in=provinces).values_list("code", flat=True))
    return frozenset(codes)


def inside(circles: Iterable[Circle]) -> Q:
    """Rows with plain government_id, agency_id and unit_id that lie inside any of the circles; none without a circle."""
    found = Q(pk__in=[])
    for circle in circles:
        root = circle.place
        if circle.reach is Reach.PROVINCE:
            found |= Q(government_id__in=government_codes([circle]))
        elif circle.reach is Reach.GOVERNMENT:
            found |= Q(government_id=root.government)
        elif circle.reach is Reach.AGENCY:
            found |= Q(government_id=root.government, agency_id=root.agency)
        else:
            found |= Q(government_id=root.government, unit_id=root.unit)
    return found


def place_of(government_id: str, agency_id: int | None, unit_id: int | None) -> Place | None:
    """The place that plain ids name; None when the government is gone. A unit brings its agency."""
    government = Government.objects.filter(pk=government_id).first()
    if government is None:
        return None
    if unit_id is not None and agency_id is None:
        agency_id = (
            Unit.objects.filter(government_id=government_id, pk=unit_id).values_list("agency_id", flat=True).first()
        )
        unit_id = unit_id if agency_id is not None else None
    return Place(government.province_id, government_id, agency_id, unit_id)


# Long work ---------------------------------------------------------------------------------------------------------------


def jobs(actor: Actor) -> models.QuerySet[Job]:
    """Jobs that the actor started or may look at, newest first."""
    mine = Q(actor_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    found = Job.objects.unscoped(_OWN_JOBS).filter(mine | inside(policy.circles(Action.JOB_READ, actor.grants)))
    return found.order_by("-id")


def job_for(actor: Actor, job_id: int) -> Job | None:
    """One of `jobs`, or None."""
    return jobs(actor).filter(pk=job_id).first()


# Documents ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of an issued survey report, with the place and the state of the round that decide who may read it."""

    document: IssuedDocument
    file: IssuedFile
    place: Place
    state: str


def report_file(actor: Actor, document_id: int, name: str) -> ReportFile:
    """The file of that name in that document. NotVisible unless the actor's branch holds the round it reports on."""
    codes = government_codes(policy.circles(Action.ROUND_READ, actor.grants))
    document = IssuedDocument.objects.filter(government_id__in=codes, pk=document_id).first()
    file = document.files.filter(name=name).first() if document else None
    survey = _round_of(document) if document else None
    if document is None or file is None or survey is None:
        raise NotVisible
    return ReportFile(document, file, survey.place, survey.state)


def _round_of(document: IssuedDocument) -> Round | None:
    """The round that a survey document is about; None for documents of other kinds."""
    found = Round.objects.filter(government_id=document.government_id).select_related("unit__government")
    if document.owner_kind == skm.ROUND_OWNER:
        return found.filter(pk=document.owner_id).first()
    if document.owner_kind == skm.PUBLICATION_OWNER:
        owner = Publication.objects.filter(government_id=document.government_id, pk=document.owner_id)
        return found.filter(pk__in=owner.values("round_id")).first()
    return None


# The last published figure of one's own unit ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LastFigure:
    """What citizens said of a unit last, as published. index: the frozen row; change: one sentence against the period before, ""
    without one."""

    index: PublishedIndex
    change: str


def last_figures(actor: Actor) -> list[LastFigure]:
    """The newest published index of each unit in which the actor works, at most `_FIGURES`."""
    own = [c for c in policy.circles(Action.ROUND_READ, actor.grants) if c.reach is Reach.UNIT]
    if not own:
        return []
    newest = PublishedIndex.objects.filter(
        government_id=OuterRef("government_id"),
        unit_id=OuterRef("unit_id"),
        service=None,
        publication__corrected_by__isnull=True,
    ).order_by("-period_end", "-id")
    found = (
        PublishedIndex.objects.within(own, agency="unit__agency_id", unit="unit_id")
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("unit", "publication__result")
        .defer("elements", "publication__content", "publication__texts")
        .order_by("unit__name")
    )
    return [LastFigure(index, _change(index.publication)) for index in found[:_FIGURES]]


def _change(publication: Publication) -> str:
    change = stored(publication.result).change
    return change_in_brief(change.index, change.label) if change and change.index else ""


# The home of those who look after many units -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lag:
    """A kind of delay. what: words that follow the count; url: the list that shows which; names: some of them, in words."""

    count: int
    what: str
    url: str
    names: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Rounds of many units. rounds: [(state, word, count)] in the order of the states; lags: only those that exist."""

    units: int
    rounds: list[tuple[str, str, int]]
    lags: list[Lag]


def oversight(actor: Actor) -> frozenset[Circle]:
    """Circles of more than one unit in which the actor sees rounds; empty for those who work in one unit."""
    return frozenset(c for c in policy.circles(Action.ROUND_READ, actor.grants) if c.reach is not Reach.UNIT)


def overview(circles: Iterable[Circle], today: date) -> Overview:
    """How many rounds stand where, and what is past a day of its own."""
    drawn = list(circles)
    rounds = Round.objects.within(drawn, agency="unit__agency_id", unit="unit_id")
    counted = dict(rounds.values_list("state").annotate(Count("id")).order_by())
    late = rounds.aggregate(
        unopened=Count("id", filter=Q(state=states.DRAFT, opens_on__lt=today)),
        unclosed=Count("id", filter=Q(state=states.OPEN, closes_on__lt=today)),
    )
    closed = rounds.filter(state=states.CLOSED, closes_on__isnull=False).values_list("closes_on", "grace_days")
    unprocessed = sum(closes_on + timedelta(days=grace) < today for closes_on, grace in closed)
    units = Unit.objects.within(drawn, agency="agency_id", unit="id").filter(active_on(today))
    this_year = Round.objects.filter(
        government_id=OuterRef("government_id"), unit_id=OuterRef("pk"), period_end__year=today.year
    ).exclude(state=states.CANCELLED)
    total = units.aggregate(all=Count("id"), without=Count("id", filter=~Exists(this_year)))
    names = list(units.filter(~Exists(this_year)).order_by("name").values_list("name", flat=True)[:_NAMED])
    if total["without"] > _NAMED:
        names.append(f"{written.integer(total['without'] - _NAMED)} unit lain")
    lags = [
        Lag(
            total["without"],
            f"unit belum punya ronde untuk tahun {today.year}",
            "/organisasi/",
            written.join(names),
        ),
        Lag(late["unopened"], "ronde melewati hari bukanya dan masih disiapkan", f"/survei/?keadaan={states.DRAFT}"),
        Lag(late["unclosed"], "ronde melewati hari tutupnya dan masih terbuka", f"/survei/?keadaan={states.OPEN}"),
        Lag(unprocessed, "ronde melewati masa tunggu dan belum diolah", f"/survei/?keadaan={states.CLOSED}"),
    ]
    return Overview(
        total["all"],
        [(state, states.NAMES[state], counted.get(state, 0)) for state in states.STATES if state != states.CANCELLED],
        [lag for lag in lags if lag.count],
    )


# The first steps of an installation --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing to set up. done: there is at least one."""

    title: str
    detail: str
    done: bool
    url: str
    button: str


def first_steps(actor: Actor) -> list[FirstStep]:
    """What an administrator sets up before any round can open, with what stands already; [] for those who may not set up.

    The privacy contact is not among them: it is open work of `organizations` until it is filled in.
    """
    circles = policy.circles(Action.STRUCTURE_IMPORT, actor.grants)
    if not circles:
        return []
    codes = government_codes(circles)
    has = {model: model.objects.filter(government_id__in=codes).exists() for model in (Agency, Unit, Service)}
    posts = Post.objects.filter(government_id__in=codes, unit__isnull=False, is_active=True).exists()
    return [
        FirstStep(
            "Masukkan perangkat daerah dan unit",
            "Satu lembar kerja memuat seluruh daerah; baris yang salah ditunjukkan satu per satu.",
            has[Agency] and has[Unit],
            "/organisasi/",
            "Masukkan",
        ),
        FirstStep(
            "Daftarkan layanan tiap unit",
            "Survei menanyakan layanan; jumlah penggunanya menentukan target responden.",
            has[Service],
            "/organisasi/",
            "Daftarkan",
        ),
        FirstStep(
            "Undang petugas dan kepala unit",
            "Undangan berupa tautan: dapat dicetak atau dikirim lewat WhatsApp, tanpa surel.",
            posts,
            "/organisasi/jabatan/",
            "Undang",
        ),
    ]
