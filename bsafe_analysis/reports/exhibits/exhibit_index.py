"""The figures and tables of each document, made by their id from what the document says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.reports.charts import intervals_chart
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.maps import neighbourhood_map
from bsafe_analysis.reports.charts.tables import HIDDEN, Column, Sparkline, Table
from bsafe_analysis.reports.documents import Document
from bsafe_analysis.reports.documents.lap_assessment import LapAssessment
from bsafe_analysis.reports.documents.neighbourhood_profile import NeighbourhoodProfile
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.exhibits.activity_tables import activities_table
from bsafe_analysis.reports.exhibits.profile_tables import as_at_table, baseline_table, facts_table
from bsafe_analysis.reports.exhibits.section_charts import (
    ahead_chart,
    alternative,
    hours_chart,
    season_chart,
    strip_chart,
)
from bsafe_analysis.reports.exhibits.section_figures import effects_chart, signal_chart
from bsafe_analysis.reports.exhibits.section_tables import (
    ahead_table,
    alerts_table,
    calendar_table,
    places_table,
    slow_table,
    strip_table,
    where_table,
)
from bsafe_analysis.reports.exhibits.tasking_tables import community_table, effects_table, options_table
from bsafe_analysis.reports.facts.data_notes import total_of
from bsafe_analysis.reports.facts.series import PictureRow, Standing
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.views.annotation_marks import notes_on, with_notes
from bsafe_analysis.reports.views.promoted_views import raised_figure
from bsafe_analysis.reports.wording import hidden_note, phrase

Meeting = TacticalAssessment | LapAssessment


def figure_of(document: Any, name: str) -> Figure:
    """The figure of that id; KeyError where the document has none."""
    if name.startswith("signal-"):
        signal = next_of((s for s in document.signals if f"signal-{s.id}" == name), name)
        return _with_notes(document.prepared, signal, signal_chart(document.prepared, signal, name))
    if name.startswith("promoted-"):
        return raised_figure(document.prepared, document.raised, name)
    if name.startswith("chart-strip-"):
        return strip_chart(next_of((s for s in document.drawn_strips if s.chart_id == name), name), document)
    if name.startswith("ahead-"):
        return ahead_chart(next_of((row for row in document.outlook.rows if row.id == name), name), document)
    return _FIGURES[document.name][name](document)


def next_of(found: Iterator[Any], name: str) -> Any:
    """The first, or KeyError with the name that was asked for."""
    one = next(found, None)
    if one is None:
        raise KeyError(name)
    return one


def table_of(document: Any, name: str) -> Table:
    """The table of that id; KeyError where the document has none."""
    if name.startswith("where-"):
        return where_table(next_of((s for s in document.signals if f"where-{s.id}" == name), name), name)
    if name.startswith("strip-"):
        return strip_table(next_of((s for s in document.strips if s.id == name), name), document)
    return _TABLES[document.name][name](document)


def _with_notes(prepared: Prepared, signal: Signal, chart: Figure) -> Figure:
    """A signal's chart with what analysts noted of its place and category."""
    points = signal.series.points
    notes = notes_on(prepared, signal.place.code, [signal.category.key], points[0].month, points[-1].month)
    return with_notes(chart, notes, prepared.areas, signal.place.code)


def signals_map(document: Meeting) -> Figure:
    """Neighbourhoods with a signal of their own; in a LAP assessment those of other areas are drawn pale."""
    prepared = document.prepared
    own = prepared.areas.neighbourhoods if document.name == TacticalAssessment.name else document.neighbourhoods  # type: ignore[union-attr]
    up = _places_with(document.signals, Direction.UP)
    down = _places_with(document.signals, Direction.DOWN)
    classes = {a.code: "elsewhere" for a in prepared.areas.neighbourhoods}
    classes |= {a.code: _kind(a.code in up, a.code in down) for a in own}
    high, low = ([a for a in own if a.code in places] for places in (up, down))
    unusual = sum(classes[a.code] != "none" for a in own)
    return _map(
        prepared,
        classes,
        phrase("map_heading", n=unusual),
        phrase("map_caption", month=prepared.cycle.month, version=prepared.cycle.boundaries),
        alternative("map_alt", place=document.place, total=len(own), high=high, low=low),
    )


def _kind(above: bool, below: bool) -> str:
    return ("both" if below else "high") if above else "low" if below else "none"


def _places_with(signals: Sequence[Signal], direction: Direction) -> set[str]:
    return {place.code for s in signals if s.finding.direction is direction for place in s.places}


def place_map(document: NeighbourhoodProfile) -> Figure:
    """Where the neighbourhood is: no count on it."""
    prepared, place = document.prepared, document.place
    classes = {a.code: "here" if a.code == place.code else "elsewhere" for a in prepared.areas.neighbourhoods}
    version = prepared.cycle.boundaries
    borough, total = prepared.areas.borough, len(prepared.areas.neighbourhoods)
    return _map(
        prepared,
        classes,
        phrase("place_heading", place=place),
        phrase("place_caption", place=place, borough=borough, version=version),
        alternative("place_alt", place=place, parent=document.parent, borough=borough, total=total),
    )


def _map(prepared: Prepared, classes: dict[str, str], heading: str, caption: str, alt: str) -> Figure:
    names = {a.code: a.name for a in prepared.areas.neighbourhoods}
    words = {kind: phrase("class_words", value=kind) for kind in set(classes.values())}
    return neighbourhood_map("map", heading, caption, alt, prepared.outlines, classes, words, names)


def rates_chart(document: NeighbourhoodProfile) -> Figure:
    """Yearly rates with their intervals, highest first, the borough's rate beside each."""
    rows = sorted((r for r in document.rows if r.rate is not None), key=lambda r: -(r.rate or 0))
    above = sum((r.rate_lower or 0) > (r.borough_rate or 0) for r in rows)
    return intervals_chart(
        "rates",
        phrase("rates_heading", place=document.place),
        phrase("rates_caption", baseline=document.baseline),
        alternative("rates_alt", place=document.place, top=rows[0], above=above, total=len(rows)),
        labels=[r.category.name for r in rows],
        values=[r.rate for r in rows],
        lower=[r.rate_lower for r in rows],
        upper=[r.rate_upper for r in rows],
        reference=[r.borough_rate for r in rows],
    )


def picture_table(document: Meeting) -> Table:
    """Category by category: count, expected range, standing, the last two years small, the last 12 months."""
    beside = {r.category.key: r for r in document.borough_rows} if isinstance(document, LapAssessment) else {}
    columns = [
        Column("category", "Category"),
        Column("recorded", "Recorded", True),
        Column("expected", "Expected", True),
        Column("standing", "Against the expected range"),
        *([Column("borough", "Borough")] if beside else []),
        Column("recent", "Last 24 months"),
        Column("total", "Last 12 months", True),
    ]
    rows = tuple(_picture_row(row, beside.get(row.category.key)) for row in document.rows)
    caption = phrase("picture_title", place=document.place, month=document.month)
    return Table(
        "picture-table",
        caption,
        tuple(columns),
        rows,
        groups=_by_priority(document.rows),
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
    for row in document.high_risk:
        latest = row.series.latest
        said = phrase("range_words", point=latest), phrase("standing_word", value=row.standing)
        rows.append((row.category.name, latest.told, *said, phrase("total_words", row=row)))
    caption = phrase("high_risk_title", place=document.place, month=document.month)
    return Table("high-risk-table", caption, columns, tuple(rows), note=hidden_note(document.prepared))


def _picture_row(row: PictureRow, borough: PictureRow | None) -> tuple:
    latest = row.series.latest
    cells = [
        row.category.name,
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
    points = row.series.points
    label = f"{row.category.name}, {points[0].month} to {points[-1].month}"
    lower = None if row.standing is Standing.NO_RANGE else points[-1].lower
    return Sparkline(tuple(p.observed for p in points), lower, points[-1].upper, label)


def neighbourhoods_table(document: LapAssessment) -> Table:
    """This month's counts, category by neighbourhood, with the area's own count: the columns add up to it."""
    prepared, month = document.prepared, document.month
    counts = prepared.counts[prepared.counts["month"] == month]
    cells = counts.set_index(["category", "area"])["count"]
    places = document.neighbourhoods
    columns = (
        Column("category", "Category"),
        *(Column(place.code, place.name, True) for place in places),
        Column("total", document.place.name, True),
    )

    hidden = prepared.hidden[prepared.hidden["month"] == month]
    unseen = set(zip(hidden["category"], hidden["area"], strict=True))

    def cell(category: str, code: str) -> int | str | None:
        value = cells[(category, code)]
        return HIDDEN if (category, code) in unseen else None if pd.isna(value) else int(value)

    rows = [
        (c.name, *(cell(c.key, place.code) for place in places), cell(c.key, document.place.code))
        for c in prepared.cycle.categories
    ]
    codes = [place.code for place in places] + [document.place.code]
    rows.append(("All categories", *(total_of(prepared, code) for code in codes)))
    caption = phrase("neighbourhoods_title", place=document.place, month=month)
    return Table("neighbourhoods-table", caption, columns, tuple(rows), note=hidden_note(document.prepared))


def receipt_table(document: Document) -> Table:
    """Rows read = rows used + rows set aside, with the reasons."""
    notes: Any = document.notes  # type: ignore[attr-defined]
    columns = (Column("what", "Rows"), Column("count", "Count", True))
    rows = [("Read", notes.rows_read), ("Used", notes.rows_used)]
    rows += [(f"Set aside: {reason}", count) for reason, count in notes.set_aside]
    return Table("receipt-table", phrase("receipt_title"), columns, tuple(rows))


_MEETING_TABLES: dict[str, Callable[[Any], Table]] = {
    "picture-table": picture_table,
    "activities-table": activities_table,
    "effects-table": effects_table,
    "receipt-table": receipt_table,
}
_FIGURES: dict[str, dict[str, Callable[[Any], Figure]]] = {
    "tactical_assessment": {"map": signals_map, "effects": effects_chart, "hours": hours_chart},
    "lap_assessment": {"map": signals_map, "effects": effects_chart, "hours": hours_chart},
    "neighbourhood_profile": {"map": place_map, "rates": rates_chart, "season": season_chart},
}
_TABLES: dict[str, dict[str, Callable[[Any], Table]]] = {
    "tactical_assessment": {
        **_MEETING_TABLES,
        "options-table": options_table,
        "slow-table": slow_table,
        "places-table": places_table,
        "high-risk-table": high_risk_table,
        "ahead-table": ahead_table,
        "calendar-table": calendar_table,
        "alerts-table": alerts_table,
    },
    "lap_assessment": {
        **_MEETING_TABLES,
        "community-table": community_table,
        "neighbourhoods-table": neighbourhoods_table,
        "places-table": places_table,
    },
    "neighbourhood_profile": {
        "facts-table": facts_table,
        "baseline-table": baseline_table,
        "as-at-table": as_at_table,
        "receipt-table": receipt_table,
    },
}
