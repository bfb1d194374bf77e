"""The seasonal profile: what each calendar month usually holds, and how far the years lie apart."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from bsafe_analysis.claims.told import retold
from bsafe_analysis.reports.charts.chart_parts import (
    band,
    behind,
    count_axis,
    end_label,
    highest,
    label,
    line,
    rounded,
    word,
)
from bsafe_analysis.reports.charts.expected_series import CalendarMonth, Values
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import EDGE, GREY, INK, NAVY, PLUM, axis, layout
from bsafe_analysis.reports.charts.tables import Column

MONTHS = [calendar.month_name[i] for i in range(1, 13)]


def seasonal_chart(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    usual_year: Sequence[CalendarMonth],
    year: Values = (),
    year_name: str = "",
) -> Figure:
    """January to December: the usual count (a line) between the lowest and the highest of the years held.

    `year`: one year drawn over it, up to its last month, where a document may speak of one (a profile may not).
    """
    typical, lowest, most = ([getattr(m, part) for m in usual_year] for part in ("usual", "lowest", "highest"))
    usual = rounded(typical)
    names = [word(key) for key in ("usual", "lowest_year", "highest_year")]
    hover = {"hovertemplate": "%{x}: %{y}<extra></extra>"}
    marker = {"mode": "lines+markers", "marker": {"symbol": "circle", "size": 5, "color": NAVY}}
    traces = [
        *band(MONTHS, lowest, most, (names[1], names[2]), **hover),
        line(MONTHS, usual, names[0], {"color": NAVY, "width": 2.25}, **hover, **marker),
    ]
    columns = [Column("month", word("month")), *(Column(name.lower(), name, True) for name in names)]
    series: list[Values] = [usual, lowest, most]
    top = highest(most, typical, year)
    peak = max(range(len(year) if len(year) < 12 else 0, 12), key=lambda i: most[i] or 0)  # where no other label is
    said = [
        *end_label(MONTHS, usual, f"<b>{names[0].lower()}</b>", NAVY, top),
        label(MONTHS[peak], most[peak], word("years"), GREY, "center", 12),
    ]
    if year:
        held = [*year, *[None] * (12 - len(year))]
        diamonds = {"mode": "lines+markers", "marker": {"symbol": "diamond", "size": 8, "color": PLUM}}
        traces.append(line(MONTHS, held, year_name, {"color": PLUM, "width": 2, "dash": "dash"}, **hover, **diamonds))
        columns.append(Column("year", year_name, True))
        series.append(held)
        said += end_label(MONTHS, held, f"<b>{year_name}</b>", PLUM, top)
    look = layout(
        290,
        margin={"l": 40, "r": 28, "t": 16, "b": 34},
        xaxis=_calendar(),
        yaxis=count_axis(top),
        annotations=said,
    )
    rows = list(zip([retold(m.number, name) for m, name in zip(usual_year, MONTHS, strict=True)], *series, strict=True))
    spec = {"data": traces, "layout": look}
    return Figure(id, heading, caption, alt, spec, behind(id, caption, columns, rows), look | {"xaxis": _calendar(2)})


def _calendar(every: int = 1) -> dict:
    """The months; on a narrow screen every second one is named, for twelve names run into each other."""
    named = MONTHS[::every]
    return axis(
        type="category", tickmode="array", tickvals=named, ticktext=[name[:3] for name in named], showgrid=False,
        ticks="outside", ticklen=4, tickcolor=EDGE, linecolor=INK, showline=True, tickangle=0, tickfont={"size": 12},
    )  # fmt: skip


def years_apart(months: Sequence[str], counts: Values) -> tuple[list[float | None], list, list]:
    """Mean, lowest and highest count of each calendar month over the years held; None where no year has it.

    >>> years_apart(["2025-01", "2026-01"], [4, 8])[0][0]
    6.0
    """
    by_month: list[list[float]] = [[] for _ in range(12)]
    for month, count in zip(months, counts, strict=True):
        if count is not None:
            by_month[int(month[5:]) - 1].append(count)
    return (
        [sum(held) / len(held) if held else None for held in by_month],
        [min(held, default=None) for held in by_month],
        [max(held, default=None) for held in by_month],
    )
