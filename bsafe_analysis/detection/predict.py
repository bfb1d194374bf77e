"""From a fit to what was to be expected: the range of one month, and the chances of what came, alone and in a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bsafe_analysis.detection.calibration import recent_scale
from bsafe_analysis.detection.computed_before import computed_once
from bsafe_analysis.detection.fit import Fit, FitSeries, fit, refit
from bsafe_analysis.detection.hyperparameters import Hyper, in_common, in_common_of_each
from bsafe_analysis.detection.predictive import Predictive, forecast, remembered
from bsafe_analysis.detection.reconciled import reconciled
from bsafe_analysis.detection.robust import LEAST_MEAN

LEAST_HISTORY = 12
RUNS = (2, 3, 5)
RUN_SHARE = {2: 0.10 / 0.35, 3: 0.15 / 0.35, 5: 0.10 / 0.35}
"""How the chance of a false alarm by a run of months is shared between the lengths of run."""
RUN_WITHOUT_ITS_WILDEST = 0.02
"""A run must stand out by its other months too: one wild month and its aftermath are no run."""
STILL_UP = 0.15
"""A run is still running only if its last month itself lies in the outer 15 % of what the level before the run led one
to expect: the months after an event that is over would be listed otherwise (one in ten of the list, not in twenty)."""
PERHAPS_UP = 0.5
"""Series whose month lies fewer standard deviations out, by the level as it stands now, are not looked at for a run."""


@dataclass(frozen=True)
class NextMonth:
    """What the last row of a design is judged by: a fit, and what it leads one to expect.

    `level`: from the fit alone; `plain`: with the short memory of its last errors, parts adding up to their wholes;
    `scale`: by how much lately the ranges of such counts were too narrow. One value a series.
    """

    fitted: Fit
    level: Predictive
    plain: Predictive
    scale: np.ndarray

    @property
    def told(self) -> Predictive:
        """What is printed: the range as wide as it should have been lately."""
        return self.plain.widened(self.scale)


def next_month(series: FitSeries, x: np.ndarray, hyper: Hyper, whole: np.ndarray | None = None) -> NextMonth:
    """What was to be expected of the last month of a design, at whose count nothing here looks.

    `whole`: the row of the whole that each series is part of (`reconciled.wholes_of`), where any is.
    """
    common = in_common(series, x, 1)
    fitted = fit(series, x, hyper.prior(common), left_out=1)
    level = forecast(series, fitted, x, hyper, common, 1)
    plain = remembered(series, fitted, level)
    plain = plain if whole is None else reconciled(plain, whole)
    return NextMonth(fitted, level, plain, recent_scale(series, x, hyper, fitted, 1))


@computed_once
def judge(
    series: FitSeries, x: np.ndarray, hyper: Hyper, observed: np.ndarray, coverage: float, whole: np.ndarray
) -> dict[str, np.ndarray]:
    """The columns of the expectations table for one month (the last row of `x`), all series at once."""
    expected = next_month(series, x, hyper, whole)
    month = expected.told
    tail = (1 - coverage) / 2
    columns = {
        "expected": month.mean,
        "dispersion": expected.plain.phi,
        "lower": month.quantile(tail),
        "upper": month.quantile(1 - tail),
        "p_high": month.chance_high(observed),
        "p_low": month.chance_low(observed),
    }
    return columns | _run_columns(series, x, hyper, expected, observed, columns)


def _run_columns(
    series: FitSeries, x: np.ndarray, hyper: Hyper, month: NextMonth, observed: np.ndarray, alone: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The run of months up to this one that stands out most, on the side on which this month lies."""
    judged = ~np.isnan(observed)
    best = {name: np.full(len(observed), np.nan) for name in ("p_run", "run_months", "run_observed", "run_expected")}
    best["p_run"][judged] = 1.0
    above = judged & (observed > alone["expected"])
    running = judged & (month.level.far_out(observed, PERHAPS_UP))
    history = series.known[:, :-1].sum(1)
    if not running.any():
        return best
    for run, shape in zip(RUNS, in_common_of_each(series, x, RUNS), strict=True):
        last = slice(len(x) - run, len(x))
        # a run has a count in each of its months: it crosses neither a gap nor the edge of an exceptional time
        whole = series.of_run[:, last].all(axis=1)
        rows = np.flatnonzero(running & whole & (history - run + 1 >= LEAST_HISTORY))
        if not len(rows):
            continue
        part, common = series[rows], shape[rows]
        prior = hyper[rows].prior(common)
        fitted = refit(part, x, prior, run, month.fitted[rows])
        told = forecast(part, fitted, x, hyper[rows], common, run)
        seen = (part.y * part.of_run)[:, last].sum(1)
        p = told.chance(seen, above[rows]) / RUN_SHARE[run]
        # what costs more is asked later, and of those alone that all before it has left
        left = np.flatnonzero(p < best["p_run"][rows])
        others = _without_wildest(part[left], fitted.mu[left, last], told[left], above[rows[left]], last)
        left = left[others < RUN_WITHOUT_ITS_WILDEST]
        at = rows[left]
        now = forecast(part[left], fitted[left], x, hyper[at], common[left], 1).chance(observed[at], above[at])
        left = left[now < STILL_UP]
        months = np.full(len(rows), float(run))
        for name, values in (("p_run", p), ("run_months", months), ("run_observed", seen), ("run_expected", told.mean)):
            best[name][rows[left]] = values[left]
    return best


def _without_wildest(part: FitSeries, mu: np.ndarray, told: Predictive, above: np.ndarray, last: slice) -> np.ndarray:
    """The chance of the run's other months, once the month that stands out most is taken out of it."""
    known, mean = part.of_run[:, last], np.maximum(mu, LEAST_MEAN)
    far = np.where(known, (part.y[:, last] - mean) / np.sqrt(mean), 0.0)
    wildest = np.argmax(np.where(above[:, None], far, -far), axis=1)
    kept = known.copy()
    kept[np.arange(len(kept)), wildest] = False
    rest = Predictive(np.maximum((mean * kept).sum(1), LEAST_MEAN), told.phi, told.log_sd, told.spread)
    return rest.chance((part.y[:, last] * kept).sum(1), above)
