"""The counts that a view is made of: by place and month, together or by category, from a year before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bsafe_analysis.model.areas import NOT_PLACED, Area
from bsafe_analysis.model.counts import rate_per_1000
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.view_state import Denominator, Measure, ViewState, in_a_line
from bsafe_analysis.reports.views.dense import dense

YEAR = 12
Values = tuple[float | None, ...]


@dataclass(frozen=True)
class CountedOf:
    """What a number of a view is made of, by which it can be counted again. `view`: view_state.in_a_line; `kinds`: keys
    of the categories; `first`, `last`: months."""

    view: str = ""
    where: tuple[Area, ...] = ()
    kinds: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    def claimed(self, **more: Any) -> Mapping[str, Any]:
        """What a claim says of it, and more."""
        codes = " ".join(area.code for area in self.where)
        told = {"view": self.view, "where": codes, "places": self.where, "kinds": " ".join(self.kinds)}
        return {**told, "categories": self.kinds, "first": self.first, "last": self.last, **more}


@dataclass(frozen=True)
class CubeLine:
    """One line over the months of a view; None where the month was not received or the rate cannot be made.

    `total` is the count over the months that are known. `scaled`: brought to the total of the place it stands beside.
    `hidden`: indices of the months that these readers may not see.
    """

    key: str
    name: str
    values: Values
    total: int
    scaled: bool = False
    hidden: frozenset[int] = frozenset()
    of: CountedOf = CountedOf()

    claimed_as = "view_line"

    @property
    def latest(self) -> float | None:
        """The last of its values."""
        return self.values[-1] if self.values else None

    @property
    def claimed_values(self) -> Mapping[str, Any]:
        return self.of.claimed(key=self.key, name=self.name, total=self.total, scaled=self.scaled)


@dataclass(frozen=True)
class PlaceCount:
    """A place over the whole period: its count, what the measure makes of it, whether a part of it is hidden."""

    place: Area
    count: int
    value: float | None
    hidden: bool
    of: CountedOf = CountedOf()

    claimed_as = "view_place"

    @property
    def claimed_values(self) -> Mapping[str, Any]:
        return self.of.claimed(count=self.count, value=self.value)


class Cube:
    """Every number of a view, summed from the block of the month's counts.

    `together`: which of the categories are summed where all are told together; the others are lines of their own.
    """

    def __init__(
        self, prepared: Prepared, state: ViewState, categories: Sequence[str], together: Collection[str] = ()
    ) -> None:
        self.months = months_between(state.first, state.last)
        self.measure, self.denominator = state.measure, state.denominator
        self._least = _least_base(prepared, categories)
        self._block = dense(prepared.counts)
        self._categories = {key: i for i, key in enumerate(categories)}
        kinds = tuple(key for key in categories if not together or key in together)
        self._counted = CountedOf(in_a_line(state), (), kinds, state.first, state.last)
        wanted = months_between(add_months(state.first, -YEAR), state.last)
        self._one, self._unseen = self._block.block(categories, wanted)
        summed = [i for i, key in enumerate(categories) if not together or key in together]
        self._together = self._one[:, summed].sum(axis=1)  # not known where one of the categories is not
        self._unseen_together: np.ndarray = np.asarray(self._unseen[:, summed].any(axis=1))

    def line(self, place: Area, name: str, category: str = "", shift: int = 0) -> CubeLine:
        """The place's months (`shift` months earlier), of one category or of all together."""
        at, months = self._at(place), slice(YEAR - shift, YEAR - shift + len(self.months))
        if category:
            row, unseen = self._one[at, self._categories[category]], self._unseen[at, self._categories[category]]
        else:
            row, unseen = self._together[at], self._unseen_together[at]
        hidden = frozenset(int(i) for i in np.flatnonzero(unseen[months]))
        values, total, of = self._told(place, row[months]), _total(row[months]), self._of_line(place, category, shift)
        return CubeLine(category or place.code, name, values, total, hidden=hidden, of=of)

    def _of_line(self, place: Area, category: str, shift: int) -> CountedOf:
        first, last = (add_months(month, -shift) for month in (self._counted.first, self._counted.last))
        kinds = (category,) if category else self._counted.kinds
        return replace(self._counted, where=(place,), kinds=kinds, first=first, last=last)

    def average(self, places: Sequence[Area], key: str) -> CubeLine:
        """The mean of several places, month by month; in counts the mean count, in rates their rate together."""
        rows = self._together[[self._at(place) for place in places], YEAR:]
        bases = [self.base(place) for place in places]
        summed = rows.sum(axis=0)
        if self.measure is Measure.RATE:
            together = sum(b or 0 for b in bases) if all(bases) else 0
            values = tuple(self._rate(v, together) for v in summed)
        else:
            values = tuple(None if np.isnan(v) else float(v) / len(places) for v in summed)
        return CubeLine(key, "", values, _total(rows), of=replace(self._counted, where=tuple(places)))

    def _told(self, place: Area, counts: np.ndarray) -> Values:
        return tuple(self.measured(place, None if v != v else int(v)) for v in counts.tolist())  # noqa: PLR0124 (nan)

    def measured(self, place: Area, count: int | None) -> float | None:
        """The count, or the rate per 1,000 of the place's residents or households where they are known."""
        if count is None or self.measure is Measure.COUNT:
            return count
        return self._rate(count, self.base(place) or 0)

    def _rate(self, count: float, base: int) -> float | None:
        """None where it cannot be made, or rests on fewer incidents than this edition's readers may be given."""
        return rate_per_1000(float(count), base) if base and count >= self._least else None

    def base(self, place: Area) -> int | None:
        return place.residents if self.denominator is Denominator.RESIDENTS else place.households

    def over_period(self, place: Area) -> PlaceCount:
        """The place's count over the months known."""
        at = self._at(place)
        count, hidden = _total(self._together[at, YEAR:]), bool(self._unseen_together[at, YEAR:].any())
        return PlaceCount(place, count, self.measured(place, count), hidden, replace(self._counted, where=(place,)))

    def rolling(self, place: Area) -> CubeLine:
        """The twelve months up to each month; None where one of them was not received or lies before what is held."""
        at = self._at(place)
        windows = np.lib.stride_tricks.sliding_window_view(self._together[at, 1:], YEAR).sum(axis=1)
        unseen = np.lib.stride_tricks.sliding_window_view(self._unseen_together[at, 1:], YEAR).any(axis=1)
        hidden = frozenset(int(i) for i in np.flatnonzero(unseen))
        of = replace(self._counted, where=(place,))
        return CubeLine("rolling", "", self._told(place, windows), 0, hidden=hidden, of=of)

    @property
    def not_placed(self) -> int:
        at = self._block.places.get(NOT_PLACED)
        return 0 if at is None else _total(self._together[at, YEAR:])

    @property
    def gaps(self) -> tuple[str, ...]:
        """Months of which nothing was received; what is hidden was."""
        empty = np.isnan(self._together[:, YEAR:]).all(axis=0) & ~self._unseen_together[:, YEAR:].any(axis=0)
        return tuple(month for month, gap in zip(self.months, empty, strict=True) if gap)

    @property
    def provisional(self) -> tuple[str, ...]:
        filling = self._block.provisional(list(self._categories), self.months)
        return tuple(month for month, fills in zip(self.months, filling, strict=True) if fills)

    def _at(self, place: Area) -> int:
        return self._block.places[place.code]


def _least_base(prepared: Prepared, categories: Sequence[str]) -> int:
    """How many incidents a rate must rest on: in an edition for others, where partner agencies counted them."""
    guarded = prepared.audience != Audience.INTERNAL and any(key in prepared.classes for key in categories)
    return prepared.cycle.policy.rate_base[prepared.audience] if guarded else 0


def _total(counts: np.ndarray) -> int:
    return int(np.nansum(counts))
