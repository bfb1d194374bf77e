"""Stops and searches by object, by area and by month; small numbers are not told."""

from __future__ import annotations

from bsafe_analysis.claims.telling import said_as, tell
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.facts.stops_told import StopRow, StopsTold
from bsafe_analysis.reports.wording import words

SENTENCES = "stops"


def stops_table(s: StopsTold) -> Table:
    """A row for each object of search, then for each area, then for each month."""
    columns = (
        Column("what", "Searches"),
        Column("searches", "In all", True),
        Column("no-action", "No further action", True),
        Column("arrest", "Arrest", True),
        Column("other", "Another outcome", True),
    )
    rows = tuple(
        (_of_what(row), *(_told_number(row, name) for name in ("searches", "no_action", "arrest", "other")))
        for row in s.rows
    )
    starts = ((0, "objects"), (s.objects, "areas"), (s.objects + s.areas, "months"))
    groups = tuple((at, words(SENTENCES, name)) for at, name in starts)
    return Table("stops-table", words(SENTENCES, "title", s=s), columns, rows, groups=groups)


def _of_what(row: StopRow) -> str:
    if row.month:
        return said_as(month_name, tell(row, "month"))
    told: str = tell(row, "object") if row.object else tell(row, "place.name")
    return told


def _told_number(row: StopRow, name: str) -> str:
    return words(SENTENCES, "part", n=tell(row, name), fewest=tell(row, "fewest"))
