"""Which lines between places are in force in a month, and who lives in places whose lines have moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from bsafe_analysis.audit.polygons import Polygons
from bsafe_analysis.audit.reference_rows import reference_rows

HAIRLINE, NEAREST = 0.002, 10
"""The smaller part of a place is a flaw of drawing; people that are shared out are told to the nearest ten."""


@dataclass(frozen=True)
class DrawnVersion:
    """A row of boundaries/versions.csv; the first is what no row says."""

    since: str = ""
    file: str = "neighbourhoods.geojson"
    lsoas: str = "lsoas.csv"
    residents: str = "residents.csv"


def versions_until(root: Path, month: str) -> list[DrawnVersion]:
    """The versions that have begun by a month, the one in force last."""
    rows = reference_rows(root, "boundaries/versions.csv")
    told = [
        DrawnVersion(row["since"], row["file"], row.get("lsoas") or "lsoas.csv", row.get("residents") or "")
        for row in rows
    ]
    return sorted([DrawnVersion(), *(each for each in told if each.since <= month)], key=lambda each: each.since)


@dataclass(frozen=True)
class PeopleShared:
    """How people were shared out among the places of today: `parts[new][old]`, and by what."""

    parts: Mapping[str, Mapping[str, float]]
    how: str

    def moved(self, code: str) -> bool:
        """Whether a place is another than it was."""
        return self.parts.get(code, {}) != {code: 1.0}

    def people(self, code: str, counted: Mapping[str, int | None]) -> int | None:
        """Who lives in a place; None where it is not known of every old one that gives to it."""
        parts = self.parts.get(code, {})
        if not self.moved(code):
            return counted.get(code)
        known = [counted.get(old) for old in parts]
        if not parts or None in known:
            return None
        return NEAREST * round(sum((counted[old] or 0) * part for old, part in sorted(parts.items())) / NEAREST)


def shared_out(
    root: Path, month: str, codes: tuple[str, ...], code_property: str, by_points: bool
) -> PeopleShared | None:
    """None where the people of the places in force were counted themselves."""
    versions = versions_until(root, month)
    now, counted = versions[-1], [each for each in versions if each.residents][-1]
    if now == counted:
        return None
    if not by_points:
        return PeopleShared(_by_lsoas(root, counted, now), "LSOAs")
    drawn = [Polygons.of(root, codes, code_property, each.file) for each in (counted, now)]
    return PeopleShared(_by_land(drawn[0], drawn[1]) if drawn[0] and drawn[1] else {}, "land area")


def _by_lsoas(root: Path, old: DrawnVersion, new: DrawnVersion) -> Mapping[str, Mapping[str, float]]:
    was, is_now = ({row["lsoa"]: row["neighbourhood"] for row in reference_rows(root, v.lsoas)} for v in (old, new))
    pairs = [(was[lsoa], is_now[lsoa]) for lsoa in was if was[lsoa] and is_now.get(lsoa)]
    names = sorted({name for pair in pairs for name in pair})
    table = np.zeros((len(names), len(names)))
    for before, after in pairs:
        table[names.index(before), names.index(after)] += 1
    return _parts_given(table, names)


def _by_land(old: Polygons, new: Polygons) -> Mapping[str, Mapping[str, float]]:
    table = shapely.area(shapely.intersection(old.shapes[:, None], new.shapes[None, :]))
    return _parts_given(table, list(new.codes))


def _parts_given(table: np.ndarray, names: list[str]) -> Mapping[str, Mapping[str, float]]:
    """`table`: how much of each old place (rows) lies in each new one."""
    whole = table.sum(axis=1, keepdims=True)
    real = np.where(table >= HAIRLINE * whole, table, 0.0)
    part = real / np.where(real.sum(axis=1, keepdims=True) > 0, real.sum(axis=1, keepdims=True), 1.0)
    return {
        new: {old: float(part[i, at]) for i, old in enumerate(names) if part[i, at] > 0} for at, new in enumerate(names)
    }
