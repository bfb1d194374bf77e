"""What was received of each feed: its months, those whose rows say where, and the categories that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

import duckdb

from bsafe_analysis.audit.declared import LEFT_OUT, POLICE, Feed
from bsafe_analysis.audit.filling import fill
from bsafe_analysis.audit.force_names import later_names
from bsafe_analysis.audit.silent_kinds import not_whole

SURELY_SEEN = 10
"""Rows a month: where so many are usual, a file full of rows without one of ours is no month of ours."""
USABLE = 0.5
"""Where fewer rows than this say where they were, a month is held for the borough alone."""
STREET_TYPES = frozenset({
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
    "Other theft", "Possession of weapons", "Public disorder and weapons", "Public order", "Robbery", "Shoplifting",
    "Theft from the person", "Vehicle crime", "Violence and sexual offences", "Violent crime",
})  # fmt: skip
"""What data.police.uk has published at street level, under whatever name, since it began."""

_OURS = """
SELECT coalesce(nullif(force, ''), $feed), counted.month, count(*) FROM counted JOIN files USING (file)
WHERE feed = $feed GROUP BY ALL
"""
_FILES = "SELECT force, month, lines FROM files WHERE feed = $feed AND lines > 0 AND month <> ''"
_WHERE = "SELECT month, count(*), count(*) FILTER (said_where) FROM counted WHERE source = $feed GROUP BY month"
_SEEN = "SELECT DISTINCT source, category FROM counted"


@dataclass(frozen=True)
class MonthsHad:
    """`placed`: of a feed's `months`, those that can be counted below the borough. `categories`: what it counts.

    `not_whole`: (category, month) of which it gave no whole count: a gap as well.
    """

    months: tuple[str, ...]
    placed: tuple[str, ...]
    categories: tuple[str, ...]
    not_whole: frozenset[tuple[str, str]] = frozenset()


def months_had(
    db: duckdb.DuckDBPyConnection, feeds: tuple[Feed, ...], category_of: Mapping[str, str], categories: Iterable[str]
) -> dict[str, MonthsHad]:
    """What each feed holds, by its name. Writes `recounted`: a row for every number that exists.

    `category_of`: words of all feeds; `categories`: our keys, whoever's words mean them.
    """
    counting = _categories(db, feeds, category_of, categories)
    had = {}
    for feed in feeds:
        months = _of_extract(db, feed) if feed.kind == "columns" else _of_forces(db, feed)
        silent = not_whole(db, feed.name, months)
        had[feed.name] = MonthsHad(months, _placed(db, feed, months), counting[feed.name], silent)
    db.execute("CREATE TABLE had(source VARCHAR, month VARCHAR, placed BOOLEAN)")
    fill(db, "had", ((name, month, month in it.placed) for name, it in had.items() for month in it.months))
    db.execute("CREATE TABLE counting(source VARCHAR, category VARCHAR)")
    fill(db, "counting", ((name, category) for name, it in had.items() for category in it.categories))
    db.execute("CREATE TABLE silent(source VARCHAR, category VARCHAR, month VARCHAR)")
    fill(db, "silent", ((name, *each) for name, it in had.items() for each in sorted(it.not_whole)))
    db.execute(_EVERY_NUMBER)
    return had


def _categories(
    db: duckdb.DuckDBPyConnection, feeds: tuple[Feed, ...], category_of: Mapping[str, str], categories: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """What sources.yml says that a feed counts; else what its supplier publishes, and what its rows have been.

    A category that nobody counts belongs to the feeds that were not told theirs and have not sent a row yet.
    """
    seen: dict[str, set[str]] = {feed.name: set() for feed in feeds}
    for source, category in db.execute(_SEEN).fetchall():
        seen[source].add(category)
    published = {category for word, category in category_of.items() if word in STREET_TYPES}
    found = {f.name: set(f.categories) or seen[f.name] | (published if f.kind in POLICE else set()) for f in feeds}
    every = [key for key in categories if key != LEFT_OUT]
    nobodys = set(every) - set().union(*found.values())
    for feed in feeds:
        if not (feed.categories or seen[feed.name] or feed.kind in POLICE):
            found[feed.name] |= nobodys
    return {name: tuple(key for key in every if key in keys) for name, keys in found.items()}


def _of_extract(db: duckdb.DuckDBPyConnection, feed: Feed) -> tuple[str, ...]:
    """An extract holds the months that it has a row of."""
    return tuple(sorted({month for _, month, _ in db.execute(_OURS, {"feed": feed.name}).fetchall()}))


def _of_forces(db: duckdb.DuckDBPyConnection, feed: Feed) -> tuple[str, ...]:
    """The force that has most of our rows decides: its files are the months, but for those that have none of ours."""
    found = {(force, month): n for force, month, n in db.execute(_OURS, {"feed": feed.name}).fetchall()}
    names = later_names(found)
    ours: Counter[tuple[str, str]] = Counter()
    for (force, month), n in found.items():
        ours[names.get(force, force), month] += n
    told = db.execute(_FILES, {"feed": feed.name}).fetchall()
    files = [(names.get(force, force), month) for force, month, _ in told]
    totals: dict[str, int] = {force: 0 for force, _ in sorted(files)}
    for (force, _), n in ours.items():
        totals[force] += n
    main = max(totals, key=lambda force: totals[force], default="")
    months = sorted({month for force, month in files if force == main} - feed.excluded)
    return _but_for_empty_ones(months, {month: n for (force, month), n in ours.items() if force == main})


def _but_for_empty_ones(months: list[str], ours: Mapping[str, int]) -> tuple[str, ...]:
    usual = median(ours.values()) if ours else 0
    return tuple(month for month in months if ours.get(month) or usual < SURELY_SEEN)


def _placed(db: duckdb.DuckDBPyConnection, feed: Feed, months: tuple[str, ...]) -> tuple[str, ...]:
    """The months in which most rows say where they were; one of few rows is taken to be as the feed is as a whole."""
    rows = {month: (n, said) for month, n, said in db.execute(_WHERE, {"feed": feed.name}).fetchall()}
    total, where = sum(n for n, _ in rows.values()), sum(said for _, said in rows.values())
    as_a_whole = where >= USABLE * total
    told = {month: said >= USABLE * n for month, (n, said) in rows.items() if n >= SURELY_SEEN}
    return tuple(month for month in months if told.get(month, as_a_whole))


_EVERY_NUMBER = """
CREATE TABLE recounted AS
WITH found AS (SELECT source, place, category, month, count(*) AS n FROM counted GROUP BY ALL),
     inside AS (SELECT code, level, unnest(finest) AS place FROM places),
     summed AS (SELECT code, source, category, month, sum(n) AS n FROM found JOIN inside USING (place) GROUP BY ALL)
SELECT code AS area, level, category, month, source, coalesce(n, 0)::INTEGER AS count
FROM places CROSS JOIN counting JOIN had USING (source) LEFT JOIN summed USING (code, source, category, month)
     ANTI JOIN silent USING (source, category, month)
WHERE placed OR level = 'borough'
"""
