"""What was recorded in each neighbourhood over the baseline's months, each kind's rate, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.detection.frozen_rates import at_risk, dispersion_of_years, months_held
from bsafe_analysis.detection.place_rates import (
    AmongHighest,
    CountedPlace,
    PlaceRate,
    PlaceRates,
    place_rates,
)
from bsafe_analysis.model.areas import NOT_PLACED, Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import Window, months_between

YEAR, LEAST_MONTHS = 12, 12
PER = 1000


@dataclass(frozen=True)
class BaselineRate:
    """One kind in one place over the baseline: how many, and in a year per 1,000 of what its kind is counted for.

    `rate` with `lower` to `upper`: the exact interval of a count, widened by how years differ. `drawn` with
    `drawn_lower` to `drawn_upper`: drawn towards the other places. None where how many there are is not known.
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

    `total`: recorded in all neighbourhoods together; `not_placed`: those known to lie in none. `per`: what its rates
    are for, residents or households.
    """

    category: Category
    per: str
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

    `rates`: by category key, what the draws of work are made from; `at_risk`: how many of what these rates are for each
    place has, 1 where that is not known.
    """

    window: Window | None
    kinds: tuple[BaselineOfKind, ...]
    left_out: tuple[Category, ...]
    rates: dict[str, PlaceRates]
    at_risk: dict[str, tuple[float, ...]]

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
    codes = [place.code for place in places]
    kinds: list[BaselineOfKind] = []
    rates, exposed = {}, {}
    tables = dict(iter(prepared.counts.groupby("category")))
    for category in prepared.cycle.categories if window else ():
        table = _wide(tables.get(category.key), [*places, prepared.areas[NOT_PLACED]])
        held = months_held(table, codes, _months(window))
        if len(held) < LEAST_MONTHS:
            continue
        counts, risk = table[held].sum(axis=1), at_risk(places, category.key)
        exposed[category.key] = tuple(float(n or 1) for n in risk[1])
        rates[category.key] = _rates(prepared, places, table, counts, len(held), risk[1])
        months = (len(held), len(_months(window)))
        kinds.append(_of_kind(prepared, category, places, counts, rates[category.key], months, risk))
    told = {kind.category.key for kind in kinds}
    return PlaceBaselines(
        window, tuple(kinds), tuple(c for c in prepared.cycle.categories if c.key not in told), rates, exposed
    )


def _months(window: Window | None) -> tuple[str, ...]:
    return months_between(window.first, window.last) if window else ()


def _wide(counts: pd.DataFrame | None, places: Sequence[Area]) -> pd.DataFrame:
    """Code x month -> count, missing where not held."""
    if counts is None:
        return pd.DataFrame(index=[place.code for place in places])
    table = counts.pivot_table(index="area", columns="month", values="count", aggfunc="first")
    return table.reindex([place.code for place in places]).astype("float64")


def _rates(
    prepared: Prepared,
    places: Sequence[Area],
    table: pd.DataFrame,
    counts: pd.Series,
    months: int,
    known: Sequence[int | None],
) -> PlaceRates:
    """Of a town centre, and where `known` is None, the count alone is drawn: it is fitted with no other.

    `known`: how many of what rates are for each place has.
    """
    centres = prepared.cycle.similar.town_centres
    counted = [
        CountedPlace(p.code, int(counts[p.code]), (n or 1) * months / YEAR, not n or p.code in centres)
        for p, n in zip(places, known, strict=True)
    ]
    window = prepared.cycle.baseline
    last = window.last if window else prepared.cycle.month
    return place_rates(counted, dispersion_of_years(table, [place.code for place in places], last))


def _of_kind(
    prepared: Prepared,
    category: Category,
    places: Sequence[Area],
    counts: pd.Series,
    rates: PlaceRates,
    months: tuple[int, int],
    risk: tuple[str, Sequence[int | None]],
) -> BaselineOfKind:
    """`months`: held, and of how many; `risk`: what rates are for, and how many of these each place has."""
    rows = [
        _rate_row(place, category, int(counts[place.code]), rate, bool(n))
        for place, rate, n in zip(places, rates.rates, risk[1], strict=True)
    ]
    areas, inside = prepared.areas, [place.code for place in places]
    elsewhere = counts.drop(inside)
    return BaselineOfKind(
        category, risk[0], *months, int(counts[inside].sum()), int(elsewhere.sum()),
        sum(row.among is AmongHighest.SURE for row in rows), rates.shrunken,
        tuple(sorted(rows, key=lambda row: (areas[row.place.parent or ""].name, row.place.name))),
    )  # fmt: skip


def _rate_row(place: Area, category: Category, count: int, rate: PlaceRate, known: bool) -> BaselineRate:
    if not known:
        return BaselineRate(place, category, count, None, None, None, None, None, None, AmongHighest.MAY_BE)
    raw, raw_low, raw_high = (round(PER * n, 1) for n in (rate.raw, rate.raw_low, rate.raw_high))
    drawn, low, high = (round(PER * n, 1) for n in (rate.rate, rate.low, rate.high))
    return BaselineRate(place, category, count, raw, raw_low, raw_high, drawn, low, high, rate.among_highest)
