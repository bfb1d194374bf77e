"""Charts, a module each, as plain plotly dicts (importing plotly would cost every document half a second).

Each function takes four texts (id, heading, caption, text alternative) and a typed series or rows, and returns a
Figure: the heading says what is to be seen, the caption what is measured, and each trace names its column of the table
behind it.
"""

from bsafe_analysis.reports.charts.against_chart import against_chart
from bsafe_analysis.reports.charts.control_chart import control_chart
from bsafe_analysis.reports.charts.expected_series import AgainstRow, CalendarMonth, ExpectedSeries, RateRow
from bsafe_analysis.reports.charts.fan_chart import fan_chart
from bsafe_analysis.reports.charts.funnel_chart import funnel_chart
from bsafe_analysis.reports.charts.intervals_chart import intervals_chart
from bsafe_analysis.reports.charts.rolling_chart import rolling_chart
from bsafe_analysis.reports.charts.seasonal_chart import seasonal_chart
from bsafe_analysis.reports.charts.since_start_chart import SinceStartPlace, since_start_chart
from bsafe_analysis.reports.charts.small_multiples import Panel, small_multiples
from bsafe_analysis.reports.charts.week_chart import week_grid

__all__ = [
    "AgainstRow",
    "CalendarMonth",
    "ExpectedSeries",
    "Panel",
    "RateRow",
    "SinceStartPlace",
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
