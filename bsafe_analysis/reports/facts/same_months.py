"""The month as a whole beside the same month of earlier years: is there more of everything, or less?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.reports.facts.held_sources import sum_of

MOST_YEARS = 5
"""Years back: what was longer ago tells little of what is usual now."""


@dataclass(frozen=True)
class SameMonths:
    """How many of all categories were recorded in a place, and in the same month of the `years` before that compare.

    `earlier`: which years those are, the oldest first: an exceptional one, or one not held, is none of them.
    """

    place: Area
    month: str
    observed: int
    years: int
    lowest: int
    highest: int
    earlier: tuple[str, ...] = ()

    @property
    def skips(self) -> bool:
        """Whether a year between was left out, so that they are not simply the last ones."""
        last = int(self.month[:4])
        return self.earlier != tuple(str(year) for year in range(last - self.years, last))

    @property
    def calendar_month(self) -> int:
        """The month of the year, 1 to 12."""
        return int(self.month[5:])


def same_months(prepared: Prepared, place: Area) -> SameMonths | None:
    """None where no earlier year can be compared: it needs every category of this month's total, in ordinary times."""
    month = prepared.cycle.month
    made_of = {category.key for category in sum_of(prepared, place.code, [month]).categories}
    years = (add_months(month, -12 * n) for n in range(1, MOST_YEARS + 1))
    ordinary = [each for each in years if not prepared.cycle.detection.exceptional_time(each)]
    held = {each: total for each in ordinary if (total := _total(prepared, place, each, made_of)) is not None}
    totals = list(held.values())
    now = _total(prepared, place, month, made_of)
    if now is None or not totals:
        return None
    earlier = tuple(sorted(each[:4] for each in held))
    return SameMonths(place, month, now, len(totals), min(totals), max(totals), earlier)


def _total(prepared: Prepared, place: Area, month: str, made_of: Collection[str]) -> int | None:
    """None where one of the categories has no count in that month."""
    counts = prepared.counts
    rows = counts[(counts["area"] == place.code) & (counts["month"] == month) & counts["category"].isin(made_of)]
    counted = rows["count"].dropna()
    return int(counted.sum()) if made_of and len(counted) == len(made_of) else None
