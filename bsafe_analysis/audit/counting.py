"""From the raw files to `counted`, feed by feed: read, find repeats, choose what stands, place, keep what counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from bsafe_analysis.audit import counting_rules as rules
from bsafe_analysis.audit.arrivals import (
    Arrival,
    arrivals_of,
    distinct,
    newest_of_each_month,
    no_telling,
    which_is_newer,
)
from bsafe_analysis.audit.batches import Batch, batches_of
from bsafe_analysis.audit.declared import Declared, Feed
from bsafe_analysis.audit.filling import fill
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD, NOWHERE, Gazetteer
from bsafe_analysis.audit.polygons import Polygons

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "2GB",
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Nothing is fetched at run time; one thread, for what it costs is counted in processor time."""


@dataclass(frozen=True)
class Wanted:
    """What is counted: of whom, up to which month, from what had arrived by which day."""

    root: Path
    declared: Declared
    gazetteer: Gazetteer
    until: str
    as_of: date | None


def count_again(wanted: Wanted) -> duckdb.DuckDBPyConnection:
    """A database whose table `counted` holds a row for each incident that counts.

    source, file, line, month, category, place, and whether the row said where it was. InputError where it cannot be
    known which of two downloads counts.
    """
    db = duckdb.connect(config=SETTINGS)
    db.execute(rules.TABLES)
    _keep_reference(db, wanted)
    for feed in wanted.declared.feeds:
        _read(db, feed, wanted)
    _locate(db, wanted)
    db.execute(rules.COUNTED, {"by_points": wanted.declared.by_points, "nowhere": NOWHERE, "until": wanted.until})
    return db


def _keep_reference(db: duckdb.DuckDBPyConnection, wanted: Wanted) -> None:
    gazetteer, feeds = wanted.gazetteer, wanted.declared.feeds
    fill(db, "listed", gazetteer.neighbourhood_of.items())
    fill(db, "words", gazetteer.category_of.items())
    fill(db, "places", [(code, level, list(gazetteer.inside(code))) for code, level in gazetteer.levels.items()])
    every = tuple(gazetteer.category_names)
    fill(db, "may_count", [(feed.name, category) for feed in feeds for category in feed.categories or every])
    fill(db, "excluded", [(feed.name, month) for feed in feeds for month in sorted(feed.excluded)])


def _read(db: duckdb.DuckDBPyConnection, feed: Feed, wanted: Wanted) -> None:
    """All lines of a feed that can be ours, and for which months each of its files stands."""
    found = arrivals_of(wanted.root, feed, wanted.until, wanted.as_of)
    arrivals = distinct(found) if feed.kind == "columns" else newest_of_each_month(found)
    ((before,),) = db.execute("SELECT count(*) FROM files").fetchall()
    numbers = {arrival.name: before + at for at, arrival in enumerate(arrivals)}
    lengths: dict[str, int] = {}
    by_number = {number: name for name, number in numbers.items()}
    for batch in batches_of(feed, arrivals, numbers):
        lengths |= {by_number[number]: len(table) for number, table in batch.tables}
        _keep_lines(db, feed, batch, wanted.declared.borough)
    fill(db, "files", [(numbers[a.name], feed.name, a.name, a.force, a.month, lengths[a.name]) for a in arrivals])
    if feed.kind == "columns":
        fill(db, "standing", _standing(db, feed, {numbers[a.name]: a for a in arrivals}))
    else:
        fill(db, "standing", [(numbers[a.name], a.month) for a in arrivals])


def _keep_lines(db: duckdb.DuckDBPyConnection, feed: Feed, batch: Batch, borough: str) -> None:
    batch.show(db)
    columns = batch.columns(feed)
    whose = {"ours_alone": feed.ours_alone, "borough": borough, "lsoa_code": rules.LSOA_CODE}
    db.execute(rules.WHOSE.format(**columns), whose)
    # what months an extract holds depends on all of its rows, whosever they are
    db.execute(rules.ARRIVED.format(**columns), {"extract": feed.kind == "columns"})
    if columns["incident_id"] != "''":
        db.execute(rules.REPEATING.format(**columns))
        db.execute(rules.PASTED, {"shortest": rules.SHORTEST_PASTE})
        db.execute(rules.AGAIN)


def _standing(db: duckdb.DuckDBPyConnection, feed: Feed, arrivals: dict[int, Arrival]) -> list[tuple[int, str]]:
    """Of each month the newest extract that holds a row of it; of equal ones whose age is not known, either."""
    holders: dict[str, dict[int, int]] = {}
    for month, file, rows in db.execute(rules.HOLDING, {"feed": feed.name, "month": rules.MONTH}).fetchall():
        holders.setdefault(month, {})[file] = rows
    return [(_newest_holder(arrivals, rows, month), month) for month, rows in sorted(holders.items())]


def _newest_holder(arrivals: dict[int, Arrival], rows: dict[int, int], month: str) -> int:
    held = [number for number in arrivals if number in rows]
    if no_telling([arrivals[number] for number in held]):
        held = list({rows[number]: number for number in held}.values())
        if no_telling([arrivals[number] for number in held]):
            raise which_is_newer([arrivals[number] for number in held], month)
    return held[-1]


def _locate(db: duckdb.DuckDBPyConnection, wanted: Wanted) -> None:
    """The neighbourhood of every map point, where neighbourhoods are drawn."""
    drawn = wanted.gazetteer.at(NEIGHBOURHOOD)
    polygons = Polygons.of(wanted.root, drawn, wanted.declared.code_property)
    points = db.execute(rules.POINTS).fetchall() if polygons else []
    if polygons and points:
        degrees = np.array([(x, y) for _, _, x, y in points])
        codes = polygons.holding(degrees[:, 0], degrees[:, 1])
        fill(db, "located", [(lon, lat, code) for (lon, lat, _, _), code in zip(points, codes, strict=True)])
