"""Part of a month: a file short in every category alike, or without an incident of its first or last days."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import pandas as pd

from bsafe_analysis.loading.completeness import SURELY_SEEN

USUAL_OVER = 12
FEWEST_BEFORE = 6
LOW_IN_100 = 2.33
"""Standard deviations below which a normal quantity lies in one month of a hundred."""
LEAST_SPREAD = 0.04
"""A force's monthly total wanders at least so far from what was usual (a standard deviation, as a logarithm)."""
SCALE_OF_MAD = 1.4826
"""Makes the median absolute deviation a standard deviation of normal values: one lockdown widens it little."""
SHORT = 0.87
"""A month with more than this of the rows that are usual for so many days is never called short."""
DAYS = 365.25 / 12
"""A month of the length that all are compared at: February has a tenth fewer days than January."""
TOGETHER = 0.85
"""The share of the usual rows whose categories must have fallen with the file: real falls leave some behind."""
SPREAD_OF_FALL = 0.5
"""A category fell with the file where it lost at least this part of the share that the whole lost."""


@dataclass(frozen=True)
class ShortMonth:
    """`rows` of a month, `usual` before it: `share` of it, in every category alike."""

    month: str
    rows: int
    usual: float

    @property
    def share(self) -> float:
        return self.rows / self.usual


def short_month(kinds: pd.DataFrame, month: str) -> ShortMonth | None:
    """Whether that month's file is short as a whole: fewer rows than in 99 of 100 months, in every category alike.

    `kinds`: months held as index, in order, a column a category, rows of the whole file.
    """
    at = kinds.index.get_loc(month) if month in kinds.index else 0
    if at < FEWEST_BEFORE:
        return None
    rows, kinds = kinds, kinds.div([days_of(str(m)) / DAYS for m in kinds.index], axis=0)
    totals = kinds.sum(axis=1).astype("float64")
    usual = median(totals.iloc[max(0, at - USUAL_OVER) : at])
    if usual < SURELY_SEEN * 2 or totals.iloc[at] >= SHORT * usual:
        return None
    ratio = totals.iloc[at] / usual
    if np.log(max(ratio, 1e-9)) >= -LOW_IN_100 * _spread(totals.iloc[:at]) or not _together(kinds, at, ratio):
        return None
    return ShortMonth(month, int(rows.iloc[at].sum()), float(usual) * days_of(month) / DAYS)


def _spread(totals: pd.Series) -> float:
    """How far monthly totals lie from what was usual before each, robustly; and what chance adds to a small file's."""
    logs = [
        np.log(max(totals.iloc[i], 1) / max(median(totals.iloc[max(0, i - USUAL_OVER) : i]), 1))
        for i in range(FEWEST_BEFORE, len(totals))
    ]
    wander = SCALE_OF_MAD * float(np.median(np.abs(logs))) if logs else 0.0
    return max(wander, LEAST_SPREAD, float(1 / np.sqrt(max(totals.tail(USUAL_OVER).median(), 1))))


def _together(kinds: pd.DataFrame, at: int, ratio: float) -> bool:
    usual = kinds.iloc[max(0, at - USUAL_OVER) : at].median()
    large = usual[usual >= SURELY_SEEN]
    if len(large) < 2:
        return False
    fell = kinds.iloc[at][large.index] <= large * (1 - SPREAD_OF_FALL * (1 - ratio))
    return bool(large[fell].sum() >= TOGETHER * large.sum())


def days_of(month: str) -> int:
    """
    >>> days_of("2024-02")
    29
    """
    return calendar.monthrange(int(month[:4]), int(month[5:7]))[1]


def days_covered(days: Sequence[str], month: str, usual: float) -> tuple[int, int] | None:
    """First and last day of the month with an incident, where the days beside them cannot be empty by chance.

    `days`: when incidents of the month began, as 2026-09-03 or longer, blanks left out; `usual`: rows of a whole month.
    None where the month is covered, or where too few rows have a day.
    """
    found = sorted({int(day[8:10]) for day in days if day[:7] == month and day[8:10].isdigit()})
    length = days_of(month)
    if not found or len(days) < SURELY_SEEN:
        return None
    a_day = max(usual, len(days)) / length
    empty_before, empty_after = found[0] - 1, length - found[-1]
    if max(empty_before, empty_after) * a_day < SURELY_SEEN:
        return None
    return found[0], found[-1]
