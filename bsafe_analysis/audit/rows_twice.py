"""The same incidents in two files of a month (a filtered copy, a quarter bound together, a force's new name): once.

A row counts in the first of the files that hold it: the one downloaded last, of one day that of the force with more
files, then the larger. A row without an identifier is the same one only where most of what a file holds is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import numpy as np

from bsafe_analysis.audit.arrivals import Arrival
from bsafe_analysis.audit.filling import fill

MOST = 0.5
"""The share of a file's rows that stand in another, from which its rows without an identifier are held to as well."""
BY_CHANCE = 20
"""Fewer equal rows without an identifier, and none with one, may be other incidents at the same map point."""
Rows = Mapping[str, np.ndarray]
"""line, ident, saying of one file's rows of its month; ident is nought where a row has none."""

_OF_MONTH = """
SELECT file, line, coalesce(ident, 0)::UBIGINT AS ident, saying FROM told JOIN several USING (file)
WHERE month = $month ORDER BY file, line
"""


def show_several(db: duckdb.DuckDBPyConnection, arrivals: Mapping[int, Arrival]) -> None:
    """The table `several`: file and month of those that are not alone with their month. `arrivals`: of one feed."""
    files = Counter(arrival.month for arrival in arrivals.values())
    db.execute("CREATE OR REPLACE TEMP TABLE several(file INTEGER, month VARCHAR)")
    fill(db, "several", [(n, a.month) for n, a in arrivals.items() if a.month and files[a.month] > 1])


def keep_twice(db: duckdb.DuckDBPyConnection, arrivals: Mapping[int, Arrival]) -> None:
    """Add to `again` and to `twice` the rows of these files that stand in an earlier one of their month."""
    for (month,) in db.execute("SELECT DISTINCT month FROM several ORDER BY month").fetchall():
        files = _files(db.execute(_OF_MONTH, {"month": month}).fetchnumpy())
        order = sorted(files, key=lambda file: _rank(arrivals[file], arrivals, files[file]), reverse=True)
        found = [(file, int(line)) for at, file in enumerate(order) for line in _copies(file, order[:at], files)]
        fill(db, "again", found)
        fill(db, "twice", found)


def _files(rows: Rows) -> dict[int, Rows]:
    return {int(n): {name: column[rows["file"] == n] for name, column in rows.items()} for n in np.unique(rows["file"])}


def _rank(arrival: Arrival, arrivals: Mapping[int, Arrival], rows: Rows) -> tuple[date, int, int, str]:
    of_force = sum(other.force == arrival.force for other in arrivals.values())
    return arrival.downloaded or date.min, of_force, len(rows["line"]), arrival.name


def _copies(file: int, earlier: Sequence[int], files: dict[int, Rows]) -> list[int]:
    """Lines of the file that an earlier one holds; what is left of it is what later files are held against."""
    found: list[int] = []
    for other in earlier:
        same = _same(files[file], files[other])
        found += files[file]["line"][same].tolist()
        files[file] = {name: column[~same] for name, column in files[file].items()}
    return found


def _same(mine: Rows, theirs: Rows) -> np.ndarray:
    named = mine["ident"] > 0
    same: np.ndarray = named & np.isin(mine["ident"], theirs["ident"])
    bare = ~named
    if bare.any() and same.sum() >= MOST * named.sum():
        equal = bare & _each_once(mine, bare, Counter(theirs["saying"][theirs["ident"] == 0].tolist()))
        fewest = max(1 if same.any() else BY_CHANCE, MOST * bare.sum())
        return same | equal if equal.sum() >= fewest else same
    return same


def _each_once(mine: Rows, bare: np.ndarray, left: Counter[int]) -> np.ndarray:
    """Which of the bare rows the other file has as well, each of its rows standing for one."""
    found = np.zeros(len(bare), dtype=bool)
    for at in np.flatnonzero(bare):
        saying = int(mine["saying"][at])
        found[at] = left[saying] > 0
        left[saying] -= 1
    return found
