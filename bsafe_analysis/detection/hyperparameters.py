"""How far may the level wander, the season differ from its group's, the trend run? Learnt from all series together.

Empirical Bayes on a grid: the Laplace evidence of each setting for each series, mixture weights by EM over the series,
then each series' posterior mean of the logarithms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bsafe_analysis.detection.computed_before import computed_once
from bsafe_analysis.detection.design import DAYS, SEASON, precision
from bsafe_analysis.detection.fit import NEARLY, Fit, FitSeries, Prior, batches, fit, newton

LEVEL_WALK = (0.002, 0.01, 0.03, 0.08)
SEASON_SD = (0.03, 0.12, 0.5)
TREND_SD = (0.02, 0.12)
GROUP = (0.02, 0.12, 0.06)
"""Setting with which a group's own total is fitted: (level walk, season about nought, trend)."""
MIDDLE = (0.015, 0.10, 0.05)
SHARED = ((0, 0), (1, 0), (1, 1))
"""What the series of a group may share: nothing, their season, or their trend and steps too. The evidence decides."""
MARGIN = 5.0
"""By how much a group's log evidence must speak for each further thing shared: unrelated series stay apart."""
ROUNDS_OF_EM = 30
USUAL_WALK = (0.35, 0.45, 0.18, 0.02)
"""How series are thought to share out over LEVEL_WALK before any is seen: half a level in a year is rare."""
PRIOR_SERIES = 8
"""So many series is that thought worth: nothing is ruled out, and two wild series make no rule for a third."""


@dataclass(frozen=True)
class Hyper:
    """For each series the monthly sd of its level, of its season and of its yearly trend, all about what it shares.

    `shares`: how much of its group's season, and of its group's trend and steps, a series is thought to share (0 or 1).
    """

    level_walk: np.ndarray
    season: np.ndarray
    trend: np.ndarray
    shares: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> Hyper:
        return Hyper(self.level_walk[rows], self.season[rows], self.trend[rows], self.shares[rows])

    def prior(self, common: GroupShape) -> Prior:
        """Precision and centre of every coefficient."""
        columns = common.centre.shape[1]
        centre = common.centre * self._of_columns(columns)
        centre[:, DAYS] = 1.0
        return Prior(precision(columns, self.level_walk, self.season, self.trend), centre)

    def doubt(self, common: GroupShape, leaning: np.ndarray) -> np.ndarray:
        """The variance that a series' prediction has because what it shares with its group is an estimate itself.

        `leaning`: how far the prediction follows each coefficient of the centre (series x columns).
        """
        felt = leaning * common.scale * self._of_columns(leaning.shape[1])
        return np.einsum("si,sij,sj->s", felt, common.covariance[common.index], felt)

    def _of_columns(self, columns: int) -> np.ndarray:
        """What of each coefficient is shared: season by the first of `shares`, trend and steps by the second."""
        shared = np.repeat(self.shares[:, 1:], columns, axis=1)
        shared[:, SEASON] = self.shares[:, :1]
        return shared


@dataclass(frozen=True)
class GroupShape:
    """What the series of a group may have in common: see `in_common`.

    `centre`: coefficients (series x columns); `scale`: what was left of the group's own; `covariance`: of the group's
    estimates (groups x columns x columns), `index`: each series' group in it.
    """

    centre: np.ndarray
    scale: np.ndarray
    covariance: np.ndarray
    index: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> GroupShape:
        return GroupShape(self.centre[rows], self.scale[rows], self.covariance, self.index[rows])


@computed_once
def learn(series: FitSeries, x: np.ndarray) -> Hyper:
    """Hyper-parameters from a history; its last row of `x` is not used (the judged month)."""
    common = in_common(series, x, left_out=1)
    grid = [(q, h, t) for h in SEASON_SD for t in TREND_SD for q in LEVEL_WALK]
    evidence, shares = np.empty((len(series.y), len(grid))), np.empty((len(series.y), 2))
    for rows in batches(series.group, np.ones(len(series.y), dtype=bool)):
        evidence[rows], shares[rows] = _learn(series[rows], common[rows], x, grid)
    share = _mixture(evidence)
    _, season, trend = np.exp(share @ np.log(np.array(grid))).T
    # the wandering is averaged as a variance, for that is how it enters the range
    return Hyper(np.sqrt(share @ np.array(grid)[:, 0] ** 2), season, trend, shares)


def _learn(
    series: FitSeries, common: GroupShape, x: np.ndarray, grid: list[tuple[float, float, float]]
) -> tuple[np.ndarray, np.ndarray]:
    """The evidence of every setting for each series of a batch, and what each shares with its group."""

    def prior(setting: tuple[float, float, float], shares: np.ndarray) -> Prior:
        return _even(setting, shares).prior(common)

    count = len(series.y)
    tried = [np.tile(np.array(choice, dtype=float), (count, 1)) for choice in SHARED]
    first = fit(series, x, prior(MIDDLE, tried[0]), left_out=1)
    strength = np.column_stack([_evidence(series, x, prior(MIDDLE, t), first, first.b)[0] for t in tried])
    by_group = np.column_stack([np.bincount(series.group, column) for column in strength.T])
    shares = np.array(SHARED, dtype=float)[(by_group - MARGIN * np.arange(len(SHARED))).argmax(axis=1)][series.group]
    evidence, b = np.empty((count, len(grid))), first.b
    for k, point in enumerate(grid):
        evidence[:, k], b = _evidence(series, x, prior(point, shares), first, b)
    return evidence, shares


def _even(setting: tuple[float, float, float], shares: np.ndarray) -> Hyper:
    """The same setting for every series."""
    level_walk, season, trend = (np.full(len(shares), value) for value in setting)
    return Hyper(level_walk, season, trend, shares)


def _evidence(
    series: FitSeries, x: np.ndarray, prior: Prior, first: Fit, b: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Laplace's approximation to the log evidence of a prior, for each series, and the coefficients it was taken at."""
    b, mu, hessian = newton(series.y, first.weight, x, prior, b, first.phi, NEARLY)
    likelihood = (first.weight * (series.y * np.log(mu) - mu)).sum(1) / first.phi
    penalty = 0.5 * (prior.precision * (b - prior.centre) ** 2).sum(1)
    occam = 0.5 * np.log(prior.precision).sum(1) - 0.5 * np.linalg.slogdet(hessian)[1]
    return likelihood - penalty + occam, b


def _mixture(evidence: np.ndarray) -> np.ndarray:
    """Posterior share of each grid point for each series, the prior shares being learnt from all of them."""
    relative = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    prior = np.tile(USUAL_WALK, evidence.shape[1] // len(USUAL_WALK)) * len(USUAL_WALK) / evidence.shape[1]
    weights = prior
    for _ in range(ROUNDS_OF_EM):
        share = relative * weights
        share /= share.sum(axis=1, keepdims=True)
        weights = (share.sum(axis=0) + PRIOR_SERIES * prior) / (len(share) + PRIOR_SERIES)
    share = relative * weights
    return share / share.sum(axis=1, keepdims=True)


def in_common(series: FitSeries, x: np.ndarray, left_out: int, rounds: int = 3) -> GroupShape:
    """What the series of a group may have in common: coefficients of a fit to the sum of its lowest-level series.

    Season, trend and steps (series x columns; the level is each one's own). Of trend and steps a series is given the
    less, the more of the group's total it is itself, lest it be used twice. `rounds`: as for `fit`.
    """
    return in_common_of_each(series, x, (left_out,), rounds)[0]


def in_common_of_each(series: FitSeries, x: np.ndarray, left_out: Sequence[int], rounds: int = 3) -> list[GroupShape]:
    """The same for each of these numbers of months left out, fitted side by side: few groups fill no matrix."""
    groups, index = np.unique(series.group, return_inverse=True)
    counted, times = series.y * series.known, len(left_out)
    y = np.stack([counted[(series.group == g) & series.leaf].sum(0) for g in groups])
    known = np.stack([series.known[(series.group == g) & series.leaf].min(axis=0, initial=True) for g in groups])
    rows, columns = times * len(groups), x.shape[1]
    of_each = np.repeat(np.arange(times), len(groups))
    totals = FitSeries(np.tile(y, (times, 1)), np.tile(known, (times, 1)), of_each, np.ones(rows, dtype=bool))
    nothing = GroupShape(
        np.zeros((rows, columns)), np.zeros((rows, columns)), np.zeros((1, columns, columns)), np.zeros(rows, dtype=int)
    )
    prior = _even(GROUP, np.zeros((rows, 2))).prior(nothing)
    fitted = fit(totals, x, prior, np.asarray(left_out)[of_each], rounds)
    covariance = np.linalg.inv(fitted.hessian)
    shapes = []
    for k, months in enumerate(left_out):
        scale = _not_its_own(counted[:, : len(x) - months].sum(1), y[index, : len(x) - months].sum(1), columns)
        of_this = slice(k * len(groups), (k + 1) * len(groups))
        shapes.append(GroupShape(fitted.b[of_this][index] * scale, scale, covariance[of_this], index))
    return shapes


def _not_its_own(own: np.ndarray, whole: np.ndarray, columns: int) -> np.ndarray:
    """How much of each coefficient of its group's total is not the series itself: of the season all is taken."""
    scale = np.repeat((1 - np.minimum(own / np.maximum(whole, 1), 1))[:, None], columns, axis=1)
    scale[:, [0, DAYS]], scale[:, SEASON] = 0, 1
    return scale
