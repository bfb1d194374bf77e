"""A place's month as a whole: all categories together beside what was expected of them.

Expectations of categories are added up. Their errors do not cancel as independent ones would (a lockdown, a new system
or a warm month moves many at once), so the variance of the sum is that of independent categories times a factor learnt
from the place's own last year. Everything is read from the expectations table, so that a reader with that table can
work it out again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from bsafe_analysis.model.cycle import DetectionSettings

USUAL = 1.5
"""Squared error of a sum over that of independent categories: the mean over calm months of two boroughs was 1.6."""
WORTH = 20.0
"""So many months' errors is that thought worth before the place's own are seen."""
LEAST, MOST = 1.0, 6.0
LEARNT_FROM = 12
"""The last so many months before it that were judged."""
FEWEST_CATEGORIES = 4
"""The sum of fewer says nothing that they do not say themselves."""


@dataclass(frozen=True)
class WholeMonth:
    """All categories of a place together. `lower`, `upper`: whole numbers, at the coverage of detection.yml."""

    area: str
    month: str
    observed: int
    expected: float
    lower: int
    upper: int


def whole_month(
    expectations: pd.DataFrame,
    area: str,
    categories: Collection[str],
    month: str,
    settings: DetectionSettings,
    fewest: int = FEWEST_CATEGORIES,
) -> WholeMonth | None:
    """The month of one place. None where a category has no count or no expectation, or there are too few of them.

    `expectations`: findings.EXPECTATION_COLUMNS, with the months before where they were judged; `categories`: those
    that are counted together, `fewest` of them at least.
    """
    rows = expectations[(expectations["area"] == area) & expectations["category"].isin(set(categories))]
    sums = _sums(rows, len(set(categories)), settings)
    if len(set(categories)) < fewest or month not in sums.index:
        return None
    now = sums.loc[month]
    half = _z(settings) * np.sqrt(_factor(sums, month, settings) * now["variance"])
    return WholeMonth(
        area, month, int(now["observed"]), float(now["expected"]),
        max(int(np.floor(now["expected"] - half)), 0), int(np.ceil(now["expected"] + half)),
    )  # fmt: skip


def _sums(rows: pd.DataFrame, categories: int, settings: DetectionSettings) -> pd.DataFrame:
    """observed, expected and variance (of independent categories) of each month in which all are counted and judged."""
    told = rows.dropna(subset=["observed", "expected"]).astype({"observed": float, "lower": float, "upper": float})
    sd = (told["upper"] - told["lower"]) / (2 * _z(settings))
    by = told.assign(variance=sd**2).groupby("month")
    sums = by[["observed", "expected", "variance"]].sum()
    return sums[(by.size() == categories) & (sums["variance"] > 0)]


def _factor(sums: pd.DataFrame, month: str, settings: DetectionSettings) -> float:
    """How many times the variance of independent categories: from the ordinary months before, never from this one."""
    before: Sequence[str] = [m for m in sums.index if m < month and settings.exceptional_time(m) is None][-LEARNT_FROM:]
    past = sums.loc[before]
    squares = ((past["observed"] - past["expected"]) ** 2 / past["variance"]).sum()
    return float(np.clip((squares + WORTH * USUAL) / (len(past) + WORTH), LEAST, MOST))


def _z(settings: DetectionSettings) -> float:
    return NormalDist().inv_cdf((1 + settings.coverage) / 2)
