"""Invented ground to find one's way by: main roads, a river and a park, as a partnership would give them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from bsafe_analysis.sample.geography import BENDS, Ground, to_degrees, wandering
from bsafe_analysis.sample.inventions import Invention

FOLDER = "data/reference/context"
ROADS = (("A6190", 0.15), ("A6192", 1.25), ("B6418", 2.2))
"""Main roads through the middle: their numbers, and the direction from which each comes, in radians from the east."""
RING, RING_REACH = "A6199", 0.36
"""The road around the middle, and how far out it runs as a share of the borough's radius."""
STRAY = 0.08
"""How far a road passes the very middle, as a share of the radius: three roads do not meet in one point."""
Drawn = tuple[dict[str, str], Any]


def context_files(invention: Invention, land: Ground, rng: np.random.Generator) -> dict[str, bytes]:
    """GeoJSON of roads, rivers and parks, by file name in the workspace."""
    layers: Mapping[str, Sequence[Drawn]] = {
        "roads": _roads(invention, rng),
        "rivers": [({"name": _river_name(invention), "form": "inlandRiver"}, _across(invention, 2.75, 0.3, rng))],
        "parks": [({"name": "Alderman's Park", "function": "Public Park Or Garden"}, _park(invention, rng))],
    }
    return {f"{FOLDER}/{name}.geojson": _geojson(drawn, land.outline) for name, drawn in layers.items()}


def _river_name(invention: Invention) -> str:
    return f"River {invention.borough[:5].strip()}"


def _roads(invention: Invention, rng: np.random.Generator) -> list[Drawn]:
    through = [
        ({"roadNumber": number, "class": f"{number[0]} Road"}, _across(invention, turn, STRAY * (i - 1), rng))
        for i, (number, turn) in enumerate(ROADS)
    ]
    return [*through, ({"roadNumber": RING, "class": "A Road"}, _ring(invention, rng))]


def _across(invention: Invention, turn: float, aside: float, rng: np.random.Generator) -> Any:
    """A line through the borough from one side to the other, `aside` of its middle by that share of its radius."""
    x, y = invention.centre
    r, off = 1.4 * invention.radius, aside * invention.radius
    middle = np.array((x - off * math.sin(turn), y + off * math.cos(turn)))
    reach = np.array((r * math.cos(turn), r * math.sin(turn)))
    return shapely.LineString([*_bent(middle - reach, middle, rng), *_bent(middle, middle + reach, rng)[1:]])


def _bent(start: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> list[tuple[float, float]]:
    return wandering(start, end, rng, BENDS)


def _ring(invention: Invention, rng: np.random.Generator) -> Any:
    x, y = invention.centre
    turns = np.linspace(0, 2 * math.pi, 9)[:-1]
    reach = RING_REACH * invention.radius * (0.9 + 0.2 * rng.random(len(turns)))
    corners = [np.array((x + r * math.cos(t), y + r * math.sin(t))) for t, r in zip(turns, reach, strict=True)]
    drawn = [point for a, b in zip(corners, [*corners[1:], corners[0]], strict=True) for point in _bent(a, b, rng)[:-1]]
    return shapely.LineString([*drawn, drawn[0]])


def _park(invention: Invention, rng: np.random.Generator) -> Any:
    x, y = invention.centre
    side = 0.085 * invention.radius
    middle = np.array((x + 0.24 * invention.radius, y - 0.2 * invention.radius))
    turns = np.linspace(0, 2 * math.pi, 8)[:-1]
    corners = [middle + side * (0.8 + 0.4 * rng.random()) * np.array((1.5 * math.cos(t), math.sin(t))) for t in turns]
    return shapely.Polygon(corners)


def _geojson(drawn: Sequence[Drawn], outline: Any) -> bytes:
    features = [_feature(said, shapely.intersection(shape, outline)) for said, shape in drawn]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode() + b"\n"


def _feature(said: dict[str, str], shape: Any) -> dict[str, Any]:
    degrees = shapely.transform(shape, lambda xy: np.column_stack(to_degrees(xy[:, 0], xy[:, 1])))
    return {"type": "Feature", "properties": said, "geometry": json.loads(shapely.to_geojson(degrees))}
