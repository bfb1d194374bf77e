"""The same incidents in two files of a month (a filtered copy, a quarter bound together, a force's new name): once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.loading.change_words import told
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.model.doubts import FileChange
from bsafe_analysis.model.receipts import Notice, SetAside, Source

LARGE_SHARE = 0.5
"""Rows without an identifier are copies where so large a share of a file's stands, equal in every column, in another:
map points are shared by many incidents, so a few equal rows prove nothing."""
FEWEST = 20
"""Equal rows without an identifier: fewer may be chance whatever their share."""


@dataclass(frozen=True)
class InTwoFiles:
    """`rows` of one month that stand in `kept`, which counts, and in `other`, which does not."""

    month: str
    kept: str
    other: str
    rows: int


def once_across_files(files: Sequence[ParsedFile]) -> tuple[list[ParsedFile], tuple[InTwoFiles, ...]]:
    """The files with every row set aside that an earlier file of its month holds, and how many stand in which two.

    By identifier; rows without one where most of a file's are copies. Of two files the one downloaded later counts, of
    one download the force that has files of more months, then the larger.
    """
    if len(files) < 2:
        return list(files), ()
    usual = Counter(file.force for file in files)
    order = sorted(range(len(files)), key=lambda i: _rank(files[i], usual), reverse=True)
    by_month: dict[str, list[int]] = defaultdict(list)
    for i in order:
        for month in [files[i].month] if files[i].month else pc.unique(files[i].table["month"]).to_pylist():
            by_month[month].append(i)
    kept, told = list(files), []
    for month in sorted(month for month, holders in by_month.items() if len(holders) > 1):
        for at, i in enumerate(by_month[month]):
            for j in by_month[month][:at]:
                kept[i], rows = _less(kept[i], kept[j], month)
                told += [InTwoFiles(month, files[j].raw.name, files[i].raw.name, rows)] if rows else []
    return kept, tuple(told)


def _rank(file: ParsedFile, usual: Counter[str]) -> tuple[date, int, int, str]:
    return file.raw.downloaded or date.min, usual[file.force], file.table.num_rows, file.raw.name


def _less(file: ParsedFile, other: ParsedFile, month: str) -> tuple[ParsedFile, int]:
    """The file without the rows of the month that the other holds, and how many they are."""
    mine, theirs = (_free(each.table, month) for each in (file, other))
    ids = pc.filter(other.table["incident_id"], pa.array(theirs))
    named = pc.not_equal(file.table["incident_id"], "").to_numpy(zero_copy_only=False)
    held = pc.is_in(file.table["incident_id"], value_set=pc.unique(ids)).to_numpy(zero_copy_only=False)
    copies = mine & named & held
    blank = mine & ~named
    if blank.any() and (not (mine & named).any() or copies.sum() >= LARGE_SHARE * (mine & named).sum()):
        copies = copies | _equal(file.table, blank, other.table, theirs, FEWEST if not copies.any() else 1)
    if not copies.any():
        return file, 0
    table = file.table
    aside = pc.if_else(pa.array(copies), pa.scalar(str(SetAside.IN_ANOTHER_FILE)), table["aside"])
    marked = table.set_column(table.column_names.index("aside"), "aside", aside)
    return replace(file, table=marked), int(copies.sum())


def _free(table: pa.Table, month: str) -> np.ndarray:
    """Rows of the month that nothing has set aside."""
    free = pc.and_(pc.is_null(table["aside"]), pc.equal(table["month"], month))
    return free.to_numpy(zero_copy_only=False)


def _equal(table: pa.Table, blank: np.ndarray, other: pa.Table, free: np.ndarray, fewest: int) -> np.ndarray:
    """Of the blank rows those that the other file holds too, each of its rows used once; none where too few are."""
    columns = [name for name in table.column_names if name not in ("aside", "outcome") and name in other.column_names]
    theirs = other.filter(pa.array(free & pc.equal(other["incident_id"], "").to_numpy(zero_copy_only=False)))
    left = Counter(zip(*(theirs[name].to_pylist() for name in columns), strict=True))
    where = np.flatnonzero(blank)
    rows = table.take(pa.array(where))
    found = np.zeros(len(blank), dtype=bool)
    for i, row in zip(where, zip(*(rows[name].to_pylist() for name in columns), strict=True), strict=True):
        if left[row]:
            left[row] -= 1
            found[i] = True
    enough = found.sum() >= max(fewest, LARGE_SHARE * blank.sum())
    return found if enough else np.zeros(len(blank), dtype=bool)


def shared_notices(source: Source, shared: Iterable[InTwoFiles]) -> list[Notice]:
    """One line for every two folders of files that share rows: the newest month's files are named."""
    pairs: dict[tuple[str, str], list[InTwoFiles]] = defaultdict(list)
    for each in shared:
        pairs[_kind_of(each.kept, each.month), _kind_of(each.other, each.month)].append(each)
    return [_notice(source, found) for _, found in sorted(pairs.items())]


def _kind_of(name: str, month: str) -> str:
    return name.replace(month, "")


def _notice(source: Source, found: list[InTwoFiles]) -> Notice:
    newest = max(found, key=lambda each: each.month)
    more = f" (and {len(found) - 1} other months so)" if len(found) > 1 else ""
    text = (
        f"{source.title}: {told(FileChange('same_rows', newest.month, newest.rows))} They stand both in {newest.kept} "
        f"and in {newest.other}{more}; the first counts. If the second is a copy, take it out of data/raw; if it is "
        "the force under another name, say so under same_force in sources.yml."
    )
    return Notice("same_rows", newest.month, sum(each.rows for each in found), text, needs_person=True)
