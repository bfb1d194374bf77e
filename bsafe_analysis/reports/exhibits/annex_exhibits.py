"""Every figure and table of the annex."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.reports.documents.annex import Annex
from bsafe_analysis.reports.exhibits.activity_tables import activities_table
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.neighbourhood_maps import gathering_figure
from bsafe_analysis.reports.exhibits.outcomes_table import outcomes_table
from bsafe_analysis.reports.exhibits.section_figures import effects_chart
from bsafe_analysis.reports.exhibits.section_tables import alerts_table, receipt_table
from bsafe_analysis.reports.exhibits.stops_table import stops_table
from bsafe_analysis.reports.exhibits.tasking_tables import effects_table
from bsafe_analysis.reports.exhibits.week_charts import every_week_chart
from bsafe_analysis.reports.exhibits.why_tables import every_why_table


def annex_exhibits(d: Annex) -> Exhibits:
    """What the page must show and what makes it."""
    figures = [
        *every_week_chart(d),
        *where(d.told_effects, Exhibit("effects", partial(effects_chart, d))),
        *where(d.pattern, Exhibit("hexagons", partial(gathering_figure, d))),
    ]
    tables = [
        *every_why_table(d),
        *where(d.review.every, Exhibit("activities-table", partial(activities_table, d))),
        *where(d.effects, Exhibit("effects-table", partial(effects_table, d))),
        Exhibit("receipt-table", partial(receipt_table, d.notes)),
        *where(d.outcomes.rows, Exhibit("outcomes-table", partial(outcomes_table, d.outcomes))),
        *where(d.stops.rows, Exhibit("stops-table", partial(stops_table, d.stops))),
        *where(d.track.alerts, Exhibit("alerts-table", partial(alerts_table, d.track, d.track.newest_first))),
    ]
    return Exhibits(figures, tables)
