"""Which months of each feed were received: one that was not is a gap, never a month without crime."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

import duckdb

from bsafe_analysis.audit.declared import Feed

SURELY_SEEN = 10
"""Rows a month: where so many are usual, a file full of rows without one of ours is no month of ours."""

_OURS = """
SELECT coalesce(nullif(force, ''), $feed), counted.month, count(*) FROM counted JOIN files USING (file)
WHERE feed = $feed GROUP BY ALL
"""
_FILES = "SELECT force, month, lines FROM files WHERE feed = $feed AND lines > 0 AND month <> ''"


def months_had(db: duckdb.DuckDBPyConnection, feeds: tuple[Feed, ...]) -> dict[str, tuple[str, ...]]:
    """Source -> its months, in order. Writes `had` and `recounted` (a row for every number that exists)."""
    had = {feed.name: _of_extract(db, feed) if feed.kind == "columns" else _of_forces(db, feed) for feed in feeds}
    db.execute("CREATE TABLE had(source VARCHAR, month VARCHAR)")
    pairs = [(source, month) for source, months in had.items() for month in months]
    if pairs:
        db.executemany("INSERT INTO had VALUES (?, ?)", pairs)
    db.execute(_EVERY_NUMBER)
    return had


def _of_extract(db: duckdb.DuckDBPyConnection, feed: Feed) -> tuple[str, ...]:
    """An extract holds the months that it has a row of."""
    return tuple(sorted({month for _, month, _ in db.execute(_OURS, {"feed": feed.name}).fetchall()}))


def _of_forces(db: duckdb.DuckDBPyConnection, feed: Feed) -> tuple[str, ...]:
    """The force that has most of our rows decides: its files are the months, but for those that have none of ours."""
    ours = {(force, month): n for force, month, n in db.execute(_OURS, {"feed": feed.name}).fetchall()}
    files = [(force, month) for force, month, _ in db.execute(_FILES, {"feed": feed.name}).fetchall()]
    totals: dict[str, int] = {force: 0 for force, _ in sorted(files)}
    for (force, _), n in ours.items():
        totals[force] += n
    main = max(totals, key=lambda force: totals[force], default="")
    months = sorted({month for force, month in files if force == main} - feed.excluded)
    return _but_for_empty_ones(months, {month: n for (force, month), n in ours.items() if force == main})


def _but_for_empty_ones(months: list[str], ours: Mapping[str, int]) -> tuple[str, ...]:
    usual = median(ours.values()) if ours else 0
    return tuple(month for month in months if ours.get(month) or usual < SURELY_SEEN)


_EVERY_NUMBER = """
CREATE TABLE recounted AS
WITH pairs AS (SELECT DISTINCT source, category FROM counted),
     found AS (SELECT source, place, category, month, count(*) AS n FROM counted GROUP BY ALL),
     inside AS (SELECT code, level, unnest(finest) AS place FROM places),
     summed AS (SELECT code, source, category, month, sum(n) AS n FROM found JOIN inside USING (place) GROUP BY ALL)
SELECT code AS area, level, category, month, source, coalesce(n, 0)::INTEGER AS count
FROM places CROSS JOIN pairs JOIN had USING (source) LEFT JOIN summed USING (code, source, category, month)
"""
