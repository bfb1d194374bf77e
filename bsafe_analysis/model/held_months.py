"""What is held: the months of each source, at which levels of place, and the categories that it counts.

A count exists only where every source that feeds its category was held: the one truth of noughts and gaps. A month
before a source began, in a pause of it or after it stopped is missing, never nought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bsafe_analysis.model.areas import Level

SourceNames = tuple[str, ...]
"""The sources that feed a category, in the order of sources.yml: categories of one such group are judged together."""


@dataclass(frozen=True)
class SourceHeld:
    """What is held of one source.

    `months`: those held for the borough; `placed_months`: those of them whose rows say where in the borough; `gaps`:
    months it was expected in and is not held, from its first to its last or to the month of the cycle. `required`:
    without it no month goes out. `as_at`: the day of its newest download, where that is known. `incomplete`: months
    whose file looks like a fragment: their counts stand, with a caution. `not_whole`: (category, month) of which it
    gave no whole count, though it was held: a category that fell silent is a gap, not a nought.
    """

    name: str
    title: str
    months: tuple[str, ...]
    placed_months: tuple[str, ...]
    gaps: tuple[str, ...]
    categories: tuple[str, ...]
    required: bool = True
    as_at: date | None = None
    incomplete: tuple[str, ...] = ()
    not_whole: frozenset[tuple[str, str]] = frozenset()

    def months_of(self, category: str, level: str) -> frozenset[str]:
        """The months in which its rows of a category can be counted at a level of place."""
        return frozenset(self.months_at(level)) - {month for key, month in self.not_whole if key == category}

    def months_at(self, level: str) -> tuple[str, ...]:
        """The months in which its rows can be counted at a level of place."""
        return self.months if level == Level.BOROUGH else self.placed_months


@dataclass(frozen=True)
class HeldMonths:
    """What every source holds, in the order of sources.yml."""

    sources: tuple[SourceHeld, ...] = ()

    def feeding(self, category: str) -> tuple[SourceHeld, ...]:
        """The sources that count a category; () where none is known to."""
        return tuple(source for source in self.sources if category in source.categories)

    def group_of(self, category: str) -> SourceNames:
        """The names of the sources that count a category."""
        return tuple(source.name for source in self.feeding(category))

    def months_of(self, category: str, level: str = Level.BOROUGH) -> frozenset[str]:
        """The months in which a category can be counted at a level of place: all that feed it were held."""
        each = [source.months_of(category, level) for source in self.feeding(category)]
        return frozenset.intersection(*each) if each else frozenset()

    def groups(self, categories: Iterable[str]) -> tuple[tuple[SourceNames, tuple[str, ...]], ...]:
        """The categories by the sources that feed them, in the order in which they come; none known: left out."""
        found: dict[SourceNames, list[str]] = {}
        for category in categories:
            found.setdefault(self.group_of(category), []).append(category)
        return tuple((names, tuple(keys)) for names, keys in found.items() if names)

    def held_throughout(
        self, categories: Iterable[str], months: Collection[str], level: str = Level.BOROUGH
    ) -> tuple[str, ...]:
        """Of these categories those that can be counted in every one of these months: what a sum may be made of."""
        wanted = frozenset(months)
        return tuple(category for category in categories if wanted <= self.months_of(category, level))

    @cached_property
    def required(self) -> tuple[SourceHeld, ...]:
        """The sources without which no month goes out."""
        return tuple(source for source in self.sources if source.required)

    @property
    def leading(self) -> SourceNames:
        """The sources that most is said of: those that no month goes out without, else the first that holds any."""
        names = tuple(source.name for source in self.required)
        return names or tuple(source.name for source in self.sources if source.months)[:1]

    def incomplete(self, names: Collection[str]) -> tuple[str, ...]:
        """Months in which the file of one of these sources looks like a fragment."""
        found = {month for source in self.sources if source.name in names for month in source.incomplete}
        return tuple(sorted(found))

    @property
    def gaps(self) -> tuple[str, ...]:
        """Months in which a source that no month goes out without was expected and is not held."""
        return tuple(sorted({gap for source in self.required for gap in source.gaps}))


def all_held(categories: Sequence[str], months: Sequence[str], name: str = "all") -> HeldMonths:
    """One source that counts these categories in all of these months: what is held where nothing says otherwise."""
    held = tuple(months)
    return HeldMonths((SourceHeld(name, name, held, held, (), tuple(categories)),))
