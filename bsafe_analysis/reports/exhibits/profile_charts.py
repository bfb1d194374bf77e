"""The charts of the neighbourhood profile: yearly rates and the usual year, both of the fixed baseline."""

from __future__ import annotations

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.reports.charts import CalendarMonth, RateRow, intervals_chart, seasonal_chart
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.documents.neighbourhood_profile import BaselineRow, NeighbourhoodProfile
from bsafe_analysis.reports.exhibits.section_charts import alternative
from bsafe_analysis.reports.wording import phrase


def rates_chart(document: NeighbourhoodProfile) -> Figure:
    """Yearly rates with their intervals, highest first, the borough's rate beside each."""
    rows = sorted((r for r in document.rows if r.rate is not None), key=lambda r: -(r.rate or 0))
    above = sum((r.rate_lower or 0) > (r.borough_rate or 0) for r in rows)
    return intervals_chart(
        "rates",
        phrase("rates_heading", place=document.place),
        phrase("rates_caption", baseline=document.baseline),
        alternative("rates_alt", place=document.place, top=rows[0], above=above, total=len(rows)),
        rows=[_rate_row(row) for row in rows],
    )


def _rate_row(row: BaselineRow) -> RateRow:
    return RateRow(*(tell(row, name) for name in ("category.name", "rate", "rate_lower", "rate_upper", "borough_rate")))


def season_chart(document: NeighbourhoodProfile) -> Figure:
    """The usual year of the baseline: nothing of any one year, nothing recent."""
    rows = document.seasons
    high, low = max(rows, key=lambda row: row.usual), min(rows, key=lambda row: row.usual)
    facts = {"place": document.place, "baseline": document.baseline, "high": high, "low": low}
    return seasonal_chart(
        "season",
        phrase("season_heading", **facts),
        phrase("season_title", **facts),
        alternative("season_alt", **facts),
        usual_year=[
            CalendarMonth(*(tell(row, name) for name in ("usual", "lowest", "highest", "month"))) for row in rows
        ],
    )
