"""What the public pages say of a frozen record, in words and finished figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cermin.base.models import IssuedFile
from cermin.documents.format import days, integer, join
from cermin.documents.skm.shape import LeftOut
from cermin.skm.models import Publication, PublishedIndex
from cermin.skm.moments import day_in
from cermin.skm.presenting import Provenance
from cermin.skm.publications import content_digest
from cermin.skm.report_texts import unit_profile
from cermin.skm.stored import StoredResult

POSTS = (("processed", "diolah oleh"), ("approved", "disetujui oleh"), ("published", "dipublikasikan oleh"))

FILE_WORDS = {
    "poster-ikm.pdf": "Poster (PDF)",
    "poster-ikm.png": "Poster (gambar)",
    "hasil.json": "Data (JSON)",
    "laporan-skm.pdf": "Laporan (PDF)",
    "laporan-skm.docx": "Laporan (Word)",
    "buku-kerja-skm.xlsx": "Buku kerja (Excel)",
    "untuk-diketik.pdf": "Lembar untuk diketik (PDF)",
}
"""Names of files as people say them; a file not named here keeps its own."""


@dataclass(frozen=True, slots=True)
class Version:
    """One record of a round. is_this: the one that the page is about; is_current: no newer one exists."""

    publication: Publication
    index: PublishedIndex
    day: date
    is_this: bool
    is_current: bool

    @property
    def reason(self) -> str:
        """Why it corrects an earlier record, without its full stop; "" for a first one."""
        return self.publication.correction_reason.rstrip(" .")


def versions_of(publication: Publication, rows: Sequence[PublishedIndex]) -> list[Version]:
    """The records of the round, oldest first, with the day of the unit's own calendar."""
    return [
        Version(
            row.publication,
            row,
            day_in(publication.unit, row.publication.published_at),
            row.publication_id == publication.id,
            row is rows[-1],
        )
        for row in rows
    ]


def file_word(file: IssuedFile) -> str:
    return FILE_WORDS.get(file.name, file.name)


def provenance_of(publication: Publication, stored: StoredResult) -> Provenance:
    """Where the figures come from. The index without exclusions is not public: beside the index it would tell the excluded answers."""
    content = publication.content
    return Provenance(
        received=stored.facts.rows_read,
        left_out=stored.facts.left_out,
        collected_from=_day(content["start"]),
        collected_to=_day(content["end"]),
        processed_on=day_in(publication.unit, stored.row.processed_at),
        published_on=day_in(publication.unit, publication.published_at),
        people=tuple((words, publication.people[key]) for key, words in POSTS if publication.people.get(key)),
        version=content["version"],
    )


def targets_of(publication: Publication) -> dict[str, Decimal]:
    """Targets by element code, as they stood in the published texts."""
    profile = unit_profile(publication.texts, unit="-", agency="", government="")
    return dict(profile.targets)


def plan_of(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """What will be mended: element, activity, when, who; an element without an activity is still listed."""
    names = {element["code"]: element["name"] for element in content["elements"]}
    return [
        {
            "element": names.get(line["element"], line["element"]),
            "activity": line["activity"],
            "when": line["when"],
            "owner": line["owner"],
        }
        for line in content["plan"]
    ]


def owner_line(content: Mapping[str, Any]) -> str:
    """ "Kantor Contoh, Dinas Contoh, Pemerintah Kota Contoh", as it was published."""
    return ", ".join(part for part in (content["unit"], content["agency"], content["government"]) if part)


def facts_of(publication: Publication) -> dict[str, Any]:
    """What one compares with a poster or a newspaper."""
    content = publication.content
    start, end, found = _day(content["start"]), _day(content["end"]), content["interval"]
    return {
        "owner": owner_line(content),
        "unit": content["unit"],
        "period": content["period"],
        "collected": days(start, end) if start and end else "",
        "index": content["index"],
        "grade": content["grade"],
        "performance": content["performance"],
        "respondents": content["respondents"],
        "low": found["low"] if found else None,
        "high": found["high"] if found else None,
        "elements": len(content["elements"]),
        "excluded": excluded_line([LeftOut(part["reason"], part["rows"]) for part in content["excluded"]]),
        "answer_digest": content["answer_digest"],
        "is_intact": content_digest(content) == publication.digest,
    }


def excluded_line(parts: Sequence[LeftOut]) -> str:
    """How many answers were left out, and why."""
    total = sum(part.rows for part in parts)
    if not total:
        return "Tidak ada jawaban yang dikeluarkan"
    return f"{integer(total)} jawaban: {join([f'{part.reason} ({integer(part.rows)})' for part in parts if part.rows])}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
