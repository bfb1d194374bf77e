"""What is derived from the parts of a store: counts by month, which force holds which LSOA, how downloads differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bsafe_analysis.atomic_files import being_written, write_whole
from bsafe_analysis.loading.downloads import Replaced, revision
from bsafe_analysis.loading.national.catalogue import PLACES, PLACES_SEAL, Catalogue, Part, seal_of
from bsafe_analysis.loading.parsed_files import FileFacts, ParsedFile
from bsafe_analysis.loading.raw_files import Archive, RawFile
from bsafe_analysis.model.receipts import Revision, Source

MEMORY = "1GB"
_COUNTS = r"""
    SELECT regexp_extract(filename, '([^/]+)-[0-9a-f]{16}\.parquet$', 1) AS force, lsoa, supplier_category,
           count(*) AS rows
    FROM read_parquet($parts, filename = true) WHERE aside IS NULL GROUP BY ALL ORDER BY ALL
"""
_PLACES = r"""
    SELECT DISTINCT regexp_extract(filename, '([^/]+)-[0-9a-f]{16}\.parquet$', 1) AS force, lsoa, lsoa_name
    FROM read_parquet($parts, filename = true)
"""


@contextmanager
def engine(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with bounded memory, which spills into the store's own folder."""
    spill = store / ".spill"
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(spill),
        "preserve_insertion_order": False,
    }
    with duckdb.connect(config=settings) as db:
        yield db


def count_months(store: Path, catalogue: Catalogue, months: Iterable[str]) -> dict[str, str]:
    """Month -> the file of its counts, made of each force's newest arrival; AssertionError where rows are missing."""
    made = {}
    live = catalogue.live()
    with engine(store) as db:
        for month in sorted(months):
            parts = [part for (_, m), part in sorted(live.items()) if m == month]
            key = hashlib.sha256("|".join(part.stem for part in parts).encode()).hexdigest()[:16]
            made[month] = f"month={month}/{key}.parquet"
            table = db.sql(_COUNTS, params={"parts": _files(store, parts)}).to_arrow_table()
            counted, wanted = sum(table["rows"].to_pylist()), sum(part.placed + part.no_place for part in parts)
            if counted != wanted:
                raise AssertionError(
                    f"{month}: {counted} rows are in the store, {wanted} were received; a fault of bsafe"
                )
            _write_table(store / "counts" / made[month], table)
    return made


def note_places(store: Path, parts: list[Part]) -> None:
    """Add to places.parquet which LSOAs, under which names, these parts hold. What it holds already stays."""
    if not parts:
        return
    query, given = _PLACES, {"parts": _files(store, parts)}
    if (store / PLACES).exists():
        query += " UNION SELECT force, lsoa, lsoa_name FROM read_parquet($places)"
        given["places"] = [str(store / PLACES)]
    with engine(store) as db:
        table = db.sql(query, params=given).order("ALL").to_arrow_table()
    with being_written(store / PLACES) as building:
        pq.write_table(table, building, compression="zstd")
        before = seal_of(store / PLACES) if (store / PLACES).exists() else ""
        write_whole(store / PLACES_SEAL, f"{seal_of(building)}\n{before}\n")


def revision_of(store: Path, older: Part, newer: Part) -> Revision:
    """How a newer download of a force's month differs, over the whole force."""
    source = Source("police", "police_uk", "data.police.uk")
    then, now = (_as_parsed(part, source) for part in (older, newer))
    return revision(Replaced(then, now, newer.month), *(_part_rows(store, part) for part in (older, newer)))


def _part_rows(store: Path, part: Part) -> pd.DataFrame:
    crimes = pq.read_table(store / "crimes" / part.stem, partitioning=None)
    ids = pq.read_table(store / "ids" / part.stem, partitioning=None).to_pandas()
    frame = crimes.to_pandas().rename(columns={"supplier_category": "category"})
    known = ids["id"].map(lambda value: value.hex() if isinstance(value, bytes) else None)
    frame["incident_id"] = known.fillna(ids["other"]).fillna("")
    for name in ("longitude", "latitude"):
        frame[name] = pd.to_numeric(frame[name], errors="coerce").fillna(0.0)
    return frame[frame["aside"].isna()]


def _as_parsed(part: Part, source: Source) -> ParsedFile:
    raw = RawFile(source, Archive(Path(part.name), part.name), "", part.downloaded)
    facts = FileFacts(part.sha256, part.size, part.lines, part.unreadable, 0, part.repeated_ids, part.encoding)
    return ParsedFile(raw, part.force, part.month, facts, pa.table({}))


def _files(store: Path, parts: Iterable[Part]) -> list[str]:
    return sorted({str(store / "crimes" / part.stem) for part in parts})


def _write_table(path: Path, table: pa.Table) -> None:
    with being_written(path) as building:
        pq.write_table(table, building, compression="zstd")
