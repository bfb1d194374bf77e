"""Dots with intervals, a row each: how high is each rate, how sure is that, and where does the whole stand?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bsafe_analysis.claims.telling import in_figures
from bsafe_analysis.reports.charts.chart_parts import behind, label, rounded, word, wrapped
from bsafe_analysis.reports.charts.expected_series import RateRow, Values
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import NAVY, PLUM, axis, layout
from bsafe_analysis.reports.charts.tables import Column

ROW = 34


def intervals_chart(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    rows: Sequence[RateRow],
    unit: str = "",
    reference_name: str = "",
    name: str = "",
) -> Figure:
    """One dot a row with its interval, in the order given from the top; an upright tick for the reference.

    `name`: what the dots are, written beside the first one, as `reference_name` is beside the first tick.
    """
    unit, reference_name = unit or word("rate"), reference_name or word("borough")
    labels = [row.label for row in rows]
    shown, compared = rounded([row.rate for row in rows]), rounded([row.reference for row in rows])
    below = [0.0 if r.rate is None or r.lower is None else max(r.rate - r.lower, 0) for r in rows]
    above = [0.0 if r.rate is None or r.upper is None else max(r.upper - r.rate, 0) for r in rows]
    bars = {
        "type": "data", "symmetric": False,
        "array": [round(v, 2) for v in above], "arrayminus": [round(v, 2) for v in below],
        "color": NAVY, "thickness": 2, "width": 0,
    }  # fmt: skip
    dots = across(labels, shown, unit, {"symbol": "circle", "size": 10, "color": NAVY}) | {"error_x": bars}
    tick = {"symbol": "line-ns-open", "size": 18, "color": PLUM, "line": {"width": 2.5}}
    look = layout(
        64 + ROW * len(labels),
        margin={"l": 8, "r": 20, "t": 26, "b": 36},
        xaxis=axis(rangemode="tozero", side="bottom"),
        yaxis=rows_axis(labels),
        annotations=_names_of_marks(labels, shown, compared, reference_name, name or unit),
    )
    columns = (
        Column("label", word("category")),
        Column("value", unit, True),
        Column("lower", word("low"), True),
        Column("upper", word("high"), True),
        Column("reference", reference_name, True),
    )
    cells = [
        (row.label, *(in_figures(value, 1) for value in (rate, row.lower, row.upper, reference)))
        for row, rate, reference in zip(rows, shown, compared, strict=True)
    ]
    spec = {"data": [dots, across(labels, compared, reference_name, tick)], "layout": look}
    return Figure(id, heading, caption, alt, spec, behind(id, caption, columns, cells))


def _names_of_marks(
    labels: Sequence[str], shown: Values, compared: Values, reference: str, name: str
) -> list[dict[str, Any]]:
    """Which mark is which, said once above the first row, each on its own side."""
    if not labels or shown[0] is None or compared[0] is None:
        return []
    right = shown[0] >= compared[0]
    place = label(shown[0], labels[0], name, NAVY, "left" if right else "right", 19)  # type: ignore[arg-type]
    whole = label(compared[0], labels[0], reference, PLUM, "right" if right else "left", 19)  # type: ignore[arg-type]
    return [place, whole]


def rows_axis(labels: Sequence[str], width: int = 20, **more: Any) -> dict[str, Any]:
    """Rows from the top, their names at the left in at most two lines."""
    return axis(
        autorange="reversed", automargin=True, showgrid=False, tickmode="array", tickvals=list(labels),
        ticktext=[wrapped(row, width, 3) for row in labels], tickfont={"size": 13}, type="category", **more,
    )  # fmt: skip


def across(labels: Sequence[str], values: Values, column: str, marker: dict[str, Any]) -> dict[str, Any]:
    """A mark in each row, tied to its column."""
    return {
        "type": "scatter",
        "mode": "markers",
        "orientation": "h",
        "x": list(values),
        "y": list(labels),
        "name": column,
        "meta": {"column": column},
        "marker": marker,
        "hovertemplate": f"%{{y}}: %{{x}} ({column.lower()})<extra></extra>",
    }
