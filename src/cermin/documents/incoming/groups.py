"""Services and profile answers -> groups: common spellings joined, ages into bands, what is unknown kept as its own group."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np

from cermin.documents.incoming.sentences import say
from cermin.documents.messages import Message
from cermin.pure.calc.answers import NO_GROUP, Grouping
from cermin.pure.law.profile import ProfileField

MOST_GROUPS = 2_000
"""More different entries than this are no groups (names, numbers); a government has some hundreds of services."""

OLDEST = 120
"""Highest age in years that is believed."""

_BLANK = {"", "-", "–", "—"}


def _spelled(value: object) -> str:
    """One line, one blank between words; whole floats as the integers they are. Dates give ""."""
    if value is None or isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", str(value)))
    text = " ".join(text.split())
    return "" if text in _BLANK else text[:120]


def _folded(text: str) -> str:
    """The spelling by which aliases are compared."""
    return re.sub("[‐‑‒–—]", "-", unicodedata.normalize("NFKC", text).casefold()).strip(" .")


def _sorted_naturally(labels: Sequence[str]) -> list[str]:
    """Numbers inside names in their order: "Layanan 2" before "Layanan 10"."""
    return sorted(labels, key=lambda s: ([(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in re.split(r"(\d{1,9})", s.casefold())], s))  # fmt: skip


def _coded(
    column: Sequence[object], label_of: dict[object, str | None], labels: Sequence[str], key: str, title: str
) -> Grouping:
    position = {label: index for index, label in enumerate(labels)}
    codes = {value: NO_GROUP if label is None else position[label] for value, label in label_of.items()}
    array = np.fromiter(map(codes.__getitem__, column), np.int16, len(column))
    return Grouping(key, title, tuple(labels), array)


def service_grouping(column: Sequence[object], letter: str, heading: str) -> tuple[Grouping | None, list[Message]]:
    """Services by name, spellings that differ in case or blanks joined under the most frequent one."""
    return _free(column, "service", "Jenis layanan", letter, heading)


def _free(
    column: Sequence[object], key: str, title: str, letter: str, heading: str
) -> tuple[Grouping | None, list[Message]]:
    counts = Counter(column)
    spellings: dict[str, Counter[str]] = {}
    folds: dict[object, str] = {}
    for value, count in counts.items():
        text = _spelled(value)
        folds[value] = fold = _folded(text)
        if fold:
            spellings.setdefault(fold, Counter())[text] += count
    if len(spellings) > MOST_GROUPS:
        return None, [say("too_many_groups", letter=letter, heading=heading, count=len(spellings))]
    names = {fold: min(found, key=lambda text: (-found[text], text)) for fold, found in spellings.items()}
    label_of: dict[object, str | None] = {value: names.get(fold) for value, fold in folds.items()}
    return _coded(column, label_of, _sorted_naturally(list(names.values())), key, title), []


def profile_grouping(
    column: Sequence[object], field: ProfileField, letter: str, heading: str
) -> tuple[Grouping | None, list[Message]]:
    """One profile dimension. Known options come first, in their order; groups of unknown answers follow."""
    aliases: dict[str, str] = {}
    for option in field.options:
        for alias in (option.label, *option.aliases):
            aliases.setdefault(_folded(alias), option.label)
    bands = [option for option in field.options if option.lowest is not None]
    counts = Counter(column)
    label_of: dict[object, str | None] = {}
    unknown: dict[str, Counter[str]] = {}
    folds: dict[object, str] = {}
    odd = others = 0
    for value, count in counts.items():
        text = _spelled(value)
        fold = _folded(text)
        label = aliases.get(fold)
        if label is None and bands and fold:
            age = re.fullmatch(r"(\d{1,4})(?:[.,]\d+)?(?: ?(?:th|thn|tahun))?", fold)
            if age and int(age[1]) <= OLDEST:
                label = next(b.label for b in bands if int(age[1]) <= (OLDEST if b.highest is None else b.highest))
            elif age:
                fold, odd = "", odd + count
        elif bands and value not in ("", None) and not fold and isinstance(value, dt.date):
            odd += count
        if label is None and fold and field.open:
            label, others = field.options[-1].label, others + count
        label_of[value] = label
        if label is None and fold:
            folds[value] = fold
            unknown.setdefault(fold, Counter())[text] += count
    warnings: list[Message] = []
    if odd:
        warnings.append(say("odd_ages", count=odd, letter=letter))
    if others:
        warnings.append(
            say("other_answers", count=others, letter=letter, heading=heading, label=field.options[-1].label)
        )
    if len(unknown) > MOST_GROUPS:
        return None, [say("too_many_groups", letter=letter, heading=heading, count=len(unknown))]
    names = {fold: min(found, key=lambda text: (-found[text], text)) for fold, found in unknown.items()}
    for value, fold in folds.items():
        label_of[value] = names[fold]
    used = {label for label in label_of.values() if label is not None}
    labels = [option.label for option in field.options if option.label in used] + _sorted_naturally(
        list(names.values())
    )
    if not labels:
        return None, warnings
    return _coded(column, label_of, labels, field.key, field.title), warnings
