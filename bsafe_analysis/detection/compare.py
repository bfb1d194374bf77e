"""Our engine beside the rules of today and the peer, on a partnership's own counts: what `bsafe backtest` tells.

Nobody knows which real months were truly unusual, so known rises are planted in a copy of the counts: what share of
them would each method have found, if each were allowed the same number of alarms in the months where none was planted?
Beside it, on the counts as they are: rises that its own rule lists in a month, and how far its expectation was off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import CountGrid, expect, grid_of
from bsafe_analysis.detection.peers.farrington import Control, judge
from bsafe_analysis.detection.peers.simple_rules import Told, rolling_mean, same_month_last_year, xmr_rules
from bsafe_analysis.detection.rules import combined, family
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import DetectionSettings

QUIET_ALARMS = 0.01
"""Each method is allowed alarms in so many of the series-months without a planted rise."""
LEAST_BEFORE = 24
"""Months before the first judged one: XmR looks at 24, and the others need two of each season."""
SPIKE_SHARE, SHIFT_SHARE = 0.15, 0.15
SPIKE_SDS, SHIFT_RATIO = 4.0, 0.6
LEAST_MEAN = 0.5
SEED = 20_260_901
OURS, PEER = "bsafe", "farringtonFlexible"
RIVALS: dict[str, Callable[[np.ndarray], Told]] = {
    "20 % above the same month last year": same_month_last_year,
    "mean of 12 months + 2 SD": rolling_mean,
    "XmR chart, NHS rules": xmr_rules,
}


@dataclass(frozen=True)
class MethodJudgement:
    """Series x judged months of one method: expected count, score (larger: more unusual a rise), its own list."""

    expected: np.ndarray
    score: np.ndarray
    listed: np.ndarray


@dataclass(frozen=True)
class MethodScore:
    """One method on these counts.

    `rises_a_month`: listed by its own rule, in the counts as they are. `error`: mean absolute error of the expected
    count over that of the same month last year. `spikes_found`, `shifts_found`: the share of planted single months of
    four standard deviations, and of planted lasting rises of 60 % (within their months judged, at most six), found at
    `QUIET_ALARMS`.
    """

    method: str
    rises_a_month: float
    error: float
    spikes_found: float
    shifts_found: float


@dataclass(frozen=True)
class Planted:
    """A copy of the counts with rises in it. `spike`, `shift`: series x judged months that hold one."""

    counts: pd.DataFrame
    spike: np.ndarray
    shift: np.ndarray


def compare(counts: pd.DataFrame, months: Sequence[str], settings: DetectionSettings) -> tuple[MethodScore, ...]:
    """Every method on these counts in these months, each month judged only from those before it.

    `counts`: area, level, category, month, count, as prepare makes them. InputError where there are under LEAST_BEFORE
    months before the first. The planted rises are the same at every run.
    """
    grid = grid_of(counts)
    before = grid.months.index(months[0]) if months[0] in grid.months else 0
    if before < LEAST_BEFORE:
        cause = f"{before} months are held before {months[0]}"
        raise InputError([Fault("bsafe backtest", "months", cause, f"It takes {LEAST_BEFORE}: judge fewer months")])
    planted = plant(counts, grid, months)
    real, changed = judge_all(counts, months, settings), judge_all(planted.counts, months, settings)
    return tuple(_told(name, grid, months, planted, real[name], changed[name]) for name in real)


def plant(counts: pd.DataFrame, grid: CountGrid, months: Sequence[str], seed: int = SEED) -> Planted:
    """Spikes and lasting rises in some series of the lowest level, each in the judged months, from a fixed seed."""
    rng = np.random.default_rng(seed)
    y = grid.window(grid.months[0], months[-1])
    first = y.shape[1] - len(months)
    recent = y[:, first - LEAST_BEFORE : first]
    usable = np.flatnonzero(grid.leaf & (np.nan_to_num(np.nanmean(np.nan_to_num(recent), axis=1)) >= LEAST_MEAN))
    order = rng.permutation(usable)
    spikes, shifts = int(len(order) * SPIKE_SHARE), int(len(order) * SHIFT_SHARE)
    extra, spike, shift = (np.zeros((len(y), len(months))) for _ in range(3))
    mean = np.nanmean(np.where(np.isnan(recent), np.nan, recent), axis=1)
    sd = np.sqrt(np.maximum(np.nanvar(recent, axis=1), np.maximum(mean, LEAST_MEAN)))
    for i in order[:spikes]:
        at = int(rng.integers(len(months)))
        extra[i, at], spike[i, at] = max(1, rng.poisson(SPIKE_SDS * sd[i])), 1
    for i in order[spikes : spikes + shifts]:
        at = int(rng.integers(max(len(months) - 2, 1)))
        length = min(int(rng.integers(3, 7)), len(months) - at)
        extra[i, at : at + length] = rng.poisson(SHIFT_RATIO * max(mean[i], LEAST_MEAN), length)
        shift[i, at : at + length] = 1
    more = pd.DataFrame(extra, columns=list(months)).assign(area=grid.keys["area"], category=grid.keys["category"])
    long = more.melt(["area", "category"], var_name="month", value_name="extra")
    merged = counts.merge(long, on=["area", "category", "month"], how="left")
    added = merged["count"].astype("Float64") + merged["extra"].fillna(0)
    received = ~np.isnan(y[:, first:])
    return Planted(
        merged.assign(count=added.astype("Int64")).drop(columns="extra"), (spike > 0) & received, (shift > 0) & received
    )


def judge_all(counts: pd.DataFrame, months: Sequence[str], settings: DetectionSettings) -> dict[str, MethodJudgement]:
    """Each method's judgement of every series (rows as in grid_of) and month."""
    grid = grid_of(counts)
    table = grid.window(grid.months[0], months[-1])
    ends = range(table.shape[1] - len(months) + 1, table.shape[1] + 1)
    judged = {OURS: _ours(counts, grid, months, settings), PEER: _peer(table, ends)}
    for name, rule in RIVALS.items():
        with np.errstate(all="ignore"):
            told = [rule(table[:, :end]) for end in ends]
        judged[name] = MethodJudgement(*(np.stack(part, axis=1).astype(float) for part in zip(*told, strict=True)))
    return judged


def _ours(counts: pd.DataFrame, grid: CountGrid, months: Sequence[str], settings: DetectionSettings) -> MethodJudgement:
    rows = expect(counts, months, settings)
    up = rows["observed"].astype("Float64").to_numpy(dtype="float64", na_value=np.nan) > rows["expected"]
    rows["chance"] = combined(rows["p_high"].to_numpy(), np.where(up, rows["p_run"].fillna(1.0), 1.0))
    answered = rows["expected"].notna() & rows["observed"].notna()
    rows["listed"] = False
    for _, month in rows[answered].groupby("month"):
        listed = family(month["chance"].to_numpy(), month, settings.false_discovery_rate, sides=2)
        rows.loc[month.index, "listed"] = listed
    rows["score"] = np.where(answered, -np.log10(np.maximum(rows["chance"], 1e-300)), np.nan)
    order = pd.MultiIndex.from_frame(grid.keys[["area", "category"]])

    def wide(name: str) -> np.ndarray:
        told = rows.pivot(index=["area", "category"], columns="month", values=name)
        return told.reindex(index=order, columns=list(months)).to_numpy(dtype="float64", na_value=np.nan)

    return MethodJudgement(wide("expected"), wide("score"), wide("listed"))


def _peer(table: np.ndarray, ends: range) -> MethodJudgement:
    """farringtonFlexible with the limit that owns the error of its mean: with short histories the others fail it."""
    expected, score, listed = [], [], []
    for end in ends:
        years = max((end - 1) // 12, 1)
        with np.errstate(all="ignore"):
            told = judge(table[:, :end], end - 1, Control(years=min(years, 5), periods=4, limit="muan"))
        expected.append(told.expected)
        score.append(-np.log10(np.maximum(told.p, 1e-300)))
        listed.append(told.alarm.astype(float))
    return MethodJudgement(*(np.stack(part, axis=1) for part in (expected, score, listed)))


def _told(
    name: str, grid: CountGrid, months: Sequence[str], planted: Planted, real: MethodJudgement, changed: MethodJudgement
) -> MethodScore:
    y = grid.window(months[0], months[-1])
    year_ago = np.stack([grid.window(m, m)[:, 0] for m in _year_before(months)], axis=1)
    both = ~np.isnan(y) & ~np.isnan(real.expected) & ~np.isnan(year_ago)
    error = np.abs(y - real.expected)[both].sum() / max(np.abs(y - year_ago)[both].sum(), 1e-9)
    touched = (planted.spike | planted.shift).any(axis=1)
    quiet = changed.score[grid.leaf & ~touched]
    bar = np.nanquantile(quiet, 1 - QUIET_ALARMS) if quiet.size else np.inf
    found = np.nan_to_num(changed.score, nan=-np.inf) > bar
    held = max(int((~np.isnan(y)).any(axis=0).sum()), 1)
    return MethodScore(
        name, float(np.nansum(real.listed) / held), float(error),
        _share(found, planted.spike), _share(found, planted.shift),
    )  # fmt: skip


def _year_before(months: Sequence[str]) -> list[str]:
    return [f"{int(month[:4]) - 1}{month[4:]}" for month in months]


def _share(found: np.ndarray, held: np.ndarray) -> float:
    """Of the series in which something was planted, the share found in any of its months."""
    rows = held.any(axis=1)
    return float((found & held).any(axis=1)[rows].mean()) if rows.any() else float("nan")
