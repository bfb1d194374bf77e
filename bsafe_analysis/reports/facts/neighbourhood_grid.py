"""The neighbourhood monitor's grid: each place's month and year by group of kinds, and what lies in no place at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.detection.whole_month import WholeMonth, whole_month
from bsafe_analysis.model.areas import NOT_PLACED, Area, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.monitor_groups import MonitorGroup
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.reports.facts.series import Standing

FEWEST_EXPECTED = 1.0
"""Fewer expected in a month: nought is as usual as one, and nothing is said but that it is above."""
YEAR = 12


@dataclass(frozen=True)
class GridCell:
    """One group of kinds in one place. `key`: the group's; `observed`, `total`: this month and the twelve up to it.

    None where none of its kinds is held. `lower` to `upper`: what was expected this month; None where not judged.
    """

    key: str
    place: Area
    observed: int | None
    expected: float | None
    lower: int | None
    upper: int | None
    standing: Standing
    total: int | None


@dataclass(frozen=True)
class GridRow:
    """One place, a cell for each group in the order of monitor.yml."""

    place: Area
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class NeighbourhoodGrid:
    """`by_area`: neighbourhoods by name under their area; `not_placed` and `whole` make up the rest and the sum.

    `kinds`: group key -> the categories added up: those held by neighbourhood in every month of the year that is no
    gap. `left_out`: those of the groups that are not. `in_no_group`: those that monitor.yml names nowhere.
    """

    groups: tuple[MonitorGroup, ...]
    by_area: tuple[tuple[Area, tuple[GridRow, ...]], ...]
    not_placed: GridRow
    whole: GridRow
    left_out: tuple[Category, ...]
    in_no_group: tuple[Category, ...]

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """Every neighbourhood, by area and name."""
        return tuple(row for _, rows in self.by_area for row in rows)


@dataclass(frozen=True)
class UnplacedShare:
    """Which share of the borough's incidents lies in no neighbourhood: this month, and over the twelve before it.

    Of kinds held by place in all these months; None where there was no incident.
    """

    month: str
    now: float | None
    before: float | None


def neighbourhood_grid(prepared: Prepared) -> NeighbourhoodGrid:
    """How does each group of kinds stand in each neighbourhood? Sums only: the month's findings are told elsewhere."""
    areas, cycle = prepared.areas, prepared.cycle
    months = _held_months(prepared, add_months(cycle.month, 1 - YEAR))
    kinds = {g.key: _kinds_held(prepared, g.categories, months) for g in cycle.monitor}
    grid = _GridCounts(prepared, kinds, months)
    by_area = (
        (area, tuple(grid.row(place) for place in sorted(areas.children(area.code), key=lambda p: (p.name, p.code))))
        for area in sorted(areas.local_areas, key=lambda a: (a.name, a.code))
    )
    named = {category for group in cycle.monitor for category in group.categories}
    held = {category for every in kinds.values() for category in every}
    return NeighbourhoodGrid(
        cycle.monitor,
        tuple(each for each in by_area if each[1]),
        grid.row(areas[NOT_PLACED]),
        grid.row(areas.borough),
        tuple(c for c in cycle.categories if c.key in named - held),
        tuple(c for c in cycle.categories if c.key not in named),
    )


def unplaced_share(prepared: Prepared) -> UnplacedShare:
    """Is more of the month without a neighbourhood than usual?"""
    month = prepared.cycle.month
    months = _held_months(prepared, add_months(month, -YEAR))
    kinds = _kinds_held(prepared, [c.key for c in prepared.cycle.categories], months)
    counts = prepared.counts[prepared.counts["category"].isin(kinds) & prepared.counts["month"].isin(months)]
    sums = counts.groupby(["area", "month"])["count"].sum()

    def share(of: list[str]) -> float | None:
        lost, every = (
            sum(int(sums.get((code, m), 0)) for m in of) for code in (NOT_PLACED, prepared.areas.borough.code)
        )
        return lost / every if every else None

    return UnplacedShare(month, share([month]), share([m for m in months if m != month]))


def _held_months(prepared: Prepared, first: str) -> list[str]:
    gaps = set(prepared.held.gaps)
    return [m for m in months_between(first, prepared.cycle.month) if m not in gaps]


def _kinds_held(prepared: Prepared, categories: list[str] | tuple[str, ...], months: list[str]) -> tuple[str, ...]:
    return prepared.held.held_throughout(categories, months, Level.NEIGHBOURHOOD) if months else ()


class _GridCounts:
    """The tables by place, read once for all its cells."""

    def __init__(self, prepared: Prepared, kinds: dict[str, tuple[str, ...]], months: list[str]) -> None:
        self.prepared, self.kinds = prepared, kinds
        year = prepared.counts[prepared.counts["month"].isin(months)]
        self.counts = dict(iter(year.groupby("area")))
        self.expectations = dict(iter(prepared.expectations.groupby("area")))

    def row(self, place: Area) -> GridRow:
        return GridRow(place, tuple(self._cells(place)))

    def _cells(self, place: Area) -> Iterator[GridCell]:
        month, none = self.prepared.cycle.month, self.prepared.counts.iloc[:0]
        for group in self.prepared.cycle.monitor:
            kinds = self.kinds[group.key]
            mine = self.counts.get(place.code, none)
            mine = mine[mine["category"].isin(kinds)]
            now = mine.loc[mine["month"] == month, "count"]
            observed = int(now.sum()) if len(now) and now.notna().all() else None
            total = int(mine["count"].sum()) if kinds and len(mine) else None
            told = self._expected(place, kinds)
            lower, upper, expected = (told.lower, told.upper, told.expected) if told else (None, None, None)
            yield GridCell(
                group.key, place, observed, expected, lower, upper, standing_of_sum(observed, expected, lower, upper),
                total,
            )  # fmt: skip

    def _expected(self, place: Area, kinds: tuple[str, ...]) -> WholeMonth | None:
        """What was expected of these kinds together; of one alone, what the table has of it."""
        table, month = self.expectations.get(place.code), self.prepared.cycle.month
        if table is None or not kinds or place.code == NOT_PLACED:
            return None
        if len(kinds) > 1:
            return whole_month(table, place.code, kinds, month, self.prepared.cycle.detection, fewest=2)
        rows = table[(table["category"] == kinds[0]) & (table["month"] == month)].dropna(
            subset=["observed", "expected"]
        )
        return next((_of_one_kind(row) for _, row in rows.iterrows()), None)


def _of_one_kind(row: pd.Series) -> WholeMonth:
    expected = float(row["expected"])
    return WholeMonth(row["area"], row["month"], int(row["observed"]), expected, int(row["lower"]), int(row["upper"]))


def standing_of_sum(observed: int | None, expected: float | None, lower: int | None, upper: int | None) -> Standing:
    """The one word that a cell says of its month.

    >>> [str(standing_of_sum(n, 5.0, 2, 9)) for n in (10, 9, 1)], str(standing_of_sum(0, 0.8, 0, 3))
    (['above', 'within', 'below'], 'too_few')
    """
    if observed is None:
        return Standing.NOT_RECEIVED
    if expected is None or lower is None or upper is None:
        return Standing.NO_RANGE
    if observed > upper:
        return Standing.ABOVE
    if expected < FEWEST_EXPECTED:
        return Standing.TOO_FEW
    return Standing.BELOW if observed < lower else Standing.WITHIN
