"""Search over what one may see: units, agencies, services, rounds, and persons with their posts. One query for each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from cermin.base.access import Actor
from cermin.organizations.models import Agency, Service, Term, Unit
from cermin.pure import policy
from cermin.pure.policy import Action
from cermin.skm import queries as skm

SHORTEST = 2
PER_KIND = 8
_WORDS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. note: what tells it from another of the same name."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind. more: there is more than is shown."""

    title: str
    hits: list[Hit]
    more: bool


def search(actor: Actor, text: str) -> list[Group]:
    """Groups with at least one hit, in a fixed order. Every word must occur, whatever its case; a name that begins with the text
    stands before one in which a word does, and that before any other."""
    words = text.split()[:_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    groups = [kind(actor, words) for kind in _KINDS]
    return [group for group in groups if group.hits]


def _found(rows: QuerySet, words: list[str], fields: tuple[str, ...], title: str, hit: Callable[..., Hit]) -> Group:
    """fields: where the words may occur, the first one is the name by which the rows are ranked."""
    for word in words:
        somewhere = Q()
        for field in fields:
            somewhere |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(somewhere)
    whole, name = " ".join(words), fields[0]
    rank = Case(
        When(**{f"{name}__iexact": whole}, then=Value(0)),
        When(**{f"{name}__istartswith": whole}, then=Value(1)),
        When(**{f"{name}__icontains": f" {whole}"}, then=Value(2)),
        When(**{f"{name}__icontains": whole}, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    hits = [hit(row) for row in rows.order_by(rank, name, "pk")[: PER_KIND + 1]]
    return Group(title, hits[:PER_KIND], len(hits) > PER_KIND)


def _units(actor: Actor, words: list[str]) -> Group:
    rows = Unit.objects.within(policy.circles(Action.STRUCTURE_READ, actor.grants), agency="agency_id", unit="id")
    return _found(
        rows.select_related("agency", "government"),
        words,
        ("name", "short_name"),
        "Unit",
        lambda unit: Hit(unit.name, f"{unit.agency.name}, {unit.government.name}", f"/organisasi/unit/{unit.pk}/"),
    )


def _agencies(actor: Actor, words: list[str]) -> Group:
    rows = Agency.objects.within(policy.circles(Action.STRUCTURE_READ, actor.grants), agency="id")
    return _found(
        rows.select_related("government"),
        words,
        ("name", "short_name"),
        "Perangkat daerah",
        lambda agency: Hit(agency.name, agency.government.name, f"/organisasi/perangkat-daerah/{agency.pk}/"),
    )


def _services(actor: Actor, words: list[str]) -> Group:
    circles = policy.circles(Action.STRUCTURE_READ, actor.grants)
    rows = Service.objects.within(circles, agency="unit__agency_id", unit="unit_id")
    return _found(
        rows.select_related("unit"),
        words,
        ("name",),
        "Layanan",
        lambda service: Hit(service.name, service.unit.name, f"/organisasi/unit/{service.unit_id}/"),
    )


def _rounds(actor: Actor, words: list[str]) -> Group:
    return _found(
        skm.rounds(actor),
        words,
        ("name", "period_label", "unit__name"),
        "Ronde survei",
        lambda one: Hit(one.name, f"{one.unit.name}, {one.get_state_display().lower()}", f"/survei/{one.pk}/"),
    )


def _people(actor: Actor, words: list[str]) -> Group:
    """Persons by the posts that they hold today: without a post nobody is seen."""
    today = timezone.localdate()
    circles = policy.circles(Action.POST_READ, actor.grants)
    rows = Term.objects.within(circles, agency="post__agency_id", unit="post__unit_id").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        starts_on__lte=today,
        post__is_active=True,
        person__is_active=True,
    )
    return _found(
        rows.select_related("person", "post"),
        words,
        ("person__name", "post__title"),
        "Orang dan jabatan",
        lambda term: Hit(term.person.name, term.post.title, f"/organisasi/jabatan/{term.post_id}/"),
    )


_KINDS = (_rounds, _units, _services, _agencies, _people)
