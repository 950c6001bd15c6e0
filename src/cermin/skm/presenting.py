"""What the result page says, from frozen data only: the same words and drawings for the unit's staff and for everybody.

No actor, no row, no query: whoever calls this has decided before that the reader may see the record. Small groups were hidden when
the result was frozen; nothing here can bring them back. The body of the page is `templates/skm/_result.html`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cermin.documents.format import day, days, integer, interval, join, number, percent
from cermin.documents.skm import sentences
from cermin.documents.skm.shape import LeftOut, TrendPoint
from cermin.pure.calc.results import Change, Difference, Group, GroupTable, Index, PeriodSummary, SurveyResult, Verdict
from cermin.pure.law.skm import GRADES
from cermin.skm import pictures

_GRADE_WORDS = {grade.letter: grade.performance for grade in GRADES}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures come from, as frozen with them; empty or None where the record does not say.

    received: answers that came in, before anything was left out. late: came after the first processing and do not count.
    without_exclusions: the index if nothing had been excluded. people: act in Indonesian -> post, never a name.
    """

    population_source: str = ""
    received: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    late: int = 0
    without_exclusions: Decimal | None = None
    collected_from: date | None = None
    collected_to: date | None = None
    processed_on: date | None = None
    published_on: date | None = None
    people: tuple[tuple[str, str], ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as it may be shown: masked text, month and service at most; None and "" where they would tell too much."""

    text: str
    month: date | None
    service: str


def result_context(
    result: SurveyResult,
    change: Change | None = None,
    trend: Sequence[TrendPoint] = (),
    *,
    unit_name: str,
    period_label: str,
    targets: Mapping[str, Decimal] | None = None,
    previous: PeriodSummary | None = None,
    provenance: Provenance | None = None,
    comments: Sequence[ShownComment] | None = None,
    service: int | None = None,
    service_url: str = "",
) -> dict[str, Any]:
    """The context of `skm/_result.html`.

    trend: oldest first, this period last. targets: by element code ("U1"). previous: last period's frozen summary, for the hollow
    marks; left out, they come from `change`. comments: None when the reader may not see them. service: position in
    `result.services.groups` for the page of one service. service_url: address to which "?layanan=<position>" is added for the links
    of the services table; "" for none.

    Keys: result_title (the h1), unit_name, period_label, lead, grade (letter or None), index (Decimal or None), index_reason,
    interval, previous_value, scale (SVG), elements, trend, profile, services (each None or {"title", "wide", "narrow", "note", ...}),
    comments, why (label, text) pairs of the index, digest, limits.
    ValueError: `service` is out of range, or its result is hidden.
    """
    group = _group(result, service)
    index = result.index if group is None or group.index is None else group.index
    whole = group is None
    provenance = provenance or Provenance()
    found = sentences.bounds(result.estimate) if whole else None
    before = change.index if change and whole else None
    earlier = {part.key: part.mean for part in previous.elements} if previous and whole else {}
    subject = f"{group.label} di {unit_name}" if group else unit_name
    return {
        "result_title": _opening(subject, index),
        "unit_name": unit_name,
        "service_name": group.label if group else "",
        "period_label": period_label,
        "lead": _lead(result, index, before, change, whole=whole, targets=targets or {}),
        "grade": index.grade.letter if index.grade else None,
        "index": index.value,
        "index_reason": sentences.REASONS[index.reason] if index.reason else "",
        "interval": interval(found.low, found.high, 1) if found else "",
        "interval_reason": "" if found or not whole else _why_no_interval(result),
        "previous_value": sentences.rounded(before.before, 2) if before else None,
        "previous_label": change.label if before and change else "",
        "scale": pictures.index_scale(
            index.value,
            found.low if found else None,
            found.high if found else None,
            sentences.rounded(before.before, 2) if before else None,
        )
        if index.value is not None
        else None,
        "elements": _elements(result, index, whole=whole, targets=targets or {}, earlier=earlier, change=change),
        "trend": _trend(trend, change) if whole else None,
        "profile": _profile(result) if whole else None,
        "services": _services(result.services, service_url) if whole and result.services else None,
        "comments": comments if whole else None,
        "why": _why(result, index, provenance, whole=whole),
        "digest": result.answer_digest if whole else "",
        "published_on": provenance.published_on,
        "min_score_n": result.min_score_n,
        "min_count_n": result.min_count_n,
    }


def _group(result: SurveyResult, service: int | None) -> Group | None:
    if service is None:
        return None
    groups = result.services.groups if result.services else ()
    if not 0 <= service < len(groups) or groups[service].index is None:
        raise ValueError("no shown service at this position")
    return groups[service]


def _opening(subject: str, index: Index) -> str:
    if index.grade is None:
        return f"Pelayanan {subject} belum dapat dinilai"
    return f"Pelayanan {subject} dinilai {index.grade.performance} oleh {integer(index.respondents)} pengguna"


def _why_no_interval(result: SurveyResult) -> str:
    return sentences.REASONS[result.estimate.reason] if result.estimate.reason else ""


# The sentences under the heading -----------------------------------------------------------------------------------------


def _lead(
    result: SurveyResult,
    index: Index,
    before: Difference | None,
    change: Change | None,
    *,
    whole: bool,
    targets: Mapping[str, Decimal],
) -> str:
    parts = []
    if before is not None and change is not None:
        parts.append(change_in_brief(before, change.label))
    if not whole:
        low = _lowest(index)
        return f"Unsur dengan nilai terendah: {join(low)}." if low else ""
    below = [row.element.short for row in pictures.element_rows(result, targets, {}) if row.standing == "below"]
    if below:
        parts.append(f"{join(below)} di bawah target.")
    elif low_elements := sentences.weakest(result):
        parts.append(f"Unsur dengan nilai terendah: {join([element.short for element in low_elements])}.")
    return " ".join(parts)


def change_in_brief(difference: Difference, before_label: str) -> str:
    """The change of the index in one sentence, with its certainty: "Naik nyata 2,40 poin dari Semester I 2026."."""
    before, now = sentences.rounded(difference.before, 2), sentences.rounded(difference.now, 2)
    step, label = now - before, before_label or "periode lalu"
    if difference.verdict is Verdict.SAME or step == 0:
        return f"Sama dengan {label}."
    direction = "Naik" if step > 0 else "Turun"
    size = f"{number(abs(step), 2)} poin"
    if difference.verdict in (Verdict.UP, Verdict.DOWN):
        return f"{direction} nyata {size} dari {label}."
    if difference.verdict is Verdict.UNCERTAIN:
        return f"{direction} {size} dari {label}, tetapi perubahan sekecil itu dapat terjadi karena kebetulan."
    return f"{direction} {size} dari {label}; data kedua periode tidak cukup untuk menguji apakah itu nyata."


def _lowest(index: Index) -> list[str]:
    means = [element.mean for element in index.elements if element.mean is not None]
    if not means or min(means) == max(means):
        return []
    return [element.short for element in index.elements if element.mean == min(means)]


# The parts ---------------------------------------------------------------------------------------------------------------


def _elements(
    result: SurveyResult,
    index: Index,
    *,
    whole: bool,
    targets: Mapping[str, Decimal],
    earlier: Mapping[str, Any],
    change: Change | None,
) -> dict[str, Any]:
    rows = (
        pictures.element_rows(result, targets, earlier)
        if whole
        else [
            pictures.ElementRow(element, None, None, None, None, "")
            for element in sorted(index.elements, key=lambda part: (part.mean is None, part.mean or 0))
        ]
    )
    verdicts = {difference.code: difference.verdict for difference in change.elements} if change and whole else {}
    partly = [
        row.element for row in rows if row.element.mean is not None and row.element.respondents < index.respondents
    ]
    note = f"Nilai 1 (terburuk) sampai 4 (terbaik), {integer(index.respondents)} responden"
    if partly:
        note += "; " + join([f"{part.short} dijawab {integer(part.respondents)}" for part in partly[:3]])
    note += ". Huruf di atas: batas mutu."
    if any(e.key == "BIAYA" and e.mean is not None and e.mean >= sentences.FREE_OF_CHARGE for e in index.elements):
        note += " Layanan tanpa biaya hampir selalu memperoleh nilai 4 pada unsur biaya."
    replaced = [element for element in index.elements if element.replaced]
    for element in replaced:
        note += f" Unsur {element.name} menggantikan unsur baku: {element.replaced.rstrip('.')}."
    return {
        "title": _elements_title(result, rows, whole=whole),
        "wide": pictures.element_bars(rows),
        "narrow": pictures.element_bars(rows, narrow=True),
        "rows": [
            {
                "name": row.element.name,
                "code": row.element.code,
                "mean": row.element.mean,
                "low": row.low,
                "high": row.high,
                "grade": row.element.grade.letter if row.element.grade else None,
                "target": row.target,
                "gap": row.gap_text,
                "earlier": row.earlier,
                "verdict": VERDICTS.get(verdicts.get(row.element.code, Verdict.UNKNOWN), "") if row.earlier else "",
                "respondents": row.element.respondents,
            }
            for row in rows
        ],
        "has_below": any(row.standing == "below" for row in rows),
        "has_interval": any(row.low is not None for row in rows),
        "has_target": any(row.target is not None for row in rows),
        "has_earlier": any(row.earlier is not None for row in rows),
        "note": note,
    }


VERDICTS = {
    Verdict.UP: "naik nyata",
    Verdict.DOWN: "turun nyata",
    Verdict.UNCERTAIN: "belum pasti",
    Verdict.SAME: "sama",
    Verdict.UNKNOWN: "tidak dapat diuji",
}
"""What the test says of an element's change, for tables."""


def _elements_title(result: SurveyResult, rows: Sequence[pictures.ElementRow], *, whole: bool) -> str:
    below = [row.element.short for row in rows if row.standing == "below"]
    with_target = [row for row in rows if row.target is not None]
    if below:
        others = len(with_target) - len(below)
        tail = f", {integer(others)} unsur lain tidak" if others else ""
        return f"{join(below)} nyata di bawah target{tail}"
    if with_target:
        return "Tidak ada unsur yang nyata di bawah target"
    known = [row for row in rows if row.element.mean is not None]
    if not known:
        return "Belum ada unsur yang bernilai"
    if known[0].element.mean == known[-1].element.mean:
        return "Semua unsur bernilai sama"
    low = [element.short for element in sentences.weakest(result)] if whole else [known[0].element.short]
    return f"{join(low)} bernilai terendah" if low else "Nilai setiap unsur"


def _trend(trend: Sequence[TrendPoint], change: Change | None) -> dict[str, Any] | None:
    if len(trend) < 2:
        return None
    first, last = trend[0], trend[-1]
    if change is not None and change.index.verdict in (Verdict.UP, Verdict.DOWN):
        moved = "Naik" if change.index.verdict is Verdict.UP else "Turun"
        title = f"{moved} nyata sejak {change.label or trend[-2].label}"
    elif first.grade != last.grade:
        title = f"Dari {_GRADE_WORDS[first.grade]} pada {first.label} menjadi {_GRADE_WORDS[last.grade]}"
    else:
        title = f"Tetap {_GRADE_WORDS[last.grade]} sejak {first.label}"
        if any(point.grade != last.grade for point in trend):
            title = f"Kembali {_GRADE_WORDS[last.grade]} seperti pada {first.label}"
    start = pictures.trend_start(trend[-9:])
    note = "Pita atau garis tegak: rentang 95 %." if any(point.low is not None for point in trend) else ""
    if start > 25:
        note += f" Sumbu mulai dari {number(Decimal(str(start)), 0)}; skala penuh 25–100."
    return {
        "title": title,
        "wide": pictures.trend_line(trend),
        "narrow": pictures.trend_line(trend, narrow=True),
        "rows": [
            {
                "label": point.label,
                "value": point.value,
                "interval": interval(point.low, point.high, 2)
                if point.low is not None and point.high is not None
                else "",
                "grade": point.grade,
                "respondents": point.respondents,
            }
            for point in trend
        ],
        "note": f"{note} Huruf: mutu.".strip(),
    }


def _profile(result: SurveyResult) -> dict[str, Any] | None:
    tables = [
        # Channels nobody used are no group that stayed away.
        replace(table, groups=tuple(group for group in table.groups if group.count != 0))
        if table.key == "channel"
        else table
        for table in result.profile
        if any(group.count != 0 for group in table.groups)
    ]
    if not tables:
        return None
    largest = []
    for table in tables:
        known = [group for group in table.groups if group.count]
        if known and table.key != "channel":
            largest.append(max(known, key=lambda group: group.count or 0).label)
    hidden = any(group.count is None for table in tables for group in table.groups)
    note = "Diisi atas kehendak sendiri."
    blank = [f"{table.title.lower()} {integer(table.not_given)}" for table in tables if table.not_given]
    if blank:
        note += f" Tidak mengisi: {join(blank)}."
    if hidden:
        note += (
            f" Arsir: kelompok di bawah {integer(result.min_count_n)} orang, atau kelompok lain yang ikut ditutup agar jumlah itu"
            " tidak dapat dihitung balik."
        )
    return {
        "title": f"Terbanyak: {join(largest[:3])}" if largest else "Responden menurut kelompok",
        "wide": pictures.profile_bars(tables, result.min_count_n),
        "narrow": pictures.profile_bars(tables, result.min_count_n, narrow=True),
        "tables": [
            {
                "title": table.title,
                "rows": [
                    {
                        "label": group.label,
                        "count": sentences.count_text(group, result.min_count_n),
                        "share": f"{percent(group.share, 0)} %" if group.share is not None else "",
                        "value": group.index.value if group.index else None,
                        "reason": sentences.REASONS[group.reason] if group.reason else "",
                    }
                    for group in table.groups
                ],
            }
            for table in tables
        ],
        "note": note,
    }


def _services(table: GroupTable, address: str) -> dict[str, Any]:
    rows = []
    for position, group in enumerate(table.groups):
        index = group.index
        rows.append(
            {
                "name": group.label,
                "url": f"{address}?layanan={position}"
                if address and index is not None and index.value is not None
                else "",
                "count": group.count,
                "reason": sentences.REASONS[group.reason] if group.reason else "",
                "value": index.value if index else None,
                "grade": index.grade.letter if index and index.grade else None,
                "weakest": join(_lowest(index)) if index else "",
            }
        )
    return {"title": _services_title(table), "rows": rows, "hidden": any(row["value"] is None for row in rows)}


def _services_title(table: GroupTable) -> str:
    """How many services have which grade; services are not ranked, since their intervals are not part of the record."""
    words = [group.index.grade.performance for group in table.groups if group.index and group.index.grade]
    if not words:
        return "Nilai per layanan belum dapat ditampilkan"
    if len(words) == len(table.groups) and len(set(words)) == 1:
        return f"Semua layanan {words[0]}" if len(words) > 1 else f"{table.groups[0].label} {words[0]}"
    parts = [f"{integer(words.count(word))} {word}" for word in _GRADE_WORDS.values() if word in words]
    rest = len(table.groups) - len(words)
    if rest:
        parts.append(f"{integer(rest)} belum dapat ditampilkan")
    return f"Dari {integer(len(table.groups))} layanan: {join(parts)}"


# Where the figure comes from ---------------------------------------------------------------------------------------------


def _why(result: SurveyResult, index: Index, origin: Provenance, *, whole: bool) -> list[tuple[str, str]]:
    parts = integer(len(index.elements))
    lines = [
        (
            "Rumus",
            f"Rata-rata {parts} unsur, bobot tepat 1/{parts}, dikali 25, dibulatkan sekali menjadi 2 desimal."
            f" {sentences.conventions(index)} {sentences.gap(index)}".strip(),
        )
    ]
    if not whole:
        lines.append(("Jawaban", f"{integer(index.respondents)} jawaban untuk layanan ini."))
        lines.append(
            ("Rentang", "Tidak dihitung per layanan; selisih kecil antarlayanan dapat terjadi karena kebetulan.")
        )
        return lines
    lines.append(("Jawaban", _answers_line(result, origin)))
    found = sentences.bounds(result.estimate)
    if found is not None:
        lines.append(
            (
                "Rentang",
                f"{interval(found.low, found.high, 2)}, tingkat kepercayaan 95 %; cara: {found.method}.",
            )
        )
    elif reason := _why_no_interval(result):
        lines.append(("Rentang", f"Tidak ada: {reason}."))
    if result.sample is not None:
        lines.append(("Sasaran", _sample_line(result, origin)))
    if origin.collected_from and origin.collected_to:
        lines.append(("Dikumpulkan", f"{days(origin.collected_from, origin.collected_to)}."))
    if origin.people:
        lines.append(("Oleh", "; ".join(f"{act} {post}" for act, post in origin.people) + "."))
    if origin.processed_on:
        version = f", Cermin {origin.version}" if origin.version else ""
        lines.append(("Diolah", f"{day(origin.processed_on)}{version}."))
    return lines


def _answers_line(result: SurveyResult, origin: Provenance) -> str:
    index = result.index
    left = sum(part.rows for part in origin.left_out)
    text = f"{integer(index.respondents)} jawaban dihitung"
    if origin.received is not None and origin.received != index.respondents:
        text = f"{integer(origin.received)} jawaban masuk, {integer(index.respondents)} dihitung"
    text += "."
    if left:
        reasons = join([f"{part.reason} ({integer(part.rows)})" for part in origin.left_out])
        text += f" Tidak dihitung: {reasons}."
        if origin.without_exclusions is not None:
            text += f" Bila semuanya dihitung: {number(origin.without_exclusions, 2)}."
    if origin.late:
        text += f" {integer(origin.late)} jawaban terlambat disimpan dan tidak dihitung."
    return f"{text} {sentences.completeness(index)}"


def _sample_line(result: SurveyResult, origin: Provenance) -> str:
    sample = result.sample
    assert sample is not None
    by = "tabel" if sample.used == "table" else "rumus"
    source = f", menurut {origin.population_source}" if origin.population_source else ""
    reached = "tercapai" if sample.reached else "belum tercapai"
    return (
        f"{integer(sample.minimum)} dari {integer(sample.population)} pengguna ({by} Krejcie dan Morgan{source});"
        f" {reached} dengan {integer(sample.respondents)} jawaban."
    )
