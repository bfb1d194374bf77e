"""Maps of neighbourhoods without tiles: polygons drawn as shapes, so that nothing is fetched and all of it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsafe_analysis.claims.telling import joined
from bsafe_analysis.model.cycle import Outline
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.map_labels import LabelledPlace, Placed, place_labels
from bsafe_analysis.reports.charts.palette import (
    BLUE,
    BORDER,
    INK,
    MAP_GROUND,
    NAVY,
    ORANGE,
    PLUM,
    QUIET,
    UNKNOWN,
    WHITE,
    layout,
)
from bsafe_analysis.reports.charts.tables import Column, Table

WIDE, NARROW = (456, 424), (280, 324)
"""Pixels in which a map is drawn at the least, beside its list and on a phone; its margins are taken off."""
HIGH, NARROW_HIGH = 440, 340


@dataclass(frozen=True)
class PlaceLook:
    """How a kind of neighbourhood is drawn: its fill, a symbol (the second cue; `sign` in text) where it is named."""

    fill: str
    symbol: str = ""
    sign: str = ""

    @property
    def named(self) -> bool:
        return bool(self.symbol)


LOOKS = {
    "elsewhere": PlaceLook(UNKNOWN),
    "none": PlaceLook(QUIET),
    "low": PlaceLook(BLUE, "triangle-down", "\u25bc"),
    "high": PlaceLook(PLUM, "triangle-up", "\u25b2"),
    "both": PlaceLook(INK, "diamond", "\u25c6"),
    "here": PlaceLook(NAVY, "circle", "\u25cf"),
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
    """Every neighbourhood by its kind (a key of LOOKS), with a table that lists each with the kind in `words`.

    The layout's `meta.places` lists them by kind, those that matter first: the page makes the list beside the map of
    it, by which one can be picked out without a mouse.
    """
    ordered = sorted(outlines, key=lambda outline: names[outline.area])
    listed = [outline for kind in reversed(LOOKS) for outline in ordered if kinds[outline.area] == kind]
    drawn = {kind: [o for o in listed if kinds[o.area] == kind] for kind in LOOKS}
    shapes = {kind: _shapes(places, LOOKS[kind]) for kind, places in drawn.items() if places}
    spots = [
        LabelledPlace(*outline.label, names[outline.area], number)
        for number, outline in enumerate(listed, start=1)
        if LOOKS[kinds[outline.area]].named
    ]
    extent = _extent(ordered)
    labels = [place_labels(spots, extent, size) for size in (WIDE, NARROW)]
    numbered = any(label.text != label.spot.name for placed in labels for label in placed) or any(
        len(placed) < len(spots) for placed in labels
    )
    meta = {"places": _listed(listed, kinds, words, names, list(shapes), spots if numbered else ())}
    spec = {
        "data": [*shapes.values(), _hover(listed, kinds, words, names), _picked_out()],
        "layout": _layout(extent, labels[0], HIGH) | {"meta": meta},
    }
    columns = (Column("name", "Neighbourhood"), Column("kind", "On the map"))
    rows = tuple((names[o.area], words[kinds[o.area]]) for o in ordered)
    table = Table(f"{id}-data", joined("The neighbourhoods on the map: ", caption), columns, rows)
    return Figure(id, heading, caption, alt, spec, table, _layout(extent, labels[1], NARROW_HIGH))


def _listed(
    outlines: Sequence[Outline],
    kinds: Mapping[str, str],
    words: Mapping[str, str],
    names: Mapping[str, str],
    traces: Sequence[str],
    numbered: Sequence[LabelledPlace],
) -> list[dict[str, Any]]:
    """One entry a place that stands out, in the order of the list: what is said of it, which points of which trace draw
    it. The others are in the table behind the map.
    """
    numbers = {spot.name: spot.number for spot in numbered}
    begun = dict.fromkeys(traces, 0)
    entries = []
    for outline in outlines:
        kind, name = kinds[outline.area], names[outline.area]
        length = sum(len(ring) + 1 for ring in outline.rings)
        entry = {"name": name, "kind": words[kind], "sign": LOOKS[kind].sign, "number": numbers.get(name, 0)}
        entries.append(entry | {"trace": traces.index(kind), "from": begun[kind], "to": begun[kind] + length})
        begun[kind] += length
    return [entry for entry, outline in zip(entries, outlines, strict=True) if LOOKS[kinds[outline.area]].named]


def _shapes(outlines: Sequence[Outline], look: PlaceLook) -> dict[str, Any]:
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
        "line": {"color": WHITE if look.named else BORDER, "width": 1},
        "hoverinfo": "skip",
    }


def _picked_out() -> dict[str, Any]:
    """The outline of the place that is chosen in the list: empty until one is."""
    look = {"color": ORANGE, "width": 4}
    return {"type": "scatter", "mode": "lines", "x": [], "y": [], "line": look, "hoverinfo": "skip"}


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
            "color": WHITE,
        },
        "hovertemplate": "%{text}: %{customdata}<extra></extra>",
    }


def _extent(outlines: Sequence[Outline]) -> tuple[float, float]:
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    return max(x for x, _ in points), max(y for _, y in points)


def _layout(extent: tuple[float, float], labels: Sequence[Placed], height: int) -> dict[str, Any]:
    east, north = extent
    hidden = {"visible": False, "fixedrange": True}
    return layout(
        height,
        margin={"l": 4, "r": 4, "t": 8, "b": 8},
        xaxis=hidden | {"range": [-0.02 * east, 1.02 * east], "constrain": "domain"},
        yaxis=hidden
        | {"range": [-0.04 * north, 1.04 * north], "scaleanchor": "x", "scaleratio": 1, "constrain": "domain"},
        annotations=[_label(placed) for placed in labels],
    )


def _label(placed: Placed) -> dict[str, Any]:
    """The name or number beside its symbol, on a white ground."""
    right, up = placed.shift
    return {
        "x": placed.spot.x, "y": placed.spot.y, "text": placed.text, "showarrow": False, "xshift": right, "yshift": up,
        "xanchor": placed.anchor, "font": {"size": 13, "color": INK}, "bgcolor": MAP_GROUND,
        "borderpad": 1,
    }  # fmt: skip
