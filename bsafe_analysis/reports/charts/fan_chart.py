"""The fan: what was recorded, and the range in which the coming months are to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.reports.charts.chart_parts import (
    band,
    before_month,
    count_axis,
    dates,
    highest,
    label,
    last_known,
    line,
    markers,
    month_axis,
    month_table,
    rounded,
    upright,
    word,
)
from bsafe_analysis.reports.charts.expected_series import ExpectedSeries, Values
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import BAND, BLUE, NAVY, layout


def fan_chart(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    recorded: ExpectedSeries,
    coming: ExpectedSeries,
    inner: tuple[Values, Values] | None = None,
) -> Figure:
    """The counts of the months `recorded`, then the range of each that is `coming`; never a line into the future.

    That range is the wide one (95 %). `inner`: (lower, upper) of a narrower one (80 %), drawn darker inside it.
    """
    months, ahead, observed = recorded.months, coming.months, recorded.observed
    every = [*months, *ahead]
    x, past = dates(every), [None] * len(months)
    counts = [*observed, *coming.observed]
    mean = [*past, *rounded(coming.expected)]
    low, high = [*past, *coming.lower], [*past, *coming.upper]
    titles = {key: word(key) for key in ("recorded", "expected", "lowest", "highest", "inner_low", "inner_high")}
    series: dict[str, Values] = {titles["recorded"]: counts, titles["expected"]: mean}
    traces = band(x, low, high, (titles["lowest"], titles["highest"]))
    if inner:
        inside = [[*past, *inner[0]], [*past, *inner[1]]]
        traces += _inner(x, inside, (titles["inner_low"], titles["inner_high"]))
        series |= {titles["inner_low"]: inside[0], titles["inner_high"]: inside[1]}
    series |= {titles["lowest"]: low, titles["highest"]: high}
    counted = line(x, counts, titles["recorded"], {"color": NAVY, "width": 2.25})
    traces += [
        line(x, mean, titles["expected"], {"color": BLUE, "width": 1.5, "dash": "dash"}),
        counted | markers(every, (), recorded.provisional),
    ]
    top = highest(observed, coming.upper)
    look = layout(
        310,
        margin={"l": 40, "r": 16, "t": 24, "b": 44},
        xaxis=month_axis(every),
        yaxis=count_axis(top),
        shapes=[upright(before_month(ahead[0]))],
        annotations=[*_labels(x, observed, coming)],
    )
    spec = {"data": traces, "layout": look}
    return Figure(id, heading, caption, alt, spec, month_table(id, caption, every, series))


def _inner(x: list[str], inside: list[list[float | None]], columns: tuple[str, str]) -> list[dict[str, Any]]:
    none = {"width": 0}
    return [line(x, inside[0], columns[0], none), line(x, inside[1], columns[1], none, fill="tonexty", fillcolor=BAND)]


def _labels(
    x: list[str],
    observed: Sequence[int | None],
    coming: ExpectedSeries,
) -> list[dict[str, Any]]:
    """What each part is, and the next month's range in figures."""
    said = []
    last = last_known(observed)
    if last is not None:
        said.append(label(x[last], observed[last], f"<b>{observed[last]:,}</b>", NAVY, "right", 14))
    lower, upper = coming.lower, coming.upper
    known = next((i for i, (low, high) in enumerate(zip(lower, upper, strict=True)) if None not in (low, high)), None)
    if known is not None:
        span = word("span", low=round(lower[known] or 0), high=round(upper[known] or 0))
        text = f"{word('ahead')}, {short_month_name(coming.months[known])}: <b>{span}</b>"
        # above the chart, where neither words nor their ground cover an edge of the range
        over = {"x": 1, "xref": "paper", "yref": "paper", "yanchor": "bottom"}
        said.append(label(1, 1, text, NAVY, "right") | over)
    return said
