"""The distribution that a count is expected to follow: from a fit, and from a short memory of its last errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bsafe_analysis.detection.counts_model import lower_mid_p, mixture, quantile, upper_mid_p
from bsafe_analysis.detection.fit import Fit, FitSeries
from bsafe_analysis.detection.hyperparameters import GROUP, GroupShape, Hyper
from bsafe_analysis.detection.robust import LEAST_MEAN, OUTLYING

MEMORY = (0.25, 0.15, 0.10)
"""What lasts of the last three months' errors, the newest first, as shares of series that are large. A level that
moved and a robust fit that does not believe it yet: calm years lose nothing by it, volatile ones gain a tenth."""
FADING = 0.8
"""... and how much of that is left a month later."""
FEW = 4.0
"""A series of so many a month keeps half of it."""


@dataclass(frozen=True)
class Predictive:
    """Negative binomial with this mean and variance phi mean + spread mean^2, log phi known to within `log_sd`."""

    mean: np.ndarray
    phi: np.ndarray
    log_sd: np.ndarray
    spread: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> Predictive:
        return Predictive(self.mean[rows], self.phi[rows], self.log_sd[rows], self.spread[rows])

    def widened(self, scale: np.ndarray) -> Predictive:
        """The same mean, its standard deviation so many times as large."""
        return replace(self, phi=self.phi * scale**2, spread=self.spread * scale**2)

    def quantile(self, level: float | np.ndarray) -> np.ndarray:
        return quantile(level, self.mean, self.phi, self.log_sd, self.spread)

    def chance_high(self, count: np.ndarray) -> np.ndarray:
        """Mid-p chance of a count at least that high; missing where the count is."""
        return self._chance(upper_mid_p, count)

    def chance_low(self, count: np.ndarray) -> np.ndarray:
        return self._chance(lower_mid_p, count)

    def chance(self, count: np.ndarray, above: np.ndarray) -> np.ndarray:
        """The chance on the side on which each count lies."""
        p = np.empty(len(count))
        p[above], p[~above] = self[above].chance_high(count[above]), self[~above].chance_low(count[~above])
        return p

    def far_out(self, count: np.ndarray, sds: float) -> np.ndarray:
        """Whether each count lies so many standard deviations out, on either side: quick and rough."""
        return np.abs(count - self.mean) > sds * np.sqrt(self.phi * self.mean + self.spread * self.mean**2)

    def _chance(self, tail: Callable[..., np.ndarray], count: np.ndarray) -> np.ndarray:
        p = mixture(tail, np.nan_to_num(count), self.mean, self.phi, self.log_sd, self.spread)
        return np.where(np.isnan(count), np.nan, p)


def joined_predictions(parts: Sequence[Predictive]) -> Predictive:
    """The series of all parts, in their order."""
    names = ("mean", "phi", "log_sd", "spread")
    return Predictive(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def forecast(
    series: FitSeries, fitted: Fit, x: np.ndarray, hyper: Hyper, common: GroupShape, run: int, further: int = 0
) -> Predictive:
    """What the sum of the last `run` known months should be (one month: whether it is known or not).

    A run is set beside the level before it, without the short memory of what the last months made of that level.
    `further`: how many of the months just before them are to come as well; the walk of the design stands still in them.
    """
    last = slice(len(x) - run, len(x))
    part = fitted.mu[:, last] * (series.of_run[:, last] if run > 1 else 1.0)
    mean = np.maximum(part.sum(1), LEAST_MEAN)
    centre = (part @ x[last]) / mean[:, None]
    solved = np.linalg.solve(fitted.hessian, centre[:, :, None])[:, :, 0]
    # the judged month has no step of its own: the walk into it is added, those between the months left out are fitted
    walk = (hyper.level_walk**2 + hyper.shares[:, 1] * GROUP[0] ** 2) * (1 / run + further)
    shared = hyper.doubt(common, hyper.prior(common).precision * solved)
    return Predictive(mean, fitted.phi, fitted.log_sd, (centre * solved).sum(1) + shared + walk)


def forecast_at(
    at: int, series: FitSeries, fitted: Fit, x: np.ndarray, hyper: Hyper, common: GroupShape, further: int = 0
) -> Predictive:
    """What the month in row `at` should be: `forecast` with that row as the last, and the short memory of its past."""
    until, held = replace(fitted, mu=fitted.mu[:, : at + 1]), series.until(at + 1)
    return remembered(held, until, forecast(held, until, x[: at + 1], hyper, common, 1, further), further)


def remembered(series: FitSeries, fitted: Fit, told: Predictive, further: int = 0) -> Predictive:
    """What was told of the last month, its mean moved by how the months before it lay off."""
    return replace(told, mean=told.mean * np.exp(FADING**further * short_memory(series, fitted, 1 + further)))


def short_memory(series: FitSeries, fitted: Fit, left_out: int) -> np.ndarray:
    """By how much the three months before those left out lay above their fit, as far as it tends to last.

    The smaller the count, the less of it: there it is mostly chance. No month weighs more than one that just fits.
    """
    first = series.y.shape[1] - left_out
    rows = [first - lag for lag in range(1, len(MEMORY) + 1)]
    mean = np.maximum(fitted.mu[:, rows], LEAST_MEAN)
    off = (series.y[:, rows] - mean) / (mean + 0.5)
    most = OUTLYING * np.sqrt(fitted.phi[:, None] / (mean + 0.5))
    kept = np.clip(off, -most, most) * series.known[:, rows] * mean / (mean + FEW)
    return kept @ np.array(MEMORY)
