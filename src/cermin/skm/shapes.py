"""From a frozen record of the room to the one shape that feeds every writer of the report set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cermin import __version__
from cermin.documents.skm.shape import SkmReport
from cermin.pure.calc.answers import Answers
from cermin.pure.calc.survey import answer_digest
from cermin.pure.law.report import SURVEY_STEPS
from cermin.skm.models import Publication, Round, RoundResult, RoundService
from cermin.skm.moments import closing_moment, day_in
from cermin.skm.report_texts import Texts, unit_profile
from cermin.skm.rows import empty_answers, read_rows
from cermin.skm.stored import Kept, stored

DRAFT_MARK = "DRAF, BELUM DIPUBLIKASIKAN"
DEMO_MARK = "CONTOH, DATA REKAAN"


class RecordChanged(Exception):
    """The rows no longer give the frozen digest: no document may be made of them."""


def public_url(path: str) -> str:
    """An address as it is printed."""
    return f"{settings.PUBLIC_URL}{path}"


def report_of(source: Publication | Round) -> SkmReport:
    """Everything the report set prints: of a publication, or the draft of a processed round (marked on every page).

    The scores are read again from the rows. RecordChanged when they do not give the frozen digest.
    """
    round_ = source.round if isinstance(source, Publication) else source
    row: RoundResult = source.result if isinstance(source, Publication) else _newest(round_)
    kept = stored(row).kept
    answers = read_rows(round_).counted
    if answer_digest(answers) != kept.result.answer_digest:
        raise RecordChanged(f"round {round_.id}: the rows do not give the digest of result {row.number}")
    if isinstance(source, Publication):
        return publication_report(source, kept, answers)
    return draft_report(round_, kept, answers)


def _newest(round_: Round) -> RoundResult:
    row: RoundResult = (
        RoundResult.objects.filter(government_id=round_.government_id, round=round_).order_by("-number")[:1].get()
    )
    return row


def draft_report(round_: Round, kept: Kept, answers: Answers) -> SkmReport:
    """The report as it would be published today, marked as a draft."""
    report = new_report(round_, kept, report_texts(round_), day_in(round_.unit, timezone.now()), answers)
    return replace(
        report, profile=replace(report.profile, mark=f"{DEMO_MARK}. {DRAFT_MARK}" if settings.DEMO else DRAFT_MARK)
    )


def publication_report(publication: Publication, kept: Kept, answers: Answers) -> SkmReport:
    """The report of a published record: names, texts, day and version as they were frozen."""
    content = publication.content
    report = new_report(
        publication.round,
        kept,
        publication.texts,
        date.fromisoformat(content["issued_on"]),
        answers,
        names={key: content[key] for key in ("unit", "agency", "government")},
        result_url=public_url(f"/indeks/{publication.id}/"),
    )
    return replace(report, version=content["version"], verify_url=public_url(f"/v/{publication.code}"))


def new_report(
    round_: Round,
    kept: Kept,
    texts: Texts,
    issued_on: date,
    answers: Answers | None = None,
    *,
    names: dict[str, str] | None = None,
    result_url: str = "",
) -> SkmReport:
    """The shape from a frozen result and texts. answers: None leaves the scores out, where only figures are wanted."""
    asked = list(
        RoundService.objects.filter(government_id=round_.government_id, round=round_).order_by("position", "id")
    )
    populations = [row.population for row in asked]
    sample = kept.result.sample
    profile = unit_profile(
        texts,
        **(names or names_of(round_)),
        period=round_.period_label,
        start=round_.opens_on,
        end=last_day(round_),
        population=sum(p for p in populations if p) if populations and all(populations) else None,
        population_source="; ".join(dict.fromkeys(row.population_source for row in asked if row.population_source)),
        sample_by=sample.used if sample else "table",
        result_url=result_url,
    )
    if settings.DEMO:
        profile = replace(profile, mark=DEMO_MARK)
    return SkmReport(
        profile=profile,
        result=kept.result,
        answers=empty_answers(round_) if answers is None else answers,
        input=kept.facts,
        previous=kept.previous,
        change=kept.change,
        trend=kept.trend,
        comments=kept.comments,
        issued_on=issued_on,
        version=__version__,
    )


def names_of(round_: Round) -> dict[str, str]:
    """Unit, agency and government as documents name them today."""
    government = round_.unit.government.name
    return {
        "unit": round_.unit.name,
        "agency": round_.unit.agency.name,
        "government": government if government.startswith("Pemerintah") else f"Pemerintah {government}",
    }


def last_day(round_: Round) -> date | None:
    """The last day of collection as it really was."""
    end = closing_moment(round_)
    return day_in(round_.unit, end - timedelta(seconds=1)) if end else None


def report_texts(round_: Round) -> Texts:
    """What the officer said, completed by what the round and the unit know."""
    unit = round_.unit
    known: dict[str, Any] = {}
    if address := [line[:150] for line in (unit.address, f"Telepon {unit.phone}" if unit.phone else "") if line]:
        known["alamat"] = address
    known["tahap"] = _steps(round_)
    return {**known, **round_.profile}


def _steps(round_: Round) -> list[dict[str, str]]:
    """The timetable from the moments of the round; the last step only its officer knows."""
    unit = round_.unit
    planned, opened, closed, processed = (
        day_in(unit, moment) if moment else None
        for moment in (round_.created_at, round_.opened_at, round_.closed_at, round_.processed_at)
    )
    days = ((planned, opened), (round_.opens_on, last_day(round_)), (closed, processed), (None, None))
    return [
        {"nama": name}
        | {
            key: day.isoformat()
            for key, day in (("mulai", first), ("selesai", last))
            if first and last and first <= last and day
        }
        for name, (first, last) in zip(SURVEY_STEPS, days, strict=True)
    ]
