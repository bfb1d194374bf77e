"""What arrived for a month, source by source; what of it has no place; and what a person is to ask about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bsafe_analysis.model.areas import NOT_PLACED, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.held_months import SourceHeld
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.reports.facts.data_notes import REGISTER_NOTICES

MISSING_MONTH = "missing_month"
"""Notices of this kind name months of a source that are missing."""


@dataclass(frozen=True)
class SourceArrival:
    """One source's files: `first` to `last` month held ("" where none), but for `missing`; `as_at` where known.

    `rows_read` = `rows_used` + all of `set_aside` (the commonest reason first), over all of its `files`;
    `of_month`: how many incidents of the borough it gave for this month; None where it did not come, or where another
    source counts one of its categories too.
    """

    source: str
    title: str
    files: int
    as_at: date | None
    first: str
    last: str
    missing: tuple[str, ...]
    rows_read: int
    rows_used: int
    of_month: int | None
    set_aside: tuple[tuple[str, int], ...]
    required: bool


@dataclass(frozen=True)
class SourceScope:
    """Which months of a source are held, and nothing of its files: for editions whose readers are told no rows."""

    source: str
    title: str
    first: str
    last: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class UnplacedRow:
    """Of how many incidents it is not known in which neighbourhood they were: this month, its year, the year before.

    A pair of counts, of all and of those without a neighbourhood; None where not all of these months are held.
    `category` None: all categories together that are held throughout.
    """

    category: Category | None
    month: tuple[int, int] | None
    year: tuple[int, int] | None
    before: tuple[int, int] | None


def arrivals(prepared: Prepared) -> tuple[SourceArrival, ...]:
    """Every source in the order of sources.yml: what came of it?"""
    return tuple(_arrival(prepared, source) for source in prepared.held.sources)


def scopes(prepared: Prepared) -> tuple[SourceScope, ...]:
    """Every source in the order of sources.yml: which months are held?"""
    return tuple(SourceScope(a.source, a.title, a.first, a.last, a.missing) for a in arrivals(prepared))


def _arrival(prepared: Prepared, source: SourceHeld) -> SourceArrival:
    files = [receipt for receipt in prepared.receipts if receipt.source == source.name]
    aside: Counter[str] = Counter()
    for receipt in files:
        aside.update({str(reason): rows for reason, rows in receipt.set_aside})
    cycle = prepared.cycle
    held = [month for month in source.months if month in cycle.months]
    return SourceArrival(
        source=source.name,
        title=source.title,
        files=len(files),
        as_at=source.as_at,
        first=held[0] if held else "",
        last=held[-1] if held else "",
        missing=tuple(month for month in source.gaps if month in cycle.months),
        rows_read=sum(receipt.rows_read for receipt in files),
        rows_used=sum(receipt.rows_used for receipt in files),
        of_month=_of_month(prepared, source),
        set_aside=tuple(sorted(aside.items(), key=lambda item: (-item[1], item[0]))),
        required=source.required,
    )


def _of_month(prepared: Prepared, source: SourceHeld) -> int | None:
    month, borough = prepared.cycle.month, prepared.areas.borough.code
    alone = all(prepared.held.group_of(category) == (source.name,) for category in source.categories)
    if month not in source.months or not alone:
        return None
    counts = prepared.counts
    chosen = (counts["area"] == borough) & (counts["month"] == month) & counts["category"].isin(source.categories)
    return int(counts.loc[chosen, "count"].sum())


def unplaced(prepared: Prepared) -> tuple[UnplacedRow, ...]:
    """Category by category, of those whose sources say places: how much of it lies in no neighbourhood?"""
    month = prepared.cycle.month
    windows = {
        "month": (month,),
        "year": months_between(add_months(month, -11), month),
        "before": months_between(add_months(month, -23), add_months(month, -12)),
    }
    told = []
    for category in prepared.cycle.categories:
        placed = prepared.held.months_of(category.key, Level.NEIGHBOURHOOD)
        if month in placed:
            pairs = {name: _pair(prepared, category.key, months, placed) for name, months in windows.items()}
            told.append(UnplacedRow(category, **pairs))
    return tuple(told)


def _pair(
    prepared: Prepared, category: str, months: Collection[str], placed: Collection[str]
) -> tuple[int, int] | None:
    if not set(months) <= set(placed):
        return None
    counts = prepared.counts
    chosen = counts[(counts["category"] == category) & counts["month"].isin(list(months))]
    totals = [chosen.loc[chosen["area"] == area, "count"] for area in (prepared.areas.borough.code, NOT_PLACED)]
    return (int(totals[0].sum()), int(totals[1].sum())) if totals[0].notna().all() else None


def to_ask(prepared: Prepared) -> tuple[Notice, ...]:
    """What of the data, not of what people wrote, needs a person? Missing months are told with their source."""
    told = (*REGISTER_NOTICES, MISSING_MONTH)
    return tuple(n for n in prepared.notices if n.needs_person and n.kind not in told)


def to_know(prepared: Prepared) -> tuple[Notice, ...]:
    """What else was noticed of the data."""
    told = (*REGISTER_NOTICES, MISSING_MONTH)
    return tuple(n for n in prepared.notices if not n.needs_person and n.kind not in told)


def set_aside_by_hand(prepared: Prepared) -> tuple[Notice, ...]:
    """What of the register could not be used, or should be looked at: for those who keep it."""
    return tuple(n for n in prepared.notices if n.kind in REGISTER_NOTICES)
