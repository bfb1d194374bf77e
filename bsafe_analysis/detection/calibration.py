"""How far off were the engine's own forecasts of the last months? The ranges of large counts are widened by it.

Large counts move for reasons that no past count knows, in some times more than in others, so a range that is right on
the average is wrong for months on end. What is learnt is one number a band of size, from all of its series together and
never from what came later: adaptive conformal inference (Gibbs and Candes 2021) with a variance in place of a quantile.
Small counts need none: their ranges hold, and their chance variation hides the rest.
"""

from __future__ import annotations

import numpy as np

from bsafe_analysis.detection.fit import Fit, FitSeries, refit
from bsafe_analysis.detection.hyperparameters import Hyper, in_common
from bsafe_analysis.detection.predictive import forecast_at

BANDS = (20.0, 100.0)
"""Expected counts a month from which a band begins; below the first nothing is widened."""
MONTHS = 6
LEAST_BEFORE = 12
"""Months of history without which a past forecast says more of its ignorance than of the times."""
USUAL = 1.0
"""Squared error over the variance told, as a rule: what a band is thought to have before its own errors are seen."""
PRIOR_ERRORS, PRIOR_OF_BAND = 60.0, 40.0
"""So many errors is that thought worth for all large series together, and theirs for each band."""
WILDEST = 9.0
"""No squared error counts for more: an event in one series widens nobody's range."""
LEAST, MOST = 1.0, 2.5


def recent_scale(series: FitSeries, x: np.ndarray, hyper: Hyper, fitted: Fit, left_out: int) -> np.ndarray:
    """By how much the standard deviation told of each series is to be multiplied: 1 or more, 1 for the small.

    `fitted`: without the last `left_out` months; nothing of them is looked at. The months before them are forecast
    again, each from those before it. Months of exceptional times teach nothing, but to the first ordinary month after
    them they say how far the world has moved.
    """
    size = np.searchsorted(BANDS, fitted.mu[:, -left_out], side="right")
    rows = np.flatnonzero(size)
    scale = np.ones(len(size))
    if len(rows):
        lags = range(1, MONTHS + 1)
        squares = [_squares(series, x, hyper, fitted, left_out, lag, rows) for lag in lags]
        scale[rows] = _scale(np.column_stack(squares), size[rows])
    return scale


def _squares(
    series: FitSeries, x: np.ndarray, hyper: Hyper, fitted: Fit, left_out: int, lag: int, rows: np.ndarray
) -> np.ndarray:
    """Squared error over variance of the month `lag` before those left out, forecast from what was before it."""
    at, part = len(x) - left_out - lag, series[rows]
    usable = _usable(part, len(x) - left_out)[:, at] & (part.known[:, :at].sum(1) >= LEAST_BEFORE)
    if not usable.any():
        return np.full(len(rows), np.nan)
    common = in_common(series, x, left_out + lag, rounds=1)[rows]
    again = refit(part, x, hyper[rows].prior(common), left_out + lag, fitted[rows])
    told = forecast_at(at, part, again, x, hyper[rows], common)
    square = (part.y[:, at] - told.mean) ** 2 / (told.phi * told.mean + told.spread * told.mean**2)
    return np.where(usable, np.minimum(square, WILDEST), np.nan)


def _usable(part: FitSeries, end: int) -> np.ndarray:
    """Which months' errors count: those that are learnt from; straight after an exceptional time its own as well."""
    returning = ~part.known[:, end - 1] & part.received[:, end - 1]
    return part.known | (part.received & returning[:, None])


def _scale(squares: np.ndarray, band: np.ndarray) -> np.ndarray:
    known = ~np.isnan(squares)
    total, number = np.nansum(squares, axis=1), known.sum(1)
    together = (total.sum() + PRIOR_ERRORS * USUAL) / (number.sum() + PRIOR_ERRORS)
    own, many = np.bincount(band, total), np.bincount(band, number)
    variance = (own + PRIOR_OF_BAND * together) / (many + PRIOR_OF_BAND)
    return np.clip(np.sqrt(variance[band]), LEAST, MOST)
