"""Invented ground: a drawn outline, neighbourhoods that share wandering borders, a separate tessellation of LSOAs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pyproj
import shapely

from bsafe_analysis.sample.inventions import Invention

CENTIMETRE = 0.01
WANDER = 0.11
"""How far a border strays from the straight line, as a share of its length."""
BENDS = 4


@dataclass(frozen=True)
class Ground:
    """Polygons in metres (EPSG:27700). `open_land` lies in the borough and in no neighbourhood."""

    neighbourhoods: tuple[Any, ...]
    area_of: tuple[int, ...]
    lsoas: tuple[Any, ...]
    lsoa_of: tuple[int, ...]
    """Index of the neighbourhood of each LSOA where neighbourhoods are made of them, else -1."""
    open_land: Any
    outline: Any


def ground(invention: Invention, rng: np.random.Generator) -> Ground:
    """Draw one borough."""
    outline = _outline(invention, rng)
    lsoas = _tessellation(outline, _seeds(outline, invention.lsoas, rng), rng)
    count = len(invention.neighbourhood_names)
    centre = np.array(invention.centre)
    if invention.from_lsoas:
        groups = _grouped(lsoas, count)
        cells = [shapely.union_all([lsoas[i] for i in range(len(lsoas)) if groups[i] == g]) for g in range(count)]
        spare = shapely.Polygon()
    else:
        every = _tessellation(outline, _seeds(outline, count + 1, rng), rng)
        # the cell farthest out is open water and moor: in the borough, in no neighbourhood
        far = max(range(len(every)), key=lambda i: every[i].centroid.distance(shapely.Point(*centre)))
        spare = every.pop(far)
        cells, groups = every, [-1] * len(lsoas)
    order = sorted(range(len(cells)), key=lambda i: _bearing(cells[i], centre))
    cells = [cells[i] for i in order]
    renumbered = {old: new for new, old in enumerate(order)}
    areas = len(invention.area_names)
    area_of = tuple(min(i * areas // len(cells), areas - 1) for i in range(len(cells)))
    return Ground(tuple(cells), area_of, tuple(lsoas), tuple(renumbered.get(g, -1) for g in groups), spare, outline)


def _outline(invention: Invention, rng: np.random.Generator) -> Any:
    x, y = invention.centre
    turns = np.linspace(0, 2 * math.pi, 14, endpoint=False)
    reach = invention.radius * (0.82 + 0.36 * rng.random(14))
    corners = [(x + r * math.cos(t) * 1.12, y + r * math.sin(t)) for t, r in zip(turns, reach, strict=True)]
    drawn = []
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        drawn += wandering(np.array(start), np.array(end), rng, BENDS)[:-1]
    return shapely.set_precision(shapely.Polygon(drawn), CENTIMETRE)


def _seeds(outline: Any, count: int, rng: np.random.Generator) -> np.ndarray:
    """Points that keep their distance: of twelve tries the one farthest from those already there."""
    west, south, east, north = outline.bounds
    seeds: list[tuple[float, float]] = []
    while len(seeds) < count:
        tries = [(west + (east - west) * u, south + (north - south) * v) for u, v in rng.random((12, 2))]
        tries = [t for t in tries if outline.contains(shapely.Point(*t))]
        if tries:
            seeds.append(max(tries, key=lambda t: min((math.dist(t, s) for s in seeds), default=0.0)))
    return np.array(seeds)


def _tessellation(outline: Any, seeds: np.ndarray, rng: np.random.Generator) -> list[Any]:
    """A cell for each seed, in the seeds' order; each shared border is drawn once and wanders."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=outline))
    clipped = shapely.set_precision(shapely.intersection(cells, outline), CENTIMETRE)
    borders = shapely.line_merge(shapely.node(shapely.union_all(shapely.boundary(clipped))))
    rim = outline.boundary.buffer(1.0)
    lines = []
    for border in sorted(shapely.get_parts(borders).tolist(), key=lambda line: line.wkt):
        ends = np.array(border.coords)
        if rim.contains(border) or len(ends) > 2:
            lines.append(border)
        else:
            lines.append(shapely.LineString(wandering(ends[0], ends[-1], rng, BENDS)))
    noded = shapely.node(shapely.set_precision(shapely.union_all(lines), CENTIMETRE))
    faces = [face for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))).tolist() if face.area > 1]
    return _one_each(faces, seeds)


def _one_each(faces: Sequence[Any], seeds: np.ndarray) -> list[Any]:
    """Join the faces so that every seed has one cell: slivers of crossing borders go to the nearest seed's cell."""
    owner: dict[int, list[Any]] = {i: [] for i in range(len(seeds))}
    for face in faces:
        middle = np.array(face.representative_point().coords[0])
        owner[int(((seeds - middle) ** 2).sum(axis=1).argmin())].append(face)
    return [shapely.union_all(parts) for parts in owner.values() if parts]


def wandering(start: np.ndarray, end: np.ndarray, rng: np.random.Generator, bends: int) -> list[tuple[float, float]]:
    """A line from start to end by midpoint displacement, as a road or a river runs."""
    points = [start, end]
    for _ in range(bends):
        finer = [points[0]]
        for a, b in pairwise(points):
            across = np.array([a[1] - b[1], b[0] - a[0]])
            finer += [(a + b) / 2 + across * WANDER * (2 * rng.random() - 1), b]
        points = finer
    return [(float(x), float(y)) for x, y in points]


def _grouped(lsoas: Sequence[Any], count: int) -> list[int]:
    """Neighbouring LSOAs in groups: grown outwards from spread-out starts, the smallest group growing next."""
    middles = [lsoa.centroid for lsoa in lsoas]
    starts = [0]
    while len(starts) < count:
        starts.append(max(range(len(lsoas)), key=lambda i: min(middles[i].distance(middles[s]) for s in starts)))
    group = [-1] * len(lsoas)
    for g, start in enumerate(starts):
        group[start] = g
    touching = [
        [j for j in range(len(lsoas)) if j != i and lsoas[i].distance(lsoas[j]) < 0.5] for i in range(len(lsoas))
    ]
    while -1 in group:
        for g in sorted(range(count), key=lambda g: (group.count(g), g)):
            free = [j for i in range(len(lsoas)) if group[i] == g for j in touching[i] if group[j] == -1]
            if free:
                group[min(free, key=lambda j: middles[j].distance(middles[starts[g]]))] = g
                break
    return group


def _bearing(cell: Any, centre: np.ndarray) -> float:
    x, y = cell.centroid.coords[0]
    return math.atan2(y - centre[1], x - centre[0])


def to_degrees(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Metres to longitude and latitude, to the six decimals that data.police.uk prints."""
    longitude, latitude = _to_degrees().transform(x, y)
    return np.round(longitude, 6), np.round(latitude, 6)


@cache
def _to_degrees() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
