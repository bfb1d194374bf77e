"""What became of recorded crimes, beside the year before: by kind for the borough, and for each of its areas."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.outcomes import Outcome
from bsafe_analysis.model.periods import add_months, months_between

FEWEST = 50
"""Crimes below which no percentage is told: of fewer, one crime is more than two in a hundred."""


@dataclass(frozen=True)
class OutcomeRow:
    """Of the crimes of one kind (None: of all) in a place: how many had which outcome, and how many the year before.

    `told`: those whose outcome the files say at all; the shares are of these, missing where they are fewer than FEWEST.
    """

    place: Area
    category: Category | None
    told: int
    no_suspect: int
    charged: int
    still_open: int
    other: int
    before: int
    no_suspect_before: int
    charged_before: int

    @property
    def no_suspect_share(self) -> float | None:
        return _part_of(self.no_suspect, self.told)

    @property
    def charged_share(self) -> float | None:
        return _part_of(self.charged, self.told)

    @property
    def still_open_share(self) -> float | None:
        return _part_of(self.still_open, self.told)

    @property
    def other_share(self) -> float | None:
        return _part_of(self.other, self.told)

    @property
    def no_suspect_before_share(self) -> float | None:
        return _part_of(self.no_suspect_before, self.before)

    @property
    def charged_before_share(self) -> float | None:
        return _part_of(self.charged_before, self.before)


@dataclass(frozen=True)
class OutcomesTold:
    """`first` to `last`: the year that is told of, "" where none is; `held` and `held_before`: months of it, and of the
    year before, that were told of late enough."""

    place: Area
    first: str
    last: str
    held: int
    held_before: int
    rows: tuple[OutcomeRow, ...] = ()

    @property
    def by_kind(self) -> tuple[OutcomeRow, ...]:
        return tuple(row for row in self.rows if row.category)


def outcomes_told(prepared: Prepared) -> OutcomesTold:
    """What became of crimes, of the twelve months up to the newest that was told of late enough? Context, no target."""
    table, borough = prepared.outcomes, prepared.areas.borough
    if table.empty:
        return OutcomesTold(borough, "", "", 0, 0)
    last = str(table["month"].max())
    year = months_between(add_months(last, -11), last)
    known = set(table["month"])
    before = known - set(year)
    rows = [_counted_row(table, year, borough, category) for category in prepared.cycle.categories]
    rows += [_counted_row(_inside(table, prepared, area), year, area, None) for area in prepared.areas.local_areas]
    told = tuple(row for row in rows if row.told)
    return OutcomesTold(borough, year[0], last, len(known & set(year)), len(before), told)


def _inside(table: pd.DataFrame, prepared: Prepared, area: Area) -> pd.DataFrame:
    return table[table["area"].isin([child.code for child in prepared.areas.children(area.code)])]


def _counted_row(table: pd.DataFrame, year: Collection[str], place: Area, category: Category | None) -> OutcomeRow:
    rows = table if category is None else table[table["category"] == category.key]
    lately = rows["month"].isin(list(year))
    now, before = (dict(part.groupby("outcome")["count"].sum()) for part in (rows[lately], rows[~lately]))
    return OutcomeRow(
        place=place,
        category=category,
        told=int(sum(now.values())),
        **{str(outcome): int(now.get(outcome, 0)) for outcome in Outcome},
        before=int(sum(before.values())),
        no_suspect_before=int(before.get(Outcome.NO_SUSPECT, 0)),
        charged_before=int(before.get(Outcome.CHARGED, 0)),
    )


def _part_of(part: int, whole: int) -> float | None:
    return part / whole if whole >= FEWEST else None
