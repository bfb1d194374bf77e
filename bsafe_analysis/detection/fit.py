"""Robust penalised fits of all series at once: Newton steps on stacked matrices, weights, and dispersion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from bsafe_analysis.detection.counts_model import cdf, normal_score

OUTLYING = 2.58
CLEARLY_WITHIN = 1.7
LONGEST_STEP = 2.0
LEAST_MEAN = 1e-6


@dataclass(frozen=True)
class Series:
    """Counts (series x months), whether each is known and comparable (0 / 1), and the group of each series."""

    y: np.ndarray
    known: np.ndarray
    group: np.ndarray


@dataclass(frozen=True)
class Fit:
    """`b` coefficients, `mu` fitted means, `hessian_inverse`, `weight` (0 where not used), `phi` and sd of its log."""

    b: np.ndarray
    mu: np.ndarray
    hessian: np.ndarray
    weight: np.ndarray
    phi: np.ndarray
    log_sd: np.ndarray


def start(y: np.ndarray, known: np.ndarray, b0: np.ndarray) -> np.ndarray:
    """First coefficients: the mean of the known months, and the prior's shape."""
    b = b0.copy()
    b[:, 0] = np.log(((y * known).sum(1) + 0.5) / np.maximum(known.sum(1), 1))
    return b


def newton(y, weight, x, prior, b0, b, phi, steps: int):  # type: ignore[no-untyped-def]
    """`steps` Newton steps towards the penalised optimum; returns b, mu and the Hessian there."""
    outer = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    columns = x.shape[1]
    diagonal = np.arange(columns)

    def at(b):  # type: ignore[no-untyped-def]
        mu = np.exp(np.clip(b @ x.T, -14, 14))
        hessian = ((weight * mu / phi[:, None]) @ outer).reshape(-1, columns, columns)
        hessian[:, diagonal, diagonal] += prior
        return mu, hessian

    for _ in range(steps):
        mu, hessian = at(b)
        gradient = (weight * (y - mu) / phi[:, None]) @ x - prior * (b - b0)
        step = np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
        longest = np.abs(step).max(axis=1, keepdims=True)
        b = b + step * np.minimum(1, LONGEST_STEP / np.maximum(longest, 1e-12))
    return (b, *at(b))


def robust_weights(y: np.ndarray, mu: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """1 for a month that fits, less for one that lies far out on either side (a lockdown must not lower a baseline)."""
    mu = np.maximum(mu, LEAST_MEAN)
    phi = np.broadcast_to(phi[:, None], mu.shape)
    # the Anscombe residual is quick and near enough to say which months could lie out there; those are scored exactly
    rough = 1.5 * (np.cbrt(y) ** 2 * mu ** (-1 / 6) - np.sqrt(mu)) / np.sqrt(phi)
    far = np.abs(rough) > CLEARLY_WITHIN
    weight = np.ones(mu.shape)
    z = np.abs(normal_score(y[far], mu[far], phi[far]))
    weight[far] = np.where(z <= OUTLYING, 1.0, (OUTLYING / np.maximum(z, OUTLYING)) ** 2)
    return weight


def fit(series: Series, x, prior, b0, left_out: int, rounds: int = 3, before: Fit | None = None) -> Fit:  # type: ignore[no-untyped-def]
    """Fit all series with the last `left_out` months given no weight. `before`: a fit to start from."""
    y = series.y
    used = series.known.astype(float).copy()
    used[:, len(x) - left_out :] = 0
    if before is None:
        state = Fit(start(y, used, b0), np.empty(0), np.empty(0), used, np.ones(len(y)), np.zeros(len(y)))
        steps = 6
    else:
        state = replace(before, weight=before.weight * used)
        steps = 2
    for _ in range(rounds):
        b, mu, hessian = newton(y, state.weight, x, prior, b0, state.b, state.phi, steps)
        phi, log_sd = dispersion(y, mu, state.weight, x, hessian, state.phi, series.group)
        weight = used * robust_weights(y, mu, phi)
        state, steps = Fit(b, mu, hessian, weight, phi, log_sd), 3 if before is None else 2
    b, mu, hessian = newton(y, state.weight, x, prior, b0, state.b, state.phi, 2)
    return replace(state, b=b, mu=mu, hessian=hessian)


def dispersion(y, mu, weight, x, hessian, phi, group):  # type: ignore[no-untyped-def]
    """Variance over mean of each series, shrunk towards its group, and the sd of its logarithm.

    A weighted Pearson statistic, corrected for the down-weighting of outlying months, then moderated: log raw values
    are normal about their group's mean with a variance between series (by moments) and their own sampling variance.
    """
    mu = np.maximum(mu, LEAST_MEAN)
    n = weight.sum(1)
    information = np.einsum("it,tj,tk->ijk", weight * mu / phi[:, None], x, x, optimize=True)
    spent = np.trace(np.linalg.solve(hessian, information), axis1=1, axis2=2)
    freedom = np.maximum(n - spent, 3.0)
    typical = np.maximum((weight * mu).sum(1) / np.maximum(n, 1), LEAST_MEAN)
    raw = (weight * (y - mu) ** 2 / mu).sum(1) / freedom / correction(typical, phi)
    log_raw = np.log(np.clip(raw, 0.2, 60))
    own = (2 + 6 * (phi - 1) / typical + 1 / (phi * typical)) / freedom
    centre, between = np.zeros(len(y)), np.zeros(len(y))
    for g in np.unique(group):
        mine = group == g
        centre[mine], between[mine] = _moments(log_raw[mine], own[mine])
    variance = 1 / (1 / between + 1 / own)
    mean = variance * (centre / between + log_raw / own)
    return np.maximum(1.0, np.exp(mean)), np.sqrt(variance)


def _moments(log_raw: np.ndarray, own: np.ndarray) -> tuple[float, float]:
    """Mean and variance between series. Three times the moment estimate: too little shrinking is the safer error."""
    w = 1 / (own + 0.02)
    centre = float((w * log_raw).sum() / w.sum())
    between = float((w * ((log_raw - centre) ** 2 - own)).sum() / w.sum())
    return max(centre, 0.0), max(3 * between, 0.01)


def correction(mean: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """E[w (y - mu)^2] / (E[w] phi mu): by how much down-weighting makes the Pearson statistic too small."""
    means, phis, table = _correction_table()
    i = np.clip(np.interp(np.log(mean), np.log(means), np.arange(len(means))), 0, len(means) - 1)
    j = np.clip(np.interp(np.log(phi), np.log(phis), np.arange(len(phis))), 0, len(phis) - 1)
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
