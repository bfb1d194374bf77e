"""How far may the level wander, the season differ from its group's, the trend run? Learnt from all series together.

Empirical Bayes on a grid: the Laplace evidence of each setting for each series, mixture weights by EM over the series,
then each series' posterior mean of the logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bsafe_analysis.detection.design import SEASON, precision
from bsafe_analysis.detection.fit import Series, fit, newton

LEVEL_WALK = (0.002, 0.01, 0.02, 0.04)
SEASON_SD = (0.03, 0.12, 0.5)
TREND_SD = (0.02, 0.12)
GROUP = (0.01, 0.25, 0.06)
"""Setting with which a group's own total is fitted, for its season: (level walk, season about nought, trend)."""
MIDDLE = (0.015, 0.10, 0.05)
ROUNDS_OF_EM = 30


@dataclass(frozen=True)
class Hyper:
    """For each series: monthly sd of the level, sd of the season about its group's and of the yearly trend."""

    level_walk: np.ndarray
    season: np.ndarray
    trend: np.ndarray
    group_season: np.ndarray

    def prior(self, columns: int) -> tuple[np.ndarray, np.ndarray]:
        """Precision and centre of every coefficient (series x columns)."""
        centre = np.zeros((len(self.level_walk), columns))
        centre[:, SEASON] = self.group_season
        return precision(columns, self.level_walk, self.season, self.trend), centre


def learn(series: Series, leaf: np.ndarray, x: np.ndarray) -> Hyper:
    """Hyper-parameters from a history; its last row of `x` is not used (the judged month). `leaf`: the lowest level."""
    season = _group_seasons(series, leaf, x)
    grid = [(q, h, t) for q in LEVEL_WALK for h in SEASON_SD for t in TREND_SD]
    count, columns = len(series.y), x.shape[1]

    def setting(q: float, h: float, t: float) -> Hyper:
        return Hyper(np.full(count, q), np.full(count, h), np.full(count, t), season)

    prior, centre = setting(*MIDDLE).prior(columns)
    first = fit(series, x, prior, centre, left_out=1)
    evidence = np.empty((count, len(grid)))
    b = first.b
    for k, point in enumerate(grid):
        prior, centre = setting(*point).prior(columns)
        b, mu, hessian = newton(series.y, first.weight, x, prior, centre, b, first.phi, 3)
        eta = np.log(np.maximum(mu, 1e-300))
        likelihood = (first.weight * (series.y * eta - mu)).sum(1) / first.phi
        penalty = 0.5 * (prior * (b - centre) ** 2).sum(1)
        evidence[:, k] = likelihood - penalty + 0.5 * np.log(prior).sum(1) - 0.5 * np.linalg.slogdet(hessian)[1]
    share = _mixture(evidence)
    logs = share @ np.log(np.array(grid))
    return Hyper(*np.exp(logs).T, season)


def _mixture(evidence: np.ndarray) -> np.ndarray:
    """Posterior share of each grid point for each series, the prior shares being learnt from all of them."""
    relative = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    weights = np.full(evidence.shape[1], 1 / evidence.shape[1])
    for _ in range(ROUNDS_OF_EM):
        share = relative * weights
        share /= share.sum(axis=1, keepdims=True)
        weights = 0.98 * share.mean(axis=0) + 0.02 / len(weights)
    share = relative * weights
    return share / share.sum(axis=1, keepdims=True)


def _group_seasons(series: Series, leaf: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The season of each series' group, from a fit to the sum of the group's lowest-level series."""
    groups = np.unique(series.group)
    y = np.stack([(series.y * series.known)[(series.group == g) & leaf].sum(0) for g in groups])
    known = np.stack([series.known[(series.group == g) & leaf].min(axis=0, initial=1) for g in groups])
    count = len(groups)
    hyper = Hyper(*(np.full(count, value) for value in GROUP), np.zeros((count, SEASON.stop - SEASON.start)))
    prior, centre = hyper.prior(x.shape[1])
    found = fit(Series(y, known, np.zeros(count)), x, prior, centre, left_out=1)
    return found.b[:, SEASON][np.searchsorted(groups, series.group)]
