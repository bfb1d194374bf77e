"""The tables of a meeting's picture: category by category, the high-risk ones, and neighbourhood by neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bsafe_analysis.claims.telling import tell, tell_each
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.reports.charts.tables import HIDDEN, Column, Sparkline, Table
from bsafe_analysis.reports.documents.lap_assessment import LapAssessment
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.facts.data_notes import total_of
from bsafe_analysis.reports.facts.held_sources import sum_of
from bsafe_analysis.reports.facts.series import MonthCount, MonthTotal, PictureRow, Standing
from bsafe_analysis.reports.wording import hidden_note, phrase


def picture_table(document: MeetingDocument, borough_rows: Sequence[PictureRow] = ()) -> Table:
    """Category by category: count, expected range, standing, the last two years small, the last 12 months.

    `borough_rows`: the borough's, to stand beside those of an area.
    """
    return _rows_of_picture("picture-table", document, document.rows, "rows", borough_rows)


def standing_out_table(document: LapAssessment) -> Table:
    """Of the same, the categories outside their range in the area or in the borough."""
    return _rows_of_picture(
        "standing-out-table", document, document.standing_out, "standing_out", document.borough_rows
    )


def _rows_of_picture(
    id: str, document: MeetingDocument, shown: Sequence[PictureRow], name: str, borough_rows: Sequence[PictureRow]
) -> Table:
    beside = {r.category.key: r for r in borough_rows}
    columns = [
        Column("category", "Category"),
        Column("recorded", "Recorded", True),
        Column("expected", "Expected", True),
        Column("standing", "Against the expected range"),
        *([Column("borough", "Borough")] if beside else []),
        Column("recent", "Last 24 months"),
        Column("total", "Last 12 months", True),
    ]
    rows = tuple(_picture_row(row, beside.get(row.category.key)) for row in tell(document, name))
    caption = phrase("picture_title", place=document.place, month=document.month)
    return Table(
        id,
        caption,
        tuple(columns),
        rows,
        groups=_by_priority(shown),
        note=hidden_note(document.prepared),
    )


def _by_priority(rows: Sequence[PictureRow]) -> tuple[tuple[int, str], ...]:
    """Where each priority's rows begin; no groups where nothing is a priority."""
    if not any(row.priority for row in rows):
        return ()
    titles = [phrase("priority_group", priority=row.priority) for row in rows]
    return tuple((i, title) for i, title in enumerate(titles) if i == 0 or title != titles[i - 1])


def high_risk_table(document: TacticalAssessment) -> Table:
    """The high-risk categories, for the borough alone."""
    columns = (
        Column("category", "Category"),
        Column("recorded", "Recorded", True),
        Column("expected", "Expected", True),
        Column("standing", "Against the expected range"),
        Column("total", "Last 12 months", True),
    )
    rows = []
    for row in tell(document, "high_risk"):
        latest = tell(row, "series.latest")
        said = phrase("range_words", point=latest), phrase("standing_word", value=row.standing)
        rows.append((tell(row, "category.name"), latest.told, *said, phrase("total_words", row=row)))
    caption = phrase("high_risk_title", place=document.place, month=document.month)
    return Table("high-risk-table", caption, columns, tuple(rows), note=hidden_note(document.prepared))


def _picture_row(row: PictureRow, borough: PictureRow | None) -> tuple:
    latest = tell(row, "series.latest")
    cells = [
        tell(row, "category.name"),
        latest.told,
        phrase("range_words", point=latest),
        phrase("standing_word", value=row.standing),
        _sparkline(row),
        phrase("total_words", row=row),
    ]
    if borough is not None:
        cells.insert(4, phrase("standing_word", value=borough.standing))
    return tuple(cells)


def _sparkline(row: PictureRow) -> Sparkline:
    points = tell(row, "series.points")
    label = f"{row.category.name}, {points[0].month} to {points[-1].month}"
    lower = None if row.standing is Standing.NO_RANGE else tell(row, "series.latest.lower")
    upper = tell(row, "series.latest.upper")
    return Sparkline(tuple(tell_each(points, "observed")), lower, upper, label)


def neighbourhoods_table(document: LapAssessment) -> Table:
    """This month's counts, category by neighbourhood, with the area's own count: the columns add up to it."""
    prepared, month = document.prepared, document.month
    counts = prepared.counts[prepared.counts["month"] == month]
    cells = counts.set_index(["category", "area"])["count"]
    places = document.neighbourhoods
    columns = (
        Column("category", "Category"),
        *(Column(place.code, tell(place, "name"), True) for place in places),
        Column("total", tell(document, "place.name"), True),
    )

    hidden = prepared.hidden[prepared.hidden["month"] == month]
    unseen = set(zip(hidden["category"], hidden["area"], strict=True))

    def cell(category: Category, place: Area) -> int | str | None:
        at = category.key, place.code
        if at in unseen or pd.isna(cells[at]):
            return HIDDEN if at in unseen else None
        return tell(MonthCount(place, category, month, int(cells[at])), "observed")

    columns_of = (*places, document.place)
    rows = [(tell(c, "name"), *(cell(c, place) for place in columns_of)) for c in prepared.cycle.categories]
    made_of = sum_of(prepared, document.place.code, [month])
    whole = phrase("all_categories", left_out=made_of.left_out, withheld=made_of.withheld)
    totals = (MonthTotal(place, month, total_of(prepared, place.code)) for place in columns_of)
    rows.append((whole, *(tell(total, "observed") for total in totals)))
    caption = phrase("neighbourhoods_title", place=document.place, month=month)
    return Table("neighbourhoods-table", caption, columns, tuple(rows), note=hidden_note(document.prepared))
