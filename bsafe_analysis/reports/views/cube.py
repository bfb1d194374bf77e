"""The counts that a view is made of: by place and month, together or by category, from a year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.areas import NOT_PLACED, Area
from bsafe_analysis.counts import rate_per_1000
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.periods import add_months, months_between
from bsafe_analysis.views import Denominator, Measure, ViewState

YEAR = 12
Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Line:
    """One line over the months of a view; None where the month was not received or the rate cannot be made.

    `total` is the count over the months received. `scaled`: brought to the total of the place it stands beside.
    """

    key: str
    name: str
    values: Values
    total: int
    scaled: bool = False


class Cube:
    """Reads each number of the prepared counts once; everything a view shows is summed from here."""

    def __init__(self, prepared: Prepared, state: ViewState, categories: Sequence[str]) -> None:
        self.months = months_between(state.first, state.last)
        self.measure, self.denominator = state.measure, state.denominator
        wanted = months_between(add_months(state.first, -YEAR), state.last)
        counts = prepared.counts
        chosen = counts["category"].isin(categories) & counts["month"].isin(wanted)
        self.rows = counts.loc[chosen, ["area", "category", "month", "count", "provisional"]]
        self.one = self._wide(["area", "category"], wanted, 1)
        self.together = self._wide(["area"], wanted, len(categories))

    def _wide(self, by: list[str], months: Sequence[str], needed: int) -> pd.DataFrame:
        summed = self.rows.groupby([*by, "month"], observed=True)["count"].sum(min_count=needed)
        return summed.unstack("month").reindex(columns=list(months)).astype("Float64")

    def line(self, place: Area, name: str, category: str = "", shift: int = 0) -> Line:
        """The place's months (`shift` months earlier), of one category or of all together."""
        row = self.one.loc[(place.code, category)] if category else self.together.loc[place.code]
        counts = row[[add_months(month, -shift) for month in self.months]]
        values = tuple(self.measured(place, None if pd.isna(v) else int(v)) for v in counts)
        return Line(category or place.code, name, values, int(counts.sum()))

    def average(self, places: Sequence[Area], key: str) -> Line:
        """The mean of several places, month by month; in counts the mean count, in rates their rate together."""
        rows = self.together.loc[[place.code for place in places], list(self.months)]
        bases = [self.base(place) for place in places]
        values: list[float | None] = []
        for month in self.months:
            column = rows[month]
            if column.isna().any():
                values.append(None)
            elif self.measure is Measure.RATE:
                known = all(bases)
                values.append(rate_per_1000(float(column.sum()), sum(b or 0 for b in bases)) if known else None)
            else:
                values.append(float(column.sum()) / len(places))
        return Line(key, "", tuple(values), int(rows.sum().sum()))

    def measured(self, place: Area, count: int | None) -> float | None:
        """The count, or the rate per 1,000 of the place's residents or households where they are known."""
        if count is None or self.measure is Measure.COUNT:
            return count
        base = self.base(place)
        return rate_per_1000(count, base) if base else None

    def base(self, place: Area) -> int | None:
        return place.residents if self.denominator is Denominator.RESIDENTS else place.households

    def over_period(self, place: Area) -> tuple[int, float | None]:
        """Count over the months received, and what the measure makes of it."""
        count = int(self.together.loc[place.code, list(self.months)].sum())
        return count, self.measured(place, count)

    def rolling(self, place: Area) -> Values:
        """The twelve months up to each month; None where one of them was not received or lies before what is held."""
        summed = self.together.loc[place.code].rolling(YEAR, min_periods=YEAR).sum()[list(self.months)]
        return tuple(self.measured(place, None if pd.isna(v) else int(v)) for v in summed)

    @property
    def not_placed(self) -> int:
        return int(self.together.loc[NOT_PLACED, list(self.months)].sum()) if NOT_PLACED in self.together.index else 0

    @property
    def gaps(self) -> tuple[str, ...]:
        empty = self.together[list(self.months)].isna().all()
        return tuple(month for month in self.months if empty[month])

    @property
    def provisional(self) -> tuple[str, ...]:
        filling = set(self.rows.loc[self.rows["provisional"].astype(bool), "month"])
        return tuple(month for month in self.months if month in filling)
