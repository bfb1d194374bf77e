"""From a fit to what was to be expected: the range of one month, and the chances of what came, alone and in a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bsafe_analysis.detection.counts_model import lower_mid_p, mixture, quantile, upper_mid_p
from bsafe_analysis.detection.fit import Fit, FitSeries, fit, refit
from bsafe_analysis.detection.hyperparameters import GROUP, GroupShape, Hyper, in_common
from bsafe_analysis.detection.robust import LEAST_MEAN

LEAST_HISTORY = 12
RUNS = (2, 3, 5)
RUN_SHARE = {2: 0.10 / 0.35, 3: 0.15 / 0.35, 5: 0.10 / 0.35}
"""How the chance of a false alarm by a run of months is shared between the lengths of run."""
STEPS_AHEAD = 3
"""The level's random walk moves on from the middle of its last half-year step: (run + 3) / 2 monthly variances."""
RUN_WITHOUT_ITS_WILDEST = 0.02
"""A run must stand out by its other months too: one wild month and its aftermath are no run."""
STILL_UP = 0.15
"""A run is still running only if its last month itself lies in the outer 15 % of what was expected: the months after an
event that is over would be listed otherwise (one in ten of the list instead of one in twenty)."""


@dataclass(frozen=True)
class Predictive:
    """Negative binomial with this mean and variance phi mean + spread mean^2, log phi known to within `log_sd`."""

    mean: np.ndarray
    phi: np.ndarray
    log_sd: np.ndarray
    spread: np.ndarray

    def quantile(self, level: float) -> np.ndarray:
        return quantile(level, self.mean, self.phi, self.log_sd, self.spread)

    def chance_high(self, count: np.ndarray) -> np.ndarray:
        """Mid-p chance of a count at least that high; missing where the count is."""
        return self._chance(upper_mid_p, count)

    def chance_low(self, count: np.ndarray) -> np.ndarray:
        return self._chance(lower_mid_p, count)

    def chance(self, count: np.ndarray, above: np.ndarray) -> np.ndarray:
        """The chance on the side on which each count lies."""
        return np.where(above, self.chance_high(count), self.chance_low(count))

    def _chance(self, tail, count: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
        p = mixture(tail, np.nan_to_num(count), self.mean, self.phi, self.log_sd, self.spread)
        return np.where(np.isnan(count), np.nan, p)


def judge(
    series: FitSeries, x: np.ndarray, hyper: Hyper, observed: np.ndarray, coverage: float
) -> dict[str, np.ndarray]:
    """The columns of the expectations table for one month (the last row of `x`), all series at once."""
    common = in_common(series, x, 1)
    fitted = fit(series, x, hyper.prior(common), left_out=1)
    month = forecast(series, fitted, x, hyper, common, 1)
    tail = (1 - coverage) / 2
    columns = {
        "expected": month.mean,
        "dispersion": month.phi,
        "lower": month.quantile(tail),
        "upper": month.quantile(1 - tail),
        "p_high": month.chance_high(observed),
        "p_low": month.chance_low(observed),
    }
    return columns | _run_columns(series, x, hyper, fitted, observed, columns)


def forecast(series: FitSeries, fitted: Fit, x: np.ndarray, hyper: Hyper, common: GroupShape, run: int) -> Predictive:
    """What the sum of the last `run` known months should be (one month: whether it is known or not)."""
    last = slice(len(x) - run, len(x))
    part = fitted.mu[:, last] * (series.of_run[:, last] if run > 1 else 1.0)
    mean = np.maximum(part.sum(1), LEAST_MEAN)
    centre = (part @ x[last]) / mean[:, None]
    solved = np.linalg.solve(fitted.hessian, centre[:, :, None])[:, :, 0]
    walk = (hyper.level_walk**2 + hyper.shares[:, 1] * GROUP[0] ** 2) * (run + STEPS_AHEAD) / 2
    shared = hyper.doubt(common, hyper.prior(common).precision * solved)
    return Predictive(mean, fitted.phi, fitted.log_sd, (centre * solved).sum(1) + shared + walk)


def _run_columns(
    series: FitSeries, x: np.ndarray, hyper: Hyper, month: Fit, observed: np.ndarray, alone: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The run of months up to this one that stands out most, on the side on which this month lies."""
    judged = ~np.isnan(observed)
    best = {name: np.full(len(observed), np.nan) for name in ("p_run", "run_months", "run_observed", "run_expected")}
    best["p_run"][judged] = 1.0
    above = judged & (observed > alone["expected"])
    running = judged & (np.where(above, alone["p_high"], alone["p_low"]) < STILL_UP)
    history = series.known[:, :-1].sum(1)
    for run in RUNS:
        last = slice(len(x) - run, len(x))
        # a run has a count in each of its months: it crosses neither a gap nor the edge of an exceptional time
        whole = series.of_run[:, last].all(axis=1)
        rows = np.flatnonzero(running & whole & (history - run + 1 >= LEAST_HISTORY))
        if not len(rows):
            continue
        part = series[rows]
        common = in_common(series, x, run)[rows]
        prior = hyper[rows].prior(common)
        fitted = refit(part, x, prior, run, month[rows])
        told = forecast(part, fitted, x, hyper[rows], common, run)
        seen = (part.y * part.of_run)[:, last].sum(1)
        p = told.chance(seen, above[rows]) / RUN_SHARE[run]
        others = _without_wildest(part, fitted.mu, told, above[rows], last)
        better = (p < best["p_run"][rows]) & (others < RUN_WITHOUT_ITS_WILDEST)
        for name, values in (("p_run", p), ("run_months", run), ("run_observed", seen), ("run_expected", told.mean)):
            best[name][rows] = np.where(better, values, best[name][rows])
    return best


def _without_wildest(part: FitSeries, mu: np.ndarray, told: Predictive, above: np.ndarray, last: slice) -> np.ndarray:
    """The chance of the run's other months, once the month that stands out most is taken out of it."""
    known, mean = part.of_run[:, last], np.maximum(mu[:, last], LEAST_MEAN)
    far = np.where(known, (part.y[:, last] - mean) / np.sqrt(mean), 0.0)
    wildest = np.argmax(np.where(above[:, None], far, -far), axis=1)
    kept = known.copy()
    kept[np.arange(len(kept)), wildest] = False
    rest = Predictive(np.maximum((mean * kept).sum(1), LEAST_MEAN), told.phi, told.log_sd, told.spread)
    return rest.chance((part.y[:, last] * kept).sum(1), above)
