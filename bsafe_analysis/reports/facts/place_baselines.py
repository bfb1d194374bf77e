"""What was recorded in each neighbourhood over the baseline's months, each kind's rate, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bsafe_analysis.detection.place_rates import (
    AmongHighest,
    CountedPlace,
    PlaceRate,
    PlaceRates,
    dispersion_of_places,
    place_rates,
)
from bsafe_analysis.model.areas import NOT_PLACED, Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import Window, add_months, months_between

YEAR, MOST_YEARS, LEAST_MONTHS = 12, 5, 12
HALF_A_YEAR = 6
"""A year of which fewer months are held tells nothing of how years differ."""
PER = 1000


@dataclass(frozen=True)
class BaselineRate:
    """One kind in one place over the baseline: how many, and in a year per 1,000 residents.

    `rate` with `lower` to `upper`: the exact interval of a count, widened by how years differ. `drawn` with
    `drawn_lower` to `drawn_upper`: drawn towards the other places. None where residents are not known.
    """

    place: Area
    category: Category
    count: int
    rate: float | None
    lower: float | None
    upper: float | None
    drawn: float | None
    drawn_lower: float | None
    drawn_upper: float | None
    among: AmongHighest


@dataclass(frozen=True)
class BaselineOfKind:
    """One kind over the baseline: of its `of` months `months` are held; `sure`: places surely among the five highest.

    `total`: recorded in all neighbourhoods together; `not_placed`: those known to lie in none.
    """

    category: Category
    months: int
    of: int
    total: int
    not_placed: int
    sure: int
    shrunken: bool
    rows: tuple[BaselineRate, ...]


@dataclass(frozen=True, eq=False)
class PlaceBaselines:
    """`kinds`: in the order of the cycle, those held twelve months or more; `left_out`: the others.

    `rates`: by category key, what the draws of work are made from; `people`: what these rates are for, by place.
    """

    window: Window | None
    kinds: tuple[BaselineOfKind, ...]
    left_out: tuple[Category, ...]
    rates: dict[str, PlaceRates]
    people: tuple[float, ...]

    @property
    def not_placed(self) -> float | None:
        """Of 100 incidents so many lie in no neighbourhood; None where there are none."""
        lost = sum(kind.not_placed for kind in self.kinds)
        every = lost + sum(kind.total for kind in self.kinds)
        return round(100 * lost / every, 1) if every else None

    @property
    def enough(self) -> bool:
        """Whether a year of anything is held."""
        return bool(self.kinds)


def place_baselines(prepared: Prepared) -> PlaceBaselines:
    """Every kind's baseline by place. A month that is not held is in no count and no rate."""
    window = prepared.cycle.baseline
    places = sorted(prepared.areas.neighbourhoods, key=lambda place: place.code)
    people = tuple(float(place.residents or 1) for place in places)
    kinds, rates = [], {}
    tables = dict(iter(prepared.counts.groupby("category")))
    for category in prepared.cycle.categories if window else ():
        table = _wide(tables.get(category.key), [*places, prepared.areas[NOT_PLACED]])
        held = _months_held(table, places, _months(window))
        if len(held) < LEAST_MONTHS:
            continue
        counts = table[held].sum(axis=1)
        rates[category.key] = _rates(prepared, places, table, counts, len(held), window)
        kinds.append(_of_kind(prepared, category, places, counts, rates[category.key], len(held), len(_months(window))))
    told = {kind.category.key for kind in kinds}
    return PlaceBaselines(
        window, tuple(kinds), tuple(c for c in prepared.cycle.categories if c.key not in told), rates, people
    )


def _months(window: Window | None) -> tuple[str, ...]:
    return months_between(window.first, window.last) if window else ()


def _wide(counts: pd.DataFrame | None, places: Sequence[Area]) -> pd.DataFrame:
    """Code x month -> count, missing where not held."""
    if counts is None:
        return pd.DataFrame(index=[place.code for place in places])
    table = counts.pivot_table(index="area", columns="month", values="count", aggfunc="first")
    return table.reindex([place.code for place in places]).astype("float64")


def _months_held(table: pd.DataFrame, places: Sequence[Area], months: Sequence[str]) -> list[str]:
    codes = [place.code for place in places]
    return [month for month in months if month in table and table.loc[codes, month].notna().all()]


def _rates(
    prepared: Prepared,
    places: Sequence[Area],
    table: pd.DataFrame,
    counts: pd.Series,
    months: int,
    window: Window | None,
) -> PlaceRates:
    """Of a place without residents, and of a town centre, the count alone is drawn: it is fitted with no other."""
    apart = {p.code for p in places if not p.residents} | {*prepared.cycle.similar.town_centres}
    counted = [
        CountedPlace(p.code, int(counts[p.code]), (p.residents or 1) * months / YEAR, p.code in apart) for p in places
    ]
    last = window.last if window else prepared.cycle.month
    years = [_year(table, places, add_months(last, -YEAR * back)) for back in reversed(range(MOST_YEARS))]
    known = [year for year in years if year is not None]
    return place_rates(counted, dispersion_of_places(np.column_stack(known)) if known else 1.0)


def _year(table: pd.DataFrame, places: Sequence[Area], last: str) -> np.ndarray | None:
    """Each place's total of those of twelve months that are held; None where fewer than half of them are."""
    held = _months_held(table, places, months_between(add_months(last, 1 - YEAR), last))
    if len(held) < HALF_A_YEAR:
        return None
    return table.loc[[place.code for place in places], held].sum(axis=1).to_numpy(dtype=float)


def _of_kind(
    prepared: Prepared,
    category: Category,
    places: Sequence[Area],
    counts: pd.Series,
    rates: PlaceRates,
    months: int,
    of: int,
) -> BaselineOfKind:
    rows = [
        _rate_row(place, category, int(counts[place.code]), rate)
        for place, rate in zip(places, rates.rates, strict=True)
    ]
    areas, inside = prepared.areas, [place.code for place in places]
    elsewhere = counts.drop(inside)
    return BaselineOfKind(
        category, months, of, int(counts[inside].sum()), int(elsewhere.sum()),
        sum(row.among is AmongHighest.SURE for row in rows), rates.shrunken,
        tuple(sorted(rows, key=lambda row: (areas[row.place.parent or ""].name, row.place.name))),
    )  # fmt: skip


def _rate_row(place: Area, category: Category, count: int, rate: PlaceRate) -> BaselineRate:
    if not place.residents:
        return BaselineRate(place, category, count, None, None, None, None, None, None, AmongHighest.MAY_BE)
    raw, raw_low, raw_high = (round(PER * n, 1) for n in (rate.raw, rate.raw_low, rate.raw_high))
    drawn, low, high = (round(PER * n, 1) for n in (rate.rate, rate.low, rate.high))
    return BaselineRate(place, category, count, raw, raw_low, raw_high, drawn, low, high, rate.among_highest)
