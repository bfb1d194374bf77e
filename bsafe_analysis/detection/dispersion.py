"""How much more than Poisson does each series vary? A weighted Pearson statistic, moderated within its group.

Source of the moderation: Smyth 2004 (Stat Appl Genet Mol Biol 3:3), here on the log scale with a normal prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from bsafe_analysis.detection.counts_model import cdf
from bsafe_analysis.detection.robust import robust_weights

LEAST_MEAN = 1e-6
LEAST_FREEDOM = 3.0
SLOPE_SD = 0.3
LOOSER = 3.0
"""Times the moment estimate of the variance between series: too little shrinking is the safer error."""


def spent(hessian: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """How many coefficients the data, not the prior, decided: trace of the hat matrix."""
    inverse = np.linalg.inv(hessian)
    return precision.shape[1] - (precision * np.diagonal(inverse, axis1=1, axis2=2)).sum(1)


@dataclass(frozen=True)
class Raw:
    """Each series' own log dispersion, the variance of that estimate, and the log of the series' mean."""

    log: np.ndarray
    variance: np.ndarray
    size: np.ndarray


@dataclass(frozen=True)
class GroupDispersion:
    """For each series, its group's mean log dispersion and the variance between the group's series."""

    centre: np.ndarray
    between: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> GroupDispersion:
        return GroupDispersion(self.centre[rows], self.between[rows])


def raw(y: np.ndarray, mu: np.ndarray, weight: np.ndarray, used_up: np.ndarray, phi: np.ndarray) -> Raw:
    """A weighted Pearson statistic, corrected for the down-weighting of outlying months; `phi` is the last estimate."""
    mu = np.maximum(mu, LEAST_MEAN)
    n = weight.sum(1)
    freedom = np.maximum(n - used_up, LEAST_FREEDOM)
    typical = np.maximum((weight * mu).sum(1) / np.maximum(n, 1), LEAST_MEAN)
    pearson = (weight * (y - mu) ** 2 / mu).sum(1) / freedom / correction(typical, phi)
    variance = (2 + 6 * (phi - 1) / typical + 1 / (phi * typical)) / freedom
    return Raw(np.log(np.clip(pearson, 0.2, 60)), variance, np.log(typical))


def common(own: Raw, group: np.ndarray) -> GroupDispersion:
    """What the series of each group have in common, by moments: a mean rising with size, and a spread.

    Large counts vary more beyond Poisson than small ones of the same crime (weather, policing and recording move a
    whole borough), so the mean is a line in the log of the count, its slope shrunk towards nought and never below it.
    """
    w = 1 / (own.variance + 0.02)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(group, w * values)

    weight = np.maximum(total(np.ones(len(group))), 1e-12)
    mean, middle = total(own.log) / weight, total(own.size) / weight
    size = own.size - middle[group]
    slope = np.clip(total(size * own.log) / (total(size**2) + 1 / SLOPE_SD**2), 0.0, 1.0)
    centre = np.maximum(mean[group] + slope[group] * size, 0.0)
    between = total((own.log - centre) ** 2 - own.variance) / weight
    return GroupDispersion(centre, np.maximum(LOOSER * between, 0.01)[group])


def moderated(own: Raw, shared: GroupDispersion) -> tuple[np.ndarray, np.ndarray]:
    """Variance over mean of each series (at least 1), shrunk towards its group, and the sd of its logarithm.

    Log raw values are taken as normal about their group's mean, with a variance between series and their own.
    """
    variance = 1 / (1 / shared.between + 1 / own.variance)
    mean = variance * (shared.centre / shared.between + own.log / own.variance)
    return np.maximum(1.0, np.exp(mean)), np.sqrt(variance)


def correction(mean: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """E[w (y - mu)^2] / (E[w] phi mu): by how much down-weighting makes the Pearson statistic too small."""
    means, phis, table = _correction_table()
    i = np.interp(np.log(mean), np.log(means), np.arange(len(means)))
    j = np.interp(np.log(phi), np.log(phis), np.arange(len(phis)))
    i0, j0 = np.floor(i).astype(int), np.floor(j).astype(int)
    i1, j1 = np.minimum(i0 + 1, len(means) - 1), np.minimum(j0 + 1, len(phis) - 1)
    u, v = i - i0, j - j0
    low = table[i0, j0] * (1 - v) + table[i0, j1] * v
    high = table[i1, j0] * (1 - v) + table[i1, j1] * v
    return low * (1 - u) + high * u


@cache
def _correction_table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    means = np.array([0.05, 0.2, 0.5, 1, 2, 4, 8, 16, 40, 120, 400.0])
    phis = np.array([1.0, 1.5, 2.5, 5, 12])
    table = np.empty((len(means), len(phis)))
    for i, mean in enumerate(means):
        for j, phi in enumerate(phis):
            y = np.arange(int(mean + 14 * np.sqrt(phi * mean) + 20))
            at = np.full(len(y), mean)
            mass = np.diff(cdf(np.append(-1, y), np.full(len(y) + 1, mean), np.full(len(y) + 1, phi * mean)))
            weight = robust_weights(y[None, :].astype(float), at[None, :], np.array([phi]))[0]
            table[i, j] = (mass * weight * (y - mean) ** 2).sum() / ((mass * weight).sum() * phi * mean)
    return means, phis, table
