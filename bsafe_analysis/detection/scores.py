"""How good was a forecast that is a whole distribution? CRPS, and the interval score of its range.

Both are proper: nobody does better by telling a range wider or narrower than he believes (Gneiting and Raftery 2007,
J Am Stat Assoc 102:359). Both are in incidents, and the smaller the better; of a single number told as certain CRPS is
its absolute error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

GRID = 120
"""Points at which a distribution is looked at: every whole number where it has fewer."""
REACH = 5.0
"""Standard deviations on either side that are looked at."""


def crps_of(cdf: Callable[[np.ndarray], np.ndarray], mean: np.ndarray, sd: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Continuous ranked probability score of each series: the integral of (cdf - [count <= x])^2 over x.

    `cdf`: of whole numbers, for an array of as many rows as there are series; `mean`, `sd`: where it has its weight.
    Exact where no more than GRID whole numbers have weight, else by the trapezoid rule.
    """
    low = np.floor(np.maximum(np.minimum(mean - REACH * sd, seen - 1), -1.0))
    high = np.ceil(np.maximum(mean + (REACH + 2) * sd + 3, seen + 1))
    step = np.maximum(np.ceil((high - low) / GRID), 1.0)
    at = low[:, None] + step[:, None] * np.arange(GRID + 1)
    below = at < seen[:, None]
    told = cdf(at)
    exact = np.where(below, told, 1 - told) ** 2
    smooth = _between(told, at, seen, step)
    return np.where(step == 1, exact.sum(1), smooth)


def _between(told: np.ndarray, at: np.ndarray, seen: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The integral with the cdf drawn as straight lines between the points, broken where the count lies."""
    cell = np.clip(((seen - 0.5 - at[:, 0]) // step).astype(int), 0, at.shape[1] - 2)
    rows = np.arange(len(at))
    part = (seen - 0.5 - at[rows, cell]) / step
    there = told[rows, cell] * (1 - part) + told[rows, cell + 1] * part
    left, right = told**2, (1 - told) ** 2
    index = np.arange(at.shape[1] - 1)
    whole_left = ((left[:, :-1] + left[:, 1:]) / 2 * (index < cell[:, None])).sum(1)
    whole_right = ((right[:, :-1] + right[:, 1:]) / 2 * (index > cell[:, None])).sum(1)
    broken = part * (left[rows, cell] + there**2) / 2 + (1 - part) * (right[rows, cell + 1] + (1 - there) ** 2) / 2
    return step * (whole_left + whole_right + broken)


def crps_normal(mean: np.ndarray, sd: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """The same of a normal distribution, in closed form."""
    z = (seen - mean) / sd
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return sd * (z * (2 * special.ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))


def interval_score(lower: np.ndarray, upper: np.ndarray, seen: np.ndarray, coverage: float) -> np.ndarray:
    """Width of the range, and what it costs that the count lies outside of it."""
    outside = np.maximum(lower - seen, 0) + np.maximum(seen - upper, 0)
    return upper - lower + 2 / (1 - coverage) * outside
