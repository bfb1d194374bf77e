"""Lines over months (or over the months of a year), each named where it ends, with the table of all they draw."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bsafe_analysis.reports.charts.palette import BAND, BLUE, EDGE, GREY, INK, NAVY, ORANGE, PLUM, axis, layout
from bsafe_analysis.reports.charts.tables import HIDDEN

MOST_LINES = 4
STYLES = (
    (NAVY, "solid", 2.25),
    (PLUM, "dash", 2.0),
    (BLUE, "dashdot", 2.0),
    (ORANGE, "dot", 2.0),
    (GREY, "longdash", 1.5),
)
"""Colour, dash, width: each line can be told from the others without its colour."""
APART = 0.075
"""Of the axis, between two names."""


@dataclass(frozen=True)
class Drawn:
    """One line to draw: `column` is its name and its column of the table; `role` "low" and "high" bound a shade.

    `hidden`: indices of values that are missing because these readers may not see them.
    """

    column: str
    values: Sequence[float | None]
    role: str = "line"
    hidden: frozenset[int] = frozenset()

    @property
    def cells(self) -> list[float | str | None]:
        """What its column of the table shows."""
        return [HIDDEN if i in self.hidden else value for i, value in enumerate(self.values)]


def lines_spec(x: Sequence[str], drawn: Sequence[Drawn], *, dated: bool = True) -> dict[str, Any]:
    """A plotly chart as a plain dict. A missing value breaks a line."""
    traces, styled = [], 0
    for line in drawn:
        if line.role in ("low", "high"):
            shade = {"fill": "tonexty", "fillcolor": BAND} if line.role == "high" else {}
            traces.append(_trace(x, line, {"color": EDGE, "width": 1}) | shade)
        else:
            colour, dash, width = STYLES[styled % len(STYLES)]
            traces.append(_trace(x, line, {"color": colour, "dash": dash, "width": width}))
            styled += 1
    top = max((v for line in drawn for v in line.values if v is not None), default=1) or 1
    across = {"type": "date", "tickformat": "%b\n%Y"} if dated else {"type": "category"}
    look = layout(
        330,
        margin={"l": 48, "r": 150, "t": 16, "b": 44},
        xaxis=axis(showgrid=False, linecolor=GREY, **across),
        yaxis=axis(rangemode="tozero", range=[0, top * 1.1], nticks=5),
        annotations=_names(x, [line for line in drawn if line.role == "line"], top),
        shapes=[],
    )
    return {"data": traces, "layout": look}


def _trace(x: Sequence[str], line: Drawn, style: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(line.values),
        "name": line.column,
        "meta": {"column": line.column},
        "line": style,
        "connectgaps": False,
        "hovertemplate": "%{x|%B %Y}: %{y} %{fullData.name}<extra></extra>",
    }


def _names(x: Sequence[str], lines: Sequence[Drawn], top: float) -> list[dict[str, Any]]:
    """Each line's name right of its last point, moved up where two would lie on one another."""
    ends = [(_last(line.values), i) for i, line in enumerate(lines)]
    placed: list[dict[str, Any]] = []
    floor = -1.0
    for value, i in sorted(ends):
        at = max(value, floor)
        floor = at + APART * top
        text = "<br>".join(textwrap.wrap(inert(lines[i].column), 20, max_lines=2, placeholder=" …"))
        colour = STYLES[i % len(STYLES)][0]
        placed.append(
            {
                "xref": "paper", "x": 1.01, "y": round(at, 3), "text": text, "showarrow": False, "xanchor": "left",
                "align": "left", "font": {"size": 13, "color": colour if colour != ORANGE else INK},
            }
        )  # fmt: skip
    return placed


def _last(values: Sequence[float | None]) -> float:
    return next((v for v in reversed(values) if v is not None), 0.0)


def inert(text: str) -> str:
    """plotly reads a few tags in its texts; a name holds none."""
    return text.replace("<", "\u2039").replace(">", "\u203a")
