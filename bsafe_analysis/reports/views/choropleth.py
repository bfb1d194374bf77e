"""Neighbourhoods shaded by a value in four steps, the value written on each; nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bsafe_analysis.model.cycle import Outline
from bsafe_analysis.reports.charts.palette import CLEAR, INK, ON_DARK, PLUM, STEPS, UNKNOWN, WHITE, layout


def shaded_map(
    outlines: Sequence[Outline],
    values: Mapping[str, float | None],
    names: Mapping[str, str],
    column: str,
    chosen: Sequence[str] = (),
) -> dict[str, Any]:
    """A plotly chart as a plain dict. `values` by code of the place; `chosen` ones have a thick edge."""
    ordered = sorted(outlines, key=lambda outline: names[outline.area])
    fills = {o.area: _fill(values.get(o.area), values.values()) for o in ordered}
    traces = [_shapes([o for o in ordered if fills[o.area] == fill], fill) for fill in (UNKNOWN, *STEPS)]
    traces.append(_shapes([o for o in ordered if o.area in chosen], CLEAR, PLUM, 3))
    traces.append(_values(ordered, values, names, fills, column))
    return {"data": traces, "layout": _layout(ordered)}


def _fill(value: float | None, every: Any) -> str:
    known = sorted(v for v in every if v is not None)
    if value is None or not known:
        return UNKNOWN
    if known[-1] == known[0]:
        return STEPS[0]
    return STEPS[min(3, int(4 * np.searchsorted(known, value, side="left") / len(known)))]


def _shapes(outlines: Sequence[Outline], fill: str, edge: str = WHITE, width: int = 1) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for outline in outlines:
        for ring in outline.rings:
            x += [*(point[0] for point in ring), None]
            y += [*(point[1] for point in ring), None]
    line = {"color": edge, "width": width}
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", "fillcolor": fill, "line": line,
        "hoverinfo": "skip",
    }  # fmt: skip


def _values(
    outlines: Sequence[Outline],
    values: Mapping[str, float | None],
    names: Mapping[str, str],
    fills: Mapping[str, str],
    column: str,
) -> dict[str, Any]:
    """The value in each place, tied to the table by the place's name."""
    known = [o for o in outlines if values.get(o.area) is not None]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [o.label[0] for o in known],
        "y": [o.label[1] for o in known],
        "text": [f"{values[o.area]:,}" for o in known],
        "customdata": [names[o.area] for o in known],
        "meta": {"column": column, "keys": "customdata", "values": "text"},
        "textfont": {"size": 12, "color": [WHITE if fills[o.area] in ON_DARK else INK for o in known]},
        "hoverinfo": "skip",
    }


def _layout(outlines: Sequence[Outline]) -> dict[str, Any]:
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    east, north = max(x for x, _ in points), max(y for _, y in points)
    hidden = {"visible": False, "fixedrange": True}
    across = hidden | {"range": [-0.02 * east, 1.02 * east], "constrain": "domain"}
    up = hidden | {"range": [-0.02 * north, 1.02 * north], "scaleanchor": "x", "scaleratio": 1, "constrain": "domain"}
    return layout(480, margin={"l": 4, "r": 4, "t": 8, "b": 8}, xaxis=across, yaxis=up, annotations=[], shapes=[])
