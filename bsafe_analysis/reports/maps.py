"""Maps of neighbourhoods without tiles: polygons drawn as shapes, so that nothing is fetched and all of it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsafe_analysis.cycle import Outline
from bsafe_analysis.reports.figures import Figure
from bsafe_analysis.reports.palette import BLUE, INK, NAVY, PLUM, layout
from bsafe_analysis.reports.tables import Column, Table

MOST_LABELS = 8


@dataclass(frozen=True)
class Look:
    """How a kind of neighbourhood is drawn: its fill, a symbol (the second cue), whether it is named on the map."""

    fill: str
    symbol: str = ""
    named: bool = False


LOOKS = {
    "elsewhere": Look("#F1F3F4"),
    "none": Look("#D3DAE0"),
    "low": Look(BLUE, "triangle-down", True),
    "high": Look(PLUM, "triangle-up", True),
    "both": Look(INK, "diamond", True),
    "here": Look(NAVY, "circle", True),
}
"""Drawn in this order, those that matter last."""


def neighbourhood_map(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    outlines: Sequence[Outline],
    kinds: Mapping[str, str],
    words: Mapping[str, str],
    names: Mapping[str, str],
) -> Figure:
    """Every neighbourhood by its kind (a key of LOOKS), with a table that lists each with the kind in `words`."""
    ordered = sorted(outlines, key=lambda outline: names[outline.area])
    traces = [_shapes([o for o in ordered if kinds[o.area] == kind], look) for kind, look in LOOKS.items()]
    spec = {
        "data": [*[trace for trace in traces if trace], _hover(ordered, kinds, words, names)],
        "layout": _layout(ordered, kinds, names),
    }
    columns = (Column("name", "Neighbourhood"), Column("kind", "On the map"))
    rows = tuple((names[o.area], words[kinds[o.area]]) for o in ordered)
    table = Table(f"{id}-data", f"The neighbourhoods on the map: {caption}", columns, rows)
    return Figure(id, heading, caption, alt, spec, table)


def _shapes(outlines: Sequence[Outline], look: Look) -> dict[str, Any] | None:
    if not outlines:
        return None
    x: list[float | None] = []
    y: list[float | None] = []
    for outline in outlines:
        for ring in outline.rings:
            x += [*(point[0] for point in ring), None]
            y += [*(point[1] for point in ring), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": look.fill,
        "line": {"color": "#FFFFFF" if look.named else "#8A949B", "width": 1},
        "hoverinfo": "skip",
    }


def _hover(
    outlines: Sequence[Outline], kinds: Mapping[str, str], words: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, Any]:
    """One point in each place: its symbol, its name on hovering; tied to the table by name."""
    looks = [LOOKS[kinds[o.area]] for o in outlines]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [o.label[0] for o in outlines],
        "y": [o.label[1] for o in outlines],
        "text": [names[o.area] for o in outlines],
        "customdata": [words[kinds[o.area]] for o in outlines],
        "meta": {"column": "On the map", "keys": "text", "values": "customdata"},
        "marker": {
            "symbol": [look.symbol or "circle" for look in looks],
            "size": [11 if look.symbol else 14 for look in looks],
            "opacity": [1 if look.symbol else 0 for look in looks],
            "color": "#FFFFFF",
        },
        "hovertemplate": "%{text}: %{customdata}<extra></extra>",
    }


def _layout(outlines: Sequence[Outline], kinds: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    east, north = max(x for x, _ in points), max(y for _, y in points)
    hidden = {"visible": False, "fixedrange": True}
    named = [o for o in outlines if LOOKS[kinds[o.area]].named]
    labels = [_name(o, names[o.area], east) for o in named] if len(named) <= MOST_LABELS else []
    return layout(
        440,
        margin={"l": 4, "r": 4, "t": 8, "b": 8},
        xaxis=hidden | {"range": [-0.02 * east, 1.02 * east], "constrain": "domain"},
        yaxis=hidden
        | {"range": [-0.04 * north, 1.04 * north], "scaleanchor": "x", "scaleratio": 1, "constrain": "domain"},
        annotations=labels,
    )


def _name(outline: Outline, name: str, east: float) -> dict[str, Any]:
    """The name below its symbol, on a white ground, kept inside the map."""
    x, y = outline.label
    anchor = "left" if x < 0.2 * east else "right" if x > 0.8 * east else "center"
    return {
        "x": x, "y": y, "text": name, "showarrow": False, "yshift": -17, "xanchor": anchor,
        "font": {"size": 13, "color": INK}, "bgcolor": "rgba(255,255,255,0.85)", "borderpad": 2,
    }  # fmt: skip
