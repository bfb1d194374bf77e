"""The exhibits that the documents of all meetings share."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.tables import Table
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.exhibits.activity_tables import work_table
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, where
from bsafe_analysis.reports.exhibits.neighbourhood_maps import signals_map
from bsafe_analysis.reports.exhibits.section_charts import hours_chart
from bsafe_analysis.reports.exhibits.section_figures import signal_chart
from bsafe_analysis.reports.exhibits.section_tables import busiest_table, places_table, where_table
from bsafe_analysis.reports.exhibits.why_tables import why_tables
from bsafe_analysis.reports.views.promoted_views import raised_figure


def signal_figures(d: MeetingDocument) -> list[Exhibit[Figure]]:
    """A chart for each signal but those told in a line, and the evidence of each new promoted finding."""
    ids = {f"signal-{signal.id}": signal for signal in d.charted}
    evidence = [raised for raised in d.raised if raised.is_new and raised.can_show]
    return [
        *(Exhibit(id, partial(signal_chart, d.prepared, signal, id)) for id, signal in ids.items()),
        *(Exhibit(raised.figure_id, partial(raised_figure, raised)) for raised in evidence),
    ]


def signal_tables(d: MeetingDocument) -> list[Exhibit[Table]]:
    """Of each signal, what could explain it, and where it is."""
    reasons = {exhibit.id: exhibit for exhibit in why_tables(d)}
    found: list[Exhibit[Table]] = []
    for signal in d.charted:
        place = f"where-{signal.id}"
        found += [reasons[id] for id in (f"why-{signal.id}",) if id in reasons]
        found.append(Exhibit(place, partial(where_table, signal, place)))
    return found


def map_of_signals(d: MeetingDocument) -> tuple[Exhibit[Figure], ...]:
    """Where the signals are, where there are boundaries to draw."""
    return where(d.prepared.outlines, Exhibit("map", partial(signals_map, d)))


def hours_figure(d: MeetingDocument) -> tuple[Exhibit[Figure], ...]:
    """The week by the hour, where enough incidents have a time."""
    hours = d.hours
    return (Exhibit("hours", partial(hours_chart, d, hours)),) if hours and hours.week else ()


def map_points(d: MeetingDocument) -> tuple[Exhibit[Table], ...]:
    """The busiest points on the map."""
    return where(
        d.gathering.spots,
        Exhibit("busiest-table", partial(busiest_table, d)),
        Exhibit("places-table", partial(places_table, d)),
    )


def work_tables(d: MeetingDocument) -> tuple[Exhibit[Table], ...]:
    """What of the delivery plan the meeting has to speak of."""
    return where(d.pressing, Exhibit("work-table", partial(work_table, d)))
