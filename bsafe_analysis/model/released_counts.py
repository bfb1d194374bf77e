"""Everything that an audience was ever shown of guarded counts, remembered by what was counted and not by a key.

A key can be given another meaning and a code other lines, and what was shown under the old could be set against the
new. So the memory holds which words of which sources made a category, and how each place was drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd

RELEASED_COLUMNS = ("definition", "month", "release", "place", "shown")
"""definition: its number; release: the how-manieth of that month; place: how it was drawn (CountedAs.places), or its
code where that is not known; shown: missing where the count was hidden."""


@dataclass(frozen=True)
class CountedAs:
    """What guarded counts are of. A word is "source|word", in small letters without marks. Empty: not known.

    `mean`: category -> every word of guarded sources that means it; `found`: category -> month -> those that had rows;
    `opened`: category -> words of OPEN sources; `places`: code -> a digest of how it is drawn.
    """

    mean: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    opened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def found_in(self, category: str, month: str) -> frozenset[str]:
        """The words that had rows of this category in this month."""
        return frozenset(self.found.get(category, {}).get(month, ()))

    @property
    def known(self) -> frozenset[str]:
        """Every word that is counted as something, of whichever class."""
        return frozenset(word for words in (*self.mean.values(), *self.opened.values()) for word in words)


@dataclass(frozen=True)
class ReleasedDefinition:
    """A category as it was when it was shown: the words that meant it, and by month those that had rows.

    `mean` is None in a memory of before such things were kept: it is taken for what is meant now.
    """

    category: str
    mean: frozenset[str] | None = None
    found: dict[str, frozenset[str]] = field(default_factory=dict)


class ReleasedStanding(StrEnum):
    """How a month of a category stands to what was shown before."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    """It was shown before, and something else was counted in it then."""


@dataclass(frozen=True)
class ReleasedCounts:
    """The memory of one audience. `editions`: months of which it was given an edition; `smallest`: class -> the
    smallest count when it was last shown any; `counts`: RELEASED_COLUMNS."""

    editions: tuple[str, ...] = ()
    smallest: dict[str, int] = field(default_factory=dict)
    definitions: tuple[ReleasedDefinition, ...] = ()
    counts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(RELEASED_COLUMNS)))

    def standing(self, category: str, month: str, now: CountedAs) -> tuple[ReleasedStanding, tuple[int, ...]]:
        """How it stands, and the numbers of the definitions under which the very same was shown."""
        mean, found = frozenset(now.mean.get(category, ())), now.found_in(category, month)
        then = [(n, d) for n, d in enumerate(self.definitions) if month in d.found]
        near = [(n, d) for n, d in then if d.category == category or d.found[month] & found]
        if not near:
            return (
                ReleasedStanding.CHANGED if self._may_be_renamed(then, month, found, now) else ReleasedStanding.NEW
            ), ()
        if all(d.mean is None or (d.found[month] <= mean and found <= d.mean) for _, d in near):
            return ReleasedStanding.SAME, tuple(n for n, _ in near)
        return ReleasedStanding.CHANGED, ()

    @staticmethod
    def _may_be_renamed(
        then: list[tuple[int, ReleasedDefinition]], month: str, found: frozenset[str], now: CountedAs
    ) -> bool:
        """Whether words that nobody knew then may be those that nobody knows now, under other names."""
        lost = any(d.found[month] - now.known for _, d in then)
        told_of = frozenset(word for _, d in then for word in d.mean or ())
        return lost and not found <= told_of

    def opened_since(self, now: CountedAs) -> frozenset[str]:
        """Sources that are OPEN now and of whose words guarded counts were shown."""
        opened = {word for words in now.opened.values() for word in words}
        shown = {word for d in self.definitions for found in d.found.values() for word in found}
        return frozenset(word.partition("|")[0] for word in opened & shown)

    def months_of(self, definitions: tuple[int, ...], month: str) -> list[dict[str, float]]:
        """What was shown of a month, the earliest release first: place -> count, missing where it was hidden."""
        releases = [pair for n in definitions for pair in self._index.get((n, month), {}).items()]
        return [shown for _, shown in sorted(releases, key=lambda pair: pair[0])]

    @cached_property
    def _index(self) -> dict[tuple[int, str], dict[int, dict[str, float]]]:
        found: dict[tuple[int, str], dict[int, dict[str, float]]] = {}
        for n, month, release, place, shown in self.counts.itertuples(index=False, name=None):
            found.setdefault((n, month), {}).setdefault(release, {})[place] = shown
        return found


@dataclass(frozen=True)
class Showing:
    """A month of a category as it is shown now, to be remembered. `places` and `shown` in one order."""

    category: str
    month: str
    places: tuple[str, ...]
    shown: np.ndarray


def remembered(
    memory: ReleasedCounts, edition: str, smallest: Mapping[str, int], showings: list[Showing], now: CountedAs
) -> ReleasedCounts:
    """The memory with an edition more. What is shown as it was shown last takes no new room."""
    definitions, numbers = list(memory.definitions), {}
    new = []
    for showing in showings:
        category, month = showing.category, showing.month
        if category not in numbers:
            numbers[category] = _number_of(definitions, category, frozenset(now.mean.get(category, ())))
        number = numbers[category]
        d = definitions[number]
        words = d.found.get(month, frozenset()) | now.found_in(category, month)
        if d.found.get(month) != words:
            definitions[number] = replace(d, found=d.found | {month: words})
        _, held = memory.standing(category, month, now)
        before = memory.months_of(held, month)
        if not before or not _alike(before[-1], showing):
            rows = {"definition": number, "month": month, "release": len(before) + 1}
            new.append(pd.DataFrame(rows | {"place": list(showing.places), "shown": showing.shown}))
    counts = pd.concat([memory.counts, *new], ignore_index=True) if len(memory.counts) else pd.concat(
        new or [memory.counts], ignore_index=True
    )  # fmt: skip
    return ReleasedCounts(
        tuple(sorted({*memory.editions, edition})), memory.smallest | dict(smallest), tuple(definitions),
        counts[list(RELEASED_COLUMNS)],
    )  # fmt: skip


def _number_of(definitions: list[ReleasedDefinition], category: str, mean: frozenset[str]) -> int:
    for number, d in enumerate(definitions):
        if (d.category, d.mean) == (category, mean):
            return number
    definitions.append(ReleasedDefinition(category, mean))
    return len(definitions) - 1


def _alike(before: Mapping[str, float], showing: Showing) -> bool:
    then = np.array([before.get(place, np.nan) for place in showing.places], dtype="float64")
    return set(before) == set(showing.places) and np.array_equal(then, showing.shown, equal_nan=True)
