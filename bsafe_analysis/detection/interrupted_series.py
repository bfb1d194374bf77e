"""What the months before lead one to expect of the months after, taken together: the interrupted-series view.

For an activity that began in a known month: in the place where it ran and in its controls alike, how many were recorded
after it began, beside a forecast made from the months before it alone? The range owns how far a level may wander by
itself, so it widens with every month.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import grid_of, history_of, hyper_of
from bsafe_analysis.detection.fit import FitSeries, batches, fit
from bsafe_analysis.detection.hyperparameters import Hyper, in_common
from bsafe_analysis.detection.predict import LEAST_HISTORY, next_month
from bsafe_analysis.detection.predictive import Predictive, forecast
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import months_between

COLUMNS = ("area", "category", "months", "observed", "expected", "lower", "upper", "p_high", "p_low")


def interrupted_series(counts: pd.DataFrame, first: str, last: str, settings: DetectionSettings) -> pd.DataFrame:
    """What was recorded from `first` to `last`, together, against a forecast from the months before `first` alone.

    Returns COLUMNS, one row a series; `months`: how many of them were received, and are of ordinary times (the others
    are in neither sum). Missing numbers where a series has less than a year before, or no month after. Looks at nothing
    after `last`.
    """
    length = len(months_between(first, last))
    longer = replace(settings, history_months=settings.history_months + length - 1)
    grid = grid_of(counts)
    history, x, observed = history_of(grid, last, longer)
    after = slice(len(x) - length, len(x))
    received = history.known[:, after]
    received[:, -1] = ~np.isnan(observed) & (settings.exceptional_time(last) is None)
    series = FitSeries(history.y, history.known, history.group, history.leaf)
    enough = (series.known[:, : len(x) - length].sum(1) >= LEAST_HISTORY) & received.any(axis=1)
    values = {name: np.full(len(enough), np.nan) for name in COLUMNS[3:]}
    values["observed"][enough] = (series.y[:, after] * received).sum(1)[enough]
    if enough.any():
        hyper = hyper_of(grid, first, settings, {})
        for rows in batches(series.group, enough):
            told = _together(series[rows], x, hyper[rows], length)
            tail, seen = (1 - settings.coverage) / 2, values["observed"][rows]
            values["expected"][rows] = told.mean
            values["lower"][rows], values["upper"][rows] = told.quantile(tail), told.quantile(1 - tail)
            values["p_high"][rows], values["p_low"][rows] = told.chance_high(seen), told.chance_low(seen)
    whole = {name: pd.array(values[name], dtype="Float64").astype("Int64") for name in ("observed", "lower", "upper")}
    keys = {"area": grid.keys["area"], "category": grid.keys["category"], "months": received.sum(1)}
    return pd.DataFrame(keys | values | whole)


def _together(series: FitSeries, x: np.ndarray, hyper: Hyper, length: int) -> Predictive:
    if length == 1:
        return next_month(series, x, hyper).told
    common = in_common(series, x, length)
    return forecast(series, fit(series, x, hyper.prior(common), left_out=length), x, hyper, common, length)
