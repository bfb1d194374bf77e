"""Kinds of incident of which a source gave no whole count of a month that it is held for: a gap, and no nought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from statistics import median

import duckdb

from bsafe_analysis.audit.respelt_words import as_spoken

YEAR, FEWEST = 12, 3
"""Months beside a silence from which what is usual is told, and how many of them there must be."""
SURE = 10
"""Rows a month: where so many are usual, a month without one is none by chance."""
HALF, NEAR, ALIKE = 0.5, 0.3, 0.6
"""Under this share of the usual a kind is not whole, where words that are in no list would fill what is missing (to
within that share of it), or one of them sounds like it."""
Series = Mapping[str, Sequence[int]]
"""Kind -> its rows in each held month, in order."""

_COUNTED = "SELECT category, month, count(*) FROM counted WHERE source = $feed GROUP BY ALL ORDER BY ALL"
_UNLISTED = (
    "SELECT month, word, count(*) AS n FROM unlisted WHERE feed = $feed GROUP BY ALL ORDER BY month, n DESC, word"
)


def not_whole(db: duckdb.DuckDBPyConnection, feed: str, months: Sequence[str]) -> frozenset[tuple[str, str]]:
    """(kind, month) of which no whole count came. `months`: those that the feed is held for."""
    found: dict[tuple[str, str], int] = {(c, m): n for c, m, n in db.execute(_COUNTED, {"feed": feed}).fetchall()}
    kinds = sorted({kind for kind, _ in found})
    series = {kind: [found.get((kind, month), 0) for month in months] for kind in kinds}
    silent = {(kind, months[at]) for kind in kinds for at in silent_at(kind, series)}
    for month, told in groupby(db.execute(_UNLISTED, {"feed": feed}).fetchall(), key=lambda row: row[0]):
        if found and month in months:
            words = {word: n for _, word, n in told}
            silent |= {(kind, month) for kind in under_another_name(series, months.index(month), words)}
    return frozenset(silent)


def silent_at(kind: str, series: Series) -> list[int]:
    """The months, by their number, without a row of a kind, beside months that all have some, many of them.

    Where everything else fell too a nought may be true: what is usual counts for as much as is left of the rest.
    """
    own = series[kind]
    rest = [sum(month) - n for n, *month in zip(own, *series.values(), strict=True)]
    found = []
    for nought, run in groupby(range(len(own)), key=lambda at: own[at] == 0):
        ats = list(run)
        before, after = slice(max(0, ats[0] - YEAR), ats[0]), slice(ats[-1] + 1, ats[-1] + 1 + YEAR)
        whole = [median(own[side]) for side in (before, after) if len(own[side]) >= FEWEST and all(own[side])]
        if nought and whole:
            beside = [n for n in (*rest[before], *rest[after]) if n]
            left = [min(1.0, rest[at] / median(beside)) if beside else 1.0 for at in ats]
            found += [at for at, share in zip(ats, left, strict=True) if max(whole) * share >= SURE]
    return found


def under_another_name(series: Series, at: int, words: Mapping[str, int]) -> set[str]:
    """Kinds that have under half of their usual in a month, where a word that is in no list may be theirs.

    `words`: rows of each in that month, those with most first; each is given to one kind.
    """
    usual = {kind: median(own[max(0, at - YEAR) : at]) for kind, own in series.items() if at >= FEWEST}
    lacking = {kind: n - series[kind][at] for kind, n in usual.items() if n >= SURE and series[kind][at] < HALF * n}
    found: set[str] = set()
    for word, rows in words.items():
        theirs = _whose(word, rows, {kind: n for kind, n in lacking.items() if kind not in found})
        found |= {theirs} if theirs else set()
    return found


def _whose(word: str, rows: int, lacking: Mapping[str, float]) -> str | None:
    alike = {kind: SequenceMatcher(None, as_spoken(word), as_spoken(kind)).ratio() for kind in lacking}
    nearest = max(alike, key=lambda kind: alike[kind], default=None)
    if nearest and alike[nearest] >= ALIKE and rows >= HALF * lacking[nearest]:
        return nearest
    filling = {kind: abs(rows - n) for kind, n in lacking.items() if abs(rows - n) <= NEAR * n}
    return min(filling, key=lambda kind: filling[kind], default=None)
