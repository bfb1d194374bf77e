"""Which map points have changed: their late months beside the earlier ones, by two tests of which both must say so.

The first asks whether a point has more of its incidents lately than all points together have, given how much points
differ (beta-binomial). The second asks whether its late months stand out among its own: incidents come in bursts, and
one wild month is not an emerging place. It deals the point's months out anew, in every possible way.
"""

from __future__ import annotations

from math import comb

import numpy as np
from scipy.special import betaln, ndtr, ndtri

from bsafe_analysis.detection.false_discoveries import false_discovery_control
from bsafe_analysis.model.map_points import Change

LEAST_WEIGHT = 0.35
"""Points weigh in the family of tests by the chance that a doubling would be seen in them; the least weigh so much."""


def changed_points(monthly: np.ndarray, late: np.ndarray, share: float, rate: float) -> list[Change]:
    """The change of each point. `monthly`: points x held months, oldest first; `late`: which months are the late ones.

    `share`: the late months' share of all incidents of all points. Of those named at most the share `rate` is chance
    (Benjamini-Hochberg over both sides, weighted by the points' totals: Genovese, Roeder and Wasserman 2006).
    """
    if not len(monthly):
        return []
    n, y = monthly.sum(1), monthly[:, late].sum(1)
    strength = like_all_points(n, y, share)
    high, low = chances_beside_others(n, y, share * strength, (1 - share) * strength)
    for i in np.flatnonzero((high <= rate) | (low <= rate)):
        above, below = chance_of_late_months(monthly[i], late)
        high[i], low[i] = max(high[i], above), max(low[i], below)
    weight = np.tile(_weights(n, share, strength), 2)
    named = false_discovery_control(np.clip(np.concatenate([high, low]) / weight, 0, 1)) <= rate
    up, down = named[: len(n)], named[len(n) :]
    return [Change.EMERGING if u else Change.FADING if d else Change.STEADY for u, d in zip(up, down, strict=True)]


def chances_beside_others(n: np.ndarray, y: np.ndarray, a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """Mid-p chances of at least, and at most, `y` of `n`, where points' own late shares are spread as Beta(a, b).

    >>> [each.round(9).tolist() for each in chances_beside_others(np.array([4]), np.array([4]), 1.0, 1.0)]
    [[0.1], [0.9]]
    """
    each = np.repeat(np.arange(len(y)), y + 1)
    firsts = np.cumsum(y + 1) - y - 1
    k, of = np.arange(len(each)) - firsts[each], n[each]
    ways = -np.log(of + 1) - betaln(of - k + 1, k + 1)
    chance = np.exp(ways + betaln(k + a, of - k + b) - betaln(a, b))
    same = chance[firsts + y] / 2
    at_most = np.add.reduceat(chance, firsts) - same
    return 1 - at_most, at_most


def chance_of_late_months(counts: np.ndarray, late: np.ndarray) -> tuple[float, float]:
    """Mid-p chances of at least, and at most, so many in the late months, were the point's months in any order.

    >>> chance_of_late_months(np.array([0, 0, 0, 9]), np.array([False, False, True, True]))
    (0.25, 0.75)
    """
    many, seen = int(late.sum()), int(counts[late].sum())
    ways = np.zeros((many + 1, int(counts.sum()) + 1))
    ways[0, 0] = 1.0
    for count in counts:
        # from the most months down, so that no month is taken twice
        for taken in range(many, 0, -1):
            ways[taken, count:] += ways[taken - 1, : ways.shape[1] - count]
    chance = ways[many] / comb(len(counts), many)
    same = chance[seen] / 2
    return float(chance[seen + 1 :].sum() + same), float(chance[:seen].sum() + same)


def like_all_points(n: np.ndarray, y: np.ndarray, share: float) -> float:
    """The beta-binomial's strength by moments: how alike points are (large: they differ by chance alone)."""
    squares = (y - n * share) ** 2 / (n * share * (1 - share))
    # E[square] = 1 + (n - 1) r, where r = 1 / (strength + 1); the middle nine tenths, so that what has changed
    # does not hide itself
    kept = squares <= np.quantile(squares, 0.95)
    r = np.clip((squares[kept].mean() - 1) / max((n[kept] - 1).mean(), 1e-9), 1e-4, 0.9)
    return float(1 / r - 1)


def _weights(n: np.ndarray, share: float, strength: float) -> np.ndarray:
    """From the totals alone, which neither test looks at."""
    doubled = 2 * share / (1 + share)
    sd = np.sqrt(n * share * (1 - share) * (1 + (n - 1) / (strength + 1)))
    power = ndtr(n * (doubled - share) / sd + ndtri(0.001))
    return np.asarray(LEAST_WEIGHT + (1 - LEAST_WEIGHT) * power / max(power.mean(), 1e-12))
