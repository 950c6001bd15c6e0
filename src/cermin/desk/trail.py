"""The audit trail as a list: whose lines one may read, narrowed by what the address says, and written out as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_date

from cermin.base import components
from cermin.base.access import Actor
from cermin.base.models import AuditHead, AuditLine
from cermin.desk.queries import government_codes
from cermin.organizations.models import Government
from cermin.pure import policy
from cermin.pure.policy import Action

PAGE = 50
KINDS = {
    "government": "Pemerintah daerah",
    "agency": "Perangkat daerah",
    "unit": "Unit",
    "service": "Layanan",
    "post": "Jabatan",
    "term": "Masa jabatan",
    "person": "Orang",
    "invitation": "Undangan",
    "instrument": "Kuesioner",
    "round": "Ronde",
    "batch": "Kumpulan jawaban",
    "upload": "Unggahan",
    "unittype": "Jenis unit",
    "succession": "Kelanjutan unit",
    "servicepopulation": "Jumlah pengguna",
    "region": "Wilayah",
    "exclusion": "Jawaban yang tidak dihitung",
    "publication": "Publikasi",
    "document": "Dokumen",
    "job": "Pekerjaan",
}
"""Words for what a line is about, by the object kind of `audit.record`."""
ACTS = {action.value: action.label for action in Action} | {
    "account_restored": "Memulihkan akun",
    "document.issue": "Menerbitkan dokumen",
    "factor_added": "Memasang langkah masuk kedua",
    "factor_removed": "Melepas langkah masuk kedua",
    "first_administrator": "Menjadi pengelola pertama",
    "job.cancel": "Membatalkan pekerjaan",
    "job.retry": "Mengulangi pekerjaan",
    "password_changed": "Mengganti kata sandi",
    "recovery_codes_renewed": "Membuat kode cadangan baru",
    "sessions_ended": "Mengakhiri sesi masuk",
    "sign_in_failed": "Gagal masuk",
    "signed_in": "Masuk",
    "signed_out": "Keluar",
    "upload_confirmed": "Menyetujui isi unggahan",
    "upload_discarded": "Membuang unggahan",
    "upload_received": "Menerima unggahan",
    "upload_reread": "Membaca ulang unggahan",
    "upload_services": "Mencocokkan layanan dalam unggahan",
}
"""Words for the acts of the rooms; a line of an act that is not here is shown by its raw name."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the address asks for. Empty fields do not narrow. first, last: days, both included."""

    person: str = ""
    kind: str = ""
    act: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Narrowing:
        """Read from an address; what cannot be read does not narrow."""

        def day(name: str) -> date | None:
            try:
                return parse_date(query.get(name, ""))
            except ValueError:  # well formed, but no such day
                return None

        said = {name: query.get(name, "").strip()[:100] for name in ("orang", "tentang", "perbuatan", "q")}
        # A nul character is refused by PostgreSQL, and no line holds one.
        clean = {name: value.replace("\x00", "") for name, value in said.items()}
        return cls(clean["orang"], clean["tentang"], clean["perbuatan"], day("dari"), day("sampai"), clean["q"])

    @property
    def is_empty(self) -> bool:
        return self == Narrowing()

    def filters(self) -> list[dict[str, object]]:
        """The filter row of `base/audit.html`."""
        return [
            {"name": "q", "label": "Tentang apa", "value": self.text},
            {"name": "orang", "label": "Oleh siapa", "value": self.person},
            {
                "name": "tentang",
                "label": "Jenis",
                "value": self.kind,
                "choices": sorted(KINDS.items(), key=lambda kind: kind[1]),
            },
            {
                "name": "perbuatan",
                "label": "Perbuatan",
                "value": self.act,
                "choices": sorted(ACTS.items(), key=lambda a: a[1]),
            },
            {
                "name": "dari",
                "label": "Dari hari",
                "type": "date",
                "value": self.first.isoformat() if self.first else "",
            },
            {
                "name": "sampai",
                "label": "Sampai hari",
                "type": "date",
                "value": self.last.isoformat() if self.last else "",
            },
        ]


def readable(actor: Actor) -> frozenset[str]:
    """Governments whose trail the actor may read."""
    return government_codes(policy.circles(Action.AUDIT_READ, actor.grants))


def lines(codes: Iterable[str], narrowing: Narrowing) -> QuerySet[AuditLine]:
    """Lines of these governments, newest first."""
    found = AuditLine.objects.filter(government_id__in=list(codes))
    if narrowing.person:
        found = found.filter(actor_label__icontains=narrowing.person)
    if narrowing.kind:
        found = found.filter(object_kind=narrowing.kind)
    if narrowing.act:
        found = found.filter(action=narrowing.act)
    if narrowing.first:
        found = found.filter(at__gte=_midnight(narrowing.first))
    if narrowing.last and narrowing.last < date.max:
        found = found.filter(at__lt=_midnight(narrowing.last + timedelta(days=1)))
    if narrowing.text:
        found = found.filter(Q(object_label__icontains=narrowing.text) | Q(object_id=narrowing.text))
    return found.order_by("-id")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of one page. older, newer: ids to continue from, None at the ends."""

    lines: list[AuditLine]
    older: int | None
    newer: int | None


def page_of(found: QuerySet[AuditLine], *, before: int | None = None, after: int | None = None) -> Page:
    """One page by its border, so that the thousandth costs what the first costs: lines older than `before`, or newer than
    `after`."""
    if after is not None:
        rows = list(found.filter(id__gt=after).order_by("id")[: PAGE + 1])
        more, shown = len(rows) > PAGE, rows[:PAGE][::-1]
        return Page(shown, shown[-1].id if shown else None, shown[0].id if more else None)
    rows = list((found.filter(id__lt=before) if before is not None else found)[: PAGE + 1])
    shown = rows[:PAGE]
    return Page(
        shown, shown[-1].id if len(rows) > PAGE else None, shown[0].id if shown and before is not None else None
    )


@dataclass(frozen=True, slots=True)
class Seal:
    """How far the trail of a government is sealed. number 0: nothing yet. waiting: lines that wait for the next sealing."""

    government: str
    number: int
    at: datetime | None
    waiting: int


def seals(codes: Iterable[str]) -> list[Seal]:
    """The sealed length of each government's trail, by name; governments without any line are left out. One query, which does
    not read the sealed lines."""
    head = AuditHead.objects.filter(government_id=OuterRef("code"))
    unsealed = AuditLine.objects.filter(government_id=OuterRef("code"), number__isnull=True).order_by()
    found = (
        Government.objects.filter(pk__in=list(codes))
        .annotate(number=Subquery(head.values("number")[:1]), at=Subquery(head.values("sealed_at")[:1]))
        .annotate(waiting=Subquery(unsealed.values("government_id").annotate(n=Count("id")).values("n")))
        .filter(Q(number__gt=0) | Q(waiting__gt=0))
        .order_by("name")
    )
    return [Seal(one.name, one.number or 0, one.at, one.waiting or 0) for one in found]


# As a file ---------------------------------------------------------------------------------------------------------------

HEAD = (
    "nomor", "waktu", "pemerintah", "oleh", "perbuatan", "kode_perbuatan", "jenis", "tentang", "id", "rincian", "sidik",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Text for a spreadsheet: what a program would run as a formula gets a quote in front (ASVS 1.2.10)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Echo:
    """A file whose writes are handed on."""

    def write(self, row: str) -> str:
        return row


def csv_rows(found: QuerySet[AuditLine]) -> Iterator[str]:
    """The lines as CSV in pieces, oldest last as on the page; times with their difference to UTC. Begins with a byte order mark,
    without which a spreadsheet misreads accents."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEAD)
    for line in found.iterator(chunk_size=500):
        yield writer.writerow(
            [
                cell(value)
                for value in (
                    line.number,
                    components.local(line.at).isoformat(timespec="seconds"),
                    line.government_id,
                    line.actor_label,
                    ACTS.get(line.action, line.action),
                    line.action,
                    KINDS.get(line.object_kind, line.object_kind),
                    line.object_label,
                    line.object_id,
                    json.dumps(line.detail, ensure_ascii=False, sort_keys=True) if line.detail else "",
                    line.digest,
                )
            ]
        )
