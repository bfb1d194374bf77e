"""Rows that stand more than once in a file: which are the same incident again, and which are not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.model.receipts import SetAside

SHORTEST_PASTE = 5
"""Rows that must repeat one after the other, in the same order and in every column, to be called pasted."""


def mark_repeats(table: pa.Table) -> tuple[pa.Table, int]:
    """Add to `aside` the rows that are the same incident again; also how many other rows share an identifier.

    A blank identifier is never a repeat by itself: many calls share a map point. It is set aside only inside a block
    that is pasted twice, which the identifiers beside it prove. An identifier whose rows are equal in every column
    counts once; rows of one identifier that differ are all kept.
    """
    ids = table["incident_id"]
    known = pc.not_equal(ids, "")
    total = pc.sum(known).as_py() or 0
    if not total or pc.count_distinct(ids.filter(known)).as_py() == total:
        return table, 0
    frame = table.drop_columns(["aside"]).to_pandas()
    aside = table["aside"].to_pandas().astype("object")
    pasted = _pasted(frame)
    named = frame["incident_id"] != ""
    copies = frame.duplicated() & named & ~pasted
    aside[pasted & aside.isna()] = str(SetAside.PASTED_TWICE)
    aside[copies & aside.isna()] = str(SetAside.COPY)
    left = frame[named & ~pasted & ~copies]
    repeated = int(left["incident_id"].duplicated(keep=False).sum())
    column = pa.array(aside.where(aside.notna(), None), pa.string())
    return table.set_column(table.column_names.index("aside"), "aside", column), repeated


def _pasted(frame: pd.DataFrame) -> pd.Series:
    """Rows of a block that repeats an earlier block, row by row, in every column.

    Each identified row that equals an earlier one votes for the distance between the two. Rows at one distance that
    follow each other, blank identifiers between them included where they too are equal, make a block.
    """
    codes = frame.groupby(list(frame.columns), sort=False, dropna=False).ngroup().to_numpy()
    named = (frame["incident_id"] != "").to_numpy()
    pasted = np.zeros(len(frame), dtype=bool)
    repeats = np.flatnonzero(frame.duplicated().to_numpy() & named)
    if len(repeats) < SHORTEST_PASTE:
        return pd.Series(pasted, index=frame.index)
    first = pd.Series(np.arange(len(codes))).groupby(codes).transform("first").to_numpy()
    for distance in np.unique(repeats - first[repeats]):
        same = np.zeros(len(codes), dtype=bool)
        same[distance:] = codes[distance:] == codes[:-distance]
        for start, stop in _repeated_runs(same):
            # distinct rows: one row standing six times in a row is a copy of itself, not a block
            if len(np.unique(codes[start:stop][named[start:stop]])) >= SHORTEST_PASTE:
                pasted[start:stop] = True
    return pd.Series(pasted, index=frame.index)


def _repeated_runs(same: np.ndarray) -> list[tuple[int, int]]:
    """Start and stop of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
