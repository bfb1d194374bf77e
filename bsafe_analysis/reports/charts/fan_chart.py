"""The fan: what was recorded, and the range in which the coming months are to be expected."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.reports.charts.chart_parts import (
    Values,
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
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import BAND, BLUE, NAVY, layout


def fan_chart(  # noqa: PLR0913 (every part of the chart is named where it is called)
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    months: Sequence[str],
    observed: Sequence[int | None],
    ahead: Sequence[str],
    expected: Values,
    lower: Values,
    upper: Values,
    inner: tuple[Values, Values] | None = None,
    provisional: Collection[str] = (),
) -> Figure:
    """History, then the range of each month in `ahead`, its middle dashed; never a single line into the future.

    `lower`, `upper`: the wide range (95 %). `inner`: (lower, upper) of a narrower one (80 %), drawn darker inside it.
    """
    every = [*months, *ahead]
    x, past, coming = dates(every), [None] * len(months), [None] * len(ahead)
    mean = [*past, *rounded(expected)]
    low, high = [*past, *lower], [*past, *upper]
    titles = {key: word(key) for key in ("recorded", "expected", "lowest", "highest", "inner_low", "inner_high")}
    series: dict[str, Values] = {titles["recorded"]: [*observed, *coming], titles["expected"]: mean}
    traces = band(x, low, high, (titles["lowest"], titles["highest"]))
    if inner:
        inside = [[*past, *inner[0]], [*past, *inner[1]]]
        traces += _inner(x, inside, (titles["inner_low"], titles["inner_high"]))
        series |= {titles["inner_low"]: inside[0], titles["inner_high"]: inside[1]}
    series |= {titles["lowest"]: low, titles["highest"]: high}
    recorded = line(x, [*observed, *coming], titles["recorded"], {"color": NAVY, "width": 2.25})
    traces += [
        line(x, mean, titles["expected"], {"color": BLUE, "width": 1.5, "dash": "dash"}),
        recorded | markers(every, (), provisional),
    ]
    top = highest(observed, upper)
    look = layout(
        310,
        margin={"l": 40, "r": 16, "t": 24, "b": 44},
        xaxis=month_axis(every),
        yaxis=count_axis(top),
        shapes=[upright(before_month(ahead[0]))],
        annotations=[*_labels(x, observed, ahead, lower, upper)],
    )
    spec = {"data": traces, "layout": look}
    return Figure(id, heading, caption, alt, spec, month_table(id, caption, every, series))


def _inner(x: list[str], inside: list[list[float | None]], columns: tuple[str, str]) -> list[dict[str, Any]]:
    none = {"width": 0}
    return [line(x, inside[0], columns[0], none), line(x, inside[1], columns[1], none, fill="tonexty", fillcolor=BAND)]


def _labels(
    x: list[str],
    observed: Sequence[int | None],
    ahead: Sequence[str],
    lower: Values,
    upper: Values,
) -> list[dict[str, Any]]:
    """What each part is, and the next month's range in figures."""
    said = []
    last = last_known(observed)
    if last is not None:
        said.append(label(x[last], observed[last], f"<b>{observed[last]:,}</b>", NAVY, "right", 14))
    known = next((i for i, (low, high) in enumerate(zip(lower, upper, strict=True)) if None not in (low, high)), None)
    if known is not None:
        span = word("span", low=round(lower[known] or 0), high=round(upper[known] or 0))
        text = f"{word('ahead')}, {short_month_name(ahead[known])}: <b>{span}</b>"
        # above the chart, where neither words nor their ground cover an edge of the range
        over = {"x": 1, "xref": "paper", "yref": "paper", "yanchor": "bottom"}
        said.append(label(1, 1, text, NAVY, "right") | over)
    return said
