"""Maps of neighbourhoods without tiles: polygons drawn as shapes, so that nothing is fetched and all of it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bsafe_analysis.claims.telling import joined
from bsafe_analysis.model.cycle import Outline
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.map_ground import MapGround, MapMark, Window, ground_traces, mark_traces, meets
from bsafe_analysis.reports.charts.map_labels import LabelledPlace, Placed, place_labels
from bsafe_analysis.reports.charts.palette import (
    BLUE,
    BORDER,
    BOTH_GROUND,
    HERE_GROUND,
    HIGH_GROUND,
    INK,
    LOW_GROUND,
    MAP_GROUND,
    NAVY,
    ORANGE,
    PLUM,
    SHADES,
    SMALL_PRINT,
    UNKNOWN,
    WHITE,
    layout,
)
from bsafe_analysis.reports.charts.tables import Column, Table

COLUMN = "On the map"
UNNUMBERED = 1_000
"""Numbers of labels that no number in the list stands for begin here."""
WIDE, NARROW = (456, 424), (280, 324)
"""Pixels in which a map is drawn at the least, beside its list and on a phone; its margins are taken off."""
HIGH, NARROW_HIGH = 440, 340


@dataclass(frozen=True)
class PlaceLook:
    """How a kind of neighbourhood is drawn: its fill, a symbol (the second cue; `sign` in text) where it is named."""

    fill: str
    symbol: str = ""
    sign: str = ""
    edge: str = BORDER

    @property
    def named(self) -> bool:
        return bool(self.symbol)


LOOKS = {
    "elsewhere": PlaceLook(UNKNOWN),
    "none": PlaceLook(WHITE),
    "low": PlaceLook(LOW_GROUND, "triangle-down", "\u25bc", BLUE),
    "high": PlaceLook(HIGH_GROUND, "triangle-up", "\u25b2", PLUM),
    "both": PlaceLook(BOTH_GROUND, "diamond", "\u25c6", INK),
    "here": PlaceLook(HERE_GROUND, "circle", "\u25cf", NAVY),
}
"""Drawn in this order, those that matter last."""
GROUNDS = tuple(PlaceLook(fill) for fill in (WHITE, LOW_GROUND, HIGH_GROUND, BOTH_GROUND, *SHADES[:1], UNKNOWN))
"""Of kinds that mean nothing but that they are not one another."""


@dataclass(frozen=True)
class PlacesDrawn:
    """The neighbourhoods of a map: their outlines, and by code the kind of each (a key of `looks`) and its name.

    `words`: kind -> what is said of it in the list beside and in the table.
    """

    outlines: Sequence[Outline]
    kinds: Mapping[str, str]
    words: Mapping[str, str]
    names: Mapping[str, str]
    looks: Mapping[str, PlaceLook] = field(default_factory=lambda: LOOKS)

    @property
    def by_name(self) -> list[Outline]:
        return sorted(self.outlines, key=lambda outline: self.names[outline.area])

    @property
    def that_matter_first(self) -> list[Outline]:
        return [
            outline for kind in reversed([*self.looks]) for outline in self.by_name if self.kinds[outline.area] == kind
        ]


def neighbourhood_map(
    id: str, heading: str, caption: str, alt: str, places: PlacesDrawn, ground: MapGround | None = None
) -> Figure:
    """Every neighbourhood by its kind, what lies under them, and points by their size; with a table that lists all.

    The layout's `meta.places` lists them by kind, those that matter first: the page makes the list beside the map of
    it, by which one can be picked out without a mouse.
    """
    ground, looks = ground or MapGround(), places.looks
    window = ground.window or window_around(places.outlines)
    listed = [o for o in places.that_matter_first if any(meets(ring, window) for ring in o.rings)]
    shapes = {
        kind: _shapes([o for o in listed if places.kinds[o.area] == kind], look)
        for kind, look in looks.items()
        if any(places.kinds[o.area] == kind for o in listed)
    }
    below = [shape for kind, shape in shapes.items() if not looks[kind].named]
    above = [shape for kind, shape in shapes.items() if looks[kind].named]
    under = ground_traces(ground, window)
    order = [*below, *under, *above]
    spots, labels = _labels(listed, places, ground.marks, window)
    at = {kind: order.index(shape) for kind, shape in shapes.items()}
    meta = {"places": _listed(listed, places, at, spots if _needs_numbers(spots, labels) else ())}
    points = [_hover(listed, places), *mark_traces(ground.marks, COLUMN)]
    spec = {
        "data": [*order, *points, _picked_out()],
        "layout": _layout(window, labels[0], HIGH) | {"meta": meta},
    }
    columns = (Column("name", "Neighbourhood"), Column("kind", COLUMN))
    shown = {o.area for o in listed}
    rows = [(places.names[o.area], places.words[places.kinds[o.area]]) for o in places.by_name if o.area in shown]
    rows += [(mark.name, mark.words) for mark in ground.marks]
    table = Table(f"{id}-data", joined("On the map: ", heading), columns, tuple(rows))
    return Figure(id, heading, caption, alt, spec, table, _layout(window, labels[1], NARROW_HIGH))


def _labels(
    listed: Sequence[Outline], places: PlacesDrawn, marks: Sequence[MapMark], window: Window
) -> tuple[list[LabelledPlace], list[tuple[Placed, ...]]]:
    """What is to be named, neighbourhoods before points, and the names that fit on a wide map and on a narrow one."""
    west, south, east, north = window
    spots = [
        LabelledPlace(outline.label[0] - west, outline.label[1] - south, places.names[outline.area], number)
        for number, outline in enumerate(listed, start=1)
        if places.looks[places.kinds[outline.area]].named
    ]
    named = [
        LabelledPlace(mark.x - west, mark.y - south, mark.label, UNNUMBERED + i, False, mark.across / 2)
        for i, mark in enumerate(marks)
    ]
    extent = (east - west, north - south)
    return spots, [place_labels([*spots, *named], extent, size) for size in (WIDE, NARROW)]


def _needs_numbers(spots: Sequence[LabelledPlace], labels: Sequence[Sequence[Placed]]) -> bool:
    """Whether the name of any place did not fit on either map."""
    named = [{label.spot.number for label in placed if label.text == label.spot.name} for placed in labels]
    return any(spot.number not in held for held in named for spot in spots)


def _listed(
    outlines: Sequence[Outline],
    places: PlacesDrawn,
    traces: Mapping[str, int],
    numbered: Sequence[LabelledPlace],
) -> list[dict[str, Any]]:
    """One entry a place that stands out, in the order of the list: what is said of it, which points of which trace draw
    it. The others are in the table behind the map.
    """
    numbers = {spot.name: spot.number for spot in numbered}
    begun = dict.fromkeys(traces, 0)
    entries = []
    for outline in outlines:
        kind, name = places.kinds[outline.area], places.names[outline.area]
        length = sum(len(ring) + 1 for ring in outline.rings)
        entry = {
            "name": name,
            "kind": places.words[kind],
            "sign": places.looks[kind].sign,
            "number": numbers.get(name, 0),
        }
        entries.append(entry | {"trace": traces[kind], "from": begun[kind], "to": begun[kind] + length})
        begun[kind] += length
    return [entry for entry, o in zip(entries, outlines, strict=True) if places.looks[places.kinds[o.area]].named]


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
        "line": {"color": look.edge, "width": 2.5 if look.named else 1},
        "hoverinfo": "skip",
    }


def _picked_out() -> dict[str, Any]:
    """The outline of the place that is chosen in the list: empty until one is."""
    look = {"color": ORANGE, "width": 4}
    return {"type": "scatter", "mode": "lines", "x": [], "y": [], "line": look, "hoverinfo": "skip"}


def _hover(outlines: Sequence[Outline], places: PlacesDrawn) -> dict[str, Any]:
    """One point in each place: its symbol, its name on hovering; tied to the table by name."""
    looks = [places.looks[places.kinds[o.area]] for o in outlines]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [o.label[0] for o in outlines],
        "y": [o.label[1] for o in outlines],
        "text": [places.names[o.area] for o in outlines],
        "customdata": [places.words[places.kinds[o.area]] for o in outlines],
        "meta": {"column": COLUMN, "keys": "text", "values": "customdata"},
        "marker": {
            "symbol": [look.symbol or "circle" for look in looks],
            "size": [11 if look.symbol else 14 for look in looks],
            "opacity": [1 if look.symbol else 0 for look in looks],
            "color": [look.edge for look in looks],
        },
        "hovertemplate": "%{text}: %{customdata}<extra></extra>",
    }


def window_around(outlines: Sequence[Outline]) -> Window:
    """What holds all of these."""
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _layout(window: Window, labels: Sequence[Placed], height: int) -> dict[str, Any]:
    west, south, east, north = window
    wide, tall = east - west, north - south
    hidden = {"visible": False, "fixedrange": True}
    return layout(
        height,
        margin={"l": 4, "r": 4, "t": 8, "b": 8},
        xaxis=hidden | {"range": [west - 0.02 * wide, east + 0.02 * wide], "constrain": "domain"},
        yaxis=hidden
        | {
            "range": [south - 0.04 * tall, north + 0.04 * tall],
            "scaleanchor": "x",
            "scaleratio": 1,
            "constrain": "domain",
        },
        annotations=[_label(placed, west, south) for placed in labels],
    )


def _label(placed: Placed, west: float, south: float) -> dict[str, Any]:
    """The name or number beside its symbol, on a white ground; the name of a point or a road stands back."""
    right, up = placed.shift
    font = {"size": 13, "color": INK} if placed.spot.numbered else {"size": 12, "color": SMALL_PRINT}
    return {
        "x": placed.spot.x + west, "y": placed.spot.y + south, "text": placed.text, "showarrow": False,
        "xshift": right, "yshift": up, "xanchor": placed.anchor, "font": font, "bgcolor": MAP_GROUND,
        "borderpad": 1,
    }  # fmt: skip
