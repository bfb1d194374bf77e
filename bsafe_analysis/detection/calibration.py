"""How far off were the engine's own forecasts of the last months? The ranges of large counts are widened by it.

Large counts move for reasons that no past count knows, in some times more than in others, so a range that is right on
the average is wrong for months on end. What is learnt is one number a band of size, from all of its series together and
never from what came later: adaptive conformal inference (Gibbs and Candes 2021) with a variance in place of a quantile.
Small counts need none: their ranges hold, and their chance variation hides the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bsafe_analysis.detection.fit import Fit, FitSeries, Prior, refit
from bsafe_analysis.detection.hyperparameters import GroupShape, Hyper, in_common_of_each
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
LARGEST = len(BANDS)
HEAVIER, HEAVIER_AHEAD = 1.06, 1.13
"""What the root of a mean square lacks of a range for the errors of the largest counts, whose tails are heavier than
the distribution's: of the next month, of the months after it. Learnt on one half of six places by the interval score
(1.07 and 1.08; 1.13 and 1.13), tried on the other half; the first is held to what the width may be (docs/method.md)."""


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
        lately = _scale(_squares(series, x, hyper, fitted, left_out, rows), size[rows])
        scale[rows] = lately * np.where(size[rows] == LARGEST, HEAVIER if left_out == 1 else HEAVIER_AHEAD, 1.0)
    return scale


def _squares(
    series: FitSeries, x: np.ndarray, hyper: Hyper, fitted: Fit, left_out: int, rows: np.ndarray
) -> np.ndarray:
    """Squared error over variance of the MONTHS before those left out (a column each, the newest first).

    Each month is forecast from what was before it; missing where that teaches nothing.
    """
    part, own, ends = series[rows], hyper[rows], [len(x) - left_out - lag for lag in range(1, MONTHS + 1)]
    usable = _usable(part, len(x) - left_out)
    squares = np.full((len(rows), MONTHS), np.nan)
    taken = [
        (lag, at, use)
        for lag, at in enumerate(ends)
        if (use := usable[:, at] & (part.known[:, :at].sum(1) >= LEAST_BEFORE)).any()
    ]
    for (lag, at, use), (again, common) in zip(
        taken, _fitted_before([at for _, at, _ in taken], series, x, own, fitted[rows], rows), strict=True
    ):
        told = forecast_at(at, part, again, x, own, common)
        square = (part.y[:, at] - told.mean) ** 2 / (told.phi * told.mean + told.spread * told.mean**2)
        squares[use, lag] = np.minimum(square, WILDEST)[use]
    return squares


def _fitted_before(
    ends: list[int], series: FitSeries, x: np.ndarray, own: Hyper, fitted: Fit, rows: np.ndarray
) -> Iterator[tuple[Fit, GroupShape]]:
    """The `rows` fitted to what was before each of these months, and what their groups had in common then.

    All months side by side: a few large series at a time fill no matrix.
    """
    if not ends:
        return
    left_out = [len(x) - at for at in ends]
    shapes = [shape[rows] for shape in in_common_of_each(series, x, left_out, rounds=1)]
    each = np.tile(np.arange(len(rows)), len(ends))
    priors = [own.prior(shape) for shape in shapes]
    prior = Prior(np.concatenate([p.precision for p in priors]), np.concatenate([p.centre for p in priors]))
    again = refit(series[rows][each], x, prior, np.repeat(left_out, len(rows)), fitted[each])
    for k, shape in enumerate(shapes):
        yield again[np.arange(k * len(rows), (k + 1) * len(rows))], shape


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
