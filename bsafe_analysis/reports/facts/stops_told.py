"""The police's stops and searches of a year: by object of search, by area and by month, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.stop_searches import SearchResult

FEWEST = 10
"""Objects with fewer searches in the year are told together, as other objects."""
SMALLEST = 5
"""Searches below which no number is told: of so few, one person might be known."""


@dataclass(frozen=True)
class StopRow:
    """Searches for one object (`object`, "" for all), of one month (`month`, "" for the year), in a place."""

    place: Area
    object: str
    month: str
    searches: int
    no_action: int
    arrest: int
    other: int
    fewest: int = SMALLEST


@dataclass(frozen=True)
class StopsTold:
    """Of `first` to `last`: `total` searches in the borough; `held`: how many of these months have any."""

    place: Area
    first: str
    last: str
    held: int
    total: int
    rows: tuple[StopRow, ...] = ()
    objects: int = 0
    """How many of the rows are of objects; as many as there are areas come next, then one for each month."""
    areas: int = 0
    others: tuple[str, ...] = ()
    """Objects that are told together."""


def stops_told(prepared: Prepared) -> StopsTold:
    """Context, no target: searches go where officers are sent."""
    month, borough = prepared.cycle.month, prepared.areas.borough
    first = add_months(month, -11)
    year = prepared.stops[prepared.stops["month"].between(first, month)]
    if year.empty:
        return StopsTold(borough, first, month, 0, 0)
    by_object = year.groupby("object")["count"].sum()
    named = sorted(by_object[by_object >= FEWEST].index, key=lambda each: (-by_object[each], each))
    others = tuple(sorted(by_object[by_object < FEWEST].index))
    rows = [_stop_row(year[year["object"] == each], borough, each, "") for each in named]
    if others:
        rows.append(_stop_row(year[year["object"].isin(others)], borough, "Other objects", ""))
    objects = len(rows)
    areas = prepared.areas.local_areas
    inside = {area.code: [child.code for child in prepared.areas.children(area.code)] for area in areas}
    rows += [_stop_row(year[year["area"].isin(inside[area.code])], area, "", "") for area in areas]
    months = sorted(set(year["month"]))
    rows += [_stop_row(year[year["month"] == each], borough, "", each) for each in months]
    total = int(year["count"].sum())
    return StopsTold(borough, first, month, len(months), total, tuple(rows), objects, len(areas), others)


def _stop_row(rows: pd.DataFrame, place: Area, object: str, month: str) -> StopRow:
    by = rows.groupby("result")["count"].sum()
    results = {str(result): int(by.get(str(result), 0)) for result in SearchResult}
    return StopRow(place, object, month, int(rows["count"].sum()), **results)
