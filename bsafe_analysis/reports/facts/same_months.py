"""The month as a whole beside the same month of earlier years: is there more of everything, or less?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import ExceptionalTime, Prepared
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.reports.facts.held_sources import sum_of

MOST_YEARS = 5
"""Years back: what was longer ago tells little of what is usual now."""


class WhyLeftOut(StrEnum):
    """Why the same month of an earlier year is in no comparison with this one."""

    EXCEPTIONAL = "exceptional"
    NOT_RECEIVED = "not_received"
    NOT_WHOLE = "not_whole"
    """Something that is counted this month was not held then."""


@dataclass(frozen=True)
class YearsLeftOut:
    """The same month of earlier years that one reason leaves out, the oldest first.

    `time`: the exceptional time in which they lie, where that is the reason.
    """

    months: tuple[str, ...]
    why: WhyLeftOut
    time: ExceptionalTime | None = None


@dataclass(frozen=True)
class SameMonths:
    """How many of all categories were recorded in a place, and in the same month of the `years` before that compare.

    `earlier`: which months those are, the oldest first; `left_out`: those since the first held that do not compare.
    """

    place: Area
    month: str
    observed: int
    years: int
    lowest: int
    highest: int
    earlier: tuple[str, ...] = ()
    left_out: tuple[YearsLeftOut, ...] = ()

    @property
    def skips(self) -> bool:
        """Whether a year between was left out, so that they are not simply the last ones."""
        return self.earlier != tuple(add_months(self.month, -12 * n) for n in range(self.years, 0, -1))

    @property
    def calendar_month(self) -> int:
        """The month of the year, 1 to 12."""
        return int(self.month[5:])


def same_months(prepared: Prepared, place: Area) -> SameMonths | None:
    """None where no earlier year can be compared: it needs every category of this month's total, in ordinary times."""
    month = prepared.cycle.month
    made_of = {category.key for category in sum_of(prepared, place.code, [month]).categories}
    every = [add_months(month, -12 * n) for n in range(MOST_YEARS, 0, -1)]
    ordinary = [each for each in every if not prepared.cycle.detection.exceptional_time(each)]
    held = {each: total for each in ordinary if (total := _total(prepared, place, each, made_of)) is not None}
    totals = list(held.values())
    now = _total(prepared, place, month, made_of)
    if now is None or not totals:
        return None
    left_out = tuple(_left_out(prepared, place, [each for each in every if each not in held]))
    return SameMonths(place, month, now, len(totals), min(totals), max(totals), tuple(held), left_out)


def _left_out(prepared: Prepared, place: Area, months: list[str]) -> Iterator[YearsLeftOut]:
    """Those since the first month that is held, by the reason."""
    counts = prepared.counts[prepared.counts["area"] == place.code]
    held = set(counts.loc[counts["count"].notna(), "month"])
    since = [month for month in months if held and month >= min(held)]

    def reason(month: str) -> tuple[WhyLeftOut, ExceptionalTime | None]:
        time = prepared.cycle.detection.exceptional_time(month)
        if time:
            return WhyLeftOut.EXCEPTIONAL, time
        return (WhyLeftOut.NOT_WHOLE if month in held else WhyLeftOut.NOT_RECEIVED), None

    for (why, time), group in groupby(since, key=reason):
        yield YearsLeftOut(tuple(group), why, time)


def _total(prepared: Prepared, place: Area, month: str, made_of: Collection[str]) -> int | None:
    """None where one of the categories has no count in that month."""
    counts = prepared.counts
    rows = counts[(counts["area"] == place.code) & (counts["month"] == month) & counts["category"].isin(made_of)]
    counted = rows["count"].dropna()
    return int(counted.sum()) if made_of and len(counted) == len(made_of) else None
