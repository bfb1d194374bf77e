"""Every table of the page on data quality."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.data_quality import DataQuality
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.wording import phrase


def data_quality_exhibits(d: DataQuality) -> Exhibits:
    """What the page must show and what makes it."""
    tables = [
        Exhibit("arrived-table", partial(arrived_table, d)),
        *where(d.unplaced, Exhibit("without-place-table", partial(without_place_table, d))),
        *where(d.recounts, Exhibit("revised-table", partial(revised_table, d))),
    ]
    return Exhibits(tables=tables)


def arrived_table(d: DataQuality) -> Table:
    """Source by source: what is held, what is missing, and what became of its rows."""
    columns = (
        Column("source", "Source"),
        Column("newest", "Newest download"),
        Column("held", "Held"),
        Column("missing", "Missing in between"),
        Column("month", "Incidents of this month", True),
        Column("read", "Rows read, all files", True),
        Column("used", "Rows used", True),
        Column("aside", "Set aside, and why"),
    )
    rows = tuple(
        (
            tell(row, "title"),
            phrase("source_newest", row=row),
            phrase("source_held", row=row),
            phrase("source_missing", row=row),
            tell(row, "of_month"),
            tell(row, "rows_read"),
            tell(row, "rows_used"),
            phrase("source_aside", row=row),
        )
        for row in d.arrivals
    )
    return Table("arrived-table", phrase("arrived_title"), columns, rows)


def without_place_table(d: DataQuality) -> Table:
    """Category by category: how many incidents lie in no neighbourhood, beside all of them."""
    columns = (
        Column("category", "Category"),
        Column("month", "This month"),
        Column("year", "Last 12 months"),
        Column("before", "The 12 before"),
    )
    rows = tuple(
        (
            tell(row, "category.name"),
            *(phrase("without_of_all", row=row, window=w) for w in ("month", "year", "before")),
        )
        for row in d.unplaced
    )
    return Table("without-place-table", phrase("without_place_title", place=d.place), columns, rows)


def revised_table(d: DataQuality) -> Table:
    """Which counts of the borough are others than when they were told."""
    columns = (
        Column("month", "Month"),
        Column("category", "Category"),
        Column("then", "Told before", True),
        Column("now", "Now", True),
        Column("when", "Told when"),
    )
    rows = tuple(
        (
            phrase("month_words", month=tell(row, "fact.month")),
            phrase("recount_name", row=row),
            tell(row, "fact.then"),
            tell(row, "fact.now"),
            phrase("recount_when", row=row),
        )
        for row in d.recounts
    )
    return Table("revised-table", phrase("revised_title", place=d.place), columns, rows)
