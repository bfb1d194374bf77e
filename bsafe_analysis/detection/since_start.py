"""What happened since an activity began: beside what was to be expected, and beside places where no such work ran.

An activity is said nothing of until three whole months have passed. Places are chosen for action when they are high, so
some fall by themselves (regression to the mean): the comparison with places that were not chosen is there for that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from bsafe_analysis.detection.effect import displacement_difference
from bsafe_analysis.detection.interrupted_series import interrupted_series
from bsafe_analysis.model.activities import (
    Activity,
    Effect,
    EffectComparison,
    ExpectedEffect,
    NoComparison,
    NoVerdict,
    Progress,
)
from bsafe_analysis.model.areas import Areas, Level
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, month_index, months_between

FEWEST_MONTHS = 3
LONGEST = 24
"""More months than this together tell of the world, not of the activity: the forecast is too wide to say anything."""
NOT_STARTED = (Progress.PROPOSED, Progress.AGREED, Progress.WITHDRAWN)


@dataclass(frozen=True)
class EffectGround:
    """What effects are read from: the counts, what was expected, where places touch, and the whole plan."""

    counts: pd.DataFrame
    expectations: pd.DataFrame
    areas: Areas
    neighbours: Mapping[str, Collection[str]]
    month: str
    settings: DetectionSettings
    plan: tuple[Activity, ...]

    @cached_property
    def of_category(self) -> dict[str, pd.DataFrame]:
        return {str(key): rows for key, rows in self.counts.groupby("category", sort=False)}


def effects_of(ground: EffectGround) -> tuple[Effect, ...]:
    """One Effect for each activity that has begun and expects one, in the plan's order."""
    forecasts: dict[tuple[str, str], pd.DataFrame] = {}
    return tuple(
        _effect(activity, activity.expects, ground, forecasts)
        for activity in ground.plan
        if activity.expects and activity.status not in NOT_STARTED and first_month(activity.start) <= ground.month
    )


def first_month(start: date) -> str:
    """The first whole month since that day.

    >>> first_month(date(2026, 4, 1)), first_month(date(2026, 4, 2))
    ('2026-04', '2026-05')
    """
    month = start.isoformat()[:7]
    return month if start.day == 1 else add_months(month, 1)


def _effect(
    activity: Activity, expects: ExpectedEffect, ground: EffectGround, forecasts: dict[tuple[str, str], pd.DataFrame]
) -> Effect:
    first = first_month(activity.start)
    last = min(ground.month, add_months(first, LONGEST - 1))
    told = Effect(activity.ref, expects.area, expects.category, expects.direction, first, last)
    if month_index(last) - month_index(first) + 1 < FEWEST_MONTHS:
        return _with(told, reason=NoVerdict.TOO_EARLY)
    rows = ground.of_category.get(expects.category)
    if rows is None or first <= rows["month"].min():
        return _with(told, reason=NoVerdict.BEFORE_HISTORY)
    key = (expects.category, first)
    if key not in forecasts:
        forecasts[key] = interrupted_series(rows[rows["month"] <= last], first, last, ground.settings).set_index("area")
    seen = forecasts[key].loc[expects.area]
    if int(seen["months"]) < FEWEST_MONTHS:
        exceptional = any(ground.settings.exceptional_time(month) for month in months_between(first, last))
        return _with(told, reason=NoVerdict.EXCEPTIONAL_TIME if exceptional else NoVerdict.NOT_RECEIVED)
    if pd.isna(seen["expected"]):
        return _with(told, reason=NoVerdict.SHORT_HISTORY)
    comparison = _compare(activity, expects, ground, rows, (first, last))
    either = {"comparison": comparison} if isinstance(comparison, EffectComparison) else {"no_comparison": comparison}
    return _with(
        told, months=int(seen["months"]), observed=int(seen["observed"]), expected=float(seen["expected"]),
        lower=int(seen["lower"]), upper=int(seen["upper"]), **either,
    )  # fmt: skip


def _with(effect: Effect, **changes: object) -> Effect:
    return Effect(**{**vars(effect), **changes})  # type: ignore[arg-type]


def _compare(
    activity: Activity, expects: ExpectedEffect, ground: EffectGround, rows: pd.DataFrame, window: tuple[str, str]
) -> EffectComparison | NoComparison:
    if ground.areas[expects.area].level is Level.BOROUGH:
        return NoComparison.EVERYWHERE
    first, last = window
    others = comparison_areas(activity, expects, ground, last)
    if not others:
        return NoComparison.NO_PLACE_LEFT
    wide = rows.pivot(index="month", columns="area", values="count").astype("Float64")
    held = wide[[expects.area, *others]].dropna().index
    pairs = _pairs([month for month in held if ground.settings.exceptional_time(month) is None], first, last)
    if len(pairs) < FEWEST_MONTHS:
        return NoComparison.NO_YEAR_BEFORE
    before, after = ([pair[i] for pair in pairs] for i in (0, 1))
    here = wide[expects.area]
    there = wide[list(others)].sum(axis=1)
    treated = (float(here[before].sum()), float(here[after].sum()))
    control = (float(there[before].sum()), float(there[after].sum()))
    if not treated[0] or not control[0]:
        return NoComparison.NO_YEAR_BEFORE
    size = control[0] / treated[0]
    found = displacement_difference(
        control, treated, alpha=1 - ground.settings.coverage, area_weights=(size, 1.0, 1.0, 1.0),
        dispersion=_dispersion(ground.expectations, expects),
    )  # fmt: skip
    was, is_now, was_there, is_there = (int(n) for n in (*treated, *control))
    difference, low, high = float(found.total), float(found.low), float(found.high)
    return EffectComparison(others, len(pairs), was, is_now, was_there, is_there, difference, low, high)


def comparison_areas(activity: Activity, expects: ExpectedEffect, ground: EffectGround, last: str) -> tuple[str, ...]:
    """Places of the same level without such work in that time: not touching (what was moved may lie there)."""
    areas = ground.areas
    taken = set(ground.neighbours.get(expects.area, ())) | _cells_of(areas, (expects.area, *activity.areas))
    for other in ground.plan:
        alike = expects.category in other.categories or (other.expects and other.expects.category == expects.category)
        if alike and other.areas and other.status not in NOT_STARTED and first_month(other.start) <= last:
            taken |= _cells_of(areas, other.areas)
    same = areas.of_level(areas[expects.area].level)
    return tuple(area.code for area in same if not _cells_of(areas, (area.code,)) & taken)


def _cells_of(areas: Areas, codes: Iterable[str]) -> set[str]:
    """The neighbourhoods of these places; a neighbourhood is its own."""
    return {cell for code in codes for cell in ([a.code for a in areas.children(code)] or [code])}


def _pairs(months: Iterable[str], first: str, last: str) -> list[tuple[str, str]]:
    """(month before, month after) of the same calendar month, both received: the year before, the latest year since."""
    held = set(months)
    latest = max(first, add_months(last, -11))
    pairs = []
    for after in months_between(latest, last):
        back = -(-(month_index(after) - month_index(first) + 1) // 12)
        before = add_months(after, -12 * back)
        if before in held and after in held:
            pairs.append((before, after))
    return pairs


def _dispersion(expectations: pd.DataFrame, expects: ExpectedEffect) -> float:
    """Variance over mean of such counts, as the engine estimated it; one where it did not."""
    if "dispersion" not in expectations:
        return 1.0
    rows = expectations[(expectations["area"] == expects.area) & (expectations["category"] == expects.category)]
    known = rows["dispersion"].dropna().to_numpy(dtype=float)
    return float(max(1.0, np.median(known))) if len(known) else 1.0
