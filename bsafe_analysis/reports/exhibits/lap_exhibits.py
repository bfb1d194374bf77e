"""Every figure and table of a LAP assessment."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.reports.documents.lap_assessment import LapAssessment
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.meeting_exhibits import (
    map_of_signals,
    map_points,
    signal_figures,
    signal_tables,
    work_tables,
)
from bsafe_analysis.reports.exhibits.picture_tables import neighbourhoods_table, picture_table, standing_out_table
from bsafe_analysis.reports.exhibits.section_charts import strip_chart
from bsafe_analysis.reports.exhibits.section_tables import strip_table
from bsafe_analysis.reports.exhibits.tasking_tables import community_table, heard_table


def lap_exhibits(d: LapAssessment) -> Exhibits:
    """What the page must show and what makes it."""
    figures = [
        *signal_figures(d),
        *(Exhibit(strip.chart_id, partial(strip_chart, strip, d)) for strip in d.drawn_strips),
        *map_of_signals(d),
    ]
    tables = [
        *where(d.standing_out, Exhibit("standing-out-table", partial(standing_out_table, d))),
        Exhibit("picture-table", partial(picture_table, d, d.borough_rows)),
        *signal_tables(d),
        *(Exhibit(strip.id, partial(strip_table, strip, d)) for strip in d.strips),
        Exhibit("neighbourhoods-table", partial(neighbourhoods_table, d)),
        *map_points(d),
        *where(
            d.heard,
            Exhibit("heard-table", partial(heard_table, d)),
            Exhibit("community-table", partial(community_table, d)),
        ),
        *work_tables(d),
    ]
    return Exhibits(figures, tables)
