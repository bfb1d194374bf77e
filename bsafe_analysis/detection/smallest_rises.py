"""What could have been seen? The smallest rise in each series that the engine would probably find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import grid_of, history_of, hyper_of
from bsafe_analysis.detection.calibration import recent_scale
from bsafe_analysis.detection.computed_before import computed_once
from bsafe_analysis.detection.counts_model import mixture, strictly_above
from bsafe_analysis.detection.fit import FitSeries, batches, fit, refit
from bsafe_analysis.detection.hyperparameters import Hyper, in_common
from bsafe_analysis.detection.predict import LEAST_HISTORY
from bsafe_analysis.detection.predict import RUN_SHARE as OF_RUNS
from bsafe_analysis.detection.predictive import Predictive, forecast, joined_predictions
from bsafe_analysis.detection.rules import MONTH_SHARE, RUN_SHARE, bar_of_a_list, weights
from bsafe_analysis.model.cycle import DetectionSettings

POWER = 0.8
MONTHS = (1, 3)
PAID = {1: MONTH_SHARE, 3: RUN_SHARE * OF_RUNS[3]}
"""The share of the chance of a false alarm that a month by itself has, and a run of three."""
LARGEST = 1e4
"""No rise of more than so many times the expected count (and as many incidents) is looked for."""


def smallest_rises(
    counts: pd.DataFrame,
    month: str,
    settings: DetectionSettings,
    alarm: float | None = None,
    power: float = POWER,
    learnt: dict[str, Hyper] | None = None,
) -> pd.DataFrame:
    """How many more incidents a month would be found with chance `power`, if they came for one month or for three?

    Returns area, category, expected, rise_in_1, rise_in_3 (incidents a month above expected; missing where there is no
    expectation). "Found": the total's chance, the uncertainty of the expectation included, falls below `alarm`, or
    below that at which the series would be the first finding of its month's list: its weight in the family, and what a
    month or a run of three pays for there being other rules. `learnt`: as for `baseline.expect`.
    """
    grid = grid_of(counts)
    series, x, _ = history_of(grid, month, settings)
    enough = series.known[:, :-1].sum(1) >= LEAST_HISTORY + max(MONTHS)
    table = grid.keys[["area", "category"]].assign(
        **{name: np.nan for name in ("expected", *(f"rise_in_{run}" for run in MONTHS))}
    )
    if not enough.any():
        return table
    hyper = hyper_of(grid, month, settings, {} if learnt is None else learnt)
    parts = [(rows, _totals(series[rows], x, hyper[rows])) for rows in batches(series.group, enough)]
    order = np.concatenate([rows for rows, _ in parts])
    every = {run: joined_predictions([told[run] for _, told in parts]) for run in MONTHS}
    table.loc[order, "expected"] = every[1].mean
    history = series.known[order, :-1].sum(1).astype(float)
    first = bar_of_a_list(weights(every[1].mean, every[1].phi, history), settings.false_discovery_rate)
    for run in MONTHS:
        bar = first * PAID[run] if alarm is None else np.full(len(order), alarm)
        table.loc[order, f"rise_in_{run}"] = _smallest(every[run], bar, power) / run
    return table


@computed_once
def _totals(series: FitSeries, x: np.ndarray, hyper: Hyper) -> dict[int, Predictive]:
    """What is expected of the last month and of the last three together, whether they were received or not."""
    common = in_common(series, x, 1)
    fitted = fit(series, x, hyper.prior(common), left_out=1)
    whole = replace(series, of_run=np.ones(series.known.shape, dtype=bool))
    # a month is judged by its range, as wide as lately it should have been; a run by the fit alone, as in `predict`
    scale = {1: recent_scale(series, x, hyper, fitted, 1)}
    told = {}
    for run in MONTHS:
        if run > 1:
            common = in_common(series, x, run)
        again = refit(series, x, hyper.prior(common), run, fitted) if run > 1 else fitted
        told[run] = forecast(whole, again, x, hyper, common, run).widened(scale.get(run, np.ones(len(hyper.trend))))
    return told


def _smallest(told: Predictive, alarm: np.ndarray, power: float) -> np.ndarray:
    """The smallest addition to the mean that carries the count past its alarm with chance `power`, by bisection."""
    bar = told.quantile(1 - alarm)
    low, high = np.zeros(len(told.mean)), LARGEST * (told.mean + 1)
    for _ in range(60):
        middle = (low + high) / 2
        mean = told.mean + middle
        seen = mixture(strictly_above, bar, mean, told.phi, told.log_sd, told.spread) >= power
        high, low = np.where(seen, middle, high), np.where(seen, low, middle)
    return high
