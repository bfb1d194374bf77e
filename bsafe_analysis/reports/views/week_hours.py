"""The hours of the week: of the incidents of a view that have a time, how many began in each."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bsafe_analysis.model.annotations import places_within
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.times import whole_incidents
from bsafe_analysis.reports.charts.palette import INK, ON_DARK, STEPS, WHITE, axis, layout
from bsafe_analysis.reports.views.cube import CountedOf

DAYS = tuple(calendar.day_name)
Week = tuple[tuple[int, ...], ...]
"""A row for each hour, a column for each weekday from Monday."""


@dataclass(frozen=True)
class HourOfDay:
    """From one full hour to the next, each of two figures."""

    low: str
    high: str


HOURS_OF_DAY = tuple(HourOfDay(f"{hour:02d}", f"{hour + 1:02d}") for hour in range(24))


@dataclass(frozen=True)
class WeekOfView:
    """The week by the hour: how many have a time, on which `day` and between which hours most began, and how many."""

    week: Week
    timed: int
    day: str
    begins: int
    ends: int
    most: int
    of: CountedOf

    claimed_as = "view_week"

    @classmethod
    def of_week(cls, week: Week, of: CountedOf) -> WeekOfView:
        """ValueError where the week has no hour."""
        most, day, hour = max((n, -day, -hour) for hour, row in enumerate(week) for day, n in enumerate(row))
        return cls(week, sum(map(sum, week)), DAYS[-day], -hour, 1 - hour, most, of)

    @property
    def claimed_values(self) -> Mapping[str, Any]:
        own = {name: getattr(self, name) for name in ("timed", "day", "begins", "ends", "most")}
        return self.of.claimed(**own)


def week_of(prepared: Prepared, place: str, categories: Sequence[str], months: Sequence[str]) -> Week:
    """How many began in each hour of the week; empty where no time is held of any."""
    rows = prepared.times
    if rows.empty:
        return ()
    within = rows["area"].isin(places_within(prepared.areas, place))
    chosen = rows[within & rows["category"].isin(list(categories)) & rows["month"].isin(list(months))]
    if chosen.empty:
        return ()
    week = np.zeros((24, 7))
    at = (chosen["hour"].to_numpy(dtype=int), chosen["weekday"].to_numpy(dtype=int))
    np.add.at(week, at, chosen["count"].to_numpy(dtype=float))
    return tuple(tuple(whole_incidents(float(n)) for n in row) for row in week)


def week_spec(week: Week) -> dict[str, Any]:
    """A plotly chart as a plain dict: a square for each hour, darker the more began in it, its number on it."""
    counts = pd.DataFrame(list(week), columns=list(DAYS))
    top = max(1, int(counts.to_numpy().max()))
    traces = [_weekday_squares(day, [int(n) for n in counts[day]], top) for day in DAYS]
    across = axis(type="linear", showgrid=False, tickvals=list(range(0, 24, 3)), range=[-0.6, 23.6], side="top")
    across["ticktext"] = [f"{hour:02d}:00" for hour in range(0, 24, 3)]
    down = axis(type="category", showgrid=False, categoryorder="array", categoryarray=list(reversed(DAYS)), dtick=1)
    look = layout(230, margin={"l": 92, "r": 8, "t": 30, "b": 8}, xaxis=across, yaxis=down, annotations=[], shapes=[])
    return {"data": traces, "layout": look}


def _weekday_squares(day: str, counts: Sequence[int], top: int) -> dict[str, Any]:
    fills = [STEPS[min(3, 4 * count // (top + 1))] for count in counts]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": day,
        "x": list(range(24)),
        "y": [day] * 24,
        "text": [str(count) for count in counts],
        "customdata": [f"{hour.low} to {hour.high}" for hour in HOURS_OF_DAY],
        "meta": {"column": day, "keys": "customdata", "values": "text"},
        "marker": {"symbol": "square", "size": 19, "color": fills},
        "textfont": {"size": 10, "color": [WHITE if fill in ON_DARK else INK for fill in fills]},
        "hoverinfo": "skip",
    }
