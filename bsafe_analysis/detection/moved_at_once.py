"""Did many kinds of incident move at once? A lockdown or a change of counting is one event, not ten findings.

Each kind's month gives a normal score (of its mid-p chance). Their sum over the kinds that the same sources count is
set beside how far such sums went in the place's own ordinary months, for kinds are never independent. All is read from
the expectations table, so that a reader with that table can work it out again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Direction

CHANCE = 0.01
"""Of the quiet months of a place so many are called an event: one in eight years."""
FURTHEST = 3.0
"""No kind counts as further out than so many standard deviations: one wild kind is a finding of its own, no event."""
FAR = 1.2815516
"""Standard deviations from which a kind is one of those that moved: the outer tenth on that side."""
LEAST_SHARE = 1 / 3
"""... of which there must be so many, or the sum is a little of everything and nobody can be shown it."""
FEWEST_KINDS = 6
LEAST_EXPECTED = 1.0
"""A kind of which fewer are expected a month has no low month."""
USUAL = 1.5
"""Variance of the sum of scores over that of independent kinds, as a rule: 1.45 in calm months of three boroughs."""
WORTH = 20.0
"""So many months is that thought worth before the place's own are seen."""
MOST_SQUARE = 6.0
"""A month that was itself an event makes none of the next ones likelier."""
LEARNT_FROM = 12


@dataclass(frozen=True)
class KindAtOnce:
    """One of the kinds that moved, and its part of what all of them have beyond what was expected."""

    category: str
    observed: int
    expected: float
    share: float


@dataclass(frozen=True)
class MovedAtOnce:
    """A month in which many kinds moved to one side. `members`: those far out, the furthest in incidents first.

    `judged`: of how many kinds; `chance`: how often a quiet month goes so far, on either side.
    """

    area: str
    month: str
    direction: Direction
    judged: int
    chance: float
    members: tuple[KindAtOnce, ...]


def moved_at_once(
    expectations: pd.DataFrame,
    area: str,
    groups: Iterable[Collection[str]],
    month: str,
    settings: DetectionSettings,
) -> MovedAtOnce | None:
    """The event of one place's month, of the group of kinds in which it is surest; None where there is none.

    `expectations`: findings.EXPECTATION_COLUMNS, with the months before where they were judged; `groups`: the kinds
    that the same sources count, a group each: what a partner sends moves nothing of the police's.
    """
    of_place = expectations[(expectations["area"] == area) & expectations["p_high"].notna()]
    found = (_of_group(of_place[of_place["category"].isin(set(kinds))], area, month, settings) for kinds in groups)
    return min((event for event in found if event is not None), key=lambda event: event.chance, default=None)


def _of_group(rows: pd.DataFrame, area: str, month: str, settings: DetectionSettings) -> MovedAtOnce | None:
    now = rows[(rows["month"] == month) & (rows["expected"] >= LEAST_EXPECTED)]
    if len(now) < FEWEST_KINDS:
        return None
    far = _far_out(rows[rows["category"].isin(now["category"])], len(now), month, settings)
    chance = float(2 * ndtr(-abs(far)))
    direction = Direction.UP if far > 0 else Direction.DOWN
    moved = now[scores(now) * np.sign(far) >= FAR]
    if chance >= CHANCE or len(moved) < LEAST_SHARE * len(now):
        return None
    return MovedAtOnce(area, month, direction, len(now), chance, _members(moved))


def scores(rows: pd.DataFrame) -> np.ndarray:
    """How far out each row lies, in standard deviations: above nought where more than expected were recorded."""
    return np.clip(-ndtri(rows["p_high"].to_numpy(dtype=float)), -FURTHEST, FURTHEST)


def _far_out(rows: pd.DataFrame, kinds: int, month: str, settings: DetectionSettings) -> float:
    """The month's sum of scores, in standard deviations of such sums: from the ordinary months before it."""
    by = rows.assign(score=scores(rows)).groupby("month")["score"]
    sums = (by.sum() / np.sqrt(kinds))[by.size() == kinds]
    before = [m for m in sums.index if m < month and settings.exceptional_time(m) is None][-LEARNT_FROM:]
    squares = np.minimum(sums[before] ** 2, MOST_SQUARE).sum()
    variance = max((squares + WORTH * USUAL) / (len(before) + WORTH), 1.0)
    return float(sums[month] / np.sqrt(variance))


def _members(moved: pd.DataFrame) -> tuple[KindAtOnce, ...]:
    observed = moved["observed"].to_numpy(dtype=int)
    beyond = observed - moved["expected"].to_numpy(dtype=float)
    order = sorted(range(len(moved)), key=lambda i: (-abs(beyond[i]), moved["category"].iloc[i]))
    return tuple(
        KindAtOnce(
            str(moved["category"].iloc[i]), int(observed[i]), float(moved["expected"].iloc[i]),
            float(beyond[i] / beyond.sum()),
        )
        for i in order
    )  # fmt: skip
