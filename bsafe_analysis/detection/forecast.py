"""The next months: how many of each category in each place, with ranges, adding up, and silent where nothing is known.

The same model as the expectation, looking further, and put together as it is (`reconciled.py`), so that neighbourhoods
+ not placed = areas + not placed = borough wherever the counts themselves add up.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import grid_of, history_of, hyper_of, of_ordinary_times, wholes_before
from bsafe_analysis.detection.calibration import recent_scale
from bsafe_analysis.detection.computed_before import computed_once
from bsafe_analysis.detection.design import design
from bsafe_analysis.detection.fit import FitSeries, batches, fit
from bsafe_analysis.detection.hyperparameters import Hyper, in_common
from bsafe_analysis.detection.predict import LEAST_HISTORY
from bsafe_analysis.detection.predictive import Predictive, forecast_at
from bsafe_analysis.detection.reconciled import among, reconciled
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import FORECAST_COLUMNS
from bsafe_analysis.model.periods import add_months, month_index, months_between

USEFUL_FROM = 2.0
"""Below this many a month no forecast beats the mean of the last year by more than a hair: pages stay silent."""
FURTHEST = 6


def forecast_months(
    counts: pd.DataFrame,
    areas: Areas,
    last: str,
    settings: DetectionSettings,
    ahead: int = FURTHEST,
    learnt: dict[str, Hyper] | None = None,
) -> pd.DataFrame:
    """What is expected of each of the `ahead` months after `last`, from what was known up to `last` and nothing later.

    Returns findings.FORECAST_COLUMNS, one row a series and month; the range is central at `settings.coverage`. Missing
    numbers where a series has under a year of history; `useful` is false there and below USEFUL_FROM a month. `learnt`:
    as for `baseline.expect`.
    """
    told = predictive_months(counts, areas, last, settings, ahead, {} if learnt is None else learnt)
    tail = (1 - settings.coverage) / 2
    predictive = Predictive(*(told[name].to_numpy() for name in ("expected", "phi", "log_sd", "spread")))
    known = told["expected"].notna().to_numpy()
    for name, level in (("lower", tail), ("upper", 1 - tail)):
        told[name] = pd.array(np.where(known, predictive.quantile(level), np.nan), dtype="Float64").astype("Int64")
    told["useful"] = told["expected"] >= USEFUL_FROM
    return told[list(FORECAST_COLUMNS)]


def predictive_months(
    counts: pd.DataFrame, areas: Areas, last: str, settings: DetectionSettings, ahead: int, learnt: dict[str, Hyper]
) -> pd.DataFrame:
    """area, category, month, and the whole forecast: expected, phi, log_sd, spread (as in `Predictive`), adding up."""
    grid = grid_of(counts.assign(count=counts["count"].where(counts["month"] <= last)))
    end = add_months(last, ahead)
    series, usual, _ = history_of(grid, end, settings)
    whole = wholes_before(grid, end, series, areas.parents)
    window = months_between(add_months(end, 1 - len(usual)), end)
    x = design(len(usual), month_index(end), ahead, of_ordinary_times(window, settings))
    enough = series.known.sum(1) >= LEAST_HISTORY
    names = ("expected", "phi", "log_sd", "spread")
    values = {name: np.full((len(enough), ahead), np.nan) for name in names}
    if enough.any():
        hyper = hyper_of(grid, add_months(last, 1), settings, learnt)
        for rows in batches(series.group, enough):
            for k, told in enumerate(_each_month(series[rows], x, hyper[rows], ahead, among(whole, rows))):
                for name, found in zip(names, (told.mean, told.phi, told.log_sd, told.spread), strict=True):
                    values[name][rows, k] = found
    months = months_between(add_months(last, 1), end)
    parts = [
        grid.keys[["area", "category"]].assign(month=month, **{name: values[name][:, k] for name in names})
        for k, month in enumerate(months)
    ]
    return pd.concat(parts, ignore_index=True)


@computed_once
def _each_month(series: FitSeries, x: np.ndarray, hyper: Hyper, ahead: int, whole: np.ndarray) -> list[Predictive]:
    common = in_common(series, x, ahead)
    fitted = fit(series, x, hyper.prior(common), left_out=ahead)
    scale = recent_scale(series, x, hyper, fitted, ahead)
    rows = range(len(x) - ahead, len(x))
    told = (forecast_at(at, series, fitted, x, hyper, common, further) for further, at in enumerate(rows))
    return [reconciled(month, whole).widened(scale) for month in told]
