"""Year by year, as a strategic assessment tells it: what was recorded, how it stands, where half of it lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import pandas as pd

from bsafe_analysis.detection.long_run import LongRun, YearSum, YearVerdict, years_of
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.reports.charts.rolling_chart import twelve_month_totals

MOST_YEARS_TOLD = 4
FEWEST = 50
"""Under so many in either year no percentage is told: of fewer, one incident is more than two in a hundred."""


@dataclass(frozen=True)
class YearTold:
    """So many in the compared months, `months` of the twelve that end with `last`."""

    place: Area
    category: Category
    first: str
    last: str
    total: int
    months: int
    exceptional: bool
    """Whether one of these months lies in an exceptional time."""


@dataclass(frozen=True)
class HalfOfIt:
    """The fewest neighbourhoods that hold half of the last twelve months' incidents, those that hold most first.

    `even`: how many would hold half if every household had the same chance; missing where residents are not known.
    """

    place: Area
    category: Category
    places: tuple[Area, ...]
    of: int
    even: int | None

    @property
    def few(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class RollingTotal:
    """The twelve months up to one together; None where one of them is not held."""

    place: Area
    category: Category
    month: str
    total: int | None


@dataclass(frozen=True)
class YearsTold:
    """One kind of incident in one place: its years, the newest last, and whether the newest differs by more than chance
    from `beside`, the last ordinary year before it."""

    place: Area
    category: Category
    years: tuple[YearTold, ...]
    left_out: tuple[str, ...]
    beside: YearTold | None
    verdict: YearVerdict
    ratio: float | None
    low: float | None
    high: float | None
    least: float | None
    rebased_from: str
    half: HalfOfIt | None

    @property
    def change(self) -> int | None:
        """By how many in a hundred the newest year differs, without its sign; missing where either year is small."""
        return _in_100(self.ratio) if self._may_be_percent else None

    @property
    def change_lower(self) -> int | None:
        """The end of the interval of the change that is nearer to none; missing where the interval includes none."""
        return _in_100(self.low if self.verdict is YearVerdict.MORE else self.high) if self._may_be_percent else None

    @property
    def change_upper(self) -> int | None:
        return _in_100(self.high if self.verdict is YearVerdict.MORE else self.low) if self._may_be_percent else None

    @property
    def least_change(self) -> int | None:
        """The smallest rise, in a hundred, that could have been told from chance."""
        return None if self.least is None else ceil(100 * self.least)

    @property
    def _may_be_percent(self) -> bool:
        return self.now is not None and self.beside is not None and min(self.now.total, self.beside.total) >= FEWEST

    @property
    def now(self) -> YearTold | None:
        return self.years[-1] if self.years else None

    @property
    def unclaimed(self) -> bool:
        """Whether it is a fall of which no improvement is claimed: the year itself touches an exceptional time."""
        return self.now is not None and self.now.exceptional and self.ratio is not None and self.ratio < 1


def _in_100(ratio: float | None) -> int | None:
    return None if ratio is None else abs(round(100 * (ratio - 1)))


def years_told(prepared: Prepared, place: Area) -> tuple[YearsTold, ...]:
    """Every kind of incident that is held of a place for a year, in the order of the cycle."""
    cycle = prepared.cycle
    counts = prepared.counts[prepared.counts["area"] == place.code]
    of = {run.category: run for run in years_of(counts, prepared.expectations, cycle.month, cycle.detection)}
    return tuple(
        _years_of_kind(prepared, place, category, of[category.key])
        for category in cycle.categories
        if category.key in of and of[category.key].years
    )


def _years_of_kind(prepared: Prepared, place: Area, category: Category, run: LongRun) -> YearsTold:
    years = tuple(_year(place, category, year) for year in run.years[-MOST_YEARS_TOLD:])
    return YearsTold(
        place=place,
        category=category,
        years=years,
        left_out=run.left_out,
        beside=next((year for year in years if run.beside and year.last == run.beside.last), None)
        or (_year(place, category, run.beside) if run.beside else None),
        verdict=run.verdict,
        ratio=run.ratio,
        low=run.low,
        high=run.high,
        least=run.least,
        rebased_from=run.rebased_from,
        half=half_of_it(prepared, place, category),
    )


def _year(place: Area, category: Category, year: YearSum) -> YearTold:
    return YearTold(place, category, year.first, year.last, year.total, year.months, year.exceptional)


def rolling_totals(prepared: Prepared, place: Area, category: Category) -> tuple[RollingTotal, ...]:
    """A series' twelve months together, up to each month that has eleven before it."""
    cycle, counts = prepared.cycle, prepared.counts
    mine = counts[(counts["area"] == place.code) & (counts["category"] == category.key)]
    held = dict(zip(mine["month"].tolist(), mine["count"].tolist(), strict=True))
    known = [None if pd.isna(held.get(month)) else int(held[month]) for month in cycle.months]
    totals = twelve_month_totals(cycle.months, known)
    pairs = list(zip(cycle.months, totals, strict=True))[11:]
    return tuple(RollingTotal(place, category, m, None if t is None else int(t)) for m, t in pairs)


def half_of_it(prepared: Prepared, place: Area, category: Category) -> HalfOfIt | None:
    """None where too few are known by neighbourhood to say where half of them lie."""
    cycle, counts = prepared.cycle, prepared.counts
    lately = (counts["category"] == category.key) & (counts["month"] >= cycle.year_begins)
    inside = [
        area for area in prepared.areas.neighbourhoods if place.code in (area.parent, prepared.areas.borough.code)
    ]
    rows = counts[lately & counts["area"].isin([area.code for area in inside])]
    by_place = rows.groupby("area")["count"].sum(min_count=1).dropna().astype(int).to_dict()
    total = sum(by_place.values())
    if total < 5 * max(len(inside), 1):
        return None
    ordered = sorted(inside, key=lambda area: (-by_place.get(area.code, 0), area.name))
    return HalfOfIt(
        place, category, tuple(ordered[: _half([by_place.get(a.code, 0) for a in ordered])]), len(inside), _even(inside)
    )


def _half(sizes: list[int]) -> int:
    """How many of these, from the first, hold half of all."""
    held, n = 0, 0
    while 2 * held < sum(sizes):
        held, n = held + sizes[n], n + 1
    return n


def _even(inside: list[Area]) -> int | None:
    residents = [area.residents for area in inside]
    known = [int(n) for n in residents if n]
    return _half(sorted(known, reverse=True)) if known and len(known) == len(inside) else None
