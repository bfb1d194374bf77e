"""Process limits: the explainable companion view of a series, as NHS "Making Data Count" draws it. Never the alarm.

An XmR chart for counts of any size, a u chart for rates of residents. Both assume no season and no trend, which counts
of crime have; so these views illustrate, and `baseline` decides. Sources: Wheeler, Understanding Variation (1993); NHS
England, Making Data Count; Laney 2002 for the u' chart's allowance for what varies more than Poisson.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

LIMIT = 2.66
"""3 / 1.128: three standard deviations, as the mean of moving ranges of two estimates them."""
MOVING_RANGE_CUT = 3.267
"""Ranges above this many times their mean are special causes themselves and are left out of it."""
RUN = 7


class SpecialCause(StrEnum):
    """The four rules. Which direction is better is judged elsewhere."""

    OUTSIDE = "outside_limits"
    RUN = "seven_on_one_side"
    TREND = "seven_rising_or_falling"
    NEAR_LIMIT = "two_of_three_near_a_limit"


@dataclass(frozen=True)
class ProcessLimits:
    """One value a month; missing where the month is. `causes`: for each month, the rules that its points fulfil."""

    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    causes: tuple[tuple[SpecialCause, ...], ...]


def xmr(counts: Sequence[float | None], rebase_at: Sequence[int] = (), baseline: int | None = None) -> ProcessLimits:
    """Limits of an XmR chart: the mean, and 2.66 times the mean moving range on either side, not below nought.

    `rebase_at`: positions where a new stretch begins, with limits of its own. `baseline`: how many months of a stretch
    its limits are calculated from (default: all of them). A missing month parts no run and gives no range.
    """
    values = np.array([np.nan if v is None else v for v in counts], dtype=float)
    return _charted(values, np.full(len(values), np.nan), rebase_at, lambda part, _: _xmr_limits(part, baseline))


def u_chart(counts: Sequence[float | None], residents: Sequence[float], rebase_at: Sequence[int] = ()) -> ProcessLimits:
    """Limits for recorded incidents per resident: three standard deviations of a Poisson count about the mean rate.

    Widened by Laney's sigma_z where counts vary more than Poisson (nearly always). Rates, not counts, are returned.
    """
    values = np.array([np.nan if v is None else v for v in counts], dtype=float)
    size = np.asarray(residents, dtype=float)
    return _charted(values / size, size, rebase_at, _u_limits)


def _charted(values, sizes, rebase_at, limits) -> ProcessLimits:  # type: ignore[no-untyped-def]
    centre, lower, upper = (np.full(len(values), np.nan) for _ in range(3))
    causes: list[tuple[SpecialCause, ...]] = []
    edges = [0, *sorted(p for p in rebase_at if 0 < p < len(values)), len(values)]
    for first, last in itertools.pairwise(edges):
        part = slice(first, last)
        centre[part], lower[part], upper[part] = limits(values[part], sizes[part])
        causes += _special(values[part], centre[part], lower[part], upper[part])
    return ProcessLimits(
        centre, np.where(np.isnan(values), np.nan, lower), np.where(np.isnan(values), np.nan, upper), tuple(causes)
    )


def _xmr_limits(values: np.ndarray, baseline: int | None) -> tuple[float, float, float]:
    used = values[:baseline]
    used = used[~np.isnan(used)]
    if len(used) < 2:
        return np.nan, np.nan, np.nan
    ranges = np.abs(np.diff(used))
    kept = ranges[ranges <= MOVING_RANGE_CUT * ranges.mean()]
    mean, reach = used.mean(), LIMIT * kept.mean()
    return mean, max(mean - reach, 0.0), mean + reach


def _u_limits(rates: np.ndarray, sizes: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    known = ~np.isnan(rates)
    if known.sum() < 2:
        return np.nan, np.full(len(rates), np.nan), np.full(len(rates), np.nan)
    mean = float((rates[known] * sizes[known]).sum() / sizes[known].sum())
    sd = np.sqrt(max(mean, 1e-12) / sizes)
    ranges = np.abs(np.diff(((rates - mean) / sd)[known]))
    extra = max(1.0, float(ranges.mean()) / 1.128)
    return mean, np.maximum(mean - 3 * extra * sd, 0.0), mean + 3 * extra * sd


def _special(values, centre, lower, upper) -> list[tuple[SpecialCause, ...]]:  # type: ignore[no-untyped-def]
    at = [int(i) for i in np.flatnonzero(~np.isnan(values) & ~np.isnan(centre))]
    found: dict[int, set[SpecialCause]] = {i: set() for i in range(len(values))}
    marked = {
        SpecialCause.OUTSIDE: [i for i in at if not lower[i] <= values[i] <= upper[i]],
        SpecialCause.RUN: _runs_of_signs(at, [int(np.sign(values[i] - centre[i])) for i in at], RUN),
        SpecialCause.TREND: _trends(at, values),
        SpecialCause.NEAR_LIMIT: _near_a_limit(at, values, centre, lower, upper),
    }
    for cause, rows in marked.items():
        for i in rows:
            found[i].add(cause)
    return [tuple(sorted(found[i])) for i in range(len(values))]


def _runs_of_signs(at: list[int], signs: list[int], length: int) -> list[int]:
    """The months of every stretch of `length` equal signs, none of them nought."""
    ends = [k for k in range(length, len(at) + 1) if abs(sum(signs[k - length : k])) == length]
    return [i for k in ends for i in at[k - length : k]]


def _trends(at: list[int], values: np.ndarray) -> list[int]:
    steps = [int(np.sign(values[b] - values[a])) for a, b in itertools.pairwise(at)]
    ends = [k for k in range(RUN, len(at) + 1) if abs(sum(steps[k - RUN : k - 1])) == RUN - 1]
    return [i for k in ends for i in at[k - RUN : k]]


def _near_a_limit(at, values, centre, lower, upper) -> list[int]:  # type: ignore[no-untyped-def]
    rows: list[int] = []
    for k in range(2, len(at)):
        for sign, limit in ((1, upper), (-1, lower)):
            near = [i for i in at[k - 2 : k + 1] if _near(values[i], centre[i], limit[i], sign)]
            rows += near if len(near) >= 2 else []
    return rows


def _near(value: float, centre: float, limit: float, sign: int) -> bool:
    """In the outer third between centre and limit, not beyond it."""
    return bool(2 / 3 <= sign * (value - centre) / max(abs(limit - centre), 1e-12) <= 1)
