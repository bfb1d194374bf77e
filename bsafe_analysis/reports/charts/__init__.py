"""Charts, a module each, as plain plotly dicts (importing plotly would cost every document half a second).

Each function takes the series and its four texts (id, heading, caption, text alternative) and returns a Figure: the
heading says what is to be seen, the caption what is measured, and each trace names its column of the table behind it.
"""

from bsafe_analysis.reports.charts.against import against_chart
from bsafe_analysis.reports.charts.control import control_chart
from bsafe_analysis.reports.charts.dots import intervals_chart
from bsafe_analysis.reports.charts.fan import fan_chart
from bsafe_analysis.reports.charts.funnel import funnel_chart
from bsafe_analysis.reports.charts.multiples import Panel, small_multiples
from bsafe_analysis.reports.charts.rolling import rolling_chart
from bsafe_analysis.reports.charts.seasonal import seasonal_chart
from bsafe_analysis.reports.charts.since_start import Track, since_start_chart
from bsafe_analysis.reports.charts.week import week_grid

__all__ = [
    "Panel",
    "Track",
    "against_chart",
    "control_chart",
    "fan_chart",
    "funnel_chart",
    "intervals_chart",
    "rolling_chart",
    "seasonal_chart",
    "since_start_chart",
    "small_multiples",
    "week_grid",
]
