"""How many incidents had the victim, or the premises, of another: repeats by a reference that a source gives."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from bsafe_analysis.detection.near_repeats import FEWEST, last_year
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.same_again import RepeatOf, SameAgain


def same_again(references: pd.DataFrame, borough: Area, month: str) -> tuple[SameAgain, ...]:
    """Which categories come back to the same victims or premises, in the twelve months up to `month`?

    `references`: same_again.REFERENCE_COLUMNS. Told of every category of which FEWEST incidents of the year name one.
    Why it matters: who was hit once is likelier to be hit again, and soon (Farrell and Pease 1993, Once Bitten, Twice
    Bitten, Home Office Crime Prevention Unit Paper 46).
    """
    year = references[references["month"].isin(list(last_year(month)))]
    alike = {RepeatOf.VICTIM: borough.residents, RepeatOf.PREMISES: borough.households}
    return tuple(found for what in RepeatOf for found in _of_each_category(year, what, alike[what], month))


def _of_each_category(year: pd.DataFrame, what: RepeatOf, alike: int | None, month: str) -> Iterator[SameAgain]:
    giving = year.loc[year[what] != "", "source"].unique()
    told = year[year["source"].isin(giving)]
    for category, rows in told.groupby("category"):
        marks = rows.loc[rows[what] != "", what]
        if len(marks) < FEWEST:
            continue
        each = marks.value_counts()
        again = each[each > 1]
        months = last_year(month)
        yield SameAgain(
            what, str(category), months[0], month, len(marks), len(rows), int(again.sum()), len(again),
            by_chance(len(marks), alike),
        )  # fmt: skip


def by_chance(incidents: int, alike: int | None) -> float | None:
    """How many of the incidents would share theirs with another if each of `alike` were as likely for every one.

    >>> by_chance(2, 4), by_chance(2, None)
    (0.5, None)
    """
    return incidents * (1 - (1 - 1 / alike) ** (incidents - 1)) if alike else None
