"""When incidents began, where a source gives the time: the week of the last twelve months and its busiest parts."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.times import TimeKnown, whole_incidents

PART, BUSIEST = 3, 3
"""Hours in a part of the day, and how many parts of the week are named."""
PARTS = tuple((first, first + PART) for first in range(0, 24, PART))
FEWEST = 50
"""Fewer incidents with a known time say nothing of a week of 56 parts."""
BY_CHANCE = 82.3
"""One week in a hundred is more uneven than this where no part of it differs: chi-squared of 55 degrees of freedom."""


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
    """`known`: incidents of twelve months whose time is known, of `categories` (names); `busiest` and `week` () where
    they are too few to tell. `week`: a row for each weekday from Monday, a count for each of PARTS.
    """

    known: int
    busiest: tuple[WeekPart, ...]
    week: tuple[tuple[int, ...], ...] = ()
    categories: tuple[str, ...] = ()
    months: tuple[str, str] = ("", "")
    too_long: int = 0
    """Incidents of the same sources of which only a long span of time is known, and so no hour."""
    not_said: int = 0
    """Those of which no time is said."""
    longest: int = 24
    """Hours beyond which a span is long (detection.yml)."""

    @property
    def squares(self) -> int:
        """How many parts the week has."""
        return 7 * len(PARTS)

    @property
    def even(self) -> bool:
        """Whether chance alone may have made some parts busier than others."""
        usual = self.known / self.squares
        return sum((n - usual) ** 2 for row in self.week for n in row) / usual <= BY_CHANCE


def hours_of(prepared: Prepared, place: Area) -> Hours | None:
    """The week of a place and its busiest parts; None where no time is held."""
    month = prepared.cycle.month
    months = months_between(add_months(month, -11), month)
    rows = prepared.times
    rows = rows[rows["month"].isin(months)]
    rows = _inside(rows, prepared, place)
    known = whole_incidents(float(rows["count"].sum()))
    if not known:
        return None
    too_long, not_said = (
        _hours_left_out(prepared, place, months, why) for why in (TimeKnown.TOO_LONG, TimeKnown.NOT_SAID)
    )
    longest = prepared.cycle.detection.longest_span_hours
    if known < FEWEST:
        return Hours(known, (), too_long=too_long, not_said=not_said, longest=longest)
    held = set(rows["category"])
    names = tuple(c.name for c in prepared.cycle.categories if c.key in held)
    week = week_of_rows(rows)
    return Hours(known, _busiest(week), week, names, (months[0], months[-1]), too_long, not_said, longest)


def _inside(rows: pd.DataFrame, prepared: Prepared, place: Area) -> pd.DataFrame:
    if place.level is Level.BOROUGH:
        return rows
    return rows[rows["area"].isin([place.code, *(child.code for child in prepared.areas.children(place.code))])]


def _hours_left_out(prepared: Prepared, place: Area, months: Sequence[str], why: str) -> int:
    rows = prepared.times_known
    rows = _inside(rows[rows["month"].isin(months) & (rows["known"] == why)], prepared, place)
    return int(rows["count"].sum())


def week_of_rows(rows: pd.DataFrame) -> tuple[tuple[int, ...], ...]:
    """Whole incidents by weekday from Monday and PARTS of the day. `rows`: times.TIME_COLUMNS."""
    counts = rows.assign(first=rows["hour"] // PART * PART).groupby(["weekday", "first"])["count"].sum()
    return tuple(tuple(whole_incidents(float(counts.get((day, first), 0))) for first, _ in PARTS) for day in range(7))


def _busiest(week: tuple[tuple[int, ...], ...]) -> tuple[WeekPart, ...]:
    """Ties in the order of the week."""
    every = [
        WeekPart(calendar.day_name[day], PARTS[i][0], n) for day, row in enumerate(week) for i, n in enumerate(row)
    ]
    return tuple(sorted((part for part in every if part.count), key=lambda part: -part.count)[:BUSIEST])
