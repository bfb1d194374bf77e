"""farringtonFlexible, the method of public-health surveillance, re-implemented: a yardstick, not our alarm.

For each series and judged period: a quasi-Poisson regression on comparable periods of earlier years, past outbreaks
weighted down, a trend if it is significant and does not extrapolate, and an upper limit. Written from its description
(Farrington et al. 1996, JRSS A 159:547; Noufaily et al. 2013, Stat Med 32:1206) and from the published behaviour of the
R package surveillance 1.20.3; `compatible` copies that version's standard errors, which use the outlier weights where
the working weights belong. The corrected formula is the default.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from bsafe_analysis.detection.counts_model import cdf

_LEAST_ETA = -30.0
_MOST_STEPS = 25
_BOUNDLESS = 20.0
"""A mean above e^20 a period is no mean of recorded incidents."""


@dataclass(frozen=True)
class Control:
    """How farringtonFlexible looks back and where it draws its line; the names in brackets are the R package's.

    `years` (b), `half_window` (w), `periods` (noPeriods), `left_out` (pastWeeksNotIncluded), `limit` "delta",
    "nbPlugin" or "muan"; `least`: at least so many counts in so many last periods (limit54).
    """

    frequency: int = 12
    years: int = 5
    half_window: int = 1
    periods: int = 4
    left_out: int = 6
    reweight: bool = True
    outlying: float = 2.58
    trend: bool = True
    trend_threshold: float = 1.0
    alpha: float = 0.01
    least: tuple[int, int] = (0, 4)
    limit: str = "nbPlugin"
    compatible: bool = False


@dataclass(frozen=True)
class Judgement:
    """One value a series: mean, upper limit, P(count at least this high), dispersion, trend per period (nan: none)."""

    expected: np.ndarray
    upper: np.ndarray
    p: np.ndarray
    phi: np.ndarray
    trend: np.ndarray
    alarm: np.ndarray


@dataclass(frozen=True)
class _Fit:
    beta: np.ndarray
    mu: np.ndarray
    weight: np.ndarray
    phi: np.ndarray
    covariance: np.ndarray
    freedom: np.ndarray


def baseline(position: int, control: Control) -> tuple[np.ndarray, np.ndarray]:
    """Which periods (0-based) the one at `position` is compared with, and the season block (1 ... periods) of each.

    With one period only the windows of earlier years are used; with more, every period from the first window on, the
    windows being the last block and the stretches between them cut into blocks, the longer ones first.
    """
    f, w = control.frequency, control.half_window
    start = max(position - f * control.years - w, 0)
    every = np.arange(start, position - control.left_out)
    offset = (every - position + w) % f
    if control.periods == 1:
        kept = offset <= 2 * w
        return every[kept], np.ones(int(kept.sum()), dtype=int)
    between = f - 2 * w - 1
    lengths = [len(part) for part in np.array_split(np.arange(between), control.periods - 1)]
    block = np.concatenate([np.full(2 * w + 1, control.periods), np.repeat(np.arange(1, control.periods), lengths)])
    return every, block[offset]


def judge(counts: np.ndarray, position: int, control: Control) -> Judgement:
    """All series (rows of `counts`, periods in columns) at one position, judged from the periods before it.

    Periods that are missing in a series have no part in its baseline. A series with fewer counts than `least` asks for
    gets nan throughout and no alarm.
    """
    counts = np.atleast_2d(counts)
    at, block = baseline(position, control)
    y, seen = np.nan_to_num(counts[:, at]), ~np.isnan(counts[:, at])
    season = (block[:, None] == np.arange(1, control.periods)[None, :]).astype(float)
    now = np.zeros(season.shape[1])
    plain = np.column_stack([np.ones(len(at)), season]), np.concatenate([[1.0], now])
    centre = at.mean()  # centred for the arithmetic only; the trend per period is the same
    trended = np.column_stack([plain[0], at - centre]), np.append(plain[1], position - centre)
    fitted = _fit(y, seen, plain[0], control)
    result = _limits(fitted, plain[1], counts[:, position], np.full(len(y), np.nan), control)
    if control.trend:
        with_trend = _fit(y, seen, trended[0], control)
        keep = _keep_trend(with_trend, trended[1], np.where(seen, y, 0).max(1), control)
        other = _limits(with_trend, trended[1], counts[:, position], with_trend.beta[:, -1], control)
        result = Judgement(*(np.where(keep, b, a) for a, b in zip(_fields(result), _fields(other), strict=True)))
    return _enough(result, counts, position, control)


def _fields(judgement: Judgement) -> tuple[np.ndarray, ...]:
    return (judgement.expected, judgement.upper, judgement.p, judgement.phi, judgement.trend, judgement.alarm)


def _enough(result: Judgement, counts: np.ndarray, position: int, control: Control) -> Judgement:
    least, periods = control.least
    enough = np.nansum(counts[:, max(position - periods + 1, 0) : position + 1], axis=1) >= least
    return Judgement(
        np.where(enough, result.expected, np.nan),
        np.where(enough, result.upper, np.nan),
        result.p,
        result.phi,
        result.trend,
        result.alarm.astype(bool) & enough,
    )


def _fit(y: np.ndarray, seen: np.ndarray, x: np.ndarray, control: Control) -> _Fit:
    ones = seen.astype(float)
    tolerance = 1e-8 if control.compatible else 1e-11
    fitted = _glm(y, ones, x, tolerance)
    if not control.reweight:
        return fitted
    score = _anscombe(y, fitted, x)
    weight = np.where(score > control.outlying, np.maximum(score, control.outlying) ** -2.0, 1.0) * ones
    weight *= (ones.sum(1) / weight.sum(1))[:, None]
    again = _glm(y, weight, x, tolerance)
    return _as_published(again, y) if control.compatible else again


def _glm(y: np.ndarray, prior: np.ndarray, x: np.ndarray, tolerance: float) -> _Fit:
    """Quasi-Poisson regression of every row of `y` on the same design.

    Iteratively reweighted least squares from the counts themselves, each row until its deviance stands still, and the
    dispersion from the weights of the last step: the order of R's glm, so that `compatible` stops where it stops.
    """
    outer = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    eta = np.log(y + 0.1)
    beta, working = np.zeros((len(y), x.shape[1])), np.zeros(y.shape)
    deviance, moving = _deviance(y, y + 0.1, prior), np.ones(len(y), dtype=bool)
    for _ in range(_MOST_STEPS):
        rows = np.flatnonzero(moving)
        mu = np.exp(eta[rows])
        working[rows] = prior[rows] * mu
        information = _information(working[rows], outer)
        target = working[rows] * eta[rows] + prior[rows] * (y[rows] - mu)
        beta[rows] = np.linalg.solve(information, (target @ x)[:, :, None])[:, :, 0]
        eta[rows] = np.clip(beta[rows] @ x.T, _LEAST_ETA, 30)
        before, deviance[rows] = deviance[rows], _deviance(y[rows], np.exp(eta[rows]), prior[rows])
        moving[rows] = np.abs(deviance[rows] - before) / (np.abs(deviance[rows]) + 0.1) >= tolerance
        if not moving.any():
            break
    mu = np.exp(eta)
    freedom = np.maximum((prior > 0).sum(1) - x.shape[1], 1)
    phi = np.maximum(1.0, (working * ((y - mu) / mu) ** 2).sum(1) / freedom)
    unscaled = np.linalg.inv(_information(working, outer))
    return _Fit(beta, mu, prior, phi, phi[:, None, None] * unscaled, freedom)


def _information(working: np.ndarray, outer: np.ndarray) -> np.ndarray:
    columns = int(np.sqrt(outer.shape[1]))
    information = (working @ outer).reshape(-1, columns, columns)
    # a season block without any count drives its mean to nought: a trace of ridge keeps the matrix regular
    return information + np.eye(columns) * (1e-18 * np.trace(information, axis1=1, axis2=2) + 1e-300)[:, None, None]


def _deviance(y: np.ndarray, mu: np.ndarray, prior: np.ndarray) -> np.ndarray:
    return 2 * (prior * (special.xlogy(y, y / mu) - (y - mu))).sum(1)


def _anscombe(y: np.ndarray, fitted: _Fit, x: np.ndarray) -> np.ndarray:
    unscaled = fitted.covariance / fitted.phi[:, None, None]
    leverage = fitted.weight * fitted.mu * np.einsum("tj,ijk,tk->it", x, unscaled, x, optimize=True)
    spread = np.sqrt(fitted.phi[:, None] * np.clip(1 - leverage, 1e-9, None))
    return 1.5 * (np.cbrt(y) ** 2 * fitted.mu ** (-1 / 6) - np.sqrt(fitted.mu)) / spread


def _as_published(fitted: _Fit, y: np.ndarray) -> _Fit:
    """The standard errors of surveillance 1.20.3: outlier weights in place of working weights."""
    residual = (y - fitted.mu) / fitted.mu
    dispersion = (fitted.weight * residual**2).sum(1) / fitted.freedom
    covariance = fitted.covariance * (dispersion / fitted.phi)[:, None, None]
    return _Fit(fitted.beta, fitted.mu, fitted.weight, fitted.phi, covariance, fitted.freedom)


def _keep_trend(fitted: _Fit, now: np.ndarray, largest: np.ndarray, control: Control) -> np.ndarray:
    """The trend stays if three years were seen, it is significant, and it leads to no count larger than any seen."""
    t = fitted.beta[:, -1] / np.sqrt(np.maximum(fitted.covariance[:, -1, -1], 1e-300))
    p = 2 * stats.t.sf(np.abs(t), fitted.freedom)
    significant = p < control.trend_threshold if control.trend_threshold < 1 else np.ones(len(t), dtype=bool)
    predicted = np.exp(np.clip(fitted.beta @ now, -50, 30))
    return significant & (control.years >= 3) & (predicted <= largest)


def _limits(fitted: _Fit, now: np.ndarray, observed: np.ndarray, trend: np.ndarray, control: Control) -> Judgement:
    eta = np.clip(fitted.beta @ now, _LEAST_ETA, 30)
    mu, se = np.exp(eta), np.sqrt(np.einsum("j,ijk,k->i", now, fitted.covariance, now))
    z = stats.norm.isf(control.alpha)
    if control.limit == "delta":
        spread = np.sqrt(4 / 9 * np.cbrt(mu) * (fitted.phi + se**2 * mu))
        upper = np.maximum(mu ** (2 / 3) + z * spread, 0) ** 1.5
        p = stats.norm.sf((np.cbrt(observed) ** 2 - mu ** (2 / 3)) / spread)
    else:
        # where a season was never seen the limit of its mean has no bound: no value, as in the R package
        most = eta + z * se
        mean = (
            np.where(most > _BOUNDLESS, np.nan, np.exp(np.minimum(most, _BOUNDLESS))) if control.limit == "muan" else mu
        )
        upper = _quantile(1 - control.alpha, mean, fitted.phi)
        p = np.where(np.isnan(mean), np.nan, 1 - cdf(observed - 1, mean, fitted.phi * mean))
        mu = np.where(np.isnan(mean), np.nan, mu)
    return Judgement(mu, upper, p, fitted.phi, trend, observed > upper)


def _quantile(level: float, mean: np.ndarray, phi: np.ndarray) -> np.ndarray:
    excess = phi - 1
    broad = stats.nbinom.ppf(level, mean / np.maximum(excess, 1e-12), 1 / phi)
    return np.where(excess > 1e-8, broad, stats.poisson.ppf(level, mean))
