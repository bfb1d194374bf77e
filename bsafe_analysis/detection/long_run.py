"""Years beside one another: sums over the same calendar months of each, and whether they differ by more than chance.

A ratio of two sums a and b is known to within exp(+-1.96 sqrt(phi (1/a + 1/b))): quasi-Poisson. What is compared is the
last ordinary year: a year that touches an exceptional time proves nothing. Phi is the largest that the newest year
shows beside any of the others: levels wander from year to year by more than months do within one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log, sqrt

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import CountGrid, grid_of, rebased
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, months_between

YEAR = 12
MOST_YEARS = 5
LEAST_PAIRS = 9
"""Fewer calendar months that are known in all years are no year."""
FEWEST = 20
"""Under so many in either year nothing is said of a difference."""
Z = 1.96


class YearVerdict(StrEnum):
    """How the last year stands beside the last ordinary one before it."""

    MORE = "more"
    FEWER = "fewer"
    NO_EVIDENCE = "no_evidence"
    TOO_FEW = "too_few"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    """No year before is held that may be set beside it: short history, a recording change, exceptional times alone."""


@dataclass(frozen=True)
class YearSum:
    """So many in the compared months, `months` of the twelve that end with `last`; `exceptional`: whether one of these
    lies in an exceptional time."""

    first: str
    last: str
    total: int
    months: int
    exceptional: bool


@dataclass(frozen=True)
class LongRun:
    """One series year by year, the newest last.

    `left_out`: months of the newest year whose calendar month is not known in every year told, and is in no sum.
    `beside`: the year it is compared with. `ratio` with `low` to `high` (95 in 100), `least`: the smallest change, as a
    share, that could be told from chance beside that year.
    """

    area: str
    category: str
    years: tuple[YearSum, ...]
    left_out: tuple[str, ...]
    beside: YearSum | None
    verdict: YearVerdict
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    least: float | None = None
    rebased_from: str = ""
    """The first month that is recorded alike, where earlier years were not compared because of a recording change."""


def years_of(
    counts: pd.DataFrame, expectations: pd.DataFrame, month: str, settings: DetectionSettings
) -> tuple[LongRun, ...]:
    """Each series of a table of counts (model/counts.py), year by year up to `month`, in the order of the table.

    `expectations`: findings.EXPECTATION_COLUMNS; of these the month's dispersions, which no year may fall below.
    """
    grid = grid_of(counts)
    since = [""] * len(grid.y)
    for rows, first in rebased(grid, settings):
        for row in np.flatnonzero(rows):
            since[row] = max(since[row], first) if first <= month else since[row]
    of_month = expectations[expectations["month"] == month].set_index(["area", "category"])["dispersion"]
    least_phi = of_month.reindex(pd.MultiIndex.from_frame(grid.keys[["area", "category"]])).fillna(1.0).to_numpy()
    return tuple(_long_run(grid, row, month, settings, since[row], float(least_phi[row])) for row in range(len(grid.y)))


def _long_run(
    grid: CountGrid, row: int, month: str, settings: DetectionSettings, alike_from: str, least_phi: float
) -> LongRun:
    months = months_between(add_months(month, 1 - MOST_YEARS * YEAR), month)
    y = _row_of(grid, row, months)
    alike = np.array([not alike_from or m >= alike_from for m in months])
    cut = bool((~np.isnan(y) & ~alike).any())
    by_year = np.where(alike, y, np.nan).reshape(MOST_YEARS, YEAR)[::-1]
    many = _years_told(by_year)
    known = np.asarray(~np.isnan(by_year[:many]).any(axis=0))
    names = np.array(months).reshape(MOST_YEARS, YEAR)[::-1]
    years = tuple(_year_sum(by_year[i], names[i], known, settings) for i in range(many))
    left_out = tuple(str(m) for m in names[0][~known]) if years else ()
    area, category = (str(grid.keys[name].iloc[row]) for name in ("area", "category"))
    then = next((i for i in range(1, many) if not years[i].exceptional), None)
    beside = None if then is None else years[then]
    since = alike_from if cut else ""
    told = LongRun(area, category, years[::-1], left_out, beside, YearVerdict.NOTHING_TO_COMPARE, rebased_from=since)
    if beside is None:
        return told
    phi = max(least_phi, *(dispersion_between(by_year[0][known], by_year[i][known]) for i in range(1, many)))
    return _beside_ordinary(told, years[0].total, beside.total, phi)


def _row_of(grid: CountGrid, row: int, months: Sequence[str]) -> np.ndarray:
    index = {month: i for i, month in enumerate(grid.months)}
    return np.array([grid.y[row, index[m]] if m in index else np.nan for m in months])


def _years_told(by_year: np.ndarray) -> int:
    """How many years back, the newest first, share enough calendar months that are known in all of them."""
    many = 0
    while many < len(by_year) and (~np.isnan(by_year[: many + 1]).any(0)).sum() >= LEAST_PAIRS:
        many += 1
    return many


def _year_sum(y: np.ndarray, months: np.ndarray, known: np.ndarray, settings: DetectionSettings) -> YearSum:
    exceptional = any(settings.exceptional_time(str(month)) for month in months[known])
    return YearSum(str(months[0]), str(months[-1]), int(y[known].sum()), int(known.sum()), exceptional)


def dispersion_between(one: np.ndarray, other: np.ndarray) -> float:
    """How much more two years' months differ from one ratio than Poisson counts would: Pearson over its freedom, at
    least 1. Months stand in the same order in both.

    >>> dispersion_between(np.array([10, 10, 10]), np.array([20, 20, 20]))
    1.0
    """
    total = one + other
    share = one.sum() / max(total.sum(), 1)
    spread = total * share * (1 - share)
    usable = spread > 0
    if usable.sum() < 2:
        return 1.0
    squares = (one - share * total)[usable] ** 2 / spread[usable]
    return max(1.0, float(squares.sum() / (usable.sum() - 1)))


def _beside_ordinary(told: LongRun, now: int, then: int, phi: float) -> LongRun:
    if min(now, then) < FEWEST:
        return replace(told, verdict=YearVerdict.TOO_FEW)
    ratio = now / then
    by = exp(Z * sqrt(phi * (1 / now + 1 / then)))
    low, high = ratio / by, ratio * by
    verdict = YearVerdict.MORE if low > 1 else YearVerdict.FEWER if high < 1 else YearVerdict.NO_EVIDENCE
    return replace(told, verdict=verdict, ratio=ratio, low=low, high=high, least=least_provable(then, phi))


def least_provable(then: int, phi: float) -> float:
    """The smallest rise on a year's total, as a share of it, whose interval would not include no change.

    >>> round(least_provable(100, 1.0), 2), least_provable(2500, 1.0) < 0.06
    (0.3, True)
    """
    low, high = 0.0, log(1000.0)
    for _ in range(50):  # halved until it stands still: there is no closed form
        middle = (low + high) / 2
        clear = middle > Z * sqrt(phi * (1 / (then * exp(middle)) + 1 / then))
        low, high = (low, middle) if clear else (middle, high)
    return exp(high) - 1
