"""Drawn boundaries: as drawn, for placing; snapped so that neighbours share edges; simplified for maps."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Outline
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.plain_files import read_plain

GRID = 1.0
"""Metres: vertices closer than this are one. Generalised boundary files leave hairline holes of under a metre."""
HAIRLINE = 5.0
"""Metres: a hole between neighbours narrower than this is a flaw of the file, not a place."""
WEST, EAST, SOUTH, NORTH = -9.5, 4.0, 49.0, 62.0
"""Degrees: what lies outside is no place of this grid, or in another projection, or latitude first."""
LARGEST = 64 * 1024 * 1024
DRAWN_TOLERANCES = (10, 20, 40, 80, 160, 320)
MOST_VERTICES = 45


@dataclass(frozen=True)
class Boundaries:
    """Polygons by neighbourhood code, in metres (EPSG:27700); and what had to be repaired.

    `drawn`: as the file has them, no corner moved: these say where a point lies. `polygons`: a clean coverage on the
    one-metre grid, for what needs neighbours to share their edges: who touches whom, lines between two, maps.
    """

    drawn: dict[str, Any]
    polygons: dict[str, Any]
    notices: tuple[Notice, ...]


@cache
def _to_metres() -> Any:
    import pyproj  # slow to import, and not needed where a month is prepared already

    return pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


def in_metres(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees (WGS84) to metres (EPSG:27700); infinite where a point lies outside Great Britain's grid."""
    return _to_metres().transform(longitude, latitude)


def degrees_around(boundaries: Boundaries) -> tuple[float, float, float, float]:
    """West, south, east and north, in degrees, of what holds every polygon."""
    west, south, east, north = shapely.total_bounds(np.array(list(boundaries.polygons.values()), dtype=object))
    return _to_metres().transform_bounds(west, south, east, north, densify_pts=21, direction="INVERSE")


def read_boundaries(path: Path, codes: Collection[str], code_property: str = "code") -> Boundaries:
    """The polygons of these codes; InputError with every fault. Other polygons of the file are left alone."""
    file = f"data/reference/boundaries/{path.name}"
    features = _features(path, file)
    faults: list[Fault] = []
    drawn: dict[str, list[Any]] = {}
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties")
        code = str(properties.get(code_property, "")) if isinstance(properties, dict) else ""
        if code in codes:
            shape = _shape(feature)
            if shape is None:
                faults.append(Fault(file, f"feature {number}", f"{code} is no polygon", "Export it as polygons"))
            else:
                drawn.setdefault(code, []).append(shape)
    missing = sorted(set(codes) - set(drawn))
    if missing and not faults:
        cause = f"{len(missing)} of {len(codes)} neighbourhoods have no polygon (first: {missing[0]})"
        faults.append(
            Fault(file, f"property {code_property!r}", cause, "Draw them, or set code_property in partnership.yml")
        )
    if faults:
        raise InputError(faults)
    return _clean({code: drawn[code] for code in codes}, file)


def _features(path: Path, file: str) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError([Fault(file, "", "larger than 64 MB", "Generalise the boundaries first")])
        features = json.loads(read_plain(path, LARGEST).decode("utf-8-sig"))["features"]
        if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError, OSError):
        raise InputError(
            [Fault(file, "", "this is not GeoJSON with features", "Export it as GeoJSON, WGS84")]
        ) from None
    return features


def _shape(feature: dict[str, Any]) -> Any:
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except (shapely.errors.GEOSException, TypeError, ValueError):
        return None
    drawn = shape is not None and shape.geom_type in ("Polygon", "MultiPolygon") and not shape.is_empty
    return shape if drawn and shapely.make_valid(shape).area > 0 else None


def _clean(drawn: dict[str, list[Any]], file: str) -> Boundaries:
    degrees = {code: shapely.union_all([shapely.make_valid(s) for s in parts]) if len(parts) > 1 else parts[0]
               for code, parts in drawn.items()}  # fmt: skip
    notices = _several_features(drawn)
    shapes = np.array(list(degrees.values()), dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    if not (west > WEST and east < EAST and south > SOUTH and north < NORTH):
        cause = "the polygons do not lie in or near Great Britain"
        raise InputError([Fault(file, "coordinates", cause, "Export it as WGS84: longitude first, then latitude")])
    metres = shapely.transform(shapes, lambda xy: np.column_stack(in_metres(xy[:, 0], xy[:, 1])))
    invalid = ~shapely.is_valid(metres)
    if invalid.any():
        names = ", ".join(code for code, bad in zip(degrees, invalid, strict=True) if bad)
        number = int(invalid.sum())
        many = (
            "1 boundary crossed itself and was" if number == 1 else f"{number} boundaries crossed themselves and were"
        )
        text = f"{many} repaired ({names})."
        notices.append(Notice("repaired_boundary", "boundaries", int(invalid.sum()), text))
    metres = np.array([_polygons_only(shape) for shape in shapely.make_valid(metres)], dtype=object)
    snapped = shapely.set_precision(metres, GRID)
    if faults := _overlaps(list(degrees), snapped, file):
        raise InputError(faults)
    if not shapely.coverage_is_valid(snapped, gap_width=HAIRLINE):
        area = float(shapely.area(snapped).sum())
        snapped = _closed(snapped)
        moved = abs(float(shapely.area(snapped).sum()) - area) / max(area, 1.0)
        text = f"Boundaries that left hairline gaps or overlaps were joined (area changed by {moved:.3%})."
        notices.append(Notice("joined_boundaries", "boundaries", len(degrees), text))
    as_drawn, clean = (dict(zip(degrees, shapes.tolist(), strict=True)) for shapes in (metres, snapped))
    return Boundaries(as_drawn, clean, tuple(notices))


def _several_features(drawn: dict[str, list[Any]]) -> list[Notice]:
    """Islands, or LSOAs that were never dissolved: one neighbourhood all the same, and said."""
    several = {code: len(parts) for code, parts in drawn.items() if len(parts) > 1}
    if not several:
        return []
    named = ", ".join(f"{code} in {number}" for code, number in several.items())
    many = "1 neighbourhood is" if len(several) == 1 else f"{len(several)} neighbourhoods are"
    text = f"{many} drawn in several features, which were joined ({named})."
    return [Notice("several_features", "boundaries", len(several), text)]


def _overlaps(codes: list[str], shapes: np.ndarray, file: str) -> list[Fault]:
    """Pairs that share ground wider than a hairline: whose incidents those are is for the partnership to say."""
    faults = []
    for i, j in sorted(zip(*shapely.STRtree(shapes).query(shapes, predicate="intersects"), strict=True)):
        if i >= j:
            continue
        shared = shapely.intersection(shapes[i], shapes[j])
        if shapely.buffer(shared, -HAIRLINE / 2).is_empty:
            continue
        less, more = sorted((i, j), key=lambda k: (float(shapely.area(shapes[k])), k))
        share = float(shapely.area(shared)) / float(shapely.area(shapes[less]))
        said = f"{share:.0%}".replace("%", " %") if share >= 0.005 else "under 1 %"
        cause = f"{said} of {codes[less]} lies inside {codes[more]} too"
        cure = "Draw the border between the two once, so that each place lies in one of them"
        faults.append(Fault(file, f"{codes[i]} and {codes[j]}", cause, cure))
    return faults


def _polygons_only(shape: Any) -> Any:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if len(parts) != 1 else parts[0]


def _closed(shapes: np.ndarray) -> np.ndarray:
    """Neighbours made to share their edges: every vertex and crossing of any of them becomes one of all of them.

    All borders are noded together; each small face that results goes to the polygon that covers most of it, a face
    that none covers (a gap between neighbours) to the one it shares the longest border with, if it is a hairline.
    """
    whole = shapely.union_all(shapes)
    # gaps that open to the outside become faces too, once the outline is closed over them
    closed = shapely.buffer(shapely.buffer(whole, HAIRLINE / 2, join_style="mitre"), -HAIRLINE / 2, join_style="mitre")
    edges = [*shapely.boundary(shapes), shapely.boundary(closed)]
    noded = shapely.node(shapely.union_all(edges, grid_size=GRID))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    tree = shapely.STRtree(shapes)
    owners: dict[int, list[Any]] = {i: [] for i in range(len(shapes))}
    for face in faces:
        owner = _owner(face, shapes, tree)
        if owner is not None:
            owners[owner].append(face)
    joined = [shapely.union_all(parts, grid_size=GRID) if parts else shapes[i] for i, parts in owners.items()]
    return np.array(joined, dtype=object)


def _owner(face: Any, shapes: np.ndarray, tree: shapely.STRtree) -> int | None:
    near = sorted(tree.query(face, predicate="intersects").tolist())
    if not near:
        return None
    covered = shapely.area(shapely.intersection(shapes[near], face))
    if covered.max() > 0.5 * face.area:
        return near[int(covered.argmax())]
    if shapely.buffer(face, -HAIRLINE / 2).is_empty:
        shared = shapely.length(shapely.intersection(shapes[near], face.boundary))
        return near[int((covered + shared).argmax())]
    return None


def metres_on_map(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where points lie, in whole metres of the national grid."""
    east, north = in_metres(longitude, latitude)
    return np.round(east), np.round(north)


def corner_of(boundaries: Boundaries) -> tuple[float, float]:
    """The south-west corner that outlines are drawn from."""
    west, south, *_ = shapely.total_bounds(np.array(list(boundaries.polygons.values()), dtype=object))
    return float(west), float(south)


def outlines(boundaries: Boundaries) -> tuple[Outline, ...]:
    """The polygons for maps: simplified together so that borders stay shared, in metres from the south-west corner."""
    shapes = np.array(list(boundaries.polygons.values()), dtype=object)
    drawn = shapes
    for tolerance in DRAWN_TOLERANCES:
        drawn = shapely.coverage_simplify(shapes, tolerance)
        if shapely.get_num_coordinates(drawn).mean() <= MOST_VERTICES:
            break
    west, south = corner_of(boundaries)
    return tuple(_outline(code, shape, west, south) for code, shape in zip(boundaries.polygons, drawn, strict=True))


def _outline(code: str, shape: Any, west: float, south: float) -> Outline:
    def moved(points: Iterable[Any]) -> tuple[tuple[float, float], ...]:
        return tuple((float(round(x - west)), float(round(y - south))) for x, y in points)

    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    # the pole of inaccessibility is where a label has most room
    middle = shapely.get_point(shapely.maximum_inscribed_circle(shape), 0)
    return Outline(code, tuple(moved(ring.coords) for ring in rings), moved([(middle.x, middle.y)])[0])
