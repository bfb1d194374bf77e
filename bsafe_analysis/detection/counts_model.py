"""The negative binomial: its tails and quantiles, by mean and variance, and averaged over unknown dispersion."""

from __future__ import annotations

import numpy as np
from scipy import special

_NEARLY_POISSON = 1e-6


def cdf(count: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """P(Y <= count) of a negative binomial with that mean and variance (Poisson where the variance is the mean)."""
    count = np.asarray(count, dtype=float)
    excess = np.maximum(variance / mean - 1, _NEARLY_POISSON)
    size = mean / excess
    return np.where(count < 0, 0.0, special.betainc(size, np.maximum(count, 0) + 1, 1 / (1 + excess)))


def strictly_above(count: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """P(Y > count), from the upper tail itself."""
    excess = np.maximum(variance / mean - 1, _NEARLY_POISSON)
    return special.betaincc(mean / excess, np.asarray(count, dtype=float) + 1, 1 / (1 + excess))


def upper_mid_p(count: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """P(Y > count) + P(Y = count) / 2: the chance of a count at least that high, ties shared.

    Computed from the upper tail itself, so that very small chances keep their digits.
    """
    excess = np.maximum(variance / mean - 1, _NEARLY_POISSON)
    size, p = mean / excess, 1 / (1 + excess)
    above = special.betaincc(size, np.asarray(count, dtype=float) + 1, p)
    at_least = np.where(np.asarray(count) > 0, special.betaincc(size, np.maximum(count, 1e-9), p), 1.0)
    return (above + at_least) / 2


def lower_mid_p(count: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """P(Y < count) + P(Y = count) / 2: the chance of a count at least that low, ties shared."""
    return (cdf(count, mean, variance) + cdf(count - 1, mean, variance)) / 2


def mixture(
    function, count: np.ndarray, mean: np.ndarray, phi: np.ndarray, log_sd: np.ndarray, spread: np.ndarray
) -> np.ndarray:
    """A tail averaged over what is not known of the dispersion: three points of a normal for log phi (Gauss-Hermite).

    `spread`: the squared coefficient of variation of the mean itself; variance = phi * mean + spread * mean^2.
    """
    total = np.zeros(np.shape(mean))
    for node, weight in ((-np.sqrt(3), 1 / 6), (0.0, 2 / 3), (np.sqrt(3), 1 / 6)):
        dispersion = np.maximum(1.0, phi * np.exp(node * log_sd))
        total = total + weight * function(count, mean, dispersion * mean + spread * mean**2)
    return total


def quantile(
    level: float | np.ndarray, mean: np.ndarray, phi: np.ndarray, log_sd: np.ndarray, spread: np.ndarray
) -> np.ndarray:
    """The smallest whole number whose chance of not being exceeded is at least `level`, by bisection."""
    low = np.full(mean.shape, -1.0)
    high = np.ceil(mean + 12 * np.sqrt(phi * np.exp(2 * log_sd) * mean + spread * mean**2) + 12)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        enough = mixture(cdf, middle, mean, phi, log_sd, spread) >= level
        high = np.where(enough, middle, high)
        low = np.where(enough, low, middle)
    return high
