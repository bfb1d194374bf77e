"""How good were the forecasts of past months, ours and a forecaster's, for small counts and for large?

Each month is forecast from the months before it alone, and the whole distribution is scored. So any partnership can see
on its own past where the engine is better than what a forecaster would reach for, and where it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import CountGrid, grid_of, history_of, hyper_of, wholes_before
from bsafe_analysis.detection.counts_model import cdf, mixture
from bsafe_analysis.detection.hyperparameters import Hyper
from bsafe_analysis.detection.peers.exponential_smoothing import Smoothed, ets_and_theta, last_month
from bsafe_analysis.detection.predict import LEAST_HISTORY, next_month
from bsafe_analysis.detection.predictive import Predictive
from bsafe_analysis.detection.reconciled import Parents, among
from bsafe_analysis.detection.scores import crps_normal, crps_of
from bsafe_analysis.model.cycle import DetectionSettings

BANDS = {"under 1": 0.0, "1 to 5": 1.0, "5 to 20": 5.0, "20 to 100": 20.0, "over 100": 100.0}
"""Name of each band of size -> the expected count a month from which it begins."""
OURS, SMOOTHING, LAST = "bsafe", "ETS + Theta", "last month's count"
SMOOTHED_FROM = 20.0
MOST_SMOOTHED = 12
"""It takes half a second a forecast: so many of the largest series are asked, of 20 a month or more."""
NORMAL_95 = 1.959964
COLUMNS = ["method", "area", "category", "month", "observed", "mean", "lower", "upper", "crps"]


@dataclass(frozen=True)
class SizeScore:
    """One method's forecasts of one band of size, beside ours of the same series and months.

    `crps`: in incidents, the smaller the better; `beside_ours`: over ours of the same (1: as good); `inside`: the share
    of counts within the range told at `nominal`.
    """

    method: str
    band: str
    series_months: int
    crps: float
    beside_ours: float
    inside: float
    nominal: float


def score_by_size(
    counts: pd.DataFrame, months: Sequence[str], settings: DetectionSettings, parents: Parents | None = None
) -> tuple[SizeScore, ...]:
    """Every method in every band of size that has a forecast; months of exceptional times are left out."""
    ordinary = [month for month in months if settings.exceptional_time(month) is None]
    ours = own_forecasts(counts, ordinary, settings, parents)
    if ours.empty:
        return ()
    key = ["area", "category", "month"]
    size = ours.set_index(key)["mean"]
    told = pd.concat([ours, *(rows for rows in peer_forecasts(counts, ordinary, size) if len(rows))], ignore_index=True)
    told = told.merge(ours[[*key, "mean", "crps"]].rename(columns={"mean": "size", "crps": "ours"}), on=key)
    told["band"] = pd.cut(told["size"], [*BANDS.values(), np.inf], right=False, labels=list(BANDS))
    told["within"] = told["observed"].between(told["lower"], told["upper"])
    return tuple(
        SizeScore(
            str(method), str(band), len(rows), float(rows["crps"].mean()),
            float(rows["crps"].sum() / max(rows["ours"].sum(), 1e-9)), float(rows["within"].mean()), settings.coverage,
        )
        for (band, method), rows in told.groupby(["band", "method"], observed=True, sort=False)
    )  # fmt: skip


def own_forecasts(
    counts: pd.DataFrame, months: Sequence[str], settings: DetectionSettings, parents: Parents | None = None
) -> pd.DataFrame:
    """The engine's forecast of every series in each of these months that was received: COLUMNS.

    `parents`: as for `baseline.expect`.
    """
    grid, learnt = grid_of(counts), dict[str, Hyper]()
    parts = [_own_month(grid, month, settings, learnt, parents or {}) for month in months]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _own_month(
    grid: CountGrid, month: str, settings: DetectionSettings, learnt: dict[str, Hyper], parents: Parents
) -> pd.DataFrame:
    series, x, observed = history_of(grid, month, settings)
    rows = np.flatnonzero((series.known[:, :-1].sum(1) >= LEAST_HISTORY) & ~np.isnan(observed))
    if not len(rows):
        return pd.DataFrame(columns=COLUMNS)
    whole = among(wholes_before(grid, month, series, parents), rows)
    told = next_month(series[rows], x, hyper_of(grid, month, settings, learnt)[rows], whole).told
    keys = grid.keys.loc[rows, ["area", "category"]].reset_index(drop=True).assign(month=month)
    return scored(keys, told, observed[rows], settings.coverage)


def scored(keys: pd.DataFrame, told: Predictive, observed: np.ndarray, coverage: float) -> pd.DataFrame:
    """`keys` with what was told of each row, what was seen, and its CRPS."""
    sd = np.sqrt(told.phi * told.mean + told.spread * told.mean**2)
    column = [part[:, None] for part in (told.mean, told.phi, told.log_sd, told.spread)]
    tail = (1 - coverage) / 2
    return keys.assign(
        method=OURS, observed=observed, mean=told.mean, lower=told.quantile(tail), upper=told.quantile(1 - tail),
        crps=crps_of(lambda at: mixture(cdf, at, *column), told.mean, sd, observed),
    )  # fmt: skip


def peer_forecasts(counts: pd.DataFrame, months: Sequence[str], size: pd.Series) -> list[pd.DataFrame]:
    """The same of last month's count, and of exponential smoothing with Theta for the largest series.

    `size`: our expectation by area, category and month; series without one are not asked.
    """
    grid = grid_of(counts)
    largest = size.groupby(level=["area", "category"]).mean().nlargest(MOST_SMOOTHED)
    asked = set(largest[largest >= SMOOTHED_FROM].index)
    everything = set(size.index.droplevel("month"))
    return [
        _peer(grid, months, LAST, last_month, everything),
        _peer(grid, months, SMOOTHING, ets_and_theta, asked),
    ]


def _peer(
    grid: CountGrid, months: Sequence[str], method: str, rule: Callable[[np.ndarray], Smoothed], asked: set[object]
) -> pd.DataFrame:
    rows = []
    for i, (area, category) in enumerate(grid.keys[["area", "category"]].itertuples(index=False)):
        for month in months if (area, category) in asked else ():
            now = grid.months.index(month)
            seen = grid.y[i, now]
            if not np.isnan(seen) and (~np.isnan(grid.y[i, :now])).sum() >= LEAST_HISTORY:
                told = rule(grid.y[i, :now])
                mean, sd = told.mean[0], told.sd[0]
                crps = float(crps_normal(mean, sd, seen))
                lower, upper = max(mean - NORMAL_95 * sd, 0.0), mean + NORMAL_95 * sd
                rows.append((method, area, category, month, seen, mean, lower, upper, crps))
    return pd.DataFrame(rows, columns=COLUMNS)
