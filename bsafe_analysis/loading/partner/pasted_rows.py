"""Rows that stand in one file twice and have no identifier: told, for nothing proves that they are one incident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

FEWEST = 20
"""Different rows that must repeat: fewer may be incidents alike by chance."""
_DISTANCES = 5


def pasted_remarks(rows: Sequence[int], identified: bool) -> list[str]:
    """Where a block of rows stands again in its order, or every row stands twice. `rows`: equal for equal rows.

    Rows with an identifier are set aside elsewhere; of others all count, and a person is asked.
    """
    again = len(rows) - len(set(rows))
    if identified or again < FEWEST:
        return []
    block = _longest_block(np.array(rows))
    everywhere = len(set(rows)) >= FEWEST and all(n % 2 == 0 for n in Counter(rows).values())
    if block:
        what = f"{block:,} rows stand a second time in the same order, alike in every column"
    elif everywhere:
        what = f"every one of its rows stands twice or more, alike in every column ({again:,} again)"
    else:
        return []
    return [
        f"{what}: it seems to be pasted twice, and THEY COUNT TWICE, for no incident_id is mapped. Map the column of "
        "their reference as incident_id and the copies are set aside; or ask for the file once more"
    ]


def _longest_block(rows: np.ndarray) -> int:
    """Rows that repeat earlier ones at one distance, one after the other, enough of them different; the most found."""
    first: dict[int, int] = {}
    apart = Counter(n - first[row] for n, row in enumerate(rows.tolist()) if first.setdefault(row, n) != n)
    return max((_run_at(rows, distance) for distance, _ in apart.most_common(_DISTANCES)), default=0)


def _run_at(rows: np.ndarray, distance: int) -> int:
    same = rows[distance:] == rows[:-distance]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(int)))
    runs = [(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if stop - start >= FEWEST]
    return max((int(b - a) for a, b in runs if len(np.unique(rows[distance:][a:b])) >= FEWEST), default=0)
