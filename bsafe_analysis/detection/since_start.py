"""What happened since an activity began: beside what was to be expected, and beside places where no such work ran.

An activity is said nothing of until three whole months have passed. Places are chosen for action when they are high, so
some fall by themselves (regression to the mean). So the months before a start that were high are left out of what it is
judged by, and places that were not chosen stand beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from bsafe_analysis.detection.beside_others import WorkWindow, beside_others
from bsafe_analysis.detection.interrupted_series import interrupted_series
from bsafe_analysis.detection.months_that_led import months_that_led, without
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
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import add_months, month_index, months_between

FEWEST_MONTHS = 3
LONGEST = 24
"""More months than this together tell of the world, not of the activity: the forecast is too wide to say anything."""
NOT_STARTED = (Progress.PROPOSED, Progress.AGREED, Progress.WITHDRAWN)


@dataclass(frozen=True)
class EffectGround:
    """What effects are read from: the counts, where places touch, and the whole plan."""

    counts: pd.DataFrame
    areas: Areas
    neighbours: Mapping[str, Collection[str]]
    month: str
    settings: DetectionSettings
    plan: tuple[Activity, ...]

    @cached_property
    def of_category(self) -> dict[str, pd.DataFrame]:
        return {str(key): rows for key, rows in self.counts.groupby("category", sort=False)}

    @cached_property
    def forecasts(self) -> ForecastsBefore:
        return ForecastsBefore(self)


class ForecastsBefore:
    """What the months before a start led one to expect, worked out once for all activities of a category and start."""

    def __init__(self, ground: EffectGround) -> None:
        self._ground = ground
        self._led: dict[tuple[str, str, Direction], pd.Series] = {}
        self._told: dict[tuple[str, WorkWindow], pd.DataFrame] = {}

    def window(self, expects: ExpectedEffect, first: str, last: str) -> WorkWindow:
        """The months since the start, and how many before it led to it."""
        side = Direction.UP if expects.direction is Direction.DOWN else Direction.DOWN
        key = (expects.category, first, side)
        if key not in self._led:
            rows = self._ground.of_category[expects.category]
            self._led[key] = months_that_led(rows, first, side, self._ground.settings)
        return WorkWindow(first, last, int(self._led[key][expects.area]))

    def of(self, expects: ExpectedEffect, window: WorkWindow) -> pd.Series:
        """The row of interrupted_series for the place, the months that led to the work being unknown."""
        key = (expects.category, window)
        if key not in self._told:
            rows = self._ground.of_category[expects.category]
            held = without(rows[rows["month"] <= window.last], window.first, window.led)
            told = interrupted_series(held, window.first, window.last, self._ground.settings)
            self._told[key] = told.set_index("area")
        return self._told[key].loc[expects.area]


def effects_of(ground: EffectGround) -> tuple[Effect, ...]:
    """One Effect for each activity that has begun and expects one, in the plan's order."""
    return tuple(
        _effect(activity, activity.expects, ground)
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


def _effect(activity: Activity, expects: ExpectedEffect, ground: EffectGround) -> Effect:
    first = first_month(activity.start)
    last = min(ground.month, add_months(first, LONGEST - 1))
    told = Effect(activity.ref, expects.area, expects.category, expects.direction, first, last)
    if month_index(last) - month_index(first) + 1 < FEWEST_MONTHS:
        return _with(told, reason=NoVerdict.TOO_EARLY)
    rows = ground.of_category.get(expects.category)
    if rows is None or first <= rows["month"].min():
        return _with(told, reason=NoVerdict.BEFORE_HISTORY)
    window = ground.forecasts.window(expects, first, last)
    seen = ground.forecasts.of(expects, window)
    if int(seen["months"]) < FEWEST_MONTHS:
        exceptional = any(ground.settings.exceptional_time(month) for month in months_between(first, last))
        return _with(told, reason=NoVerdict.EXCEPTIONAL_TIME if exceptional else NoVerdict.NOT_RECEIVED)
    if pd.isna(seen["expected"]):
        return _with(told, reason=NoVerdict.SHORT_HISTORY)
    comparison = _compare(activity, expects, ground, rows, window)
    either = {"comparison": comparison} if isinstance(comparison, EffectComparison) else {"no_comparison": comparison}
    return _with(
        told, months=int(seen["months"]), observed=int(seen["observed"]), expected=float(seen["expected"]),
        lower=int(seen["lower"]), upper=int(seen["upper"]), baseline_to=window.baseline_to, **either,
    )  # fmt: skip


def _with(effect: Effect, **changes: object) -> Effect:
    return Effect(**{**vars(effect), **changes})  # type: ignore[arg-type]


def _compare(
    activity: Activity, expects: ExpectedEffect, ground: EffectGround, rows: pd.DataFrame, window: WorkWindow
) -> EffectComparison | NoComparison:
    level = ground.areas[expects.area].level
    if level is Level.BOROUGH:
        return NoComparison.EVERYWHERE
    others = comparison_areas(activity, expects, ground, window.last)
    if not others:
        return NoComparison.NO_PLACE_LEFT
    return beside_others(rows, expects.area, level, others, window, ground.settings)


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
