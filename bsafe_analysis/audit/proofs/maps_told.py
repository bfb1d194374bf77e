"""Where a year's incidents gather on a grid of hexagons, and the names on the maps, found again from the files."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import BOROUGH
from bsafe_analysis.audit.polygons import grid_metres
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.points_told import by_chance, keep_points
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves
from bsafe_analysis.claims.records import Claim

CONTEXT = "data/reference/context"
PARTS = {"quarter": 0.25, "half": 0.5}
ASIDE = 1 / 3
"""Metres by which the grid begins east of the origin, so that no whole metre lies on a side of a hexagon."""
AT_POINTS = """
SELECT x, y, place, count(*) FILTER (month >= $first AND month <= $last) FROM points GROUP BY x, y, place
"""
Hexagon = tuple[int, int]


@proves("hexagon_share")
def hexagon_share(claim: Claim, evidence: AuditEvidence) -> Found:
    """The raw files' points are counted again in each hexagon; by chance is what equally likely hexagons would give."""
    place, months = claim.places[0], last_year(evidence.month)
    counts = evidence.once(_hexagon_counts).get(place)
    if counts is None:
        raise Unproved("nothing is counted on a grid there")
    held, total = counts.cumsum(), int(counts.sum())
    wanted = PARTS.get(str(claim.values.get("step")))
    k = int(claim.values.get("hexagons") or 0) if wanted is None else int((held < wanted * total).sum()) + 1
    if not 0 < k <= len(counts):
        raise Unproved("it is of no hexagon")
    likely = by_chance(total, len(counts), k)
    return {
        "first": months[0], "last": months[-1], "hexagons": k, "of_hexagons": len(counts), "held": int(held[k - 1]),
        "total": total, "by_chance": likely, "percent": round(100 * held[k - 1] / total, 1),
        "percent_by_chance": round(100 * likely, 1), "width": _width(evidence),
    }  # fmt: skip


def _width(evidence: AuditEvidence) -> int:
    """How wide hexagons are was chosen when the month was prepared."""
    return next((int(share["width"]) for share in evidence.facts.get("hexagon_shares") or ()), 0)


def _hexagon_counts(evidence: AuditEvidence) -> Mapping[str, np.ndarray]:
    """Borough and each area -> the year's incidents in each of its hexagons, the busiest first."""
    evidence.once(keep_points)
    months, width, gazetteer = last_year(evidence.month), _width(evidence), evidence.recount.gazetteer
    if not width:
        return {}
    rows = evidence.recount.ask(AT_POINTS, first=months[0], last=months[-1])
    metres = np.round(grid_metres(np.array([row[:2] for row in rows], dtype=float).reshape(-1, 2)))
    at = [cell_of((x - ASIDE) / width, y / width) for x, y in metres.tolist()]
    found = {}
    for code in gazetteer.names:
        inside = None if gazetteer.levels[code] == BOROUGH else set(gazetteer.parts(code))
        sums: dict[Hexagon, int] = {}
        for cell, (*_, place, n) in zip(at, rows, strict=True):
            if inside is None or place in inside:
                sums[cell] = sums.get(cell, 0) + n
        found[code] = np.array(sorted(sums.values(), reverse=True), dtype="int64")
    return found


def cell_of(x: float, y: float) -> Hexagon:
    """The hexagon of width 1 (one corner up) that a point lies in, by slanted axes: of three that are rounded, the one
    that was moved most follows from the others.

    >>> cell_of(0.1, 0.1), cell_of(0.95, 0.1), cell_of(0.5, 0.8)
    ((0, 0), (1, 0), (0, 1))
    """
    r = y * 2 / sqrt(3)
    q = x - r / 2
    s = -q - r
    whole = [round(q), round(r), round(s)]
    moved = [abs(w - v) for w, v in zip(whole, (q, r, s), strict=True)]
    if moved[0] > moved[1] and moved[0] > moved[2]:
        return -whole[1] - whole[2], whole[1]
    return (whole[0], whole[1]) if moved[1] <= moved[2] else (whole[0], -whole[0] - whole[2])


@proves("context_name")
def context_name(claim: Claim, evidence: AuditEvidence) -> Found:
    """A road, a river or a park on a map is named so in a file of data/reference/context."""
    said = evidence.once(_said_in_context)
    return likeliest(claim, [{"name": name} for name in said] or [{"name": None}])


def _said_in_context(evidence: AuditEvidence) -> frozenset[str]:
    folder = evidence.root / CONTEXT
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return frozenset(text for path in files for text in _texts_of_file(path))


def _texts_of_file(path: Path) -> Iterator[str]:
    """Every text that a file says of what it draws."""
    if path.suffix.lower() in (".geojson", ".json"):
        for feature in json.loads(path.read_text("utf-8-sig")).get("features") or ():
            yield from _stripped((feature.get("properties") or {}).values())
    elif path.suffix.lower() == ".gpkg":
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            for (table,) in database.execute("SELECT table_name FROM gpkg_geometry_columns").fetchall():
                # no table can be a parameter of a query: its name is quoted, and the file is opened to be read alone
                named = table.replace('"', '""')
                for row in database.execute(f'SELECT * FROM "{named}"'):  # noqa: S608 (quoted in the line above)
                    yield from _stripped(row)


def _stripped(values: Any) -> Iterator[str]:
    yield from (value.strip() for value in values if isinstance(value, str))
