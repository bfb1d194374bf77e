"""What became of recorded crimes, as the police's files last said: by place, category and month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

import pandas as pd

from bsafe_analysis.model.periods import add_months, months_between


class Outcome(StrEnum):
    """What a crime's last outcome comes to."""

    NO_SUSPECT = "no_suspect"
    """The investigation was closed and no suspect found."""
    CHARGED = "charged"
    """Somebody was charged or summonsed, whatever a court has said since."""
    STILL_OPEN = "still_open"
    """Under investigation, or the police gave no news of it."""
    OTHER = "other"


OUTCOME_COLUMNS = ("area", "category", "month", "outcome", "count")
"""One row where there was a crime whose outcome is told: area as in the incident table, outcome one of Outcome."""


def count_outcomes(
    incidents: pd.DataFrame, ages: Mapping[str, Mapping[str, int]], meant: Mapping[str, Outcome], lag: int
) -> pd.DataFrame:
    """What became of the crimes of each place and category in the last two years of which enough time has passed?

    `incidents`: placed rows; `ages`: source -> month -> how many months later its files still tell of it; `meant`: what
    an outcome's words come to, whatever their capitals; other words are OTHER. Counted are the 24 months up to the
    newest that every source told of `lag` months later or more; younger ones among them are left out, for their crimes
    are mostly open because they are new. Returns OUTCOME_COLUMNS.
    """
    known = months_old_enough(ages, lag)
    rows = incidents[incidents["source"].isin(list(ages)) & incidents["month"].isin(list(known))]
    rows = rows[rows["outcome"].astype(bool)]
    if rows.empty:
        return pd.DataFrame(columns=list(OUTCOME_COLUMNS))
    words = {word: meant.get(word.casefold(), Outcome.OTHER) for word in rows["outcome"].unique()}
    told = rows.assign(area=rows["neighbourhood"], outcome=rows["outcome"].map(words).astype(str))
    counted = told.groupby(list(OUTCOME_COLUMNS[:-1]), observed=True).size()
    return counted.rename("count").astype("int64").reset_index()


def months_old_enough(ages: Mapping[str, Mapping[str, int]], lag: int) -> Collection[str]:
    """The months told of `lag` months later or more by every source that holds them, of the last two years of such.

    >>> months_old_enough({"police": {"2026-04": 5, "2026-05": 4, "2026-06": 3}, "rail": {"2026-05": 1}}, 4)
    ('2026-04',)
    """
    youngest: dict[str, int] = {}
    for of_source in ages.values():
        for month, age in of_source.items():
            youngest[month] = min(age, youngest.get(month, age))
    old = sorted(month for month, age in youngest.items() if age >= lag)
    return tuple(m for m in old if m in months_between(add_months(old[-1], -23), old[-1]))
