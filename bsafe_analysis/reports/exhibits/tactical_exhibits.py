"""Every figure and table of the tactical assessment."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.meeting_exhibits import (
    hours_figure,
    map_of_signals,
    map_points,
    signal_figures,
    signal_tables,
    work_tables,
)
from bsafe_analysis.reports.exhibits.picture_tables import high_risk_table, picture_table
from bsafe_analysis.reports.exhibits.section_charts import ahead_chart
from bsafe_analysis.reports.exhibits.section_tables import (
    ahead_table,
    alerts_table,
    calendar_table,
    slow_table,
)
from bsafe_analysis.reports.exhibits.tasking_tables import options_table, recommended_table


def tactical_exhibits(d: TacticalAssessment) -> Exhibits:
    """What the page must show and what makes it."""
    figures = [
        *signal_figures(d),
        *map_of_signals(d),
        *hours_figure(d),
        *(Exhibit(row.id, partial(ahead_chart, row, d)) for row in d.outlook.drawn),
    ]
    tables = [
        Exhibit("picture-table", partial(picture_table, d)),
        *signal_tables(d),
        *where(d.slow, Exhibit("slow-table", partial(slow_table, d))),
        *map_points(d),
        *where(d.high_risk, Exhibit("high-risk-table", partial(high_risk_table, d))),
        *where(d.outlook.rows, Exhibit("ahead-table", partial(ahead_table, d))),
        *where(d.outlook.calendar, Exhibit("calendar-table", partial(calendar_table, d))),
        *work_tables(d),
        *where(d.has_boxes, Exhibit("recommended-table", partial(recommended_table, d))),
        *where(d.tasking.recommendations, Exhibit("options-table", partial(options_table, d))),
        *where(d.track.alerts, Exhibit("alerts-table", partial(alerts_table, d.track, d.track.told))),
    ]
    return Exhibits(figures, tables)
