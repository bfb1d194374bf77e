"""Crime types as a file spells them: which read alike, which are new, and which fell silent as another began."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from bsafe_analysis.loading.completeness import SURELY_SEEN
from bsafe_analysis.model.receipts import Notice, Source

NEAREST = 12
FEWEST_BESIDE = 3
FALLEN = 0.5
"""A category with under this share of its usual rows, beside unknown types that would fill it, is not whole."""
ALIKE = 0.6
"""How like two names must be (difflib) to be offered as one where the numbers do not say so."""
FILLS = 0.3
"""How far, as a share of what is missing, a new type's rows may be from it to be offered as its new name."""


def letters(name: str) -> str:
    """
    >>> letters("Violence  and Sexual-offences") == letters("VIOLENCE & SEXUAL OFFENCES")
    True
    """
    return re.sub(r"[\W_]+", " ", name.replace("&", " and ")).strip().casefold()


def read_alike(names: Iterable[str], category_of: Mapping[str, str]) -> dict[str, str]:
    """Name as spelt -> name as listed, where the two differ in capitals, spaces, punctuation or "&" alone.

    A name that reads like types of two categories is left as it is.
    """
    listed: dict[str, set[str]] = {}
    for known in category_of:
        listed.setdefault(letters(known), set()).add(known)
    found = {}
    for name in names:
        like = listed.get(letters(name), set()) if name not in category_of else set()
        if len({category_of[known] for known in like}) == 1:
            found[name] = min(like)
    return found


@dataclass(frozen=True)
class Silence:
    """`months` in which a category of a source has no row or is not whole, though `usual` a month are usual."""

    category: str
    months: tuple[str, ...]
    usual: float


def silences(counts: pd.DataFrame, months: Sequence[str]) -> list[Silence]:
    """Runs of held months without a row, beside months that all have rows, many of them: no true noughts.

    `counts`: months in order as index, a column a category. Where a category has noughts among the months beside the
    run as well (a summer's offence), or all else fell with it, a nought may be true.
    """
    found, totals = [], counts.sum(axis=1)
    for category in counts.columns:
        series, rest = ([int(n) for n in each] for each in (counts[category], totals - counts[category]))
        silent: dict[str, float] = {}
        for run in _runs_of_nought(series):
            usual = _usual_beside(series, run)
            silent |= {months[i]: usual for i in range(*run) if usual * _left_of(rest, i, run) >= SURELY_SEEN}
        if silent:
            found.append(Silence(str(category), tuple(silent), max(silent.values())))
    return found


def _left_of(rest: Sequence[int], at: int, run: tuple[int, int]) -> float:
    """Which share of its usual the rest of the source has in that month, at most 1; 1 where the category is all of it.

    Where everything fell at once (a lockdown of a city centre), a nought may be one.
    """
    start, stop = run
    beside = [n for n in (*rest[max(0, start - NEAREST) : start], *rest[stop : stop + NEAREST]) if n]
    return min(1.0, rest[at] / median(beside)) if beside else 1.0


def _runs_of_nought(series: Sequence[int]) -> list[tuple[int, int]]:
    starts = [i for i, n in enumerate(series) if not n and (i == 0 or series[i - 1])]
    stops = [i + 1 for i, n in enumerate(series) if not n and (i + 1 == len(series) or series[i + 1])]
    return list(zip(starts, stops, strict=True))


def _usual_beside(series: Sequence[int], run: tuple[int, int]) -> float:
    """What is usual in the months before the run, or after it, if none of those is a nought; else 0."""
    start, stop = run
    beside = [series[max(0, start - NEAREST) : start], series[stop : stop + NEAREST]]
    whole = [median(side) for side in beside if len(side) >= FEWEST_BESIDE and min(side) > 0]
    return max(whole, default=0.0)


def monthly(incidents: pd.DataFrame, months: Sequence[str], column: str = "category") -> pd.DataFrame:
    """Rows by month (in order, noughts included) and by category."""
    if incidents.empty:
        return pd.DataFrame(index=list(months))
    table = incidents.groupby(["month", column]).size().unstack(fill_value=0)
    return table.reindex(list(months), fill_value=0)


def not_whole(counts: pd.DataFrame, month: str, unknown: Mapping[str, int]) -> dict[str, tuple[str, float]]:
    """Category -> (the unknown type that would fill it, what is usual), where it has under half of that in the month.

    Each unknown type is given to one category: to the one whose name is like its own, else the one it would fill best.
    """
    if month not in counts.index:
        return {}
    earlier = counts.loc[counts.index < month].tail(NEAREST)
    usual = {str(c): float(earlier[c].median()) for c in counts.columns if len(earlier) >= FEWEST_BESIDE}
    short = {c: u for c, u in usual.items() if u >= SURELY_SEEN and counts.at[month, c] < FALLEN * u}
    found: dict[str, tuple[str, float]] = {}
    for name, rows in sorted(unknown.items(), key=lambda item: (-item[1], item[0])):
        missing = {c: u - float(counts.at[month, c]) for c, u in short.items() if c not in found}
        best = _best(name, rows, missing)
        if best:
            found[best] = (name, usual[best])
    return found


def _best(name: str, rows: int, missing: Mapping[str, float]) -> str | None:
    filling = {c: abs(rows - m) for c, m in missing.items() if abs(rows - m) <= FILLS * m}
    alike = {c: likeness(name, c) for c in missing}
    nearest = max(alike, key=lambda c: alike[c], default=None)
    if nearest is not None and alike[nearest] >= ALIKE and rows >= FALLEN * missing[nearest]:
        return nearest
    return min(filling, key=lambda c: filling[c], default=None)


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how like two names are, read without capitals and punctuation."""
    return difflib.SequenceMatcher(None, letters(one), letters(other)).ratio()


def unknown_notices(
    source: Source, unknown: pd.DataFrame, silent: Mapping[str, tuple[str, float]], category_of: Mapping[str, str]
) -> list[Notice]:
    """Crime types that are in no list, each with its rows and, where one is meant, the line that would list it.

    `unknown`: month and supplier_category of the rows set aside; `silent`: what `not_whole` found.
    """
    meant = {name: category for category, (name, _) in silent.items()}
    notices = []
    for name, rows in unknown.groupby("supplier_category"):
        count = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
        first, last = rows["month"].min(), rows["month"].max()
        when = first if first == last else f"{first} to {last}"
        text = (
            f"{count} of the crime type {str(name)[:80]!r} set aside ({when}): add it to data/reference/categories.csv."
        )
        if not str(name).strip():
            text = (
                f"{source.title}: set aside for want of a type: {count} ({when}). Ask its sender for it: no line "
                "of categories.csv can say it."
            )
            notices.append(Notice("unknown_category", "", len(rows), text, needs_person=True))
            continue
        category = meant.get(str(name)) or nearest_category(str(name), category_of)
        if category:
            like = next(known for known, key in category_of.items() if key == category)
            text += f" If it is {like!r} under another name, write the line of {like!r} there again, with this name."
        notices.append(Notice("unknown_category", str(name)[:80], len(rows), text, needs_person=True))
    return notices


def nearest_category(name: str, category_of: Mapping[str, str]) -> str:
    """The category of the listed type whose name is most like this one; "" where none is."""
    likest = max(category_of, key=lambda known: likeness(name, known), default="")
    return category_of[likest] if likest and likeness(name, likest) >= ALIKE else ""


def silent_notices(source: Source, found: Iterable[Silence], held: Collection[str]) -> list[Notice]:
    """A line for each category that fell silent; a person is asked where the newest month is one of them."""
    notices, newest = [], max(held, default="")
    for each in found:
        shown = ", ".join(each.months[:3])
        shown += f" and {len(each.months) - 3} other months" if len(each.months) > 3 else ""
        text = (
            f"{source.title}: no row of {each.category} in {shown}, {each.usual:.0f} a month are usual. It is a gap, "
            "not a zero: if it has another name there, add that to data/reference/categories.csv; if its recording "
            "began or ended, say so under rebase in detection.yml."
        )
        late = newest in each.months
        notices.append(Notice("silent_category", each.category, len(each.months), text, needs_person=late))
    return notices


def alike_notices(source: Source, spelt: Mapping[str, str], rows: Mapping[str, int]) -> list[Notice]:
    """A line for the names that were read as a listed one."""
    if not spelt:
        return []
    shown = "; ".join(
        f"{name!r} as {known!r} ({rows.get(name, 0):,} rows)" for name, known in sorted(spelt.items())[:4]
    )
    more = f"; and {len(spelt) - 4} others" if len(spelt) > 4 else ""
    text = f"{source.title}: crime types that differ in capitals, spaces or punctuation alone were read as listed: "
    return [Notice("read_alike", source.name, sum(rows.get(name, 0) for name in spelt), f"{text}{shown}{more}.")]
