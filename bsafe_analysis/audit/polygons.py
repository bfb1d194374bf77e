"""Which neighbourhood a map point lies in, by the boundaries as they were drawn.

The rule: the polygon that holds the point; on the line between several (within half a metre), the one whose code sorts
first; in none, but within five metres of one, the nearest; else none.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

ON_THE_LINE, NEAREST, GRID = 0.5, 5.0, 1.0
"""Metres. Corners stand on whole metres, so that neighbours who were drawn apart by less share their line."""
MARGIN = 0.001
"""Degrees, some 60 metres at least."""
NO_PLACE = ""
BOUNDARIES = "data/reference/boundaries/neighbourhoods.geojson"


@dataclass(frozen=True)
class Polygons:
    """`codes` in their order, `shapes` beside them, in metres of the national grid.

    `sides`: west, south, east and north in degrees of what holds them all, with a margin.
    """

    codes: tuple[str, ...]
    shapes: np.ndarray
    sides: tuple[float, float, float, float]

    @classmethod
    def of(cls, root: Path, codes: Collection[str], code_property: str) -> Polygons | None:
        """The drawn neighbourhoods; None where there is no boundary file."""
        path = root / BOUNDARIES
        if not path.exists():
            return None
        drawn: dict[str, list[Any]] = {}
        for feature in json.loads(path.read_text("utf-8-sig"))["features"]:
            code = str((feature.get("properties") or {}).get(code_property, ""))
            if code in codes:
                drawn.setdefault(code, []).append(
                    shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
                )
        ordered = tuple(sorted(drawn))
        whole = np.array([shapely.union_all(drawn[code]) for code in ordered], dtype=object)
        west, south, east, north = map(float, shapely.total_bounds(whole))
        snapped = shapely.set_precision(shapely.make_valid(shapely.transform(whole, _metres)), GRID)
        return cls(ordered, snapped, (west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN))

    def holding(self, longitude: np.ndarray, latitude: np.ndarray) -> list[str]:
        """The code of the neighbourhood of each point (degrees), or NO_PLACE."""
        points = shapely.points(_metres(np.column_stack((longitude, latitude))))
        found = np.full(len(points), len(self.codes))
        tree = shapely.STRtree(self.shapes)
        which, polygon = tree.query(points, predicate="dwithin", distance=ON_THE_LINE)
        np.minimum.at(found, which, polygon)
        left = np.flatnonzero(found == len(self.codes))
        which, polygon = tree.query_nearest(points[left], max_distance=NEAREST, all_matches=False)
        found[left[which]] = polygon
        return [(*self.codes, NO_PLACE)[at] for at in found]


def _metres(degrees: np.ndarray) -> np.ndarray:
    import pyproj  # slow to import, and needed only where places are drawn

    to_grid = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    return np.column_stack(to_grid.transform(degrees[:, 0], degrees[:, 1]))
