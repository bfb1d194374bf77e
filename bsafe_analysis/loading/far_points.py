"""Map points that cannot be where they say: far from all others of their LSOA, or in none of the places drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.boundaries import in_metres
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.receipts import Notice

FAR = 25_000.0
"""Metres from the middle of an LSOA's points: more than the largest LSOA measures."""
FEWEST = 3
"""Points of an LSOA of which the middle is known."""
ELSEWHERE = 0.5
TRIED = 2_000
ENOUGH = 20
OUTSIDE = "outside_every_neighbourhood"
_MIDDLE = (("east", "median"), ("north", "median"))


def odd_points(incidents: pd.DataFrame, places: Places) -> tuple[Notice, ...]:
    """What a person should look at before maps are believed. `incidents`: those of the borough, placed."""
    columns = ["month", "lsoa", "longitude", "latitude"]
    points = incidents.loc[incidents["longitude"].notna() & incidents["latitude"].notna(), columns]
    east, north = in_metres(points["longitude"].to_numpy(), points["latitude"].to_numpy())
    points = points.assign(east=east, north=north)
    return (*_far_from_their_lsoa(points[points["lsoa"] != ""]), *_in_no_polygon(points, places))


def elsewhere_faults(incidents: pd.DataFrame, places: Places) -> tuple[Fault, ...]:
    """Where points decide the neighbourhood and most lie in none, every neighbourhood would fall: no month is made."""
    placed = incidents["placed_by"].value_counts()
    outside = int(placed.get(OUTSIDE, 0))
    pointed = outside + int(placed.get("point", 0)) + int(placed.get("nearest", 0))
    if places.placed_by != "points" or pointed < ENOUGH or outside <= ELSEWHERE * pointed:
        return ()
    cause = f"{outside:,} of {pointed:,} map points lie in none of the neighbourhoods that are drawn"
    cure = "Put your own neighbourhoods there, in WGS84, or place by lsoas (partnership.yml)"
    return (Fault("data/reference/boundaries", "", cause, cure),)


def _far_from_their_lsoa(points: pd.DataFrame) -> list[Notice]:
    of_lsoa = points.groupby("lsoa")
    east, north, many = (of_lsoa[name].transform(how) for name, how in (*_MIDDLE, ("east", "size")))
    away = np.hypot(points["east"] - east, points["north"] - north)
    far = points[(away > FAR) & (many >= FEWEST)]
    return [
        Notice("far_points", str(month), len(rows), _told_far(str(month), rows), needs_person=True)
        for month, rows in far.groupby("month", sort=True)
    ]


def _told_far(month: str, rows: pd.DataFrame) -> str:
    many = "1 map point lies" if len(rows) == 1 else f"{len(rows):,} map points lie"
    return (
        f"{month}: {many} over {FAR / 1000:.0f} km from the others of the same LSOA (first: {rows['lsoa'].iloc[0]}). "
        "They count where their LSOA is, and stand on the map where their point is: ask the supplier."
    )


def _in_no_polygon(points: pd.DataFrame, places: Places) -> list[Notice]:
    if places.placed_by != "lsoas" or places.boundaries is None or points.empty:
        return []
    tried = points.drop_duplicates(["east", "north"]).head(TRIED)
    codes, _ = places.holding(tried["east"].to_numpy(), tried["north"].to_numpy())
    outside = float((codes == "").mean())
    if outside <= ELSEWHERE:
        return []
    text = (
        f"{outside:.0%} of the map points lie in none of the neighbourhoods that are drawn: maps would show another "
        "place. Look whether data/reference/boundaries holds your own neighbourhoods, in WGS84."
    ).replace("%", " %")
    return [Notice("points_elsewhere", "boundaries", int((codes == "").sum()), text, needs_person=True)]
