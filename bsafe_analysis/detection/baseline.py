"""What was to be expected of each series in each month, judged only from what was known before it.

A robust penalised negative-binomial regression of all series at once: season pooled within each category, a level
that may wander, a shrunken trend, dispersion moderated within each category, months that are missing or not comparable
given no weight, and an exact predictive distribution that owns its uncertainty. Sources of the parts: Farrington et al.
1996 and Noufaily et al. 2013 (down-weighting, quasi-Poisson), Smyth 2004 (moderation), Harvey 1989 (random-walk level).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bsafe_analysis.cycle import DetectionSettings
from bsafe_analysis.detection.counts_model import cdf, mixture, quantile, upper_mid_p
from bsafe_analysis.detection.design import design
from bsafe_analysis.detection.fit import LEAST_MEAN, Fit, Series, fit
from bsafe_analysis.detection.hyper import Hyper, learn
from bsafe_analysis.findings import EXPECTATION_COLUMNS
from bsafe_analysis.periods import add_months, month_index, months_between

LEAST_HISTORY = 12
RUNS = (2, 3, 5)
RUN_SHARE = {2: 0.10 / 0.35, 3: 0.15 / 0.35, 5: 0.10 / 0.35}
"""How the chance of a false alarm by a run of months is shared between the lengths of run."""


@dataclass(frozen=True)
class Grid:
    """The counts as a matrix: one row a series (`keys`: area, category), one column a month; missing where unknown."""

    keys: pd.DataFrame
    months: tuple[str, ...]
    y: np.ndarray

    def window(self, first: str, last: str) -> np.ndarray:
        """The columns from `first` to `last`, missing where a month lies outside the table."""
        wanted = months_between(first, last)
        index = {month: i for i, month in enumerate(self.months)}
        empty = np.full(len(self.y), np.nan)
        return np.column_stack([self.y[:, index[m]] if m in index else empty for m in wanted])


def grid_of(counts: pd.DataFrame) -> Grid:
    """The counts table (area, level, category, month, count) as a Grid."""
    ordered = counts.sort_values(["area", "category", "month"], kind="stable")
    keys = ordered[["area", "level", "category"]].drop_duplicates(["area", "category"]).reset_index(drop=True)
    months = tuple(sorted(ordered["month"].unique()))
    wide = ordered.pivot(index=["area", "category"], columns="month", values="count").reindex(columns=months)
    wide = wide.loc[pd.MultiIndex.from_frame(keys[["area", "category"]])]
    return Grid(keys, months, wide.to_numpy(dtype="float64", na_value=np.nan))


def expect(counts: pd.DataFrame, months: Sequence[str], settings: DetectionSettings) -> pd.DataFrame:
    """The expectation of every series for each of these months: findings.EXPECTATION_COLUMNS, one row each.

    Each month is judged from the `settings.history_months` before it and nothing later. A series with fewer than twelve
    known months before has the reason "short_history"; a month that was not received has "not_received" and a range.
    """
    grid = grid_of(counts)
    learnt: dict[str, Hyper] = {}
    tables = [_judge(grid, month, settings, learnt) for month in months]
    columns = list(EXPECTATION_COLUMNS)
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def _judge(grid: Grid, month: str, settings: DetectionSettings, learnt: dict[str, Hyper]) -> pd.DataFrame:
    series, x, observed = _history(grid, month, settings)
    enough = series.known[:, :-1].sum(1) >= LEAST_HISTORY
    table = grid.keys[["area", "category"]].assign(
        month=month, observed=pd.array(observed, dtype="Float64").astype("Int64")
    )
    table["reason"] = np.where(enough, np.where(np.isnan(observed), "not_received", ""), "short_history")
    numbers = (
        "expected",
        "lower",
        "upper",
        "dispersion",
        "p_high",
        "p_low",
        "p_run",
        "run_months",
        "run_observed",
        "run_expected",
    )
    for name in numbers:
        table[name] = np.nan
    if enough.any():
        hyper = _hyper(grid, month, settings, learnt)
        chosen = Hyper(*(getattr(hyper, n)[enough] for n in ("level_walk", "season", "trend", "group_season")))
        part = Series(series.y[enough], series.known[enough], series.group[enough])
        for name, values in _judged(part, x, chosen, observed[enough], settings).items():
            table.loc[enough, name] = values
    for name in ("lower", "upper", "run_months", "run_observed"):
        table[name] = table[name].astype("Int64")
    return table


def _history(grid: Grid, month: str, settings: DetectionSettings) -> tuple[Series, np.ndarray, np.ndarray]:
    """The window up to the month, with what is not known or not comparable masked; the design; the month's counts."""
    first = max(add_months(month, -settings.history_months), grid.months[0])
    y = grid.window(first, month)
    window = months_between(first, month)
    known = ~np.isnan(y)
    known[:, [i for i, m in enumerate(window) if m in settings.excluded_months]] = False
    category = grid.keys["category"].to_numpy()
    for name, since in settings.rebase:
        rows = np.ones(len(y), dtype=bool) if name == "*" else category == name
        known[np.ix_(rows, [i for i, m in enumerate(window) if m < since <= month])] = False
    observed = y[:, -1].copy()
    group = pd.factorize(category)[0]
    return Series(np.nan_to_num(y), known, group), design(len(window), month_index(month)), observed


def _hyper(grid: Grid, month: str, settings: DetectionSettings, learnt: dict[str, Hyper]) -> Hyper:
    """Hyper-parameters learnt once a year: from what was known before January, or before the month if that is little.

    So they are the same for every month of a year, whichever months are asked for together, and never look ahead.
    """
    january = f"{month[:4]}-01"
    anchor = january if january >= add_months(grid.months[0], 2 * LEAST_HISTORY) else month
    if anchor not in learnt:
        series, x, _ = _history(grid, anchor, settings)
        lowest = grid.keys["level"].isin(["neighbourhood", "not_placed"]).to_numpy()
        learnt[anchor] = learn(series, lowest if lowest.any() else np.ones(len(series.y), dtype=bool), x)
    return learnt[anchor]


def _judged(
    series: Series, x: np.ndarray, hyper: Hyper, observed: np.ndarray, settings: DetectionSettings
) -> dict[str, np.ndarray]:
    prior, centre = hyper.prior(x.shape[1])
    month = fit(series, x, prior, centre, left_out=1)
    mean, spread = _forecast(series, month, x, hyper, 1)
    tail = (1 - settings.coverage) / 2
    shape = (mean, month.phi, month.log_sd, spread)
    judged = {
        "expected": mean,
        "dispersion": month.phi,
        "lower": quantile(tail, *shape),
        "upper": quantile(1 - tail, *shape),
        "p_high": mixture(upper_mid_p, np.nan_to_num(observed), *shape),
    }
    judged["p_high"] = np.where(np.isnan(observed), np.nan, judged["p_high"])
    judged["p_low"] = 1 - judged["p_high"]
    low = mixture(_lower_mid_p, np.nan_to_num(observed), *shape)
    judged["p_low"] = np.where(np.isnan(observed), np.nan, low)
    return judged | _runs(series, x, hyper, month, observed, mean)


def _lower_mid_p(count: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    return (cdf(count, mean, variance) + cdf(count - 1, mean, variance)) / 2


def _forecast(series: Series, fitted: Fit, x: np.ndarray, hyper: Hyper, run: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the sum of the last `run` known months, and its squared coefficient of variation."""
    last = slice(len(x) - run, len(x))
    part = fitted.mu[:, last] * np.where(series.known[:, last], 1.0, 1.0 if run == 1 else 0.0)
    mean = np.maximum(part.sum(1), LEAST_MEAN)
    centre = (part @ x[last]) / mean[:, None]
    solved = np.linalg.solve(fitted.hessian, centre[:, :, None])[:, :, 0]
    walk = hyper.level_walk**2 * (run + STEPS_AHEAD) / 2
    return mean, (centre * solved).sum(1) + walk


STEPS_AHEAD = 3
"""The level's random walk moves on from the middle of its last half-year step: (run + 3) / 2 monthly variances."""


def _runs(
    series: Series, x: np.ndarray, hyper: Hyper, month: Fit, observed: np.ndarray, mean: np.ndarray
) -> dict[str, np.ndarray]:
    """The run of months up to this one that stands out most, on the side on which this month lies."""
    count = len(mean)
    best = {"p_run": np.full(count, np.nan), "run_months": np.full(count, np.nan)}
    best |= {"run_observed": np.full(count, np.nan), "run_expected": np.full(count, np.nan)}
    judged = ~np.isnan(observed)
    above = judged & (observed > mean)
    best["p_run"][judged] = 1.0
    prior, centre = hyper.prior(x.shape[1])
    for run in RUNS:
        if len(x) - run < LEAST_HISTORY:
            continue
        fitted = fit(series, x, prior, centre, left_out=run, rounds=2, before=month)
        total, spread = _forecast(series, fitted, x, hyper, run)
        seen = (series.y * series.known)[:, len(x) - run :].sum(1)
        shape = (total, fitted.phi, fitted.log_sd, spread)
        p = np.where(above, mixture(upper_mid_p, seen, *shape), mixture(_lower_mid_p, seen, *shape)) / RUN_SHARE[run]
        same_side = np.where(above, seen > total, seen < total)
        better = judged & same_side & (p < best["p_run"]) & ((series.known[:, :-1].sum(1) - run + 1) >= LEAST_HISTORY)
        for name, values in (("p_run", p), ("run_months", run), ("run_observed", seen), ("run_expected", total)):
            best[name] = np.where(better, values, best[name])
    return best
