"""The legal reference as one Markdown page, written from the data that the program itself uses.

`python -m cermin.pure.law.reference` prints the page; `docs/reference/law.md` is its output and a test compares the two.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cermin.pure.law import profile, report, sampling, skm
from cermin.pure.law.base import OWN_TEXT, PRACTICE, Citation


@dataclass(frozen=True, slots=True)
class Datum:
    """One line of the register. names: the public constants it covers ("skm.GRADES"); meaning: what it is, in English."""

    names: tuple[str, ...]
    meaning: str
    citation: Citation


REGISTER: tuple[Datum, ...] = (
    Datum(
        ("skm.ELEMENTS", "skm.ELEMENT_BY_KEY", "skm.ELEMENT_BY_CODE"), "Elements and their order", skm.ELEMENTS_CITATION
    ),
    Datum(("skm.FORM_9", "skm.FORMS"), "Nine questions", skm.FORM_9.citation),
    Datum(("skm.FORM_16", "skm.FORMS"), "Sixteen questions", skm.FORM_16.citation),
    Datum(("skm.GENERAL_LABELS",), "Answers that fit every question", skm.GENERAL_LABELS_CITATION),
    Datum(("skm.CONVERSION",), "Factor from means to the index", skm.CONVERSION_CITATION),
    Datum(("skm.GRADES",), "Grade table", skm.GRADES_CITATION),
    Datum(("skm.GRADING_PLACES",), "Rule for the gaps of the grade table", skm.GRADING_CITATION),
    *(Datum(("skm.METHODS",), f"Method `{key}`", method.citation) for key, method in skm.METHODS.items()),
    Datum(("sampling.KREJCIE_MORGAN",), "Use of the sample table", sampling.SAMPLE_CITATION),
    Datum(
        (
            "sampling.KREJCIE_MORGAN",
            "sampling.KREJCIE_MORGAN_CHI2",
            "sampling.KREJCIE_MORGAN_P",
            "sampling.KREJCIE_MORGAN_D",
        ),
        "Sample table and its formula",
        sampling.KREJCIE_MORGAN_CITATION,
    ),
    Datum(("profile.ANNEX_PROFILE",), "Profile lines of the printed form", profile.ANNEX_PROFILE_CITATION),
    *(
        Datum(
            ("profile.PROFILE_FIELDS", "profile.PROFILE_FIELD_BY_KEY"), f"Profile field `{field.key}`", field.citation
        )
        for field in profile.PROFILE_FIELDS
    ),
    Datum(("report.REPORT_CHAPTERS", "report.REPORT_ANNEXES"), "Report outline", report.REPORT_CITATION),
    Datum(("report.SURVEY_STEPS",), "Steps of the timetable", report.SURVEY_STEPS_CITATION),
    Datum(("report.COLLECTION_METHODS",), "Techniques of collection", report.COLLECTION_METHODS_CITATION),
    *(Datum(("report.LEGAL_BASES",), f"Legal basis {basis.short}", basis.citation) for basis in report.LEGAL_BASES),
    Datum(("report.FOLLOW_UP_TERMS",), "Terms of follow-up", report.FOLLOW_UP_TERMS_CITATION),
    Datum(("report.FOLLOW_UP_COLUMNS",), "Columns of the follow-up plan", report.FOLLOW_UP_COLUMNS_CITATION),
    Datum(("report.POSTER",), "Fixed words of the publication sheet", report.POSTER_CITATION),
    Datum(("report.MIN_SCORE_N", "report.MIN_COUNT_N"), "Limits for small groups", report.SUPPRESSION_CITATION),
)
"""Every legal datum of this package with its citation; a test keeps it complete."""


def exact_index_needed(method: skm.Method, letter: str, elements: int = 9) -> Fraction:
    """Smallest exact index with two decimals that a method still grades as `letter` (with `elements` elements).

    The method multiplies the index by weight x elements; the product is rounded half up to two decimals and looked up.
    """
    lowest = next(grade.lowest for grade in skm.GRADES if grade.letter == letter)
    factor = method.weight(elements) * elements
    return Fraction(math.ceil((Fraction(lowest) * 100 - Fraction(1, 2)) / factor), 100)


def law_reference() -> str:
    """The whole page (Markdown, English frame, Indonesian legal texts), ending with a line break."""
    verified = sum(datum.citation.verified for datum in REGISTER)
    parts = [
        "# What the rules say",
        "Generated from `cermin.pure.law` by `python -m cermin.pure.law.reference`; do not edit by hand.",
        (
            "**Verified** means that somebody compared the datum with the printed legal text. "
            f"{verified} of {len(REGISTER)} entries are verified. Everything else came from public copies, programs or reports, "
            "is shown to administrators as *belum diperiksa pada naskah resmi*, and waits for a reader with the printed text. "
            f"*{OWN_TEXT}* marks our own wording or choice and *{PRACTICE}* what offices do: there is no rule behind them."
        ),
        *_elements(),
        *_forms(),
        *_grades(),
        *_methods(),
        *_sample(),
        *_profile(),
        *_report(),
        *_follow_up(),
        *_poster(),
        *_limits(),
        *_register(),
    ]
    return "\n\n".join(parts) + "\n"


def _elements() -> list[str]:
    rows = [(element.code, f"`{element.key}`", element.name, element.short) for element in skm.ELEMENTS]
    return [
        "## Elements (unsur)",
        _cited(skm.ELEMENTS_CITATION),
        _table(("Code", "Key", "Name", "Short"), rows),
        (
            "An element is known by its key, never by its position. **The list and the annex form order the last two differently**: "
            "list U8 is complaints (`PENGADUAN`) and U9 facilities (`SARPRAS`); question 8 of the nine-question form asks about "
            "facilities and question 9 about complaints. In the sixteen-question form P15 is complaints and P16 facilities."
        ),
        "A unit may replace or add elements; then the weight is 1 divided by the number of elements asked.",
    ]


def _forms() -> list[str]:
    parts = ["## Forms (kuesioner)"]
    for form in skm.FORMS.values():
        codes = {question.element: skm.ELEMENT_BY_KEY[question.element].code for question in form.questions}
        rows = [
            (question.code, f"{codes[question.element]} `{question.element}`", question.text, *question.labels)
            for question in form.questions
        ]
        structure = "-".join(
            str(sum(question.element == key for question in form.questions)) for key in skm.ELEMENT_BY_KEY
        )
        parts += [
            f"### {form.name} (`{form.key}`)",
            _cited(form.citation),
            (
                f"{len(form.questions)} questions; questions per element in the order of the list: {structure}. The mean of an element is "
                "the mean of its question means."
            ),
            _table(("Code", "Element", "Question", "1", "2", "3", "4"), rows),
        ]
    return [
        *parts,
        f"For every question these answers are understood too: {', '.join(skm.GENERAL_LABELS)}. "
        + _cited(skm.GENERAL_LABELS_CITATION),
    ]


def _grades() -> list[str]:
    rows = [
        (g.letter, g.performance, f"{g.nrr_lowest}–{g.nrr_highest}", f"{g.lowest}–{g.highest}")
        for g in reversed(skm.GRADES)
    ]
    three = Fraction(3 * skm.CONVERSION)
    letter = next(g for g in skm.GRADES if g.lowest <= three <= g.highest)
    return [
        "## Grades (mutu pelayanan)",
        _cited(skm.GRADES_CITATION),
        _table(("Mutu", "Kinerja", "Mean 1–4, as printed", "Index 25–100"), rows),
        f"The index is the sum of weighted means times {skm.CONVERSION}. {_cited(skm.CONVERSION_CITATION)}",
        (
            f"**Gap rule.** The printed table leaves gaps of one hundredth (a value of 88.3041 stands in no row). The index is computed "
            f"exactly, rounded once half up to {skm.GRADING_PLACES} decimals, and then looked up: no gap is left. {_cited(skm.GRADING_CITATION)}"
        ),
        (
            f"**Three everywhere is not “Baik”.** When every answer is 3, the index is {float(three):.2f}, which is grade "
            f"{letter.letter}, {letter.performance}. That surprises readers, so reports explain it."
        ),
    ]


def _methods() -> list[str]:
    rows = []
    for method in skm.METHODS.values():
        factor = method.weight(9) * 9
        rows.append(
            (
                f"`{method.key}`",
                method.name,
                "1/k" if method.weight_places is None else f"{float(method.weight(9)):g}",
                f"{float(factor):g}",
                f"{float(25 * factor):g}–{float(100 * factor):g}",
                *(f"{float(exact_index_needed(method, letter)):.2f}" for letter in "ABC"),
                _yes(method.citation),
            )
        )
    heads = (
        "Key",
        "Name",
        "Weight",
        "Factor at k = 9",
        "Possible index",
        "Exact index needed for A",
        "for B",
        "for C",
        "Verified",
    )
    return [
        "## Methods and their effect",
        (
            "`exact` is the rule and the only method that Cermin uses for a result. The rounded weights are computed beside it, "
            "so that a unit can explain an older value: they shrink every index, and nobody can reach 100."
        ),
        _table(heads, rows),
    ]


def _sample() -> list[str]:
    pairs = list(sampling.KREJCIE_MORGAN.items())
    columns = 6
    height = len(pairs) // columns
    rows = [
        [str(number) for column in range(columns) for number in pairs[row + column * height]] for row in range(height)
    ]
    return [
        "## Sample size",
        _cited(sampling.SAMPLE_CITATION),
        _cited(sampling.KREJCIE_MORGAN_CITATION),
        (
            f"S = X² N P Q / (d² (N − 1) + X² P Q), with X² = {float(sampling.KREJCIE_MORGAN_CHI2)}, P = {float(sampling.KREJCIE_MORGAN_P)}, "
            f"Q = 1 − P, d = {float(sampling.KREJCIE_MORGAN_D)}, to the nearest integer. This gives every one of the {len(pairs)} rows; "
            "rounding up would be one too high in half of them. A population between two rows takes the next higher row."
        ),
        _table(("N", "S") * columns, rows, right=True),
    ]


def _profile() -> list[str]:
    rows = [
        (
            f"`{field.key}`",
            field.title,
            "; ".join(_angle(option.label) for option in field.options),
            "yes" if field.open else "no",
            field.citation.instrument,
            _yes(field.citation),
        )
        for field in profile.PROFILE_FIELDS
    ]
    annex = [
        (line.title, "; ".join(line.options) or "free", f"`{line.key}`" if line.key else "not kept")
        for line in profile.ANNEX_PROFILE
    ]
    return [
        "## Respondent profile",
        "All fields are optional. No name, identity number or address is asked.",
        _table(("Key", "Title", "Options", "Other answer allowed", "From", "Verified"), rows),
        f"The printed annex form itself asks: {_cited(profile.ANNEX_PROFILE_CITATION)}",
        _table(("Line", "Options", "Our field"), annex),
    ]


def _report() -> list[str]:
    outline: list[str] = []
    for chapter in report.REPORT_CHAPTERS:
        outline.append(f"- {chapter.number} {chapter.title}")
        outline += [f"  - {section.number} {section.title}" for section in chapter.sections]
    outline += [f"- {annex.number}. {annex.title}" for annex in report.REPORT_ANNEXES]
    bases = [(basis.short, basis.title, basis.citation.where, _yes(basis.citation)) for basis in report.LEGAL_BASES]
    return [
        "## Report outline",
        _cited(report.REPORT_CITATION),
        "\n".join(outline),
        f"Steps of the timetable: {'; '.join(report.SURVEY_STEPS)}. {_cited(report.SURVEY_STEPS_CITATION)}",
        f"Techniques of collection: {'; '.join(report.COLLECTION_METHODS)}. {_cited(report.COLLECTION_METHODS_CITATION)}",
        "### Legal bases that reports cite",
        _table(("Short", "Title", "Where", "Verified"), bases),
    ]


def _follow_up() -> list[str]:
    rows = [(f"`{term.key}`", term.label, term.text) for term in report.FOLLOW_UP_TERMS]
    return [
        "## Follow-up (tindak lanjut)",
        _cited(report.FOLLOW_UP_TERMS_CITATION),
        _table(("Key", "Term", "Duration"), rows),
        f"Columns of the plan: {' | '.join(report.FOLLOW_UP_COLUMNS)}. {_cited(report.FOLLOW_UP_COLUMNS_CITATION)}",
    ]


def _poster() -> list[str]:
    words = report.POSTER
    blocks = (
        ("Title", words.title),
        ("Value", words.value),
        ("Service", words.service),
        ("Respondents", words.respondents),
        ("Count", words.count),
        ("Gender", words.gender),
        ("Education", words.education),
        ("Period", words.period),
        ("Thanks", words.thanks),
    )
    return ["## Publication sheet", _cited(report.POSTER_CITATION), _table(("Block", "Words"), blocks)]


def _limits() -> list[str]:
    return [
        "## Small groups",
        (
            f"Scores and means of a group are shown from {report.MIN_SCORE_N} respondents on, its count from {report.MIN_COUNT_N} on. "
            f"Both are settings. {_cited(report.SUPPRESSION_CITATION)}"
        ),
    ]


def _register() -> list[str]:
    rows = [
        (
            datum.meaning,
            ", ".join(f"`{name}`" for name in datum.names),
            datum.citation.instrument,
            datum.citation.where,
            _yes(datum.citation),
            _validity(datum.citation),
            datum.citation.source,
        )
        for datum in REGISTER
    ]
    heads = ("What", "Constant", "Instrument", "Where", "Verified", "Valid", "How it reached us")
    return ["## Register of citations", _table(heads, rows)]


def _cited(citation: Citation) -> str:
    return f"*{citation.instrument}, {citation.where}. Verified: {_yes(citation)}.*"


def _yes(citation: Citation) -> str:
    return "yes" if citation.verified else "no"


def _validity(citation: Citation) -> str:
    if citation.instrument in (OWN_TEXT, PRACTICE):
        return "not a rule"
    start = f"from {citation.valid_from.isoformat()}" if citation.valid_from else "start not known"
    return f"{start}, until {citation.valid_until.isoformat()}" if citation.valid_until else start


def _angle(text: str) -> str:
    """A '<' that Markdown will not take for a tag."""
    return text.replace("<", "&lt;")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: bool = False) -> str:
    lines = [_row(heads), _row(["--:" if right else "---"] * len(heads))]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(law_reference())
