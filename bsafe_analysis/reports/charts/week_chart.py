"""The week as a grid: weekdays down, parts of the day across, the count in each square, darker the more there are."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import Any

from bsafe_analysis.reports.charts.chart_parts import behind, word
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import INK, ON_DARK, STEPS, WHITE, axis, layout
from bsafe_analysis.reports.charts.tables import Column

DAYS = tuple(calendar.day_name)
SHADES = tuple((step, WHITE if step in ON_DARK else INK) for step in STEPS)
"""Pale to dark, each with the colour of the number on it."""
ROW, TOP, FOOT = 36, 30, 8
"""Pixels."""


def week_grid(
    id: str, heading: str, caption: str, alt: str, *, week: Sequence[Sequence[int]], parts: Sequence[tuple[int, int]]
) -> Figure:
    """`week`: a row for each weekday from Monday, a count for each of `parts`: (first hour, hour at which it ends)."""
    top = max(max(row) for row in week)
    titles = [word("span", low=f"{first:02d}", high=f"{last:02d}") for first, last in parts]
    spec = {
        "data": [_part(titles[i], parts[i], [row[i] for row in week], top) for i in range(len(parts))],
        "layout": _look(week, parts, top),
    }
    columns = (Column("day", word("weekday")), *(Column(f"p{i}", title, True) for i, title in enumerate(titles)))
    rows = [(day, *counts) for day, counts in zip(DAYS, week, strict=True)]
    return Figure(id, heading, caption, alt, spec, behind(id, caption, columns, rows))


def shade(count: int, top: int) -> tuple[str, str]:
    """The colour of a square and of the number on it: four equal steps from nought to the highest count."""
    return SHADES[min(3, 4 * count // (top + 1))]


def _part(title: str, part: tuple[int, int], counts: list[int], top: int) -> dict[str, Any]:
    """The numbers of one part of the day, tied to their column of the table."""
    return {
        "type": "scatter", "mode": "text", "name": title, "x": [sum(part) / 2] * 7, "y": list(DAYS),
        "text": [str(count) for count in counts], "meta": {"column": title, "keys": "y", "values": "text"},
        "textfont": {"size": 13, "color": [shade(count, top)[1] for count in counts]}, "hoverinfo": "skip",
    }  # fmt: skip


def _look(week: Sequence[Sequence[int]], parts: Sequence[tuple[int, int]], top: int) -> dict[str, Any]:
    squares = [
        {
            "type": "rect", "layer": "below", "x0": first, "x1": last, "y0": day - 0.5, "y1": day + 0.5,
            "fillcolor": shade(count, top)[0], "line": {"color": WHITE, "width": 2},
        }
        for day, row in enumerate(week) for (first, last), count in zip(parts, row, strict=True)
    ]  # fmt: skip
    edges = [first for first, _ in parts] + [parts[-1][1]]
    across = axis(
        type="linear", showgrid=False, side="top", range=[edges[0], edges[-1]], tickmode="array", tickvals=edges,
        ticktext=[f"{hour:02d}" for hour in edges], tickfont={"size": 12},
    )  # fmt: skip
    down = axis(
        type="category", showgrid=False, categoryorder="array", categoryarray=list(DAYS), range=[6.5, -0.5],
        tickmode="array", tickvals=list(DAYS), ticktext=[day[:3] for day in DAYS],
    )  # fmt: skip
    margin = {"l": 44, "r": 12, "t": TOP, "b": FOOT}
    return layout(TOP + 7 * ROW + FOOT, margin=margin, xaxis=across, yaxis=down, shapes=squares)
