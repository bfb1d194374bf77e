"""A place where work ran beside places where none did: the same months before and after, and how far chance goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.detection.effect import displacement_difference
from bsafe_analysis.detection.placebo import BeforeAfter, spread_elsewhere
from bsafe_analysis.model.activities import EffectComparison, NoComparison
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, month_index, months_between

FEWEST_PAIRS = 3


@dataclass(frozen=True)
class WorkWindow:
    """The months since work began, and how many before them led to it and are no baseline."""

    first: str
    last: str
    led: int = 0

    @property
    def baseline_to(self) -> str:
        """The last month of what the work is judged by, where that is not the month before it; else ""."""
        return add_months(self.first, -1 - self.led) if self.led else ""

    def leads(self, month: str) -> bool:
        """Whether the month is one of those that led to the work."""
        return 0 < month_index(self.first) - month_index(month) <= self.led


def beside_others(
    rows: pd.DataFrame,
    area: str,
    level: Level,
    others: tuple[str, ...],
    window: WorkWindow,
    settings: DetectionSettings,
) -> EffectComparison | NoComparison:
    """How many fewer or more than the change in the other places would have led one to expect, with its interval.

    `rows`: the counts of one category. The interval is drawn from how far the other places lie from one another.
    """
    wide = rows.pivot(index="month", columns="area", values="count").astype("Float64")
    held = wide[[area, *others]].dropna().index
    pairs = month_pairs([month for month in held if settings.exceptional_time(month) is None], window)
    if len(pairs) < FEWEST_PAIRS:
        return NoComparison.NO_YEAR_BEFORE
    before, after = (wide.loc[[pair[i] for pair in pairs]].sum() for i in (0, 1))
    there = BeforeAfter(before[list(others)].to_numpy(dtype=float), after[list(others)].to_numpy(dtype=float))
    treated = (float(before[area]), float(after[area]))
    control = (float(there.before.sum()), float(there.after.sum()))
    if not treated[0] or not control[0]:
        return NoComparison.NO_YEAR_BEFORE
    size = control[0] / treated[0]
    found = displacement_difference(control, treated, area_weights=(size, 1.0, 1.0, 1.0))
    reach = found.local_se * spread_elsewhere(there, sum(treated) / 2, level).reach(settings.coverage)
    was, is_now, was_there, is_there = (int(n) for n in (*treated, *control))
    difference = float(found.total)
    return EffectComparison(
        others, len(pairs), was, is_now, was_there, is_there, difference, difference - reach, difference + reach
    )


def month_pairs(months: Iterable[str], window: WorkWindow) -> list[tuple[str, str]]:
    """(month before, month after) of the same calendar month, both held: the year before, the latest year since.

    A month before that led to the work gives way to the same month of the year before it.
    """
    held = set(months)
    latest = max(window.first, add_months(window.last, -11))
    pairs = []
    for after in months_between(latest, window.last):
        back = -(-(month_index(after) - month_index(window.first) + 1) // 12)
        before = add_months(after, -12 * back)
        before = add_months(before, -12) if window.leads(before) else before
        if before in held and after in held:
            pairs.append((before, after))
    return pairs
