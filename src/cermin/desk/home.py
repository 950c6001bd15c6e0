"""What the home page of a person shows: open work, and beside it what the person's posts look after. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cermin.base.access import Actor
from cermin.desk import queries
from cermin.desk.agenda import Agenda, agenda_of, weekday_of
from cermin.organizations.models import Person, Term
from cermin.skm import queries as skm


@dataclass(frozen=True, slots=True)
class Start:
    """What to say when nothing is open. url: "" when there is nothing to press."""

    title: str
    text: str
    url: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """day: today in words. start: only when there is no work. coming: posts that begin later, of a person without one today."""

    day: str
    agenda: Agenda
    start: Start | None = None
    steps: list[queries.FirstStep] = field(default_factory=list)
    figures: list[queries.LastFigure] = field(default_factory=list)
    overview: queries.Overview | None = None
    coming: list[Term] = field(default_factory=list)
    has_post: bool = True

    @property
    def next_step(self) -> queries.FirstStep | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.done), None)


def home_of(actor: Actor, person: Person, today: date, *, everything: bool = False) -> Home:
    """The home of this person on this day."""
    day = weekday_of(today, year=True)
    if not actor.grants:
        coming = person.terms.filter(starts_on__gt=today, post__is_active=True).select_related("post")
        return Home(day, agenda_of([], today), coming=list(coming.order_by("starts_on")[:3]), has_post=False)
    agenda = agenda_of(queries.open_work(actor, today), today, everything=everything)
    steps = queries.first_steps(actor)
    wide = queries.oversight(actor)
    return Home(
        day,
        agenda,
        start=None if agenda.total else _start(actor),
        steps=[] if all(step.done for step in steps) else steps,
        figures=queries.last_figures(actor),
        overview=queries.overview(wide, today) if wide else None,
    )


def _start(actor: Actor) -> Start:
    """The empty state of the actor's posts: the first round is planned, or all is well."""
    units = list(skm.plannable_units(actor)[:2])
    if units and not skm.rounds(actor).exists():
        return Start(
            "Belum ada ronde survei",
            "Ronde pertama disiapkan dalam enam langkah. Anda boleh berhenti dan melanjutkan kapan saja.",
            f"/survei/baru/{units[0].pk}/" if len(units) == 1 else "/survei/",
            "Siapkan ronde pertama",
        )
    return Start("Semua sudah dikerjakan", "Bila ada yang jatuh tempo atau menunggu Anda, barisnya muncul di sini.")
