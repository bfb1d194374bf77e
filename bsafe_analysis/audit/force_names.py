"""A force whose files go on under another name: its months before and after are one history."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from bsafe_analysis.model.periods import add_months

PAUSE, YEAR, TIMES, SURE = 3, 12, 2.0, 10
"""Months between two names at most; months that tell what is usual; how many times larger; rows a month at least."""
Ours = Mapping[tuple[str, str], int]
"""(force, month) -> rows of this borough, noughts left out."""


def later_names(ours: Ours) -> dict[str, str]:
    """Earlier name -> the last one, where one force ends as one other begins with as many rows of this borough."""
    months: dict[str, dict[str, int]] = {}
    for (force, month), rows in sorted(ours.items()):
        months.setdefault(force, {})[month] = rows
    pairs = [(old, new) for old in months for new in months if old != new and _goes_on(months[old], months[new])]
    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    next_of = {old: new for old, new in pairs if olds.count(old) == news.count(new) == 1}
    return {old: _last_name(old, next_of) for old in next_of}


def _goes_on(before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    ended, began = max(before), min(after)
    then, now = median(list(before.values())[-YEAR:]), median(list(after.values())[:YEAR])
    return ended < began <= add_months(ended, PAUSE + 1) and then >= SURE and then <= TIMES * now <= TIMES**2 * then


def _last_name(force: str, next_of: Mapping[str, str]) -> str:
    return _last_name(next_of[force], next_of) if force in next_of else force
