"""When incidents began, where a source gives the time: the busiest parts of the week over the last twelve months."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

from bsafe_analysis.areas import Area, Level
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.periods import add_months, months_between

PART, BUSIEST = 3, 3
"""Hours in a part of the day, and how many parts of the week are named."""
FEWEST = 50
"""Fewer incidents with a known time say nothing of a week of 56 parts."""


@dataclass(frozen=True)
class WeekPart:
    day: str
    first: int
    count: int

    @property
    def last(self) -> int:
        """The hour at which it ends."""
        return self.first + PART


@dataclass(frozen=True)
class Hours:
    """`known`: incidents of twelve months whose time is known; `busiest` () where they are too few to tell."""

    known: int
    busiest: tuple[WeekPart, ...]


def hours_of(prepared: Prepared, place: Area) -> Hours | None:
    """The busiest parts of the week in a place; None where no time is held."""
    month = prepared.cycle.month
    rows = prepared.times
    rows = rows[rows["month"].isin(months_between(add_months(month, -11), month))]
    if place.level is not Level.BOROUGH:
        rows = rows[rows["area"].isin([place.code, *(child.code for child in prepared.areas.children(place.code))])]
    known = int(rows["count"].sum())
    if not known:
        return None
    if known < FEWEST:
        return Hours(known, ())
    parts = rows.assign(first=rows["hour"] // PART * PART).groupby(["weekday", "first"])["count"].sum()
    ordered = sorted(parts.items(), key=lambda item: (-item[1], item[0]))[:BUSIEST]
    return Hours(known, tuple(WeekPart(calendar.day_name[day], int(first), int(n)) for (day, first), n in ordered))
