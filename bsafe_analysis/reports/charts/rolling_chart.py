"""Twelve months together, month after month: the long movement without the seasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bsafe_analysis.model.periods import add_months, short_month_name
from bsafe_analysis.reports.charts.chart_parts import (
    before_month,
    count_axis,
    dates,
    end_label,
    highest,
    label,
    last_known,
    line,
    month_axis,
    month_table,
    upright,
    word,
)
from bsafe_analysis.reports.charts.expected_series import Values
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import GREY, NAVY, layout


def rolling_chart(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    months: Sequence[str],
    totals: Values,
    rebases: Mapping[str, str] | None = None,
) -> Figure:
    """The total of the twelve months up to each month, from nought; None where one of the twelve was not received.

    The latest total and that of a year before are marked and named: two totals that share no month.
    """
    x, title = dates(months), word("twelve")
    last = last_known(totals)
    year = last - 12 if last is not None and last >= 12 and totals[last - 12] is not None else None
    sizes = [9 if i in (last, year) else 0 for i in range(len(months))]
    symbols = ["circle-open" if i == year else "circle" for i in range(len(months))]
    marker = {"symbol": symbols, "opacity": 1, "size": sizes, "color": NAVY, "line": {"width": 2}}
    trace = line(x, totals, title, {"color": NAVY, "width": 2.25}, mode="lines+markers", marker=marker)
    top = highest(totals)
    said = end_label(x, totals, f"<b>{totals[last]:,.0f}</b>", NAVY, top) if last is not None else []
    said = [words | {"xanchor": "right", "xshift": 14} for words in said]
    if year is not None:
        said.append(label(x[year], totals[year], f"{totals[year]:,.0f}", GREY, "center", 17))
    for month, text in (rebases or {}).items():
        said.append(label(before_month(month), 1, text, GREY) | {"yref": "paper", "yanchor": "bottom"})
    look = layout(
        280,
        margin={"l": 52, "r": 16, "t": 22, "b": 44},
        xaxis=month_axis(months),
        yaxis=count_axis(top, tickformat=",d"),
        shapes=[upright(before_month(month), "dash") for month in rebases or {}],
        annotations=said,
    )
    spec = {"data": [trace], "layout": look}
    return Figure(id, heading, caption, alt, spec, month_table(id, caption, months, {title: totals}))


def twelve_month_totals(months: Sequence[str], counts: Values) -> list[float | None]:
    """The total of each month and the eleven before; None where one of them is missing or lies before the first.

    >>> twelve_month_totals([f"2025-{m:02d}" for m in range(1, 13)], [1] * 12)[-2:]
    [None, 12]
    """
    held = dict(zip(months, counts, strict=True))
    windows = ([held.get(add_months(month, -k)) for k in range(12)] for month in months)
    return [None if any(v is None for v in window) else sum(v or 0 for v in window) for window in windows]


def window_of(month: str) -> str:
    """The twelve months that end with this one, as partners read them.

    >>> window_of("2026-09")
    'Oct 2025 to Sep 2026'
    """
    return word("window", first=short_month_name(add_months(month, -11)), last=short_month_name(month))
