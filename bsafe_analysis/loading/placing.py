"""Each incident's neighbourhood, by the partnership's own definition: LSOA codes, or the map point in a polygon.

The rule for points, always the same, by the polygons as they were drawn: a point goes to the polygon that holds it; on
the line between several, or in a hairline that several hold, to the one whose code sorts first; in none, but within
five metres of one, to the nearest (as near to several: the first by code). Otherwise the incident is not placed: it
counts in the borough and in no neighbourhood.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely

from bsafe_analysis.loading.boundaries import Boundaries, in_metres
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.receipts import Notice

ON_THE_LINE = 0.5
"""Metres: how far apart two drawings of one line may lie, where lines between neighbourhoods are looked for."""
NEAREST = 5.0
NEAR_EDGE = 10.0


@dataclass(frozen=True)
class Places:
    """How this partnership places incidents. `placed_by`: "lsoas" or "points"."""

    lsoas: dict[str, str]
    placed_by: str
    boundaries: Boundaries | None
    borough_name: str
    by_name: dict[str, str] = field(default_factory=dict)
    """A neighbourhood's or ward's name, as partner.said_places.place_key has it -> the neighbourhood."""

    @cached_property
    def _codes(self) -> list[str]:
        return sorted(self.boundaries.polygons) if self.boundaries else []

    @cached_property
    def _drawn(self) -> shapely.STRtree:
        drawn = self.boundaries.drawn if self.boundaries else {}
        shapes = np.array([drawn[code] for code in self._codes], dtype=object)
        shapely.prepare(shapes)
        return shapely.STRtree(shapes)

    @cached_property
    def _clean(self) -> np.ndarray:
        polygons = self.boundaries.polygons if self.boundaries else {}
        return np.array([polygons[code] for code in self._codes], dtype=object)

    @cached_property
    def _inner_edges(self) -> Any:
        """Lines between two neighbourhoods."""
        edges = shapely.union_all(shapely.boundary(self._clean))
        inner = edges.difference(shapely.union_all(self._clean).boundary.buffer(ON_THE_LINE))
        shapely.prepare(inner)
        return inner

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
        shape = self._clean[self._codes.index(code)]
        shared = shapely.intersection(shapely.boundary(shape).buffer(ON_THE_LINE), self._inner_edges)
        x, y = in_metres(longitude, latitude)
        usable = np.isfinite(x) & np.isfinite(y)
        points = shapely.points(np.where(usable, x, 0.0), np.where(usable, y, 0.0))
        return usable & shapely.dwithin(points, shared, NEAR_EDGE)

    def _locate(self, longitude: np.ndarray, latitude: np.ndarray) -> dict[str, Any]:
        x, y = in_metres(longitude, latitude)
        codes, how = self.holding(x, y)
        edge = np.zeros(len(codes), dtype=bool)
        inside = codes != ""
        if inside.any():
            edge[inside] = shapely.dwithin(self._inner_edges, shapely.points(x[inside], y[inside]), NEAR_EDGE)
        return {"neighbourhood": codes, "placed_by": how, "near_edge": edge}

    def holding(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The code of the neighbourhood of each point (metres; "" where none), and by what rule it has it."""
        none = len(self._codes)
        owner = np.full(len(x), none)
        how = np.full(len(x), "outside_every_neighbourhood", dtype=object)
        usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if none and len(usable):
            points = shapely.points(x[usable], y[usable])
            # polygons that hold a point come in any order: of several the first by code wins
            which, polygon = self._drawn.query(points)
            held = shapely.intersects(self._drawn.geometries[polygon], points[which])
            np.minimum.at(owner, usable[which[held]], polygon[held])
            how[owner < none] = "point"
            left = np.flatnonzero(owner[usable] == none)
            which, polygon = self._drawn.query_nearest(points[left], max_distance=NEAREST)
            np.minimum.at(owner, usable[left[which]], polygon)
            how[usable[left[which]]] = "nearest"
        return np.array([*self._codes, ""], dtype=object)[owner], how


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
        "each counts on the side on which its map point lies, and a map point may stand for several addresses."
    )
    return [Notice("near_edge", "boundaries", near, text)]
