"""How far may the level wander, the season differ from its group's, the trend run? Learnt from all series together.

Empirical Bayes on a grid: the Laplace evidence of each setting for each series, mixture weights by EM over the series,
then each series' posterior mean of the logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bsafe_analysis.detection.design import SEASON, precision
from bsafe_analysis.detection.fit import Fit, Prior, Series, batches, fit, newton

LEVEL_WALK = (0.002, 0.01, 0.02, 0.04)
SEASON_SD = (0.03, 0.12, 0.5)
TREND_SD = (0.02, 0.12)
GROUP = (0.01, 0.25, 0.06)
"""Setting with which a group's own total is fitted, for its season: (level walk, season about nought, trend)."""
MIDDLE = (0.015, 0.10, 0.05)
ROUNDS_OF_EM = 30
KEPT_FOR_EACH = 0.02
"""Share of the prior that is spread evenly over the grid, so that no setting is ruled out."""


@dataclass(frozen=True)
class Hyper:
    """For each series: monthly sd of the level, of the season about its group's, of the yearly trend; the season."""

    level_walk: np.ndarray
    season: np.ndarray
    trend: np.ndarray
    group_season: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> Hyper:
        return Hyper(self.level_walk[rows], self.season[rows], self.trend[rows], self.group_season[rows])

    def prior(self, months: int) -> Prior:
        """Precision and centre of every coefficient of a design of so many months."""
        spread = precision(months, self.level_walk, self.season, self.trend)
        centre = np.zeros(spread.shape)
        centre[:, SEASON] = self.group_season
        return Prior(spread, centre)


def learn(series: Series, leaf: np.ndarray, x: np.ndarray) -> Hyper:
    """Hyper-parameters from a history; its last row of `x` is not used (the judged month). `leaf`: the lowest level."""
    season = _group_seasons(series, leaf, x)
    grid = [(q, h, t) for h in SEASON_SD for t in TREND_SD for q in LEVEL_WALK]
    evidence = np.empty((len(series.y), len(grid)))
    for rows in batches(series.group):
        part, its_season = series[rows], season[rows]
        first = fit(part, x, _even(MIDDLE, its_season).prior(len(x)), left_out=1)
        b = first.b
        for k, point in enumerate(grid):
            evidence[rows, k], b = _evidence(part, x, _even(point, its_season).prior(len(x)), first, b)
    logs = _mixture(evidence) @ np.log(np.array(grid))
    return Hyper(*np.exp(logs).T, season)


def _even(setting: tuple[float, float, float], season: np.ndarray) -> Hyper:
    """The same setting for every series."""
    return Hyper(*(np.full(len(season), value) for value in setting), season)


def _evidence(series: Series, x: np.ndarray, prior: Prior, first: Fit, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Laplace's approximation to the log evidence of a prior, for each series, and the coefficients it was taken at."""
    b, mu, hessian = newton(series.y, first.weight, x, prior, b, first.phi)
    likelihood = (first.weight * (series.y * np.log(mu) - mu)).sum(1) / first.phi
    penalty = 0.5 * (prior.precision * (b - prior.centre) ** 2).sum(1)
    occam = 0.5 * np.log(prior.precision).sum(1) - 0.5 * np.linalg.slogdet(hessian)[1]
    return likelihood - penalty + occam, b


def _mixture(evidence: np.ndarray) -> np.ndarray:
    """Posterior share of each grid point for each series, the prior shares being learnt from all of them."""
    relative = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    weights = np.full(evidence.shape[1], 1 / evidence.shape[1])
    for _ in range(ROUNDS_OF_EM):
        share = relative * weights
        share /= share.sum(axis=1, keepdims=True)
        weights = (1 - KEPT_FOR_EACH) * share.mean(axis=0) + KEPT_FOR_EACH / len(weights)
    share = relative * weights
    return share / share.sum(axis=1, keepdims=True)


def _group_seasons(series: Series, leaf: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The season of each series' group, from a fit to the sum of the group's lowest-level series."""
    groups = np.unique(series.group)
    y = np.stack([(series.y * series.known)[(series.group == g) & leaf].sum(0) for g in groups])
    known = np.stack([series.known[(series.group == g) & leaf].min(axis=0, initial=True) for g in groups])
    totals = Series(y, known, np.zeros(len(groups), dtype=int))
    found = fit(totals, x, _even(GROUP, np.zeros((len(groups), SEASON.stop - SEASON.start))).prior(len(x)), left_out=1)
    return found.b[:, SEASON][np.searchsorted(groups, series.group)]
