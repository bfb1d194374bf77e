"""The total of a target year: what was received and what is still to come, as drawn totals that held in the past.

What is to come is the forecaster's own (`year_ahead.py`: paths of the level, summed), never a sum of monthly ranges.
Its distance from its middle is made so many times as wide as past projections of this workspace with as many months
left would have had to be to hold 80 of 100 (rolling starts, exceptional times left out).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd

from bsafe_analysis.detection.forecast import predictive_months
from bsafe_analysis.detection.hyperparameters import Hyper
from bsafe_analysis.detection.year_ahead import (
    BETWEEN_STARTS,
    FEWEST_TRIED,
    HELD,
    LEAST_HISTORY,
    UNTRIED,
    USEFUL_FROM,
    YEAR,
    Tried,
    drawn_months,
    needed_width,
)
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, months_between

Series = tuple[str, str]
"""(place, category)."""


@dataclass(frozen=True)
class YearTotal:
    """The total of one year of one series. `received`: of the months known; `left`: how many are not.

    `totals`: drawn totals of the whole year, in order and as wide as past ones would have had to be; all of them
    `received` where nothing is left.
    """

    received: int
    left: int
    totals: np.ndarray

    @property
    def middle(self) -> int:
        return round(float(np.median(self.totals)))

    @property
    def lower(self) -> int:
        return self.quantile((1 - HELD) / 2)

    @property
    def upper(self) -> int:
        return self.quantile((1 + HELD) / 2)

    def quantile(self, level: float) -> int:
        """The total below which so large a share of the drawn ones lies."""
        return round(float(np.quantile(self.totals, level)))

    def chance_at_most(self, most: int) -> float:
        """How likely the year ends with no more than that."""
        return float(np.mean(self.totals <= most))


def widths(
    counts: pd.DataFrame, areas: Areas, month: str, settings: DetectionSettings, learnt: dict[str, Hyper]
) -> Mapping[int, Tried]:
    """Months left, 1 to 12 -> how past sums of so many months held, up to `month`, and the factor that mends it."""
    months = sorted(counts["month"].unique())
    wide = counts.pivot(index=["area", "category"], columns="month", values="count").astype("float64")
    needed: dict[int, list[float]] = {left: [] for left in range(1, YEAR + 1)}
    start = add_months(month, -1)
    while start >= add_months(months[0], LEAST_HISTORY - 1):
        ahead = [m for m in months_between(add_months(start, 1), add_months(start, YEAR)) if m <= month]
        ordinary = [m for m in ahead if m in wide and not settings.exceptional_time(m)]
        if ordinary == ahead:
            for series, drawn in _drawn_ahead(counts, areas, start, settings, len(ahead), learnt).items():
                _try(needed, drawn, wide.loc[series, ahead].to_numpy())
        start = add_months(start, -BETWEEN_STARTS)
    return {left: _tried(found) for left, found in needed.items()}


def _try(needed: dict[int, list[float]], drawn: np.ndarray, seen: np.ndarray) -> None:
    """Of one past start: for each number of months, how wide its range would have had to be."""
    sums, known = drawn.cumsum(axis=1), seen.cumsum()
    for left in range(1, len(seen) + 1):
        told = sums[:, left - 1]
        if not np.isnan(known[left - 1]) and np.median(told) * YEAR / left >= USEFUL_FROM:
            needed[left].append(needed_width(told, float(known[left - 1])))


def _tried(needed: list[float]) -> Tried:
    if len(needed) < FEWEST_TRIED:
        return Tried(len(needed), 0, UNTRIED)
    by = max(1.0, float(np.quantile(needed, HELD, method="higher")))
    return Tried(len(needed), sum(n <= by for n in needed), by)


def year_totals(
    counts: pd.DataFrame, areas: Areas, month: str, first: str, settings: DetectionSettings,
    wider: Mapping[int, Tried], learnt: dict[str, Hyper],
) -> dict[Series, YearTotal]:  # fmt: skip
    """The twelve months from `first` of every series that can be told, from what was known up to `month`.

    A month of the year that was not received is forecast too, from what was received before it.
    """
    year = months_between(first, add_months(first, YEAR - 1))
    wide = counts[counts["month"] <= month].pivot(index=["area", "category"], columns="month", values="count")
    found: dict[Series, YearTotal] = {}
    for series, row in wide.reindex(columns=list(year)).astype("float64").iterrows():
        known = row.notna().to_numpy()
        if known.all():
            total = int(row.sum())
            found[series] = YearTotal(total, 0, np.full(2, float(total)))
    for last in sorted({_last_known(wide, series, year) for series in wide.index if series not in found}):
        ahead = len(months_between(add_months(last, 1), year[-1]))
        for series, drawn in _drawn_ahead(counts, areas, last, settings, ahead, learnt).items():
            if series in wide.index and series not in found and _last_known(wide, series, year) == last:
                row = wide.loc[series].reindex(list(year)).astype("float64").to_numpy()
                found[series] = _with_known(row, drawn[:, -YEAR:], wider)
    return found


def _last_known(wide: pd.DataFrame, series: object, year: tuple[str, ...]) -> str:
    """The month before the first of the year that is not known; where that is its first, the last known before it."""
    row = wide.loc[series]
    missing = next(m for m in year if m not in row.index or pd.isna(row[m]))
    if missing > year[0]:
        return add_months(missing, -1)
    before = row[row.index < year[0]].dropna()
    return str(before.index.max()) if len(before) else add_months(year[0], -1)


def _with_known(row: np.ndarray, drawn: np.ndarray, wider: Mapping[int, Tried]) -> YearTotal:
    """Months of the year that were received, and drawn ones for those that were not."""
    missing = np.isnan(row)
    paths = drawn[:, missing[-drawn.shape[1] :]].sum(axis=1) if drawn.shape[1] else np.zeros(1)
    left, received = int(missing.sum()), int(np.nansum(row))
    middle = max(float(np.median(paths)), 0.5)
    by = wider[left].by if left in wider else UNTRIED
    widened = middle * (np.maximum(paths, 0.5) / middle) ** by
    return YearTotal(received, left, np.sort(received + widened))


def _drawn_ahead(
    counts: pd.DataFrame, areas: Areas, last: str, settings: DetectionSettings, ahead: int, learnt: dict[str, Hyper]
) -> dict[Series, np.ndarray]:
    """Of each series that can be forecast: drawn counts of each of the months after `last`."""
    told = predictive_months(counts, areas, last, settings, ahead, learnt)
    found = {}
    for (area, category), rows in told.groupby(["area", "category"], sort=False):
        mean, phi, log_sd, spread = (rows[name].to_numpy() for name in ("expected", "phi", "log_sd", "spread"))
        if not np.isnan(mean).any():
            rng = np.random.default_rng([crc32(f"{area}|{category}".encode()), int(last.replace("-", ""))])
            found[str(area), str(category)] = drawn_months(rng, mean, phi, log_sd, spread)
    return found
