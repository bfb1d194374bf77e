"""Published boundaries: GeoJSON or GeoPackage, WGS84 or British National Grid, a national file or a borough's own."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.published_tables import check_size

DECIMALS = 7
"""Of a degree, for what was in metres: a centimetre."""
GEOPACKAGES = (".gpkg",)
_ENVELOPE = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope that a GeoPackage may put before a shape, by its indicator."""

Feature = tuple[dict[str, Any], Callable[[], dict[str, Any]]]


@dataclass(frozen=True)
class DrawnPlace:
    """One place's properties, and its shape as a GeoJSON geometry in degrees (WGS84)."""

    properties: dict[str, Any]
    geometry: dict[str, Any]


def read_drawn(path: Path, wanted: Callable[[dict[str, Any]], bool]) -> tuple[list[DrawnPlace], tuple[str, ...]]:
    """The places that are wanted, and the properties that the file's places have; InputError where it is no such file.

    Shapes in metres are turned into degrees. Only wanted shapes are looked at.
    """
    kept: list[DrawnPlace] = []
    headings: tuple[str, ...] = ()
    for properties, geometry in features_of(path):
        headings = headings or tuple(properties)
        if wanted(properties):
            kept.append(DrawnPlace(properties, _in_degrees(geometry(), path.name)))
    return kept, headings


def features_of(path: Path) -> Iterator[Feature]:
    """Each feature's properties, and what reads its shape, in the file's own coordinates; InputError as above."""
    check_size(path)
    try:
        yield from _geopackage(path) if path.suffix.lower() in GEOPACKAGES else _geojson(path)
    except sqlite3.Error:
        cause = "this is no GeoPackage that can be read"
        raise InputError([Fault(path.name, "", cause, "Download it again, or take GeoJSON")]) from None


def joined(shapes: Collection[dict[str, Any]]) -> dict[str, Any]:
    """Several shapes as one: LSOAs as the neighbourhood that they make up."""
    import shapely

    parts = [shapely.make_valid(shapely.from_geojson(json.dumps(shape))) for shape in shapes]
    return json.loads(shapely.to_geojson(shapely.union_all(parts)))


def _geojson(path: Path) -> Iterator[Feature]:
    """Feature by feature, so that a national file needs no more memory than its text."""
    fault = Fault(path.name, "", "this is not GeoJSON with features", "Download it as GeoJSON or GeoPackage")
    try:
        text = path.read_text("utf-8-sig")
        start = re.search(r'"features"\s*:\s*\[', text)
        if not start:
            raise InputError([fault])
        decoder, at = json.JSONDecoder(), start.end()
        while (at := _next_value(text, at)) >= 0:
            feature, at = decoder.raw_decode(text, at)
            properties = feature.get("properties")
            properties = properties if isinstance(properties, dict) else {}
            yield properties, partial(_geometry_in, feature)
    except (ValueError, AttributeError, RecursionError):
        raise InputError([fault]) from None


def _geometry_in(feature: dict[str, Any]) -> dict[str, Any]:
    return feature.get("geometry") or {}


def _next_value(text: str, at: int) -> int:
    """Where the next feature begins; -1 at the end of the list."""
    match = re.compile(r"[\s,]*").match(text, at)
    at = match.end() if match else at
    return -1 if text[at : at + 1] in ("]", "") else at


def _geopackage(path: Path) -> Iterator[Feature]:
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        layers = database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall()
        for table, column in layers:
            # no table can be a parameter of a query: its name is quoted, and the file is opened to be read alone
            cursor = database.execute('SELECT * FROM "{}"'.format(table.replace('"', '""')))  # noqa: S608 (quoted)
            headings = [each[0] for each in cursor.description]
            for row in cursor:
                properties = dict(zip(headings, row, strict=True))
                blob = properties.pop(column)
                yield properties, partial(_from_blob, blob)


def _from_blob(blob: bytes | None) -> dict[str, Any]:
    """The shape of a GeoPackage cell: a header, then well-known binary (OGC 12-128r18, 2.1.3)."""
    import shapely

    if not blob or blob[:2] != b"GP":
        return {}
    try:
        shape = shapely.from_wkb(blob[8 + _ENVELOPE.get((blob[3] >> 1) & 7, 0) :])
    except (shapely.errors.GEOSException, IndexError):
        return {}
    return json.loads(shapely.to_geojson(shapely.force_2d(shape)))


def _in_degrees(geometry: dict[str, Any], file: str) -> dict[str, Any]:
    shape = _shape_of(geometry)
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise InputError(
            [Fault(file, "geometry", "a place is drawn without an area", "Download the boundaries, not the centroids")]
        )
    west, south, east, north = shape.bounds
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return geometry
    if not (west >= 0 and east < 700_000 and south >= 0 and north < 1_300_000):
        cause = "its coordinates are neither degrees (WGS84) nor metres of the British National Grid"
        raise InputError([Fault(file, "coordinates", cause, "Download it as GeoJSON in WGS84")])
    return _from_grid(shape)


def _shape_of(geometry: dict[str, Any]) -> Any:
    import shapely

    try:
        return shapely.from_geojson(json.dumps(geometry)) if geometry.get("coordinates") else None
    except (shapely.errors.GEOSException, AttributeError, TypeError, ValueError):
        return None


@cache
def _to_degrees() -> Any:
    import pyproj

    return pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def _from_grid(shape: Any) -> dict[str, Any]:
    import numpy as np
    import shapely

    moved = shapely.transform(
        shape, lambda xy: np.column_stack(_to_degrees().transform(xy[:, 0], xy[:, 1])).round(DECIMALS)
    )
    return json.loads(shapely.to_geojson(moved))
