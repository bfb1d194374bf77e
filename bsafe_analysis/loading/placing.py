"""Each incident's neighbourhood, by the partnership's own definition: LSOA codes, or the map point in a polygon.

The rule for points, always the same: a point goes to the polygon that holds it; on the line between several (within
half a metre), to the one whose code sorts first; in none, but within five metres of one, to the nearest. Otherwise the
incident is not placed: it counts in the borough and in no neighbourhood.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely

from bsafe_analysis.loading.boundaries import Boundaries, in_metres
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.receipts import Notice

ON_THE_LINE = 0.5
NEAREST = 5.0
NEAR_EDGE = 10.0


@dataclass(frozen=True)
class Places:
    """How this partnership places incidents. `placed_by`: "lsoas" or "points"."""

    lsoas: dict[str, str]
    placed_by: str
    boundaries: Boundaries | None
    borough_name: str

    @cached_property
    def _codes(self) -> list[str]:
        return sorted(self.boundaries.polygons) if self.boundaries else []

    @cached_property
    def _tree(self) -> shapely.STRtree:
        polygons = self.boundaries.polygons if self.boundaries else {}
        return shapely.STRtree([polygons[code] for code in self._codes])

    @cached_property
    def _inner_edges(self) -> Any:
        """Lines between two neighbourhoods."""
        edges = shapely.boundary(self._tree.geometries)
        return shapely.union_all(edges).difference(
            shapely.union_all(self._tree.geometries).boundary.buffer(ON_THE_LINE)
        )

    def at_points(self, longitude: np.ndarray, latitude: np.ndarray) -> pd.DataFrame:
        """neighbourhood ("" where none), placed_by and near_edge for each point; once for each distinct point."""
        points = pd.DataFrame({"longitude": longitude, "latitude": latitude})
        distinct = points.drop_duplicates().reset_index(drop=True)
        found = self._locate(distinct["longitude"].to_numpy(), distinct["latitude"].to_numpy())
        keyed = distinct.assign(**found)
        return points.merge(keyed, on=["longitude", "latitude"], how="left").drop(columns=["longitude", "latitude"])

    def near_its_lines(self, code: str, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
        """Which points lie within NEAR_EDGE of a line that this neighbourhood shares with another, on either side."""
        if code not in self._codes:
            return np.zeros(len(longitude), dtype=bool)
        shape = self._tree.geometries[self._codes.index(code)]
        shared = shapely.intersection(shapely.boundary(shape).buffer(ON_THE_LINE), self._inner_edges)
        x, y = in_metres(longitude, latitude)
        usable = np.isfinite(x) & np.isfinite(y)
        points = shapely.points(np.where(usable, x, 0.0), np.where(usable, y, 0.0))
        return usable & shapely.dwithin(points, shared, NEAR_EDGE)

    def _locate(self, longitude: np.ndarray, latitude: np.ndarray) -> dict[str, Any]:
        x, y = in_metres(longitude, latitude)
        usable = np.isfinite(x) & np.isfinite(y)
        points = shapely.points(np.where(usable, x, 0.0), np.where(usable, y, 0.0))
        codes = np.array([*self._codes, ""], dtype=object)
        owner = np.full(len(points), len(self._codes))
        how = np.full(len(points), "outside_every_neighbourhood", dtype=object)
        if len(self._codes) and usable.any():
            # dwithin gives polygons in any order: the first by code wins, so sort
            near = self._tree.query(points[usable], predicate="dwithin", distance=ON_THE_LINE)
            first = pd.Series(near[1]).groupby(near[0]).min()
            where = np.flatnonzero(usable)[first.index.to_numpy()]
            owner[where], how[where] = first.to_numpy(), "point"
            rest = np.flatnonzero(usable & (owner == len(self._codes)))
            if len(rest):
                hit, nearest = self._tree.query_nearest(points[rest], max_distance=NEAREST, all_matches=False)
                owner[rest[hit]], how[rest[hit]] = nearest, "nearest"
        edge = np.zeros(len(points), dtype=bool)
        inside = owner < len(self._codes)
        if inside.any():
            edge[inside] = shapely.dwithin(points[inside], self._inner_edges, NEAR_EDGE)
        return {"neighbourhood": codes[owner], "placed_by": how, "near_edge": edge}


def place(incidents: pd.DataFrame, places: Places) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """The incidents with `neighbourhood` and `placed_by`, and what a person should know of it. No row is dropped."""
    mapped = incidents["longitude"].notna() & incidents["latitude"].notna()
    neighbourhood = pd.Series("", index=incidents.index, dtype="object")
    placed_by = pd.Series("no_point", index=incidents.index, dtype="object")
    notices: list[Notice] = []
    if places.placed_by == "lsoas":
        neighbourhood = incidents["lsoa"].map(places.lsoas).astype("object").fillna("")
        placed_by = pd.Series(
            np.where(neighbourhood != "", "lsoa", "unknown_lsoa"), index=incidents.index, dtype="object"
        )
    elif places.boundaries is not None:
        found = places.at_points(
            incidents.loc[mapped, "longitude"].to_numpy(), incidents.loc[mapped, "latitude"].to_numpy()
        )
        neighbourhood[mapped] = found["neighbourhood"].to_numpy()
        placed_by[mapped] = found["placed_by"].to_numpy()
        notices += _edge_notices(int(found["near_edge"].sum()), len(incidents))
    if places.placed_by == "lsoas" and places.boundaries is not None:
        # a row of ours whose LSOA is not in the table still has its map point
        left = mapped & (neighbourhood == "")
        found = places.at_points(
            incidents.loc[left, "longitude"].to_numpy(), incidents.loc[left, "latitude"].to_numpy()
        )
        neighbourhood[left], placed_by[left] = found["neighbourhood"].to_numpy(), found["placed_by"].to_numpy()
    unplaced = neighbourhood == ""
    placed = incidents.assign(neighbourhood=neighbourhood.where(~unplaced, NOT_PLACED), placed_by=placed_by)
    return placed, tuple(notices)


def _edge_notices(near: int, total: int) -> list[Notice]:
    if not near:
        return []
    text = (
        f"{near:,} of {total:,} incidents held lie within {NEAR_EDGE:.0f} metres of a line between two neighbourhoods: "
        "which side they count on follows one fixed rule."
    )
    return [Notice("near_edge", "boundaries", near, text)]
