"""Which neighbourhood a map point lies in, by the boundaries as they were drawn.

The rule: the polygon that holds the point; of several that hold it (on their line, or in a hairline where they
overlap), the one whose code sorts first; in none, but within five metres of one, the nearest, of several as near the
first by code; else none.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

NEAREST = 5.0
"""Metres."""
MARGIN = 0.001
"""Degrees, some 60 metres at least."""
NO_PLACE = ""
BOUNDARIES = "data/reference/boundaries"


@dataclass(frozen=True)
class Polygons:
    """`codes` in their order, `shapes` beside them, in metres of the national grid.

    `sides`: west, south, east and north in degrees of what holds them all, with a margin.
    """

    codes: tuple[str, ...]
    shapes: np.ndarray
    sides: tuple[float, float, float, float]

    @classmethod
    def of(cls, root: Path, codes: Collection[str], code_property: str, file: str) -> Polygons | None:
        """The neighbourhoods that a file draws; None where there is no such file."""
        path = root / BOUNDARIES / file
        if not file or not path.exists():
            return None
        drawn: dict[str, list[Any]] = {}
        for feature in json.loads(path.read_text("utf-8-sig"))["features"]:
            code = str((feature.get("properties") or {}).get(code_property, ""))
            if code in codes:
                drawn.setdefault(code, []).append(shapely.from_geojson(json.dumps(feature["geometry"])))
        ordered = tuple(sorted(drawn))
        whole = np.array([_joined(drawn[code]) for code in ordered], dtype=object)
        west, south, east, north = map(float, shapely.total_bounds(whole))
        shapes = [_ground(shape) for shape in shapely.make_valid(shapely.transform(whole, grid_metres))]
        return cls(
            ordered, np.array(shapes, dtype=object), (west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)
        )

    def holding(self, longitude: np.ndarray, latitude: np.ndarray) -> list[str]:
        """The code of the neighbourhood of each point (degrees), or NO_PLACE."""
        metres = grid_metres(np.column_stack((longitude, latitude)))
        found = np.full(len(metres), len(self.codes))
        for at in reversed(range(len(self.codes))):
            shapely.prepare(self.shapes[at])
            found[shapely.intersects_xy(self.shapes[at], metres[:, 0], metres[:, 1])] = at
        left = np.flatnonzero((found == len(self.codes)) & np.isfinite(metres).all(axis=1))
        points = shapely.points(metres[left])
        near = np.flatnonzero(shapely.dwithin(self.shapes[:, None], points[None, :], NEAREST).any(axis=0))
        if len(near):
            away = shapely.distance(self.shapes[:, None], points[None, near])
            found[left[near]] = away.argmin(axis=0)  # the first of the least
        return [(*self.codes, NO_PLACE)[at] for at in found]


def _joined(parts: list[Any]) -> Any:
    """One shape of what was drawn in several features."""
    return shapely.union_all(shapely.make_valid(np.array(parts, dtype=object))) if len(parts) > 1 else parts[0]


def _ground(shape: Any) -> Any:
    """Without the lines that a repair leaves where a drawing ran out and back: they hold nothing."""
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(shapely.get_parts(parts[shapely.get_dimensions(parts) == 2]))


@cache
def _to_grid() -> Any:
    import pyproj  # slow to import, and needed only where places are drawn

    return pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


def grid_metres(degrees: np.ndarray) -> np.ndarray:
    """Longitudes and latitudes, a row each, as metres of the national grid."""
    return np.column_stack(_to_grid().transform(degrees[:, 0], degrees[:, 1]))
