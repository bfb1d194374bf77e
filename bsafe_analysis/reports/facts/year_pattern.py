"""Where a year's incidents gather, on a grid of hexagons; and what a map's reader finds his way by. Facts, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist

import pandas as pd

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.map_context import ContextKind, ContextShape
from bsafe_analysis.model.map_points import HexagonShare

NAMED_KINDS = (ContextKind.ROAD, ContextKind.RIVER, ContextKind.PARK, ContextKind.WATER)


@dataclass(frozen=True)
class YearPattern:
    """`quarter`, `half`: the fewest hexagons that hold as much of the year; `curve`: what the busiest ones hold.

    `shaded`: (east, north, shade) of those of the quarter (shade 1) and of the rest of the half (0), in the map's
    metres, but for any with fewer incidents than a point must have to be listed.
    """

    quarter: HexagonShare
    half: HexagonShare
    curve: tuple[HexagonShare, ...]
    shaded: tuple[tuple[float, float, int], ...]

    @property
    def width(self) -> int:
        return self.half.width


@dataclass(frozen=True)
class ContextName:
    """What a road, a river or a park is called; `x`, `y`: where its name stands, in the map's metres."""

    name: str
    kind: ContextKind
    x: float
    y: float


def year_pattern(prepared: Prepared, place: Area) -> YearPattern | None:
    """The pattern of the borough or of one of its areas; None where too few incidents are held, or none is shown."""
    shares = [share for share in prepared.hexagon_shares if share.area == place.code]
    steps = {share.step: share for share in shares if share.step}
    if not steps:
        return None
    quarter, half = steps["quarter"], steps["half"]
    curve = tuple(sorted(shares, key=lambda share: share.hexagons))
    return YearPattern(quarter, half, curve, _shaded(prepared, place, quarter.hexagons, half.hexagons))


def _shaded(prepared: Prepared, place: Area, dark: int, all_told: int) -> tuple[tuple[float, float, int], ...]:
    table, (west, south) = prepared.hexagons, prepared.corner
    rows = table[table["scope"] == place.code].sort_values("count", ascending=False, kind="stable").head(all_told)
    rows = rows.assign(shade=[int(i < dark) for i in range(len(rows))])
    rows = rows[rows["count"] >= prepared.cycle.detection.fewest_at_place]
    return tuple(
        (float(x - west), float(y - south), int(shade))
        for x, y, shade in rows[["east", "north", "shade"]].itertuples(index=False)
    )


def context_names(
    context: Sequence[ContextShape], window: tuple[float, float, float, float], most: int
) -> tuple[ContextName, ...]:
    """Names to stand on a map: of what runs longest through its window, at the middle of that stretch; each once."""
    found: dict[str, tuple[float, ContextName]] = {}
    for shape in context:
        long = _longest(shape, window) if shape.name and shape.kind in NAMED_KINDS else ()
        length = sum(dist(a, b) for a, b in pairwise(long))
        if length > found.get(shape.name, (0.0, None))[0]:
            found[shape.name] = length, ContextName(shape.name, shape.kind, *_middle(shape.kind, long))
    order = sorted(found.values(), key=lambda each: (NAMED_KINDS.index(each[1].kind), -each[0]))
    return tuple(name for _, name in order[:most])


def _longest(shape: ContextShape, window: tuple[float, float, float, float]) -> tuple[tuple[float, float], ...]:
    """The most corners in a row that lie in the window."""
    west, south, east, north = window
    best: list[tuple[float, float]] = []
    for line in shape.lines:
        run: list[tuple[float, float]] = []
        for x, y in line:
            run = [*run, (x, y)] if west <= x <= east and south <= y <= north else []
            best = run if len(run) > len(best) else best
    return tuple(best)


def _middle(kind: ContextKind, line: Sequence[tuple[float, float]]) -> tuple[float, float]:
    if kind in (ContextKind.PARK, ContextKind.WATER):
        xs, ys = pd.DataFrame(line).mean()
        return float(xs), float(ys)
    return line[len(line) // 2]
