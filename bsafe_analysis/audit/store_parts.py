"""A national store in place of a workspace's own files: which of its parts can hold rows of the borough.

The store keeps no raw line. What repeats or cannot be read was found when it was loaded and stands in its column
`aside`; whose a row is, where it lies and which download counts is found again here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from bsafe_analysis.audit.arrivals import Arrival
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.filling import fill

Sides = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
COLUMNS = {
    "incident_id": "''",
    "month": "month_text",
    "category": "supplier_category",
    "lsoa": "batch.lsoa",
    "lsoa_name": "batch.lsoa_name",
    "by_name": "''",
    "claimed": "''",
    "longitude": "batch.longitude",
    "latitude": "batch.latitude",
    "everything": "code",
}
"""The SQL of each column that the rules name."""
_BATCH = """
CREATE OR REPLACE TEMP TABLE batch_rows AS
SELECT parts.file, line + 2 AS line, month_text, supplier_category, lsoa, lsoa_name, longitude, latitude, NULL AS code,
       location, filename, file_row_number AS n
FROM read_parquet($parts, filename = true, file_row_number = true) JOIN parts USING (filename) WHERE aside IS NULL
"""
_TOLD = """
INSERT INTO told
SELECT file, batch_rows.line, CASE WHEN ident <> '' THEN hash(ident) END,
       hash(month_text, supplier_category, lsoa, lsoa_name, longitude, latitude, location)
FROM batch_rows JOIN several USING (file) SEMI JOIN arrived USING (file, line)
     JOIN (SELECT replace(filename, $ids, $crimes) AS filename, file_row_number AS n,
                  coalesce(lower(hex(id)), other, '') AS ident
           FROM read_parquet($parts, filename = true, file_row_number = true)) USING (filename, n)
WHERE month_text = month
"""
_FORCES = """
SELECT DISTINCT force FROM read_parquet($places)
WHERE lsoa IN (SELECT lsoa FROM listed) OR starts_with(lsoa_name, $borough || ' ')
"""


@dataclass(frozen=True)
class StorePart:
    """One file that the store was loaded with."""

    arrival: Arrival
    lines: int


def parts_of(
    db: duckdb.DuckDBPyConnection, root: Path, feed: Feed, borough: str, around: Sides | None
) -> list[StorePart]:
    """The parts of every force that can hold rows of ours. `around`: what our polygons lie in."""
    store = (root / "parameters").resolve().parent / feed.store
    entries = json.loads((store / "bsafe-store.json").read_text("utf-8"))["parts"]
    given = {"places": str(store / "places.parquet"), "borough": borough}
    forces = {force for (force,) in db.execute(_FORCES, given).fetchall()}
    ((listed,),) = db.execute("SELECT count(*) FROM listed").fetchall()
    # rows without a code are looked for by their map points; all rows, where the partnership lists no codes
    forces |= {entry["force"] for entry in entries if _meet(entry["loose" if listed else "box"], around)}
    chosen = forces & set(feed.forces) if feed.forces else forces
    return [StorePart(_arrival(feed, store, entry), entry["lines"]) for entry in entries if entry["force"] in chosen]


def show_parts(db: duckdb.DuckDBPyConnection, parts: Mapping[int, Path]) -> None:
    """Their rows as the view `batch`. `parts`: by the number of the file."""
    db.execute("CREATE OR REPLACE TEMP TABLE parts(file INTEGER, filename VARCHAR)")
    fill(db, "parts", [(number, str(path)) for number, path in parts.items()])
    db.execute(_BATCH, {"parts": sorted({str(path) for path in parts.values()})})
    db.execute("CREATE OR REPLACE TEMP VIEW batch AS FROM batch_rows")


def tell_rows(db: duckdb.DuckDBPyConnection, root: Path, feed: Feed) -> None:
    """What the rows near us say, of the parts of `batch` that are not alone with their month, into `told`."""
    store = (root / "parameters").resolve().parent / feed.store
    ids, crimes = f"{store}/ids/", f"{store}/crimes/"
    query = "SELECT DISTINCT replace(filename, $crimes, $ids) FROM parts JOIN several USING (file) ORDER BY 1"
    shared = [name for (name,) in db.execute(query, {"crimes": crimes, "ids": ids}).fetchall()]
    if shared:
        db.execute(_TOLD, {"crimes": crimes, "ids": ids, "parts": shared})


def _arrival(feed: Feed, store: Path, entry: dict[str, Any]) -> Arrival:
    path = store / "crimes" / f"month={entry['month']}" / f"{entry['force']}-{entry['sha256'][:16]}.parquet"
    day = date.fromisoformat(entry["downloaded"]) if entry["downloaded"] else feed.download
    force = feed.same_force.get(entry["force"], entry["force"])
    return Arrival(feed.name, path, "", entry["name"], day, entry["month"], force)


def _meet(box: list[float] | None, around: Sides | None) -> bool:
    if box is None or around is None:
        return False
    west, south, east, north = around
    return box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south
