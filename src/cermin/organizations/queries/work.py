"""What the structure itself still asks for, on the list 'Yang harus dikerjakan'."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from cermin.base.access import Actor
from cermin.base.work import Work
from cermin.documents.format import integer
from cermin.organizations.models import Post, ServicePopulation, Term, Unit
from cermin.organizations.queries.structure import active_on, governments, services
from cermin.pure import policy
from cermin.pure.policy import Action, Reach


def open_work(actor: Actor, today: date) -> list[Work]:
    """Privacy contacts that are missing, services without a number of users, posts that nobody holds."""
    return [*_privacy(actor), *_populations(actor, today), *_posts(actor, today)]


def _privacy(actor: Actor) -> list[Work]:
    missing = governments(actor, Action.GOVERNMENT_EDIT).filter(
        Q(privacy_controller="") | Q(privacy_purpose="") | Q(privacy_contact="")
    )
    found = list(missing)
    if not found:
        return []
    why = "Ronde survei baru dapat dibuka sesudah penanggung jawab, tujuan, dan narahubung data pribadi terisi."
    if len(found) == 1:
        url = f"/organisasi/pemerintah/{found[0].code}/pengaturan/"
        return [Work(f"Isi narahubung privasi {found[0].name}", why, url, "Isi")]
    names = ", ".join(government.name for government in found[:3]) + (", dan lainnya" if len(found) > 3 else "")
    title = f"Isi narahubung privasi {integer(len(found))} pemerintah daerah"
    return [Work(title, f"{names}. {why}", "/organisasi/", "Buka daftar")]


def _populations(actor: Actor, today: date) -> list[Work]:
    """Only for those who hold a post of the unit: over a whole government this would be a list of everything."""
    own = {
        circle.place.unit for circle in policy.circles(Action.SERVICE_EDIT, actor.grants) if circle.reach is Reach.UNIT
    }
    known = ServicePopulation.objects.filter(government_id=OuterRef("government_id"), service=OuterRef("pk"))
    without = (
        services(actor, Action.SERVICE_EDIT)
        .filter(active_on(today), active_on(today, "unit__"), unit_id__in=own)
        .exclude(Exists(known))
        .order_by("unit__name", "position")
        .values_list("unit_id", "unit__name")
    )
    counted: dict[tuple[int, str], int] = {}
    for unit in without:
        counted[unit] = counted.get(unit, 0) + 1
    return [
        Work(
            f"Isi jumlah pengguna {integer(count)} layanan {name}",
            "Jumlah pengguna menentukan berapa jawaban yang perlu dikumpulkan.",
            f"/organisasi/unit/{unit_id}/",
            "Isi",
        )
        for (unit_id, name), count in counted.items()
    ]


def _posts(actor: Actor, today: date) -> list[Work]:
    held = Term.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        government_id=OuterRef("government_id"),
        post=OuterRef("pk"),
        starts_on__lte=today,
    )
    closed = Unit.objects.filter(government_id=OuterRef("government_id"), pk=OuterRef("unit_id")).exclude(
        active_on(today)
    )
    circles = policy.circles(Action.POST_EDIT, actor.grants)
    empty = (
        Post.objects.all()
        .within(circles, agency="agency_id", unit="unit_id")
        .filter(is_active=True)
        .exclude(Exists(held))
        .exclude(Exists(closed))
        .order_by("title")
    )
    titles = list(empty.values_list("title", flat=True))
    if not titles:
        return []
    shown = ", ".join(titles[:3]) + (", dan lainnya" if len(titles) > 3 else "")
    title = f"Isi {integer(len(titles))} jabatan yang kosong" if len(titles) > 1 else "Isi satu jabatan yang kosong"
    return [Work(title, f"{shown}.", "/organisasi/jabatan/?keadaan=kosong", "Buka daftar")]
