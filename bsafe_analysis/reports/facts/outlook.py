"""Looking ahead: what is expected of the next months, and what the calendar holds. Always a range, never one number."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import ExceptionalTime, Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.reports.facts.calendar import Coming, coming
from bsafe_analysis.reports.facts.series import RECENT_MONTHS, Series, series_of

MONTHS_SHOWN = 3
MOST_DRAWN = 1


@dataclass(frozen=True)
class ComingMonth:
    """What is to be expected of one month: between `lower` and `upper`. Only a chart shows the middle, `expected`."""

    month: str
    lower: int
    upper: int
    expected: float


@dataclass(frozen=True)
class Ahead:
    """One category's next months, in the order of Outlook.months."""

    category: Category
    coming: tuple[ComingMonth, ...]
    series: Series

    @property
    def first(self) -> ComingMonth:
        return self.coming[0]

    @property
    def id(self) -> str:
        return f"ahead-{self.category.key}".replace("_", "-")


@dataclass(frozen=True)
class Outlook:
    """`rows`: priority categories (all, where there are none) of which something can be said; `silent`: not.

    `exceptional`: the time in which one of the months lies, of which the past tells nothing: then there are no rows.
    """

    months: tuple[str, ...]
    rows: tuple[Ahead, ...]
    silent: tuple[Category, ...]
    calendar: tuple[Coming, ...]
    exceptional: ExceptionalTime | None = None

    @property
    def drawn(self) -> tuple[Ahead, ...]:
        """The categories with most to come, which are drawn; the table has them all."""
        return tuple(sorted(self.rows, key=lambda row: -row.first.expected)[:MOST_DRAWN])


def outlook_of(prepared: Prepared, place: Area) -> Outlook:
    """What may the next three months bring in this place?"""
    months = tuple(add_months(prepared.cycle.month, n) for n in range(1, MONTHS_SHOWN + 1))
    times = (prepared.cycle.detection.exceptional_time(month) for month in months)
    exceptional = next((time for time in times if time), None)
    told = prepared.forecasts[prepared.forecasts["area"] == place.code]
    by_key = {(row["category"], row["month"]): row for row in told.to_dict("records")}
    wanted = [c for c in prepared.cycle.categories if prepared.priorities.of_category(c.key)]
    rows, silent = [], []
    for category in wanted or prepared.cycle.categories:
        found = [by_key.get((category.key, month)) for month in months]
        held = series_of(prepared, place, category, 1).latest
        known = (held.observed is not None or held.hidden) and exceptional is None
        if known and all(row is not None and row["useful"] and not pd.isna(row["lower"]) for row in found):
            expected = tuple(
                ComingMonth(str(row["month"]), int(row["lower"]), int(row["upper"]), float(row["expected"]))
                for row in found
                if row
            )
            rows.append(Ahead(category, expected, series_of(prepared, place, category, RECENT_MONTHS)))
        else:
            silent.append(category)
    return Outlook(months, tuple(rows), tuple(silent), coming(prepared.cycle), exceptional)
