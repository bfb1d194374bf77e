"""The polygon of each neighbourhood, from a boundary file of the same places, of their LSOAs, or drawn by hand."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.area_proposal import Patch
from bsafe_analysis.parameters.published.drawn_places import DrawnPlace, joined, read_drawn
from bsafe_analysis.parameters.published.membership import Membership
from bsafe_analysis.parameters.published.standard_codes import standard_columns

Shapes = dict[str, dict[str, Any]]
METRES_A_DEGREE = 111_320.0
TOUCHING = 10.0
"""Metres: generalised boundaries of neighbours may leave that much between them."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")


@dataclass(frozen=True)
class OwnNeighbourhoods:
    """Neighbourhoods that a partnership drew: code -> name, code -> GeoJSON geometry.

    `place`: what the codes are of where their property is a standard one ("WD24"), else "".
    """

    names: dict[str, str]
    shapes: Shapes
    place: str

    def within(self, codes: Collection[str]) -> OwnNeighbourhoods:
        """Those of the borough alone, where its codes are known; all of them where none are."""
        if not codes:
            return self
        names = {code: name for code, name in self.names.items() if code in codes}
        return OwnNeighbourhoods(names, {code: self.shapes[code] for code in names}, self.place)


def read_shapes(path: Path, membership: Membership) -> Shapes:
    """Neighbourhood -> geometry in degrees; InputError where it is of other places, of another year, or lacks some.

    A file of LSOAs is joined up to the neighbourhoods.
    """
    ours = set(membership.neighbourhoods)
    drawn, headings = read_drawn(path, lambda p: bool(_codes_in(p) & (ours | membership.of_lsoa.keys())))
    direct = {code: d.geometry for d in drawn for code in _codes_in(d.properties) & ours}
    if direct:
        return _complete(path, direct, ours)
    census = next((c for c in membership.codes if _most_of(membership.codes[c], drawn)), None)
    if census is None:
        raise InputError([_of_other_places(path, headings, membership, len(drawn))])
    parts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in drawn:
        for code in _codes_in(each.properties) & set(membership.codes[census]) & membership.of_lsoa.keys():
            parts[membership.of_lsoa[code]].append(each.geometry)
    return _complete(path, {code: joined(parts[code]) for code in sorted(parts)}, ours)


def _codes_in(properties: dict[str, Any]) -> set[str]:
    codes = (c for c in standard_columns(tuple(properties)) if c.kind == "code" and not c.place.startswith("LAD"))
    return {str(properties[c.heading]).strip() for c in codes}


def _most_of(codes: Collection[str], drawn: list[DrawnPlace]) -> bool:
    held = {code for each in drawn for code in _codes_in(each.properties)}
    return bool(codes) and held >= set(codes)


def _complete(path: Path, shapes: Shapes, ours: set[str]) -> Shapes:
    missing = sorted(ours - shapes.keys())
    if missing:
        cause = f"{len(missing)} of {len(ours)} neighbourhoods have no polygon (first: {missing[0]})"
        raise InputError([Fault(path.name, "", cause, "Give the boundaries of the year that the lookups are of")])
    return {code: shapes[code] for code in sorted(shapes)}


def _of_other_places(path: Path, headings: tuple[str, ...], membership: Membership, some: int) -> Fault:
    places = sorted({c.place for c in standard_columns(headings) if c.kind == "code" and c.place})
    wanted = f"{membership.place}CD"
    cure = f"Give the boundaries with {wanted} (docs/data-sources.md)"
    if not places:
        held = ", ".join(headings[:6]) or "nothing"
        return Fault(path.name, "properties", f"no property holds standard codes; it has {held}", cure)
    if membership.place in places:
        return Fault(path.name, wanted, "it holds none of the borough's neighbourhoods: another place", cure)
    if some:
        cause = f"it is of {', '.join(places)} and lacks some of the borough's: of another year"
        return Fault(path.name, "properties", cause, cure)
    return Fault(
        path.name, "properties", f"it is of {', '.join(places)}, the neighbourhoods are {membership.place}", cure
    )


def own_neighbourhoods(path: Path) -> OwnNeighbourhoods:
    """Every polygon that a partnership drew, by the property `code` or a standard code; its `name` with it."""
    drawn, headings = read_drawn(path, lambda _: True)
    code_at, name_at, place = _own_properties(headings)
    if code_at is None:
        held = ", ".join(headings[:6]) or "none"
        raise InputError(
            [Fault(path.name, "properties", f"no property `code`; it has {held}", "Name one of them code")]
        )
    names: dict[str, str] = {}
    parts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    faults = []
    for number, each in enumerate(drawn, start=1):
        code = str(each.properties.get(code_at) or "").strip()
        if not _CODE.fullmatch(code):
            faults.append(
                Fault(path.name, f"feature {number}", f"{code!r} cannot be a code", "Use letters, digits and hyphens")
            )
            continue
        names.setdefault(code, str(each.properties.get(name_at or "") or code).strip())
        parts[code].append(each.geometry)
    if faults or not names:
        raise InputError(faults or [Fault(path.name, "", "it holds no place", "Draw each neighbourhood as a polygon")])
    shapes = {code: shapes[0] if len(shapes) == 1 else joined(shapes) for code, shapes in sorted(parts.items())}
    return OwnNeighbourhoods(dict(sorted(names.items())), shapes, place)


def _own_properties(headings: tuple[str, ...]) -> tuple[str | None, str | None, str]:
    columns = standard_columns(headings)
    code = next((h for h in headings if h.lower() == "code"), None) or next(
        (c.heading for c in columns if c.kind == "code" and not c.place.startswith("LAD")), None
    )
    of_code = next((c.place for c in columns if c.heading == code), "")
    name = next((h for h in headings if h.lower() == "name"), None) or next(
        (c.heading for c in columns if c.kind == "name" and c.place and c.place == of_code), None
    )
    return code, name, of_code


def patches_of(sizes: dict[str, float], shapes: Shapes, wards: dict[str, dict[str, float]]) -> list[Patch]:
    """What areas are proposed from. Without shapes, codes that follow one another are taken for neighbours."""
    if not shapes:
        codes = sorted(sizes)
        return [
            Patch(code, sizes[code], float(i), 0.0, frozenset(codes[i + 1 : i + 2]), wards.get(code, {}))
            for i, code in enumerate(codes)
        ]
    import shapely

    codes = sorted(shapes)
    drawn = shapely.make_valid(shapely.from_geojson([json.dumps(shapes[code]) for code in codes]))
    middle = math.cos(math.radians(float(shapely.total_bounds(drawn)[1])))
    # metres, near enough to tell neighbours and compass points apart
    flat = shapely.transform(drawn, lambda xy: xy * (middle * METRES_A_DEGREE, METRES_A_DEGREE))
    pairs = shapely.STRtree(flat).query(flat, predicate="dwithin", distance=TOUCHING).T.tolist()
    x, y = shapely.get_coordinates(shapely.centroid(flat)).T.tolist()
    borders: dict[int, set[str]] = defaultdict(set)
    for i, j in pairs:
        if i != j:
            borders[i].add(codes[j])
    return [
        Patch(code, sizes[code], x[i], y[i], frozenset(borders[i]), wards.get(code, {})) for i, code in enumerate(codes)
    ]
