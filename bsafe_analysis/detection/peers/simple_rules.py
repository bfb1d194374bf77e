"""The rules of today, as yardsticks: what analysts use without a model. Never our alarm.

Each takes counts (series x months, the last column being judged; missing where not known) and returns, one value a
series, the expected count, a score (the larger the more unusual a rise) and the rule's own alarm for a rise.
"""

from __future__ import annotations

import numpy as np

from bsafe_analysis.detection.peers.process_limits import LIMIT, MOVING_RANGE_CUT

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


def poisson_z(counts: np.ndarray, years: int = 3, z: float = 2.326) -> Told:
    """Wheeler's Poisson Z, 2 (sqrt y - sqrt mean), against the mean of the same month in the last three years."""
    past = np.stack([counts[:, -1 - 12 * k] for k in range(1, years + 1) if 12 * k < counts.shape[1]])
    mean = np.nanmean(past, axis=0)
    score = 2 * (np.sqrt(counts[:, -1]) - np.sqrt(mean))
    return mean, score, score > z


def xmr_rules(counts: np.ndarray, months: int = 24) -> Told:
    """XmR limits of the 24 months before, with the NHS rules for a rise: see process_limits."""
    past, now = counts[:, -1 - months : -1], counts[:, -1]
    mean = np.nanmean(past, axis=1)
    ranges = np.abs(np.diff(past, axis=1))
    typical = np.nanmean(ranges, axis=1)
    cut = np.where(ranges > MOVING_RANGE_CUT * typical[:, None], np.nan, ranges)
    spread = np.maximum(np.nanmean(cut, axis=1), LEAST_SPREAD)
    score = (now - mean) / (LIMIT * spread)
    recent = counts[:, -7:]
    above = (recent > mean[:, None]).all(axis=1)
    rising = (np.diff(recent, axis=1) > 0).all(axis=1)
    near = (counts[:, -3:] > (mean + 2 / 3 * LIMIT * spread)[:, None]).sum(axis=1) >= 2
    return mean, score, (score > 1) | above | rising | (near & (score > 2 / 3))
