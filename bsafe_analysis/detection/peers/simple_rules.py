"""The rules of today, as yardsticks: what analysts use without a model. Never our alarm.

Each takes counts (series x months, the last column being judged; missing where not known) and returns, one value a
series, the expected count, a score (the larger the more unusual a rise) and the rule's own alarm for a rise.
"""

from __future__ import annotations

import numpy as np

LIMIT = 2.66
"""3 / 1.128: three standard deviations, as the mean of moving ranges of two estimates them."""
MOVING_RANGE_CUT = 3.267
"""Ranges above this many times their mean are special causes themselves and are left out of it."""
RUN = 7
"""Months on one side of the mean, or rising one after another, that are no chance."""
Told = tuple[np.ndarray, np.ndarray, np.ndarray]
LEAST_SPREAD = 0.3
"""A history of equal counts has no spread of its own; without a floor any change would be infinitely unusual."""


def same_month_last_year(counts: np.ndarray, change: float = 0.20) -> Told:
    """Alarm where the month is more than 20 % above the same month of last year."""
    now, then = counts[:, -1], counts[:, -13]
    score = (now - then) / np.maximum(then, LEAST_SPREAD)
    return then, score, now > (1 + change) * then


def rolling_mean(counts: np.ndarray, months: int = 12, sds: float = 2.0) -> Told:
    """Alarm above the mean of the last twelve months plus two standard deviations."""
    past = counts[:, -1 - months : -1]
    mean, sd = np.nanmean(past, axis=1), np.nanstd(past, axis=1, ddof=1)
    score = (counts[:, -1] - mean) / np.maximum(sd, LEAST_SPREAD)
    return mean, score, score > sds


def xmr_rules(counts: np.ndarray, months: int = 24) -> Told:
    """XmR limits of the 24 months before, with the NHS rules for a rise: a point above the limit, seven above the mean,
    seven rising, two of three near the limit.

    Sources: Wheeler, Understanding Variation (1993); NHS England, Making Data Count. They assume no season and no
    trend, which counts of crime have.
    """
    past, now = counts[:, -1 - months : -1], counts[:, -1]
    mean = np.nanmean(past, axis=1)
    ranges = np.abs(np.diff(past, axis=1))
    typical = np.nanmean(ranges, axis=1)
    cut = np.where(ranges > MOVING_RANGE_CUT * typical[:, None], np.nan, ranges)
    spread = np.maximum(np.nanmean(cut, axis=1), LEAST_SPREAD)
    score = (now - mean) / (LIMIT * spread)
    recent = counts[:, -RUN:]
    above = (recent > mean[:, None]).all(axis=1)
    rising = (np.diff(recent, axis=1) > 0).all(axis=1)
    near = (counts[:, -3:] > (mean + 2 / 3 * LIMIT * spread)[:, None]).sum(axis=1) >= 2
    return mean, score, (score > 1) | above | rising | (near & (score > 2 / 3))
