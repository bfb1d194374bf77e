"""Where has a kind of incident surely been far more frequent than in similar neighbourhoods, for a quarter and more?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd

from bsafe_analysis.detection.place_rates import CountedPlace, dispersion_of_places, place_rates
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.similar_places import SimilarPlaces

FAR = 1.25
"""So many times the others' rate: less is no business of a partnership, however sure."""
SURE = 0.975
QUARTER, YEAR, MOST_YEARS = 3, 12, 5
ENDS = (0.025, 0.975)
CLEAREST = 3
"""So many kinds of a place are told in its line; the rest stand in the table of all."""


@dataclass(frozen=True)
class LastingDifference:
    """One kind in one place: the rate for each resident is `lower` to `upper` times that of similar neighbourhoods.

    A 95 % interval over the twelve months up to `month`, drawn as `place_rates` draws; the same was sure a quarter ago.
    """

    place: Area
    category: Category
    month: str
    lower: float
    upper: float


@dataclass(frozen=True)
class PlaceLasting:
    """One place's lasting differences: the `clearest` by kind, of `kinds` in all, `more` of them untold here."""

    place: Area
    town_centre: bool
    clearest: tuple[LastingDifference, ...]
    kinds: int
    more: int


@dataclass(frozen=True)
class PlacesBeside:
    """With which neighbourhoods a place is compared: `also`, by name; those whose residents are known."""

    place: Area
    also: tuple[Area, ...]


@dataclass(frozen=True)
class LastingTold:
    """`every`: by area, place and kind; `by_place`: the same with a line for each place.

    `compared`: how many kinds could be; of the others too little is held. `similar`: what says which places are alike;
    `centres`: the town centres among them; `beside`: with whom each place that is told was compared, where not all.
    """

    every: tuple[LastingDifference, ...]
    compared: int
    similar: SimilarPlaces
    centres: tuple[Area, ...] = ()
    beside: tuple[PlacesBeside, ...] = ()

    @property
    def by_place(self) -> tuple[PlaceLasting, ...]:
        """By area and name; of each place the kinds whose interval begins furthest up, by name."""
        found = []
        for _, own in groupby(self.every, key=lambda each: each.place.code):
            kinds = tuple(own)
            first = set(sorted(kinds, key=lambda each: (-each.lower, -each.upper, each.category.key))[:CLEAREST])
            clearest, place = tuple(each for each in kinds if each in first), kinds[0].place
            centre = place.code in self.similar.town_centres
            found.append(PlaceLasting(place, centre, clearest, len(kinds), len(kinds) - len(clearest)))
        return tuple(found)


def lasting_differences(prepared: Prepared) -> LastingTold:
    """Which places' rates are surely a quarter above similar places', now and a quarter ago? Never a rank."""
    found, compared = [], 0
    month, areas = prepared.cycle.month, prepared.areas
    ends = (month, add_months(month, -QUARTER))
    for category in prepared.cycle.categories:
        now, before = (_ratios(prepared, category, end) for end in ends)
        if now is None or before is None:
            continue
        compared += 1
        lasting = {code for code, draws in now.items() if surely_far(draws) and surely_far(before[code])}
        found += [_lasting_of(areas[code], category, month, now[code]) for code in lasting]
    every = tuple(sorted(found, key=lambda d: _by_name_of(prepared, d)))
    similar = prepared.cycle.similar
    centres = (areas[code] for code in similar.town_centres if code in areas)
    told = dict.fromkeys(each.place for each in every)
    beside = tuple(_beside_of(prepared, place) for place in told if place.code in dict(similar.of))
    return LastingTold(every, compared, similar, tuple(sorted(centres, key=lambda a: a.name)), beside)


def _beside_of(prepared: Prepared, place: Area) -> PlacesBeside:
    places = {p.code: p for p in prepared.areas.neighbourhoods if p.residents}
    also = (places[code] for code in prepared.cycle.similar.beside(place.code, tuple(places)))
    return PlacesBeside(place, tuple(sorted(also, key=lambda a: (a.name, a.code))))


def _by_name_of(prepared: Prepared, told: LastingDifference) -> tuple[str, str, str, str]:
    area = prepared.areas[told.place.parent] if told.place.parent else told.place
    return area.name, told.place.name, told.place.code, told.category.name


def surely_far(ratios: np.ndarray) -> bool:
    """Whether draws of a place's rate over the others' lie far up: both now and a quarter ago it is told.

    >>> surely_far(np.full(100, 1.3)), surely_far(np.linspace(1.2, 1.6, 100))
    (True, False)
    """
    return bool((ratios > FAR).mean() >= SURE)


def _lasting_of(place: Area, category: Category, month: str, ratios: np.ndarray) -> LastingDifference:
    lower, upper = (round(float(end), 1) for end in np.quantile(ratios, ENDS))
    return LastingDifference(place, category, month, lower, upper)


def _ratios(prepared: Prepared, category: Category, end: str) -> dict[str, np.ndarray] | None:
    """Code -> draws of its rate over the rate of similar places together, over the year up to a month.

    None where that year is not whole, or too few places or incidents are held to draw them towards each other. A place
    none of whose similar ones has known residents is left out.
    """
    places = [place for place in prepared.areas.neighbourhoods if place.residents]
    table = _by_place(prepared, category, places)
    years = [_year_of(table, add_months(end, -YEAR * back)) for back in range(MOST_YEARS)]
    now = years[0]
    if not places or np.isnan(now).any():
        return None
    similar, codes = prepared.cycle.similar, tuple(sorted(p.code for p in places))
    counted = [
        CountedPlace(p.code, int(n), float(p.residents or 0), p.code in similar.town_centres)
        for p, n in zip(places, now, strict=True)
    ]
    drawn = place_rates(counted, dispersion_of_places(np.column_stack([y for y in years if not np.isnan(y).any()])))
    if not drawn.shrunken:
        return None
    beside = np.array([[other in similar.beside(code, codes) for other in codes] for code in codes])
    ratios = drawn.over_those(beside)
    return {code: ratios[:, i] for i, code in enumerate(codes) if beside[i].any()}


def _by_place(prepared: Prepared, category: Category, places: Sequence[Area]) -> pd.DataFrame:
    """Code x month -> count, missing where not held."""
    counts = prepared.counts[prepared.counts["category"] == category.key]
    table = counts.pivot_table(index="area", columns="month", values="count", aggfunc="first")
    return table.reindex([place.code for place in places]).astype("float64")


def _year_of(table: pd.DataFrame, end: str) -> np.ndarray:
    """Each place's total of the twelve months up to one; nan where a month is not held."""
    months = list(months_between(add_months(end, 1 - YEAR), end))
    return table.reindex(columns=months).sum(axis=1, skipna=False).to_numpy(dtype=float)
