"""The lines of one feed that can be ours: from its files, or from a national store; and which of them stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from bsafe_analysis.audit import counting_rules as rules
from bsafe_analysis.audit.arrivals import (
    Arrival,
    arrivals_of,
    distinct,
    newest_of_each_month,
    no_telling,
    which_is_newer,
)
from bsafe_analysis.audit.batches import batches_of
from bsafe_analysis.audit.declared import Declared, Feed
from bsafe_analysis.audit.filling import fill
from bsafe_analysis.audit.gazetteer import Gazetteer
from bsafe_analysis.audit.polygons import Polygons
from bsafe_analysis.audit.rows_twice import keep_twice, show_several
from bsafe_analysis.audit.store_parts import COLUMNS, parts_of, show_parts, tell_rows


@dataclass(frozen=True)
class Wanted:
    """What is counted: of whom, up to which month, from what had arrived by which day (None: all)."""

    root: Path
    declared: Declared
    gazetteer: Gazetteer
    polygons: Polygons | None
    until: str
    as_of: date | None


def read_feed(db: duckdb.DuckDBPyConnection, feed: Feed, wanted: Wanted) -> None:
    """Add to `files`, `arrived`, `again` and `standing` what one feed has sent."""
    if feed.kind == "store":
        _read_store(db, feed, wanted)
        return
    found = arrivals_of(wanted.root, feed, wanted.until, wanted.as_of)
    arrivals = distinct(found) if feed.kind == "columns" else newest_of_each_month(found)
    numbers = _numbered(db, arrivals)
    show_several(db, numbers)
    lines: dict[int, int] = {}
    for batch in batches_of(feed, arrivals, {arrival.name: number for number, arrival in numbers.items()}):
        lines |= {number: len(table) for number, table in batch.tables}
        batch.show(db)
        _keep_lines(db, feed, batch.columns(feed), wanted)
        db.execute(rules.TOLD.format(**batch.columns(feed)))
    keep_twice(db, numbers)
    _keep_files(db, numbers, lines)
    stands = _of_each_month(db, feed, numbers) if feed.kind == "columns" else [(n, a.month) for n, a in numbers.items()]
    fill(db, "standing", stands)


def _read_store(db: duckdb.DuckDBPyConnection, feed: Feed, wanted: Wanted) -> None:
    around = wanted.polygons.sides if wanted.polygons else None
    parts = parts_of(db, wanted.root, feed, wanted.declared.borough, around)
    looked_at = (part for part in parts if part.arrival.is_known(wanted.until, wanted.as_of))
    lines_of = {part.arrival: part.lines for part in looked_at}
    numbers = _numbered(db, newest_of_each_month(sorted(lines_of, key=lambda arrival: arrival.age)))
    if numbers:
        show_parts(db, {number: arrival.path for number, arrival in numbers.items()})
        _keep_lines(db, feed, COLUMNS, wanted)
        show_several(db, numbers)
        tell_rows(db, wanted.root, feed)
        keep_twice(db, numbers)
    _keep_files(db, numbers, {number: lines_of[arrival] for number, arrival in numbers.items()})
    fill(db, "standing", [(number, arrival.month) for number, arrival in numbers.items()])


def _numbered(db: duckdb.DuckDBPyConnection, arrivals: Sequence[Arrival]) -> dict[int, Arrival]:
    """Each file under a number that no other file has."""
    ((before,),) = db.execute("SELECT count(*) FROM files").fetchall()
    return dict(enumerate(arrivals, start=before))


def _keep_files(db: duckdb.DuckDBPyConnection, numbers: Mapping[int, Arrival], lines: Mapping[int, int]) -> None:
    fill(db, "files", [(n, a.feed, a.name, a.force, a.month, lines.get(n, 0)) for n, a in numbers.items()])


def _keep_lines(db: duckdb.DuckDBPyConnection, feed: Feed, columns: Mapping[str, str], wanted: Wanted) -> None:
    """From the view `batch`. `columns`: the SQL of each column that the rules name."""
    whose = {"ours_alone": feed.ours_alone, "borough": wanted.declared.borough, "lsoa_code": rules.LSOA_CODE}
    db.execute(rules.WHOSE.format(**columns), whose)
    # what months an extract holds depends on all of its rows, whosever they are
    db.execute(rules.ARRIVED.format(**columns), {"extract": feed.kind == "columns"})
    if columns["incident_id"] != "''":
        db.execute(rules.REPEATING.format(**columns))
        db.execute(rules.PASTED, {"shortest": rules.SHORTEST_PASTE})
        db.execute(rules.AGAIN)


def _of_each_month(db: duckdb.DuckDBPyConnection, feed: Feed, arrivals: Mapping[int, Arrival]) -> list[tuple[int, str]]:
    """Of each month the newest extract that holds a row of it; of equal ones whose age is not known, either."""
    holders: dict[str, dict[int, int]] = {}
    for month, file, rows in db.execute(rules.HOLDING, {"feed": feed.name, "month": rules.MONTH}).fetchall():
        holders.setdefault(month, {})[file] = rows
    found = [(_newest_holder(arrivals, rows, month, feed.required), month) for month, rows in sorted(holders.items())]
    return [(number, month) for number, month in found if number is not None]


def _newest_holder(arrivals: Mapping[int, Arrival], rows: Mapping[int, int], month: str, required: bool) -> int | None:
    """`rows`: by a file's number, what tells its rows of the month from those of another. None: it cannot be known."""
    held = [number for number in arrivals if number in rows]
    if no_telling([arrivals[number] for number in held]):
        held = list({rows[number]: number for number in held}.values())
        if no_telling([arrivals[number] for number in held]):
            if not required:
                return None
            raise which_is_newer([arrivals[number] for number in held], month)
    return held[-1]
