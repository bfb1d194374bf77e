"""The areas that a partnership has already: a small table of which neighbourhood lies in which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.published_tables import PublishedTable, headings_of, open_tables

_CURE = "Write columns MSOA21CD (or the code of your neighbourhoods), area_code and area_name"


@dataclass(frozen=True)
class Grouping:
    """Neighbourhoods in areas. `areas`: (code, name), in order. `of`: neighbourhood -> area code, in order.

    `names`: what the file calls its neighbourhoods; empty where it does not.
    """

    areas: tuple[tuple[str, str], ...]
    of: dict[str, str]
    names: dict[str, str]


def read_areas(path: Path, neighbourhoods: Mapping[str, str]) -> Grouping:
    """The file's areas for these neighbourhoods (code -> name), in the file's order; InputError with every fault."""
    found = next(((table, at) for table in open_tables(path) if (at := _columns_at(table))), None)
    if found is None:
        columns = ", ".join(headings_of(path)[:6]) or "nothing"
        raise InputError(
            [Fault(path.name, "header", f"no columns of neighbourhoods and areas; it has {columns}", _CURE)]
        )
    table, at = found
    of: dict[str, str] = {}
    names: dict[str, str] = {}
    titles: dict[str, str] = {}
    faults: list[Fault] = []
    for number, row in enumerate(table.rows, start=2 + len(table.titles)):
        cells = {key: row[i] if i < len(row) else "" for key, i in at.items()}
        if not any(cells.values()):
            continue
        cause = _row_fault(cells, neighbourhoods, of, titles)
        if cause:
            faults.append(Fault(table.file, f"row {number}", cause, _CURE if "blank" in cause else "Look at that row"))
            continue
        area = cells["area"]
        of[cells["code"]] = area
        titles.setdefault(area, cells.get("area_name") or area)
        if cells.get("name"):
            names[cells["code"]] = cells["name"]
    left = [code for code in neighbourhoods if code not in of]
    if left and not faults:
        cause = f"{len(left)} of {len(neighbourhoods)} neighbourhoods are in no area (first: {left[0]})"
        faults.append(Fault(table.file, "", cause, "Add a row for each"))
    if faults:
        raise InputError(faults)
    return _with_codes(of, titles, names, coded=_heading_key(table.header[at["area"]]) == "area_code")


def _columns_at(table: PublishedTable) -> dict[str, int]:
    plain = [_heading_key(heading) for heading in table.header]
    code = next((c.index for c in table.columns if c.kind == "code" and not c.place.startswith("LAD")), None)
    area = next((plain.index(name) for name in ("area_code", "area", "area_name") if name in plain), None)
    if code is None or area is None:
        return {}
    at = {"code": code, "area": area}
    for key, names in (("area_name", ("area_name",)), ("name", ("neighbourhood_name", "neighbourhood", "name"))):
        held = next((plain.index(name) for name in names if name in plain), None)
        if held is not None:
            at[key] = held
    return at


def _heading_key(heading: str) -> str:
    return re.sub(r"[^a-z]+", "_", heading.lower()).strip("_")


def _row_fault(
    cells: dict[str, str], neighbourhoods: Mapping[str, str], of: Mapping[str, str], titles: Mapping[str, str]
) -> str:
    code, area = cells["code"], cells["area"]
    if not code or not area:
        return "the neighbourhood or the area is blank"
    if code not in neighbourhoods:
        return f"{code!r} is no neighbourhood of this borough (they are like {next(iter(neighbourhoods))})"
    if of.get(code, area) != area:
        return f"{code} is in both {of[code]} and {area}"
    named = cells.get("area_name") or area
    return f"area {area} is called both {titles[area]!r} and {named!r}" if titles.get(area, named) != named else ""


def _with_codes(of: dict[str, str], titles: dict[str, str], names: dict[str, str], coded: bool) -> Grouping:
    """Areas that the file only names get codes of their own: A1, A2, in the file's order."""
    codes = {area: area if coded else f"A{i}" for i, area in enumerate(titles, start=1)}
    areas = tuple((codes[area], title) for area, title in titles.items())
    return Grouping(areas, {code: codes[area] for code, area in of.items()}, names)
