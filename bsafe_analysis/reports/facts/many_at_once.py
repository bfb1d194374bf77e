"""Many kinds of incident that moved in one month of a place: told as the one change that they are."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.detection.moved_at_once import moved_at_once
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.incidents import Category

NAMED = 3
"""Kinds that page one names; the annex has all of them."""


@dataclass(frozen=True)
class KindInEvent:
    """One of the kinds that moved. `percent`: its part of what all of them have beyond what was expected."""

    category: Category
    observed: int
    expected: float
    percent: int


@dataclass(frozen=True)
class ManyAtOnce:
    """How many of the kinds that could be judged moved to one side at once, and which: the furthest first."""

    place: Area
    month: str
    direction: Direction
    moved: int
    judged: int
    kinds: tuple[KindInEvent, ...]

    @property
    def named(self) -> tuple[KindInEvent, ...]:
        """Those that page one names."""
        return self.kinds[:NAMED]


def many_at_once(prepared: Prepared, place: Area) -> ManyAtOnce | None:
    """None where no more moved at once than such months of this place do by chance."""
    cycle, called = prepared.cycle, {category.key: category for category in prepared.cycle.categories}
    groups = [keys for _, keys in prepared.held.groups(called)]
    found = moved_at_once(prepared.expectations, place.code, groups, cycle.month, cycle.detection)
    if found is None:
        return None
    kinds = tuple(
        KindInEvent(called[each.category], each.observed, each.expected, round(100 * each.share))
        for each in found.members
    )
    return ManyAtOnce(place, found.month, found.direction, len(kinds), found.judged, kinds)
