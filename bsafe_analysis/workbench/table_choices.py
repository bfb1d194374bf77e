"""What the workbench lays out as a table to sort and search: the numbers in view, the activities, the map points."""

from __future__ import annotations

import pandas as pd

from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.views import ViewResult, figure
from bsafe_analysis.reports.wording import day

NUMBERS, ACTIVITIES, POINTS = "The numbers of this view", "The delivery plan's activities", "The busiest map points"
CHOICES = (NUMBERS, ACTIVITIES, POINTS)


def table_for(choice: str, result: ViewResult) -> Table:
    """One of CHOICES as the readers of the view may see it: it is made of the month that the view was made of."""
    if choice == ACTIVITIES:
        return _activities(result)
    return _points(result) if choice == POINTS else figure(result).table


def _activities(result: ViewResult) -> Table:
    columns = (
        Column("ref", "Reference"), Column("title", "Activity"), Column("agency", "Lead agency"),
        Column("status", "Status"), Column("start", "Begins"), Column("due", "Due"),
    )  # fmt: skip
    rows = tuple(
        (a.ref, str(a.title), str(a.agency), str(a.status), a.start.isoformat(), a.due.isoformat())
        for a in result.prepared.activities
    )
    return Table("activities", "Activities of the delivery plan", columns, rows, row_header=1)


def _points(result: ViewResult) -> Table:
    """The busiest points of the area in view, or of the borough: of its categories, or of all that may be placed."""
    prepared, place = result.prepared, result.place
    spots = prepared.spots
    areas = [step.code for step in prepared.areas.chain(place.code)[:2]]
    keys = [category.key for category in result.categories] if result.state.categories else [""]
    here = spots[(spots["area"] == areas[-1]) & spots["category"].isin(keys)]
    if place.code not in areas:
        here = here[here["neighbourhood"] == place.code]
    names = {area.code: area.name for area in prepared.areas} | {"": ""}
    kinds = {category.key: category.name for category in prepared.cycle.categories} | {"": "All together"}
    columns = (
        Column("location", "Point (approximate)"), Column("place", "Neighbourhood"), Column("category", "Category"),
        Column("count", "Last 12 months", True), Column("before", "12 months before", True),
        Column("change", "Against before"), Column("anchor", "What stands there"),
    )  # fmt: skip
    rows = tuple(
        (
            spot.location, names.get(spot.neighbourhood, ""), kinds.get(spot.category, spot.category),
            int(spot.recorded), None if pd.isna(spot.before) else int(spot.before), str(spot.change), spot.anchor,
        )
        for spot in here.rename(columns={"count": "recorded"}).itertuples()
    )  # fmt: skip
    caption = f"The busiest map points of {names[areas[-1]]}, as held on {day(prepared.cycle.as_of)}"
    return Table("points", caption, columns, rows)
