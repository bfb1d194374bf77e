"""Writes one borough's reference files and choices into a new workspace, and says what is left to decide."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bsafe_analysis.parameters.published.borough_reference import BoroughReference

FOLDER = Path("data/reference")
ONS_WORDS = "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
OS_WORDS = "Contains OS data © Crown copyright and database right {year}."
"""What ONS asks of whoever prints its figures, or draws its boundaries."""


def write_reference(root: Path, found: BoroughReference) -> None:
    """areas.csv, residents.csv, lsoas.csv, provenance.csv, the polygons, and the borough's name in partnership.yml."""
    folder = root / FOLDER
    _write(folder / "areas.csv", ("code", "name", "level", "parent"), _place_rows(found))
    _write(folder / "residents.csv", ("code", "residents", "households", "as_at", "source"), _residents(found))
    _write(folder / "lsoas.csv", ("lsoa", "neighbourhood"), _lsoas(found))
    provenance = [(p.file, p.used_for, p.size, p.sha256, p.read_on, p.licence) for p in found.provenance]
    _write(folder / "provenance.csv", ("file", "used_for", "bytes", "sha256", "read_on", "licence"), provenance)
    if found.shapes:
        path = folder / "boundaries" / "neighbourhoods.geojson"
        path.write_text(_geojson(found), encoding="utf-8")
    _choose(root / "parameters" / "partnership.yml", found)


def _place_rows(found: BoroughReference) -> list[tuple[str, str, str, str]]:
    rows = [(found.code, found.borough.name, "borough", "")]
    rows += [(code, name, "area", found.code) for code, name in found.grouping.areas]
    return rows + [(code, found.names[code], "neighbourhood", area) for code, area in found.grouping.of.items()]


def _residents(found: BoroughReference) -> list[tuple[object, ...]]:
    held = found.residents
    known = [code for code in found.grouping.of if code in held.residents or code in held.households]
    return [
        (code, held.residents.get(code, ""), held.households.get(code, ""), held.as_at, held.source) for code in known
    ]


def _lsoas(found: BoroughReference) -> list[tuple[str, str]]:
    return sorted({**dict.fromkeys(found.membership.unplaced, ""), **found.membership.of_lsoa}.items())


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _geojson(found: BoroughReference) -> str:
    features = [
        {"type": "Feature", "properties": {"code": code, "name": found.names[code]}, "geometry": found.shapes[code]}
        for code in found.grouping.of
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _choose(path: Path, found: BoroughReference) -> None:
    """The borough's own values in the starter file, its comments kept."""
    name = found.borough.name
    text = path.read_text(encoding="utf-8")
    values = {
        "name": f"{name} community safety partnership",
        "borough": name,
        "licence": " ".join([*re.findall(r'^licence: "(.*)"$', text, re.M), *_attributions(found)]),
        "neighbourhoods_by": found.placed_by,
    }
    for key, value in values.items():
        text = _with_value(text, key, value)
    path.write_text(text, encoding="utf-8")


def _attributions(found: BoroughReference) -> list[str]:
    published = {p.used_for for p in found.provenance}
    words = [ONS_WORDS] if published & {"population", "boundaries"} else []
    return [*words, OS_WORDS.format(year=found.provenance[0].read_on.year)] if "boundaries" in published else words


def _with_value(text: str, key: str, value: str) -> str:
    """The line of that key with another value; what stands behind it as a comment stays."""
    line = re.compile(rf'^{key}:[ ]+(?:"[^"]*"|[^#\n]*?)(?=[ ]*(?:#|$))', re.M)
    quoted = json.dumps(value, ensure_ascii=False)
    return line.sub(lambda _: f"{key}: {quoted}", text, count=1)
