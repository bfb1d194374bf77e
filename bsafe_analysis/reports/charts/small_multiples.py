"""Small multiples: one little chart for each place, all on one scale, so that sizes can be compared by eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bsafe_analysis.claims.telling import joined, said_as
from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.reports.charts.chart_parts import (
    band,
    behind,
    count_axis,
    dates,
    end_label,
    highest,
    line,
    month_axis,
    word,
    wrapped,
)
from bsafe_analysis.reports.charts.expected_series import ExpectedSeries
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import INK, NAVY, PLUM, layout
from bsafe_analysis.reports.charts.tables import Column

BETWEEN = 0.045
"""Of the width, left free between two panels."""
PANEL, TITLE, FOOT, TOP = 92, 42, 40, 6
"""Pixels: a panel's height, the room for its name above it, the room for months at the foot."""


@dataclass(frozen=True)
class Panel:
    """One place; its marked months are drawn as diamonds. `note`: a few words below the name ("too few to judge")."""

    name: str
    drawn: ExpectedSeries
    note: str = ""


def small_multiples(id: str, heading: str, caption: str, alt: str, panels: Sequence[Panel]) -> Figure:
    """A panel for each place in the order given (by name or on the ground, never by size), with a common scale.

    All are over the same months.
    """
    top = highest(*(values for panel in panels for values in (panel.drawn.observed, panel.drawn.upper)))
    traces = [trace for i, panel in enumerate(panels) for trace in _traces(i, panel)]
    columns = 5 if len(panels) > 8 else 4 if len(panels) > 6 else min(3, len(panels))
    wide = _arranged(panels, top, columns, 24 if columns < 5 else 19)
    narrow = _arranged(panels, top, min(2, len(panels)), 16)
    titles = [word(key) for key in ("recorded", "lowest", "highest")]
    table = behind(
        id,
        caption,
        (Column("place", word("place_month")), *(Column(title.lower(), title, True) for title in titles)),
        [row for panel in panels for row in _panel_rows(panel)],
        word("missing_note"),
    )
    return Figure(id, heading, caption, alt, {"data": traces, "layout": wide}, table, narrow)


def _panel_rows(panel: Panel) -> list[tuple]:
    drawn = panel.drawn
    return [
        (joined(panel.name, ", ", said_as(short_month_name, month)), *values)
        for month, *values in zip(drawn.months, drawn.observed, drawn.lower, drawn.upper, strict=True)
    ]


def _place_and_month(panel: Panel, month: str) -> str:
    return f"{panel.name}, {short_month_name(month)}"


def _axes(i: int) -> dict[str, str]:
    return {"xaxis": f"x{i + 1}" if i else "x", "yaxis": f"y{i + 1}" if i else "y"}


def _traces(i: int, panel: Panel) -> list[dict[str, Any]]:
    """The range, the counts, the marks; each tied to its rows of the table, which names place and month."""
    drawn, months, lower, upper = panel.drawn, panel.drawn.months, panel.drawn.lower, panel.drawn.upper
    judged = [k for k, value in enumerate(upper) if value is not None]
    shown = slice(judged[0], judged[-1] + 1) if judged else slice(0, 0)
    x, keys = dates(months), [_place_and_month(panel, month) for month in months]
    sizes = [10 if month in drawn.marked else 0 for month in months]
    marker = {"symbol": "diamond", "opacity": 1, "size": sizes, "color": PLUM}
    counts = line(x, drawn.observed, word("recorded"), {"color": NAVY, "width": 1.75}, **_tied(i, keys))
    ranges = band(x[shown], lower[shown], upper[shown], (word("lowest"), word("highest")), **_tied(i, keys[shown]))
    for trace in (*ranges, counts):
        trace["meta"] = trace["meta"] | {"keys": "customdata"}
    return [*(ranges if judged else []), counts | {"mode": "lines+markers", "marker": marker}]


def _tied(i: int, keys: list[str]) -> dict[str, Any]:
    said = "%{customdata}: %{y}<extra></extra>"
    return {**_axes(i), "customdata": keys, "hovertemplate": said}


def _arranged(panels: Sequence[Panel], top: float, columns: int, width: int) -> dict[str, Any]:
    """Where each panel lies: so many columns, the scale at the left of each row, months below the last of a column."""
    lines = -(-len(panels) // columns)
    height = TOP + lines * (PANEL + TITLE) + FOOT
    inner = height - TOP - FOOT
    share = (1 - BETWEEN * (columns - 1)) / columns
    axes: dict[str, Any] = {}
    words: list[dict[str, Any]] = []
    for i, panel in enumerate(panels):
        row, column = divmod(i, columns)
        left = column * (share + BETWEEN)
        over = 1 - (row * (PANEL + TITLE) + TITLE) / inner
        number = str(i + 1) if i else ""
        axes[f"xaxis{number}"] = month_axis(
            panel.drawn.months, room=2, domain=[round(left, 4), round(left + share, 4)], anchor=f"y{number}",
            showticklabels=i + columns >= len(panels), tickfont={"size": 12 if columns < 5 else 11}, tickangle=0,
        )  # fmt: skip
        axes[f"yaxis{number}"] = count_axis(
            top, domain=[round(over - PANEL / inner, 4), round(over, 4)], anchor=f"x{number}",
            showticklabels=column == 0, tickfont={"size": 12},
        ) | {"nticks": 3, "range": [0, top * 1.42 + 0.4]}  # fmt: skip
        words += [_name(panel, left, over, width), *_latest(i, panel.drawn, top)]
    return layout(height, margin={"l": 34, "r": 10, "t": TOP, "b": FOOT}, annotations=words, **axes)


def _name(panel: Panel, left: float, over: float, width: int) -> dict[str, Any]:
    note = f"<br><span>{wrapped(panel.note, width + 4, 1)}</span>" if panel.note else ""
    return {
        "xref": "paper", "yref": "paper", "x": round(left, 4), "y": round(over, 4), "xanchor": "left",
        "yanchor": "bottom", "align": "left", "showarrow": False, "font": {"size": 13, "color": INK},
        "text": f"<b>{wrapped(panel.name, width, 1 if note else 2)}</b>{note}",
    }  # fmt: skip


def _latest(i: int, drawn: ExpectedSeries, top: float) -> list[dict[str, Any]]:
    value = drawn.observed[-1]
    if value is None:
        return []
    colour = PLUM if drawn.months[-1] in drawn.marked else NAVY
    axes = _axes(i)
    placed = end_label(dates(drawn.months), drawn.observed, f"<b>{value:,.0f}</b>", colour, top)
    return [
        words | {"xref": axes["xaxis"], "yref": axes["yaxis"], "xanchor": "right", "xshift": 12} for words in placed
    ]
