"""Roads, rivers and parks under the maps: whatever GeoJSON and GeoPackage files lie in data/reference/context.

What a shape is goes by its geometry and by the words in its file's name and in its attributes, whatever these are
called: so OS Open Roads, OS Open Rivers, OS Open Greenspace and files drawn by hand all do as they are.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.loading.boundaries import Boundaries, corner_of, in_metres
from bsafe_analysis.model.map_context import ContextKind, ContextShape, Line
from bsafe_analysis.parameters.published.drawn_places import GEOPACKAGES, features_of

FOLDER = "data/reference/context"
LARGEST = 256 * 1024 * 1024
"""Bytes: a file of the whole country, of which a borough needs a thousandth."""
BEYOND = 150.0
"""Metres over the borough's edge that are still drawn: a road does not end at a boundary."""
MOST_VERTICES = 2_600
"""Corners of all that is drawn: some 40 KB of a page, of its 2 MB."""
TOLERANCES = (5.0, 10.0, 20.0, 40.0, 80.0)
"""Metres by which a simplified line may stray; tried in turn until what is drawn fits."""
LEAST_GROUND = 10_000.0
"""Square metres: a smaller park is no landmark."""
_WATERY = re.compile(r"river|water|stream|canal|brook|beck|lake|reservoir|tidal|burn", re.IGNORECASE)
_MAIN = re.compile(r"motorway|trunk|primary|[AB] road|[ABM]\d{1,4}(\(M\))?", re.IGNORECASE)
_NAME = re.compile(r"name", re.IGNORECASE)
_NAMES = ("name", "name1", "name_1", "distname1", "distname", "roadnumber", "road_number", "roadclassificationnumber",
          "road_classification_number", "watercourse_name", "watercoursename")  # fmt: skip
Found = tuple[ContextKind, str, Any]


def read_context(root: Path, boundaries: Boundaries) -> tuple[ContextShape, ...]:
    """What is to be drawn of the files in data/reference/context, clipped to the borough and simplified to fit.

    InputError with a line for each file that cannot be read, holds nothing, or lies elsewhere; () where there is none.
    """
    found: list[Found] = []
    faults: list[Fault] = []
    ground = shapely.buffer(shapely.union_all(list(boundaries.polygons.values())), BEYOND, quad_segs=2)
    for path in _context_paths(root):
        try:
            found += _shapes_of(path, ground)
        except InputError as error:
            faults += [Fault(f"{FOLDER}/{path.name}", f.place, f.cause, f.cure) for f in error.faults]
    if faults:
        raise InputError(faults)
    west, south = corner_of(boundaries)
    return tuple(_as_drawn(kind, name, shape, west, south) for kind, name, shape in _fitting(_joined(found)))


def _context_paths(root: Path) -> list[Path]:
    folder = root / FOLDER
    every = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in every if path.suffix.lower() in (*GEOPACKAGES, ".geojson", ".json") and path.is_file()]


def _shapes_of(path: Path, ground: Any) -> list[Found]:
    if path.stat().st_size > LARGEST:
        raise _unusable("larger than 256 MB", "Clip it to the borough first (QGIS: Vector, Clip)")
    read = [(properties, _shape(geometry())) for properties, geometry in features_of(path)]
    drawn = [(properties, shape) for properties, shape in read if shape is not None]
    if not drawn:
        raise _unusable("it draws nothing: no line and no polygon", "Export roads, rivers or parks, not points")
    shapes = _metres(np.array([shape for _, shape in drawn], dtype=object))
    near = shapely.intersects(shapes, ground)
    if not near.any():
        cause = f"none of its {len(drawn)} shapes lies in the borough"
        raise _unusable(cause, "Export that of the borough, in WGS84 or on the British National Grid")
    clipped = shapely.intersection(shapely.make_valid(shapes[near]), ground)
    of = [properties for (properties, _), kept in zip(drawn, near, strict=True) if kept]
    return [
        (_kind(path.stem, properties, part), _name(properties), part)
        for properties, shape in zip(of, clipped, strict=True)
        for part in shapely.get_parts(shape)
        if part.geom_type in ("LineString", "Polygon")
    ]


def _unusable(cause: str, cure: str) -> InputError:
    return InputError([Fault("", "", cause, cure)])


def _shape(geometry: Mapping[str, Any]) -> Any:
    """The shape where it is of lines or of ground; None for points and for what cannot be read."""
    try:
        shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
    except (shapely.errors.GEOSException, TypeError, ValueError):
        return None
    flat = shape is not None and not shape.is_empty and shapely.get_dimensions(shape) in (1, 2)
    return shapely.force_2d(shape) if flat else None


def _metres(shapes: np.ndarray) -> np.ndarray:
    """Degrees become metres; what is on the national grid stays. Which it is, the figures say themselves."""
    west, south, east, north = shapely.total_bounds(shapes)
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return shapely.transform(shapes, lambda xy: _finite(np.column_stack(in_metres(xy[:, 0], xy[:, 1]))))
    return shapes


def _finite(xy: np.ndarray) -> np.ndarray:
    """What lies off the grid lies elsewhere, but somewhere: no shape may hold infinity."""
    return np.where(np.isfinite(xy), xy, 1e9)


def _kind(file: str, properties: Mapping[str, Any], shape: Any) -> ContextKind:
    words = [value for value in properties.values() if isinstance(value, str)]
    watery = _WATERY.search(file) or any(_WATERY.search(word) for word in _without_names(properties))
    if shape.geom_type == "Polygon":
        return ContextKind.WATER if watery else ContextKind.PARK
    if watery:
        return ContextKind.RIVER
    return ContextKind.ROAD if any(_MAIN.fullmatch(word.strip()) for word in words) else ContextKind.STREET


def _without_names(properties: Mapping[str, Any]) -> list[str]:
    """What it is called says little of what it is: River Street is a road."""
    return [v for key, v in properties.items() if isinstance(v, str) and not _NAME.search(key)]


def _name(properties: Mapping[str, Any]) -> str:
    texts = {key.lower().replace(" ", ""): v.strip() for key, v in properties.items() if isinstance(v, str)}
    return next((texts[key] for key in _NAMES if texts.get(key)), "")


def _joined(found: Iterable[Found]) -> list[Found]:
    """Pieces of one road or river as one: suppliers cut them at each crossing."""
    pieces: dict[tuple[ContextKind, str], list[Any]] = defaultdict(list)
    for kind, name, shape in found:
        if shape.geom_type == "LineString" or shape.area >= LEAST_GROUND:
            pieces[kind, name].append(shape)
    order = list(ContextKind)
    return [
        (kind, name, shapely.union_all(parts) if kind in (ContextKind.PARK, ContextKind.WATER) else _merged(parts))
        for (kind, name), parts in sorted(pieces.items(), key=lambda each: (order.index(each[0][0]), each[0][1]))
    ]


def _merged(lines: Sequence[Any]) -> Any:
    return shapely.line_merge(shapely.union_all(lines)) if len(lines) > 1 else lines[0]


def _fitting(found: Sequence[Found]) -> list[Found]:
    """Simplified until all of it fits; where it cannot, small streets go first, then whatever is smallest."""
    for kept in (found, [one for one in found if one[0] is not ContextKind.STREET]):
        for tolerance in TOLERANCES:
            simple = [(kind, name, shapely.simplify(shape, tolerance)) for kind, name, shape in kept]
            if _vertices(simple) <= MOST_VERTICES:
                return simple
    largest = sorted(simple, key=lambda one: -shapely.length(one[2]))
    held = np.cumsum([shapely.get_num_coordinates(shape) for *_, shape in largest])
    return [one for one in simple if one in largest[: int((held <= MOST_VERTICES).sum())]]


def _vertices(found: Sequence[Found]) -> int:
    return int(sum(shapely.get_num_coordinates(shape) for *_, shape in found))


def _as_drawn(kind: ContextKind, name: str, shape: Any, west: float, south: float) -> ContextShape:
    lines = [line for part in shapely.get_parts(shape) for line in _rings(part)]
    moved: list[Line] = [
        tuple((float(round(x - west)), float(round(y - south))) for x, y in line.coords) for line in lines
    ]
    return ContextShape(kind, name, tuple(moved))


def _rings(part: Any) -> tuple[Any, ...]:
    return (part.exterior, *part.interiors) if part.geom_type == "Polygon" else (part,)
