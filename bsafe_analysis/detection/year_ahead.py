"""The next twelve months of a series as one range: a summed forecast, widened by how past ones of its kind held.

Months to come share the doubt about their level, so a sum of monthly ranges would be far too wide or too narrow: paths
are drawn. Calibration: the factor by which past ranges (rolling starts, exceptional years left out) would have had to
be wider to hold 80 of 100, never under 1; with fewer than 60 past projections 1.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from zlib import crc32

import numpy as np
import pandas as pd

from bsafe_analysis.detection.forecast import predictive_months
from bsafe_analysis.detection.hyperparameters import Hyper
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, months_between

YEAR = 12
PATHS = 2000
HELD = 0.80
"""Of 100 ranges told, so many hold: what members are told is what usually happens, not the edge of what can."""
UNTRIED = 1.3
FEWEST_TRIED = 60
BETWEEN_STARTS = 3
LEAST_HISTORY = 24
USEFUL_FROM = 20.0
"""Fewer a year are not projected."""


@dataclass(frozen=True)
class YearAhead:
    """What one series will hold from `first` to `last`: 80 in 100 such ranges held in past years. None: not foreseen.

    `lower`, `middle`, `upper` are counts of the whole year.
    """

    area: str
    category: str
    first: str
    last: str
    lower: int
    middle: int
    upper: int
    by_month: tuple[float, ...] = ()
    """What is expected of each of its months."""

    @property
    def cannot_be_foreseen(self) -> bool:
        """A range wider than half of what is expected says nothing that anybody can plan by."""
        return self.upper - self.lower > self.middle / 2


@dataclass(frozen=True)
class Tried:
    """How past projections of this workspace held: `inside` of `tried` with the factor `by`; few tried: 0 inside."""

    tried: int
    inside: int
    by: float


def years_ahead(
    counts: pd.DataFrame, areas: Areas, month: str, settings: DetectionSettings
) -> tuple[tuple[YearAhead, ...], Tried]:
    """The twelve months after `month` of every series of `counts`, and how such ranges held in the past."""
    learnt: dict[str, Hyper] = {}
    tried = _tried(counts, areas, month, settings, learnt)
    sums = _sums(counts, areas, month, settings, learnt)
    first, last = add_months(month, 1), add_months(month, YEAR)
    told = []
    for (area, category), (paths, by_month) in sums.items():
        middle = float(np.median(paths))
        if middle >= USEFUL_FROM:
            lower, upper = _held_range(paths, tried.by)
            told.append(YearAhead(area, category, first, last, round(lower), round(middle), round(upper), by_month))
    return tuple(told), tried


def _sums(
    counts: pd.DataFrame, areas: Areas, month: str, settings: DetectionSettings, learnt: dict[str, Hyper]
) -> dict[tuple[str, str], tuple[np.ndarray, tuple[float, ...]]]:
    """Of each series that can be forecast: drawn totals of the twelve months after one, and each month's mean."""
    told = predictive_months(counts, areas, month, settings, YEAR, learnt)
    found = {}
    for (area, category), rows in told.groupby(["area", "category"], sort=False):
        mean, phi, log_sd, spread = (rows[name].to_numpy() for name in ("expected", "phi", "log_sd", "spread"))
        if not np.isnan(mean).any():
            rng = np.random.default_rng([crc32(f"{area}|{category}".encode()), int(month.replace("-", ""))])
            found[str(area), str(category)] = drawn_months(rng, mean, phi, log_sd, spread).sum(1), tuple(mean.tolist())
    return found


def drawn_months(
    rng: np.random.Generator, mean: np.ndarray, phi: np.ndarray, log_sd: np.ndarray, spread: np.ndarray
) -> np.ndarray:
    """Counts of each month (paths x months) over paths of the level: what is unknown of the first month stays, and the
    walk adds to it."""
    steps = np.sqrt(np.maximum(np.diff(spread, prepend=0.0), 0.0))
    level = np.cumsum(rng.standard_normal((PATHS, len(mean))) * steps, axis=1)
    rate = mean * np.exp(level - np.cumsum(steps**2) / 2)
    each = np.maximum(phi * np.exp(log_sd * rng.standard_normal((PATHS, 1))), 1.0 + 1e-6)
    shape = np.maximum(rate / (each - 1), 1e-9)
    return np.asarray(rng.poisson(rng.gamma(shape, each - 1)), dtype="float64")


def _held_range(paths: np.ndarray, by: float) -> tuple[float, float]:
    """The central range of the drawn totals, its distance from their middle so many times as wide, in logs."""
    lower, middle, upper = _central(paths)
    return middle * (lower / middle) ** by, middle * (upper / middle) ** by


def _tried(
    counts: pd.DataFrame, areas: Areas, month: str, settings: DetectionSettings, learnt: dict[str, Hyper]
) -> Tried:
    """The factor with which past projections, none of a year that touches an exceptional time, would have held."""
    months = sorted(counts["month"].unique())
    wide = counts.pivot(index=["area", "category"], columns="month", values="count").astype("float64")
    needed: list[float] = []
    start = add_months(month, -YEAR)
    while start >= add_months(months[0], LEAST_HISTORY - 1):
        year = months_between(add_months(start, 1), add_months(start, YEAR))
        if not any(settings.exceptional_time(m) for m in year) and set(year) <= set(months):
            known = wide[list(year)].sum(axis=1, min_count=YEAR)
            for series, (paths, _) in _sums(counts, areas, start, settings, learnt).items():
                seen = known.get(series, np.nan)
                if not np.isnan(seen) and np.median(paths) >= USEFUL_FROM:
                    needed.append(needed_width(paths, float(seen)))
        start = add_months(start, -BETWEEN_STARTS)
    if len(needed) < FEWEST_TRIED:
        return Tried(len(needed), 0, UNTRIED)
    by = max(1.0, float(np.quantile(needed, HELD, method="higher")))
    return Tried(len(needed), int(sum(n <= by for n in needed)), by)


def _central(paths: np.ndarray) -> tuple[float, float, float]:
    """The ends of the central range and the middle of the drawn totals, at least half an incident: logs are taken."""
    lower, middle, upper = np.quantile(paths, [(1 - HELD) / 2, 0.5, (1 + HELD) / 2])
    return max(float(lower), 0.5), max(float(middle), 0.5), max(float(upper), 0.5)


def needed_width(paths: np.ndarray, seen: float) -> float:
    """How many times as wide the range would have had to be to hold what was seen."""
    lower, middle, upper = _central(paths)
    edge = upper if seen > middle else lower
    return abs(log(max(seen, 0.5) / middle)) / max(abs(log(edge / middle)), 1e-6)
