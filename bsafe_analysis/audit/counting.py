"""From the raw files to `counted`: every feed's lines, the place of every point, and what is left by the rules."""

from __future__ import annotations

import duckdb
import numpy as np

from bsafe_analysis.audit import counting_rules as rules
from bsafe_analysis.audit.feed_lines import Wanted, read_feed
from bsafe_analysis.audit.filling import fill
from bsafe_analysis.audit.gazetteer import NOWHERE
from bsafe_analysis.audit.polygons import Polygons

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "2GB",
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Nothing is fetched at run time; one thread, for what it costs is counted in processor time."""


def count_again(wanted: Wanted) -> duckdb.DuckDBPyConnection:
    """A database whose table `counted` holds a row for each incident that counts; `unlisted`: those of unknown words.

    source, file, line, month, category, place, and whether the row said where it was. InputError where it cannot be
    known which of two downloads counts.
    """
    db = duckdb.connect(config=SETTINGS)
    db.execute(rules.TABLES)
    _keep_reference(db, wanted)
    for feed in wanted.declared.feeds:
        read_feed(db, feed, wanted)
    if wanted.polygons:
        _locate(db, wanted.polygons)
    given = {"by_points": wanted.declared.by_points, "nowhere": NOWHERE, "until": wanted.until}
    db.execute(rules.KEPT, given)
    words = db.execute("SELECT DISTINCT feed, word FROM kept ORDER BY feed, word").fetchall()
    meant = ((feed, word, wanted.gazetteer.category_for(word, feed)) for feed, word in words)
    fill(db, "words", [each for each in meant if each[2]])
    db.execute(rules.COUNTED)
    db.execute(rules.UNLISTED)
    return db


def _keep_reference(db: duckdb.DuckDBPyConnection, wanted: Wanted) -> None:
    gazetteer, feeds = wanted.gazetteer, wanted.declared.feeds
    fill(db, "listed", gazetteer.neighbourhood_of.items())
    fill(db, "places", [(code, level, list(gazetteer.inside(code))) for code, level in gazetteer.levels.items()])
    every = tuple(gazetteer.category_names)
    fill(db, "may_count", [(feed.name, category) for feed in feeds for category in feed.categories or every])
    fill(db, "excluded", [(feed.name, month) for feed in feeds for month in sorted(feed.excluded)])


def _locate(db: duckdb.DuckDBPyConnection, polygons: Polygons) -> None:
    """The neighbourhood of every map point."""
    points = db.execute(rules.POINTS).fetchall()
    if points:
        degrees = np.array([(x, y) for _, _, x, y in points])
        codes = polygons.holding(degrees[:, 0], degrees[:, 1])
        fill(db, "located", [(lon, lat, code) for (lon, lat, _, _), code in zip(points, codes, strict=True)])
