"""Slow change: has the level of a series moved over a year, though no single month stood out?

The alarm of rules.py follows a level that wanders, so it is blind to a change that comes a little at a time. Here
twelve months are laid beside the same twelve a year before: season, month lengths and gaps fall out by pairing. Given
their total, the later half is binomial where the level is the same, its variance widened by the series' own dispersion
(the larger of the model's and of what the twelve pairs show). A list of its own, at the same false-discovery rate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import betainc

from bsafe_analysis.detection.baseline import CountGrid, grid_of, rebased
from bsafe_analysis.detection.cautions import CautionFinder
from bsafe_analysis.detection.false_discoveries import false_discovery_control
from bsafe_analysis.detection.ranking import continued, finding_of, same_story
from bsafe_analysis.detection.rules import IN_HAND
from bsafe_analysis.detection.whose_change import Counted, Over, owners, shares
from bsafe_analysis.model.areas import NOT_PLACED, Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Direction, Finding, Rule, Status
from bsafe_analysis.model.periods import add_months, months_between

YEAR = 12
LEAST_PAIRS = 9
"""Fewer months that are known in both years are no year."""
WITHOUT_WILDEST = 0.02
"""The chance must be below this without the pair of months that differs most: one wild month is no slow change."""
MOST_OF_IT = 0.5
"""Nor may the two months that differ most hold more than this share of the year's change: a burst (8 and 13 in two
months of 38 in a year, after 9) was told as a slow rise."""
STILL = 0.5
"""The last six months must show at least this share of the year's change (in logs): what has gone back is no news."""


def compare_years(
    counts: pd.DataFrame, expectations: pd.DataFrame, month: str, settings: DetectionSettings
) -> pd.DataFrame:
    """Each series' last twelve months beside the twelve before: area, category, recent, before, pairs, direction, p.

    Only calendar months known and comparable in both years are summed. `p`: chance of so large a difference on that
    side if the level were the same (missing under LEAST_PAIRS pairs); `holds`: neither one wild month nor gone back;
    `alarm`: after control of the false-discovery rate over rises and falls of all series; `matters`: the practical
    rule.
    """
    return _compared(_judged_places(counts), expectations, month, settings)


def _judged_places(counts: pd.DataFrame) -> CountGrid:
    return grid_of(counts[counts["area"] != NOT_PLACED])


def _compared(grid: CountGrid, expectations: pd.DataFrame, month: str, settings: DetectionSettings) -> pd.DataFrame:
    table = grid.keys[["area", "category"]].copy()
    recent, before = _pairs(grid, month, settings)
    pairs = (~np.isnan(recent)).sum(1)
    a, b = np.nansum(recent, axis=1), np.nansum(before, axis=1)
    phi = np.maximum(_dispersion(table, expectations, month), _of_pairs(recent, before))
    up = a > b
    enough = pairs >= LEAST_PAIRS
    p = np.where(enough, _chance(np.maximum(a, b), np.minimum(a, b), phi), np.nan)
    table = table.assign(
        recent=a.astype(int), before=b.astype(int), pairs=pairs, p=p, phi=phi,
        direction=np.where(up, str(Direction.UP), str(Direction.DOWN)), holds=_holds(recent, before, phi),
    )  # fmt: skip
    table["excess"] = a - b
    ratio, least = settings.slow_ratio, YEAR * settings.smallest_difference / 3
    table["matters"] = (np.abs(a - b) >= least) & (np.maximum(a, b) >= ratio * np.minimum(a, b))
    table["alarm"] = _family(p, table["holds"].to_numpy(), settings.false_discovery_rate)
    return table


def _pairs(grid: CountGrid, month: str, settings: DetectionSettings) -> tuple[np.ndarray, np.ndarray]:
    """Counts of the last twelve months and of the twelve before, missing in both where missing in either."""
    first = add_months(month, 1 - 2 * YEAR)
    y, window = grid.window(first, month), months_between(first, month)
    y[:, np.array([settings.exceptional_time(m) is not None for m in window])] = np.nan
    for rows, since in rebased(grid, settings):
        y[np.ix_(rows, np.array([m < since <= month for m in window]))] = np.nan
    before, recent = y[:, :YEAR], y[:, YEAR:]
    unknown = np.isnan(before) | np.isnan(recent)
    return np.where(unknown, np.nan, recent), np.where(unknown, np.nan, before)


def _dispersion(table: pd.DataFrame, expectations: pd.DataFrame, month: str) -> np.ndarray:
    rows = expectations.loc[expectations["month"] == month, ["area", "category", "dispersion"]]
    of_series = {
        (area, category): value for area, category, value in zip(*(rows[c].tolist() for c in rows), strict=True)
    }
    series = zip(table["area"].tolist(), table["category"].tolist(), strict=True)
    found = np.array([of_series.get(each, np.nan) for each in series], dtype="float64")
    return np.maximum(np.nan_to_num(found, nan=1.0), 1.0)


def _of_pairs(recent: np.ndarray, before: np.ndarray) -> np.ndarray:
    """How much more the pairs differ from one ratio than by chance: Pearson's statistic over its freedom."""
    total = recent + before
    whole = np.nansum(total, axis=1)
    share = np.clip(np.nansum(recent, axis=1) / np.maximum(whole, 1), 1e-3, 1 - 1e-3)[:, None]
    spread = total * share * (1 - share)
    squares = np.where(spread > 0, (recent - share * total) ** 2 / np.where(spread > 0, spread, 1), np.nan)
    freedom = np.maximum((~np.isnan(squares)).sum(1) - 1, 1)
    return np.nansum(squares, axis=1) / freedom


def _chance(larger: np.ndarray, smaller: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """P(the larger half is at least so large), ties shared, of a binomial whose counts are worth 1/phi each."""
    x, y = larger / phi, smaller / phi
    at_least = betainc(np.maximum(x, 1e-9), y + 1, 0.5)
    above = betainc(x + 1, np.maximum(y, 1e-9), 0.5)
    return np.where(x > 0, (at_least + above) / 2, 0.5)


def _holds(recent: np.ndarray, before: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """Whether the change is there without its wildest pair, no burst of two months (MOST_OF_IT), and still there in the
    last six months."""
    gap = recent - before
    side = np.where(np.nansum(gap, axis=1) >= 0, 1.0, -1.0)
    wildest = np.nanargmax(np.where(np.isnan(gap), -np.inf, side[:, None] * gap), axis=1)
    rows = np.arange(len(gap))
    a = np.nansum(recent, axis=1) - np.nan_to_num(recent[rows, wildest])
    b = np.nansum(before, axis=1) - np.nan_to_num(before[rows, wildest])
    rest = _chance(np.where(side > 0, a, b), np.where(side > 0, b, a), phi) < WITHOUT_WILDEST
    two = np.sort(np.nan_to_num(side[:, None] * gap), axis=1)[:, -2:].sum(1)
    no_burst = two <= MOST_OF_IT * side * np.nansum(gap, axis=1)
    half = slice(YEAR // 2, YEAR)
    whole = np.log((np.nansum(recent, axis=1) + 0.5) / (np.nansum(before, axis=1) + 0.5))
    late = np.log((np.nansum(recent[:, half], axis=1) + 0.5) / (np.nansum(before[:, half], axis=1) + 0.5))
    return rest & no_burst & (side * late >= STILL * side * whole)


def _family(p: np.ndarray, holds: np.ndarray, rate: float) -> np.ndarray:
    """Benjamini-Hochberg over both sides of every judged series; what does not hold has a chance of one."""
    judged = ~np.isnan(p)
    alarm = np.zeros(len(p), dtype=bool)
    if judged.any():
        each = np.where(holds[judged], p[judged], 1.0)
        every = np.concatenate([np.clip(each, 0, 1), np.ones(judged.sum())])
        alarm[judged] = (false_discovery_control(every) <= IN_HAND * rate)[: judged.sum()]
    return alarm


def find_slow_changes(
    counts: pd.DataFrame,
    expectations: pd.DataFrame,
    areas: Areas,
    months: Sequence[str],
    settings: DetectionSettings,
    findings: Collection[Finding] = (),
) -> tuple[Finding, ...]:
    """The slow changes of the last of `months`, the largest first; those that `findings` already tell are left out.

    A Finding of Rule.DRIFT: `run_observed` in the last twelve months beside `run_expected` in the twelve before;
    `since` is the first month without a break in which it was listed, of those asked for.
    """
    previous: tuple[Finding, ...] = ()
    grid = _judged_places(counts)
    for month in months:
        table = _compared(grid, expectations, month, settings)
        table = table[table["category"].isin(table.loc[table["alarm"] & table["matters"], "category"])]
        previous = _found(table, counts, expectations, areas, month, settings, previous) if len(table) else ()
    told = [f for f in findings if f.status is not Status.CLEARED]
    return tuple(f for f in previous if not any(same_story(f, other) for other in told))


def _found(
    table: pd.DataFrame,
    counts: pd.DataFrame,
    expectations: pd.DataFrame,
    areas: Areas,
    month: str,
    settings: DetectionSettings,
    previous: tuple[Finding, ...],
) -> tuple[Finding, ...]:
    """`table`: of compare_years, the categories in which anything may be a slow change."""
    now = expectations[expectations["month"] == month].drop(columns=["reason", "p_high", "p_low"])
    rows = table[table["alarm"] & table["matters"]].merge(now, on=["area", "category"])
    rows = rows.dropna(subset=["observed", "expected"])
    cautions, order = CautionFinder(counts, month, settings, ()), [area.code for area in areas]
    found: list[Finding] = []
    for (category, direction), each in rows.groupby(["category", "direction"]):
        by_area: dict[str, dict[str, Any]] = {row["area"]: row for row in each.to_dict("records")}
        years = {row["area"]: row for row in table[table["category"] == category].to_dict("records")}
        over = _over_years(years)
        every = {code: {**row, "direction": direction, "dispersion": row["phi"]} for code, row in years.items()}
        for code, also in owners(by_area, areas, over).items():
            row = {**by_area[code], "rule": Rule.DRIFT, "run_months": YEAR}
            row |= {"run_observed": row["recent"], "run_expected": float(row["before"])}
            one = finding_of(row, Direction(direction), tuple(sorted(also, key=order.index)), cautions)
            one = replace(one, since=month, parts=shares(code, areas, every, over))
            found.append(continued(one, previous))
    return largest_first(found)


def largest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Slow changes by how much more or less was recorded."""
    return tuple(sorted(findings, key=lambda f: (-abs(f.run_observed - f.run_expected), f.area, f.category)))


def _over_years(years: dict[str, dict[str, Any]]) -> Over:
    """A part's last twelve months beside its twelve before, of the months that are known of it in both."""

    def over(_place: str, part: str) -> Counted | None:
        row = years.get(part)
        return Counted(float(row["recent"]), float(row["before"])) if row and row["pairs"] else None

    return over
