"""Every figure and table of a neighbourhood profile."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.reports.documents.neighbourhood_profile import NeighbourhoodProfile
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.neighbourhood_maps import place_map
from bsafe_analysis.reports.exhibits.profile_charts import rates_chart, season_chart
from bsafe_analysis.reports.exhibits.profile_tables import as_at_table, baseline_table, facts_table


def profile_exhibits(d: NeighbourhoodProfile) -> Exhibits:
    """What the page must show and what makes it."""
    figures = [
        *where(d.prepared.outlines, Exhibit("map", partial(place_map, d))),
        *where(d.has_rates, Exhibit("rates", partial(rates_chart, d))),
        *where(d.seasons, Exhibit("season", partial(season_chart, d))),
    ]
    tables = [
        Exhibit("facts-table", partial(facts_table, d)),
        Exhibit("baseline-table", partial(baseline_table, d)),
        Exhibit("as-at-table", partial(as_at_table, d)),
    ]
    return Exhibits(figures, tables)
