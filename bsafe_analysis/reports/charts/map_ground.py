"""What lies under and upon a map of neighbourhoods: roads and water, a year's pattern in grey, points by their size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any

from bsafe_analysis.model.map_context import ContextKind, ContextShape, Line
from bsafe_analysis.reports.charts.palette import (
    BLUE,
    CLEAR,
    INK,
    PARK,
    ROADWAY,
    SHADES,
    WATER,
    WHITE,
)

Window = tuple[float, float, float, float]
"""West, south, east and north of what a map shows, in its metres."""
GROUNDS = {ContextKind.PARK: PARK, ContextKind.WATER: WATER}
LINES = {
    ContextKind.STREET: {"color": ROADWAY, "width": 0.6},
    ContextKind.RIVER: {"color": BLUE, "width": 1.2},
    ContextKind.ROAD: {"color": ROADWAY, "width": 1.4},
}
LEAST, MOST, PER_ROOT = 9.0, 34.0, 4.0
"""Pixels across a point: in proportion to the root of its count, so that its ground is in proportion to the count."""


@dataclass(frozen=True)
class MapMark:
    """A point that is named: `words` say what it is in the table behind the map. `count` None: a name alone."""

    x: float
    y: float
    name: str
    words: str
    label: str
    count: int | None = None

    @property
    def across(self) -> float:
        """Pixels from side to side; nothing is drawn of a name alone."""
        return 0.0 if self.count is None else min(MOST, max(LEAST, PER_ROOT * sqrt(self.count)))


@dataclass(frozen=True)
class MapGround:
    """`hexagons`: (east, north, shade) of each that is shaded, `width` metres wide; shade 1 is the darker of two."""

    window: Window | None = None
    context: Sequence[ContextShape] = ()
    hexagons: Sequence[tuple[float, float, int]] = ()
    width: float = 0.0
    marks: Sequence[MapMark] = ()


def ground_traces(ground: MapGround, window: Window) -> list[dict[str, Any]]:
    """Parks and water, then the year's pattern, then roads and rivers above it: none can be pointed at."""
    parts = [
        *(_ground_trace(_rings(ground, kind, window), fill) for kind, fill in GROUNDS.items()),
        *(_ground_trace(_hexagon_rings(ground, shade, window), fill) for shade, fill in enumerate(SHADES)),
        *(_line_trace(_stretches(ground, kind, window), look) for kind, look in LINES.items()),
    ]
    return [part for part in parts if part["x"]]


def mark_traces(marks: Sequence[MapMark], column: str) -> list[dict[str, Any]]:
    """Circles by their counts, each tied to its row of the table; names alone are tied by points that nobody sees."""
    return [trace for trace in (_circles(marks, column), _name_points(marks, column)) if trace["x"]]


def _circles(marks: Sequence[MapMark], column: str) -> dict[str, Any]:
    counted = [mark for mark in marks if mark.count is not None]
    look = {"size": [mark.across for mark in counted], "color": WHITE, "line": {"color": INK, "width": 2}}
    return _points(counted, column, look | {"symbol": "circle", "opacity": 0.85})


def _name_points(marks: Sequence[MapMark], column: str) -> dict[str, Any]:
    return _points([mark for mark in marks if mark.count is None], column, {"size": 6, "color": WHITE, "opacity": 0})


def _points(marks: Sequence[MapMark], column: str, look: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.x for mark in marks],
        "y": [mark.y for mark in marks],
        "text": [mark.name for mark in marks],
        "customdata": [mark.words for mark in marks],
        "meta": {"column": column, "keys": "text", "values": "customdata"},
        "marker": look,
        "hovertemplate": "%{text}: %{customdata}<extra></extra>",
    }


def _rings(ground: MapGround, kind: ContextKind, window: Window) -> Iterator[Line]:
    for shape in ground.context:
        if shape.kind is kind:
            yield from (ring for ring in shape.lines if meets(ring, window))


def _stretches(ground: MapGround, kind: ContextKind, window: Window) -> Iterator[Line]:
    """Only the stretches that the map shows: an area's page does not carry the borough's roads."""
    for shape in ground.context:
        if shape.kind is kind:
            for line in shape.lines:
                yield from _within(line, window)


def _within(line: Line, window: Window) -> Iterator[Line]:
    run: list[tuple[float, float]] = []
    for one, other in pairwise(line):
        if meets((one, other), window):
            run += [other] if run else [one, other]
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def meets(line: Line, window: Window) -> bool:
    """Whether the box around a line and the window have anything in common."""
    west, south, east, north = window
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs) <= east and max(xs) >= west and min(ys) <= north and max(ys) >= south


def _hexagon_rings(ground: MapGround, shade: int, window: Window) -> Iterator[Line]:
    half, tall = ground.width / 2, ground.width / sqrt(3)
    for x, y, of in ground.hexagons:
        corners = ((0, tall), (half, tall / 2), (half, -tall / 2), (0, -tall), (-half, -tall / 2), (-half, tall / 2))
        ring = tuple((float(round(x + a)), float(round(y + b))) for a, b in (*corners, corners[0]))
        if of == shade and meets(ring, window):
            yield ring


def _line_trace(lines: Iterator[Line], look: dict[str, Any]) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        x += [*(point[0] for point in line), None]
        y += [*(point[1] for point in line), None]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": look, "hoverinfo": "skip"}


def _ground_trace(rings: Iterator[Line], fill: str) -> dict[str, Any]:
    return _line_trace(rings, {"color": CLEAR, "width": 0}) | {"fill": "toself", "fillcolor": fill}
