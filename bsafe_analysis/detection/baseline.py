"""What was to be expected of each series in each month, judged only from what was known before it.

A robust penalised negative-binomial regression of all series at once: season pooled within each category, a level
that may wander, a shrunken trend, dispersion moderated within each category, months that are missing or not comparable
given no weight, and an exact predictive distribution that owns its uncertainty. Sources of the parts: Farrington et al.
1996 and Noufaily et al. 2013 (down-weighting, quasi-Poisson), Smyth 2004 (moderation), Harvey 1989 (random-walk level).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bsafe_analysis.detection.design import design
from bsafe_analysis.detection.fit import FitSeries, batches
from bsafe_analysis.detection.hyperparameters import Hyper, learn
from bsafe_analysis.detection.predict import LEAST_HISTORY, judge
from bsafe_analysis.detection.reconciled import Parents, among, wholes_of
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import EXPECTATION_COLUMNS
from bsafe_analysis.model.periods import add_months, month_index, months_between

WHOLE = ("lower", "upper", "run_months", "run_observed")
"""Columns of whole numbers; the others that are judged are real."""
NOT_MEASURED = ("area", "category", "month", "observed", "history", "reason")
"""Columns of what is judged, beside those of the judgement."""


@dataclass(frozen=True)
class CountGrid:
    """The counts as a matrix: a row for each series (`keys`: area, level, category), a column a month; nan: unknown."""

    keys: pd.DataFrame
    months: tuple[str, ...]
    y: np.ndarray

    def window(self, first: str, last: str) -> np.ndarray:
        """The columns from `first` to `last`, missing where a month lies outside the table."""
        wanted = months_between(first, last)
        index = {month: i for i, month in enumerate(self.months)}
        empty = np.full(len(self.y), np.nan)
        return np.column_stack([self.y[:, index[m]] if m in index else empty for m in wanted])

    @property
    def leaf(self) -> np.ndarray:
        """Which series are of the lowest level, so that their sum counts everything once."""
        lowest = self.keys["level"].isin(["neighbourhood", "not_placed"]).to_numpy()
        return lowest if lowest.any() else np.ones(len(self.y), dtype=bool)


def grid_of(counts: pd.DataFrame) -> CountGrid:
    """The counts table (area, level, category, month, count) as a CountGrid; ValueError where a month stands twice."""
    areas, categories = (pd.factorize(counts[name]) for name in ("area", "category"))
    series, first = pd.factorize(areas[0] * max(1, len(categories[1])) + categories[0])
    at, months = pd.factorize(counts["month"], sort=True)
    y = np.full((len(first), len(months)), np.nan)
    y[series, at] = counts["count"].to_numpy(dtype="float64", na_value=np.nan)
    if len(np.unique(series * max(1, len(months)) + at)) < len(counts):
        raise ValueError("a series has a month twice")
    heads = np.unique(series, return_index=True)[1]
    return CountGrid(counts[["area", "level", "category"]].iloc[heads].reset_index(drop=True), tuple(months), y)


def expect(
    counts: pd.DataFrame,
    months: Sequence[str],
    settings: DetectionSettings,
    learnt: dict[str, Hyper] | None = None,
    parents: Parents | None = None,
) -> pd.DataFrame:
    """The expectation of every series for each of these months: findings.EXPECTATION_COLUMNS, one row each.

    Each month is judged from the `settings.history_months` before it and nothing later. A series with fewer than twelve
    known months before has the reason "short_history"; a month that was not received has "not_received" and a range.
    `learnt`: what other questions about these counts have learnt, and learn from this one (hyper_of). `parents`: the
    place that each place is part of; where the counts of parts add up to their whole's, what is expected of them does.
    """
    columns = list(EXPECTATION_COLUMNS)
    if not len(months):
        return pd.DataFrame(columns=columns)
    grid = grid_of(counts)
    learnt = {} if learnt is None else learnt
    judged = (_judged(grid, month, settings, learnt, parents or {}) for month in months)
    return pd.concat(judged, ignore_index=True)[columns]


def _judged(
    grid: CountGrid, month: str, settings: DetectionSettings, learnt: dict[str, Hyper], parents: Parents
) -> pd.DataFrame:
    series, x, observed = history_of(grid, month, settings)
    whole = wholes_before(grid, month, series, parents)
    history = series.known[:, :-1].sum(1)
    enough = history >= LEAST_HISTORY
    values = {name: np.full(len(enough), np.nan) for name in EXPECTATION_COLUMNS if name not in NOT_MEASURED}
    if enough.any():
        hyper = hyper_of(grid, month, settings, learnt)
        for rows in batches(series.group, enough):
            judged = judge(series[rows], x, hyper[rows], observed[rows], settings.coverage, among(whole, rows))
            for name, column in judged.items():
                values[name][rows] = column
    found = {name: _whole(of) if name in WHOLE else of for name, of in values.items()}
    reason = np.where(enough, np.where(np.isnan(observed), "not_received", ""), "short_history")
    told = {"month": month, "observed": _whole(observed), "history": history, "reason": reason}
    return pd.DataFrame({"area": grid.keys["area"], "category": grid.keys["category"]} | told | found)


def _whole(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    return pd.array(values, dtype="Float64").astype("Int64")


def history_of(grid: CountGrid, month: str, settings: DetectionSettings) -> tuple[FitSeries, np.ndarray, np.ndarray]:
    """The window up to the month, with what is not known or not comparable masked; the design; the month's counts."""
    first = max(add_months(month, -settings.history_months), min(grid.months[0], add_months(month, -1)))
    y = grid.window(first, month)
    window = months_between(first, month)
    known = ~np.isnan(y)
    category = grid.keys["category"].to_numpy()
    for rows, since in rebased(grid, settings):
        known[np.ix_(rows, np.array([m < since <= month for m in window]))] = False
    # exceptional months teach nothing, but those of one time are told together
    received, of_run = known, known & np.array([settings.comparable(m, month) for m in window])
    ordinary = of_ordinary_times(window, settings)
    known = known & ordinary
    group = np.unique(category.astype(str), return_inverse=True)[1]
    return (
        FitSeries(np.nan_to_num(y), known, group, grid.leaf, of_run, received),
        design(len(window), month_index(month), ordinary=ordinary),
        y[:, -1].copy(),
    )


def wholes_before(grid: CountGrid, month: str, series: FitSeries, parents: Parents) -> np.ndarray:
    """The row of the whole that each series is part of, by the counts before the month (reconciled.wholes_of)."""
    y = grid.window(add_months(month, 1 - series.y.shape[1]), month)[:, :-1]
    return wholes_of(grid.keys["area"].to_numpy(), series.group, y, parents)


def of_ordinary_times(months: Sequence[str], settings: DetectionSettings) -> np.ndarray:
    """Which of the months lie in no exceptional time."""
    return np.array([settings.exceptional_time(month) is None for month in months])


def rebased(grid: CountGrid, settings: DetectionSettings) -> Iterator[tuple[np.ndarray, str]]:
    """For each recording change the series that it touches, and the first month that is comparable."""
    area, category = (grid.keys[name].to_numpy() for name in ("area", "category"))
    every = np.ones(len(category), dtype=bool)
    for name, since in settings.rebase:
        yield every if name == "*" else category == name, since
    for change in settings.rebases:
        here = np.isin(area, change.places)
        yield here if change.category == "*" else here & (category == change.category), change.since


def hyper_of(grid: CountGrid, month: str, settings: DetectionSettings, learnt: dict[str, Hyper]) -> Hyper:
    """Hyper-parameters learnt once a year: from what was known before January, or before the month if that is little.

    So they are the same for every month of a year, whichever months are asked for together, and never look ahead.
    """
    january = f"{month[:4]}-01"
    anchor = january if january >= add_months(grid.months[0], 2 * LEAST_HISTORY) else month
    if anchor not in learnt:
        series, x, _ = history_of(grid, anchor, settings)
        learnt[anchor] = learn(series, x)
    return learnt[anchor]
