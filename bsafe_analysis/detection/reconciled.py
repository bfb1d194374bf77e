"""Expectations that add up: what is expected of a place is what is expected of its parts, where their counts add up.

Each series is forecast by itself, the borough's with its own dispersion and memory, so their means do not add up by
themselves: a borough's differed from the sum of its neighbourhoods' by some 4 in 100. Both say something. They are put
together by generalised least squares, each trusted by the inverse of its variance (Wickramasuriya, Athanasopoulos and
Hyndman 2019, with the variances alone); on a tree that is one pass up and one pass down (Chou, Willsky and Benveniste
1994). The spread told of each series stays its own: what parts have in common is not known well enough to narrow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bsafe_analysis.detection.predictive import Predictive
from bsafe_analysis.detection.robust import LEAST_MEAN

NONE = -1
"""The row of the whole of a series that is part of nothing."""
Parents = Mapping[str, str | None]
"""The place that each place is part of."""


def wholes_of(area: np.ndarray, group: np.ndarray, y: np.ndarray, parents: Parents) -> np.ndarray:
    """The row of the whole that each series is part of, NONE where there is none, by the counts `y` (series x months).

    Parts are held against their whole only where they make it up: in every month in which the whole is known, each part
    is, and their sum is the whole's count. What is hidden, not placed or held of the borough alone is not made to fit.
    """
    row = {key: i for i, key in enumerate(zip(area, group, strict=True))}
    own = [row.get((parents.get(a), g), NONE) for a, g in zip(area, group, strict=True)]
    whole = np.array(own, dtype=int).reshape(-1)
    for at in np.unique(whole[whole != NONE]):
        parts = whole == at
        known = ~np.isnan(y[at])
        if not np.array_equal(y[parts][:, known].sum(0), y[at, known]):  # a part that is not known makes no sum
            whole[parts] = NONE
    return whole


def among(whole: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The same for some of the series: the rows are counted anew, and a whole that lacks one of its parts has none."""
    place = np.full(len(whole), NONE)
    place[rows] = np.arange(len(rows))
    lacking = np.setdiff1d(np.arange(len(whole)), rows)
    broken = np.isin(whole, whole[lacking])
    return np.where((whole == NONE) | broken, NONE, place[whole])[rows]


def reconciled(told: Predictive, whole: np.ndarray) -> Predictive:
    """The same forecasts with means that add up. `whole`: the row of each series' whole, or NONE."""
    if (whole == NONE).all():
        return told
    depth = _depth(whole)
    mean, variance = told.mean.copy(), told.phi * told.mean + told.spread * told.mean**2
    sums = {level: _sums(whole, depth == level, mean, variance) for level in range(depth.max(), 0, -1)}
    for level in range(1, depth.max() + 1):
        parts = np.flatnonzero(depth == level)
        of, (total, spread) = whole[parts], sums[level]
        mean[parts] += variance[parts] / spread[of] * (mean[of] - total[of])
    return replace(told, mean=np.maximum(mean, LEAST_MEAN))


def _sums(
    whole: np.ndarray, parts: np.ndarray, mean: np.ndarray, variance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Sum and variance of the parts of each whole, which takes what they say in with what it says itself."""
    size = len(whole)
    total, spread = (np.bincount(whole[parts], each[parts], size) for each in (mean, variance))
    at = np.unique(whole[parts])
    both = variance[at] + spread[at]
    mean[at] = (mean[at] * spread[at] + total[at] * variance[at]) / both
    variance[at] *= spread[at] / both
    return total, spread


def _depth(whole: np.ndarray) -> np.ndarray:
    """How many wholes stand above each series."""
    depth, above = np.zeros(len(whole), dtype=int), whole
    while (above != NONE).any():
        depth += above != NONE
        above = np.where(above == NONE, NONE, whole[above])
    return depth
