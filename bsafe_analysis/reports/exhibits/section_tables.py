"""The tables of the sections on signals, places, the months ahead and the track record."""

from __future__ import annotations

from collections.abc import Sequence

from bsafe_analysis.claims.telling import joined, tell, tell_each
from bsafe_analysis.claims.told import renumbered
from bsafe_analysis.model.map_points import Change
from bsafe_analysis.reports.charts.tables import Column, Sparkline, Table
from bsafe_analysis.reports.documents.lap_assessment import LapAssessment
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.neighbourhood_monitor import NeighbourhoodMonitor
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.facts.alert_history import AlertHistory, AlertRow
from bsafe_analysis.reports.facts.data_notes import DataNotes
from bsafe_analysis.reports.facts.neighbourhood_strips import Strip, StripRow
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.whereabouts import PlaceRow
from bsafe_analysis.reports.wording import phrase

MOST_POINTS = 5
"""Busiest map points that a page lists; a table to be opened has the rest."""


def where_table(signal: Signal, name: str) -> Table:
    """The parts of a signal's place with its own count last, or the place with those around it."""
    columns = (
        Column("place", "Place"),
        Column("recorded", "Recorded", True),
        Column("expected", "Expected", True),
        Column("standing", "Against the expected range"),
    )
    rows = tuple(
        (tell(row, "place.name"), tell(row, "point").told, _range(row), phrase("standing_word", value=row.standing))
        for row in tell(signal, "where.rows")
    )
    return Table(name, phrase("where_title", s=signal), columns, rows, note=phrase("where_note", s=signal))


def _range(row: PlaceRow) -> str | None:
    return None if row.point.lower is None else phrase("range_words", point=row.point)


def strip_table(strip: Strip, document: LapAssessment) -> Table:
    """One category in every neighbourhood of an area; the last row is the area, to which the others add up."""
    columns = (
        Column("place", "Neighbourhood"),
        Column("recorded", "Recorded", True),
        Column("expected", "Expected", True),
        Column("standing", "Against the expected range"),
        Column("recent", "Last 24 months"),
        Column("rise", "Smallest rise to be seen", True),
    )
    rows = tuple(_strip_row(row) for row in (*tell(strip, "rows"), tell(strip, "whole")))
    caption = phrase("strip_title", strip=strip, place=document.place, month=document.month)
    return Table(strip.id, caption, columns, rows, note=phrase("strip_note", place=document.place))


def _strip_row(row: StripRow) -> tuple:
    series = tell(row, "series")
    points, latest = tell(series, "points"), series.latest
    label = f"{series.place.name}, {series.points[0].month} to {latest.month}"
    spark = Sparkline(tuple(tell_each(points, "observed")), tell(latest, "lower"), tell(latest, "upper"), label)
    expected = None if latest.lower is None else phrase("range_words", point=latest)
    said = phrase("standing_word", value=row.standing)
    return (tell(series, "place.name"), latest.told, expected, said, spark, tell(row, "rise"))


def slow_table(document: TacticalAssessment | NeighbourhoodMonitor) -> Table:
    """The slow changes: a year beside the year before, or the months of both that can be compared."""
    note = _gap_note(document)
    recent, before = ("Of the last 12 months", "The same, year before") if note else ("Last 12 months", "The 12 before")
    columns = (
        Column("what", "What and where"),
        Column("recent", recent, True),
        Column("before", before, True),
        Column("way", "Change"),
        Column("since", "Listed since"),
    )
    rows = tuple(
        (
            phrase("slow_name", s=s),
            tell(s, "finding.run_observed"),
            renumbered(tell(s, "finding.run_expected"), round(s.finding.run_expected)),
            phrase("slow_way", s=s),
            phrase("month_words", month=tell(s, "finding.since")),
        )
        for s in document.slow
    )
    return Table("slow-table", phrase("slow_title", place=document.place), columns, rows, note=note)


def _gap_note(document: TacticalAssessment | NeighbourhoodMonitor) -> str:
    """What is said where a month of the two years is not held of a category listed, or is of an exceptional time."""
    cycle, held = document.prepared.cycle, document.prepared.held
    months, listed = cycle.months[-24:], {s.finding.category for s in document.slow}
    missing = any(set(months) - held.months_of(key) for key in listed)
    return phrase("slow_note") if missing or any(map(cycle.detection.exceptional_time, months)) else ""


def places_table(document: MeetingDocument) -> Table:
    """The busiest map points, with what kind of place each is."""
    columns = (
        Column("point", "On or near"),
        Column("where", "Neighbourhood"),
        Column("count", "Last 12 months", True),
        Column("before", "The 12 before", True),
        Column("listed", "Months in the list", True),
        Column("change", "Lately"),
        Column("kind", "Kind of place"),
    )
    rows = tuple(
        (
            tell(spot, "name"),
            tell(spot, "place.name") if spot.place else phrase("nowhere"),
            tell(spot, "count"),
            tell(spot, "before"),
            tell(spot, "months_listed"),
            phrase("change_words", value=spot.change),
            phrase("anchor_words", value=spot.anchor),
        )
        for spot in tell(document, "gathering.spots")
    )
    caption = phrase("places_title", place=document.place, month=document.month)
    short = any(spot.before is None for spot in document.gathering.spots)
    return Table(
        "places-table", caption, columns, rows, note=phrase("places_note", short=short, **_cut_off(document, len(rows)))
    )


def busiest_table(document: MeetingDocument) -> Table:
    """The first of them, as far as a page lists them; how each changed lately where any of them did."""
    shown = document.gathering.spots[:MOST_POINTS]
    changes = {spot.change for spot in shown} - {Change.STEADY}
    # where no point can be told of, the sentence above the table says so
    moved = bool(changes) and (changes != {Change.UNKNOWN} or bool(document.gathering.compared))
    columns = (
        Column("point", "On or near"),
        Column("where", "Neighbourhood"),
        Column("count", "Last 12 months", True),
        Column("before", "The 12 before", True),
        *((Column("change", "Lately"),) if moved else ()),
    )
    rows = tuple(
        (
            tell(spot, "name"),
            tell(spot, "place.name") if spot.place else phrase("nowhere"),
            tell(spot, "count"),
            tell(spot, "before"),
            *((phrase("change_words", value=spot.change),) if moved else ()),
        )
        for spot in tell(document, "gathering.spots")[:MOST_POINTS]
    )
    caption = phrase("places_title", place=document.place, month=document.month)
    short = any(spot.before is None for spot in shown)
    note = phrase("busiest_note", short=short, moved=moved, **_cut_off(document, len(rows)))
    return Table("busiest-table", caption, columns, rows, note=note)


def _cut_off(document: MeetingDocument, listed: int) -> dict[str, object]:
    """How many points have as many incidents as the last that a list shows, of which place and how long it is."""
    spots = document.gathering.spots
    last = spots[listed - 1]
    tied = sum(spot.count == last.count for spot in spots[listed:])
    tied += last.tied if spots[-1].count == last.count else 0
    return {"tied": tied, "place": document.place, "listed": listed}


def ahead_table(document: TacticalAssessment) -> Table:
    """The expected range of each of the coming months, by category."""
    outlook = document.outlook
    months = enumerate(outlook.months)
    columns = (
        Column("category", "Category"),
        *(Column(month, phrase("month_words", month=tell(outlook, "months")[i]), True) for i, month in months),
    )
    rows = tuple(
        (tell(row, "category.name"), *(phrase("ahead_range", coming=month) for month in tell(row, "coming")))
        for row in tell(outlook, "rows")
    )
    return Table("ahead-table", phrase("ahead_title", place=document.place), columns, rows)


def calendar_table(document: TacticalAssessment) -> Table:
    """What is known beforehand of the coming weeks."""
    columns = (Column("when", "When"), Column("what", "What"))
    rows = tuple(
        (phrase("coming_when", e=entry), phrase("coming_what", e=entry)) for entry in document.outlook.calendar
    )
    return Table("calendar-table", phrase("calendar_title"), columns, rows, row_header=0)


def alerts_table(track: AlertHistory, alerts: Sequence[AlertRow]) -> Table:
    """These alerts of the last year and what became of each."""
    columns = (
        Column("what", "Alert"),
        Column("raised", "Raised"),
        Column("last", "Last stood out"),
        Column("became", "What became of it"),
    )
    rows = tuple(
        (
            phrase("alert_name", row=row),
            phrase("month_words", month=tell(row, "fact.raised")),
            phrase("month_words", month=tell(row, "fact.last")),
            phrase("alert_fate", row=row),
        )
        for row in alerts
    )
    title = phrase("alerts_title", track=track, some=len(rows) < len(track.alerts))
    return Table("alerts-table", title, columns, rows, note=phrase("alerts_note"))


def receipt_table(notes: DataNotes) -> Table:
    """Rows read = rows used + rows set aside, with the reasons."""
    columns = (Column("what", "Rows"), Column("count", "Count", True))
    aside = tell(notes, "set_aside")
    rows = [("Read", tell(notes, "rows_read")), ("Used", tell(notes, "rows_used"))]
    rows += [(joined("Set aside: ", aside[i][0]), aside[i][1]) for i in range(len(aside))]
    return Table("receipt-table", phrase("receipt_title"), columns, tuple(rows))
