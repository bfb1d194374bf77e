"""A partnership's rows out of the national store, as if their files had been received: only its own rows are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.loading.boundaries import degrees_around
from bsafe_analysis.loading.harmonise import PROPER_LSOA
from bsafe_analysis.loading.national.catalogue import (
    PLACES,
    Box,
    Catalogue,
    Part,
    is_whole,
    open_catalogue,
    places_are_whole,
    store_at,
)
from bsafe_analysis.loading.parsed_files import TEXT_COLUMNS, FileFacts, ParsedFile
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.loading.raw_files import Archive, RawFile
from bsafe_analysis.model.receipts import SetAside, Source

MARGIN = 0.001
"""Degrees, some 60 to 110 metres: more than the few metres within which a point beside a polygon still counts."""
MEMORY = "2GB"
LOAD_AGAIN = "Run `bsafe load` again with its archives: parts that are not whole are made anew"

_LOOSE = """
    OR ({everywhere} OR NOT regexp_full_match(lsoa, $proper)) AND longitude <> '' AND latitude <> ''
       AND coalesce(try_cast(longitude AS DOUBLE) BETWEEN $west AND $east, true)
       AND coalesce(try_cast(latitude AS DOUBLE) BETWEEN $south AND $north, true)
"""
_ROWS = """
    WITH crimes AS (
        SELECT * FROM read_parquet($crimes, filename = true, file_row_number = true)
        WHERE lsoa IN (SELECT unnest($codes)) {loose}),
    ids AS (SELECT * FROM read_parquet($ids, filename = true, file_row_number = true))
    SELECT coalesce(lower(hex(ids.id)), ids.other, '') AS incident_id, month_text AS month, supplier_category, lsoa,
           lsoa_name, longitude, latitude, location, outcome, aside, crimes.filename AS part
    FROM crimes JOIN ids ON replace(ids.filename, $ids_folder, $crimes_folder) = crimes.filename
                        AND ids.file_row_number = crimes.file_row_number
    ORDER BY part, line
"""


def read_store(root: Path, source: Source, places: Places, until: str) -> tuple[list[ParsedFile], tuple[Fault, ...]]:
    """Every arrival of the forces that hold rows of this borough, up to the month `until`; each with its rows only.

    Nothing is written. Rows that are not read are counted by reason in `left`, so that receipts balance.
    """
    store = store_at(root, source.path)
    try:
        catalogue = open_catalogue(store, source.path)
        wanted = _arrivals(store, catalogue, source, places, until)
        _prove(store, wanted, source)
        tables = rows_of(store, {part.stem for part in wanted}, places)
    except InputError as error:
        return [], error.faults
    except duckdb.Error as error:
        cause = f"a part of it cannot be read ({str(error).splitlines()[0][:120]})"
        return [], (Fault(source.path, source.name, cause, LOAD_AGAIN),)
    return [_parsed(part, tables[part.stem], source, store) for part in wanted], ()


def _prove(store: Path, parts: Iterable[Part], source: Source) -> None:
    """InputError where a part is not what was written: a flipped bit is found here, and counted nowhere."""
    spoilt = [part for part in parts if not is_whole(store, part)]
    if spoilt:
        one = f"{spoilt[0].force} {spoilt[0].month}"
        cause = f"{len(spoilt)} of its parts are damaged or gone (first: {one})"
        raise InputError([Fault(source.path, source.name, cause, LOAD_AGAIN)])


def _arrivals(store: Path, catalogue: Catalogue, source: Source, places: Places, until: str) -> list[Part]:
    held = {part.force for part in catalogue.parts}
    unknown = sorted(set(source.forces) - held)
    if unknown:
        cure = f"Held: {', '.join(sorted(held)[:50]) or 'none'}"
        raise InputError([Fault(source.path, "forces", f"it holds no file of the force {unknown[0]!r}", cure)])
    if not places_are_whole(store):
        cure = "Load the archives again into a new store"
        raise InputError([Fault(source.path, PLACES, "this file of the store is damaged", cure)])
    forces = forces_holding(store, catalogue, places)
    if not forces:
        cause = f"not one row of the {len(held)} forces it holds lies in {places.borough_name}"
        cure = "Check borough in partnership.yml and data/reference/lsoas.csv"
        raise InputError([Fault(source.path, source.name, cause, cure)])
    chosen = forces & set(source.forces) if source.forces else forces
    return [part for part in catalogue.parts if part.force in chosen and part.month <= until]


def forces_holding(store: Path, catalogue: Catalogue, places: Places) -> set[str]:
    """The forces of which any file can hold a row of this borough: by LSOA, by its LSOAs' names, by map point."""
    with _connection() as db:
        codes = _codes(db, store, places)
        query = "SELECT DISTINCT force FROM read_parquet($places) WHERE lsoa IN (SELECT unnest($codes))"
        found = db.execute(query, {"places": str(store / PLACES), "codes": codes}).fetchall()
    forces = {force for (force,) in found}
    around = bounding_box(places)
    if around:
        boxes = ((part.force, part.loose if places.lsoas else part.box) for part in catalogue.parts)
        forces |= {force for force, box in boxes if box and _meet(box, around)}
    return forces


def bounding_box(places: Places) -> Box | None:
    """What holds this partnership's polygons, with a margin; None where it has none."""
    if places.boundaries is None or not places.boundaries.polygons:
        return None
    west, south, east, north = degrees_around(places.boundaries)
    return west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN


def rows_of(store: Path, stems: Collection[str], places: Places) -> dict[str, pa.Table]:
    """Stem -> that part's rows that can be this borough's: TEXT_COLUMNS and `aside`, in the order of their file."""
    if not stems:
        return {}
    crimes, ids = ([str(store / kind / stem) for stem in sorted(stems)] for kind in ("crimes", "ids"))
    given: dict[str, object] = {
        "crimes": crimes,
        "ids": ids,
        "crimes_folder": f"{store}/crimes/",
        "ids_folder": f"{store}/ids/",
    }
    around, loose = bounding_box(places), ""
    if around:
        loose = _LOOSE.format(everywhere=not places.lsoas)
        given |= dict(zip(("west", "south", "east", "north"), around, strict=True)) | {"proper": PROPER_LSOA.pattern}
    with _connection() as db:
        given["codes"] = _codes(db, store, places)
        rows = db.sql(_ROWS.format(loose=loose), params=given).to_arrow_table()
    return _by_part(rows, store, stems)


def _by_part(rows: pa.Table, store: Path, stems: Iterable[str]) -> dict[str, pa.Table]:
    columns = rows.select([*TEXT_COLUMNS, "aside"]).cast(
        pa.schema([(n, pa.string()) for n in (*TEXT_COLUMNS, "aside")])
    )
    runs = pc.run_end_encode(rows["part"].combine_chunks()) if len(rows) else None
    parts = runs.values.to_pylist() if runs is not None else []
    ends = runs.run_ends.to_pylist() if runs is not None else []
    found = {name: columns.slice(start, end - start) for name, start, end in zip(parts, [0, *ends], ends, strict=False)}
    return {stem: found.get(str(store / "crimes" / stem), columns.slice(0, 0)) for stem in stems}


def _codes(db: duckdb.DuckDBPyConnection, store: Path, places: Places) -> list[str]:
    """The LSOAs of this borough: those that it lists, and those that any force's file names after it."""
    query = "SELECT DISTINCT lsoa FROM read_parquet($places) WHERE regexp_full_match(lsoa_name, $name)"
    name = f"{re.escape(places.borough_name)} [0-9]{{3}}[A-Z]"
    named = db.execute(query, {"places": str(store / PLACES), "name": name}).fetchall()
    return sorted({*places.lsoas, *(code for (code,) in named)})


def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY, "autoinstall_known_extensions": False})


def _parsed(part: Part, table: pa.Table, source: Source, store: Path) -> ParsedFile:
    archive = Archive(store / "crimes" / part.stem, part.name)
    raw = RawFile(source, archive, "", _download_day(part, source), f"{source.path}: ", part.size)
    facts = FileFacts(
        part.sha256, part.size, part.lines, part.unreadable, part.first_unreadable, part.repeated_ids, part.encoding
    )
    return ParsedFile(raw, part.force, part.month, facts, table, _left(part, table))


def _download_day(part: Part, source: Source) -> date | None:
    return part.downloaded or source.download


def _left(part: Part, table: pa.Table) -> tuple[tuple[SetAside, int], ...]:
    """Rows of the part that were not read, by reason; each has one, for none of them can be this borough's."""
    read = Counter(table["aside"].drop_null().to_pylist())
    left = {reason: number - read[str(reason)] for reason, number in part.aside}
    free_and_read = table.num_rows - read.total()
    left[SetAside.NO_PLACE] = left.get(SetAside.NO_PLACE, 0) + part.no_place
    left[SetAside.OUTSIDE] = left.get(SetAside.OUTSIDE, 0) + part.placed - free_and_read
    return tuple((reason, number) for reason, number in left.items() if number)


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
