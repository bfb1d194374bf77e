"""What a forecaster would reach for: exponential smoothing and Theta, averaged, by statsmodels. A yardstick.

Series by series and slow (half a second each), so few are asked. Sources: Hyndman et al. 2008 (ETS), Assimakopoulos
and Nikolopoulos 2000 (Theta); the mean of a few such methods is what won or came near in the M competitions.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SEASON = 12
SEASONAL_FROM = 36
"""Months of history before a season of twelve is tried: with fewer the criterion never chooses it."""
LEAST_SD = 0.3


@dataclass(frozen=True)
class Smoothed:
    """Normal forecasts of the months ahead: mean and standard deviation, one value a month."""

    mean: np.ndarray
    sd: np.ndarray


def ets_and_theta(history: np.ndarray, ahead: int = 1) -> Smoothed:
    """The mean of the best exponential smoothing (by AICc) and of Theta; their standard deviations averaged too.

    `history`: one series of counts, oldest first, missing months as nan (drawn as straight lines between neighbours).
    """
    y = _filled(history)
    if np.ptp(y) == 0:
        return Smoothed(np.full(ahead, y[-1]), np.full(ahead, np.sqrt(max(y[-1], LEAST_SD))))
    told = [_ets(y, ahead), _theta(y, ahead)]
    return Smoothed(*(np.mean([getattr(each, name) for each in told], axis=0) for name in ("mean", "sd")))


def last_month(history: np.ndarray, ahead: int = 1) -> Smoothed:
    """The last count again, as far off as such a forecast was before."""
    y = _filled(history)
    steps = np.arange(1, ahead + 1)
    sd = [np.sqrt(np.mean((y[k:] - y[:-k]) ** 2)) if len(y) > k + 2 else np.std(y) for k in steps]
    return Smoothed(np.full(ahead, y[-1]), np.maximum(sd, LEAST_SD))


def _filled(history: np.ndarray) -> np.ndarray:
    known = np.flatnonzero(~np.isnan(history))
    held = np.arange(known[0], len(history))
    return np.interp(held, known, history[known])


def _candidates(months: int) -> Sequence[dict[str, object]]:
    plain: list[dict[str, object]] = [{}, {"trend": "add", "damped_trend": True}]
    return plain + ([{"seasonal": "add", "seasonal_periods": SEASON}] if months >= SEASONAL_FROM else [])


def _ets(y: np.ndarray, ahead: int) -> Smoothed:
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # a second to import, and only a back test asks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = [ETSModel(pd.Series(y), error="add", **kind).fit(disp=0) for kind in _candidates(len(y))]
        best = min(fitted, key=lambda it: it.aicc if np.isfinite(it.aicc) else np.inf)
        told = best.get_prediction(start=len(y), end=len(y) + ahead - 1)
    return Smoothed(np.asarray(told.predicted_mean), np.maximum(np.sqrt(np.asarray(told.forecast_variance)), LEAST_SD))


def _theta(y: np.ndarray, ahead: int) -> Smoothed:
    import pandas as pd
    from statsmodels.tsa.forecasting.theta import ThetaModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        months = pd.Series(y, index=pd.period_range("2000-01", periods=len(y), freq="M"))
        fitted = ThetaModel(months, period=SEASON, deseasonalize=len(y) >= 2 * SEASON).fit()
        mean = np.asarray(fitted.forecast(ahead))
        range_ = fitted.prediction_intervals(ahead, alpha=0.3173).to_numpy()
    return Smoothed(mean, np.maximum((range_[:, 1] - range_[:, 0]) / 2, LEAST_SD))
